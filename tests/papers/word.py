"""Word files for the tests, from raw XML: a main part, and whatever others a case needs."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from authoring.intake.archive import Members
from authoring.intake.guard import Guarded, Kind
from authoring.papers.docx import read_docx
from authoring.papers.paper import Grid, Paper, Words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
SPACES = {
    "w": W,
    "r": OFFICE,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "a": f"{DRAWING}/main",
    "c": f"{DRAWING}/chart",
    "dgm": f"{DRAWING}/diagram",
    "pic": f"{DRAWING}/picture",
    "wp": f"{DRAWING}/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
XMLNS = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in SPACES.items())
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def rels(*links: tuple[str, str, str], outside: tuple[tuple[str, str, str], ...] = ()) -> str:
    """Relationships from id, kind and target."""
    inside = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in links
    )
    inside += "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}" TargetMode="External"/>'
        for i, kind, to in outside
    )
    return f'<Relationships xmlns="{_RELS}">{inside}</Relationships>'


def types(main: str = "/word/document.xml", kind: str = MAIN_TYPE) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{main}" ContentType="{kind}"/></Types>'
    )


def part(root: str, inside: str) -> str:
    """A part with all namespaces: `part("w:styles", …)`."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {XMLNS}>{inside}</{root}>'


def document(body: str) -> str:
    return part("w:document", f"<w:body>{body}</w:body>")


def package(body: str = "", *links: tuple[str, str, str], **parts: str | bytes) -> dict[str, str | bytes]:
    """Members by name; `parts` are those in word/ by their names without `.xml`, related by kind."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": types(),
        "_rels/.rels": rels(("d", "officeDocument", "word/document.xml")),
        "word/document.xml": document(body),
    }
    own = [(f"rel{n}", name, f"{name}.xml") for n, name in enumerate(parts)]
    if own or links:
        found["word/_rels/document.xml.rels"] = rels(*own, *links)
    found |= {f"word/{name}.xml": content for name, content in parts.items()}
    return found


def zipped(members: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def guarded(members: dict[str, str | bytes]) -> Guarded:
    """A package as the guard hands it on."""
    content = zipped(members)
    return Guarded(Path("自评报告.docx"), Kind.DOCX, content, Members(content, "自评报告.docx"))


def read(body: str = "", *links: tuple[str, str, str], **parts: str | bytes) -> Paper:
    return read_docx(guarded(package(body, *links, **parts)))


def r(text: str, look: str = "") -> str:
    """A run."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*inside: str, own: str = "") -> str:
    """A paragraph; words without a tag become a run."""
    properties = f"<w:pPr>{own}</w:pPr>" if own else ""
    return f"<w:p>{properties}{''.join(each if each.startswith('<') else r(each) for each in inside)}</w:p>"


def tc(*inside: str, own: str = "") -> str:
    """A cell; words without a tag become a paragraph."""
    return f"<w:tc><w:tcPr>{own}</w:tcPr>{''.join(e if e.startswith('<') else p(e) for e in inside)}</w:tc>"


def tr(*cells: str, own: str = "") -> str:
    return f"<w:tr><w:trPr>{own}</w:trPr>{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def texts(paper: Paper, part: str = "") -> list[str]:
    """The words of the paragraphs of a part, those in tables left out."""
    return [e.text for e in paper.items if isinstance(e, Words) and e.place.part == part]


def numbered(paper: Paper) -> list[str]:
    """The numbers of the paragraphs."""
    return [each.number for each in paper.words]


def grids(paper: Paper) -> list[Grid]:
    return [each for each in paper.items if isinstance(each, Grid)]


def laid(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    """Cells as row, column, rowspan, colspan, text."""
    return [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in grid.cells]
