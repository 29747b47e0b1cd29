"""A report that this program wrote reads back to the blocks it was written from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authoring.document.blocks import Block, Document, Heading, Paragraph, Run, Table, headed, words
from authoring.document.compose import compose
from authoring.intake.archive import Members
from authoring.intake.guard import Guarded, Kind
from authoring.opening import open_checked
from authoring.papers.docx import read_docx
from authoring.papers.paper import Item, Words
from authoring.papers.tidy import tidy
from authoring.writers.docx import write_docx
from authoring.writers.grid import lay_out
from tests.test_examples import EXAMPLES, ROOT, last_year_of


def expected(document: Document) -> Iterator[object]:
    """Headings as level and words, paragraphs as words, tables as cells."""
    yield tidy("".join(document.title))[0]
    yield from blocks(document.blocks)
    for annex in document.annexes:
        yield annex.label
        yield 1, annex.title
        yield from blocks(annex.blocks)


def blocks(found: tuple[Block, ...]) -> Iterator[object]:
    for block in found:
        if isinstance(block, Heading):
            yield block.level, tidy(headed(block))[0]
        elif isinstance(block, Paragraph):
            yield tidy(words(block.runs))[0]
        else:
            if block.caption:
                yield block.caption
            yield cells(block)


def cells(table: Table) -> list[object]:
    return [
        (row, place.column, place.cell.rowspan, place.span, "".join(map(_tidy, place.cell.paragraphs)))
        for row, places in enumerate(lay_out(table).rows)
        for place in places
        if place.merge != "covered"
    ]


def _tidy(runs: tuple[Run, ...]) -> str:
    return tidy(words(runs))[0]


def seen(item: Item) -> object:
    if isinstance(item, Words):
        return (item.look.level, item.text) if item.look.level else item.text
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in item.cells]


@pytest.mark.parametrize("example", EXAMPLES)
def test_own_reports_read_back(example: str) -> None:
    opened = open_checked(ROOT / example / "report.yaml", last_year_of(ROOT / example))
    document = compose(opened.checked.report, opened.form)
    content = write_docx(document)
    paper = read_docx(Guarded(Path("report.docx"), Kind.DOCX, content, Members(content)))
    main = [item for item in paper.items if not isinstance(item, Words) or not item.place.part]
    assert [seen(item) for item in main] == [each for each in expected(document) if each]
    assert paper.remarks == ()
