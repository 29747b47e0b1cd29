"""Makes the parts every report begins with from `page.py`, and keeps them as text beside this file.

Run at development time, by `python -m authoring.writers.base`; the parts under `base/` can then be
read and compared line by line, and a report is written without python-docx, which takes 100 ms to
load. A test says when they are out of date.
"""

import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap, qn
from docx.text.paragraph import Paragraph
from lxml import etree

from authoring.writers import page
from authoring.writers.page import Face, Style

Element = etree._Element

FOLDER = Path(__file__).with_name("base")

PARTS = {
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/footer1.xml": "footer-odd.xml",
    "word/footer2.xml": "footer-even.xml",
    "word/header1.xml": "header-draft.xml",
    "word/theme/theme1.xml": "theme.xml",
}
"""Where python-docx puts a part, and what it is called here."""

SETTINGS = """<w:settings {ns}>
  <w:zoom w:percent="100"/>
  <w:defaultTabStop w:val="420"/>
  <w:evenAndOddHeaders/>
  <w:drawingGridVerticalSpacing w:val="{pitch}"/>
  <w:characterSpacingControl w:val="compressPunctuation"/>
  <w:compat>
    <w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>
    <w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>
    <w:compatSetting w:name="compatibilityMode"
      w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
  </w:compat>
  <w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>
  <w:decimalSymbol w:val="."/>
  <w:listSeparator w:val=","/>
</w:settings>"""

# The Latin language is not zh-CN: LibreOffice would break numbers anywhere, as it breaks Chinese.
DEFAULTS = """<w:docDefaults {ns}>
  <w:rPrDefault><w:rPr>
    <w:rFonts w:ascii="{latin}" w:eastAsia="{face}" w:hAnsi="{latin}" w:cs="{latin}"/>
    <w:sz w:val="32"/><w:szCs w:val="32"/>
    <w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>
  </w:rPr></w:rPrDefault>
  <w:pPrDefault/>
</w:docDefaults>"""

TABLE_STYLES = """<w:styles {ns}>
  <w:style w:type="table" w:default="1" w:styleId="TableNormal">
    <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>
    <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
      <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
      <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
  </w:style>
  <w:style w:type="table" w:customStyle="1" w:styleId="{id}">
    <w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
    <w:tblPr><w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>
      <w:top w:w="0" w:type="dxa"/><w:left w:w="{margin}" w:type="dxa"/>
      <w:bottom w:w="0" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/>
    </w:tblCellMar></w:tblPr>
    <w:tcPr><w:vAlign w:val="center"/></w:tcPr>
  </w:style>
</w:styles>"""


def build_parts() -> dict[str, bytes]:
    """Every part by its file name under `base/`, as readable XML."""
    document = docx.Document()
    _replace_styles(document)
    _replace_settings(document)
    _number_pages(document)
    _mark_draft(document)
    with BytesIO() as stream:
        document.save(stream)
        with ZipFile(stream) as package:
            parts = {ours: package.read(theirs) for theirs, ours in PARTS.items()}
    parts["fontTable.xml"] = etree.tostring(_font_table())
    parts["theme.xml"] = _theme(parts["theme.xml"])
    return {name: _readable(data) for name, data in parts.items()}


def _replace_styles(document: Document) -> None:
    """The template's own styles go, all of them; ours come in the order of `page.py`."""
    styles = document.styles
    root = styles.element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(DEFAULTS.format(ns=nsdecls("w"), latin=page.LATIN, face=page.FANGSONG)))
    for each in page.STYLES:
        made = styles.add_style(each.name, WD_STYLE_TYPE.PARAGRAPH, builtin=each.builtin)
        _describe(made.element, each)
    for style in parse_xml(_table_styles()):
        root.append(style)


def _describe(style: Element, each: Style) -> None:
    """Fill a fresh style with what `page.py` says of it."""
    style.set(qn("w:styleId"), each.id)
    if each.parent is None:
        style.set(qn("w:default"), "1")
    else:
        _append(style, "w:basedOn", val=page.style(each.parent).id)
    if each.outline is not None or each is page.TITLE:
        _append(style, "w:next", val=page.BODY.id)
    _append(style, "w:qFormat")
    for tag, describe in (("w:pPr", _paragraph_properties), ("w:rPr", _run_properties)):
        properties = _append(style, tag)
        describe(properties, each)
        if len(properties) == 0:
            style.remove(properties)


def _paragraph_properties(into: Element, each: Style) -> None:
    """`w:pPr`, its children in the order the schema asks for.

    At the root: no widow control, so that a full page has its 22 lines; no space between Chinese
    and digits, so that a digit is half a character wide and signature and date stand as reckoned.
    """
    if each.keep_next is not None:
        _append(into, "w:keepNext", **({} if each.keep_next else {"val": "0"}))
    if each.parent is None:
        for tag in ("w:widowControl", "w:autoSpaceDE", "w:autoSpaceDN"):
            _append(into, tag, val="0")
    if each.grid is not None:
        _append(into, "w:snapToGrid", val=str(int(each.grid)))
    spacing = _given(before=each.before, after=each.after)
    if each.pitch is not None:
        rule = {"line": str(each.pitch), "lineRule": "exact"}
        spacing |= rule if each.pitch else {"line": "240", "lineRule": "auto"}
    if spacing:
        _append(into, "w:spacing", **spacing)
    if indents := _indents(each):
        _append(into, "w:ind", **indents)
    if each.align is not None:
        _append(into, "w:jc", val=each.align)
    if each.outline is not None:
        _append(into, "w:outlineLvl", val=str(each.outline))


