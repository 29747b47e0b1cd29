"""OpenDocument spreadsheets, .ods, as LibreOffice and WPS write them: `content.xml` read by the parser.

Values are written out in full there (`office:value`), so nothing passes through a float. What cannot be told:
very hidden sheets, and whether a formula's value is out of date.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from authoring.sheets.cells import (
    LAST_COLUMN,
    LAST_ROW,
    Cell,
    Doubt,
    Kind,
    PlainSheet,
    Range,
    Row,
    Visibility,
)
from authoring.sheets.figures import exact, percent
from authoring.sheets.making import UNCACHED, boolean_cell, iso_cell
from authoring.sheets.members import Members, Package, refusal
from authoring.sheets.xml_reader import XmlReader

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE = (f"{_OASIS}{part}:1.0 " for part in ("table", "text", "office", "style"))
_EXTENDED = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_MOST_REPEATED = 1_000_000
"""Cells with something in them that may come of repetition, in a file."""
_TABLE_DEPTH = 4
"""Of a sheet: tables elsewhere are copies of other documents."""
_DURATION = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S", re.ASCII)
_BRACKETS = re.compile(r"\(([0-9,.]+)\)")
_PLACES = re.compile(r"-?[0-9,]+(?:\.([0-9]+))?%?")


def read_ods(members: Members, file: str = "") -> list[PlainSheet]:
    """The sheets in their order. Raises InputError when the content is missing, damaged or endless."""
    package = Package(members, file)
    reader = _Reader(file)
    reader.xml.feed_all(package.read("content.xml"))
    if not reader.sheets:
        raise refusal(file, "文件里没有工作表，请选对文件，或用 WPS、LibreOffice 打开后另存再用")
    return reader.sheets


class _Reader:
    """Adds to `sheets` each table that `xml` was fed. Tables within cells are left out."""

    def __init__(self, file: str) -> None:
        self.sheets: list[PlainSheet] = []
        self.xml = XmlReader(self._start, self._end, file, "content.xml")
        self._file = file
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._table = 0
        """Depth of the table that we are in; 0 in none."""
        self._name, self._hidden = "", Visibility.VISIBLE
        self._rows: list[Row] = []
        self._merges: list[Range] = []
        self._repeated = 0
        self._row, self._rows_alike = 1, 1
        self._cells: dict[int, Cell] = {}
        self._column, self._columns_alike = 1, 1
        self._cell: dict[str, str] = {}
        self._cell_depth = self._note_depth = 0
        self._lines: list[str] = []
        self._text: list[str] = []

    def _start(self, name: str, attributes: dict[str, str], depth: int) -> None:
        if self._cell_depth:
            self._start_in_cell(name, attributes, depth)
        elif self._table:
            if name == f"{_TABLE}table-row":
                self._cells, self._column = {}, 1
                self._rows_alike = self._times(attributes, "number-rows-repeated", LAST_ROW)
            elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                self._columns_alike = self._times(attributes, "number-columns-repeated", LAST_COLUMN)
                self._cell, self._cell_depth, self._lines = attributes, depth, []
        elif name == f"{_TABLE}table" and depth == _TABLE_DEPTH:
            self._start_table(attributes, depth)
        elif name == f"{_STYLE}style":
            self._style = attributes.get(f"{_STYLE}name", "")
        elif name == f"{_STYLE}table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self._hidden_styles.add(self._style)

    def _start_table(self, attributes: dict[str, str], depth: int) -> None:
        self._table, self._name = depth, attributes.get(f"{_TABLE}name", "")
        hidden = attributes.get(f"{_TABLE}style-name") in self._hidden_styles
        self._hidden = Visibility.HIDDEN if hidden else Visibility.VISIBLE
        self._rows, self._merges, self._row = [], [], 1

    def _start_in_cell(self, name: str, attributes: dict[str, str], depth: int) -> None:
        if self._note_depth:
            return
        if name in (f"{_OFFICE}annotation", f"{_TABLE}table"):
            self._note_depth, self.xml.text = depth, None
        elif name == f"{_TEXT}p" and depth == self._cell_depth + 1:
            self._text = self.xml.text = []
        elif self.xml.text is not None:
            if name == f"{_TEXT}s":
                spaces = self._times(attributes, "c", LAST_COLUMN, _TEXT)
                self._count(spaces)
                self._text.append(" " * spaces)
            elif name in (f"{_TEXT}tab", f"{_TEXT}line-break"):
                self._text.append("\t" if name.endswith("tab") else "\n")

    def _end(self, name: str, depth: int) -> None:
        if self._note_depth:
            if depth == self._note_depth:
                self._note_depth = 0
        elif self._cell_depth:
            if depth == self._cell_depth:
                self._end_cell()
            elif name == f"{_TEXT}p" and depth == self._cell_depth + 1:
                self._lines.append("".join(self._text))
                self.xml.text = None
        elif self._table:
            if name == f"{_TABLE}table-row":
                self._end_row()
            elif depth == self._table:
                self._table = 0
                sheet = PlainSheet(self._name, self._rows, tuple(self._merges), self._hidden)
                self.sheets.append(sheet)

    def _end_cell(self) -> None:
        self._cell_depth = 0
        if self._column + self._columns_alike - 1 > LAST_COLUMN:
            raise self._refusal(f"第{self._row}行超出{LAST_COLUMN}列")
        if cell := _cell(self._cell, "\n".join(self._lines)):
            self._count(self._columns_alike)
            for column in range(self._column, self._column + self._columns_alike):
                self._cells[column] = cell
        self._add_merge()
        self._column += self._columns_alike

    def _add_merge(self) -> None:
        high = self._times(self._cell, "number-rows-spanned", LAST_ROW)
        wide = self._times(self._cell, "number-columns-spanned", LAST_COLUMN)
        if high > 1 or wide > 1:
            self._count(1)
            self._merges.append(Range(self._row, self._column, self._row + high - 1, self._column + wide - 1))

    def _end_row(self) -> None:
        if self._row + self._rows_alike - 1 > LAST_ROW:
            raise self._refusal(f"超出{LAST_ROW}行")
        if self._cells:
            self._count(len(self._cells) * (self._rows_alike - 1) + self._rows_alike)
            for row in range(self._row, self._row + self._rows_alike):
                self._rows.append((row, self._cells))
        self._row += self._rows_alike

    def _count(self, times: int) -> None:
        """Bounds what repetition makes of a few bytes; what is there but once is bounded by the bytes."""
        self._repeated += times - 1
        if self._repeated > _MOST_REPEATED:
            raise self._refusal(f"重复的单元格超过{_MOST_REPEATED}个")

    def _times(self, attributes: dict[str, str], local: str, most: int, space: str = _TABLE) -> int:
        text = attributes.get(f"{space}{local}", "1")
        if not (text.isascii() and text.isdigit() and len(text) < 10 and 0 < int(text) <= most):
            raise self._refusal(f"重复数“{text[:20]}”有误")
        return int(text)

    def _refusal(self, message: str) -> Exception:
        return refusal(self._file, f"{message}，请用 WPS 或 LibreOffice 打开核对后另存再用", self._name)


def _cell(attributes: dict[str, str], text: str) -> Cell | None:
    """A cell by what is written in its attributes, and what it shows; None if it is empty."""
    formula = f"{_TABLE}formula" in attributes
    of_type = attributes.get(f"{_OFFICE}value-type")
    if attributes.get(f"{_EXTENDED}value-type") == "error":
        return Cell(text, Kind.ERROR, None, formula)
    if of_type in ("float", "currency", "percentage"):
        return _number(attributes.get(f"{_OFFICE}value", ""), text, formula, of_type)
    if of_type in _MAKERS:
        stored, make = _MAKERS[of_type]
        return make(attributes.get(stored, ""))._replace(formula=formula)
    if of_type == "string":
        return Cell(attributes.get(f"{_OFFICE}string-value", text), Kind.TEXT, None, formula)
    if formula:
        return UNCACHED
    return Cell(text, Kind.TEXT) if text else None


def _number(stored: str, shown: str, formula: bool, of_type: str) -> Cell:  # noqa: FBT001
    """`decimals` are those shown, if rounding the value to so many gives what is shown."""
    text, doubt = exact(stored)
    if doubt is Doubt.BAD_NUMBER:
        return Cell(stored, Kind.ERROR, None, formula, doubt)
    kind = Kind.PERCENT if of_type == "percentage" else Kind.NUMBER
    cell = Cell(percent(text) if kind is Kind.PERCENT else text, kind, None, formula, doubt)
    shown = _BRACKETS.sub(r"-\1", shown.strip())
    if (places := _PLACES.fullmatch(shown)) and len(shown) < 40:
        rounded = cell._replace(decimals=len(places[1] or ""))
        if _value(rounded.shown) == _value(shown):
            return rounded
    return cell


def _value(shown: str) -> Decimal | None:
    bare = shown.replace(",", "").removesuffix("%")
    return Decimal(bare) if bare.strip("-") else None


def _time(stored: str) -> Cell:
    if not (found := _DURATION.fullmatch(stored)):
        return Cell(stored, Kind.ERROR, doubt=Doubt.BAD_DATE)
    hours, minutes, seconds = map(int, found.groups())
    return Cell(f"{hours:02}:{minutes:02}:{seconds:02}", Kind.TIME)


_MAKERS: dict[str, tuple[str, Callable[[str], Cell]]] = {
    "date": (f"{_OFFICE}date-value", iso_cell),
    "time": (f"{_OFFICE}time-value", _time),
    "boolean": (f"{_OFFICE}boolean-value", boolean_cell),
}
"""Type of value → the attribute that it is in, and what makes the cell."""
