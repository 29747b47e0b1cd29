"""Reports made of lines of text, their sections told by the usual numbers: enough to try rules on."""

import re

from authoring.audit.reading import Reading
from authoring.audit.report import FinishedReport, Part
from authoring.papers.paper import Grid, GridCell, Item, Paper, Place, Words

_NUMBERS = (
    re.compile(r"([一二三四五六七八九十]+、)(.{2,40})"),
    re.compile(r"([（(][一二三四五六七八九十]+[）)])(.{2,40})"),
)
_STOP = re.compile("[。；，]")


def reading_of(
    text: str,
    *,
    unit: str = "",
    year: int | None = None,
    title: str = "",
    kind: str = "txt",
    signature: int = 0,
) -> Reading:
    """A reading of a text: a line is a paragraph; a line with tabs is a row of a table.

    So many lines at the end are the signature.
    """
    items = _items(text)
    paper = Paper(f"报告.{kind}", kind, items)
    end = len(items) - signature
    front, parts = _outline(list(items[:end]), 1)
    signed = tuple(item for item in items[end:] if isinstance(item, Words))
    return Reading(FinishedReport(paper, None, title, unit, year, front, parts, signed))


def _items(text: str) -> tuple[Item, ...]:
    items: list[Item] = []
    at = paragraph = tables = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        if "\t" in line:
            tables += 1
            cells = []
            for column, cell in enumerate(line.split("\t")):
                words = Words(at, cell, Place(table=tables, row=0, column=column))
                cells.append(GridCell(0, column, (words,)))
                at += 1
            items.append(Grid(tables, tuple(cells)))
        else:
            paragraph += 1
            items.append(Words(at, line.strip(), Place(paragraph=paragraph)))
            at += 1
    return tuple(items)


def _outline(items: list[Item], level: int) -> tuple[tuple[Item, ...], tuple[Part, ...]]:
    """What stands before the first heading of a level, and the sections from there on."""
    if level > len(_NUMBERS):
        return tuple(items), ()
    heads = [i for i, item in enumerate(items) if isinstance(item, Words) and _heading(item.text, level)]
    if not heads:
        return tuple(items), ()
    parts = []
    for start, end in zip(heads, [*heads[1:], len(items)], strict=True):
        heading = items[start]
        assert isinstance(heading, Words)
        match = _heading(heading.text, level)
        assert match
        own, below = _outline(items[start + 1 : end], level + 1)
        parts.append(Part(level, match[1], match[2], heading, own, below))
    return tuple(items[: heads[0]]), tuple(parts)


def _heading(text: str, level: int) -> re.Match[str] | None:
    match = _NUMBERS[level - 1].fullmatch(text)
    return None if match and _STOP.search(match[2]) else match
