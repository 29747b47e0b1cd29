"""Names of WordprocessingML and its neighbours, as ElementTree has them."""

from xml.etree.ElementTree import Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_W, _A, _C = f"{{{WORD}}}", f"{{{_DRAWING}/main}}", f"{{{_DRAWING}/chart}}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V, _O = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"

STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": WORD,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": _OFFICE,
    "http://purl.oclc.org/ooxml/officeDocument/math": _M[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/main": _A[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/chart": _C[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/diagram": f"{_DRAWING}/diagram",
    "http://purl.oclc.org/ooxml/drawingml/picture": f"{_DRAWING}/picture",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": f"{_DRAWING}/wordprocessingDrawing",
}
"""The strict namespaces of ISO 29500, and those that every program writes."""


def w(name: str) -> str:
    """A name in Word's own namespace."""
    return _W + name


DOCUMENT, BODY = w("document"), w("body")
P, R, T, TBL, TR, TC = w("p"), w("r"), w("t"), w("tbl"), w("tr"), w("tc")
PPR, RPR, TRPR, TCPR, SECTPR = w("pPr"), w("rPr"), w("trPr"), w("tcPr"), w("sectPr")
VAL, ID, TYPE = w("val"), w("id"), w("type")
DEL, INS, MOVE_FROM, MOVE_TO = w("del"), w("ins"), w("moveFrom"), w("moveTo")
RID, DATA_ID = f"{{{_OFFICE}}}id", f"{{{_OFFICE}}}dm"
ALTERNATE, CHOICE, FALLBACK = _MC + "AlternateContent", _MC + "Choice", _MC + "Fallback"
MATH_TEXT, FRACTION, DENOMINATOR = _M + "t", _M + "f", _M + "den"
A_P, A_T, A_BR = _A + "p", _A + "t", _A + "br"
CHART, CHART_TEXTS, CHART_VALUE = _C + "chart", _C + "strCache", _C + "v"
DIAGRAM = f"{{{_DRAWING}/diagram}}relIds"
PICTURE = f"{{{_DRAWING}/picture}}pic"
DRAWING_INFO = f"{{{_DRAWING}/wordprocessingDrawing}}docPr"
BOX = w("txbxContent")
VML_PICTURE, VML_WORDS = _V + "imagedata", _V + "textpath"
VML_SHAPES = frozenset(_V + name for name in ("shape", "rect", "roundrect", "oval", "group", "line", "image"))
OLE = _O + "OLEObject"

UNSAID = frozenset(
    map(
        w,
        [
            "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "customXmlPr",
            "smartTagPr", "instrText", "delText", "delInstrText", "fldData", "rt", "ffData",
        ],
    )
)  # fmt: skip
"""Elements that hold nothing to be read: properties, the codes of fields, what was deleted."""


def value(element: Element | None) -> str:
    """Its `w:val`, empty without."""
    return "" if element is None else element.get(VAL, "")


def is_on(element: Element) -> bool:
    """Whether a switch as `<w:b/>` is on."""
    return element.get(VAL, "1").lower() not in {"0", "false", "off"}


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number of a file, within a million; others are not meant."""
    try:
        number = int(text or "")
    except ValueError:
        return otherwise
    return number if abs(number) <= 1_000_000 else otherwise
