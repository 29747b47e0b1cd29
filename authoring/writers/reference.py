"""A form's own `styles.docx`: its page, styles, headers and footers in place of the standard's.

As with pandoc's `--reference-doc`, its words do not matter. Styles are found by name; those it lacks
come from `page.py`, built upon its own where they have a parent. Only parts that make the look are
taken: no macros, no embedded objects, nothing that points out of the file.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from authoring.writers import page
from authoring.writers.archive import Archive, Relationship, open_archive
from authoring.writers.package import (
    DRAFT_HEADER,
    IMAGES,
    OFFICE,
    PACKAGE,
    WORD,
    Base,
    Look,
    Reference,
    standard_base,
)
from authoring.writers.page import Page

_W = f"{{{WORD}}}"
_R = f"{{{OFFICE}}}"
_FOREIGN_FIELD = re.compile(r"\b(DDE|DDEAUTO|INCLUDE\w*|LINK|MACROBUTTON|IMPORT|DATABASE)\b", re.I)
_LONGEST = 31_680
_NARROWEST = 1_440
"""Twips: the longest paper Word knows, and the smallest room for words that makes sense."""
_SAVE_AGAIN = "请用 Word 或 WPS 打开，另存为 .docx"


def read_base(path: Path) -> Base:
    """The look of a Word file. Raises FormError naming the file and what to do."""
    with open_archive(path) as archive:
        return Base(_read_look(archive))


def _read_look(archive: Archive) -> Look:
    main = next((each.target for each in archive.relationships("") if each.kind == "officeDocument"), "")
    section = _last_section(archive, main)
    related = archive.relationships(main)
    standard = standard_base().look
    styles, ids = _read_styles(archive, related)
    parts = {
        **standard.parts,
        **_read_faces(archive, related),
        "word/styles.xml": styles.encode(),
        "word/settings.xml": _settings(archive, related).encode(),
        DRAFT_HEADER: _renamed_style(standard.parts[DRAFT_HEADER].decode(), ids).encode(),
    }
    for reference in standard.references:
        del parts[reference.part]
    references = []
    for index, reference in enumerate(_references(section, related), start=1):
        name = f"word/{reference.tag.removesuffix('Reference')}{index}.xml"
        parts |= _copy_part(archive, reference.part, name)
        references.append(reference._replace(part=name))
    return Look(
        parts=parts,
        styles=ids,
        sheet=_sheet(section, archive),
        references=tuple(references),
        first_page=_is_on(section.find(f"{_W}titlePg")),
        grid=_grid(section),
    )


def _last_section(archive: Archive, main: str) -> ET.Element:
    root = archive.read_tree(main) if main else ET.Element("none")
    if root.tag != f"{_W}document":
        raise archive.refuse(f"不是通常的 Word 文件（.docx）；{_SAVE_AGAIN}，不要选“严格”格式。")
    section = root.find(f"{_W}body/{_W}sectPr")
    return section if section is not None else ET.Element("none")


def _sheet(section: ET.Element, archive: Archive) -> Page:
    """Paper and margins; what is not said is as the standard has it."""
    try:
        sheet = page.A4._replace(
            **_lengths(section.find(f"{_W}pgSz"), {"w": "width", "h": "height"}),
            **_lengths(section.find(f"{_W}pgMar"), {name: name for name in Page._fields[2:]}),
        )
    except ValueError:
        raise archive.refuse(f"页面设置中的长度无法识别；{_SAVE_AGAIN}。") from None
    if max(sheet) > _LONGEST or min(sheet.text_width, sheet.text_height) < _NARROWEST:
        raise archive.refuse("页面设置不能用：纸张过大，或者页边距之间放不下文字；请改正后另存。")
    return sheet


def _lengths(element: ET.Element | None, names: dict[str, str]) -> dict[str, int]:
    if element is None:
        return {}
    given = {ours: element.get(f"{_W}{theirs}") for theirs, ours in names.items()}
    return {name: abs(int(value)) for name, value in given.items() if value is not None}


def _grid(section: ET.Element) -> str:
    grid = section.find(f"{_W}docGrid")
    if grid is None:
        return ""
    pitch = re.fullmatch(r"[0-9]+", grid.get(f"{_W}linePitch", ""))
    space = re.fullmatch(r"-?[0-9]+", grid.get(f"{_W}charSpace", ""))
    kind = re.fullmatch("lines|linesAndChars|snapToChars", grid.get(f"{_W}type", ""))
    given = (("type", kind), ("linePitch", pitch), ("charSpace", space))
    attributes = (f' w:{name}="{value[0]}"' for name, value in given if value)
    return f"<w:docGrid{''.join(attributes)}/>"


def _is_on(element: ET.Element | None) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in ("0", "false", "off")


def _references(section: ET.Element, related: list[Relationship]) -> Iterator[Reference]:
    """The headers and footers of a section, under the names of the parts they come from."""
    targets = {each.id: each.target for each in related if each.target}
    for child in section:
        tag, pages = child.tag.removeprefix(_W), child.get(f"{_W}type", "default")
        source = targets.get(child.get(f"{_R}id", ""))
        known = tag in ("headerReference", "footerReference") and pages in ("default", "even", "first")
        if known and source:
            yield Reference(tag, pages, source)


def _settings(archive: Archive, related: list[Relationship]) -> str:
    """The standard's settings, with what theirs says about odd and even pages."""
    ours = standard_base().look.parts["word/settings.xml"].decode()
    source = _target(related, "settings")
    theirs = archive.read_tree(source) if source else ET.Element("none")
    if not _is_on(theirs.find(f"{_W}evenAndOddHeaders")):
        ours = ours.replace("<w:evenAndOddHeaders/>", "")
    if _is_on(theirs.find(f"{_W}mirrorMargins")):
        ours = ours.replace("<w:defaultTabStop", "<w:mirrorMargins/><w:defaultTabStop", 1)
    return ours


