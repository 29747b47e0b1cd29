"""The shared strings of an .xlsx, in their order.

Most are `<si><t>…</t></si>` and are cut apart at that; what does not fit, such as rich text, goes through the
parser, and so does all that follows something in which `<` may be something else than a tag.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from authoring.sheets.making import text_cells, unescape
from authoring.sheets.members import Package
from authoring.sheets.spilling import SpilledTexts
from authoring.sheets.worksheet import Texts
from authoring.sheets.xml_reader import MAIN, XmlReader, pieces_of

_OPEN, _CLOSE, _END = "<si><t>", "</t></si>", b"</si>"
_BORDER = _CLOSE + _OPEN
_FORBIDDEN = [bytes([code]) for code in (*range(9), *range(11, 32))]
_FORBIDDEN_TEXT = "\ufffe", "\uffff"
"""Characters that no XML may hold or, as CR, that the parser would change."""
_HELD = 1 << 20
"""Bytes that are kept in wait for the end of an item."""
IN_MEMORY = 64 << 20
"""Bytes of the part from which on its strings are put on disk."""


def read_strings(package: Package, member: str) -> Texts:
    """A cell for every string by its number; none without the part. Raises InputError."""
    if not package.has(member):
        return []
    chunks = iter(package.chunks(member))
    first, size = [], 0
    for chunk in chunks:
        first.append(chunk)
        size += len(chunk)
        if size > IN_MEMORY:
            return SpilledTexts(strings_of(chain(first, chunks), package.file), package.file)
    return text_cells(chain.from_iterable(strings_of(first, package.file)))


def strings_of(chunks: Iterable[bytes], file: str, *, fast: bool = True) -> Iterator[list[str]]:
    """Rich text joined, phonetic guides left out, `_x000D_` decoded, many at a time. Raises InputError."""
    cutter, held = _Cutter(file), b""
    for piece, simple in pieces_of(chunks, fast=fast):
        held += piece
        end = held.rfind(_END) + len(_END) if simple else len(held)
        if end >= len(_END):
            yield cutter.cut(held[:end], simple=simple)
            held = held[end:]
        elif len(held) > _HELD:  # not the last byte, which may be the `<` of `<!`
            yield cutter.cut(held[:-1], simple=False)
            held = held[-1:]
    yield cutter.reader.feed(held, last=True)


class StringsReader:
    """Adds to `found` each string item that `xml` was fed."""

    def __init__(self, file: str) -> None:
        self.found: list[str] = []
        self.xml = XmlReader(self._start, self._end, file, "共享文本")
        self._text: list[str] = []
        self._outside = 0
        """Depth of the phonetic guide that we are in; 0 in none."""

    def feed(self, content: bytes, *, last: bool = False) -> list[str]:
        """The strings that come to their end in it."""
        self.xml.feed(content, last=last)
        found, self.found = self.found, []
        return found

    def _start(self, name: str, _attributes: dict[str, str], depth: int) -> None:
        if name == f"{MAIN}si" and depth == 2:
            self._text = []
        elif name == f"{MAIN}rPh":
            self._outside = self._outside or depth
        elif name == f"{MAIN}t" and depth in (3, 4) and not self._outside:
            self.xml.text = self._text

    def _end(self, name: str, depth: int) -> None:
        if name == f"{MAIN}t":
            self.xml.text = None
        elif name == f"{MAIN}rPh" and depth == self._outside:
            self._outside = 0
        elif name == f"{MAIN}si" and depth == 2:
            self.found.append(unescape("".join(self._text)))


class _Cutter:
    """Gives the strings in stretches of the part."""

    def __init__(self, file: str) -> None:
        self.reader = StringsReader(file)
        self._begun = self._lost = False
        """Whether there was an item; whether the parser no longer stands between two items of the root."""

    def cut(self, content: bytes, *, simple: bool) -> list[str]:
        """The strings in a stretch; if it is `simple`, it ends with an item."""
        text = self._plain_text(content) if simple and not self._lost else None
        if text is None:
            self._lost = True
            return self.reader.feed(content)
        first, *pieces = text.split(_BORDER)
        if not pieces:
            return self._parsed(text)
        found, last = self._parsed(f"{first}{_CLOSE}"), pieces.pop()
        tags = text.count("<") - first.count("<") - last.count("<") - (len(pieces) + 1) * _BORDER.count("<")
        plain = not (tags or "&" in text or self._lost)
        found += _unescaped(pieces, text) if plain else self._mixed(pieces)
        return found + self._parsed(f"{_OPEN}{last}")

    def _plain_text(self, content: bytes) -> str | None:
        """The text if what stands in it says for itself which strings it holds."""
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return None
        start = 0 if self._begun else max(text.find("<si"), 0)
        self._begun = True
        odd = any(map(content.__contains__, _FORBIDDEN)) or any(map(text.__contains__, _FORBIDDEN_TEXT))
        named = text.find("xmlns", start) >= 0 or (start and ":si" in text)
        return None if odd or named or text.count("<") != text.count(">") else text

    def _mixed(self, pieces: list[str]) -> list[str]:
        """The strings of pieces of which some hold markup."""
        found: list[str] = []
        for at, piece in enumerate(pieces):
            if self._lost:
                rest = _BORDER.join(pieces[at:])
                return found + self._parsed(f"{_OPEN}{rest}{_CLOSE}")
            if "<" in piece or "&" in piece:
                found += self._parsed(f"{_OPEN}{piece}{_CLOSE}")
            else:
                found.append(unescape(piece))
        return found

    def _parsed(self, text: str) -> list[str]:
        """The strings of a text that ends with `</si>`; we are lost unless the parser has closed them all."""
        found = self.reader.feed(text.encode())
        self._lost = self._lost or self.reader.xml.depth != 1 or len(found) != text.count("</si>")
        return found


def _unescaped(pieces: list[str], text: str) -> list[str]:
    return [unescape(piece) for piece in pieces] if "_" in text and "_x" in text else pieces
