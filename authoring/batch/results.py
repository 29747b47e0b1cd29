"""`批量结果.xlsx`: what became of every unit of a batch, what was found, and the sums."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from authoring import atomic
from authoring.batch.cells import formats_of
from authoring.batch.outcome import Row
from authoring.batch.result_pages import Formats
from authoring.batch.result_sheets import Findings, Units, write_totals
from authoring.batch.totals import Totals
from authoring.errors import OutputError

NAME = "批量结果"
_MOST_NAMES = 99
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Two runs on the same rows give the same bytes."""
_TEXT_ONLY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_results(rows: Callable[[], Iterator[Row]], folder: Path, notes: Sequence[str] = ()) -> Path:
    """Write the workbook into the folder; its path is returned.

    `rows` is asked for twice, once to count, and no row is kept. While a program holds `批量结果.xlsx`, the
    new one is `批量结果（2）.xlsx`: the path says so. `notes` stand below the sums. Raises OutputError.
    """
    totals = Totals(rows())
    target = folder / f"{NAME}.xlsx"
    temp = atomic.beside(target)
    try:
        write_book(temp, NAME, lambda book, formats: _fill(book, formats, rows, totals, notes))
        return _put(temp, target)
    except OSError as error:
        raise atomic.refusal(error, target) from error
    finally:
        with suppress(OSError):
            temp.unlink()


def write_book(temp: Path, title: str, fill: Callable[[Any, Formats], None]) -> None:
    """A new workbook at `temp`, filled by a function that gets it and its formats. Raises OSError.

    Texts stay texts, in constant memory; the same content is the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415  80 ms that only a batch needs
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    # opened here, as XlsxWriter would find out only at the end that there is no folder
    with temp.open("xb") as stream, TemporaryDirectory(prefix="gouji-") as scratch:
        book = xlsxwriter.Workbook(stream, {**_TEXT_ONLY, "tmpdir": scratch})
        try:
            book.set_properties({"title": title, "created": _CREATED})
            fill(book, formats_of(book))
            book.close()
        except FileCreateError as error:
            raise error.__context__ or error from error
        finally:
            # after a failure it would leave the rows written so far open, which Windows could not remove
            for sheet in book.worksheets():
                if rows_so_far := getattr(sheet, "row_data_fh", None):
                    rows_so_far.close()


def _fill(
    book: Any, formats: Formats, rows: Callable[[], Iterator[Row]], totals: Totals, notes: Sequence[str]
) -> None:
    units = Units(book, formats, totals)
    findings = Findings(book, formats, totals)
    write_totals(book, formats, totals, notes)
    for row in rows():
        units.add(row)
        findings.add(row)


def _put(temp: Path, target: Path) -> Path:
    """Put the whole file in its place, or in the first that no program holds. Raises OutputError, OSError."""
    for number in range(1, _MOST_NAMES + 1):
        place = target if number == 1 else target.with_name(f"{target.stem}（{number}）{target.suffix}")
        try:
            temp.replace(place)
        except PermissionError:
            continue
        return place
    raise OutputError(f"“{target}”正被 Excel 或 WPS 打开，没有保存，请关闭它，再重试。")
