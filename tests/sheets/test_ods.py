"""OpenDocument content written by hand: repetition, notes, formulas, and what is refused."""

import pytest

from authoring.errors import InputError
from authoring.sheets.cells import LAST_COLUMN, LAST_ROW, Cell, Doubt, Kind, Range, Row
from authoring.sheets.ods import read_ods
from tests.sheets.packages import Held

OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def ods(table: str, *, around: str = "") -> Held:
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "table", "text", "style"))
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = (
        f"<office:document-content {spaces} {calc}><office:body><office:spreadsheet>{around}"
        f'<table:table table:name="甲">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return Held({"content.xml": content.encode()})


def rows(table: str) -> list[Row]:
    return list(read_ods(ods(table), "表.ods")[0].rows())


def cell(inner: str = "", **attributes: str) -> str:
    written = "".join(
        f' {name.replace("_", ":", 1).replace("_", "-")}="{v}"' for name, v in attributes.items()
    )
    return f"<table:table-cell{written}>{inner}</table:table-cell>"


def row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def number(value: str, shown: str, kind: str = "float", **more: str) -> str:
    return cell(f"<text:p>{shown}</text:p>", office_value_type=kind, office_value=value, **more)


@pytest.mark.parametrize(
    ("xml", "expected", "shown"),
    [
        (number("2601", "2,601.00"), Cell("2601", Kind.NUMBER, 2), "2601.00"),
        (number("-2601.5", "(2,601.50)"), Cell("-2601.5", Kind.NUMBER, 2), "-2601.50"),
        (number("189.88999999999999", "189.89"), Cell("189.89", Kind.NUMBER, 2), "189.89"),
        (number("26010000", "2601万"), Cell("26010000", Kind.NUMBER), "26010000"),
        (number("26010000", "26,010"), Cell("26010000", Kind.NUMBER), "26010000"),
        (number("0.9234", "92%", "percentage"), Cell("92.34%", Kind.PERCENT, 0), "92%"),
        (number("5", "¥5.00", "currency"), Cell("5", Kind.NUMBER), "5"),
        (number("x", "5"), Cell("x", Kind.ERROR, doubt=Doubt.BAD_NUMBER), "x"),
        (
            cell(office_value_type="date", office_date_value="2025-03-20"),
            Cell("2025-03-20", Kind.DATE),
            "2025-03-20",
        ),
        (
            cell(office_value_type="time", office_time_value="PT26H30M00S"),
            Cell("26:30:00", Kind.TIME),
            "26:30:00",
        ),
        (
            cell(office_value_type="time", office_time_value="x"),
            Cell("x", Kind.ERROR, doubt=Doubt.BAD_DATE),
            "x",
        ),
        (cell(office_value_type="boolean", office_boolean_value="true"), Cell("TRUE", Kind.BOOLEAN), "TRUE"),
        (cell(table_formula="of:=1"), Cell("", Kind.UNCACHED, formula=True), ""),
        (
            cell(
                "<text:p>#REF!</text:p>",
                table_formula="of:=1",
                calcext_value_type="error",
                office_value_type="string",
            ),
            Cell("#REF!", Kind.ERROR, formula=True),
            "#REF!",
        ),
    ],
)
def test_cell(xml: str, expected: Cell, shown: str) -> None:
    assert rows(row(xml)) == [(1, {1: expected})]
    assert expected.shown == shown


def test_text() -> None:
    inner = (
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        '<text:p>甲<text:s text:c="2"/><text:span>乙</text:span><text:tab/></text:p>'
        "<text:p>丙<text:line-break/></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>里</text:p></table:table-cell>"
        "</table:table-row></table:table>"
    )
    assert rows(row(cell(inner, office_value_type="string"))) == [(1, {1: Cell("甲  乙\t\n丙\n", Kind.TEXT)})]


def test_repetition() -> None:
    found = rows(
        row(
            cell(table_number_columns_repeated="3"),
            number("7", "7", table_number_columns_repeated="2"),
            times=2,
        )
        + row(cell(table_number_columns_repeated=str(LAST_COLUMN)), times=LAST_ROW - 3)
        + row(number("8", "8"))
    )
    assert [(number, list(cells)) for number, cells in found] == [(1, [4, 5]), (2, [4, 5]), (LAST_ROW, [1])]


def test_merges_and_copies_of_other_documents() -> None:
    held = ods(
        row(cell("<text:p>甲</text:p>", table_number_columns_spanned="2", table_number_rows_spanned="3")),
        around="<table:dde-links><table:dde-link><table:table/></table:dde-link></table:dde-links>",
    )
    (sheet,) = read_ods(held)
    assert sheet.merges() == (Range(1, 1, 3, 2),)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (row(number("7", "7", table_number_columns_repeated="16384"), times=1000), "重复的单元格超过"),
        (row(number("7", "7"), times=LAST_ROW) + row(number("7", "7")), "重复的单元格超过|超出1048576行"),
        (row(times=LAST_ROW) + row(number("7", "7")), "超出1048576行"),
        (row(cell(table_number_columns_repeated="16384"), cell()), "超出16384列"),
        (row(cell(table_number_columns_repeated="0")), "重复数“0”有误"),
        (row(cell(table_number_columns_repeated="9" * 5000)), "重复数"),
        (row(cell('<text:p><text:s text:c="99999999"/></text:p>')), "重复数"),
    ],
)
def test_refused(table: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        rows(table)


def test_no_spreadsheet() -> None:
    with pytest.raises(InputError, match="没有工作表"):
        read_ods(Held({"content.xml": b"<a/>"}))
    with pytest.raises(InputError, match=r"缺少“content.xml”"):
        read_ods(Held({}))


def test_spaces_do_not_multiply() -> None:
    many = '<text:s text:c="16384"/>' * 2000
    with pytest.raises(InputError, match="重复"):
        rows(row(cell(f"<text:p>{many}</text:p>")))
