"""A paragraph → its figures, each with the words that belong to it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.numerals import CHINESE, NO_FIGURE, ORDINAL
from authoring.figures.roles import looseness, role_of
from authoring.figures.stages import measure_in
from authoring.figures.terms import terms_in
from authoring.figures.units import ANY_NUMBER, NUMBER, Sized, sized
from authoring.figures.vocabulary import one_of
from authoring.papers.paper import Words

_NARROW = str.maketrans("０１２３４５６７８９．％", "0123456789.%")

_GROUPED = re.compile(r"(?<![\d.,，])\d{1,3}(?:，\d{3})+\.\d+(?= ?[万亿]?元)")
"""Digits grouped by full-width commas."""

_START, _END = attrgetter("start"), attrgetter("end")
_MOST_NEAR = 100
"""A figure is not said of one that stands this many figures before it."""

Brackets = tuple[tuple[int, int], ...]
"""Where each pair of brackets opens and closes."""


def enclosing(brackets: Brackets, place: int) -> list[tuple[int, int]]:
    """The brackets a place is in, outermost first; of very many, those that open nearest."""
    at = bisect_left(brackets, (place, 0))
    return [(a, b) for a, b in brackets[max(0, at - _MOST_NEAR) : at] if b > place]


class Prose(NamedTuple):
    """One paragraph with its figures. `sentences` are their begins and ends."""

    words: Words
    text: str
    mentions: tuple[Mention, ...]
    sentences: tuple[tuple[int, int], ...]
    brackets: Brackets

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Begin and end of the sentence in which a place lies."""
        at = bisect_right(self.sentences, (place, len(self.text))) - 1
        inside = at >= 0 and place < self.sentences[at][1]
        return self.sentences[at] if inside else (0, len(self.text))

    def between(self, start: int, end: int) -> list[Mention]:
        """The figures that begin between two places."""
        first = bisect_left(self.mentions, start, key=_START)
        return list(self.mentions[first : bisect_left(self.mentions, end, key=_START)])

    def before(self, place: int, since: int = 0) -> list[Mention]:
        """The figures that end before a place and begin after another; of very many the nearest."""
        last = bisect_right(self.mentions, place, key=_END)
        first = bisect_left(self.mentions, since, key=_START)
        return list(self.mentions[max(first, last - _MOST_NEAR) : last])

    def around(self, place: int) -> list[Mention]:
        """The figures on both sides of a place; of very many the nearest."""
        at = bisect_left(self.mentions, place, key=_START)
        return list(self.mentions[max(0, at - _MOST_NEAR) : at + _MOST_NEAR])


def read_prose(words: Words) -> Prose:
    """The figures of a paragraph, in order."""
    text = _GROUPED.sub(lambda found: found[0].replace("，", ","), words.text.translate(_NARROW))
    if not ANY_NUMBER.search(text):
        return Prose(words, text, (), ((0, len(text)),), ())
    brackets = _brackets(text)
    mentions: list[Mention] = []
    for found in NUMBER.finditer(_masked(text)):
        figure = sized(found)
        if figure is not None:
            floor = mentions[-1].end if mentions else 0
            mentions.append(_mention(words, text, found.span(), figure, (floor, brackets)))
    return Prose(words, text, tuple(mentions), tuple(_sentences(text, brackets)), brackets)


def _masked(text: str) -> str:
    """The text with everything that is no figure blanked; same length."""
    ordinal = ORDINAL.match(text)
    if ordinal:
        text = "\x00" * ordinal.end() + text[ordinal.end() :]
    return NO_FIGURE.sub(lambda found: "\x00" * len(found[0]), text)


_BRACKET = re.compile(r"[（(）)]")


def _brackets(text: str) -> Brackets:
    pairs, opened = [], []
    for found in _BRACKET.finditer(text):
        if found[0] in "（(":
            opened.append(found.start())
        elif opened:
            pairs.append((opened.pop(), found.start()))
    return tuple(sorted(pairs))


_STOP = re.compile(r"[。！？\n]")


def _sentences(text: str, brackets: Brackets) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _STOP.finditer(text):
        if not enclosing(brackets, found.start()):
            yield start, found.end()
            start = found.end()
    if start < len(text):
        yield start, len(text)


