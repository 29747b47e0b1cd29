"""RY 人员编制: heads of each kind against the total, and against the establishment."""

from collections.abc import Iterator
from decimal import Decimal

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

_KINDS = tuple(
    f"unit.staff.{kind}"
    for kind in ("on_post", "retired", "honorary_retired", "survivors", "temporary", "other")
)
_GROUPS = "unit.staff.groups.*.heads"
_INDICATORS = f"部门整体支出绩效评价指标表（{TO_BE_CHECKED}）"


@identity(
    "RY-01",
    figure="unit.staff.total",
    given=(_GROUPS, *_KINDS),
    optional=(_GROUPS, *_KINDS[1:]),
    derives=True,
)
def staff_total(groups: tuple[Decimal | None, ...], *heads: Decimal | None) -> Decimal | None:
    """总人数＝在职＋退休＋离休＋遗属＋临聘＋其他＋另列各类

    例：37＝16＋21
    """
    told = [head for head in (*heads, *groups) if head is not None]
    return total(tuple(told)) if len(told) > 1 else None  # 在职 alone says nothing of the others


@identity(
    "RY-02",
    figure="unit.staff.control_rate",
    given=("unit.staff.on_post", "unit.staff.establishment"),
    basis=_INDICATORS,
)
def control_rate(on_post: Decimal, establishment: Decimal) -> Decimal:
    """在职人员控制率＝在职人数÷编制数×100%

    例：20÷25＝80%
    """
    return on_post / establishment * 100


@requirement("RY-03", severity=Severity.WARNING, explainable=True)
def staff_change_has_reason(context: Context) -> Iterator[Breach]:
    """年初、年末人数不同的，写明变动原因

    例：年初 15 人，年末 14 人，未写原因
    """
    report = context.report
    staff = report.unit.staff if report.unit else None
    if staff and staff.opening and staff.closing and not staff.change_reason:
        if staff.opening.value != staff.closing.value:
            message = f"年初 {staff.opening.value} 人、年末 {staff.closing.value} 人，未写变动原因"
            yield Breach(message, "单位.人员.年末人数", "请填写“变动原因”。")


@requirement("RY-04", basis=_INDICATORS, severity=Severity.WARNING, explainable=True)
def over_establishment_has_reason(context: Context) -> Iterator[Breach]:
    """在职人数超过编制数的，写明原因

    例：编制 20 人，在职 22 人，未写原因
    """
    report = context.report
    staff = report.unit.staff if report.unit else None
    if staff and staff.on_post and staff.establishment and not staff.over_reason:
        if staff.on_post.value > staff.establishment.value:
            message = f"在职 {staff.on_post.value} 人，超过编制 {staff.establishment.value} 人，未写原因"
            yield Breach(message, "单位.人员.在职", "请填写“超编原因”。")


@identity("RY-05", figure="unit.staff.on_post", given=("unit.staff.on_post_parts.*.heads",))
def on_post_parts(parts: tuple[Decimal, ...]) -> Decimal | None:
    """在职人数＝在职构成各类之和

    例：20＝8＋12
    """
    return total(parts) if parts else None


@identity("RY-06", figure="unit.staff.establishment", given=("unit.staff.establishment_parts.*.heads",))
def establishment_parts(parts: tuple[Decimal, ...]) -> Decimal | None:
    """编制数＝编制构成各类之和

    例：25＝全额补助事业编制 25
    """
    return total(parts) if parts else None


@identity(
    "RY-07",
    each=("unit.staff.groups.*",),
    figure="heads",
    given=("of_which.*.heads", "partial"),
    optional=("partial",),
)
def group_parts(parts: tuple[Decimal, ...], partial: bool | None) -> Decimal | None:  # noqa: FBT001
    """另列人员的人数＝其中各类之和

    例：临聘人员 11＝办公室 6＋公车服务中心 5
    """
    return total(parts) if parts and not partial else None


RULES: tuple[Identity | Requirement, ...] = (
    staff_total,
    control_rate,
    staff_change_has_reason,
    over_establishment_has_reason,
    on_post_parts,
    establishment_parts,
    group_parts,
)
