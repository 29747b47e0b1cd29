"""A cell → the text that is kept as the answer, or why it can be none."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from authoring.decoding import illegal_characters
from authoring.model.term import NONE_STATED
from authoring.quantities import Amount, Quantity, Rate
from authoring.sheets.cells import Cell, Doubt, Kind
from authoring.workbook.layout import Item

_DASHES = {"-", "－", "—", "——", "–", "−", "/", "／", "\\", "--"}
_BLANK = " \t\r\n\u00a0\u200b\u3000\ufeff"
_BLANKS = re.compile(f"[{_BLANK}]+")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_USUAL = {Kind.TEXT, Kind.NUMBER, Kind.EMPTY}
_MOST_PLACES = 6
"""Decimals of a formula's value that may be meant; more come from a division nobody rounded."""
_WORST = {Doubt.BEYOND, Doubt.STALE, Doubt.BAD_DATE, Doubt.BAD_NUMBER, Doubt.LOST_TEXT, Doubt.SCALED}
_SAVE = "请用 Excel 或 WPS 打开、保存后再用"


class Kept(NamedTuple):
    """The answer of a cell: `None` where 未填; or what is wrong with it, and what to do."""

    text: str | None
    fault: str = ""


_OPEN = Kept(None)


def answer_in(cell: Cell, item: Item, unit: str = "", *, formatless: bool = False) -> Kept:
    """The answer to an item in a cell; `unit` is what its head or its own column says.

    `formatless`: the file is one of our own workbooks in a format that has lost how numbers are shown.
    """
    if (cell.kind not in _USUAL or cell.doubt) and (fault := _unusable(cell)):
        return Kept(None, fault)
    if cell.kind in {Kind.TEXT, Kind.EMPTY} and not cell.text.strip(_BLANK):
        return _OPEN
    kind = None if item.many else item.place.kind
    if kind is not None:
        return _figure(_shown_again(cell, kind) if formatless else cell, kind, unit)
    if item.place.plain is bool and not item.many and item.place.part is None:
        return Kept({"TRUE": "是", "FALSE": "否"}.get(cell.text, cell.text.strip()))
    if item.place.plain is date and cell.kind is Kind.NUMBER:
        return Kept(None, f"“{cell.text}”是数不是日期，请写成 2025-03-20")
    return _text(cell, chinese_days=item.place.plain is not date)


def _shown_again(cell: Cell, kind: type[Quantity]) -> Cell:
    """A number as our workbooks show it: amounts to the cent, rates in percent."""
    if cell.kind is not Kind.NUMBER or cell.decimals is not None:
        return cell
    if kind is Rate:
        return Cell(f"{(Decimal(cell.text) * 100).normalize():f}%", Kind.PERCENT)
    return cell._replace(decimals=2) if kind is Amount and cell.text != "0" else cell


def _unusable(cell: Cell) -> str:
    """Why no answer can be taken from a cell, whatever is asked."""
    if cell.kind is Kind.ERROR:
        return f"单元格是 {cell.text}，请改正公式或直接填数"
    if cell.kind is Kind.UNCACHED:
        return f"公式还没有算出结果，{_SAVE}"
    return f"“{cell.text[:40]}”：{cell.doubt.value}，请核对后直接填写" if cell.doubt in _WORST else ""


def _figure(cell: Cell, kind: type[Quantity], unit: str) -> Kept:
    """A figure in the digits that the clerk sees; 无 is 0, a dash is 未填."""
    if cell.kind in {Kind.DATE, Kind.TIME, Kind.BOOLEAN}:
        return Kept(None, f"“{cell.text}”是{cell.kind.value}，不是{kind.name}，请改填数字")
    if cell.kind is Kind.PERCENT:
        return (
            Kept(cell.shown) if kind is Rate else Kept(None, f"“{cell.shown}”是百分数，这里要填{kind.name}")
        )
    if cell.kind is Kind.TEXT:
        text = _BLANKS.sub(" ", cell.text).strip()
        if text in _DASHES:
            return _OPEN
        text = "0" if text == NONE_STATED else text
    else:
        text, fault = _digits(cell)
        if fault:
            return Kept(None, fault)
    return _in_unit(text, kind, unit)


def _digits(cell: Cell) -> tuple[str, str]:
    """The digits of a number: as typed, with the noughts its format shows; a formula's as it shows them."""
    if cell.decimals is None:
        places = -int(Decimal(cell.text).as_tuple().exponent) if "." in cell.text else 0
        if cell.formula and places > _MOST_PLACES:
            return "", f"公式算出 {places} 位小数，请设定小数位数，或用 ROUND 取位"
        return cell.text, ""
    typed = len(cell.text.partition(".")[2])
    return (cell.text if typed > cell.decimals and not cell.formula else cell.shown), ""


def _in_unit(text: str, kind: type[Quantity], unit: str) -> Kept:
    """With the unit that the head gives, unless the figure has one of its own, or it is the usual one."""
    if not unit or unit == kind.unit or unit not in kind.units or not text[-1:].isdigit():
        if unit and unit not in kind.units and kind is Amount and unit.endswith("元"):
            return Kept(None, f"表头的单位“{unit}”认不出，请改用万元或元")
        return Kept(text)
    return Kept(f"{text}{unit}")


def _text(cell: Cell, *, chinese_days: bool) -> Kept:
    if cell.kind is Kind.DATE and chinese_days:
        day = date.fromisoformat(cell.text[:10])
        return Kept(f"{day.year}年{day.month}月{day.day}日")
    text = cell.shown if cell.kind in {Kind.NUMBER, Kind.PERCENT} else cell.text
    text = _LINE_END.sub("\n", text).strip(_BLANK)
    if text in _DASHES:
        return _OPEN
    if bad := illegal_characters(text):
        return Kept(None, f"里面有不能用的控制字符（U+{bad[0][2]:04X}），请删去后重填")
    return Kept(text or None)


def lines_in(text: str) -> Iterable[str]:
    """The entries of a list of texts written in one cell, a line each."""
    return (line.strip() for line in text.split("\n") if line.strip())
