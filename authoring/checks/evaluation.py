"""Works out an identity at each place of a report where it applies."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from authoring.basis.scoring import Scoring
from authoring.checks.finding import Outcome
from authoring.checks.interval import Interval
from authoring.checks.registry import SCORING, Identity
from authoring.model.paths import Located, find, find_one, kind_at
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node
from authoring.quantities import Amount, Quantity, Rate, Score, round_half_up

Argument = Located | tuple[Located, ...]


class Evaluation(NamedTuple):
    """One identity at one place: the figure it states, what it is made of, and how the two compare.

    `expected` is exact; `reach` is how far rounding of the given figures may move it.
    `missing` names what is 未填; it is empty for 未核 where the divisor is 0.
    """

    rule: Identity
    stated: Located
    given: tuple[Argument, ...]
    outcome: Outcome
    expected: Decimal = Decimal(0)
    reach: Decimal = Decimal(0)
    missing: tuple[Located, ...] = ()

    @property
    def quantities(self) -> list[Located]:
        """The given figures, flat, without those 未填 and those that only say what counts."""
        return [
            at
            for path, argument in zip(self.rule.given, self.given, strict=True)
            if path not in self.rule.beside
            for at in _flat(argument)
            if isinstance(at.value, Quantity)
        ]

    @property
    def difference(self) -> Decimal:
        """Stated less expected; negative when too little was stated."""
        stated: Decimal = self.stated.value.value
        return stated - self.expected


def evaluate(rule: Identity, common: "Common") -> Iterator[Evaluation]:
    """The rule at every place where its figure is stated."""
    for base in common.bases(rule):
        stated = find_one(base.value, rule.figure, base.path)
        if isinstance(stated.value, Quantity):
            named = stated._replace(label=_label(base) + stated.label)
            given = tuple(common.argument(base, path) for path in rule.given)
            evaluation = evaluate_figures(rule, given, named)
            if evaluation:
                yield evaluation


def work_out(rule: Identity, common: "Common") -> Iterator[tuple[str, Quantity]]:
    """Path and value of every unfilled figure the rule can fill."""
    for base in common.bases(rule):
        stated = find_one(base.value, rule.figure, base.path)
        if stated.value is not None:
            continue
        given = [common.argument(base, path) for path in rule.given]
        if not _missing(rule, given):
            expected = _call(rule, given, _value)
            figures = [at.value for a in given for at in _flat(a) if isinstance(at.value, Quantity)]
            if expected is not None and figures:
                figure = _as_figure(expected, kind_at(stated.path), figures)
                if figure is not None:
                    yield stated.path, figure


def _as_figure(value: Decimal, kind: type[Quantity], figures: list[Quantity]) -> Quantity | None:
    """A worked-out value: as exact as what it is made of, rates to two places, scores to two or their own.

    `None` if it is past all measure.
    """
    own = [figure.places for figure in figures if isinstance(figure, kind)]
    try:
        if kind is Score:
            return kind.of(round_half_up(value, max(2, *own, 2)).normalize())
        return kind.of(value, 2 if kind is Rate else max(own, default=2))
    except ValueError:
        return None


def _label(base: Located) -> str:
    """How a figure's label begins at an entry or a part: “机关运转”…, “三公”经费决算：…"""
    return base.label if not base.label or base.path.endswith("]") else f"{base.label}："


def evaluate_figures(rule: Identity, given: tuple[Argument, ...], stated: Located) -> Evaluation | None:
    """The rule on figures that are at hand; `None` where it does not apply."""
    missing = _missing(rule, given)
    if missing:
        told = any(isinstance(at.value, Quantity) for argument in given for at in _flat(argument))
        return Evaluation(rule, stated, given, Outcome.UNCHECKED, missing=tuple(missing)) if told else None
    expected = _call(rule, given, _value)
    if expected is None:
        undefined = _divides_by_zero(rule, given) and bool(stated.value.value)
        return Evaluation(rule, stated, given, Outcome.UNCHECKED) if undefined else None
    finely = any(_is_fine(at.value) for argument in given for at in _flat(argument))
    spread = _call(rule, given, _exact_interval if finely else _interval)
    if spread is None:
        return None  # a divisor that may be 0 within its rounding
    outcome = compare(stated.value, expected, Interval.of(spread))
    return Evaluation(rule, stated, given, outcome, Decimal(expected), Interval.of(spread).reach)


