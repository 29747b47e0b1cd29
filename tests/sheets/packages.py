"""Workbooks for the tests: members held in memory, and small .xlsx packages written by hand."""

from collections.abc import Iterator
from zipfile import ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Unzipped:
    """A zip file as `Members`."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def names(self) -> tuple[str, ...]:
        return tuple(self._archive.namelist())

    def read(self, name: str) -> bytes:
        return self._archive.read(name)

    def chunks(self, name: str) -> Iterator[bytes]:
        with self._archive.open(name) as member:
            while piece := member.read(1 << 18):
                yield piece


class Held:
    """Members given as they are."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.chunk = 1 << 18

    def names(self) -> tuple[str, ...]:
        return tuple(self.parts)

    def read(self, name: str) -> bytes:
        return self.parts[name]

    def chunks(self, name: str) -> Iterator[bytes]:
        content = self.parts[name]
        for at in range(0, len(content), self.chunk):
            yield content[at : at + self.chunk]


def rels(*links: tuple[str, str, str]) -> str:
    """Relationships from id, kind and target."""
    inner = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in links)
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def worksheet(rows: str, tail: str = "") -> str:
    """A worksheet part around its rows."""
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>{rows}</sheetData>{tail}</worksheet>'


def styles(*codes: str) -> str:
    """A styles part in which cell style n+1 has the n-th format code; style 0 is General."""
    formats = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for n, code in enumerate(codes, 164)
    )
    cells = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{n}"/>' for n in range(164, 164 + len(codes)))
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'


def strings(*items: str) -> str:
    """A part of shared strings from the inside of each `<si>`."""
    return f'<sst xmlns="{MAIN}">' + "".join(f"<si>{item}</si>" for item in items) + "</sst>"


def package(
    sheet: str | bytes, *, style: str = "", shared: str = "", properties: str = "", calculation: str = ""
) -> Held:
    """A workbook of one worksheet named 数据."""
    body = sheet if isinstance(sheet, bytes) else sheet.encode()
    parts = {
        "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml")).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
            f'<sheets><sheet name="数据" sheetId="1" r:id="rId1"/></sheets>{calculation}</workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": rels(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ).encode(),
        "xl/worksheets/sheet1.xml": body,
    }
    if style:
        parts["xl/styles.xml"] = style.encode()
    if shared:
        parts["xl/sharedStrings.xml"] = shared.encode()
    return Held(parts)
