"""What is done once every row is there: all looked at together, the marked copies, the results."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from authoring.batch.across import Rows, look_across, with_more
from authoring.batch.beside import Beside
from authoring.batch.copies import listed_names, mark_copies
from authoring.batch.ledger import Ledger

_NAMED = 5


class Closed(NamedTuple):
    """The rows with what is told of them beside others; the notes, with those on copies; the results."""

    rows: Rows
    notes: tuple[str, ...]
    results: Path | None = None


_OLD = "以前标注或汇总、这次没有更新的文件还在文件夹里，不再用的请删去：{}"


def close(rows: Rows, ledger: Ledger, notes: Sequence[str], *, force: bool = False) -> Closed:
    """Write the results and marked copies into the folder of the ledger.

    `force` replaces those that were edited since. Of the rows, only what is told of them beside others is
    kept in memory. Raises OutputError.
    """
    from authoring.batch.results import write_results  # noqa: PLC0415  only a run that is done needs it

    folder = ledger.path.parent
    beside = Beside(folder, ledger, force=force)
    rows = with_more(rows, look_across(rows, folder))
    said = list(notes)
    if copies := mark_copies(rows, beside, said):
        said.append(f"标出问题单元格的工作簿：{listed_names(copies)}")
    written = write_results(rows, beside, [*said, *beside.notes])
    said += beside.notes
    if old := ledger.other_claims(beside.names):
        said.append(_OLD.format("、".join(old[:_NAMED]) + ("等" if len(old) > _NAMED else "")))
    return Closed(rows, tuple(said), written)
