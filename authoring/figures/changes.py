"""增减: what a text says a figure has changed by, against last year or the budget, and which way."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from authoring.checks.finding import Outcome
from authoring.checks.registry import Identity
from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.relation import Relation, Verdict, first_that_holds, judge, law, same_measure
from authoring.figures.roles import COME_TO, DOWN, UP
from authoring.figures.vocabulary import one_of


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
RISEN = law("WS-05", ("later", "earlier"), _rise)
FALLEN = law("WS-05", ("later", "earlier"), _fall)
"""说增加的确有增加，说减少的确有减少: the words against the figures."""

CONTRARY = law("WS-05", ("change",), lambda change: change)
"""增减额与增减幅度方向一致."""

_BUDGETS = {Measure.INITIAL, Measure.BUDGET, Measure.FULL}
_AGAINST_BUDGET = re.compile(r"预算|计划|指标|超支|节支|节约|超出|结余")
_AGAINST_LAST = re.compile(
    r"上年|去年|同比|上一年|前一年|年初(?!部门|预算|安排|批复|数)|(?:比|较|与)(?:19|20)?\d\d ?年"
)
_TIME = r"(?:上年|去年|上一年|前一年|年初|(?:19|20)?\d\d ?年)"
_OWN_WORDS = re.compile(
    one_of(
        "增幅 降幅 减幅 增长率 下降率 增速 幅度 变动率 变动 超支率 节约率 节支率 增减率 升幅 涨幅 同比 相比"
    )
    + rf"|(?:比|较|与|同)?{_TIME}度?(?:同期|决算|实际|支出|预算|数|度|相比|的|末)*"
    + r"|(?:比|较|与)?(?:年初|全年|当年|原)?预算(?:数|安排|额|相比|的)*|(?:比|较)(?:年初|计划)(?:数|安排)?"
    + f"|{one_of(f'{UP} {DOWN}')}(?:了|支出|预算|额|资金|经费|金额|比例|幅度|率)*"
    + f"|{one_of('金额 总额 总计 共计 实际 决算 则 又 也 均 合计 总体 整体 总量')}"
    + f"|{one_of('年度 本年 当年 今年 一年 全年 每月 每年 大于 高于 多于 超过 小于 低于 少于')}"
    + "|[了共约为达计的各净数、，：: ]"
)
"""Words that say that, and against what, a figure changed; what is left names the thing."""
_UP = re.compile(r"增|提高|升|涨|扩大")


class _Pair(NamedTuple):
    later: Mention
    earlier: Mention


def has_own_subject(change: Mention, figures: Sequence[Mention]) -> bool:
    """Whether the words of a change name something else than the figures before it do."""
    left = _OWN_WORDS.sub("", change.lead)
    return bool(left) and not any(left in m.name for m in figures)


def find_changes(prose: Prose) -> Iterator[Verdict]:
    """Every change a paragraph states that its own figures can confirm or refute."""
    figures = prose.mentions
    if len(figures) < 2:
        return
    for i, mention in enumerate(figures):
        start = _item_start(prose, mention)
        earlier = prose.before(mention.start, start)
        if mention.role in {Role.RISE, Role.FALL}:
            yield from _amount(prose, mention, earlier, figures[i + 1 : i + 3])
        elif mention.kind is Kind.RATE and mention.role in {Role.GROWTH, Role.DROP, Role.CHANGE_RATE}:
            yield from _rate(prose, mention, earlier)
        elif earlier and (said := COME_TO.search(mention.lead)):
            yield from _direction(mention, earlier[-1], said["verb"])


def _item_start(prose: Prose, mention: Mention) -> int:
    """Where the item of a sentence begins that a figure is in: after the last full stop or semicolon."""
    start, _ = prose.sentence_at(mention.start)
    item = max(start, max(prose.text.rfind(mark, start, mention.start) for mark in "；;") + 1)
    own = any(m.role is Role.PLAIN for m in prose.between(item, mention.start))
    return item if own or not mention.lead or has_own_subject(mention, ()) else start


def _direction(later: Mention, earlier: Mention, verb: str) -> Iterator[Verdict]:
    """`由 A 增加到 B` with a B below A."""
    if (
        same_measure(later, earlier)
        and earlier.role is Role.PLAIN
        and later.value.value != earlier.value.value
    ):
        which = RISEN if _UP.search(verb) else FALLEN
        yield from _against(which, later, _Pair(later, earlier))


def _against(which: Identity, stated: Mention, pair: _Pair) -> Iterator[Verdict]:
    """The breach, if the figures go the other way than the words."""
    verdict = judge(Relation(which, stated, pair, "方向"))
    if verdict:
        right = verdict.evaluation.expected >= 0
        outcome = Outcome.AGREES if right else Outcome.DIFFERS
        yield verdict._replace(evaluation=verdict.evaluation._replace(outcome=outcome))


def _amount(
    prose: Prose, change: Mention, earlier: list[Mention], later: Sequence[Mention]
) -> Iterator[Verdict]:
    """The amount of a change against a base that is stated too."""
    plain = [m for m in earlier if _comparable(m, change)]
    if prose.text[change.end : change.end + 1] in {"（", "("}:
        plain += [m for m in later if _comparable(m, change) and m.depth > change.depth]
    plain = plain[-_MOST_NEAR:]
    if len(plain) < 2:
        return
    which, opposite = (RISE, FALL) if change.role is Role.RISE else (FALL, RISE)
    pair = _pair(prose, change, plain)
    if pair:
        verdict = judge(Relation(which, change, pair, change.lead))
        if verdict and verdict.holds:
            yield verdict
            return
        turned = judge(Relation(opposite, change, pair, change.lead))
        if turned and turned.holds:
            yield from _against(RISEN if which is RISE else FALLEN, change, pair)
            return
        found = first_that_holds(
            Relation(which, change, (b, a), change.lead) for b, a in _pairs(change, plain)
        )
        found = found or next(_turned(which, change, plain), None)
        if found or verdict:
            yield found or verdict  # type: ignore[misc]  # one of them is there
        return
    found = first_that_holds(Relation(which, change, (b, a), change.lead) for b, a in _pairs(change, plain))
    if found:
        yield found
        return
    yield from _turned(which, change, plain)


_MOST_NEAR = 12
"""A change is against one of the figures right before it."""


def _turned(which: Identity, change: Mention, plain: Sequence[Mention]) -> Iterator[Verdict]:
    """The breach, where the change is right against a base that is named, but for its direction."""
    opposite, said = (FALL, RISEN) if which is RISE else (RISE, FALLEN)
    bases = [m for m in plain if _COMPARED.match(m.lead) and m.value.places > 1]
    for later in plain if len(bases) == 1 else ():
        pair = _Pair(later, bases[0])
        verdict = judge(Relation(opposite, change, pair)) if later is not bases[0] else None
        if verdict and verdict.holds:
            yield from _against(said, change, pair)
            return


def _pairs(change: Mention, plain: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Later and earlier figures that may differ by a change: far the most do not, and need no working out."""
    later = [m for m in plain if not _COMPARED.match(m.lead)]
    return ((b, a) for b in later for a in plain if a is not b and _may_differ_by(change, b, a))


