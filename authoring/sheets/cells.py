"""What every reader gives: cells with their exact text, in rows, in sheets."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, Protocol

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Kind(StrEnum):
    """What stands in a cell."""

    EMPTY = "空"
    TEXT = "文本"
    NUMBER = "数"
    PERCENT = "比率"
    DATE = "日期"
    TIME = "时间"
    BOOLEAN = "真假"
    ERROR = "错误"
    UNCACHED = "公式无值"


class Doubt(StrEnum):
    """Why a cell's text may not be what its author meant; put before the user, never passed over."""

    NONE = ""
    BEYOND = "数字超过15位，末几位不可靠"
    SCALED = "按数字格式缩小显示，所存的数与所见不同"
    STALE = "公式的值是生成文件的程序填的，未经计算"
    EARLY_DATE = "1900年3月1日以前的日期，各软件读法不同"
    BAD_DATE = "日期格式的数不是有效日期"
    BAD_NUMBER = "所存的不是数"
    LOST_TEXT = "文本已丢失，文件可能损坏"


class Cell(NamedTuple):
    """A cell. `text` is exact: what is stored, put right to the 15 digits that Excel keeps.

    TEXT as typed; NUMBER `2601.00`, without commas, and with an exponent only beyond 21 digits; PERCENT
    `92.34%`; DATE `2025-03-20`, with ` 08:30:00` when it has a time; TIME `26:30:00`; BOOLEAN `TRUE`; ERROR
    `#REF!`; else "". `decimals` are those of the number format where it fixes them; `formula`: the value was
    worked out.
    """

    text: str
    kind: Kind
    decimals: int | None = None
    formula: bool = False
    doubt: Doubt = Doubt.NONE

    @property
    def holds(self) -> bool:
        """Whether anything stands there, be it a formula without a value or text that was lost."""
        return self.kind in _WITHOUT_TEXT or bool(self.text.strip())

    @property
    def shown(self) -> str:
        """The text as the clerk sees it: rounded or filled up to the decimals of the format; no commas."""
        if self.decimals is None or self.kind not in _ROUNDED or "E+" in self.text:
            return self.text
        mark = "%" if self.kind is Kind.PERCENT else ""
        unit = Decimal(1).scaleb(-self.decimals)
        rounded = Decimal(self.text.removesuffix("%")).quantize(unit, ROUND_HALF_UP, _WIDE)
        return f"{rounded if rounded else abs(rounded):f}{mark}"


_WIDE = Context(prec=80)
"""Room for 21 digits before the point and the 30 places that a format may have."""
_ROUNDED = (Kind.NUMBER, Kind.PERCENT)
_WITHOUT_TEXT = (Kind.UNCACHED, Kind.ERROR)
EMPTY = Cell("", Kind.EMPTY)
"""What is at every place that a row does not name."""

Row = tuple[int, dict[int, Cell]]
"""Number of a row, and its cells by column, both from 1. Empty cells and empty rows are left out."""


class Range(NamedTuple):
    """Merged cells; rows and columns from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class Visibility(StrEnum):
    """Whether the user sees a sheet; a very hidden one is not even in Excel's list of hidden ones."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


class Sheet(Protocol):
    """A sheet of any format. `rows` and `merges` may be asked for again; they raise InputError."""

    @property
    def name(self) -> str:
        """As on its tab."""

    @property
    def hidden(self) -> Visibility:
        """Whether the user sees it."""

    @property
    def unseen(self) -> tuple[str, ...]:
        """What this format does not let us tell, in sentences for the user."""

    def rows(self) -> Iterator[Row]:
        """Rows that hold something, from the top."""

    def merges(self) -> tuple[Range, ...]:
        """Merged cells, in the file's order."""


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A `Sheet` held in memory; plain data, so that it can come from another process."""

    name: str
    filled: list[Row]
    merged: tuple[Range, ...] = ()
    hidden: Visibility = Visibility.VISIBLE
    unseen: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Rows that hold something, from the top."""
        return iter(self.filled)

    def merges(self) -> tuple[Range, ...]:
        """Merged cells, in the file's order."""
        return self.merged


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """2 → B."""
    text = ""
    while column:
        column, digit = divmod(column - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def reference(row: int, column: int) -> str:
    """(7, 2) → B7."""
    return f"{letters(column)}{row}"


def column_number(name: str) -> int:
    """B → 2; 0 when it is no column of a sheet."""
    if not (name.isascii() and name.isalpha() and name.isupper() and len(name) <= 3):
        return 0
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number if number <= LAST_COLUMN else 0
