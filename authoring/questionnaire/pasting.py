"""Lines typed or pasted, from Excel too → the entries of a list, each with its fields by name."""

import csv
import re
from collections.abc import Sequence
from io import StringIO
from typing import NamedTuple

_QUOTED = re.compile(r'(?:^|[\t\n])"(?:[^"]|"")*\n(?:[^"]|"")*"(?=\t|\n|$)')
"""A cell with line ends in it, as Excel copies it."""
_UNIT = re.compile(r"[（(][^（）()]*[)）]|[\s:：]")
_SUM = re.compile(r"(?:小|合|总)\s*计")
_CODE = re.compile(r"[0-9]{3,7}")
_FIGURE = re.compile(r"[0-9０-９]")
CODE = "编码"


class Column(NamedTuple):
    """A field of an entry: name, and the name it has alone; `figure` if numbers stand in it."""

    name: str
    label: str
    figure: bool


class Pasted(NamedTuple):
    """Entries found, each its texts by field, and what is to be said of the rest."""

    entries: list[dict[str, str]]
    remarks: list[str]


def lines_of(typed: str) -> list[str]:
    """The texts typed or pasted, one an entry; a quoted cell of Excel is one text."""
    return [" ".join(cells).strip() for cells in _cells(typed) if any(cells)]


def entries_of(typed: str, columns: Sequence[Column]) -> Pasted:
    """Rows as entries: columns by the names in a first row that has them, else in their order.

    Sums, and columns nobody asks for, are left out and said.
    """
    rows = [cells for cells in _cells(typed) if any(cells)]
    sums = [row for row in rows if len(rows) > 1 and any(_SUM.fullmatch(cell) for cell in row[:2])]
    rows = [row for row in rows if row not in sums]
    remarks = [f"{len(sums)} 行小计、合计没有填，由程序算。"] if sums else []
    names: list[str | None] = [column.name for column in columns]
    if len(rows) > 1 and (head := _head(rows[0], columns)):
        unknown = [cell for cell, name in zip(rows[0], head, strict=True) if cell and name is None]
        if unknown:
            remarks.append(f"没有用到的列：{'、'.join(unknown)}。")
        names, rows = head, rows[1:]
    elif rows and _has_codes(rows, columns):
        names = [CODE, *names]
    entries = []
    for row in rows:
        if any(row[len(names) :]):
            remarks.append(f"“{row[0]}”一行多出的格没有填：{'、'.join(filter(None, row[len(names) :]))}。")
        named = zip(names, row, strict=False)
        entries.append({name: cell for name, cell in named if name and cell})
    return Pasted([entry for entry in entries if entry], remarks)


def _cells(typed: str) -> list[list[str]]:
    if _QUOTED.search(typed):
        rows = list(csv.reader(StringIO(typed), delimiter="\t"))
    else:
        rows = [line.split("\t") for line in typed.split("\n")]
    return [[cell.strip() for cell in row] for row in rows]


def _head(row: list[str], columns: Sequence[Column]) -> list[str | None] | None:
    """The fields a first row names, `None` for a column nobody asks for; nothing if it is no head."""
    named = [_named(cell, columns) for cell in row]
    known = [name for name in named if name]
    figures = {column.name for column in columns if column.figure}
    holds_words = all(not _FIGURE.search(cell) for cell in row)
    if len(known) > 1 and holds_words:
        return [name if named.index(name) == n else None for n, name in enumerate(named)]
    in_order = zip((column.name for column in columns), row, strict=False)
    no_entry = [name for name, cell in in_order if name in figures and cell and not _FIGURE.search(cell)]
    return named if holds_words and len(row) > 1 and known and no_entry else None


def _named(cell: str, columns: Sequence[Column]) -> str | None:
    """The field a head means: its name or label, or a longer name that ends or begins with it."""
    words = _UNIT.sub("", cell)
    for column in columns:
        if words in {column.name, column.label}:
            return column.name
    if words.endswith((CODE, "代码")):
        return CODE if _take_codes(columns) else None
    near = [c.name for c in columns if words and (words.endswith(c.name) or words.startswith(c.name))]
    return near[0] if len(near) == 1 else None


def _has_codes(rows: list[list[str]], columns: Sequence[Column]) -> bool:
    """Whether the first column holds the 编码 of 科目, which is not asked for."""
    return _take_codes(columns) and all(
        len(row) > 1 and _CODE.fullmatch(row[0]) and not _FIGURE.search(row[1]) for row in rows
    )


def _take_codes(columns: Sequence[Column]) -> bool:
    return bool(columns) and columns[0].name == "科目"
