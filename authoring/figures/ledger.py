"""Ledger: a table of figures, ruled or glued into lines of text, as rows with labels and heads of columns."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from authoring.figures.mention import Kind, Mention, Role, Tally
from authoring.figures.numerals import DIGITS
from authoring.figures.terms import terms_in
from authoring.papers.paper import Grid, GridCell, Span, Words
from authoring.quantities import Quantity, Rate

_FIGURE = re.compile(
    rf"(?P<sign>[-−－+＋])?(?P<digits>{DIGITS})(?P<percent>[%％])?(?:万元|元|分|人|个|辆|项)?"
)
_BLANK = re.compile(r"[-—－/／\s]*")
_NARROW = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")


class Row(NamedTuple):
    """A row: the words in its label columns, and its figures by column."""

    label: str
    figures: dict[int, Mention]


class Ledger(NamedTuple):
    """A table of figures. `heads` are the words above each column, outermost first, joined."""

    heads: dict[int, str]
    rows: tuple[Row, ...]

    @property
    def columns(self) -> list[int]:
        """Columns that have a figure in more than one row."""
        found = [column for row in self.rows for column in row.figures]
        return sorted({column for column in found if found.count(column) > 1})


def ledger_of(grid: Grid) -> Ledger | None:
    """The figures of a table; `None` where it has none in two rows."""
    height, width = grid.size
    if height < 2 or width < 2:
        return None
    table: list[list[GridCell | None]] = [[None] * width for _ in range(height)]
    for cell in grid.cells:
        for line in table[cell.row : cell.row + cell.rowspan]:
            for column in range(cell.column, min(cell.column + cell.colspan, width)):
                line[column] = cell
    first = next((i for i, row in enumerate(table) if _has_figures(row)), height)
    heads = {column: _joined(table[i][column] for i in range(first)) for column in range(width)}
    rows = tuple(row for i in range(first, height) if (row := _row(table[i], i, heads)))
    return Ledger(heads, rows) if sum(bool(row.figures) for row in rows) > 1 else None


def _joined(cells: "Iterator[GridCell | None]") -> str:
    texts: list[str] = []
    for cell in cells:
        if cell is not None and cell.text and (not texts or texts[-1] != cell.text):
            texts.append(cell.text)
    return " ".join(texts)


def _has_figures(row: Sequence[GridCell | None]) -> bool:
    """Whether a row is no head: it has a figure to the right of some words."""
    texts = [cell.text.strip() for cell in row if cell is not None]
    named = next((i for i, text in enumerate(texts) if text and not _value(text)), len(texts))
    return any(_value(text) and not _YEAR.fullmatch(text) for text in texts[named + 1 :])


_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")


def _row(cells: Sequence[GridCell | None], at: int, heads: dict[int, str]) -> Row | None:
    """A row; a cell over several columns stands in its first, one from a row above in its label only."""
    labels: list[str] = []
    figures: dict[int, Mention] = {}
    seen: set[int] = set()
    for column, cell in enumerate(cells):
        if cell is None or id(cell) in seen:
            continue
        seen.add(id(cell))
        value = _value(cell.text.strip()) if len(cell.words) == 1 else None
        if value is None or (not figures and _ORDER.search(heads.get(column, ""))):
            if not figures and cell.text and value is None:
                labels.append(cell.text)
        elif cell.row == at:
            words = cell.words[0]
            figures[column] = _mention(words.span(0, len(words.text)), value, heads.get(column, ""), "")
    label = "".join(labels)
    terms = terms_in(label)
    term = terms[-1][0] if terms else ""
    named = {column: m._replace(name=f"{label}{m.name}", term=term) for column, m in figures.items()}
    return Row(label, named) if label or named else None


_ORDER = re.compile(r"序号|编号|编码|代码|行次|年份|年度$")


@lru_cache(maxsize=4096)
def _value(text: str) -> Quantity | None:
    text = text.translate(_NARROW).replace(" ", "")
    found = _FIGURE.fullmatch(text)
    if not found:
        return None
    minus = "-" if (found["sign"] or "") in {"-", "−", "－"} else ""
    try:
        if found["percent"]:
            return Rate(f"{minus}{found['digits']}%")
        return Tally(minus + found["digits"])
    except ValueError:
        return None


def _mention(span: Span, value: Quantity, head: str, label: str) -> Mention:
    kind = Kind.RATE if isinstance(value, Rate) else Kind.BARE
    terms = terms_in(label)
    return Mention(
        span,
        kind,
        value,  # type: ignore[arg-type]  # one of the two that _value makes
        "%" if kind is Kind.RATE else "",
        "",
        Role.PLAIN,
        None,
        head,
        "",
        f"{label}{head}",
        terms[-1][0] if terms else "",
        "",
        None,
        0,
        span.start,
        span.end,
    )


# Tables glued into text


_NUMBER = rf"[-−]?{DIGITS}[%％]?"
_GAP = r"[ \u3000\t]+"
_LINE = re.compile(rf"(?P<label>[^\d\s][^\s]*?){_GAP}(?P<figures>{_NUMBER}(?:{_GAP}{_NUMBER})+) *")
_PIECE = re.compile(_NUMBER)


def glued_ledgers(paragraphs: Sequence[Words]) -> Iterator[Ledger]:
    """Tables that came into the text as lines of a label and figures."""
    run: list[tuple[Words, re.Match[str]]] = []
    before: Words | None = None
    for words in paragraphs:
        found = _LINE.fullmatch(words.text.translate(_NARROW_DIGITS)) if len(words.text) < _LONGEST else None
        if found:
            run.append((words, found))
            continue
        if len(run) > 1:
            yield _glued(before, run)
        before, run = words, []
    if len(run) > 1:
        yield _glued(before, run)


_LONGEST = 120
_NARROW_DIGITS = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


def _glued(before: Words | None, run: list[tuple[Words, re.Match[str]]]) -> Ledger:
    heads: dict[int, str] = {}
    count = max(len(_PIECE.findall(found["figures"])) for _, found in run)
    if before is not None:
        names = before.text.split()
        heads = dict(enumerate(names[-count:])) if len(names) > count else {}
    rows = []
    for words, found in run:
        figures: dict[int, Mention] = {}
        for column, piece in enumerate(_PIECE.finditer(found[0], found.start("figures"))):
            value = _value(piece[0])
            if value is not None:
                span = words.span(piece.start(), piece.end())
                figures[column] = _mention(span, value, heads.get(column, ""), found["label"])
        rows.append(Row(found["label"], figures))
    return Ledger(heads, tuple(rows))
