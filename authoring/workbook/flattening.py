"""A report's answers laid out as a workbook has them: by item, by list, by row of a table."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from authoring.model.term import NONE_STATED
from authoring.workbook.layout import Layout, Table

_STAMPED = ("版本", "表单", "年度", "表单选项", "来源")


class Row(NamedTuple):
    """One entry of a list: its Chinese path, the name of the entry it is within, its texts by column."""

    path: str
    within: str
    cells: Mapping[str, str]


class Answers(NamedTuple):
    """What one report fills in: texts by item, lists of texts by item, rows by table.

    A list that is 无 is a row of that one word. `left` names what the workbook has no place for.
    """

    year: str
    options: Mapping[str, str]
    items: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[Row, ...]]
    left: tuple[str, ...]


NOTHING = Answers("", {}, {}, {}, {}, ())


def flatten(answers: Mapping[str, Any], layout: Layout) -> Answers:
    """The answers of a report file, each text as it was typed."""
    items: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    used: set[str] = set()
    for item in layout.items:
        value = _at(answers, item.path)
        if item.many and value is not None:
            lists[item.path] = tuple(value) if isinstance(value, list) else (str(value),)
            used |= {item.path, *(f"{item.path}[{n}]" for n in range(1, len(lists[item.path]) + 1))}
        elif value is not None and not isinstance(value, dict | list):
            items[item.path] = str(value)
            used.add(item.path)
    rows = {table.path: tuple(_rows(table, layout, answers, used)) for table in layout.tables}
    told = {top: value for top, value in answers.items() if top not in _STAMPED}
    left = tuple(path for path in _leaves(told, "") if path not in used)
    options = answers.get("表单选项")
    return Answers(
        str(answers.get("年度", "")), options if isinstance(options, dict) else {}, items, lists, rows, left
    )


def _rows(table: Table, layout: Layout, answers: Mapping[str, Any], used: set[str]) -> Iterator[Row]:
    holders: list[tuple[str, str, Any]] = [("", "", answers)]
    path = table.path
    if table.within:
        outer = next(t for t in layout.tables if t.path == table.within)
        path = table.path.removeprefix(f"{table.within}.")
        entries = list(_entries(outer, layout, answers))
        names = [str(_at(entry, outer.naming.path) or "") for _, entry in entries]
        holders = [
            (f"{where}.", name if name and names.count(name) == 1 else str(number), entry)
            for number, ((where, entry), name) in enumerate(zip(entries, names, strict=True), 1)
        ]
    for prefix, name, holder in holders:
        value = _at(holder, path)
        if isinstance(value, str):
            used.add(f"{prefix}{path}")
            yield Row(f"{prefix}{path}", name, {table.columns[0].path: value or NONE_STATED})
        for number, entry in enumerate(value if isinstance(value, list) else (), 1):
            where = f"{prefix}{path}[{number}]"
            cells = dict(_cells(table, entry, where, used))
            yield Row(where, name, cells)


def _cells(table: Table, entry: Any, where: str, used: set[str]) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        value = _at(entry, column.path)
        if value is None or isinstance(value, dict):
            continue
        used.add(f"{where}.{column.path}")
        if isinstance(value, list):
            used |= {f"{where}.{column.path}[{n}]" for n in range(1, len(value) + 1)}
            value = "\n".join(map(str, value))
        yield column.path, str(value)


def _entries(table: Table, layout: Layout, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Path and answers of the entries a list in them is within."""
    path, holders = table.path, [("", answers)]
    if table.within:
        outer = next(t for t in layout.tables if t.path == table.within)
        path = table.path.removeprefix(f"{table.within}.")
        holders = [(f"{where}.", entry) for where, entry in _entries(outer, layout, answers)]
    for prefix, holder in holders:
        value = _at(holder, path)
        for number, entry in enumerate(value if isinstance(value, list) else (), 1):
            yield f"{prefix}{path}[{number}]", entry


def _at(node: Any, path: str) -> Any:
    for name in path.split("."):
        node = node.get(name) if isinstance(node, dict) else None
    return node


def _leaves(node: Any, path: str) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _leaves(value, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for number, value in enumerate(node, 1):
            yield from _leaves(value, f"{path}[{number}]")
    else:
        yield path
