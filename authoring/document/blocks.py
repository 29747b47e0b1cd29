"""The report as a document: what stands on the page, in order, and nothing of how a file stores it.

`compose.py` makes these values, every writer reads them; amounts are already words here. A run that
prints a figure remembers the figure's path (`支出.基本.合计`), so a page can be traced to the answer.
"""

from typing import Literal, NamedTuple

Role = Literal["addressee", "body", "item", "note", "attachment", "signature", "date"]
"""addressee 主送机关, body 正文, item 列举项, note 表下注, attachment 附件说明, signature 署名,
date 成文日期."""

Align = Literal["left", "center", "right"]


class Run(NamedTuple):
    """Words in a row; `path` is set when they print one figure of the report."""

    text: str
    path: str | None = None


class Heading(NamedTuple):
    """A heading of level 1 to 4; `number` is the written number of that level: 一、（一）1.（1）."""

    level: int
    number: str
    runs: tuple[Run, ...]


class Paragraph(NamedTuple):
    """One paragraph of text; a number in front of an item is part of its words."""

    runs: tuple[Run, ...]
    role: Role = "body"


class Cell(NamedTuple):
    """A table cell; each paragraph is a tuple of runs. `head` cells are set as column or row heads."""

    paragraphs: tuple[tuple[Run, ...], ...]
    colspan: int = 1
    rowspan: int = 1
    head: bool = False
    align: Align = "center"


class Table(NamedTuple):
    """A table; covered places of merged cells are absent, as in HTML.

    `widths` are relative column widths, one a column. The first `head_rows` rows repeat on each page.
    A `joined` one goes on right below the table before it, with heads of its own.
    """

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    head_rows: int = 0
    caption: str = ""
    joined: bool = False


Block = Heading | Paragraph | Table


class Annex(NamedTuple):
    """附件: a new page, “附件1” at its head, its title, its blocks. `landscape` turns the page.

    `subject` tells apart annexes of one title, as the project's name does.
    """

    label: str
    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False
    subject: str = ""


class Document(NamedTuple):
    """A whole report. `title` holds the lines it may be broken into, at a sense.

    `sealed` 盖章: the place of signature and date follows from it. `draft` stamps 草稿 on each page.
    `left_out` are the paths of answers the form has no place for.
    """

    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...] = ()
    sealed: bool = True
    draft: bool = False
    left_out: tuple[str, ...] = ()


def words(runs: tuple[Run, ...]) -> str:
    """The words of some runs, joined."""
    return runs[0].text if len(runs) == 1 else "".join([run.text for run in runs])


def headed(heading: Heading) -> str:
    """A heading as it reads: its number and its words."""
    return heading.number + words(heading.runs)


def without_annexes(document: Document) -> Document:
    """The report alone; its list of annexes stays."""
    return document._replace(annexes=())


def annex_alone(document: Document, annex: Annex) -> Document:
    """One annex as a document of its own."""
    return document._replace(title=(), blocks=(), annexes=(annex,))


def name_of(document: Document) -> str:
    """The title in one line; of an annex alone, the annex's."""
    title = "".join(document.title)
    return title if title or not document.annexes else document.annexes[0].title
