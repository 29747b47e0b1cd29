"""Changes to the bytes of an XML part: expat says where things stand, and all other bytes stay."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from authoring.errors import InputError, Problem

_TAG = re.compile(rb"<[^\"'>]*(?:(?:\"[^\"]*\"|'[^']*')[^\"'>]*)*>")
_OTHER_ENCODING = re.compile(rb"<\?xml\s[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_DEEPEST = 256


class Edit(NamedTuple):
    """The bytes from `start` to `end` are replaced."""

    start: int
    end: int
    new: bytes


class Element(NamedTuple):
    """An element as it begins: `at` its first byte, `depth` 1 for the root, attributes with prefixes."""

    name: str
    prefix: str
    attributes: dict[str, str]
    depth: int
    at: int


class View:
    """What a walk shows: while not `deep`, nothing below the third level; ten times as fast for a sheet."""

    __slots__ = ("deep",)

    def __init__(self) -> None:
        self.deep = True


def walk(
    content: bytes,
    start: Callable[[Element], None],
    end: Callable[[str, int, int], None],
    view: View | None = None,
) -> None:
    """Call `start` with each element, `end` with its local name, depth, and where its end tag begins.

    For `<c/>` that is behind the tag. `view` may be changed on the way. Raises InputError if the part is not
    well-formed UTF-8 XML.
    """
    view = view or View()
    if (
        content.startswith((b"\xff\xfe", b"\xfe\xff"))
        or b"\0" in content[:4]
        or _OTHER_ENCODING.match(content)
    ):
        raise unfit("有一部分不是 UTF-8 编码")
    parser = expat.ParserCreate()
    depth = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise unfit("内容嵌套过深")
        if depth > 3 and not view.deep:
            return
        prefix, _, local = name.rpartition(":")
        start(Element(local, f"{prefix}:" if prefix else "", attributes, depth, parser.CurrentByteIndex))

    def finish(name: str) -> None:
        nonlocal depth
        if depth <= 3 or view.deep:
            end(name.rpartition(":")[2], depth, parser.CurrentByteIndex)
        depth -= 1

    def doctype(*_: object) -> None:
        raise unfit("内容含有 DOCTYPE 声明")

    parser.StartElementHandler, parser.EndElementHandler = begin, finish
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)  # noqa: FBT003
    except expat.ExpatError as error:
        raise unfit("有一部分不是完整的 XML") from error


def unfit(reason: str) -> InputError:
    """Why a workbook cannot be marked."""
    return InputError([Problem(f"{reason}，不能在上面标注")])


def tag_at(content: bytes, at: int) -> bytes:
    """The tag that begins there, of XML known to be well-formed."""
    found = _TAG.match(content, at)
    assert found
    return found[0]


def is_empty(tag: bytes) -> bool:
    """Whether it is `<c/>`."""
    return tag.endswith(b"/>")


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """The tag with one attribute set, or taken out with None; everything else as it was."""
    found = re.search(rb"\s%s\s*=\s*(?:\"[^\"]*\"|'[^']*')" % name.encode(), _blanked(tag, name.encode()))
    new = b"" if value is None else f" {name}={quoteattr(value)}".encode()
    if found:
        return tag[: found.start()] + new + tag[found.end() :]
    at = len(tag) - (2 if is_empty(tag) else 1)
    return tag[:at].rstrip() + new + tag[at:]


def _blanked(tag: bytes, name: bytes) -> bytes:
    """The tag with the values of all other attributes blanked: one may hold ` s="1"` as text."""
    pairs = re.compile(rb"([^\s=\"'<]+)(\s*=\s*)(\"[^\"]*\"|'[^']*')")
    return pairs.sub(
        lambda pair: (
            pair[0] if pair[1] == name else pair[1] + pair[2] + b'"' + b"_" * (len(pair[3]) - 2) + b'"'
        ),
        tag,
    )


def opened(content: bytes, at: int, inside: bytes) -> Edit:
    """An edit that puts something into the empty element `<row/>` at a place."""
    tag = tag_at(content, at)
    name = re.match(rb"<([^\s/>]+)", tag)
    assert name
    return Edit(at, at + len(tag), tag[:-2].rstrip() + b">" + inside + b"</" + name[1] + b">")


def pieces(content: bytes, edits: Iterable[Edit]) -> Iterator[bytes | memoryview]:
    """The content with its edits, in order; insertions at one place in the order given."""
    view, at = memoryview(content), 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        assert edit.start >= at, "edits overlap"
        yield view[at : edit.start]
        yield edit.new
        at = edit.end
    yield view[at:]


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The content with its edits, at once."""
    return b"".join(pieces(content, edits))
