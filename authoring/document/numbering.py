"""Numbers of headings and items: 一、（一）1.（1） by level (GB/T 9704-2012)."""

import re

from authoring.numerals import chinese_numeral


def number_text(level: int, number: int) -> str:
    """The written number of a level from 1 to 5."""
    match level:
        case 1:
            return f"{chinese_numeral(number)}、"
        case 2:
            return f"（{chinese_numeral(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
        case _:
            return f"{number}）"


class Numbering:
    """Counts headings as they come; a heading starts the levels below it anew."""

    def __init__(self) -> None:
        self.counts: list[int] = []

    def heading(self, level: int) -> str:
        """The number of the next heading of a level."""
        self.counts = [*self.counts[:level], *[0] * (level - len(self.counts))]
        self.counts[level - 1] += 1
        return number_text(level, self.counts[level - 1])

    @property
    def item_level(self) -> int:
        """Level of a listed item here: the next below the heading, but not above `1.`."""
        return max(3, len(self.counts) + 1)


_NUMBERED = re.compile(
    r"^\s*(?:[（(][0-9０-９一二三四五六七八九十]{1,3}[)）]|[0-9０-９]{1,2}(?:[、．]|\.(?![0-9]))|[一二三四五六七八九十]{1,3}、)\s*"
)


def unnumbered(text: str) -> str:
    """A text without the number a clerk pasted along with it; the program writes its own."""
    return _NUMBERED.sub("", text, count=1)