def _target(related: Iterable[Relationship], kind: str) -> str:
    return next((each.target for each in related if each.kind == kind), "")


def _read_faces(archive: Archive, related: list[Relationship]) -> dict[str, bytes]:
    """Theme and faces that their styles may lean on; embedded faces stay behind."""
    parts: dict[str, bytes] = {}
    if source := _target(related, "theme"):
        parts |= _copy_part(archive, source, "word/theme.xml")
    if source := _target(related, "fontTable"):
        archive.read_tree(source)
        faces = re.sub(r"<w:embed\w+\b[^>]*?(/>|>\s*</w:embed\w+>)", "", archive.read_text(source))
        parts["word/fontTable.xml"] = faces.encode()
    return parts


def _copy_part(archive: Archive, source: str, name: str) -> dict[str, bytes]:
    """A part under a new name, with its pictures; what points elsewhere is cut off."""
    text = archive.read_text(source)
    _check_fields(archive, archive.read_tree(source))
    parts: dict[str, bytes] = {}
    kept: list[str] = []
    cut: list[str] = []
    for each in archive.relationships(source):
        ending = each.target.rpartition(".")[2].lower()
        if each.target and each.kind == "image" and ending in IMAGES:
            picture = f"media/{PurePosixPath(name).stem}-{len(kept) + 1}.{ending}"
            parts[f"word/{picture}"] = archive.read(each.target)
            kept.append(f'<Relationship Id="{escape(each.id)}" Type="{OFFICE}/image" Target="{picture}"/>')
        elif not each.target or each.kind == "hyperlink":
            cut.append(each.id)
        else:
            raise archive.refuse("页眉页脚里有图表、控件等对象；请删去，或者改用 PNG、JPEG 图片。")
    if kept:
        rels = f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(kept)}</Relationships>'
        parts[f"word/_rels/{PurePosixPath(name).name}.rels"] = rels.encode()
    return {name: _without(text, cut).encode(), **parts}


