"""A table of WordprocessingML → its cells at rows and columns, merged ones as one."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from authoring.papers.docx_inline import alternative
from authoring.papers.docx_names import ALTERNATE, DEL, TC, TCPR, TR, TRPR, UNSAID, VAL, w, whole

_SPAN, _BEFORE, _VERTICAL, _ACROSS = w("gridSpan"), w("gridBefore"), w("vMerge"), w("hMerge")
_CELL_DELETED, _INSIDE = w("cellDel"), 20
_WIDEST = 63
"""Columns of a table in Word."""


@dataclass
class Slot:
    """A place of the grid and the cell that stands there."""

    row: int
    column: int
    rowspan: int
    colspan: int
    cell: Element


def laid_out(table: Element) -> tuple[list[Slot], list[Element]]:
    """The cells in order, and those that a merged one covers; a deleted row or cell is in neither."""
    slots: list[Slot] = []
    covered: list[Element] = []
    above: dict[int, Slot] = {}
    for at, row in enumerate(_inside(table, TR)):
        above = _row(row, at, above, (slots, covered))
    return slots, covered


def _row(
    row: Element, at: int, above: dict[int, Slot], found: tuple[list[Slot], list[Element]]
) -> dict[int, Slot]:
    """Lay out one row; the slots that reach down from it, by their column."""
    slots, covered = found
    column = _number(row.find(TRPR), _BEFORE)
    reaching: dict[int, Slot] = {}
    last: Slot | None = None
    for cell in _inside(row, TC):
        own = cell.find(TCPR)
        span = max(_number(own, _SPAN), 1)
        vertical = own.find(_VERTICAL) if own is not None else None
        across = own.find(_ACROSS) if own is not None else None
        goes_on = vertical is not None and vertical.get(VAL) != "restart"
        if across is not None and across.get(VAL) != "restart" and last is not None:
            last.colspan += span if last.row == at else 0
            covered.append(cell)
        elif goes_on and column in above and above[column].colspan == span:
            last = reaching[column] = above[column]
            last.rowspan = at - last.row + 1
            covered.append(cell)
        else:
            last = Slot(at, column, 1, span, cell)
            slots.append(last)
            if vertical is not None:
                reaching[column] = last
        column += span
    return reaching


def _inside(element: Element, tag: str, depth: int = 0) -> Iterator[Element]:
    """Rows of a table or cells of a row, those in content controls and insertions too."""
    for child in element:
        if child.tag == tag:
            if not _is_deleted(child):
                yield child
        elif child.tag == ALTERNATE:
            chosen = alternative(child)
            if chosen is not None and depth < _INSIDE:
                yield from _inside(chosen, tag, depth + 1)
        elif child.tag not in UNSAID and len(child) and depth < _INSIDE:
            yield from _inside(child, tag, depth + 1)


def _is_deleted(element: Element) -> bool:
    own, mark = (TRPR, DEL) if element.tag == TR else (TCPR, _CELL_DELETED)
    properties = element.find(own)
    return properties is not None and properties.find(mark) is not None


def _number(properties: Element | None, tag: str) -> int:
    found = properties.find(tag) if properties is not None else None
    return min(max(whole(found.get(VAL)), 0), _WIDEST) if found is not None else 0
