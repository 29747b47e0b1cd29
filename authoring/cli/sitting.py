"""One sitting at a terminal: who asks, what happens when the clerk or the system ends it."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from authoring.cli.codes import DONE, INTERRUPTED
from authoring.errors import GoujiError
from authoring.model.report import SelfEvaluation
from authoring.questionnaire.asker import Asker, Left
from authoring.questionnaire.filling import AnswerError, Filling
from authoring.questionnaire.questions import Chapter
from authoring.questionnaire.walk import Walk

PLAIN = click.option("--plain", is_flag=True, help="逐行问答，不重画屏幕；用读屏软件的请加上")


def asker_for(path: Path, *, plain: bool) -> Asker:
    """Who asks in this terminal. Raises GoujiError where there is none."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise GoujiError(
            "填报要在终端里一问一答，现在的输入或输出不是终端。"
            f"可以用文本编辑器直接填“{path}”，再用 gouji check 核对。"
        )
    if plain or os.environ.get("TERM", "") in {"dumb", "unknown"}:
        from authoring.questionnaire.plain import PlainAsker

        return PlainAsker()
    from authoring.questionnaire.terminal import TerminalAsker

    return TerminalAsker()


def sit(filling: Filling, asker: Asker, chapter: Chapter | None) -> int:
    """Ask until the clerk leaves; returns the exit code."""
    path = filling.keeper.path
    _leave_on_signals()
    try:
        Walk(filling, asker, lambda: _render(filling)).begin(chapter)
    except Left:
        _farewell(f"\n已离开。答过的都保存在“{path}”，下次用 gouji fill {path.name} 接着填。")
        return INTERRUPTED
    asker.say(f"已保存在“{path}”。")
    return DONE


def chapter_named(filling: Filling, name: str | None) -> Chapter | None:
    """The chapter whose title holds a word, or whose number it is. Raises GoujiError."""
    if name is None:
        return None
    chapters = filling.chapters
    if name.isdecimal() and 1 <= int(name[:9]) <= len(chapters):
        return chapters[int(name[:9]) - 1]
    found = [chapter for chapter in chapters if name in chapter.title]
    if not found:
        titles = "、".join(chapter.title for chapter in chapters)
        raise GoujiError(f"没有“{name}”这一部分，现有：{titles}。")
    return found[0]


def take_over(filling: Filling, last: SelfEvaluation | None, asker: Asker) -> None:
    """Last year's facts, to be confirmed, and its closings."""
    if last is None:
        return
    try:
        taken = filling.begin_from(last)
    except AnswerError as error:
        asker.say(f"{error}。", "差错")
        return
    asker.say(f"从上年的报告带来 {taken} 项；标“沿用上年”的，到那一题时回车确认，或者改写。", "提醒")


def _render(filling: Filling) -> Sequence[str]:
    """The report and its annexes beside the report file, as a draft while something is at 错误."""
    from authoring.document.compose import compose  # loads jinja2 and babel, which asking needs not
    from authoring.opening import Opened
    from authoring.rendering import Wanted, output_stem, render_files

    checked, form, path = filling.checked, filling.form, filling.keeper.path
    draft = bool(checked.stopping)
    try:
        document = compose(checked.report, form, draft=draft)
        folder = path.parent
        stem = output_stem(Opened(path, form, checked), draft=draft)
        return [str(file) for file in render_files(document, form, folder, stem, Wanted(draft=draft))]
    except GoujiError as error:
        return [str(error)]


def _farewell(text: str) -> None:
    try:
        click.echo(text)
    except OSError:  # the terminal is gone
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _leave_on_signals() -> None:
    """A closed terminal and a polite kill are leaving: what was answered is on disk already."""
    numbers = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    heeded = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]

    def leave(*_: Any) -> None:
        for number in heeded:  # one is enough: a second must not cut the leaving short
            signal.signal(number, signal.SIG_IGN)
        raise Left

    for number in heeded:
        signal.signal(number, leave)
