"""What a rule is. An `Identity` states a figure as worked out from others; a `Requirement` is anything else.

The first line of a rule's docstring is its statement, the message users read; the line after “例：” is an
example. Comparison, rounding, gaps and wording are done in `run.py`, once for all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from inspect import cleandoc
from typing import Any, NamedTuple

from authoring.basis import TO_BE_CHECKED
from authoring.basis.scoring import Scoring
from authoring.checks.finding import Severity
from authoring.checks.interval import Interval
from authoring.forms.form import Form
from authoring.model.report import SelfEvaluation


class Breach(NamedTuple):
    """What a requirement found wrong: in words, and at which Chinese path; how much, if it is an amount."""

    message: str
    path: str
    hint: str = ""
    difference: Decimal | None = None


class Context(NamedTuple):
    """What a requirement may look at.

    `prose` is every text that is printed, with its Chinese path; `explainable` has every rule's id and
    whether a reason will do in place of a correction. `last` is last year's report, where one was given.
    """

    report: SelfEvaluation
    form: Form
    prose: tuple[tuple[str, str], ...]
    explainable: Mapping[str, bool]
    scoring: Scoring
    last: SelfEvaluation | None = None


FindBreaches = Callable[[Context], Iterator[Breach]]


@dataclass(frozen=True, eq=False)
class Identity:
    """`figure` equals what `work_out` makes of `given`.

    Paths are English. `*` gives the function a tuple. With `each`, paths start at every entry of that list;
    a path with `/` in front starts at the report all the same, and `@scoring` gives the 计分规则.
    An argument is `None` where 未填 and `optional`; a missing figure that is not makes the rule 未核.
    `work_out` returns `None` when the rule does not apply. `derives`: an unfilled figure is filled from it.
    """

    id: str
    statement: str
    example: str
    basis: str
    figure: str
    given: tuple[str, ...]
    work_out: Callable[..., Any]
    optional: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
    explainable: bool = False
    derives: bool = False
    hint: str = ""
    beside: tuple[str, ...] = ()
    """Given figures that only say whether another counts; not told, and no suspects."""


@dataclass(frozen=True, eq=False)
class Requirement:
    """What must be so, and is no equation: `find_breaches` yields what is wrong."""

    id: str
    statement: str
    example: str
    basis: str
    find_breaches: FindBreaches
    severity: Severity = Severity.ERROR
    explainable: bool = False


@dataclass(frozen=True)
class Together:
    """What must be so of the reports of a batch beside each other."""

    id: str
    statement: str
    example: str
    basis: str
    severity: Severity
    explainable: bool = False


def _statement_and_example(function: Callable[..., Any]) -> tuple[str, str]:
    statement, _, rest = cleandoc(function.__doc__ or "").partition("\n")
    example = " ".join(rest.split()).removeprefix("例：")
    assert statement, f"{function.__name__}: the docstring begins with the statement"
    assert example, f"{function.__name__}: the docstring has a line 例："
    return statement, example


def identity(
    id: str,  # noqa: A002  the field's own name for it
    *,
    figure: str,
    given: tuple[str, ...],
    basis: str = TO_BE_CHECKED,
    **settings: Any,
) -> Callable[[Callable[..., Any]], Identity]:
    """Make an `Identity` of the function that works its figure out."""

    def make(function: Callable[..., Any]) -> Identity:
        statement, example = _statement_and_example(function)
        return Identity(id, statement, example, basis, figure, given, function, **settings)

    return make


def requirement(
    id: str,  # noqa: A002
    *,
    basis: str = TO_BE_CHECKED,
    **settings: Any,
) -> Callable[[FindBreaches], Requirement]:
    """Make a `Requirement` of the generator that finds its breaches."""

    def make(function: FindBreaches) -> Requirement:
        statement, example = _statement_and_example(function)
        return Requirement(id, statement, example, basis, function, **settings)

    return make


SCORING = "@scoring"


def total(*parts: Any) -> Any:
    """Sum of the parts that are filled in; tuples are summed too."""
    flat = [p for part in parts for p in (part if isinstance(part, tuple) else (part,))]
    return sum((p for p in flat if p is not None), start=Decimal(0))


def capped(value: Any, most: Any) -> Any:
    """A number or a range, no higher than `most`."""
    if isinstance(most, Interval):
        most = most.high
    return value.capped(most) if isinstance(value, Interval) else min(value, Decimal(most))
