"""Document → one HTML page for preview: A4-like sheets, no script, nothing fetched from anywhere.

The look comes from `page.py` like that of the DOCX; a figure is `<data value="path">`, so that a page
can lead from a figure to its answer.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape

from authoring.document.blocks import (
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Run,
    Table,
    name_of,
    words,
)
from authoring.writers import page
from authoring.writers.characters import clean
from authoring.writers.grid import lay_out, share_width
from authoring.writers.page import Style
from authoring.writers.placing import (
    ATTACHMENT_LINES_ABOVE,
    Place,
    is_attachment,
    place_attachment,
    place_closings,
    title_lines,
)

_FAMILIES = {
    page.LATIN: '"Times New Roman"',
    page.FANGSONG: '"仿宋_GB2312", "仿宋", FangSong, STFangsong, serif',
    page.KAITI: '"楷体_GB2312", "楷体", KaiTi, STKaiti, serif',
    page.HEITI: '"黑体", SimHei, STHeiti, sans-serif',
    page.SONGTI: '"宋体", SimSun, STSong, serif',
    page.XIAOBIAOSONG: '"方正小标宋简体", "方正小标宋_GBK", "华文中宋", STZhongsong, "宋体", serif',
}

_LAYOUT = """
body { margin: 0; background: #d9dcdf; }
main { display: flex; flex-direction: column; align-items: center; gap: 8mm; padding: 8mm 0;
  width: max-content; min-width: 100%; }
section { box-sizing: border-box; background: #fff; box-shadow: 0 1px 6px #0005; position: relative; }
p, h1, h2, h3, h4, caption { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
h1, h2, h3, h4, caption, th { font-weight: normal; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
table + table { margin-top: 8pt; }
table + table.joined { margin-top: -0.5pt; }
th, td { border: 0.5pt solid #000; padding: 2pt 4pt; vertical-align: middle; }
tr { break-inside: avoid; }
.left p { text-align: left; } .right p { text-align: right; } .center p { text-align: center; }
.draft { position: absolute; inset: 15mm 0 auto; }
data:hover { background: #fff3bf; }
"""


def write_html(document: Document) -> str:
    """The whole report as one page; every word of it is escaped."""
    title = escape(clean(name_of(document)))
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width">\n',
            f"<title>{title}</title>\n<style>{_css()}</style>\n</head>\n<body>\n<main>\n",
            *_sheets(document),
            "</main>\n</body>\n</html>\n",
        )
    )


def _sheets(document: Document) -> Iterator[str]:
    """The report on one sheet as long as it needs, each annex on one of its own."""
    mark = f'<p class="draft {page.DRAFT_MARK.id}">草稿</p>\n' if document.draft else ""
    if document.title or document.blocks:
        title = "\n".join(title_lines(document.title))
        yield f'<section class="upright">\n{mark}{_paragraph(page.TITLE, _escaped(title), tag="h1")}'
        yield from _blocks(document.blocks, sealed=document.sealed)
        yield "</section>\n"
    for annex in document.annexes:
        yield f'<section class="{"turned" if annex.landscape else "upright"}">\n{mark}'
        yield from _annex(annex, sealed=document.sealed)
        yield "</section>\n"


def _annex(annex: Annex, *, sealed: bool) -> Iterator[str]:
    yield _paragraph(page.ANNEX_LABEL, _escaped(annex.label))
    yield _paragraph(page.ANNEX_TITLE, _escaped(annex.title), tag="h1")
    yield from _blocks(annex.blocks, sealed=sealed)


def _blocks(blocks: Sequence[Block], *, sealed: bool) -> Iterator[str]:
    places = place_closings(blocks, sealed=sealed)
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            inside = _escaped(block.number) + _runs(block.runs)
            yield _paragraph(page.HEADINGS[block.level - 1], inside, tag=f"h{block.level}")
        elif isinstance(block, Table):
            yield from _table(block)
        else:
            first = index == 0 or not is_attachment(blocks[index - 1])
            place = _place(block, places.get(index), first=first)
            yield _paragraph(page.ROLES[block.role], _runs(block.runs), place=place)


def _place(block: Paragraph, closing: Place | None, *, first: bool) -> str:
    """The CSS of a paragraph whose place is not its style's alone."""
    if closing:
        return f"margin: {_lines(closing.lines_above)} {closing.right:g}em 0 0"
    if is_attachment(block):
        hang = place_attachment(words(block.runs))
        above = _lines(ATTACHMENT_LINES_ABOVE if first else 0)
        return f"margin: {above} 0 0 {hang.left:g}em; text-indent: -{hang.hanging:g}em"
    return ""


def _lines(count: int) -> str:
    return f"{count * page.LINE_PITCH / 20:g}pt"


def _paragraph(style: Style, inside: str, *, tag: str = "p", place: str = "") -> str:
    own = f' style="{place}"' if place else ""
    return f'<{tag} class="{style.id}"{own}>{inside}</{tag}>\n'


def _runs(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.path is None:
        return _escaped(run.text)
    return f'<data value="{_escaped(run.path)}">{_escaped(run.text)}</data>'


def _escaped(text: str) -> str:
    return escape(clean(text))


def _table(table: Table) -> Iterator[str]:
    columns = lay_out(table).columns
    yield '<table class="joined">\n' if table.joined else "<table>\n"
    if table.caption:
        yield f'<caption class="{page.CAPTION.id}">{_escaped(table.caption)}</caption>\n'
    yield "<colgroup>"
    for each in share_width(table.widths, columns, 10_000):
        yield f'<col style="width: {each / 100:g}%">'
    yield "</colgroup>\n"
    if table.head_rows:
        yield f"<thead>\n{_rows(table.rows[: table.head_rows])}</thead>\n"
    yield f"<tbody>\n{_rows(table.rows[table.head_rows :])}</tbody>\n</table>\n"


def _rows(rows: Iterable[Sequence[Cell]]) -> str:
    return "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in rows)


def _cell(cell: Cell) -> str:
    tag, style = ("th", page.TABLE_HEAD) if cell.head else ("td", page.TABLE_TEXT)
    spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
        f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    )
    inside = "".join(f'<p class="{style.id}">{_runs(runs)}</p>' for runs in cell.paragraphs)
    return f'<{tag} class="{cell.align}"{spans}>{inside}</{tag}>'


@cache
def _css() -> str:
    """The style sheet: the sheets of paper, then a rule for each style of `page.py`."""
    sheets = (("upright", page.A4), ("turned", page.A4.turned()))
    papers = "".join(
        f".{name} {{ width: {_mm(sheet.width)}; min-height: {_mm(sheet.height)}; padding: "
        f"{_mm(sheet.top)} {_mm(sheet.right)} {_mm(sheet.bottom)} {_mm(sheet.left)}; page: {name}; }}\n"
        f"@page {name} {{ size: {_mm(sheet.width)} {_mm(sheet.height)}; margin: {_mm(sheet.top)} "
        f"{_mm(sheet.right)} {_mm(sheet.bottom)} {_mm(sheet.left)}; }}\n"
        for name, sheet in sheets
    )
    printed = (
        "@media print { body { background: none; } main { display: block; padding: 0; }\n"
        "section.upright, section.turned { width: auto; min-height: 0; padding: 0; box-shadow: none;"
        " break-after: page; }\n"
        "section:last-child { break-after: auto !important; } .draft { position: static; } }\n"
    )
    styles = "".join(f".{each.id} {{ {_declarations(each)} }}\n" for each in page.STYLES)
    return f"\n{_LAYOUT.strip()}\n{papers}{styles}{printed}"


def _mm(twips: int) -> str:
    return f"{twips / 1440 * 25.4:.1f}mm"


def _declarations(style: Style) -> str:
    """One style as CSS, its parents' values filled in."""
    each = page.resolved(style)
    families = f"{_FAMILIES[each.latin or page.LATIN]}, {_FAMILIES[each.face or page.FANGSONG]}"
    declarations = {
        "font-family": families,
        "font-size": f"{each.size:g}pt",
        "color": f"#{each.color}",
        "text-align": re.sub("both", "justify", each.align or "left"),
        "text-indent": f"{each.first_line or 0:g}em",
        "line-height": f"{each.pitch / 20:g}pt" if each.pitch else "1.2",
        "padding": f"{(each.before or 0) / 20:g}pt 0 {(each.after or 0) / 20:g}pt",
    }
    return "; ".join(f"{name}: {value}" for name, value in declarations.items())
