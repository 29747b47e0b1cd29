"""Our workbook, saved by LibreOffice in other formats, holds the same report."""

import pytest

from authoring.draft.report_file import open_report
from authoring.forms.finder import load_form
from authoring.intake.guard import guard
from authoring.workbook.reading import read_units
from authoring.workbook.writing import make_workbook
from tests.workbook.recalculating import converted
from tests.workbook.test_formulas import needs_office
from tests.workbook.test_reading import EXAMPLES, answers_of, same


@needs_office
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("name", ["lusong-2024", "jiaxian-2024"])
def test_the_same_report(name, suffix, tmp_path):
    report = open_report(EXAMPLES / name / "report.yaml")[1]
    book = tmp_path / "甲.xlsx"
    book.write_bytes(make_workbook(load_form(report.form), [report]).content)
    (unit,) = read_units(guard(converted(book, suffix, tmp_path / "saved")))
    answers = answers_of(name)
    same(unit, noughts_bare(answers) if suffix == "xls" else answers)


def noughts_bare(value):
    """0.00 as 0: an .xls as we can read it does not tell them apart."""
    if isinstance(value, dict):
        return {key: noughts_bare(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [noughts_bare(inner) for inner in value]
    return "0" if value == "0.00" else value


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("name", sorted(path.parent.name for path in EXAMPLES.glob("*/report.yaml")))
def test_what_was_written_is_read(name, many, tmp_path):
    report = open_report(EXAMPLES / name / "report.yaml")[1]
    book = tmp_path / "甲.xlsx"
    book.write_bytes(make_workbook(load_form(report.form), [report], many=many).content)
    (unit,) = read_units(guard(book))
    assert not unit.extras
    same(unit, answers_of(name))
