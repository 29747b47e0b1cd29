"""Paths through the report: `expenditure.basic.total` in code, `支出.基本.合计` for the user.

A `*` in an English path stands for every entry of a list.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple, get_args

from authoring.model.evaluation import FundingColumn
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node
from authoring.quantities import Quantity

Keys = tuple[str | int, ...]


class Place(NamedTuple):
    """A field of the report: its attribute, 中文名, full label, and the part it holds, if any.

    `plain` is the Python type of what is neither part nor figure; `when` and `lasting` are as in `term()`.
    """

    attribute: str
    name: str
    label: str
    part: type[Node] | None
    listing: bool
    kind: type[Quantity] | None
    plain: type = str
    definition: str = ""
    when: str = ""
    lasting: bool = False


class Located(NamedTuple):
    """A value with its Chinese path and label; the value is `None` where 未填."""

    value: Any
    path: str
    label: str


@cache
def places(part: type[Node]) -> dict[str, Place]:
    """The fields of a part by attribute, in order."""
    return {
        attribute: _place(attribute, info.alias or attribute, info.title or "", info)
        for attribute, info in part.model_fields.items()
    }


def _place(attribute: str, name: str, label: str, info: Any) -> Place:
    inner = list(_types_in(info.annotation))
    part = next((t for t in inner if issubclass(t, Node)), None)
    kind = next((t for t in inner if issubclass(t, Quantity)), None)
    plain = next((t for t in inner if t in _PLAIN), str)
    more = info.json_schema_extra or {}
    return Place(
        attribute,
        name,
        label or name,
        part,
        tuple in inner,
        kind,
        plain,
        info.description or "",
        more.get("when", ""),
        more.get("lasting", False),
    )


_PLAIN = (bool, date, int, dict)


def _types_in(annotation: Any) -> Iterator[type]:
    origin = getattr(annotation, "__origin__", None)
    if isinstance(origin, type):
        yield origin
    if isinstance(annotation, type) and origin is None:
        yield annotation
    for argument in get_args(annotation):
        yield from _types_in(argument)


@cache
def by_name(part: type[Node]) -> dict[str, Place]:
    """The fields of a part by 中文名."""
    return {place.name: place for place in places(part).values()}


def find(report: Node, path: str, prefix: str = "") -> list[Located]:
    """Every value an English path leads to; parts that are 未填 lead to one `None`.

    `prefix` is the Chinese path of `report` itself, when it is an entry of a list.
    """
    found = [Located(report, prefix, "")]
    for leg in _legs(type(report), path):
        if leg is None:
            found = [entry for listed in found for entry in _entries(listed)]
        else:
            found = [_end_of(at, leg) for at in found]
    return found


class _Leg(NamedTuple):
    """A path as far as the next list: what is the same for every report."""

    attributes: tuple[str, ...]
    path: str
    last: Place
    before: str
    """Name of the part that holds the last field; empty if the leg begins there."""
    in_column: bool


@cache
def _legs(part: type[Node], path: str) -> tuple[_Leg | None, ...]:
    """The legs of an English path; `None` where it takes every entry of a list."""
    legs: list[_Leg | None] = []
    route: list[Place] = []
    holder = part
    for step in path.split("."):
        if step == "*":
            legs += [_leg(route, holder), None] if route else [None]
            route = []
        else:
            holder, place = part, places(part)[step]
            part = place.part or part
            route.append(place)
    return (*legs, _leg(route, holder)) if route else tuple(legs)


def _leg(route: list[Place], holder: type[Node]) -> _Leg:
    names = [place.name for place in route]
    before = "".join(names[-2:-1])
    attributes = tuple(place.attribute for place in route)
    return _Leg(attributes, ".".join(names), route[-1], before, holder is FundingColumn)


def _end_of(at: Located, leg: _Leg) -> Located:
    holder, value = None, at.value
    for attribute in leg.attributes:
        holder, value = value, None if value is None else getattr(value, attribute)
    path = f"{at.path}.{leg.path}" if at.path else leg.path
    if leg.in_column and holder is not None:
        return Located(value, path, _in_column(leg.last, leg.before or at.path))
    return Located(
        value, path, leg.last.label if leg.before or not at.label else _in_entry(leg.last, at.label)
    )


def _in_column(place: Place, column: str) -> str:
    """A field's full name in a column, which begins with the column's: 全年执行数的资金总额."""
    return f"{column.rpartition('.')[2]}的{place.label}"


def _in_entry(place: Place, entry: str) -> str:
    """A field's full name in an entry of a list, which begins with the entry's; 金额 goes by that alone."""
    return entry if entry and place.name == "金额" else f"{entry}{place.label}"


def _entries(listed: Located) -> Iterator[Located]:
    for position, entry in enumerate(listed.value or (), 1):
        name = entry.name if _is_named(entry.__class__) else None
        yield Located(entry, f"{listed.path}[{position}]", f"“{name}”" if name else "")


@cache
def _is_named(entry: type) -> bool:
    return issubclass(entry, Node) and "name" in entry.model_fields


def find_one(report: Node, path: str, prefix: str = "") -> Located:
    """The one value of an English path without `*`."""
    return find(report, path, prefix)[0]


@cache
def chinese(path: str) -> str:
    """The Chinese path of an English one; list entries as `[*]`."""
    part: type[Node] = SelfEvaluation
    text = ""
    for step in path.split("."):
        if step == "*":
            text += "[*]"
            continue
        place = places(part)[step]
        text = f"{text}.{place.name}" if text else place.name
        part = place.part or part
    return text


@lru_cache(maxsize=4096)
def parse(text: str) -> Keys:
    """`专项资金.项目[1].结转结余` → keys with positions from 0."""
    keys: list[str | int] = []
    for step in text.split("."):
        name, *positions = step.split("[")
        keys += [name, *(int(p.rstrip("]")) - 1 for p in positions)]
    return tuple(keys)


@lru_cache(maxsize=4096)
def kind_at(path: str) -> type[Quantity]:
    """What kind of figure stands at a Chinese path, positions in it or not."""
    part: type[Node] = SelfEvaluation
    kind: type[Quantity] | None = None
    for key in parse(path):
        if isinstance(key, str):
            place = by_name(part)[key]
            part, kind = place.part or part, place.kind
    assert kind is not None, path
    return kind


def names_at(keys: Keys) -> list[str]:
    """The 中文名 that may stand below a place of the report; empty where none may."""
    part: type[Node] | None = SelfEvaluation
    for key in keys:
        if isinstance(key, int):
            continue
        place = by_name(part).get(key) if part else None
        part = place.part if place else None
    return list(by_name(part)) if part else []


_WELL_FORMED = re.compile(r"[^.\[\]]+(?:\[[1-9][0-9]{0,5}\])*(?:\.[^.\[\]]+(?:\[[1-9][0-9]{0,5}\])*)*")


def exists(path: str) -> bool:
    """Whether a Chinese path leads to a field of the report."""
    if not _WELL_FORMED.fullmatch(path):
        return False
    keys = parse(path)
    part: type[Node] | None = SelfEvaluation
    place: Place | None = None
    for key in keys:
        if isinstance(key, int):
            if place is None or not place.listing:
                return False
            continue
        place = by_name(part).get(key) if part else None
        if place is None:
            return False
        part = place.part
    return True


def with_value(node: Node, keys: Keys, value: Any) -> Node:
    """A copy of a part with one value replaced; parts on the way that are 未填 are made."""
    return with_values(node, {keys: value})


def with_values(node: Node, values: Mapping[Keys, Any]) -> Node:
    """The same with many values, none of which lies in another."""
    below: dict[str | int, dict[Keys, Any]] = {}
    for (name, *rest), value in values.items():
        below.setdefault(name, {})[tuple(rest)] = value
    fields = by_name(type(node))
    changed = {fields[str(name)]: inner for name, inner in below.items()}
    return node.model_copy(
        update={p.attribute: _with(getattr(node, p.attribute), inner, p) for p, inner in changed.items()}
    )


def _with(old: Any, values: dict[Keys, Any], place: Place) -> Any:
    """What stands at a place, or what it is replaced by, with the values below it."""
    if () in values:
        return values[()]
    if not isinstance(next(iter(values))[0], int):
        assert place.part is not None
        return with_values(old or place.part(), values)
    entries = list(old or ())
    below: dict[Any, dict[Keys, Any]] = {}
    for (position, *rest), value in values.items():
        below.setdefault(position, {})[tuple(rest)] = value
    for position, inner in below.items():
        entries[position] = _with(entries[position], inner, place)
    return tuple(entries)


def figures(node: Node, prefix: str = "", entry: str = "") -> Iterator[Located]:
    """Every figure that is filled in, in the order of the form."""
    column = type(node) is FundingColumn
    for place in places(type(node)).values():
        value = getattr(node, place.attribute)
        path = f"{prefix}.{place.name}" if prefix else place.name
        if isinstance(value, Quantity):
            yield Located(value, path, _in_column(place, prefix) if column else _in_entry(place, entry))
        elif place.part and place.listing:
            for each in _entries(Located(value, path, "")):
                yield from figures(each.value, each.path, each.label)
        elif place.part and value is not None:
            yield from figures(value, path)


def texts(node: Node) -> Iterator[tuple[str, str]]:
    """Every text that is filled in, with its Chinese path."""
    return ((path, value) for path, value in filled(node) if isinstance(value, str))


def filled(node: Node) -> list[tuple[str, Quantity | str]]:
    """Every figure and text that is filled in, with its Chinese path, in the order of the form."""
    found: list[tuple[str, Quantity | str]] = []
    _gather(node, "", found)
    return found


def _gather(node: Node, prefix: str, found: list[tuple[str, Any]]) -> None:
    for attribute, name, is_part in _telling(type(node)):
        value = getattr(node, attribute)
        if value is None:
            continue
        path = f"{prefix}{name}"
        if not isinstance(value, tuple):
            if is_part:
                _gather(value, f"{path}.", found)
            else:
                found.append((path, value))
        elif is_part:
            for position, entry in enumerate(value, 1):
                _gather(entry, f"{path}[{position}].", found)
        else:
            found += [(f"{path}[{position}]", text) for position, text in enumerate(value, 1)]


@cache
def _telling(part: type[Node]) -> tuple[tuple[str, str, bool], ...]:
    """Attribute and 中文名 of a part's fields that hold figures, texts or, as told, further parts."""
    fields = places(part).values()
    return tuple((p.attribute, p.name, p.part is not None) for p in fields if p.plain is str)


