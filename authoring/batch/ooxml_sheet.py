"""The XML of a worksheet with other styles for some cells, and a place for its comments."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from authoring.batch.xml_edits import Edit, Element, View, is_empty, opened, tag_at, walk, with_attribute
from authoring.sheets.cells import LAST_COLUMN, LAST_ROW, column_number, reference

Place = tuple[int, int]
"""Row and column, from 1."""
StyleOf = Callable[[int, str], int | None]
"""Style and severity → the style to use."""

_AFTER = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst", "AlternateContent",
)  # fmt: skip
"""What the schema wants behind `legacyDrawing`; AlternateContent stands around controls and OLE objects."""
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Marked(NamedTuple):
    """What is to be done to a sheet. `legacy` is the id of the drawing it has for its comments, if any.

    `room` is where such an element would stand, and `prefix` that of the sheet's elements.
    """

    edits: list[Edit]
    legacy: str
    room: int
    prefix: str

    def with_drawing(self, link: str) -> list[Edit]:
        """The edits, and one that names the drawing of the comments."""
        element = f'<{self.prefix}legacyDrawing xmlns:r="{_RELATIONS}" r:id="{link}"/>'
        return [*self.edits, Edit(self.room, self.room, element.encode())]


def mark_cells(content: bytes, severities: Mapping[Place, str], style_of: StyleOf) -> Marked:
    """Edits that restyle the cells, making those that are missing. Raises InputError."""
    return _Marker(content, severities, style_of).run()


class _Marker:
    """One walk through the sheet, with the cells to restyle at hand in the sheet's order."""

    def __init__(self, content: bytes, severities: Mapping[Place, str], style_of: StyleOf) -> None:
        self._content, self._severities, self._style_of = content, severities, style_of
        self._rows: dict[int, list[int]] = {}
        """In order, so that the first one is the next one."""
        for row, column in sorted(severities):
            if 0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN:
                self._rows.setdefault(row, []).append(column)
        self._edits: list[Edit] = []
        self._legacy = ""
        self._room: int | None = None
        self._view = View()
        self._columns: list[tuple[int, int, int]] = []
        self._within = self._prefix = ""
        self._at_data: int | None = None
        self._row = self._column = 0
        self._row_at = self._row_style = 0
        self._styled = False
        self._wanted: list[int] = []

    def run(self) -> Marked:
        walk(self._content, self._start, self._end, self._view)
        assert self._room is not None
        return Marked(self._edits, self._legacy, self._room, self._prefix)

    def _start(self, element: Element) -> None:
        if element.depth == 4:
            if self._wanted and element.name == "c" and self._within == "sheetData":
                self._cell(element)
        elif element.depth == 3:
            if element.name == "row" and self._within == "sheetData":
                self._begin_row(element)
            elif element.name == "col" and self._within == "cols":
                self._add_column(element.attributes)
        elif element.depth == 2:
            self._part(element)
        elif element.depth == 1:
            self._prefix = element.prefix

    def _part(self, element: Element) -> None:
        self._within = element.name
        if element.name == "sheetData":
            self._at_data = element.at
        elif element.name in _AFTER and self._at_data is not None and self._room is None:
            self._room = element.at
        elif element.name == "legacyDrawing":
            self._legacy = next((v for k, v in element.attributes.items() if k.endswith(":id")), "")

    def _end(self, name: str, depth: int, at: int) -> None:
        if depth == 3 and name == "row" and self._within == "sheetData":
            self._end_row(at)
        elif depth == 2 and name == "sheetData" and self._at_data is not None:
            new = self._missing_rows(LAST_ROW + 1)
            if not new:
                return
            if is_empty(tag_at(self._content, self._at_data)):
                self._edits.append(opened(self._content, self._at_data, new))
            else:
                self._edits.append(Edit(at, at, new))
        elif depth == 1 and self._room is None:
            self._room = at

    def _begin_row(self, element: Element) -> None:
        self._row = _number(element.attributes.get("r"), self._row + 1)
        if new := self._missing_rows(self._row):
            self._edits.append(Edit(element.at, element.at, new))
        self._wanted = self._rows.pop(self._row, [])
        self._view.deep = bool(self._wanted)
        self._column, self._row_at = 0, element.at
        self._styled = element.attributes.get("customFormat") in ("1", "true")
        self._row_style = _number(element.attributes.get("s"), 0)

    def _end_row(self, at: int) -> None:
        if not self._wanted:
            return
        new = b"".join(self._new_cell(self._row, column) for column in self._wanted)
        tag = tag_at(self._content, self._row_at)
        # `spans` is a hint for readers; one that is wrong is worse than none
        bare = with_attribute(tag, "spans", None)
        if is_empty(tag):
            edit = opened(bare, 0, new)
            self._edits.append(Edit(self._row_at, self._row_at + len(tag), edit.new))
        else:
            if bare != tag:
                self._edits.append(Edit(self._row_at, self._row_at + len(tag), bare))
            self._edits.append(Edit(at, at, new))
        self._wanted = []

    def _cell(self, element: Element) -> None:
        letters = element.attributes.get("r", "").rstrip("0123456789")
        self._column = column_number(letters) or self._column + 1
        while self._wanted and self._wanted[0] < self._column:
            new = self._new_cell(self._row, self._wanted.pop(0))
            self._edits.append(Edit(element.at, element.at, new))
        if self._wanted and self._wanted[0] == self._column:
            self._wanted.pop(0)
            own = _number(element.attributes.get("s"), 0)
            style = self._style_of(own, self._severities[self._row, self._column])
            if style is not None:
                tag = tag_at(self._content, element.at)
                new = with_attribute(tag, "s", str(style))
                self._edits.append(Edit(element.at, element.at + len(tag), new))

    def _missing_rows(self, before: int) -> bytes:
        """The rows above a row that the sheet does not have."""
        new = b""
        while self._rows and (row := next(iter(self._rows))) < before:
            self._styled = False
            cells = b"".join(self._new_cell(row, column) for column in self._rows.pop(row))
            new += f'<{self._prefix}row r="{row}">'.encode() + cells + f"</{self._prefix}row>".encode()
        return new

    def _new_cell(self, row: int, column: int) -> bytes:
        """An empty cell in the fill, else as its row or column has it."""
        spans = (style for first, last, style in self._columns if first <= column <= last)
        own = self._row_style if self._styled else next(spans, 0)
        style = self._style_of(own, self._severities[row, column])
        return (
            f'<{self._prefix}c r="{reference(row, column)}" s="{own if style is None else style}"/>'.encode()
        )

    def _add_column(self, attributes: Mapping[str, str]) -> None:
        if len(self._columns) < LAST_COLUMN:
            first, last = _number(attributes.get("min"), 0), _number(attributes.get("max"), 0)
            self._columns.append((first, last, _number(attributes.get("style"), 0)))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise
