"""Whether a total that differs from its parts must be wrong: they may not exceed it, or none is left out."""

import re
from collections.abc import Sequence
from decimal import Decimal

from authoring.checks.suspect import slip_of
from authoring.figures.lexing import Prose
from authoring.figures.lists import Opening
from authoring.figures.mention import Kind, Measure, Mention

_PARTIAL = re.compile(r"^(?:[^，。；）)]{0,3})等|^余")
_OVERLAP = re.compile(r"重合|重复|交叉|合并|兼(?!顾)|不含|未含|另有")
_COMPLETE = re.compile(r"分别|分为|组成|构成|明细|具体|由")
_LEAST_COVER = {"其中": Decimal("0.95"), "（）": Decimal("0.8"), "：": Decimal("0.8")}
_COVER = Decimal("0.9")
_COUNT_COVER = Decimal("0.88")
_SLIP_COVER = Decimal("0.5")
_MOST_OVER = Decimal("1.2")
_MOST_OVER_COUNTED = Decimal("1.1")
_MOST_OVER_PARTED = Decimal("1.5")
"""Parts that come to more than this, and are no known division, are counted twice."""

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


def must_agree(prose: Prose, opening: Opening, head: Mention, parts: Sequence[Mention]) -> bool:
    """Whether a total and its parts that differ are an error, and no list of some of them."""
    if stands_apart(head, parts) or _crosses(parts) or _OVERLAP.search(_behind(prose, parts)):
        return False
    if not head.value.value:
        return len(parts) > 1 and _is_partition(parts)
    cover = total_of(parts) / head.value.value
    if cover > 1:
        return _cannot_exceed(head, parts, opening, cover)
    if opening.weak or _PARTIAL.match(_behind(prose, parts)) or len(parts) < 2:
        return False
    slipped = len(parts) > 2 and head.kind is Kind.AMOUNT and slip_of(head.value.value, total_of(parts))
    told = _number_before(prose, head) == len(parts)
    return bool(slipped) or told or _exhaustive(head, parts, cover, opening.word)


def total_of(parts: Sequence[Mention]) -> Decimal:
    """The sum of some figures as they are, no matter how exact."""
    return sum((m.value.value for m in parts), start=Decimal(0))


_SOON = 20


def _behind(prose: Prose, parts: Sequence[Mention]) -> str:
    """The words just behind the last part."""
    return prose.text[parts[-1].end : parts[-1].end + _SOON]


def stands_apart(head: Mention, parts: Sequence[Mention]) -> bool:
    """Whether head and parts are of different years, units, or stages of the money."""
    years = {m.year for m in parts if m.year}
    if head.year and years and years != {head.year}:
        return True
    if head.term == "编制" and any(m.term in _NO_POST for m in parts):
        return True
    if head.kind is Kind.COUNT and any(m.unit != head.unit for m in parts) and not _is_partition(parts):
        return True
    if head.measure in _BUDGETS:
        return any(m.measure not in _OF_BUDGETS for m in parts)
    return head.measure is not None and any(m.measure not in {head.measure, None} for m in parts)


_NO_POST = {"退休人员", "离退休人员", "离休人员", "遗属", "临聘人员"}
_BUDGETS = {Measure.BUDGET, Measure.FULL}
_OF_BUDGETS = {*_BUDGETS, None, Measure.INITIAL, Measure.ADDED, Measure.CARRIED_IN}
_SIDES = tuple(
    map(
        re.compile,
        (
            "男|女",
            "党员|团员|群众",
            "学历|学位|本科|大专|专科|研究生|硕士|博士|中专|高中",
            "职称|工程师|会计师|技师|职务|领导|局长|主任",
            r"岁|年龄",
            "族|脱贫|低保|残疾",
            "规上|规模|重点|高危|危化|高素质|骨干|示范",
            r"以上|以下|以内|\d",
            "网上|线上|线下|窗口|即办|承诺",
            "续建|新建|改建|扩建",
        ),
    )
)
"""Ways of telling things apart: one counts once in each."""


def _crosses(parts: Sequence[Mention]) -> bool:
    """Whether parts are told apart in more than one way: 女职工 27人，党员 36人."""
    sides = {tuple(bool(side.search(m.name)) for side in _SIDES) for m in parts if m.kind is Kind.COUNT}
    return len(sides) > 1


def _is_partition(parts: Sequence[Mention]) -> bool:
    terms = {m.term for m in parts}
    return any(partition <= terms for partition in PARTITIONS)


def _cannot_exceed(head: Mention, parts: Sequence[Mention], opening: Opening, cover: Decimal) -> bool:
    """Whether parts above the total are an error: a list of one sort, nothing that may count twice."""
    if len(parts) < 2 and not opening.word.startswith("其中"):
        return False
    if _is_partition(parts) or slip_of(head.value.value, total_of(parts)):
        return not opening.weak or head.kind is Kind.AMOUNT
    if head.kind is Kind.COUNT:
        most = _MOST_OVER_PARTED if opening.word in {"分为", "分别为", "分别是"} else _MOST_OVER_COUNTED
        return not opening.weak and opening.word != "由" and cover <= most
    return cover <= _MOST_OVER or _COMPLETE.match(opening.word) is not None or len(parts) == 1


def _exhaustive(head: Mention, parts: Sequence[Mention], cover: Decimal, word: str) -> bool:
    """Whether a list leaves nothing out: by what it names, how much it covers, or a slip of the hand."""
    if _is_partition(parts):
        return True
    if head.kind is Kind.COUNT:
        return cover >= _COUNT_COVER
    if cover >= _SLIP_COVER and all(m.tail.startswith("用于") for m in parts):
        return True
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
    missing = head.value.value - total_of(parts)
    if slip_of(head.value.value, head.value.value - missing):
        return True
    return any(slip_of(m.value.value, m.value.value + missing) for m in parts)
