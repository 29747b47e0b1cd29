"""Workbooks as they come: prefixes, missing parts, false dimensions, cells far apart, what is refused."""

import time
import tracemalloc
from collections.abc import Callable

import pytest

from authoring.errors import InputError
from authoring.sheets.cells import LAST_COLUMN, LAST_ROW, Cell, Kind, Range, Row, reference
from authoring.sheets.xlsx import read_xlsx
from tests.sheets.packages import MAIN, OFFICE, Held, package, rels, strings, worksheet


def rows(held: Held) -> list[Row]:
    return list(read_xlsx(held, "表.xlsx")[0].rows())


def texts(held: Held) -> dict[str, str]:
    return {reference(row, column): cell.text for row, cells in rows(held) for column, cell in cells.items()}


def refused(held: Held) -> str:
    def read() -> None:
        rows(held)
        read_xlsx(held, "表.xlsx")[0].merges()

    with pytest.raises(InputError) as caught:
        read()
    (problem,) = caught.value.problems
    assert problem.file == "表.xlsx"
    assert "请" in problem.message
    return str(problem)


def test_far_cells_cost_nothing() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    tracemalloc.start()
    assert texts(package(worksheet(far))) == {"A1": "1", "XFD1048576": "2"}
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_a_false_dimension_is_ignored() -> None:
    sheet = worksheet('<row r="9"><c r="C9"><v>5</v></c></row>').replace(
        "<sheetData>", '<dimension ref="A1"/><sheetData>'
    )
    assert texts(package(sheet)) == {"C9": "5"}


@pytest.mark.parametrize(
    "row",
    ['<row r="{}"/>', '<row r="{0}" s="1" customFormat="1"><c r="A{0}" s="1"/><c r="B{0}" s="1"/></row>'],
)
def test_all_rows_empty_or_only_styled_pass_quickly(row: str) -> None:
    count = LAST_ROW // 16
    body = "".join(map(row.format, range(1, count))) + f'<row r="{count}"><c r="A{count}"><v>1</v></c></row>'
    held = package(worksheet(body))
    start = time.process_time()
    assert texts(held) == {f"A{count}": "1"}
    assert time.process_time() - start < 3


def test_places_are_counted_where_they_are_not_said() -> None:
    body = (
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        "<row r='5'><c r='C5'><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row>"
    )
    assert texts(package(worksheet(body))) == {"A1": "1", "C1": "3", "C5": "4", "D5": "5", "A6": "6"}


def test_prefixes() -> None:
    row = '<x:row r="1"><x:c r="B1" t="s"><x:v>0</x:v></x:c></x:row>'
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    shared = f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>文</x:t></x:si></x:sst>'
    assert texts(package(sheet, shared=shared)) == {"B1": "文"}


def test_strict_namespaces() -> None:
    held = package(
        worksheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
            '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        ),
        shared=strings("<t>文</t>"),
    )
    for name, content in held.parts.items():
        held.parts[name] = (
            content.decode()
            .replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            .replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            .encode()
        )
    assert texts(held) == {"A1": "文"}
    assert read_xlsx(held)[0].merges() == (Range(1, 1, 1, 2),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    sheet = worksheet('<row r="1"><c r="A1" t="str"><v>文</v></c></row>').encode(encoding)
    assert texts(package(sheet)) == {"A1": "文"}


def test_shared_strings() -> None:
    shared = strings(
        "<t>甲</t>",
        "<r><rPr/><t>重</t></r><r><t>点</t></r>",
        "<t>汉字</t><rPh sb='0' eb='1'><t>かんじ</t></rPh>",
        "<t>a&lt;b_x000D_</t>",
        "",
        "<t/>",
        '<t xml:space="preserve"> 空 </t>',
        "<t>末</t>",
    )
    body = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(8))
    found = [
        cell.text for cell in rows(package(worksheet(f"<row>{body}</row>"), shared=shared))[0][1].values()
    ]
    assert found == ["甲", "重点", "汉字", "a<b\r", "", "", " 空 ", "末"]


