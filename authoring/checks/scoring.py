"""PF 评分定级: scores within a table, against its weights, and the grade they earn."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from authoring.basis import TO_BE_CHECKED
from authoring.basis.grades import GradeScale
from authoring.basis.scoring import EXECUTION, Scoring
from authoring.checks.finding import Severity
from authoring.checks.indicator_score import read_indicator, unfinished
from authoring.checks.interval import Interval
from authoring.checks.registry import (
    Breach,
    Context,
    Identity,
    Requirement,
    capped,
    identity,
    requirement,
    total,
)
from authoring.checks.tables import filled_down, tables_of
from authoring.model.evaluation import Indicator
from authoring.model.paths import find_one
from authoring.model.report import SelfEvaluation
from authoring.quantities import round_half_up

_METHOD = f"财预〔2020〕10号《项目支出绩效评价管理办法》（{TO_BE_CHECKED}）"
_FILLING = f"绩效管理系统填报说明（{TO_BE_CHECKED}）"
TABLES = ("self_score", "project_evaluations.*")
FUNDINGS = tuple(f"{table}.funding" for table in TABLES)


@requirement("PF-01", basis=_METHOD)
def score_in_range(context: Context) -> Iterator[Breach]:
    """自评得分在 0 分到满分之间

    例：自评得分 102 分
    """
    full = context.scoring.full
    for table in tables_of(context.report):
        score = table.evaluation.score
        if score is not None and not 0 <= score.value <= full:
            message = f"{table.label}自评得分为 {score.value} 分，应在 0 到 {full} 之间"
            yield Breach(message, f"{table.path}.得分", "请核对得分。")


@requirement("PF-02", basis=_METHOD)
def grade_fits_score(context: Context) -> Iterator[Breach]:
    """自评等级与得分相符

    例：得分 88 分，等级“优”；88 分应为“良”
    """
    scale = context.form.grades(context.report.year)
    for table in tables_of(context.report):
        result, path = table.evaluation, f"{table.path}.等级"
        if not (result.grade and result.score) or not 0 <= result.score.value <= context.scoring.full:
            continue
        grade, due = scale.canonical(result.grade.strip()), scale.grade_of(result.score.value)
        if grade is None:
            names = "、".join(name for name, _ in scale.floors)
            yield Breach(f"没有“{result.grade}”这个等级，应为{names}之一", path)
        elif grade != due:
            message = f"{table.label}得分 {result.score.value} 分应为“{due}”，填的是“{result.grade}”"
            yield Breach(message, path, "请核对得分和等级。")


def grades_due(report: SelfEvaluation, scale: GradeScale, full: Decimal) -> Iterator[tuple[str, str]]:
    """Path and value of each 等级 left open in a table whose 得分 earns one."""
    for table in tables_of(report):
        score = table.evaluation.score
        if score and table.indicators and not table.evaluation.grade and 0 <= score.value <= full:
            yield f"{table.path}.等级", scale.grade_of(score.value)


@identity(
    "PF-03",
    each=FUNDINGS,
    figure="score",
    given=("weight", "executed.total", "adjusted.total"),
    basis=_FILLING,
    derives=True,
    explainable=True,
    hint="执行率超过 100% 的按 100% 计，得分保留两位小数。",
)
def execution_score(weight: Any, executed: Any, adjusted: Any) -> Any:
    """执行率得分＝分值×执行率，不超过分值

    例：9.11＝10×91.08%
    """
    if isinstance(executed, Interval):  # the rate may have been rounded to two places before
        return capped(weight * (executed / adjusted + _RATE_ROUNDED), weight)
    return capped(weight * executed / adjusted, weight)  # divided last, as the score is rounded


_RATE_ROUNDED = Interval(Decimal("-0.00005"), Decimal("0.00005"))


@identity(
    "PF-04",
    each=TABLES,
    figure="score",
    given=("funding.score", "indicators.*.score", "indicators.*.weight", "funding.weight"),
    optional=("funding.score", "indicators.*.score", "indicators.*.weight", "funding.weight"),
    beside=("indicators.*.weight", "funding.weight"),
    basis=_FILLING,
    derives=True,
    explainable=True,
)
def table_score(
    execution: Any, scores: tuple[Any, ...], weights: tuple[Any, ...], execution_weight: Any
) -> Any:
    """自评得分＝执行率得分＋各指标得分

    例：96.11＝9.11＋49.00＋28.00＋10.00
    """
    weighted = [score for score, weight in zip(scores, weights, strict=True) if weight is not None]
    if not weighted or None in weighted or (execution is None and execution_weight is not None):
        return None  # ZB-07 says which score is missing
    return total(execution, tuple(weighted))


@requirement("PF-05", basis=_FILLING)
def score_within_weight(context: Context) -> Iterator[Breach]:
    """得分不低于 0，不超过分值

    例：分值 10 分，得分 12 分
    """
    for table in tables_of(context.report):
        funding = table.evaluation.funding
        parts: list[tuple[Any, str, str]] = [(funding, f"{table.path}.资金", "执行率")] if funding else []
        parts += [(at.value, at.path, f"“{at.value.name or ''}”") for at in table.indicators]
        for part, path, name in parts:
            if part.score is None or part.weight is None:
                continue
            if not 0 <= part.score.value <= part.weight.value:
                message = f"{table.label}{name}得分 {part.score.value}，分值 {part.weight.value}"
                yield Breach(message, f"{path}.得分", "请核对得分和分值。")


@requirement("PF-06", basis=_METHOD)
def weights_make_full(context: Context) -> Iterator[Breach]:
    """执行率和各指标的分值合计等于满分

    例：10＋50＋30＋5＝95，应为 100
    """
    for table in tables_of(context.report):
        weights = [at.value.weight for at in table.indicators if at.value.weight is not None]
        funding = table.evaluation.funding
        execution = funding.weight if funding else None
        if not weights:
            if execution:
                message = f"{table.label}自评表的绩效指标没有填分值"
                yield Breach(message, f"{table.path}.指标", "请补填绩效指标和分值。")
            continue
        together = total(tuple(w.value for w in weights), execution.value if execution else None)
        if together != context.scoring.full:
            message = f"{table.label}分值合计 {together}，应为 {context.scoring.full}"
            yield Breach(message, f"{table.path}.指标", "请核对各指标和执行率的分值。")


@requirement("PF-07", basis=_METHOD, severity=Severity.WARNING, explainable=True)
def weights_as_laid_down(context: Context) -> Iterator[Breach]:
    """预算执行率和各一级指标的分值合计与规定相同

    例：产出指标合计 45 分，规定 50 分；没有满意度指标的，10 分可以并入其他指标
    """
    laid_down = context.scoring.weights
    for table in tables_of(context.report):
        given = _weights_by_level(table, laid_down)
        if not any(name != EXECUTION for name in given):
            continue
        free = total(tuple(w for name, w in laid_down.items() if name not in given and "满意度" in name))
        over = total(tuple(given[name] - laid_down[name] for name in given if name in laid_down))
        if free and over == free and all(given[n] >= laid_down[n] for n in given if n in laid_down):
            continue  # what has no indicators was given to the others
        for name, due in laid_down.items():
            if given.get(name, Decimal(0)) != due:
                message = f"{table.label}“{name}”分值合计 {given.get(name, 0)}，规定 {due}"
                yield Breach(message, f"{table.path}.指标", "请核对分值；本地另有规定的，请写出错说明。")


def _weights_by_level(table: Any, known: Iterable[str]) -> dict[str, Decimal]:
    """Sum of the weights by 一级指标, under the names the rules use; 预算执行率 from the funding rows.

    “产出指标（50分）” is 产出指标, “服务对象满意度” is 满意度指标.
    """
    found: dict[str, Decimal] = {}
    funding = table.evaluation.funding
    if funding and funding.weight:
        found[EXECUTION] = funding.weight.value
    for level, _, at in filled_down(table.indicators):
        if at.value.weight is not None:
            own = (name for name in known if name.removesuffix("指标") in level)
            name = next(own, level or "（未填一级指标）")
            found[name] = found.get(name, Decimal(0)) + at.value.weight.value
    return found


@requirement(
    "PF-08", basis=f"自评审核常见问题（{TO_BE_CHECKED}）", severity=Severity.REMARK, explainable=True
)
def score_not_inflated(context: Context) -> Iterator[Breach]:
    """得分很高的，执行率、指标完成情况和所述问题与之相称

    例：自评 98 分，预算执行率 81%；自评 99 分，有指标未完成而没有扣分；项目全部评“优”且近满分
    """
    line = context.scoring.high_score
    for table in tables_of(context.report):
        score = table.evaluation.score
        if score is None or score.value < line:
            continue
        for why in _against(context, table):
            message = f"{table.label}自评 {score.value} 分，{why}"
            yield Breach(message, f"{table.path}.得分", "请核对得分是否客观；确属如此的，请写出错说明。")
    projects = [t.evaluation.score for t in tables_of(context.report) if t.path != "自评"]
    if len(projects) >= 3 and all(score and score.value >= line for score in projects):
        yield Breach(f"{len(projects)} 个项目自评都在 {line} 分以上", "项目自评", "请核对得分是否客观。")


def _against(context: Context, table: Any) -> Iterator[str]:
    """What does not go with a score near full."""
    rate = _execution_rate(context, table)
    if rate is not None and rate < context.scoring.execution_line:
        yield f"预算执行率只有 {round_half_up(rate, 2)}%"
    short = [at for at in table.indicators if _unfinished_in_full(at.value, context.scoring)]
    if short:
        yield f"有 {len(short)} 个指标未完成（“{short[0].value.name or ''}”等）"
    if table.path == "自评" and context.report.problems == ():
        yield "存在的问题却填“无”"


def _unfinished_in_full(indicator: Indicator, scoring: Scoring) -> bool:
    """Whether an indicator fell short and nothing shows that it lost points."""
    score, weight = indicator.score, indicator.weight
    if score is not None and weight is not None and score.value < weight.value:
        return False
    return unfinished(read_indicator(indicator), scoring)


def _execution_rate(context: Context, table: Any) -> Decimal | None:
    report, funding = context.report, table.evaluation.funding
    if funding and funding.executed and funding.adjusted:
        done, due = funding.executed.total, funding.adjusted.total
        if done and due and due.value:
            return round_half_up(done.value / due.value * 100, 2)
    if table.path != "自评":
        return None
    stated = find_one(report, "budget.execution_rate").value
    return stated.value if stated else None


RULES: tuple[Identity | Requirement, ...] = (
    execution_score,
    table_score,
    score_in_range,
    grade_fits_score,
    score_within_weight,
    weights_make_full,
    weights_as_laid_down,
    score_not_inflated,
)
