"""ZX 预算执行: from 年初预算 through adjustment and execution to 结转结余, and what must be explained."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from authoring.checks.finding import Severity
from authoring.checks.registry import (
    Breach,
    Context,
    Identity,
    Requirement,
    identity,
    requirement,
    total,
)
from authoring.model.paths import find_one
from authoring.quantities import Quantity

_IMPLEMENTING = "《预算法实施条例》第五十条"
_PERFORMANCE = "项目支出绩效自评表填报说明（待核原文）"
_DISCLOSURE = "部门决算公开说明"


@identity(
    "ZX-01",
    figure="budget.adjusted",
    given=("budget.initial", "budget.adjustment"),
    basis=_PERFORMANCE,
    derives=True,
)
def adjusted_budget(initial: Decimal, adjustment: Decimal) -> Decimal:
    """全年预算数＝年初预算数＋年中调整数

    例：1,725.58＝2,050.00－324.42
    """
    return initial + adjustment


@identity(
    "ZX-02",
    figure="budget.execution_rate",
    given=("expenditure.total", "budget.adjusted"),
    basis=_PERFORMANCE,
    hint="分母为全年预算数（年初预算数＋年中调整数）。",
)
def execution_rate(executed: Decimal, adjusted: Decimal) -> Decimal:
    """预算执行率＝支出合计÷全年预算数×100%

    例：2,388.71÷2,946.45＝81.07%
    """
    return executed / adjusted * 100


@identity(
    "ZX-03",
    figure="budget.completion_rate",
    given=("expenditure.total", "budget.initial"),
    basis=_DISCLOSURE,
)
def completion_rate(executed: Decimal, initial: Decimal) -> Decimal:
    """完成年初预算的比例＝支出合计÷年初预算数×100%

    例：2,601.00÷2,674.56＝97.25%
    """
    return executed / initial * 100


@identity(
    "ZX-04",
    each=("special_funds.funds.*",),
    figure="carryover_out",
    given=("executed", "carryover_in", "initial_budget", "adjustment", "reclaimed"),
    optional=("carryover_in", "initial_budget", "adjustment", "reclaimed"),
    basis=_IMPLEMENTING,
    hint="请核对各数；有资金被收回或上缴的，请填“收回上缴”。",
)
def special_fund_carryover(
    executed: Decimal,
    carryover_in: Decimal | None,
    initial: Decimal | None,
    adjustment: Decimal | None,
    reclaimed: Decimal | None,
) -> Decimal | None:
    """专项结转结余＝上年结转＋年初预算数＋年中调整数－实际支出－收回上缴

    例：59.99＋2,050.00－324.42－1,725.58＝59.99≠34.14
    """
    if carryover_in is None and initial is None:
        return None  # where the money came from is not stated
    carryover: Decimal = total(carryover_in, initial, adjustment) - executed - total(reclaimed)
    return carryover


@identity(
    "ZX-05",
    figure="budget.carryover_out",
    given=("budget.carryover_in", "budget.revenue", "expenditure.total", "budget.reclaimed"),
    optional=("budget.reclaimed",),
    basis=_IMPLEMENTING,
)
def carryover(
    carryover_in: Decimal, revenue: Decimal, executed: Decimal, reclaimed: Decimal | None
) -> Decimal:
    """年末结转结余＝上年结转＋本年收入－支出合计－收回上缴

    例：60.00＝50.00＋2,611.00－2,601.00
    """
    left: Decimal = carryover_in + revenue - executed - total(reclaimed)
    return left


@identity(
    "ZX-06",
    figure="last_year.change",
    given=("expenditure.total", "last_year.expenditure"),
    basis=_DISCLOSURE,
    derives=True,
)
def expenditure_change(executed: Decimal, before: Decimal) -> Decimal:
    """支出增减额＝支出合计－上年支出合计

    例：－56.95＝2,995.39－3,052.34
    """
    return executed - before


@identity(
    "ZX-07",
    figure="last_year.change_rate",
    given=("expenditure.total", "last_year.expenditure"),
    basis=_DISCLOSURE,
)
def expenditure_change_rate(executed: Decimal, before: Decimal) -> Decimal:
    """支出增减率＝支出增减额÷上年支出合计×100%

    例：－1.87%＝－56.95÷3,052.34
    """
    return (executed - before) / before * 100


@requirement("ZX-08", basis=_DISCLOSURE)
def completion_of_nothing(context: Context) -> Iterator[Breach]:
    """年初预算为 0 时不写完成年初预算的比例

    例：年初预算 0.00，却写“完成年初预算的 100%”
    """
    report = context.report
    initial = find_one(report, "budget.initial").value
    rate = find_one(report, "budget.completion_rate")
    if initial is not None and initial.value == 0 and rate.value is not None:
        yield Breach("年初预算为 0，不能计算完成比例", rate.path, "请删去比例，改写全年预算数并说明原因。")


def _differ(one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two figures are both known and further apart than rounding."""
    if one is None or other is None:
        return False
    return abs(one.value - other.value) > one.half_step + other.half_step


