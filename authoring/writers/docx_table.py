"""Table → WordprocessingML: fixed widths, heads repeated on each page, merged cells, named styles."""

from collections.abc import Iterator

from authoring.document.blocks import Table, words
from authoring.writers import page
from authoring.writers.characters import width
from authoring.writers.grid import Place, lay_out, share_width
from authoring.writers.package import Base
from authoring.writers.wordml import paragraph

_LONG_CELL_LINES = 10
"""A row with a cell longer than this may go on overleaf; any other stays on one page."""

_MERGES = {"none": "", "first": '<w:vMerge w:val="restart"/>', "covered": "<w:vMerge/>"}


def table(block: Table, base: Base, total: int, *, keep_next: bool = False) -> Iterator[str]:
    """The table `total` wide, its caption above; `keep_next` ties the last row to what follows."""
    if block.caption:
        yield paragraph(base.style_id(page.CAPTION), block.caption)
    if not block.rows:
        return
    grid = lay_out(block)
    widths = share_width(block.widths, grid.columns, total)
    styles = base.style_id(page.TABLE_TEXT), base.style_id(page.TABLE_HEAD)
    columns = (f'<w:gridCol w:w="{each}"/>' for each in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{base.table_style_id}"/>'
        f'<w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{''.join(columns)}</w:tblGrid>"
    )
    for number, row in enumerate(grid.rows, 1):
        keep = "<w:keepNext/>" if keep_next and number == len(grid.rows) else ""
        yield _row(row, widths, styles, keep, head=number <= block.head_rows)
    yield "</w:tbl>"


def _row(row: list[Place], widths: list[int], styles: tuple[str, str], keep: str, *, head: bool) -> str:
    whole = "<w:cantSplit/>"
    cells = []
    for column, span, (paragraphs, _, _, is_head, align), merge in row:
        room = widths[column] if span == 1 else sum(widths[column : column + span])
        texts = [words(runs) for runs in paragraphs] or [""]
        short = len(texts) == 1 and len(texts[0]) <= _LONG_CELL_LINES
        if not short and _is_long(texts, room):
            whole = ""
        own = keep if align == "center" else f'{keep}<w:jc w:val="{align}"/>'
        inside = "".join([paragraph(styles[is_head], text, own) for text in texts])
        spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{room}" w:type="dxa"/>{spanned}'
            f'{_MERGES[merge]}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'
        )
    properties = whole + ("<w:tblHeader/>" if head else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _is_long(texts: list[str], room: int) -> bool:
    """Whether a cell has more lines than a row kept on one page should have."""
    size = page.size(page.TABLE_TEXT) * 20
    characters = max((room - 2 * page.CELL_MARGIN) / size, 1)
    return sum(width(text) // characters + 1 for text in texts) > _LONG_CELL_LINES
