"""The units of a workbook a page at a time, out of a process that the workbook may kill.

`open_pages` and `next_page` run in the child of a `Worker`, which keeps its place in the workbook.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from authoring.errors import GoujiError, InputError, Problem
from authoring.intake.guard import FILE_BYTES, Guarded, Kind, guard
from authoring.intake.worker import SECONDS, Worker
from authoring.workbook.unit import Unit

Reader = Callable[[Guarded, str, int | None], Iterator[Unit]]
PAGE = 64
_MORE_SECONDS = 1 / (1 << 20)
"""For a byte beyond `FILE_BYTES`: lists and shared texts are all read before the first unit."""
_READ = {Kind.XLSX, Kind.XLSM, Kind.XLS, Kind.ODS, Kind.TEXT}


def read_workbook(source: Guarded, form: str, year: int | None) -> Iterator[Unit]:
    """The reader of workbooks, loaded in the child only."""
    from authoring.workbook.reading import read_units  # noqa: PLC0415

    return read_units(source, form, year)


class Page(NamedTuple):
    """Some units, in order. `problems` is what stopped the reading after them; `last` if it is over."""

    units: tuple[Unit, ...]
    last: bool
    problems: tuple[Problem, ...] = ()


class _Reading:
    """What the child has open."""

    units: Iterator[Unit] = iter(())


def open_pages(reader: Reader, path: Path, name: str, form: str, year: int | None) -> tuple[str, ...]:
    """Judge a file and begin to read it; the remarks on it. Raises InputError."""
    guarded = guard(path)
    if guarded.kind not in _READ:
        raise InputError([Problem(f"这是{guarded.kind.value}，批量只读工作簿、CSV 和 .yaml 报告文件", name)])
    _Reading.units = reader(guarded, form, year)
    return guarded.notes


def next_page() -> Page:
    """Up to `PAGE` more units of the open workbook; what was read before a fault is kept."""
    units: list[Unit] = []
    try:
        units.extend(islice(_Reading.units, PAGE))
    except InputError as error:
        return Page(tuple(units), last=True, problems=error.problems)
    except GoujiError as error:
        return Page(tuple(units), last=True, problems=(Problem(str(error)),))
    return Page(tuple(units), last=len(units) < PAGE)


def _patience(path: Path) -> float:
    """Seconds that a page may take."""
    try:
        size = path.stat().st_size
    except (OSError, ValueError):  # the guard will say why
        size = 0
    return SECONDS + max(size - FILE_BYTES, 0) * _MORE_SECONDS


def skip_page() -> tuple[int, bool]:
    """How many units the next page has, and whether it is the last."""
    page = next_page()
    return len(page.units) + bool(page.problems), page.last


def count_pages(worker: Worker, reader: Reader, path: Path, form: str, year: int | None) -> Iterator[int]:
    """How many rows each page of a workbook will make. Raises GoujiError."""
    seconds = _patience(path)
    worker.call(open_pages, reader, path, path.name, form, year, file=path.name, seconds=seconds)
    last = False
    while not last:
        count, last = worker.call(skip_page, file=path.name, seconds=seconds)
        yield count


def read_pages(
    worker: Worker, reader: Reader, path: Path, form: str, year: int | None
) -> Iterator[tuple[str, ...] | Page]:
    """The remarks on a workbook, then its pages. Raises GoujiError, WorkerError if it killed the child."""
    name, seconds = path.name, _patience(path)
    yield worker.call(open_pages, reader, path, name, form, year, file=name, seconds=seconds)
    last = False
    while not last:
        page = worker.call(next_page, file=name, seconds=seconds)
        last = page.last
        yield page