def passes_list(path: str) -> bool:
    """Whether a Chinese path without positions leads on through the entries of a list."""
    part: type[Node] | None = SelfEvaluation
    for name in path.split(".")[:-1]:
        place = by_name(part)[name] if part else None
        if place is None or place.listing:
            return True
        part = place.part
    return False


def find_gaps(node: Node, path: str, prefix: str = "") -> Iterator[str]:
    """Where an answer is 未填 though the part that holds it was begun; in every entry of a list.

    A part for which the clerk wrote 无 has no gaps.
    """
    name, _, rest = path.partition(".")
    here = f"{prefix}.{name}" if prefix else name
    value = getattr(node, by_name(type(node))[name].attribute)
    if value is None:
        if not rest and prefix:
            yield here
    elif rest:
        entries = _numbered(value, here) if isinstance(value, tuple) else [(value, here)]
        for entry, place in entries:
            if not vars(entry).get("absent"):
                yield from find_gaps(entry, rest, place)


def _numbered(entries: Any, path: str) -> list[tuple[Any, str]]:
    return [(entry, f"{path}[{n}]") for n, entry in enumerate(entries, 1)]


def is_answered(value: Any) -> bool:
    """Whether anything was filled in; 无 counts."""
    if value is None or not isinstance(value, Node):
        return value is not None
    return any(is_answered(getattr(value, attribute)) for attribute in places(type(value)))


def answer(node: Node, path: str) -> Any:
    """The value at a Chinese path without list positions; `None` where 未填."""
    value: Any = node
    for name in path.split("."):
        if value is None:
            return None
        part: type[Node] = type(value)
        value = getattr(value, by_name(part)[name].attribute)
    return value
