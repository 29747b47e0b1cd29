"""The plain figures of a whole paper by size: which of them a rate may be of, without a look at each."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from authoring.figures.mention import Kind, Mention, Role
from authoring.figures.relation import same_measure

_COARSE = Decimal("0.01")
"""A figure written with fewer than two digits or so reaches far beyond what it says."""
_MOST = 200
"""Coarse and approximate figures, and those one rate is tried on: no report has as many."""


class Sizes:
    """Figures in the order of a paper. Those of the same value and measure are one."""

    def __init__(self, mentions: Sequence[Mention] = ()) -> None:
        self.mentions = mentions

    @cached_property
    def counts(self) -> list[Mention]:
        """The plain counts of a term, each with the first of its value."""
        found = (m for m in self.mentions if m.kind is Kind.COUNT and m.term)
        return list({(m.term, m.value): m for m in reversed(list(found))}.values())

    @cached_property
    def _plain(self) -> tuple[list[Mention], list[Mention]]:
        """Fine figures by size, and those whose reach is wide."""
        distinct: dict[tuple[object, ...], Mention] = {}
        for m in self.mentions:
            if m.role is Role.PLAIN and m.kind not in {Kind.RATE, Kind.POINTS}:
                distinct.setdefault((m.kind, m.unit, m.value, bool(m.loose)), m)
        fine = [m for m in distinct.values() if not m.loose and m.value.step < m.value.value * _COARSE]
        wide = [m for m in distinct.values() if m.loose or m.value.step >= m.value.value * _COARSE]
        return sorted(fine, key=_size), wide[:_MOST]

    @cached_property
    def _sizes(self) -> list[Decimal]:
        return [_size(m) for m in self._plain[0]]

    def wholes(self, rate: Mention, part: Mention) -> Iterator[Mention]:
        """The figures of its measure that a part may be so many percent of; no fewer than those that are."""
        fine, wide = self._plain
        yield from (m for m in wide if same_measure(m, part))
        said, off = abs(rate.value.value), 2 * rate.value.step
        hundredfold, slack = 100 * part.value.value, 100 * part.value.step
        most, least = (said + off) * (1 + _COARSE), said - off - (said + off) * _COARSE
        first = bisect_left(self._sizes, (hundredfold - slack) / most)
        last = bisect_right(self._sizes, (hundredfold + slack) / least) if least > 0 else len(fine)
        yield from (m for m in fine[first : min(last, first + _MOST)] if same_measure(m, part))


def _size(mention: Mention) -> Decimal:
    return mention.value.value
