"""收支结余, 换算, 人均: figures that follow from several others of one sentence."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from authoring.checks.registry import Identity, total
from authoring.figures.lexing import Prose
from authoring.figures.lists import THAT_IS
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.relation import Relation, Verdict, first_that_holds, judge, law, same_measure


def _closing(inflows: Any, outflows: Any) -> Any:
    return total(inflows) - total(outflows)


def _same(figure: Any) -> Any:
    return figure


def _yearly(monthly: Any) -> Any:
    return monthly * 12


def _monthly(yearly: Any) -> Any:
    return yearly / 12


def _each(whole: Any, number: Any) -> Any:
    return whole / number


CLOSING = law("WS-08", ("inflows/*", "outflows/*"), _closing)
FULL_BUDGET = law("WS-08", ("inflows/*", "outflows/*"), _closing)
EACH = law("WS-09", ("whole", "number"), _each)
YEARLY = law("WS-09", ("monthly",), _yearly)
MONTHLY = law("WS-09", ("yearly",), _monthly)
BY_MONTH = law("WS-09", ("rate", "heads"), lambda rate, heads: rate * heads * 12)
BY_TERM = law("WS-09", ("rate", "heads"), lambda rate, heads: rate * heads * 2)
BY_YEAR = law("WS-09", ("rate", "heads"), lambda rate, heads: rate * heads)
CONVERTED = law("WS-10", ("figure",), _same)
LESS = law("WS-08", ("minuend", "subtrahend"), lambda a, b: a - b)

_IN = (Measure.CARRIED_IN, Measure.INITIAL, Measure.ADDED)
_OUT = (Measure.CUT, Measure.ACTUAL, Measure.RETURNED)


def find_balances(prose: Prose) -> Iterator[Verdict]:
    """Balances, conversions and averages stated in a paragraph."""
    if len(prose.mentions) < 2:
        return
    yield from _posts(prose)
    for start, end in prose.sentences:
        figures = prose.between(start, end)
        if len(figures) > 1:
            yield from _closings(figures)
            yield from _people(figures)
            yield from _left_over(figures)
            yield from _converted(prose, figures)
            yield from _averages(figures)
            yield from _subtracted(prose, figures)


def _closings(figures: list[Mention]) -> Iterator[Verdict]:
    """上年结转＋年初预算＋调增－调减－支出＝结余; 年初预算＋调增－调减＝全年预算."""
    stages: dict[Measure, list[Mention]] = {}
    for m in figures:
        if m.kind is Kind.AMOUNT and m.measure and m.role is Role.PLAIN and m.depth == 0:
            stages.setdefault(m.measure, []).append(m)
    if any(len(listed) > 1 for listed in stages.values()):
        return
    once = {measure: listed[0] for measure, listed in stages.items()}
    if any(m.loose for m in once.values()):
        return
    has_budget = bool({Measure.INITIAL, Measure.FULL, Measure.BUDGET} & once.keys())
    if Measure.SURPLUS in once and Measure.ACTUAL in once and (has_budget or Measure.INCOME in once):
        yield from _known(CLOSING, once[Measure.SURPLUS], _inflows(once), _outflows(once))
    if Measure.FULL in once and Measure.INITIAL in once and {Measure.ADDED, Measure.CUT} & once.keys():
        inflows = [once[m] for m in _IN if m in once]
        yield from _known(
            FULL_BUDGET,
            once[Measure.FULL],
            inflows,
            [once[m] for m in (Measure.CUT, Measure.RETURNED) if m in once],
        )


def _outflows(once: dict[Measure, Mention]) -> list[Mention]:
    return [once[m] for m in _OUT if m in once and not (Measure.FULL in once and m is Measure.CUT)]


def _inflows(once: dict[Measure, Mention]) -> list[Mention]:
    """What there was to spend: carried in, and the budget as it stood at last, or else what came in."""
    budget = [once[m] for m in (Measure.FULL, Measure.INITIAL, Measure.BUDGET, Measure.INCOME) if m in once][
        :1
    ]
    full = Measure.FULL in once
    return [
        *([once[Measure.CARRIED_IN]] if Measure.CARRIED_IN in once else []),
        *budget,
        *([once[Measure.ADDED]] if Measure.ADDED in once and not full else []),
    ]


_CAME = re.compile(r"招录|招聘|调入|新进|新增|录用|选调")
_LEFT = re.compile(r"^(?:当年|本年|年内|其中)?(?:退休|调出|调离|辞职|去世|死亡|离职)")
_BEGAN, _ENDED = re.compile(r"年初|上年末|上年底"), re.compile(r"年末|年底")


def _people(figures: list[Mention]) -> Iterator[Verdict]:
    """`年初在职 68人，招录 4人，退休 5人，年末在职 67人`."""
    heads = [m for m in figures if m.kind is Kind.COUNT and m.unit in _HEADS and not m.loose and not m.depth]
    began = [m for m in heads if _BEGAN.search(m.lead)]
    ended = [m for m in heads if _ENDED.search(m.lead)]
    came = [m for m in heads if _CAME.search(m.lead)]
    left = [m for m in heads if _LEFT.search(m.lead)]
    if len(began) == 1 == len(ended) and came and left and len(heads) == 2 + len(came) + len(left):
        verdict = judge(Relation(CLOSING, ended[0], ((began[0], *came), tuple(left)), "年末"))
        if verdict:
            yield verdict


_OVER, _UNDER = re.compile(r"超编$"), re.compile(r"(?:缺编|空编)$")


def _posts(prose: Prose) -> Iterator[Verdict]:
    """`编制 42名，实有在职 45人，超编 3人`."""
    for mention in prose.mentions if "编" in prose.text else ():
        over = _OVER.search(mention.lead) is not None
        if mention.kind is not Kind.COUNT or not (over or _UNDER.search(mention.lead)):
            continue
        earlier = prose.before(mention.start)
        posts = next((m for m in earlier if m.term == "编制" and m.kind is Kind.COUNT), None)
        staff = next((m for m in earlier if m.term == "在职人员" and m.kind is Kind.COUNT), None)
        if posts and staff:
            pair = (staff, posts) if over else (posts, staff)
            yield from _told(Relation(LESS, mention, pair, "编"))


_DONE = re.compile(r"完成|已")
_NOT_DONE = re.compile(r"^(?:尚)?(?:未|剩余|余下)")


def _left_over(figures: list[Mention]) -> Iterator[Verdict]:
    """`下发 218宗，完成整改 203宗，未整改 15宗`."""
    counts = [m for m in figures if m.kind is Kind.COUNT and not m.loose and not m.depth]
    for i in range(2, len(counts)):
        done, rest = counts[i - 1 : i + 1]
        if not (same_measure(done, rest) and _NOT_DONE.match(rest.lead) and _DONE.search(done.lead)):
            continue
        wholes = [m for m in counts[: i - 1] if same_measure(m, done) and m.value.value >= done.value.value]
        ways = [v for m in wholes if (v := judge(Relation(LESS, rest, (m, done), "未")))]
        holding = [v for v in ways if v.holds]
        yield from holding[:1] or (ways if len(ways) == 1 else [])


def _known(which: Any, stated: Mention, inflows: list[Mention], outflows: list[Mention]) -> Iterator[Verdict]:
    """The balance; where leaving out last year's rest puts it right, that reading."""
    ways = [inflows]
    if any(m.measure is Measure.CARRIED_IN for m in inflows) and len(inflows) > 1:
        ways.append([m for m in inflows if m.measure is not Measure.CARRIED_IN])
    verdicts = [
        v for way in ways if (v := judge(Relation(which, stated, (tuple(way), tuple(outflows)), "结余")))
    ]
    yield from [v for v in verdicts if v.holds][:1] or verdicts[:1]


