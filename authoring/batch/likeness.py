"""Text that units of a batch share, word for word or nearly (雷同), from their sketches."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from authoring.batch.outcome import Told
from authoring.batch.sketches import BINS, chapter, normalised, paragraphs_of, sketch_of
from authoring.checks.together import ALIKE as ALIKE_RULE

__all__ = ["COMMON", "Alike", "confirm", "find_alike", "sketch_of", "tell_alike"]

RULE = ALIKE_RULE.id
COMMON = "通用语句"
ALIKE = "雷同"
_ROWS = 4
"""Bins of a band: two paragraphs with 60% of their trigrams in common meet in one of 12 bands at 80%."""
_NEAR = 0.7
"""Share of equal bins from which on two paragraphs are nearly the same: half of their trigrams or more."""
_LEADERS = 8
"""Of a crowded bucket, how many different texts each further one is compared with."""
_MOST_TOLD = 5


class Alike(NamedTuple):
    """Two units that share text, or a text that nearly all share.

    `share`: of the second unit's compared text, by 汉字; of a 通用语句, of the units that have it. `place` is
    where the first unit has the first paragraph shared, `quote` its beginning, `paragraphs` how many are
    shared. Of a 通用语句 `first` is `second`, and `paragraphs` is the number of units.
    """

    first: int
    second: int
    share: float
    kind: str
    place: int
    quote: str
    paragraphs: int


class _Texts:
    """The different paragraphs of all sketches, each with where it came first and in which units it is."""

    def __init__(self, sketches: Iterable[tuple[int, bytes]]) -> None:
        self.bins: list[bytes] = []
        self.lengths = array("H")
        self.held: list[tuple[int, str]] = []
        self.units: list[array[int]] = []
        self.size: Counter[int] = Counter()
        self.link = array("q")
        numbers: dict[bytes, int] = {}
        count = 0
        for unit, sketch in sketches:
            count += 1
            for paragraph in paragraphs_of(sketch):
                number = numbers.setdefault(paragraph.hash, len(self.bins))
                if number == len(self.bins):
                    self.bins.append(paragraph.bins)
                    self.lengths.append(paragraph.length)
                    self.held.append((paragraph.place, paragraph.opening))
                    self.units.append(array("q"))
                    self.link.append(number)
                if unit not in self.units[number][-1:]:
                    self.units[number].append(unit)
                    self.size[unit] += paragraph.length
        self.all_units = count

    def root(self, number: int) -> int:
        """The first of the texts that are linked to this one."""
        while self.link[number] != number:
            self.link[number] = self.link[self.link[number]]
            number = self.link[number]
        return number

    def near(self, one: int, other: int) -> bool:
        """Whether so many bins are equal, and neither text is twice as long."""
        a, b = self.bins[one], self.bins[other]
        return (
            max(self.lengths[one], self.lengths[other]) <= 2 * min(self.lengths[one], self.lengths[other])
            and sum(map(int.__eq__, a, b)) >= _NEAR * BINS
        )


def find_alike(sketches: Iterable[tuple[int, bytes]]) -> Iterator[Alike]:
    """What the units of a batch share, from each unit's number and sketch.

    Copies of one text are each reported against the first unit that has it, never all against all. Time grows
    with the number of paragraphs, memory with the number of different ones, some 300 bytes each.
    """
    texts = _Texts(sketches)
    for start in range(0, BINS, _ROWS):
        _link_band(texts, start)
    members = defaultdict(list)
    for number in range(len(texts.bins)):
        members[texts.root(number)].append(number)
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for numbers in members.values():
        units = sorted({unit for number in numbers for unit in texts.units[number]})
        if len(units) < 2:
            continue
        place, opening = texts.held[numbers[0]]
        if _is_common(len(units), texts.all_units):
            share = len(units) / texts.all_units
            yield Alike(units[0], units[0], share, COMMON, place, opening, len(units))
            continue
        _pair_up(texts, numbers, pairs)
    for (first, second), shared in sorted(pairs.items()):
        place, opening = texts.held[shared[0][0]]
        share = min(1.0, sum(length for _, length in shared) / texts.size[second])
        yield Alike(first, second, share, ALIKE, place, opening, len(shared))


def _pair_up(texts: _Texts, numbers: list[int], pairs: dict[tuple[int, int], list[tuple[int, int]]]) -> None:
    """Each unit of a group of texts with the first unit; a unit that has two of them counts once."""
    owners = [(unit, number) for number in numbers for unit in texts.units[number]]
    first = min(owners)[0]
    seen = {first}
    for unit, number in owners:
        if unit not in seen:
            seen.add(unit)
            pairs.setdefault((first, unit), []).append((number, texts.lengths[number]))


def _link_band(texts: _Texts, start: int) -> None:
    """Link texts that are near and whose bins of this band are the same."""
    keyed = sorted((bins[start : start + _ROWS], number) for number, bins in enumerate(texts.bins))
    leaders: list[int] = []
    last = b""
    for key, number in keyed:
        if key != last:
            leaders, last = [], key
        found = next((other for other in leaders if texts.near(number, other)), None)
        if found is not None:
            low, high = sorted((texts.root(found), texts.root(number)))
            texts.link[high] = low
        elif len(leaders) < _LEADERS:
            leaders.append(number)


def _is_common(count: int, units: int) -> bool:
    """Whether so many units share a text that it comes from the form or the bureau, not from one another."""
    return (units >= 5 and count >= 0.8 * units) or count > max(20, 0.1 * units)


def tell_alike(found: Iterable[Alike], name_of: Callable[[int], str]) -> Iterator[tuple[int, Told]]:
    """What to tell which unit: both units of a pair, five pairs of each; a 通用语句 once, as 提示."""
    told: Counter[int] = Counter()
    for alike in found:
        quote = alike.quote[:30]
        if alike.kind == COMMON:
            message = f"有 {alike.paragraphs} 个单位用了同一段文字“{quote}…”，像是通用语句，没有逐对列出"
            yield alike.first, Told("提示", message, RULE, COMMON, chapter(alike.place))
            continue
        for number, other in ((alike.first, alike.second), (alike.second, alike.first)):
            told[number] += 1
            if told[number] <= _MOST_TOLD:
                yield number, _told_pair(alike, number, name_of(other))
    for number, count in sorted(told.items()):
        if count > _MOST_TOLD:
            message = f"除上面列出的以外，还与 {count - _MOST_TOLD} 个单位有雷同的文字"
            yield number, Told("警告", message, RULE, ALIKE, hint=_HINT)


_HINT = "请核对是否照抄；确为同一工作的，可以保留，并写出本单位的情况。"


def _told_pair(alike: Alike, number: int, other: str) -> Told:
    share = f"，约占本单位文字的 {round(100 * alike.share)}%" if number == alike.second else ""
    message = f"有 {alike.paragraphs} 段文字与“{other}”的相同或相近{share}，如“{alike.quote[:30]}…”"
    return Told("警告", message, RULE, ALIKE, chapter(alike.place), hint=_HINT)


def confirm(one: str, other: str, names: tuple[str, ...] = ()) -> float:
    """How alike two texts are without names and figures, 0 to 1, from the texts themselves."""
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415  10 ms that only a batch needs

    return ratio(normalised(one, names), normalised(other, names)) / 100
