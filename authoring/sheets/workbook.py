"""The table of contents of an .xlsx: which sheets there are, in which order, and where their parts lie."""

import posixpath
from typing import NamedTuple
from urllib.parse import unquote

from authoring.sheets.cells import Visibility
from authoring.sheets.members import Package, refusal
from authoring.sheets.xml_reader import MAIN, XmlReader, attribute

_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MOST_SHEETS = 10_000


class Listed(NamedTuple):
    """A worksheet: its name, whether it is seen, its member in the archive."""

    name: str
    hidden: Visibility
    member: str


class Contents(NamedTuple):
    """What the workbook part says. `stale`: formulas were never worked out, only filled in by a program."""

    sheets: tuple[Listed, ...]
    strings: str
    styles: str
    from_1904: bool
    stale: bool


class _Link(NamedTuple):
    kind: str
    member: str


def read_contents(package: Package) -> Contents:
    """Raises InputError when the archive is no workbook. Sheets of charts or macros are left out."""
    main = _main_part(package)
    if main.endswith(".bin"):
        raise refusal(package.file, "这是二进制工作簿（.xlsb），请用 Excel 或 WPS 另存为 .xlsx 再用")
    links = _links(package, main)
    named: list[tuple[str, str, str]] = []
    flags = {"1904": False, "stale": False}

    def start(name: str, attributes: dict[str, str], depth: int) -> None:
        if name == f"{MAIN}sheet" and depth == 3:
            if len(named) >= _MOST_SHEETS:
                raise refusal(package.file, f"工作表超过{_MOST_SHEETS}张，请删去多余的工作表")
            link = attribute(attributes, "id", _LINKS) or ""
            named.append((attributes.get("name", ""), attributes.get("state", ""), link))
        elif name == f"{MAIN}workbookPr":
            flags["1904"] = _true(attributes.get("date1904"))
        elif name == f"{MAIN}calcPr":
            flags["stale"] = _true(attributes.get("fullCalcOnLoad"))

    XmlReader(start, lambda _name, _depth: None, package.file, "工作簿目录").feed_all(package.read(main))
    sheets = tuple(
        Listed(name, _visibility(state), links[link].member)
        for name, state, link in named
        if link in links and links[link].kind == "worksheet"
    )
    if not sheets:
        raise refusal(package.file, "文件里没有工作表，请选对文件，或用 Excel、WPS 打开后另存再用")
    folder = posixpath.dirname(main)
    of_kind = {link.kind: link.member for link in reversed(links.values())}
    return Contents(
        sheets,
        of_kind.get("sharedStrings", f"{folder}/sharedStrings.xml"),
        of_kind.get("styles", f"{folder}/styles.xml"),
        flags["1904"],
        flags["stale"],
    )


def _main_part(package: Package) -> str:
    found = [link.member for link in _links(package, "").values() if link.kind == "officeDocument"]
    return found[0] if found else "xl/workbook.xml"


def _links(package: Package, part: str) -> dict[str, _Link]:
    """The relationships of a part; of the archive itself if "". Links to outside are left out."""
    folder, name = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{name}.rels")
    links: dict[str, _Link] = {}

    def start(name: str, attributes: dict[str, str], _depth: int) -> None:
        if name.endswith(" Relationship") and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = unquote(attributes.get("Target", "")).replace("\\", "/")
            links[attributes.get("Id", "")] = _Link(kind, _resolved(folder, target))

    if package.has(member):
        reader = XmlReader(start, lambda _name, _depth: None, package.file, "工作簿目录")
        reader.feed_all(package.read(member))
    return links


def _resolved(folder: str, target: str) -> str:
    """Absolute or relative target → member."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def _visibility(state: str) -> Visibility:
    return Visibility(state) if state in ("hidden", "veryHidden") else Visibility.VISIBLE
