"""Document → DOCX, for Word and WPS: every paragraph in a named style, by GB/T 9704-2012.

The words are put together as text, not as a tree: a report takes a millisecond or two. Formatting is
the styles' alone, so the runs of a paragraph, figures among them, become one. What a paragraph has
of its own is its place: the closing, the hang of 附件说明, a section's end.
"""

from collections.abc import Iterator, Sequence

from authoring.document.blocks import (
    Annex,
    Block,
    Document,
    Heading,
    Paragraph,
    Table,
    headed,
    name_of,
    words,
)
from authoring.writers import page
from authoring.writers.docx_table import table
from authoring.writers.package import OFFICE, WORD, Base, standard_base
from authoring.writers.placing import (
    ATTACHMENT_LINES_ABOVE,
    Place,
    is_attachment,
    kept_with_next,
    place_attachment,
    place_closings,
    title_lines,
)
from authoring.writers.wordml import escape, paragraph

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_HEAD = f'{_DECLARATION}<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>'
_TAIL = "</w:body></w:document>"

_CHARACTER = page.CHARACTER + page.CHARACTER_FIT

_BETWEEN_TABLES = '<w:spacing w:before="240"/>'


def write_docx(document: Document, base: Base | None = None) -> bytes:
    """The report as a DOCX file; the same document is the same bytes.

    `base` is the page and the styles, by default those of GB/T 9704-2012; see `reference.read_base`
    for a form's own.
    """
    base = base or standard_base()
    return base.wrap(
        "".join((_HEAD, *_body(document, base), _TAIL)), _properties(document), draft=document.draft
    )


def _body(document: Document, base: Base) -> Iterator[str]:
    """The report, then each annex on a section of its own; a section ends inside its last paragraph."""
    if document.title:
        lines = title_lines(document.title)
        yield paragraph(base.style_id(page.TITLE), "\n".join(lines))
    parts = list(_blocks(document.blocks, base, document, base.sheet.text_width))
    section = base.section(draft=document.draft)
    alone = not document.title and not document.blocks  # annexes in a file of their own
    for number, annex in enumerate(document.annexes):
        if number or not alone:
            yield from _end_section(parts, section, base)
        parts = list(_annex(annex, base, document))
        section = base.section(draft=document.draft, landscape=annex.landscape, opening=False)
    yield from parts
    yield section


def _annex(annex: Annex, base: Base, document: Document) -> Iterator[str]:
    """“附件1” at the top left, the title on the third row, its blocks."""
    sheet = base.sheet.turned() if annex.landscape else base.sheet
    yield paragraph(base.style_id(page.ANNEX_LABEL), annex.label)
    yield paragraph(base.style_id(page.ANNEX_TITLE), annex.title)
    yield from _blocks(annex.blocks, base, document, sheet.text_width)


def _end_section(parts: list[str], section: str, base: Base) -> Iterator[str]:
    """The same parts with the section's page set-up in the last paragraph."""
    last = parts.pop() if parts else paragraph(base.style_id(page.AFTER_TABLE), "")
    yield from parts
    before, end, after = last.rpartition("</w:pPr>")
    yield f"{before}{section}{end}{after}"


def _blocks(blocks: Sequence[Block], base: Base, document: Document, text_width: int) -> Iterator[str]:
    """The XML of each block, and a small paragraph where Word wants one behind a table."""
    kept = kept_with_next(blocks)
    places = place_closings(blocks, sealed=document.sealed)
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            keep = "<w:keepNext/>" if index in kept else ""
            place = keep + _place(blocks, index, places)
            yield paragraph(base.style_id(page.ROLES[block.role]), words(block.runs), place)
        elif isinstance(block, Heading):
            yield paragraph(base.style_id(page.HEADINGS[block.level - 1]), headed(block))
        else:
            yield from table(block, base, text_width, keep_next=index in kept)
            yield _behind_table(blocks[index + 1 : index + 2], base)


def _behind_table(following: Sequence[Block], base: Base) -> str:
    """Word joins two tables that touch, and ends nothing with a table."""
    if following and not isinstance(following[0], Table):
        return ""
    apart = following and isinstance(following[0], Table) and not following[0].joined
    return paragraph(base.style_id(page.AFTER_TABLE), "", _BETWEEN_TABLES if apart else "")


def _place(blocks: Sequence[Block], index: int, places: dict[int, Place]) -> str:
    """Properties of a paragraph whose place is not its style's alone."""
    block = blocks[index]
    if index in places:
        return _place_closing(places[index])
    if is_attachment(block):
        first = index == 0 or not is_attachment(blocks[index - 1])
        return _lines_above(ATTACHMENT_LINES_ABOVE if first else 0) + _hang_attachment(words(block.runs))
    return ""


def _lines_above(lines: int) -> str:
    """Free lines 空行 as space above, not as empty paragraphs."""
    return f'<w:spacing w:before="{lines * page.LINE_PITCH}"/>' if lines else ""


def _place_closing(place: Place) -> str:
    """What is free on the right 右空几字, as an indent."""
    indent = f'w:rightChars="{place.right * 100:.0f}" w:right="{place.right * _CHARACTER:.0f}"'
    return f"{_lines_above(place.lines_above)}<w:ind {indent}/>"


def _hang_attachment(text: str) -> str:
    """The words of a second line begin under those of the first."""
    left, hanging = place_attachment(text)
    return (
        f'<w:ind w:leftChars="{left * 100:.0f}" w:left="{left * _CHARACTER:.0f}"'
        f' w:hangingChars="{hanging * 100:.0f}" w:hanging="{hanging * _CHARACTER:.0f}"/>'
    )


def _properties(document: Document) -> str:
    """Title and subject for the file's properties; no dates, so the same report is the same file."""
    title, subject = name_of(document), document.title[-1] if document.title else ""
    return (
        f"{_DECLARATION}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_plain(title)}</dc:title><dc:subject>{_plain(subject)}</dc:subject>"
        "<dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _plain(text: str) -> str:
    return escape(" ".join(text.split()))
