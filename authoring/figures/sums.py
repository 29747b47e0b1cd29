"""总额、其中、分项: a total and the parts that a text says it is made of."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from authoring.checks.suspect import slip_of
from authoring.figures.completeness import must_agree, total_of
from authoring.figures.lexing import Prose
from authoring.figures.lists import MOST_PARTS, Opening, find_openings, gained, heads_of, members_of
from authoring.figures.mention import Kind, Mention, Role
from authoring.figures.readings import collapsed, plain_row, turns, up_to_semicolon, ways
from authoring.figures.relation import (
    Relation,
    Verdict,
    add,
    first_that_holds,
    judge,
    law,
    same_measure,
    within_reach,
)
from authoring.papers.paper import Span

PARTS = law("WS-01", ("parts/*",), add)
"""总额＝其中各项之和."""
TOGETHER = law("WS-02", ("parts/*",), add)
"""各项合计＝各项之和."""

_LEAST_SHARE = Decimal("0.85")


def find_sums(prose: Prose, before: Sequence[Mention] = ()) -> Iterator[Verdict]:
    """Every total with its parts in a paragraph; `before` are the figures of the paragraph before it."""
    if len(prose.mentions) + len(before) < 2:
        return
    openings = list(find_openings(prose))
    announced = [o for o in openings if o.word not in {"：", "（）"}]
    taken: set[Span] = set()
    for opening in openings:
        for verdict in _of_opening(prose, opening, announced, before, taken):
            yield verdict
            if verdict.holds:
                taken |= {m.span for m in verdict.relation.mentions[1:]}
    yield from _trailing(prose, openings)
    yield from _formulas(prose)


def _of_opening(
    prose: Prose, opening: Opening, openings: list[Opening], before: Sequence[Mention], taken: set[Span]
) -> Iterator[Verdict]:
    """What an opening says of the totals before it, of each measure apart; `taken` are parts of others."""
    heads = heads_of(prose, opening, before)
    while heads:
        alike = [head for head in heads if same_measure(head, heads[0])]
        yield from _of_heads(prose, alike, opening, openings, taken)
        heads = [head for head in heads if head not in alike]


def _of_heads(
    prose: Prose, heads: list[Mention], opening: Opening, openings: list[Opening], taken: set[Span]
) -> Iterator[Verdict]:
    """The first reading that holds of any of the totals; else the plainest, of the nearest."""
    for head in heads:
        members = members_of(prose, opening, head)
        for parts in ways(prose, head, members, opening, openings) if members else ():
            if len(parts) < 2 or not within_reach(head, parts):
                continue
            verdict = judge(Relation(PARTS, head, (tuple(parts),), opening.word))
            if verdict and verdict.holds:
                yield verdict
                yield from _groups(prose, parts, members, opening)
                return
    members = [m for m in members_of(prose, opening, heads[0]) if m.span not in taken]
    if any(total_of(heads[:n]) == total_of(members) for n in range(2, len(heads) + 1)):
        return  # 15个乡镇、46个单位，其中第一批…: parts of all of them
    doubtful = _natural(prose, opening, openings, heads[0], members) if members else None
    if doubtful:
        yield doubtful


def _groups(
    prose: Prose, parts: Sequence[Mention], members: list[Mention], opening: Opening
) -> Iterator[Verdict]:
    """`在职 22人，参公 10人，事业 12人；退休 …`: figures passed over as parts of the one before them."""
    if opening.word != "其中":
        return
    for i, part in enumerate(members):
        if part not in parts:
            continue
        after = members[i + 1 :]
        below = after[: next((n for n, m in enumerate(after) if m in parts), len(after))]
        if len(below) < 2 or re.search(r"[；;]|其中", prose.text[part.end : below[-1].start]):
            continue
        verdict = judge(Relation(PARTS, part, (tuple(below),), "；"))
        whole = part.value.value
        if verdict and (
            verdict.holds or (whole and _LEAST_SHARE <= total_of(below) / whole <= 1 / _LEAST_SHARE)
        ):
            yield verdict


def _natural(
    prose: Prose, opening: Opening, openings: list[Opening], head: Mention, members: list[Mention]
) -> Verdict | None:
    """The plainest reading, which does not hold; `None` where the text may mean another one."""
    if head.loose or head.role is not Role.PLAIN:
        return None
    whole_row = plain_row(prose, members, opening, openings)
    rows = [
        parts
        for row in (collapsed(whole_row), whole_row)
        for group in (row, up_to_semicolon(prose, row))
        for parts in (_up_to_turn(prose, group), group)
        if parts
    ]
    parts = min(rows, key=lambda parts: abs(total_of(parts) - head.value.value), default=[])
    if not parts or any(m.loose for m in parts):
        return None
    verdict = judge(Relation(PARTS, head, (tuple(parts),), opening.word))
    if verdict is None or verdict.holds:
        return None
    return verdict if must_agree(prose, opening, head, parts) else None


def _up_to_turn(prose: Prose, row: list[Mention]) -> list[Mention]:
    """The parts up to where the text turns to something else."""
    for i in range(1, len(row)):
        if turns(prose, row[i - 1], row[i]):
            return row[:i]
    return row


_SUM = "(?:合计|总计|共计|总共|一共|共|总额)(?:支出|金额|资金|为|约|达|是)*$"
_TOGETHER = re.compile(
    rf"^累计$|^(?:合计|共计|总计)[一-龥]{{0,8}}$|^(?:以上|上述)[一-龥]{{0,8}}?{_SUM}"
    rf"|^(?:[两二三四五六七八九十]{{1,2}}(?:项|者|类|部分|年|个季度))?(?:费用|支出|资金|金额|共|总)*{_SUM}"
)
_NAMED_SUM = re.compile(r"^[“”一-龥]{2,8}(?:合计|总计|共计)(?:支出|为)?$")
"""A sum with a name may be of more than what stands before it: told only where it is one slip away."""
_ALL_ABOVE = re.compile(r"^(?:以上|上述)")


def _trailing(prose: Prose, openings: Sequence[Opening]) -> Iterator[Verdict]:
    """`A 3万元、B 5万元，合计 8万元`."""
    for mention in prose.mentions:
        if mention.kind not in {Kind.AMOUNT, Kind.COUNT, Kind.SCORE}:
            continue
        named = _TOGETHER.match(mention.lead) is None
        if named and not _NAMED_SUM.search(mention.lead):
            continue
        start, _ = prose.sentence_at(mention.start)
        if _ALL_ABOVE.match(mention.lead):
            start = 0
        earlier = [
            m
            for m in prose.before(mention.start, start)
            if same_measure(m, mention) and m.role is Role.PLAIN and m.depth == mention.depth
        ][-MOST_PARTS:]
        if len(earlier) < 2 or any(
            earlier[-1].end < o.start and o.end <= mention.start <= o.limit for o in openings
        ):
            continue
        earlier = gained(earlier)
        rows = [earlier[-length:] for length in range(len(earlier), 1, -1)] + [collapsed(earlier)]
        ways = [
            Relation(TOGETHER, mention, (tuple(row),), "合计") for row in rows if within_reach(mention, row)
        ]
        plain = not any(m.loose for m in (mention, *earlier)) and len({m.measure for m in earlier}) == 1
        if found := first_that_holds(ways):
            yield found
        elif plain and (not named or slip_of(mention.value.value, total_of(earlier))):
            verdict = judge(Relation(TOGETHER, mention, (tuple(earlier),), "合计"))
            yield from [verdict] if verdict else []


_PLUS = re.compile(r"^[＋+][^＋+＝=]{0,20}$|^[^＋+＝=，。；]{0,12}[＋+][^＋+＝=]{0,20}$")
_EQUALS = re.compile(r"[＝=][^＋+＝=，。]{0,8}$")


def _formulas(prose: Prose) -> Iterator[Verdict]:
    """`甲 3万元＋乙 5万元＝8万元`."""
    figures = prose.mentions
    for i, mention in enumerate(figures):
        if i < 2 or not _EQUALS.search(prose.text[figures[i - 1].end : mention.start]):
            continue
        parts = [figures[i - 1]]
        for j in range(i - 1, 0, -1):
            if not _PLUS.match(prose.text[figures[j - 1].end : figures[j].start]):
                break
            parts.insert(0, figures[j - 1])
        if len(parts) > 1 and all(same_measure(m, mention) for m in parts):
            verdict = judge(Relation(TOGETHER, mention, (tuple(parts),), "＝"))
            if verdict:
                yield verdict
