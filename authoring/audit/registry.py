"""What a rule for finished reports is.

The first line of a rule's docstring is its statement; “例：” gives what it finds, “不报：” what it must be
silent about.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from inspect import cleandoc
from typing import Any, NamedTuple

from authoring.audit.reading import Reading
from authoring.basis import TO_BE_CHECKED
from authoring.checks.finding import Severity
from authoring.papers.paper import Span


class Remark(NamedTuple):
    """What a rule found wrong: in words, and at which words of the paper.

    Amounts are in `unit`. `beside` are other words that belong to it, as the other of two figures. `absent`
    says that it is about what is not there: the words only show where. `private` says that the words may
    not be repeated to others.
    """

    message: str
    span: Span
    hint: str = ""
    stated: str | None = None
    expected: str | None = None
    difference: Decimal | None = None
    tolerance: str | None = None
    unit: str = ""
    beside: tuple[Span, ...] = ()
    absent: bool = False
    private: bool = False


FindRemarks = Callable[[Reading], Iterator[Remark]]


@dataclass(frozen=True)
class AuditRule:
    """One rule: `find` yields what is wrong in a report."""

    id: str
    statement: str
    example: str
    counter_example: str
    basis: str
    severity: Severity
    find: FindRemarks


def audit_rule(
    id: str,  # noqa: A002  the field's own name for it
    severity: Severity,
    *,
    basis: str = TO_BE_CHECKED,
) -> Callable[[FindRemarks], AuditRule]:
    """Make an `AuditRule` of the generator that finds its remarks."""

    def make(function: FindRemarks) -> AuditRule:
        statement, example, counter = _told(function)
        return AuditRule(id, statement, example, counter, basis, severity, function)

    return make


def _told(function: Callable[..., Any]) -> tuple[str, str, str]:
    statement, _, rest = cleandoc(function.__doc__ or "").partition("\n")
    example, sign, counter = " ".join(rest.split()).removeprefix("例：").partition("不报：")
    assert statement, f"{function.__name__}: the docstring begins with the statement"
    assert example, f"{function.__name__}: the docstring has a line 例："
    assert sign, f"{function.__name__}: the docstring has a line 不报："
    return statement, example.strip(), counter.strip()
