"""Tables drawn with `+-|`, as the program's own text has them, → cells with their spans.

A cell longer than its column runs over the border and pushes the rest of its row to the right.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from authoring.papers.joining import columns

_LINE = re.compile(r"^[+|].*[+|]$")
_RULE = re.compile(r"^\+[-=+]+\+$")


class Box(NamedTuple):
    """A cell of a drawn table: its place in the grid from 0, its words, and the line from 0 they begin on."""

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    line: int


def is_drawn(raw: str) -> bool:
    """Whether a line is a part of a drawn table."""
    return _LINE.match(raw.strip()) is not None


def tables(lines: Sequence[str]) -> list[tuple[int, list[Box]]]:
    """The tables in adjoining drawn lines, each with the line it begins on; none without a frame."""
    starts = [
        at
        for at, line in enumerate(lines)
        if _RULE.match(line) and (at == 0 or _RULE.match(lines[at - 1])) and at + 1 < len(lines)
    ]
    found = []
    for start, end in pairwise([*starts, len(lines)]):
        boxes = _boxes(lines[start:end])
        if boxes:
            found.append((start, boxes))
    return found


def _boxes(lines: Sequence[str]) -> list[Box]:
    rules = [at for at, line in enumerate(lines) if "+" in line and not line.strip("+-=| ")]
    uprights = sorted({at for rule in rules for at, sign in enumerate(lines[rule]) if sign == "+"})
    boxes: list[Box] = []
    open_above: dict[int, int] = {}
    for row, (top, bottom) in enumerate(pairwise(rules)):
        cells: dict[tuple[int, int], list[tuple[str, int]]] = {}
        for at in range(top + 1, bottom):
            for left, right, text in _pieces(lines[at], uprights):
                cells.setdefault((left, right), []).append((text, at))
        for (left, right), texts in cells.items():
            text = "".join(piece for piece, _ in texts)
            above = open_above.pop(left, None)
            if above is not None:
                box = boxes[above]
                boxes[above] = box._replace(rowspan=box.rowspan + 1, text=box.text + text)
            else:
                boxes.append(Box(row, left, 1, right - left, text, texts[0][1]))
                above = len(boxes) - 1
            if _is_open(lines[bottom], uprights, left):
                open_above[left] = above
    return boxes


def _by_column(line: str) -> list[tuple[int, str]]:
    if line.isascii():
        return list(enumerate(line))
    found, at = [], 0
    for sign in line:
        found.append((at, sign))
        at += columns(sign)
    return found


def _is_open(rule: str, uprights: Sequence[int], column: int) -> bool:
    """Whether the cell goes on below the rule."""
    at = uprights[column] + 1
    return at < len(rule) and rule[at] == " "


def _pieces(line: str, uprights: Sequence[int]) -> list[tuple[int, int, str]]:
    """The cells of a line: from which upright to which, and the words.

    Aligned from the left as far as they go, and then from the right; what is left runs over its border.
    """
    where = {at: index for index, at in enumerate(uprights)}
    signs = _by_column(line)
    end = signs[-1][0]
    over = end - uprights[-1]
    bars = [(at, place) for place, (at, sign) in enumerate(signs) if sign == "|"]
    known: dict[int, int] = {}
    for at, place in bars:
        if at in where and (over <= 0 or _reaches(signs, place)):
            known[place] = where[at]
        else:
            break
    for at, place in reversed(bars):
        if place in known or at - over not in where:
            break
        known[place] = where[at - over]
    places = sorted(known)
    return [
        (known[left], known[right], line[left + 1 : right].strip())
        for left, right in pairwise(places)
        if known[left] < known[right]
    ]


def _reaches(signs: Sequence[tuple[int, str]], place: int) -> bool:
    """Whether a bar stands free, as one between cells does."""
    return place + 1 >= len(signs) or signs[place + 1][1] == " "
