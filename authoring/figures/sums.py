"""总额、其中、分项: a total and the parts that a text says it is made of."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from authoring.checks.suspect import slip_of
from authoring.figures.lexing import Prose
from authoring.figures.lists import MOST_PARTS, Opening, find_openings, heads_of, members_of
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

_PARTIAL = re.compile(r"^(?:[^，。；）)]{0,3})等|^余")
_LEAST_COVER = {"其中": Decimal("0.95"), "（）": Decimal("0.8"), "：": Decimal("0.8")}
_COVER = Decimal("0.9")
_COUNT_COVER = Decimal("0.85")
_SLIP_COVER = Decimal("0.5")
_COMPLETE = re.compile(r"分别|分为|组成|构成|明细|具体|由")

PARTITIONS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "基本支出 项目支出",
        "人员经费 公用经费",
        "工资福利支出 商品和服务支出 对个人和家庭的补助",
        "因公出国（境）费 公务用车购置及运行维护费 公务接待费",
        "公务用车购置费 公务用车运行维护费",
        "在职人员 退休人员",
        "在职人员 离退休人员",
    )
)
"""Terms that make up a whole, whatever else is said."""


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
    if any(_sum(heads[:n]) == _sum(members) for n in range(2, len(heads) + 1)):
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
        if verdict and (verdict.holds or (whole and _COUNT_COVER <= _sum(below) / whole <= 1 / _COUNT_COVER)):
            yield verdict


def _natural(
    prose: Prose, opening: Opening, openings: list[Opening], head: Mention, members: list[Mention]
) -> Verdict | None:
    """The plainest reading, which does not hold; `None` where the text may mean another one."""
    if head.loose or head.role is not Role.PLAIN or not head.value.value:
        return None
    whole_row = plain_row(prose, members, opening, openings)
    rows = [
        parts
        for row in (collapsed(whole_row), whole_row)
        for parts in (_up_to_turn(prose, row), row, up_to_semicolon(prose, row))
        if parts
    ]
    parts = min(rows, key=lambda parts: abs(_sum(parts) - head.value.value), default=[])
    if not parts or any(m.loose for m in parts) or _stands_apart(head, parts) or _crosses(parts):
        return None
    verdict = judge(Relation(PARTS, head, (tuple(parts),), opening.word))
    if verdict is None or verdict.holds:
        return None
    return verdict if _is_breach(prose, opening, head, parts) else None


def _is_breach(prose: Prose, opening: Opening, head: Mention, parts: Sequence[Mention]) -> bool:
    """Whether a total that differs from its parts must be wrong: they exceed it, or nothing is left out."""
    cover = _sum(parts) / head.value.value
    if cover > 1:
        return _cannot_exceed(head, parts, opening)
    behind = prose.text[parts[-1].end : parts[-1].end + 6]
    if opening.weak or _PARTIAL.match(behind) or len(parts) < 2:
        return False
    slipped = len(parts) > 2 and head.kind is Kind.AMOUNT and slip_of(head.value.value, _sum(parts))
    told = _number_before(prose, head) == len(parts)
    return bool(slipped) or told or _exhaustive(head, parts, cover, opening.word)


def _sum(parts: Sequence[Mention]) -> Decimal:
    return sum((m.value.value for m in parts), start=Decimal(0))


def _up_to_turn(prose: Prose, row: list[Mention]) -> list[Mention]:
    """The parts up to where the text turns to something else."""
    for i in range(1, len(row)):
        if turns(prose, row[i - 1], row[i]):
            return row[:i]
    return row


def _stands_apart(head: Mention, parts: Sequence[Mention]) -> bool:
    """Whether head and parts are of different years, or of different stages of the money."""
    years = {m.year for m in parts if m.year}
    if head.year and years and years != {head.year}:
        return True
    return head.measure is not None and any(m.measure not in {head.measure, None} for m in parts)


_SIDES = tuple(
    map(
        re.compile,
        (
            "男|女",
            "党员|团员|群众",
            "学历|学位|本科|大专|专科|研究生|硕士|博士|中专|高中",
            "职称|工程师|会计师|技师|职务|领导|局长|主任",
            r"岁|年龄",
            "族",
        ),
    )
)
"""Ways of telling people apart: a person counts once in each."""


def _crosses(parts: Sequence[Mention]) -> bool:
    """Whether parts are told apart in more than one way: 女职工 27人，党员 36人."""
    sides = {tuple(bool(side.search(m.name)) for side in _SIDES) for m in parts if m.kind is Kind.COUNT}
    return len(sides) > 1


def _cannot_exceed(head: Mention, parts: Sequence[Mention], opening: Opening) -> bool:
    """Whether parts above the total are an error: a list of one sort, nothing that may count twice."""
    if head.kind is Kind.COUNT:
        return len(parts) >= 2 and not opening.weak and opening.word != "由"
    return len(parts) >= 2 or opening.word.startswith("其中")


def _exhaustive(head: Mention, parts: Sequence[Mention], cover: Decimal, word: str) -> bool:
    """Whether a list leaves nothing out: by what it names, how much it covers, or a slip of the hand."""
    terms = {m.term for m in parts}
    if any(partition <= terms for partition in PARTITIONS):
        return True
    if head.kind is Kind.COUNT:
        return cover >= _COUNT_COVER
    if cover >= _LEAST_COVER.get(word, _COVER) or (_COMPLETE.match(word) and cover >= _SLIP_COVER):
        return True
    others = parts[-1].name.startswith("其他")
    return cover >= _SLIP_COVER and (others or _looks_slipped(head, parts))


def _number_before(prose: Prose, head: Mention) -> int | None:
    """How many parts the words before a total say it has: `共10个 579.15万元`."""
    index = prose.mentions.index(head) if head in prose.mentions else 0
    if not index:
        return None
    number = prose.mentions[index - 1]
    close = not re.search(r"[。；]", prose.text[number.end : head.start])
    return int(number.value.value) if number.kind is Kind.COUNT and close else None


def _looks_slipped(head: Mention, parts: Sequence[Mention]) -> bool:
    """Whether one digit of one figure would put the sum right."""
    if head.value.step > Decimal("0.1"):
        return False
    missing = head.value.value - _sum(parts)
    if slip_of(head.value.value, head.value.value - missing):
        return True
    return any(slip_of(m.value.value, m.value.value + missing) for m in parts)


_SUM = "(?:合计|总计|共计|共|总额)(?:支出|金额|资金|为|约|达|是)*$"
_TOGETHER = re.compile(
    rf"^(?:合计|共计|总计)[一-龥]{{0,8}}$|^(?:以上|上述)[一-龥]{{0,8}}?{_SUM}"
    rf"|^(?:[两二三四五六七八九十]{{1,2}}(?:项|者|类|部分))?(?:费用|支出|资金|金额|共|总)*{_SUM}"
)
_ALL_ABOVE = re.compile(r"^(?:以上|上述)")


def _trailing(prose: Prose, openings: Sequence[Opening]) -> Iterator[Verdict]:
    """`A 3万元、B 5万元，合计 8万元`."""
    for mention in prose.mentions:
        if mention.kind not in {Kind.AMOUNT, Kind.COUNT, Kind.SCORE} or not _TOGETHER.match(mention.lead):
            continue
        start, _ = prose.sentence_at(mention.start)
        if _ALL_ABOVE.match(mention.lead):
            start = 0
        earlier = [
            m
            for m in prose.before(mention.start, start)
            if same_measure(m, mention) and m.role is Role.PLAIN and m.depth == mention.depth
        ][-MOST_PARTS:]
        if len(earlier) < 2 or any(o.start > earlier[-1].end and o.end <= mention.start for o in openings):
            continue
        gained = [m for m in earlier if "得" in m.lead] if mention.kind is Kind.SCORE else []
        earlier = gained if len(gained) > 1 else earlier
        rows = [earlier[-length:] for length in range(len(earlier), 1, -1)] + [collapsed(earlier)]
        ways = [
            Relation(TOGETHER, mention, (tuple(row),), "合计") for row in rows if within_reach(mention, row)
        ]
        plain = not any(m.loose for m in (mention, *earlier)) and len({m.measure for m in earlier}) == 1
        if found := first_that_holds(ways):
            yield found
        elif plain and (verdict := judge(Relation(TOGETHER, mention, (tuple(earlier),), "合计"))):
            yield verdict
