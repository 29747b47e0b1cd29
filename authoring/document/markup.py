"""The HTML a template makes → blocks. Only `h1 h2 h3 h4 p ol table` and what belongs inside them.

The HTML must be well formed, so that a forgotten end tag is found when it is written, not when it is printed.
"""

import re
from collections.abc import Iterator
from typing import NoReturn, cast, get_args
from xml.etree import ElementTree as ET

from authoring.document.blocks import Align, Block, Cell, Heading, Paragraph, Role, Run, Table
from authoring.document.numbering import Numbering, number_text, unnumbered
from authoring.errors import FormError
from authoring.forms.language import CHILDREN, HEADINGS, JOINED, LARGEST, ROOT

_ALIGNS, _ROLES = get_args(Align), get_args(Role)
_LINE_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")


def read_markup(html: str, source: str) -> tuple[Block, ...]:
    """The blocks of some HTML, headings numbered by level. `source` names the file in a FormError."""
    try:
        root = ET.fromstring(f"<body>{html}</body>")  # noqa: S314  made by our own sandbox, no DTD
    except ET.ParseError as error:
        line = error.position[0]
        text = "".join(html.split("\n")[line - 1 : line]).strip()[:40]
        raise FormError(
            f"{source}：HTML 不完整（成文后第{line}行“{text}”附近），请检查标签是否成对"
        ) from error
    return tuple(_Reader(source).blocks(root))


