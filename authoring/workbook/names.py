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
                return Named(item, "" if tail[1] in {"必填", "选填"} else tail[1].strip())
        return None
