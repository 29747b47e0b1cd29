"""Paper → finished report: which form it is, its sections as they stand, its title, unit and year.

First-level headings are those whose words mean a section of the form, in the order that explains most of
them, and those numbered 一、 that go on from them. What is below is told by number, words and style.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from authoring.audit.cover import Cover, read_cover
from authoring.audit.ending import Ending, part_ending
from authoring.audit.headings import RANKS, Line, bare
from authoring.audit.lines import Token, read_lines
from authoring.audit.report import FinishedReport, Part
from authoring.audit.titles import ALIKE, LIKE, Titles, all_titles, below, titles_of
from authoring.forms.form import Form, Section, Subsection
from authoring.papers.paper import Item, Paper, Words

_ENOUGH = 0.6
_NEARLY_ALL = 0.8
"""How far headings and sections must agree, as a share of both, for a form to be recognised."""
_FEWEST = 3
_SAME = 0.95
_TOLD = 0.8
"""What a section counts that is told under the heading of another."""
_NAMED = re.compile(r"绩效|自评|评价")
_ABOUT = re.compile(
    r"(?:通知|办法|方案|意见|批复|合同|协议|公告|公示|函|纪要|制度|细则|指南|预算公开|决算公开)$"
)


class _Chain(NamedTuple):
    """Headings, by their place among the tokens, and the sections they mean, in the form's order."""

    weight: float = 0.0
    likeness: float = 0.0
    links: tuple[tuple[int, int], ...] = ()


class _Found(NamedTuple):
    """A heading with its level and what it means."""

    line: Line
    level: int
    meant: Section | Subsection | None


def recognise(paper: Paper, form: Form | None = None, year: int | None = None) -> FinishedReport:
    """The report a paper holds. `form` and `year`, if given, are taken for what they are."""
    tokens = read_lines(paper)
    titles, chain = _recognise_form(tokens, form)
    tops = _tops_of_unknown(tokens) if titles is None else _tops(tokens, titles, chain)
    last = max((place for place, _ in chain.links), default=max(tops, default=-1))
    ending = part_ending(tokens, last + 1) if tops else Ending(len(tokens), ())
    tops = {place: meant for place, meant in tops.items() if place < ending.start}
    first = min(tops, default=ending.start)
    front = tuple(map(_as_item, tokens[:first]))
    body = tokens[first : ending.start]
    shift = int(any(_kind(tokens[place]) == "part" for place in tops))
    levels = _levels(body, {place - first: meant for place, meant in tops.items()}, shift)
    parts = _tree(body, levels)
    cover: Cover = read_cover(paper, front, body, ending.signature)
    parts = _without(parts, {id(words) for words in ending.signature})
    return FinishedReport(
        paper,
        titles.form if titles else None,
        cover.title,
        cover.unit,
        year if year is not None else cover.year,
        front,
        parts,
        ending.signature,
        tuple(_annexes(tokens[ending.start :])),
    )


def is_evaluation(report: FinishedReport) -> bool:
    """Whether the paper is a report on performance, of a known form or not."""
    title = report.title
    return report.form is not None or (_NAMED.search(title) is not None and not _ABOUT.search(title))


# The form


def _recognise_form(tokens: Sequence[Token], form: Form | None) -> tuple[Titles | None, _Chain]:
    lines = [(at, token) for at, token in enumerate(tokens) if isinstance(token, Line) and token.title]
    best: tuple[float, Titles | None, _Chain] = (0.0, None, _Chain())
    for titles in (titles_of(form),) if form else all_titles():
        chain = _chain(lines, titles)
        share, enough = _agreement(lines, titles, chain)
        if share > best[0] and (enough or form is not None):
            best = (share, titles, chain)
    return best[1:]


def _agreement(lines: Sequence[tuple[int, Line]], titles: Titles, chain: _Chain) -> tuple[float, bool]:
    """How far headings and sections agree, as a share of both, and whether that will do.

    Many reports have 基本情况 and 存在的问题, so sections that are the form's own must be there, or no
    heading of another kind.
    """
    matched = {section for _, section in chain.links}
    places = {at for at, _ in chain.links}
    kind = _top_kind(lines, places)
    told: set[int] = set()
    foreign = 0
    for at, line in lines:
        if at in places or line.kind != kind:
            continue
        more = titles.told_in(bare(line.title)) - matched
        told |= more
        foreign += not more and titles.meant(bare(line.title), LIKE) is None and not line.glued
    count = len(titles.form.sections)
    share = 2 * (chain.likeness + _TOLD * len(told)) / (len(matched) + len(told) + foreign + count)
    own = len(titles.telling & (matched | told)) * 2 > len(titles.telling)
    enough = (own and share >= _ENOUGH) or (foreign == 0 and share >= _NEARLY_ALL)
    return share, enough and len(matched) >= _FEWEST


