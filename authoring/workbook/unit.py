"""One unit's answers as they came out of a file, before anything is checked."""

from typing import NamedTuple

from authoring.draft.draft import Draft
from authoring.errors import Problem


class Unit(NamedTuple):
    """A report as read: its draft, with the cell of every answer, and what could not be read of it.

    `sheet` and `row` say where it stands in a workbook of many units; `form` and `year` are in the answers.
    """

    draft: Draft
    problems: tuple[Problem, ...] = ()
    sheet: str = ""
    row: int | None = None
    extras: tuple[tuple[str, str], ...] = ()
    """What stands in columns that nobody asks for, by their heads."""
    notes: tuple[str, ...] = ()
    """Remarks on the file, the same for all its units."""

    @property
    def name(self) -> str:
        """The unit's full name as typed, else nothing."""
        unit = self.draft.answers.get("单位")
        return str(unit.get("全称") or "") if isinstance(unit, dict) else ""
