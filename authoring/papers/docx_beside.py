"""What stands beside the main text of a Word file: boxes, notes, headers, comments, charts."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from authoring.papers import docx_names as names
from authoring.papers.docx_inline import Aside
from authoring.papers.docx_names import TYPE, w
from authoring.papers.docx_package import Package, Relation
from authoring.papers.docx_seen import Seen
from authoring.papers.docx_story import Stories
from authoring.papers.paper import Item, Place

_NOTES = (
    ("footnotes", w("footnote"), "脚注"),
    ("endnotes", w("endnote"), "尾注"),
    ("comments", w("comment"), "批注"),
)
_LINES = {"", "normal"}
"""Kinds of notes that are some; others are the lines above them."""


def beside(package: Package, stories: Stories, seen: Seen, open_part: "OpenPart") -> Iterator[Item]:
    """Everything beside the main text, which has been read. Raises InputError for a part that is broken."""
    relations = package.relations(package.main)
    yield from _asides(package, stories, seen)
    for part, label in _edges(relations, stories.references):
        if package.has(part):
            yield from stories.read(open_part(part), part, Place(label))
            yield from _asides(package, stories, seen)
    for kind, tag, label in _NOTES:
        for part in [each.target for each in relations.values() if each.kind == kind and not each.outside]:
            if package.has(part):
                for note in open_part(part).iterfind(tag):
                    if note.get(TYPE, "") in _LINES:
                        yield from stories.read(note, part, Place(label))
                yield from _asides(package, stories, seen)


class OpenPart:
    """Gives the tree of a part; with `ordinals` it numbers the `w:t` of each, from 0."""

    def __init__(self, package: Package, ordinals: dict[Element, int] | None = None) -> None:
        self._package = package
        self._ordinals = ordinals

    def __call__(self, part: str) -> Element:
        """The root of a part."""
        root = self._package.tree(part)
        if self._ordinals is not None:
            self._ordinals.update((each, at) for at, each in enumerate(root.iter(names.T)))
        return root


def _edges(relations: dict[str, Relation], references: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Headers and footers that a section uses, each once."""
    told: set[str] = set()
    for reference in references:
        found = relations.get(reference)
        if found and not found.outside and found.target not in told:
            told.add(found.target)
            yield found.target, "页脚" if found.kind == "footer" else "页眉"


def _asides(package: Package, stories: Stories, seen: Seen) -> Iterator[Item]:
    """Boxes and such, in order; those inside them after them."""
    asides = stories.inline.asides
    while asides:
        aside = asides.pop(0)
        place = Place(aside.part)
        if isinstance(aside.what, str):
            yield from stories.plain(aside.what, place)
        elif aside.what.tag == names.BOX:
            yield from stories.read(aside.what, aside.member, place)
        else:
            for text in _drawn(aside, aside.what, package, seen):
                yield from stories.plain(text, place)


def _drawn(aside: Aside, element: Element, package: Package, seen: Seen) -> Iterator[str]:
    """The words of a chart, a diagram, or a paragraph of a drawing."""
    if element.tag == names.A_P:
        yield _line(element)
        return
    if element.tag == names.CHART:
        seen.charts += 1
    reference = element.get(names.RID) or element.get(names.DATA_ID) or ""
    found = package.relations(aside.member).get(reference)
    if not found or found.outside or not package.has(found.target):
        return
    root = package.tree(found.target)
    yield from (line for each in root.iter(names.A_P) if (line := _line(each)))
    labels = [
        each.text or "" for texts in root.iter(names.CHART_TEXTS) for each in texts.iter(names.CHART_VALUE)
    ]
    yield from dict.fromkeys(labels)


def _line(paragraph: Element) -> str:
    return "".join(
        each.text or "" if each.tag == names.A_T else "\n" if each.tag == names.A_BR else ""
        for each in paragraph.iter()
    )
