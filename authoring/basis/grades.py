"""等级分档: which score earns which grade."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class GradeScale(NamedTuple):
    """Grades from the best down, each with the lowest score that earns it, and where that is laid down."""

    source: str
    floors: tuple[tuple[str, Decimal], ...]
    synonyms: dict[str, str]

    def grade_of(self, score: Decimal) -> str:
        """The grade a score of 0 to 100 earns; the last one for whatever is below all floors."""
        return next((grade for grade, floor in self.floors if score >= floor), self.floors[-1][0])

    def canonical(self, grade: str) -> str | None:
        """The grade's own name for one of its other names; None for a name not of this scale."""
        names = {name for name, _ in self.floors}
        name = grade if grade in names else self.synonyms.get(grade)
        return name if name in names else None


def grade_scale(year: int, overrides: Mapping[str, Any] | None = None) -> GradeScale:
    """The scale in force for a budget year, with what a form lays down instead, by the same names."""
    period = {**_period(year), **(overrides or {})}
    floors = sorted(((band["等级"], Decimal(band["起始分"])) for band in period["分档"]), key=_floor)
    return GradeScale(f"{period['出处']}（{period['核对']}）", tuple(floors[::-1]), period["又称"])


def _floor(band: tuple[str, Decimal]) -> Decimal:
    return band[1]


@lru_cache(maxsize=8)
def _period(year: int) -> Mapping[str, Any]:
    text = Path(__file__).with_name("grades.yaml").read_text(encoding="utf-8")
    periods: list[dict[str, Any]] = yaml.load(text, _Loader)["各期"]  # noqa: S506  texts only
    return max(
        (p for p in periods if int(p["起用年度"]) <= year),
        key=lambda p: int(p["起用年度"]),
        default=periods[0],
    )
