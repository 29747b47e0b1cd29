"""Text and figures → cells of a workbook we write: no formula, no silent cut, no lost digit."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from authoring.filenames import inside
from authoring.writers.characters import clean, width

MOST_UNITS = 32_767
"""UTF-16 units that Excel keeps in a cell; XlsxWriter would cut in silence."""
CUT = "…（全文见 JSON）"
MOST_LINKS = 60_000
"""Of a sheet; Excel takes 65,530, and each is held in memory."""

_PERCENT = "%"
_LINE, _SPARE, _HIGHEST = 13, 3, 26
"""Points of a line, of the room around the lines; lines of the highest row."""


class Page:
    """A worksheet written from the top, row by row; `formats` gives a cell format by its properties.

    `widths` of the columns say how high a row must be: LibreOffice does not work it out.
    """

    def __init__(self, sheet: Any, formats: Callable[..., Any], widths: Sequence[float] = ()) -> None:
        self.sheet, self.formats, self.links = sheet, formats, 0
        self._widths = widths

    def open_row(self, row: int, texts: dict[int, str]) -> None:
        """Make room for the texts, by column; to be called before the row's first cell."""
        needed = max((_lines(text, self._widths[column]) for column, text in texts.items()), default=1)
        # XlsxWriter keeps what it knows of each row although the row is written: 30 MB for 100,000
        for kept in (self.sheet.row_info, self.sheet.row_sizes):
            kept.pop(row - 2, None)
        if needed > 1:
            self.sheet.set_row(row, min(needed, _HIGHEST) * _LINE + _SPARE)

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """A string cell, nothing if it is empty."""
        if text:
            self.sheet.write_string(row, column, fit(text), style)
        elif style is not None:
            self.sheet.write_blank(row, column, None, style)

    def number(self, row: int, column: int, number: Decimal | int | None, style: Any = None) -> None:
        """A number, or its digits as text where a float would not hold them all."""
        if number is None:
            self.text(row, column, "", style)
        elif _survives(number):
            self.sheet.write_number(row, column, number, style)
        else:
            self.text(row, column, f"{number:f}", style)

    def link(self, row: int, column: int, name: str, style: Any, plain: Any) -> None:
        """A link to a file in the same folder, in `style`; only its name where none may or can be made."""
        if self.links < MOST_LINKS and (target := link_target(name)):
            self.links += 1
            self.sheet.write_url(row, column, f"external:{target}", style, fit(name))
        else:
            self.text(row, column, name, plain)


def fit(text: str) -> str:
    """The text as a cell can hold it; a cut is visible, and so is a character that no XML can hold."""
    text = clean(text)
    if len(text) > MOST_UNITS // 2 and len(text.encode("utf-16-le")) > 2 * MOST_UNITS:
        kept = text.encode("utf-16-le")[: 2 * (MOST_UNITS - len(CUT))]
        text = kept.decode("utf-16-le", "ignore") + CUT
    # XlsxWriter takes such a text for its own rich strings and would write it unescaped
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def link_target(name: str) -> str:
    """The relative address of a file named so, with `/` between folders; nothing if it leads elsewhere."""
    try:
        parts = [inside(Path(), part).name for part in name.split("/")]
    except ValueError:
        return ""
    if not name.isprintable():
        return ""
    # a name with %41 in it would be taken for escaped already, and open another file
    return "/".join(part.replace(_PERCENT, "%25").replace("#", "%23").replace(" ", "%20") for part in parts)


def _lines(text: str, room: float) -> int:
    """About how many lines the text takes in a column."""
    return sum(max(1, ceil(2 * width(line[:3000]) / (room - 1))) for line in text[:3000].split("\n"))


def _survives(number: Decimal | int) -> bool:
    """Whether XlsxWriter's sixteen digits of the float are the number."""
    return Decimal(f"{float(number):.16G}") == number


def formats_of(book: Any) -> Callable[..., Any]:
    """Cell formats by their properties, each made once."""

    @cache
    def made(**properties: Any) -> Any:
        return book.add_format({"font_name": "宋体", "font_size": 10, "valign": "top", **properties})

    return made
