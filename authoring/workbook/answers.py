"""Gathers the answers of one unit, each with its cell; what does not fit together is a problem."""

from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from authoring.draft.draft import Draft, Path
from authoring.errors import Problem, Spot
from authoring.model.term import NONE_STATED
from authoring.sheets.cells import Cell, reference
from authoring.workbook.cell_answers import answer_in, lines_in
from authoring.workbook.layout import Item, Table
from authoring.workbook.names import Named, folded


class TableRow(NamedTuple):
    """A row of a sheet, with the items of its columns, and the unit of amounts where the head gives none."""

    sheet: str
    number: int
    cells: dict[int, Cell]
    columns: dict[int, Named]
    money: str = ""

    def spot(self, column: int) -> Spot:
        """One of its cells as the user sees it."""
        return Spot(self.sheet, reference(self.number, column))


class Answers:
    """The answers of one unit as they are read."""

    def __init__(self, file: str, begun: dict[str, Any] | None = None, *, formatless: bool = False) -> None:
        self.file = file
        self._formatless = formatless
        self.answers: dict[str, Any] = dict(begun or {})
        self.cells: dict[Path, Spot] = {}
        self.problems: list[Problem] = []
        self._none: dict[str, Spot] = {}

    def take(self, named: Named, cell: Cell, spot: Spot, within: Path = (), unit: str = "") -> None:
        """Put the answer of a cell in its place, which is known even if it is empty.

        `within` leads to the entry.
        """
        item = named.item
        kept = answer_in(cell, item, named.unit or unit, formatless=self._formatless)
        if kept.fault:
            self.problem(f"{item.label}：{kept.fault}", spot, item.path)
        path = within + _steps(item.path)
        if kept.text is None:
            if not within:
                self.cells.setdefault(path, spot)
            return
        if item.many:
            self._add(path, item, kept.text, spot)
        elif item.gate:
            self._gate(item, kept.text, spot, path)
        else:
            self._put(path, kept.text, spot, item)

    def problem(self, message: str, spot: Spot, place: str = "") -> None:
        """What cannot be read, at its cell."""
        self.problems.append(Problem(message, self.file, None, place, spot))

    def _put(self, path: Path, text: str, spot: Spot, item: Item) -> None:
        holder = self._holder(path)
        known = holder.get(path[-1])
        if known is not None and not _same(known, text, item):
            first = self.cells.get(path, Spot())
            self.problem(
                f"{item.label}填了两次：{first} 是“{str(known)[:20]}”，这里是“{text[:20]}”", spot, item.path
            )
            return
        if known is None:
            holder[path[-1]] = text
            self.cells[path] = spot

    def _add(self, path: Path, item: Item, text: str, spot: Spot) -> None:
        holder = self._holder(path)
        if text == NONE_STATED and path[-1] not in holder:
            holder[path[-1]] = NONE_STATED
            self.cells[path] = spot
            return
        entries = holder.setdefault(path[-1], [])
        if not isinstance(entries, list):
            self.problem(f"{item.label}填了“无”，又填了内容，请留一样", spot, item.path)
            return
        for line in lines_in(text) if not item.place.kind else [text]:
            self.cells[*path, len(entries)] = spot
            entries.append(line)

    def _gate(self, item: Item, text: str, spot: Spot, path: Path) -> None:
        if folded(text) in {"无", "没有", "否"}:
            self._none[".".join(map(str, path))] = spot
        elif folded(text) not in {"有", "是", "-", "—"}:
            self.problem(f"{item.label}：这里只填“无”，有的不填，在下面逐项填", spot, item.path)

    def _holder(self, path: Path) -> dict[Any, Any]:
        """The part that holds the last key of a path, made if it is not there."""
        node: Any = self.answers
        for key, following in pairwise(path):
            if isinstance(key, int):
                node += [{} for _ in range(key + 1 - len(node))]
                node = node[key]
            else:
                node = node.setdefault(key, [] if isinstance(following, int) else {})
        holder: dict[Any, Any] = node
        return holder

    def add_entry(self, table: Table, row: TableRow, within: Path) -> None:
        """A row of a list; 无 alone in the first row is a list with nothing in it.

        `within` leads to the entry that the list is in.
        """
        filled = [(c, cell) for c, cell in row.cells.items() if c in row.columns and cell.holds]
        path: Path = within + _steps(table.path.removeprefix(f"{table.within}."))
        holder = self._holder(path)
        entries = holder.get(path[-1])
        if len(filled) == 1 and folded(filled[0][1].text) == NONE_STATED and entries is None:
            holder[path[-1]] = NONE_STATED
            self.cells[path] = row.spot(filled[0][0])
            return
        if isinstance(entries, str):
            self.problem(f"{table.title}填了“无”，又填了内容，请留一样", self.cells[path], table.path)
            return
        position = len(entries or ())
        entry = (*path, position)
        for column, cell in filled:
            self.take(row.columns[column], cell, row.spot(column), entry, row.money)
        if len(holder.get(path[-1]) or ()) > position:
            self.cells.setdefault(entry, row.spot(min(row.columns)))

    def draft(self) -> Draft:
        """The draft, parts that are 无 among its answers."""
        for path, spot in self._none.items():
            keys = tuple(path.split("."))
            holder = self._holder(keys)
            if holder.get(keys[-1]):
                self.problem(f"{keys[-1]}填了“无”，下面又填了内容，请留一样", spot, path)
            else:
                holder[keys[-1]] = NONE_STATED
                self.cells[keys] = spot
        _prune(self.answers)
        return Draft(self.answers, self.file, cells=self.cells)


def _same(one: Any, other: str, item: Item) -> bool:
    """Whether two answers to one item say the same, be it in another unit: 1.50 and 15000元."""
    kind = item.place.kind
    if one == other or kind is None:
        return bool(one == other)
    try:
        return kind(one).value == kind(other).value
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("."))


def _prune(node: Any) -> None:
    """Take out parts in which nothing was answered."""
    if isinstance(node, dict):
        for key in list(node):
            _prune(node[key])
            if node[key] in ({}, []):
                del node[key]
    elif isinstance(node, list):
        for entry in node:
            _prune(entry)
