"""A PDF with a text layer → the items of a paper: lines joined, page numbers and running heads dropped.

The libraries below take long over some files and no end over others: call `read_pages` in a limited worker.
It is a function of plain values, and gives plain values, for that.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from authoring.errors import InputError, Problem
from authoring.papers.joining import GoesOn, Line, is_page_number, judge, line_of, paragraphs, words_of
from authoring.papers.paper import Grid, GridCell, Item, Place, Words
from authoring.papers.tidy import tidy

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

PAGES = 300
"""A page takes 30 ms; reports have some ten to fifty, scanned annexes included."""

_AS_WORD = "请选用 Word 原文件"
_MISSING = f"读 PDF 要用到 pdfplumber，这里没有安装，请运行 pip install 'gouji[pdf]'，或者{_AS_WORD}"
_SCAN = f"这是扫描件，每一页都是图片，没有文字可读，{_AS_WORD}"
_ENCRYPTED = "文件已加密，不能读取，请用原密码打开，去掉打开密码，另存后再用"
_BROKEN = f"文件不完整或已损坏，读不出来，请重新复制或下载，或者{_AS_WORD}"
_EMPTY_PAGES = "第 {} 页是图片或空白页，没有文字可读"
_TOO_MANY = "共 {} 页，只读了前 {} 页"
_EDGE = 0.12
"""Running heads and page numbers stand within this share of a page's height from its ends."""
_REPEATED = 3
_NUMERALS = re.compile(r"\d+")
_ONLY_NUMBER = re.compile(r"\W*\d{1,4}\W*")


class Pages(NamedTuple):
    """What a PDF holds, and what of it was not read."""

    items: tuple[Item, ...]
    remarks: tuple[str, ...]


class _Text(NamedTuple):
    """A line on a page: its words, where it begins and ends, and the height of its letters, in points."""

    words: str
    left: float
    top: float
    bottom: float
    page_height: float

    @property
    def size(self) -> float:
        """The height of its letters."""
        return max(self.bottom - self.top, 1.0)

    @property
    def at_edge(self) -> bool:
        """Whether it stands where running heads do."""
        return self.bottom < self.page_height * _EDGE or self.top > self.page_height * (1 - _EDGE)


