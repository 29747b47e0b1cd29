"""An OLE compound file (.xls, .doc, .et, .wps, encrypted .xlsx) → the streams at its root.

Only what tells the kind is read. Chains are bounded by the file, so that a ring ends. Layout by [MS-CFB].
"""

from collections.abc import Iterator
from struct import Struct, unpack_from
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = Struct("<64sHBx3I36xIQ")
_HEADER_DIFAT = 109
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks."""
_NONE = 0xFFFFFFFF
_STORAGE, _STREAM = 1, 2
_MINI = 4096
"""A shorter stream lies in the mini stream, which is not followed."""


class Compound:
    """`names` are those at the root, in small letters. Raises ValueError if the file makes no sense."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        if len(content) < 512:
            raise ValueError("no header")
        (shift,) = unpack_from("<H", content, 30)
        if shift not in {9, 12}:
            raise ValueError("sector size")
        self._size = 1 << shift
        self._fat = [number for sector in self._fat_sectors() for number in self._numbers(sector)]
        self._entries = [
            _Entry._make(_ENTRY.unpack_from(sector, at))
            for sector in map(self._sector, list(self._chain(unpack_from("<I", content, 48)[0])))
            for at in range(0, len(sector) - 127, 128)
        ]
        self._root = {entry.text.lower(): entry for entry in self._at_root()}
        self.names = frozenset(self._root)

    def head(self, name: str) -> bytes:
        """The stream's first sector, empty for a short one. Raises ValueError if any of it is cut off."""
        entry = self._root[name]
        if entry.kind != _STREAM or entry.size & 0xFFFFFFFF < _MINI:
            return b""
        sectors = list(self._chain(entry.start))
        self._sector(max(sectors, default=_LAST))
        return self._sector(entry.start)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start >= len(self._content):
            raise ValueError("sector outside the file")
        return self._content[start : start + self._size]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        data = self._sector(sector)
        return unpack_from(f"<{len(data) // 4}I", data)

    def _fat_sectors(self) -> list[int]:
        """From the header, and for files over 7 MB from the sectors chained to it."""
        sectors = list(unpack_from(f"<{_HEADER_DIFAT}I", self._content, 76))
        (following,) = unpack_from("<I", self._content, 68)
        most = _HEADER_DIFAT + 2 * len(self._content) // (self._size * self._size // 4)
        while following < _LAST and len(sectors) <= most:
            *more, following = self._numbers(following)
            sectors += more
        sectors = [sector for sector in sectors if sector < _LAST]
        if len(sectors) > most:
            raise ValueError("more tables than sectors")
        return sectors

    def _chain(self, sector: int) -> Iterator[int]:
        """The sectors from this one on; each sector at most once."""
        for _ in self._fat:
            if sector >= _LAST:
                return
            yield sector
            if sector >= len(self._fat):
                raise ValueError("chain leaves the table")
            sector = self._fat[sector]
        raise ValueError("endless chain")

    def _at_root(self) -> Iterator["_Entry"]:
        """The root's own entries: an embedded document has streams of the same names further down."""
        if not self._entries:
            raise ValueError("no directory")
        open_numbers, seen = [self._entries[0].child], {_NONE}
        while open_numbers:
            number = open_numbers.pop()
            if number in seen:
                continue
            seen.add(number)
            if number >= len(self._entries):
                raise ValueError("no such entry")
            entry = self._entries[number]
            open_numbers += (entry.left, entry.right)
            if entry.kind in {_STORAGE, _STREAM}:
                yield entry


class _Entry(NamedTuple):
    name: bytes
    length: int
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int

    @property
    def text(self) -> str:
        return self.name[: max(0, min(self.length, 64) - 2)].decode("utf-16-le", "replace")
