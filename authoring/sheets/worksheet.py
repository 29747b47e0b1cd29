"""The XML of one worksheet → rows of cells and merged ranges, by the parser. `quick` adds speed to this."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from authoring.sheets.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Cell,
    Doubt,
    Kind,
    Range,
    Row,
    column_number,
    reference,
)
from authoring.sheets.formats import GENERAL, Format
from authoring.sheets.making import UNCACHED, Numbers, boolean_cell, iso_cell, unescape
from authoring.sheets.members import refusal
from authoring.sheets.xml_reader import DEEPEST, MAIN, STRICT_MAIN, XmlReader

_MOST_MERGES = 100_000
_LONG_INDEX = 1000
_LOCAL = ("worksheet", "sheetData", "row", "c", "v", "f", "is", "t", "rPh", "mergeCells", "mergeCell")
_NAMES = {f"{space}{local}": local for space in (MAIN, STRICT_MAIN) for local in _LOCAL}
"""Names of elements as the parser gives them → those that we know; one look-up, as there are millions."""


_MAKERS: dict[str, Callable[[str], Cell]] = {
    "e": lambda stored: Cell(stored, Kind.ERROR),
    "b": boolean_cell,
    "d": iso_cell,
}


class Columns(dict[str, int]):
    """Letters of a column → its number; 0 out of the sheet."""

    def __missing__(self, name: str) -> int:
        """Work it out, and keep it if there is such a column."""
        if number := column_number(name):
            self[name] = number
        return number


class Texts(Protocol):
    """The cells of shared strings by number, in memory or not; IndexError for one that is not there."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, number: int, /) -> Cell:
        """One of them."""


class Book(NamedTuple):
    """What the cells of all worksheets of a workbook refer to."""

    texts: Texts
    styles: list[Format]
    from_1904: bool = False
    stale: bool = False

    def style(self, number: str) -> Format:
        """The number format of a cell's `s`; as Excel repairs it, General when there is no such style."""
        known = number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(self.styles)
        return self.styles[int(number)] if known else GENERAL


