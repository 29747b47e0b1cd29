"""Findings as the clerk reads them on the screen."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from authoring.checks.finding import Finding, Outcome, Severity
from authoring.checks.run import Checked
from authoring.errors import GoujiError, InputError
from authoring.forms.form import Form

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.REMARK: "cyan"}


def show_report(file: str, checked: Checked, form: Form) -> str:
    """All that there is to say of one report: a head, every finding but 相符, a sum."""
    report = checked.report
    unit = report.unit.name if report.unit and report.unit.name else "（未填单位全称）"
    lines = [f"{unit}　{report.year}年度　{form.name}（{file}）"]
    spoken = [finding for finding in checked.findings if finding.outcome is not Outcome.AGREES]
    for finding in spoken:
        lines += ["", *show_finding(finding)]
    return "\n".join([*lines, "", _sum(checked)])


def _sum(checked: Checked) -> str:
    counts = "、".join(f"{kind} {number}" for kind, number in checked.counts().items() if number)
    verdict = "须改正后才能成文" if checked.stopping else "可以成文"
    return f"小结：{counts}；{verdict}。"


def show_finding(finding: Finding) -> Iterator[str]:
    """One finding: rule and outcome, place, numbers, likely culprit, next step."""
    yield f"  {click.style(_heading(finding), fg=_colour(finding))}　{finding.statement}"
    if finding.where.path:
        yield f"    位置：{_place(finding)}"
    yield f"    {finding.message}"
    others = [f for f in finding.figures[1:] if f.value is not None]
    if finding.outcome is not Outcome.UNCHECKED and 1 < len(others) <= 12:
        yield "    其中：" + "、".join(f"{f.label} {_grouped(f.value)}" for f in others)
    if finding.suspect:
        suspect = finding.suspect
        values = f"{_grouped(suspect.value)} 应为 {_grouped(suspect.likely)}"
        yield f"    疑为：{suspect.label}（{suspect.path}）{values}，{suspect.why}"
    if finding.explained:
        yield f"    已说明：{finding.explained}"
    elif finding.hint:
        yield f"    {finding.hint}"


def _grouped(digits: str | None) -> str:
    """Digits as a message shows them, `2,247.13`."""
    return f"{Decimal(digits):,}" if digits else ""


def _heading(finding: Finding) -> str:
    if finding.outcome is not Outcome.DIFFERS:
        return f"{finding.rule} {finding.outcome.value}"
    kind = "已说明" if finding.explained else finding.severity.value
    return f"{finding.rule} {finding.outcome.value}·{kind}"


def _colour(finding: Finding) -> str | None:
    if finding.outcome is not Outcome.DIFFERS or finding.explained:
        return None
    return _COLOURS[finding.severity]


def _place(finding: Finding) -> str:
    where = finding.where
    line = f" 第{where.line}行" if where.line else f" {where.sheet}!{where.cell}" if where.cell else ""
    return f"{where.file}{line}（{where.path}）".lstrip()


def report_json(file: Path, checked: Checked) -> dict[str, Any]:
    """One report's findings as a program reads them."""
    report = checked.report
    return {
        "file": str(file),
        "unit": report.unit.name if report.unit else None,
        "year": report.year,
        "form": report.form,
        "findings": [finding.as_json() for finding in checked.findings],
        "counts": checked.counts(),
    }


def refused_json(file: Path, error: GoujiError) -> dict[str, Any]:
    """A file that could not be read, with each problem's line."""
    problems = error.problems if isinstance(error, InputError) else ()
    return {
        "file": str(file),
        "error": str(error),
        "problems": [problem._asdict() for problem in problems],
    }


def remark(file: Path, note: str) -> None:
    """Say on standard error how a file was read, where that is in doubt."""
    if note:
        click.echo(f"{file.name}：{note}", err=True)
