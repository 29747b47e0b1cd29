"""A table as a full grid: which place a cell takes, and which places a merged cell covers.

Blocks leave covered places out, as HTML does; Word and plain text need every one of them.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from authoring.document.blocks import Cell, Table

Merge = Literal["none", "first", "covered"]

EMPTY = Cell(())


class Place(NamedTuple):
    """A piece of a row, from `column` over `span` columns.

    `merge` is first for a cell that reaches down, covered for a place below such a cell.
    """

    column: int
    span: int
    cell: Cell
    merge: Merge = "none"


class Grid(NamedTuple):
    """How many columns a table has, and its rows, each from the first column to the last."""

    columns: int
    rows: list[list[Place]]


def lay_out(table: Table) -> Grid:
    """The grid of a table; missing cells are empty ones."""
    columns = max(len(table.widths), 1)
    if all(_is_plain(row, columns) for row in table.rows):
        return Grid(columns, [[Place(at, 1, cell) for at, cell in enumerate(row)] for row in table.rows])
    columns = _count_columns(table, columns)
    reaching: dict[int, tuple[int, int]] = {}
    return Grid(columns, [_lay_row(row, columns, reaching) for row in table.rows])


def share_width(widths: Sequence[int], columns: int, total: int) -> list[int]:
    """Relative widths as parts of `total`, to the last unit; a width not given is a usual one."""
    known = [max(each, 1) for each in widths[:columns]] or [1]
    known += [max(sum(known) // len(known), 1)] * (columns - len(known))
    edges = [round(edge * total / sum(known)) for edge in accumulate(known, initial=0)]
    return [right - left for left, right in pairwise(edges)]


def _count_columns(table: Table, known: int) -> int:
    """How many columns the widest row needs, at least as many as there are widths."""
    below: list[int] = []
    for row in table.rows:
        own = sum([cell.colspan for cell in row])
        known = max(known, own + (below.pop(0) if below else 0))
        for cell in row:
            if cell.rowspan > 1:
                below.extend([0] * (cell.rowspan - 1 - len(below)))
                for ahead in range(cell.rowspan - 1):
                    below[ahead] += cell.colspan
    return known


def _is_plain(row: tuple[Cell, ...], columns: int) -> bool:
    return len(row) == columns and all(cell.colspan == cell.rowspan == 1 for cell in row)


def _lay_row(row: Sequence[Cell], columns: int, reaching: dict[int, tuple[int, int]]) -> list[Place]:
    """One row; `reaching` holds by column the span of a cell above and the rows it still covers."""
    cells = iter(row)
    places: list[Place] = []
    column = 0
    while column < columns:
        if column in reaching:
            span, rows = reaching.pop(column)
            if rows > 1:
                reaching[column] = span, rows - 1
            places.append(Place(column, span, EMPTY, "covered"))
        else:
            cell = next(cells, EMPTY)
            span = cell.colspan
            if span != 1:
                room = min((at for at in reaching if at > column), default=columns) - column
                span = min(max(span, 1), room)
            if cell.rowspan > 1:
                reaching[column] = span, cell.rowspan - 1
            places.append(Place(column, span, cell, "first" if cell.rowspan > 1 else "none"))
        column += span
    return places
