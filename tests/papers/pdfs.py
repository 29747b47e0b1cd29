"""PDFs for tests, made by hand: lines of text, ruled tables, pages with nothing but a picture."""

from typing import NamedTuple

_HEIGHT = 842
_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
    " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
)
_DESCENDANT = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [32 126 500]"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    " /FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 /ItalicAngle 0"
    " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 /FontBBox [0 -120 1000 880] >> >>"
)
_CODES = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    "{count} beginbfrange\n{ranges}\nendbfrange\nendcmap end end"
)


class Text(NamedTuple):
    """Words at a place, in points from the top left corner."""

    left: float
    top: float
    words: str
    size: float = 16


class Rule(NamedTuple):
    """A line from one place to another."""

    left: float
    top: float
    right: float
    bottom: float


def page(*items: Text | Rule, picture: bool = False) -> str:
    """What is on a page."""
    drawn = []
    for item in items:
        if isinstance(item, Text):
            codes = "".join(f"{ord(sign):04X}" for sign in item.words)
            drawn.append(
                f"BT /F1 {item.size} Tf {item.left} {_HEIGHT - item.top - item.size} Td <{codes}> Tj ET"
            )
        else:
            drawn.append(f"{item.left} {_HEIGHT - item.top} m {item.right} {_HEIGHT - item.bottom} l S")
    if picture:
        drawn.append("500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI")
    return "\n".join(drawn)


def column(lines: list[str], left: float = 80, top: float = 110, pitch: float = 29) -> list[Text]:
    """Lines one below another; two full-width spaces in front are room."""
    return [
        Text(left + 32 * line.startswith("　　"), top + pitch * n, line.strip("　"))
        for n, line in enumerate(lines)
        if line
    ]


def make_pdf(pages: list[str], trailer: str = "") -> bytes:
    """The file."""
    ranges = "\n".join(f"<{row:02X}00> <{row:02X}FF> <{row:02X}00>" for row in range(256))
    codes = _CODES.format(count=256, ranges=ranges)
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        _FONT,
        _DESCENDANT,
        f"<< /Length {len(codes)} >>\nstream\n{codes}\nendstream",
    ]
    for n, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {_HEIGHT}] /Contents {7 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(written)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    written += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode("latin-1")
    written += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(written)


ENCRYPTED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /O ("
    + "o" * 32
    + ") /U ("
    + "u" * 32
    + ") /P -4 >> /ID [(a) (a)]"
)
"""For the trailer: a password is needed that nobody has."""
