"""Long rows of plain cells at the speed of a regular expression; everything else through the parser.

The parser stays the judge. It is fed every byte but the cells of a row whose head it has just accepted and
whose cells, to the last byte, are of the plain kind that the expression knows. So both ways give the same rows
and refuse the same files, which `tests/sheets/test_quick.py` holds them to.
"""

import re
from collections.abc import Iterator

from authoring.sheets.cells import Cell, Kind, Row, column_number
from authoring.sheets.making import boolean_cell
from authoring.sheets.worksheet import Book, WorksheetReader
from authoring.sheets.xml_reader import is_simple

_CELLS = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"((?: s="[0-9]{1,5}")?(?: t="(?:s|n|b|e)")?)'
    r"(?:/>|>(?:<v>([0-9A-Za-z.+#/!?-]+)</v>)?</c>)"
)
_SHORT = 600
"""Bytes of a row that the parser reads as fast."""
_BLOCK = 1 << 16
_ROW, _END = b"<row", b"</row>"


def rows_of(content: bytes, book: Book, file: str, name: str, *, fast: bool = True) -> Iterator[Row]:
    """The rows of a worksheet's XML that hold something. Raises InputError, maybe after some rows."""
    reader = WorksheetReader(book, file, name)
    at = 0
    if fast and is_simple(content):
        plain = _Plain(reader, book)
        for start, end in _long_rows(content):
            for block in range(at, start, _BLOCK):
                reader.xml.feed(content[block : min(block + _BLOCK, start)])
                yield from _taken(reader)
            plain.feed(content[start:end])
            yield from _taken(reader)
            at = end
    for block in range(at, len(content), _BLOCK):
        reader.xml.feed(content[block : block + _BLOCK])
        yield from _taken(reader)
    reader.xml.feed(b"", last=True)
    yield from _taken(reader)


def _taken(reader: WorksheetReader) -> list[Row]:
    rows, reader.rows = reader.rows, []
    return rows


def _long_rows(content: bytes) -> Iterator[tuple[int, int]]:
    """Where stretches from `<row` to `</row>` lie that are worth the expression."""
    start = content.find(_ROW)
    while start >= 0 and (end := content.find(_END, start)) >= 0:
        end += len(_END)
        if end - start > _SHORT:
            yield start, end
        start = content.find(_ROW, end)


class _Columns(dict[str, int]):
    """Letters of a column → its number; 0 out of the sheet."""

    def __missing__(self, name: str) -> int:
        self[name] = number = column_number(name)
        return number


class _Errors(dict[str, Cell]):
    """Stored error → its cell."""

    def __missing__(self, stored: str) -> Cell:
        return Cell(stored, Kind.ERROR)


class _Booleans(dict[str, Cell]):
    """Stored truth value → its cell."""

    def __missing__(self, stored: str) -> Cell:
        return boolean_cell(stored)


class _Makers(dict[str, dict[str, Cell]]):
    """Attributes of a cell, ` s="2" t="s"` → what gives the cells of its values."""

    def __init__(self, reader: WorksheetReader, book: Book) -> None:
        super().__init__()
        self._reader, self._texts = reader, book.texts

    def __missing__(self, kind: str) -> dict[str, Cell]:
        style, _, of_type = kind.partition(" t=")
        made: dict[str, Cell]
        match of_type.strip('"'):
            case "s":
                made = self._texts
            case "e":
                made = _Errors()
            case "b":
                made = _Booleans()
            case _:
                made = self._reader.numbers(style.removeprefix(' s="').rstrip('"') or "0")
        self[kind] = made
        return made


class _Plain:
    """Reads rows of plain cells for a `WorksheetReader`."""

    def __init__(self, reader: WorksheetReader, book: Book) -> None:
        self._reader = reader
        self._columns = _Columns()
        self._makers = _Makers(reader, book)

    def feed(self, row: bytes) -> None:
        """A stretch from `<row` to its `</row>`."""
        reader = self._reader
        head, before = row.find(b">") + 1, reader.row
        reader.xml.feed(row[:head])
        opened = reader.in_row and reader.row != before and reader.xml.depth == 3
        if opened and self._take(row[head : -len(_END)]):
            reader.xml.feed(_END)
        else:
            reader.xml.feed(row[head:])

    def _take(self, content: bytes) -> bool:
        """Whether these were plain cells, which are now in the row."""
        if not content.isascii():
            return False
        parts = _CELLS.split(content.decode("ascii"))
        numbers = parts[2::5]
        if any(parts[::5]) or numbers.count(str(self._reader.row)) != len(numbers):
            return False
        columns, makers = [*map(self._columns.__getitem__, parts[1::5])], self._makers
        cells = {
            column: makers[kind][value]
            for column, kind, value in zip(columns, parts[3::5], parts[4::5], strict=True)
            if value
        }
        if 0 in columns or len(cells) + parts.count(None) != len(columns):
            return False
        self._reader.cells = cells
        return True
