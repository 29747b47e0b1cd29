"""Marks of comments put into the XML of a Word file; a run is split only where one begins or ends in it."""

import re
from typing import NamedTuple

from authoring.batch.xml_edits import Edit, unfit
from authoring.papers.docx_places import Cut, Piece

_NAME = re.compile(rb"<([^\s/>]*?)(?:r|t)[\s>]")
_PRESERVED = b' xml:space="preserve"'
_IDLE = re.compile(rb"\s*(?:<[^\s/>]*lastRenderedPageBreak\s*/>\s*)*")


class _Place(NamedTuple):
    """A byte of the part where marks go; `piece` is the text they split."""

    at: int
    prefix: bytes
    piece: Piece | None = None


class Marks:
    """Marks to be put into a part. Raises InputError where it is written as no office program writes it."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._places: dict[int, _Place] = {}
        self._begins: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}

    def add(self, number: int, first: Cut, last: Cut) -> None:
        """A comment of that id, from where the first cut begins to where the last ends."""
        begin, end = self._before(first), self._behind(last)
        for place in (begin, end):
            self._places.setdefault(place.at, place)
        self._begins.setdefault(begin.at, []).append(number)
        self._ends.setdefault(end.at, []).append(number)

    def edits(self) -> list[Edit]:
        """Everything as insertions."""
        found = [Edit(at, at, self._inserted(place)) for at, place in self._places.items()]
        kept = {
            place.piece.text[0] for place in self._places.values() if place.piece and self._ends_blank(place)
        }
        return [*found, *(Edit(start - 1, start - 1, _PRESERVED) for start in kept)]

    def _before(self, cut: Cut) -> _Place:
        piece = cut.piece
        prefix = self._prefix(piece.run[0])
        if cut.start == piece.text[0] and self._is_first(piece):
            return _Place(piece.run[0], prefix)
        return _Place(cut.start, prefix, piece)

    def _behind(self, cut: Cut) -> _Place:
        piece = cut.piece
        prefix = self._prefix(piece.run[0])
        if cut.end == piece.text[1] and self._is_last(piece):
            return _Place(piece.run[1], prefix)
        return _Place(cut.end, prefix, piece)

    def _is_first(self, piece: Piece) -> bool:
        """Whether nothing that shows stands in the run before the text."""
        start = piece.look[1] if piece.look else self._content.index(b">", piece.run[0]) + 1
        return _IDLE.fullmatch(self._content, start, self._tag(piece)) is not None

    def _is_last(self, piece: Piece) -> bool:
        """Whether nothing stands in the run behind the text."""
        end = self._content.index(b">", piece.text[1]) + 1
        return self._content[end : self._content.rindex(b"<", 0, piece.run[1])].strip() == b""

    def _tag(self, piece: Piece) -> int:
        """Where the tag before the text begins."""
        return self._content.rindex(b"<", 0, piece.text[0])

    def _is_preserved(self, piece: Piece) -> bool:
        return b"xml:space" in self._content[self._tag(piece) : piece.text[0]]

    def _ends_blank(self, place: _Place) -> bool:
        """Whether the first half of a split text would lose the space at its end."""
        piece = place.piece
        assert piece
        blank = self._content[piece.text[0] : place.at][-1:].isspace()
        return blank and not self._is_preserved(piece)

    def _prefix(self, at: int) -> bytes:
        found = _NAME.match(self._content, at)
        if not found or not found[1]:
            raise unfit("正文的写法特殊")
        return found[1]

    def _inserted(self, place: _Place) -> bytes:
        p = place.prefix
        marks = b"".join(
            [
                *(_end(p, number) for number in self._ends.get(place.at, ())),
                *(b'<%scommentRangeStart %sid="%d"/>' % (p, p, n) for n in self._begins.get(place.at, ())),
            ]
        )
        piece = place.piece
        if piece is None:
            return marks
        look = self._content[slice(*piece.look)] if piece.look else b""
        blank = self._content[place.at : place.at + 1].isspace()
        space = _PRESERVED if blank or self._is_preserved(piece) else b""
        return b"</%st></%sr>%s<%sr>%s<%st%s>" % (p, p, marks, p, look, p, space)


def _end(p: bytes, number: int) -> bytes:
    reference = b'<%sr><%scommentReference %sid="%d"/></%sr>' % (p, p, p, number, p)
    return b'<%scommentRangeEnd %sid="%d"/>%s' % (p, p, number, reference)
