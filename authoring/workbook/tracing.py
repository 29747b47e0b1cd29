"""What an identity works out, as an expression: its function run once on names in place of figures."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from authoring.checks.registry import Identity
from authoring.model.paths import Place, places
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node

_ENTRY = "an entry"
"""Stands for every text, so that an entry's name and the one it is looked up by are the same."""


class Term:
    """Something with a value: `+ - * /` make more of it."""

    def __add__(self, other: Any) -> "Term":
        return _join("+", self, other)

    def __radd__(self, other: Any) -> "Term":
        return self if isinstance(other, Decimal | int) and not other else _join("+", other, self)

    def __sub__(self, other: Any) -> "Term":
        return self if isinstance(other, Decimal | int) and not other else _join("-", self, other)

    def __rsub__(self, other: Any) -> "Term":
        return _join("-", other, self)

    def __mul__(self, other: Any) -> "Term":
        return _join("*", self, other)

    def __rmul__(self, other: Any) -> "Term":
        return _join("*", other, self)

    def __truediv__(self, other: Any) -> "Term":
        return _join("/", self, other)


@dataclass(frozen=True)
class Figure(Term):
    """One figure, by its English path as the rule gives it."""

    path: str


@dataclass(frozen=True)
class Total(Term):
    """The sum of a column, by its path with `*`; `but` leaves out the rows whose text at a path has it in."""

    path: str
    but: tuple[str, str] | None = None


@dataclass(frozen=True)
class Tops(Term):
    """The sum of a column of amounts without those that are part of another, by their codes.

    With `classes`, only of codes that begin like these.
    """

    path: str
    codes: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted(Term):
    """How many entries of a list have this answer; with `nought` false, a figure that is not 0."""

    path: str
    nought: bool | None = None


@dataclass(frozen=True)
class Number(Term):
    """A number known beforehand; `reach` is how far it may be off."""

    value: Decimal
    reach: Decimal = Decimal(0)


@dataclass(frozen=True)
class Joined(Term):
    """Two terms with `+ - * /` between them, or `min`, the smaller of them."""

    sign: str
    left: Term
    right: Term


def _join(sign: str, left: Any, right: Any) -> Joined:
    return Joined(sign, _term(left), _term(right))


def _term(value: Any) -> Term:
    return value if isinstance(value, Term) else Number(Decimal(value))


def _execution_score(weight: str, executed: str, adjusted: str) -> Term:
    rate = Figure(executed) / Figure(adjusted)
    return Joined("min", Figure(weight) * (rate + Number(Decimal(0), Decimal("0.00005"))), Figure(weight))


def _tops(amounts: str, codes: str, _: str = "") -> Term:
    return Tops(amounts, codes)


_SPELT: dict[str, Callable[..., Term]] = {
    "PF-03": _execution_score,
    "PF-04": lambda execution, scores, _weights, _weight: Figure(execution) + Total(scores),
    "YZ-06": Counted,
    "YZ-07": Counted,
    "YZ-08": lambda budgets: Counted(budgets, nought=False),
    "YZ-18": lambda names, _: Counted(names),
    "ZC-03": _tops,
    "ZC-04": lambda amounts, codes, _: Tops(amounts, codes, ("301", "303")),
    "ZC-05": lambda amounts, codes, _: Tops(amounts, codes, ("302", "310")),
    "ZC-06": _tops,
    "ZC-08": lambda amounts, sources: Total(amounts, (sources, "非财政")),
    "ZC-15": _tops,
    "ZC-19": lambda amounts, _: Total(amounts),
}
"""Rules whose functions look at codes, texts or ranges as they go: spelt out, as names have none."""


@cache
def trace(rule: Identity, missing: frozenset[str] = frozenset()) -> Term | None:
    """The expression of a rule, with all it is given filled in but `missing`; None where it has none."""
    if rule.id in _SPELT:
        return None if missing - set(rule.optional) else _without(_SPELT[rule.id](*rule.given), missing)
    arguments = [None if path in missing else _argument(rule, path) for path in rule.given]
    arguments = [(None,) if a is None and "*" in p else a for a, p in zip(arguments, rule.given, strict=True)]
    try:
        made = rule.work_out(*arguments)
    except (TypeError, AttributeError, ValueError, ArithmeticError):
        return None
    return made if isinstance(made, Term) else None


def _without(term: Term, missing: frozenset[str]) -> Term | None:
    """A term without what is missing, of which there is nothing; None if that leaves nothing."""
    if isinstance(term, Joined) and term.sign == "+":
        left, right = _without(term.left, missing), _without(term.right, missing)
        return left + right if left and right else left or right
    return None if getattr(term, "path", None) in missing else term


def _argument(rule: Identity, path: str) -> Any:
    """What stands for the figure, the column or the text of a path; nothing for 是 or 否."""
    place = place_of(rule, path)
    if place is None or place.plain is bool:
        return None
    if place.kind is None:
        text = None if place.name in {"编码", "口径"} else _ENTRY
        return (text,) if "*" in path else text
    if path.endswith(".fiscal") and rule.id in {"ZJ-04", "ZJ-05", "ZJ-06"}:
        return None  # they hold where this is left open
    return (Total(path),) if "*" in path else Figure(path)


@cache
def place_of(rule: Identity, path: str) -> Place | None:
    """The field at a path of a rule; None for what is none of the report, as 计分规则."""
    if path.startswith("@"):
        return None
    each = rule.each[0] if rule.each else ""
    whole = path.removeprefix("/") if path.startswith("/") or not each else f"{each}.{path}"
    part: type[Node] = SelfEvaluation
    place: Place | None = None
    for step in whole.split("."):
        if step != "*":
            place = places(part)[step]
            part = place.part or part
    return place
