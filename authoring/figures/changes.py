"""增减: what a text says a figure has changed by, against last year or the budget, in amount and rate."""

import re
from collections.abc import Iterator
from typing import Any

from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.relation import Relation, Verdict, first_that_holds, judge, law, same_measure


def _rise(later: Any, earlier: Any) -> Any:
    return later - earlier


def _fall(later: Any, earlier: Any) -> Any:
    return earlier - later


def _rise_rate(change: Any, later: Any) -> Any:
    return change / (later - change) * 100


def _fall_rate(change: Any, later: Any) -> Any:
    return change / (later + change) * 100


def _rate_of(change: Any, base: Any) -> Any:
    return change / base * 100


def _growth(later: Any, earlier: Any) -> Any:
    return (later - earlier) / earlier * 100


def _drop(later: Any, earlier: Any) -> Any:
    return (earlier - later) / earlier * 100


RISE = law("WS-03", ("later", "earlier"), _rise)
FALL = law("WS-03", ("later", "earlier"), _fall)
RISE_RATE = law("WS-04", ("change", "later"), _rise_rate)
FALL_RATE = law("WS-04", ("change", "later"), _fall_rate)
RATE_OF = law("WS-04", ("change", "base"), _rate_of)
GROWTH = law("WS-04", ("later", "earlier"), _growth)
DROP = law("WS-04", ("later", "earlier"), _drop)

_BUDGETS = {Measure.INITIAL, Measure.BUDGET, Measure.FULL}
_AGAINST_BUDGET = re.compile(r"预算|计划|指标|年初(?:安排|数)")
_AGAINST_LAST = re.compile(r"上年|去年|同比|上一年|前一年|(?:比|较|与)(?:19|20)?\d\d ?年|年初")
_OWN_WORDS = re.compile(
    r"(?:比|较|与|同)?(?:上年|去年|上一年|前一年|(?:19|20)?\d\d年)(?:度)?(?:同期|决算|实际|支出|预算|数|度|相比|的)*(?:相比)?"
    r"|同比|(?:比|较|与)?(?:年初|全年|当年|原)?预算(?:数|安排|额|相比|的)*(?:相比)?|(?:比|较)(?:年初|计划)(?:数|安排)?|相比"
    r"|(?:超出|超过|超支|超|增加|增长|上升|提高|增支|增收|多支|新增|净增|上涨|增|多|减少|下降|降低|压减|压缩|节约|节支|少支|缩减|减|少|节省|降|短收)(?:了|支出|预算|额|资金|经费|金额|比例|幅度|率)*"
    r"|增幅|降幅|减幅|增长率|下降率|增速|幅度|变动率|变动|金额|总额|[了共约为达计、，：: ]|实际|决算|则|又|也|均|合计|总体|整体|总量|年度|本年|当年|今年"
)


def has_own_subject(mention: Mention) -> bool:
    """Whether the words of a change name what changed, so that it is not the figure before it."""
    return bool(_OWN_WORDS.sub("", mention.lead))


def find_changes(prose: Prose) -> Iterator[Verdict]:
    """Every change a paragraph states that its own figures can confirm or refute."""
    figures = prose.mentions
    if len(figures) < 2:
        return
    for i, mention in enumerate(figures):
        start, _ = prose.sentence_at(mention.start)
        earlier = [m for m in figures[:i] if m.start >= start]
        if mention.role in {Role.RISE, Role.FALL} and not mention.loose:
            verdict = _amount(prose, mention, earlier, figures[i + 1 : i + 3])
        elif mention.kind is Kind.RATE and mention.role in {Role.GROWTH, Role.DROP, Role.CHANGE_RATE}:
            verdict = _rate(prose, mention, earlier)
        else:
            continue
        if verdict:
            yield verdict


def _amount(
    prose: Prose, change: Mention, earlier: list[Mention], later: tuple[Mention, ...]
) -> Verdict | None:
    """The amount of a change against a base that is stated too."""
    plain = [m for m in earlier if same_measure(m, change) and m.role is Role.PLAIN]
    plain += [
        m
        for m in later
        if same_measure(m, change) and m.role is Role.PLAIN and _in_bracket_after(prose, change, m)
    ]
    if len(plain) < 2:
        return None
    which = RISE if change.role is Role.RISE else FALL
    pairs = [(b, a) for b in plain for a in plain if a is not b]
    found = first_that_holds(Relation(which, change, pair, change.lead) for pair in pairs)
    if found:
        return found
    pair = _plain_pair(change, plain)
    return judge(Relation(which, change, pair, change.lead)) if pair else None


