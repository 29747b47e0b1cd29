"""完成率、执行率、占比、控制率: one figure as a share of another."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.relation import Relation, Verdict, first_that_holds, judge, law, same_measure
from authoring.figures.sizes import Sizes


def _quotient(part: Any, whole: Any) -> Any:
    return part / whole * 100


COMPLETION = law("WS-06", ("actual", "budget"), _quotient)
SHARE = law("WS-07", ("part", "whole"), _quotient)
CONTROL = law("WS-12", ("staff", "posts"), _quotient)

_BUDGETS = frozenset({Measure.INITIAL, Measure.BUDGET, Measure.FULL})
_SPENT = frozenset({Measure.ACTUAL, None})
_RECEIVED = frozenset({Measure.INCOME})


class _Sort(NamedTuple):
    """A sort of rate: the words that name it, and of what stage its two amounts are."""

    words: re.Pattern[str]
    above: frozenset[Measure | None]
    below: frozenset[Measure | None]


_SORTS = (
    _Sort(re.compile(r"到位率$"), _RECEIVED, _BUDGETS),
    _Sort(re.compile(r"使用率$|支付率$"), _SPENT, _BUDGETS | _RECEIVED),
    _Sort(
        re.compile(
            r"(?:完成率|执行率|支出率|支出进度|执行进度)$|(?:三公”?经费|公用经费|预算|经费)控制率$"
            r"|(?:完成|为|达|占)了?(?:[^，。；]{0,16}预算(?:数|安排|支出)?|计划)的$"
        ),
        _SPENT | _RECEIVED,
        _BUDGETS,
    ),
)
_CONTROL = re.compile(r"(?:在职)?人员控制率$|编制控制率$")
_DONE = re.compile(r"(?:完成率|回收率|完成比例)$")
_DONE_COUNT = re.compile(r"完成|收回|回收|实现")
_ENDING = re.compile(r"[为达到是约：: 仅]+$")


_NOWHERE = Sizes()


def find_rates(prose: Prose, elsewhere: Sizes = _NOWHERE) -> Iterator[Verdict]:
    """Every rate of a paragraph that its figures confirm or refute; those `elsewhere` can only confirm."""
    for mention in prose.mentions:
        if mention.kind is not Kind.RATE or mention.loose:
            continue
        start, _ = prose.sentence_at(mention.start)
        earlier = prose.before(mention.start, start)
        verdict = _of_rate(mention, earlier, prose, elsewhere)
        if verdict:
            yield verdict


def _of_rate(rate: Mention, earlier: list[Mention], prose: Prose, elsewhere: Sizes) -> Verdict | None:
    plain = _written_out(rate, earlier, prose.text) or _respectively(rate, earlier, prose)
    if plain is not None:
        return judge(plain)
    if earlier and _OF.fullmatch(prose.text[earlier[-1].end : rate.start]):
        return _of_the_last(rate, earlier)
    core = _ENDING.sub("", rate.lead)
    if _CONTROL.search(core):
        return _control(rate, [*prose.mentions, *elsewhere.counts])
    if (said := _CUT.search(core)) is not None:
        return _cut_rate(rate, earlier, said["stem"])
    if rate.role is Role.COMPLETION:
        sort = next((sort for sort in _SORTS if sort.words.search(core)), None)
        found = _completion(rate, earlier, prose, elsewhere, sort) if sort else None
        return found or _done(rate, earlier, core)
    return _share(rate, earlier, prose, elsewhere) if rate.role is Role.SHARE else None


_CUT = re.compile(r"(?P<stem>核减|审减|节约|压减|节支|结余|节省)率$")


def _cut_rate(rate: Mention, earlier: list[Mention], stem: str) -> Verdict | None:
    """`送审 4.62亿元，审定 4.31亿元，核减 0.31亿元，核减率 6.71%`."""
    amounts = [m for m in earlier if m.kind is Kind.AMOUNT and not m.loose]
    cut = amounts[-1] if amounts else None
    if cut is None or stem not in cut.lead:
        return None
    wholes = [
        whole
        for whole in amounts[:-1]
        for rest in amounts[:-1]
        if whole.value.value - rest.value.value == cut.value.value and whole.value.value
    ]
    found = first_that_holds(Relation(SHARE, rate, (cut, whole), rate.lead) for whole in wholes)
    return found or (judge(Relation(SHARE, rate, (cut, wholes[0]), rate.lead)) if len(wholes) == 1 else None)


_OF = re.compile(r"的(?:约|近)?")
_SAYS_PART = re.compile(r"占|为|完成|达|相当于|仅")


_DIVIDED = re.compile(r"[^\d，。；]{0,12}[÷/／][^\d，。；]{0,12}")
_TIMES = re.compile(r"[^\d，。；]{0,6}[×xX*＊][ ]?")
_COMES_TO = re.compile(r" ?[=＝≈]+ ?")
_COMBINED = re.compile(r"[-－−—+＋]")
_HUNDRED = 100


_EACH_OF = re.compile(r"分别占(?P<name>[^，。；]{0,16}?)的?$")
_AND = re.compile(r"[、和及与，]")


def _respectively(rate: Mention, earlier: list[Mention], prose: Prose) -> Relation | None:
    """`9.16万元，其中甲 3.52万元、乙 5.64万元，分别占 38.43%和 61.57%`."""
    behind = [m for m in prose.mentions if m.start >= rate.start]
    rates = [rate]
    for m in reversed(earlier):
        if m.kind is not Kind.RATE or not _AND.fullmatch(prose.text[m.end : rates[0].start]):
            break
        rates.insert(0, m)
    place = len(rates) - 1
    for m in behind[1:]:
        if m.kind is not Kind.RATE or not _AND.fullmatch(prose.text[rates[-1].end : m.start]):
            break
        rates.append(m)
    amounts = [m for m in earlier if m.kind is not Kind.RATE and m.role is Role.PLAIN]
    if len(rates) < 2 or not _EACH_OF.search(rates[0].lead) or len(amounts) != len(rates) + 1:
        return None
    whole, *parts = amounts
    alike = all(same_measure(m, whole) and not m.loose for m in parts)
    return Relation(SHARE, rate, (parts[place], whole), "分别占") if alike and not whole.loose else None


def _written_out(rate: Mention, earlier: list[Mention], text: str) -> Relation | None:
    """`(58/62)×100%＝93.55%`: a rate with its division."""
    if len(earlier) < 3:
        return None
    above, below, hundred = earlier[-3:]
    if hundred.kind is not Kind.RATE or hundred.value.value != _HUNDRED:
        return None
    if len(earlier) > 3 and _COMBINED.search(text[earlier[-4].end : above.start]):
        return None
    divided = _DIVIDED.fullmatch(text[above.end : below.start])
    times = _TIMES.fullmatch(text[below.end : hundred.start])
    if not (divided and times and _COMES_TO.fullmatch(text[hundred.end : rate.start])):
        return None
    return Relation(COMPLETION, rate, (above, below), "÷")


def _of_the_last(rate: Mention, earlier: list[Mention]) -> Verdict | None:
    """`完成 489.57万元，为全年预算 506.80万元的 96.60%`."""
    whole = earlier[-1]
    parts = [m for m in earlier[:-1] if same_measure(m, whole) and m.role is Role.PLAIN]
    if not parts or whole.loose or not _SAYS_PART.search(whole.lead):
        return None
    which = COMPLETION if whole.measure in _BUDGETS else SHARE
    found = first_that_holds(Relation(which, rate, (part, whole), whole.lead) for part in reversed(parts))
    if found or parts[-1].loose or parts[-1] is not earlier[-2]:
        return found
    return judge(Relation(which, rate, (parts[-1], whole), whole.lead))


def _control(rate: Mention, figures: Sequence[Mention]) -> Verdict | None:
    """在职人员控制率＝在职人员数÷编制数, where each is stated once."""
    staff, posts = _distinct(figures, "在职人员"), _distinct(figures, "编制")
    found = first_that_holds(
        Relation(CONTROL, rate, (s, p), rate.lead) for s in staff for p in posts if _may_be(rate, s, p)
    )
    if found or len(staff) != 1 or len(posts) != 1:
        return found
    return judge(Relation(CONTROL, rate, (staff[0], posts[0]), rate.lead))


def _distinct(figures: Sequence[Mention], term: str) -> list[Mention]:
    """The head counts of a term, each value once."""
    return list({m.value: m for m in reversed(figures) if m.kind is Kind.COUNT and m.term == term}.values())


def _completion(
    rate: Mention, earlier: list[Mention], prose: Prose, elsewhere: Sizes, sort: _Sort
) -> Verdict | None:
    """A rate of amounts, by the stages it is of."""
    near = [m for m in earlier if _is_plain_amount(m)][-_MOST_STAGES:]
    below = [m for m in near if m.measure in sort.below]
    if "年初" in rate.lead:
        below = [m for m in below if m.measure is not Measure.FULL]
    above = [m for m in near if m.measure in sort.above and m not in below]
    pairs = [(a, b) for a in above for b in below]
    if sort.below > _BUDGETS:  # 使用率: of what came in as well as of the budget
        pairs += [(a, b) for a in above for b in near if b.measure in _RECEIVED]
    found = first_that_holds(
        Relation(COMPLETION, rate, (a, b), rate.lead) for a, b in pairs if _may_be(rate, a, b)
    )
    if found or not pairs or not _sure(near, earlier, above, below) or _of_some(rate, earlier, prose):
        return found
    found = first_that_holds(
        Relation(COMPLETION, rate, (a, b), rate.lead)
        for a in above
        for b in _completed(rate, a, prose, elsewhere)
        if _is_plain_amount(b) and b.value.step < b.value.value / 100 and _may_be(rate, a, b)
    )
    return found or judge(Relation(COMPLETION, rate, (above[-1], below[-1]), rate.lead))


_MOST_STAGES = 40
"""A rate is of amounts not further before it than this."""


def _completed(rate: Mention, part: Mention, prose: Prose, elsewhere: Sizes) -> Iterator[Mention]:
    """What a part may be so many percent of, in the paragraph and in the paper."""
    yield from prose.around(rate.start)
    yield from elsewhere.wholes(rate, part)


def _of_some(rate: Mention, earlier: list[Mention], prose: Prose) -> bool:
    """`1个项目执行率为 80%`: whether a rate is that of so many things, which need not be all."""
    last = earlier[-1]
    return last.kind is Kind.COUNT and not _PAUSE.search(prose.text[last.end : rate.start])


_PAUSE = re.compile("[，。；、：,;:（(]")


def _sure(near: list[Mention], earlier: list[Mention], above: list[Mention], below: list[Mention]) -> bool:
    """Whether the sentence states one amount of each stage before the rate, or two right before it."""
    if any(m.loose for m in near):
        return False
    if len({m.value for m in above}) == 1 and len({m.value for m in below}) == 1:
        return True
    plain = [m for m in earlier if m.kind is Kind.AMOUNT]
    return len(plain) >= 2 and {plain[-1], plain[-2]} == {above[-1], below[-1]}


def _is_plain_amount(mention: Mention) -> bool:
    return mention.kind is Kind.AMOUNT and mention.role is Role.PLAIN


def _done(rate: Mention, earlier: list[Mention], core: str) -> Verdict | None:
    """`设置指标 32个，完成 30个，完成率 93.75%`; `应整改 26个，已整改 24个，整改率 …`."""
    if _OF_TARGET.fullmatch(core) and (against := _against_target(rate, earlier)):
        return against
    counts = [m for m in earlier if m.kind is Kind.COUNT and m.role is Role.PLAIN]
    stem = _STEM.search(core)
    named = [m for m in counts if stem and stem[1] in m.lead and not _NOT.search(m.lead)]
    part = next(reversed(named or counts), None)
    asked = _OF_TASK.search(core) is not None
    if part is None or part.loose or not (stem or asked):
        return None
    done = (asked or _DONE.search(core) is not None) and _DONE_COUNT.search(part.lead) is not None
    if not (done or named):
        return None
    aims = [m for m in earlier if m.kind is Kind.COUNT and m.role is Role.TARGET] if asked else []
    wholes = aims or [
        m
        for m in counts[: counts.index(part)]
        if same_measure(m, part) and (done or part.value.value <= m.value.value)
    ]
    found = first_that_holds(Relation(COMPLETION, rate, (part, m), rate.lead) for m in reversed(wholes))
    if found or len(wholes) != 1 or not _is_base(wholes[0], part, stem[1] if stem else "", done=done):
        return found
    return judge(Relation(COMPLETION, rate, (part, wholes[0]), rate.lead))


def _is_base(whole: Mention, part: Mention, stem: str, *, done: bool) -> bool:
    """Whether a count is what another is a share of, and not one of the same deed itself."""
    if whole.loose or (done and _DONE_COUNT.search(whole.lead)):
        return False
    achieved = not stem or re.search(f"(?:已|实际|完成|实){stem}", part.lead) is not None
    return achieved or stem not in whole.lead


def _against_target(rate: Mention, earlier: list[Mention]) -> Verdict | None:
    """`造林1200亩，年初目标1500亩，完成率80%`. More than the target is mostly told as 100%."""
    counts = [m for m in earlier if m.kind is Kind.COUNT]
    targets = [m for m in counts if m.role is Role.TARGET]
    if len(counts) != 2 or len(targets) != 1 or any(m.loose for m in counts):
        return None
    target = targets[0]
    done = counts[0] if counts[1] is target else counts[1]
    if done.role is not Role.PLAIN or not same_measure(done, target):
        return None
    over = done.value.value > target.value.value
    return None if over else judge(Relation(COMPLETION, rate, (done, target), rate.lead))


_OF_TARGET = re.compile(r"(?:目标|任务|计划|指标)?完成率")
_NOT = re.compile(r"^(?:尚)?未")
_OF_TASK = re.compile(r"(?:完成|占|达到?|为)(?:全年|年度|目标|计划)*(?:任务|目标|计划)(?:数|任务)?的$")
_STEM = re.compile(r"(不?[一-龥]{2})率$")


_WHOLE = re.compile(
    r"占(?!比)(?:本年|全年|当年|年度)?(?P<name>[^，。；]{0,20}?)的?(?:比例|比重)?(?:为|达|是)?$"
    r"|(?:占比|比重|比例)为?$"
)
_GENERAL = re.compile(
    r"(?:本年|全年|部门|单位)?(?:总|全部)?"
    r"(?:支出|收入|资金|总额|总数|总量|人数|合计|总计|预算)(?:总额|合计|总数|总计)?"
)


def _share(rate: Mention, earlier: list[Mention], prose: Prose, elsewhere: Sizes) -> Verdict | None:
    if not earlier or earlier[-1].role is not Role.PLAIN:
        return None
    part = earlier[-1]
    if part.kind in {Kind.RATE, Kind.POINTS} or part.loose:
        return None
    named = _named_whole(rate, part, prose)
    if named:
        return judge(Relation(SHARE, rate, (part, named), rate.lead))
    near = [m for m in prose.around(rate.start) if _may_be_whole(m, part) and _may_be(rate, part, m)]
    found = first_that_holds(Relation(SHARE, rate, (part, whole), rate.lead) for whole in reversed(near))
    whole = None if found else _whole_of(rate, part, prose)
    if whole is None:
        return found
    wider = (m for m in elsewhere.wholes(rate, part) if _may_be_whole(m, part) and _may_be(rate, part, m))
    found = first_that_holds(Relation(SHARE, rate, (part, m), rate.lead) for m in wider)
    return found or judge(Relation(SHARE, rate, (part, whole), rate.lead))


_SHORTEST_NAME = 5


def _named_whole(rate: Mention, part: Mention, prose: Prose) -> Mention | None:
    """The one figure of the sentence that has the very name a rate says it is a share of."""
    said = _WHOLE.search(rate.lead)
    name = (said["name"] or "") if said else ""
    if len(name) < _SHORTEST_NAME:
        return None
    start, _ = prose.sentence_at(rate.start)
    called = [m for m in prose.before(rate.start, start) if m.name == name and _may_be_whole(m, part)]
    return called[0] if len(called) == 1 and not called[0].loose else None


def _may_be(rate: Mention, part: Mention, whole: Mention) -> bool:
    """Whether a rate comes so near that of two figures that it is worth working out: a cheap test."""
    if part.loose or whole.loose:
        return True
    said = rate.value.value * whole.value.value
    reach = (2 * rate.value.step) * (whole.value.value + whole.value.step) + abs(
        rate.value.value
    ) * whole.value.step
    return abs(part.value.value * 100 - said) <= reach + 100 * part.value.step


def _may_be_whole(mention: Mention, part: Mention) -> bool:
    return (
        same_measure(mention, part)
        and mention.role is Role.PLAIN
        and mention is not part
        and mention.value.value >= part.value.value
    )


_DIVIDES = re.compile(r"其中|按|从")
"""How a sentence begins that parts the total of the one before it."""


def _whole_of(rate: Mention, part: Mention, prose: Prose) -> Mention | None:
    """The total of the sentence, where the rate says it is of that, or its neighbours' rates are."""
    said = _WHOLE.search(rate.lead)
    start, end = prose.sentence_at(rate.start)
    if start and _DIVIDES.match(prose.text, start):
        start, _ = prose.sentence_at(start - 1)
    within = [m for m in prose.around(rate.start) if start <= m.start < end]
    amounts = [m for m in within if same_measure(m, part) and m.role is Role.PLAIN]
    if said is None or len(amounts) < 2 or any(m.loose for m in amounts):
        return None
    whole = max(amounts, key=lambda m: m.value.value)
    name = said["name"] or ""
    if whole is part or _has_share(whole, name, prose):
        return None
    if name and (name in whole.name or whole.name.endswith(name) or _GENERAL.fullmatch(name)):
        return whole
    if name:
        return None
    others = [m for m in within if m.kind is Kind.RATE and m.role is Role.SHARE and m is not rate]
    if any(other.value.value and _is_share_of(other, whole, prose) for other in others[:_MOST_OTHERS]):
        return whole
    parts_follow = _PARTS_FOLLOW.search(prose.text, whole.end, part.start) is not None
    return whole if whole is amounts[0] and (len(amounts) == 2 or parts_follow) else None


_PARTS_FOLLOW = re.compile(r"其中|[：:]")


def _has_share(whole: Mention, name: str, prose: Prose) -> bool:
    """Whether a figure is itself said to be a share of the same whole, and so only another part of it."""
    following = prose.mentions[prose.mentions.index(whole) + 1 :][:1]
    said = [_WHOLE.search(m.lead) for m in following if m.kind is Kind.RATE]
    return any(found and name and found["name"] == name for found in said)


_MOST_OTHERS = 20


def _is_share_of(rate: Mention, whole: Mention, prose: Prose) -> bool:
    before = [m for m in prose.before(rate.start) if same_measure(m, whole)]
    verdict = judge(Relation(SHARE, rate, (before[-1], whole), rate.lead)) if before else None
    return verdict is not None and verdict.holds
