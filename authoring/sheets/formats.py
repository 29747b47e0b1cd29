"""Number formats: what kind of value `0.00%` or `yyyy"年"m"月"d"日"` makes of a stored number."""

import re
from functools import lru_cache
from typing import NamedTuple

from authoring.sheets.cells import Kind


class Format(NamedTuple):
    """`kind` NUMBER, PERCENT, DATE or TIME. `decimals` only where the format fixes them.

    `elapsed`: hours run beyond 24. `scaled`: the number is shown divided by thousands, or with a false point.
    """

    kind: Kind
    decimals: int | None = None
    elapsed: bool = False
    scaled: bool = False


GENERAL = Format(Kind.NUMBER)
_LONGEST = 1000
_MOST_PLACES = 30
"""As many as Excel shows."""

_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_FALSE_POINT = re.compile(r"[0#?](?:[\\!]\.|\"\.\")[0#?]")
_SILENT = re.compile(r'"[^"]*"?|[\\!_*].|\[[^\]]*\]?', re.DOTALL)
_NAMES = re.compile(r"general|g/通用格式|am/pm|a/p|上午/下午", re.IGNORECASE)
_POWER = re.compile(r"e[+-]", re.IGNORECASE)
_DATE, _CLOCK = re.compile(r"[ydegb]|aaa", re.IGNORECASE), re.compile(r"[hs]", re.IGNORECASE)
_MONTH = re.compile("m", re.IGNORECASE)
_DIGIT = re.compile("[0#]")
"""A section without one shows no figure: `"-"??` for zero."""
_PLACES = re.compile(r"[0#?][0#?,]*(?:\.([0#?]*))?(,*)")

_DAYS, _TIMES = Format(Kind.DATE), Format(Kind.TIME)
_BUILT_IN = {
    **dict.fromkeys((1, 3, 5, 6, 37, 38, 41, 42), Format(Kind.NUMBER, 0)),
    **dict.fromkeys((2, 4, 7, 8, 39, 40, 43, 44), Format(Kind.NUMBER, 2)),
    9: Format(Kind.PERCENT, 0),
    10: Format(Kind.PERCENT, 2),
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58), _DAYS),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47, 55, 56), _TIMES),
    46: Format(Kind.TIME, elapsed=True),
}
"""By ECMA-376 18.8.30, with what 27–36 and 50–58 mean in Chinese Excel; the rest is as GENERAL."""


def built_in(number: int) -> Format:
    """The format of a number that needs no code in the file."""
    return _BUILT_IN.get(number, GENERAL)


@lru_cache(maxsize=512)
def format_of(code: str) -> Format:
    """A format code → what it does. One that cannot be understood is GENERAL."""
    if len(code) > _LONGEST:
        return GENERAL
    elapsed = bool(_ELAPSED.search(code))
    bare = _NAMES.sub("", _SILENT.sub("", _ELAPSED.sub("h", code)))
    letters = _POWER.sub("", bare)
    clock = bool(_CLOCK.search(letters))
    if _DATE.search(letters) or (_MONTH.search(letters) and not clock):
        return _DAYS
    if clock:
        return Format(Kind.TIME, elapsed=elapsed)
    return _number_format(bare, false_point=bool(_FALSE_POINT.search(code)))


def _number_format(bare: str, *, false_point: bool) -> Format:
    sections = [section for section in bare.split(";")[:3] if _DIGIT.search(section)]
    kind = Kind.PERCENT if sections and all("%" in section for section in sections) else Kind.NUMBER
    if any("/" in section or _POWER.search(section) for section in sections):
        return Format(kind)
    found = [place for section in sections if (place := _PLACES.search(section))]
    scaled = false_point or any(place[2] or place[0].rstrip(".").endswith(",") for place in found)
    decimals = {_fixed(place[1] or "") for place in found}
    fixed = decimals.pop() if len(decimals) == 1 and not scaled else None
    mixed = kind is Kind.NUMBER and any("%" in section for section in sections)
    return Format(kind, fixed, scaled=scaled or mixed)


def _fixed(places: str) -> int | None:
    """How many places there always are; None if that depends on the number."""
    return len(places) if not places.strip("0") and len(places) <= _MOST_PLACES else None
