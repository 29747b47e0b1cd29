"""What is written by every contender: the example's own document, and one with tables.

The second is the size that the known figures of other tools were taken at: 60 paragraphs and three
tables of 12 rows and 8 columns.
"""

from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

from authoring.document.blocks import Block, Cell, Document, Heading, Run, Table
from authoring.document.compose import compose
from authoring.opening import open_checked

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "lusong-2024" / "report.yaml"

PARAGRAPHS, TABLES, ROWS, COLUMNS = 60, 3, 12, 8


class Subject(NamedTuple):
    """A document and what to call it, in Chinese and English."""

    chinese: str
    english: str
    document: Document


def read_subjects() -> tuple[Subject, Subject]:
    """The example as it is, and cut to 60 paragraphs with three tables between them."""
    opened = open_checked(EXAMPLE)
    document = compose(opened.checked.report, opened.form)
    paragraphs = len(document.blocks)
    return (
        Subject(
            f"示例原样：{paragraphs} 段，无表", f"the example: {paragraphs} paragraphs, no table", document
        ),
        Subject(
            f"{PARAGRAPHS} 段、{TABLES} 张 {ROWS}×{COLUMNS} 表",
            f"{PARAGRAPHS} paragraphs and {TABLES} tables of {ROWS}×{COLUMNS}",
            document._replace(blocks=_with_tables(document.blocks)),
        ),
    )


def _with_tables(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The first paragraphs and the closing, a table after every twentieth paragraph but the last ones."""
    text = [*blocks[: PARAGRAPHS - 2], *blocks[-2:]]
    step = PARAGRAPHS // (TABLES + 1)
    made: list[Block] = []
    for number, block in enumerate(text, 1):
        made.append(block)
        if number % step == 0 and number // step <= TABLES:
            made.append(_table(blocks, number // step))
    return tuple(made)


def _table(blocks: tuple[Block, ...], number: int) -> Table:
    """A head row, then rows of a name and seven of the report's own figures."""
    headings = (block for block in blocks if isinstance(block, Heading))
    names = [run.text[:12] for heading in headings for run in heading.runs]
    figures = [run.text for block in blocks if not isinstance(block, Table) for run in block.runs if run.path]
    supply = cycle(figures)
    head = tuple(_cell(name, head=True) for name in ["项目", *names[: COLUMNS - 1]])
    rows = [(_cell(names[row]), *map(_cell, islice(supply, COLUMNS - 1))) for row in range(ROWS - 1)]
    return Table((head, *rows), (3, *(1,) * (COLUMNS - 1)), 1, f"表{number}　收支情况")


def _cell(text: str, *, head: bool = False) -> Cell:
    return Cell(((Run(text),),), head=head)