class WorksheetReader:
    """Adds to `rows` each row with something in it, and to `merges` each range, that `xml` was fed.

    Raises InputError for rows or cells that are out of the sheet, out of order or twice there.
    """

    def __init__(self, book: Book, file: str, name: str) -> None:
        self.xml = xml = XmlReader(_ignore, _ignore, file, name)
        self.rows: list[Row] = []
        self.merges: list[Range] = []
        self.row = 0
        """The row we are in, or were in last."""
        self.in_row = False
        self.cells: dict[int, Cell] = {}
        self._book, self._file, self._name = book, file, name
        self._numbers: dict[str, Numbers] = {}
        self._columns = Columns()
        self._within = ""
        """The part of the worksheet that we are in, of those that we know."""
        self._column = self._last_column = 0
        """The column of the cell that we are in, 0 in none; of the last cell."""
        self._type = self._style = self._digits = ""
        self._text: list[str] = []
        self._value: str | None = None
        self._inline: list[str] | None = None
        self._formula = False
        self._guide = 0
        xml.parser.StartElementHandler = self._start
        xml.parser.EndElementHandler = self._end
        xml.parser.CharacterDataHandler = self._text.append

    def numbers(self, style: str) -> Numbers:
        """The cells of numbers in that style, made or to be made."""
        if style not in self._numbers:
            form = self._book.style(style)
            self._numbers[style] = Numbers(form, from_1904=self._book.from_1904)
        return self._numbers[style]

    def drop_text(self) -> None:
        """Forget what stands between rows, which is nothing in a sound file, and could go on for ever."""
        if not self.in_row:
            self._text.clear()

    def refuse(self, message: str, place: str = "") -> Exception:
        """An error at a cell of this sheet."""
        where = f"{self._name}!{place}" if place else self._name
        return refusal(self._file, f"{message}，请用 Excel 或 WPS 打开核对后另存再用", where)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.xml.depth = depth = self.xml.depth + 1
        local = _NAMES.get(name)
        if depth == 5:
            if self._column:
                self._start_part(local)
        elif depth == 4:
            if local == "c" and self.in_row:
                self._start_cell(attributes)
        elif depth == 3:
            self._start_third(local, attributes)
        elif depth > 5:
            self._start_inside(local, depth)
        elif depth == 2:
            self._within = local or ""
        elif local != "worksheet":
            raise self.refuse("这不是工作表的内容")

    def _start_third(self, local: str | None, attributes: dict[str, str]) -> None:
        if local == "row" and self._within == "sheetData":
            self._start_row(attributes.get("r"))
        elif local == "mergeCell" and self._within == "mergeCells":
            self._add_merge(attributes.get("ref", ""))

    def _start_row(self, number: str | None) -> None:
        row = self.row + 1 if number is None else _whole(number)
        if not 0 < row <= LAST_ROW:
            raise self.refuse(f"行号“{(number or str(row))[:20]}”超出工作表")
        if row <= self.row:
            raise self.refuse(f"第{row}行重复或次序颠倒")
        self.row, self.in_row, self.cells, self._digits = row, True, {}, str(row)
        self._column = self._last_column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column = self._last_column + 1
        elif place.endswith(self._digits):
            self._column = self._columns[place[: -len(self._digits)]]
        if not 0 < self._column <= LAST_COLUMN:
            raise self.refuse(f"第{self.row}行的单元格编号“{(place or '')[:20]}”有误或超出工作表")
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._value = self._inline = None
        self._formula = False

    def _start_part(self, local: str | None) -> None:
        """A part of a cell."""
        if local == "v":
            self._text.clear()
        elif local == "f":
            self._formula = True
        elif local == "is":
            self._inline = []

    def _start_inside(self, local: str | None, depth: int) -> None:
        """Within a part of a cell: the text of `is/t` and `is/r/t`, but not of phonetic guides."""
        if depth > DEEPEST:
            raise self.xml.too_deep()
        if local == "rPh":
            self._guide = self._guide or depth
        elif local == "t":
            self._text.clear()

    def _end(self, name: str) -> None:
        depth = self.xml.depth
        self.xml.depth = depth - 1
        if depth == 5:
            if _NAMES.get(name) == "v" and self._column:
                self._value = "".join(self._text)
        elif depth == 4:
            if self._column:
                self._add_cell()
        elif depth == 3:
            if self.in_row:
                self._end_row()
        elif depth > 5:
            self._end_inside(_NAMES.get(name), depth)

    def _end_row(self) -> None:
        self.in_row = False
        self._text.clear()
        if self.cells:
            self.rows.append((self.row, self.cells))

    def _end_inside(self, local: str | None, depth: int) -> None:
        if local == "t" and depth in (6, 7) and self._inline is not None and not self._guide:
            self._inline.append("".join(self._text))
        elif local == "rPh" and depth == self._guide:
            self._guide = 0

    def _add_cell(self) -> None:
        column, self._last_column = self._column, self._column
        self._column = 0
        if self._inline is not None and self._type == "inlineStr":
            cell = self.cell(self._style, "str", "".join(self._inline), formula=self._formula)
        else:
            cell = self.cell(self._style, self._type, self._value, formula=self._formula)
        if cell is None:
            return
        if column in self.cells:
            raise self.refuse("单元格出现两次", reference(self.row, column))
        self.cells[column] = cell

    def cell(self, style: str, of_type: str, stored: str | None, *, formula: bool) -> Cell | None:
        """A cell by its `s`, `t` and `<v>`; None if it is empty."""
        if not formula:
            return None if stored is None else self._stored(style, of_type, stored)
        if stored is None or (not stored and of_type != "str"):
            return UNCACHED
        return self._worked_out(self._stored(style, of_type, stored) or UNCACHED)

    def _worked_out(self, cell: Cell) -> Cell:
        doubt = cell.doubt or (Doubt.STALE if self._book.stale else Doubt.NONE)
        return cell._replace(formula=True, doubt=doubt)

    def _stored(self, style: str, of_type: str, stored: str) -> Cell | None:
        if of_type == "n":
            return self._number(style, stored) if stored else None
        if of_type == "s":
            return self._shared(stored)
        if of_type in ("str", "inlineStr"):
            return Cell(unescape(stored), Kind.TEXT)
        if not stored:
            return None
        make = _MAKERS.get(of_type)
        return make(stored) if make else Cell(stored, Kind.ERROR, doubt=Doubt.BAD_NUMBER)

    def _shared(self, stored: str) -> Cell:
        known = stored.isascii() and stored.isdigit() and len(stored) < _LONG_INDEX
        if known and int(stored) < len(self._book.texts):
            return self._book.texts[int(stored)]
        return Cell("", Kind.ERROR, doubt=Doubt.LOST_TEXT)

    def _number(self, style: str, stored: str) -> Cell:
        try:
            return self.numbers(style)[stored]
        except KeyError:
            return Cell(stored, Kind.ERROR, doubt=Doubt.BAD_NUMBER)

    def _add_merge(self, place: str) -> None:
        if len(self.merges) >= _MOST_MERGES:
            raise self.refuse(f"合并单元格超过{_MOST_MERGES}处")
        first, _, last = place.replace("$", "").partition(":")
        corners = [_corner(first), _corner(last or first)]
        if not all(row and column for row, column in corners):
            raise self.refuse(f"合并区域“{place[:40]}”有误")
        (top, left), (bottom, right) = corners
        self.merges.append(Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))


def _ignore(*_: object) -> None:
    """A handler that is replaced at once."""


def _corner(place: str) -> tuple[int, int]:
    """B7 → (7, 2); with 0 for what is no row or column."""
    name = place.rstrip("0123456789")
    row = _whole(place[len(name) :])
    return row if row <= LAST_ROW else 0, column_number(name)


def _whole(text: str) -> int:
    """A row's number; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
