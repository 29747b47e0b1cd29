"""ZC 支出构成: what makes up 支出合计, 基本支出, 项目支出 and “三公”经费."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from authoring.checks.finding import Severity
from authoring.checks.interval import Interval
from authoring.checks.registry import (
    Breach,
    Context,
    Identity,
    Requirement,
    identity,
    requirement,
    total,
)
from authoring.model.paths import find, find_one

_IMPLEMENTING = "《预算法实施条例》第五条"
_TERMS = "部门决算公开·名词解释"
_TABLE_5 = "一般公共预算财政拨款支出决算表"
_TABLE_6 = "一般公共预算财政拨款基本支出决算明细表"
_TABLE_7 = "财政拨款“三公”经费支出决算表"
_COLUMNS = ("three_public.budget", "three_public.final")
_CHECK_OR_EXPLAIN = "请核对各数；口径不同时，请在出错说明中写明原因。"


_ITEMS = (
    "expenditure.basic.items.*.amount",
    "expenditure.basic.items.*.code",
    "expenditure.basic.partial",
)


@identity(
    "ZC-01",
    figure="expenditure.total",
    given=("expenditure.basic.total", "expenditure.projects.total"),
    basis=_IMPLEMENTING,
    derives=True,
)
def expenditure_total(basic: Decimal, projects: Decimal) -> Decimal:
    """支出合计＝基本支出＋项目支出

    例：1,531.55≠189.89＋1,347.67
    """
    return basic + projects


@identity(
    "ZC-02",
    figure="expenditure.basic.total",
    given=("expenditure.basic.personnel", "expenditure.basic.operating"),
    basis=_IMPLEMENTING,
    derives=True,
)
def basic_total(personnel: Decimal, operating: Decimal) -> Decimal:
    """基本支出＝人员经费＋公用经费

    例：353.86＝321.95＋31.91
    """
    return personnel + operating


@identity(
    "ZC-03",
    figure="expenditure.basic.total",
    given=_ITEMS,
    optional=_ITEMS[1:],
    basis=_TABLE_6,
    derives=True,
    hint="请核对各项和合计；只列了主要几项时，请将“仅列主要明细”填为“是”。",
)
def basic_items(amounts: tuple[Any, ...], codes: tuple[Any, ...], partial: bool | None) -> Any:  # noqa: FBT001
    """基本支出＝明细各项之和

    例：189.89≠138.26＋15.87＋8.45＋…＝183.89
    """
    return total(_tops(amounts, codes)) if amounts and not partial else None


def _tops(amounts: tuple[Any, ...], codes: tuple[Any, ...]) -> tuple[Any, ...]:
    """The amounts without those of a 款 or 项 that stands under its own 类 or 款, and is part of it."""
    known = {code.strip() for code in codes if code}
    return tuple(
        amount
        for amount, code in zip(amounts, codes, strict=True)
        if not code
        or not any(code.strip()[:length] in known for length in (3, 5) if length < len(code.strip()))
    )


_SIDES = ("301", "303", "302", "310")


def _sum_of_classes(amounts: tuple[Any, ...], codes: tuple[Any, ...], classes: tuple[str, ...]) -> Any:
    """The amounts of some 类, where every entry has its code and belongs to 人员 or 公用."""
    if not codes or not all(code and code.strip().startswith(_SIDES) for code in codes):
        return None
    tops = _tops(tuple(zip(amounts, codes, strict=True)), codes)
    chosen = tuple(amount for amount, code in tops if code.strip().startswith(classes))
    return total(chosen) if chosen else None


@identity(
    "ZC-04",
    figure="expenditure.basic.personnel",
    given=_ITEMS,
    optional=_ITEMS[1:],
    basis=_TABLE_6,
    derives=True,
)
def personnel_items(amounts: tuple[Any, ...], codes: tuple[Any, ...], partial: bool | None) -> Any:  # noqa: FBT001
    """人员经费＝301 工资福利支出＋303 对个人和家庭的补助

    例：2,152.26＝2,082.85＋69.41
    """
    return None if partial else _sum_of_classes(amounts, codes, ("301", "303"))


@identity(
    "ZC-05",
    figure="expenditure.basic.operating",
    given=_ITEMS,
    optional=_ITEMS[1:],
    basis=_TABLE_6,
    derives=True,
)
def operating_items(amounts: tuple[Any, ...], codes: tuple[Any, ...], partial: bool | None) -> Any:  # noqa: FBT001
    """公用经费＝302 商品和服务支出＋310 资本性支出

    例：184.65＝171.07＋13.58
    """
    return None if partial else _sum_of_classes(amounts, codes, ("302", "310"))


@identity(
    "ZC-06",
    figure="expenditure.projects.total",
    given=("expenditure.projects.by_function.*.amount", "expenditure.projects.by_function.*.code"),
    optional=("expenditure.projects.by_function.*.code",),
    basis=_TABLE_5,
    derives=True,
)
def projects_by_function(amounts: tuple[Any, ...], codes: tuple[Any, ...]) -> Any:
    """项目支出＝按功能分类各项之和

    例：2,247.13 与 1,973.74＋44.76＋228.64＝2,247.14 只差尾数
    """
    return total(_tops(amounts, codes)) if amounts else None


@identity(
    "ZC-07",
    figure="expenditure.projects.total",
    given=("expenditure.projects.by_project.*.amount", "expenditure.projects.partial"),
    optional=("expenditure.projects.partial",),
    explainable=True,
    derives=True,
    hint="请核对各项目；只列了主要项目时，请将“仅列主要项目”填为“是”，口径不同请在出错说明中写明。",
)
def projects_by_project(amounts: tuple[Decimal, ...], partial: bool | None) -> Decimal | None:  # noqa: FBT001
    """项目支出＝各项目支出之和

    例：3,698.00＝2,970＋670＋58
    """
    return total(amounts) if amounts and not partial else None


@identity(
    "ZC-08",
    figure="expenditure.projects.total",
    given=("special_funds.funds.*.executed", "special_funds.funds.*.funding_source"),
    optional=("special_funds.funds.*.funding_source",),
    severity=Severity.WARNING,
    explainable=True,
    hint=_CHECK_OR_EXPLAIN,
)
def projects_by_special_fund(executed: tuple[Any, ...], sources: tuple[str | None, ...]) -> Any:
    """项目支出＝各专项资金实际支出之和

    例：2,247.13≠2,293.54，部分专项为非财政资金的，应写明
    """
    fiscal = tuple(
        amount for amount, source in zip(executed, sources, strict=True) if "非财政" not in (source or "")
    )
    return total(fiscal) if fiscal else None


@identity(
    "ZC-09",
    each=_COLUMNS,
    figure="total",
    given=("overseas_travel", "official_vehicles.total", "official_reception"),
    basis=_TABLE_7,
    derives=True,
)
def three_public_total(overseas: Decimal, vehicles: Decimal, reception: Decimal) -> Decimal:
    """“三公”经费合计＝因公出国（境）费＋公务用车购置及运行维护费＋公务接待费

    例：537.77＝0＋380.83＋156.94
    """
    return overseas + vehicles + reception


@identity(
    "ZC-10",
    each=_COLUMNS,
    figure="official_vehicles.total",
    given=("official_vehicles.purchase", "official_vehicles.operation"),
    basis=_TABLE_7,
    derives=True,
)
def official_vehicles(purchase: Decimal, operation: Decimal) -> Decimal:
    """公务用车购置及运行维护费＝购置费＋运行维护费

    例：380.83＝272.63＋108.20
    """
    return purchase + operation


@identity(
    "ZC-11",
    each=("expenditure.projects.by_function.*",),
    figure="share",
    given=("amount", "/expenditure.projects.total"),
    basis=_TERMS,
)
def function_share(amount: Decimal, projects: Decimal) -> Decimal:
    """占比＝分项÷项目支出合计×100%

    例：228.64÷2,247.13＝10.17%
    """
    return amount / projects * 100


@requirement("ZC-12", basis=_TERMS)
def shares_sum(context: Context) -> Iterator[Breach]:
    """各占比之和为 100%，尾数误差每项不超过 0.01 个百分点

    例：71.73%＋…＝100.07%，多 0.07 个百分点
    """
    report = context.report
    shares = _tops(
        tuple(at.value for at in find(report, "expenditure.projects.by_function.*.share")),
        tuple(at.value for at in find(report, "expenditure.projects.by_function.*.code")),
    )
    if not shares or any(share is None for share in shares):
        return
    together = sum((share.value for share in shares), start=Decimal(0))
    reach = sum((share.step for share in shares), start=Decimal(0))
    if abs(together - 100) > reach:
        yield Breach(f"各占比合计 {together}%，应为 100%", "支出.项目.按功能分类", "请逐项重算占比。")


@requirement("ZC-13", basis=_TERMS)
def parts_within_whole(context: Context) -> Iterator[Breach]:
    """只列主要各项时，各项之和不超过合计

    例：基本支出 100.00，主要三项合计 120.00
    """
    report = context.report
    for part, parts in (("basic", "items"), ("projects", "by_project")):
        whole = find_one(report, f"expenditure.{part}.total")
        if whole.value is None or not find_one(report, f"expenditure.{part}.partial").value:
            continue
        given = tuple(at.value for at in find(report, f"expenditure.{part}.{parts}.*.amount"))
        codes = tuple(at.value for at in find(report, "expenditure.basic.items.*.code"))
        amounts = [a for a in (_tops(given, codes) if part == "basic" else given) if a]
        listed = sum((a.value - a.half_step for a in amounts), start=Decimal(0))
        if listed > whole.value.value + whole.value.half_step:
            plain = sum((a.value for a in amounts), start=Decimal(0))
            yield Breach(
                f"所列各项合计 {plain:,} 万元，超过{whole.label} {whole.value.value:,} 万元",
                whole.path,
            )


@identity(
    "ZC-14",
    figure="budget.initial",
    given=("expenditure.basic.budget", "expenditure.projects.budget"),
    basis=_IMPLEMENTING,
    derives=True,
)
def initial_budget(basic: Decimal, projects: Decimal) -> Decimal:
    """年初预算数＝基本支出预算数＋项目支出预算数

    例：4,526.69＝828.69＋3,698.00
    """
    return basic + projects


_BUDGETS = (
    "expenditure.basic.items.*.budget",
    "expenditure.basic.items.*.code",
    "expenditure.basic.partial",
)


@identity(
    "ZC-15",
    figure="expenditure.basic.budget",
    given=_BUDGETS,
    optional=_BUDGETS[1:],
    basis=_TABLE_6,
    derives=True,
    hint="请核对各项和合计；只列了主要几项时，请将“仅列主要明细”填为“是”。",
)
def basic_budget_items(amounts: tuple[Any, ...], codes: tuple[Any, ...], partial: bool | None) -> Any:  # noqa: FBT001
    """基本支出预算数＝明细各项预算数之和

    例：1,462.08＝480.26＋922.03＋29.02＋30.77
    """
    return total(_tops(amounts, codes)) if amounts and not partial else None


@identity(
    "ZC-16",
    figure="expenditure.projects.budget",
    given=("expenditure.projects.by_project.*.budget", "expenditure.projects.partial"),
    optional=("expenditure.projects.by_project.*.budget", "expenditure.projects.partial"),
    derives=True,
    hint="请核对各项目；只列了主要项目时，请将“仅列主要项目”填为“是”。",
)
def projects_budget(budgets: tuple[Any, ...], partial: bool | None) -> Any:  # noqa: FBT001
    """项目支出预算数＝各项目预算数之和，年中追加的项目没有预算数

    例：3,698＝2,970＋670＋58
    """
    granted = tuple(budget for budget in budgets if budget is not None)
    return total(granted) if granted and not partial else None


_KINDS = "/expenditure.projects.by_project.*.kind"


def _of_kind(
    name: str,
    kinds: tuple[str | None, ...],
    amounts: tuple[Any, ...],
    partial: bool | None,  # noqa: FBT001
) -> Any:
    """Sum of the amounts of one kind; `None` where there are none, or not all are listed."""
    own = tuple(a for kind, a in zip(kinds, amounts, strict=True) if kind == name and a is not None)
    return total(own) if own and not partial else None


@identity(
    "ZC-17",
    each=("expenditure.projects.groups.*",),
    figure="amount",
    given=("name", _KINDS, "/expenditure.projects.by_project.*.amount", "/expenditure.projects.partial"),
    optional=(_KINDS, "/expenditure.projects.by_project.*.amount", "/expenditure.projects.partial"),
    derives=True,
    hint="请核对这一类的各个项目和合计。",
)
def group_amount(
    name: str,
    kinds: tuple[str | None, ...],
    amounts: tuple[Any, ...],
    partial: bool | None,  # noqa: FBT001
) -> Any:
    """一类项目的金额＝该类各项目金额之和

    例：临时追加 579.15≠227.33＋182＋53.35＋…＝578.95
    """
    if any(kind == name and amount is None for kind, amount in zip(kinds, amounts, strict=True)):
        return None  # YZ-02 says which is missing
    return _of_kind(name, kinds, amounts, partial)


@identity(
    "ZC-18",
    each=("expenditure.projects.groups.*",),
    figure="budget",
    given=("name", _KINDS, "/expenditure.projects.by_project.*.budget", "/expenditure.projects.partial"),
    optional=(_KINDS, "/expenditure.projects.by_project.*.budget", "/expenditure.projects.partial"),
    derives=True,
    hint="请核对这一类的各个项目和合计。",
)
def group_budget(
    name: str,
    kinds: tuple[str | None, ...],
    budgets: tuple[Any, ...],
    partial: bool | None,  # noqa: FBT001
) -> Any:
    """一类项目的预算数＝该类各项目预算数之和

    例：一般专项 3,698＝2,970＋670＋58
    """
    return _of_kind(name, kinds, budgets, partial)


_GROUPS = ("expenditure.projects.groups.*.amount", "expenditure.projects.groups.*.count")


@identity("ZC-19", figure="expenditure.projects.total", given=_GROUPS, optional=_GROUPS, derives=True)
def projects_by_group(amounts: tuple[Any, ...], counts: tuple[Any, ...]) -> Any:
    """项目支出＝各类项目金额之和

    例：4,057.15＝3,478.00＋579.15
    """
    told = [a for a, count in zip(amounts, counts, strict=True) if a is not None or not _is_none(count)]
    return total(tuple(told)) if told and None not in told else None


def _is_none(count: Any) -> bool:
    """Whether a count, or the range of it, is 0."""
    return count is not None and Interval.of(count) == Interval.of(0)


@identity(
    "ZC-20",
    each=("assets",),
    figure="change_rate",
    given=("total", "prior_total"),
    basis=_TERMS,
)
def assets_change_rate(now: Decimal, before: Decimal) -> Decimal:
    """资产增减率＝（资产总额－上年资产总额）÷上年资产总额×100%

    例：－5.21%＝（1,679.37－1,771.67）÷1,771.67
    """
    return (now - before) / before * 100


@requirement("ZC-21", basis=_TERMS)
def part_within_total(context: Context) -> Iterator[Breach]:
    """基本支出、项目支出都不大于支出合计

    例：支出合计 2,000.71，项目支出 2,075.73，基本支出未填
    """
    whole = find_one(context.report, "expenditure.total").value
    parts = [find_one(context.report, f"expenditure.{part}.total") for part in ("basic", "projects")]
    if whole is None or all(part.value for part in parts):
        return  # with both of them the sum is compared
    for part in parts:
        if part.value is not None and part.value.value - part.value.half_step > whole.value + whole.half_step:
            message = f"{part.label} {part.value.value:,} 万元，大于支出合计 {whole.value:,} 万元"
            yield Breach(message, part.path, "请核对各数。")


RULES: tuple[Identity | Requirement, ...] = (
    part_within_total,
    official_vehicles,
    three_public_total,
    personnel_items,
    operating_items,
    basic_total,
    basic_items,
    projects_by_function,
    projects_by_project,
    group_amount,
    group_budget,
    projects_by_group,
    basic_budget_items,
    projects_budget,
    initial_budget,
    projects_by_special_fund,
    expenditure_total,
    function_share,
    shares_sum,
    parts_within_whole,
    assets_change_rate,
)
