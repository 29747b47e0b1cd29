"""等级分档: which score earns which grade."""

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
        """The grade a score of 0 to 100 earns."""
        return next(grade for grade, floor in self.floors if score >= floor)

    def canonical(self, grade: str) -> str | None:
        """The grade's own name for one of its other names; None for a name not of this scale."""
        name = self.synonyms.get(grade, grade)
        return name if any(name == known for known, _ in self.floors) else None


@lru_cache(maxsize=8)
def grade_scale(year: int) -> GradeScale:
    """The scale in force for a budget year."""
    text = Path(__file__).with_name("grades.yaml").read_text(encoding="utf-8")
    periods: list[dict[str, Any]] = yaml.load(text, _Loader)["各期"]  # noqa: S506  texts only
    period = max(
        (p for p in periods if int(p["起用年度"]) <= year),
        key=lambda p: int(p["起用年度"]),
        default=periods[0],
    )
    floors = tuple((band["等级"], Decimal(band["起始分"])) for band in period["分档"])
    return GradeScale(f"{period['出处']}（{period['核对']}）", floors, period["又称"])
