"""The words of one paragraph of WordprocessingML: its runs, and all that may stand around them."""

from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from authoring.errors import InputError
from authoring.papers import docx_names as names
from authoring.papers.docx_names import RPR, TYPE, UNSAID, R, T, is_on, w
from authoring.papers.docx_package import DEEPEST
from authoring.papers.docx_seen import Seen
from authoring.papers.docx_styles import SZ, VANISH, B, Style, Styles, half_points

_RUN_STYLE, _KIND, _CHARACTER = w("rStyle"), w("fldCharType"), w("char")
_FIELD, _BASE = w("fldChar"), w("rubyBase")
_NOTHING_OWN: dict[str, Element] = {}
_PRIVATE = range(0xF000, 0xF100)
_WINGDINGS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA8: "☐", 0xD8: "➢", 0xE8: "→",
        0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
        **{0x81 + n: chr(ord("①") + n) for n in range(10)},
        **{0x8C + n: chr(ord("❶") + n) for n in range(10)},
    },
    "wingdings 2": {
        0x4F: "×", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐",
        **{0x6A + n: chr(ord("①") + n) for n in range(10)},
    },
    "symbol": {0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB7: "•", 0xE5: "∑"},
}  # fmt: skip
"""What fonts of signs draw at their codes, as Unicode."""


class Aside(NamedTuple):
    """What stands in a paragraph and is no part of its words: `what` is an element, or words.

    `part` is where it stands for the user, `member` the part of the package it was found in.
    """

    part: str
    what: Element | str
    member: str


