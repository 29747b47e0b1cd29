"""What is kept of a report's text to find others like it: at most 2 KB, from which no text can be read back.

A paragraph is taken down to its 汉字 without the unit's own name, so that a copy with another name and other
figures is the same. Of its trigrams a MinHash of 48 bins is kept (one permutation, empty bins filled from
others by a fixed walk), a byte each: the share of equal bytes is about the share of common trigrams.
"""

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple
from zlib import crc32

from authoring.model.paths import texts
from authoring.model.report import SelfEvaluation

LEAST = 40
"""汉字 of a paragraph that is compared; shorter ones are alike by nature."""
BINS = 48
MOST_BYTES = 2048
_VERSION = 2
_QUOTED = 20
_HEAD = Struct("<8sHHB")
"""Of a paragraph: its hash, where it stands, its 汉字, bytes of its beginning; then bins and beginning."""

_HAN = re.compile("[^\u3400-\u4dbf\u4e00-\u9fff]+")
_SPACE = re.compile(r"\s+")
_CHAPTERS = tuple(field.alias or name for name, field in SelfEvaluation.model_fields.items())
_LEFT_OUT = ("表单选项", "来源", "出错说明", "落款", "单位.主要职能", "单位.性质", "单位.经费来源")
"""What units of a kind share by right, and what is no narrative."""

_MIXED = 0x9E3779B1
_WALKS = tuple(
    tuple(crc32(bytes((start, step))) % BINS for step in range(4 * BINS)) for start in range(BINS)
)  # fmt: skip
_known: dict[str, int] = {}
_MOST_KNOWN = 200_000


class Paragraph(NamedTuple):
    """One paragraph of a sketch; `length` in 汉字, `bins` its MinHash, `opening` its first 20 characters."""

    hash: bytes
    place: int
    length: int
    bins: bytes
    opening: str


def sketch_of(report: SelfEvaluation) -> bytes:
    """The sketch of a report's narrative; places are its chapters, see `chapter`."""
    placed = (
        (_CHAPTERS.index(re.split(r"[.\[]", path, maxsplit=1)[0]), text)
        for path, text in narrative_of(report)
    )
    return sketch_of_texts(placed, own_names(report))


def sketch_of_texts(placed: Iterable[tuple[int, str]], names: tuple[str, ...]) -> bytes:
    """The sketch of paragraphs, each with the number of its place, from a unit that bears these names.

    Of more than 2 KB the longest paragraphs are kept.
    """
    found: list[tuple[int, int, bytes]] = []
    for place, text in placed:
        if len(plain := normalised(text, names)) >= LEAST:
            found.append((-len(plain), len(found), _packed(place, text, plain)))
    room = MOST_BYTES - 1
    kept: list[tuple[int, bytes]] = []
    for _, order, packed in sorted(found):
        if len(packed) <= room:
            room -= len(packed)
            kept.append((order, packed))
    return bytes([_VERSION]) + b"".join(packed for _, packed in sorted(kept))


def paragraphs_of(sketch: bytes) -> Iterator[Paragraph]:
    """The paragraphs of a sketch; none of one that another version of the program made, or a damaged one."""
    at = 1
    while sketch[:1] == bytes([_VERSION]) and at + _HEAD.size + BINS <= len(sketch):
        key, place, length, size = _HEAD.unpack_from(sketch, at)
        at += _HEAD.size
        bins, opening = sketch[at : at + BINS], sketch[at + BINS : at + BINS + size]
        at += BINS + size
        yield Paragraph(key, place, length, bins, opening.decode("utf-16-le", "replace"))


def chapter(place: int) -> str:
    """The chapter of a report file by the number of a place."""
    return _CHAPTERS[place] if place < len(_CHAPTERS) else ""


def narrative_of(report: SelfEvaluation) -> Iterator[tuple[str, str]]:
    """Every paragraph of the report with the path of its text."""
    for path, text in texts(report):
        if not path.startswith(_LEFT_OUT):
            for paragraph in text.splitlines():
                yield path, paragraph


def own_names(report: SelfEvaluation) -> tuple[str, ...]:
    """How the unit calls itself, longest first."""
    unit = report.unit
    names = {unit.name, unit.self_reference, unit.superior} if unit else set()
    return tuple(sorted((name for name in names if name), key=lambda name: (-len(name), name)))


def normalised(text: str, names: tuple[str, ...] = ()) -> str:
    """The 汉字 of a text without these names: what remains when names and figures are changed."""
    text = _SPACE.sub("", text)
    for name in names:
        text = text.replace(name, "")
    return _HAN.sub("", text)


def _packed(place: int, text: str, plain: str) -> bytes:
    opening = _SPACE.sub("", text)[:_QUOTED].encode("utf-16-le", "replace")
    key = blake2b(plain.encode("utf-16-le"), digest_size=8).digest()
    head = _HEAD.pack(key, min(place, 0xFFFF), min(len(plain), 0xFFFF), len(opening))
    return head + _bins(plain) + opening


def _bins(plain: str) -> bytes:
    """The least hash of each bin, down to a byte."""
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    hashes = []
    for trigram in {plain[at : at + 3] for at in range(len(plain) - 2)}:
        value = _known.get(trigram)
        if value is None:
            value = _known[trigram] = crc32(trigram.encode("utf-16-le")) * _MIXED >> 3 & 0xFFFFFFFF
        hashes.append(value)
    hashes.sort(reverse=True)
    least = {value % BINS: value // BINS for value in hashes}
    return bytes(_filled(least, number) & 0xFF for number in range(BINS))


def _filled(least: dict[int, int], number: int) -> int:
    """A bin's value; of an empty one that of another, the same for every text that lacks the same bins."""
    if number in least:
        return least[number]
    for step, other in enumerate(_WALKS[number]):
        if other in least:
            return least[other] * _MIXED + step >> 5
    return 0
