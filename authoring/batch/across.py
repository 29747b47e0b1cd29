"""What can be said only of all units together: shared texts, another unit's name in a report."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from authoring.batch.copied import Names
from authoring.batch.likeness import Alike, confirm, find_alike, tell_alike
from authoring.batch.outcome import Row, Told

_NEAR = 0.8
Rows = Callable[[], Iterator[Row]]
"""The rows of a batch, to be read again and again."""


def look_across(rows: Rows, folder: Path) -> dict[int, list[Told]]:
    """By the number of a row, what is to be told of it besides; rows are streamed, their texts read anew.

    Names are looked for in the text files of a batch, and shared texts are compared there word by word; where
    none were made, names are not told of, and texts by their sketches alone.
    """
    units = {row.number: _Made(row.unit, row.files) for row in rows() if row.sketch or row.files}
    found: dict[int, list[Told]] = {}
    alike = find_alike((row.number, row.sketch) for row in rows() if row.sketch)
    sure = (each for each in alike if _is_sure(each, units, folder))
    for number, told in tell_alike(sure, lambda number: units[number].unit):
        found.setdefault(number, []).append(told)
    names = Names(made.unit for made in units.values())
    for row in rows():
        for text in _texts(row.files, folder):
            found.setdefault(row.number, []).extend(names.foreign([("", text)], (row.unit, *row.names)))
    return {number: told for number, told in found.items() if told}


class _Made(NamedTuple):
    unit: str
    files: tuple[str, ...]


def _is_sure(alike: Alike, units: dict[int, _Made], folder: Path) -> bool:
    """Whether the text quoted from one unit stands in the other's too; yes where neither can be read."""
    if alike.first == alike.second:
        return True
    made = units[alike.first], units[alike.second]
    one, other = ([line for text in _texts(m.files, folder) for line in text.splitlines()] for m in made)
    quoted = next((line for line in (*one, *other) if alike.quote in line), None)
    if quoted is None:
        return True
    names = tuple(m.unit for m in made)
    return any(confirm(quoted, line, names) >= _NEAR for line in (other if quoted in one else one))


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


def _texts(files: Sequence[str], folder: Path) -> Iterator[str]:
    for name in files:
        if name.endswith(".txt"):
            try:
                yield (folder / name).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):  # edited or gone since; the next run will see to it
                continue
