"""The XML of one worksheet → rows of cells and merged ranges, by the parser. `quick` adds speed to this."""

from typing import NamedTuple

from authoring.sheets.cells import LAST_COLUMN, LAST_ROW, Cell, Doubt, Kind, Range, Row, column_number, reference
from authoring.sheets.formats import GENERAL, Format
from authoring.sheets.making import UNCACHED, Numbers, Texts, boolean_cell, iso_cell, unescape
from authoring.sheets.members import refusal
from authoring.sheets.xml_reader import MAIN, XmlReader

_MOST_MERGES = 100_000
_SHEET, _DATA, _ROW, _CELL = (f"{MAIN}{local}" for local in ("worksheet", "sheetData", "row", "c"))
_VALUE, _FORMULA, _INLINE, _T = (f"{MAIN}{local}" for local in ("v", "f", "is", "t"))
_GUIDE, _MERGES, _MERGE = (f"{MAIN}{local}" for local in ("rPh", "mergeCells", "mergeCell"))


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
        self.xml = XmlReader(self._start, self._end, file, name)
        self.rows: list[Row] = []
        self.merges: list[Range] = []
        self.row = 0
        """The row we are in, or were in last."""
        self.in_row = False
        self.cells: dict[int, Cell] = {}
        self._book, self._file, self._name = book, file, name
        self._numbers: dict[str, Numbers] = {}
        self._in_data = self._in_merges = False
        self._column = self._last_column = 0
        self._type = self._style = ""
        self._value: list[str] | None = None
        self._inline: list[str] | None = None
        self._formula = False
        self._guide = 0

    def numbers(self, style: str) -> Numbers:
        """The cells of numbers in that style, made or to be made."""
        if style not in self._numbers:
            form = self._book.style(style)
            self._numbers[style] = Numbers(form, from_1904=self._book.from_1904)
        return self._numbers[style]

    def refuse(self, message: str, place: str = "") -> Exception:
        """An error at a cell of this sheet."""
        where = f"{self._name}!{place}" if place else self._name
        return refusal(self._file, f"{message}，请用 Excel 或 WPS 打开核对后另存再用", where)

    def _start(self, name: str, attributes: dict[str, str], depth: int) -> None:
        if depth > 5:
            self._start_inside(name, depth)
        elif self._in_data:
            self._start_in_data(name, attributes, depth)
        elif depth == 1:
            if name != _SHEET:
                raise self.refuse("这不是工作表的内容")
        elif depth == 2:
            self._in_data, self._in_merges = name == _DATA, name == _MERGES
        elif name == _MERGE and depth == 3 and self._in_merges:
            self._add_merge(attributes.get("ref", ""))

    def _start_in_data(self, name: str, attributes: dict[str, str], depth: int) -> None:
        if name == _CELL and depth == 4 and self.in_row:
            self._start_cell(attributes)
        elif depth == 5 and self._column:
            if name == _VALUE:
                self._value = self.xml.text = []
            elif name == _FORMULA:
                self._formula = True
            elif name == _INLINE:
                self._inline = []
        elif name == _ROW and depth == 3:
            self._start_row(attributes.get("r"))

    def _start_row(self, number: str | None) -> None:
        row = self.row + 1 if number is None else _whole(number)
        if not 0 < row <= LAST_ROW:
            raise self.refuse(f"行号“{(number or str(row))[:20]}”超出工作表")
        if row <= self.row:
            raise self.refuse(f"第{row}行重复或次序颠倒")
        self.row, self.in_row, self.cells = row, True, {}
        self._column = self._last_column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column = self._last_column + 1
        else:
            name = place.rstrip("0123456789")
            self._column = column_number(name)
            if not self._column or _whole(place[len(name) :]) != self.row:
                raise self.refuse(f"第{self.row}行的单元格编号“{place[:20]}”有误")
        if self._column > LAST_COLUMN:
            raise self.refuse(f"第{self.row}行的单元格超出工作表")
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._value = self._inline = None
        self._formula = False

    def _start_inside(self, name: str, depth: int) -> None:
        """Within a cell: the text of `is/t` and `is/r/t`, but not of phonetic guides."""
        if self._inline is None:
            return
        if name == _GUIDE:
            self._guide = self._guide or depth
        elif name == _T and depth in (6, 7) and not self._guide:
            self.xml.text = self._inline

    def _end(self, name: str, depth: int) -> None:
        if depth > 5:
            self._end_inside(name, depth)
        elif depth == 5:
            self.xml.text = None
        elif depth == 4:
            if name == _CELL and self._column:
                self._add_cell()
        elif depth == 3:
            if name == _ROW and self.in_row:
                self.in_row = False
                if self.cells:
                    self.rows.append((self.row, self.cells))
        elif depth == 2:
            self._in_data = self._in_merges = False

    def _end_inside(self, name: str, depth: int) -> None:
        if name == _T:
            self.xml.text = None
        elif name == _GUIDE and depth == self._guide:
            self._guide = 0

    def _add_cell(self) -> None:
        column, self._last_column = self._column, self._column
        self._column = 0
        if (cell := self._cell()) is None:
            return
        if column in self.cells:
            raise self.refuse("单元格出现两次", reference(self.row, column))
        self.cells[column] = cell

    def _cell(self) -> Cell | None:
        """The cell that has just ended; None if it is empty."""
        if self._inline is not None and self._type == "inlineStr":
            return Cell(unescape("".join(self._inline)), Kind.TEXT, None, self._formula)
        stored = None if self._value is None else "".join(self._value)
        if not self._formula:
            return None if stored is None else self._stored(stored)
        if stored is None or (not stored and self._type != "str"):
            return UNCACHED
        return self._worked_out(self._stored(stored) or UNCACHED)

    def _worked_out(self, cell: Cell) -> Cell:
        doubt = cell.doubt or (Doubt.STALE if self._book.stale else Doubt.NONE)
        return cell._replace(formula=True, doubt=doubt)

    def _stored(self, stored: str) -> Cell | None:
        """The cell of a `<v>`; None if it is empty."""
        match self._type:
            case "s":
                return self._book.texts[stored]
            case "str" | "inlineStr":
                return Cell(unescape(stored), Kind.TEXT)
            case "e":
                return Cell(stored, Kind.ERROR)
            case _ if not stored:
                return None
            case "b":
                return boolean_cell(stored)
            case "d":
                return iso_cell(stored)
            case "n":
                return self.numbers(self._style)[stored]
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


def _corner(place: str) -> tuple[int, int]:
    """B7 → (7, 2); with 0 for what is no row or column."""
    name = place.rstrip("0123456789")
    row = _whole(place[len(name) :])
    return row if row <= LAST_ROW else 0, column_number(name)


def _whole(text: str) -> int:
    """A row's number; 0 when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0
