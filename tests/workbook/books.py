"""Workbooks as clerks leave them: the answers of an example, laid out by hand."""

from io import BytesIO

import openpyxl

from authoring.forms.finder import load_form
from authoring.intake.archive import Members
from authoring.intake.guard import Guarded, Kind
from authoring.workbook.layout import (
    ANSWER,
    ENTRY,
    FORM,
    LABEL,
    OPTION,
    OWNER,
    STAMP_SHEET,
    UNIT,
    YEAR,
    layout_of,
)


def at(answers, path):
    for key in path.split("."):
        answers = answers.get(key) if isinstance(answers, dict) else None
    return answers


def put(sheet, row, column, text):
    """A figure as a number with the decimals typed, anything else as text."""
    cell = sheet.cell(row, column)
    plain = str(text).replace(",", "")
    if plain.replace(".", "", 1).lstrip("-").isdecimal() and len(plain) < 15 and not plain.startswith("00"):
        cell.value = float(plain) if "." in plain else int(plain)
        cell.number_format = "0." + "0" * len(plain.partition(".")[2]) if "." in plain else "0"
    else:
        cell.value = text
        cell.data_type = "s"


def entries_of(answers, table):
    """The rows of a list with the name of the entry each belongs to."""
    path = table.path.removeprefix(f"{table.within}.") if table.within else table.path
    holders = at(answers, table.within) if table.within else [answers]
    for number, holder in enumerate(holders if isinstance(holders, list) else [], 1):
        listed = at(holder, path)
        if listed == "无":
            yield "", "无"
        for entry in listed if isinstance(listed, list) else []:
            yield str(number), entry


def one_unit(answers):
    """A workbook of one unit."""
    form = load_form(answers["表单"])
    layout = layout_of(form)
    book = openpyxl.Workbook()
    stamp = book.active
    stamp.title = STAMP_SHEET
    for row in [[FORM, answers["表单"]], [YEAR, int(answers["年度"])]]:
        stamp.append(row)
    for name, choice in (answers.get("表单选项") or {}).items():
        stamp.append([OPTION + name, choice])
    for sheet in layout.sheets:
        page = book.create_sheet(sheet.title)
        page.append([LABEL, ANSWER, UNIT])
        for item in sheet.items:
            value = at(answers, item.path)
            lines = value if item.many and isinstance(value, list) else [value]
            for line in lines:
                row = page.max_row + 1
                page.cell(row, 1, item.label)
                if isinstance(line, str) and (not item.gate or line == "无"):
                    put(page, row, 2, line)
                page.cell(row, 3, item.unit)
    for table in layout.tables:
        page = book.create_sheet(table.title)
        fill_table(page, table, answers, [])
    return book


def fill_table(page, table, answers, owner, begun=False):
    heads = [OWNER] if owner else []
    heads += [ENTRY] if table.within else []
    if not begun:
        page.append([*heads, *(f"{c.label}（{c.unit}）" if c.unit else c.label for c in table.columns)])
    for entry_of, entry in entries_of(answers, table):
        row = page.max_row + 1
        start = 1
        for text in [*owner, *([entry_of] if table.within else [])]:
            page.cell(row, start, text)
            start += 1
        if entry == "无":
            page.cell(row, start, "无")
            continue
        for column, item in enumerate(table.columns, start):
            value = at(entry, item.path)
            if isinstance(value, list):
                value = "\n".join(value)
            if value is not None:
                put(page, row, column, value)


def many_units(listed, layout=None):
    """A workbook with a row for each report."""
    layout = layout or layout_of(load_form(listed[0]["表单"]))
    book = openpyxl.Workbook()
    units = book.active
    units.title = "单位"
    units.append([FORM, YEAR, *(f"{i.label}（{i.unit}）" if i.unit else i.label for i in layout.items)])
    for answers in listed:
        row = units.max_row + 1
        units.cell(row, 1, answers["表单"])
        units.cell(row, 2, int(answers["年度"]))
        for column, item in enumerate(layout.items, 3):
            value = at(answers, item.path)
            value = "\n".join(value) if isinstance(value, list) else value
            if isinstance(value, str) and (not item.gate or value == "无"):
                put(units, row, column, value)
    for table in layout.tables:
        page = book.create_sheet(table.title)
        for number, answers in enumerate(listed):
            fill_table(page, table, answers, [answers["单位"]["全称"]], begun=bool(number))
    return book


def guarded(book, name="甲.xlsx"):
    """The workbook as it comes through the guard."""
    from pathlib import Path

    content = BytesIO()
    book.save(content)
    return Guarded(Path(name), Kind.XLSX, content.getvalue(), Members(content.getvalue(), name))
