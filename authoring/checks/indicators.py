"""ZB 绩效指标: what was to be reached, what was, the score that earns, the reasons for deviations."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from authoring.basis import TO_BE_CHECKED
from authoring.basis.indicators import indicator_words
from authoring.basis.scoring import Scoring
from authoring.checks.finding import Severity
from authoring.checks.indicator_score import (
    AT_MOST,
    QUALITATIVE,
    Measure,
    completion_percent,
    contradictory,
    due_score,
    nature_of,
    read_indicator,
    read_measure,
    unfinished,
)
from authoring.checks.registry import (
    SCORING,
    Breach,
    Context,
    Identity,
    Requirement,
    identity,
    requirement,
)
from authoring.checks.scoring import TABLES
from authoring.checks.tables import EvaluationTable, tables_of
from authoring.model.evaluation import Indicator
from authoring.model.paths import Located, answer
from authoring.quantities import Amount, Quantity, round_half_up

_FILLING = f"绩效管理系统填报说明（{TO_BE_CHECKED}）"
_REVIEW = f"自评审核常见问题（{TO_BE_CHECKED}）"


@identity(
    "ZB-01",
    each=tuple(f"{table}.indicators.*" for table in TABLES),
    figure="score",
    given=("nature", "target", "unit", "actual", "weight", SCORING),
    optional=("nature", "target", "unit", "actual"),
    basis=_FILLING,
    derives=True,
    explainable=True,
    hint="请按计分规则重算；本地另有计分办法的，请写出错说明。",
)
def indicator_score(
    nature: str | None,
    target: str | None,
    unit: str | None,
    actual: str | None,
    weight: Any,
    scoring: Scoring,
) -> Any:
    """定量指标得分按完成值和指标值计算

    例：指标值 ≥50，完成值 45，分值 10，得分 9.00；反向指标超过指标值的，按超出比例扣减
    """
    return due_score(nature, target, unit, actual, weight, scoring)


@requirement("ZB-02", basis=_FILLING)
def qualitative_scored_in_band(context: Context) -> Iterator[Breach]:
    """定性指标写明完成情况，得分在所属档次之内

    例：分值 10 分，“部分达成”应得 6 分（含）至 8 分，填 9 分
    """
    for table, at in _indicators(context):
        indicator: Indicator = at.value
        if read_indicator(indicator).nature != QUALITATIVE or indicator.weight is None:
            continue
        if not (indicator.completion or indicator.actual):
            yield Breach(f"{_name(table, at)}是定性指标，未写完成情况", f"{at.path}.完成情况", "请补写。")
        if indicator.band and (wrong := _out_of_band(indicator, context.scoring)):
            yield Breach(f"{_name(table, at)}{wrong}", f"{at.path}.得分", "请核对档次和得分。")


def _out_of_band(indicator: Indicator, scoring: Scoring) -> str:
    band = scoring.band((indicator.band or "").strip())
    if band is None:
        known = "、".join(each.name for each in scoring.bands)
        return f"完成档次填“{indicator.band}”，应为{known}之一"
    if indicator.score is None or indicator.weight is None:
        return ""
    low, high = (indicator.weight.value * share / 100 for share in (band.low, band.high))
    score, best = indicator.score.value, band.high == 100
    if low <= score < high or (best and score == high):
        return ""
    included = f"{low.normalize():f} 分（含）至 {high.normalize():f} 分{'（含）' if best else '（不含）'}"
    return f"完成档次为“{band.name}”，得分应为 {included}，填的是 {score} 分"


@requirement("ZB-03", basis=_REVIEW, severity=Severity.WARNING)
def target_is_measurable(context: Context) -> Iterator[Breach]:
    """定量指标的指标值、完成值是数字，单位一致；指标值大于 0

    例：成本指标的指标值写“符合相关规定”；指标值写 ≥0 人
    """
    for table, at in _indicators(context):
        indicator: Indicator = at.value
        reading = read_indicator(indicator)
        if indicator.nature and nature_of(indicator.nature) is None:
            message = f"指标性质填“{indicator.nature}”，应为 ≥、≤、＝、＞、＜ 或 定性"
            yield Breach(_name(table, at) + message, f"{at.path}.指标性质")
        elif contradictory(indicator):
            message = f"指标性质是“{indicator.nature}”，指标值却写“{indicator.target}”"
            yield Breach(_name(table, at) + message, f"{at.path}.指标值", "请改成一致。")
        elif not reading.nature and reading.counted and indicator.weight is not None:
            message = f"{_name(table, at)}没有指标性质，得分无法核对"
            yield Breach(message, f"{at.path}.指标性质", "请填 ≥、≤、＝ 或 定性。")
        elif reading.nature not in {"", QUALITATIVE}:
            for field, message in _unmeasurable(indicator, reading.target, reading.actual, reading.nature):
                yield Breach(_name(table, at) + message, f"{at.path}.{field}", "请改成可以衡量的数。")


def _unmeasurable(
    indicator: Indicator, target: Measure | None, actual: Measure | None, nature: str
) -> Iterator[tuple[str, str]]:
    if target is None:
        yield "指标值", f"指标值“{indicator.target or '（未填）'}”不是数字"
    elif target.value < 0 or (target.value == 0 and nature not in {AT_MOST, "＝"}):
        yield "指标值", f"指标值为 {target.value}，无法衡量"
    if actual is None and indicator.actual:
        yield "完成值", f"完成值“{indicator.actual}”不是数字"
    if target and actual and target.unit and actual.unit and target.unit != actual.unit:
        yield "完成值", f"指标值以“{target.unit}”计，完成值以“{actual.unit}”计"


@requirement("ZB-04", basis=_REVIEW, severity=Severity.WARNING, explainable=True)
def direction_fits(context: Context) -> Iterator[Breach]:
    """指标方向与指标相符：满意度、及时率等越高越好的用 ≥，且不超过 100%

    例：服务对象满意度≤100%，等于没有目标
    """
    for table, at in _indicators(context):
        indicator: Indicator = at.value
        name, reading = (indicator.name or "").strip(), read_indicator(indicator)
        high = name.endswith(indicator_words().higher_is_better) and not _negated(name)
        if high and reading.nature == AT_MOST:
            message = f"{_name(table, at)}越高越好，指标性质却是“≤”"
            yield Breach(message, f"{at.path}.指标值", "请改为“≥”，并写明要达到多少。")
        low = name.endswith(indicator_words().lower_is_better)
        if low and reading.nature == "≥":
            message = f"{_name(table, at)}越低越好，指标性质却是“≥”"
            yield Breach(message, f"{at.path}.指标值", "请改为“≤”。")
        if name.endswith(("满意度", "满意率")):
            for field, measure in (("指标值", reading.target), ("完成值", reading.actual)):
                if (
                    measure
                    and measure.value > 100
                    and (measure.unit or indicator.unit or "%") in {"%", "百分比"}
                ):
                    yield Breach(
                        f"{_name(table, at)}{field}为 {measure.value}%，超过 100%", f"{at.path}.{field}"
                    )


def _negated(name: str) -> bool:
    """“不合格率”, “未及时办结率”: the lower the better."""
    stems = (name.removesuffix(word) for word in indicator_words().higher_is_better if name.endswith(word))
    return any(re.search("[不未非](及时|按时|按期|能)?$", stem) for stem in stems)


@requirement("ZB-05", basis=_FILLING)
def deviation_has_reason(context: Context) -> Iterator[Breach]:
    """指标未完成、或完成值达到指标值 130% 的，写明偏差原因及改进措施

    例：指标值 ≥1,000 人次，完成 860 人次，未写原因
    """
    for table, at in _indicators(context):
        indicator: Indicator = at.value
        if indicator.deviation:
            continue
        reading, hint = read_indicator(indicator), "请填写“偏差原因”，写明原因和改进措施。"
        percent = completion_percent(reading)
        if unfinished(reading, context.scoring):
            message = (
                f"{_name(table, at)}指标值 {indicator.target}，完成值 {indicator.actual}，未完成，未写原因"
            )
            yield Breach(message, f"{at.path}.偏差原因", hint)
        elif percent is not None and percent >= context.scoring.excess_line:
            message = f"{_name(table, at)}完成值是指标值的 {round_half_up(percent, 2)}%，未写原因"
            yield Breach(message, f"{at.path}.偏差原因", hint)
        elif indicator.band and context.scoring.band(indicator.band.strip()) != context.scoring.bands[0]:
            yield Breach(f"{_name(table, at)}{indicator.band}，未写原因", f"{at.path}.偏差原因", hint)


@requirement("ZB-06", basis=_REVIEW, explainable=True)
def indicator_repeats_text(context: Context) -> Iterator[Breach]:
    """指标值、完成值与正文的同一个数一致

    例：指标“项目总经费”2,698 万元、完成 2,118 万元，正文写 2,656.13 万元、2,075.73 万元
    """
    report = context.report
    if report.self_score is None:
        return
    for at in tables_of(report)[0].indicators:
        indicator: Indicator = at.value
        for repeated in indicator_words().repeated:
            if (indicator.name or "").strip() not in repeated.names:
                continue
            for field, typed, path in (
                ("指标值", indicator.target, repeated.target),
                ("完成值", indicator.actual, repeated.actual),
            ):
                if path and (message := _contradiction(indicator, field, typed, answer(report, path), path)):
                    yield Breach(message, f"{at.path}.{field}", "请核对，改成同一个数。")


def _contradiction(indicator: Indicator, field: str, typed: str | None, figure: Any, path: str) -> str:
    measure = read_measure(typed)
    if measure is None or not isinstance(figure, Quantity):
        return ""
    unit = measure.unit or (indicator.unit or "").strip()
    if isinstance(figure, Amount) and unit not in Amount.units:
        return ""
    if not isinstance(figure, Amount) and not unit and measure.value <= 1:
        return ""  # 0.984 for 98.4%
    worth = Amount.units.get(unit, Decimal(1))
    worth = worth if isinstance(figure, Amount) else Decimal(1)
    if abs(measure.value * worth - figure.value) <= figure.half_step + measure.step * worth / 2:
        return ""
    unit = f" {figure.unit}" if isinstance(figure, Amount) else figure.unit
    said = f"指标“{indicator.name}”的{field}是 {measure.value * worth:,}{unit}"
    return f"{said}，正文（{path}）是 {figure.value:,}{unit}"


@requirement("ZB-07", basis=_FILLING)
def weighted_is_scored(context: Context) -> Iterator[Breach]:
    """有分值的指标都有得分

    例：“服务对象满意度”分值 10 分，完成值和得分都空着
    """
    for table in tables_of(context.report):
        funding = table.evaluation.funding
        if funding and funding.weight is not None and funding.score is None:
            message = f"{table.label}执行率有分值 {funding.weight.value}，没有得分"
            yield Breach(message, f"{table.path}.资金.得分", "请填写得分，或把全年预算数、全年执行数填全。")
    for table, at in _indicators(context):
        if at.value.score is not None and at.value.weight is None:
            message = f"{_name(table, at)}有得分 {at.value.score.value}，没有分值"
            yield Breach(message, f"{at.path}.分值", "请填写分值。")
        if at.value.weight is not None and at.value.score is None:
            why = _unscored(at.value)
            message = f"{_name(table, at)}有分值 {at.value.weight.value}，没有得分{why}"
            yield Breach(message, f"{at.path}.得分", _SCORE_HINT)


_SCORE_HINT = "请填写得分；定量指标也可以把指标性质、指标值、完成值填全，由程序算。"


def _unscored(indicator: Indicator) -> str:
    """Why no score could be worked out, where that can be said."""
    reading = read_indicator(indicator)
    if reading.nature == QUALITATIVE:
        return "，定性指标要自己评分"
    if not reading.nature:
        return "，缺指标性质" if indicator.target else "，缺指标值"
    if reading.target is None:
        return f"，指标值“{indicator.target or '（未填）'}”不是数字，算不出"
    if reading.actual is None:
        return f"，完成值“{indicator.actual}”不是数字，算不出" if indicator.actual else "，缺完成值"
    return "，指标值和完成值的单位不同，算不出" if not reading.counted else "，指标值无法衡量，算不出"


@requirement("ZB-08", basis=_FILLING)
def indicator_is_named(context: Context) -> Iterator[Breach]:
    """绩效指标写明名称；第一条写明一级指标

    例：三级指标空着，只填了指标值和完成值
    """
    for table in tables_of(context.report):
        if not any(at.value.weight for at in table.indicators):
            continue  # goals and how they were met, no scoring table
        for position, at in enumerate(table.indicators):
            if not at.value.name:
                message = f"{table.label}第 {position + 1} 个绩效指标没有写三级指标的名称"
                yield Breach(message, f"{at.path}.三级指标", "请补写。")
            if position == 0 and not at.value.level_one:
                hint = "请补写，如“产出指标”；以下与上一条相同的可以不写。"
                yield Breach(f"{table.label}第 1 个绩效指标没有写一级指标", f"{at.path}.一级指标", hint)


def _indicators(context: Context) -> Iterator[tuple[EvaluationTable, Located]]:
    for table in tables_of(context.report):
        for at in table.indicators:
            yield table, at


def _name(table: EvaluationTable, at: Located) -> str:
    return f"{table.label}指标“{at.value.name or '（未填三级指标）'}”"


RULES: tuple[Identity | Requirement, ...] = (
    indicator_score,
    qualitative_scored_in_band,
    target_is_measurable,
    direction_fits,
    deviation_has_reason,
    indicator_repeats_text,
    weighted_is_scored,
    indicator_is_named,
)
