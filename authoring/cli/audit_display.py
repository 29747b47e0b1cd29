"""What was found in finished reports, as it is read on the screen."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from authoring.audit.many import Summary
from authoring.audit.phrasing import sentence, suspicion
from authoring.audit.row import AUDITED, NO_REPORT, UNREAD, Row, Said
from authoring.checks.finding import Severity

if TYPE_CHECKING:
    from authoring.audit.alike import Shared

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.REMARK: "cyan"}
_MOST_PAIRS = 10


def show_row(row: Row) -> str:
    """All there is to say of one report: a head, its findings by section, a sum."""
    if row.fault:
        return f"{row.file}：{row.fault}"
    lines = [_head(row)]
    for section, group in groupby(row.said, key=lambda said: said.section):
        lines += ["", click.style(section, bold=True)]
        for said in group:
            lines += _finding(said)
    lines += ["", *(f"说明：{sentence(remark)}" for remark in row.remarks)]
    if row.audited:
        lines.append(f"小结：{_counts(row)}。")
    lines += [f"输出：{'、'.join(row.files)}"] if row.files else []
    return "\n".join(lines)


def show_row_briefly(row: Row) -> str:
    """The same in a line."""
    if row.fault:
        return f"{row.file}：{row.fault}"
    said = _counts(row) if row.audited else "；".join(row.remarks)
    return f"{row.file}：{row.unit or '（没有认出单位）'}　{said}"


def _head(row: Row) -> str:
    if not row.audited:
        return row.file
    year = f"{row.year}年度" if row.year else "（没有认出年度）"
    return f"{row.unit or '（没有认出单位）'}　{year}　{row.form_name or '（没有认出表单）'}（{row.file}）"


def _counts(row: Row) -> str:
    found = "、".join(f"{kind} {number}" for kind, number in row.counts.items() if number)
    held = f"；核算相符的 {row.held} 处" if row.held else ""
    return (found or "没有发现问题") + held


def _finding(said: Said) -> Iterator[str]:
    """Rule and severity with the place, the sentence, what is wrong, the likely culprit, what to do."""
    finding = said.finding
    head = click.style(f"{finding.rule} {finding.severity.value}", fg=_COLOURS[finding.severity])
    yield f"  {head}　{said.place}".rstrip("　")
    if said.emphasised:
        yield f"    “{said.emphasised}”"
    yield f"    {sentence(finding.message)}"
    if suspect := suspicion(finding):
        yield f"    {sentence(suspect)}"
    if finding.hint:
        yield f"    {sentence(finding.hint)}"


def show_summary(summary: Summary, out: Path | None) -> str:
    """What became of all files, what reports share, where the outputs are."""
    lines = [*map(_shared, summary.shared[:_MOST_PAIRS])]
    if len(summary.shared) > _MOST_PAIRS:
        rest = "，见审核意见.xlsx" if summary.results else ""
        lines.append(f"另有 {len(summary.shared) - _MOST_PAIRS} 对报告文字雷同，没有在这里列出{rest}。")
    lines += map(sentence, summary.notes)
    if summary.total != 1 or summary.interrupted:
        lines.append(_total(summary))
    if summary.interrupted:
        lines.append(f"已中断，完成了 {summary.total} 份；请再用同样的命令重做。")
    elif summary.results:
        lines.append(f"输出在“{out}”，汇总见“{summary.results.name}”。")
    return "\n" * bool(lines) + "\n".join(lines) if lines else ""


def _total(summary: Summary) -> str:
    if not summary.total:
        return "没有找到可以审核的文件（Word、WPS、PDF、文本）。"
    parts = [
        f"{name} {summary.outcomes[name]}" for name in (AUDITED, NO_REPORT, UNREAD) if summary.outcomes[name]
    ]
    if not summary.outcomes[AUDITED]:
        return f"共 {summary.total} 份：{'、'.join(parts)}。"
    found = "、".join(f"{each.value} {summary.counts[each.value]}" for each in Severity)
    return f"共 {summary.total} 份：{'、'.join(parts)}；其中有错误的 {summary.faulty} 份；{found}。"


def _shared(shared: "Shared") -> str:
    if shared.is_common:
        return f"通用语句　{shared.paragraphs} 份报告都有“{shared.quote}…”"
    first, second = (f"{row.unit or row.file}{row.year or ''}" for row in (shared.first, shared.second))
    return (
        f"雷同　{shared.kind}：“{first}”与“{second}”有 {shared.paragraphs} 段文字相同或相近，"
        f"约占后者的 {shared.share:.0%}，如“{shared.quote}…”"
    )
