"""The sheets of answers: one unit's below each other by chapter, or many units' side by side."""

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from authoring.workbook.addresses import Cell, quoted
from authoring.workbook.flattening import Answers
from authoring.workbook.formulas import Line
from authoring.workbook.layout import ANSWER, CHECK, CHECK_SHEET, HELP, LABEL, OPTION, UNIT, UNITS_SHEET, Item
from authoring.workbook.pen import Sheets, head_label, height, help_text, spread
from authoring.workbook.styles import choose
from authoring.workbook.verdicts import Verdict

_WIDTHS = (40, 44, 7, 34, 36)


def write_answer_sheets(
    sheets: Sheets, units: Sequence[Answers], verdicts: Sequence[Mapping[tuple[str, str], Verdict]]
) -> None:
    """A sheet for each chapter."""
    unit, found = (units[0], verdicts[0]) if units else (None, {})
    for chapter in sheets.book.layout.sheets:
        sheet = sheets.add(chapter.title, landscape=True)
        sheets.head(sheet, [LABEL, ANSWER, UNIT, HELP, CHECK])
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        last = 0
        for item in chapter.items:
            last = _write_item(sheets, sheet, item, unit)
            _write_check(sheets, sheet, item, found)
        sheets.styles.colour(sheet, Cell(chapter.title, 1, 4), Cell(chapter.title, last, 4))


def _write_item(sheets: Sheets, sheet: Worksheet, item: Item, unit: Answers | None) -> int:
    """The row or rows of an item; returns the last."""
    cell, styles = sheets.book.items[item.path], sheets.styles
    span = sheets.book.lists.get(item.path)
    texts = unit.lists.get(item.path, ()) if unit else ()
    if span is None and unit and item.path in unit.items:
        texts = (unit.items[item.path],)
    last = span.last if span else cell.row
    words = help_text(item, sheets.book.layout)
    for row in range(cell.row, last + 1):
        at = row - cell.row
        sheet.write_string(row, 0, item.label, styles["required" if item.required else "label"])
        sheets.answer(sheet, item, cell._replace(row=row), texts[at] if at < len(texts) else None)
        sheet.write_string(row, 2, item.unit, styles["unit"])
        sheet.write_string(row, 3, words if not at else "", styles["help"])
        sheet.write_blank(row, 4, None, styles["check"])
        cells = (item.label, texts[at] if at < len(texts) else "", "", "" if at else words, "")
        sheet.set_row(row, height(cells, _WIDTHS))
    sheets.guard(sheet, item, cell, cell._replace(row=last))
    return last


def _write_check(
    sheets: Sheets, sheet: Worksheet, item: Item, found: Mapping[tuple[str, str], Verdict]
) -> None:
    """What the rules say of the figure, the gravest first."""
    lines = [line for line in sheets.maker.lines if line.figure == item.path and not line.table]
    if not lines:
        return
    rows = [sheets.maker.stated[line].row + 1 for line in lines]
    verdict = [f"{quoted(CHECK_SHEET)}!$G${row}" for row in rows]
    agreed = "+".join(f'(LEFT({v},2)="相符")' for v in verdict)
    text = verdict[-1]
    for other in reversed(verdict[:-1]):
        text = f'IF({other}<>"",{other},{text})'
    if len(verdict) > 1:
        text = f'IF({agreed}>0,"相符",{text})'
    for word in ("未核", "尾差", "已说明", "不符"):
        for row, v in reversed(list(zip(rows, verdict, strict=True))):
            text = f'IF(LEFT({v},{len(word)})="{word}",{v}&"　"&{quoted(CHECK_SHEET)}!$B${row},{text})'
    cell = sheets.book.items[item.path]
    sheets.formula(sheet, cell._replace(column=4), f"={text}", "check", _said(lines, item, found))


