"""What the paths of a rule are in a workbook: cells and columns, at one place where the rule applies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from authoring.checks.registry import Identity
from authoring.model.paths import Place, chinese
from authoring.quantities import Amount, Area, Quantity, Rate
from authoring.workbook.addresses import Addresses, Cell, Span, TableAt
from authoring.workbook.layout import REASONS
from authoring.workbook.tracing import place_of

FINE = 2
"""Decimal places an amount has at least, where the cell shows them: all that are typed into."""


class Operand(NamedTuple):
    """One answer as formulas have it: `raw` as typed, `value` with what is worked out where it is open."""

    raw: str
    value: str
    kind: type[Quantity] | None
    label: str
    typed: int | None = None

    def half(self, fine: bool) -> str:  # noqa: FBT001
        """Half the worth of its last place.

        A number tells no noughts at its end: an amount counts as typed to two places, but one that came in
        with fewer as those, until it is typed anew with more.
        """
        if self.kind is None or not issubclass(self.kind, Amount | Rate | Area):
            return "0"
        places = FINE if self.typed is None else self.typed
        if self.kind is Amount and places < FINE:
            if fine:
                return f"IF({self.value}=0,0,0.005)"
            coarse = f"IF({self.value}=0,0,0.5)" if not places else "0.05"
            return f"IF(ROUND({self.value},{places})={self.value},{coarse},0.005)"
        if self.kind is Amount and places == FINE:
            return f"IF(ROUND({self.value},2)={self.value},0.005,0.0005)"
        return f"{0.5 * 10**-places:.{places + 1}f}"


class Column(NamedTuple):
    """The answers to one question in all entries of a list; `chosen` is the condition on those that count.

    `worked` is the column of what is worked out where they are open, if anything is.
    """

    span: Span
    names: Span
    chosen: str
    kind: type[Quantity] | None
    label: str
    typed: int | None = None
    worked: Span | None = None

    @property
    def total(self) -> str:
        """Their sum."""
        plain = f"SUMPRODUCT({self.chosen},{self.span})" if self.chosen else f"SUM({self.span})"
        return f"({plain}+SUMPRODUCT({self._open},{self.worked}))" if self.worked else plain

    @property
    def numbers(self) -> str:
        """How many of them are numbers."""
        count = f"SUMPRODUCT({self.chosen},ISNUMBER({self.span})*1)" if self.chosen else f"COUNT({self.span})"
        return f"({count}+SUMPRODUCT({self._open},ISNUMBER({self.worked})*1))" if self.worked else count

    @property
    def _open(self) -> str:
        """The condition on those that are open."""
        return f'{self.chosen}{"," if self.chosen else ""}({self.span}="")*1'

    @property
    def entries(self) -> str:
        """How many entries there are, answered or not."""
        if not self.chosen:
            return f"COUNTA({self.names})"
        return f'SUMPRODUCT({self.chosen},({self.names}<>"")*1)'

    @property
    def answered(self) -> str:
        """How many have anything written."""
        if not self.chosen:
            return f"COUNTA({self.span})"
        return f'SUMPRODUCT({self.chosen},({self.span}<>"")*1)'

    def half(self, fine: bool) -> str:  # noqa: FBT001
        """How far rounding may move the sum: half the last place of each."""
        if self.kind is None or not issubclass(self.kind, Amount):
            return "0"
        if self.typed is not None and self.typed < FINE and not fine:
            step = "0.5" if not self.typed else "0.05"
            return f"IF(ROUND({self.total},{self.typed})={self.total},{step},0.005)*{self.numbers}"
        return f"0.005*{self.numbers}"


@dataclass(frozen=True)
class Scope:
    """A rule at one place: for the report as a whole, in a part of it, or in an entry of a list.

    `base` is where its paths begin, in Chinese, lists as `[*]`; `table` and `row` are the entry's, else `row`
    is the unit's. `effective` gives the cell where a figure stands, worked out if it was left open.
    """

    book: Addresses
    rule: Identity
    base: str
    row: int
    table: TableAt | None
    effective: Callable[[str, int], Cell | None]

    def whole(self, path: str) -> str:
        """An English path of the rule in Chinese, from the top, `[*]` for entries."""
        if path.startswith("/") or not self.rule.each:
            return chinese(path.removeprefix("/"))
        each = next(e for e in self.rule.each if chinese(e) == self.base)
        return chinese(f"{each}.{path}")

    def operand(self, path: str) -> Operand | None:
        """The answer at a path without `*` of its own."""
        place = place_of(self.rule, path)
        whole = self.whole(path)
        if place is None:
            return None
        if "[*]" in whole:
            return self._in_row(whole, place)
        if self.table is None:
            raw = self.book.item(whole, self.row)
            value = self.effective(whole, self.row)
            if raw is None:
                return None
            return self._operand(str(raw), str(value or raw), place, raw)
        raw = self.book.item(whole, self.book.first)
        if raw is None:
            return None
        value = self.effective(whole, self.book.first) or raw
        return self._operand(self._of_owner(raw), self._of_owner(value), place, raw)

    def _operand(self, raw: str, value: str, place: Place, at: Cell) -> Operand:
        if place.kind is Rate and value == raw:
            value = f"({raw}*100)"
        return Operand(raw, value, place.kind, self._label(at, place), self.book.typed.get(at))

    def _label(self, at: Cell, place: Place) -> str:
        layout = self.book.layout
        path = next((path for path, cell in self.book.items.items() if cell.column == at.column
                     and (self.book.many or cell == at)), "")  # fmt: skip
        return next((item.label for item in layout.items if item.path == path), place.label)

    def _in_row(self, whole: str, place: Place) -> Operand | None:
        """An answer of the entry itself."""
        if self.table is None:
            return None
        inner = whole.rpartition("[*].")[2]
        column = self.table.columns.get(inner)
        if column is None:
            return None
        cell = Cell(self.table.table.title, self.row, column)
        worked = self.effective(whole, self.row)
        value = str(cell)
        if worked:
            value = f"IF(ISNUMBER({cell}),{cell}{'*100' if place.kind is Rate else ''},{worked})"
        elif place.kind is Rate:
            value = f"({cell}*100)"
        label = next(c.label for c in self.table.table.columns if c.path == inner)
        return Operand(str(cell), value, place.kind, label, self.book.typed.get(cell))

    @property
    def owned_at_all(self) -> str:
        """The condition that the unit an entry belongs to is there; empty where units are not many."""
        if not self.book.many or self.table is None:
            return ""
        return f"ISNUMBER(MATCH({self._owner()},{self._unit_names},0))"

    @property
    def _unit_names(self) -> Span:
        names = self.book.items["单位.全称"]
        return Span(names.sheet, self.book.first, self.book.last, names.column)

    def _of_owner(self, cell: Cell) -> str:
        """A cell of the unit that owns the entry."""
        if not self.book.many or self.table is None:
            return str(cell)
        book = self.book
        span = Span(cell.sheet, book.first, book.last, cell.column)
        found = f"INDEX({span},MATCH({self._owner()},{self._unit_names},0))"
        return f'IF({found}="","",{found})'

    def _owner(self) -> Cell:
        if self.table is not None:
            assert self.table.owner is not None
            return Cell(self.table.table.title, self.row, self.table.owner)
        return self.book.unit_name(self.row)

    def column(self, path: str) -> Column | None:
        """The answers at a path with `*`, of the entries that belong here."""
        place = place_of(self.rule, path)
        holder, _, inner = self.whole(path).rpartition("[*].")
        table = self.book.tables.get(holder.replace("[*]", ""))
        if place is None or table is None or inner not in table.columns:
            return None
        span = table.span(table.columns[inner])
        chosen = [*self._chosen(table), *self._of_name(table)]
        condition = "*".join(chosen) if len(chosen) > 1 else f"{chosen[0]}*1" if chosen else ""
        label = next(c.label for c in table.table.columns if c.path == inner)
        worked = self.effective(self.whole(path), table.first)
        return Column(
            span, table.span(table.names), condition, place.kind, label, self.book.places_in(span),
            table.span(worked.column) if worked else None,
        )  # fmt: skip

    @property
    def reasons(self) -> str:
        """How many reasons the unit has written why the rule need not hold; nothing if it always must."""
        if not self.rule.explainable:
            return ""
        table = self.book.tables[REASONS]
        counted = f'{table.span(table.columns["规则"])},"{self.rule.id}"'
        if not self.book.many or table.owner is None:
            return f"COUNTIF({counted})"
        return f"COUNTIFS({table.span(table.owner)},{self._owner()},{counted})"

    def owned(self, path: str) -> str:
        """The column of owners and the owner, of a list in a workbook of many units; else nothing."""
        table = self.book.tables.get(self.whole(path).rpartition("[*].")[0].replace("[*]", ""))
        if not self.book.many or table is None or table.owner is None:
            return ""
        return f"{table.span(table.owner)},{self._owner()}"

    def _chosen(self, table: TableAt) -> list[str]:
        chosen = []
        if self.book.many and table.owner is not None:
            chosen.append(f"({table.span(table.owner)}={self._owner()})")
        if self.table is not None and table.table.within == self.table.table.path and table.entry is not None:
            name = Cell(self.table.table.title, self.row, self.table.names)
            chosen.append(f"({table.span(table.entry)}={name})")
        return chosen

    def _of_name(self, table: TableAt) -> list[str]:
        """A rule given an entry's name and a column of texts is about the rows with that name."""
        given = [(path, place_of(self.rule, path)) for path in self.rule.given]
        texts = [path for path, place in given if place and not place.kind and place.plain is str]
        one = next((path for path in texts if "*" not in path), None)
        other = next((path for path in texts if "*" in path and not path.endswith(".code")), None)
        if one is None or other is None:
            return []
        name = self.operand(one)
        inner = self.whole(other).rpartition("[*].")[2]
        if name is None or inner not in table.columns:
            return []
        return [f"({table.span(table.columns[inner])}={name.raw})"]
