"""How many units of a form and year ended how, and the exact sums of their figures."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact
from typing import NamedTuple

from authoring.batch.outcome import Row, Status

_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_EXACT = Context(prec=80, traps=[Inexact])


class Sum(NamedTuple):
    """Of one figure: the sum of the `units` that state it; 未填 is in neither."""

    value: Decimal = Decimal(0)
    units: int = 0


@dataclass(slots=True)
class Group:
    """The units of one form and year."""

    units: int = 0
    by_status: Counter[Status] = field(default_factory=Counter)
    sums: dict[str, Sum] = field(default_factory=dict)
    unread: Counter[str] = field(default_factory=Counter)
    """By figure, how many units give what is no number: said, and not added."""

    def add(self, row: Row) -> None:
        """Count a unit."""
        self.units += 1
        self.by_status[row.status] += 1
        for name, text in row.figures.items():
            value = exact(text)
            if value is None:
                self.unread[name] += 1
                continue
            before = self.sums.get(name, Sum())
            self.sums[name] = Sum(_EXACT.add(before.value, value), before.units + 1)


class Totals:
    """All rows of a batch, counted; `figures` are the names of figures in the order they first came."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self.groups: dict[tuple[str, int | None], Group] = {}
        self.whole = Group()
        self.figures: dict[str, None] = {}
        self.told = 0
        self.most_files = 0
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Count a row."""
        self.figures.update(dict.fromkeys(row.figures))
        self.told += len(row.told)
        self.most_files = max(self.most_files, len(row.files))
        self.groups.setdefault((row.form, row.year), Group()).add(row)
        self.whole.add(row)

    def in_order(self) -> list[tuple[str, int | None, Group]]:
        """By form, then year; what has none comes last."""
        keys = sorted(self.groups, key=lambda key: (not key[0], key[0], key[1] is None, key[1] or 0))
        return [(form, year, self.groups[form, year]) for form, year in keys]


def exact(text: str) -> Decimal | None:
    """`2,601.00` → the number; None for what is no plain number of at most 30 digits a side."""
    digits = text.strip().replace(",", "")
    return Decimal(digits) if _NUMBER.fullmatch(digits) else None