def _may_differ_by(change: Mention, one: Mention, other: Mention) -> bool:
    trio = (change, one, other)
    if any(m.loose for m in trio):
        return True
    off = abs(abs(one.value.value - other.value.value) - abs(change.value.value))
    return bool(off <= sum(m.value.step for m in trio))


def _comparable(mention: Mention, change: Mention) -> bool:
    if mention.role not in {Role.PLAIN, Role.PER}:
        return False
    return same_measure(mention, change) or (mention.kind is Kind.RATE and change.kind is Kind.POINTS)


def _pair(prose: Prose | None, change: Mention, plain: list[Mention]) -> _Pair | None:
    """Later and earlier figure, where the text leaves no doubt which they are."""
    last_two = plain[-2:]
    if len(last_two) < 2 or has_own_subject(change, last_two):
        return None
    one, other = last_two
    if prose is not None and COME_TO.search(other.lead):
        return _Pair(other, one)
    if any(m.loose for m in last_two):
        return None
    base = [m for m in last_two if m.measure is Measure.LAST or _is_last_year(m, last_two)]
    if len(base) == 1:
        return _Pair(one if base[0] is other else other, base[0])
    budgets = [m for m in last_two if m.measure in _BUDGETS]
    if len(budgets) == 1 and not _AGAINST_LAST.search(change.lead):
        rest = one if budgets[0] is other else other
        return (
            _Pair(rest, budgets[0])
            if _AGAINST_BUDGET.search(change.lead) or _same_thing(one, other)
            else None
        )
    return None


