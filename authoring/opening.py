"""A report file, read and checked: the first half of the way, which checking and rendering share."""

from pathlib import Path
from typing import NamedTuple

from authoring.checks.run import Checked, check
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


class LastYear(NamedTuple):
    """Last year's report with its totals filled in, and the rules its own figures break."""

    report: SelfEvaluation
    wrong: tuple[str, ...]


def open_last(file: Path) -> LastYear:
    """Last year's report, for what it closed with. Raises GoujiError."""
    checked = open_checked(file).checked
    wrong = (finding.rule for finding in checked.stopping if finding.difference is not None)
    return LastYear(checked.report, tuple(dict.fromkeys(wrong)))
