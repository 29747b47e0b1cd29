"""The DOCX: valid, complete, in named styles, the same bytes every time."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from hypothesis import example, given, settings
from openxml_audit import OpenXmlValidator

from authoring.document.blocks import Document, Paragraph, Run, Table
from authoring.writers import page
from authoring.writers.docx import write_docx
from authoring.writers.text import write_text
from tests.writers.samples import (
    CLOSING,
    MERGED,
    PAYLOADS,
    PLAIN,
    REPORT,
    SHAPES,
    cell,
    documents,
    paragraph,
    part,
    read_docx,
    said,
    squeezed,
)


@pytest.mark.parametrize("shape", SHAPES)
def test_is_valid(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(SHAPES[shape]))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@given(document=documents)
@settings(max_examples=15)
def test_is_valid_whatever_it_says(document: Document, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("valid") / "report.docx"
    path.write_bytes(write_docx(document))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@given(documents)
@example(Document(PAYLOADS, tuple(map(paragraph, PAYLOADS))))
@example(Document((), (Table(tuple((cell(each),) for each in PAYLOADS), (1,)),)))
@settings(max_examples=60)
def test_says_all_the_words_and_so_does_the_text(document: Document) -> None:
    data = write_docx(document)
    text = write_text(document)
    assert squeezed("".join(text for _, text in read_docx(data))) == said(document)
    assert squeezed(text).removeprefix("草稿" if document.draft else "") == said(document)
    assert data == write_docx(document)


@pytest.mark.parametrize("payload", PAYLOADS[:6] + PAYLOADS[9:])
def test_loses_no_character(payload: str) -> None:
    assert read_docx(write_docx(Document((), (paragraph(payload),)))) == [("Body Text", payload)]


def test_keeps_tabs_and_breaks_lines_alike() -> None:
    written = write_docx(Document((), (paragraph("甲\t乙\n丙\r\n丁\r戊"),)))
    assert read_docx(written) == [("Body Text", "甲\t乙\n丙\n丁\n戊")]


def test_shows_a_mark_for_what_xml_cannot_hold() -> None:
    written = write_docx(Document((), (paragraph("a\x00b\x0bc\ufffe\ud800d\x85\u2028"),)))
    assert read_docx(written) == [("Body Text", "a\ufffdb\ufffdc\ufffd\ufffdd\x85\u2028")]


def test_sets_everything_in_named_styles() -> None:
    found = read_docx(write_docx(REPORT))
    assert [style for style, _ in found[:8]] == [
        "Title",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Heading 4",
        "Body Text",
        "列举项",
        "表题",
    ]
    styles = {style for style, _ in found}
    assert styles >= {
        "表头文字",
        "表格文字",
        "表下注",
        "附件说明",
        "署名",
        "成文日期",
        "附件标识",
        "附件标题",
    }
    assert "Normal" not in styles


def test_heading_number_is_written() -> None:
    assert ("Heading 2", "（一）基本情况") in read_docx(write_docx(REPORT))


def test_joins_runs_of_equal_format() -> None:
    runs = (Run("支出"), Run("1531.55", "支出.合计"), Run("万元"))
    assert part(write_docx(Document((), (Paragraph(runs),)))).count("<w:r>") == 1


@pytest.mark.parametrize(
    ("text", "hinted"),
    [("“三公”经费", True), ("甲—乙", True), ("甲·乙……", True), ("“ABC” plan", False), ("支出1.5", False)],
)
def test_marks_of_chinese_text_take_the_chinese_face(text: str, hinted: bool) -> None:
    xml = part(write_docx(Document((), (paragraph(text),))))
    assert ('<w:rFonts w:hint="eastAsia"/>' in xml) is hinted


def test_is_the_same_file_with_fixed_dates() -> None:
    with ZipFile(BytesIO(write_docx(REPORT))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.create_system for member in package.infolist()} == {0}


def test_title_breaks_at_a_sense() -> None:
    assert read_docx(write_docx(REPORT))[0] == (
        "Title",
        "2023年度道县机关事务服务中心\n部门整体支出绩效自评报告",
    )


def test_properties_carry_title_and_subject() -> None:
    properties = docx.Document(BytesIO(write_docx(REPORT))).core_properties
    assert properties.title == "2023年度道县机关事务服务中心部门整体支出绩效自评报告"
    assert properties.subject == "部门整体支出绩效自评报告"
    assert properties.language == "zh-CN"


def test_properties_hold_any_title() -> None:
    title = "<b>&\x00“三公”\t甲\n乙"
    properties = docx.Document(BytesIO(write_docx(Document((title,), ())))).core_properties
    assert properties.title == "<b>&\ufffd“三公” 甲 乙"


def test_draft_is_stamped_on_every_page() -> None:
    for section in docx.Document(BytesIO(write_docx(REPORT._replace(draft=True)))).sections:
        assert section.header.paragraphs[0].text == "草稿"
        assert section.even_page_header.paragraphs[0].text == "草稿"


def test_a_report_not_draft_does_not_know_the_word() -> None:
    with ZipFile(BytesIO(write_docx(REPORT))) as package:
        headers = [name for name in package.namelist() if "header" in name]
    assert headers == []


def test_annexes_are_sections_with_the_wide_one_turned() -> None:
    sections = docx.Document(BytesIO(write_docx(REPORT))).sections
    assert [section.page_width > section.page_height for section in sections] == [False, False, True, False]
    wide = sections[2]
    assert (wide.top_margin.twips, wide.right_margin.twips) == (page.A4.left, page.A4.top)
    for section in sections:  # python-docx leaves the field out
        assert section.footer.paragraphs[0].text == section.even_page_footer.paragraphs[0].text == "—  —"
        assert " PAGE " in section.footer.paragraphs[0]._p.xml


def test_page_number_is_on_the_outer_side() -> None:
    section = docx.Document(BytesIO(write_docx(REPORT))).sections[0]
    odd, even = section.footer.paragraphs[0].style, section.even_page_footer.paragraphs[0].style
    assert (odd.name, odd.paragraph_format.alignment, odd.paragraph_format.right_indent.pt) == (
        "单页码",
        2,
        14,
    )
    assert (even.name, even.paragraph_format.alignment, even.paragraph_format.left_indent.pt) == (
        "双页码",
        0,
        14,
    )


def test_table_fills_the_text_and_repeats_its_head() -> None:
    table = docx.Document(BytesIO(write_docx(Document((), (PLAIN,))))).tables[0]
    widths = [column.width.twips for column in table.columns]
    assert sum(widths) == page.A4.text_width
    assert widths[0] == pytest.approx(3 * widths[1], abs=3)
    assert table.style.name == "公文表格"
    assert [row._tr.trPr.find(docx.oxml.ns.qn("w:tblHeader")) is not None for row in table.rows] == [
        True,
        False,
    ]
    assert all(row._tr.trPr.find(docx.oxml.ns.qn("w:cantSplit")) is not None for row in table.rows)


def test_a_very_long_row_may_go_on_overleaf() -> None:
    long = Table(((cell("长"), cell("字" * 400)),), (1, 1))
    assert "cantSplit" not in part(write_docx(Document((), (long,))))


def test_merged_cells_come_back() -> None:
    table = docx.Document(BytesIO(write_docx(Document((), (MERGED,))))).tables[0]
    grid = [[each.text for each in row.cells] for row in table.rows]
    assert grid[0] == ["项目支出名称"] * 2 + ["公车平台运转经费"] * 3
    assert [row[0] for row in grid[2:]] == ["产出"] * 3
    assert grid[4] == ["产出", "质量", "合并两格", "合并两格", "10"]


def test_the_closing_is_never_alone_on_a_page() -> None:
    written = docx.Document(BytesIO(write_docx(REPORT._replace(annexes=()))))
    *_, body, first, second, signature, date = written.paragraphs
    assert [each.paragraph_format.keep_with_next for each in (body, first, second, signature, date)] == [
        True,
        True,
        True,
        True,
        None,
    ]


def test_a_table_before_the_closing_holds_on_with_its_last_row() -> None:
    table = docx.Document(BytesIO(write_docx(SHAPES["table before the closing"]))).tables[0]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [None, True]


@pytest.mark.parametrize(("sealed", "lines"), [(True, 2), (False, 1)])
def test_lines_above_the_signature_are_space(sealed: bool, lines: int) -> None:
    document = Document((), (paragraph("正文。"), *CLOSING), sealed=sealed)
    _, signature, date = docx.Document(BytesIO(write_docx(document))).paragraphs
    assert signature.paragraph_format.space_before.twips == lines * page.LINE_PITCH
    assert date.paragraph_format.space_before is None


def test_attachments_hang_under_the_first() -> None:
    written = docx.Document(BytesIO(write_docx(REPORT._replace(annexes=()))))
    first, second = (each.paragraph_format for each in written.paragraphs[-4:-2])
    assert first.left_indent == second.left_indent
    character = page.CHARACTER + page.CHARACTER_FIT
    starts = [each.left_indent.twips + each.first_line_indent.twips for each in (first, second)]
    assert starts == pytest.approx([2 * character, 5 * character], abs=2)


def test_runs_without_python_docx_or_lxml() -> None:
    program = (
        "import sys; from authoring.writers.docx import write_docx;"
        "from authoring.document.blocks import Document; write_docx(Document(('题',), ()));"
        "print(sorted({'docx', 'lxml', 'xml'} & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