def _indents(each: Style) -> dict[str, str]:
    """Indents twice: in characters, as Word shows them, and in twips for programs that do not."""
    attributes: dict[str, str] = {}
    for name, count in (("left", each.left), ("right", each.right), ("firstLine", each.first_line)):
        if count is not None:
            attributes[f"{name}Chars"] = str(round(count * 100))
            attributes[name] = str(round(count * page.size(each) * 20))
    return attributes


def _run_properties(into: Element, each: Style) -> None:
    """`w:rPr`, its children in the order the schema asks for."""
    faces = _given(ascii=each.latin, eastAsia=each.face, hAnsi=each.latin, cs=each.latin)
    if faces:
        _append(into, "w:rFonts", **faces)
    if each.bold is not None:
        _append(into, "w:b", val=str(int(each.bold)))
    if each.color is not None:
        _append(into, "w:color", val=each.color)
    if each.fit is not None:
        _append(into, "w:spacing", val=str(each.fit))
    if each.size is not None:
        _append(into, "w:sz", val=f"{each.size * 2:.0f}")
        _append(into, "w:szCs", val=f"{each.size * 2:.0f}")


def _table_styles() -> str:
    rule = f'w:val="single" w:sz="{page.BORDER_EIGHTHS}" w:space="0" w:color="auto"'
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return TABLE_STYLES.format(
        ns=nsdecls("w"),
        id=page.TABLE_STYLE_ID,
        name=page.TABLE_STYLE_NAME,
        margin=page.CELL_MARGIN,
        borders="".join(f"<w:{side} {rule}/>" for side in sides),
    )


def _replace_settings(document: Document) -> None:
    element = document.settings.element
    for child in list(element):
        element.remove(child)
    for child in parse_xml(SETTINGS.format(ns=nsdecls("w"), pitch=page.LINE_PITCH)):
        element.append(child)


def _number_pages(document: Document) -> None:
    """“— 1 —” on the outer side: odd pages right, even pages left."""
    section = document.sections[0]
    for footer, style in (
        (section.footer, page.ODD_NUMBER),
        (section.even_page_footer, page.EVEN_NUMBER),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles[style.name]
        _add_words(paragraph, "— ")
        field = _append(paragraph._p, "w:fldSimple", instr=" PAGE ")
        field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
        _add_words(paragraph, " —")


def _mark_draft(document: Document) -> None:
    header = document.sections[0].header
    paragraph = header.paragraphs[0]
    paragraph.style = document.styles[page.DRAFT_MARK.name]
    _add_words(paragraph, "草稿")


def _add_words(paragraph: Paragraph, text: str) -> None:
    """A run whose dashes take the East Asian face, which python-docx has no word for."""
    run = paragraph.add_run(text)
    _append(run._r.get_or_add_rPr(), "w:rFonts", hint="eastAsia")


def _font_table() -> Element:
    fonts = etree.Element(qn("w:fonts"), nsmap={"w": nsmap["w"]})
    for face in page.FACES:
        _describe_face(_append(fonts, "w:font", name=face.name), face)
    return fonts


def _theme(data: bytes) -> bytes:
    """The template's theme, which no style uses but readers expect, with our faces in it."""
    root = etree.fromstring(data)
    drawing = {"a": root.nsmap["a"] or ""}
    for scheme in root.iterfind(".//a:fontScheme/*", drawing):
        for child in list(scheme):
            scheme.remove(child)
        for kind, face in (("latin", page.LATIN), ("ea", page.FANGSONG), ("cs", "")):
            etree.SubElement(scheme, f"{{{drawing['a']}}}{kind}", typeface=face)
    return etree.tostring(root)


def _describe_face(into: Element, face: Face) -> None:
    if face.substitute:
        _append(into, "w:altName", val=face.substitute)
    _append(into, "w:panose1", val=face.panose)
    _append(into, "w:charset", val=face.charset)
    _append(into, "w:family", val=face.family)


def _append(parent: Element, tag: str, **attributes: str) -> Element:
    named = {qn(f"w:{key}"): each for key, each in attributes.items()}
    return etree.SubElement(parent, qn(tag), named)


def _given(**values: int | str | None) -> dict[str, str]:
    return {key: str(value) for key, value in values.items() if value is not None}


def _readable(data: bytes) -> bytes:
    """The same XML, indented, without the name spaces nobody uses."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True, resolve_entities=False))
    ignorable = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
    if ignorable in root.attrib:
        del root.attrib[ignorable]
    etree.cleanup_namespaces(root)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) + b"\n"


def main() -> int:
    """Write the parts anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, data in build_parts().items():
        (FOLDER / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
