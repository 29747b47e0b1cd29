"""Marked copies: wrong cells filled and commented, everything else as it was, and programs open them."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openxml_audit import OpenXmlValidator

from authoring.batch import marking
from authoring.batch.marking import mark_copy
from authoring.batch.outcome import Told
from authoring.sheets.cells import reference
from authoring.sheets.xlsx import read_xlsx
from tests.batch.payloads import PAYLOADS
from tests.sheets.packages import MAIN, Unzipped, package, worksheet

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

RED, AMBER, BLUE = "FFFFC7CE", "FFFFE699", "FFDDEBF7"
_ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
    "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells "
    "phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup "
    "headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing "
    "legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts "
    "extLst "
)
PLACES = {name: place for place, name in enumerate(_ORDER.split())}
EXTRA = {
    "xl/slicers/slicer1.xml": b"<slicers/>",
    "xl/ctrlProps/ctrlProp1.xml": b"<formControlPr/>",
    "xl/vbaProject.bin": bytes(range(256)) * 40,
    "customXml/item1.xml": b'<?xml version="1.0"?><a  b = "c" />',
}
EXTRA_TYPES = (
    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    b'<Override PartName="/xl/slicers/slicer1.xml" ContentType="application/vnd.ms-excel.slicer+xml"/>'
    b'<Override PartName="/xl/ctrlProps/ctrlProp1.xml" '
    b'ContentType="application/vnd.ms-excel.controlproperties+xml"/>'
)


def told(cell: str, severity: str = "错误", sheet: str = "单位", message: str = "合计与各项之和不符") -> Told:
    return Told(severity, message, "ZC-01", "支出合计", "支出.合计", sheet, cell, None, "请核对各数。")


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A workbook with what openpyxl would drop."""
    path = tmp_path / "甲单位.xlsx"
    book = xlsxwriter.Workbook(path)
    bold = book.add_format({"num_format": "0.00", "bold": True})
    first, second = book.add_worksheet("单位"), book.add_worksheet("收支")
    first.write("A1", "单位")
    first.write("B7", 2601.01, bold)
    first.write_formula("B8", "=B7*2", bold, 5202.02)
    first.write_rich_string("A9", "前", bold, "粗")
    first.merge_range("C3:D5", "合并")
    first.write_comment("A1", "原有批注")
    first.insert_textbox("F2", "文本框")
    first.insert_button("F9", {"caption": "按钮"})
    first.insert_image("H2", "logo.png", {"image_data": BytesIO(PNG)})
    first.conditional_format("B1:B9", {"type": "data_bar", "data_bar_2010": True})
    second.set_column("C:C", 20, book.add_format({"italic": True}))
    second.write("A2", "x")
    second.add_table("H1:I4")
    second.set_header("&L&G", {"image_left": "logo.png", "image_data_left": BytesIO(PNG)})
    book.close()
    add(path, EXTRA)
    return path


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060606000"
    "0000050001a5f645400000000049454e44ae426082"
)


