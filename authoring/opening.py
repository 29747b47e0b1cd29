"""A report file, read and checked: the first half of the way, which checking and rendering share."""

from pathlib import Path
from typing import NamedTuple

from authoring.checks.run import Checked, check, fill_totals
from authoring.draft.report_file import open_report
from authoring.forms.finder import load_form
from authoring.forms.form import Form
from authoring.model.report import SelfEvaluation


class Opened(NamedTuple):
    """A report file with its form, what the checks say of it, and a remark on how it was read, if any."""

    file: Path
    form: Form
    checked: Checked
    note: str = ""


def open_checked(file: Path, last: SelfEvaluation | None = None) -> Opened:
    """Read and check one report file, beside last year's report if given. Raises GoujiError."""
    draft, report = open_report(file)
    form = load_form(report.form)
    return Opened(file, form, check(report, form, draft, last), draft.note)


def open_last(file: Path) -> SelfEvaluation:
    """Last year's report, for what it closed with; its totals are filled in. Raises GoujiError."""
    _, report = open_report(file)
    return fill_totals(report, load_form(report.form))