class _Ruled(NamedTuple):
    """A cell of a ruled table: place in the grid, spans, and its lines."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str


class _Drawn(NamedTuple):
    """A ruled table on a page."""

    top: float
    cells: tuple[_Ruled, ...]


class _Sheet(NamedTuple):
    """A page, its lines and its tables."""

    number: int
    texts: tuple[_Text, ...]
    tables: tuple[_Drawn, ...]


def read_pages(content: bytes, file: str = "") -> Pages:
    """The items of a PDF. Raises InputError for a scan, an encrypted or a damaged file."""
    try:
        import pdfplumber  # noqa: PLC0415  slow to start, and not always there
        from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
    except ImportError as error:
        raise InputError([Problem(_MISSING, file)]) from error
    try:
        with pdfplumber.open(BytesIO(content)) as pdf:
            count = len(pdf.pages)
            sheets = [_sheet(page) for page in pdf.pages[:PAGES]]
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises whatever it stumbles over
        locked = any(
            isinstance(each, PDFPasswordIncorrect) for each in (error, *error.args, error.__context__)
        )
        raise InputError([Problem(_ENCRYPTED if locked else _BROKEN, file)]) from error
    blank = [sheet.number for sheet in sheets if not sheet.texts and not sheet.tables]
    if len(blank) == len(sheets):
        raise InputError([Problem(_SCAN if sheets else _BROKEN, file)])
    remarks = [_EMPTY_PAGES.format("、".join(map(str, blank)))] if blank else []
    if count > PAGES:
        remarks.append(_TOO_MANY.format(count, PAGES))
    return Pages(tuple(_items(sheets)), tuple(remarks))


# From the page


def _sheet(page: "Page") -> _Sheet:
    tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.cells) > 2]
    boxes = [table.bbox for table in tables]
    prose = page.filter(lambda each: not _inside(each, boxes)) if boxes else page
    texts = tuple(
        _Text(line["text"], line["x0"], line["top"], line["bottom"], float(page.height))
        for line in prose.extract_text_lines(return_chars=False)
    )
    sheet = _Sheet(page.page_number, texts, tuple(map(_drawn, tables)))
    page.close()  # what it has of its letters is let go
    return sheet


def _inside(each: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    x, y = (each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _drawn(table: "Table") -> _Drawn:
    """A table with its spans, told by the edges of its cells."""
    lefts = sorted({round(cell[0]) for cell in table.cells})
    tops = sorted({round(cell[1]) for cell in table.cells})
    cells = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is None:
                continue
            left, top, right, bottom = map(round, box)
            across = sum(left <= each < right - 1 for each in lefts)
            down = sum(top <= each < bottom - 1 for each in tops)
            place = tops.index(top), lefts.index(left)
            cells.append(_Ruled(*place, max(down, 1), max(across, 1), text or ""))
    return _Drawn(table.bbox[1], tuple(cells))


# To items


def _items(sheets: Sequence[_Sheet]) -> Iterator[Item]:
    parts = list(_parts(sheets))
    goes_on = judge([part for part in parts if isinstance(part, Line)])
    setting = _Setting(goes_on)
    run: list[Line] = []
    for part in parts:
        if isinstance(part, Line):
            run.append(part)
        else:
            yield from setting.prose(run)
            run = []
            yield setting.grid(*part)
    yield from setting.prose(run)


def _parts(sheets: Sequence[_Sheet]) -> Iterator[Line | tuple[_Drawn, int]]:
    """Lines and tables by page and height."""
    running = _running(sheets)
    margin = min((text.left for sheet in sheets for text in sheet.texts), default=0.0)
    for sheet in sheets:
        placed: list[tuple[float, _Text | _Drawn]] = [(text.top, text) for text in sheet.texts]
        placed += [(table.top, table) for table in sheet.tables]
        bottom: float | None = None
        for _, each in sorted(placed, key=lambda pair: pair[0]):
            if isinstance(each, _Drawn):
                yield each, sheet.number
                bottom = None
            elif not _is_running(each, running):
                gap = bottom is None or each.top - bottom > 1.2 * each.size
                indent = max(round((each.left - margin) / each.size * 2), 0)
                line = line_of(" " * indent + each.words, None, sheet.number, below_gap=gap)
                bottom = each.bottom
                if line is not None:
                    yield line


def _running(sheets: Sequence[_Sheet]) -> set[str]:
    """Lines at the edges of pages that stand on several, figures apart."""
    counted = Counter(
        words
        for sheet in sheets
        for words in {_NUMERALS.sub("", text.words) for text in sheet.texts if text.at_edge}
    )
    least = max(_REPEATED, len(sheets) // 3)
    return {words for words, times in counted.items() if times >= least}


def _is_running(text: _Text, running: set[str]) -> bool:
    if not text.at_edge:
        return False
    number = is_page_number(text.words.strip()) or _ONLY_NUMBER.fullmatch(text.words) is not None
    return number or _NUMERALS.sub("", text.words) in running


class _Setting:
    """Puts lines together as items, counting them."""

    def __init__(self, goes_on: GoesOn) -> None:
        self.goes_on = goes_on
        self.at = 0
        self.paragraph = 0
        self.table = 0

    def prose(self, lines: Sequence[Line]) -> Iterator[Words]:
        """The paragraphs of adjoining lines."""
        for group in paragraphs(lines, self.goes_on):
            self.paragraph += 1
            yield words_of(group, self.at, Place(paragraph=self.paragraph, page=group[0].page))
            self.at += 1

    def grid(self, table: _Drawn, page: int) -> Grid:
        """A table."""
        self.table += 1
        return Grid(self.table, tuple(self.cell(cell, page) for cell in table.cells))

    def cell(self, ruled: _Ruled, page: int) -> GridCell:
        """A cell; its lines were broken by its width."""
        raw = re.sub(r"(?<![A-Za-z])\n|\n(?![A-Za-z])", "", ruled.text)
        text, origin = tidy(raw)
        words: tuple[Words, ...] = ()
        if text:
            place = Place(table=self.table, row=ruled.row, column=ruled.column, page=page)
            words = (Words(self.at, text, place, raw=raw, origin=origin),)
            self.at += 1
        return GridCell(ruled.row, ruled.column, words, ruled.rowspan, ruled.colspan)