class Inline:
    """Collects words. `pieces` are those of the paragraph, `sources` their `w:t`, where asked for."""

    def __init__(
        self, styles: Styles, seen: Seen, too_deep: Callable[[], InputError], *, sources: bool
    ) -> None:
        self.pieces: list[str] = []
        self.sources: list[Element | None] | None = [] if sources else None
        self.asides: list[Aside] = []
        self.member = ""
        self.bold: bool | None = None
        self.size: float | None = None
        self.pictures = 0
        self._styles, self._seen, self._too_deep = styles, seen, too_deep
        self._style = Style()
        self._fields: list[bool] = []
        self._codes = 0
        self._hidden = self._unread = False
        self._depth = 0
        put = self._put_fixed
        self._handlers: dict[str, Callable[[Element], None]] = {
            T: self._text,
            R: self._run,
            _FIELD: self._field,
            w("tab"): put("\t"), w("ptab"): put("\t"), w("br"): self._break, w("cr"): put("\n"),
            w("noBreakHyphen"): put("-"),
            w("sym"): self._symbol,
            w("ruby"): self._ruby,
            names.DEL: self._revised, names.MOVE_FROM: self._revised,
            names.INS: self._inserted, names.MOVE_TO: self._inserted,
            names.ALTERNATE: self._alternate,
            names.MATH_TEXT: self._text, names.DENOMINATOR: self._denominator,
            w("drawing"): self._graphic, w("pict"): self._graphic, w("object"): self._embedded,
            w("subDoc"): self._subdocument,
        } | dict.fromkeys(UNSAID, _nothing)  # fmt: skip

    def begin(self, style: Style) -> None:
        """A paragraph of that style; the words of one whose mark was deleted stay."""
        self._style = style

    def end(self) -> None:
        """The paragraph's words were taken."""
        self.pieces = []
        if self.sources is not None:
            self.sources = []
        self.bold = self.size = None
        self.pictures = 0
        self._seen.hidden += self._unread
        self._unread = False
        # no field has its code in two paragraphs, but some lost their end
        while self._fields and self._fields[-1]:
            self._codes -= self._fields.pop()

    def forget_fields(self) -> None:
        """Fields end with their part."""
        self._fields.clear()
        self._codes = 0

    def take(self, element: Element) -> None:
        """All words within the element; deeper ones than `DEEPEST` raise InputError."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._too_deep()
        handlers = self._handlers
        for child in element:
            handler = handlers.get(child.tag)
            if handler:
                handler(child)
            elif len(child):
                self.take(child)
        self._depth -= 1

    def put(self, text: str, source: Element | None = None) -> None:
        """Words, unless they stand where nothing is shown."""
        if self._hidden:
            if text.strip():
                self._unread = True
        elif not self._codes:
            self.pieces.append(text)
            if self.sources is not None:
                self.sources.append(source)

    def _put_fixed(self, text: str) -> Callable[[Element], None]:
        return lambda _: self.put(text)

    def _text(self, element: Element) -> None:
        text = element.text
        if not text:
            return
        if "\n" in text:
            text = text.replace("\n", " ")
        if self._hidden or self._codes:
            self.put(text, element)
            return
        self.pieces.append(text)
        if self.sources is not None:
            self.sources.append(element)

    def _run(self, run: Element) -> None:
        before = len(self.pieces)
        own, style, outer = _NOTHING_OWN, None, self._hidden
        if self._style.hidden:
            self._hidden = True
        handlers = self._handlers
        for child in run:
            tag = child.tag
            if tag == T:
                self._text(child)
            elif tag == RPR:
                if len(child):
                    own = {each.tag: each for each in child}
                    style = self._styles.run(names.value(own[_RUN_STYLE])) if _RUN_STYLE in own else None
                    self._hidden = outer or self._is(VANISH, own, style)
            elif handler := handlers.get(tag):
                handler(child)
            elif len(child):
                self.take(child)
        self._hidden = outer
        if len(self.pieces) > before and self.bold is not False:
            self._look("".join(self.pieces[before:]), own, style)

    def _look(self, text: str, own: dict[str, Element], style: Style | None) -> None:
        """Bold is what is bold throughout; the size is that of the first words."""
        if text.isspace():
            return
        self.bold = self._is(B, own, style)
        if self.size is None:
            by_style = style.size if style else None
            self.size = half_points(own.get(SZ)) or by_style or self._style.size

    def _is(self, switch: str, own: dict[str, Element], style: Style | None) -> bool:
        if switch in own:
            return is_on(own[switch])
        given = [each.bold if switch == B else each.hidden for each in (style, self._style) if each]
        return next((each for each in given if each is not None), False)

    def _field(self, element: Element) -> None:
        kind = element.get(_KIND)
        if kind == "begin":
            self._fields.append(True)
            self._codes += 1
        elif self._fields and kind == "separate":
            self._codes -= self._fields[-1]
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._codes -= self._fields.pop()

    def _break(self, element: Element) -> None:
        self.put("\f" if element.get(TYPE) in {"page", "column"} else "\n")

    def _symbol(self, element: Element) -> None:
        try:
            code = int(element.get(_CHARACTER, ""), 16)
        except ValueError:
            return
        font = element.get(w("font"), "").lower()
        sign = _WINGDINGS.get(font, {}).get(code - 0xF000 if code in _PRIVATE else code)
        if sign:
            self.put(sign)
        elif 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE:
            self.put(chr(code))

    def _ruby(self, element: Element) -> None:
        for base in element.findall(_BASE):
            self.take(base)

    def _revised(self, _: Element) -> None:
        self._seen.revised = True

    def _inserted(self, element: Element) -> None:
        self._seen.revised = True
        self.take(element)

    def _alternate(self, element: Element) -> None:
        chosen = alternative(element)
        if chosen is not None:
            self.take(chosen)

    def _denominator(self, element: Element) -> None:
        self.put("/")
        self.take(element)

    def _subdocument(self, _: Element) -> None:
        self._seen.documents += 1

    def _embedded(self, element: Element) -> None:
        """An object of another program; its picture shows it, and is not counted."""
        pictures, own = self._seen.pictures, self.pictures
        self._seen.objects += 1
        self._graphic(element)
        self._seen.pictures, self.pictures = pictures, own

    def _graphic(self, element: Element) -> None:
        """Boxes, pictures, charts; and the words that stand for them where they cannot be seen."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._too_deep()
        for child in element:
            tag = child.tag
            if tag == names.BOX:
                self._aside("文本框", child)
            elif tag == names.ALTERNATE:
                chosen = alternative(child)
                if chosen is not None:
                    self._graphic(chosen)
            elif tag in _TOLD_ASIDE:
                self._aside(_TOLD_ASIDE[tag], child)
            else:
                self._note(tag, child)
                self._graphic(child)
        self._depth -= 1

    def _note(self, tag: str, element: Element) -> None:
        if tag in {names.PICTURE, names.VML_PICTURE}:
            self._seen.pictures += 1
            self.pictures += 1
        elif tag == names.DRAWING_INFO:
            self._aside("图片说明", element.get("descr") or element.get("title") or "")
        elif tag in names.VML_SHAPES:
            self._aside("图片说明", element.get("alt", ""))
        elif tag == names.VML_WORDS:
            self._aside("文本框", element.get("string", ""))

    def _aside(self, part: str, what: Element | str) -> None:
        if (isinstance(what, Element) or what.strip()) and not self._hidden:
            self.asides.append(Aside(part, what, self.member))


_TOLD_ASIDE = {names.A_P: "文本框", names.CHART: "图表", names.DIAGRAM: "图示"}


def _nothing(_: Element) -> None:
    return


def alternative(element: Element) -> Element | None:
    """One of the ways in which something is stored for several programs: the first; all say the same."""
    chosen = element.find(names.CHOICE)
    return chosen if chosen is not None and len(chosen) else element.find(names.FALLBACK)