def _top_kind(lines: Sequence[tuple[int, Line]], places: set[int]) -> str:
    """The system of the headings found: 第一部分 if most have it, else 一、"""
    parts = sum(line.kind == "part" for at, line in lines if at in places)
    return "part" if parts * 2 > len(places) else "one"


def _chain(lines: Sequence[tuple[int, Line]], titles: Titles) -> _Chain:
    """The headings that, in the form's order, mean most of its sections."""
    best = [_Chain() for _ in range(len(titles.form.sections) + 1)]
    for at, line in lines:
        meant = _meant(line, titles)
        if meant is None:
            continue
        section, likeness = meant
        before = max(best[: section + 1], key=lambda chain: chain.weight)
        weight = before.weight + likeness + _trust(line, section)
        if weight > best[section + 1].weight:
            best[section + 1] = _Chain(weight, before.likeness + likeness, (*before.links, (at, section)))
    return max(best, key=lambda chain: chain.weight)


def _meant(line: Line, titles: Titles) -> tuple[int, float] | None:
    if line.kind in {"four", "five"} and line.title == "":
        return None
    strong = line.kind in {"part", "one"} or (line.number is None and line.words.look.level == 1)
    return titles.meant(bare(line.title), LIKE if strong else 100.0 if line.number is None else ALIKE)


def _trust(line: Line, section: int) -> float:
    """How much a line's number speaks for a heading of the first level."""
    if line.kind in {"part", "one"}:
        return 0.4 if line.value == section + 1 else 0.3
    if line.number is None:
        return 0.3 if line.words.look.level == 1 else 0.1
    if line.kind == "two":
        return 0.0
    return 0.1 if line.value == section + 1 else 0.02


# First-level headings


def _tops(tokens: Sequence[Token], titles: Titles, chain: _Chain) -> dict[int, Section | None]:
    """Places of first-level headings, and what they mean.

    A heading numbered as they are and meaning none is one too, unless it begins a list, or goes on with it.
    """
    lines = [(at, token) for at, token in enumerate(tokens) if isinstance(token, Line) and token.title]
    kind = _top_kind(lines, {at for at, _ in chain.links})
    sections = titles.form.sections
    tops: dict[int, Section | None] = {at: sections[section] for at, section in chain.links}
    missing = set(range(len(sections))) - {section for _, section in chain.links}
    first = min(tops, default=len(tokens))
    in_list = 0
    for at, line in lines:
        if at in tops or line.kind != kind:
            in_list = 0 if at in tops else in_list
            continue
        meant = titles.meant(bare(line.title), LIKE)
        told = titles.told_in(bare(line.title)) & missing
        if meant is not None and (meant[0] in missing or meant[1] > _SAME):
            tops[at] = sections[meant[0]]
        elif told:
            tops[at] = sections[min(told)]
            missing -= told
        elif at > first and line.value not in {1, in_list + 1}:
            tops[at] = None
        in_list = 0 if at in tops else line.value
    return tops


def _kind(token: Token) -> str:
    return token.kind if isinstance(token, Line) else ""


def _tops_of_unknown(tokens: Sequence[Token]) -> dict[int, Section | None]:
    """Without a form: the headings of the highest number there is."""
    lines = [(at, token) for at, token in enumerate(tokens) if isinstance(token, Line) and token.title]
    for kind in ("part", "one", "two"):
        found = {at: None for at, line in lines if line.kind == kind}
        if len(found) > 1:
            return dict(found)
    return {at: None for at, line in lines if line.number is None and line.words.look.level == 1}


# What is below


class _Counts:
    """What numbers have been seen since the last heading of the first level."""

    def __init__(self) -> None:
        self.second = 0
        self.heads: dict[str, int] = {}
        self.items: dict[str, int] = {}
        self.meant: list[Subsection] = []

    def head(self, line: Line, level: int) -> None:
        if level == 2:
            self.second = line.value
            self.heads = {}
        self.heads[line.kind] = line.value
        self.items = {}

    def item(self, line: Line) -> None:
        self.items[line.kind] = line.value

    def in_list(self, line: Line) -> bool:
        """Whether the line before it by number was an item of a list."""
        return line.value > 1 and self.items.get(line.kind) == line.value - 1

    def goes_on_second(self, line: Line) -> bool:
        """Whether its value is the next of the second level, and of no list."""
        return 0 < self.second == line.value - 1 != self.heads.get(line.kind, self.items.get(line.kind, 0))


