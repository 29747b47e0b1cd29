"""The rows of many reports, on disk until the results are written: memory stays the same however many."""

import pickle
from array import array
from collections.abc import Iterator
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from authoring.audit.row import Row


class Spool:
    """Rows in the order they came, numbered from 1. Use it in a `with`; nothing is left afterwards."""

    def __init__(self) -> None:
        self._file = TemporaryFile(prefix="gouji-")  # noqa: SIM115  closed with the spool
        self._places = array("Q")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, row: Row) -> Row:
        """Keep a row; it is returned with its number."""
        row = row._replace(number=len(self._places) + 1)
        self._places.append(self._file.seek(0, 2))
        pickle.dump(row, self._file)
        return row

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, number: int) -> Row:
        self._file.seek(self._places[number - 1])
        row: Row = pickle.load(self._file)  # noqa: S301  our own, in a file nobody else can open
        return row

    def __iter__(self) -> Iterator[Row]:
        return (self[number] for number in range(1, len(self) + 1))
