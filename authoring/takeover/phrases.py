"""Sentences and clauses of a paragraph, numbers before items, and marks behind them."""

import re
from collections.abc import Iterator

from authoring.figures.numerals import CHINESE, chinese_number

AMOUNT = r"(?P<{}>[-−]?\d[\d,]*(?:\.\d+)?(?:万元|亿元|元))"
"""An amount with its unit, as a group of a name to be given."""

_NUMBER = re.compile(
    rf"^ ?(?:[（(] ?(?:\d{{1,2}}|[{CHINESE}]{{1,3}}) ?[）)] ?[、.．]?|\d{{1,2}} ?(?:、|[.．](?!\d)|[)）])"
    rf"|[{CHINESE}]{{1,3}}、|[①-⑳]|[{CHINESE}]{{1,2}}是(?=[^，。]))\s*"
)
_END = re.compile(r"[；;。，,、\s]+$")
_STOP, _OPEN, _CLOSE = "。！？!?\n", "（(“《", "）)”》"


def unnumbered(text: str) -> str:
    """A text without the number in front of it."""
    return _NUMBER.sub("", text, count=1).strip()


def is_numbered(text: str) -> bool:
    """Whether a paragraph begins with a number, or 一是."""
    return _NUMBER.match(text) is not None


def unended(text: str) -> str:
    """A text without the marks at its end."""
    return _END.sub("", text.strip())


def sentences(text: str) -> list[str]:
    """The sentences, with their full stops; those in brackets and quotes are not cut."""
    return list(_cut(text, _STOP, keep=True))


def clauses(text: str, stops: str = "，,；;。：:") -> list[str]:
    """The clauses, without what ends them; brackets and quotes are not cut."""
    return list(_cut(text, stops, keep=False))


def _cut(text: str, stops: str, *, keep: bool) -> Iterator[str]:
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE and depth > 0)
        if char in stops and (not depth or char == "\n"):
            if piece := text[start : at + keep].strip():
                yield piece
            start, depth = at + 1, 0
    if piece := text[start:].strip():
        yield piece


_ENUMERATED = re.compile(rf"(?:^|(?<=[：:；;。，,]))(?=[{CHINESE}]是[^，。；])")


def enumerated(text: str) -> list[str]:
    """The points of `一是…；二是…。`, each with its number; what leads to them is left out."""
    if re.match(r"\d{1,2}[.．、]", text):
        pieces = [piece for piece in re.split(r"(?<=[；;])(?=\d{1,2}[.．、]\D)", text) if piece.strip()]
        return pieces if len(pieces) > 1 else []
    pieces = [piece.strip() for piece in _ENUMERATED.split(text)]
    points = [piece for piece in pieces if re.match(rf"[{CHINESE}]是", piece)]
    return points if len(points) > 1 and points[0].startswith("一是") else []


def count_of(text: str) -> str:
    """十二 and 12 as `12`; empty if it is no number."""
    if text.isdecimal():
        return text
    number = chinese_number(text)
    return "" if number is None else str(number)


COUNT = rf"(?:\d{{1,6}}|[{CHINESE}]{{1,4}})"
"""A count in digits or 汉字."""


def listed(text: str, count: str = "") -> list[str]:
    """The names of `A、B和C`; `count`, if stated, tells whether 和 parts the last two."""
    names = [unended(name) for name in clauses(text, "、，,；;") if unended(name)]
    if not names or (count and len(names) == int(count)):
        return names
    *first, last = names
    parted = re.split(r"(?:以及|和|及|与)(?=[^）)]+$)", last, maxsplit=1)
    return [*first, *parted] if len(parted) > 1 and all(parted) else names