def compare(stated: Quantity, expected: Decimal, spread: Interval) -> Outcome:
    """相符, 尾差 or 不符 of a stated figure and the one worked out, which may lie anywhere in `spread`.

    A rate agrees when it is the other one rounded, a score when it is the other one to two places; a score
    that the amounts before they were rounded may have earned is 尾差.
    """
    if stated.value == expected:
        return Outcome.AGREES
    if isinstance(stated, Rate) and round_half_up(expected, stated.places) == stated.value:
        return Outcome.AGREES
    if isinstance(stated, Score) and round_half_up(expected, 2) == stated.value:
        return Outcome.AGREES
    if isinstance(stated, Score):
        places = max(2, stated.places)
        ends = (round_half_up(spread.low, places), round_half_up(spread.high, places))
        return Outcome.ROUNDING if ends[0] <= stated.value <= ends[1] else Outcome.DIFFERS
    return Outcome.ROUNDING if Interval.around(stated).meets(spread) else Outcome.DIFFERS


class Common:
    """A report as its rules share it: what they begin at, and are given everywhere alike, looked up once."""

    def __init__(self, report: SelfEvaluation, scoring: Scoring) -> None:
        self.report = report
        self.found: dict[str, Argument] = {SCORING: Located(scoring, "", "")}
        self.entries: dict[tuple[str, ...], list[Located]] = {(): [Located(report, "", "")]}

    def bases(self, rule: Identity) -> list[Located]:
        """Where the rule's paths start: at the report, or at each entry."""
        if rule.each not in self.entries:
            found = [at for each in rule.each for at in find(self.report, each) if at.value is not None]
            self.entries[rule.each] = found
        return self.entries[rule.each]

    def argument(self, base: Located, path: str) -> Argument:
        """The figure or figures of a path; a leading `/` starts at the report, not at the entry."""
        if path in self.found:
            return self.found[path]
        if not path.startswith("/"):
            return _looked_up(base.value, path, base.path)
        argument = self.found[path] = _looked_up(self.report, path.removeprefix("/"), "")
        return argument


def _looked_up(node: Node, path: str, prefix: str) -> Argument:
    found = find(node, path, prefix)
    return tuple(found) if "*" in path else found[0]


def _flat(argument: Argument) -> tuple[Located, ...]:
    return argument if not isinstance(argument, Located) else (argument,)


def _missing(rule: Identity, given: "tuple[Argument, ...] | list[Argument]") -> list[Located]:
    return [
        at
        for path, argument in zip(rule.given, given, strict=True)
        if path not in rule.optional
        for at in _flat(argument)
        if at.value is None
    ]


def _value(value: Any) -> Any:
    return value.value if isinstance(value, Quantity) else value


def _interval(value: Any) -> Any:
    return Interval.around(value) if isinstance(value, Quantity) else value


_FINE = Decimal("0.01")


def _is_fine(value: Any) -> bool:
    return isinstance(value, Amount) and value.step <= _FINE and bool(value.value)


def _exact_interval(value: Any) -> Any:
    """The range of a figure that stands beside amounts to the cent: `182` there is `182.00`.

    Who writes 227.33, 182 and 0.3 in one row leaves noughts out; nobody rounds only some of a row.
    """
    if isinstance(value, Amount) and value.step > _FINE:
        reach = _FINE / 2 if value.value else Decimal(0)
        return Interval(value.value - reach, value.value + reach)
    return _interval(value)


def _call(rule: Identity, given: "tuple[Argument, ...] | list[Argument]", read: Any) -> Any:
    """The rule's function on the given figures; `None` where it does not apply or would divide by 0."""
    arguments = [
        read(a.value) if isinstance(a, Located) else tuple(read(at.value) for at in a) for a in given
    ]
    try:
        return rule.work_out(*arguments)
    except ArithmeticError:
        return None


def _divides_by_zero(rule: Identity, given: "tuple[Argument, ...] | list[Argument]") -> bool:
    arguments = [
        _value(a.value) if isinstance(a, Located) else tuple(_value(at.value) for at in a) for a in given
    ]
    try:
        rule.work_out(*arguments)
    except ArithmeticError:
        return True
    return False


def residual(evaluation: Evaluation, changed: Mapping[str, Decimal]) -> tuple[Decimal, Decimal] | None:
    """Difference and reach with some figures changed, by Chinese path; `None` if it cannot be worked out."""

    def read(at: Located) -> Any:
        return changed.get(at.path, _value(at.value))

    arguments = [read(a) if isinstance(a, Located) else tuple(read(at) for at in a) for a in evaluation.given]
    try:
        expected = evaluation.rule.work_out(*arguments)
    except ArithmeticError:
        return None
    if expected is None:
        return None
    return read(evaluation.stated) - expected, evaluation.stated.value.half_step + evaluation.reach
