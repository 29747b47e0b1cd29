"""Rows of a table with what cells merged downwards say put into each of the rows they cover."""

from collections.abc import Collection, Iterator

from authoring.sheets.cells import Cell, Row, Sheet
from authoring.workbook.heads import Head
from authoring.workbook.layout import Table


def rows_below(sheet: Sheet, head: Head, table: Table | None = None) -> Iterator[Row]:
    """The rows below a head that hold something.

    A merged cell counts for every row it covers where it says whose the rows are, and in a list where it is a
    text, such as a 一级指标 beside its indicators; an amount counts once.
    """
    rows = (row for row in sheet.rows() if row[0] > head.row)
    shared = {head.owner, head.entry, head.form, head.year}
    if table is not None:
        shared |= {column for column, named in head.columns.items() if named.item.place.kind is None}
    filled = _filled(rows, head, shared) if head.spans else rows
    return (
        row for row in filled if any(_counts(cell, column in head.columns) for column, cell in row[1].items())
    )


def _counts(cell: Cell, asked_for: bool) -> bool:  # noqa: FBT001
    """Whether a cell makes its row one to be read; nobody's formula that shows nothing does not."""
    return cell.holds if asked_for else bool(cell.text.strip())


def _filled(rows: Iterator[Row], head: Head, columns: Collection[int]) -> Iterator[Row]:
    running: dict[int, tuple[int, Cell]] = {}
    for number, cells in rows:
        given: dict[int, Cell] = {}
        for column in columns:
            cell = cells.get(column)
            if cell is not None and (last := head.spans.get((number, column))):
                running[column] = last, cell
            elif cell is None and column in running and number <= running[column][0]:
                given[column] = running[column][1]
        yield number, {**cells, **given} if given else cells
