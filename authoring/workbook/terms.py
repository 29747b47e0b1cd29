"""An expression as the text of a formula: its value, and how far rounding may move it."""

from authoring.quantities import Amount
from authoring.workbook.scope import FINE, Column, Operand, Scope
from authoring.workbook.tracing import Counted, Figure, Joined, Number, Term, Tops, Total


class Written:
    """Writes the terms of one rule at one place. `fine`: its amounts are to the cent, as one of them is."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.fine = False

    def look(self, term: Term) -> None:
        """Find out whether one of the amounts given is to the cent: then all are."""
        self.fine = self.fine or any(
            given.kind is Amount and given.typed is not None and given.typed >= FINE
            for given in self.given(term)
        )

    def given(self, term: Term) -> list[Operand | Column]:
        """The cells and columns a term is made of."""
        match term:
            case Joined(_, left, right):
                return [*self.given(left), *self.given(right)]
            case Figure(path):
                return [self._operand(path)]
            case Total(path) | Tops(path):
                return [self._column(path)]
        return []

    def divisors(self, term: Term) -> list[str]:
        """What it divides by."""
        if not isinstance(term, Joined):
            return []
        own = [self.value(term.right)] if term.sign == "/" else []
        return [*own, *self.divisors(term.left), *self.divisors(term.right)]

    def value(self, term: Term) -> str:  # noqa: PLR0911  a line for each kind of term
        """A term's value."""
        match term:
            case Joined("min", left, right):
                return f"MIN({self.value(left)},{self.value(right)})"
            case Joined(sign, left, right):
                behind = self.value(right)
                if isinstance(right, Joined) and sign in "-*/":
                    behind = f"({behind})"
                before = self.value(left)
                if isinstance(left, Joined) and left.sign in "+-" and sign in "*/":
                    before = f"({before})"
                return before if behind == "0" and sign in "+-" else f"{before}{sign}{behind}"
            case Figure(path):
                operand = self._operand(path)
                optional = path in self.scope.rule.optional
                return f"N({operand.value})" if optional else operand.value
            case Total(path, but):
                return self._total(path, but)
            case Tops():
                return self._tops(term)
            case Counted(path, nought):
                return self._counted(path, nought=nought)
            case Number(value):
                return f"{value:f}"
        raise TypeError(term)

    def reach(self, term: Term) -> str:  # noqa: PLR0911  a line for each kind of term
        """How far a term may lie from its value, given the digits as typed; `0` for not at all."""
        match term:
            case Joined("min", left, _):
                return self.reach(left)
            case Joined("+" | "-", left, right):
                return _sum(self.reach(left), self.reach(right))
            case Joined("*", left, right):
                one = _product(f"ABS({self.value(right)})", self.reach(left))
                return _sum(one, _product(f"ABS({self.value(left)})", self.reach(right)))
            case Joined("/", left, right):
                below, off = self.value(right), self.reach(right)
                ratio = f"ABS(({self.value(left)})/({below}))"
                above = _sum(self.reach(left), _product(ratio, off))
                return "0" if above == "0" else f"({above})/(ABS({below})-({off}))"
            case Figure(path):
                return self._operand(path).half(self.fine)
            case Total(path) | Tops(path):
                return self._column(path).half(self.fine)
            case Number(_, reach):
                return f"{reach:f}"
        return "0"

    def _operand(self, path: str) -> Operand:
        operand = self.scope.operand(path)
        assert operand is not None, path
        return operand

    def _column(self, path: str) -> Column:
        column = self.scope.column(path)
        assert column is not None, path
        return column

    def _total(self, path: str, but: tuple[str, str] | None) -> str:
        column = self._column(path)
        other = self.scope.column(but[0]) if but else None
        if but is None or other is None:
            return column.total
        apart = f'ISERROR(FIND("{but[1]}",{other.span}))*1'
        return f"SUMPRODUCT({f'{column.chosen},' if column.chosen else ''}{apart},{column.span})"

    def _tops(self, term: Tops) -> str:
        column, codes = self._column(term.path), self.scope.column(term.codes)
        if codes is None:
            return column.total
        code, mine = str(codes.span), f"{codes.chosen}," if codes.chosen else ""
        owned = self.scope.owned(term.codes)
        count = (
            f"COUNTIFS({code},LEFT({code},{{0}}),{owned})" if owned else f"COUNTIF({code},LEFT({code},{{0}}))"
        )
        parts = [f"(LEN({code})>{length})*({count.format(length)}>0)" for length in (3, 5)]
        return f"SUMPRODUCT({mine}{self._classes(code, term)}(({'+'.join(parts)})=0)*1,{column.span})"

    def _classes(self, code: str, term: Tops) -> str:
        alike = "+".join(f'(LEFT({code},3)="{begin}")' for begin in term.classes)
        return f"({alike})*1," if alike else ""

    def _counted(self, path: str, *, nought: bool | None) -> str:
        if "*" not in path:
            return self._lines(path)
        column = self._column(path)
        if nought is None:
            return column.entries
        chosen = f"{column.chosen}," if column.chosen else ""
        return f"SUMPRODUCT({chosen}ISNUMBER({column.span})*1,({column.span}<>0)*1)"

    def _lines(self, path: str) -> str:
        """How many texts a list has: filled rows, or lines of a cell."""
        whole = self.scope.whole(path)
        if not self.scope.book.many:
            span = self.scope.book.lists[whole]
            return f'(COUNTA({span})-COUNTIF({span},"无"))'
        cell = self.scope.book.item(whole, self.scope.row)
        return f'((LEN({cell})-LEN(SUBSTITUTE({cell},CHAR(10),""))+1)*({cell}<>"")*({cell}<>"无"))'

    def listed(self, path: str) -> str:
        """How many rows or cells of a list of texts have anything; 无 counts."""
        whole = self.scope.whole(path)
        if not self.scope.book.many:
            return f"COUNTA({self.scope.book.lists[whole]})"
        return f'({self.scope.book.item(whole, self.scope.row)}<>"")*1'


def _sum(one: str, other: str) -> str:
    return other if one == "0" else one if other == "0" else f"{one}+{other}"


def _product(factor: str, reach: str) -> str:
    return "0" if reach == "0" else f"{factor}*({reach})"
