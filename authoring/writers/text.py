"""Document → plain text: the words and figures of the DOCX in the same order.

One line a paragraph, however long, and one a table row, so that rows can be searched and compared.
Tables are drawn with `+-|`, whose width no program disputes; a full-width character counts as two.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from authoring.document.blocks import Align, Annex, Block, Document, Heading, Paragraph, Table, headed, words
from authoring.writers.characters import clean, width
from authoring.writers.grid import Place, lay_out
from authoring.writers.page import CHARACTERS_PER_LINE
from authoring.writers.placing import (
    ATTACHMENT_LINES_ABOVE,
    INDENT,
    is_attachment,
    place_attachment,
    place_closings,
    title_lines,
)

_FULL_SPACE = "　"
_WIDEST_COLUMN = 60
"""In half-width columns; a longer cell runs over its border, and only its own row is out of line."""


def write_text(document: Document) -> str:
    """The report as text, lines ended by LF; a draft says 草稿 on the first."""
    lines = [
        *(["草稿", ""] if document.draft else []),
        *(_centred(line) for line in title_lines(document.title)),
        "",
        *_blocks(document.blocks, sealed=document.sealed),
    ]
    for annex in document.annexes:
        lines += _annex(annex, sealed=document.sealed)
    return clean("\n".join(lines)).strip("\n") + "\n"


def _annex(annex: Annex, *, sealed: bool) -> Iterator[str]:
    yield from ("", "", annex.label, "", _centred(annex.title), "")
    yield from _blocks(annex.blocks, sealed=sealed)


def _blocks(blocks: Sequence[Block], *, sealed: bool) -> Iterator[str]:
    places = place_closings(blocks, sealed=sealed)
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            yield headed(block)
        elif isinstance(block, Table):
            yield from [] if block.joined else [""]
            yield from (*_table(block), *_after(blocks[index + 1 : index + 2]))
        elif index in places:
            text = words(block.runs)
            yield from [""] * places[index].lines_above
            yield _space(CHARACTERS_PER_LINE - places[index].right - width(text)) + text
        else:
            first = index == 0 or not is_attachment(blocks[index - 1])
            yield from [""] * (ATTACHMENT_LINES_ABOVE if first and is_attachment(block) else 0)
            yield _indented(block)


def _after(following: Sequence[Block]) -> list[str]:
    """A free line below a table, unless another goes on from it."""
    return [] if following and isinstance(following[0], Table) and following[0].joined else [""]


def _indented(block: Paragraph) -> str:
    text = words(block.runs)
    if block.role == "addressee":
        return text
    if not is_attachment(block):
        return _FULL_SPACE * INDENT + text
    place = place_attachment(text)
    return _space(place.left - place.hanging) + text


def _centred(text: str) -> str:
    return _space((CHARACTERS_PER_LINE - width(text)) / 2) + text


def _space(characters: float) -> str:
    """Room in front of a line, to the half character."""
    halves = max(round(characters * 2), 0)
    return _FULL_SPACE * (halves // 2) + " " * (halves % 2)


def _table(table: Table) -> Iterator[str]:
    """The table with its caption above; nothing for a table without rows."""
    if table.caption:
        yield _centred(table.caption)
    if not table.rows:
        return
    grid = lay_out(table)
    rows = [[_piece(place) for place in row] for row in grid.rows]
    widths = _column_widths(rows, grid.columns)
    yield _rule([], grid.rows[0], widths)
    for pieces, row, below in zip(rows, grid.rows, [*grid.rows[1:], []], strict=True):
        yield f"| {' | '.join([_padded(piece, widths) for piece in pieces])} |"
        yield _rule(row, below, widths)


class _Piece(NamedTuple):
    """The words of a place in a row, and the columns they take."""

    column: int
    span: int
    align: Align
    text: str
    columns: int


def _piece(place: Place) -> _Piece:
    cell = place.cell
    text = " ".join(map(words, cell.paragraphs)).replace("\n", " ")
    return _Piece(place.column, place.span, cell.align, text, round(width(text) * 2))


def _column_widths(rows: list[list[_Piece]], columns: int) -> list[int]:
    """What single cells need, then what merged ones need beyond that, on their last column."""
    widths = [1] * columns
    for piece in sorted((piece for row in rows for piece in row), key=lambda each: each.span):
        needed = min(piece.columns, _WIDEST_COLUMN) - _room(piece, widths)
        if needed > 0:
            widths[piece.column + piece.span - 1] += needed
    return widths


def _padded(piece: _Piece, widths: Sequence[int]) -> str:
    free = max(_room(piece, widths) - piece.columns, 0)
    left = 0 if piece.align == "left" else free // 2 if piece.align == "center" else free
    return " " * left + piece.text + " " * (free - left)


def _room(piece: _Piece, widths: Sequence[int]) -> int:
    """Columns inside a place, borders it swallows included."""
    if piece.span == 1:
        return widths[piece.column]
    return sum(widths[piece.column : piece.column + piece.span]) + 3 * (piece.span - 1)


def _rule(above: Sequence[Place], below: Sequence[Place], widths: Sequence[int]) -> str:
    """The line between two rows: open where a merged cell reaches down."""
    upright = {place.column for place in (*above, *below)} | {len(widths)}
    open_columns = {
        column
        for place in below
        if place.merge == "covered"
        for column in range(place.column, place.column + place.span)
    }
    line = ""
    for column, room in enumerate(widths):
        closed = column not in open_columns
        line += _corner(column in upright, closed or (column > 0 and column - 1 not in open_columns))
        line += ("-" if closed else " ") * (room + 2)
    return line + _corner(True, len(widths) - 1 not in open_columns)  # noqa: FBT003


def _corner(upright: bool, ruled: bool) -> str:  # noqa: FBT001
    if ruled:
        return "+" if upright else "-"
    return "|" if upright else " "
