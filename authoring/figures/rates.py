"""完成率、执行率、占比、控制率: one figure as a share of another."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.relation import Relation, Verdict, first_that_holds, judge, law, same_measure


def _quotient(part: Any, whole: Any) -> Any:
    return part / whole * 100


COMPLETION = law("WS-06", ("actual", "budget"), _quotient)
SHARE = law("WS-07", ("part", "whole"), _quotient)
CONTROL = law("WS-12", ("staff", "posts"), _quotient)

_BUDGETS = {Measure.INITIAL, Measure.BUDGET, Measure.FULL}
_EXECUTION = re.compile(
    r"(?:预算|支出|资金|项目|经费|总体|整体|全年|综合)?(?:完成率|执行率|支出率|使用率|到位率|支付率|支出进度|执行进度)$"
    r"|(?:完成|为|达|占)了?(?P<base>[^，。；]{0,16}预算(?:数|安排|支出)?|计划)的$"
)
_CONTROL = re.compile(r"(?:在职)?人员控制率$|在职人员控制率|编制控制率$")


def find_rates(prose: Prose, elsewhere: Sequence[Mention] = ()) -> Iterator[Verdict]:
    """Every rate of a paragraph that its figures confirm or refute; those `elsewhere` can only confirm."""
    for i, mention in enumerate(prose.mentions):
        if mention.kind is not Kind.RATE or mention.loose:
            continue
        start, _ = prose.sentence_at(mention.start)
        earlier = [m for m in prose.mentions[:i] if m.start >= start]
        core = mention.lead.rstrip("为达到是约：: 仅")
        verdict = None
        if _CONTROL.search(core):
            verdict = _control(mention, [*prose.mentions, *elsewhere])
        elif mention.role is Role.COMPLETION and (said := _EXECUTION.search(core)):
            verdict = _completion(mention, earlier, prose, elsewhere, said["base"] or "")
        elif mention.role is Role.SHARE:
            verdict = _share(mention, earlier, prose, elsewhere)
        if verdict:
            yield verdict


def _control(rate: Mention, figures: Sequence[Mention]) -> Verdict | None:
    """在职人员控制率＝在职人员数÷编制数, where each is stated once."""
    staff = [m for m in figures if m.kind is Kind.COUNT and m.term == "在职人员"]
    posts = [m for m in figures if m.kind is Kind.COUNT and m.term == "编制"]
    found = first_that_holds(Relation(CONTROL, rate, (s, p), rate.lead) for s in staff for p in posts)
    if found or len({m.value for m in staff}) != 1 or len({m.value for m in posts}) != 1:
        return found
    return judge(Relation(CONTROL, rate, (staff[0], posts[0]), rate.lead))


def _completion(
    rate: Mention, earlier: list[Mention], prose: Prose, elsewhere: Sequence[Mention], base: str
) -> Verdict | None:
    near = [m for m in earlier if _is_plain_amount(m)]
    budgets = [m for m in near if m.measure in _BUDGETS]
    if "年初" in base:
        budgets = [m for m in budgets if m.measure is not Measure.FULL]
    actuals = [m for m in near if m.measure not in _BUDGETS and m.measure is not Measure.LAST]
    found = first_that_holds(Relation(COMPLETION, rate, (a, b), rate.lead) for a in actuals for b in budgets)
    if found or not budgets or not actuals or not _adjacent(near, earlier):
        return found
    around = [
        m for m in (*prose.mentions, *elsewhere) if _is_plain_amount(m) and m.value.step < m.value.value / 100
    ]
    found = first_that_holds(Relation(COMPLETION, rate, (a, b), rate.lead) for a in actuals for b in around)
    return found or judge(Relation(COMPLETION, rate, (actuals[-1], budgets[-1]), rate.lead))


def _adjacent(near: list[Mention], earlier: list[Mention]) -> bool:
    """Whether the two amounts are all that the sentence states before the rate, changes aside."""
    rest = [m for m in earlier if m not in near and m.kind is Kind.AMOUNT and m.role is Role.PLAIN]
    return len(near) == 2 and not rest and not any(m.loose for m in near)


def _is_plain_amount(mention: Mention) -> bool:
    return mention.kind is Kind.AMOUNT and mention.role is Role.PLAIN


_WHOLE = re.compile(r"占(?:本年|全年|当年|年度)?(?P<name>[^，。；]{0,20}?)的?(?:比例|比重)?(?:为|达|是)?$")


def _share(
    rate: Mention, earlier: list[Mention], prose: Prose, elsewhere: Sequence[Mention]
) -> Verdict | None:
    if not earlier or earlier[-1].role is not Role.PLAIN:
        return None
    part = earlier[-1]
    if part.kind in {Kind.RATE, Kind.POINTS} or part.loose:
        return None
    near = [m for m in prose.mentions if _may_be_whole(m, part)]
    found = first_that_holds(Relation(SHARE, rate, (part, whole), rate.lead) for whole in reversed(near))
    whole = None if found else _whole_of_list(rate, part, earlier)
    if whole is None:
        return found
    wider = (m for m in elsewhere if _may_be_whole(m, part))
    found = first_that_holds(Relation(SHARE, rate, (part, m), rate.lead) for m in wider)
    return found or judge(Relation(SHARE, rate, (part, whole), rate.lead))


def _may_be_whole(mention: Mention, part: Mention) -> bool:
    return (
        same_measure(mention, part)
        and mention.role is Role.PLAIN
        and mention is not part
        and mention.value.value >= part.value.value
    )


def _whole_of_list(rate: Mention, part: Mention, earlier: list[Mention]) -> Mention | None:
    """The total at the head of the sentence, where the rate says it is of that."""
    said = _WHOLE.search(rate.lead)
    amounts = [m for m in earlier if same_measure(m, part) and m.role is Role.PLAIN and not m.loose]
    if said is None or len(amounts) < 2:
        return None
    head = amounts[0]
    name = said["name"]
    named = bool(name) and (
        name in head.name or head.name.endswith(name) or _GENERAL.fullmatch(name) is not None
    )
    fits = head.value.value == max(m.value.value for m in amounts)
    return head if fits and (named or (not name and len(amounts) == 2)) else None


_GENERAL = re.compile(
    r"(?:总|全部)?(?:支出|收入|资金|总额|总数|总量|人数|总支出|总收入|合计|总计)(?:总额|合计|总数|总计)?"
)
