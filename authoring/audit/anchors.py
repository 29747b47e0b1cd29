"""Where in a Word file a comment on some words can be put.

Word takes comments in the main text only: words of a header, a note or a text box are commented at the body
words nearest to them.
"""

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from authoring.batch.xml_edits import unfit
from authoring.papers.docx_places import Cut, Piece, Places
from authoring.papers.paper import Span

_NOTE = re.compile(rb"<[^<>\s/]*?(footnote|endnote)\s[^<>]*?\bid\s*=\s*[\"'](-?\d{1,9})[\"']")
_REFERENCE = rb"<[^<>\s/]*?%sReference\s[^<>]*?\bid\s*=\s*[\"']%s[\"']"


class Anchor(NamedTuple):
    """The cuts a comment goes from and to; `elsewhere` names the part the words are in, if not here."""

    first: Cut
    last: Cut
    elsewhere: str = ""


class Anchors:
    """Places for comments in a file. Raises InputError where its main text has none."""

    def __init__(self, places: Places) -> None:
        self._places = places

    def of(self, span: Span) -> Anchor:
        """Where to put a comment on some words."""
        part = self._places.paper[span.at].place.part
        if part:
            return self._near(self._position(span.at), part)
        cuts = [cut for cut in self._places.of(span) if cut.piece.part == self._places.main]
        if cuts:
            return Anchor(cuts[0], cuts[-1])
        pieces = self._places.pieces(span.at)
        if pieces:
            return Anchor(_whole(pieces[0]), _whole(pieces[-1]))
        later = (words.at for words in self._places.paper.words[span.at :])
        found = next((pieces for at in later if (pieces := self._body_pieces(at))), None)
        return self._near(found[0].run[0] if found else None, "")

    def _position(self, at: int) -> int | None:
        """Where in the main part words beside it belong: a box where it stands, a note where it is called."""
        pieces = self._places.pieces(at)
        if not pieces:
            return None
        part, (start, _) = pieces[0].part, pieces[0].run
        if part == self._places.main:
            return start
        note = None
        for note in _NOTE.finditer(self._places.content(part), 0, start):  # noqa: B007
            pass
        if note is None:
            return None
        called = re.search(_REFERENCE % (note[1], note[2]), self._places.content(self._places.main))
        return called.start() if called else None

    def _near(self, position: int | None, part: str) -> Anchor:
        """The body piece before a position of the main part, or the first."""
        if not self._body:
            raise unfit("正文里没有可以加批注的文字")
        at = bisect_right(self._starts, position) - 1 if position is not None else 0
        cut = _whole(self._body[max(at, 0)])
        return Anchor(cut, cut, part)

    @cached_property
    def _body(self) -> list[Piece]:
        pieces = [piece for words in self._places.paper.words for piece in self._body_pieces(words.at)]
        return sorted(pieces, key=lambda piece: piece.run)

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.run[0] for piece in self._body]

    def _body_pieces(self, at: int) -> tuple[Piece, ...]:
        if self._places.paper[at].place.part:
            return ()
        return tuple(piece for piece in self._places.pieces(at) if piece.part == self._places.main)


def _whole(piece: Piece) -> Cut:
    return Cut(piece, *piece.text)
