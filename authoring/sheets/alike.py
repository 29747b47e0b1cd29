"""Rows that look alike: cut at their values, which alone remain to be looked at.

Rows of a table look alike but for their number and values. So a row that a strict expression knows leaves its
`_Shape`, and the next row is cut at its values: if what is left is that shape, it is such a row. Where one
such row follows another, many are cut at once.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from authoring.sheets.cells import EMPTY, LAST_ROW, Cell, Kind, column_number
from authoring.sheets.making import boolean_cell
from authoring.sheets.mixed import mixed_cells
from authoring.sheets.worksheet import Book, Texts, WorksheetReader

END = b"</row>"
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"((?: s="[0-9]{1,5}")?(?: t="[sbne]")?)'
    r"(?:/>|>(?:<v>([0-9A-Za-z.+#/!?-]+)</v>)?</c>)"
)
_BLANKS = rb'(?:<c r="(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])\1"(?: s="[0-9]{1,5}")?/>)*+'
_MOST_SHAPES = 1000
_RUN = 1 << 16
"""Bytes of rows that are cut at once; more would fall out of the processor's cache."""
_FEWEST = 2
_LONGEST_PAUSE = 64
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")

_NUMBER, _VALUE, _VALUE_END = "\0", "\1", "\2"
_CUT_AFTER = f"<v>{_VALUE_END * 5}"
"""As long as what it replaces, which is twice as fast."""

Make = Callable[[Sequence[str]], Iterable[Cell]]
"""Stored values → cells; LookupError or ValueError for a value that is not plain."""


class _Group(NamedTuple):
    """Cells of one kind in a row: how to pick their values among all, what makes them.

    `places` are theirs among the cells filled.
    """

    places: tuple[int, ...]
    columns: tuple[int, ...]
    pick: Callable[[list[str]], Sequence[str]]
    make: Make


class _Shape(NamedTuple):
    """What rows that look alike share: `text` without row numbers and values, cells yet to be filled."""

    text: list[str]
    cells: dict[int, Cell]
    groups: list[_Group]

    def one(self, values: list[str]) -> dict[int, Cell]:
        """The cells of a row from its values. LookupError or ValueError for a value that is not plain."""
        cells = self.cells.copy()
        for _, columns, pick, make in self.groups:
            cells.update(zip(columns, make(pick(values)), strict=True))
        return cells

    def many(self, values: list[str], count: int) -> list[dict[int, Cell]]:
        """The cells of so many rows from the values of all. LookupError or ValueError as `one`.

        A column at a time, so that all figures, and all texts, are made in one sweep.
        """
        width = len(self.cells)
        cells = [EMPTY] * len(values)
        for places, _, _, make in self.groups:
            made = list(make(list(chain.from_iterable(values[place::width] for place in places))))
            for start, place in zip(range(0, len(made), count), places, strict=True):
                cells[place::width] = made[start : start + count]
        left, names = iter(cells), tuple(self.cells)
        return [dict(zip(names, left, strict=False)) for _ in range(count)]


