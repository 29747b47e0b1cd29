"""The sheets of lists whose entries have fields: an entry a row, its checks behind it."""

from collections.abc import Mapping, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from authoring.workbook.addresses import Cell, Span, TableAt
from authoring.workbook.flattening import Answers, Row
from authoring.workbook.formulas import Line
from authoring.workbook.layout import CHECK, ENTRY, OWNER, UNITS_SHEET, Item
from authoring.workbook.pen import READABLE, Sheets, breadth, head_label, height, help_text, spread
from authoring.workbook.styles import worked_style
from authoring.workbook.verdicts import Verdict

_LONG = ("内容", "原因", "成效", "用途", "情况", "目标", "说明", "措施", "表现", "结论")


def write_table(
    sheets: Sheets,
    table: TableAt,
    units: Sequence[Answers],
    verdicts: Sequence[Mapping[tuple[str, str], Verdict]],
) -> None:
    """A table with its head, its filled rows and the empty ones."""
    columns = table.table.columns
    sheet = sheets.add(table.table.title, landscape=len(columns) > 4)
    before = [label for label, at in ((OWNER, table.owner), (ENTRY, table.entry)) if at is not None]
    lines = [line for line in sheets.maker.lines if line.table == table.table.path]
    checks = [head for line in lines for head in (f"算得：{line.label}", _check_head(line))]
    heads = [*before, *map(head_label, columns), *checks]
    required = frozenset(table.columns[c.path] for c in columns if c.required)
    sheets.head(sheet, heads, required)
    widths = [_width(column) for column in columns]
    wide = sum(widths) > READABLE
    spread(sheet, widths, len(before))
    sheet.freeze_panes(1, max(1, len(before) + wide))
    sheet.set_row(0, max(32, height(list(map(head_label, columns)), widths)))
    rows = {
        row: (number, entry)
        for number, unit in enumerate(units)
        for entry in unit.rows.get(table.table.path, ())
        for row in (table.rows[number, entry.path],)
    }
    _write_owners(sheets, sheet, table, units, rows)
    for column in columns:
        _write_column(sheets, sheet, table, column, rows)
    for line in lines:
        _write_line(sheets, sheet, table, line, rows, verdicts)


def _check_head(line: Line) -> str:
    return f"{CHECK}：{line.label}（{line.rule.id}）"


def _write_column(
    sheets: Sheets, sheet: Worksheet, table: TableAt, item: Item, rows: Mapping[int, tuple[int, Row]]
) -> None:
    title, at = table.table.title, table.columns[item.path]
    sheet.set_column(at, at, _width(item))
    if words := help_text(item, sheets.book.layout, in_one_cell=True):
        sheet.write_comment(0, at, words, {"x_scale": 1.5})
    for row in range(table.first, table.last + 1):
        text = rows[row][1].cells.get(item.path) if row in rows else None
        sheets.answer(sheet, item, Cell(title, row, at), text)
    sheets.guard(sheet, item, Cell(title, table.first, at), Cell(title, table.last, at))


def _width(item: Item) -> int:
    if item.place.kind:
        return min(20, max(13, breadth(head_label(item)) + 2))
    if item.place.name.endswith(_LONG):
        return 44
    return 9 if item.place.plain is bool else 12 if item.place.name in {"编码", "规则"} else 20


def _write_owners(
    sheets: Sheets,
    sheet: Worksheet,
    table: TableAt,
    units: Sequence[Answers],
    rows: Mapping[int, tuple[int, Row]],
) -> None:
    """Whose each row is: the unit's name, and the entry's it is within."""
    book, title = sheets.book, table.table.title
    for row in range(table.first, table.last + 1):
        number, entry = rows.get(row, (0, None))
        if table.owner is not None:
            name = units[number].items.get("单位.全称", "") if entry else ""
            sheets.text(sheet, Cell(title, row, table.owner), name, OWNER)
        if table.entry is not None:
            sheets.text(sheet, Cell(title, row, table.entry), entry.within if entry else "", ENTRY)
    if table.owner is not None:
        sheet.set_column(table.owner, table.owner, 28)
        names = Span(UNITS_SHEET, book.first, book.last, book.items["单位.全称"].column)
        _offer(sheet, table, table.owner, names)
    if table.entry is not None:
        sheet.set_column(table.entry, table.entry, 20)
        outer = book.tables[table.table.within]
        _offer(sheet, table, table.entry, outer.span(outer.names))


def _offer(sheet: Worksheet, table: TableAt, column: int, names: Span) -> None:
    """A drop-down of the names that stand elsewhere."""
    rule: dict[str, Any] = {
        "validate": "list", "source": f"={names}", "error_type": "warning", "error_title": "请核对",
        "error_message": f"“{names.sheet}”表里没有这个名称。",
    }  # fmt: skip
    sheet.data_validation(table.first, column, table.last, column, rule)


def _write_line(  # noqa: PLR0913, PLR0917
    sheets: Sheets,
    sheet: Worksheet,
    table: TableAt,
    line: Line,
    rows: Mapping[int, tuple[int, Row]],
    verdicts: Sequence[Mapping[tuple[str, str], Verdict]],
) -> None:
    """What a rule works out in each entry, hidden, and what it says."""
    worked = sheets.maker.expected[line]
    inner = line.figure.rpartition("[*].")[2]
    sheet.set_column(worked.column, worked.column, 12, None, {"hidden": True})
    sheet.set_column(worked.column + 1, worked.column + 1, 22)
    sheet.write_comment(0, worked.column + 1, line.rule.statement, {"x_scale": 1.5})
    for row in range(table.first, table.last + 1):
        made = sheets.maker.make(line, row)
        number, entry = rows.get(row, (0, None))
        known = verdicts[number].get((line.rule.id, f"{entry.path}.{inner}")) if entry else None
        value = float(known.expected) if known and known.expected is not None else ""
        words = known.words if known else ""
        sheets.formula(sheet, worked._replace(row=row), made.expected, worked_style(line.kind), value)
        sheets.formula(sheet, Cell(worked.sheet, row, worked.column + 1), made.verdict, "check", words)
    first = Cell(worked.sheet, table.first, worked.column + 1)
    sheets.styles.colour(sheet, first, first._replace(row=table.last))
