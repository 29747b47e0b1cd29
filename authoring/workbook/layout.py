"""What stands where in the workbook of a form: sheets of labelled answers, and tables, from its questions.

Writing and reading share it. Nothing is found by position: a sheet is known by its head, an answer by its
label, and both may be moved.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from authoring.forms.form import Form
from authoring.model.paths import Place, by_name, places
from authoring.model.report import Explanation
from authoring.model.term import Node
from authoring.questionnaire.questions import Field, chapters_of, entry_fields

STAMP_SHEET = "说明"
UNITS_SHEET = "单位"
REASONS = "出错说明"
CHECK_SHEET = "核对"
"""Formulas, worked out anew while the workbook is filled in; there is nothing to read in it."""
OPTION = "选项·"
"""What stands before the name of a choice the form gives, on the stamp sheet."""
LABEL, ANSWER, UNIT, HELP, CHECK = "项目", "填写", "单位", "填写说明", "核对"
"""Heads of a sheet of answers."""
OWNER, ENTRY = "单位全称", "所属"
"""Heads of the columns that say whose a row is: of which unit, and of which entry in it."""
FORM, YEAR, VERSION = "表单编码", "年度", "工作簿版本"
"""What the stamp sheet says, label by label."""
WORKBOOK_VERSION = "1"
_LONGEST_TITLE = 31
_NO_TITLE = re.compile(r"[\[\]:*?/\\']|^附件：")


class Item(NamedTuple):
    """One thing to fill in. `path` is from the top, or from the entry in a table; `label` is its name.

    `many` is a list of texts: several rows of the same label, or several lines of one cell. A `gate` takes
    only 无: a part that is absent as a whole.
    """

    path: str
    label: str
    place: Place
    owner: type[Node]
    required: bool = False

    @property
    def many(self) -> bool:
        """A list of texts."""
        return self.place.listing

    @property
    def gate(self) -> bool:
        """A part that may be 无."""
        return self.place.part is not None and not self.place.listing

    @property
    def unit(self) -> str:
        """Unit of a figure, else nothing."""
        return self.place.kind.unit if self.place.kind and not self.place.listing else ""


class Sheet(NamedTuple):
    """A chapter of the form: its answers below each other."""

    title: str
    items: tuple[Item, ...]


class Table(NamedTuple):
    """A list whose entries have fields: an entry a row.

    `path` has no positions: `专项资金.项目`, `项目自评.指标`; `within` is the list its entries belong to:
    each row names the entry of that by `ENTRY`. Columns' paths start at the entry.
    """

    title: str
    path: str
    columns: tuple[Item, ...]
    within: str = ""

    @property
    def naming(self) -> Item:
        """The column that names an entry, which rows of a list in it give as `ENTRY`."""
        return next((c for c in self.columns if c.path in _NAMING), self.columns[0])


_NAMING = ("名称", "标题", "类别", "科目", "三级指标")


class Layout(NamedTuple):
    """Everything a form's workbook asks."""

    form: Form
    sheets: tuple[Sheet, ...]
    tables: tuple[Table, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """The answers of all sheets, in order: the columns of a workbook of many units."""
        return tuple(item for sheet in self.sheets for item in sheet.items)

    def may_be_none(self, item: Item) -> bool:
        """Whether an answer belongs to a part that may be 无 as a whole."""
        return any(gate.gate and item.path.startswith(f"{gate.path}.") for gate in self.items)


@lru_cache(maxsize=16)
def layout_of(form: Form) -> Layout:
    """The layout of a form's workbook."""
    chapters = chapters_of(form)
    fields = [[f for f in chapter.fields if not _is_table(f)] for chapter in chapters]
    labels = _labels([field for chapter in fields for field in chapter])
    titles = _titles([chapter.title for chapter in chapters])
    sheets = tuple(
        Sheet(title, tuple(_item(field, labels[field.path]) for field in chapter))
        for title, chapter in zip(titles, fields, strict=True)
        if chapter
    )
    lists = [field for chapter in chapters for field in chapter.fields if _is_table(field)]
    tables: list[Table] = []
    taken = [STAMP_SHEET, UNITS_SHEET, CHECK_SHEET, *titles]
    for field in lists:
        _add_table(field, "", form, tables, taken)
    tables.append(Table(REASONS, REASONS, tuple(_reason_items()), ""))
    return Layout(form, sheets, tuple(tables))


def united(layouts: Sequence[Layout]) -> Layout:
    """What several forms ask, each thing once: for a table whose rows name different forms."""
    if len(layouts) == 1:
        return layouts[0]
    items = {item.path: item for layout in reversed(layouts) for item in layout.items}
    tables: dict[str, Table] = {}
    for table in (table for layout in layouts for table in layout.tables):
        known = tables.setdefault(table.path, table)
        columns = {column.path: column for column in (*table.columns, *known.columns)}
        tables[table.path] = known._replace(columns=tuple(columns.values()))
    return Layout(layouts[0].form, (Sheet("", tuple(items.values())),), tuple(tables.values()))


def _is_table(field: Field) -> bool:
    return field.place.listing and field.place.part is not None


def _add_table(field: Field, within: str, form: Form, tables: list[Table], taken: list[str]) -> None:
    """A list, then the lists in its entries."""
    inner = entry_fields(field, form)
    plain = [f for f in inner if not _is_table(f)]
    if (code := _code_beside(plain)) is not None:
        plain.insert(0, code)
    plain.sort(key=lambda f: f.path != "名称")  # a form may print the name last; a row begins with it
    labels = _labels(plain)
    path = f"{within}.{field.path}" if within else field.path
    title = _titles([path.replace(".", "·") if within else field.place.label], taken)[0]
    taken.append(title)
    columns = tuple(_item(f, labels[f.path]) for f in plain)
    tables.append(Table(title, path, columns, within))
    for each in inner:
        if _is_table(each):
            _add_table(each, path, form, tables, taken)


def _code_beside(fields: list[Field]) -> Field | None:
    """The 编码 of a 科目: the questionnaire knows it by the name, here it is a column."""
    named = next((field for field in fields if field.place.name == "科目"), None)
    code = by_name(named.owner).get("编码") if named else None
    return Field("编码", code, named.owner) if named and code else None


def _reason_items() -> Iterator[Item]:
    for place in places(Explanation).values():
        yield Item(place.name, place.label, place, Explanation)


def _item(field: Field, label: str) -> Item:
    return Item(field.path, label, field.place, field.owner, field.required)


def _labels(fields: list[Field]) -> dict[str, str]:
    """A name of its own for each: its label where no other has it, or none so near the top; else the way."""
    owners = _owners([field for field in fields if not field.gate])
    return {field.path: _label(field, owners) for field in fields}


def _owners(fields: list[Field]) -> dict[str, str]:
    """Whose each label is, by path: of several fields the one nearest to the top, nobody's if two are."""
    depths: dict[str, dict[str, int]] = {}
    for field in fields:
        depths.setdefault(field.place.label, {})[field.path] = field.path.count(".")
    nearest = {label: min(by_path.values()) for label, by_path in depths.items()}
    found = {
        label: [p for p, depth in by_path.items() if depth == nearest[label]]
        for label, by_path in depths.items()
    }
    return {label: paths[0] for label, paths in found.items() if len(paths) == 1}


def _label(field: Field, owners: Mapping[str, str]) -> str:
    if field.gate:
        return f"有无{field.place.label}"
    alone = owners.get(field.place.label) == field.path
    return field.place.label if alone else field.path.replace(".", "·")


def _titles(titles: list[str], taken: list[str] | None = None) -> list[str]:
    """Titles as sheets may have them, each its own."""
    used = {title.casefold() for title in taken or ()}
    made = []
    for title in titles:
        plain = _NO_TITLE.sub("", title).strip()[:_LONGEST_TITLE]
        name, number = plain, 2
        while name.casefold() in used:
            name = f"{plain[: _LONGEST_TITLE - 3]}（{number}）"
            number += 1
        used.add(name.casefold())
        made.append(name)
    return made
