"""Long rows of plain cells at the speed of C; everything else through the parser.

Rows of a table look alike but for their number and values. So a row that a strict expression knows leaves its
`_Shape`, and the next row is cut at its values: if what is left is that shape, it is such a row, and only its
values remain to be looked at.

The parser stays the judge. It is fed every byte but the cells of a row whose head it has just accepted and
whose cells are plain to the last byte, and but such rows as follow with the same head and the next number.
So both ways give the same rows and refuse the same files, which `tests/sheets/test_quick.py` holds them to.
"""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from authoring.sheets.cells import EMPTY, LAST_ROW, Cell, Kind, Row, column_number
from authoring.sheets.making import boolean_cell
from authoring.sheets.mixed import mixed_cells
from authoring.sheets.worksheet import Book, WorksheetReader
from authoring.sheets.xml_reader import is_simple

_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"((?: s="[0-9]{1,5}")?(?: t="[sbne]")?)'
    r"(?:/>|>(?:<v>([0-9A-Za-z.+#/!?-]+)</v>)?</c>)"
)
_SHORT = 60
"""Bytes of a row that the parser reads as fast."""
_BLOCK = 1 << 16
_ROW, _END = b"<row", b"</row>"
_BLANKS = rb'(?:<c r="(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])\1"(?: s="[0-9]{1,5}")?/>)*+'
_MOST_SHAPES = 1000
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")

_NUMBER, _VALUE, _VALUE_END = "\0", "\1", "\2"

Make = Callable[[Sequence[str]], Iterable[Cell]]
"""Stored values → cells; LookupError or ValueError for a value that is not plain."""


def rows_of(content: bytes, book: Book, file: str, name: str, *, fast: bool = True) -> Iterator[Row]:
    """The rows of a worksheet's XML that hold something. Raises InputError, maybe after some rows."""
    reader = WorksheetReader(book, file, name)
    at = 0
    if fast and is_simple(content):
        at = yield from _quickly(content, reader, _Plain(reader, book))
    yield from _parsed(content, reader, at, len(content))
    reader.xml.feed(b"", last=True)
    yield from _taken(reader)


def _quickly(content: bytes, reader: WorksheetReader, plain: "_Plain") -> Generator[Row, None, int]:
    """Rows as long as there are any; returns where the rest begins."""
    at = end = 0
    while (start := content.find(_ROW, end)) >= 0 and (end := content.find(_END, start)) >= 0:
        end += len(_END)
        if end - start > _SHORT:
            if start > at:
                yield from _parsed(content, reader, at, start)
            plain.feed(content[start:end], after=start == at)
            yield from _taken(reader)
            at = end = plain.after_blanks(content, end)
    return at


def _parsed(content: bytes, reader: WorksheetReader, start: int, end: int) -> Iterator[Row]:
    for at in range(start, end, _BLOCK):
        reader.xml.feed(content[at : min(at + _BLOCK, end)])
        yield from _taken(reader)


def _taken(reader: WorksheetReader) -> list[Row]:
    rows, reader.rows = reader.rows, []
    return rows


class _Group(NamedTuple):
    """Cells of one kind in a row: their columns, how to pick their values among all, what makes them."""

    columns: tuple[int, ...]
    pick: Callable[[list[str]], Sequence[str]]
    make: Make


class _Shape(NamedTuple):
    """What rows that look alike share: `text` without row numbers and values, cells yet to be filled."""

    text: list[str]
    cells: dict[int, Cell]
    groups: list[_Group]


