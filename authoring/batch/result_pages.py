"""Sheets of rows below a head, for workbooks that tell results: written once from the top."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from authoring.batch.cells import Page, fit

MOST_ROWS = 1_048_575
"""Of a sheet, below its head."""
BORDER = {"border": 1, "border_color": "#BFBFBF"}
_HEAD = {
    **BORDER, "bold": True, "bg_color": "#D9E1F2", "align": "center", "valign": "vcenter", "text_wrap": True
}  # fmt: skip
COLOURS = {
    "已生成": {"bg_color": "#E2EFDA", "font_color": "#375623"},
    "有差错": {"bg_color": "#FCE4E4", "font_color": "#9C0006"},
    "未处理": {"bg_color": "#FFF2CC", "font_color": "#7F6000"},
    "错误": {"bg_color": "#FCE4E4", "font_color": "#9C0006"},
    "警告": {"bg_color": "#FFF2CC", "font_color": "#7F6000"},
    "提示": {"bg_color": "#DDEBF7", "font_color": "#1F4E78"},
    "已说明": {"bg_color": "#EDEDED", "font_color": "#595959"},
}
"""How a status or a severity looks."""

Formats = Callable[..., Any]


class Column(NamedTuple):
    """A head and its width in characters."""

    head: str
    width: float


class Sheets:
    """Rows below a head; when a sheet is full, the next one is `名称（2）`, right behind it."""

    def __init__(self, book: Any, formats: Formats, name: str, columns: Sequence[Column], rows: int) -> None:
        self.at = 0
        self._pages: list[Page] = []
        for start in range(0, max(rows, 1), MOST_ROWS):
            count = start // MOST_ROWS
            sheet = book.add_worksheet(f"{name}（{count + 1}）" if count else name)
            set_up(sheet, formats, columns, name)
            sheet.autofilter(0, 0, max(min(rows - start, MOST_ROWS), 1), len(columns) - 1)
            self._pages.append(Page(sheet, formats, [column.width for column in columns]))
        self.cell = formats(**BORDER)
        self.wrapped = formats(**BORDER, text_wrap=True)
        self.centred = formats(**BORDER, align="center")
        self.linked = formats(**BORDER, font_color="#0563C1", underline=1, text_wrap=True)
        self.coloured = {key: formats(**BORDER, align="center", **look) for key, look in COLOURS.items()}

    def next(self) -> tuple[Page, int]:
        """The page and row for what comes now."""
        page, row = divmod(self.at, MOST_ROWS)
        self.at += 1
        return self._pages[page], row + 1


def set_up(sheet: Any, formats: Formats, columns: Sequence[Column], name: str) -> None:
    """Head, widths, frozen panes, and A4 across with the head on every page."""
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    sheet.set_row(0, 28)
    head = formats(**_HEAD)
    for number, column in enumerate(columns):
        sheet.write_string(0, number, fit(column.head), head)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&L{name}&R第 &P 页，共 &N 页")
    sheet.hide_gridlines(1)
