"""Answers as nested mappings and lists: one put in its place, all places there are, places moved."""

from collections.abc import Iterator
from typing import Any

from authoring.model.paths import by_name
from authoring.model.term import NONE_STATED, Node


def put_in(node: Any, part: type[Node], keys: list[str | int], value: Any) -> None:
    """Put a value into nested answers, keys in the order of the form; parts left empty are taken out.

    What is on the way is copied, so the answers taken before stay as they were.
    """
    key = keys[0]
    assert isinstance(key, str)
    place = by_name(part)[key]
    rest = keys[1:]
    if rest and isinstance(rest[0], int):
        entries = node.get(key)
        entries = list(entries) if isinstance(entries, list) else _lone(entries)
        position = rest[0]
        if len(rest) == 1:
            entries[position : position + 1] = [] if value is None else [value]
        else:
            entries += [{} for _ in range(position + 1 - len(entries))]
            entry = dict(entries[position]) if isinstance(entries[position], dict) else {}
            assert place.part is not None
            put_in(entry, place.part, rest[1:], value)
            entries[position] = entry
        value = entries
    elif rest:
        inner = node.get(key)
        inner = dict(inner) if isinstance(inner, dict) else {}
        assert place.part is not None
        put_in(inner, place.part, rest, value)
        inner.pop(NONE_STATED, None)
        value = inner
    if value is None or value in ({}, []):
        node.pop(key, None)
    else:
        node[key] = value
        _in_order(node, part)


def _lone(value: Any) -> list[Any]:
    """A list written as its only entry."""
    return [] if value in (None, NONE_STATED) else [value]


def _in_order(node: dict[str, Any], part: type[Node]) -> None:
    order = {name: position for position, name in enumerate(by_name(part))}
    if [order.get(key, len(order)) for key in node] != sorted(order.get(key, len(order)) for key in node):
        kept = dict(sorted(node.items(), key=lambda item: order.get(item[0], len(order))))
        node.clear()
        node.update(kept)


def all_places(value: Any, path: str) -> Iterator[str]:
    """The places of all answers, and of the parts and lists that hold them."""
    if value in (None, {}, []):
        return
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from all_places(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for position, inner in enumerate(value, 1):
            yield from all_places(inner, f"{path}[{position}]")


def followed(reason: Any, path: str, moved: dict[int, int]) -> Any:
    """A reason where its entry is now; `None` if the entry is gone."""
    if not isinstance(reason, dict) or not reason.get("位置"):
        return reason
    place = moved_path(str(reason["位置"]), path, moved)
    return {**reason, "位置": place} if place else None


def moved_path(path: str, listing: str, moved: dict[int, int]) -> str:
    """A path after the entries of a list were put in another order; empty if its entry is gone."""
    if not path.startswith(f"{listing}["):
        return path
    position, _, rest = path.removeprefix(f"{listing}[").partition("]")
    if not position.isdecimal():
        return path
    new = moved.get(int(position[:9]) - 1)
    return "" if new is None else f"{listing}[{new + 1}]{rest}"
