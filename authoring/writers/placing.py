"""Where the title breaks, and where 附件说明, signature and date stand: GB/T 9704-2012, 7.3.

Lengths are full-width characters of the body, 28 to a line.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple, TypeGuard

from authoring.document.blocks import Block, Paragraph, words
from authoring.writers.characters import width
from authoring.writers.page import CHARACTERS_PER_LINE, LATIN_DIGIT, LATIN_STOP

TITLE_CHARACTERS = 20
"""Characters of 22 pt in a line of 156 mm."""

INDENT = 2

SEALED_LINES_ABOVE = 2
UNSEALED_LINES_ABOVE = 1
ATTACHMENT_LINES_ABOVE = 1
"""Lines free above 空行. A seal of 42 mm, centred on its date, would cover the words under one."""

_SEALED_RIGHT = 4
_UNSEALED_RIGHT = 2
_ATTACHMENT = re.compile(r"(附件[：:])?(?:(\d+)[.．])?")


def title_lines(segments: Sequence[str], capacity: float = TITLE_CHARACTERS) -> list[str]:
    """The lines of a title: one if it fits, else segments joined as long as a line has room."""
    lines: list[str] = []
    for segment in filter(None, segments):
        if lines and width(lines[-1]) + width(segment) <= capacity:
            lines[-1] += segment
        else:
            lines.append(segment)
    return lines


class Closing(NamedTuple):
    """How far signature and date end from the right margin 右空几字."""

    signature: float
    date: float


def place_closing(signature: float, date: float, *, sealed: bool) -> Closing:
    """Right indents for a signature and a date of these widths; 0 where there is none.

    Sealed 加盖印章: the date leaves four characters, the signature is centred on it; a name so long
    that it would pass the margin stops there and takes the date along.
    Unsealed: the signature leaves two, the date begins two characters right of it; a date longer
    than the signature leaves two and the signature gives way.
    """
    signature = min(signature, CHARACTERS_PER_LINE)
    if sealed:
        centred = _SEALED_RIGHT + (date - signature) / 2
        shift = max(-centred, 0) if date else 0
        return Closing(max(centred, 0) if date else _SEALED_RIGHT, _SEALED_RIGHT + shift)
    if not signature or not date:
        return Closing(_UNSEALED_RIGHT, _UNSEALED_RIGHT)
    if date > signature:
        return Closing(_UNSEALED_RIGHT + INDENT + date - signature, _UNSEALED_RIGHT)
    return Closing(_UNSEALED_RIGHT, signature - date)


class Hanging(NamedTuple):
    """`left` is where words begin again on a second line, `hanging` how far before it the first does."""

    left: float
    hanging: float


def place_attachment(text: str) -> Hanging:
    """附件说明: two characters in; a second line, and a second attachment, stand under the first."""
    match = _ATTACHMENT.match(text)
    word, number = match.groups() if match else (None, None)
    numbered = len(number) * LATIN_DIGIT + LATIN_STOP if number else 0
    if word or not number:
        before = len(word or "") + numbered
        return Hanging(INDENT + before, before)
    return Hanging(INDENT + len("附件：") + numbered, numbered)


def is_attachment(block: Block) -> TypeGuard[Paragraph]:
    """Whether a block is a line of 附件说明."""
    return isinstance(block, Paragraph) and block.role == "attachment"


def is_closing(block: Block) -> TypeGuard[Paragraph]:
    """Whether a block is a signature or a date."""
    return isinstance(block, Paragraph) and block.role in ("signature", "date")


class Place(NamedTuple):
    """Where one line of the closing stands: characters free on its right, lines free above it."""

    right: float
    lines_above: int


def place_closings(blocks: Sequence[Block], *, sealed: bool) -> dict[int, Place]:
    """The place of each signature and date, by index; a closing is a run of them."""
    lines = [(index, block) for index, block in enumerate(blocks) if is_closing(block)]
    places: dict[int, Place] = {}
    for _, run in groupby(enumerate(lines), lambda line: line[1][0] - line[0]):
        places |= _place_lines([line for _, line in run], sealed=sealed)
    return places


def _place_lines(lines: Sequence[tuple[int, Paragraph]], *, sealed: bool) -> dict[int, Place]:
    """Several signatures over one date are each set for themselves, the date by the widest."""
    widths = [(index, each.role, width(words(each.runs))) for index, each in lines]
    signature = max((wide for _, role, wide in widths if role == "signature"), default=0.0)
    date = max((wide for _, role, wide in widths if role == "date"), default=0.0)
    above = SEALED_LINES_ABOVE if sealed else UNSEALED_LINES_ABOVE
    places: dict[int, Place] = {}
    for index, role, wide in widths:
        closing = place_closing(wide if role == "signature" else signature, date, sealed=sealed)
        right = closing.signature if role == "signature" else closing.date
        places[index] = Place(right, 0 if places else above)
    return places


def kept_with_next(blocks: Sequence[Block]) -> set[int]:
    """Indexes of blocks that hold on to the next: the last words, 附件说明, signature, up to the date.

    So no page has only a signature on it, nor only the note below a table.
    """
    kept: set[int] = set()
    holds = False
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if holds:
            kept.add(index)
        note = isinstance(block, Paragraph) and block.role == "note"
        holds = note or is_closing(block) or (holds and is_attachment(block))
    return kept
