"""Paths through the report: `expenditure.basic.total` in code, `支出.基本.合计` for the user.

A `*` in an English path stands for every entry of a list.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
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
    straight = None if prefix else _straight(type(report), path)
    if straight is not None:
        return [_end_of(report, straight)]
    found = [Located(report, prefix, "")]
    for place in _route(type(report), path):
        if place is None:
            found = [entry for listed in found for entry in _entries(listed)]
        else:
            found = [_step(at, place) for at in found]
    return found


class _Straight(NamedTuple):
    """A path through no list, from the top: what `_step` would find out again for every report."""

    attributes: tuple[str, ...]
    path: str
    label: str
    column: str


@cache
def _straight(part: type[Node], path: str) -> _Straight | None:
    route = [place for place in _route(part, path) if place]
    if not route or "*" in path.split("."):
        return None
    names = [place.name for place in route]
    label, column = route[-1].label, names[-2] if len(names) > 1 else ""
    return _Straight(tuple(p.attribute for p in route), ".".join(names), label, f"{column}的{label}")


def _end_of(report: Node, straight: _Straight) -> Located:
    value, part = report, None
    for attribute in straight.attributes:
        part, value = value, None if value is None else getattr(value, attribute)
    label = straight.column if isinstance(part, FundingColumn) else straight.label
    return Located(value, straight.path, label)


@cache
def _route(part: type[Node], path: str) -> tuple[Place | None, ...]:
    """The fields an English path leads through; `None` where it takes every entry of a list."""
    route: list[Place | None] = []
    for step in path.split("."):
        place = None if step == "*" else places(part)[step]
        part = place.part or part if place else part
        route.append(place)
    return tuple(route)


def _step(at: Located, place: Place) -> Located:
    value = getattr(at.value, place.attribute) if at.value is not None else None
    path = f"{at.path}.{place.name}" if at.path else place.name
    return Located(value, path, _label(at, place))


def _label(at: Located, place: Place) -> str:
    """A field's full name. In an entry of a list it begins with the entry's; 金额 goes by that alone.

    In a column it begins with the column's: 全年执行数资金总额.
    """
    if isinstance(at.value, FundingColumn):
        return f"{at.path.rpartition('.')[2]}的{place.label}"
    if not at.path.endswith("]"):
        return place.label
    return at.label if at.label and place.name == "金额" else f"{at.label}{place.label}"


def _entries(listed: Located) -> Iterator[Located]:
    for position, entry in enumerate(listed.value or (), 1):
        name = getattr(entry, "name", None) or ""
        yield Located(entry, f"{listed.path}[{position}]", f"“{name}”" if name else "")


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


def parse(text: str) -> Keys:
    """`专项资金.项目[1].结转结余` → keys with positions from 0."""
    keys: list[str | int] = []
    for step in text.split("."):
        name, *positions = step.split("[")
        keys += [name, *(int(p.rstrip("]")) - 1 for p in positions)]
    return tuple(keys)


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
    name, *rest = keys
    place = by_name(type(node))[str(name)]
    old = getattr(node, place.attribute)
    if rest and isinstance(rest[0], int):
        entries = list(old or ())
        entries[rest[0]] = with_value(entries[rest[0]], tuple(rest[1:]), value) if rest[1:] else value
        value = tuple(entries)
    elif rest:
        assert place.part is not None
        value = with_value(old or place.part(), tuple(rest), value)
    return node.model_copy(update={place.attribute: value})


def figures(node: Node, prefix: str = "", label: str = "") -> Iterator[Located]:
    """Every figure that is filled in, in the order of the form."""
    for place in places(type(node)).values():
        at = _step(Located(node, prefix, label), place)
        if isinstance(at.value, Quantity):
            yield at
        elif isinstance(at.value, Node):
            yield from figures(at.value, at.path)
        elif place.listing and place.part:
            for entry in _entries(at):
                yield from figures(entry.value, entry.path, entry.label)


def texts(node: Node) -> Iterator[tuple[str, str]]:
    """Every text that is filled in, with its Chinese path."""
    return ((path, value) for path, value in filled(node) if isinstance(value, str))


def filled(node: Node) -> list[tuple[str, Quantity | str]]:
    """Every figure and text that is filled in, with its Chinese path, in the order of the form."""
    found: list[tuple[str, Quantity | str]] = []
    _gather(node, "", found)
    return found


def _gather(node: Node, prefix: str, found: list[tuple[str, Any]]) -> None:
    for attribute, name in _telling(type(node)):
        value = getattr(node, attribute)
        if value is None:
            continue
        path = f"{prefix}{name}"
        if isinstance(value, Node):
            _gather(value, f"{path}.", found)
        elif not isinstance(value, tuple):
            found.append((path, value))
        else:
            for position, entry in enumerate(value, 1):
                if isinstance(entry, Node):
                    _gather(entry, f"{path}[{position}].", found)
                else:
                    found.append((f"{path}[{position}]", entry))


@cache
def _telling(part: type[Node]) -> tuple[tuple[str, str], ...]:
    """Attribute and 中文名 of a part's fields that hold figures, texts or further parts."""
    return tuple((p.attribute, p.name) for p in places(part).values() if p.plain is str)


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
        entries = [(value, here)] if isinstance(value, Node) else _numbered(value, here)
        for entry, place in entries:
            if not getattr(entry, "absent", None):
                yield from find_gaps(entry, rest, place)


def _numbered(entries: Any, path: str) -> list[tuple[Any, str]]:
    return [(entry, f"{path}[{n}]") for n, entry in enumerate(entries, 1)]


def is_answered(value: Any) -> bool:
    """Whether anything was filled in; 无 counts."""
    if isinstance(value, Node):
        return any(is_answered(getattr(value, name)) for name in type(value).model_fields)
    return value is not None


def answer(node: Node, path: str) -> Any:
    """The value at a Chinese path without list positions; `None` where 未填."""
    value: Any = node
    for name in path.split("."):
        if value is None:
            return None
        part: type[Node] = type(value)
        value = getattr(value, by_name(part)[name].attribute)
    return value
