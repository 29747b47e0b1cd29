"""A copy of a Word file with comments at the very words, and nothing else changed.

python-docx writes every part anew and can mark whole runs only. So the package's XML is edited: in the main
part things are only put in, and all parts that know nothing of comments are copied byte for byte.
"""

import re
from collections.abc import Sequence

from authoring.audit.anchors import Anchor, Anchors
from authoring.audit.phrasing import ASKED, advice, sentence
from authoring.audit.run import Spot
from authoring.audit.splitting import Marks
from authoring.batch.ooxml_package import Changes, inside_root, names_in, root_prefix
from authoring.batch.xml_edits import edited, unfit
from authoring.checks.finding import Finding
from authoring.intake.guard import Guarded
from authoring.papers.docx_places import Places
from authoring.writers.wordml import escape

AUTHOR, INITIALS = "勾稽审核", "勾稽"
_USUAL = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
_STRICT = (
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_USED = re.compile(
    rb"<[^<>\s]*comment(?:RangeStart|RangeEnd|Reference)\s[^<>]*?\bid\s*=\s*[\"'](\d{1,9})[\"']"
)


def comment_on(guarded: Guarded, found: Sequence[tuple[Spot, Finding]]) -> bytes:
    """The commented copy. It bears no date: the same file and findings are the same bytes.

    Raises InputError where the file gives no place to put a comment.
    """
    assert guarded.members is not None
    places, changes = Places(guarded), Changes(guarded.members)
    anchors = Anchors(places)
    content = places.content(places.main)
    comments = _Comments(changes, places.main, strict=_STRICT[0].encode() in content[:8192])
    marks = Marks(content)
    number = comments.free_id([int(used) for used in _USED.findall(content)])
    for number, (spot, finding) in enumerate(sorted(found, key=_order), number):  # noqa: B020
        anchor = anchors.of(spot.span)
        marks.add(number, anchor.first, anchor.last)
        comments.add(number, _paragraphs(finding, anchor))
    changes.put(places.main, edited(content, marks.edits()))
    comments.finish()
    return changes.zipped()


def _order(found: tuple[Spot, Finding]) -> tuple[int, int, int, str]:
    span = found[0].span
    return span.at, span.start, span.end, found[1].rule


def _paragraphs(finding: Finding, anchor: Anchor) -> list[str]:
    """The words of a comment."""
    elsewhere = f"（这里说的是{anchor.elsewhere}里的文字）" if anchor.elsewhere else ""
    lines = [f"【{ASKED[finding.severity]}】{elsewhere}{sentence(finding.message)}", advice(finding)]
    return [line for line in lines if line]


class _Comments:
    """The part of comments: that of the file, with what is added, or a new one."""

    def __init__(self, changes: Changes, main: str, *, strict: bool) -> None:
        self._changes, self._main = changes, main
        self._word, self._office = _STRICT if strict else _USUAL
        related = (each.target for each in changes.relations(main) if each.kind == "comments")
        self._name = next((name for name in related if changes.has(name)), "")
        self._content = changes.read(self._name) if self._name else self._new()
        self._prefix = root_prefix(self._content)
        if not self._prefix:
            raise unfit("批注部分的写法特殊")
        self._added: list[str] = []

    def free_id(self, used: Sequence[int]) -> int:
        """The first id above all that are used."""
        own = names_in(self._content, "comment", f"{self._prefix}id")
        return max([*used, *(int(name) for name in own if name.isdecimal())], default=-1) + 1

    def add(self, number: int, paragraphs: Sequence[str]) -> None:
        """One more comment."""
        p = self._prefix
        about = f'{p}id="{number}" {p}author="{AUTHOR}" {p}initials="{INITIALS}"'
        lines = "".join(
            f'<{p}p><{p}r><{p}t xml:space="preserve">{_plain(line)}</{p}t></{p}r></{p}p>'
            for line in paragraphs
        )
        self._added.append(f"<{p}comment {about}>{lines}</{p}comment>")

    def finish(self) -> None:
        """Put the part into the package."""
        folder = self._main.rpartition("/")[0] or "word"
        usual = f"{folder}/comments.xml"
        free = self._changes.free_name(f"{folder}/comments{{}}.xml") if self._changes.has(usual) else usual
        name = self._name or free
        self._changes.put(name, inside_root(self._content, "".join(self._added).encode()))
        if not self._name:
            self._changes.relate(self._main, "comments", name, office=self._office)
            self._changes.declare(name, _TYPE)

    def _new(self) -> bytes:
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<w:comments xmlns:w="{self._word}"></w:comments>'
        ).encode()


def _plain(text: str) -> str:
    """Text of one `w:t`."""
    return escape(" ".join(text.split()))
