"""The form's identities as live formulas: what is worked out, how far rounding reaches, and the verdict.

A formula sees a number, not its digits as typed: `3` and `3.00` are one number. So an amount counts as typed
to the cent, or finer where it is, which is also what the cells show; one filled in from a report file with
fewer places counts with those. Only `gouji check` sees every digit, and it has the last word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from authoring.checks.registry import Identity
from authoring.checks.touching import identities
from authoring.model.paths import chinese, kind_at
from authoring.quantities import Quantity
from authoring.workbook.addresses import Addresses, Cell
from authoring.workbook.conditions import conditions
from authoring.workbook.judging import NOISE, as_stated, plus, verdict
from authoring.workbook.layout import Layout
from authoring.workbook.scope import Operand, Scope
from authoring.workbook.terms import Written
from authoring.workbook.tracing import Counted, Figure, Term, place_of, trace

NOT_AS_FORMULA = {
    "ZB-01": "按指标性质分别计分，要读懂指标值里的文字",
    "ZX-14": "只算有预算数的项目，各类分别算",
    "YZ-09": "没有预算数的项目，空格和 0 要分别看",
    "YZ-19": "没有写类别的项目不能算作没有",
}
"""Identities that no formula of plain functions says; `gouji check` does."""


class Line(NamedTuple):
    """An identity where it applies: `base` is the part or the list it is worked out in, `figure` its figure.

    Both in Chinese, entries as `[*]`. `table` is the list's path where each entry is compared, else empty.
    """

    rule: Identity
    base: str
    figure: str
    label: str
    table: str = ""

    @property
    def kind(self) -> type[Quantity]:
        """What kind of figure it states."""
        return kind_at(self.figure.replace("[*]", ""))


class Formulas(NamedTuple):
    """Texts of a line's formulas: the figure, what is worked out, how far rounding reaches, the verdict."""

    stated: str
    expected: str
    reach: str
    verdict: str


def lines_of(layout: Layout) -> tuple[Line, ...]:
    """Every identity that the answers of a workbook can be compared by, in the order of the rules."""
    return tuple(_lines(layout))


def _lines(layout: Layout) -> Iterator[Line]:
    items = {item.path: item.label for item in layout.items}
    tables = {table.path: {c.path: c.label for c in table.columns} for table in layout.tables}
    for rule in identities():
        if rule.id in NOT_AS_FORMULA:
            continue
        for each in rule.each or ("",):
            base = chinese(each) if each else ""
            figure = chinese(f"{each}.{rule.figure}" if each else rule.figure)
            holder, star, inner = figure.rpartition("[*].")
            table = holder.replace("[*]", "") if star else ""
            label = tables.get(table, {}).get(inner) if star else items.get(figure)
            if label is not None and _traced(rule, base, set(items), tables) is not None:
                yield Line(rule, base, figure, label, table)


def _traced(rule: Identity, base: str, items: set[str], tables: dict[str, dict[str, str]]) -> Term | None:
    """What a rule works out from the answers this workbook has; None if one it cannot do without is not."""
    each = next((e for e in rule.each if chinese(e) == base), "")
    missing = set()
    for path in rule.given:
        if path.startswith("@"):
            continue
        whole = chinese(path[1:] if path.startswith("/") else f"{each}.{path}" if each else path)
        holder, star, inner = whole.rpartition("[*].")
        known = tables.get(holder.replace("[*]", ""), {}) if star else items
        if (inner if star else whole) not in known:
            missing.add(path)
    texts = {path for path in rule.given if (p := place_of(rule, path)) is not None and p.kind is None}
    if missing - set(rule.optional) or (missing & texts and any("*" in path for path in missing & texts
                                        if not path.endswith((".code", ".funding_source")))):  # fmt: skip
        return None
    return trace(rule, frozenset(path for path in missing if not path.endswith((".code", ".funding_source"))))


