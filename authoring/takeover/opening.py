"""A finished report on disk → its answers: as a report file, or as last year's report."""

from pathlib import Path

from authoring.audit.outline import is_evaluation, recognise
from authoring.checks.run import check
from authoring.draft.report_file import build_report
from authoring.errors import GoujiError
from authoring.forms.finder import load_form
from authoring.intake.guard import guard
from authoring.opening import LastYear
from authoring.papers.opening import read_paper
from authoring.takeover.extracting import Extracted, extract


def open_finished(file: Path, code: str = "", year: int | None = None) -> Extracted:
    """The answers a report by anyone states; `code` and `year` if they are not to be recognised.

    Raises GoujiError where the file cannot be read, or is no such report.
    """
    report = recognise(read_paper(guard(file)), load_form(code) if code else None, year)
    if not is_evaluation(report):
        raise GoujiError(f"“{file.name}”不像绩效自评报告，没有可取的内容。")
    return extract(report)


def open_last_finished(file: Path) -> tuple[LastYear, tuple[str, ...]]:
    """Last year's report out of the finished one, the rules it breaks, and remarks on what was taken."""
    extracted = open_finished(file)
    report = build_report(extracted.draft)
    checked = check(report, load_form(report.form), extracted.draft)
    wrong = (finding.rule for finding in checked.stopping if finding.difference is not None)
    return LastYear(checked.report, tuple(dict.fromkeys(wrong))), extracted.remarks
