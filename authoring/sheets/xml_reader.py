"""Reading XML from strangers with expat: no DOCTYPE, bounded depth, and InputError for all that is wrong.

Names come as `namespace local`, with OOXML's strict namespaces turned into the usual ones.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from authoring.sheets.members import refusal

STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main "
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
"""Prefix of the names of sheets, cells and styles."""

_STRICT = {
    STRICT_MAIN.strip(): MAIN.strip(),
    "http://purl.oclc.org/ooxml/officeDocument/relationships": (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
DEEPEST = 256
_BLOCK = 1 << 16
_PIECE = 1 << 18
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml [^<>?]*\?>")
_OTHER_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)

Start = Callable[[str, dict[str, str], int], None]
"""Name, attributes and depth (1 for the root) of an element that begins."""
End = Callable[[str, int], None]


class XmlReader:
    """A parser that is fed bytes and calls `start`, `end` and, while `text` is a list, adds text to it.

    `place` names the part for the user.
    """

    def __init__(self, start: Start, end: End, file: str, place: str = "") -> None:
        self.text: list[str] | None = None
        self.depth = 0
        self._start, self._end, self._file, self._place = start, end, file, place
        self._names: dict[str, str] = {}
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._finish
        parser.CharacterDataHandler = self._add
        parser.StartDoctypeDeclHandler = self._doctype
        self.parser = parser

    def feed(self, content: bytes, *, last: bool = False) -> None:
        """Parse some more bytes. Raises InputError; no handler is called twice for a byte."""
        try:
            self.parser.Parse(content, last)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise self._refusal("内容已损坏，不是完整的 XML") from error

    def feed_all(self, content: bytes) -> None:
        """Parse a whole document."""
        for at in range(0, len(content), _BLOCK):
            self.feed(content[at : at + _BLOCK])
        self.feed(b"", last=True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep()
        known = self._names.get(name)
        self._start(known or self._known(name), attributes, self.depth)

    def _finish(self, name: str) -> None:
        self._end(self._names.get(name) or self._known(name), self.depth)
        self.depth -= 1

    def _known(self, name: str) -> str:
        """The name in the usual namespace, remembered as a file uses few of them."""
        space, _, local = name.rpartition(" ")
        known = f"{_STRICT.get(space, space)} {local}" if space else name
        if len(self._names) < 1000:
            self._names[name] = known
        return known

    def _add(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def too_deep(self) -> Exception:
        """More elements in one another than any office program writes."""
        return self._refusal(f"内容嵌套超过{DEEPEST}层")

    def _doctype(self, *_: object) -> None:
        raise self._refusal("内容含有 DOCTYPE 声明，不予读取")

    def _refusal(self, message: str) -> Exception:
        return refusal(self._file, f"{message}，请用 Excel 或 WPS 打开后另存再用", self._place)


def is_simple(content: bytes) -> bool:
    """Whether it is in UTF-8 and every `<` begins a tag: no comment, CDATA, DOCTYPE or instruction.

    Only then may a reader find `</row>` by searching, instead of parsing up to it.
    """
    declared = _DECLARED.match(content)
    if declared and _OTHER_ENCODING.search(declared[0]):
        return False
    starts_well = content.startswith((b"<", b"\xef\xbb\xbf<")) and b"\0" not in content[:4]
    return (
        starts_well
        and not _has(content, b"!", 0)
        and not _has(content, b"?", declared.end() if declared else 0)
    )


def pieces_of(chunks: Iterable[bytes], *, fast: bool = True) -> Iterator[tuple[bytes, bool]]:
    """A document in pieces of a fair size, each with whether it is simple to its end; never if not `fast`."""
    simple, before = fast, b""
    for piece in _gathered(chunks):
        if simple and before:
            across = before == b"<" and piece[:1] in (b"!", b"?")
            simple = not (across or _has(piece, b"!", 0) or _has(piece, b"?", 0))
        elif simple:
            simple = is_simple(piece)
        before = piece[-1:]
        yield piece, simple


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    gathered: list[bytes] = []
    size = 0
    for chunk in chunks:
        gathered.append(chunk)
        size += len(chunk)
        if size >= _PIECE:
            yield b"".join(gathered)
            gathered, size = [], 0
    if size:
        yield b"".join(gathered)


def _has(content: bytes, mark: bytes, start: int) -> bool:
    """Whether `<` and the mark stand together; the mark alone is rare, and looked for many times faster."""
    return content.find(mark, start) >= 0 and content.find(b"<" + mark, start) >= 0


def attribute(attributes: dict[str, str], local: str, space: str) -> str | None:
    """An attribute in a namespace, or in its strict twin."""
    for name, value in attributes.items():
        if name == f"{space} {local}":
            return value
        if " " in name and name.endswith(f" {local}") and _STRICT.get(name.rpartition(" ")[0]) == space:
            return value
    return None
