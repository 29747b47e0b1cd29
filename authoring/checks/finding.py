"""Finding: what a rule says of a report; the wording of amounts and differences, once for all rules."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from authoring.quantities import Quantity, round_half_up


class Outcome(StrEnum):
    """Whether a rule holds."""

    AGREES = "相符"
    ROUNDING = "尾差"
    DIFFERS = "不符"
    UNCHECKED = "未核"


class Severity(StrEnum):
    """How much a finding weighs: 错误 stops the report from being rendered."""

    ERROR = "错误"
    WARNING = "警告"
    REMARK = "提示"


class Figure(NamedTuple):
    """A figure a finding speaks of; `source` is where it was filled in, as `report.yaml:14`."""

    path: str
    label: str
    value: str | None
    source: str = ""


class Suspect(NamedTuple):
    """The figure most likely wrong, and what it likely should be."""

    path: str
    label: str
    value: str
    likely: str
    why: str


class Where(NamedTuple):
    """A place in a file as the user sees it; what is unknown stays empty.

    Of a finished report: `part` is where beside the main text, `paragraph` counts its paragraphs from 1, or
    `cell` names the place in a table; `quote` is the sentence, `start` and `end` the words in the paragraph.
    """

    file: str = ""
    line: int | None = None
    path: str = ""
    sheet: str = ""
    cell: str = ""
    part: str = ""
    page: int | None = None
    paragraph: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str = ""


_NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's verdict. Amounts are texts in `unit`, digits as they would be typed."""

    rule: str
    outcome: Outcome
    severity: Severity
    statement: str
    message: str
    figures: tuple[Figure, ...] = ()
    stated: str | None = None
    expected: str | None = None
    difference: str | None = None
    tolerance: str | None = None
    unit: str = ""
    hint: str = ""
    basis: str = ""
    place: str = ""
    suspect: Suspect | None = None
    where: Where = _NOWHERE
    explained: str | None = None

    @property
    def weighs(self) -> Severity | None:
        """The severity that counts: none where the rule holds or the clerk has given the reason."""
        if self.outcome is not Outcome.DIFFERS:
            return Severity.REMARK if self.outcome is Outcome.UNCHECKED else None
        return None if self.explained else self.severity

    @property
    def stops(self) -> bool:
        """Whether the report may not go out like this."""
        return self.weighs is Severity.ERROR

    def as_json(self) -> dict[str, Any]:
        """The finding as `gouji check --json` prints it."""
        return {
            "rule": self.rule,
            "outcome": self.outcome.value,
            "severity": self.severity.value,
            "statement": self.statement,
            "message": self.message,
            "stated": self.stated,
            "expected": self.expected,
            "difference": self.difference,
            "tolerance": self.tolerance,
            "unit": self.unit,
            "figures": [figure._asdict() for figure in self.figures],
            "suspect": self.suspect._asdict() if self.suspect else None,
            "where": {k: v for k, v in self.where._asdict().items() if v or v == 0},
            "hint": self.hint,
            "basis": self.basis,
            "explained": self.explained,
        }


def plain(value: Decimal, places: int) -> str:
    """A worked-out number as it would be typed, `1537.56`."""
    return f"{round_half_up(value, places):f}"


def grouped(value: Decimal, places: int, unit: str) -> str:
    """A number as a sentence shows it, `1,537.56 万元`."""
    return f"{round_half_up(value, places):,}{'' if unit in {'%', ''} else ' '}{unit}"


def difference_words(difference: Decimal, places: int, unit: str) -> str:
    """`少 6.01 万元`: how the stated figure lies to the one worked out."""
    if unit == "%":
        unit = "个百分点"
    return f"{'多' if difference > 0 else '少'} {grouped(abs(difference), places, unit)}"


def as_typed(figure: Quantity) -> str:
    """The digits of a figure without separators or unit."""
    return plain(figure.value, figure.places)