def _said(lines: list[Line], item: Item, found: Mapping[tuple[str, str], Verdict]) -> str:
    """What that comes to."""
    told = [
        (found[line.rule.id, item.path].words, line) for line in lines if (line.rule.id, item.path) in found
    ]
    for word in ("不符", "已说明", "尾差", "未核"):
        for words, line in told:
            if words.startswith(word):
                return f"{words}　{line.rule.statement}"
    if any(words == "相符" for words, _ in told):
        return "相符"
    return told[0][0] if told else ""


def write_units(
    sheets: Sheets, units: Sequence[Answers], verdicts: Sequence[Mapping[tuple[str, str], Verdict]]
) -> None:
    """One sheet with a row for each unit, and a column for each item."""
    sheet, book = sheets.add(UNITS_SHEET, landscape=True), sheets.book
    items = sorted(book.layout.items, key=lambda item: book.items[item.path].column)
    options = [f"{OPTION}{option.name}" for option in sheets.form.options]
    labels = [head_label(item) for item in items]
    sheets.head(
        sheet, [*labels, *options, CHECK], frozenset(n for n, item in enumerate(items) if item.required)
    )
    widths = [_width(item) for item in items]
    sheet.set_row(0, height(labels, widths))
    spread(sheet, widths, 0)
    sheet.freeze_panes(1, 1)
    for column, item in enumerate(items):
        sheet.set_column(column, column, _width(item))
        if words := help_text(item, book.layout, in_one_cell=True):
            sheet.write_comment(0, column, words, {"x_scale": 1.5})
        for row in range(book.first, book.last + 1):
            number = row - book.first
            sheets.answer(sheet, item, Cell(UNITS_SHEET, row, column), _text(units, number, item))
        sheets.guard(sheet, item, Cell(UNITS_SHEET, book.first, column), Cell(UNITS_SHEET, book.last, column))
    for column, option in enumerate(sheets.form.options, len(items)):
        sheet.set_column(column, column, 16)
        first, last = (Cell(UNITS_SHEET, row, column) for row in (book.first, book.last))
        for row in range(book.first, book.last + 1):
            number = row - book.first
            chosen = units[number].options.get(option.name, "") if number < len(units) else ""
            sheets.text(sheet, first._replace(row=row), chosen, option.name)
        choose(sheet, option.choices, first, last)
    check = len(items) + len(options)
    sheet.set_column(check, check, 24)
    _write_summaries(sheets, sheet, check, verdicts)


def _text(units: Sequence[Answers], number: int, item: Item) -> str | None:
    if number >= len(units):
        return None
    unit = units[number]
    return "\n".join(unit.lists[item.path]) if item.path in unit.lists else unit.items.get(item.path)


def _width(item: Item) -> int:
    if item.path == "单位.全称":
        return 30
    return 16 if item.place.kind and not item.many else 12 if item.gate else 24


def _write_summaries(
    sheets: Sheets,
    sheet: Worksheet,
    column: int,
    verdicts: Sequence[Mapping[tuple[str, str], Verdict]],
) -> None:
    """How many rules do not hold for a unit; the check sheet says which."""
    book = sheets.book
    lines = {(line.rule.id, line.figure) for line in sheets.maker.lines if not line.table}
    for row in range(book.first, book.last + 1):
        name, number = book.unit_name(row), row - book.first
        ends = Cell(CHECK_SHEET, row, 1), Cell(CHECK_SHEET, row, 4 * len(lines))
        counted = {word: f'COUNTIF({ends[0]}:{ends[1].within},"{word}*")' for word in ("不符", "尾差")}
        text = f'="不符 "&{counted["不符"]}&" 处，尾差 "&{counted["尾差"]}&" 处"'
        found = verdicts[number] if number < len(verdicts) else {}
        told = [verdict.words[:2] for key, verdict in found.items() if key in lines]
        words = f"不符 {told.count('不符')} 处，尾差 {told.count('尾差')} 处" if found else ""
        formula = f'=IF({name}="","",{text[1:]})'
        sheets.formula(sheet, Cell(UNITS_SHEET, row, column), formula, "check", words)
