"""The comments of a worksheet: their part, and the legacy drawing without which Excel does not show them."""

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from authoring.batch.xml_edits import (
    Edit,
    Element,
    edited,
    is_empty,
    opened,
    tag_at,
    unfit,
    walk,
)
from authoring.sheets.cells import LAST_COLUMN, LAST_ROW, reference
from authoring.writers.characters import clean

AUTHOR = "勾稽核对"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}">'
    "<authors></authors><commentList></commentList></comments>"
).encode()
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE_ID = re.compile(rb"_x0000_s([0-9]{1,8})\b")
_IDMAP = re.compile(rb"(<\w{1,20}:idmap\b[^>]*?\bdata\s*=\s*[\"'])([0-9, ]{0,500})")
BLOCK = 1024
"""Shape ids come in blocks of that many, and a drawing names the blocks that are its own."""
_WIDE, _HIGHEST, _LEAST = 3, 20, 4
"""Columns and rows that a comment covers."""


@dataclass(slots=True)
class _Held:
    """A comment that is there already: its text element, and the end of the last run or text in it."""

    text: int = -1
    prefix: str = ""
    last: int = -1
    bare: tuple[int, int] | None = None


class Comments:
    """A part of comments being added to; without `content` a new one. Raises InputError."""

    def __init__(self, content: bytes = b"") -> None:
        self._content = content or _EMPTY
        self._held: dict[str, _Held] = {}
        self._now = _Held()
        self._authors = 0
        self._starts: dict[str, Element] = {}
        self._ends: dict[str, int] = {}
        self._edits: list[Edit] = []
        self._new: list[str] = []
        self._child = 0
        walk(self._content, self._start, self._end)
        if not {"authors", "commentList"} <= self._starts.keys():
            raise unfit("批注部分不完整")
        self._prefix = self._starts["commentList"].prefix

    def add(self, place: tuple[int, int], text: str) -> bool:
        """Add a comment, or add to the one that is there; whether it is new, and needs a shape."""
        where = reference(*place)
        if where in self._held:
            self._append(self._held[where], text)
            return False
        p = self._prefix
        self._new.append(
            f'<{p}comment ref="{where}" authorId="{self._authors}" shapeId="0"><{p}text>{_run(p, text)}'
            f"</{p}text></{p}comment>"
        )
        return True

    def content(self) -> bytes:
        """The part with everything added."""
        author = f"<{self._prefix}author>{AUTHOR}</{self._prefix}author>".encode()
        added = [self._inside("authors", author), self._inside("commentList", "".join(self._new).encode())]
        return edited(self._content, [*self._edits, *(added if self._new else [])])

    def _inside(self, name: str, new: bytes) -> Edit:
        at = self._starts[name].at
        if is_empty(tag_at(self._content, at)):
            return opened(self._content, at, new)
        return Edit(self._ends[name], self._ends[name], new)

    def _append(self, held: _Held, text: str) -> None:
        run = _run(held.prefix, f"\n{text}").encode()
        if held.text < 0:
            return
        tag = tag_at(self._content, held.text)
        if is_empty(tag):
            self._edits.append(opened(self._content, held.text, run))
        elif held.bare:
            # a bare text beside runs is not what Excel writes: it becomes a run itself
            start, end = held.bare
            p = held.prefix
            self._edits.append(Edit(start, start, f"<{p}r>".encode()))
            self._edits.append(Edit(end, end, f"</{p}r>".encode() + run))
        else:
            at = held.last if held.last >= 0 else held.text + len(tag)
            self._edits.append(Edit(at, at, run))

    def _start(self, element: Element) -> None:
        if element.depth == 2:
            self._starts.setdefault(element.name, element)
        elif element.depth == 3 and element.name == "author":
            self._authors += 1
        elif element.depth == 3 and element.name == "comment":
            self._now = _Held()
            self._held.setdefault(element.attributes.get("ref", ""), self._now)
        elif element.depth == 4 and element.name == "text":
            self._now.text, self._now.prefix = element.at, element.prefix
        elif element.depth == 5:
            self._child = element.at

    def _end(self, name: str, depth: int, at: int) -> None:
        if depth == 2:
            self._ends.setdefault(name, at)
        elif depth == 5 and name in ("t", "r"):
            tag = tag_at(self._content, self._child)
            end = self._child + len(tag) if is_empty(tag) else at + len(tag_at(self._content, at))
            self._now.last = end
            if name == "t":
                self._now.bare = (self._child, end)


def _run(prefix: str, text: str) -> str:
    """Plain text as a run; `_x0041_` would be read as A, and what XML cannot hold becomes U+FFFD."""
    plain = escape(_ESCAPED.sub("_x005F_", clean(text)))
    looks = (("sz", "9"), ("rFont", "宋体"), ("charset", "134"))
    style = "".join(f'<{prefix}{name} val="{value}"/>' for name, value in looks)
    body = f'<{prefix}t xml:space="preserve">{plain}</{prefix}t>'
    return f"<{prefix}r><{prefix}rPr>{style}</{prefix}rPr>{body}</{prefix}r>"


def next_block(drawings: list[bytes]) -> int:
    """The first block of shape ids that no drawing of the workbook uses."""
    used = [0]
    for content in drawings:
        used += [int(found[1]) // BLOCK for found in _SHAPE_ID.finditer(content)]
        for found in _IDMAP.finditer(content):
            used += [int(number) for number in found[2].split(b",") if number.strip().isdigit()]
    return max(used) + 1


def with_shapes(content: bytes, places: list[tuple[int, int, int]], block: int) -> bytes:
    """A legacy drawing with a hidden box for each comment (row, column, lines); without `content` a new one.

    It is not parsed: Excel itself writes some that are no XML. What it does not declare at its top, as
    openpyxl does not, our boxes declare for themselves. Raises InputError where it cannot be added to.
    """
    blocks = ",".join(str(block + n) for n in range(len(places) // (BLOCK - 1) + 1))
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    if not content:
        layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
        content = f"<xml{spaces}>{layout}{_TYPE}</xml>".encode()
    elif found := _IDMAP.search(content):
        content = content[: found.end()] + f",{blocks}".encode() + content[found.end() :]
    head = content[: content.find(b">", content.find(b"<xml")) + 1]
    declared = all(f'xmlns:{prefix}="{space}"'.encode() in head for prefix, space in _SPACES.items())
    at = content.rfind(b"</xml>")
    if at < 0:
        raise unfit("批注的图形部分不完整")
    kind = "" if b'id="_x0000_t202"' in content else _TYPE
    ids = (BLOCK * (block + n // (BLOCK - 1)) + 1 + n % (BLOCK - 1) for n in range(len(places)))
    shapes = "".join(_shape(number, *place) for number, place in zip(ids, places, strict=True))
    added = kind + shapes
    if not declared:
        added = added.replace("<v:shapetype ", f"<v:shapetype{spaces} ").replace(
            "<v:shape ", f"<v:shape{spaces} "
        )
    return content[:at] + added.encode() + content[at:]


def _shape(number: int, row: int, column: int, lines: int) -> str:
    """A box beside its cell, to the left of it at the sheet's right edge."""
    left = column if column + _WIDE < LAST_COLUMN else column - 2 - _WIDE
    height = min(max(lines, _LEAST), _HIGHEST)
    top = min(max(row - 2, 0), LAST_ROW - height - 1)
    anchor = f"{left}, 15, {top}, 10, {left + _WIDE}, 15, {top + height}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;'
        'margin-top:1.5pt;width:180pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
        '<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/>'
        f"<x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
