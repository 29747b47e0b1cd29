"""Numbers of headings and items: 一、（一）1.（1） by level (GB/T 9704-2012)."""

import re

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """1 to 999 in 汉字: 一, 十, 十二, 二十, 九十九, 一百零一, 一百一十."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        link = "零" if rest < 10 else "一" if rest < 20 else ""
        return f"{_DIGITS[hundreds]}百" + (link + chinese_numeral(rest) if rest else "")
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


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