def _converted(prose: Prose, figures: list[Mention]) -> Iterator[Verdict]:
    """One amount in two units, or by the month and by the year."""
    for one, other in pairwise(figures):
        if one.kind is not other.kind or not THAT_IS.match(prose.text[one.end : other.start]):
            continue
        pers = (one.per, other.per)
        if pers == ("年", "月"):
            which: Any = MONTHLY
        elif pers == ("月", "年"):
            which = YEARLY
        elif one.kind is Kind.AMOUNT and one.per == other.per and one.unit != other.unit:
            which = CONVERTED
        else:
            continue
        others = [
            m for m in prose.before(one.start, figures[0].start) if (m.kind, m.unit) == (one.kind, one.unit)
        ]
        found = first_that_holds(Relation(which, other, (m,), "即") for m in (one, *others[::-1]))
        verdict = found or judge(Relation(which, other, (one,), "即"))
        if verdict:
            yield verdict


_FAR = 40
"""A figure by head is of those at most so many figures away."""
_EACH = re.compile(r"(?:人均|每人|生均)(?!每)|车均|单车|平均每辆|户均")
_EACH_TERM = re.compile(r"每(?:人|生)每学期|每学期每(?:人|生)")
_TWO_TERMS = re.compile(r"^(?:全年|两学期|两个学期|一年)")
_BY_STANDARD = re.compile(r"^(?:元)?的?标准")
_EACH_MONTH = re.compile(r"每人每月|月人均|每月每人|人月均")
_EACH_YEAR = re.compile(r"每人每年|年人均|每年每人")
_MONTHLY = re.compile(r"(?:即)?(?:平均)?每月|月均|平均每个月")
_ALL_YEAR = re.compile(r"^(?:全年|一年|年度)(?:共|共计|合计|累计|总计)?(?:支出|支付|发放|约)?$")
_BY_MONTH = re.compile(r"(?<!每人)(?<!每户)(?<!人均)(?:平均)?每月(?!每)|月均|平均每个月")
_NO_NAME = re.compile(r"(?:即|约|合|折合|平均|每月|为)*")
_WHOLE_YEAR = re.compile(r"全年|年度|本年|一年|累计|每年|年均")


