"""Marked copies of the users' own workbooks, beside the results."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from authoring import atomic
from authoring.batch.across import Rows
from authoring.batch.beside import Beside
from authoring.batch.marking import mark_copy
from authoring.batch.outcome import Row, Told

_MARKED = {".xlsx", ".xlsm", ".xltx", ".xltm"}


def mark_copies(rows: Rows, beside: Beside, notes: list[str]) -> list[Path]:
    """Save a marked copy of each workbook in which something is wrong.

    Returns the copies. What could not be marked is added to `notes`. Raises OutputError.
    """
    copies: list[Path] = []
    for source, listed in groupby(rows(), key=lambda row: row.source):
        path, told = Path(source), list(_told(listed))
        if not told or path.suffix.lower() not in _MARKED:
            continue
        with tempfile.TemporaryDirectory(prefix="gouji-") as place:
            made = mark_copy(path, told, Path(place), notes)
            if made is not None:
                copies.append(_placed(made, beside))
    return copies


def _placed(made: Path, beside: Beside) -> Path:
    target = beside.folder / made.name
    temp = atomic.lay_beside(target, made.read_bytes())
    try:
        return beside.put(temp, made.name)
    except OSError as error:
        raise atomic.refusal(error, target) from error
    finally:
        with suppress(OSError):
            temp.unlink()


def _told(rows: Iterator[Row]) -> Iterator[Told]:
    return (told for row in rows for told in row.told if told.cell)


def listed_names(copies: Sequence[Path]) -> str:
    """The names of a few of them, for one line."""
    names = [path.name for path in copies[:5]]
    return "、".join(names) + (f"等 {len(copies)} 个" if len(copies) > len(names) else "")
