"""What LibreOffice makes of the page: lines, characters, page numbers, read from the PDF itself.

Needs LibreOffice. Without one these tests are skipped, but not in CI, where they fail.
"""

import os
import re
import zlib
from typing import NamedTuple

import pytest

from authoring.document.blocks import Document
from authoring.office import find_office
from authoring.writers.docx import write_docx
from authoring.writers.package import standard_base
from authoring.writers.pdf import write_pdf
from tests.writers.samples import CLOSING, paragraph


class Line(NamedTuple):
    """Glyphs set in one piece: place in points from the lower left corner."""

    x: float
    y: float
    size: float
    glyphs: int


@pytest.fixture(scope="module")
def pages():
    """Makes a PDF and reads its pages as lines."""
    if find_office() is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("CI must have LibreOffice")
        pytest.skip("no LibreOffice")

    def convert(document: Document) -> list[list[Line]]:
        pdf = write_pdf(write_docx(document, standard_base().flush_left()), seconds=120)
        streams = re.finditer(rb"stream\r?\n", pdf)
        texts = (_inflated(pdf[stream.end() :]) for stream in streams if pdf[: stream.start()][-3:] != b"end")
        return [list(_lines(text)) for text in texts if b"\nBT\n" in text]

    return convert


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


def _lines(text: bytes):
    for x, y, size, shown in re.findall(rb"BT\n([\d.]+) ([\d.]+) Td /F\d+ ([\d.]+) Tf(.*)", text):
        glyphs = sum(len(each) // 2 for each in re.findall(rb"<([0-9A-F]*)>", shown))
        yield Line(float(x), float(y), float(size), glyphs)


def test_28_characters_a_line_and_22_lines_a_page(pages) -> None:
    for page in pages(Document((), (paragraph("汉" * 26 + "汉" * 28 * 50),)))[:2]:
        body = [line.glyphs for line in page if line.size == 16]
        assert len(body) == 22
        assert set(body) <= {26, 28}


def test_page_numbers_are_outside_and_7_mm_below(pages) -> None:
    odd, even, *_ = pages(Document((), (paragraph("汉" * 28 * 60),)))
    millimetre = 72 / 25.4
    first = [line for line in odd if line.size == 14]
    second = [line for line in even if line.size == 14]
    assert min(line.x for line in first) > 150 * millimetre
    assert min(line.x for line in second) == pytest.approx(28 * millimetre + 14, abs=1)
    assert first[0].y == pytest.approx((35 - 7) * millimetre - 14 * 0.38, abs=3)


def test_signature_is_not_alone_overleaf(pages) -> None:
    body = [paragraph("汉" * 20) for _ in range(20)]
    first, second = pages(Document((), (*body, *CLOSING)))
    assert len([line for line in first if line.size == 16]) == 19
    assert len({line.y for line in second if line.size == 16}) == 3


def test_no_mark_at_the_end_of_a_line_is_lost(pages) -> None:
    row = "做好安全保卫、环境绿化、卫生保洁、水电维修、食堂服务、会务接待、公务用车、办公用房，按月考核。"
    texts = ["汉" * n + row * 2 for n in range(28)]
    shown = [line for page in pages(Document((), tuple(map(paragraph, texts)))) for line in page]
    assert sum(line.glyphs for line in shown if line.size == 16) == sum(map(len, texts))