def _in_bracket_after(prose: Prose, change: Mention, mention: Mention) -> bool:
    return prose.text[change.end : change.end + 1] in {"（", "("} and mention.depth > change.depth


def _plain_pair(change: Mention, plain: list[Mention]) -> tuple[Mention, Mention] | None:
    """Later and earlier figure, where the text leaves no doubt which they are."""
    if has_own_subject(change) or any(m.loose for m in plain):
        return None
    last_two = plain[-2:]
    if _AGAINST_BUDGET.search(change.lead) and not _AGAINST_LAST.search(change.lead):
        budgets = [m for m in last_two if m.measure in _BUDGETS]
        others = [m for m in last_two if m.measure not in _BUDGETS]
    else:
        budgets = [m for m in last_two if m.measure is Measure.LAST or _is_last_year(m, last_two)]
        others = [m for m in last_two if m not in budgets]
    return (others[0], budgets[0]) if len(budgets) == 1 == len(others) else None


def _is_last_year(mention: Mention, among: list[Mention]) -> bool:
    years = {m.year for m in among if m.year}
    return mention.year is not None and len(years) == 2 and mention.year == min(years)


def _rate(prose: Prose, rate: Mention, earlier: list[Mention]) -> Verdict | None:
    """The rate of a change: from the change and the figure it leads to, or from both figures."""
    amounts = [
        m
        for m in earlier
        if m.kind is not Kind.RATE and m.kind is not Kind.POINTS and m.kind is not Kind.SCORE
    ]
    changes = [m for m in amounts if m.role in {Role.RISE, Role.FALL}]
    plain = [m for m in amounts if m.role is Role.PLAIN]
    readings = list(_rate_readings(rate, changes, plain))
    found = first_that_holds(readings)
    if found:
        return found
    sure = _sure_rate(prose, rate, earlier)
    return judge(sure) if sure else None


def _rate_readings(rate: Mention, changes: list[Mention], plain: list[Mention]) -> Iterator[Relation]:
    for change in reversed(changes[-2:]):
        for figure in reversed([m for m in plain if same_measure(m, change)][-4:]):
            by = RISE_RATE if change.role is Role.RISE else FALL_RATE
            yield Relation(by, rate, (change, figure), rate.lead)
            yield Relation(RATE_OF, rate, (change, figure), rate.lead)
    for later in reversed(plain[-4:]):
        for before in plain[-4:]:
            if before is not later and same_measure(before, later):
                yield Relation(
                    GROWTH if rate.role is not Role.DROP else DROP, rate, (later, before), rate.lead
                )


def _sure_rate(prose: Prose, rate: Mention, earlier: list[Mention]) -> Relation | None:
    """The one reading that remains where the figures stand close together."""
    if has_own_subject(rate) or rate.loose or not earlier:
        return None
    previous = earlier[-1]
    if previous.role in {Role.RISE, Role.FALL} and len(earlier) > 1 and not previous.loose:
        return _after_change(rate, previous, earlier)
    if previous.role is not Role.PLAIN or previous.loose or len(earlier) < 2:
        return None
    before = earlier[-2]
    if before.role is not Role.PLAIN or before.loose or not same_measure(before, previous):
        return None
    pair = _plain_pair(rate, [before, previous])
    if pair is None:
        return None
    return Relation(GROWTH if rate.role is not Role.DROP else DROP, rate, pair, rate.lead)


def _after_change(rate: Mention, change: Mention, earlier: list[Mention]) -> Relation | None:
    """`支出 80万元，比上年增加 5万元，增长 6.67%`."""
    if has_own_subject(change):
        return None
    figure = earlier[-2]
    if (
        figure.role is not Role.PLAIN
        or figure.loose
        or not same_measure(figure, change)
        or figure.depth != change.depth
    ):
        return None
    if (rate.role is Role.DROP) != (change.role is Role.FALL) and rate.role is not Role.CHANGE_RATE:
        return None
    base = [m for m in earlier[:-2] if same_measure(m, change) and m.role is Role.PLAIN]
    pair = _plain_pair(change, [*base[-1:], figure])
    if pair:
        return Relation(RATE_OF, rate, (change, pair[1]), rate.lead)
    if base and _AGAINST_BUDGET.search(change.lead):
        return None
    if figure.measure in _BUDGETS and _AGAINST_BUDGET.search(change.lead):
        return Relation(RATE_OF, rate, (change, figure), rate.lead)
    if not _AGAINST_LAST.search(change.lead + rate.lead):
        return None
    return Relation(RISE_RATE if change.role is Role.RISE else FALL_RATE, rate, (change, figure), rate.lead)
