"""The sentence a finding is about, as it may be repeated to others."""

import re
from collections.abc import Iterable

from authoring.audit.registry import Remark
from authoring.papers.paper import Paper, Span


class Quotable:
    """The words of a paper as they may be repeated: of personal numbers most is hidden.

    What is written about a report goes through more hands than the report.
    """

    def __init__(self, paper: Paper, remarks: Iterable[Remark]) -> None:
        self.paper = paper
        self._hidden: dict[int, str] = {}
        for remark in remarks:
            for span in (remark.span, *remark.beside) if remark.private else ():
                self._hidden[span.at] = _masked(self._text(span.at), span)

    def _text(self, at: int) -> str:
        return self._hidden.get(at, self.paper[at].text)

    def words(self, span: Span) -> str:
        """The words of a span."""
        return self._text(span.at)[span.start : span.end]

    def sentence(self, span: Span) -> str:
        """The sentence a span is in."""
        text = self.paper[span.at].text
        start, end = sentence_bounds(text, span)
        before = CUT if is_amid(text, start) else ""
        behind = CUT if is_amid(text, end) else ""
        return f"{before}{self._text(span.at)[start:end]}{behind}"


_LEFT_OPEN = 3, 2
"""How many characters of a hidden number are shown, in front and behind."""


def _masked(text: str, span: Span) -> str:
    """The text, as long as before, with the middle of a span in asterisks."""
    start, end = span.start + _LEFT_OPEN[0], span.end - _LEFT_OPEN[1]
    return text[:start] + "*" * (end - start) + text[end:]


_ROOM = " \t\u3000"
_STOP = re.compile(r"[。！？\n]")
_PAUSE = re.compile(r"[，；：、,;:]")
_MOST_QUOTED = 160
CUT = "……"
"""Stands for what is left out of a sentence."""


def is_amid(text: str, at: int) -> bool:
    """Whether words stand on both sides of a place in one sentence."""
    before, behind = text[:at].rstrip(_ROOM), text[at:].lstrip(_ROOM)
    return bool(before and behind) and not _STOP.match(before[-1]) and behind[0] != "\n"


def _clause_from(text: str, at: int, first: int, last: int) -> int:
    """Where a clause begins, at a place or behind it, up to `last`; the place itself where none does."""
    pause = _PAUSE.search(text, at, last) if at > first else None
    return pause.end() if pause else at


def _clause_until(text: str, at: int, first: int, last: int) -> int:
    """Where a clause ends before a place, from `first` on; the place itself where none does."""
    ends = [found.end() for found in _PAUSE.finditer(text, first, at)] if at < last else []
    return ends[-1] if ends else at


def sentence_bounds(text: str, span: Span) -> tuple[int, int]:
    """Where the sentence a span is in begins and ends; only what is near it of a very long one."""
    start = max((found.end() for found in _STOP.finditer(text, 0, span.start)), default=0)
    stop = _STOP.search(text, span.end)
    end = stop.end() if stop else len(text)
    if end - start > _MOST_QUOTED:
        start = _clause_from(text, max(start, span.start - _MOST_QUOTED // 2), start, span.start)
        end = _clause_until(text, min(end, max(start + _MOST_QUOTED, span.end)), span.end, end)
    bare = text[start:end].strip()
    start = text.find(bare, start)
    return start, start + len(bare)
