"""A workbook's package being changed: parts replaced or added, relations and content types with them."""

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from authoring.batch.xml_edits import Edit, Element, edited, is_empty, opened, tag_at, unfit, walk
from authoring.intake.archive import Members

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "[Content_Types].xml"


class Relation(NamedTuple):
    """From one part to another; `kind` is the last word of its type, `target` a member."""

    id: str
    kind: str
    target: str


class Changes:
    """The members of a workbook, and those that will be different. Raises InputError as `Members` does."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._new: dict[str, tuple[str, list[bytes | memoryview]]] = {}

    def read(self, name: str) -> bytes:
        """A part as it will be."""
        if name.casefold() in self._new:
            return b"".join(self._new[name.casefold()][1])
        return self._members.read(name)

    def has(self, name: str) -> bool:
        """Whether there is or will be such a part."""
        return name.casefold() in self._new or name in self._members

    def put(self, name: str, *content: bytes | memoryview) -> None:
        """Replace or add a part, given in pieces."""
        self._new[name.casefold()] = name, list(content)

    def free_name(self, pattern: str) -> str:
        """The first name like `xl/comments{}.xml` that is not taken."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def drawings(self) -> list[bytes]:
        """All legacy drawings of the workbook."""
        return [self.read(name) for name in self._members.names() if name.lower().endswith(".vml")]

    def relations(self, part: str) -> list[Relation]:
        """Where a part points to within the package."""
        name = _rels_of(part)
        if not self.has(name):
            return []
        found: list[Relation] = []

        def start(element: Element) -> None:
            a = element.attributes
            if element.name == "Relationship" and a.get("TargetMode") != "External":
                target = unquote(a.get("Target", "")).replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
                found.append(Relation(a.get("Id", ""), a.get("Type", "").rpartition("/")[2], path))

        walk(self.read(name), start, lambda *_: None)
        return found

    def relate(self, part: str, kind: str, target: str, *, office: str = _OFFICE) -> str:
        """Add a relation to a part, by a target from the package's root; its id.

        `office` begins the names of kinds: strict files have another.
        """
        name = _rels_of(part)
        content = self.read(name) if self.has(name) else f'<Relationships xmlns="{_RELS}"/>'.encode()
        ids, prefix = names_in(content, "Relationship", "Id"), root_prefix(content)
        number = 1
        while f"rIdGj{number}" in ids:
            number += 1
        new = f'<{prefix}Relationship Id="rIdGj{number}" Type="{office}/{kind}" Target="/{escape(target)}"/>'
        self.put(name, inside_root(content, new.encode()))
        return f"rIdGj{number}"

    def declare(self, part: str, content_type: str, *, by_extension: bool = False) -> None:
        """Say what a new part is."""
        content = self.read(_TYPES)
        prefix = root_prefix(content)
        if by_extension:
            extension = part.rpartition(".")[2]
            if f'Extension="{extension}"'.encode() in content:
                return
            new = f'<{prefix}Default Extension="{extension}" ContentType="{content_type}"/>'
        else:
            new = f'<{prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
        self.put(_TYPES, inside_root(content, new.encode()))

    def zipped(self) -> bytes:
        """The changed workbook; parts in their old order, new ones behind; the same input, the same bytes."""
        out = BytesIO()
        old = self._members.names()
        known = {name.casefold() for name in old}
        added = sorted(name for key, (name, _) in self._new.items() if key not in known)
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for name in (*old, *added):
                info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type = ZIP_DEFLATED
                with archive.open(info, "w") as part:
                    for piece in self._chunks(name):
                        part.write(piece)
        return out.getvalue()

    def _chunks(self, name: str) -> Iterator[bytes | memoryview]:
        if name.casefold() in self._new:
            yield from self._new[name.casefold()][1]
        else:
            yield from self._members.chunks(name)


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def root_prefix(content: bytes) -> str:
    """The prefix of the root, `w:`."""
    roots: list[str] = []

    def start(element: Element) -> None:
        if element.depth == 1:
            roots.append(element.prefix)

    walk(content, start, lambda *_: None)
    return roots[0]


def names_in(content: bytes, element: str, attribute: str) -> set[str]:
    """The values of an attribute, by its name with prefix, of the elements right below the root."""
    found: set[str] = set()

    def start(each: Element) -> None:
        if each.depth == 2 and each.name == element and attribute in each.attributes:
            found.add(each.attributes[attribute])

    walk(content, start, lambda *_: None)
    return found


def inside_root(content: bytes, new: bytes) -> bytes:
    """The part with something added at the end of its root."""
    places: dict[str, int] = {}
    walk(
        content,
        lambda element: None if element.depth > 1 else places.__setitem__("start", element.at),
        lambda _name, depth, at: None if depth > 1 else places.__setitem__("end", at),
    )
    if not places:
        raise unfit("文件目录不完整")
    if is_empty(tag_at(content, places["start"])):
        return edited(content, [opened(content, places["start"], new)])
    return edited(content, [Edit(places["end"], places["end"], new)])