@requirement("ZX-09", basis=_DISCLOSURE, severity=Severity.WARNING, explainable=True)
def difference_has_reason(context: Context) -> Iterator[Breach]:
    """决算数与预算数不一致的，写明原因

    例：年初预算 2,674.56，支出 2,601.00，未写原因
    """
    report = context.report
    budget = report.budget
    executed = find_one(report, "expenditure.total").value
    if budget and _differ(budget.initial, executed):
        if not (budget.difference_reason or budget.adjustment_reason):
            yield Breach("支出合计与年初预算数不一致，未写原因", "预算.年初预算数", "请填写“差异原因”。")
    three = report.three_public
    if three and three.budget and three.final and not three.reason:
        if _differ(three.budget.total, three.final.total):
            yield Breach(
                "“三公”经费决算数与预算数不一致，未写原因",
                "三公经费.决算数.合计",
                "请填写“增减原因”。",
            )


@requirement("ZX-10", basis=_PERFORMANCE, severity=Severity.WARNING, explainable=True)
def adjustment_has_reason(context: Context) -> Iterator[Breach]:
    """年中调整预算的，写明调整原因

    例：年中调减 324.42 万元，未写原因
    """
    report = context.report
    budget = report.budget
    if budget and budget.adjustment and budget.adjustment.value and not budget.adjustment_reason:
        yield Breach("年中调整了预算，未写原因", "预算.年中调整数", "请填写“调整原因”。")
    funds = report.special_funds.funds if report.special_funds else None
    for position, fund in enumerate(funds or (), 1):
        if fund.adjustment and fund.adjustment.value and not fund.adjustment_reason:
            path = f"专项资金.项目[{position}].年中调整数"
            yield Breach(f"“{fund.name}”年中调整了预算，未写原因", path, "请填写“调整原因”。")


_NATURES = ("expenditure.basic", "expenditure.projects")


@identity("ZX-11", each=_NATURES, figure="over_budget", given=("total", "budget"), derives=True)
def over_budget(executed: Decimal, budget: Decimal) -> Decimal:
    """超预算额＝支出－预算数，节约为负

    例：131.29＝959.98－828.69
    """
    return executed - budget


@identity("ZX-12", each=_NATURES, figure="over_rate", given=("total", "budget"))
def over_rate(executed: Decimal, budget: Decimal) -> Decimal:
    """增幅＝超预算额÷预算数×100%

    例：15.84%＝131.29÷828.69
    """
    return (executed - budget) / budget * 100


@identity(
    "ZX-13",
    each=("expenditure.projects.by_project.*",),
    figure="completion_rate",
    given=("amount", "paid_elsewhere", "budget"),
    optional=("paid_elsewhere",),
    hint="分母为年初预算数；由财政直接支付、没有列入决算的，填“另行支付”。",
)
def project_completion_rate(amount: Decimal, elsewhere: Decimal | None, budget: Decimal) -> Any:
    """项目完成率＝（金额＋另行支付）÷预算数×100%

    例：74.63%＝500÷670
    """
    return total(amount, elsewhere) / budget * 100


_COMPLETED = (
    *(f"/expenditure.projects.by_project.*.{of}" for of in ("kind", "amount", "paid_elsewhere", "budget")),
    "/expenditure.projects.partial",
)


