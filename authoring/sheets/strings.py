"""The shared strings of an .xlsx, in their order.

Most strings are `<si><t>…</t></si>` and are taken by one regular expression; what does not fit, such as rich
text, goes through the parser, and so does all of a part in which `<` may be something else than a tag.
"""

import re

from authoring.sheets.making import unescape
from authoring.sheets.members import Package
from authoring.sheets.xml_reader import MAIN, XmlReader, is_simple

_PLAIN = re.compile(
    r'<si><t(?: xml:space="preserve")?>((?:[^<>&\]\x00-\x1f\ud800-\udfff\ufffe\uffff]|[\t\n])*)</t></si>'
)


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

    What lies between plain strings is fed to the parser with the plain string after it: only if it has closed
    just as many as there are, the parser stands between two strings and the next plain ones need no parsing.
    """
    try:
        parts = _PLAIN.split(content.decode())
    except UnicodeDecodeError:
        return None
    reader = StringsReader(file)
    strings: list[str] = []
    texts = parts[1::2]
    clean = list(map(unescape, texts)) if b"_x" in content else texts
    for gap, text, decoded in zip(parts[0:-1:2], texts, clean, strict=True):
        if gap:
            fed = f"{gap}<si><t>".encode() + text.encode() + b"</t></si>"
            reader.found.clear()
            reader.xml.feed(fed)
            if reader.xml.depth != 1 or len(reader.found) != fed.count(b"</si>") or reader.found[-1] != decoded:
                return None
            strings += reader.found
        else:
            strings.append(decoded)
    reader.found.clear()
    reader.xml.feed(parts[-1].encode(), last=True)
    return strings + reader.found
