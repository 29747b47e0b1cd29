"""Excel workbooks, .xlsx and .xlsm: exact figures, at little cost however far apart the cells may lie.

What cannot be told: whether a formula's value is out of date, unless the file says it was never worked out.
"""

import re
from collections.abc import Iterator

from authoring.sheets.cells import Range, Row, Sheet, Visibility
from authoring.sheets.making import text_cells
from authoring.sheets.members import Members, Package
from authoring.sheets.quick import rows_of
from authoring.sheets.strings import read_strings
from authoring.sheets.styles import read_styles
from authoring.sheets.workbook import Listed, read_contents
from authoring.sheets.worksheet import Book, WorksheetReader
from authoring.sheets.xml_reader import is_simple

_DATA = re.compile(rb"<(?:[A-Za-z0-9]+:)?sheetData(?:\s[^<>]*)?(?<!/)>")
_DATA_END = re.compile(rb"</(?:[A-Za-z0-9]+:)?sheetData\s*>")


class XlsxSheet:
    """A `Sheet` that is read from the archive when its rows are asked for, row by row."""

    unseen: tuple[str, ...] = ()

    def __init__(self, listed: Listed, package: Package, book: Book) -> None:
        self.name: str = listed.name
        self.hidden: Visibility = listed.hidden
        self._member, self._package, self._book = listed.member, package, book

    def rows(self) -> Iterator[Row]:
        """Rows that hold something, from the top. Raises InputError, maybe after some rows."""
        yield from rows_of(self._package.read(self._member), self._book, self._package.file, self.name)

    def merges(self) -> tuple[Range, ...]:
        """Merged cells, found without reading the rows where that is safe. Raises InputError."""
        content = self._package.read(self._member)
        reader = WorksheetReader(self._book, self._package.file, self.name)
        reader.xml.feed_all(_without_data(content))
        return tuple(reader.merges)


def _without_data(content: bytes) -> bytes:
    """The XML with its rows cut out; whole if rows cannot be told from the rest by searching."""
    starts, ends = list(_DATA.finditer(content)), list(_DATA_END.finditer(content))
    if not len(starts) == len(ends) == 1 or starts[0].end() > ends[0].start() or not is_simple(content):
        return content
    return content[: starts[0].end()] + content[ends[0].start() :]


def read_xlsx(members: Members, file: str = "") -> list[Sheet]:
    """The worksheets in their order; `file` is the file as the user knows it.

    Chart sheets are left out. Raises InputError when the archive is no workbook or a shared part is damaged.
    """
    package = Package(members, file)
    contents = read_contents(package)
    book = Book(
        text_cells(read_strings(package, contents.strings)),
        read_styles(package, contents.styles),
        contents.from_1904,
        contents.stale,
    )
    return [XlsxSheet(listed, package, book) for listed in contents.sheets]
