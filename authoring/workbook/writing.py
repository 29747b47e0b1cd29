"""The workbook of a form, to be filled in by a unit or by many: answers, tables, checks as formulas."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from authoring import atomic
from authoring.draft.report_file import draft_of
from authoring.errors import GoujiError
from authoring.forms.form import Form
from authoring.model.report import SelfEvaluation
from authoring.workbook.addresses import Addresses, Cell
from authoring.workbook.answer_sheets import write_answer_sheets, write_units
from authoring.workbook.check_sheets import write_check_sheet, write_checks_of_units
from authoring.workbook.flattening import Answers, flatten
from authoring.workbook.formulas import Line, Maker, lines_of
from authoring.workbook.layout import (
    CHECK_SHEET,
    FORM,
    OPTION,
    STAMP_SHEET,
    VERSION,
    WORKBOOK_VERSION,
    YEAR,
    layout_of,
)
from authoring.workbook.pen import Sheets
from authoring.workbook.planning import plan
from authoring.workbook.styles import Styles, choose
from authoring.workbook.table_sheets import write_table
from authoring.workbook.verdicts import Verdict, verdicts_on

_SAFE = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_USUAL_YEAR = 2024
"""For grades and bands, where no year is given: any year of those in force."""
_HOW = (
    "请按各张表的标签填写，一项一格；没有的填“无”，还没有的空着。空着和 0 不一样。",
    "金额以万元为单位，填到几位小数就按几位核对；带单位的（如 26745600元）也可以写，照原样留下。",
    "合计可以空着，由程序算出；填了就核对。灰底的格子是公式，不用填。",
    "行和表都可以移动，请不要改标签和表头；不够的行接着往下填。",
    "红底是不符，黄底是尾差，绿底是相符，蓝底是已写说明。金额按两位小数核对，以 gouji check 的结果为准。",
)


class Made(NamedTuple):
    """A workbook's bytes, and by report the paths of the answers it has no place for."""

    content: bytes
    left: tuple[tuple[str, ...], ...]


def save_workbook(
    path: Path,
    form: Form,
    reports: Sequence[SelfEvaluation] = (),
    *,
    year: int | None = None,
    many: bool = False,
) -> tuple[tuple[str, ...], ...]:
    """Write a form's workbook to disk; returns what it has no place for. Raises OutputError."""
    made = make_workbook(form, reports, year=year, many=many)
    atomic.save(path, made.content)
    return made.left


def make_workbook(
    form: Form, reports: Sequence[SelfEvaluation] = (), *, year: int | None = None, many: bool = False
) -> Made:
    """A form's workbook, filled with reports if there are any: one, or with `many` a row for each.

    Raises OutputError for a text no cell can hold, GoujiError for reports of another form or year.
    """
    years = {report.year for report in reports} | ({year} if year else set())
    if any(report.form != form.code for report in reports) or len(years) > 1:
        raise GoujiError("一个工作簿只放同一表单、同一年度的报告，请分开生成。")
    layout = layout_of(form)
    units = [flatten(draft_of(report).answers, layout) for report in reports]
    verdicts = [verdicts_on(report, form) for report in reports]
    book = plan(layout, units, many=many)
    known = next(iter(years), None)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _SAFE) as workbook:
        sheets = Sheets(workbook, Styles(workbook), book, _maker(book), form, known or _USUAL_YEAR)
        _write_stamp(sheets, known, units)
        _write_all(sheets, units, verdicts)
    return Made(buffer.getvalue(), tuple(unit.left for unit in units))


def _write_all(
    sheets: Sheets, units: Sequence[Answers], verdicts: Sequence[dict[tuple[str, str], Verdict]]
) -> None:
    if sheets.book.many:
        write_units(sheets, units, verdicts)
    else:
        write_answer_sheets(sheets, units, verdicts)
    for table in sheets.book.tables.values():
        write_table(sheets, table, units, verdicts)
    if sheets.book.many:
        write_checks_of_units(sheets, units, verdicts)
    else:
        write_check_sheet(sheets, verdicts)


def _maker(book: Addresses) -> Maker:
    """Where each line's figures are worked out: rows of the check sheet, or columns; columns of a table."""
    lines = lines_of(book.layout)
    stated: dict[Line, Cell] = {}
    expected: dict[Line, Cell] = {}
    width = {path: table.width for path, table in book.tables.items()}
    place = 1
    for line in lines:
        if line.table:
            table = book.tables[line.table]
            expected[line] = stated[line] = Cell(table.table.title, table.first, width[line.table])
            width[line.table] += 2
        elif book.many:
            stated[line], expected[line] = (Cell(CHECK_SHEET, book.first, place + n) for n in (0, 1))
            place += 4
        else:
            stated[line], expected[line] = (Cell(CHECK_SHEET, place, column) for column in (3, 4))
            place += 1
    return Maker(book, lines, expected, stated)


def _write_stamp(sheets: Sheets, year: int | None, units: Sequence[Answers]) -> None:
    """How to fill the workbook in, then what it is, label by label."""
    sheet, styles = sheets.add(STAMP_SHEET), sheets.styles
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 60)
    sheet.merge_range(0, 0, 0, 1, "", styles["title"])
    sheet.write_string(0, 0, sheets.form.name, styles["title"])
    sheet.set_row(0, 30)
    for row, text in enumerate(_HOW, 2):
        sheet.merge_range(row, 0, row, 1, "", styles["note"])
        sheet.write_string(row, 0, text, styles["note"])
        sheet.set_row(row, 33)
    row = 3 + len(_HOW)
    stamp = [(FORM, sheets.form.code), ("表单名称", sheets.form.name), ("适用地区", sheets.form.region),
             (YEAR, str(year or "")), (VERSION, WORKBOOK_VERSION)]  # fmt: skip
    for label, text in stamp:
        sheet.write_string(row, 0, label, styles["label"])
        sheets.text(sheet, Cell(STAMP_SHEET, row, 1), text, label)
        if label == YEAR:
            hint = {"validate": "any", "input_title": YEAR, "input_message": "四位数的年份，如 2024"}
            sheet.data_validation(row, 1, row, 1, hint)
        row += 1
    if sheets.book.many:
        return  # there each unit has its own, in columns
    chosen = units[0].options if units else {}
    for option in sheets.form.options:
        cell = Cell(STAMP_SHEET, row, 1)
        sheet.write_string(row, 0, f"{OPTION}{option.name}", styles["label"])
        sheets.text(sheet, cell, chosen.get(option.name, ""), option.name)
        choose(sheet, option.choices, cell, cell)
        row += 1
