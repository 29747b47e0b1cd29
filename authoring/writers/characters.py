"""Characters as files and pages count them: what XML can hold, and how wide they are.

Widths are in full-width characters: a 汉字 is 1, a digit or a Latin letter one half.
"""

import re
from unicodedata import combining, east_asian_width

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RETURN = re.compile("\r\n?")


def clean(text: str) -> str:
    """The text with every kind of line end as one, and U+FFFD for what no XML file can hold.

    Such characters are refused where text enters; here they only must not break a file.
    """
    if text.isprintable():
        return text
    return _ILLEGAL.sub("\ufffd", _RETURN.sub("\n", text))


def width(text: str) -> float:
    """How wide a line of text is. Quotes, dashes and · count as full-width, as Chinese type does."""
    if text.isascii():
        return len(text) / 2
    return sum(map(_WIDTHS.__getitem__, text))


class _Widths(dict[str, float]):
    """The width of every character met so far."""

    def __missing__(self, character: str) -> float:
        full = east_asian_width(character) in "WFA"
        found = self[character] = 0 if combining(character) else 1 if full else 0.5
        return found


_WIDTHS = _Widths()