def _same_thing(one: Mention, other: Mention) -> bool:
    return not other.term or one.term == other.term


def _is_last_year(mention: Mention, among: list[Mention]) -> bool:
    years = {m.year for m in among if m.year}
    if mention.year is None:
        return _COMPARED.match(mention.lead) is not None
    return mention.year == min(years) if len(years) == 2 else _COMPARED.match(mention.lead) is not None


_COMPARED = re.compile(r"(?:比|较|与|同)")


def _rate(prose: Prose, rate: Mention, earlier: list[Mention]) -> Iterator[Verdict]:
    """The rate of a change: from the change and the figure it leads to, or from both figures."""
    amounts = [m for m in earlier if m.kind in {Kind.AMOUNT, Kind.COUNT, Kind.BARE}]
    changes = [m for m in amounts if m.role in {Role.RISE, Role.FALL}]
    plain = [m for m in amounts if m.role is Role.PLAIN]
    if _contradicts(prose, rate, earlier):
        verdict = judge(Relation(CONTRARY, rate, (earlier[-1],), "方向"))
        if verdict:
            yield verdict._replace(evaluation=verdict.evaluation._replace(outcome=Outcome.DIFFERS))
        return
    found = first_that_holds(_rate_readings(rate, changes, plain))
    if found:
        yield found
        return
    sure = _sure_rate(prose, rate, earlier)
    verdict = judge(sure) if sure else None
    if verdict is None or sure is None:
        return
    if (
        sure.law in {GROWTH, DROP}
        and isinstance(sure.given[0], Mention)
        and isinstance(sure.given[1], Mention)
    ):
        pair = _Pair(sure.given[0], sure.given[1])
        turned = judge(sure._replace(law=DROP if sure.law is GROWTH else GROWTH))
        if turned and turned.holds:
            yield from _against(RISEN if sure.law is GROWTH else FALLEN, rate, pair)
            return
    yield verdict


_NEXT = re.compile(r"[，,、]?[^，。；、\d]{0,8}$")


def _contradicts(prose: Prose, rate: Mention, earlier: list[Mention]) -> bool:
    """`减少 3万元，增长 2%`: a rate right behind a change that goes the other way."""
    if not earlier or earlier[-1].role not in {Role.RISE, Role.FALL} or rate.role is Role.CHANGE_RATE:
        return False
    change = earlier[-1]
    between = prose.text[change.end : rate.start]
    if not _NEXT.fullmatch(between) or has_own_subject(rate, earlier) or "比" in between or "同" in between:
        return False
    return (rate.role is Role.DROP) is not (change.role is Role.FALL)


def _rate_readings(rate: Mention, changes: list[Mention], plain: list[Mention]) -> Iterator[Relation]:
    for change in reversed(changes[-2:]):
        by = RISE_RATE if change.role is Role.RISE else FALL_RATE
        near = [m for m in plain if same_measure(m, change) and m.start < change.start][-4:]
        last = _AGAINST_LAST.search(change.lead + rate.lead) is not None
        bases = [m for m in near if _is_base(m) and not (last and m.measure in _BUDGETS)]
        for figure in reversed(near):
            if figure in bases or (not bases and figure is not near[-1]):
                yield Relation(RATE_OF, rate, (change, figure), rate.lead)
            if figure not in bases:
                yield Relation(by, rate, (change, figure), rate.lead)
    for later in reversed(plain[-4:]):
        for before in plain[-4:]:
            if before is not later and same_measure(before, later):
                yield Relation(DROP if rate.role is Role.DROP else GROWTH, rate, (later, before), rate.lead)