def _without(text: str, ids: list[str]) -> str:
    """The XML without attributes that point to those relationships."""
    for prefix in re.findall(rf"xmlns:([\w.-]+)=[\"']{re.escape(OFFICE)}[\"']", text):
        for each in ids:
            text = re.sub(rf"\s{prefix}:\w+=([\"']){re.escape(each)}\1", "", text)
    return text


def _check_fields(archive: Archive, root: ET.Element) -> None:
    instructions = "".join(each.text or "" for each in root.iter(f"{_W}instrText"))
    simple = " ".join(each.get(f"{_W}instr", "") for each in root.iter(f"{_W}fldSimple"))
    if found := _FOREIGN_FIELD.search(f"{instructions} {simple}"):
        raise archive.refuse(f"页眉页脚里有取用外部内容的域（{found[0]}）；请删去。")


_NUMBERING = re.compile(r"<w:numPr(?:\s[^<>]*)?/>|<w:numPr(?:\s[^<>]*)?>.*?</w:numPr>", re.S)


def _read_styles(archive: Archive, related: list[Relationship]) -> tuple[str, dict[str, str]]:
    """Their styles with ours for those missing, and the ids of all by name."""
    source = _target(related, "styles")
    if not source:
        raise archive.refuse(f"没有样式；{_SAVE_AGAIN}。")
    ids, taken = _style_ids(archive.read_tree(source))  # refuses what is not well formed
    # Numbers of headings are written words; a style's own numbering would print them twice.
    text = _NUMBERING.sub("", archive.read_text(source))
    ours = _our_styles()
    missing = {name: chunk for name, chunk in ours.items() if name not in ids}
    for name, chunk in missing.items():
        own = _id_of(chunk)
        while own in taken:
            own += "G"
        taken.add(own)
        ids[name] = own
    added = "".join(_adopted(chunk, ids) for chunk in missing.values())
    before, end, after = text.rpartition("</")
    return f"{before}{added}{end}{after}", ids


def _style_ids(root: ET.Element) -> tuple[dict[str, str], set[str]]:
    """Ids of paragraph and table styles by name without case, defaults by their usual names too."""
    ids: dict[str, str] = {}
    taken = set()
    for style in root.iter(f"{_W}style"):
        own, kind = style.get(f"{_W}styleId", ""), style.get(f"{_W}type")
        taken.add(own)
        name = style.find(f"{_W}name")
        usual = {"paragraph": "normal", "table": "normal table"}.get(kind or "")
        if usual and name is not None:
            ids[name.get(f"{_W}val", "").casefold()] = escape(own)
            if style.get(f"{_W}default") in ("1", "true", "on"):
                ids.setdefault(usual, escape(own))
    return ids, taken


def _our_styles() -> dict[str, str]:
    """The standard's styles as XML by name without case."""
    text = standard_base().look.parts["word/styles.xml"].decode()
    chunks = re.findall(r"<w:style .*?</w:style>", text, re.S)
    return {_match(r'<w:name w:val="([^"]+)"', chunk).casefold(): chunk for chunk in chunks}


def _adopted(chunk: str, ids: dict[str, str]) -> str:
    """One of our styles for their file: under its new id, upon their parent, no longer a default."""
    chunk = _renamed_style(chunk, ids).replace(' w:default="1"', "")
    return chunk.replace("<w:style ", f'<w:style xmlns:w="{WORD}" ', 1)


def _renamed_style(text: str, ids: dict[str, str]) -> str:
    """XML of ours with every style id exchanged for the one in use."""
    names = {_id_of(chunk): name for name, chunk in _our_styles().items()}
    pattern = r'(<w:(?:basedOn|next|pStyle) w:val="|w:styleId=")([^"]+)'
    return re.sub(pattern, lambda found: found[1] + ids[names[found[2]]], text)


def _id_of(chunk: str) -> str:
    return _match(r'w:styleId="([^"]+)"', chunk)


def _match(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""
