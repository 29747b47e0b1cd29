"""Workbooks and text tables → units' answers, found by their labels wherever they stand."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from authoring.draft.draft import Path
from authoring.draft.wording import nearest_of
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
from authoring.workbook.heads import WORKED_OUT, Head, Judge, Judged, Role, answer_head, labelled, units_in
from authoring.workbook.layout import (
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
from authoring.workbook.spans import rows_below
from authoring.workbook.unit import Unit

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:\.0)?\s*年?度?")
_NO_FORM = "看不出用哪种表单，请加 --form，或在“说明”表里写上表单编码；现有：{}"
_NO_YEAR = "看不出是哪个年度，请加 --year，或在“说明”表里写上年度"
_BAD_YEAR = "年度“{}”不是年份，请写四位数，如 2024"
_NOTHING = "没有找到可填报的内容：既没有各单位的表，也没有“项目、填写”的表，请用 gouji workbook 生成的工作簿"
_NOBODY = "各单位的表里没有“{}”，它的明细（{} 行）没有用上；{}请核对单位全称"
_NO_OWNER = "没有写单位全称，这些明细（{} 行）没有用上，请补填"
_NO_ENTRY = "“{}”表里没有“{}”，这一行没有用上；{}请核对“{}”"
_GUESSED = "是不是“{}”？"
_MOST_GUESSES = 20
"""Of a workbook; each looks at all names."""
_A_SUM = "单位全称写的是“{}”，像是合计行，不是一家单位，没有生成；请删去这一行，或写上单位全称"
_SUMS = {"合计", "总计", "小计", "共计"}
_AMONG = "“{}”在所属的清单里有几项，分不清是哪一项，请在“{}”一栏写序号（第几项）"
_UNREAD_SHEETS = "这些工作表认不出是填什么的，没有读：{}"
_UNREAD_COLUMNS = "“{}”表里这些列的表头认不出，没有用上：{}"
_UNREAD_ROWS = "“{}”表里这些格的内容认不出是哪一项的，没有用上：{}"
_MOST_NAMED = 10
_TWICE = "有几行都叫“{}”，明细分不清是哪一行的，请写成不同的全称"
_SEARCHED = 30
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
        notes += (f"隐藏的工作表没有读：{_some(hidden)}",)
    notes += tuple(_unread(seen))
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


def _unread(seen: list[Judged]) -> Iterator[str]:
    """What stands in the workbook and is not read, in sentences."""
    others = [j.sheet.name for j in seen if j.role is Role.OTHER and next(j.sheet.rows(), None)]
    if others:
        yield _UNREAD_SHEETS.format(_some(others))
    for judged in seen:
        names = judged.head.unread if judged.head else []
        if names:
            yield _UNREAD_COLUMNS.format(judged.sheet.name, _some(names))


def _some(names: list[str]) -> str:
    """The first of them, each cut short."""
    named = "、".join(name[:30] for name in names[:_MOST_NAMED])
    return f"{named}等" if len(names) > _MOST_NAMED else named


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
        self.layout = source.layout
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
            outer = self._outer(table)
            found = _entries_named(answers.answers, outer, owner)
            if len(found) != 1:
                guess = _guess(owner, _names_in(answers.answers, outer))
                unknown = _NO_ENTRY.format(outer.title, owner[:30], guess, ENTRY)
                fault = _AMONG.format(owner[:30], ENTRY) if found else unknown
                answers.problem(fault, row.spot(head.entry or min(row.cells)))
                return
            within = (*table.within.split("."), found[0])
        answers.add_entry(table, row, within)

    def _outer(self, table: Table) -> Table:
        """The list whose entries hold the entries of another."""
        return next(t for t in self.judge.layout.tables if t.path == table.within)

    def listed(self) -> Iterator["_Listed"]:
        """The rows of all lists that hold something, those of lists within lists last."""
        tables = [(j.sheet, j.head, j.table) for j in self.sheets if j.role is Role.TABLE]
        for sheet, head, table in sorted(tables, key=lambda known: bool(known[2] and known[2].within)):
            assert head is not None
            assert table is not None
            for number, cells in rows_below(sheet, head, table):
                if any(column in head.columns and cells[column].holds for column in cells):
                    yield _Listed(head, table, TableRow(sheet.name, number, cells, head.columns, head.money))

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
        head, last, money = None, None, ""
        unread: list[str] = []
        for number, cells in sheet.rows():
            money = next(iter(units_in(cells)), money)
            if (found := answer_head(cells)) is not None:
                head, last = found, None
                continue
            column, named = self._label(cells, head.label if head else 0)
            at = head.answer if head else next((c for c in cells if c > column), 0)
            cell = cells.get(at, EMPTY)
            spot = Spot(sheet.name, reference(number, at)) if at else Spot()
            label = cells.get(head.label, EMPTY).text.strip() if head else ""
            if named is not None:
                last = named
                if at:
                    unit = cells.get(head.unit, EMPTY).text.strip() if head and head.unit else ""
                    answers.take(named, cell, spot, unit=unit or money)
            elif head and label:
                last = None
                unread += [f"{spot.cell} {label}"] if cell.holds else []
            elif head and cell.holds and last and last.item.many:  # one more line of the answer above
                answers.take(last, cell, spot)
            elif head and cell.holds:
                unread.append(spot.cell)
        if unread:
            self.notes += (_UNREAD_ROWS.format(sheet.name, _some(unread)),)

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
        met: dict[str, str] = {}
        for judged in self.sheets:
            head = judged.head
            if judged.role is not Role.UNITS or head is None:
                continue
            for number, cells in rows_below(judged.sheet, head):
                row = TableRow(judged.sheet.name, number, cells, head.columns, head.money)
                owner = folded(cells.get(head.owner, EMPTY).text)
                listed = [_from_shelf(lists, each) for each in shelf.rows(owner)]
                yield self._unit(head, row, listed, again=owner in met)
                met[owner] = cells.get(head.owner, EMPTY).text.strip()
        unknown = [owner for owner in shelf.owners() if owner not in met]
        for number, owner in enumerate(unknown):
            listed = [_from_shelf(lists, each) for each in shelf.rows(owner)]
            yield self._nobody(listed, met.values() if number < _MOST_GUESSES else ())

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
            answers.take(named, cells.get(column, EMPTY), row.spot(column), unit=row.money)
        name = cells.get(head.owner, EMPTY).text.strip()
        if folded(name) in _SUMS:
            answers.problem(_A_SUM.format(name), row.spot(head.owner), "单位.全称")
        if again and listed:
            answers.problem(_TWICE.format(name), row.spot(head.owner), "单位.全称")
            listed = []
        for each in listed:
            self.add_row(answers, each)
        extras = tuple(
            (head.extra[c], cell.shown)
            for c, cell in cells.items()
            if c in head.extra and not head.extra[c].startswith((*WORKED_OUT, OPTION))
        )
        _take_options(answers, head, row)
        return self.finished(answers, row.sheet, row.number, extras)

    def _nobody(self, rows: Sequence["_Listed"], names: Collection[str]) -> Unit:
        """What stands in lists under a name that no unit has, told at its first row."""
        listed, *_ = rows
        row, owner = listed.row, _owner(listed).strip()
        answers = self.begin(self.begun)
        guess = _guess(owner, names)
        said = _NOBODY.format(owner[:40], len(rows), guess) if owner else _NO_OWNER.format(len(rows))
        answers.problem(said, row.spot(listed.head.owner or min(row.cells)))
        return Unit(answers.draft(), tuple(answers.problems), row.sheet, row.number, (), self.notes)


class _Listed(NamedTuple):
    """A row of a list, with what its sheet is."""

    head: Head
    table: Table
    row: TableRow


def _from_shelf(lists: list[tuple[Head, Table, str]], shelved: Shelved) -> _Listed:
    head, table, sheet = lists[shelved.listing]
    return _Listed(head, table, TableRow(sheet, shelved.number, shelved.cells, head.columns, head.money))


def _owner(listed: _Listed) -> str:
    return listed.row.cells.get(listed.head.owner, EMPTY).text


def _take_options(answers: Answers, head: Head, row: TableRow) -> None:
    """What a unit's row chooses of the form's options, over what holds for the whole workbook."""
    for column, name in head.extra.items():
        if name.startswith(OPTION) and (text := row.cells.get(column, EMPTY).text.strip()):
            option = name.removeprefix(OPTION)
            answers.answers["表单选项"] = {**answers.answers.get("表单选项", {}), option: text}
            answers.cells["表单选项", option] = row.spot(column)


def _guess(name: str, known: Collection[str]) -> str:
    """Which name may be meant, as a question; nothing if there is none like it."""
    nearest = nearest_of(name, known) if name else None
    return _GUESSED.format(nearest) if nearest else ""


def _entries(answers: dict[str, Any], listing: Table) -> list[dict[str, Any]]:
    """The entries of a list, as far as they are read."""
    node: Any = answers
    for key in listing.path.split("."):
        node = node.get(key) if isinstance(node, dict) else None
    return node if isinstance(node, list) else []


def _names_in(answers: dict[str, Any], table: Table) -> list[str]:
    named = (entry.get(table.naming.path) for entry in _entries(answers, table))
    return [name for name in named if isinstance(name, str)]


def _entries_named(answers: dict[str, Any], listing: Table, name: str) -> list[int]:
    """The positions of the entries that a name means: what names an entry, else its number, else any text."""
    entries = _entries(answers, listing)
    key, wanted = listing.naming.path, folded(name)
    if named := [n for n, entry in enumerate(entries) if folded(str(entry.get(key) or "")) == wanted != ""]:
        return named
    if name.isdecimal() and len(name) < 5:
        return [int(name) - 1] if 1 <= int(name) <= len(entries) else []
    texts = [{folded(text) for text in entry.values() if isinstance(text, str)} for entry in entries]
    return [number for number, said in enumerate(texts) if wanted and wanted in said]
