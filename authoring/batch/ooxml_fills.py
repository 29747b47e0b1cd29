"""Cell styles with a fill: each is the cell's own style again, with only the fill another."""

from authoring.batch.xml_edits import Edit, Element, edited, is_empty, opened, tag_at, walk, with_attribute

COLOURS = {"错误": "FFFFC7CE", "警告": "FFFFE699", "提示": "FFDDEBF7"}
"""Red, amber, blue; light, so that black type remains legible."""
_MOST_STYLES = 64_000
"""Excel allows 65,490."""


class Fills:
    """The styles part being added to. Raises InputError if it is no XML we can edit."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._styles: list[tuple[int, int]] = []
        self._ends: dict[str, int] = {}
        self._starts: dict[str, Element] = {}
        self._fills = 0
        self._within = ""
        self._new: dict[tuple[int, str], int] = {}
        self._added: list[bytes] = []
        walk(content, self._start, self._end)

    @property
    def usable(self) -> bool:
        """Whether there are lists of fills and styles to add to."""
        return bool(self._fills and self._styles)

    def style(self, style: int, severity: str) -> int | None:
        """The number of the style with that fill; None if there is none for it, or no room."""
        if severity not in COLOURS or not self.usable:
            return None
        style = style if style < len(self._styles) else 0
        key = style, severity
        if key not in self._new:
            if len(self._styles) + len(self._added) >= _MOST_STYLES:
                return None
            self._new[key] = len(self._styles) + len(self._added)
            self._added.append(self._cloned(style, self._fills + list(COLOURS).index(severity)))
        return self._new[key]

    def content(self) -> bytes:
        """The part with what was added; as it was if nothing was."""
        if not self._added:
            return self._content
        prefix = self._starts["fills"].prefix
        fills = b"".join(_fill(prefix, colour) for colour in COLOURS.values())
        edits = self._grown("fills", self._fills + len(COLOURS), fills)
        edits += self._grown("cellXfs", len(self._styles) + len(self._added), b"".join(self._added))
        return edited(self._content, edits)

    def _cloned(self, style: int, fill: int) -> bytes:
        at, end = self._styles[style]
        raw = self._content[at:end]
        tag = tag_at(raw, 0)
        new = with_attribute(with_attribute(tag, "fillId", str(fill)), "applyFill", "1")
        return new + raw[len(tag) :]

    def _grown(self, name: str, count: int, inside: bytes) -> list[Edit]:
        at = self._starts[name].at
        tag = tag_at(self._content, at)
        if is_empty(tag):
            edit = opened(self._content, at, inside)
            return [edit._replace(new=with_attribute(edit.new, "count", str(count)))]
        head = Edit(at, at + len(tag), with_attribute(tag, "count", str(count)))
        return [head, Edit(self._ends[name], self._ends[name], inside)]

    def _start(self, element: Element) -> None:
        if element.depth == 2:
            self._within = element.name
            self._starts.setdefault(element.name, element)
        elif element.depth == 3 and self._within == "cellXfs" and element.name == "xf":
            self._styles.append((element.at, 0))
        elif element.depth == 3 and self._within == "fills" and element.name == "fill":
            self._fills += 1

    def _end(self, name: str, depth: int, at: int) -> None:
        if depth == 2:
            self._ends.setdefault(name, at)
        elif depth == 3 and self._within == "cellXfs" and name == "xf":
            start = self._styles[-1][0]
            tag = tag_at(self._content, start)
            end = start + len(tag) if is_empty(tag) else at + len(tag_at(self._content, at))
            self._styles[-1] = (start, end)


def _fill(prefix: str, colour: str) -> bytes:
    return (
        f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{colour}"/>'
        f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
    ).encode()
