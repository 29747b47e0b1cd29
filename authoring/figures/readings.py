"""The ways in which the figures of a list may be the parts of a total.

A text does not say where its list ends, nor how far a list within the list goes. A total is wrong only when
none of the ways in which a reader may take it makes it right.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from authoring.figures.lexing import Prose
from authoring.figures.lists import Opening
from authoring.figures.mention import Mention

PARENTS = {
    "人员经费": "基本支出",
    "公用经费": "基本支出",
    "工资福利支出": "人员经费",
    "对个人和家庭的补助": "人员经费",
    "商品和服务支出": "公用经费",
    "公务用车购置费": "公务用车购置及运行维护费",
    "公务用车运行维护费": "公务用车购置及运行维护费",
    "因公出国（境）费": "三公经费",
    "公务用车购置及运行维护费": "三公经费",
    "公务接待费": "三公经费",
    "离休人员": "离退休人员",
    "退休人员": "离退休人员",
    "基本支出": "支出合计",
    "项目支出": "支出合计",
}
"""What a term is a part of."""

_TURN = re.compile(
    r"。|另|此外|同时|其余|剩余|截至|截止|未包括|不含|不包括|合计|共计|总计|加上|减去|扣除|全年|本年|比上|较上|同比|结余|人均|完成|执行|发放|购置了|主要"
)
_MOST_NESTED = 12
"""With more lists within a list than these, nobody can tell which figures are parts of which."""
_LONG = 18
"""This many characters between two figures tell of something else."""


def ways(
    prose: Prose, head: Mention, members: list[Mention], opening: Opening, openings: Sequence[Opening]
) -> Iterator[list[Mention]]:
    """Every way, the plainest first."""
    rows = [members]
    measures = {m.measure for m in members}
    if len(measures) > 1:
        rows += [[m for m in members if m.measure is measure] for measure in measures]
        rows.append([m for m in members if m.measure in {head.measure, None}])
    for row in rows:
        for parts in _without_nested(prose, row, opening, openings):
            kinds = (parts, collapsed(parts), heads_of_groups(prose, parts))
            yield from kinds
            for kept in kinds:
                yield from _shorter(prose, kept)


def _shorter(prose: Prose, parts: list[Mention]) -> Iterator[list[Mention]]:
    """The list cut off where the text turns to something else."""
    first_group = up_to_semicolon(prose, parts)
    for length in range(len(parts) - 1, 1, -1):
        if length == len(first_group) or turns(prose, parts[length - 1], parts[length]):
            yield parts[:length]


def up_to_semicolon(prose: Prose, parts: list[Mention]) -> list[Mention]:
    """The figures before the first semicolon between two of them."""
    for i in range(1, len(parts)):
        if re.search(r"[；;]", prose.text[parts[i - 1].end : parts[i].start]):
            return parts[:i]
    return parts


def turns(prose: Prose, one: Mention, following: Mention) -> bool:
    """Whether the text between two figures may leave the list."""
    between = prose.text[one.end : following.start]
    return (
        len(between) > _LONG
        or _TURN.search(between) is not None
        or one.measure is not following.measure
        or any(m.end <= following.start for m in prose.between(one.end, following.start))
    )


def _without_nested(
    prose: Prose, row: list[Mention], opening: Opening, openings: Sequence[Opening]
) -> Iterator[list[Mention]]:
    """The figures with those left out that a list within the list may hold, however far that goes."""
    yield row
    inner = nested(opening, openings)
    if not inner or len(row) < 2 or len(inner) > _MOST_NESTED:
        return
    first = inner[0].start
    outer = [m for m in row if m.start < first]
    rest = [m for m in row if m.start >= first]
    for dropped in range(1, len(rest) + 1):
        yield outer + rest[dropped:]
    if len(inner) > 1:
        yield plain_row(prose, row, opening, openings)


def nested(opening: Opening, openings: Sequence[Opening]) -> list[Opening]:
    """The lists announced within a list, at the same depth of brackets."""
    return [
        o
        for o in openings
        if opening.end <= o.start < opening.limit
        and o.limit == opening.limit
        and o.word not in {"：", "（）"}
    ]


def plain_row(
    prose: Prose, row: list[Mention], opening: Opening, openings: Sequence[Opening]
) -> list[Mention]:
    """The figures without those of lists within the list, each taken to go on to the next semicolon."""
    for one in nested(opening, openings):
        stop = next((i for i in range(one.end, opening.limit) if prose.text[i] in "；;"), opening.limit)
        row = [m for m in row if not one.end <= m.start < stop]
    return row


def heads_of_groups(prose: Prose, parts: list[Mention]) -> list[Mention]:
    """The first figure of each group that semicolons set apart."""
    return [
        m
        for i, m in enumerate(parts)
        if i == 0 or re.search(r"[；;]", prose.text[parts[i - 1].end : m.start]) is not None
    ]


def collapsed(parts: list[Mention]) -> list[Mention]:
    """The parts without those that make up, or are called a part of, another one of them."""
    terms = {m.term for m in parts if m.term}
    parts = [m for m in parts if PARENTS.get(m.term, "") not in terms]
    kept: list[Mention] = []
    i = 0
    while i < len(parts):
        kept.append(parts[i])
        total, j = Decimal(0), i + 1
        while j < len(parts) and total < parts[i].value.value:
            total += parts[j].value.value
            j += 1
        i = j if j > i + 2 and total == parts[i].value.value else i + 1
    return kept
