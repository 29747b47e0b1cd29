"""Asks in a terminal with questionary, the only module that knows it; its own English words are replaced."""

import os
from collections.abc import Sequence
from typing import Any

import click
import questionary
from prompt_toolkit.application import Application, run_in_terminal
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.styles import Style

from authoring.errors import GoujiError
from authoring.questionnaire.asker import Ask, Left

_STYLE = Style(
    [
        ("question", "bold"),
        ("answer", ""),
        ("pointer", "bold"),
        ("highlighted", "bold"),
        ("selected", ""),
        ("instruction", "italic"),
    ]
)
_TONES: dict[str, dict[str, Any]] = {
    "标题": {"bold": True},
    "差错": {"fg": "red"},
    "提醒": {"fg": "yellow"},
    "好": {"fg": "green"},
}
_PICK = "（上下键选，或按前面的字，回车确定）"


class TerminalAsker:
    """A terminal that can draw; `colour` as the terminal and NO_COLOR allow."""

    def __init__(self) -> None:
        # else a terminal that does not tell where its cursor is gets a warning, and in English
        os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
        self._colour = "NO_COLOR" not in os.environ

    def say(self, text: str, tone: str = "") -> None:
        """A line in its tone."""
        click.secho(text, **(_TONES.get(tone, {}) if self._colour else {}))

    def line(self, ask: Ask) -> str:
        """One line, with one-key answers on the empty line."""
        for said in ask.head:
            click.secho(said, dim=self._colour)
        return self._asked(
            questionary.text(
                f"{ask.prompt}：", qmark="", style=_STYLE, key_bindings=_one_key(ask), enable_suspend=True
            )
        )

    def pick(self, prompt: str, choices: Sequence[tuple[str, str]], default: str = "") -> str:
        """A list to choose from by arrow keys or the key in front."""
        offered = [
            questionary.Choice(f"{label}", value=key, shortcut_key=key if len(key) == 1 else None)
            for key, label in choices
        ]
        start = next((each for each in offered if each.value == default), None)
        asked = questionary.select(
            prompt,
            offered,
            default=start,
            qmark="",
            pointer=">",
            style=_STYLE,
            instruction=_PICK,
            use_shortcuts=all(len(key) == 1 for key, _ in choices),
            use_jk_keys=False,
        )
        _answer_other_keys(asked.application)
        return self._asked(asked)

    def edit(self, text: str) -> str:
        """The editor the clerk's system names; several lines here where there is none."""
        if os.environ.get("VISUAL") or os.environ.get("EDITOR") or os.name == "nt":
            from authoring.questionnaire.editor import edited  # noqa: PLC0415  seldom needed

            try:
                return edited(text)
            except GoujiError as error:
                self.say(f"{error}请在这里写。", "提醒")
        self.say("可写多行；写完按 Esc 再按回车。")
        return self._asked(
            questionary.text("", default=text, multiline=True, qmark="", instruction=" ", style=_STYLE)
        )

    def _asked(self, question: Any) -> str:
        try:
            answer: str = question.unsafe_ask()
        except (KeyboardInterrupt, EOFError, OSError) as error:  # OSError: the terminal is gone
            raise Left from error
        return answer


def _answer_other_keys(application: Application[Any]) -> None:
    """Say once that what was typed or pasted is no choice: a menu takes one key."""
    bindings = KeyBindings()
    said: list[bool] = []

    @bindings.add(Keys.Any)
    @bindings.add(Keys.BracketedPaste)
    def _(_: KeyPressEvent) -> None:
        if not said:
            said.append(True)
            run_in_terminal(lambda: click.echo("没有这个选项，请按选项前面的字。"))

    application.key_bindings = merge_key_bindings([bindings, application.key_bindings or KeyBindings()])


def _one_key(ask: Ask) -> KeyBindings:
    """Keys that answer at once on the empty line."""
    bindings = KeyBindings()
    for key, _ in ask.keys if ask.at_once else ():

        @bindings.add(key)
        def _(event: KeyPressEvent, key: str = key) -> None:
            buffer = event.current_buffer
            buffer.insert_text(key)
            if buffer.text == key:
                buffer.validate_and_handle()

    return bindings
