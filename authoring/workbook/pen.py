"""Writes answers into cells: texts never become formulas, figures keep their digits as typed."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from authoring.errors import OutputError
from authoring.forms.form import Form
from authoring.workbook.addresses import Addresses, Cell
from authoring.workbook.formulas import Maker
from authoring.workbook.layout import Item, Layout
from authoring.workbook.planning import as_number
from authoring.workbook.styles import Styles, choices_for, validate

LONGEST = 32_767
"""Characters a cell can hold."""
LONGEST_FORMULA = 8_192
READABLE = 240
"""Characters across that can still be read when they are printed on one page."""


class _Page(Worksheet):  # type: ignore[misc]
    """A sheet whose rows grow with what is typed into them, and whose formulas are plain.

    XlsxWriter pins every height that is set; Excel itself pins none that it worked out. Ours use no function
    newer than Excel 2003; looking for those in each formula takes half the time.
    """

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, object]]) -> None:
        if tag == "row" and attributes[0] != ("r", 1):
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002, ARG002
        return formula.removeprefix("=")


class Sheets(NamedTuple):
    """A workbook being written, and what all its sheets share."""

    workbook: xlsxwriter.Workbook
    styles: Styles
    book: Addresses
    maker: Maker
    form: Form
    year: int

    def add(self, title: str, *, landscape: bool = False) -> Worksheet:
        """A new sheet, set up for A4: as wide as the page, its head on every page, the form's name above."""
        sheet: Worksheet = self.workbook.add_worksheet(title, _Page)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(0.5, 0.5, 0.75, 0.6)
        sheet.set_header(f"&L{_plain(self.form.name)}&R&A")
        sheet.set_footer("&C第 &P 页　共 &N 页")
        return sheet

    def head(self, sheet: Worksheet, labels: list[str], required: frozenset[int] = frozenset()) -> None:
        """The head of a sheet, which stays in sight and is printed on every page."""
        for column, label in enumerate(labels):
            style = "head required" if column in required else "head"
            sheet.write_string(0, column, label, self.styles[style])
        sheet.set_row(0, 32)
        sheet.repeat_rows(0)

    def answer(self, sheet: Worksheet, item: Item, cell: Cell, text: str | None) -> None:
        """An answer, or the empty cell for it. Raises OutputError for a text that no cell can hold."""
        kind = item.place.kind if not item.many else None
        number = as_number(item, text) if text is not None else None
        if text is None:
            style = self.styles.figure(kind) if kind else self.styles["text"]
            sheet.write_blank(cell.row, cell.column, None, style)
        elif number is not None and kind:
            style = self.styles.figure(kind, number[1])
            sheet.write_number(cell.row, cell.column, number[0], style)
            if number[1] < 2:
                self.styles.show_all_places(sheet, item, cell, cell, number[1])
        else:
            self.text(sheet, cell, text, item.label)

    def text(self, sheet: Worksheet, cell: Cell, text: str, label: str, style: str = "text") -> None:
        """A text as it is, whatever it begins with. Raises OutputError if no cell can hold it."""
        if len(text.encode("utf-16-le")) // 2 > LONGEST:
            raise OutputError(
                f"“{label}”有 {len(text):,} 个字，一个单元格最多放 {LONGEST:,} 个；"
                "请把这一项分段，或留在报告文件里填。"
            )
        if text:
            sheet.write_string(cell.row, cell.column, text, self.styles[style])
        else:
            sheet.write_blank(cell.row, cell.column, None, self.styles[style])

    def guard(self, sheet: Worksheet, item: Item, first: Cell, last: Cell) -> None:
        """Drop-down or hint of an answer; a figure typed with more decimals is shown with all of them."""
        validate(sheet, item, choices_for(item, self.form, self.year), first, last)
        if not item.many:
            self.styles.show_all_places(sheet, item, first, last, 2)

    def formula(self, sheet: Worksheet, cell: Cell, text: str, style: str, value: str | float) -> None:
        """A formula with what it comes to now."""
        assert len(text) < LONGEST_FORMULA, text
        sheet.write_formula(cell.row, cell.column, text, self.styles[style], value)


def _plain(text: str) -> str:
    """A text as headers have it, where `&` begins a code."""
    return text.replace("&", "&&")


def spread(sheet: Worksheet, widths: Sequence[int], repeated: int) -> None:
    """Print columns too many for one page on several, those up to `repeated` on each."""
    if (pages := ceil(sum(widths) / READABLE)) > 1:
        sheet.fit_to_pages(pages, 0)
        sheet.repeat_columns(0, repeated)


def height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Points for a row to show its texts in columns so wide, as not every program makes room for itself."""
    lines = max(
        sum(1 + (breadth(line) - 1) // (width - 2) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return float(min(409, max(18, lines * 15 + 3)))


def breadth(line: str) -> int:
    """How wide a line is in halves of a 汉字."""
    return max(1, sum(2 if ord(letter) > 0x2E7F or letter in "“”·—" else 1 for letter in line))


def head_label(item: Item) -> str:
    """A column's head: 金额（万元）."""
    return f"{item.label}（{item.unit}）" if item.unit else item.label


def help_text(item: Item, layout: Layout, *, in_one_cell: bool = False) -> str:
    """What to fill in: whether it has to be, what it is, how several texts are written."""
    said = []
    if item.required:
        said.append("填了“无”的不用填，否则必填" if layout.may_be_none(item) else "必填")
    if item.many:
        said.append(
            "一行一条，都写在一格里，换行按 Alt+Enter" if in_one_cell else "一行一条，行不够的在中间插入"
        )
    if item.gate:
        said.append("整项没有的填“无”，有的空着")
    if item.place.definition:
        said.append(item.place.definition)
    return "。".join(said)
