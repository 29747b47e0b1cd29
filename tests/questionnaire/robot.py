"""A clerk made of a report file: asked for a place, it gives the answer that stands there."""

import re
from collections.abc import Sequence
from typing import Any

from authoring.model.paths import parse
from authoring.questionnaire.asker import Ask, Left

_WHERE = re.compile(r"(?:\d+/\d+　)?([^　]+)")


class Robot:
    """Answers every question from `answers`; goes through the chapters in order, then renders and leaves."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.said: list[str] = []
        self.given: dict[str, int] = {}
        self.asked: list[str] = []
        self.visited: set[str] = set()
        self.path = ""
        self.reasons = list(answers.get("出错说明") or [])
        self.options = dict(answers.get("表单选项") or {})

    def say(self, text: str, tone: str = "") -> None:
        """Remember it."""
        self.said.append(f"{tone}｜{text}")

    def line(self, ask: Ask) -> str:
        """The answer at the place the question names."""
        if ask.prompt == "原因":
            return str(self.reasons.pop(0)["说明"])
        found = _WHERE.match(ask.head[0]) if ask.head else None
        assert found, ask
        self.path = found[1]
        self.asked.append(self.path)
        value = self._at(self.path)
        if isinstance(value, list):
            return self._next_entry(value, ask.prompt)
        if ask.prompt.startswith("有没有"):
            return "w" if value == "无" else ">" if value is None else "y"
        return "" if value is None else "w" if value == "无" else str(value)

    def pick(self, prompt: str, choices: Sequence[tuple[str, str]], default: str = "") -> str:
        """Each chapter once, the summary, the report, and away."""
        if prompt.startswith("到哪一部分"):
            return self._menu(choices)
        if prompt.startswith("选一条去改"):
            wrong = next((k for k, label in choices if label.startswith("错误")), "")
            return wrong if self.reasons and wrong else "r"
        if prompt.startswith("怎么办"):
            return "x"
        wanted = next((self.options[name] for name in self.options if prompt.startswith(name)), "")
        return next((key for key, label in choices if label == wanted), default)

    def _menu(self, choices: Sequence[tuple[str, str]]) -> str:
        fresh = next(
            (k for k, label in choices if label.split("　")[0] not in self.visited and k not in "soq"), ""
        )
        if fresh:
            self.visited.add(dict(choices)[fresh].split("　")[0])
            return fresh
        if self.options and "选项" not in self.visited:
            self.visited.add("选项")
            return "o"
        if "成文" in self.visited:
            return "q"
        self.visited.add("成文")
        return "s"

    def edit(self, text: str) -> str:
        """Nobody asked for an editor."""
        raise Left

    def _next_entry(self, entries: list[Any], prompt: str) -> str:
        given = self.given.get(self.path, 0)
        if given >= len(entries):
            return ""
        self.given[self.path] = given + 1
        entry = entries[given]
        if not isinstance(entry, dict):
            return str(entry)
        column = next(name for name in entry if f"项{name}（" in prompt)
        return str(entry[column])

    def _at(self, path: str) -> Any:
        value: Any = self.answers
        for key in parse(path):
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                return None
        return value
