"""numbering.xml → the numbers that Word writes before paragraphs, counted as it counts them."""

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from authoring.numerals import numeral
from authoring.papers.docx_names import VAL, is_on, value, w, whole
from authoring.papers.docx_styles import LEVEL_AT, Style, Styles

_ABSTRACT, _ABSTRACT_ID = w("abstractNum"), w("abstractNumId")
_NUM, _NUM_ID = w("num"), w("numId")
_LEVEL, _OVERRIDE, _START_OVERRIDE = w("lvl"), w("lvlOverride"), w("startOverride")
_START, _FORMAT, _TEXT = w("start"), w("numFmt"), w("lvlText")
_LEGAL, _RESTART, _STYLE = w("isLgl"), w("lvlRestart"), w("pStyle")
_STYLE_LINK = w("numStyleLink")
_PLACE = re.compile("%([1-9])")
_LEVELS = 9
"""Levels of a list in Word."""
_LINKS = 8
"""Numberings that stand for one another; two are usual."""


class _Level(NamedTuple):
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


class _List(NamedTuple):
    """A `w:num`: lists of one `family` count on together. `starts` are the levels it begins anew."""

    family: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """The numberings of a document and how far each has counted; `load` gives numbering.xml, if any."""

    def __init__(self, load: Callable[[], Element | None], styles: Styles) -> None:
        self._load = load
        self._styles = styles
        self._nums: dict[str, Element] | None = None
        self._abstracts: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def next(self, number: tuple[str, int], style: Style, *, direct: bool) -> str:
        """The number of the next paragraph of a list and level; empty for bullets and unknown lists.

        A style's paragraph has the level that names the style, unless it has one of its own (`direct`).
        """
        if number[0] not in self._lists:
            self._lists[number[0]] = self._list(number[0])
        found = self._lists[number[0]]
        if found is None:
            return ""
        at = number[1] if direct else _level_for(found, style, number[1])
        level = found.levels.get(at)
        if level is None:
            return ""
        counts = self._count(number[0], found, at)
        if level.format == "bullet":
            return ""

        def written(place: re.Match[str]) -> str:
            other = int(place[1]) - 1
            each = found.levels.get(other, _Level())
            if each.format == "bullet":
                return ""
            return numeral(counts.get(other, each.start), "decimal" if level.legal else each.format)

        return _PLACE.sub(written, level.text).strip()

    def _count(self, name: str, found: _List, at: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.family, {})
        if name not in self._begun:
            self._begun.add(name)
            for level in found.starts:
                counts.pop(level, None)
        for level in range(at):  # those above that never came are taken for come
            counts.setdefault(level, found.levels.get(level, _Level()).start)
        counts[at] = counts[at] + 1 if at in counts else found.levels[at].start
        for deeper in [each for each in counts if each > at]:
            restart = found.levels.get(deeper, _Level()).restart
            if restart is None or at < restart:
                del counts[deeper]
        return counts

    def _list(self, name: str) -> _List | None:
        num = self._num(name)
        abstract = self._abstract(num)
        if num is None or abstract is None:
            return None
        levels = dict(map(_level, abstract.findall(_LEVEL)[:_LEVELS]))
        starts = {}
        for override in num.findall(_OVERRIDE)[:_LEVELS]:
            at = whole(override.get(LEVEL_AT))
            own = override.find(_LEVEL)
            if own is not None:
                levels[at] = _level(own)[1]
            start = override.find(_START_OVERRIDE)
            if start is not None:
                starts[at] = whole(value(start), 1)
                levels[at] = levels.get(at, _Level())._replace(start=starts[at])
        levels = {at: level for at, level in levels.items() if 0 <= at < _LEVELS}
        return _List(abstract.get(_ABSTRACT_ID, ""), levels, starts)

    def _num(self, name: str) -> Element | None:
        if self._nums is None:
            root = self._load()
            found = [] if root is None else list(root)
            self._nums = {each.get(_NUM_ID, ""): each for each in found if each.tag == _NUM}
            self._abstracts = {each.get(_ABSTRACT_ID, ""): each for each in found if each.tag == _ABSTRACT}
        return self._nums.get(name)

    def _abstract(self, num: Element | None) -> Element | None:
        """The definition, through the styles of lists that stand between."""
        for _ in range(_LINKS):
            if num is None:
                return None
            found = self._abstracts.get(value(num.find(_ABSTRACT_ID)))
            link = value(found.find(_STYLE_LINK)) if found is not None else ""
            if not link:
                return found
            num = self._num(self._styles.numbering(link))
        return None


def _level_for(found: _List, style: Style, otherwise: int) -> int:
    """The level of a list that a style, or the nearest it is based on, is linked to."""
    linked = {level.style: at for at, level in found.levels.items() if level.style}
    return next((linked[each] for each in style.lineage if each in linked), otherwise)


def _level(element: Element) -> tuple[int, _Level]:
    inside = {each.tag: each for each in element}
    # a format of the user's own stands beside one that every program knows, the latter last
    formats = list(element.iter(_FORMAT))
    text = inside.get(_TEXT)
    restart = inside.get(_RESTART)
    return whole(element.get(LEVEL_AT)), _Level(
        start=whole(value(inside.get(_START)), 0) if _START in inside else 0,
        format=formats[-1].get(VAL, "decimal") if formats else "decimal",
        text="" if text is None else value(text),
        legal=_LEGAL in inside and is_on(inside[_LEGAL]),
        restart=None if restart is None else whole(value(restart)),
        style=value(inside.get(_STYLE)),
    )
