"""Where in the bytes of a Word file the words of its paper stand, so that they can be marked there.

Reading a paper costs nothing for it: whoever marks a file reads it once more, with its sources.
"""

import re
from functools import cached_property
from itertools import islice
from typing import NamedTuple
from xml.parsers import expat

from authoring.intake.guard import Guarded
from authoring.papers.docx import trace_docx
from authoring.papers.docx_names import STRICT, WORD
from authoring.papers.docx_package import encoding_of
from authoring.papers.paper import Paper, Span

_TAG = re.compile(rb"<[^\"'>]*(?:(?:\"[^\"]*\"|'[^']*')[^\"'>]*)*>")
_CHARACTER = re.compile(rb"&[^;]*;|\r\n?|[\x00-\x7f]|[\xc0-\xff][\x80-\xbf]*")


class Piece(NamedTuple):
    """The `raw[start:end]` of a paragraph, which is one `w:t` in `part`; the other figures are bytes of it.

    `text` is what stands between the tags of the `w:t`, `run` its `w:r` with both tags, `look` the `w:rPr` in
    it with both tags, `None` without.
    """

    part: str
    start: int
    end: int
    text: tuple[int, int]
    run: tuple[int, int]
    look: tuple[int, int] | None


class Cut(NamedTuple):
    """What a span has of a piece: the bytes of the part from `start` to `end`, within the piece's text."""

    piece: Piece
    start: int
    end: int


class Places:
    """The places of a Word file's words. Raises InputError as `read_docx` does."""

    def __init__(self, guarded: Guarded) -> None:
        self._traced = trace_docx(guarded)
        self._runs: dict[str, list[_Run | None]] = {}
        self._contents: dict[str, bytes] = {}

    @cached_property
    def paper(self) -> Paper:
        """The paper whose words have these places."""
        return self._traced.paper

    @property
    def main(self) -> str:
        """The part with the main text."""
        return self._traced.package.main

    def content(self, part: str) -> bytes:
        """The bytes of a part, as it is in the file."""
        if part not in self._contents:
            self._contents[part] = self._traced.package.read(part)
        return self._contents[part]

    def pieces(self, at: int) -> tuple[Piece, ...]:
        """The pieces of a paragraph in order. Tabs, breaks, signs and formulas between them have none.

        There are none for words of charts and descriptions, nor in a part not in UTF-8 or not whole.
        """
        recorded = self._traced.recorded.get(at)
        if not recorded or not recorded.sources:
            return ()
        found = []
        for source in recorded.sources:
            ordinal = self._traced.ordinals.get(source.element)
            run = self._run(recorded.member, ordinal) if ordinal is not None else None
            if run:
                found.append(Piece(recorded.member, source.start, source.end, *run))
        return tuple(found)

    def of(self, span: Span) -> tuple[Cut, ...]:
        """The pieces that a span touches, in order, and how far.

        A piece is taken as a whole where its text is interrupted by a comment or CDATA.
        """
        if span.start >= span.end:
            return ()
        words = self.paper[span.at]
        first = words.origin[span.start] if words.origin else span.start
        last = (words.origin[span.end - 1] if words.origin else span.end - 1) + 1
        return tuple(
            self._cut(each, max(first, each.start), min(last, each.end))
            for each in self.pieces(span.at)
            if each.start < last and first < each.end
        )

    def _cut(self, piece: Piece, first: int, last: int) -> Cut:
        """The piece from the character `raw[first]` to before `raw[last]`."""
        start, end = piece.text
        text = self.content(piece.part)[start:end]
        if b"<" in text:
            return Cut(piece, start, end)
        widths = [len(each[0]) for each in islice(_CHARACTER.finditer(text), last - piece.start)]
        return Cut(piece, start + sum(widths[: first - piece.start]), start + sum(widths))

    def _run(self, part: str, ordinal: int) -> "_Run | None":
        if part not in self._runs:
            content = self.content(part)
            main = part == self._traced.package.main
            self._runs[part] = [] if encoding_of(content[:1024]) else _runs(content, in_body=main)
        runs = self._runs[part]
        return runs[ordinal] if ordinal < len(runs) else None


class _Run(NamedTuple):
    text: tuple[int, int]
    run: tuple[int, int]
    look: tuple[int, int] | None


class _Open:
    """A run that has begun: its texts by their ordinals, and where things are."""

    def __init__(self, at: int, depth: int) -> None:
        self.at, self.depth = at, depth
        self.look: tuple[int, int] | None = None
        self.began = 0
        self.texts: list[tuple[int, tuple[int, int]]] = []


class _Locator:
    """Finds each `w:t` that stands directly in a run, by its ordinal in the part, of the main in its body."""

    def __init__(self, content: bytes, *, in_body: bool) -> None:
        self.found: list[_Run | None] = []
        self._content = content
        self._open: list[_Open] = []
        self._depth = 0
        self._counts = not in_body
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.Parse(content, True)  # noqa: FBT003

    def _begin(self, name: str, _: dict[str, str]) -> None:
        self._depth += 1
        local = _NAMES.get(name)
        if local is None:
            return
        at = self._parser.CurrentByteIndex
        if local == "body":
            self._counts = True
        elif local == "r":
            self._open.append(_Open(at, self._depth))
        elif local == "t" and self._counts:
            self.found.append(None)
        if self._is_direct():
            run = self._open[-1]
            if local == "t":
                run.began = self._behind(at)
            elif local == "rPr" and run.look is None:
                run.look = (at, self._behind(at))

    def _end(self, name: str) -> None:
        local = _NAMES.get(name)
        if local is not None:
            at = self._parser.CurrentByteIndex
            if local == "r":
                self._close(self._open.pop(), self._behind(at))
            elif self._is_direct():
                run = self._open[-1]
                if local == "t":
                    run.texts.append((len(self.found) - 1, (run.began, max(at, run.began))))
                elif local == "rPr" and run.look and not self._is_empty(run.look):
                    run.look = (run.look[0], self._behind(at))
        self._depth -= 1

    def _close(self, run: _Open, end: int) -> None:
        for ordinal, text in run.texts:
            if self._counts:
                self.found[ordinal] = _Run(text, (run.at, end), run.look)

    def _is_direct(self) -> bool:
        """Whether the element at hand is a child of a run."""
        return bool(self._open) and self._open[-1].depth == self._depth - 1

    def _is_empty(self, tag: tuple[int, int]) -> bool:
        """Whether it is `<w:rPr/>`, whose end is reported behind it."""
        return self._content[tag[1] - 2 : tag[1]] == b"/>"

    def _behind(self, at: int) -> int:
        """Where the tag that begins there ends."""
        found = _TAG.match(self._content, at)
        return found.end() if found else at


_NAMES = {
    f"{space} {local}": local
    for space in (WORD, *(strict for strict, usual in STRICT.items() if usual == WORD))
    for local in ("body", "r", "t", "rPr")
}


def _runs(content: bytes, *, in_body: bool) -> list[_Run | None]:
    try:
        return _Locator(content, in_body=in_body).found
    except expat.ExpatError:  # a fault in what is not looked at when reading
        return []
