"""The three sheets of the results: 各单位, 全部问题, 合计. Written once from the top, in constant memory."""

from collections.abc import Sequence
from string import ascii_letters
from typing import Any

from authoring.batch.cells import MOST_LINKS, Page
from authoring.batch.outcome import Row, Status, Told
from authoring.batch.result_pages import BORDER, Column, Formats, Sheets, set_up
from authoring.batch.totals import Group, Totals

_MOST_FILES = 6
SEVERITIES = ("错误", "警告", "提示", "已说明")


_UNITS = (
    Column("序号", 6), Column("单位", 26), Column("年度", 6), Column("表单", 18), Column("来源文件", 26),
    Column("工作表", 10), Column("行", 6), Column("状态", 8), *(Column(name, 6.5) for name in SEVERITIES),
    Column("首个问题", 44), Column("未处理原因", 30),
)  # fmt: skip
_FINDINGS = (
    Column("序号", 6), Column("单位", 24), Column("来源文件", 20), Column("工作表", 10),
    Column("单元格", 7.5), Column("行号", 6), Column("规则", 9), Column("严重程度", 8),
    Column("项目/位置", 24), Column("问题", 52), Column("建议", 34), Column("说明", 22),
)  # fmt: skip


class Units(Sheets):
    """各单位: a row a unit."""

    def __init__(self, book: Any, formats: Formats, totals: Totals) -> None:
        files = min(max(totals.most_files, 1), _MOST_FILES)
        heads = tuple(Column("文件" if n == 1 else f"文件{n}", 26) for n in range(1, files + 1))
        super().__init__(book, formats, "各单位", (*_UNITS, *heads), totals.whole.units)
        self._files = files

    def add(self, row: Row) -> None:
        """Write a unit."""
        page, at = self.next()
        first = _first(row.told)
        names = {14 + n: name for n, name in enumerate(row.files[: self._files])}
        page.open_row(at, {1: row.unit, 3: row.form, 4: row.source, 12: first, 13: row.reason, **names})
        page.number(at, 0, row.number, self.centred)
        page.text(at, 1, row.unit, self.wrapped)
        page.number(at, 2, row.year, self.centred)
        page.text(at, 3, row.form, self.wrapped)
        page.text(at, 4, row.source, self.wrapped)
        page.text(at, 5, row.sheet, self.wrapped)
        page.number(at, 6, row.row, self.centred)
        page.text(at, 7, row.status, self.coloured[row.status])
        for column, severity in enumerate(SEVERITIES, 8):
            count = row.counts.get(severity, 0)
            page.number(at, column, count, self.coloured[severity] if count else self.centred)
        page.text(at, 12, first, self.wrapped)
        page.text(at, 13, row.reason, self.wrapped)
        for column in range(self._files):
            name = row.files[column] if column < len(row.files) else ""
            if column == self._files - 1 and len(row.files) > self._files:
                page.text(at, 14 + column, "、".join(row.files[column:]), self.wrapped)
            else:
                page.link(at, 14 + column, name, self.linked, self.wrapped)


def _first(told: Sequence[Told]) -> str:
    """The gravest thing told, the first of its kind."""
    order = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    first = min(told, key=lambda each: order.get(each.severity, len(order)), default=None)
    return first.message if first else ""


class Findings(Sheets):
    """全部问题: a row for everything told."""

    def __init__(self, book: Any, formats: Formats, totals: Totals) -> None:
        super().__init__(book, formats, "全部问题", _FINDINGS, totals.told)

    def add(self, row: Row) -> None:
        """Write what is told of a unit."""
        for told in row.told:
            page, at = self.next()
            where = "\n".join(filter(None, (told.label, told.place)))
            texts = {1: row.unit, 2: row.source, 8: where, 9: told.message, 10: told.hint, 11: told.explained}
            page.open_row(at, texts)
            page.number(at, 0, row.number, self.centred)
            page.text(at, 1, row.unit, self.wrapped)
            page.text(at, 2, row.source, self.wrapped)
            page.text(at, 3, told.sheet or row.sheet, self.wrapped)
            page.text(at, 4, told.cell, self.centred)
            page.number(at, 5, _line_of(told, row), self.centred)
            page.text(at, 6, told.rule, self.centred)
            page.text(at, 7, told.severity, self.coloured.get(told.severity, self.centred))
            page.text(at, 8, where, self.wrapped)
            page.text(at, 9, told.message, self.wrapped)
            page.text(at, 10, told.hint, self.wrapped)
            page.text(at, 11, told.explained, self.wrapped)


def _line_of(told: Told, row: Row) -> int | None:
    """The line of a file, else the row that the cell is in, else the unit's own."""
    if told.line is not None:
        return told.line
    cell = told.cell.strip("$").lstrip(ascii_letters).lstrip("$")
    return int(cell) if cell.isdecimal() else None if told.sheet not in {"", row.sheet} else row.row


def write_totals(book: Any, formats: Formats, totals: Totals, notes: Sequence[str]) -> None:
    """合计: units and sums by form and year, the whole, and what is to be said about the batch."""
    figures = list(totals.figures)
    sums = [head for name in figures for head in (Column(f"{name}\n（万元）", 16), Column("有数的\n单位", 8))]
    statuses = [Column(status, 8) for status in Status]
    columns = [Column("表单", 26), Column("年度", 10), Column("单位数", 8), *statuses, *sums]
    sheet = book.add_worksheet("合计")
    set_up(sheet, formats, columns, "合计")
    sheet.freeze_panes(1, 1)
    page = Page(sheet, formats)
    groups = [
        (form or "（未识别）", str(year or "（未识别）"), each) for form, year, each in totals.in_order()
    ]
    for at, (form, year, group) in enumerate([*groups, ("合计", "", totals.whole)], 1):
        bold = {"bold": True, "bg_color": "#F2F2F2"} if group is totals.whole else {}
        page.text(at, 0, form, formats(**BORDER, **bold))
        page.text(at, 1, year, formats(**BORDER, align="center", **bold))
        _write_group(page, at, group, figures, bold)
    at = len(groups) + 3
    for note in (*_remarks(totals), *notes):
        page.text(at, 0, note, formats())
        at += 1


def _write_group(page: Page, at: int, group: Group, figures: list[str], bold: dict[str, Any]) -> None:
    count = page.formats(**BORDER, align="center", **bold)
    amount = page.formats(**BORDER, num_format="#,##0.00####", align="right", **bold)
    for column, number in enumerate((group.units, *(group.by_status[status] for status in Status)), 2):
        page.number(at, column, number, count)
    for column, name in enumerate(figures):
        found = group.sums.get(name)
        page.number(at, 6 + 2 * column, found.value if found else None, amount)
        page.number(at, 7 + 2 * column, found.units if found else 0, count)


def _remarks(totals: Totals) -> list[str]:
    """What the table alone would hide."""
    remarks = [
        f"“{name}”有 {count} 个单位填的不是数，没有计入合计。" for name, count in totals.whole.unread.items()
    ]
    if totals.figures:
        remarks.append("各项合计只加填了数的单位，未填的不作 0 计。")
    if totals.whole.units * max(totals.most_files, 1) > MOST_LINKS:
        remarks.append(f"每张表至多 {MOST_LINKS:,} 个文件带链接，其余只列文件名。")
    return remarks
