"""Long rows of plain cells at the speed of C; everything else through the parser.

The parser stays the judge. It is fed every byte but the cells of a row whose head it has just accepted and
whose cells are plain to the last byte, and but such rows as follow with the same head and the next number.
So both ways give the same rows and refuse the same files, which `tests/sheets/test_quick.py` holds them to.
A worksheet may be larger than memory: it comes in pieces, and no more than a row of it is held.
"""

from collections.abc import Generator, Iterable, Iterator

from authoring.sheets.alike import END, Plain
from authoring.sheets.cells import Row
from authoring.sheets.worksheet import Book, WorksheetReader
from authoring.sheets.xml_reader import pieces_of

_ROW = b"<row"
_SHORT = 60
"""Bytes of a row that the parser reads as fast."""
_BLOCK = 1 << 16
_HELD = 1 << 20
"""Bytes that are kept in wait for the end of a row."""
ROW_BYTES = 64 << 20
"""Of one row: 1,000 cells with 20,000 汉字 each."""


def rows_of(chunks: Iterable[bytes], book: Book, file: str, name: str, *, fast: bool = True) -> Iterator[Row]:
    """The rows of a worksheet's XML that hold something. Raises InputError, maybe after some rows."""
    reading, held = _Reading(book, file, name), b""
    for piece, simple in pieces_of(chunks, fast=fast):
        held += piece
        if not simple:
            yield from reading.parsed(held)
            held = b""
            continue
        at = yield from reading.quickly(held)
        held = held[at:]
        if len(held) > _HELD:  # not the last byte, which may be the `<` of `<!`
            yield from reading.parsed(held[:-1])
            held = held[-1:]
    yield from reading.parsed(held)
    yield from reading.ended()


class _Reading:
    """Gives rows for stretches of a worksheet's XML."""

    def __init__(self, book: Book, file: str, name: str) -> None:
        self._reader = WorksheetReader(book, file, name)
        self._plain = Plain(self._reader, book)
        self._row, self._fed = 0, 0
        """The row that the parser is in; how many bytes it was fed of it."""

    def quickly(self, content: bytes) -> Generator[Row, None, int]:
        """Rows as long as there are any; returns where the rest begins."""
        at = end = 0
        while (start := content.find(_ROW, end)) >= 0 and (found := content.find(END, start)) >= 0:
            end = found + len(END)
            if end - start > _SHORT:
                if start > at:
                    yield from self.parsed(content[at:start])
                at = end = self._plain.feed(content, start, end)
                yield from self._taken()
        yield from self.parsed(content[at:end])
        return end

    def parsed(self, content: bytes) -> Iterator[Row]:
        """The rows that end in a stretch, by the parser alone."""
        reader = self._reader
        if content:
            self._plain.forget()
        for at in range(0, len(content), _BLOCK):
            block = content[at : at + _BLOCK]
            reader.xml.feed(block)
            yield from self._taken()
            self._fed = self._fed + len(block) if reader.in_row and reader.row == self._row else 0
            self._row = reader.row
            if self._fed > ROW_BYTES:
                raise reader.refuse(f"第{reader.row}行的内容超过 {ROW_BYTES >> 20} MB")
            reader.drop_text()

    def ended(self) -> Iterator[Row]:
        """The rows that were still to come out at the end of the XML."""
        self._reader.xml.feed(b"", last=True)
        yield from self._taken()

    def _taken(self) -> list[Row]:
        rows, self._reader.rows = self._reader.rows, []
        return rows
