"""Identities as formulas: which there are, and that LibreOffice comes to what the program says."""

import io
from pathlib import Path

import openpyxl
import pytest

from authoring.checks.touching import identities
from authoring.draft.draft import Draft
from authoring.draft.report_file import build_report, draft_of, open_report
from authoring.forms.finder import form_codes, load_form
from authoring.workbook.addresses import quoted
from authoring.workbook.formulas import NOT_AS_FORMULA, lines_of
from authoring.workbook.layout import CHECK_SHEET, layout_of
from authoring.workbook.tracing import Figure, Joined, Total, trace
from authoring.workbook.writing import make_workbook
from tests.workbook.recalculating import SOFFICE, recalculate

EXAMPLES = Path(__file__).parents[2] / "examples"
OUTCOMES = ("相符", "尾差", "不符", "未核", "已说")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def rules_of(code):
    return {line.rule.id for line in lines_of(layout_of(load_form(code)))}


# Which rules


def test_every_identity_has_formulas_or_a_reason_why_not():
    made = set().union(*(rules_of(code) for code in form_codes()))
    silent = {rule.id for rule in identities()} - made - set(NOT_AS_FORMULA)
    # no form asks for what these compare
    assert silent == {"ZX-06", "ZX-07"}
    assert not made & set(NOT_AS_FORMULA)


@pytest.mark.parametrize(
    "rule",
    ["ZC-01", "ZC-02", "ZC-03", "ZC-07", "ZC-09", "ZC-10", "RY-01", "ZX-01", "ZX-02", "ZX-04", "ZX-05"],
)
def test_the_ten_part_form_has_formulas_for(rule):
    assert rule in rules_of("hunan-department")


def test_every_identity_left_without_formula_exists():
    assert set(NOT_AS_FORMULA) <= {rule.id for rule in identities()}


# Tracing


def rule_named(id_):
    return next(rule for rule in identities() if rule.id == id_)


def test_a_sum_is_traced():
    traced = trace(rule_named("ZC-01"))
    assert traced == Joined("+", Figure("expenditure.basic.total"), Figure("expenditure.projects.total"))


def test_what_a_form_does_not_ask_for_is_left_out():
    given = rule_named("ZX-05").given
    traced = trace(rule_named("ZX-05"), frozenset({given[3]}))
    assert given[3] not in str(traced)


def test_a_column_is_summed():
    assert trace(rule_named("ZC-07")) == Total("expenditure.projects.by_project.*.amount")


# Worked out by LibreOffice


def verdicts_in(book):
    """The verdicts of a workbook, by sheet and cell."""
    return {
        (sheet.title, cell.coordinate): cell.value[:2]
        for sheet in book
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, str) and cell.value[:2] in {*OUTCOMES, "没有"}
    }


def errors_in(book):
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(("#", "Err:"))
    ]


ONE = [(path.parent.name, False) for path in sorted(EXAMPLES.glob("*/report.yaml"))]


@needs_office
@pytest.mark.parametrize(("example", "many"), [*ONE, ("jiaxian-2024", True), ("xiangfen-2021", True)])
def test_formulas_agree_with_the_checks(example, many, tmp_path):
    report = open_report(EXAMPLES / example / "report.yaml")[1]
    content = make_workbook(load_form(report.form), [report], many=many).content
    said = verdicts_in(openpyxl.load_workbook(io.BytesIO(content), data_only=True))
    book = recalculate(content, tmp_path)
    assert errors_in(book) == []
    worked = verdicts_in(book)
    # totals of scores that only the program works out, by ZB-01, are not offered again
    gone = {place for place, word in said.items() if place not in worked and word == "没有"}
    assert len(gone) <= (4 if example == "jiaxian-2024" else 0)
    assert worked == {place: word for place, word in said.items() if place not in gone}
    assert set(worked.values()) & set(OUTCOMES)


@needs_office
def test_formulas_see_what_is_wrong_as_the_checks_do(tmp_path):
    report = open_report(EXAMPLES / "jiaxian-2024/report.yaml")[1]
    answers = draft_of(report).answers
    answers["单位"]["人员"]["总数"] = "32"
    answers["支出"]["合计"] = "999.99"
    answers["三公经费"]["决算数"]["合计"] = "9.01"
    answers["预算"]["预算执行率"] = "12.34%"
    wrong = build_report(Draft(answers))
    content = make_workbook(load_form(wrong.form), [wrong]).content
    said = verdicts_in(openpyxl.load_workbook(io.BytesIO(content), data_only=True))
    worked = verdicts_in(recalculate(content, tmp_path))
    assert {p: w for p, w in worked.items() if w in OUTCOMES} == {
        p: w for p, w in said.items() if w in OUTCOMES
    }
    assert list(worked.values()).count("不符") >= 8


@needs_office
@pytest.mark.parametrize(("code", "many"), [*((code, False) for code in form_codes()), ("shanxi-unit", True)])
def test_an_empty_workbook_says_nothing(code, many, tmp_path):
    book = recalculate(make_workbook(load_form(code), many=many).content, tmp_path)
    assert errors_in(book) == []
    assert verdicts_in(book) == {}


def test_no_formula_is_longer_than_a_cell_holds_or_uses_unusual_functions():
    import re

    plain = {"IF", "AND", "OR", "NOT", "ABS", "ROUND", "SUM", "SUMPRODUCT", "COUNT", "COUNTA", "COUNTIF",
             "COUNTIFS", "ISNUMBER", "ISERROR", "TEXT", "N", "MIN", "LEFT", "LEN", "FIND", "INDEX", "MATCH",
             "SUBSTITUTE", "CHAR"}  # fmt: skip
    used = set()
    for many in (False, True):
        content = make_workbook(load_form("hunan-department"), many=many).content
        book = openpyxl.load_workbook(io.BytesIO(content))
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        assert len(cell.value) < 8192
                        bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", cell.value)
                        used |= set(re.findall(r"([A-Z]+)\(", bare))
    assert used <= plain


def test_verdicts_are_coloured():
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(load_form("hunan-department")).content))
    rules = [rule for each in book[CHECK_SHEET].conditional_formatting for rule in each.rules]
    assert {rule.text for rule in rules} == {"不符", "尾差", "相符", "已说明"}
    assert quoted(CHECK_SHEET) == "'核对'"
