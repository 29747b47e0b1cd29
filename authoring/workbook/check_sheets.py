"""The sheet of checks: every rule's figures and verdict, in a row of its own or in columns by unit."""

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from authoring.quantities import Rate
from authoring.workbook.addresses import Cell
from authoring.workbook.flattening import Answers
from authoring.workbook.formulas import Formulas, Line
from authoring.workbook.layout import CHECK_SHEET
from authoring.workbook.pen import Sheets, height, spread
from authoring.workbook.styles import worked_style
from authoring.workbook.verdicts import Verdict

_HEADS = ("规则", "应当怎样", "核对的数", "所填（空着的为算得）", "算得", "尾差范围", "结果")
_WIDTHS = (9, 46, 28, 18, 18, 11, 46)


def write_check_sheet(sheets: Sheets, verdicts: Sequence[Mapping[tuple[str, str], Verdict]]) -> None:
    """One unit: a row for each rule and figure."""
    found = verdicts[0] if verdicts else {}
    sheet = sheets.add(CHECK_SHEET, landscape=True)
    sheets.head(sheet, list(_HEADS))
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = 0
    for line in sheets.maker.lines:
        if line.table:
            continue
        row = sheets.maker.stated[line].row
        label = f"{line.label}（%）" if line.kind is Rate else line.label
        texts = (line.rule.id, line.rule.statement, label)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, sheets.styles["label"])
        sheet.set_row(row, height(texts, _WIDTHS[: len(texts)]))
        made = sheets.maker.make(line, 0)
        known = found.get((line.rule.id, line.figure))
        _write(sheets, sheet, Cell(CHECK_SHEET, row, 3), line, made, known)
    sheets.styles.colour(sheet, Cell(CHECK_SHEET, 1, 6), Cell(CHECK_SHEET, max(row, 1), 6))


def write_checks_of_units(
    sheets: Sheets, units: Sequence[Answers], verdicts: Sequence[Mapping[tuple[str, str], Verdict]]
) -> None:
    """Many units: a row for each, four columns for each rule and figure, of which the verdict is in sight."""
    book, sheet = sheets.book, sheets.add(CHECK_SHEET, landscape=True)
    lines = [line for line in sheets.maker.lines if not line.table]
    heads = ["单位全称"]
    for line in lines:
        heads += [f"{line.label}：{word}" for word in ("所填", "算得", "尾差范围")]
        heads.append(f"{line.rule.id} {line.rule.statement}")
    sheets.head(sheet, heads)
    sheet.set_row(0, 64)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 30)
    spread(sheet, [30, *(24 for _ in lines)], 0)
    for line in lines:
        at = sheets.maker.stated[line].column
        sheet.set_column(at, at + 2, 12, None, {"hidden": True, "level": 1})
        sheet.set_column(at + 3, at + 3, 24)
        sheets.styles.colour(
            sheet, Cell(CHECK_SHEET, book.first, at + 3), Cell(CHECK_SHEET, book.last, at + 3)
        )
    for row in range(book.first, book.last + 1):
        number = row - book.first
        name = units[number].items.get("单位.全称", "") if number < len(units) else ""
        own = book.unit_name(row)
        sheets.formula(sheet, Cell(CHECK_SHEET, row, 0), f'=IF({own}="","",{own})', "check", name)
        found = verdicts[number] if number < len(verdicts) else {}
        for line in lines:
            made = sheets.maker.make(line, row)
            cell = sheets.maker.stated[line]._replace(row=row)
            _write(sheets, sheet, cell, line, made, found.get((line.rule.id, line.figure)))


def _write(  # noqa: PLR0913, PLR0917
    sheets: Sheets, sheet: Worksheet, cell: Cell, line: Line, made: Formulas, known: Verdict | None
) -> None:
    """The four cells of a rule, from the figure on."""
    stated = float(known.stated) if known and known.stated is not None else ""
    expected = float(known.expected) if known and known.expected is not None else ""
    words = known.words if known else ""
    values = (stated, expected, "", words)
    for at, (text, value) in enumerate(zip(made, values, strict=True)):
        style = "check" if at == 3 else worked_style(line.kind)
        sheets.formula(sheet, cell._replace(column=cell.column + at), text, style, value)