_GLUE = re.compile(
    r"(?:分别)?(?:(?<!下)达(?:到了?)?|(?<!节)约为?|(?<![审统会估设])计|(?<![国拥所持占享现实])有|[：:＝= ]|"
    + one_of(
        "合计 共计 总计 累计 预计 总共 一共 共有 共 近 大约 将近 为 是 到了 至 到 了 仅为 仅 均为 "
        "高达 人民币 金额 各 均 就 也 又"
    )
    + ")+$"
)
"""Words that only join a figure to its name."""
_TAIL = re.compile(r"[^，。；：、！？（）()\d\n]{0,12}")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_LAST_YEAR = re.compile(r"上年|去年|上一年")


def _mention(
    words: Words, text: str, at: tuple[int, int], figure: Sized, around: tuple[int, Brackets]
) -> Mention:
    """A figure with its words; `around` is where the figure before it ends, and the brackets."""
    start, end = at
    floor, brackets = around
    lead_start, lead = _lead(text, start, floor, brackets)
    tail = _TAIL.match(text, end)
    behind = tail[0] if tail else ""
    core = _GLUE.sub("", lead)
    named = core or _borrowed(text, lead_start, floor)
    terms = terms_in(named)
    years = _YEAR.findall(_clause(text, start) if lead else named)
    return Mention(
        span=words.span(start, end),
        kind=figure.kind,
        value=figure.value,
        unit=figure.unit,
        per=figure.per,
        role=Role.PER if figure.per else role_of(figure.kind, core, lead, behind),
        measure=_measure(figure.kind, named),
        lead=lead,
        tail=behind,
        name=_plain_name(named),
        term=terms[-1][0] if terms else "",
        loose=figure.loose or looseness(lead, behind),
        year=int(years[-1]) if years else None,
        depth=len(enclosing(brackets, start)),
        start=start,
        end=end,
    )


def _clause(text: str, end: int) -> str:
    """The words of the clause that a place ends."""
    since = max(0, end - _LONGEST_CLAUSE)
    return text[max(since, *(text.rfind(mark, since, end) + 1 for mark in "，。；！？\n")) : end]


_LONGEST_CLAUSE = 200


def _measure(kind: Kind, named: str) -> Measure | None:
    if kind is Kind.AMOUNT:
        return measure_in(named)
    return Measure.LAST if _LAST_YEAR.search(named) else None


_ENDS = "，。；：、！？（）()\n,;:"


def _lead(text: str, start: int, floor: int, brackets: Brackets) -> tuple[int, str]:
    """Where the clause of a figure begins, and its words; a bracket just before the figure is skipped."""
    at = start
    while at > floor:
        mark = text[at - 1]
        if mark in "）)":
            opening = _opening(brackets, at - 1)
            if opening is None or opening < floor:
                break
            at = opening
        elif mark in _ENDS and not (mark in "：:" and not text[at:start].strip()):
            break
        else:
            at -= 1
    return at, _IN_BRACKETS.sub("", text[at:start]).strip()


def _opening(brackets: Brackets, close: int) -> int | None:
    """Where the bracket opens that closes at a place."""
    at = bisect_left(brackets, (close, 0))
    return next((a for a, b in brackets[max(0, at - _MOST_NEAR) : at] if b == close), None)


_IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")


def _borrowed(text: str, at: int, floor: int) -> str:
    """The clause before, where that of the figure has no name of its own and the one before has no figure."""
    if at <= floor or at == 0 or text[at - 1] not in "，：:,":
        return ""
    start = at - 1
    while start > floor and text[start - 1] not in "。；，！？\n":
        start -= 1
    return text[start : at - 1]


_UNNAMED = re.compile(
    rf"^(?:(?:19|20)\d\d ?(?:年度?(?![初末底中])|(?=年))|[：:，,、]|[{CHINESE}]是"
    r"|主要(?:包括|是|为|用于)?|"
    + one_of(
        "其中 另有 另外 另 此外 包括 分别为 分别是 即(?![时将期]) 含(?![税量]) 和(?![谐解]) 及(?![时格]) "
        "与(?!会) 以及 本年 本年度 当年 全年 今年 截至 截止 我单位 本单位 本部门 我部门 我局 我中心"
    )
    + ")+"
)


def _plain_name(words: str) -> str:
    """What the figure is called: the words before it without what only joins them to the sentence."""
    return _UNNAMED.sub("", words)
