"""ZJ 资金: the funding rows of the 自评表, among themselves and against the text; 基础数据. 万元."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from authoring.basis import TO_BE_CHECKED
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
from authoring.checks.scoring import FUNDINGS
from authoring.checks.tables import tables_of
from authoring.draft.wording import nearest_of
from authoring.model.evaluation import Funding
from authoring.model.paths import find, find_one
from authoring.quantities import Amount, round_half_up

_TABLE = f"项目支出绩效自评表填报说明（{TO_BE_CHECKED}）"
_BASE_DATA = f"部门整体支出绩效评价基础数据表（{TO_BE_CHECKED}）"
_COLUMNS = tuple(
    f"{funding}.{column}" for funding in FUNDINGS for column in ("initial", "adjusted", "executed")
)
_SOURCES = ("general", "government_fund", "special_account", "fiscal", "carryover", "own", "other")
_NAMESAKES = ("/expenditure.projects.by_project.*.name", "/expenditure.projects.by_project.*.{}")
_SCOPE = "口径不同的，请写出错说明。"


@identity(
    "ZJ-01",
    each=_COLUMNS,
    figure="total",
    given=_SOURCES,
    optional=_SOURCES,
    basis=_TABLE,
    derives=True,
    hint="资金总额是各来源之和，请核对；总额不应为 0 而来源有数。",
)
def funding_by_source(*sources: Decimal | None) -> Any:
    """资金总额＝各资金来源之和

    例：总额填 0，而本年财政拨款 90.00
    """
    general, fiscal = sources[0], sources[3]
    together = total(sources)
    if general is None and fiscal is None and not together:
        return None  # noughts in the other rows say nothing yet
    return together


@identity(
    "ZJ-02",
    each=tuple(f"self_score.funding.{column}" for column in ("initial", "adjusted", "executed")),
    figure="total",
    given=("basic", "projects"),
    basis=_TABLE,
    derives=True,
)
def funding_by_nature(basic: Decimal, projects: Decimal) -> Decimal:
    """资金总额＝基本支出＋项目支出

    例：2,600.99＝353.86＋2,247.13
    """
    return basic + projects


@identity(
    "ZJ-03",
    each=FUNDINGS,
    figure="execution_rate",
    given=("executed.total", "adjusted.total"),
    basis=_TABLE,
    derives=True,
    hint="分母为全年预算数。",
)
def funding_execution_rate(executed: Decimal, adjusted: Decimal) -> Decimal:
    """执行率＝全年执行数÷全年预算数×100%

    例：91.08%＝89.974÷98.784
    """
    return executed / adjusted * 100


def _in_general_scope(amount: Decimal, scope: str | None) -> Decimal | None:
    return amount if not scope or "一般公共预算" in scope else None


def _tie_general(id_: str, column: str, text: str, statement: str, example: str) -> Identity:
    """整体自评表 ↔ 正文, one column of 一般公共预算."""

    def general(amount: Decimal, scope: str | None, fiscal: Decimal | None) -> Decimal | None:
        return _in_general_scope(amount, scope) if fiscal is None else None  # all of it stands there

    general.__doc__ = f"{statement}\n\n    例：{example}\n    "
    return identity(
        id_,
        each=("self_score.funding",),
        figure=f"{column}.general",
        given=(f"/{text}", "/expenditure.scope", f"{column}.fiscal"),
        optional=("/expenditure.scope", f"{column}.fiscal"),
        basis=_TABLE,
        derives=True,
        explainable=True,
        hint=_SCOPE,
    )(general)


executed_as_text = _tie_general(
    "ZJ-04",
    "executed",
    "expenditure.total",
    "自评表的一般公共预算全年执行数＝正文的支出合计",
    "表内 2,388.71，正文 2,398.71",
)
initial_as_text = _tie_general(
    "ZJ-05",
    "initial",
    "budget.initial",
    "自评表的一般公共预算年初预算数＝正文的年初预算数",
    "表内 4,526.69，正文 4,562.69",
)
adjusted_as_text = _tie_general(
    "ZJ-06",
    "adjusted",
    "budget.adjusted",
    "自评表的一般公共预算全年预算数＝正文的全年预算数",
    "表内 2,946.45，正文 2,964.45",
)


@identity(
    "ZJ-07",
    each=("self_score.funding",),
    figure="executed.government_fund",
    given=("/government_fund.expenditure",),
    basis=_TABLE,
    derives=True,
    explainable=True,
    hint=_SCOPE,
)
def fund_executed_as_text(expenditure: Decimal) -> Decimal:
    """自评表的政府性基金全年执行数＝正文的政府性基金预算支出

    例：表内 0，正文 261.98
    """
    return expenditure


@identity(
    "ZJ-08",
    each=("self_score.funding",),
    figure="executed.basic",
    given=("/expenditure.basic.total",),
    basis=_TABLE,
    derives=True,
    explainable=True,
    hint=_SCOPE,
)
def basic_executed_as_text(basic: Decimal) -> Decimal:
    """自评表的基本支出全年执行数＝正文的基本支出

    例：表内 353.68，正文 353.86
    """
    return basic


@identity(
    "ZJ-09",
    each=("self_score.funding",),
    figure="executed.projects",
    given=("/expenditure.projects.total", "/government_fund.expenditure", "/state_capital.expenditure"),
    optional=("/government_fund.expenditure", "/state_capital.expenditure"),
    basis=_TABLE,
    derives=True,
    explainable=True,
    hint=_SCOPE,
)
def projects_executed_as_text(projects: Decimal, *others: Decimal | None) -> Any:
    """自评表的项目支出全年执行数＝正文的项目支出（含政府性基金、国有资本经营预算支出）

    例：表内 2,247.13，正文 2,274.13
    """
    return total(projects, others)


def _namesake(name: str | None, names: tuple[str | None, ...], amounts: tuple[Any, ...]) -> Any:
    """The amount of the one project of this name."""
    found = [amount for other, amount in zip(names, amounts, strict=True) if name and other == name]
    return found[0] if len(found) == 1 else None


def _tie_project(id_: str, column: str, field: str, statement: str, example: str) -> Identity:
    """项目自评表 ↔ 正文, the project of the same name."""

    def namesake(name: str | None, names: tuple[str | None, ...], amounts: tuple[Any, ...]) -> Any:
        return _namesake(name, names, amounts)

    namesake.__doc__ = f"{statement}\n\n    例：{example}\n    "
    given = ("name", *(path.format(field) for path in _NAMESAKES))
    return identity(
        id_,
        each=("project_evaluations.*",),
        figure=f"funding.{column}.total",
        given=given,
        optional=given,
        basis=_TABLE,
        derives=True,
        explainable=True,
        hint=_SCOPE,
    )(namesake)


project_executed_as_text = _tie_project(
    "ZJ-10",
    "executed",
    "amount",
    "项目自评表的全年执行数＝正文同名项目的金额",
    "表内 500.00，正文“公车平台” 520.00",
)
project_initial_as_text = _tie_project(
    "ZJ-11",
    "initial",
    "budget",
    "项目自评表的年初预算数＝正文同名项目的预算数",
    "表内 670.00，正文“公车平台” 607.00",
)


@requirement("ZJ-19", basis=_TABLE, severity=Severity.WARNING, explainable=True)
def project_in_text(context: Context) -> Iterator[Breach]:
    """项目自评表的项目在正文里有，一个项目一张

    例：正文列的是“图书购置”，自评表写“图书采购”；同一个项目填了两张
    """
    report = context.report
    evaluated = [at.value for at in find(report, "project_evaluations.*.name")]
    listed = report.expenditure.projects if report.expenditure and report.expenditure.projects else None
    told = [
        at.value
        for path in ("expenditure.projects.by_project.*.name", "special_funds.funds.*.name")
        for at in find(report, path)
        if at.value
    ]
    partial = bool(listed and listed.partial)
    for position, name in enumerate(evaluated, 1):
        place = f"项目自评[{position}].名称"
        if name and name in evaluated[: position - 1]:
            message = f"“{name}”有两张自评表"
            yield Breach(message, place, "一个项目填一张；确是不同项目的，请把名称写得有区别。")
        elif name and told and name not in told and not partial:
            nearest = nearest_of(name, told)
            meant = f"，是不是“{nearest}”" if nearest else ""
            message = f"正文没有“{name}”这个项目{meant}"
            yield Breach(message, place, "请把两处名称写成一样，程序才能核对金额。")


@requirement("ZJ-12", basis=_TABLE)
def execution_has_reason(context: Context) -> Iterator[Breach]:
    """执行率低于说明线（一般 90%）或超过 100% 的，写明原因

    例：全年预算 100.00，执行 81.00，未写原因
    """
    for table in tables_of(context.report):
        funding = table.evaluation.funding
        rate = _rate(funding) if funding else None
        if rate is None or (funding and funding.reason):
            continue
        line = context.scoring.execution_line
        if rate < line or rate > 100:
            wrong = f"低于 {line}%" if rate < line else "超过 100%"
            message = f"{table.label}资金执行率 {round_half_up(rate, 2)}%，{wrong}，未写原因"
            yield Breach(message, f"{table.path}.资金.偏差原因", "请填写“偏差原因”。")


def _rate(funding: Funding) -> Decimal | None:
    done = funding.executed.total if funding.executed else None
    due = funding.adjusted.total if funding.adjusted else None
    if done is not None and due is not None:
        return round_half_up(done.value / due.value * 100, 2) if due.value else None
    return funding.execution_rate.value if funding.execution_rate else None


@requirement("ZJ-13", basis=_TABLE)
def project_has_budget(context: Context) -> Iterator[Breach]:
    """项目有全年预算数，才谈得上执行率

    例：全年预算数为 0，全年执行数 50.00
    """
    for table in tables_of(context.report):
        funding = table.evaluation.funding
        done = funding.executed.total if funding and funding.executed else None
        due = funding.adjusted.total if funding and funding.adjusted else None
        if done is not None and done.value and (due is None or not due.value):
            wrong = "全年预算数为 0" if due is not None else "没有填全年预算数"
            message = f"{table.label}全年执行 {done.value:,} 万元，{wrong}，不能算执行率"
            yield Breach(
                message, f"{table.path}.资金.全年预算数.总额", "请补填全年预算数（年初预算数加减年中调整）。"
            )


@requirement("ZJ-14", basis=_TABLE, severity=Severity.WARNING, explainable=True)
def funding_adjustment_has_reason(context: Context) -> Iterator[Breach]:
    """自评表的全年预算数与年初预算数不同的，写明调整原因

    例：年初 670.00，全年 500.00，未写原因
    """
    report = context.report
    for table in tables_of(report):
        funding = table.evaluation.funding
        first = funding.initial.total if funding and funding.initial else None
        due = funding.adjusted.total if funding and funding.adjusted else None
        if first is None or due is None or (funding and funding.adjustment_reason):
            continue
        told = table.path == "自评" and report.budget and report.budget.adjustment_reason
        if abs(first.value - due.value) > first.half_step + due.half_step and not told:
            message = f"{table.label}年初预算 {first.value:,}、全年预算 {due.value:,}，未写调整原因"
            yield Breach(message, f"{table.path}.资金.调整原因", "请填写“调整原因”。")


@identity(
    "ZJ-15",
    figure="base_data.operating.final.total",
    given=("expenditure.basic.operating",),
    basis=_BASE_DATA,
    explainable=True,
    hint=_SCOPE,
)
def operating_as_text(operating: Decimal) -> Decimal:
    """基础数据表的公用经费决算数＝正文的公用经费

    例：表内 31.19，正文 31.91
    """
    return operating


@requirement("ZJ-16", basis=_BASE_DATA)
def operating_lines_within_total(context: Context) -> Iterator[Breach]:
    """基础数据表的公用经费，所列各项之和不超过合计

    例：公用经费合计 31.91，办公、水电、差旅等合计 40.00
    """
    for column in ("prior_final", "budget", "final"):
        at = find_one(context.report, f"base_data.operating.{column}")
        whole = at.value.total if at.value else None
        if whole is None:
            continue
        given = (getattr(at.value, name) for name in type(at.value).model_fields if name != "total")
        lines = [line for line in given if isinstance(line, Amount)]
        together = total(tuple(line.value for line in lines))
        reach = total(tuple(line.half_step for line in lines)) + whole.half_step
        if together - whole.value > reach:
            message = f"{at.label}各项之和 {together:,} 万元，超过合计 {whole.value:,} 万元"
            yield Breach(message, f"{at.path}.合计")


_BUILDINGS = "base_data.buildings.*"


@identity(
    "ZJ-17",
    each=(_BUILDINGS,),
    figure="area_control_rate",
    given=("actual_area", "approved_area"),
    basis=_BASE_DATA,
    derives=True,
)
def area_control_rate(actual: Decimal, approved: Decimal) -> Decimal:
    """规模控制率＝实际规模÷批复规模×100%

    例：98.00%＝1,960㎡÷2,000㎡
    """
    return actual / approved * 100


@identity(
    "ZJ-18",
    each=(_BUILDINGS,),
    figure="investment_control_rate",
    given=("actual_investment", "budget_investment"),
    basis=_BASE_DATA,
    derives=True,
)
def investment_control_rate(actual: Decimal, budget: Decimal) -> Decimal:
    """投资概算控制率＝实际投资÷预算投资×100%

    例：97.50%＝390.00÷400.00
    """
    return actual / budget * 100


RULES: tuple[Identity | Requirement, ...] = (
    executed_as_text,
    initial_as_text,
    adjusted_as_text,
    fund_executed_as_text,
    basic_executed_as_text,
    projects_executed_as_text,
    funding_by_source,
    funding_by_nature,
    project_executed_as_text,
    project_initial_as_text,
    project_in_text,
    funding_execution_rate,
    execution_has_reason,
    project_has_budget,
    funding_adjustment_has_reason,
    operating_as_text,
    operating_lines_within_total,
    area_control_rate,
    investment_control_rate,
)
