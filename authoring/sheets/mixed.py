"""Rows that are all different, with formulas and texts of their own: cell by cell, by a strict expression.

It knows nothing that the parser would refuse, and leaves to the parser all that it does not know.
"""

import re

from authoring.sheets.cells import Cell
from authoring.sheets.worksheet import Columns, WorksheetReader

_TEXT = r"(?:[^<>&\x00-\x08\x0b-\x1f\ufffe\uffff]|&(?:amp|lt|gt|quot|apos);)*+"
_FORMULA = (
    r'<f(?: aca="[a-z]+")?(?: t="[A-Za-z]+")?(?: ref="[A-Z0-9:]+")?(?: ca="[01]")?(?: si="[0-9]+")?'
    rf"(?:/>|>{_TEXT}</f>)"
)
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,5})")?(?: t="([A-Za-z]+)")?'
    rf"(?:/>|>({_FORMULA})?"
    rf'(?:<v>({_TEXT})</v>|<is><t(?: xml:space="preserve")?>({_TEXT})</t></is>|<v/>)?</c>)'
)
_GROUPS = 8
"""Of the expression, with the text between cells."""
_columns = Columns()


def mixed_cells(row: str, number: int, reader: WorksheetReader) -> dict[int, Cell] | None:
    """What stands between `<row …>` and `</row>`; None if it must be parsed, or is not as it should be."""
    parts = _CELL.split(row)
    if any(parts[::_GROUPS]) or parts[2::_GROUPS].count(str(number)) != len(parts) // _GROUPS:
        return None
    cells: dict[int, Cell] = {}
    rest = (parts[start::_GROUPS] for start in (3, 4, 5, 6, 7))
    for name, style, of_type, formula, value, inline in zip(parts[1::_GROUPS], *rest, strict=True):
        column = _columns[name]
        if value is None and inline is not None and of_type == "inlineStr":
            of_type, value = "str", inline  # noqa: PLW2901
        elif formula is None and value is None and column:
            continue
        if value and "&" in value:
            value = _plain(value)  # noqa: PLW2901
        cell = reader.cell(style or "0", of_type or "n", value, formula=formula is not None)
        if not column or column in cells:
            return None
        if cell is not None:
            cells[column] = cell
    return cells


def _plain(text: str) -> str:
    """Without entities; `&amp;` last, as what it gives is no entity."""
    for entity, mark in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, mark)
    return text