class _Reader:
    """Walks the elements in order, counting headings."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.numbering = Numbering()

    def blocks(self, parent: ET.Element) -> Iterator[Block]:
        self.no_text(parent.text)
        for element in parent:
            yield from self.block(element)
            self.no_text(element.tail)

    def block(self, element: ET.Element) -> Iterator[Block]:
        if element.tag in HEADINGS:
            level = HEADINGS[element.tag]
            yield Heading(level, self.numbering.heading(level), _unnumbered(self.runs(element)))
        elif element.tag == "p":
            runs = self.runs(element)
            if runs:
                yield Paragraph(runs, self.role(element))
        elif element.tag == "ol":
            yield from self.items(element)
        elif element.tag == "table":
            yield self.table(element)
        else:
            self.refuse(f"不能用 <{element.tag}>，可用 {' '.join(CHILDREN[ROOT])}")

    def items(self, element: ET.Element) -> Iterator[Paragraph]:
        """The entries of a list, numbered one level below the heading they stand under."""
        self.no_text(element.text)
        for position, item in enumerate(element, 1):
            if item.tag != "li":
                self.refuse(f"<ol> 里只能放 <li>，不能放 <{item.tag}>")
            number = number_text(self.numbering.item_level, position)
            yield Paragraph(_joined([Run(number), *_unnumbered(self.runs(item))]), "item")

    def table(self, element: ET.Element) -> Table:
        rows: list[tuple[Cell, ...]] = []
        widths: list[int] = []
        caption, heads = "", 0
        for part in element:
            if part.tag == "colgroup":
                widths = [self.number(col, "width") for col in part]
            elif part.tag == "caption":
                caption = "".join(run.text for run in self.runs(part))
            elif part.tag in {"thead", "tbody"}:
                rows += [self.row(row) for row in part]
                heads = len(rows) if part.tag == "thead" else heads
            elif part.tag == "tr":
                rows.append(self.row(part))
            else:
                self.refuse(f"<table> 里不能放 <{part.tag}>")
        if not rows:
            self.refuse("<table> 里没有行")
        columns = sum(cell.colspan for cell in rows[0])
        self.covers_grid(rows, len(widths) or columns)
        style = element.get("class", "")
        if style not in {"", JOINED}:
            self.refuse(f"<table> 的 class 只能是 {JOINED}，不能是“{style}”")
        return Table(tuple(rows), tuple(widths) or (1,) * columns, heads, caption, style == JOINED)

    def covers_grid(self, rows: list[tuple[Cell, ...]], columns: int) -> None:
        """Every row fills the columns, with the cells that reach down into it; none reaches out below."""
        reaching: list[tuple[int, int]] = []
        """Columns taken by a cell above, and the rows it still reaches over."""
        for number, row in enumerate(rows, 1):
            taken = sum(span for span, _ in reaching)
            own = sum(cell.colspan for cell in row)
            if taken + own != columns:
                above = f"，上面合并下来的占 {taken} 列" if taken else ""
                told = f"表格第{number}行的单元格占 {own} 列{above}，全表是 {columns} 列"
                self.refuse(f"{told}，请核对 colspan、rowspan")
            reaching = [(span, left - 1) for span, left in reaching if left > 1]
            reaching += [(cell.colspan, cell.rowspan - 1) for cell in row if cell.rowspan > 1]
        if reaching:
            self.refuse("表格最后一行的 rowspan 超出了表格，请核对")

    def row(self, element: ET.Element) -> tuple[Cell, ...]:
        if element.tag != "tr":
            self.refuse(f"表格里应是 <tr>，不是 <{element.tag}>")
        return tuple(self.cell(cell) for cell in element)

    def cell(self, element: ET.Element) -> Cell:
        if element.tag not in {"td", "th"}:
            self.refuse(f"<tr> 里只能放 <td> 或 <th>，不能放 <{element.tag}>")
        spread = len(element) and any(p.tag == "p" for p in element)
        inner = [self.runs(p) for p in element] if spread else [self.runs(element)]
        align = element.get("class", "center")
        if align not in _ALIGNS:
            self.refuse(f"单元格的 class 只能是 left、center、right，不能是“{align}”")
        return Cell(
            tuple(inner),
            self.number(element, "colspan"),
            self.number(element, "rowspan"),
            element.tag == "th",
            cast("Align", align),
        )

    def number(self, element: ET.Element, name: str) -> int:
        """A whole number from 1 to 1000 in an attribute; 1 where it is left out."""
        text = element.get(name)
        if text is None:
            return 1
        if not (text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= LARGEST):
            self.refuse(f"<{element.tag}> 的 {name} 应是 1 到 {LARGEST} 的整数，不能是“{text[:20]}”")
        return int(text)

    def runs(self, element: ET.Element) -> tuple[Run, ...]:
        """The words of an element; `<data value="path">` marks a figure."""
        if not len(element):  # most cells and paragraphs
            text = _flowing(element.text).strip(" \t")
            return (Run(text),) if text else ()
        runs = [Run(_flowing(element.text))]
        for child in element:
            if child.tag != "data" or len(child):
                self.refuse(f"<{element.tag}> 里只能放文字，不能放 <{child.tag}>")
            runs += [Run(child.text or "", child.get("value")), Run(_flowing(child.tail))]
        return _joined(runs)

    def role(self, element: ET.Element) -> Role:
        role = element.get("class", "body")
        if role not in _ROLES:
            self.refuse(f"段落的 class 不能是“{role}”")
        return cast("Role", role)

    def no_text(self, text: str | None) -> None:
        if text and text.strip():
            self.refuse(f"文字“{text.strip()[:20]}”不在段落里，请放进 <p>")

    def refuse(self, message: str) -> NoReturn:
        raise FormError(f"{self.source}：{message}")


def _flowing(text: str | None) -> str:
    """Words as they flow: line breaks of the template and its indents are no part of them."""
    return _LINE_BREAK.sub("", text) if text and "\n" in text else text or ""


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """Runs without empty ones, plain neighbours joined, blanks at both ends dropped."""
    joined: list[Run] = []
    for run in runs:
        if joined and run.path is None and joined[-1].path is None:
            joined[-1] = Run(joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    if joined:
        joined[0] = Run(joined[0].text.lstrip(" \t"), joined[0].path)
        joined[-1] = Run(joined[-1].text.rstrip(" \t"), joined[-1].path)
    return tuple(run for run in joined if run.text)


def _unnumbered(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs without a number pasted in front: `（2）负责…`."""
    if not runs or runs[0].path is not None:
        return runs
    return (Run(unnumbered(runs[0].text)), *runs[1:])
