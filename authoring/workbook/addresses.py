"""Where each answer stands in a workbook being written, as formulas name it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from xlsxwriter.utility import xl_col_to_name

from authoring.workbook.layout import Layout, Table


class Cell(NamedTuple):
    """A cell by sheet, row and column, both from 0."""

    sheet: str
    row: int
    column: int

    @property
    def within(self) -> str:
        """The cell as it is named on its own sheet."""
        return f"${xl_col_to_name(self.column)}${self.row + 1}"

    def __str__(self) -> str:
        return f"{quoted(self.sheet)}!{self.within}"


class Span(NamedTuple):
    """Cells below each other."""

    sheet: str
    first: int
    last: int
    column: int

    def __str__(self) -> str:
        name = xl_col_to_name(self.column)
        return f"{quoted(self.sheet)}!${name}${self.first + 1}:${name}${self.last + 1}"


def quoted(sheet: str) -> str:
    """The name of a sheet as formulas have it."""
    return "'" + sheet.replace("'", "''") + "'"


@dataclass
class TableAt:
    """A table on its sheet: its rows, and the column of each answer by path.

    `owner` and `entry` are the columns that say whose a row is; `rows` has the row of every filled entry by
    unit and path.
    """

    table: Table
    first: int
    last: int
    columns: dict[str, int]
    owner: int | None = None
    entry: int | None = None
    rows: dict[tuple[int, str], int] = field(default_factory=dict)

    def span(self, column: int) -> Span:
        """A whole column of it."""
        return Span(self.table.title, self.first, self.last, column)

    @property
    def names(self) -> int:
        """The column of the entries' names."""
        return self.columns[self.table.naming.path]

    @property
    def width(self) -> int:
        """How many columns of answers."""
        return 1 + max(self.columns.values())


@dataclass
class Addresses:
    """All of a workbook. With `many`, an item's row is that of its unit, and the one here is the first.

    `typed` has the decimal places of every figure that was filled in, by cell.
    """

    layout: Layout
    many: bool = False
    first: int = 0
    last: int = 0
    items: dict[str, Cell] = field(default_factory=dict)
    lists: dict[str, Span] = field(default_factory=dict)
    tables: dict[str, TableAt] = field(default_factory=dict)
    typed: dict[Cell, int] = field(default_factory=dict)
    _most: dict[Span, int | None] = field(default_factory=dict)

    def places_in(self, span: Span) -> int | None:
        """The most decimal places of the figures filled in, in some cells; None if there are none."""
        if span not in self._most:
            cells = (Cell(span.sheet, row, span.column) for row in range(span.first, span.last + 1))
            self._most[span] = max((self.typed[c] for c in cells if c in self.typed), default=None)
        return self._most[span]

    def item(self, path: str, row: int) -> Cell | None:
        """The cell of an answer of the unit in a row."""
        cell = self.items.get(path)
        return cell._replace(row=row) if cell and self.many else cell

    def part(self, path: str, row: int) -> str:
        """The cells of all answers in a part of the report, as arguments of a function."""
        cells = [cell for p in self.items if p.startswith(f"{path}.") and (cell := self.item(p, row))]
        first, last = min(cells), max(cells)
        if (last.row - first.row + 1) * (last.column - first.column + 1) == len(cells):
            return f"{first}:{last.within}"
        return ",".join(map(str, cells))

    def unit_name(self, row: int) -> Cell:
        """The name of the unit in a row, of a workbook of many."""
        return self.items["单位.全称"]._replace(row=row)
