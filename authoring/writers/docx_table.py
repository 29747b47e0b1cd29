"""Table → WordprocessingML: fixed widths, heads repeated on each page, merged cells, named styles."""

from collections.abc import Iterator, Sequence

from authoring.document.blocks import Cell, Table, words
from authoring.writers import page
from authoring.writers.characters import width
from authoring.writers.grid import Place, lay_out, share_width
from authoring.writers.package import Base
from authoring.writers.wordml import paragraph

_LONG_CELL_LINES = 10
"""A row with a cell longer than this may go on overleaf; any other stays on one page."""

_MERGES = {"none": "", "first": '<w:vMerge w:val="restart"/>', "covered": "<w:vMerge/>"}


def table(block: Table, base: Base, total: int, *, keep_next: bool = False) -> str:
    """The table `total` wide, its caption above; `keep_next` ties the last row to what follows."""
    caption = paragraph(base.style_id(page.CAPTION), block.caption) if block.caption else ""
    if not block.rows:
        return caption
    grid = lay_out(block)
    widths = share_width(block.widths, grid.columns, total)
    keeps = [""] * (len(grid.rows) - 1) + ["<w:keepNext/>" if keep_next else ""]
    styles = base.style_id(page.TABLE_TEXT), base.style_id(page.TABLE_HEAD)
    rows = (
        f"<w:tr>{_row_properties(row, widths, head=index < block.head_rows)}"
        f"{''.join(_cells(row, widths, styles, keep))}</w:tr>"
        for index, (row, keep) in enumerate(zip(grid.rows, keeps, strict=True))
    )
    columns = (f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'{caption}<w:tbl><w:tblPr><w:tblStyle w:val="{base.table_style_id}"/>'
        f'<w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{''.join(columns)}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row_properties(row: Sequence[Place], widths: list[int], *, head: bool) -> str:
    whole = "" if any(_is_long(place, widths) for place in row) else "<w:cantSplit/>"
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:trPr>{whole}{repeated}</w:trPr>" if whole or repeated else ""


def _is_long(place: Place, widths: list[int]) -> bool:
    """Whether a cell has more lines than a row kept on one page should have."""
    paragraphs = place.cell.paragraphs
    if len(paragraphs) == 1 and sum(len(run.text) for run in paragraphs[0]) <= _LONG_CELL_LINES:
        return False
    room = _width(place, widths) - 2 * page.CELL_MARGIN
    characters = max(room / (page.size(page.TABLE_TEXT) * 20), 1)
    return sum(width(words(runs)) // characters + 1 for runs in paragraphs) > _LONG_CELL_LINES


def _cells(row: list[Place], widths: list[int], styles: tuple[str, str], keep: str) -> Iterator[str]:
    for place in row:
        span = f'<w:gridSpan w:val="{place.span}"/>' if place.span > 1 else ""
        yield (
            f'<w:tc><w:tcPr><w:tcW w:w="{_width(place, widths)}" w:type="dxa"/>{span}'
            f'{_MERGES[place.merge]}<w:vAlign w:val="center"/></w:tcPr>'
            f"{_cell_words(place.cell, styles[place.cell.head], keep)}</w:tc>"
        )


def _width(place: Place, widths: list[int]) -> int:
    if place.span == 1:
        return widths[place.column]
    return sum(widths[place.column : place.column + place.span])


def _cell_words(cell: Cell, style_id: str, keep: str) -> str:
    if cell.align != "center":
        keep += f'<w:jc w:val="{cell.align}"/>'
    if len(cell.paragraphs) == 1:
        return paragraph(style_id, words(cell.paragraphs[0]), keep)
    return "".join(paragraph(style_id, words(runs), keep) for runs in cell.paragraphs or ((),))
