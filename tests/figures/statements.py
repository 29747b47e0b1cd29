"""Paragraphs as the program reads them, and what it makes of their figures, in few words."""

import re
from collections.abc import Iterator
from pathlib import Path

from authoring.audit.reading import Reading
from authoring.audit.report import FinishedReport, Part
from authoring.figures.lexing import Prose, read_prose
from authoring.papers.paper import Grid, GridCell, Item, Paper, Place, Words

HEADING = "## "
SILENT = "静"
CASES = Path(__file__).with_name("cases")
Line = str | tuple[tuple[str, ...], ...]
"""A paragraph, or the rows of a table."""


def words(text: str, at: int = 0, start: int = 0) -> Words:
    """A paragraph, or the piece of one from `start`."""
    return Words(at, text, Place(paragraph=at + 1), start=start)


def prose(text: str) -> Prose:
    """A paragraph with its figures."""
    return read_prose(words(text))


def figures(text: str) -> list[str]:
    """The figures of a paragraph, as written."""
    return [text[m.span.start : m.span.end] for m in prose(text).mentions]


def grid(rows: tuple[tuple[str, ...], ...], at: int = 0) -> Grid:
    """A table; a cell `←` belongs to that on its left, `↑` to that above it."""
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text not in {"←", "↑"}:
                wide = next(
                    (n for n, t in enumerate(texts[column + 1 :]) if t != "←"), len(texts) - column - 1
                )
                below = [line[column] if column < len(line) else "" for line in rows[row + 1 :]]
                high = next((n for n, t in enumerate(below) if t != "↑"), len(below))
                place = Place(table=1, row=row, column=column)
                cells.append(GridCell(row, column, (Words(at, text, place),), high + 1, wide + 1))
                at += 1
    return Grid(1, tuple(cells))


def paper(*lines: Line) -> Paper:
    """A paper of some paragraphs and tables."""
    items: list[Item] = []
    at = 0
    for line in lines:
        item: Item = words(line, at) if isinstance(line, str) else grid(line, at)
        at += 1 if isinstance(item, Words) else len(item.cells)
        items.append(item)
    return Paper("某单位.docx", "docx", tuple(items))


def reading(*lines: Line) -> Reading:
    """A report of 2023 that has nothing but some paragraphs and tables; `## 甲` is a heading."""
    read = paper(*lines)
    front: list[Item] = []
    parts: list[tuple[Words, list[Item]]] = []
    for item in read.items:
        if isinstance(item, Words) and item.text.startswith(HEADING):
            parts.append((item, []))
        else:
            (parts[-1][1] if parts else front).append(item)
    sections = tuple(
        Part(1, "", heading.text.removeprefix(HEADING), heading, tuple(items)) for heading, items in parts
    )
    return Reading(FinishedReport(read, None, "", "", 2023, tuple(front), sections))


def told(*lines: Line) -> list[str]:
    """The relations found, sorted: `WS-01 412.36万元`, `WS-01 421.36万元 ≠ 412.36` if one does not hold."""
    return sorted(_told(reading(*lines)))


def _told(read: Reading) -> Iterator[str]:
    for verdict in read.verdicts:
        stated = verdict.relation.stated
        text = read.paper[stated.span.at].text[stated.span.start : stated.span.end]
        right = "" if verdict.holds else f" ≠ {round(verdict.evaluation.expected, 4).normalize():f}"
        yield f"{verdict.relation.law.id} {text}{right}"


def breaches(*lines: Line) -> list[str]:
    """Those of them that do not hold."""
    return [line for line in told(*lines) if "≠" in line]


def repeats(*lines: Line) -> list[str]:
    """Figures stated twice, and those a table has otherwise: `3.10万元 ~ 3.01万元`."""
    read = reading(*lines)
    pairs = [(repeat.first, repeat.second) for repeat in read.repeats]
    pairs += [(mismatch.listed, mismatch.said) for mismatch in read.mismatches]
    return [" ~ ".join(read.paper[m.span.at].text[m.span.start : m.span.end] for m in pair) for pair in pairs]


def described(text: str) -> list[str]:
    """Every figure: as written, kind, value, role, stage, term, name, and what else is said of it."""
    return [
        " | ".join(
            (
                text[m.span.start : m.span.end],
                m.kind.value,
                f"{m.value.value.normalize():f}{m.value.unit or m.unit}",
                m.role.value,
                m.measure.value if m.measure else "",
                m.term,
                m.name,
                " ".join(filter(None, (m.loose, m.per and f"每{m.per}", str(m.year or ""), "（" * m.depth))),
            )
        )
        for m in prose(text).mentions
    ]


def cases(name: str) -> list[tuple[list[Line], list[str]]]:
    """The blocks of a file of cases: paragraphs or rows of a table, and indented what is made of them."""
    blocks = re.split(r"\n\s*\n", (CASES / f"{name}.txt").read_text("utf-8").strip())
    return [_case(block.splitlines()) for block in blocks]


def _case(block: list[str]) -> tuple[list[Line], list[str]]:
    lines: list[Line] = []
    expected: list[str] = []
    rows: list[tuple[str, ...]] = []
    for line in [line for line in block if not line.startswith("# ")]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        lines += [tuple(rows)] if rows else []
        rows = []
        if line.startswith("    "):
            expected.append(line.strip())
        else:
            lines.append(line)
    return lines + ([tuple(rows)] if rows else []), [line for line in expected if line != SILENT]
