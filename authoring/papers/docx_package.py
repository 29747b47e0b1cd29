"""A Word package → its parts as XML, found by relationships and never by their usual names.

Nothing outside the package is opened. All raises InputError.
"""

import codecs
import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from authoring.errors import InputError, Problem
from authoring.intake.archive import Members, shown
from authoring.papers.docx_names import BODY, DOCUMENT, STRICT

DEEPEST = 200
"""Elements in one another; Word itself nests tables no deeper than 60."""

_MAIN = re.compile(
    r"wordprocessingml\.(document|template)\.main\+xml|ms-word\.(document|template)\.macroenabled",
    re.IGNORECASE,
)
_AGAIN = "请用 Word 或 WPS 打开，另存为新文件后再用"
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
_STRICT = re.compile(rb"(xmlns(?::[\w.-]+)?\s*=\s*[\"'])(http://purl\.oclc\.org/ooxml/[^\"']*)")
_NOISE = re.compile(
    rb"<w:(?:rFonts|lang|szCs|bCs|iCs|kern|color|spacing|ind|snapToGrid|widowControl|keepNext|keepLines|adjustRightInd"
    rb"|autoSpaceD[EN]|overflowPunct|topLinePunct|wordWrap|kinsoku|textAlignment|shd|highlight|u|i|w|position|tcW|tblW"
    rb"|top|left|bottom|right|insideH|insideV|vAlign|trHeight|noWrap|tblInd|tblLook|gridCol|proofErr"
    rb"|lastRenderedPageBreak|bookmarkStart|bookmarkEnd|lsdException|qFormat|uiPriority|unhideWhenUsed|semiHidden"
    rb")(?: [^<>]*)?/>"
)
"""Empty elements that are not looked at: two thirds of a usual report. Parsing them takes far longer."""


class Relation(NamedTuple):
    """To another part: `kind` is the last word of its type, `target` a member or, outside, an address."""

    kind: str
    target: str
    outside: bool


class Package:
    """The parts of a Word file. `missing` has those that others name and that are not there."""

    def __init__(self, members: Members, file: str) -> None:
        self.file = file
        self.missing: dict[str, None] = {}
        self._members = members
        self._relations: dict[str, dict[str, Relation]] = {}
        self.main = self._main()

    def relations(self, part: str) -> dict[str, Relation]:
        """By their ids, where a part points to; `""` is the package itself."""
        if part not in self._relations:
            self._relations[part] = self._relations_of(part)
        return self._relations[part]

    def _relations_of(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        found = {}
        for each in self.tree(rels) if rels in self._members else ():
            outside = each.get("TargetMode") == "External"
            target = each.get("Target", "")
            if not outside:
                target = posixpath.join("/", folder, unquote(target).replace("\\", "/"))
                target = posixpath.normpath(target).lstrip("/")
            found[each.get("Id", "")] = Relation(each.get("Type", "").rpartition("/")[2], target, outside)
        return found

    def has(self, part: str) -> bool:
        """Whether it is there; if not, that is kept for the remarks."""
        if part in self._members:
            return True
        self.missing[part] = None
        return False

    def names(self) -> tuple[str, ...]:
        """All members."""
        return self._members.names()

    def tree(self, part: str) -> Element:
        """A part as a whole."""
        root = None
        for root in self._growing(part):  # noqa: B007
            pass
        if root is None:
            raise self.refusal(part)
        return root

    def blocks(self) -> Iterator[Element]:
        """The children of the main part's body, each whole; the tree of one is let go after it was taken."""
        root = body = None
        for root in self._growing(self.main):
            body = body if body is not None else root.find(BODY)
            if body is not None and len(body) > 1:
                ready = body[:-1]
                del body[:-1]
                yield from ready
        if root is None or root.tag != DOCUMENT or body is None:
            raise InputError([Problem(f"里面没有 Word 正文，可能已损坏，{_AGAIN}", self.file)])
        yield from body

    def _growing(self, part: str) -> Iterator[Element]:
        """The root, over and over while the part is being read."""
        builder = TreeBuilder()
        # a DOCTYPE, and with it every entity, was refused when the member was unpacked
        parser = XMLParser(target=builder)  # noqa: S314
        try:
            for piece in self._pieces(part):
                parser.feed(piece)
                # CPython's builder gives its root at any time, and goes on
                root: Element | None = builder.close()
                if root is not None:
                    yield root
            parser.close()
        except (ParseError, ValueError, LookupError) as error:
            raise self.refusal(part) from error

    def _pieces(self, part: str) -> Iterator[bytes | str]:
        """The part's bytes; or its text, where the parser does not know the encoding."""
        chunks = self._members.chunks(part)
        head = next(chunks, b"")
        encoding = encoding_of(head)
        if encoding:
            yield codecs.decode(b"".join((head, *chunks)), encoding)
            return
        if b"purl.oclc.org/ooxml" in head:
            content = b"".join((head, *chunks))
            yield _NOISE.sub(b"", _STRICT.sub(_usual, content))
            return
        yield _NOISE.sub(b"", head)
        for chunk in chunks:
            yield _NOISE.sub(b"", chunk)

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        return self._members.read(part)

    def refusal(self, part: str) -> InputError:
        """For a part that is no whole XML."""
        return InputError([Problem(f"“{shown(part)}”的内容已损坏，读不出来，{_AGAIN}", self.file)])

    def too_deep(self) -> InputError:
        """For elements in one another as no office program writes them."""
        return InputError([Problem(f"内容嵌套超过 {DEEPEST} 层，没有读取，{_AGAIN}", self.file)])

    def _main(self) -> str:
        targets = [each.target for each in self.relations("").values() if each.kind == "officeDocument"]
        types = self.tree("[Content_Types].xml") if "[Content_Types].xml" in self._members else ()
        named = [
            each.get("PartName", "").lstrip("/")
            for each in types
            if _MAIN.search(each.get("ContentType", ""))
        ]
        for part in (*targets, *named, "word/document.xml"):
            if part in self._members:
                return part
        raise InputError([Problem(f"里面没有 Word 正文，可能已损坏，{_AGAIN}", self.file)])


def encoding_of(head: bytes) -> str:
    """The encoding of a part, empty for UTF-8."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in head[:2]:
        return "utf-16-be" if head[:1] == b"\0" else "utf-16-le"
    declared = _DECLARED.match(head)
    name = declared[1].decode("latin-1").lower() if declared else "utf-8"
    return "" if name in {"utf-8", "utf8", "us-ascii", "ascii"} else name


def _usual(found: re.Match[bytes]) -> bytes:
    usual = STRICT.get(found[2].decode("latin-1"))
    return found[1] + usual.encode() if usual else found[0]
