"""The file around the words: parts that stay the same from report to report, zipped once.

A `Base` is a set of such parts with the page and the style ids they bring. The two parts that
change, the words and the title among the properties, are added to a copy of the ready zip.
"""

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from authoring.writers import page
from authoring.writers.page import Page, Style

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
IMAGES = {"bmp", "emf", "gif", "jpeg", "jpg", "png", "tif", "tiff", "wmf"}
_IMAGE_TYPES = {"jpg": "jpeg", "tif": "tiff", "emf": "x-emf", "wmf": "x-wmf"}

# Chinese text hardly shrinks any further: level 6 takes three times as long and saves 3 %.
_LEVEL = 1


class Reference(NamedTuple):
    """A header or footer the sections point at: its `tag` there, the `pages` default, even or first."""

    tag: str
    pages: str
    part: str


_STYLES = "word/styles.xml"
DRAFT_HEADER = "word/header-draft.xml"
_DRAFT_MARKS = (
    Reference("headerReference", "default", DRAFT_HEADER),
    Reference("headerReference", "even", DRAFT_HEADER),
)


class Look(NamedTuple):
    """What a base is made of: package parts by name, and style ids by style name without case.

    With `first_page` the first page has headers of its own; `grid` is the XML of the line grid.
    """

    parts: Mapping[str, bytes]
    styles: Mapping[str, str]
    sheet: Page
    references: tuple[Reference, ...]
    first_page: bool = False
    grid: str = f'<w:docGrid w:type="lines" w:linePitch="{page.LINE_PITCH}"/>'


class Base:
    """What a report looks like, without its words, ready to take them."""

    def __init__(self, look: Look) -> None:
        self.sheet = look.sheet
        self.look = look
        self._kept: dict[bool, tuple[bytes, dict[str, str]]] = {}

    def flush_left(self) -> "Base":
        """The same base with its justified text flush left.

        LibreOffice (7.4) loses the comma that hangs at the end of a justified line; at 28 full
        characters a line the page looks the same.
        """
        parts = dict(self.look.parts)
        parts[_STYLES] = parts[_STYLES].replace(b'<w:jc w:val="both"/>', b'<w:jc w:val="left"/>')
        return Base(self.look._replace(parts=parts))

    def style_id(self, style: Style) -> str:
        """The id that a style has in this base."""
        return self.look.styles[style.name.casefold()]

    @property
    def table_style_id(self) -> str:
        """The id of the table style."""
        return self.look.styles[page.TABLE_STYLE_NAME]

    def section(self, *, draft: bool, landscape: bool = False, opening: bool = True) -> str:
        """`w:sectPr` of a section; only the `opening` one may have a first page of its own."""
        ids = self._static(draft=draft)[1]
        references = (
            f'<w:{each.tag} w:type="{each.pages}" r:id="{ids[each.part]}"/>'
            for each in self._sided(draft=draft)
        )
        first_page = "<w:titlePg/>" if self.look.first_page and opening else ""
        sheet = self.sheet.turned() if landscape else self.sheet
        return f"<w:sectPr>{''.join(references)}{_paper(sheet)}{first_page}{self.look.grid}</w:sectPr>"

    def wrap(self, body: str, properties: str, *, draft: bool) -> bytes:
        """The finished file: the static parts, the words and the properties."""
        with BytesIO() as stream:
            stream.write(self._static(draft=draft)[0])
            with ZipFile(stream, "a") as package:
                _add(package, "word/document.xml", body.encode())
                _add(package, "docProps/core.xml", properties.encode())
            return stream.getvalue()

    def _sided(self, *, draft: bool) -> tuple[Reference, ...]:
        """A draft has 草稿 in place of every header."""
        if not draft:
            return self.look.references
        footers = tuple(each for each in self.look.references if each.tag == "footerReference")
        first = Reference("headerReference", "first", DRAFT_HEADER)
        return (*_DRAFT_MARKS, *((first,) if self.look.first_page else ()), *footers)

    def _static(self, *, draft: bool) -> tuple[bytes, dict[str, str]]:
        """The zip of all that stays the same, and the relationship id of each part."""
        if draft not in self._kept:
            headers = {each.part for each in self.look.references if each.tag == "headerReference"}
            left_out = headers if draft else {DRAFT_HEADER}
            parts = {
                name: data
                for name, data in self.look.parts.items()
                if name not in left_out and _owner(name) not in left_out
            }
            ids = {
                name: f"rId{index}"
                for index, name in enumerate((each for each in parts if _kind(each)), start=1)
            }
            self._kept[draft] = _zip_static(parts, ids), ids
        return self._kept[draft]