def _averages(figures: list[Mention]) -> Iterator[Verdict]:
    """人均＝总额÷人数; 月均＝全年÷12; 每人每月×人数×12＝全年: where the sentence has one of each."""
    for i, mention in enumerate(figures):
        if mention.loose or mention.kind not in {Kind.AMOUNT, Kind.COUNT}:
            continue
        yield from _by_piece(mention, figures[max(0, i - _FAR) : i], figures[i + 1 : i + _FAR])
        if i and same_measure(figures[i - 1], mention) and not figures[i - 1].loose:
            yield from _by_month(mention, figures[i - 1])


def _by_piece(mention: Mention, earlier: list[Mention], later: list[Mention]) -> Iterator[Verdict]:
    """What a figure by head or piece makes, or is made of."""
    amount = mention.kind is Kind.AMOUNT
    if (amount and (_EACH_MONTH.search(mention.lead) or _EACH_YEAR.search(mention.lead))) or (
        amount and (_EACH_TERM.search(mention.lead) or _is_standard(mention))
    ):
        yield from _products(mention, earlier, later)
    elif amount and (said := _EACH_OF.search(mention.lead)) is not None:
        yield from _pieces(mention, earlier, later, said[1])
    elif _EACH.search(mention.lead):
        yield from _per_head(mention, earlier)


def _is_standard(mention: Mention) -> bool:
    """`生均 1150元的标准`: so much for each, and not worked out from a total."""
    return _EACH.search(mention.lead) is not None and _BY_STANDARD.match(mention.tail) is not None


def _by_month(mention: Mention, before: Mention) -> Iterator[Verdict]:
    """A figure by the month beside one by the year, either way round."""
    monthly, yearly = _is_monthly(mention), mention.per == "年" or _ALL_YEAR.match(mention.lead) is not None
    if monthly and (before.per == "年" or _WHOLE_YEAR.search(before.lead)):
        yield from _told(Relation(MONTHLY, mention, (before,), "每月"))
    elif yearly and mention.role is Role.PLAIN and (before.per == "月" or _BY_MONTH.search(before.lead)):
        yield from _told(Relation(YEARLY, mention, (before,), "每月"))


