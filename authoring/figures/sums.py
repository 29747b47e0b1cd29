"""总额、其中、分项: a total and the parts that a text says it is made of."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from authoring.checks.suspect import slip_of
from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.relation import Relation, Verdict, add, judge, law, same_measure

PARTS = law("WS-01", ("parts/*",), add)
"""总额＝其中各项之和."""
TOGETHER = law("WS-02", ("parts/*",), add)
"""各项合计＝各项之和."""

_OPENER = re.compile(
    r"(?P<weak>主要(?:包括|是|为|有|用于|由|安排|支出)?|重点(?:用于|包括|安排)|含|包含(?![一-龥]{0,20}?在内))"
    r"|其中(?P<weak2>主要)?(?:包括|有|为|含|是|用于)?|(?<!主要)包括(?![一-龥]{0,20}?在内)"
    r"|分别(?:为|是|用于|安排|支出)?|具体(?:为|是|包括|用于|如下|(?:安排)?情况(?:如下|为)?|安排(?:如下|为)?)"
    r"|由|分为|组成|构成(?:为|是)?|明细(?:如下|为)?"
)
_ALSO = re.compile(
    r"^[，；,;、]?(?:另|此外|同时|其余|剩余|截至|截止|比|较|同比|人均|平均|完成|执行|结余|年末|年初|上年)"
)
_PARTIAL = re.compile(r"^(?:[^，。；）)]{0,3})等|^余")
_LEAST_COVER = Decimal("0.95")
_SLIP_COVER = Decimal("0.5")

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


class _Opening(NamedTuple):
    """Where a list of parts is announced, and how far it may go. `weak` ones may leave parts out."""

    start: int
    end: int
    limit: int
    weak: bool
    word: str


def find_sums(prose: Prose, before: Sequence[Mention] = ()) -> Iterator[Verdict]:
    """Every total with its parts in a paragraph; `before` are the figures of the paragraph before it."""
    if len(prose.mentions) + len(before) < 2:
        return
    openings = list(_openings(prose))
    for opening in openings:
        verdict = _of_opening(prose, opening, openings, before)
        if verdict:
            yield verdict
    yield from _trailing(prose, openings)


def _openings(prose: Prose) -> Iterator[_Opening]:
    text = prose.text
    ends = {m.end for m in prose.mentions}
    for found in _OPENER.finditer(text):
        at = found.start()
        if found[0].startswith("其中") and at and text[at - 1] not in "，。；：、（(,;: " and at not in ends:
            continue
        limit = _limit(prose, found.start())
        yield _Opening(found.start(), found.end(), limit, bool(found["weak"] or found["weak2"]), found[0])
    for mention in prose.mentions:
        mark = text[mention.end : mention.end + 1]
        if mark in _MARKS:
            inside = mention.end + (mark in "（(")
            yield _Opening(mention.end, mention.end + 1, _limit(prose, inside), False, _MARKS[mark])


_MARKS = {"：": "：", ":": "：", "（": "（）", "(": "（）"}


def _limit(prose: Prose, at: int) -> int:
    """How far a list opened at a place may go: to the end of its bracket, or of its sentence."""
    inner = [b for a, b in prose.brackets if a < at < b]
    return min(inner) if inner else prose.sentence_at(at)[1]


def _of_opening(
    prose: Prose, opening: _Opening, openings: list[_Opening], before: Sequence[Mention]
) -> Verdict | None:
    heads = _heads(prose, opening, before)
    if not heads:
        return None
    doubtful: Verdict | None = None
    for head in heads:
        members = _members(prose, opening, head)
        if not members:
            continue
        for parts in _readings(prose, head, members, opening, openings):
            verdict = judge(Relation(PARTS, head, (tuple(parts),), opening.word))
            if verdict and verdict.holds:
                return verdict
        if doubtful is None and head is heads[0]:
            doubtful = _natural(prose, opening, openings, head, members)
    return doubtful


def _heads(prose: Prose, opening: _Opening, before: Sequence[Mention]) -> list[Mention]:
    """The figures a list of parts may be of, the likeliest first."""
    start, _ = prose.sentence_at(opening.start)
    inner = max((a for a, b in prose.brackets if a < opening.start < b), default=-1)
    near = [m for m in prose.mentions if start <= m.start and m.end <= opening.start]
    if inner >= 0 and opening.word != "（）":
        near = [m for m in near if m.start > inner] or [m for m in near if m.end == inner]
    if not near and not prose.text[start : opening.start].strip("，,　 （("):
        near = [m for m in prose.mentions if m.end <= start][-4:] or list(before)[-4:]
    near = [m for m in near if m.kind in {Kind.AMOUNT, Kind.COUNT} and m.role not in _NEVER]
    depth = sum(1 for a, b in prose.brackets if a < opening.start < b)
    return [m for m in reversed(near) if m.depth <= depth][:3]


_NEVER = {Role.TARGET, Role.PER, Role.SHARE, Role.COMPLETION}


def _members(prose: Prose, opening: _Opening, head: Mention) -> list[Mention]:
    """The figures that may be parts: what follows, of the same measure and depth."""
    following = prose.between(opening.end, opening.limit)
    depth = min((m.depth for m in following), default=0)
    return [
        m
        for m in following
        if m.depth == depth
        and same_measure(m, head)
        and m.role is head.role
        and m.measure is not Measure.LAST
    ]


def _readings(
    prose: Prose, head: Mention, members: list[Mention], opening: _Opening, openings: list[_Opening]
) -> Iterator[Sequence[Mention]]:
    """The ways in which the figures that follow may be the parts of a total."""
    rows = [members]
    measures = {m.measure for m in members}
    if len(measures) > 1:
        rows += [[m for m in members if m.measure is measure] for measure in measures]
        rows.append([m for m in members if m.measure in {head.measure, None}])
    for row in rows:
        for parts in _without_nested(prose, row, opening, openings):
            for length in range(len(parts), 1, -1):
                yield parts[:length]
            collapsed = _collapsed(parts)
            if len(collapsed) < len(parts):
                for length in range(len(collapsed), 1, -1):
                    yield collapsed[:length]


def _without_nested(
    prose: Prose, row: list[Mention], opening: _Opening, openings: list[_Opening]
) -> Iterator[list[Mention]]:
    """The figures with those left out that a list within the list may hold, however far that goes."""
    yield row
    inner = [o for o in openings if opening.end <= o.start < opening.limit and o.word != "："]
    inner = [o for o in inner if o.limit == opening.limit]
    if not inner or len(row) < 3:
        return
    first = inner[0].start
    outer = [m for m in row if m.start < first]
    rest = [m for m in row if m.start >= first]
    for dropped in range(1, len(rest) + 1):
        yield outer + rest[dropped:]
    if len(inner) > 1:
        kept = list(row)
        for one in inner:
            stop = next((i for i in range(one.end, opening.limit) if prose.text[i] in "；;"), opening.limit)
            kept = [m for m in kept if not one.end <= m.start < stop]
        yield kept


def _collapsed(parts: list[Mention]) -> list[Mention]:
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


def _natural(
    prose: Prose, opening: _Opening, openings: list[_Opening], head: Mention, members: list[Mention]
) -> Verdict | None:
    """The plainest reading, which does not hold; `None` where the text may mean another one."""
    parts = _plain_row(prose, opening, openings, members)
    if not parts or head.loose or any(m.loose for m in parts) or head.role is not Role.PLAIN:
        return None
    parts = _collapsed(parts)
    listed = sum(m.value.value for m in parts)
    whole = head.value.value
    if head.measure is not None and any(m.measure not in {head.measure, None} for m in parts):
        return None
    verdict = judge(Relation(PARTS, head, (tuple(parts),), opening.word))
    if verdict is None or verdict.holds or not whole:
        return None
    if _stands_apart(head, parts):
        return None
    if listed > whole:
        return verdict if _can_exceed(head, parts, opening) else None
    last = prose.text[parts[-1].end : parts[-1].end + 6]
    if opening.weak or _PARTIAL.match(last) or len(parts) < 2:
        return None
    told = _number_before(prose, head) == len(parts)
    return verdict if told or _exhaustive(head, parts, listed / whole) else None


def _stands_apart(head: Mention, parts: list[Mention]) -> bool:
    """Whether head and parts are of different years, or of different stages of the money."""
    years = {m.year for m in parts if m.year}
    return bool(head.year and years and years != {head.year})


def _can_exceed(head: Mention, parts: list[Mention], opening: _Opening) -> bool:
    """Whether parts above the total are an error: lists of one sort, and nothing that may be counted twice."""
    if opening.word in {"由", "组成", "构成", "用于"} or opening.word.startswith("分别"):
        return len(parts) >= 2 and head.kind is Kind.AMOUNT
    if head.kind is Kind.COUNT:
        return opening.word.startswith("其中") and len(parts) >= 2
    return len(parts) >= 2 or opening.word.startswith("其中")


def _exhaustive(head: Mention, parts: list[Mention], cover: Decimal) -> bool:
    """Whether a list leaves nothing out: by what it names, by how much it covers, or by a slip of the hand."""
    terms = {m.term for m in parts}
    if any(partition <= terms for partition in PARTITIONS):
        return True
    if head.kind is Kind.COUNT:
        return False
    if cover >= _LEAST_COVER:
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


def _looks_slipped(head: Mention, parts: list[Mention]) -> bool:
    """Whether one digit of one figure would put the sum right."""
    if head.value.step > Decimal("0.1"):
        return False
    missing = head.value.value - sum(m.value.value for m in parts)
    if slip_of(head.value.value, head.value.value - missing):
        return True
    return any(slip_of(m.value.value, m.value.value + missing) for m in parts)


def _plain_row(
    prose: Prose, opening: _Opening, openings: list[_Opening], members: list[Mention]
) -> list[Mention]:
    """The parts as a reader would take them: up to where the text turns to something else."""
    row: list[Mention] = []
    stop = next(
        (
            o.start
            for o in openings
            if opening.end < o.start < opening.limit
            and o.limit == opening.limit
            and o.word.startswith("其中")
        ),
        None,
    )
    resume = None
    if stop is not None:
        resume = next((i for i in range(stop, opening.limit) if prose.text[i] in "；;"), opening.limit)
    for member in members:
        if stop is not None and resume is not None and stop <= member.start < resume:
            continue
        if row and _turns(prose, row[-1], member):
            break
        row.append(member)
    return row


def _turns(prose: Prose, one: Mention, following: Mention) -> bool:
    """Whether the text between two figures leaves the list."""
    between = prose.text[one.end : following.start]
    return bool(_ALSO.match(between)) or bool(_BREAK.search(between))


_BREAK = re.compile(
    r"另有|另外|此外|同时|其余|剩余|截至|截止|未包括|不含|不包括|合计|共计|总计|加上|减去|扣除|全年|本年|比上|较上|同比|结余|人均"
)

_TOGETHER = re.compile(
    r"^(?:以上|上述|[两二三四五六七八九十]{1,2}(?:项|者|类|部分))*(?:费用|支出|资金|金额|共|总)*(?:合计|共计|总计|共|总额)(?:支出|金额|资金|为|约|达|是)*$"
)


def _trailing(prose: Prose, openings: list[_Opening]) -> Iterator[Verdict]:
    """`A 3万元、B 5万元，合计 8万元`."""
    for mention in prose.mentions:
        if mention.kind not in {Kind.AMOUNT, Kind.COUNT} or not _TOGETHER.match(mention.lead):
            continue
        start, _ = prose.sentence_at(mention.start)
        earlier = [
            m
            for m in prose.between(start, mention.start)
            if same_measure(m, mention) and m.role is Role.PLAIN and m.depth == mention.depth
        ]
        if len(earlier) < 2 or any(o.start > earlier[-1].end and o.end <= mention.start for o in openings):
            continue
        verdicts = [
            verdict
            for length in range(len(earlier), 1, -1)
            if (verdict := judge(Relation(TOGETHER, mention, (tuple(earlier[-length:]),), "合计")))
        ]
        verdicts += [
            v for v in [judge(Relation(TOGETHER, mention, (tuple(_collapsed(earlier)),), "合计"))] if v
        ]
        found = next((v for v in verdicts if v.holds), None)
        if found:
            yield found
        elif (
            verdicts
            and not mention.loose
            and not any(m.loose for m in earlier)
            and len({m.measure for m in earlier}) == 1
        ):
            yield verdicts[0]
