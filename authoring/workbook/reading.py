"""Workbooks and text tables → units' answers, found by their labels wherever they stand."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from authoring.draft.draft import Path
from authoring.errors import InputError, Problem, Spot
from authoring.forms.finder import form_codes, load_form
from authoring.intake.guard import Guarded, Kind
from authoring.intake.worker import limited
from authoring.sheets.cells import EMPTY, Cell, Sheet, Visibility, reference
from authoring.sheets.delimited import read_delimited
from authoring.sheets.ods import read_ods
from authoring.sheets.others import read_xls
from authoring.sheets.xlsx import read_xlsx
from authoring.workbook.answers import Answers, TableRow
from authoring.workbook.heads import Head, Judge, Judged, Role, answer_head, labelled
from authoring.workbook.layout import (
    CHECK,
    CHECK_SHEET,
    ENTRY,
    FORM,
    OPTION,
    STAMP_SHEET,
    VERSION,
    YEAR,
    Layout,
    Table,
    layout_of,
    united,
)
from authoring.workbook.names import Named, folded
from authoring.workbook.shelf import Shelf, Shelved
from authoring.workbook.unit import Unit

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:\.0)?\s*年?度?")
_NO_FORM = "看不出用哪种表单，请加 --form，或在“说明”表里写上表单编码；现有：{}"
_NO_YEAR = "看不出是哪个年度，请加 --year，或在“说明”表里写上年度"
_BAD_YEAR = "年度“{}”不是年份，请写四位数，如 2024"
_NOTHING = "没有找到可填报的内容：既没有各单位的表，也没有“项目、填写”的表，请用 gouji workbook 生成的工作簿"
_NOBODY = "“{}”在各单位的表里没有这一行，它的明细没有用上，请核对单位全称"
_TWICE = "有几行都叫“{}”，明细分不清是哪一行的，请写成不同的全称"
_SEARCHED = 30
_WORKED_OUT = (CHECK, "算得")
"""How the heads of columns begin that hold formulas of the workbook itself."""
_BOOKS = {Kind.XLSX, Kind.XLSM, Kind.ODS, Kind.XLS, Kind.TEXT}


def read_units(source: Guarded, form: str = "", year: int | None = None) -> Iterator[Unit]:
    """Every unit of a workbook, one after the other; `form` and `year` where the file does not say.

    Raises InputError when nothing can be read from the file as a whole.
    """
    file = source.path.name
    sheets = sheets_of(source)
    said = _stamp(sheets)
    code = said.get(FORM) or form
    begun: dict[str, Any] = {"版本": "1"}
    if said.get(YEAR) or year:
        begun["年度"] = said.get(YEAR) or str(year)
    if options := {key.removeprefix(OPTION): text for key, text in said.items() if key.startswith(OPTION)}:
        begun["表单选项"] = options
    codes = list(dict.fromkeys([*([code] if code in form_codes() else []), *_forms_in_rows(sheets)]))
    if not codes:
        raise InputError([Problem(_NO_FORM.format("、".join(form_codes())), file)])
    begun["表单"] = codes[0]
    layout = united([layout_of(load_form(code)) for code in codes])
    notes = tuple(dict.fromkeys([*source.notes, *(said for sheet in sheets for said in sheet.unseen)]))
    judge = Judge(layout)
    own = {folded(STAMP_SHEET), folded(CHECK_SHEET)}
    visible = [sheet for sheet in sheets if sheet.hidden is Visibility.VISIBLE]
    seen = [judge.judge(sheet) for sheet in visible if folded(sheet.name) not in own]
    hidden = [sheet.name for sheet in sheets if sheet.hidden is not Visibility.VISIBLE]
    if hidden:
        notes += (f"隐藏的工作表没有读：{'、'.join(hidden)}",)
    units = [judged for judged in seen if judged.role is Role.UNITS]
    formatless = source.kind is Kind.XLS and bool(said.get(VERSION))
    reader = _Many if units else _One
    if not units and not any(judged.role in {Role.ANSWERS, Role.TABLE} for judged in seen):
        raise InputError([Problem(_NOTHING, file)])
    yield from reader(_Source(file, layout, begun, seen, notes, formatless)).units()


def sheets_of(source: Guarded) -> list[Sheet]:
    """The sheets of a workbook or text table. Raises InputError for any other file."""
    file = source.path.name
    if source.kind not in _BOOKS:
        raise InputError([Problem(f"这是{source.kind.value}，不是工作簿或文本表格", file)])
    if source.kind is Kind.XLS:
        return list(limited(read_xls, source.content, file, file=file))
    if source.kind is Kind.TEXT:
        return [read_delimited(source.content, file)]
    assert source.members is not None
    return list((read_ods if source.kind is Kind.ODS else read_xlsx)(source.members, file))


def _stamp(sheets: list[Sheet]) -> dict[str, str]:
    """What the stamp sheet says: form, year, choices."""
    said: dict[str, str] = {}
    for sheet in sheets:
        if folded(sheet.name) != folded(STAMP_SHEET):
            continue
        for name, cell, _, _ in labelled(sheet, (FORM, YEAR, VERSION)):
            found = _YEAR.fullmatch(cell.shown.strip())
            said.setdefault(name, found[1] if name == YEAR and found else cell.text.strip())
        for _, cells in sheet.rows():
            texts = [cell.text.strip() for cell in cells.values()]
            if len(texts) > 1 and texts[0].startswith(OPTION):
                said.setdefault(texts[0], texts[1])
    return {name: text for name, text in said.items() if text}


def _forms_in_rows(sheets: list[Sheet]) -> list[str]:
    """The forms that the rows name in a column of their own."""
    known, found = set(form_codes()), dict[str, None]()
    for sheet in sheets:
        column = 0
        for number, cells in sheet.rows():
            if column and column in cells and (code := cells[column].text.strip()) in known:
                found[code] = None
            if not column:
                column = next((c for c, cell in cells.items() if folded(cell.text) == folded(FORM)), 0)
            if not column and number > _SEARCHED:
                break
    return list(found)


class _Source(NamedTuple):
    """A file whose sheets are judged, with the answers that hold for all its units.

    `formatless`: one of our own workbooks, in a format that has lost how its numbers are shown.
    """

    file: str
    layout: Layout
    begun: dict[str, Any]
    sheets: list[Judged]
    notes: tuple[str, ...]
    formatless: bool


class _Book:
    """Reads the units of a file."""

    def __init__(self, source: _Source) -> None:
        self.file, self.begun, self.sheets, self.notes = (
            source.file,
            source.begun,
            source.sheets,
            source.notes,
        )
        self.judge = Judge(source.layout)
        self._formatless = source.formatless

    def begin(self, begun: dict[str, Any]) -> Answers:
        """The answers of a unit, to be gathered."""
        return Answers(self.file, begun, formatless=self._formatless)

    def add_row(self, answers: Answers, listed: "_Listed") -> None:
        """A row of a list put at the entry it belongs to."""
        head, table, row = listed
        within: Path = ()
        if table.within:
            owner = row.cells.get(head.entry, EMPTY).shown.strip()
            found = _entry_named(answers.answers, table.within, owner)
            if found is None:
                spot = row.spot(head.entry or min(row.cells))
                answers.problem(f"“{owner[:30]}”不在所属的清单里，这一行没有用上，请核对“{ENTRY}”", spot)
                return
            within = (*table.within.split("."), found)
        answers.add_entry(table, row, within)

    def listed(self) -> Iterator["_Listed"]:
        """The rows of all lists that hold something, those of lists within lists last."""
        tables = [(j.sheet, j.head, j.table) for j in self.sheets if j.role is Role.TABLE]
        for sheet, head, table in sorted(tables, key=lambda known: bool(known[2] and known[2].within)):
            assert head is not None
            assert table is not None
            for number, cells in sheet.rows():
                if number > head.row and any(c in head.columns and cells[c].text.strip() for c in cells):
                    yield _Listed(head, table, TableRow(sheet.name, number, cells, head.columns))

    def finished(
        self,
        answers: Answers,
        sheet: str = "",
        row: int | None = None,
        extras: tuple[tuple[str, str], ...] = (),
    ) -> Unit:
        """The unit, its year known."""
        draft = answers.draft()
        if "年度" not in draft.answers:
            answers.problems.insert(0, Problem(_NO_YEAR, self.file, None, "年度", Spot(sheet, "")))
        return Unit(draft, tuple(answers.problems), sheet, row, extras, self.notes)


class _One(_Book):
    """A workbook of one unit."""

    def units(self) -> Iterator[Unit]:
        """The unit."""
        answers = self.begin(self.begun)
        for judged in self.sheets:
            if judged.role is Role.ANSWERS:
                self._read_answers(answers, judged.sheet)
        for row in self.listed():
            self.add_row(answers, row)
        yield self.finished(answers)

    def _read_answers(self, answers: Answers, sheet: Sheet) -> None:
        head, last = None, None
        for number, cells in sheet.rows():
            if (found := answer_head(cells)) is not None:
                head, last = found, None
                continue
            column, named = self._label(cells, head.label if head else 0)
            if named is None:
                beside = cells.get(head.answer) if head else None
                goes_on = last is not None and last.item.many and head and head.label not in cells
                if beside is not None and goes_on and last is not None and head:
                    answers.take(last, beside, Spot(sheet.name, reference(number, head.answer)))
                continue
            last = named
            at = head.answer if head else next((c for c in cells if c > column), 0)
            if at:
                unit = cells.get(head.unit, EMPTY).text.strip() if head and head.unit else ""
                spot = Spot(sheet.name, reference(number, at))
                answers.take(named, cells.get(at, EMPTY), spot, unit=unit)

    def _label(self, cells: dict[int, Cell], column: int) -> tuple[int, Named | None]:
        """The first cell of a row that is a label, or the one in the column of labels."""
        if column:
            return column, self.judge.items.find(cells[column].text) if column in cells else None
        for at, cell in cells.items():
            if named := self.judge.items.find(cell.text):
                return at, named
        return 0, None


class _Many(_Book):
    """A workbook with a row for each unit."""

    def units(self) -> Iterator[Unit]:
        """The units in their order, then the names in lists that no unit has."""
        shelf = Shelf(self.file)
        lists: list[tuple[Head, Table, str]] = []
        for each in self.listed():
            if not lists or lists[-1][0] is not each.head:
                lists.append((each.head, each.table, each.row.sheet))
            shelf.put(folded(_owner(each)), Shelved(len(lists) - 1, each.row.number, each.row.cells))
        met: set[str] = set()
        for judged in self.sheets:
            head = judged.head
            if judged.role is not Role.UNITS or head is None:
                continue
            for number, cells in judged.sheet.rows():
                if number > head.row and any(cell.text.strip() for cell in cells.values()):
                    row = TableRow(judged.sheet.name, number, cells, head.columns)
                    owner = folded(cells.get(head.owner, EMPTY).text)
                    listed = [_from_shelf(lists, each) for each in shelf.rows(owner)]
                    yield self._unit(head, row, listed, again=owner in met)
                    met.add(owner)
        for owner in shelf.owners():
            if owner not in met:
                yield self._nobody(_from_shelf(lists, shelf.rows(owner)[0]))

    def _unit(self, head: Head, row: TableRow, listed: list["_Listed"], *, again: bool) -> Unit:
        cells, begun = row.cells, dict(self.begun)
        if code := cells.get(head.form, EMPTY).text.strip():
            begun["表单"] = code
        answers = self.begin(begun)
        if code:
            answers.cells["表单",] = row.spot(head.form)
        if year := cells.get(head.year, EMPTY).shown.strip():
            found = _YEAR.fullmatch(year)
            answers.cells["年度",] = row.spot(head.year)
            if found is None:
                answers.problem(_BAD_YEAR.format(year[:20]), row.spot(head.year), "年度")
            answers.answers["年度"] = found[1] if found else str(begun.get("年度", ""))
        for column, named in head.columns.items():
            answers.take(named, cells.get(column, EMPTY), row.spot(column))
        if again and listed:
            owner = cells.get(head.owner, EMPTY).text.strip()
            answers.problem(_TWICE.format(owner), row.spot(head.owner), "单位.全称")
            listed = []
        for each in listed:
            self.add_row(answers, each)
        extras = tuple(
            (head.extra[c], cell.shown)
            for c, cell in cells.items()
            if c in head.extra and not head.extra[c].startswith(_WORKED_OUT)
        )
        chosen = {name.removeprefix(OPTION): text.strip() for name, text in extras if name.startswith(OPTION)}
        if chosen:
            answers.answers["表单选项"] = {**(begun.get("表单选项") or {}), **chosen}
        return self.finished(answers, row.sheet, row.number, extras)

    def _nobody(self, listed: "_Listed") -> Unit:
        row, owner = listed.row, _owner(listed).strip()
        answers = self.begin(self.begun)
        answers.problem(_NOBODY.format(owner[:40]), row.spot(listed.head.owner or min(row.cells)))
        return Unit(answers.draft(), tuple(answers.problems), row.sheet, row.number, (), self.notes)


class _Listed(NamedTuple):
    """A row of a list, with what its sheet is."""

    head: Head
    table: Table
    row: TableRow


def _from_shelf(lists: list[tuple[Head, Table, str]], shelved: Shelved) -> _Listed:
    head, table, sheet = lists[shelved.listing]
    return _Listed(head, table, TableRow(sheet, shelved.number, shelved.cells, head.columns))


def _owner(listed: _Listed) -> str:
    return listed.row.cells.get(listed.head.owner, EMPTY).text


def _entry_named(answers: dict[str, Any], listing: str, name: str) -> int | None:
    """The position of the entry that a name, or its number, means."""
    node: Any = answers
    for key in listing.split("."):
        node = node.get(key) if isinstance(node, dict) else None
    entries = node if isinstance(node, list) else []
    named = [
        n
        for n, e in enumerate(entries)
        if folded(name) in {folded(v) for v in e.values() if isinstance(v, str)}
    ]
    if named:
        return named[0]
    return int(name) - 1 if name.isdecimal() and len(name) < 5 and 1 <= int(name) <= len(entries) else None
