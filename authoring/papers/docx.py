"""A Word file (.docx, .docm, .dotx, .dotm) → a paper, with everything that has words in it.

Tracked changes are read as accepted, macros do not run, and what lies outside the file is not opened.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from authoring.intake.guard import Guarded
from authoring.papers.docx_beside import OpenPart, beside
from authoring.papers.docx_names import T
from authoring.papers.docx_numbering import Numbering
from authoring.papers.docx_package import Package, Relation
from authoring.papers.docx_seen import Seen
from authoring.papers.docx_story import Recorded, Stories
from authoring.papers.docx_styles import Styles
from authoring.papers.paper import Paper, Place

_MACROS = "vbaproject.bin"


class Traced(NamedTuple):
    """A paper with where its words come from: by `at`, and the number of each `w:t` in its part."""

    paper: Paper
    package: Package
    recorded: dict[int, Recorded]
    ordinals: dict[Element, int]


def read_docx(guarded: Guarded) -> Paper:
    """Read a Word file. Raises InputError where it is damaged, or no office program would write it so."""
    return _read(guarded, None).paper


def trace_docx(guarded: Guarded) -> Traced:
    """The same paper, with its sources; slower, and the whole XML stays in memory."""
    return _read(guarded, {})


def _read(guarded: Guarded, ordinals: dict[Element, int] | None) -> Traced:
    assert guarded.members is not None
    file = guarded.path.name
    package, seen = Package(guarded.members, file), Seen()
    relations = package.relations(package.main)
    styles = Styles(_side_part(package, relations, "styles"))
    numbering = Numbering(lambda: _side_part(package, relations, "numbering"), styles)
    stories = Stories(styles, numbering, seen, package.too_deep, record=ordinals is not None)
    blocks = package.blocks()
    items = stories.read(blocks if ordinals is None else _counted(blocks, ordinals), package.main, Place())
    items.extend(beside(package, stories, seen, OpenPart(package, ordinals)))
    seen.missing = list(package.missing)
    seen.macros = any(name.lower().endswith(_MACROS) for name in package.names())
    seen.outside = len(
        {each.target for each in relations.values() if each.outside and each.kind != "hyperlink"}
    )
    paper = Paper(file, "docx", tuple(items), seen.remarks())
    return Traced(paper, package, stories.recorded, ordinals or {})


def _side_part(package: Package, relations: dict[str, Relation], kind: str) -> Element | None:
    """The part of a kind, where there is one."""
    for each in relations.values():
        if each.kind == kind and not each.outside and package.has(each.target):
            return package.tree(each.target)
    return None


def _counted(blocks: Iterable[Element], ordinals: dict[Element, int]) -> Iterator[Element]:
    count = 0
    for block in blocks:
        for each in block.iter(T):
            ordinals[each] = count
            count += 1
        yield block
