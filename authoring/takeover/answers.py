"""Answers found in a finished report, by Chinese path, each with where it stands."""

import re
from datetime import date
from functools import cache
from typing import Any

from authoring.draft.draft import Draft
from authoring.model.paths import Place as Field
from authoring.model.paths import by_name, parse
from authoring.model.report import VERSION, SelfEvaluation
from authoring.model.term import NONE_STATED, Node
from authoring.papers.paper import GridCell, Place, Words
from authoring.quantities import narrow
from authoring.questionnaire.nesting import put_in

_BLANK = re.compile(r"【未填|×{2,}|[xX]{3,}|＿{2,}|_{2,}")
"""What stands where nothing was filled in yet."""
_SAME = re.compile(r"[\s,，]")


class Answers:
    """What is found; the first statement of an answer counts, a different value for it is remarked."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.remarks: list[str] = []
        self._nested: dict[str, Any] = {}
        self._lengths: dict[str, int] = {}

    def take(self, path: str, value: str, words: Words | None = None) -> bool:
        """Take one answer; whether it is the answer now. What is empty is none."""
        value = value.strip()
        if not value or _BLANK.search(value):
            return False
        known = self.found.get(path)
        if known is not None:
            if _bare(known) != _bare(value):
                self.remark(f"“{path}”写有 {known} 和 {value} 两种，取先写的 {known}")
            return _bare(known) == _bare(value)
        if not _fits(path, value):
            self.remark(f"“{path}”写的是“{value[:30]}”，不合这一项，没有取")
            return False
        self._begin(path)
        self.found[path] = value
        put_in(self._nested, SelfEvaluation, list(parse(path)), value)
        if words is not None:
            self.sources[path] = f"{self.file}，{place_words(words.place)}"
        return True

    def take_cell(self, path: str, cell: GridCell) -> None:
        """Take what a cell of a table holds, if anything."""
        if cell.text.strip():
            self.take(path, cell.text, cell.words[0])

    def _begin(self, path: str) -> None:
        """Forget a 无 that stood for the whole of what holds the answer."""
        for holder in [known for known in self.found if path.startswith((f"{known}.", f"{known}["))]:
            del self.found[holder]
            self.sources.pop(holder, None)

    def add(self, listing: str, entry: dict[str, str], words: Words) -> str:
        """Add an entry to a list; the path of the entry."""
        self._lengths[listing] = number = self._lengths.get(listing, 0) + 1
        path = f"{listing}[{number}]"
        if not any(value.strip() and not _BLANK.search(value) for value in entry.values()):
            self._lengths[listing] = number - 1
            return path
        for name, value in entry.items():
            self.take(f"{path}.{name}", value, words)
        return path

    def list_texts(self, listing: str, texts: list[tuple[str, Words]]) -> None:
        """Take a list of texts, once."""
        if listing in self._lengths:
            return
        for number, (text, words) in enumerate((t for t in texts if t[0] and not _BLANK.search(t[0])), 1):
            self._lengths[listing] = number
            self.take(f"{listing}[{number}]", text, words)

    def none(self, path: str, words: Words) -> None:
        """Take `无` for a part or list that was not begun."""
        if not self.begun(path):
            self.take(path, "无", words)

    def begun(self, path: str) -> bool:
        """Whether anything of a part or list is answered."""
        return path in self.found or any(known.startswith((f"{path}.", f"{path}[")) for known in self.found)

    def remark(self, text: str) -> None:
        """Something to be told once."""
        if text not in self.remarks:
            self.remarks.append(text)

    def draft(self, form: str, year: int) -> Draft:
        """The answers as a report file, with their sources."""
        stamps = {"版本": str(VERSION), "表单": form, "年度": str(year)}
        sources = {"来源": dict(self.sources)} if self.sources else {}
        return Draft({**stamps, **self._nested, **sources})


def _fits(path: str, value: str) -> bool:
    """Whether the report file takes a value there: a figure where a figure belongs."""
    field = _field(re.sub(r"\[\d+\]", "", path))
    if value == NONE_STATED and (field.part or field.listing):
        return True
    try:
        if field.kind:
            field.kind(value)
        elif field.plain is date:
            year, month, day = map(int, re.findall(r"\d+", value))
            date(year, month, day)
    except ValueError:
        return False
    return True


@cache
def _field(path: str) -> Field:
    part: type[Node] = SelfEvaluation
    for name in path.split("."):
        field = by_name(part)[name]
        part = field.part or part
    return field


def _bare(text: str) -> str:
    return _SAME.sub("", narrow(text)).removesuffix("。")


def place_words(place: Place) -> str:
    """Where a paragraph stands, in words: 第5段, 表2第3行第1列."""
    if place.table is not None:
        if place.row is None or place.column is None:
            return f"表{place.table}"
        return f"表{place.table}第{place.row + 1}行第{place.column + 1}列"
    page = f"第{place.page}页" if place.page else ""
    line = f"（第{place.line}行）" if place.line else ""
    paragraph = f"第{place.paragraph}段" if place.paragraph else ""
    return f"{place.part}{page}{paragraph}{line}"