def add(path: Path, parts: dict[str, bytes]) -> None:
    with ZipFile(path) as archive:
        old = {name: archive.read(name) for name in archive.namelist()}
    old["[Content_Types].xml"] = old["[Content_Types].xml"].replace(
        b"<Override", EXTRA_TYPES + b"<Override", 1
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in {**old, **parts}.items():
            archive.writestr(name, content)


def parts_of(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


ALL = [
    told("B7"), told("B7", "警告"), told("D4", "警告"), told("A1", "提示"), told("XFD1048576", "提示"),
    told("B8"), told("C9", sheet="收支"), told("$B$2:C3", sheet="收支"), told("A1", "已说明", "收支"),
]  # fmt: skip


def test_cells_are_filled_and_commented(rich: Path, tmp_path: Path) -> None:
    notes: list[str] = []
    path = mark_copy(rich, [*ALL, told(""), told("A1", sheet="没有"), told("A0")], tmp_path, notes)
    assert path == tmp_path / "甲单位（标注）.xlsx"
    assert notes == ["有 3 条问题不对应某个单元格，没有标注，请看结果表"]
    before, after = load_workbook(rich), load_workbook(path)
    colours = {
        (sheet.title, cell.coordinate): cell.fill.fgColor.rgb
        for sheet in after for row in sheet.iter_rows(max_row=12, max_col=10) for cell in row
        if cell.fill.patternType
    }  # fmt: skip
    assert colours == {
        ("单位", "B7"): RED, ("单位", "B8"): RED, ("单位", "C3"): AMBER, ("单位", "A1"): BLUE,
        ("收支", "C9"): RED, ("收支", "B2"): RED,
    }  # fmt: skip
    seven = after["单位"]["B7"]
    assert (seven.value, seven.number_format, seven.font.b) == (2601.01, "0.00", True)
    assert after["收支"]["C9"].font.i
    assert after["单位"]["B8"].value == "=B7*2"
    comment = seven.comment.text
    assert comment.startswith("【错误】ZC-01 合计与各项之和不符\n建议：请核对各数。\n【警告】")
    assert after["单位"]["A1"].comment.text.startswith("原有批注\n【提示】")
    assert after["单位"]["XFD1048576"].comment is not None
    for sheet in before:
        for row in sheet.iter_rows(max_row=12, max_col=10):
            assert [cell.value for cell in row] == [after[sheet.title][cell.coordinate].value for cell in row]


CHANGED = {
    "[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
    "xl/worksheets/_rels/sheet2.xml.rels", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
}  # fmt: skip


def test_everything_else_is_byte_identical(rich: Path, tmp_path: Path) -> None:
    before = parts_of(rich)
    path = mark_copy(rich, ALL, tmp_path)
    assert path
    after = parts_of(path)
    assert {name for name in before if before[name] != after[name]} == CHANGED
    assert after.keys() - before.keys() == {"xl/comments2.xml", "xl/drawings/vmlDrawing3.vml"}
    # of the changed parts, too, only what must be different is
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert _bare(after[name]) == _bare(before[name])
    (tmp_path / "x").mkdir()
    again = mark_copy(rich, ALL, tmp_path / "x")
    assert again
    assert again.read_bytes() == path.read_bytes()


def _bare(sheet: bytes) -> bytes:
    """A sheet without styles of cells, cells without content, empty rows, and the drawing we added."""
    sheet = re.sub(rb'<legacyDrawing xmlns:r="[^"]*" r:id="rIdGj1"/>', b"", sheet)
    sheet = re.sub(rb'<c r="[A-Z]+[0-9]+" s="[0-9]+"/>', b"", re.sub(rb'( spans="[^"]*")', b"", sheet))
    sheet = re.sub(rb'(<c r="[A-Z]+[0-9]+"[^>]*?) s="[0-9]+"', rb"\1", sheet)
    return re.sub(rb'<row r="[0-9]+"(></row>|/>)', b"", sheet)


def test_the_package_is_what_excel_needs(rich: Path, tmp_path: Path) -> None:
    before = {str(error) for error in OpenXmlValidator().validate(rich).errors}
    path = mark_copy(rich, ALL, tmp_path)
    assert path
    assert {str(error) for error in OpenXmlValidator().validate(path).errors} <= before
    parts = parts_of(path)
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            order = [PLACES[local] for local in _children(content)]
            assert order == sorted(order), name
            assert content.count(b"<legacyDrawing ") == 1
            cells = re.findall(rb'<c r="([A-Z]+)([0-9]+)"', content)
            places = [(int(row), len(letters), letters) for letters, row in cells]
            assert places == sorted(set(places))
    old, ids = _shape_ids(parts_of(rich)), _shape_ids(parts)
    assert len(ids) == len(old) + 6
    assert len(set(ids) - set(old)) == 6
    types = parts["[Content_Types].xml"]
    assert types.count(b'Extension="vml"') == 1
    assert types.count(b'PartName="/xl/comments2.xml"') == 1
    styles = parts["xl/styles.xml"]
    for group, entry in ((b"cellXfs", b"<xf "), (b"fills", b"<fill>")):
        found = re.search(rb'<%s count="(\d+)">(.*?)</%s>' % (group, group), styles, re.DOTALL)
        assert found
        assert int(found[1]) == found[2].count(entry)


def _shape_ids(parts: dict[str, bytes]) -> list[bytes]:
    drawings = [content for name, content in parts.items() if name.endswith(".vml")]
    return [found for drawing in drawings for found in re.findall(rb'"(_x0000_s\d+)"', drawing)]


def _children(content: bytes) -> list[str]:
    from xml.etree import ElementTree as ET

    return [child.tag.rpartition("}")[2] for child in ET.fromstring(content)]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_shows_the_comments(rich: Path, tmp_path: Path) -> None:
    path = mark_copy(rich, [told("A1", message="<&>\"']]>"), *ALL], tmp_path)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "fods", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    text = (tmp_path / "甲单位（标注）.fods").read_text()
    assert text.count("<office:annotation ") == 7
    assert text.count("原有批注") == 1
    assert "#ffc7ce" in text


def test_marking_the_marked_copy_adds_to_it(rich: Path, tmp_path: Path) -> None:
    first = mark_copy(rich, ALL, tmp_path)
    assert first
    second = mark_copy(first, [*ALL, told("E20")], tmp_path)
    assert second
    book = load_workbook(second)
    assert book["单位"]["B7"].comment.text.count("【错误】") == 2
    assert book["单位"]["E20"].comment.text.count("【错误】") == 1
    assert book["收支"]["C9"].fill.fgColor.rgb == RED


@pytest.mark.parametrize("payload", PAYLOADS)
def test_messages_are_text_in_comments(payload: str, rich: Path, tmp_path: Path) -> None:
    path = mark_copy(
        rich, [told("E20", message=payload), told("A2", sheet="收支", message=payload)], tmp_path
    )
    assert path
    after, before = parts_of(path), parts_of(rich)
    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert after[name].count(b"<f>") == before[name].count(b"<f>")
    text = load_workbook(path)["收支"]["A2"].comment.text.replace("_x005F_", "_")
    clean = payload.replace("\r", "\n").replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert clean.strip() in text


def write(path: Path, sheet: str | bytes, **more: str) -> Path:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>'
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, content in package(sheet, **more).parts.items():
            archive.writestr(name, content)
    return path


STYLE = (
    f'<styleSheet xmlns="{MAIN}"><fills count="2"><fill/><fill/></fills>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" fillId="1"><alignment/></xf></cellXfs>'
    "</styleSheet>"
)


def marked(path: Path, *cells: str, notes: list[str] | None = None) -> str:
    copy = mark_copy(path, [told(cell, sheet="数据") for cell in cells], path.parent, notes)
    assert copy, notes
    return parts_of(copy)["xl/worksheets/sheet1.xml"].decode()


def test_rows_and_cells_without_numbers_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", worksheet("<row><c/><c s='1'/></row><row/>"), style=STYLE)
    sheet = marked(path, "B1", "A2", "C1", "A3")
    assert '<row><c/><c s="2"/><c r="C1" s="3"/></row><row><c r="A2" s="3"/></row><row r="3">' in sheet


def test_missing_cells_come_in_their_order(tmp_path: Path) -> None:
    row = '<row r="2" spans="2:4"><c r="B2"/><c r="D2"><v>1</v></c></row>'
    sheet = marked(write(tmp_path / "a.xlsx", worksheet(row), style=STYLE), "C2", "D2", "A2", "F2", "C1")
    assert re.findall('r="([A-Z]*[0-9]+)"', sheet.partition("</sheetData>")[0]) == [
        "1", "C1", "2", "A2", "B2", "C2", "D2", "F2",
    ]  # fmt: skip
    assert "spans" not in sheet


def test_an_escape_typed_is_not_decoded(rich: Path, tmp_path: Path) -> None:
    path = mark_copy(rich, [told("E20", message="_x003D_1 <b>")], tmp_path)
    assert path
    assert b"_x005F_x003D_1 &lt;b&gt;" in parts_of(path)["xl/comments1.xml"]


def test_an_attribute_that_looks_like_a_style_is_left(tmp_path: Path) -> None:
    row = """<row r="1"><c r="A1" x:y=' s="9" > ' s = '1'><v>1</v></c></row>"""
    path = write(
        tmp_path / "a.xlsx", worksheet(row).replace("<worksheet ", '<worksheet xmlns:x="y" '), style=STYLE
    )
    assert """<c r="A1" x:y=' s="9" > ' s="2"><v>1</v></c>""" in marked(path, "A1")


def test_prefixes_are_kept(tmp_path: Path) -> None:
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData/><x:pageMargins/><x:extLst/></x:worksheet>'
    found = marked(write(tmp_path / "a.xlsx", sheet, style=STYLE), "B2")
    assert (
        '<x:sheetData><x:row r="2"><x:c r="B2" s="2"/></x:row></x:sheetData><x:pageMargins/><x:legacy'
        in found
    )
    assert found.endswith('r:id="rIdGj1"/><x:extLst/></x:worksheet>')


def test_without_styles_there_are_comments_only(tmp_path: Path) -> None:
    notes: list[str] = []
    sheet = marked(write(tmp_path / "a.xlsx", worksheet('<row r="1"><c r="A1"/></row>')), "A1", notes=notes)
    assert '<c r="A1"/>' in sheet
    assert "legacyDrawing" in sheet
    assert notes == ["文件的样式写法特殊，只加了批注，没有填色"]


def test_threaded_comments_are_left_alone(rich: Path, tmp_path: Path) -> None:
    kind = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    rels = parts_of(rich)["xl/worksheets/_rels/sheet1.xml.rels"]
    link = f'<Relationship Id="rId99" Type="{kind}" Target="../threadedComments/threadedComment1.xml"/>'
    thread = b'<ThreadedComments><threadedComment ref="A1" id="{1}"/></ThreadedComments>'
    add(rich, {
        "xl/worksheets/_rels/sheet1.xml.rels": rels.replace(b"</Rel", link.encode() + b"</Rel"),
        "xl/threadedComments/threadedComment1.xml": thread,
    })  # fmt: skip
    notes: list[str] = []
    path = mark_copy(rich, [told("A1"), told("B7")], tmp_path, notes)
    assert path
    book = load_workbook(path)
    assert book["单位"]["A1"].comment.text == "原有批注"
    assert book["单位"]["B7"].comment
    assert "A1 已有对话式批注" in notes[0]
    assert parts_of(path)["xl/threadedComments/threadedComment1.xml"] == thread


def test_a_merge_over_everything_costs_nothing(tmp_path: Path) -> None:
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    path = write(tmp_path / "a.xlsx", worksheet('<row r="1"><c r="A1"/></row>', merges), style=STYLE)
    sheet = marked(path, *(reference(row, 7) for row in range(1, 4000)))
    assert sheet.count("<c ") == 1
    far = write(tmp_path / "b.xlsx", worksheet('<row r="1048576"><c r="XFD1048576"/></row>'), style=STYLE)
    assert len(marked(far, "XFD1048576", "A1")) < 1000


def test_more_cells_than_help_anybody_are_not_marked(rich: Path, tmp_path: Path) -> None:
    notes: list[str] = []
    path = mark_copy(rich, [told(reference(row, 5)) for row in range(1, 5105)], tmp_path, notes)
    assert path
    assert "只标注了前面的" in notes[0]
    parts = parts_of(path)
    assert parts["xl/comments1.xml"].count(b"<comment ") == 5001
    assert len(set(_shape_ids(parts)) - set(_shape_ids(parts_of(rich)))) == 5000


def test_a_workbook_that_openpyxl_saved_is_marked_beside_its_comments(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.title = "单位"
    sheet["B2"].comment = Comment("原有的", "某人")
    book.save(tmp_path / "a.xlsx")
    assert b"<xml>" in parts_of(tmp_path / "a.xlsx")["xl/drawings/commentsDrawing1.vml"]
    path = mark_copy(tmp_path / "a.xlsx", [told("C3"), told("D4")], tmp_path)
    assert path
    drawing = parts_of(path)["xl/drawings/commentsDrawing1.vml"]
    ElementTree.fromstring(drawing)
    assert len(set(re.findall(rb"_x0000_s\d+", drawing))) == 3
    marked = load_workbook(path)["单位"]
    assert [bool(marked[cell].comment) for cell in ("B2", "C3", "D4")] == [True] * 3


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", "单位,金额\n甲,1\n".encode(), "没有地方放批注"),
        ("a.xlsx", b"PK\x03\x04 broken", "损坏"),
        ("a.xlsx", b"", "空的"),
    ],
)
def test_what_cannot_be_marked_says_why(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    notes: list[str] = []
    assert mark_copy(tmp_path / name, [told("A1")], tmp_path, notes) is None
    assert reason in notes[0]
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_broken_parts_are_refused_in_words(tmp_path: Path) -> None:
    for sheet in (b"<worksheet", worksheet("").encode("utf-16"), worksheet("").replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").encode()):  # fmt: skip  # noqa: E501
        notes: list[str] = []
        path = write(tmp_path / "a.xlsx", sheet, style=STYLE)
        assert mark_copy(path, [told("A1", sheet="数据")], tmp_path, notes) is None
        assert notes[0].startswith("“a.xlsx”：")


def test_macros_stay_and_nothing_told_makes_no_copy(rich: Path, tmp_path: Path) -> None:
    assert mark_copy(rich, [], tmp_path) is None
    assert mark_copy(rich, [told("A1", "已说明")], tmp_path) is None
    parts = parts_of(rich)
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = parts["[Content_Types].xml"].replace(
        main, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    with ZipFile(tmp_path / "乙.xlsm", "w") as archive:
        for name, content in {**parts, "[Content_Types].xml": types}.items():
            archive.writestr(name, content)
    path = mark_copy(tmp_path / "乙.xlsm", ALL, tmp_path)
    assert path
    assert path.name == "乙（标注）.xlsm"
    assert parts_of(path)["xl/vbaProject.bin"] == EXTRA["xl/vbaProject.bin"]


values = st.dictionaries(st.tuples(st.integers(1, 12), st.integers(1, 30)), st.integers(0, 99), max_size=30)


@given(
    values=values, marks=st.sets(st.tuples(st.integers(1, 14), st.integers(1, 32)), min_size=1, max_size=20)
)
@settings(max_examples=60)
def test_values_never_change_and_all_marks_are_there(
    values: dict[tuple[int, int], int], marks: set[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows: dict[int, str] = {}
    for (row, column), value in sorted(values.items()):
        cell = f'<c r="{reference(row, column)}" s="{value % 2}"><v>{value}</v></c>'
        rows[row] = rows.get(row, "") + cell
    body = "".join(f'<row r="{row}" spans="1:3">{cells}</row>' for row, cells in rows.items())
    path = write(tmp_path_factory.mktemp("m") / "a.xlsx", worksheet(body), style=STYLE)
    copy = mark_copy(path, [told(reference(*place), sheet="数据") for place in marks], path.parent)
    assert copy
    with ZipFile(path) as before, ZipFile(copy) as after:
        old, new = (list(read_xlsx(Unzipped(each))[0].rows()) for each in (before, after))
        assert [(row, {c: cell for c, cell in cells.items() if cell.text}) for row, cells in old] == [
            (row, kept) for row, cells in new if (kept := {c: cell for c, cell in cells.items() if cell.text})
        ]
        sheet = after.read("xl/worksheets/sheet1.xml").decode()
        filled = {found[1] for found in re.finditer(r'<c r="([A-Z]+[0-9]+)" s="[23]"', sheet)}
        assert filled == {reference(*place) for place in marks}
        assert set(re.findall('ref="([^"]*)"', after.read("xl/comments1.xml").decode())) == filled


def test_looks_for_merges_are_bounded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(marking, "_MOST_LOOKS", 10)
    merges = "".join(f'<mergeCell ref="{reference(1, c)}:{reference(900, c)}"/>' for c in range(9, 90, 2))
    body = worksheet("", f"<mergeCells>{merges}</mergeCells>")
    assert 'r="B7"' in marked(write(tmp_path / "a.xlsx", body, style=STYLE), "B7", "B8", "B9")
