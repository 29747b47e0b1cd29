"""Labels as clerks write them → the items of a layout: widths, blanks, units and marks aside."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from authoring.workbook.layout import Item

_MARKS = re.compile(r"[\s:：*＊·.．、]+")
_TAIL = re.compile(r"\s*[（(\[【]([^（）()\[\]【】]*)[）)\]】]\s*[:：*＊]*\s*$")
_NUMBER = re.compile(
    r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）]?[.．、]|[（(][0-9一二三四五六七八九十]{1,3}[)）])\s*"
)


_UNIT_NOTE = re.compile(r"\s*[（(]?\s*(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*([^\s：:（）()]*元)\s*[）)]?\s*")


def unit_said(text: str) -> str:
    """The unit of all amounts that a line above a table gives: 单位：元. Nothing for any other text."""
    found = _UNIT_NOTE.fullmatch(text)
    return found[1] if found else ""


class Named(NamedTuple):
    """An item a label stands for, and the unit written in the label, if any: 支出合计（元）."""

    item: Item
    unit: str = ""


def folded(label: str) -> str:
    """A label without what two writers may write differently."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", label)).casefold()


class Names:
    """The items of a sheet or table by label, by the way to them, and by name where it is the only one."""

    def __init__(self, items: Iterable[Item]) -> None:
        known = list(items)
        self._by: dict[str, Item] = {}
        self._seen: dict[str, Named | None] = {}
        for item in known:
            self._by.setdefault(folded(item.label), item)
        for spelled in (
            lambda item: item.path,
            lambda item: item.place.label,
            lambda item: "".join(item.path.split(".")[-3:]),
            lambda item: "".join(item.path.split(".")[-2:]),
            lambda item: item.place.name,
        ):
            self._add({item.path: folded(spelled(item)) for item in known}, {i.path: i for i in known})

    def _add(self, spellings: Mapping[str, str], items: Mapping[str, Item]) -> None:
        """Spellings that stand for one item only, where no better one has them."""
        counted: dict[str, list[str]] = {}
        for path, spelling in spellings.items():
            counted.setdefault(spelling, []).append(path)
        for spelling, paths in counted.items():
            if len(paths) == 1:
                self._by.setdefault(spelling, items[paths[0]])

    def find(self, label: str) -> Named | None:
        """The item a label stands for, `None` if there is none."""
        if label not in self._seen:
            self._seen[label] = self._find(label)
        return self._seen[label]

    def _find(self, label: str) -> Named | None:
        for words in (label, _NUMBER.sub("", label)):
            if item := self._by.get(folded(words)):
                return Named(item)
            tail = _TAIL.search(words)
            if tail and (item := self._by.get(folded(words[: tail.start()]))):
                return Named(
                    item, "" if tail[1] in {"必填", "选填"} else unit_said(tail[1]) or tail[1].strip()
                )
        return None

    def under(self, above: str, label: str) -> Named | None:
        """The item of a label under a merged one, whose unit holds for all below it: 支出（元） over 合计."""
        tail = _TAIL.search(above)
        named = self.find(f"{above[: tail.start()] if tail else above}·{label}") or self.find(label)
        return (
            named._replace(unit=unit_said(tail[1]) or tail[1].strip())
            if named and tail and not named.unit
            else named
        )
