"""Passages that reports share word for word or nearly (雷同), between units and between years."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from authoring.audit.row import Row
from authoring.audit.spool import Spool
from authoring.batch.likeness import COMMON, Alike, confirm, find_alike

_NEAR = 0.8
_OTHER_UNIT, _OTHER_YEAR, _SAME = "不同单位", "同一单位不同年度", "同一单位同一年度"


class Shared(NamedTuple):
    """Two reports that share passages, or of `通用语句` the first that has one that nearly all share.

    `paragraphs` counts the passages, of 通用语句 the reports; `share` is that of the second report's text.
    `quote` is the first passage's beginning; it stands in the paragraphs `first_place` and `second_place`.
    """

    kind: str
    first: Row
    second: Row
    paragraphs: int
    share: float
    quote: str
    first_place: int
    second_place: int

    @property
    def is_common(self) -> bool:
        """Whether so many have it that it comes from the form or the bureau."""
        return self.kind == COMMON


def find_shared(spool: Spool) -> Iterator[Shared]:
    """What reports share, each pair once; near ones are compared word by word."""
    for alike in find_alike((row.number, row.sketch) for row in spool if row.sketch):
        shared = _looked_at(alike, spool[alike.first], spool[alike.second])
        if shared:
            yield shared


def _looked_at(alike: Alike, first: Row, second: Row) -> Shared | None:
    """The pair with places; nothing where the texts are not alike after all."""
    found = Shared(
        _kind(alike, first, second), _light(first), _light(second), alike.paragraphs, alike.share,
        alike.quote, alike.place, alike.place,
    )  # fmt: skip
    if alike.kind == COMMON:
        return found
    names = tuple(filter(None, (first.unit, second.unit)))
    quoted = _quoted(alike.quote, first.passages)
    other = second.passages
    if quoted is None:
        quoted, other = _quoted(alike.quote, second.passages), first.passages
    if quoted is None:
        return None
    place, text = quoted
    likeness, there = max(((confirm(text, each, names), -at) for at, each in other), default=(0.0, 0))
    if likeness < _NEAR:
        return None
    places = (place, -there) if other is second.passages else (-there, place)
    return found._replace(first_place=places[0], second_place=places[1])


def _quoted(quote: str, passages: Iterable[tuple[int, str]]) -> tuple[int, str] | None:
    return next((each for each in passages if "".join(each[1].split()).startswith(quote)), None)


def _light(row: Row) -> Row:
    """What the results tell of a row in a pair."""
    return Row(row.file, row.number, row.unit, row.year)


def _kind(alike: Alike, first: Row, second: Row) -> str:
    if alike.kind == COMMON:
        return COMMON
    if not first.unit or first.unit != second.unit:
        return _OTHER_UNIT
    return _SAME if first.year == second.year else _OTHER_YEAR
