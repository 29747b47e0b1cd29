"""Paper: a finished report as its file has it, before anything is made of it.

Words are kept apart from what a reader makes of them: a heading is a paragraph here, with the look it has.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple


class Place(NamedTuple):
    """Where a paragraph stands, as whoever opens the file finds it; what is unknown stays `None` or empty.

    `part` is empty for the main text, else 页眉, 页脚, 脚注, 尾注, 文本框, 批注, 图片说明, 图表, 图示.
    `paragraph` counts those of the main text that have words, from 1, tables left out; `table` counts tables,
    `row` and `column` the cells of its grid from 0. `line` is of a text file, `page` of a PDF.
    """

    part: str = ""
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    page: int | None = None


class Look(NamedTuple):
    """What a heading may be told by. `level` is that of a heading style or of the outline, from 1."""

    level: int | None = None
    style: str = ""
    bold: bool = False
    centered: bool = False
    size: float | None = None


class Span(NamedTuple):
    """Some words of a paper: from `start` to `end` in the text of the paragraph `at`."""

    at: int
    start: int
    end: int


class Words(NamedTuple):
    """One paragraph. `at` is its position among all paragraphs of the paper, those in tables too.

    `text` has one kind of space and none inside Chinese words; residue of the word processor is gone. `raw`
    is what the file has, `origin[i]` where in it the i-th character of `text` stands; no entries where both
    are the same. `number` is an automatic number made visible, `（一）`; it is in neither.

    A piece cut out of a paragraph, as a heading glued to its end, has the same `at`, and `start` says where
    in the paragraph's text it begins.
    """

    at: int
    text: str
    place: Place
    look: Look = Look()
    number: str = ""
    raw: str = ""
    origin: tuple[int, ...] = ()
    start: int = 0

    def span(self, start: int, end: int) -> Span:
        """The words of `text[start:end]`, as a span of the paper."""
        return Span(self.at, self.start + start, self.start + end)


class GridCell(NamedTuple):
    """A cell of a table, at row and column of its grid from 0; covered places have no cell."""

    row: int
    column: int
    words: tuple[Words, ...]
    rowspan: int = 1
    colspan: int = 1

    @property
    def text(self) -> str:
        """Its paragraphs, joined."""
        return "".join(words.text for words in self.words)


class Grid(NamedTuple):
    """A table. `number` counts the tables of the paper from 1."""

    number: int
    cells: tuple[GridCell, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns."""
        return (
            max((cell.row + cell.rowspan for cell in self.cells), default=0),
            max((cell.column + cell.colspan for cell in self.cells), default=0),
        )


Item = Words | Grid


class Paper:
    """A finished report: `items` in the order of the page, what stands beside the main text after it.

    `kind` is docx, txt, pdf, odt, doc or wps; `remarks` say what was not read, or was converted first.
    """

    def __init__(self, file: str, kind: str, items: tuple[Item, ...], remarks: tuple[str, ...] = ()) -> None:
        self.file = file
        self.kind = kind
        self.items = items
        self.remarks = remarks

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """Every paragraph, those in cells too, by their `at`."""
        return tuple(sorted(_paragraphs(self.items), key=lambda words: words.at))

    def __getitem__(self, at: int) -> Words:
        return self.words[at]


def _paragraphs(items: tuple[Item, ...]) -> Iterator[Words]:
    for item in items:
        if isinstance(item, Words):
            yield item
        else:
            yield from (words for cell in item.cells for words in cell.words)
