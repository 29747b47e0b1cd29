"""Rows of lists by the unit they belong to: they come before the units, so that most are put on disk."""

import marshal
import weakref
from array import array
from tempfile import TemporaryFile
from typing import NamedTuple

from authoring.sheets.cells import Cell
from authoring.sheets.members import refusal

IN_MEMORY = 50_000
"""Rows that are held; 2 to 3 KB each."""


class Shelved(NamedTuple):
    """A row: of which list it is, by number; its own number on the sheet; its cells."""

    listing: int
    number: int
    cells: dict[int, Cell]


class Shelf:
    """Rows are put on it by owner, and are found again in their order."""

    def __init__(self, file: str) -> None:
        self._name = file
        self._held: dict[str, list[Shelved]] = {}
        self._places: dict[str, array[int]] = {}
        """Where an owner's other rows begin."""
        self._count = 0
        self._file = TemporaryFile(prefix="gouji-")  # noqa: SIM115  as long as we live
        weakref.finalize(self, self._file.close)
        self._end = 0
        self._looks: dict[tuple[object, ...], int] = {}
        """What cells have besides their text, which is little, by number."""
        self._by_number: list[tuple[object, ...]] = []

    def put(self, owner: str, row: Shelved) -> None:
        """Add a row. Raises InputError when there is no room on the disk."""
        self._count += 1
        if self._count <= IN_MEMORY:
            self._held.setdefault(owner, []).append(row)
            return
        content = self._packed(row)
        self._places.setdefault(owner, array("Q")).append(self._end)
        try:
            self._file.write(content)
        except OSError as error:
            sentence = "明细太多，临时文件夹里放不下，请清理磁盘空间，或分成几个文件"
            raise refusal(self._name, sentence) from error
        self._end += len(content)

    def rows(self, owner: str) -> list[Shelved]:
        """An owner's rows, as they were put."""
        return self._held.get(owner, []) + [self._row(place) for place in self._places.get(owner, ())]

    def owners(self) -> list[str]:
        """All who have rows, in the order of their first."""
        return list(dict.fromkeys([*self._held, *self._places]))

    def _packed(self, row: Shelved) -> bytes:
        looks = [self._looks.setdefault(cell[1:], len(self._looks)) for cell in row.cells.values()]
        if len(self._looks) > len(self._by_number):
            self._by_number = list(self._looks)
        texts = [cell.text for cell in row.cells.values()]
        return marshal.dumps((row.listing, row.number, list(row.cells), texts, looks))

    def _row(self, place: int) -> Shelved:
        self._file.seek(place)
        listing, number, columns, texts, looks = marshal.load(self._file)  # noqa: S302  nobody else wrote it
        made = (Cell._make((text, *self._by_number[look])) for text, look in zip(texts, looks, strict=True))
        return Shelved(listing, number, dict(zip(columns, made, strict=True)))
