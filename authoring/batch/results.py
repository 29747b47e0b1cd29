"""`批量结果.xlsx`: what became of every unit of a batch, what was found, and the sums."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from authoring import atomic
from authoring.batch.beside import Beside
from authoring.batch.cells import formats_of
from authoring.batch.outcome import Row
from authoring.batch.result_pages import Formats
from authoring.batch.result_sheets import Findings, Units, write_totals
from authoring.batch.totals import Totals

NAME = "批量结果"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Two runs on the same rows give the same bytes."""
_TEXT_ONLY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_results(rows: Callable[[], Iterator[Row]], beside: Beside, notes: Sequence[str] = ()) -> Path:
    """Write the workbook into the folder; its path is returned.

    `rows` is asked for twice, once to count, and no row is kept. Where `批量结果.xlsx` is not free, it
    is `批量结果（2）.xlsx`: the path says so. `notes` stand below the sums. Raises OutputError.
    """
    totals = Totals(rows())
    return put_book(beside, NAME, lambda book, formats: _fill(book, formats, rows, totals, notes))


def put_book(beside: Beside, title: str, fill: Callable[[Any, Formats], None]) -> Path:
    """A new workbook in the folder, named by its title, filled by a function; its path is returned.

    Where the name is not free, the file gets a number: the path says so. Raises OutputError.
    """
    target = beside.folder / f"{title}.xlsx"
    temp = atomic.beside(target)
    try:
        write_book(temp, title, fill)
        return beside.put(temp, target.name)
    except OSError as error:
        raise atomic.refusal(error, target) from error
    finally:
        with suppress(OSError):
            temp.unlink()


class _Stream:
    """A file to write a zip into. Once it has failed or is closed, it takes the rest and does nothing.

    Else the zip that a full disk leaves half done prints a traceback when it is thrown away.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._failed = False

    def write(self, content: bytes) -> int:
        written: int = self._tried(self._file.write, content, otherwise=len(content))
        return written

    def seek(self, place: int, whence: int = 0) -> int:
        found: int = self._tried(self._file.seek, place, whence)
        return found

    def tell(self) -> int:
        place: int = self._tried(self._file.tell)
        return place

    def flush(self) -> None:
        self._tried(self._file.flush, otherwise=None)

    def _tried(self, do: Callable[..., Any], *given: Any, otherwise: Any = 0) -> Any:
        if self._failed or self._file.closed:
            return otherwise
        try:
            return do(*given)
        except OSError:
            self._failed = True
            raise


def write_book(temp: Path, title: str, fill: Callable[[Any, Formats], None]) -> None:
    """A new workbook at `temp`, filled by a function that gets it and its formats. Raises OSError.

    Texts stay texts, in constant memory; the same content is the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415  80 ms that only a batch needs
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415

    # opened here, as XlsxWriter would find out only at the end that there is no folder
    with temp.open("xb") as stream, TemporaryDirectory(prefix="gouji-") as scratch:
        book = xlsxwriter.Workbook(_Stream(stream), {**_TEXT_ONLY, "tmpdir": scratch})
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
