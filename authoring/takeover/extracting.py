"""Finished report → a draft of the report file, and what could not be decided."""

from typing import NamedTuple

from authoring.audit.reading import Reading
from authoring.audit.report import FinishedReport
from authoring.draft.draft import Draft
from authoring.errors import GoujiError
from authoring.takeover.annexes import take_annexes
from authoring.takeover.answers import Answers
from authoring.takeover.assets import take_assets
from authoring.takeover.closing import take_closing
from authoring.takeover.completions import take_completions
from authoring.takeover.funds import take_funds
from authoring.takeover.lists import take_lists
from authoring.takeover.money import take_money
from authoring.takeover.narrative import take_narrative
from authoring.takeover.project_table import take_project_table
from authoring.takeover.reasons import take_reasons
from authoring.takeover.staff import take_staff
from authoring.takeover.tables import take_tables
from authoring.takeover.unit import take_unit


class Extracted(NamedTuple):
    """The answers found, each with its source, and remarks on what was left out or decided."""

    draft: Draft
    remarks: tuple[str, ...]


def extract(report: FinishedReport) -> Extracted:
    """The answers that a finished report certainly states.

    Figures are taken as written, right or wrong: the checks say. Raises GoujiError where form or year are
    neither recognised nor given.
    """
    if report.form is None:
        raise GoujiError(
            f"认不出“{report.paper.file}”用的是哪种表单，请用 --form 写明（gouji forms 列出全部表单）。"
        )
    if report.year is None:
        raise GoujiError(f"“{report.paper.file}”里没有认出年度，请用 --year 写明。")
    reading, answers = Reading(report), Answers(report.paper.file)
    take_unit(report, answers)
    take_staff(report, answers)
    take_lists(report, answers)
    take_money(reading, answers)
    take_project_table(report, answers)
    take_completions(report, answers)
    take_reasons(reading, answers)
    take_assets(report, answers)
    take_funds(reading, answers)
    take_narrative(report, answers)
    take_tables(report, answers)
    take_closing(report, answers)
    take_annexes(report, answers)
    draft = answers.draft(report.form.code, report.year)
    return Extracted(draft, (*report.paper.remarks, *answers.remarks))
