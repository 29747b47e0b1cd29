"""The same document through other tools, each used as its documentation says, and none of it in vain.

docxtpl and python-docx start from the ordinary Word package that python-docx brings along, as their users do.
What our writer does beyond the words and their styles (the place of the closing, head rows repeated on
each page, rows kept whole, merged cells, landscape pages) they are spared.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document as Word
from docx.table import Table as WordTable
from docxtpl import DocxTemplate

from authoring.document.blocks import Block, Cell, Document, Heading, Paragraph, Run, Table, headed, words
from authoring.writers.docx import write_docx

Render = Callable[[], bytes]

LEVEL = 1
"""Of deflate, as our writer has it; docxtpl and python-docx always take 6, which is part of them."""

WORDS = "word/document.xml"


def ours(document: Document) -> Render:
    """Our writer."""
    return lambda: write_docx(document)


def python_docx(document: Document) -> Render:
    """python-docx's plain API: paragraphs and tables added one by one to the empty package."""

    def render() -> bytes:
        word = docx.Document()
        word.add_paragraph("".join(document.title), "Title")
        for block in _all_blocks(document):
            if isinstance(block, Table):
                _add_table(word, block, [[_text(cell) for cell in row] for row in block.rows])
            else:
                word.add_paragraph(_line(block), _style(block))
        return _saved(word)

    return render


def docxtpl(document: Document) -> Render:
    """docxtpl with a template equal to the document: every paragraph and table row is filled in.

    What a clerk writes is data, so no paragraph is fixed but its number and style. The template is made
    once; it is opened for every report, since docxtpl fills an opened one but once.
    """
    template, facts = _template(document)

    def render() -> bytes:
        word = DocxTemplate(BytesIO(template))
        word.render(facts, autoescape=True)
        return _saved(word)

    return render


def floor_as_usual(document: Document) -> Render:
    """The same parts, deflated as zipfile does unless told otherwise."""
    with ZipFile(BytesIO(write_docx(document))) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    return lambda: _zipped(BytesIO(), "w", parts, None)


def floor_of_all(document: Document) -> Render:
    """All parts of our own file, ready as XML, deflated into a zip: no writer without a cache beats it."""
    with ZipFile(BytesIO(write_docx(document))) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    return lambda: _zipped(BytesIO(), "w", parts)


def floor_of_words(document: Document) -> Render:
    """Only the words, ready as XML, deflated into a package that has all else: what nobody can beat."""
    with ZipFile(BytesIO(write_docx(document))) as package:
        parts = [(WORDS, package.read(WORDS))]
        rest = [(name, package.read(name)) for name in package.namelist() if name != WORDS]
    ready = _zipped(BytesIO(), "w", rest)
    return lambda: _zipped(BytesIO(ready), "a", parts)


PEERS: dict[str, Callable[[Document], Render]] = {
    "gouji": ours,
    "docxtpl": docxtpl,
    "python-docx": python_docx,
    "floor": floor_as_usual,
    "floor-all": floor_of_all,
    "floor-words": floor_of_words,
}


def _zipped(stream: BytesIO, mode: Any, parts: list[tuple[str, bytes]], level: int | None = LEVEL) -> bytes:
    with ZipFile(stream, mode, ZIP_DEFLATED, compresslevel=level) as package:
        for name, data in parts:
            package.writestr(name, data)
    return stream.getvalue()


def _saved(word: Any) -> bytes:
    stream = BytesIO()
    word.save(stream)
    return stream.getvalue()


def _template(document: Document) -> tuple[bytes, dict[str, Any]]:
    """The template of a document, and the values for its tags."""
    word = docx.Document()
    texts: list[str] = []
    tables: list[list[list[str]]] = []
    word.add_paragraph("".join(document.title), "Title")
    for block in _all_blocks(document):
        if isinstance(block, Table):
            rows = [[_text(cell) for cell in row] for row in block.rows]
            tagged = [[f"{{{{ row[{column}] }}}}" for column in range(len(block.widths))]]
            loop = [[f"{{%tr for row in tables[{len(tables)}] %}}"], *tagged, ["{%tr endfor %}"]]
            _add_table(word, block, [*rows[: block.head_rows], *loop])
            tables.append(rows[block.head_rows :])
        else:
            number = block.number if isinstance(block, Heading) else ""
            word.add_paragraph(f"{number}{{{{ texts[{len(texts)}] }}}}", _style(block))
            texts.append(words(block.runs))
    return _saved(word), {"texts": texts, "tables": tables}


def _all_blocks(document: Document) -> Iterator[Block]:
    """Text and annexes in one row; the landscape pages and merged cells of an annex are spared."""
    yield from document.blocks
    for annex in document.annexes:
        yield Paragraph((Run(annex.label),))
        yield Heading(1, "", (Run(annex.title),))
        yield from annex.blocks


def _add_table(word: Word, block: Table, rows: list[list[str]]) -> WordTable:
    """A table with its caption; a row that has one text only is a tag of docxtpl's."""
    word.add_paragraph(block.caption, "Caption")
    table = word.add_table(len(rows), len(block.widths), "Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.paragraphs[0].add_run(text)
    return table


def _style(block: Block) -> str:
    return f"Heading {block.level}" if isinstance(block, Heading) else "Body Text"


def _line(block: Block) -> str:
    assert not isinstance(block, Table)
    return headed(block) if isinstance(block, Heading) else words(block.runs)


def _text(cell: Cell) -> str:
    return words(cell.paragraphs[0])
