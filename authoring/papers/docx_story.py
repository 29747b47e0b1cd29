"""A story of a Word file, as its main text or a footnote → paragraphs and tables."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from authoring.errors import InputError
from authoring.papers import docx_names as names
from authoring.papers.docx_inline import Inline, alternative
from authoring.papers.docx_names import PPR, TBL, UNSAID, P, value, w
from authoring.papers.docx_numbering import Numbering
from authoring.papers.docx_package import DEEPEST
from authoring.papers.docx_seen import Seen
from authoring.papers.docx_styles import JC, LEVEL_AT, NUMPR, OUTLINE, Styles, level_of, number_of
from authoring.papers.docx_table import Slot, laid_out
from authoring.papers.paper import Grid, GridCell, Item, Look, Place, Words
from authoring.papers.tidy import tidy

_STYLE, _NOTES = w("pStyle"), (w("headerReference"), w("footerReference"))
_UNLISTED = {"", "0"}
_GONE = (names.DEL, names.MOVE_FROM)
_NUMBER = (
    r"第?[一二三四五六七八九十]{1,3}[、章节条]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}[、．.](?!\d)"
)
_FRESH = re.compile(rf"\f|(?<=[。；！？：])[^\S\n]*\n|\n(?=[^\S\n]*(?:{_NUMBER}))")
"""A break that stands for the end of a paragraph: to a new page, or of a line, but not within a title."""

_CAPTION = re.compile(r"^表\s*\d|表\d*[）)]?[：:]?$|[如见]下表[^。]{0,20}$|单位[：:]\s*[万亿]?元$")
"""What stands before a table."""


class Sources(NamedTuple):
    """A part of a paragraph's words, from `start` to `end`, and the `w:t` it comes from."""

    element: Element
    start: int
    end: int


class Recorded(NamedTuple):
    """Where the words of a paragraph come from."""

    member: str
    sources: tuple[Sources, ...]