@cache
def standard_base() -> Base:
    """GB/T 9704-2012 as `page.py` declares it."""
    folder = Path(__file__).with_name("base")
    return Base(
        Look(
            parts={f"word/{each.name}": each.read_bytes() for each in sorted(folder.glob("*.xml"))},
            styles={each.name.casefold(): each.id for each in page.STYLES}
            | {page.TABLE_STYLE_NAME: page.TABLE_STYLE_ID},
            sheet=page.A4,
            references=(
                Reference("footerReference", "default", "word/footer-odd.xml"),
                Reference("footerReference", "even", "word/footer-even.xml"),
            ),
        )
    )


def _paper(sheet: Page) -> str:
    turned = ' w:orient="landscape"' if sheet.width > sheet.height else ""
    return (
        f'<w:pgSz w:w="{sheet.width}" w:h="{sheet.height}"{turned}/>'
        f'<w:pgMar w:top="{sheet.top}" w:right="{sheet.right}" w:bottom="{sheet.bottom}"'
        f' w:left="{sheet.left}" w:header="{sheet.header}" w:footer="{sheet.footer}"'
        f' w:gutter="{sheet.gutter}"/>'
    )


def _zip_static(parts: Mapping[str, bytes], ids: Mapping[str, str]) -> bytes:
    with BytesIO() as stream:
        with ZipFile(stream, "w") as package:
            _add(package, "[Content_Types].xml", _content_types(parts).encode())
            _add(package, "_rels/.rels", _root_relationships().encode())
            _add(package, "word/_rels/document.xml.rels", _relationships(ids).encode())
            for name, data in parts.items():
                _add(package, name, data)
        return stream.getvalue()


def _add(package: ZipFile, name: str, data: bytes) -> None:
    """Add a part under a fixed date and system, so that the same report is the same file."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 0
    package.writestr(info, data, compresslevel=_LEVEL)


def _content_types(parts: Mapping[str, bytes]) -> str:
    endings = sorted({name.rpartition(".")[2] for name in parts} & IMAGES)
    return "".join(
        (
            _DECLARATION,
            f'<Types xmlns="{PACKAGE}/content-types">',
            f'<Default Extension="rels" ContentType="{_PACKAGE_TYPE}.relationships+xml"/>',
            '<Default Extension="xml" ContentType="application/xml"/>',
            *(
                f'<Default Extension="{each}" ContentType="image/{_IMAGE_TYPES.get(each, each)}"/>'
                for each in endings
            ),
            _override("word/document.xml", f"{_WORD_TYPE}.document.main+xml"),
            _override("docProps/core.xml", f"{_PACKAGE_TYPE}.core-properties+xml"),
            *(_override(name, _content_type(kind)) for name in parts if (kind := _kind(name))),
            "</Types>",
        )
    )


_PACKAGE_TYPE = "application/vnd.openxmlformats-package"


def _override(name: str, content_type: str) -> str:
    return f'<Override PartName="/{name}" ContentType="{content_type}"/>'


def _content_type(kind: str) -> str:
    if kind == "theme":
        return "application/vnd.openxmlformats-officedocument.theme+xml"
    return f"{_WORD_TYPE}.{kind}+xml"


def _kind(name: str) -> str:
    """`word/header-draft.xml` → header; nothing for pictures and relationship parts."""
    match = re.fullmatch(r"word/(styles|settings|fontTable|theme|header|footer)[-\w]*\.xml", name)
    return match[1] if match else ""


def _owner(name: str) -> str:
    """The part whose relationships are in `name`."""
    return name.replace("/_rels/", "/").removesuffix(".rels")


def _root_relationships() -> str:
    return (
        f'{_DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>'
    )


def _relationships(ids: Mapping[str, str]) -> str:
    return "".join(
        (
            f'{_DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">',
            *(
                f'<Relationship Id="{each}" Type="{OFFICE}/{_kind(name)}"'
                f' Target="{name.removeprefix("word/")}"/>'
                for name, each in ids.items()
            ),
            "</Relationships>",
        )
    )
