"""Lines of a text, broken at a width or at the ends of pages → the paragraphs they were.

A line is glued to the one before only on evidence: it breaks off without a stop and is as long as the
lines of this text are, or longer than a heading. Headings, items of lists and rows stay by themselves.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from authoring.papers.paper import Place, Words
from authoring.papers.tidy import tidy

_WIDE = re.compile(r"[\u1100-\u115f\u2014\u2018\u2019\u201c\u201d\u2026\u2e80-\uffdc\uffe0-\uffe6]")
_PAGE_NUMBER = re.compile(
    r"[-—–－─~·]+\s*\d{1,4}\s*[-—–－─~·]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_CLOSED = re.compile(r"[。！？；：.!?;:][”’\"'）)]*$")
_ENDED = re.compile(r"[。！？!?][”’\"'）)]*$")
_PAUSED = re.compile(r"[，、,]$")
_STOPS = re.compile(r"[，。；、：！？]")
_FIGURES = "一二三四五六七八九十"
_ITEM = re.compile(
    rf"第[{_FIGURES}]+(?:部分|[章节条篇])|[{_FIGURES}]+[、.．]|[（(]\s*(?:[{_FIGURES}]+|\d{{1,2}})\s*[）)]"
    rf"|\d{{1,2}}(?:[、．](?!\d{{1,2}}(?!\d))|\.(?!\d))|[①-⑳]|附件|附表|附[:：]|目\s*录$"
)
_ENDS_IN_HEADING = re.compile(
    rf"[。；！？]\s*(?:[{_FIGURES}]+、|[（(][{_FIGURES}]+[）)])[^，。；！？]{{2,40}}$"
)
_NEVER_FIRST = re.compile(r"[，。；：、！？）》％%]")
"""What no paragraph begins with."""
_HEADING_COLUMNS = 60
_SHORT_COLUMNS = 80
_NARROWEST, _WIDEST = 36, 140
"""How wide, in columns, text that is broken at a width may be."""
_SLACK = 8
"""Columns by which a full line may fall short: a figure or a mark that may not be broken or begin a line."""
_INDENTED_SLACK = 14


_PAUSES = re.compile(r"[，。；：！？,;:]")
_LONGEST_HEADING = 45


class Line(NamedTuple):
    """One line: what the file has, without the space around it, and where it stands.

    `indent` is the room before it, in columns of which a Chinese character takes two; `below_gap` whether a
    blank line or the end of a page is above it; `characters` how many there are, those before it too.
    """

    raw: str
    text: str
    origin: tuple[int, ...]
    number: int | None
    page: int | None
    indent: int
    below_gap: bool
    characters: int

    @property
    def width(self) -> int:
        """Columns up to its end."""
        return self.indent + columns(self.raw)


GoesOn = Callable[[Line, Line], bool]
"""Whether a line goes on in the one after it."""


def columns(text: str) -> int:
    """The room a text takes, in half-width columns."""
    return len(text) + len(_WIDE.findall(text))


def line_of(raw: str, number: int | None, page: int | None = None, *, below_gap: bool = False) -> Line | None:
    """The line, or `None` if there are no words on it."""
    text, origin = tidy(raw)
    if not text:
        return None
    bare = raw.strip()
    left = raw[: len(raw) - len(raw.lstrip())]
    if origin:
        shift = len(left)
        origin = tuple(at - shift for at in origin) if bare != text else ()
    return Line(bare, text, origin, number, page, columns(left.expandtabs(4)), below_gap, len(raw.rstrip()))


def is_page_number(text: str) -> bool:
    """Whether a line by itself is the number of a page, as `- 3 -`."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def paragraphs(lines: Sequence[Line], goes_on: GoesOn) -> list[list[Line]]:
    """The lines of each paragraph, among lines that adjoin."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and goes_on(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def words_of(group: Sequence[Line], at: int, place: Place) -> Words:
    """A paragraph of some lines."""
    first = group[0]
    if len(group) == 1:
        return Words(at, first.text, place, raw=first.raw, origin=first.origin)
    text, raw = first.text, first.raw
    origin = list(first.origin or range(len(text)))
    for line in group[1:]:
        if _parted(text, line.text):
            text += " "
            origin.append(len(raw))
        raw += "\n"
        origin += [len(raw) + there for there in line.origin or range(len(line.text))]
        text += line.text
        raw += line.raw
    return Words(at, text, place, raw=raw, origin=tuple(origin))


def _parted(before: str, after: str) -> bool:
    """Whether two Latin words met at the end of a line; figures are not parted."""
    return before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()


def judge(lines: Sequence[Line]) -> GoesOn:
    """Says of the lines of a text, all that are prose, whether one goes on in the next."""
    by_evidence = _judge(lines)

    def goes_on(before: Line, line: Line) -> bool:
        begins_amid = _NEVER_FIRST.match(line.text) is not None and not line.below_gap
        return begins_amid or by_evidence(before, line)

    return goes_on


def _judge(lines: Sequence[Line]) -> GoesOn:
    indented = _is_indented(lines)
    width = _wrapped_at(lines)
    if width is not None:
        least = width - (_INDENTED_SLACK if indented else _SLACK)
        return _wrapped(lines, lambda line: line.width >= least, indented=indented)
    count = _wrapped_after(lines)
    if count is not None:
        return _wrapped(lines, lambda line: line.characters == count, indented=indented)
    return _where_pages_break(lines)


def _wrapped(lines: Sequence[Line], is_full: Callable[[Line], bool], *, indented: bool) -> GoesOn:
    """For texts of which all lines are broken when they are full."""
    parted = _is_parted(lines, is_full)

    def goes_on(before: Line, line: Line) -> bool:
        if not is_full(before) or (_ITEM.match(line.text) and not _in_a_figure(before, line)):
            return False
        if indented:
            return line.indent < 2 and not (line.below_gap and _ENDED.search(before.text))
        if line.below_gap:
            return not _CLOSED.search(before.text)
        return parted or not _ENDED.search(before.text)

    return goes_on


def _in_a_figure(before: Line, line: Line) -> bool:
    """Whether a line begins with the rest of a figure, `1` and `5.00万元`."""
    return before.text[-1].isdecimal() and line.text[0].isdecimal() and line.indent == 0


def _is_parted(lines: Sequence[Line], is_full: Callable[[Line], bool]) -> bool:
    """Whether paragraphs are told by the blank lines between them."""
    ended = [line for before, line in pairwise(lines) if not is_full(before)]
    return sum(line.below_gap for line in ended) > 0.8 * len(ended)


def _wrapped_at(lines: Sequence[Line]) -> int | None:
    """The width at which all lines are broken, in columns; `None` if paragraphs are lines of their own."""
    if not lines:
        return None
    widths = sorted(line.width for line in lines)
    width = widths[min(int(len(widths) * 0.95), len(widths) - 1)]
    full = [line for line in lines if width - _SLACK <= line.width <= width + _SLACK]
    broken = sum(not _CLOSED.search(line.text) for line in full)
    if (
        not _NARROWEST <= width <= _WIDEST
        or len(full) < max(5, 0.25 * len(lines))
        or broken < 0.4 * len(full)
    ):
        return None
    return width


def _wrapped_after(lines: Sequence[Line]) -> int | None:
    """The number of characters after which all lines are broken; `None` if they are not."""
    count = max((line.characters for line in lines), default=0)
    full = [line for line in lines if line.characters == count]
    broken = sum(not _CLOSED.search(line.text) for line in full)
    wide = _NARROWEST <= 2 * count <= _WIDEST
    return count if wide and len(full) >= max(5, 0.25 * len(lines)) and broken >= 0.4 * len(full) else None


def _is_indented(lines: Sequence[Line]) -> bool:
    """Whether paragraphs are told by the room before their first line."""
    begun = [line for before, line in pairwise(lines) if _CLOSED.search(before.text)]
    plain = sum(line.indent == 0 for line in lines)
    return (
        len(begun) > 2
        and sum(2 <= line.indent <= 8 for line in begun) > 0.6 * len(begun)
        and plain > len(lines) / 5
    )


def _is_heading(text: str) -> bool:
    """Whether a line without a stop is a heading, or ends with one."""
    short = len(text) <= _LONGEST_HEADING and not _PAUSES.search(text)
    return (short and _ITEM.match(text) is not None) or _ENDS_IN_HEADING.search(text) is not None


def _where_pages_break(lines: Sequence[Line]) -> GoesOn:
    """For texts with a line to each paragraph, of which a few were broken by the ends of pages."""
    long = [line for line in lines if line.width >= _HEADING_COLUMNS]
    open_ended = sum(not _CLOSED.search(line.text) for line in long)
    careless = open_ended > max(0.3 * len(long), 3)

    def goes_on(before: Line, line: Line) -> bool:
        if before.width < _HEADING_COLUMNS or _CLOSED.search(before.text) or _ITEM.match(line.text):
            return False
        if _is_heading(before.text) or (line.indent >= 2 and line.indent >= before.indent):
            return False
        if not _STOPS.search(line.text) and columns(line.text) < _SHORT_COLUMNS:
            return False
        return not careless or _PAUSED.search(before.text) is not None

    return goes_on


def split(lines: Sequence[Line], kind: Callable[[Line], int]) -> Iterator[tuple[int, list[Line]]]:
    """Runs of adjoining lines of one kind, each with its kind."""
    for found, run in groupby(lines, kind):
        yield found, list(run)
