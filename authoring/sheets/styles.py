"""The styles part of an .xlsx → the number format of each cell style."""

from authoring.sheets.formats import GENERAL, Format, built_in, format_of
from authoring.sheets.members import Package
from authoring.sheets.xml_reader import MAIN, XmlReader

_MOST = 65_536
"""Excel allows 65,490 cell styles; what comes after is as General."""


def read_styles(package: Package, member: str) -> list[Format]:
    """By number of style, as a cell's `s` says. Without a styles part there are none."""
    if not package.has(member):
        return []
    codes: dict[str, str] = {}
    styles: list[str] = []
    parents: list[str] = []

    def start(name: str, attributes: dict[str, str], _depth: int) -> None:
        if name == f"{MAIN}numFmt" and parents[-1:] == [f"{MAIN}numFmts"] and len(codes) < _MOST:
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == f"{MAIN}xf" and parents[-1:] == [f"{MAIN}cellXfs"] and len(styles) < _MOST:
            styles.append(attributes.get("numFmtId", "0"))
        parents.append(name)

    def end(_name: str, _depth: int) -> None:
        parents.pop()

    XmlReader(start, end, package.file, "样式").feed_all(package.read(member))
    return [_format(number, codes) for number in styles]


def _format(number: str, codes: dict[str, str]) -> Format:
    if number in codes:
        return format_of(codes[number])
    return built_in(int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else GENERAL
