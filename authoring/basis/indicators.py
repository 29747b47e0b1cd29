"""绩效指标用语: which rates ought to be high, and which indicators repeat a figure of the text."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Repeated(NamedTuple):
    """Names of an indicator whose 指标值 and 完成值 are figures of the text, by Chinese path."""

    names: tuple[str, ...]
    target: str | None
    actual: str | None


class IndicatorWords(NamedTuple):
    """Endings of names, and the indicators that repeat a figure."""

    higher_is_better: tuple[str, ...]
    lower_is_better: tuple[str, ...]
    repeated: tuple[Repeated, ...]


@cache
def indicator_words() -> IndicatorWords:
    """All of them."""
    text = Path(__file__).with_name("indicators.yaml").read_text(encoding="utf-8")
    said: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506  texts only
    return IndicatorWords(
        tuple(said["越高越好"]),
        tuple(said["越低越好"]),
        tuple(Repeated(tuple(r["名称"]), r.get("指标值"), r.get("完成值")) for r in said["与正文一致"]),
    )
