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
from authoring.quantities import Amount, Count, Quantity, Rate, Score
from authoring.workbook.addresses import Addresses, Cell
from authoring.workbook.layout import Layout
from authoring.workbook.scope import Operand, Scope
from authoring.workbook.terms import Written
from authoring.workbook.tracing import Counted, Figure, Term, Total, place_of, trace

NOT_AS_FORMULA = {
    "ZB-01": "按指标性质分别计分，要读懂指标值里的文字",
    "ZX-14": "只算有预算数的项目，各类分别算",
    "YZ-09": "没有预算数的项目，空格和 0 要分别看",
    "YZ-19": "没有写类别的项目不能算作没有",
}
"""Identities that no formula of plain functions says; `gouji check` does."""
_NOISE = 8
"""Decimal places beyond which a difference is the noise of binary fractions."""


class Line(NamedTuple):
    """An identity where it applies. `base` is the part or the list it is worked out in, `figure` what it states.

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
    """Writes the formulas of lines. `slots` says where what a line works out stands, and the figure it states."""

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
        assert term is not None and figure is not None, line.rule.id
        written = Written(scope)
        written.look(term)
        expected = str(self._slot(self.expected[line], line, row))
        reach = written.reach(term)
        typed = f"{figure.raw}*100" if line.kind is Rate else figure.raw
        return Formulas(
            "=" + self._stated(line, figure, typed, row),
            "=" + self._expected(line, scope, written, term),
            "=" + f'IF(ISNUMBER({expected}),{_plus(figure.half(fine=False), reach)},"")',
            "=" + _verdict(line, figure, typed, expected, reach, offered=not isinstance(term, Counted)),
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

    def _stated(self, line: Line, figure: Operand, typed: str, row: int) -> str:
        """The figure, or what the rules that may fill it work out."""
        worked = '""'
        for other in reversed([o for o in self.lines if o.figure == line.figure and o.rule.derives]):
            slot = self._slot(self.expected[other], other, row)
            worked = f"IF(ISNUMBER({slot}),{slot},{worked})"
        return f"IF(ISNUMBER({figure.raw}),{typed},{worked})"

    def _expected(self, line: Line, scope: Scope, written: Written, term: Term) -> str:
        """What is worked out; what is wanting, in words; nothing where the rule does not apply."""
        lacking, told = _lacks(line.rule, scope, term)
        value = f"ROUND({written.value(term)},{_NOISE})"
        for divisor in dict.fromkeys(written.divisors(term)):
            value = f'IF({divisor}=0,"分母为0",{value})'
        conditions = [*_conditions(line.rule, scope, written, term)]
        if lacking:
            words = "&".join(f'IF({when},"{label}　","")' for label, when in lacking)
            some = ",".join(when for _, when in lacking)
            value = f'IF(OR({some}),"缺"&{words},{value})'
        value = f'IF({told}>0,{value},"")'
        return f'IF(AND({",".join(conditions)}),{value},"")' if conditions else value


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
        told.append(Written(scope).value(term))
    return lacking, "+".join(told)


def _paths(term: Term) -> Iterator[str]:
    for name in ("left", "right"):
        if inner := getattr(term, name, None):
            yield from _paths(inner)
    if path := getattr(term, "path", None):
        if "*" in path or isinstance(term, Figure):
            yield path


def _conditions(rule: Identity, scope: Scope, written: Written, term: Term) -> Iterator[str]:
    """When a rule applies, beside that its figures are there."""
    for path in rule.given:
        place = place_of(rule, path)
        if place and place.plain is bool and (operand := scope.operand(path)):
            yield f'{operand.raw}<>"是"'
    if scope.base and scope.table is None and any(path.startswith("/") for path in rule.given):
        yield f"COUNTA({scope.book.part(scope.base, scope.row)})>0"  # a part not begun is not filled in
    match rule.id:
        case "ZX-04":
            yield f"OR({_numbers(scope, ('carryover_in', 'initial_budget'))})"
        case "ZJ-01":
            yield f"OR({_numbers(scope, ('general', 'fiscal'))},{written.value(term)}<>0)"
        case "RY-01":
            counts = [f"ISNUMBER({o.raw})*1" for p in rule.given if "*" not in p and (o := scope.operand(p))]
            column = scope.column(rule.given[0])
            yield f"{'+'.join([*counts, *([column.numbers] if column else [])])}>1"
        case "ZJ-04" | "ZJ-05" | "ZJ-06":
            if scope_text := scope.operand("/expenditure.scope"):
                yield f'OR({scope_text.raw}="",ISNUMBER(FIND("一般公共预算",{scope_text.raw})))'
            if fiscal := scope.operand(rule.given[2]):
                yield f"NOT(ISNUMBER({fiscal.raw}))"
        case "ZJ-10" | "ZJ-11" if isinstance(term, Total) and (named := scope.column(term.path)):
            yield f"{named.entries}=1"
        case "ZC-19":
            amounts, counts = scope.column(rule.given[0]), scope.column(rule.given[1])
            if amounts:
                none = f"+COUNTIF({counts.span},0)" if counts else ""
                yield f"{amounts.entries}<={amounts.numbers}{none}"
        case "ZC-04" | "ZC-05":
            if codes := scope.column(rule.given[1]):
                heads = "+".join(f'(LEFT({codes.span},3)="{h}")' for h in ("301", "303", "302", "310"))
                mine = f"{codes.chosen}," if codes.chosen else ""
                yield f"SUMPRODUCT({mine}({heads})*1)={codes.entries}"
                own = ("301", "303") if rule.id == "ZC-04" else ("302", "310")
                chosen = "+".join(f'(LEFT({codes.span},3)="{h}")' for h in own)
                yield f"SUMPRODUCT({mine}({chosen})*1)>0"
        case "PF-04":
            weights, scores = scope.column(rule.given[2]), scope.column(rule.given[1])
            if weights and scores:
                yield f"{weights.numbers}>0"
                yield f"{weights.numbers}={scores.numbers}"
            weight, score = scope.operand(rule.given[3]), scope.operand(rule.given[0])
            if weight and score:
                yield f"OR(NOT(ISNUMBER({weight.raw})),ISNUMBER({score.value}))"


def _numbers(scope: Scope, paths: tuple[str, ...]) -> str:
    return ",".join(f"ISNUMBER({o.value})" for path in paths if (o := scope.operand(path)))


def _verdict(line: Line, figure: Operand, typed: str, expected: str, reach: str, *, offered: bool) -> str:
    """相符, 尾差, 不符 or 未核, with the difference; nothing where there is nothing to compare."""
    layout, unit = shown(line.kind)
    reach = _plus(figure.half(fine=False), reach)
    off = f"ROUND({typed}-{expected},{_NOISE})"
    agrees = f"{off}=0"
    within = f"ABS({off})<={reach}+0.0000001"
    if line.kind is Rate:
        places = 2 if figure.typed is None else figure.typed
        agrees = f"OR({agrees},ROUND({expected},{places})=ROUND({typed},{_NOISE}))"
    if line.kind is Score:
        agrees = f"OR({agrees},ROUND({expected},2)={typed})"
        within = f"AND(ROUND({expected}-({reach}),2)<={typed},{typed}<=ROUND({expected}+{reach},2))"
    amount = f'IF({off}>0,"多 ","少 ")&TEXT(ABS({off}),"{layout}")&"{_said(unit)}"'
    compared = f'IF({agrees},"相符",IF({within},"尾差：","不符：")&{amount})'
    judged = f'IF(ISNUMBER({expected}),{compared},IF({expected}="","","未核："&{expected}))'
    worked = '""'
    if offered:
        worked = f'IF(ISNUMBER({expected}),"没有填，算得 "&TEXT({expected},"{layout}")&"{unit}","")'
    return f'IF(ISNUMBER({figure.raw}),{judged},IF({figure.raw}="",{worked},"未核：填的不是数字"))'


def shown(kind: type[Quantity]) -> tuple[str, str]:
    """Number format and unit that a verdict tells a figure in."""
    if kind is Amount:
        return "#,##0.00##", " 万元"
    if kind is Count:
        return "0", ""
    return ("0.00", "%") if kind is Rate else ("0.00", f" {kind.unit}")


def _said(unit: str) -> str:
    return " 个百分点" if unit == "%" else unit


def _plus(one: str, other: str) -> str:
    return other if one == "0" else one if other == "0" else f"{one}+{other}"