def test_sheets_in_the_order_of_the_workbook() -> None:
    held = package(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))
    held.parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="图" r:id="c"/><sheet name="乙" state="hidden" r:id="b"/><sheet name="甲" r:id="a"/>'
        '<sheet name="无" r:id="z"/></sheets></workbook>'
    ).encode()
    held.parts["xl/_rels/workbook.xml.rels"] = rels(
        ("a", "worksheet", "/xl/worksheets/Sheet1.XML"),
        ("b", "worksheet", "../xl/worksheets/sheet1.xml"),
        ("c", "chartsheet", "chartsheets/sheet1.xml"),
    ).encode()
    sheets = read_xlsx(held)
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("乙", "hidden"), ("甲", "visible")]
    assert all(list(sheet.rows()) == [(1, {1: Cell("1", Kind.NUMBER)})] for sheet in sheets)


def test_merges() -> None:
    places = ("A1:XFD1048576", "$D$4:B2", "C3")
    tail = f'<mergeCells>{"".join(f"""<mergeCell ref="{place}"/>""" for place in places)}</mergeCells>'
    hidden = f"<!-- <sheetData> -->{tail}<!-- </sheetData> -->"
    for content in (
        worksheet("", tail),
        worksheet(ROW, tail),
        worksheet("<!-- </sheetData> -->", tail),
        worksheet("", hidden).replace("<sheetData></sheetData>", ""),
        worksheet("", tail).replace("<sheetData></sheetData>", "<sheetData/>"),
    ):
        sheet = read_xlsx(package(content))[0]
        assert sheet.merges() == (Range(1, 1, LAST_ROW, LAST_COLUMN), Range(2, 2, 4, 4), Range(3, 3, 3, 3))


ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
REFUSED: dict[str, tuple[Callable[[], Held], str]] = {
    "twice": (lambda: package(worksheet(ROW + ROW)), "第1行重复或次序颠倒"),
    "backwards": (lambda: package(worksheet('<row r="5"/><row r="4"/>')), "第4行重复或次序颠倒"),
    "below": (lambda: package(worksheet('<row r="1048577"/>')), "1048577”超出工作表"),
    "no row": (lambda: package(worksheet('<row r="一"/>')), "行号“一”"),
    "beside": (lambda: package(worksheet('<row r="1"><c r="XFE1"/></row>')), "XFE1”有误"),
    "beyond": (lambda: package(worksheet('<row r="1"><c r="XFD1"/><c/></row>')), "超出工作表"),
    "elsewhere": (lambda: package(worksheet('<row r="1"><c r="A2"><v>1</v></c></row>')), "A2”有误"),
    "cell twice": (
        lambda: package(worksheet('<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>')),
        "表.xlsx（数据!B1）：单元格出现两次",
    ),
    "doctype": (lambda: package('<!DOCTYPE a [<!ENTITY b "c">]>' + worksheet(ROW)), "DOCTYPE"),
    "deep": (lambda: package(worksheet("<a>" * 100_000)), "嵌套"),
    "cut off": (lambda: package(worksheet(ROW)[:-30]), "内容已损坏"),
    "no sheet": (lambda: package(worksheet(ROW).replace("worksheet", "chart")), "不是工作表"),
    "merge": (
        lambda: package(worksheet("", '<mergeCells><mergeCell ref="A0:B1"/></mergeCells>')),
        "合并区域",
    ),
    "encoding": (lambda: package('<?xml version="1.0" encoding="gbk"?>' + worksheet(ROW)), "内容已损坏"),
    "binary": (
        lambda: Held({"_rels/.rels": rels(("1", "officeDocument", "xl/workbook.bin")).encode()}),
        "xlsb",
    ),
    "nothing": (lambda: Held({}), "缺少“xl/workbook.xml”"),
    "lost": (lambda: _without(package(worksheet(ROW)), "xl/worksheets/sheet1.xml"), "缺少“xl/worksheets"),
    "no links": (lambda: _without(package(worksheet(ROW)), "xl/_rels/workbook.xml.rels"), "没有工作表"),
}


def _without(held: Held, name: str) -> Held:
    del held.parts[name]
    return held


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    make, message = REFUSED[name]
    assert message in refused(make())
