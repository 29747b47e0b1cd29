"""自评计分: weights, the lines beyond which a reason is due, bands of 定性 indicators, methods."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

DEDUCTING, DIVIDING = "扣减", "比值"
"""反向指标 beyond its target: (1－超出比例)×分值, or 指标值÷完成值×分值."""

EXECUTION = "预算执行率"
"""The weight that belongs to the funding rows, not to an indicator."""


class Band(NamedTuple):
    """定性: share of the weight, in %, that a degree of completion may earn; `low` is included."""

    name: str
    low: Decimal
    high: Decimal


class Scoring(NamedTuple):
    """How self-evaluations of a year are scored. Scores are 分, lines are %."""

    source: str
    full: Decimal
    weights: Mapping[str, Decimal]
    reverse: str
    execution_line: Decimal
    excess_line: Decimal
    high_score: Decimal
    change_line: Decimal
    bands: tuple[Band, ...]

    def band(self, name: str) -> Band | None:
        """The band of a name, which may be said in full: 部分达成并具有一定效果."""
        return next((band for band in self.bands if name.startswith(band.name)), None)


def scoring_of(year: int, overrides: Mapping[str, Any] | None = None) -> Scoring:
    """The scoring in force for a budget year, with what a form lays down instead, by the same names."""
    return _make({**_period(year), **(overrides or {})})


def _make(said: Mapping[str, Any]) -> Scoring:
    return Scoring(
        source=f"{said['出处']}（{said['核对']}）",
        full=Decimal(said["满分"]),
        weights={name: Decimal(weight) for name, weight in said["权重"].items()},
        reverse=said["反向算法"],
        execution_line=Decimal(said["执行率说明线"]),
        excess_line=Decimal(said["超额说明线"]),
        high_score=Decimal(said["高分线"]),
        change_line=Decimal(said["变动说明线"]),
        bands=tuple(Band(b["档次"], Decimal(b["起"]), Decimal(b["止"])) for b in said["定性档次"]),
    )


@lru_cache(maxsize=8)
def _period(year: int) -> Mapping[str, Any]:
    text = Path(__file__).with_name("scoring.yaml").read_text(encoding="utf-8")
    periods: list[dict[str, Any]] = yaml.load(text, _Loader)["各期"]  # noqa: S506  texts only
    return max(
        (p for p in periods if int(p["起用年度"]) <= year),
        key=lambda p: int(p["起用年度"]),
        default=periods[0],
    )
