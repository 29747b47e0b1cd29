"""A stored number → its exact decimal text; serial days → dates and times."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from authoring.sheets.cells import Doubt

DIGITS = 15
"""Excel keeps 15 significant digits; what is stored beyond is the noise of binary fractions."""

_PLAIN = re.compile(r"(?:-(?!0(?:\.0*)?(?![0-9.])))?+(?:[1-9][0-9]*+|0)(?:\.[0-9]++)?+")
_ALL_PLAIN = re.compile(rf"{_PLAIN.pattern}(?: {_PLAIN.pattern})*+")
_ANY = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_NOISY = re.compile(r"-?(?:0|[1-9][0-9]{0,8})\.[0-9]{6,17}[1-46-9]")
_ALL_NOISY = re.compile(rf"{_NOISY.pattern}(?: {_NOISY.pattern})*+")
_FLOAT = 20
_LONGEST = 400
_WIDE = Context(prec=1500)
_KEPT = Context(prec=DIGITS, rounding=ROUND_HALF_UP)
_LARGEST, _SMALLEST = 21, -30
"""Powers of ten beyond which a number keeps its exponent, as zeros would tell nothing."""

_LAST_DAY = 2_958_465
_FEBRUARY_29 = 60
"""Serial day of 29 February 1900, a day that never was but that Excel counts."""


def is_plain(stored: str) -> bool:
    """Whether a stored number is its own exact text: at most 15 places, no exponent, no idle zeros."""
    return len(stored) <= DIGITS and _PLAIN.fullmatch(stored) is not None


def are_plain(stored: Sequence[str]) -> bool:
    """Whether all are plain, given that none is longer than `DIGITS`."""
    text = " ".join(stored)
    return text.count(" ") == len(stored) - 1 and _ALL_PLAIN.fullmatch(text) is not None


def exact(stored: str) -> tuple[str, Doubt]:
    """`189.88999999999999` → `189.89`, `1.5E-3` → `0.0015`, `2601.00` as it is.

    More than 15 digits are rounded to 15 behind the point; a whole number keeps its digits. Both are BEYOND
    unless rounding left a shorter figure, as that was noise. BAD_NUMBER: the text is as stored.
    """
    if is_plain(stored):
        return stored, Doubt.NONE
    if short := without_noise(stored):
        return short, Doubt.NONE
    text = stored.strip(" \t\r\n")
    if len(text) > _LONGEST or not _ANY.fullmatch(text):
        return stored, Doubt.BAD_NUMBER
    value = _short(Decimal(text))
    if _digits(value) <= DIGITS:
        return _written(value), Doubt.NONE
    if value.adjusted() >= DIGITS:
        return _written(value), Doubt.BEYOND
    value = _short(_KEPT.plus(value))
    return _written(value), Doubt.BEYOND if _digits(value) >= DIGITS else Doubt.NONE


def without_noise(stored: str) -> str:
    """What binary noise hid, through a float and back at 15 digits; "" unless that is sure to be right.

    Sure: well under 15 digits are left, and the stored text, which ends in no 0 or 5, is not half way.
    """
    if len(stored) > _FLOAT or not _NOISY.fullmatch(stored):
        return ""
    short = f"{float(stored):.{DIGITS}g}"
    return short if len(short) <= DIGITS - 2 and "e" not in short and short not in ("0", "-0") else ""


def shortened(stored: Sequence[str]) -> Sequence[str]:
    """Stored numbers, those longer than `DIGITS` as `without_noise` gives them; many in a few sweeps."""
    long = [value for value in stored if len(value) > DIGITS]
    if not long:
        return stored
    short = iter(_without_noise(long) or map(without_noise, long))
    return [value if len(value) <= DIGITS else next(short) for value in stored]


def _without_noise(long: list[str]) -> list[str]:
    """What `without_noise` gives for each; none unless that is sure to be right for all."""
    text = " ".join(long)
    if text.count(" ") >= len(long) or max(map(len, long)) > _FLOAT or not _ALL_NOISY.fullmatch(text):
        return []
    text = (f"%.{DIGITS}g " * len(long)) % tuple(map(float, long))
    found = text.split()
    sure = max(map(len, found)) <= DIGITS - 2 and "e" not in text and "0" not in found and "-0" not in found
    return found if sure else []


def percent(figure: str) -> str:
    """`0.9234` → `92.34%`; for a figure that `exact` gave."""
    return f"{_written(_short(Decimal(figure).scaleb(2, _WIDE)))}%"


def _short(value: Decimal) -> Decimal:
    """Without the zeros at its end, and without the sign of zero."""
    return value.normalize(_WIDE) if value else Decimal(0)


def _digits(value: Decimal) -> int:
    return len(value.as_tuple().digits)


def _written(value: Decimal) -> str:
    return f"{value:f}" if _SMALLEST < value.adjusted() < _LARGEST else str(value)


def date_of(figure: str, *, from_1904: bool) -> tuple[str, Doubt] | None:
    """Serial days → `2025-03-20` or `2025-03-20 08:30:00`; None when it is no day."""
    seconds = _seconds(figure)
    if seconds is None:
        return None
    day = seconds // 86400
    if from_1904:
        start, doubt = datetime(1904, 1, 1, tzinfo=UTC), Doubt.NONE
    elif day in (0, _FEBRUARY_29):
        return None
    elif day < _FEBRUARY_29:
        start, doubt = datetime(1899, 12, 31, tzinfo=UTC), Doubt.EARLY_DATE
    else:
        start, doubt = datetime(1899, 12, 30, tzinfo=UTC), Doubt.NONE
    if day > _LAST_DAY - (1462 if from_1904 else 0):
        return None
    moment = start + timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00"), doubt


def time_of(figure: str) -> str | None:
    """Days → `26:30:00`; None when negative or absurd."""
    seconds = _seconds(figure)
    if seconds is None:
        return None
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _seconds(figure: str) -> int | None:
    """Whole seconds, rounded, of so many days."""
    days = Decimal(figure)
    if days < 0 or days.adjusted() > 7:
        return None
    return int((days * 86400).to_integral_value(ROUND_HALF_UP))
