"""QH 前后一致: the same figure stated twice."""

from collections.abc import Iterator

from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.audit.saying import as_written, unit_of
from authoring.checks.finding import Severity, as_typed
from authoring.figures.mention import Mention
from authoring.figures.relation import label_of


@audit_rule("QH-01", Severity.ERROR, basis="同一指标全文一致")
def stated_twice(reading: Reading) -> Iterator[Remark]:
    """同一个数前后写法一致

    例：前面写“基本支出 353.86 万元”，后面写“基本支出 358.36 万元”
    不报：年度、预算或决算、资金来源不同的同名数；各有其他数印证的两个数
    """
    for repeat in reading.repeats:
        one, other = repeat.first, repeat.second
        slip = f"，像是{repeat.slip}" if repeat.slip else ""
        yield _remark(
            f"“{label_of(other)}”这里写 {as_written(reading.paper, other)}，"
            f"前面写 {as_written(reading.paper, one)}{slip}",
            "请核对是哪一处有误；口径不同的，请分别写明。",
            other,
            one,
        )


@audit_rule("QH-02", Severity.ERROR, basis="正文与表格一致")
def text_and_table(reading: Reading) -> Iterator[Remark]:
    """正文写的数与所指的表一致

    例：正文写“项目支出 801.66 万元，明细见表”，表中为 810.66
    不报：表中同名的行有几个数，分不清是哪一个
    """
    for said, listed in reading.mismatches:
        yield _remark(
            f"“{label_of(said)}”正文写 {as_written(reading.paper, said)}，表中为 {as_typed(listed.value)}",
            "请核对是正文还是表格有误。",
            said,
            listed,
        )


def _remark(message: str, hint: str, stated: Mention, expected: Mention) -> Remark:
    return Remark(
        message,
        stated.span,
        hint,
        stated=as_typed(stated.value),
        expected=as_typed(expected.value),
        difference=stated.value.value - expected.value.value,
        unit=unit_of(stated),
        beside=(expected.span,),
    )


RULES: tuple[AuditRule, ...] = (stated_twice, text_and_table)
