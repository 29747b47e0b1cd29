"""The same figure twice: one name, one year, one stage, two values."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from authoring.checks.suspect import slip_of
from authoring.figures.facts import Fact
from authoring.figures.mention import Kind
from authoring.figures.relation import Verdict

_LEAST_NAME = 4


class Repeat(NamedTuple):
    """Two statements of one figure that differ. `slip` is the slip of the hand that would explain it."""

    first: Fact
    second: Fact
    slip: str


def find_repeats(facts: Sequence[Fact], verdicts: Collection[Verdict], year: int | None) -> Iterator[Repeat]:
    """Figures stated twice with different values; `verdicts` tell which are confirmed by others."""
    confirmed = {m.span for v in verdicts if v.holds for m in v.relation.mentions}
    groups: dict[tuple[str, str, str, int | None, str, str], list[Fact]] = {}
    for fact in facts:
        if len(fact.name) < _LEAST_NAME and not (fact.mention.kind is Kind.COUNT and fact.term):
            continue
        name = fact.term if fact.term and fact.name == fact.term else fact.name
        stage = fact.stage if fact.mention.kind is Kind.AMOUNT else ""
        key = (
            name,
            stage,
            fact.mention.kind.value,
            fact.year or year,
            fact.fund,
            fact.mention.unit if fact.mention.kind is Kind.COUNT else "",
        )
        groups.setdefault(key, []).append(fact)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            if _differ(first, other) and not _both(first, other, confirmed):
                slip = slip_of(other.mention.value.value, first.mention.value.value)
                if slip or _plainly_same(first, other):
                    yield Repeat(first, other, slip)
                    break


def _differ(one: Fact, other: Fact) -> bool:
    a, b = one.mention.value, other.mention.value
    return abs(a.value - b.value) > max(a.step, b.step)


def _both(one: Fact, other: Fact, confirmed: Collection[object]) -> bool:
    """Whether each of two figures is borne out by others, so that they are of different scopes."""
    return one.mention.span in confirmed and other.mention.span in confirmed


def _plainly_same(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one thing without doubt: a standard term, in one section or with one lead."""
    if not one.term or one.term != other.term:
        return False
    return one.mention.lead == other.mention.lead and one.prose.words.at != other.prose.words.at
