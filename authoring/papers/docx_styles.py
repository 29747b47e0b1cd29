"""styles.xml → what a paragraph or a run has from its style, the styles it is based on included."""

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from authoring.papers.docx_names import PPR, RPR, TYPE, is_on, value, w, whole

B, SZ, VANISH, JC, OUTLINE, NUMPR = w("b"), w("sz"), w("vanish"), w("jc"), w("outlineLvl"), w("numPr")
NUMBER_ID, LEVEL_AT = w("numId"), w("ilvl")
_STYLE, _NAME, _BASE, _DEFAULT, _LINK = w("style"), w("name"), w("basedOn"), w("default"), w("styleId")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$|([一二三四五六七八九1-9])级标题$", re.IGNORECASE)
_LEVELS = {
    digit: n
    for n, pair in enumerate(zip("123456789", "一二三四五六七八九", strict=True), 1)
    for digit in pair
}
_BODY_LEVEL = 9
_LONGEST = 50
_WORDS_SIZE = 10.0
"""What Word takes where a file names no size."""


class Style(NamedTuple):
    """What a style gives. `size` is in points; `number` is the id of a numbering and the level, from 0.

    `bold` and `hidden` are `None` where the style says nothing of them; `id` is the file's own.
    """

    id: str = ""
    name: str = ""
    level: int | None = None
    bold: bool | None = None
    centered: bool = False
    size: float | None = None
    hidden: bool | None = None
    number: tuple[str, int] = ("", 0)
    lineage: tuple[str, ...] = ()


class Styles:
    """The styles of a document; without `root` there are none."""

    def __init__(self, root: Element | None) -> None:
        found = root.findall(_STYLE) if root is not None else []
        self._found = {each.get(_LINK, ""): each for each in found}
        self._known: dict[str, Style] = {}
        size = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{RPR}/{SZ}") if root is not None else None
        self._base = Style(size=half_points(size) or _WORDS_SIZE)
        self._usual = next(
            (
                each.get(_LINK, "")
                for each in found
                if each.get(TYPE) == "paragraph" and each.get(_DEFAULT, "0").lower() in {"1", "true", "on"}
            ),
            "",
        )

    def paragraph(self, style: str) -> Style:
        """The style of that id; the usual one where it is empty or unknown."""
        known = self._known.get(style)
        if known is None:
            known = self._known[style] = self._resolved(style if style in self._found else self._usual)
        return known

    def run(self, style: str) -> Style | None:
        """A style of characters."""
        return self.paragraph(style) if style in self._found else None

    def numbering(self, style: str) -> str:
        """The numbering that a style of lists stands for, empty if none."""
        each = self._found.get(style)
        return "" if each is None else value(each.find(f"{PPR}/{NUMPR}/{NUMBER_ID}"))

    def _resolved(self, style: str) -> Style:
        """The style on top of those it is based on, each once."""
        chain: list[str] = []
        while style in self._found and style not in chain and len(chain) < _LONGEST:
            chain.append(style)
            style = value(self._found[style].find(_BASE))
        made = self._base
        for each in reversed(chain):
            made = _on_top(made, each, self._found[each])
        return made._replace(lineage=tuple(chain))


def _on_top(base: Style, style: str, element: Element) -> Style:
    name = value(element.find(_NAME))
    of_paragraph = {each.tag: each for each in element.find(PPR) or ()}
    of_run = {each.tag: each for each in element.find(RPR) or ()}
    heading = _HEADING.match(name.strip())
    return Style(
        id=style,
        name=name,
        level=level_of(
            of_paragraph.get(OUTLINE), _LEVELS[heading[1] or heading[2]] if heading else base.level
        ),
        bold=is_on(of_run[B]) if B in of_run else base.bold,
        centered=value(of_paragraph[JC]) == "center" if JC in of_paragraph else base.centered,
        size=half_points(of_run.get(SZ)) or base.size,
        hidden=is_on(of_run[VANISH]) if VANISH in of_run else base.hidden,
        number=number_of(of_paragraph.get(NUMPR), base.number),
    )


def level_of(outline: Element | None, otherwise: int | None) -> int | None:
    """The level of a heading, from 1, by `w:outlineLvl`; body text has none."""
    if outline is None:
        return otherwise
    level = whole(value(outline), _BODY_LEVEL)
    return level + 1 if 0 <= level < _BODY_LEVEL else None


def half_points(size: Element | None) -> float | None:
    """`w:sz` in points; `None` where it says nothing sensible."""
    try:
        points = float(value(size)) / 2
    except ValueError:
        return None
    return points if 0 < points < 2000 else None


def number_of(element: Element | None, otherwise: tuple[str, int]) -> tuple[str, int]:
    """Numbering and level of `w:numPr`, either from elsewhere where it is silent; `""` and `0` are none."""
    if element is None:
        return otherwise
    number, level = element.find(NUMBER_ID), element.find(LEVEL_AT)
    return (
        otherwise[0] if number is None else value(number),
        otherwise[1] if level is None else whole(value(level)),
    )
