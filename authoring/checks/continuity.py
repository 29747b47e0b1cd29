"""SN 上年衔接: what last year's report closed with, this one opens with; large changes have reasons."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from authoring.checks.finding import Severity, grouped
from authoring.checks.registry import Breach, Context, Identity, Requirement, requirement
from authoring.model.paths import Located, find, find_one, parse, with_value
from authoring.model.report import SelfEvaluation
from authoring.quantities import Quantity, narrow, round_half_up

_THREE_PUBLIC = (
    "total",
    "overseas_travel",
    "official_vehicles.total",
    "official_vehicles.purchase",
    "official_vehicles.operation",
    "official_reception",
)
_OPERATING = ("total", "office", "water", "electricity", "travel", "meetings", "training")


class Tie(NamedTuple):
    """A figure of this year and the one of last year that it repeats; in lists, entries of one name."""

    now: str
    before: str


TIES = (
    Tie("last_year.expenditure", "expenditure.total"),
    Tie("last_year.basic", "expenditure.basic.total"),
    Tie("last_year.projects", "expenditure.projects.total"),
    Tie("last_year.three_public", "three_public.final.total"),
    Tie("budget.carryover_in", "budget.carryover_out"),
    Tie("special_funds.funds.*.carryover_in", "special_funds.funds.*.carryover_out"),
    Tie("expenditure.projects.by_project.*.prior_final", "expenditure.projects.by_project.*.amount"),
    Tie("expenditure.projects.groups.*.prior_final", "expenditure.projects.groups.*.amount"),
    *(Tie(f"three_public.prior_final.{row}", f"three_public.final.{row}") for row in _THREE_PUBLIC),
    *(
        Tie(f"base_data.operating.prior_final.{row}", f"base_data.operating.final.{row}")
        for row in _OPERATING
    ),
    Tie("base_data.procurement.prior_final", "base_data.procurement.final"),
    Tie("assets.prior_total", "assets.total"),
    Tie("unit.staff.opening", "unit.staff.closing"),
)
"""Everything that last year's report already says."""

_ALWAYS = "last_year."
"""Filled in though its part was not begun: these are what `--from` is given for."""


def carry_over(report: SelfEvaluation, last: SelfEvaluation | None) -> tuple[SelfEvaluation, frozenset[str]]:
    """The report with what it leaves open taken from last year's, and the paths that were.

    Nothing is taken from another unit's report, or another year's. Of a part that was not begun nothing
    is filled in; a 结转 of 0 is left open.
    """
    if last is None or mismatch(report, last):
        return report, frozenset()
    carried: set[str] = set()
    for tie in TIES:
        for now, before in list(_pairs(tie, report, last)):
            if (
                now.value is None
                and isinstance(before.value, Quantity)
                and _wanted(tie, report, before.value)
            ):
                report = with_value(report, parse(now.path), before.value)  # type: ignore[assignment]
                carried.add(now.path)
    return report, frozenset(carried)


def _wanted(tie: Tie, report: SelfEvaluation, before: Quantity) -> bool:
    if tie.now.startswith(_ALWAYS):
        return True
    part: Any = getattr(report, tie.now.split(".")[0])
    begun = part is not None and not getattr(part, "absent", None)
    return begun and bool(before.value or "carryover" not in tie.now)


def _pairs(tie: Tie, report: SelfEvaluation, last: SelfEvaluation) -> Iterator[tuple[Located, Located]]:
    """Places of this year and last year, whether filled in or not."""
    if "*" not in tie.now:
        yield find_one(report, tie.now), find_one(last, tie.before)
        return
    before = _by_own_name(last, tie.before)
    for name, now in _by_own_name(report, tie.now).items():
        if name in before:
            yield now, before[name]


def _by_own_name(report: SelfEvaluation, path: str) -> dict[str, Located]:
    """The figures of a list by the name of their entry, those of names that stand there once."""
    names = _names(report, path)
    return {n: at for n, at in zip(names, find(report, path), strict=True) if n and names.count(n) == 1}


def _names(report: SelfEvaluation, path: str) -> list[str]:
    """The name of the entry each figure of a list belongs to."""
    return [_plain(at.value) for at in find(report, path.rpartition(".")[0] + ".name")]


def _plain(name: str | None) -> str:
    """A name without blanks and widths, in which two years may differ."""
    return "".join(narrow(name or "").split())


def _year_apart(report: SelfEvaluation, last: SelfEvaluation) -> str:
    if last.year == report.year - 1:
        return ""
    return f"上年文件是 {last.year} 年度的，本报告是 {report.year} 年度的"


def _other_unit(report: SelfEvaluation, last: SelfEvaluation) -> str:
    name, before = (r.unit.name if r.unit else None for r in (report, last))
    if not name or not before or _plain(name) == _plain(before):
        return ""
    return f"上年文件是“{before}”的，本报告是“{name}”的"


