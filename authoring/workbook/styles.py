"""Formats, drop-downs and hints of a workbook, one of each kind."""

from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from authoring.forms.form import Form
from authoring.model.term import NONE_STATED
from authoring.quantities import Amount, Count, Quantity, Rate
from authoring.workbook.addresses import Cell
from authoring.workbook.layout import Item

_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
_LINE = {"border": 1, "border_color": "#BFBFBF"}
_LOOKS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#DDEBF7", "text_wrap": True, "align": "center", **_LINE},
    "label": {"text_wrap": True, "bg_color": "#F7F9FB", **_LINE},
    "required": {"text_wrap": True, "bg_color": "#F7F9FB", "bold": True, "font_color": "#C00000", **_LINE},
    "head required": {
        "bold": True, "bg_color": "#DDEBF7", "font_color": "#C00000", "text_wrap": True, "align": "center",
        **_LINE,
    },
    "unit": {"align": "center", "font_color": "#595959", **_LINE},
    "help": {"text_wrap": True, "font_color": "#595959", "font_size": 10, **_LINE},
    "check": {"text_wrap": True, "font_size": 10, "bg_color": "#F2F2F2", **_LINE},
    "text": {"text_wrap": True, "num_format": "@", "align": "left", **_LINE},
    "note": {"text_wrap": True},
    "title": {"bold": True, "font_size": 16},
    "worked": {"num_format": "#,##0.00######", "bg_color": "#F2F2F2", **_LINE},
    "worked count": {"num_format": "0", "bg_color": "#F2F2F2", **_LINE},
    "worked rate": {"num_format": "0.00##", "bg_color": "#F2F2F2", **_LINE},
}  # fmt: skip
_SIGNS = ["≥", "≤", "＝", "＞", "＜", "定性"]
_LARGE = 10**15
_NUMBER_ASIDE = "这里一般填数字。要写单位的（如 26745600元），选“是”照原样留下。"
_CHOICE_ASIDE = "一般从下拉列表里选。确要这样写的，选“是”。"


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def __getitem__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._workbook.add_format({**_FONT, **_LOOKS[name]})
        return self._made[name]

    def figure(self, kind: type[Quantity], places: int | None = None) -> Format:
        """A figure with exactly so many decimals; without, as the kind is usually typed."""
        code = _code(kind, places)
        if code not in self._made:
            look = {**_FONT, **_LINE, "num_format": code, "align": "right"}
            self._made[code] = self._workbook.add_format(look)
        return self._made[code]

    def colour(self, sheet: Worksheet, first: Cell, last: Cell) -> None:
        """Red for 不符, amber for 尾差, green for 相符, blue for 已说明, in the cells of verdicts."""
        fills = {
            "不符": ("#FFC7CE", "#9C0006"),
            "尾差": ("#FFEB9C", "#7F6000"),
            "相符": ("#C6EFCE", "#006100"),
            "已说明": ("#DDEBF7", "#1F4E78"),
        }
        for word, (fill, ink) in fills.items():
            key = f"fill {word}"
            if key not in self._made:
                self._made[key] = self._workbook.add_format({"bg_color": fill, "font_color": ink})
            rule = {"type": "text", "criteria": "begins with", "value": word, "format": self._made[key]}
            sheet.conditional_format(first.row, first.column, last.row, last.column, rule)

    def show_all_places(self, sheet: Worksheet, item: Item, first: Cell, last: Cell, places: int) -> None:
        """Show a figure with more decimals than its format has, instead of rounding it on the screen."""
        if item.place.kind not in {Amount, Rate}:
            return
        code = "0.00######%" if item.place.kind is Rate else "#,##0.00######"
        key = f"more {code}"
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"num_format": code})
        kept = places + (2 if item.place.kind is Rate else 0)
        at = str(first).rpartition("!")[2].replace("$", "")
        rule = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({at}),ROUND({at},{kept})<>ROUND({at},12))",
            "format": self._made[key],
        }
        sheet.conditional_format(first.row, first.column, last.row, last.column, rule)


def _code(kind: type[Quantity], places: int | None) -> str:
    if places is None:
        return {Amount: "#,##0.00", Rate: "0.00%", Count: "0"}.get(kind, "General")
    tail = f".{'0' * places}" if places else ""
    return f"#,##0{tail}" if kind is Amount else f"0{tail}%" if kind is Rate else f"0{tail}"


def worked_style(kind: type[Quantity]) -> str:
    """The look of a figure that formulas work out: a number of people has no cents."""
    return {Count: "worked count", Rate: "worked rate"}.get(kind, "worked")


def choices_for(item: Item, form: Form, year: int) -> list[str]:
    """What may be chosen for an answer; empty where anything goes."""
    name, owner = item.place.name, item.owner.__name__
    if item.gate:
        return [NONE_STATED]
    if item.place.plain is bool:
        return ["是", "否"]
    if name == "等级":
        return [grade for grade, _ in form.grades(year).floors]
    if owner == "Indicator" and name == "指标性质":
        return _SIGNS
    if owner == "Indicator" and name == "完成档次":
        return [band.name for band in form.scoring(year).bands]
    return []


def choose(sheet: Worksheet, choices: Sequence[str], first: Cell, last: Cell) -> None:
    """A drop-down that forbids nothing."""
    sheet.data_validation(first.row, first.column, last.row, last.column, _choice(choices))


def _choice(choices: Sequence[str]) -> dict[str, Any]:
    return {"validate": "list", "source": list(choices), "error_type": "warning", "error_title": "请核对",
            "error_message": _CHOICE_ASIDE}  # fmt: skip


def validate(sheet: Worksheet, item: Item, choices: list[str], first: Cell, last: Cell) -> None:
    """The drop-down or the hint of an answer. They warn and forbid nothing: the reader says what is wrong."""
    rule: dict[str, Any] | None = None
    if choices:
        rule = _choice(choices)
        if item.gate:
            rule |= {
                "input_title": item.label[:30],
                "input_message": "整项没有的选“无”，有的空着，填下面各项。",
            }
    elif item.place.kind and not item.many:
        rule = {
            "validate": "decimal", "criteria": "between", "minimum": -_LARGE, "maximum": _LARGE,
            "error_type": "warning", "error_title": "请核对", "error_message": _NUMBER_ASIDE,
        }  # fmt: skip
    elif item.place.plain.__name__ == "date":
        rule = {"validate": "any", "input_title": "日期", "input_message": "写成 2025年3月20日 或 2025-03-20"}
    if rule:
        sheet.data_validation(first.row, first.column, last.row, last.column, rule)