def _is_base(mention: Mention) -> bool:
    return mention.measure in _BUDGETS or mention.measure is Measure.LAST


def _sure_rate(prose: Prose, rate: Mention, earlier: list[Mention]) -> Relation | None:
    """The one reading that remains where the figures stand close together."""
    near = [m for m in earlier if m.kind is not Kind.RATE]
    if rate.loose or not near or near[-1].loose or has_own_subject(rate, near[-3:]):
        return None
    previous = near[-1]
    if previous.role in {Role.RISE, Role.FALL}:
        return _after_change(prose, rate, previous, near[:-1])
    if len(near) < 2 or previous.role is not Role.PLAIN:
        return None
    before = near[-2]
    if before.loose or before.role is not Role.PLAIN or not same_measure(before, previous):
        return None
    pair = _pair(None, rate, [before, previous]) or _from_to(before, previous)
    if pair is None:
        return None
    return Relation(DROP if rate.role is Role.DROP else GROWTH, rate, pair, rate.lead)


_SHARES = re.compile(r"占[^，。；]*")


def _from_to(before: Mention, previous: Mention) -> _Pair | None:
    return _Pair(previous, before) if COME_TO.search(previous.lead) else None


def _after_change(prose: Prose, rate: Mention, change: Mention, before: list[Mention]) -> Relation | None:
    """`支出 80万元，比上年增加 5万元，增长 6.67%`."""
    if (rate.role is Role.DROP) != (change.role is Role.FALL) and rate.role is not Role.CHANGE_RATE:
        return None
    figure = before[-1] if before else _said_before(prose, change)
    if figure is None or figure.role is not Role.PLAIN or not same_measure(figure, change):
        return None
    if figure.loose or figure.depth != change.depth or has_own_subject(change, [figure]):
        return None
    base = [m for m in before[:-1] if same_measure(m, change) and m.role is Role.PLAIN]
    pair = _pair(None, change, [*base[-1:], figure]) or (_from_to(base[-1], figure) if base else None)
    if pair:
        return Relation(RATE_OF, rate, (change, pair.earlier), rate.lead)
    return _against_what(prose, rate, change, figure, alone=not base)


_COMPARED_WITH = re.compile(
    r"(?:与|同|和)(?:上年|去年|上一年|(?:19|20)\d\d ?年)(?:度)?(?:决算|支出|数|同期)*(?:相比|比较)"
)


def _against_what(
    prose: Prose, rate: Mention, change: Mention, figure: Mention, *, alone: bool
) -> Relation | None:
    """The relation, by what the words between figure and rate say the change is against."""
    said = _SHARES.sub("", prose.text[figure.end : rate.start])
    start, _ = prose.sentence_at(figure.start)
    before = _COMPARED_WITH.search(prose.text, start, figure.start)
    last = _AGAINST_LAST.search(said) is not None or before is not None
    budget = _AGAINST_BUDGET.search(said) is not None and not last
    if (
        figure.measure is Measure.LAST
        or _COMPARED.match(figure.lead)
        or (figure.measure in _BUDGETS and budget)
    ):
        return Relation(RATE_OF, rate, (change, figure), rate.lead)
    if not last and not (budget and alone):
        return None
    return Relation(RISE_RATE if change.role is Role.RISE else FALL_RATE, rate, (change, figure), rate.lead)


def _said_before(prose: Prose, change: Mention) -> Mention | None:
    """The figure of an earlier sentence that has the name a change speaks of."""
    own = _OWN_WORDS.sub("", change.lead)
    if not change.term and not own:
        return None
    named = [
        m
        for m in prose.mentions
        if m.end < change.start and m.role is Role.PLAIN and _is_named(m, change.term, own)
    ]
    return named[0] if len(named) == 1 and named[0].measure is not Measure.LAST else None


def _is_named(mention: Mention, term: str, own: str) -> bool:
    return mention.term == term if term else mention.name == own
