"""What stops the program. A wrong figure never does: it is a finding, see `checks.finding`.

Each message is one sentence in plain Chinese and one remedy, ready for the screen.
"""

from collections.abc import Sequence
from typing import NamedTuple


class GoujiError(Exception):
    """The work cannot be done; `str(error)` is what the user reads."""


class Spot(NamedTuple):
    """A cell of a workbook as the user sees it: `单位`, `B7`."""

    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """`单位!B7`, nothing for no place."""
        return f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell


NOWHERE = Spot()


class Problem(NamedTuple):
    """One thing wrong with an input file, at a place the user can see.

    `line` counts from 1; `place` is the path of the answer, as `支出.合计`; `spot` its cell.
    """

    message: str
    file: str = ""
    line: int | None = None
    place: str = ""
    spot: Spot = NOWHERE

    def __str__(self) -> str:
        """`report.yaml 第14行（支出.合计）：…`, leaving out what is unknown."""
        where = f"{self.file} {self.spot}".strip()
        if self.line is not None:
            where += f" 第{self.line}行" if where else f"第{self.line}行"
        if self.place:
            where += f"（{self.place}）"
        return f"{where}：{self.message}" if where else self.message


class InputError(GoujiError):
    """A file cannot be used; carries every problem found in one pass, in order of line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line or 0)))
        super().__init__("\n".join(map(str, self.problems)))


class FormError(GoujiError):
    """A form folder is wrong; names the file and, where known, the line."""


class OutputError(GoujiError):
    """A result could not be put on disk; what stood there before is untouched."""
