"""Words as a file has them → words as they are meant: spaces that only space out, and residue, dropped."""

import re
import unicodedata

_BLANK = (
    r"\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_GAP = re.compile(rf"(?:[{_BLANK}]|\[bookmark:[^\[\]\n]{{0,200}}\])+", re.IGNORECASE)
"""Spaces, marks without width, controls, and what converters leave of bookmarks."""

_SPACE = re.compile(r"\s")
_WIDE_DIGIT = "[０-９]"
_ANY_DIGIT = "[0-9０-９]"
_MARKS = (
    (re.compile(f"(?<={_ANY_DIGIT})．(?={_ANY_DIGIT})"), "."),
    (re.compile(f"(?<={_WIDE_DIGIT})，(?={_WIDE_DIGIT}{{3}}(?!{_ANY_DIGIT}))"), ","),
    (re.compile(f"(?<={_ANY_DIGIT})％"), "%"),
)
"""Marks of a figure. A wide comma between narrow digits may part two figures, and is left."""

_ITEM = re.compile(f"{_ANY_DIGIT}{{1,2}}．(?=(?:19|20|１９|２０){_ANY_DIGIT}{{2}}(?:年|[-—至～]))")
"""`3．2023年…`: the number of an item and a year, not a figure."""

_PLAIN = {ord("０") + n: ord("0") + n for n in range(10)} | {0x2011: ord("-")}
_PLAIN |= {
    each: ord(usual)
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFADA))
    for each in block
    if len(usual := unicodedata.normalize("NFKC", chr(each))) == 1
}
"""Wide digits, the hyphen that does not break, 汉字 in the places of radicals (as in PDFs) or old codes."""

_UNTIDY = re.compile(rf"[{_BLANK}\[０-９．％\u2011\u2f00-\u2fd5\uf900-\ufad9]")
"""One class of characters, which is looked for quickly; what has none of them is as meant."""

_CLOSED_TO_THE_LEFT = frozenset("),;]}%")
_CLOSED_TO_THE_RIGHT = frozenset("([{")


def tidy(raw: str) -> tuple[str, tuple[int, ...]]:
    """The words as meant, and for each of their characters its place in `raw`; no places if nothing changed.

    One space stays between Latin words or figures, and where a tab stood; none beside Chinese characters, at
    the ends, inside brackets or before `%`. Wide digits become narrow, and the marks inside figures too.
    """
    if not _UNTIDY.search(raw):
        return raw, ()
    pieces: list[str] = []
    origin: list[int] = []
    at = 0
    for gap in _GAP.finditer(raw):
        start, end = gap.span()
        pieces.append(raw[at:start])
        origin.extend(range(at, start))
        at = end
        if origin and end < len(raw) and _parts(raw[origin[-1]], gap[0], raw[end]):
            pieces.append(" ")
            origin.append(start)
    pieces.append(raw[at:])
    origin.extend(range(at, len(raw)))
    text = _plain("".join(pieces))
    return (raw, ()) if text == raw else (text, tuple(origin))


def _parts(before: str, gap: str, after: str) -> bool:
    """Whether the gap parts words."""
    if not _SPACE.search(gap):
        return False
    if "\t" in gap:
        return True
    return (
        _is_narrow(before)
        and _is_narrow(after)
        and before not in _CLOSED_TO_THE_RIGHT
        and after not in _CLOSED_TO_THE_LEFT
    )


def _is_narrow(character: str) -> bool:
    """Whether it is of Latin writing: ASCII, letters with accents, and digits of any width."""
    return character.isascii() or "\xc0" <= character < "\u0250" or "０" <= character <= "９"


def _plain(text: str) -> str:
    """Each character by its usual twin; the length stays."""
    item = _ITEM.match(text)
    head = item.end() if item else 0
    rest = text[head:]
    for pattern, mark in _MARKS:
        rest = pattern.sub(mark, rest)
    return (text[:head] + rest).translate(_PLAIN)
