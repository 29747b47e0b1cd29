"""Marked copies of the users' own workbooks, beside the results; an earlier copy somebody worked in stays."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from authoring import atomic
from authoring.batch.across import Rows
from authoring.batch.marking import mark_copy
from authoring.batch.outcome import Row, Told

_MARKED = {".xlsx", ".xlsm", ".xltx", ".xltm"}
_MOST_NUMBERS = 1000


def mark_copies(rows: Rows, folder: Path, notes: list[str]) -> list[Path]:
    """Save a marked copy of each workbook in which something is wrong, if it is not there already.

    Returns the copies. What could not be marked is added to `notes`. Raises OutputError.
    """
    copies: list[Path] = []
    stems: dict[str, int] = {}
    for source, listed in groupby(rows(), key=lambda row: row.source):
        path, told = Path(source), list(_told(listed))
        if not told or path.suffix.lower() not in _MARKED:
            continue
        number = stems[path.stem.casefold()] = stems.get(path.stem.casefold(), 0) + 1
        stem = path.stem if number == 1 else f"{path.stem}（{number}）"
        with tempfile.TemporaryDirectory(prefix="gouji-") as place:
            made = mark_copy(path, told, Path(place), notes, stem)
            if made is not None:
                copies.append(_kept(made, folder, notes))
    return copies


def _told(rows: Iterator[Row]) -> Iterator[Told]:
    return (told for row in rows for told in row.told if told.cell)


def _kept(made: Path, folder: Path, notes: list[str]) -> Path:
    """The copy in the folder: there already, or under the first name that is free."""
    content = made.read_bytes()
    for name in _names(made):
        target = folder / name
        if target.exists():
            with suppress(OSError):
                if target.read_bytes() == content:
                    return target
            continue
        atomic.save(target, content)
        if name != made.name:
            notes.append(f"“{made.name}”已有内容不同的一份，没有盖掉，新的标注存为“{name}”")
        return target
    raise AssertionError(made)


def _names(made: Path) -> Iterator[str]:
    yield made.name
    for number in range(2, _MOST_NUMBERS):
        yield f"{made.stem}{number}{made.suffix}"


def listed_names(copies: Sequence[Path]) -> str:
    """The names of a few of them, for one line."""
    names = [path.name for path in copies[:5]]
    return "、".join(names) + (f"等 {len(copies)} 个" if len(copies) > len(names) else "")
