"""The shared strings of an .xlsx, in their order.

Most are `<si><t>…</t></si>` and are cut apart at that; what does not fit, such as rich text, goes through the
parser, and so does all of a part in which `<` may be something else than a tag.
"""

from authoring.sheets.making import unescape
from authoring.sheets.members import Package
from authoring.sheets.xml_reader import MAIN, XmlReader, is_simple

_OPEN, _CLOSE = "<si><t>", "</t></si>"
_BORDER = _CLOSE + _OPEN
_FORBIDDEN = [chr(code) for code in (*range(9), *range(11, 32), 0xFFFE, 0xFFFF)]
"""Characters that no XML may hold or, as CR, that the parser would change."""


def read_strings(package: Package, member: str) -> list[str]:
    """Every string by its number; none without the part."""
    return strings_of(package.read(member), package.file) if package.has(member) else []


def strings_of(content: bytes, file: str, *, fast: bool = True) -> list[str]:
    """Rich text joined, phonetic guides left out, `_x000D_` decoded. Raises InputError."""
    if fast and is_simple(content):
        if (found := _fast(content, file)) is not None:
            return found
    reader = StringsReader(file)
    reader.xml.feed_all(content)
    return reader.found


class StringsReader:
    """Adds to `found` each string item that `xml` was fed."""

    def __init__(self, file: str) -> None:
        self.found: list[str] = []
        self.xml = XmlReader(self._start, self._end, file, "共享文本")
        self._text: list[str] = []
        self._outside = 0
        """Depth of the phonetic guide that we are in; 0 in none."""

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


def _fast(content: bytes, file: str) -> list[str] | None:
    """The strings; None if the part must be parsed as a whole.

    A piece between two borders that holds markup is fed to the parser with its borders: only if it has closed
    just as many items as are there, the parser stands between two items and plain ones need no parsing.
    """
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    if any(map(text.__contains__, _FORBIDDEN)) or text.count("<") != text.count(">"):
        return None
    first, *pieces = text.split(_BORDER)
    if not pieces or "xmlns" in first[first.find("<si") :]:
        return None
    last = pieces.pop()
    reader = StringsReader(file)
    strings = _parsed(reader, f"{first}{_CLOSE}")
    tags = text.count("<") - first.count("<") - last.count("<") - (len(pieces) + 1) * _BORDER.count("<")
    if strings is not None:
        strings = _joined(reader, strings, pieces) if tags or "&" in text else strings + _plain(pieces, text)
    if strings is None:
        return None
    reader.found.clear()
    reader.xml.feed(f"{_OPEN}{last}".encode(), last=True)
    return strings + reader.found


def _plain(pieces: list[str], text: str) -> list[str]:
    return [unescape(piece) for piece in pieces] if "_" in text and "_x" in text else pieces


def _joined(reader: StringsReader, strings: list[str], pieces: list[str]) -> list[str] | None:
    """The strings before, and those of pieces of which some hold markup."""
    for piece in pieces:
        if "<" in piece or "&" in piece:
            parsed = None if "xmlns" in piece else _parsed(reader, f"{_OPEN}{piece}{_CLOSE}")
            if parsed is None:
                return None
            strings += parsed
        else:
            strings.append(unescape(piece))
    return strings


def _parsed(reader: StringsReader, text: str) -> list[str] | None:
    """The items in a text that ends with `</si>`; None unless the parser has closed them all."""
    reader.found.clear()
    reader.xml.feed(text.encode())
    closed = reader.xml.depth == 1 and len(reader.found) == text.count("</si>")
    return reader.found.copy() if closed else None
