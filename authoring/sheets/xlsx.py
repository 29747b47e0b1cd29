"""Excel workbooks, .xlsx and .xlsm: exact figures, at little cost however far apart the cells may lie.

What cannot be told: whether a formula's value is out of date, unless the file says it was never worked out.
"""

from collections.abc import Iterator

from authoring.errors import InputError
from authoring.sheets.beside import Beside
from authoring.sheets.cells import Range, Row, Sheet, Visibility
from authoring.sheets.members import Members, Package
from authoring.sheets.quick import rows_of
from authoring.sheets.strings import read_strings
from authoring.sheets.styles import read_styles
from authoring.sheets.workbook import Listed, read_contents
from authoring.sheets.worksheet import Book, WorksheetReader
from authoring.sheets.xml_reader import pieces_of


class XlsxSheet:
    """A `Sheet` that is read from the archive when its rows are asked for, row by row."""

    unseen: tuple[str, ...] = ()

    def __init__(self, listed: Listed, package: Package, book: Book) -> None:
        self.name: str = listed.name
        self.hidden: Visibility = listed.hidden
        self._member, self._package, self._book = listed.member, package, book

    def rows(self) -> Iterator[Row]:
        """Rows that hold something, from the top. Raises InputError, maybe after some rows."""
        yield from rows_of(self._package.chunks(self._member), self._book, self._package.file, self.name)

    def merges(self) -> tuple[Range, ...]:
        """Merged cells, found without reading the rows where that is safe. Raises InputError."""
        reader = self._reader()
        try:
            safe = self._read_beside(Beside(reader))
        except InputError:  # maybe only because something was left out that was no row
            safe = False
        if not safe:
            reader = self._reader()
            for chunk in self._package.chunks(self._member):
                reader.xml.feed(chunk)
                reader.rows.clear()
                reader.drop_text()
            reader.xml.feed(b"", last=True)
        return tuple(reader.merges)

    def _reader(self) -> WorksheetReader:
        return WorksheetReader(self._book, self._package.file, self.name)

    def _read_beside(self, beside: Beside) -> bool:
        """Whether the rows could be left out."""
        pieces = pieces_of(self._package.chunks(self._member))
        return all(simple and beside.feed(piece) for piece, simple in pieces) and beside.end()


def read_xlsx(members: Members, file: str = "") -> list[Sheet]:
    """The worksheets in their order; `file` is the file as the user knows it.

    Chart sheets are left out. Raises InputError when the archive is no workbook or a shared part is damaged.
    """
    package = Package(members, file)
    contents = read_contents(package)
    book = Book(
        read_strings(package, contents.strings),
        read_styles(package, contents.styles),
        contents.from_1904,
        contents.stale,
    )
    return [XlsxSheet(listed, package, book) for listed in contents.sheets]
