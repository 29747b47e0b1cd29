"""Standard terms: what a figure of a report is a figure of, whichever way it is written."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Terms(NamedTuple):
    pattern: re.Pattern[str]
    names: tuple[str, ...]


@cache
def _terms() -> _Terms:
    text = Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8")
    known: dict[str, list[str]] = yaml.load(text, _Loader)  # noqa: S506  texts only
    ways = [(way, name) for name, listed in known.items() for way in listed]
    ways.sort(key=lambda pair: len(pair[0]), reverse=True)
    return _Terms(re.compile("|".join(f"({way})" for way, _ in ways)), tuple(name for _, name in ways))


@lru_cache(maxsize=8192)
def terms_in(text: str) -> tuple[tuple[str, int, int], ...]:
    """The standard terms a text names, each with where it begins and ends."""
    terms = _terms()
    return tuple(
        (terms.names[found.lastindex - 1], found.start(), found.end())
        for found in terms.pattern.finditer(text)
        if found.lastindex
    )


FUNDS = re.compile(
    r"(?P<一般公共预算>(?:一般公共(?:预算|服务预算)|公共财政预算)(?:财政拨款)?)"
    r"|(?P<政府性基金>政府性基金(?:预算)?(?:财政拨款)?)|(?P<国有资本经营>国有资本经营(?:预算)?(?:财政拨款)?)"
    r"|(?P<社会保险基金>社会保险基金|社保基金)|(?P<财政拨款>财政拨款)|(?P<非财政>非财政|自有资金|其他资金|单位资金)"
)


def fund_in(text: str) -> str:
    """The source of money a text names last; empty if none."""
    fund = ""
    for found in FUNDS.finditer(text):
        fund = found.lastgroup or ""
    return fund