def mismatch(report: SelfEvaluation, last: SelfEvaluation) -> str:
    """Why the other report is none to go on from: another year's, or another unit's and nobody said why."""
    renamed = any(e.rule == "SN-01" and e.reason for e in report.explanations or ())
    return _year_apart(report, last) or ("" if renamed else _other_unit(report, last))


@requirement("SN-01", basis="本单位上年度自评报告", explainable=True)
def last_report_is_own(context: Context) -> Iterator[Breach]:
    """上年文件是同一单位上一年度的报告

    例：2024 年度的报告，用 --from 给的是 2022 年度的文件；单位更名的，写出错说明
    """
    report, last = context.report, context.last
    if last is None:
        return
    if why := _year_apart(report, last):
        yield Breach(why, "年度", "请核对 --from 的文件。")
    if why := _other_unit(report, last):
        yield Breach(why, "单位.全称", "请核对 --from 的文件；单位更名的，请写出错说明。")


@requirement("SN-02", basis="本单位上年度自评报告", explainable=True)
def openings_are_closings(context: Context) -> Iterator[Breach]:
    """年初数、上年数等于上年报告的年末数、决算数

    例：上年报告年末结转结余 59.99，本年报告上年结转写 55.99
    """
    report, last = context.report, context.last
    if last is None or mismatch(report, last):
        return
    for tie in TIES:
        for now, before in _pairs(tie, report, last):
            if isinstance(now.value, Quantity) and isinstance(before.value, Quantity) and _apart(now, before):
                unit = now.value.unit
                said = grouped(now.value.value, now.value.places, unit)
                closed = grouped(before.value.value, before.value.places, unit)
                yield Breach(
                    f"{now.label}填 {said}，上年报告的{before.label}是 {closed}",
                    now.path,
                    "请核对两年的数；有调整的，请写出错说明。",
                    now.value.value - before.value.value,
                )


def _apart(one: Located, other: Located) -> bool:
    reach = one.value.half_step + other.value.half_step
    return bool(abs(one.value.value - other.value.value) > reach)


class Change(NamedTuple):
    """A figure of this year, the one of last year, and where the reason of a change may stand."""

    now: str
    before: str
    reasons: tuple[str, ...]


_WHOLE = "last_year.change_reason"
CHANGES = (
    Change("expenditure.total", "last_year.expenditure", (_WHOLE,)),
    Change("expenditure.basic.total", "last_year.basic", ("last_year.basic_reason", _WHOLE)),
    Change("expenditure.projects.total", "last_year.projects", ("last_year.projects_reason", _WHOLE)),
    Change("three_public.final.total", "last_year.three_public", ("last_year.three_public_reason",)),
    Change("assets.total", "assets.prior_total", ("assets.change_reason",)),
)


@requirement("SN-03", basis="部门决算公开说明", severity=Severity.WARNING, explainable=True)
def large_change_has_reason(context: Context) -> Iterator[Breach]:
    """与上年相比增减超过说明线（一般 10%）或上年为 0 的，写明原因

    例：项目支出 2,247.13，上年 1,800.00，增长 24.84%，未写原因
    """
    report, line = context.report, context.scoring.change_line
    for change in CHANGES:
        now, before = find_one(report, change.now), find_one(report, change.before)
        if now.value is None or before.value is None:
            continue
        told = any(find_one(report, reason).value for reason in change.reasons)
        moved = _moved(now.value.value, before.value.value, line)
        if moved and not told:
            reason = find_one(report, change.reasons[0])
            yield Breach(f"{now.label}{moved}，未写原因", now.path, f"请填写“{reason.path}”。")


def _moved(now: Decimal, before: Decimal, line: Decimal) -> str:
    """How far the figure moved, where that is beyond the line."""
    if not before:
        return f"上年为 0，本年为 {now:,}" if now else ""
    rate = round_half_up((now - before) / abs(before) * 100, 2)
    if abs(rate) <= line:
        return ""
    return f"比上年{'增长' if rate > 0 else '下降'} {grouped(abs(rate), 2, '%')}"


@requirement("SN-04", basis="本单位上年度自评报告", severity=Severity.REMARK)
def last_report_in_same_form(context: Context) -> Iterator[Breach]:
    """上年报告与本报告用同一种表单

    例：上年用江西四部分，本年用湖南十部分，口径或有不同
    """
    last = context.last
    if last and last.form != context.report.form:
        yield Breach(f"上年报告的表单是“{last.form}”", "表单", "换了表单的，请核对两年的口径是否一致。")


RULES: tuple[Identity | Requirement, ...] = (
    last_report_is_own,
    openings_are_closings,
    large_change_has_reason,
    last_report_in_same_form,
)