class _Plain:
    """Reads rows of plain cells for a `WorksheetReader`."""

    def __init__(self, reader: WorksheetReader, book: Book) -> None:
        self._reader = reader
        self._shapes: dict[int, _Shape] = {}
        self._filled = False
        self._head = self._next_head = b""
        """What followed the number in the last head; the head to come, if the parser is between rows."""
        self._makers = _Makers(reader, book.texts)

    def feed(self, row: bytes, *, after: bool) -> None:
        """A stretch from `<row` to its `</row>`; `after`: it follows the last one directly."""
        if after and self._next_head and row.startswith(self._next_head):
            self._feed_next(row)
            return
        reader = self._reader
        head, before = row.find(b">") + 1, reader.row
        reader.xml.feed(row[:head])
        opened = reader.in_row and reader.row != before and reader.xml.depth == 3
        cells = self._cells(row[head : -len(_END)], reader.row) if opened else None
        if cells is None:
            reader.xml.feed(row[head:])
            self._next_head = b""
            return
        reader.cells, self._filled = cells, bool(cells)
        reader.xml.feed(_END)
        number = b'<row r="%d"' % reader.row
        self._head = row[len(number) : head] if row.startswith(number) else b""
        self._foresee()

    def _feed_next(self, row: bytes) -> None:
        """A row with the head foreseen: the parser is between rows, and stays there if all is plain."""
        reader = self._reader
        cells = self._cells(row[len(self._next_head) : -len(_END)], reader.row + 1)
        if cells is None:
            reader.xml.feed(row)
            self._next_head = b""
            return
        reader.row += 1
        self._filled = bool(cells)
        if cells:
            reader.rows.append((reader.row, cells))
        self._foresee()

    def after_blanks(self, content: bytes, at: int) -> int:
        """Where those rows end that look like the last one and, like it, have no values."""
        if not self._next_head or self._filled:
            return at
        alike = re.compile(rb'<row r="([1-9][0-9]{0,6})"' + re.escape(self._head) + _BLANKS + _END)
        while row := alike.match(content, at):
            number = int(row[1])
            if not self._reader.row < number <= LAST_ROW:
                break
            self._reader.row, at = number, row.end()
        self._foresee()
        return at

    def _foresee(self) -> None:
        """The head of the next row, if it is like the last one; "" when there is none to come."""
        more = self._head and self._reader.row < LAST_ROW
        self._next_head = b'<row r="%d"%s' % (self._reader.row + 1, self._head) if more else b""

    def _cells(self, content: bytes, number: int) -> dict[int, Cell] | None:
        """The cells; None if they are not plain, or not as they should be."""
        try:
            row = content.decode()
        except UnicodeDecodeError:
            return None
        if "<f" not in row and row.isascii() and (cells := self._alike(row, number)) is not None:
            return cells
        return mixed_cells(row, number, self._reader)

    def _alike(self, row: str, number: int) -> dict[int, Cell] | None:
        """The cells of a row that looks like others; None if they are not plain, or not as they should be."""
        if _VALUE_END in row:
            return None
        bare, values = _cut(row)
        shape = self._shapes.get(len(values))
        if shape is None or str(number).join(shape.text) != bare:
            if (shape := self._shape(row, str(number))) is None:
                return None
            if len(self._shapes) < _MOST_SHAPES:
                self._shapes[len(values)] = shape
        cells = shape.cells.copy()
        try:
            for columns, pick, make in shape.groups:
                cells.update(zip(columns, make(pick(values)), strict=True))
        except (LookupError, ValueError):
            return None
        return cells

    def _shape(self, row: str, number: str) -> _Shape | None:
        """What rows like this one are like; None if it is not plain or its cells do not belong here."""
        parts = _CELL.split(row)
        columns = [column_number(name) for name in parts[1::5]]
        if any(parts[::5]) or set(parts[2::5]) != {number} or 0 in columns:
            return None
        filled = [
            (column, kind)
            for column, kind, value in zip(columns, parts[3::5], parts[4::5], strict=True)
            if value is not None
        ]
        kinds = [kind for _, kind in filled]
        empty = dict.fromkeys((column for column, _ in filled), EMPTY)
        if len(empty) < len(filled):
            return None
        text = _cut(_CELL.sub(_without_number, row))[0].split(_NUMBER)
        return _Shape(text, empty, [self._group(filled, kind) for kind in dict.fromkeys(kinds)])

    def _group(self, filled: list[tuple[int, str]], kind: str) -> _Group:
        places = [place for place, (_, its_kind) in enumerate(filled) if its_kind == kind]
        columns = tuple(filled[place][0] for place in places)
        if len(places) > 1:
            return _Group(columns, itemgetter(*places), self._makers[kind])
        return _Group(columns, itemgetter(slice(places[0], places[0] + 1)), self._makers[kind])


def _cut(row: str) -> tuple[str, list[str]]:
    """A row's text without its values, with marks where each begins and ends; and the values."""
    parts = row.replace("</v></c>", f"<v>{_VALUE_END}").split("<v>")
    return _VALUE.join(parts[::2]), parts[1::2]


def _without_number(cell: re.Match[str]) -> str:
    start, end = cell.start(2) - cell.start(), cell.end(2) - cell.start()
    return f"{cell[0][:start]}{_NUMBER}{cell[0][end:]}"


class _Makers(dict[str, Make]):
    """Attributes of a cell, ` s="2" t="s"` → what makes cells of such values."""

    def __init__(self, reader: WorksheetReader, texts: list[Cell]) -> None:
        super().__init__()
        self._reader, self._texts = reader, texts

    def __missing__(self, kind: str) -> Make:
        """By the type; numbers by their style, too."""
        style, _, of_type = kind.partition(" t=")
        self[kind] = made = self._maker(style.removeprefix(' s="').rstrip('"') or "0", of_type.strip('"'))
        return made

    def _maker(self, style: str, of_type: str) -> Make:
        match of_type:
            case "s":
                return self._shared
            case "e":
                return partial(map, {error: Cell(error, Kind.ERROR) for error in _ERRORS}.__getitem__)
            case "b":
                return partial(map, {value: boolean_cell(value) for value in "01"}.__getitem__)
        return self._reader.numbers(style).of

    def _shared(self, values: Sequence[str]) -> Iterable[Cell]:
        if not all(values) or not "".join(values).isdigit():
            raise LookupError
        return map(self._texts.__getitem__, map(int, values))