def _is_monthly(mention: Mention) -> bool:
    by_month = mention.per == "月" and _NO_NAME.fullmatch(mention.lead) is not None
    return by_month or _MONTHLY.match(mention.lead) is not None


def _told(relation: Relation) -> Iterator[Verdict]:
    verdict = judge(relation)
    if verdict:
        yield verdict


def _products(rate: Mention, earlier: list[Mention], later: list[Mention]) -> Iterator[Verdict]:
    """`26名遗属每人每月 850元，全年 26.52万元`; `2150人、生均 1150元的标准，应安排 247.25万元`."""
    heads = [m for m in (*earlier, *later) if m.kind is Kind.COUNT and m.unit in _HEADS]
    amounts = [m for m in later if m.kind is Kind.AMOUNT and not m.loose]
    year = next((m.start for m in later if _WHOLE_YEAR.search(m.lead)), None)
    yearly = [] if year is None else [m for m in amounts if m.start >= year]
    said = amounts if _is_standard(rate) else yearly
    if _EACH_TERM.search(rate.lead):
        said = [m for m in amounts if _TWO_TERMS.match(m.lead)]
    if len(heads) == 1 == len(said):
        yield from _told(Relation(_times(rate), said[0], (rate, heads[0]), "每人"))


def _times(rate: Mention) -> Identity:
    """How often a year a rate is paid."""
    if _EACH_TERM.search(rate.lead):
        return BY_TERM
    return BY_MONTH if _EACH_MONTH.search(rate.lead) else BY_YEAR


_EACH_OF = re.compile(r"每(?!月|年|天|日|人)([一-龥])[一-龥]{0,8}$")
_ALTOGETHER = re.compile(r"^(?:全年)?(?:共|合计|共计|总计|总共|一共|支出|支付|发放)")


def _pieces(price: Mention, earlier: list[Mention], later: list[Mention], unit: str) -> Iterator[Verdict]:
    """`7个，每个补助 14万元，共补助 98万元`."""
    numbers = [m for m in earlier if m.kind is Kind.COUNT and m.unit == unit]
    wholes = [m for m in later if m.kind is Kind.AMOUNT and _ALTOGETHER.match(m.lead) and not m.loose]
    if len(numbers) == 1 == len(wholes) and not numbers[0].loose:
        yield from _told(Relation(BY_YEAR, wholes[0], (price, numbers[0]), "每"))


def _per_head(mention: Mention, earlier: list[Mention]) -> Iterator[Verdict]:
    wholes = [m for m in earlier if same_measure(m, mention) and m.role is Role.PLAIN]
    units = next((units for word, units in _BY_WHAT.items() if word in mention.lead), _HEADS)
    heads = [m for m in earlier if m.kind is Kind.COUNT and m.unit in units]
    near = [(whole, head) for whole in wholes[-_MOST_EACH:] for head in heads[-_MOST_EACH:]]
    verdicts = [v for pair in near if (v := judge(Relation(EACH, mention, pair, "人均")))]
    holding = [v for v in verdicts if v.holds]
    if holding:
        yield holding[0]
    elif len(wholes) == 1 == len(heads) and verdicts and not wholes[0].loose and not heads[0].loose:
        yield verdicts[0]


_MOST_EACH = 4
_HEADS = {"人", "名", "人次", "位"}
_BY_WHAT = {"车": {"辆", "台"}, "辆": {"辆", "台"}, "户": {"户"}}
"""Of what there are so many, by the word for the average."""


_MINUS = re.compile(r"减去|扣除")
_NET = re.compile(r"净|后(?:为|是|余)?|实际|等于|即")


def _subtracted(prose: Prose, figures: list[Mention]) -> Iterator[Verdict]:
    """`A 减去 B，净 C`."""
    amounts = [m for m in figures if m.kind is Kind.AMOUNT]
    for one, less, net in zip(amounts, amounts[1:], amounts[2:], strict=False):
        if one.per != less.per or less.per != net.per or not _MINUS.search(prose.text[one.end : less.start]):
            continue
        if not _NET.search(prose.text[less.end : net.start]):
            continue
        verdict = judge(Relation(LESS, net, (one, less), "减去"))
        if verdict:
            yield verdict