class Plain:
    """Reads rows of plain cells for a `WorksheetReader`."""

    def __init__(self, reader: WorksheetReader, book: Book) -> None:
        self._reader = reader
        self._shapes: dict[int, _Shape] = {}
        self._last: _Shape | None = None
        """What the last row looked like, if it was looked at as one of many alike."""
        self._wait, self._pause = 0, 1
        """Rows to go before many are tried at once; how many it will be when that was in vain."""
        self._filled = False
        self._head = self._next_head = b""
        """What followed the number in the last head; the head to come, if the parser is between rows."""
        self._makers = _Makers(reader, book.texts)

    def forget(self) -> None:
        """The parser was fed something else."""
        self._next_head = b""

    def feed(self, content: bytes, start: int, end: int) -> int:
        """Read the row that stretches from `<row` to its `</row>`, and those like it; where they end."""
        if self._next_head and content.startswith(self._next_head, start):
            if self._last and not self._wait and (after := self._feed_many(self._last, content, start)):
                return after
            self._wait = max(self._wait - 1, 0)
            self._feed_next(content[start:end])
        else:
            self._feed_any(content[start:end])
        return self._after_blanks(content, end)

    def _feed_any(self, row: bytes) -> None:
        """A row whose head the parser judges."""
        reader = self._reader
        head, before = row.find(b">") + 1, reader.row
        reader.xml.feed(row[:head])
        opened = reader.in_row and reader.row != before and reader.xml.depth == 3
        cells = self._cells(row[head : -len(END)], reader.row) if opened else None
        if cells is None:
            reader.xml.feed(row[head:])
            self._next_head = b""
            return
        reader.cells, self._filled = cells, bool(cells)
        reader.xml.feed(END)
        number = b'<row r="%d"' % reader.row
        self._head = row[len(number) : head] if row.startswith(number) else b""
        self._foresee()

    def _feed_many(self, shape: _Shape, content: bytes, start: int) -> int:
        """Rows with the heads foreseen and the looks of the last one; where they end, 0 if none are there.

        A value is what stands between two marks in rows whose rest is as foreseen, and is then held to be
        plain: so it can hold no mark, tag or end of a row that would have misled us.
        """
        stop = content.rfind(END, start, start + _RUN) + len(END)
        if not (piece := content[start:stop]).isascii():
            return self._in_vain()
        text = piece.decode()
        if _VALUE in text or _VALUE_END in text:
            return self._in_vain()
        bare, values = _cut(text)
        first = self._reader.row + 1
        rows = bare.split(END.decode())[: LAST_ROW - self._reader.row]
        looks = ['<row r="', f'"{self._head.decode("latin-1")}{shape.text[0]}', *shape.text[1:]]
        count = next((n for n, row in enumerate(rows) if str(first + n).join(looks) != row), len(rows))
        if count < _FEWEST:
            return self._in_vain()
        try:
            filled = shape.many(values[: count * len(shape.cells)], count)
        except (LookupError, ValueError):
            return self._in_vain()
        self._reader.rows += zip(range(first, first + count), filled, strict=True)
        self._reader.row += count
        self._pause = 1
        self._foresee()
        for _ in range(count):
            start = content.find(END, start) + len(END)
        return start

    def _in_vain(self) -> int:
        self._wait = self._pause
        self._pause = min(2 * self._pause, _LONGEST_PAUSE)
        return 0

    def _feed_next(self, row: bytes) -> None:
        """A row with the head foreseen: the parser is between rows, and stays there if all is plain."""
        reader = self._reader
        cells = self._cells(row[len(self._next_head) : -len(END)], reader.row + 1)
        if cells is None:
            reader.xml.feed(row)
            self._next_head = b""
            return
        reader.row += 1
        self._filled = bool(cells)
        if cells:
            reader.rows.append((reader.row, cells))
        self._foresee()

    def _after_blanks(self, content: bytes, at: int) -> int:
        """Where those rows end that look like the last one and, like it, have no values."""
        if not self._next_head or self._filled:
            return at
        alike = re.compile(rb'<row r="([1-9][0-9]{0,6})"' + re.escape(self._head) + _BLANKS + END)
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
        self._last = None
        try:
            row = content.decode()
        except UnicodeDecodeError:
            return None
        if (
            row.isascii()
            and not ("f" in row and "<f" in row)
            and (cells := self._alike(row, number)) is not None
        ):
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
        try:
            cells = shape.one(values)
        except (LookupError, ValueError):
            return None
        self._last = shape if cells else None
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
        places = tuple(place for place, (_, its_kind) in enumerate(filled) if its_kind == kind)
        columns = tuple(filled[place][0] for place in places)
        pick = itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))
        return _Group(places, columns, pick, self._makers[kind])


def _cut(row: str) -> tuple[str, list[str]]:
    """A row's text without its values, with marks where each begins and ends; and the values."""
    parts = row.replace("</v></c>", _CUT_AFTER).split("<v>")
    return _VALUE.join(parts[::2]), parts[1::2]


def _without_number(cell: re.Match[str]) -> str:
    start, end = cell.start(2) - cell.start(), cell.end(2) - cell.start()
    return f"{cell[0][:start]}{_NUMBER}{cell[0][end:]}"


class _Makers(dict[str, Make]):
    """Attributes of a cell, ` s="2" t="s"` → what makes cells of such values."""

    def __init__(self, reader: WorksheetReader, texts: Texts) -> None:
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
        if not "".join(values).isdigit():
            raise LookupError
        return map(self._texts.__getitem__, map(int, values))
