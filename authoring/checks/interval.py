"""Interval arithmetic: where the true value may lie, given the digits as typed.

`2,247.13` typed with two places stands for anything from 2,247.125 to 2,247.135. A sum of such figures
reaches further, and a total is only wrong when the two ranges do not meet.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from authoring.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed range, low to high."""

    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, figure: Quantity) -> Self:
        """The range a typed figure stands for."""
        return cls(figure.value - figure.half_step, figure.value + figure.half_step)

    @classmethod
    def of(cls, term: "Interval | Decimal | int") -> "Interval":
        """A range as it is; a number as the range of itself alone."""
        return term if isinstance(term, Interval) else Interval(Decimal(term), Decimal(term))

    @property
    def reach(self) -> Decimal:
        """Half the width."""
        return (self.high - self.low) / 2

    def meets(self, other: "Interval") -> bool:
        """Whether one value can lie in both."""
        return self.low <= other.high and other.low <= self.high

    def capped(self, most: int) -> "Interval":
        """The range with nothing above `most`."""
        return Interval(min(self.low, Decimal(most)), min(self.high, Decimal(most)))

    def __add__(self, other: "Interval | Decimal | int") -> "Interval":
        other = Interval.of(other)
        return Interval(self.low + other.low, self.high + other.high)

    __radd__ = __add__

    def __neg__(self) -> "Interval":
        return Interval(-self.high, -self.low)

    def __sub__(self, other: "Interval | Decimal | int") -> "Interval":
        return self + -Interval.of(other)

    def __rsub__(self, other: "Interval | Decimal | int") -> "Interval":
        return -self + other

    def __mul__(self, other: "Interval | Decimal | int") -> "Interval":
        other = Interval.of(other)
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    __rmul__ = __mul__

    def __truediv__(self, other: "Interval | Decimal | int") -> "Interval":
        """Raises ZeroDivisionError when the divisor may be 0."""
        other = Interval.of(other)
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError
        return self * Interval(1 / other.high, 1 / other.low)
