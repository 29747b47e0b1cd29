"""A text file → Paper: wrapped lines joined, residue and page numbers dropped, tables in columns found."""

import re
from collections.abc import Iterator, Sequence

from authoring.decoding import decode
from authoring.papers import boxed
from authoring.papers.joining import GoesOn, Line, is_page_number, judge, line_of, paragraphs, split, words_of
from authoring.papers.paper import Grid, GridCell, Item, Paper, Place, Words
from authoring.papers.tidy import tidy

_BETWEEN = re.compile(r"[ \u3000\xa0]*\t[\s\u3000]*|(?: |\xa0){3,}\u3000*|\u3000{2,} *")
_WIDEST_CELL = 60
_PROSE = re.compile(r"[。；]$")


def read_text(content: bytes, file: str = "") -> Paper:
    """The paper a text file holds. Raises InputError naming the line that fits no encoding."""
    decoded = decode(content, file)
    remarks = (decoded.note,) if decoded.note else ()
    lines = list(_lines(decoded.text))
    goes_on = judge([line for line in lines if not boxed.is_drawn(line.raw) and len(_cells(line)) == 1])
    return Paper(file, "txt", tuple(_Setting(goes_on).items(lines)), remarks)


def _lines(text: str) -> Iterator[Line]:
    """The lines that have words, page numbers left out."""
    gap = False
    for number, whole in enumerate(text.split("\n"), 1):
        for piece, raw in enumerate(whole.split("\f")):
            gap = gap or piece > 0
            line = line_of(raw, number, below_gap=gap)
            if line is None or is_page_number(line.text):
                gap = True
                continue
            yield line
            gap = False


class _Setting:
    """Puts lines together as items, counting them."""

    def __init__(self, goes_on: GoesOn) -> None:
        self.goes_on = goes_on
        self.at = 0
        self.paragraph = 0
        self.table = 0

    def items(self, lines: Sequence[Line]) -> Iterator[Item]:
        for drawn, run in split(lines, lambda line: boxed.is_drawn(line.raw)):
            if drawn:
                yield from self.drawn(run)
            else:
                yield from self.columned(run)

    def drawn(self, lines: Sequence[Line]) -> Iterator[Item]:
        """Tables with a frame; lines with bars and no frame are rows in columns."""
        found = boxed.tables([line.raw for line in lines])
        if not found:
            yield from self.prose(lines)
        for start, boxes in found:
            self.table += 1
            cells = tuple(
                self.cell(box.text, lines[start + box.line], box.row, box.column)._replace(
                    rowspan=box.rowspan, colspan=box.colspan
                )
                for box in boxes
            )
            yield Grid(self.table, cells)

    def columned(self, lines: Sequence[Line]) -> Iterator[Item]:
        """Rows of as many columns, three or more of them, are a table; the rest is prose."""
        prose: list[Line] = []
        for count, run in split(lines, lambda line: len(_cells(line))):
            if count > 1 and len(run) >= 3:
                yield from self.prose(prose)
                prose = []
                yield self.rows(run)
            else:
                prose += run
        yield from self.prose(prose)

    def rows(self, lines: Sequence[Line]) -> Grid:
        self.table += 1
        return Grid(
            self.table,
            tuple(
                self.cell(raw, line, row, column)
                for row, line in enumerate(lines)
                for column, raw in enumerate(_cells(line))
            ),
        )

    def cell(self, raw: str, line: Line, row: int, column: int) -> GridCell:
        text, origin = tidy(raw)
        words: tuple[Words, ...] = ()
        if text:
            place = Place(table=self.table, row=row, column=column, line=line.number)
            words = (Words(self.at, text, place, raw=raw, origin=origin),)
            self.at += 1
        return GridCell(row, column, words)

    def prose(self, lines: Sequence[Line]) -> Iterator[Words]:
        for single, run in split(lines, lambda line: len(_cells(line)) > 1):
            for group in [[line] for line in run] if single else paragraphs(run, self.goes_on):
                self.paragraph += 1
                yield words_of(group, self.at, Place(paragraph=self.paragraph, line=group[0].number))
                self.at += 1


def _cells(line: Line) -> list[str]:
    """The columns of a row; one if the line is no row."""
    raw = line.raw
    if "\t" not in raw and "   " not in raw and "\u3000\u3000" not in raw and "\xa0\xa0\xa0" not in raw:
        return [raw]
    cells = [cell for cell in _BETWEEN.split(raw) if cell]
    if _PROSE.search(line.text) or any(len(cell) > _WIDEST_CELL for cell in cells):
        return [raw]
    return cells
