"""Shared strings too many for the memory: in a file without a name, which goes with the process."""

import weakref
from array import array
from collections.abc import Iterable
from itertools import accumulate
from tempfile import TemporaryFile

from authoring.sheets.cells import Cell, Kind
from authoring.sheets.members import refusal

_SHORT = 24
"""Characters of what may be said again and again."""
_MOST_SHORT = 500_000
"""About 100 MB."""


class SpilledTexts:
    """The cells of shared strings by number: short ones in memory, the others on disk."""

    def __init__(self, strings: Iterable[list[str]], file: str) -> None:
        """Read them all, part by part. Raises InputError, too, when there is no room on the disk."""
        self._short: dict[int, Cell] = {}
        self._ends = array("Q", [0])
        self._file = TemporaryFile(prefix="gouji-")  # noqa: SIM115  as long as we live
        weakref.finalize(self, self._file.close)
        try:
            for part in strings:
                self._add(part)
            self._file.flush()
        except OSError as error:
            sentence = "共享文本太多，临时文件夹里放不下，请清理磁盘空间，或分成几个文件"
            raise refusal(file, sentence) from error

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int, /) -> Cell:
        """Raises IndexError for one that is not there."""
        if (short := self._short.get(number)) is not None:
            return short
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return Cell(self._file.read(end - start).decode("utf-8", "surrogatepass"), Kind.TEXT)

    def _add(self, strings: list[str]) -> None:
        room = _MOST_SHORT - len(self._short)
        if room > 0:
            short = [number for number, text in enumerate(strings) if len(text) <= _SHORT]
            for number in short[:room]:
                self._short[len(self) + number] = Cell(strings[number], Kind.TEXT)
        packed = [text.encode("utf-8", "surrogatepass") for text in strings]
        self._file.write(b"".join(packed))
        start = self._ends.pop()
        self._ends.extend(accumulate(map(len, packed), initial=start))
