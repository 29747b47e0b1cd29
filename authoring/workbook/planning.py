"""Where each answer of a new workbook will stand: how many rows everything gets."""

from collections.abc import Sequence

from authoring.quantities import Quantity
from authoring.workbook.addresses import Addresses, Cell, Span, TableAt
from authoring.workbook.flattening import Answers
from authoring.workbook.layout import UNITS_SHEET, Item, Layout, Table

_LIST_ROWS, _MORE_LIST_ROWS = 8, 3
_ROWS, _MORE_ROWS = 30, 20
_MANY_ROWS, _MORE_MANY_ROWS = 200, 100
_UNITS, _MORE_UNITS = 40, 20
MOST_DIGITS = 15
"""Significant digits a number in a workbook keeps."""


def plan(layout: Layout, units: Sequence[Answers], *, many: bool) -> Addresses:
    """Addresses of all answers, with room to go on filling in below those there are."""
    book = Addresses(layout, many)
    if many:
        _plan_units(book, units)
    else:
        _plan_sheets(book, units)
    for table in layout.tables:
        book.tables[table.path] = _plan_table(book, table, units)
    for number, unit in enumerate(units):
        _note_places(book, unit, number)
    return book


def row_of(book: Addresses, unit: int) -> int:
    """The row of a unit, by its number from 0."""
    return book.first + unit if book.many else 0


def as_number(item: Item, text: str) -> tuple[float, int] | None:
    """A figure as the number a cell holds, with the places to show: rates as fractions of 1.

    None for what has to stay as it was typed: a unit of its own, or more digits than a number keeps.
    """
    if item.place.kind is None or item.many:
        return None
    try:
        figure: Quantity = item.place.kind(text)
    except ValueError:
        return None
    bare = figure.typed.replace(",", "").lstrip("+-").rstrip("%")
    digits = figure.value.as_tuple().digits
    if not bare.replace(".", "", 1).isascii() or not bare.replace(".", "", 1).isdecimal():
        return None
    if len(digits) > MOST_DIGITS:
        return None
    value = figure.value.scaleb(-2) if figure.unit == "%" else figure.value
    return float(value), figure.places


def _plan_units(book: Addresses, units: Sequence[Answers]) -> None:
    book.first, book.last = 1, max(_UNITS, len(units) + _MORE_UNITS)
    items = sorted(book.layout.items, key=lambda item: item.path != "单位.全称")
    for column, item in enumerate(items):
        book.items[item.path] = Cell(UNITS_SHEET, book.first, column)


def _plan_sheets(book: Addresses, units: Sequence[Answers]) -> None:
    for sheet in book.layout.sheets:
        row = 1
        for item in sheet.items:
            book.items[item.path] = Cell(sheet.title, row, 1)
            if item.many:
                filled = max((len(unit.lists.get(item.path, ())) for unit in units), default=0)
                last = row + max(_LIST_ROWS, filled + _MORE_LIST_ROWS) - 1
                book.lists[item.path] = Span(sheet.title, row, last, 1)
                row = last
            row += 1


def _plan_table(book: Addresses, table: Table, units: Sequence[Answers]) -> TableAt:
    filled = sum(len(unit.rows.get(table.path, ())) for unit in units)
    least, more = (_MANY_ROWS, _MORE_MANY_ROWS) if book.many else (_ROWS, _MORE_ROWS)
    owner = 0 if book.many else None
    entry = int(book.many) if table.within else None
    before = int(book.many) + bool(table.within)
    columns = {column.path: before + at for at, column in enumerate(table.columns)}
    made = TableAt(table, 1, max(least, filled + more), columns, owner, entry)
    row = made.first
    for number, unit in enumerate(units):
        for each in unit.rows.get(table.path, ()):
            made.rows[number, each.path] = row
            row += 1
    return made


def _note_places(book: Addresses, unit: Answers, number: int) -> None:
    """Decimal places of the figures filled in."""
    for item in book.layout.items:
        cell = book.item(item.path, row_of(book, number))
        if (text := unit.items.get(item.path)) and cell and (told := as_number(item, text)):
            book.typed[cell] = told[1]
    for table in book.tables.values():
        for row in unit.rows.get(table.table.path, ()):
            for column in table.table.columns:
                told = as_number(column, row.cells.get(column.path, ""))
                if told:
                    at = Cell(table.table.title, table.rows[number, row.path], table.columns[column.path])
                    book.typed[at] = told[1]