@identity(
    "ZX-14",
    each=("expenditure.projects.groups.*",),
    figure="completion_rate",
    given=("name", *_COMPLETED),
    optional=_COMPLETED,
    hint="分母为该类项目的年初预算数之和。",
)
def group_completion_rate(
    name: str,
    kinds: tuple[str | None, ...],
    amounts: tuple[Any, ...],
    elsewhere: tuple[Any, ...],
    budgets: tuple[Any, ...],
    partial: bool | None,  # noqa: FBT001
) -> Any:
    """一类项目的完成率＝（各项目金额＋另行支付）÷预算数×100%

    例：95.40%＝（2,970＋500＋8＋50）÷3,698
    """
    own = [
        (amount, paid, budget)
        for kind, amount, paid, budget in zip(kinds, amounts, elsewhere, budgets, strict=True)
        if kind == name and budget is not None
    ]
    if not own or partial or any(amount is None for amount, _, _ in own):
        return None
    done, due = (total(*parts) for parts in ([o[:2] for o in own], [o[2:] for o in own]))
    return done / due * 100


@requirement("ZX-15", basis=_DISCLOSURE, severity=Severity.WARNING, explainable=True)
def each_difference_has_reason(context: Context) -> Iterator[Breach]:
    """基本支出、各项目的决算数与预算数不一致的，写明原因

    例：公车平台预算 670.00，支出 500.00，未写差异原因
    """
    expenditure = context.report.expenditure
    if expenditure is None:
        return
    basic, projects = expenditure.basic, expenditure.projects
    if basic and _differ(basic.total, basic.budget) and not basic.over_reason:
        yield Breach("基本支出与预算数不一致，未写原因", "支出.基本.超预算原因", "请填写“超预算原因”。")
    for number, item in enumerate((projects and projects.by_project) or (), 1):
        if item.amount is None or item.budget is None or item.difference_reason:
            continue
        done = total(item.amount.value, item.paid_elsewhere.value if item.paid_elsewhere else None)
        if abs(done - item.budget.value) > item.amount.half_step + item.budget.half_step:
            message = f"“{item.name}”预算 {item.budget.value:,}、支出 {done:,}，未写差异原因"
            yield Breach(message, f"支出.项目.按项目[{number}].差异原因", "请填写“差异原因”。")


@requirement("ZX-16", basis=_PERFORMANCE, severity=Severity.WARNING, explainable=True)
def execution_rate_has_reason(context: Context) -> Iterator[Breach]:
    """预算执行率低于说明线（一般 90%）或超过 100% 的，写明原因

    例：预算执行率 81%，未写差异原因
    """
    budget = context.report.budget
    rate = budget.execution_rate if budget else None
    if budget is None or rate is None or budget.difference_reason or budget.adjustment_reason:
        return
    line = context.scoring.execution_line
    if rate.value < line or rate.value > 100:
        wrong = f"低于 {line}%" if rate.value < line else "超过 100%"
        yield Breach(f"预算执行率 {rate.value}%，{wrong}，未写原因", "预算.预算执行率", "请填写“差异原因”。")


_FAR_APART = 1000


@requirement("ZX-17", basis=_PERFORMANCE, explainable=True)
def spent_in_the_budgets_unit(context: Context) -> Iterator[Breach]:
    """支出合计与全年预算数（没有的，与年初预算数）相差不到千倍

    例：全年预算 1,852.47，支出合计填 17926500，是把元当成了万元
    """
    budget = context.report.budget
    planned = (budget.adjusted or budget.initial) if budget else None
    spent = find_one(context.report, "expenditure.total").value
    if planned is None or spent is None or not planned.value or not spent.value:
        return
    small, large = sorted([abs(planned.value), abs(spent.value)])
    if large >= small * _FAR_APART:
        path, figure = ("支出.合计", spent) if spent.value > planned.value else ("预算.全年预算数", planned)
        message = f"支出合计 {spent.value:,} 万元，预算 {planned.value:,} 万元，相差千倍以上"
        hint = f"{figure.typed} 像是以元填写的，请改成万元，或在数后写上“元”。"
        yield Breach(message, path, hint)


RULES: tuple[Identity | Requirement, ...] = (
    adjusted_budget,
    execution_rate,
    completion_rate,
    special_fund_carryover,
    carryover,
    expenditure_change,
    expenditure_change_rate,
    completion_of_nothing,
    difference_has_reason,
    adjustment_has_reason,
    over_budget,
    over_rate,
    project_completion_rate,
    group_completion_rate,
    each_difference_has_reason,
    execution_rate_has_reason,
    spent_in_the_budgets_unit,
)
