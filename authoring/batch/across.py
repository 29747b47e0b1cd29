"""What can be said only of all units together: shared texts, another unit's name in a report."""

from collections.abc import Callable, Iterator
from pathlib import Path

from authoring.batch.copied import Names
from authoring.batch.likeness import find_alike, tell_alike
from authoring.batch.outcome import Row, Told

Rows = Callable[[], Iterator[Row]]
"""The rows of a batch, to be read again and again."""


def look_across(rows: Rows, folder: Path) -> dict[int, list[Told]]:
    """By the number of a row, what is to be told of it besides; rows are streamed, their texts read anew.

    Names are looked for in the text files of a batch; where none were made, that is not told of.
    """
    units = {row.number: row.unit for row in rows() if row.sketch or row.files}
    found: dict[int, list[Told]] = {}
    alike = find_alike((row.number, row.sketch) for row in rows() if row.sketch)
    for number, told in tell_alike(alike, lambda number: units.get(number, "")):
        found.setdefault(number, []).append(told)
    names = Names(units.values())
    for row in rows():
        for text in _texts(row, folder):
            found.setdefault(row.number, []).extend(names.foreign([("", text)], (row.unit, *row.names)))
    return {number: told for number, told in found.items() if told}


def with_more(rows: Rows, more: dict[int, list[Told]]) -> Rows:
    """The rows with what else is told of them."""

    def told() -> Iterator[Row]:
        for row in rows():
            extra = more.get(row.number, [])
            counts = {**row.counts}
            for each in extra:
                counts[each.severity] = counts.get(each.severity, 0) + 1
            yield row._replace(told=(*row.told, *extra), counts=counts) if extra else row

    return told


def _texts(row: Row, folder: Path) -> Iterator[str]:
    for name in row.files:
        if name.endswith(".txt"):
            try:
                yield (folder / name).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):  # edited or gone since; the next run will see to it
                continue
