"""Workbooks and text tables → units' answers, found by their labels wherever they stand."""

from collections.abc import Iterator

from authoring.intake.guard import Guarded
from authoring.workbook.unit import Unit


def read_units(source: Guarded, form: str = "", year: int | None = None) -> Iterator[Unit]:
    """Every unit of a workbook, one after the other; `form` and `year` where the file does not say.

    Raises InputError when nothing can be read from the file as a whole.
    """
    raise NotImplementedError
