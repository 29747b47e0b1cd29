"""A form's own styles.docx: what is taken from it, and what is refused."""

import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from openxml_audit import OpenXmlValidator

from authoring.document.blocks import Document
from authoring.errors import FormError
from authoring.writers import reference
from authoring.writers.docx import write_docx
from authoring.writers.reference import read_base
from tests.writers.samples import REPORT, paragraph, part, read_docx, said, squeezed

Edit = Callable[[docx.document.Document], None]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    + _chunk(b"IEND", b"")
)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Makes a styles.docx with python-docx's own look, changed by `edit`."""

    def styles(edit: Edit = lambda document: None) -> Path:
        document = docx.Document()
        edit(document)
        path = tmp_path / "styles.docx"
        document.save(path)
        return path

    return styles


@pytest.fixture
def change(make) -> Callable[..., Path]:
    """Makes a styles.docx whose parts are changed as bytes; None takes a part out."""

    def rewrite(changes: dict[str, bytes | None], edit: Edit = lambda document: None) -> Path:
        path = make(edit)
        with ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()} | changes
        with ZipFile(path, "w", ZIP_DEFLATED) as package:
            for name, data in parts.items():
                if data is not None:
                    package.writestr(name, data)
        return path

    return rewrite


def own_look(document: docx.document.Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin = Mm(30), Mm(25), Mm(25)
    section.header.paragraphs[0].add_run("某某省财政厅").add_picture(BytesIO(PNG))
    section.footer.paragraphs[0].text = "页脚"
    document.styles["Heading 1"].font.size = Pt(15)


def test_page_headers_and_styles_are_taken(make, tmp_path: Path) -> None:
    data = write_docx(REPORT, read_base(make(own_look)))
    written = docx.Document(BytesIO(data))
    assert written.sections[0].top_margin.twips == Mm(30).twips
    assert [section.header.paragraphs[0].text.strip() for section in written.sections] == ["某某省财政厅"] * 4
    assert written.sections[2].page_width > written.sections[2].page_height
    assert written.styles["Heading 1"].font.size == Pt(15)
    assert not written.settings.odd_and_even_pages_header_footer
    assert {"署名", "成文日期", "表格文字", "Body Text"} <= {style for style, _ in read_docx(data)}
    assert squeezed("".join(text for _, text in read_docx(data))) == said(REPORT)


@pytest.mark.parametrize("draft", [False, True])
def test_is_valid(make, tmp_path: Path, draft: bool) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(REPORT._replace(draft=draft), read_base(make(own_look))))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_draft_takes_the_place_of_their_headers(make) -> None:
    def first_page(document: docx.document.Document) -> None:
        own_look(document)
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "封面"

    data = write_docx(REPORT._replace(draft=True), read_base(make(first_page)))
    first, *others = docx.Document(BytesIO(data)).sections
    assert first.first_page_header.paragraphs[0].text == first.header.paragraphs[0].text == "草稿"
    assert [each.different_first_page_header_footer for each in (first, *others)] == [
        True,
        False,
        False,
        False,
    ]


def test_missing_styles_are_built_upon_theirs(make) -> None:
    def named_otherwise(document: docx.document.Document) -> None:
        for name in ("Body Text", "Heading 4"):
            document.styles[name].delete()
        document.styles["Normal"].font.size = Pt(14)

    styles = docx.Document(BytesIO(write_docx(REPORT, read_base(make(named_otherwise))))).styles
    assert styles["Body Text"].base_style.name == "Normal"
    assert styles["Heading 4"].base_style.name == "Body Text"
    assert styles["Body Text"].font.size is None


def test_ids_already_taken_are_left_alone(make) -> None:
    def taken(document: docx.document.Document) -> None:
        document.styles.add_style("Item", 1)

    written = docx.Document(BytesIO(write_docx(REPORT, read_base(make(taken)))))
    assert written.styles["列举项"].style_id == "ItemG"
    assert written.styles["Item"].style_id == "Item"


def test_headings_are_not_numbered_twice(change) -> None:
    def numbered(document: docx.document.Document) -> None:
        properties = document.styles["Heading 1"].element.get_or_add_pPr()
        properties.insert(0, parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))

    assert "numPr" not in part(write_docx(REPORT, read_base(change({}, numbered))), "word/styles.xml")


def test_mirrored_margins_and_even_pages_stay(make) -> None:
    def mirrored(document: docx.document.Document) -> None:
        document.settings.odd_and_even_pages_header_footer = True
        document.settings.element.insert(1, parse_xml(f"<w:mirrorMargins {nsdecls('w')}/>"))
        document.sections[0].even_page_header.paragraphs[0].text = "双页"

    settings = part(write_docx(REPORT, read_base(make(mirrored))), "word/settings.xml")
    assert "<w:mirrorMargins/>" in settings
    assert "<w:evenAndOddHeaders/>" in settings


def test_a_page_already_wide_is_not_turned(make) -> None:
    def wide(document: docx.document.Document) -> None:
        section = document.sections[0]
        section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)

    written = docx.Document(BytesIO(write_docx(REPORT, read_base(make(wide)))))
    assert all(section.page_width > section.page_height for section in written.sections)


def test_nothing_points_out_of_the_report(make, tmp_path: Path) -> None:
    def linked(document: docx.document.Document) -> None:
        header = document.sections[0].header
        link = header.part.relate_to("http://example.com/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        header.paragraphs[0]._p.append(
            parse_xml(
                f'<w:hyperlink {nsdecls("w", "r")} r:id="{link}"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
            )
        )

    path = tmp_path / "report.docx"
    path.write_bytes(write_docx(REPORT, read_base(make(linked))))
    with ZipFile(path) as package:
        assert not any(b"External" in package.read(name) for name in package.namelist())
        assert "网站".encode() in package.read("word/header1.xml")
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_macros_and_all_else_stay_behind(change) -> None:
    base = read_base(change({"word/vbaProject.bin": b"macro", "word/embeddings/ole.bin": b"ole"}))
    with ZipFile(BytesIO(write_docx(REPORT, base))) as package:
        names = set(package.namelist())
    assert names == {
        *("[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels"),
        *(
            "word/document.xml",
            "word/styles.xml",
            "word/settings.xml",
            "word/fontTable.xml",
            "word/theme.xml",
        ),
    }


def refusal(path: Path) -> str:
    with pytest.raises(FormError) as refused:
        read_base(path)
    return str(refused.value)


def test_refuses_what_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "styles.docx") == "找不到“styles.docx”，请检查文件名。"


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0 old Word", b"PK\x03\x04 cut off"])
def test_refuses_what_is_no_word_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "styles.docx"
    path.write_bytes(content)
    assert refusal(path) == "styles.docx：不是完好的 Word 文件；请用 Word 或 WPS 打开，另存为 .docx。"


def test_refuses_a_folder(tmp_path: Path) -> None:
    assert "styles：打不开" in refusal_of_folder(tmp_path / "styles")


def refusal_of_folder(path: Path) -> str:
    path.mkdir()
    return refusal(path)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "DOCTYPE"),
        ({"word/styles.xml": '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")}, "不是 UTF-8 编码"),
        ({"word/styles.xml": b"<w:styles"}, "word/styles.xml 已损坏"),
        ({"word/styles.xml": None}, "缺少 word/styles.xml"),
        ({"word/document.xml": b"<document/>"}, "不是通常的 Word 文件"),
        ({"_rels/.rels": None}, "不是通常的 Word 文件"),
        ({"word/styles.xml": b" " * (33 << 20)}, "超过 32 MB"),
        ({"../evil.xml": b""}, "内部文件名越界"),
        ({"/evil.xml": b""}, "内部文件名越界"),
        ({"WORD/styles.xml": b""}, "内部文件重名"),
        ({f"many/{index}": b"" for index in range(1_001)}, "内部文件过多"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_refuses_with_reason_and_remedy(change, changes: dict[str, bytes | None], words: str) -> None:
    message = refusal(change(changes))
    assert message.startswith("styles.docx：")
    assert words in message
    assert "；请" in message


def test_refuses_a_password(make) -> None:
    path = make()
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "文件有密码" in refusal(path)


def test_refuses_a_huge_file_unopened(tmp_path: Path) -> None:
    path = tmp_path / "styles.docx"
    with path.open("wb") as file:
        file.truncate((32 << 20) + 1)
    assert "文件过大（超过 32 MB）；请" in refusal(path)


def test_refuses_rare_compression(tmp_path: Path) -> None:
    path = tmp_path / "styles.docx"
    with ZipFile(path, "w", ZIP_BZIP2) as package:
        package.writestr("word/document.xml", b"")
    assert "不是完好的 Word 文件" in refusal(path)


def test_damage_anywhere_is_read_or_refused(make) -> None:
    path = make()
    whole, random, read = path.read_bytes(), Random(9704), 0
    for start in (0, whole.index(b"PK\x01\x02")) * 150:
        data = bytearray(whole)
        for _ in range(4):
            data[random.randrange(start, len(data))] = random.randrange(256)
        path.write_bytes(data)
        with suppress(FormError):
            read_base(path)
            read += 1
    assert 0 < read < 300


@pytest.mark.parametrize("name", ["styles.xml", "document.xml", "header1.xml", "_rels/header1.xml.rels"])
def test_damaged_xml_is_read_or_refused(make, change, name: str) -> None:
    def edit(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0].add_run().add_picture(BytesIO(PNG))

    with ZipFile(make(edit)) as package:
        whole, random, written = package.read(f"word/{name}"), Random(9704), 0
    for _ in range(20):
        data = bytearray(whole)
        for _ in range(3):
            data[random.randrange(len(data))] = random.choice(b'<>"/ =a:1\xe4')
        with suppress(FormError):
            write_docx(REPORT, read_base(change({f"word/{name}": bytes(data)}, edit)))
            written += 1
    assert written < 20


def test_refuses_damaged_data(make) -> None:
    path = make()
    with ZipFile(path) as package:
        member = package.getinfo("word/styles.xml")
    data = bytearray(path.read_bytes())
    start = member.header_offset + 100
    data[start : start + 50] = b"\xff" * 50
    path.write_bytes(data)
    assert "不是完好的 Word 文件" in refusal(path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'w:h="15840"', b'w:h="29.7cm"', "页面设置中的长度无法识别"),
        (b'w:h="15840"', b'w:h="99999"', "页面设置不能用"),
        (b'w:left="1800"', b'w:left="12000"', "页面设置不能用"),
    ],
)
def test_refuses_a_page_without_room(make, change, old: bytes, new: bytes, words: str) -> None:
    with ZipFile(make()) as package:
        body = package.read("word/document.xml")
    assert old in body
    assert words in refusal(change({"word/document.xml": body.replace(old, new)}))


@pytest.mark.parametrize(
    "instruction", ["DDEAUTO c:\\\\x", "INCLUDEPICTURE http://example.com/", "MACROBUTTON x"]
)
def test_refuses_fields_that_fetch(make, instruction: str) -> None:
    def field(document: docx.document.Document) -> None:
        document.sections[0].header.paragraphs[0]._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {instruction} "/>')
        )

    assert "取用外部内容的域" in refusal(make(field))


def test_refuses_objects_in_headers(make) -> None:
    def chart(document: docx.document.Document) -> None:
        header = document.sections[0].header
        header.is_linked_to_previous = False
        header.part.relate_to(document.part, RELATIONSHIP_TYPE.CHART)

    assert "图表、控件等对象" in refusal(make(chart))


@pytest.mark.parametrize("kind", [b'odd"&gt;', b"", b"left"])
def test_headers_of_an_unknown_kind_stay_behind(make, change, kind: bytes) -> None:
    with ZipFile(make(own_look)) as package:
        body = package.read("word/document.xml")
    damaged = body.replace(b'w:type="default"', b'w:type="' + kind.replace(b'"', b"&quot;") + b'"')
    data = write_docx(REPORT, read_base(change({"word/document.xml": damaged}, own_look)))
    assert "headerReference" not in part(data)


def test_a_file_without_page_setup_has_the_standard_page(make, change) -> None:
    with ZipFile(make()) as package:
        body = package.read("word/document.xml")
    start, end = body.index(b"<w:sectPr"), body.index(b"</w:sectPr>") + len(b"</w:sectPr>")
    base = read_base(change({"word/document.xml": body[:start] + body[end:]}))
    written = docx.Document(BytesIO(write_docx(Document((), (paragraph("正文"),)), base)))
    assert written.sections[0].top_margin.twips == 2098


def test_an_empty_numbering_takes_no_other_style_with_it():
    styles = '<a><w:numPr/></a><b/><c><w:numPr w:x="1"><w:ilvl w:val="0"/></w:numPr></c><d><w:numPr /></d>'
    assert reference._NUMBERING.sub("", styles) == "<a></a><b/><c></c><d></d>"
