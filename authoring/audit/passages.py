"""Passages: paragraphs of a finished report with their sections, and all their text as one to search in."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from authoring.audit.report import FinishedReport, Part
from authoring.papers.paper import Grid, Item, Span, Words

_QUOTED = re.compile(r"《[^》\n]{0,400}》|“[^”\n]{0,400}”")


class Passage(NamedTuple):
    """One paragraph. `path` are the sections it stands in, from the outermost; none for the cover.

    `last` says that nothing follows it in its section.
    """

    words: Words
    path: tuple[Part, ...] = ()
    heading: bool = False
    table: bool = False
    last: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return self.words.text

    def within(self, title: re.Pattern[str]) -> bool:
        """Whether it stands in a section with a title like that."""
        return any(title.search(part.title) for part in self.path)


_NEAR = 200
_FAR = 1000
_STOPS = "。；！？"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern was found: the match is in the text of the whole, `offset` where the passage begins."""

    passage: Passage
    match: re.Match[str]
    offset: int

    def __getitem__(self, group: int | str) -> str:
        return self.match[group] or ""

    def start(self, group: int | str = 0) -> int:
        """Where a group begins in the passage."""
        return self.match.start(group) - self.offset

    def end(self, group: int | str = 0) -> int:
        """Where a group ends in the passage."""
        return self.match.end(group) - self.offset

    def span(self, group: int | str = 0) -> Span:
        """The words of a group, as a span of the paper."""
        return self.passage.words.span(self.start(group), self.end(group))

    @property
    def before(self) -> str:
        """The passage up to the match, the last 200 characters of it."""
        return self.passage.text[max(0, self.start() - _NEAR) : self.start()]

    @property
    def after(self) -> str:
        """The passage from the end of the match, the first 200 characters of it."""
        return self.passage.text[self.end() : self.end() + _NEAR]

    @property
    def sentence(self) -> str:
        """The sentence the match stands in, to 1,000 characters each side."""
        text, start, end = self.passage.text, self.start(), self.end()
        first, last = max(0, start - _FAR), min(len(text), end + _FAR)
        begins = max(text.rfind(stop, first, start) + 1 for stop in _STOPS)
        ends = [at for stop in _STOPS if (at := text.find(stop, end, last)) >= 0]
        return text[max(begins, first) : min(ends, default=last)]


class Gathered(NamedTuple):
    """Hits that are told of together, at least one; `group` is that of the match whose words are meant."""

    hits: tuple[Hit, ...]
    group: int | str = 0

    @property
    def word(self) -> str:
        """The words of the first."""
        return self.hits[0][self.group]

    @property
    def span(self) -> Span:
        """Where the first stands."""
        return self.hits[0].span(self.group)

    @property
    def beside(self) -> tuple[Span, ...]:
        """Where the others stand."""
        return tuple(hit.span(self.group) for hit in self.hits[1:])

    @property
    def times(self) -> str:
        """How many, in brackets; nothing for one."""
        return f"（{len(self.hits)}处）" if len(self.hits) > 1 else ""


def gather(
    hits: Iterable[Hit], alike: Callable[[Hit], object] = lambda _: None, group: int | str = 0
) -> Iterator[Gathered]:
    """Hits put together by what they have alike; all of them if nothing is said."""
    found: dict[object, list[Hit]] = {}
    for hit in hits:
        found.setdefault(alike(hit), []).append(hit)
    return (Gathered(tuple(some), group) for some in found.values())


class Passages:
    """All passages of a report in order, what stands beside the main text at the end."""

    def __init__(self, report: FinishedReport) -> None:
        self.all = tuple(_passages(report))
        self.text = "\n".join(passage.text for passage in self.all)
        self._starts: list[int] = []
        start = 0
        for passage in self.all:
            self._starts.append(start)
            start += len(passage.text) + 1

    @cached_property
    def unquoted(self) -> str:
        """The text with what stands in 《》 and “” blanked out."""
        return _QUOTED.sub(lambda quoted: " " * len(quoted[0]), self.text)

    def find(self, pattern: re.Pattern[str], text: str = "") -> Iterator[Hit]:
        """Where a pattern stands, in the order of the text; one that runs over a paragraph's end is left out.

        `text` is one with other words at the same places, as `unquoted`.
        """
        for match in pattern.finditer(text or self.text):
            passage, offset = self.at(match.start())
            if match.end() - offset <= len(passage.text):
                yield Hit(passage, match, offset)

    def at(self, position: int) -> tuple[Passage, int]:
        """The passage at a position of the text, and where it begins."""
        at = bisect_right(self._starts, position) - 1
        return self.all[at], self._starts[at]

    @cached_property
    def signs(self) -> frozenset[str]:
        """Every character there is in the text."""
        return frozenset(self.text)

    def __iter__(self) -> Iterator[Passage]:
        return iter(self.all)


def parts_of(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Sections in their order, each before those below it."""
    for part in parts:
        yield part
        yield from parts_of(part.parts)


def words_of(items: tuple[Item, ...]) -> Iterator[Words]:
    """Paragraphs of items, those in tables too."""
    for item in items:
        if isinstance(item, Words):
            yield item
        else:
            yield from (words for cell in item.cells for words in cell.words)


def grids_of(report: FinishedReport) -> Iterator[Grid]:
    """Tables of a report, in the order of the page."""
    return (item for item in report.paper.items if isinstance(item, Grid))


def _passages(report: FinishedReport) -> Iterator[Passage]:
    seen = set()
    signature = (Passage(words) for words in report.signature)
    known = (_plain(report.front, ()), _of_parts(report.parts, ()), signature, _of_parts(report.annexes, ()))
    for passage in chain.from_iterable(known):
        seen.add(passage.words.at)
        yield passage
    for words in report.paper.words:
        if words.at not in seen:
            yield Passage(words, table=words.place.table is not None)


def _of_parts(parts: tuple[Part, ...], above: tuple[Part, ...]) -> Iterator[Passage]:
    for part in parts:
        path = (*above, part)
        yield Passage(part.heading, path, heading=True)
        yield from _plain(part.items, path, closes=not part.parts)
        yield from _of_parts(part.parts, path)


def _plain(items: tuple[Item, ...], path: tuple[Part, ...], *, closes: bool = False) -> Iterator[Passage]:
    for position, item in enumerate(items):
        if isinstance(item, Words):
            yield Passage(item, path, last=closes and position == len(items) - 1)
        else:
            yield from (Passage(words, path, table=True) for words in words_of((item,)))
