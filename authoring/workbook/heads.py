"""Which sheet is what: a table of units, a list's entries, or answers below each other; by its head row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import islice, pairwise
from types import MappingProxyType
from typing import NamedTuple

from authoring.sheets.cells import Cell, Row, Sheet
from authoring.workbook.layout import (
    ANSWER,
    CHECK,
    ENTRY,
    FORM,
    LABEL,
    OPTION,
    OWNER,
    UNIT,
    UNITS_SHEET,
    YEAR,
    Layout,
    Table,
)
from authoring.workbook.names import Named, Names, folded, unit_said

_SEARCHED = 30
"""Rows in which a head is looked for."""
_ENOUGH = 2
WORKED_OUT = (CHECK, "算得")
"""How the heads of columns begin that hold formulas of the workbook itself."""
_MOST_OVER_HEADS = 1000
"""Merged ranges that are looked at as heads."""


class Role(Enum):
    """What a sheet holds."""

    UNITS = "units"
    TABLE = "table"
    ANSWERS = "answers"
    OTHER = "other"


class Head(NamedTuple):
    """The head of a table: its row, and by column the item, with unit; the columns that say whose a row is.

    `extra` are columns of names nobody knows, kept by name.
    """

    row: int
    columns: dict[int, Named]
    owner: int = 0
    entry: int = 0
    form: int = 0
    year: int = 0
    extra: Mapping[int, str] = MappingProxyType({})
    spans: Mapping[tuple[int, int], int] = MappingProxyType({})
    """Cells merged downwards: first row and column → last row."""
    money: str = ""
    """The unit of amounts that a line above the head gives."""

    @property
    def unread(self) -> list[str]:
        """The heads of the columns that nothing is read of."""
        return [name for name in self.extra.values() if not name.startswith((*WORKED_OUT, OPTION))]

    @property
    def items(self) -> int:
        """How many different items it names."""
        return len({named.item.path for named in self.columns.values()})


class Judged(NamedTuple):
    """A sheet and what it holds; `table` for the entries of a list."""

    sheet: Sheet
    role: Role
    head: Head | None = None
    table: Table | None = None


class Judge:
    """Knows the names of a layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.items = Names(layout.items)
        self.tables = [(table, Names(table.columns)) for table in layout.tables]

    def judge(self, sheet: Sheet) -> Judged:
        """What a sheet holds. Raises InputError when it cannot be read."""
        rows = list(islice(sheet.rows(), _SEARCHED))
        merged = _merged_words(sheet, rows)
        named = [(t, names) for t, names in self.tables if folded(t.title) == folded(sheet.name)]
        units = _best_head(rows, merged, self.items)
        if (
            units
            and units.owner
            and (
                units.items > _ENOUGH
                or (folded(sheet.name) == folded(UNITS_SHEET) and not _answer_head(rows))
            )
        ):
            fits = [head.items for _, names in named if (head := _best_head(rows, merged, names))]
            if not any(count >= units.items for count in fits):
                return Judged(sheet, Role.UNITS, units)
        if _answer_head(rows) or (not named and self._labels(rows) > _ENOUGH):
            return Judged(sheet, Role.ANSWERS)
        found = [(head, t) for t, names in named or self.tables if (head := _best_head(rows, merged, names))]
        found = [(head, t) for head, t in found if named or _is_table(head, t)]
        if found:
            head, table = max(found, key=lambda pair: pair[0].items)
            return Judged(sheet, Role.TABLE, head, table)
        return Judged(sheet, Role.OTHER)

    def _labels(self, rows: Sequence[Row]) -> int:
        """How many rows begin with the label of an answer."""
        firsts = (next(iter(cells.values())).text for _, cells in rows)
        return sum(1 for text in firsts if self.items.find(text))


