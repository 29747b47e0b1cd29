"""What score an indicator has earned: reads 指标值 and 完成值, and applies the 计分规则.

Source: 绩效管理系统填报说明（待核原文）; the lines and methods are in `basis/scoring.yaml`.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from authoring.basis.scoring import DIVIDING, Scoring
from authoring.model.evaluation import Indicator
from authoring.quantities import Amount, narrow

QUALITATIVE = "定性"
AT_LEAST, AT_MOST, EQUAL = "≥", "≤", "＝"
_NATURES = {
    **dict.fromkeys(["≥", "≧", ">=", "＞", ">", "＞=", "＞＝", "大于等于", "大于", "正向"], AT_LEAST),
    **dict.fromkeys(["不低于", "不少于", "不小于", "高于", "达到"], AT_LEAST),
    **dict.fromkeys(["≤", "≦", "<=", "＜", "<", "＜=", "＜＝", "小于等于", "小于", "反向"], AT_MOST),
    **dict.fromkeys(["不高于", "不超过", "不大于", "不多于", "低于", "控制在"], AT_MOST),
    **dict.fromkeys(["＝", "=", "==", "等于"], EQUAL),
    QUALITATIVE: QUALITATIVE,
}
_SAME_UNIT = {"百分比": "%", "㎡": "平方米", "m²": "平方米"}
_ENDINGS = {"以上": AT_LEAST, "以内": AT_MOST, "以下": AT_MOST}
_SIGNS = "|".join(
    sorted((re.escape(sign) for sign in _NATURES if sign != QUALITATIVE), key=len, reverse=True)
)
_MEASURE = re.compile(
    rf"(?P<sign>{_SIGNS})?\s*(?P<number>[+-]?(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?)\s*"
    rf"(?P<unit>[^0-9\s以,]{{0,8}}?)(?:(?:及|\(含\))?(?P<ending>{'|'.join(_ENDINGS)})(?:\(含\))?)?"
)

_MOST_DIGITS = 24


class Measure(NamedTuple):
    """A number with the sign and unit that were typed along with it; both may be empty."""

    value: Decimal
    step: Decimal
    unit: str
    nature: str


def nature_of(typed: str | None) -> str | None:
    """One of ≥ ≤ ＝ 定性 for the ways to write it; `None` for none of them."""
    return _NATURES.get("".join((typed or "").split()))


@lru_cache(maxsize=4096)
def read_measure(text: str | None) -> Measure | None:
    """`≥50个`, `90%以上`, `2,698万元` as a number; `None` where the text is none."""
    match = _MEASURE.fullmatch(narrow(text or "").strip())
    if not match or len(match["number"]) > _MOST_DIGITS:
        return None
    value = Decimal(match["number"].replace(",", ""))
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # the pattern admits finite numbers only
    nature = _NATURES.get(match["sign"] or "") or _ENDINGS.get(match["ending"] or "") or ""
    unit = _SAME_UNIT.get(match["unit"], match["unit"])
    return Measure(value, Decimal(1).scaleb(exponent), unit, nature)


class Reading(NamedTuple):
    """An indicator read: `nature` is empty where neither 指标性质 nor 指标值 tells it."""

    nature: str
    target: Measure | None
    actual: Measure | None

    @property
    def counted(self) -> bool:
        """Whether both values are numbers in one unit."""
        if self.target is None or self.actual is None:
            return False
        return not (self.target.unit and self.actual.unit) or self.target.unit == self.actual.unit


def read_indicator(indicator: Indicator) -> Reading:
    """The nature and the numbers of an indicator."""
    return _reading(indicator.nature, indicator.target, indicator.unit, indicator.actual)


@lru_cache(maxsize=4096)
def _reading(nature: str | None, target: str | None, unit: str | None, actual: str | None) -> Reading:
    wanted, reached = _in_unit(read_measure(target), unit), _in_unit(read_measure(actual), unit)
    return Reading(nature_of(nature) or (wanted.nature if wanted else ""), wanted, reached)


def _in_unit(measure: Measure | None, unit: str | None) -> Measure | None:
    """A number in the unit of 计量单位 where it has none of its own; amounts in 万元."""
    if measure is None:
        return None
    own = measure.unit or "".join(narrow(unit or "").split())
    own = _SAME_UNIT.get(own, own)
    worth = Amount.units.get(own) if own else None
    if worth is None:
        return measure._replace(unit=own)
    return measure._replace(value=measure.value * worth, step=measure.step * worth, unit="万元")


def contradictory(indicator: Indicator) -> bool:
    """Whether 指标性质 says one thing and the sign in 指标值 another."""
    return _contradict(indicator.nature, indicator.target)


def _contradict(typed: str | None, target: str | None) -> bool:
    measure, nature = read_measure(target), nature_of(typed)
    return bool(measure and measure.nature and nature and measure.nature != nature)


def due_score(
    nature: str | None,
    target: str | None,
    unit: str | None,
    actual: str | None,
    weight: Any,
    scoring: Scoring,
) -> Any:
    """The score a 定量 indicator has earned, unrounded; `None` where the rules give none.

    `weight` may be a number or a range. A negative 完成值 counts as 0.
    """
    if _contradict(nature, target):
        return None
    reading = _reading(nature, target, unit, actual)
    if not reading.counted or reading.nature in {"", QUALITATIVE}:
        return None
    assert reading.target is not None
    assert reading.actual is not None
    actual_value = max(reading.actual.value, Decimal(0))
    ratio = _ratio(reading.nature, reading.target.value, actual_value, scoring)
    return None if ratio is None else weight * ratio[0] / ratio[1]  # divided last: 18×25÷48 is 9.375


def share_of(nature: str, target: Decimal, actual: Decimal, scoring: Scoring) -> Decimal | None:
    """How much of the weight is earned, 0 to 1; `None` for a target that nothing can be measured by."""
    ratio = _ratio(nature, target, actual, scoring)
    return None if ratio is None else ratio[0] / ratio[1]


_ALL, _NOTHING = (Decimal(1), Decimal(1)), (Decimal(0), Decimal(1))


def _ratio(nature: str, target: Decimal, actual: Decimal, scoring: Scoring) -> tuple[Decimal, Decimal] | None:
    """The share as dividend and divisor, so that nothing is rounded before the weight is in."""
    if target < 0:
        return None
    if nature == AT_MOST or (nature == EQUAL and target == 0):
        return _ratio_at_most(target, actual, scoring)
    return _ALL if actual >= target else (actual, target)


def _ratio_at_most(target: Decimal, actual: Decimal, scoring: Scoring) -> tuple[Decimal, Decimal]:
    if actual <= target:
        return _ALL
    if target == 0:
        return _NOTHING
    if scoring.reverse == DIVIDING:
        return target, actual
    return max(Decimal(0), target - (actual - target)), target


def unfinished(reading: Reading, scoring: Scoring) -> bool:
    """Whether a 定量 indicator fell short of its target."""
    if not reading.counted or reading.nature in {"", QUALITATIVE}:
        return False
    assert reading.target is not None
    assert reading.actual is not None
    actual = max(reading.actual.value, Decimal(0))
    return share_of(reading.nature, reading.target.value, actual, scoring) not in {None, Decimal(1)}


def completion_percent(reading: Reading) -> Decimal | None:
    """完成值÷指标值×100 where more is better or an exact number was to be met; `None` otherwise."""
    if not reading.counted or reading.nature not in {AT_LEAST, EQUAL}:
        return None
    assert reading.target is not None
    assert reading.actual is not None
    if reading.target.value <= 0:
        return None
    return reading.actual.value / reading.target.value * 100
