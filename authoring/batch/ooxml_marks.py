"""Fills and comments put into the sheets of one workbook, with the parts and relations they need."""

from authoring.batch.ooxml_comments import BLOCK, Comments, next_block, with_shapes
from authoring.batch.ooxml_fills import COLOURS, Fills
from authoring.batch.ooxml_package import Changes
from authoring.batch.ooxml_sheet import Place, mark_cells
from authoring.batch.outcome import Told
from authoring.batch.xml_edits import pieces, unfit
from authoring.sheets.cells import reference
from authoring.writers.characters import width

ByPlace = dict[Place, list[Told]]

_ORDER = list(COLOURS)
_MOST_IN_CELL, _LONGEST = 10, 600
"""Of what is told of one cell; characters of each."""
_LINE = 17
"""汉字 on a line of the comment's box."""
_STRICT = b"http://purl.oclc.org/ooxml/"
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"


class Marker:
    """The sheets of one workbook, marked one by one. Raises InputError where a part cannot be edited."""

    def __init__(self, changes: Changes, styles: str, remarks: list[str]) -> None:
        self._changes, self._styles, self._remarks = changes, styles, remarks
        self._fills = Fills(changes.read(styles)) if changes.has(styles) else None
        if self._fills is None or not self._fills.usable:
            self._fills = None
            remarks.append("文件的样式写法特殊，只加了批注，没有填色")
        self._block = next_block(changes.drawings())

    def mark(self, part: str, by_place: ByPlace) -> None:
        """Fill and comment the cells of a sheet."""
        content = self._changes.read(part)
        if _STRICT in content[:4096]:
            raise unfit("文件是“严格的 Open XML 电子表格”格式")
        severities = {
            place: min((t.severity for t in told), key=_ORDER.index) for place, told in by_place.items()
        }
        if self._fills:
            marked = mark_cells(content, severities, self._fills.style)
        else:
            marked = mark_cells(content, {}, lambda *_: None)
        drawing = self._comment(part, marked.legacy, by_place)
        edits = marked.with_drawing(drawing) if drawing and not marked.legacy else marked.edits
        self._changes.put(part, *pieces(content, edits))

    def finish(self) -> bytes:
        """The marked workbook."""
        if self._fills:
            self._changes.put(self._styles, self._fills.content())
        return self._changes.zipped()

    def _comment(self, part: str, legacy: str, by_place: ByPlace) -> str:
        """Write the comments of a sheet; the id of the drawing they are shown by, if there is one."""
        changes = self._changes
        relations = changes.relations(part)
        old = next((each.target for each in relations if each.kind == "comments"), "")
        shown = next((each.target for each in relations if each.id == legacy), "") if legacy else ""
        if legacy and not (shown and changes.has(shown)):
            raise unfit("批注的图形部分缺失")
        by_place = self._without_threads(
            by_place, [e.target for e in relations if e.kind == "threadedComment"]
        )
        comments = Comments(changes.read(old) if old else b"")
        new = []
        for place, told in sorted(by_place.items()):
            text = _text(told)
            if comments.add(place, text):
                new.append((*place, _lines(text)))
        if new:
            drawing = shown or changes.free_name("xl/drawings/vmlDrawing{}.vml")
            changes.put(drawing, with_shapes(changes.read(drawing) if shown else b"", new, self._block))
            self._block += len(new) // (BLOCK - 1) + 1
            if not shown:
                changes.declare(drawing, _DRAWING, by_extension=True)
                legacy = changes.relate(part, "vmlDrawing", drawing)
        if old or new:
            name = old or changes.free_name("xl/comments{}.xml")
            changes.put(name, comments.content())
            if not old:
                changes.declare(name, _COMMENTS)
                changes.relate(part, "comments", name)
        return legacy

    def _without_threads(self, by_place: ByPlace, parts: list[str]) -> ByPlace:
        """The cells without a conversation: for one, Excel writes the comment anew, and ours would go."""
        threads = b"".join(self._changes.read(part) for part in parts if self._changes.has(part))
        held = [place for place in by_place if f'ref="{reference(*place)}"'.encode() in threads]
        if held:
            cells = "、".join(reference(*place) for place in held[:10])
            self._remarks.append(f"{cells} 已有对话式批注，没有再加批注，只填了色")
        return {place: told for place, told in by_place.items() if place not in held}


def _text(told: list[Told]) -> str:
    """What the comment says: rule, problem, hint, the gravest first."""
    ordered = sorted(told, key=lambda each: _ORDER.index(each.severity))
    texts = []
    for each in ordered[:_MOST_IN_CELL]:
        hint = f"\n建议：{_cut(each.hint)}" if each.hint else ""
        texts.append(f"【{each.severity}】{each.rule} {_cut(each.message)}{hint}".replace("】 ", "】"))
    if len(ordered) > _MOST_IN_CELL:
        texts.append(f"另有 {len(ordered) - _MOST_IN_CELL} 条，见结果表")
    return "\n".join(texts)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…（全文见结果表）"


def _lines(text: str) -> int:
    return sum(int(width(line) // _LINE) + 1 for line in text.split("\n"))