def _is_table(head: Head, table: Table) -> bool:
    """Whether a head is surely that of a list: most of its columns are there."""
    return head.items >= max(_ENOUGH, (len(table.columns) + 1) // 2)


def _best_head(rows: Sequence[Row], merged: "_Merged", names: Names) -> Head | None:
    """The row in which most cells name an item; a unit's name or 所属 counts too."""
    heads = [_head(number, cells, merged, names) for number, cells in rows]
    best = max(heads, key=lambda head: head.items + bool(head.owner), default=None)
    if best is None or not best.columns:
        return None
    said = [unit for number, cells in rows if number < best.row for unit in units_in(cells)]
    return best._replace(spans=merged.spans, money=said[-1] if said else "")


def units_in(cells: dict[int, Cell]) -> list[str]:
    """The units of amounts that a row says hold for what is below it."""
    texts = [cell.text for cell in cells.values()]
    apart = [f"{label}{text}" for label, text in pairwise(texts) if label.rstrip().endswith((":", "："))]
    return [unit for text in (*texts, *apart) if (unit := unit_said(text))]


def _head(number: int, cells: dict[int, Cell], merged: "_Merged", names: Names) -> Head:
    columns: dict[int, Named] = {}
    special = {folded(OWNER): 0, folded(ENTRY): 0, folded(FORM): 0, folded(YEAR): 0}
    extra: dict[int, str] = {}
    words = {column: cell.text for column, cell in cells.items()} | merged.down.get(number, {})
    for column, text in sorted(words.items()):
        above = merged.across.get((number, column), "")
        spelled = folded(text)
        if spelled in special and not special[spelled]:
            special[spelled] = column
        named = names.under(above, text) if above else names.find(text)
        if named:
            columns[column] = named
        elif spelled not in special and text.strip():
            extra[column] = text.strip()
    owner, entry, form, year = special.values()
    return Head(number, columns, owner, entry, form, year, extra)


class _Merged(NamedTuple):
    """The words of merged heads: `across` columns for the cells below, `down` rows for the last of them.

    `spans` are all that are merged downwards, as `Head.spans`.
    """

    across: dict[tuple[int, int], str]
    down: dict[int, dict[int, str]]
    spans: dict[tuple[int, int], int]


def _merged_words(sheet: Sheet, rows: Sequence[Row]) -> _Merged:
    """全年预算数 over 总额, 基本支出 and so on; 单位全称 beside them, over both rows."""
    by_row = dict(rows)
    words = _Merged({}, {}, {})
    for number, merge in enumerate(sheet.merges()):
        if merge.bottom > merge.top:
            words.spans[merge.top, merge.left] = merge.bottom
        if number >= _MOST_OVER_HEADS:
            continue
        said = by_row.get(merge.top, {}).get(merge.left)
        if said is None:
            continue
        if merge.left == merge.right and merge.bottom in by_row:
            words.down.setdefault(merge.bottom, {})[merge.left] = said.text
        elif merge.right - merge.left in range(1, 200) and merge.bottom + 1 in by_row:
            words.across.update(
                ((merge.bottom + 1, column), said.text) for column in range(merge.left, merge.right + 1)
            )
    return words


class Answers(NamedTuple):
    """Where labels, answers and units stand on a sheet of answers."""

    label: int
    answer: int
    unit: int = 0


def _answer_head(rows: Iterable[Row]) -> Answers | None:
    return next((head for _, cells in rows if (head := answer_head(cells))), None)


def answer_head(cells: dict[int, Cell]) -> Answers | None:
    """The columns of a sheet of answers, if a row is its head."""
    at = {folded(cell.text): column for column, cell in reversed(cells.items())}
    label, answer = at.get(folded(LABEL)), at.get(folded(ANSWER))
    return Answers(label, answer, at.get(folded(UNIT), 0)) if label and answer else None


def labelled(sheet: Sheet, names: Sequence[str]) -> Iterator[tuple[str, Cell, int, int]]:
    """Labels of a given few with the cell right of each, its row and column: the stamp of a workbook."""
    wanted = {folded(name): name for name in names}
    for number, cells in islice(sheet.rows(), 200):
        pairs = list(cells.items())
        for (_, cell), (column, beside) in pairwise(pairs):
            if name := wanted.get(folded(cell.text)):
                yield name, beside, number, column
