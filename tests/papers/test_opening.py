"""Files of every kind as papers: what each is read by, and what is said where one cannot be read."""

import os
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from authoring.errors import InputError
from authoring.intake.guard import guard
from authoring.intake.worker import Worker
from authoring.office import find_office
from authoring.papers import converted
from authoring.papers.converted import read_converted
from authoring.papers.opening import read_paper
from authoring.papers.paper import Words
from tests.intake.hostile import doc
from tests.papers.pdfs import Text, make_pdf, page

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
REPORT = EXAMPLES / "xiangfen-2021" / "report.docx"
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
REMARK = "经 LibreOffice 转换后读取，版式可能与原文件略有出入"


@pytest.fixture
def compound(tmp_path: Path) -> Path:
    """A file that is an old Word document by its head, and nothing else."""
    path = tmp_path / "甲.wps"
    path.write_bytes(doc())
    return path


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a shell script in LibreOffice's place; its last argument is the file."""

    def place(script: str) -> None:
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(
            f'#!/bin/sh\nfor source; do :; done\nmade="${{source%/*}}/made/report.docx"\n{script}\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

    return place


def test_text(tmp_path):
    path = tmp_path / "甲.txt"
    path.write_text("一、单位概况\n编制16人。\n", encoding="gb18030")
    paper = read_paper(guard(path))
    assert (paper.file, paper.kind, [words.text for words in paper.words]) == (
        "甲.txt",
        "txt",
        ["一、单位概况", "编制16人。"],
    )


def test_docx():
    paper = read_paper(guard(REPORT))
    assert paper.kind == "docx"
    assert any(isinstance(item, Words) and item.number + item.text == "一、单位概况" for item in paper.items)


def test_pdf_in_a_worker_kept_for_many(tmp_path):
    path = tmp_path / "甲.pdf"
    path.write_bytes(make_pdf([page(Text(80, 110, "一、单位概况"))]))
    with Worker() as worker:
        papers = [read_paper(guard(path), worker) for _ in range(2)]
    assert [(paper.file, paper.kind, paper.words[0].text) for paper in papers] == [
        ("甲.pdf", "pdf", "一、单位概况")
    ] * 2


def test_a_scanned_pdf_is_an_input_error_with_the_file(tmp_path):
    path = tmp_path / "扫描.pdf"
    path.write_bytes(make_pdf([page(picture=True)]))
    with pytest.raises(InputError, match=r"扫描\.pdf：这是扫描件"):
        read_paper(guard(path))


def test_remarks_of_the_guard_come_first(tmp_path):
    path = tmp_path / "甲.docx"
    path.write_text("一、单位概况\n", encoding="utf-8")
    assert "已按内容读取" in read_paper(guard(path)).remarks[0]


def test_a_workbook_is_no_report():
    with pytest.raises(InputError, match="不是报告"):
        read_paper(guard(EXAMPLES / "batch-20" / "各单位.xlsx"))


@posix
def test_what_was_converted_says_so(stand_in, compound):
    stand_in(f'cp "{REPORT}" "$made"')
    paper = read_paper(guard(compound))
    assert (paper.file, paper.kind, paper.remarks[0]) == ("甲.wps", "wps", REMARK)
    assert len(paper.words) > 50


@posix
@pytest.mark.parametrize(
    "script", ["exit 0", "exit 77", 'printf no > "$made"', f'cp "{EXAMPLES}/batch-20/各单位.xlsx" "$made"']
)
def test_what_was_made_is_looked_at(stand_in, compound, script):
    stand_in(script)
    with pytest.raises(
        InputError, match=r"甲\.wps：LibreOffice 没能转换这个文件，可能已损坏；请用 Word 或 WPS"
    ):
        read_paper(guard(compound))


@posix
def test_one_that_hangs(stand_in, compound):
    stand_in("sleep 600")
    with pytest.raises(InputError, match=r"在 0\.3 秒内没有生成 Word 文档；请重试，或者请用 Word"):
        read_converted(guard(compound), seconds=0.3)


def test_without_libreoffice(monkeypatch, compound):
    monkeypatch.setattr(converted, "find_office", lambda: None)
    with pytest.raises(
        InputError, match=r"要用到 LibreOffice，这里没有找到；请用 Word 或 WPS 打开，另存为 \.docx"
    ):
        read_paper(guard(compound))


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:text><text:h text:outline-level="1">一、单位概况</text:h>
<text:p>事业编制16人。</text:p></office:text></office:body></office:document-content>"""
KIND = "application/vnd.oasis.opendocument.text"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_itself(tmp_path):
    path = tmp_path / "甲.odt"
    with ZipFile(path, "w") as package:
        for name, text in (("mimetype", KIND), ("content.xml", CONTENT), ("META-INF/manifest.xml", MANIFEST)):
            package.writestr(name, text)
    paper = read_paper(guard(path))
    assert (paper.kind, paper.remarks[0]) == ("odt", REMARK)
    assert [(words.text, words.look.level) for words in paper.words] == [
        ("一、单位概况", 1),
        ("事业编制16人。", None),
    ]
