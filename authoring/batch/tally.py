"""How many units there will be, counted beside the work by a process that reads ahead: for the time left."""

import threading
from types import TracebackType
from typing import Self

from authoring.batch import paging
from authoring.batch.listing import Listing, is_report
from authoring.errors import GoujiError
from authoring.intake.worker import Worker


class Tally:
    """Counts while it is open; `total` is known once all files were read. Only a forecast rests on it."""

    def __init__(self, listing: Listing, form: str, year: int | None) -> None:
        self._given = listing.files, form, year
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._count, daemon=True)
        self.total: int | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join(1)

    def _count(self) -> None:
        files, form, year = self._given
        total = 0
        with Worker() as worker:
            for path in files:
                if is_report(path):
                    total += 1
                    continue
                try:
                    for count in paging.count_pages(worker, paging.read_workbook, path, form, year):
                        total += count
                        if self._over.is_set():
                            return
                except GoujiError:
                    total += 1
        self.total = total
