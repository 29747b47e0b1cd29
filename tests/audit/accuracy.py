"""How what an audit finds compares with the labels of the corpus."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from authoring.checks.finding import Finding, Severity
from authoring.papers.paper import Paper
from tests.audit.labels import NUMBER, Label, Passage, Stretch, number, paper_of

Audit = Callable[[Paper], Iterable[Finding]]


class Verdict(NamedTuple):
    """One planted error: whether findings lie on its words, and whether one names the right value."""

    passage: Passage
    label: Label
    found: bool
    named: bool


class Alarm(NamedTuple):
    """A finding at 错误 or 警告 on words that are right."""

    passage: Passage
    finding: Finding


class Score(NamedTuple):
    """What an audit made of some passages. `remarks` are findings at 提示 on words that are right."""

    verdicts: tuple[Verdict, ...]
    alarms: tuple[Alarm, ...]
    remarks: tuple[Alarm, ...]
    relations: int
    traps: int

    @property
    def alarms_on_traps(self) -> tuple[Alarm, ...]:
        """False alarms in passages where nothing is labelled but that they must stay silent."""
        return tuple(alarm for alarm in self.alarms if is_trap(alarm.passage))

    @property
    def alarms_on_relations(self) -> tuple[Alarm, ...]:
        """All other false alarms."""
        return tuple(alarm for alarm in self.alarms if not is_trap(alarm.passage))

    def recall(self, *, arithmetic: bool) -> tuple[int, int]:
        """Planted errors found, and planted; those with a formula, or the others."""
        some = [verdict for verdict in self.verdicts if bool(verdict.label.sides[0]) == arithmetic]
        return sum(verdict.found for verdict in some), len(some)


def is_trap(passage: Passage) -> bool:
    """Whether a passage has nothing but a reason to stay silent."""
    return all(label.sort == "静" for label in passage.labels)


def measure(audit: Audit, passages: Iterable[Passage]) -> Score:
    """Audit every passage, and compare."""
    verdicts: list[Verdict] = []
    alarms: list[Alarm] = []
    remarks: list[Alarm] = []
    relations = traps = 0
    for passage in passages:
        relations += sum(label.sort == "对" for label in passage.labels)
        traps += sum(label.sort == "静" for label in passage.labels)
        paper, own = paper_of(passage)
        found = [
            (finding, place) for finding in audit(paper) if (place := place_of(finding, paper, passage, own))
        ]
        planted = [label for label in passage.labels if label.sort == "错"]
        touched = {label: [one for one, at in found if lies_on(at, passage, label)] for label in planted}
        verdicts += [
            Verdict(passage, label, bool(ones), any(names(one, label) for one in ones))
            for label, ones in touched.items()
        ]
        matched = {id(one) for ones in touched.values() for one in ones}
        for finding, _ in found:
            if id(finding) not in matched and finding.weighs is not None:
                (remarks if finding.weighs is Severity.REMARK else alarms).append(Alarm(passage, finding))
    return Score(tuple(verdicts), tuple(alarms), tuple(remarks), relations, traps)


def place_of(finding: Finding, paper: Paper, passage: Passage, own: Sequence[int]) -> Stretch | None:
    """Where in the passage a finding lies; None where it lies in the sentences around it."""
    where = finding.where
    if where.paragraph is None:
        return _place_in_table(where.cell, passage)
    place = [at for at, item in enumerate(paper.items) if getattr(item, "place", None)]
    at = place[where.paragraph - 1]
    if at not in own:
        return None
    start = where.start or 0
    return Stretch(own.index(at), start, where.end if where.end is not None else 10**6)


def _place_in_table(cell: str, passage: Passage) -> Stretch | None:
    """A cell as `表1第4行第2列`; a finding without a place counts against a whole report only."""
    tables = [at for at, line in enumerate(passage.lines) if not isinstance(line, str)]
    numbers = [int(one) for one in re.findall(r"\d+", cell)]
    if not numbers or not tables:
        return Stretch(0, 0, 0) if passage.whole else None
    line = tables[numbers[0] - 1]
    if len(numbers) < 3:
        return Stretch(line, 0, 10**6)
    rows = passage.lines[line]
    before = sum(len("\t".join(row)) + 1 for row in rows[: numbers[1] - 1])
    row = rows[numbers[1] - 1]
    start = before + sum(len(text) + 1 for text in row[: numbers[2] - 1])
    return Stretch(line, start, start + len(row[numbers[2] - 1]))


def lies_on(place: Stretch, passage: Passage, label: Label) -> bool:
    """Whether a finding overlaps the words of a label, from the first to the last of a paragraph."""
    stretches = passage.stretches(label)
    for line in {stretch.line for stretch in stretches}:
        start = min(stretch.start for stretch in stretches if stretch.line == line)
        end = max(stretch.end for stretch in stretches if stretch.line == line)
        if place.line == line and place.start < end and start < place.end:
            return True
    return False


def names(finding: Finding, label: Label) -> bool:
    """Whether a finding says the right value of a label, in whatever unit."""
    said = " ".join(filter(None, (finding.expected, finding.message, finding.hint)))
    if label.right is None:
        return label.words[1] in said
    values = [number(found[0]) for found in NUMBER.finditer(said)]
    right = abs(label.exact)
    scaled = (right, right * Decimal(10000), right / Decimal(10000))
    return any(_is_rounded(value, one) for value in values for one in scaled)


def _is_rounded(value: Decimal, exact: Decimal) -> bool:
    """Whether a value as said is the exact one, rounded to no fewer than its first three digits."""
    off = abs(value - exact)
    return off <= Decimal("0.5").scaleb(value.as_tuple().exponent) and off <= exact / 200