class Stories:
    """Reads one story after the other, and counts on. `recorded` is kept by `at`, where it is asked for."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        seen: Seen,
        too_deep: Callable[[], InputError],
        *,
        record: bool = False,
    ) -> None:
        self.inline = Inline(styles, seen, too_deep, sources=record)
        self.recorded: dict[int, Recorded] = {}
        self.references: dict[str, None] = {}
        self._styles, self._numbering, self._seen, self._too_deep = styles, numbering, seen, too_deep
        self._at = self._paragraph = self._table = 0
        self._depth = 0
        self._caption = ""
        self._inner: list[Element] = []
        self._handlers: dict[str, Callable[[Element, Place, list[Item]], None]] = {
            P: self._paragraph_of,
            TBL: self._tables_of,
            names.SECTPR: self._section,
            names.ALTERNATE: self._alternate,
            w("altChunk"): self._chunk,
        }
        self._handlers.update(dict.fromkeys((*UNSAID, *_GONE), _nothing))

    def read(self, blocks: Iterable[Element], member: str, place: Place) -> list[Item]:
        """A story: its blocks one by one, each let go after it was read."""
        items: list[Item] = []
        self.inline.member = member
        self.inline.forget_fields()
        self._take(blocks, place, items)
        self._flush(None, place, items)
        return items

    def plain(self, text: str, place: Place) -> list[Item]:
        """Words that stand in an attribute or another part, as a paragraph."""
        return list(self._words(text, place, Look(), ""))

    def _take(self, blocks: Iterable[Element], place: Place, items: list[Item]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._too_deep()
        for block in blocks:
            handler = self._handlers.get(block.tag)
            if handler:
                handler(block, place, items)
            elif len(block):
                self._take(block, place, items)
        self._depth -= 1

    def _alternate(self, element: Element, place: Place, items: list[Item]) -> None:
        chosen = alternative(element)
        if chosen is not None:
            self._take(chosen, place, items)

    def _chunk(self, _: Element, __: Place, ___: list[Item]) -> None:
        self._seen.documents += 1

    def _section(self, element: Element, _: Place | None = None, __: list[Item] | None = None) -> None:
        for kind in _NOTES:
            for each in element.findall(kind):
                self.references[each.get(names.RID, "")] = None

    def _paragraph_of(self, element: Element, place: Place, items: list[Item]) -> None:
        properties = element.find(PPR)
        own = {each.tag: each for each in properties} if properties is not None else {}
        self.inline.begin(self._styles.paragraph(value(own.get(_STYLE))))
        self.inline.take(element)
        if names.SECTPR in own:
            self._section(own[names.SECTPR])
        mark = own.get(names.RPR)
        if mark is not None and any(mark.find(gone) is not None for gone in _GONE):
            self._seen.revised = True
            return  # its words run on into the next paragraph
        self._flush(own, place, items)

    def _flush(self, own: dict[str, Element] | None, place: Place, items: list[Item]) -> None:
        """The words collected, as paragraphs; `own` is what the paragraph has of properties."""
        inline = self.inline
        if own is None and not inline.pieces:
            return
        raw = "".join(inline.pieces)
        number, look = "", Look()
        if own is not None:
            number, look = self._dress(own)
        if raw and not raw.isspace():
            main = not place.part and place.table is None
            if main:
                place = place._replace(paragraph=self._paragraph + 1)
            found = list(self._words(raw, place, look, number))
            self._paragraph += main and bool(found)
            items.extend(found)
        self._tell_pictures(raw)
        inline.end()

    def _dress(self, own: dict[str, Element]) -> tuple[str, Look]:
        """Number and look of a paragraph."""
        style = self._styles.paragraph(value(own.get(_STYLE)))
        number = ""
        listed = number_of(own.get(NUMPR), style.number) if NUMPR in own else style.number
        if listed[0] not in _UNLISTED:
            direct = NUMPR in own and own[NUMPR].find(LEVEL_AT) is not None
            number = self._numbering.next(listed, style, direct=direct)
        return number, Look(
            level_of(own.get(OUTLINE), style.level),
            style.name,
            self.inline.bold or False,
            value(own[JC]) == "center" if JC in own else style.centered,
            self.inline.size,
        )

    def _words(self, raw: str, place: Place, look: Look, number: str) -> Iterator[Words]:
        """A paragraph; or several, where line breaks were typed instead of paragraphs."""
        cuts = [each.end() for each in _FRESH.finditer(raw)] if "\n" in raw or "\f" in raw else []
        for start, end in zip([0, *cuts], [*cuts, len(raw)], strict=True):
            piece = raw[start:end]
            text, origin = tidy(piece)
            if text:
                yield Words(self._at, text, place, look, number, piece, origin)
                self._record(start, end)
                self._at += 1
                number = ""

    def _record(self, start: int, end: int) -> None:
        """Keep where the words from `start` to `end` of this paragraph come from."""
        inline = self.inline
        if inline.sources is None:
            return
        found, at = [], 0
        for piece, source in zip(inline.pieces, inline.sources, strict=True):
            first, last = max(at, start), min(at + len(piece), end)
            if source is not None and first < last:
                found.append(Sources(source, first - start, last - start))
            at += len(piece)
        self.recorded[self._at] = Recorded(inline.member, tuple(found))

    def _tell_pictures(self, raw: str) -> None:
        """Name a picture that stands where a table is announced."""
        text = raw.strip()
        if self.inline.pictures and not text and self._caption:
            self._seen.tables.append(self._caption)
            self._caption = ""
        elif text:
            self._caption = text[-40:] if _CAPTION.search(text) else ""

    def _tables_of(self, element: Element, place: Place, items: list[Item]) -> None:
        """A table, and those inside it after it. Inside a cell they are left for later."""
        self._flush(None, place, items)
        if place.table is not None:
            self._inner.append(element)
            return
        self._inner = [element]
        while self._inner:
            items.append(self._grid(self._inner.pop(0), place))
        self._caption = ""

    def _grid(self, table: Element, place: Place) -> Grid:
        self._table += 1
        number = self._table
        slots, covered = laid_out(table)
        self._seen.hidden += sum(any(each.text for each in cell.iter(names.T)) for cell in covered)
        return Grid(number, tuple(self._cell(slot, place, number) for slot in slots))

    def _cell(self, slot: Slot, place: Place, table: int) -> GridCell:
        here = place._replace(table=table, row=slot.row, column=slot.column)
        items: list[Item] = []
        self._take(slot.cell, here, items)
        self._flush(None, here, items)
        words = tuple(each for each in items if isinstance(each, Words))
        return GridCell(slot.row, slot.column, words, slot.rowspan, slot.colspan)


def _nothing(_: Element, __: Place, ___: list[Item]) -> None:
    return
