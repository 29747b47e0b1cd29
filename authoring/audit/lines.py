"""The paragraphs of a paper → lines that may be headings, and what is none, in the order of the page."""

import re
from collections.abc import Iterator

from authoring.audit.headings import Line, bare, cut, glued_starts, number_of, read_line
from authoring.audit.titles import every_bare_title, titles_beginning
from authoring.papers.paper import Item, Paper, Words

Token = Line | Item

_LEADERS = re.compile(r"[.．…·]{3,}\s*\d*$|\s\d{1,3}$")
_CONTENTS = re.compile(r"目\s*[录次]")
_SHORT = 40
_GLUED = 8
"""A paragraph no longer than this has no room for another heading in it."""
_ENDLESS = 20_000
"""A paragraph from here on is none, and is not searched."""


def read_lines(paper: Paper) -> list[Token]:
    """Lines that may be headings, and all else of the main text. The table of contents is no headings."""
    items = [item for item in paper.items if not isinstance(item, Words) or not item.place.part]
    passed = _contents_end(items)
    tokens: list[Token] = []
    for at, item in enumerate(items):
        if not isinstance(item, Words) or at < passed or _is_entry(item):
            tokens.append(item)
        else:
            tokens.extend(_pieces(item))
    return tokens


def _is_entry(words: Words) -> bool:
    """Whether it is a line of a table of contents."""
    style = words.look.style.lower()
    return style.startswith(("toc", "目录")) or (
        len(words.text) < 80 and _LEADERS.search(words.text) is not None and number_of(words) is not None
    )


def _contents_end(items: list[Item]) -> int:
    """Where the table of contents ends: at the line that says its first entry again."""
    heads = (
        at for at, item in enumerate(items[:40]) if isinstance(item, Words) and _CONTENTS.fullmatch(item.text)
    )
    start = next(heads, None)
    if start is None:
        return 0
    first = ""
    for at, item in enumerate(items[start + 1 :], start + 1):
        if not isinstance(item, Words):
            continue
        number = number_of(item)
        title = bare(_LEADERS.sub("", item.text[number.end if number else 0 :]))
        if first and title == first:
            return at
        first = first or title
    return 0


def _pieces(words: Words) -> Iterator[Token]:
    """A paragraph, and headings that are glued into it, as pieces of their own."""
    start = 0
    places = glued_starts(words.text) if _GLUED < len(words.text) < _ENDLESS else ()
    for place in places:
        line = _titled(cut(words, place, len(words.text))) if place > start else None
        if line is None:
            continue
        yield _line(cut(words, start, place))
        rest = line.rest
        start = rest.start - words.start if rest else len(words.text)
        yield line._replace(words=cut(words, place, start), glued=True)
    if start < len(words.text) or not words.text:
        yield _line(cut(words, start, len(words.text)))


def _titled(piece: Words) -> Line | None:
    """A piece that begins with a number and a title that some form knows."""
    number = number_of(piece)
    title = _known_start(piece.text[number.end : number.end + _SHORT]) if number else ""
    if number is None or not title:
        return None
    return Line(piece, number, title, number.end, number.end + len(title))


def _known_start(text: str) -> str:
    return next((title for title in titles_beginning(text[:1]) if text.startswith(title)), "")


def _line(words: Words) -> Token:
    """The paragraph as a line that may be a heading, or as it is."""
    line = read_line(words)
    if line is not None:
        if line.title or line.kind not in {"part", "one"}:
            return line
        known = _known_start(words.text[line.start :])
        return line._replace(title=known, end=line.start + len(known)) if known else line
    if len(words.text) <= _SHORT and (words.look.level or bare(words.text) in every_bare_title()):
        title = words.text.rstrip("。：: ")
        return Line(words, None, title, 0, len(title))
    return words
