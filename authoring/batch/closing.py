"""What is said of a batch as a whole, once every row is there: texts alike, marked copies, the results."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from authoring.batch.listing import is_report
from authoring.batch.outcome import Row, Told
from authoring.filenames import Names

Rows = Callable[[], Iterator[Row]]


class Closed(NamedTuple):
    """The rows with what is told of them beside others, the notes with those on copies, the results."""

    rows: Rows
    notes: tuple[str, ...]
    results: Path | None = None


def close(rows: Rows, folder: Path, notes: Sequence[str]) -> Closed:
    """Write the results and marked copies into the folder.

    Of the rows, only what is told of them beside others is kept in memory. Raises OutputError.
    """
    rows = _compared(rows)
    remarks = list(notes)
    _mark(rows, folder, remarks)
    writing = _part("results")
    results = writing.write_results(rows, folder, tuple(remarks)) if writing else None
    return Closed(rows, tuple(remarks), results)


def _compared(rows: Rows) -> Rows:
    """The rows, each told which others share its text."""
    likeness = _part("likeness")
    if likeness is None:
        return rows
    found = list(likeness.find_alike((row.number, row.sketch) for row in rows() if row.sketch))
    if not found:
        return rows
    concerned = {number for alike in found for number in (alike.first, alike.second)}
    names = {row.number: row.unit or row.source for row in rows() if row.number in concerned}
    told: dict[int, list[Told]] = {}
    for number, each in likeness.tell_alike(found, names.__getitem__):
        told.setdefault(number, []).append(each)

    def with_told() -> Iterator[Row]:
        for row in rows():
            yield _told_more(row, told[row.number]) if row.number in told else row

    return with_told


def _told_more(row: Row, told: Sequence[Told]) -> Row:
    counts: Mapping[str, int] = row.counts
    for each in told:
        counts = {**counts, each.severity: counts.get(each.severity, 0) + 1}
    return row._replace(told=(*row.told, *told), counts=counts)


def _mark(rows: Rows, folder: Path, remarks: list[str]) -> None:
    """A marked copy of each workbook in which something is told of a cell."""
    marking = _part("marking")
    if marking is None:
        return
    stems = Names()
    for source, of_source in groupby(rows(), key=lambda row: row.source):
        path = Path(source)
        if not is_report(path):
            told = [each for row in of_source for each in row.told if each.cell]
            if told:
                marking.mark_copy(path, told, folder, remarks, stems.claim(path.stem))


def _part(name: str) -> Any:
    """A part of this package, loaded now; nothing if it is not there."""
    module = f"{__package__}.{name}"
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None
