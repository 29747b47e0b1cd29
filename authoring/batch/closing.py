"""What is done once every row is there: all looked at together, the marked copies, the results."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from authoring.batch.across import Rows, look_across, with_more
from authoring.batch.copies import listed_names, mark_copies


class Closed(NamedTuple):
    """The rows with what is told of them beside others; the notes, with those on copies; the results."""

    rows: Rows
    notes: tuple[str, ...]
    results: Path | None = None


def close(rows: Rows, folder: Path, notes: Sequence[str]) -> Closed:
    """Write the results and marked copies into the folder.

    Of the rows, only what is told of them beside others is kept in memory. Raises OutputError.
    """
    from authoring.batch.results import write_results  # noqa: PLC0415  only a run that is done needs it

    rows = with_more(rows, look_across(rows, folder))
    said = list(notes)
    if copies := mark_copies(rows, folder, said):
        said.append(f"标出问题单元格的工作簿：{listed_names(copies)}")
    written = write_results(rows, folder, said)
    return Closed(rows, tuple(said), written)
