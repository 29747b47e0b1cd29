"""行业用语: words only units of one trade would write, which give away a text taken over from elsewhere."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Trade(NamedTuple):
    """A trade: marks in a unit's name or functions that show it belongs, and words only it would use."""

    name: str
    marks: tuple[str, ...]
    words: tuple[str, ...]


@cache
def trades() -> tuple[Trade, ...]:
    """All trades whose words are known."""
    text = Path(__file__).with_name("trades.yaml").read_text(encoding="utf-8")
    known: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506  texts only
    return tuple(Trade(name, tuple(t["标志"]), tuple(t["用语"])) for name, t in known.items())
