"""Every kind of cell gives the right value or a named doubt, by the parser and by the quick way."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter

from authoring.sheets.cells import EMPTY, Cell, Doubt, Kind
from authoring.sheets.xlsx import read_xlsx
from tests.sheets.kinds import CASES, Case
from tests.sheets.packages import Held, Unzipped, package, styles, worksheet


def first_row(members: Held | Unzipped) -> dict[int, Cell]:
    return next(iter(read_xlsx(members, "表.xlsx")[0].rows()), (1, {}))[1]


def _xml(case: Case) -> str:
    return f'<c r="A1" s="1"{case.attributes}>{case.inner}</c>'


def test_there_are_enough() -> None:
    assert len(CASES) >= 43
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("filler", ["", "".join(f'<c r="{c}1" s="1"/>' for c in "BCDEFGHIJKLMNOPQRSTUVWX")])
def test_kind(case: Case, filler: str) -> None:
    row = f'<row r="1">{_xml(case)}{filler}</row>'
    cell = first_row(package(worksheet(row), style=styles(case.code))).get(1, EMPTY)
    assert cell == case.cell
    assert cell.shown == case.shown


def test_1904() -> None:
    held = package(
        worksheet('<row r="1"><c r="A1" s="1"><v>44274</v></c><c r="B1" s="1"><v>0</v></c></row>'),
        style=styles("yyyy-mm-dd"),
        properties='<workbookPr date1904="1"/>',
    )
    assert [cell.text for cell in first_row(held).values()] == ["2025-03-20", "1904-01-01"]


def test_formulas_never_worked_out() -> None:
    row = '<row r="1"><c r="A1"><f>1+1</f><v>0</v></c><c r="B1"><v>2</v></c></row>'
    cells = first_row(package(worksheet(row), calculation='<calcPr fullCalcOnLoad="1"/>'))
    assert [cell.doubt for cell in cells.values()] == [Doubt.STALE, Doubt.NONE]


def test_xlsxwriter() -> None:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("甲")
        sheet.write_number(0, 0, 189.89, book.add_format({"num_format": "0.00"}))
        sheet.write_string(0, 1, "430102199001011234")
        sheet.write_rich_string(0, 2, "重", book.add_format({"bold": True}), "点", "项")
        sheet.write_formula(0, 3, "=1+1")
        sheet.write_boolean(0, 4, True)
        sheet.write_blank(0, 5, None, book.add_format({"border": 1}))
        sheet.merge_range(1, 0, 1, 4, "合并")
    with ZipFile(target) as archive:
        (sheet,) = read_xlsx(Unzipped(archive))
        cells = next(iter(sheet.rows()))[1]
        assert [(cell.text, cell.kind) for cell in cells.values()] == [
            ("189.89", Kind.NUMBER),
            ("430102199001011234", Kind.TEXT),
            ("重点项", Kind.TEXT),
            ("0", Kind.NUMBER),
            ("TRUE", Kind.BOOLEAN),
        ]
        assert cells[4].doubt is Doubt.STALE
        assert sheet.merges() == ((2, 1, 2, 5),)


def test_openpyxl() -> None:
    book, target = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    sheet.append([1.1, "=A1+1", "文本", None, "#N/A", 0.5])
    sheet["F1"].number_format = "0.00%"
    book.create_sheet("藏").sheet_state = "veryHidden"
    book.save(target)
    with ZipFile(target) as archive:
        sheets = read_xlsx(Unzipped(archive))
        cells = next(iter(sheets[0].rows()))[1]
    assert [(column, cell.text, cell.kind) for column, cell in cells.items()] == [
        (1, "1.1", Kind.NUMBER),
        (2, "", Kind.UNCACHED),
        (3, "文本", Kind.TEXT),
        (5, "#N/A", Kind.ERROR),
        (6, "50%", Kind.PERCENT),
    ]
    assert cells[6].shown == "50.00%"
    assert [sheet.hidden for sheet in sheets] == ["visible", "veryHidden"]
