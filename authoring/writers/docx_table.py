"""Table → WordprocessingML: fixed widths, heads repeated on each page, merged cells, named styles."""

from collections.abc import Iterator

from authoring.document.blocks import Align, Table, words
from authoring.writers import page
from authoring.writers.characters import width
from authoring.writers.grid import Merge, Place, lay_out, share_width
from authoring.writers.package import Base
from authoring.writers.wordml import paragraph, paragraph_start, run_of

_LONG_CELL_LINES = 10
"""A row with a cell longer than this may go on overleaf; any other stays on one page."""

_NO_WORDS = [""]
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
    starts = _Starts(widths, styles)
    for number, row in enumerate(grid.rows, 1):
        keep = "<w:keepNext/>" if keep_next and number == len(grid.rows) else ""
        yield _row(row, starts, keep, head=number <= block.head_rows)
    yield "</w:tbl>"


class _Starts:
    """What cells begin with, which is the same for many."""

    def __init__(self, widths: list[int], styles: tuple[str, str]) -> None:
        self._widths = widths
        self._styles = styles
        self._cells: dict[tuple[int, int, Merge], str] = {}
        self._paragraphs: dict[tuple[bool, Align, str], str] = {}

    def cell(self, place: tuple[int, int, Merge]) -> str:
        """A cell as far as its paragraphs, by column, span and merge."""
        start = self._cells.get(place)
        if start is None:
            column, span, merge = place
            spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            start = self._cells[place] = (
                f'<w:tc><w:tcPr><w:tcW w:w="{self.room(column, span)}" w:type="dxa"/>{spanned}'
                f'{_MERGES[merge]}<w:vAlign w:val="center"/></w:tcPr>'
            )
        return start

    def paragraph(self, look: tuple[bool, Align, str]) -> str:
        """A paragraph of a cell as far as its words, by head or not, alignment and keepNext."""
        start = self._paragraphs.get(look)
        if start is None:
            head, align, keep = look
            place = keep if align == "center" else f'{keep}<w:jc w:val="{align}"/>'
            start = self._paragraphs[look] = paragraph_start(self._styles[head], place)
        return start

    def room(self, column: int, span: int) -> int:
        """The width of a cell."""
        return sum(self._widths[column : column + span])


def _row(row: list[Place], starts: _Starts, keep: str, *, head: bool) -> str:
    whole = "<w:cantSplit/>"
    pieces = []
    for column, span, (paragraphs, _, _, is_head, align), merge in row:
        pieces.append(starts.cell((column, span, merge)))
        opening = starts.paragraph((is_head, align, keep))
        texts = [words(runs) for runs in paragraphs] if paragraphs else _NO_WORDS
        for text in texts:
            pieces += opening, run_of(text), "</w:p>"
        pieces.append("</w:tc>")
        many = len(texts) > 1 or len(texts[0]) > _LONG_CELL_LINES
        if many and whole and _is_long(texts, starts.room(column, span)):
            whole = ""
    properties = whole + ("<w:tblHeader/>" if head else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(pieces)}</w:tr>"


def _is_long(texts: list[str], room: int) -> bool:
    """Whether a cell has more lines than a row kept on one page should have."""
    size = page.size(page.TABLE_TEXT) * 20
    characters = max((room - 2 * page.CELL_MARGIN) / size, 1)
    if sum(len(text) // characters + 1 for text in texts) <= _LONG_CELL_LINES:
        return False  # no character is wider than 1
    return sum(width(text) // characters + 1 for text in texts) > _LONG_CELL_LINES