@dataclass(frozen=True)
class Maker:
    """Writes the formulas of lines: `expected` is where each works its figure out, `stated` the figure."""

    book: Addresses
    lines: tuple[Line, ...]
    expected: dict[Line, Cell]
    stated: dict[Line, Cell]

    def make(self, line: Line, row: int) -> Formulas:
        """The formulas of a line: for the unit in a row, or for the entry in a row of its table."""
        table = self.book.tables[line.table] if line.table else None
        scope = Scope(self.book, line.rule, line.base, row, table, self._effective)
        items = set(self.book.items) | set(self.book.lists)
        known = {path: dict.fromkeys(at.columns, "") for path, at in self.book.tables.items()}
        term = _traced(line.rule, line.base, items, known)
        figure = scope.operand(line.rule.figure)
        assert term is not None, line.rule.id
        assert figure is not None, line.rule.id
        written = Written(scope)
        written.look(term)
        expected = str(self._slot(self.expected[line], line, row))
        reach = written.reach(term)
        reach = plus(figure.half(fine=False), reach)
        return Formulas(
            "=" + self._stated(line, figure, row),
            "=" + self._expected(line, scope, written, term),
            "=" + f'IF(ISNUMBER({expected}),{reach},"")',
            "="
            + verdict(figure, expected, reach, offered=not isinstance(term, Counted), reasons=scope.reasons),
        )

    def _slot(self, cell: Cell, line: Line, row: int) -> Cell:
        return cell._replace(row=row) if line.table or self.book.many else cell

    def _effective(self, whole: str, row: int) -> Cell | None:
        """The cell of a figure that rules work out where it is open; of an entry, what is worked out."""
        deriving = [line for line in self.lines if line.figure == whole and line.rule.derives]
        if not deriving:
            return None
        slots = self.expected if deriving[0].table else self.stated
        return self._slot(slots[deriving[0]], deriving[0], row)

    def _stated(self, line: Line, figure: Operand, row: int) -> str:
        """The figure, or what the rules that may fill it work out."""
        worked = '""'
        for other in reversed([o for o in self.lines if o.figure == line.figure and o.rule.derives]):
            slot = self._slot(self.expected[other], other, row)
            worked = f"IF(ISNUMBER({slot}),{slot},{worked})"
        return f"IF(ISNUMBER({figure.raw}),{as_stated(figure)},{worked})"

    def _expected(self, line: Line, scope: Scope, written: Written, term: Term) -> str:
        """What is worked out; what is wanting, in words; nothing where the rule does not apply."""
        lacking, told = _lacks(line.rule, scope, term)
        value = f"ROUND({written.value(term)},{NOISE})"
        for divisor in dict.fromkeys(written.divisors(term)):
            value = f'IF({divisor}=0,"分母为0",{value})'
        if lacking:
            words = "&".join(f'IF({when},"{label}　","")' for label, when in lacking)
            some = ",".join(when for _, when in lacking)
            value = f'IF(OR({some}),"缺"&{words},{value})'
        value = f'IF({told}>0,{value},"")'
        needed = [*conditions(line.rule, scope, written.value(term))]
        if needed:
            value = f'IF(AND({",".join(needed)}),{value},"")'
        return f'IF({scope.owned_at_all},{value},"")' if scope.owned_at_all else value


def _lacks(rule: Identity, scope: Scope, term: Term) -> tuple[list[tuple[str, str]], str]:
    """What may be wanting, each with the condition that it is; and how many figures are told at all."""
    lacking, told = [], []
    for path in dict.fromkeys(_paths(term)):
        if "*" in path and (column := scope.column(path)):
            told.append(column.entries if isinstance(term, Counted) else column.numbers)
            wanted = [f"{column.answered}>{column.numbers}"]
            if path not in rule.optional:
                wanted.append(f"{column.entries}>{column.numbers}")
            if not isinstance(term, Counted):
                lacking.append((column.label, f"OR({','.join(wanted)})" if len(wanted) > 1 else wanted[0]))
        elif operand := scope.operand(path):
            told.append(f"ISNUMBER({operand.value})*1")
            unread = f"NOT(ISNUMBER({operand.value}))"
            wrong = f'AND({unread},{operand.raw}<>"")' if path in rule.optional else unread
            lacking.append((operand.label, wrong))
    if not told and isinstance(term, Counted):
        told.append(Written(scope).listed(term.path))
    return lacking, "+".join(told)


def _paths(term: Term) -> Iterator[str]:
    for name in ("left", "right"):
        if inner := getattr(term, name, None):
            yield from _paths(inner)
    if path := getattr(term, "path", None):
        if "*" in path or isinstance(term, Figure):
            yield path