def _levels(body: Sequence[Token], tops: dict[int, Section | None], shift: int) -> dict[int, _Found]:
    """The headings of the body by place, with their levels, which are shifted below 第一部分."""
    found: dict[int, _Found] = {}
    section: Section | None = None
    counts = _Counts()
    for at, token in enumerate(body):
        if not isinstance(token, Line):
            continue
        if at in tops:
            section = tops[at]
            found[at] = _Found(token, 1, section)
            counts = _Counts()
            continue
        meant = below(bare(token.title), section) if section and token.title else None
        if meant and meant[0] in counts.meant and RANKS.get(token.kind, 2) + shift > 2:
            meant = None
        level = meant[1] if meant else _level(token, counts, section, shift)
        if level is None or not (meant or _leads(body, at, token, level, counts)):
            counts.item(token)
            continue
        found[at] = _Found(token, level, meant[0] if meant else None)
        counts.head(token, level)
        counts.meant += [meant[0]] if meant else []
    return found


def _level(line: Line, counts: _Counts, section: Section | None, shift: int) -> int | None:
    if not line.title:
        return None
    if line.number is None:
        return max(line.words.look.level, 2) if line.words.look.level else None
    free = section is None or not section.subsections
    if line.kind == "four" and line.rest is None and free and counts.goes_on_second(line):
        return 2
    return max(RANKS[line.kind] + shift, 2)


def _leads(body: Sequence[Token], at: int, line: Line, level: int, counts: _Counts) -> bool:
    """Whether a numbered line leads to something, as a heading does and an item of a list does not."""
    if level <= 2 or line.number is None:
        return True
    if counts.in_list(line):
        return False
    if line.rest is not None:
        return True
    following = body[at + 1] if at + 1 < len(body) else None
    if following is None or line.words.text[-1] in "。；;":
        return False
    if isinstance(following, Line) and following.number is not None:
        return RANKS[following.kind] > RANKS[line.kind]
    return line.words.text[-1] not in "：:"


# The tree


def _as_item(token: Token) -> Item:
    return token.words if isinstance(token, Line) else token


class _Open:
    """A part that is being filled."""

    def __init__(self, found: _Found) -> None:
        self.found = found
        self.items: list[Item] = []
        self.parts: list[Part] = []

    def closed(self) -> Part:
        line = self.found.line
        number = line.number.written if line.number else ""
        return Part(
            self.found.level,
            number,
            line.title,
            line.heading,
            tuple(self.items),
            tuple(self.parts),
            self.found.meant,
        )


def _tree(body: Sequence[Token], levels: dict[int, _Found]) -> tuple[Part, ...]:
    parts: list[Part] = []
    stack: list[_Open] = []

    def close(level: int) -> None:
        while stack and stack[-1].found.level >= level:
            part = stack.pop().closed()
            (stack[-1].parts if stack else parts).append(part)

    for at, token in enumerate(body):
        found = levels.get(at)
        if found is None:
            if isinstance(token, Line) and token.kind:
                close(_level_of_list(stack, token.kind))
            if stack:
                stack[-1].items.append(_as_item(token))
            continue
        close(found.level)
        stack.append(_Open(found))
        rest = found.line.rest
        if rest is not None:
            stack[-1].items.append(rest)
    close(0)
    return tuple(parts)


def _level_of_list(stack: Sequence[_Open], kind: str) -> int:
    """The level of the open part that a numbered item comes after, not into: one numbered likewise."""
    levels = (each.found.level for each in stack if each.found.line.kind == kind and each.found.level > 2)
    return next(levels, len(RANKS) + 1)


def _without(parts: tuple[Part, ...], dropped: set[int]) -> tuple[Part, ...]:
    """The parts without the lines of the signature."""
    if not dropped:
        return parts
    return tuple(
        part._replace(
            items=tuple(item for item in part.items if id(item) not in dropped),
            parts=_without(part.parts, dropped),
        )
        for part in parts
    )


def _annexes(tokens: Sequence[Token]) -> Iterator[Part]:
    heading: Words | None = None
    items: list[Item] = []
    for token in tokens:
        item = _as_item(token)
        if isinstance(item, Words) and (heading is None or item.text.replace(" ", "").startswith("附件")):
            if heading is not None:
                yield Part(1, "", heading.text, heading, tuple(items))
            heading, items = item, []
        else:
            items.append(item)
    if heading is not None:
        yield Part(1, "", heading.text, heading, tuple(items))
