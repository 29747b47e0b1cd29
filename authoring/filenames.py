"""One rule for the names of output files: safe on Windows, Linux and macOS, and nothing lost from view.

pathvalidate was considered: it lets `..`, `CONIN$` and U+202E through, and cuts `.docx` off at 255 bytes.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from unicodedata import category, normalize

_LONGEST = 223
"""Bytes of UTF-8, hence no more UTF-16 units: 255 less what `（新）` and office programs' lock files add."""

_WIDE = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_EDGES = re.compile(r"^[\s.]+|[\s.]+$")
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"(\.[A-Za-z0-9]{1,10}){0,2}")
_UNNAMED = "未命名"


def file_name(stem: str, suffix: str) -> str:
    """A name for a file from any text, ending in `suffix` (`.docx`, or empty for a folder).

    Characters a system forbids become full-width, invisible ones are dropped. A name that is too long is cut
    between characters and gets a hash of the whole, so that names remain distinct. A name made so
    stays as it is when made again. Raises ValueError if the suffix is none.
    """
    if not _SUFFIX.fullmatch(suffix):
        raise ValueError(f"not a suffix: {suffix!r}")
    name = _clean(stem)
    room = _LONGEST - len(suffix)
    return (_cut(name, room) if len(name.encode()) > room else name) + suffix


class Names:
    """Names given out one after the other; what comes later changes nothing before it."""

    def __init__(self) -> None:
        self._uses: dict[str, int] = {}

    def claim(self, stem: str) -> str:
        """The stem, or if on some system it names the same file as an earlier one, `stem（2）`, `stem（3）`.

        Upper and lower case, and the ways to write one character, count as the same.
        """
        name, key = stem, _key(stem)
        first = key
        while key in self._uses:
            self._uses[first] += 1
            name = f"{stem}（{self._uses[first]}）"
            key = _key(name)
        self._uses[key] = 1
        return name


def distinct(stems: Iterable[str]) -> list[str]:
    """The stems in order, a later one marked if it names the same file, as `Names.claim` does."""
    names = Names()
    return [names.claim(stem) for stem in stems]


def inside(folder: Path, name: str) -> Path:
    """The path of `name` right in the folder. Raises ValueError if the name would lead anywhere else.

    That is `..`, a path, a drive, a device, a stream `name:stream`, and nothing at all.
    """
    if re.search(r"[/\\:\0]", name) or not _EDGES.sub("", name) or _DEVICE.fullmatch(name):
        raise ValueError(f"not a name in a folder: {name!r}")
    return folder / name


def _clean(stem: str) -> str:
    visible = "".join(filter(_shows, stem.translate(_WIDE)))
    name = _EDGES.sub("", normalize("NFC", visible)) or _UNNAMED
    return f"_{name}" if _DEVICE.fullmatch(name) else name


def _shows(character: str) -> bool:
    """Whether a reader can see it, or at least it is a character; an unknown new 汉字 is kept."""
    code = ord(character)
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return not noncharacter and character not in _BLANK and category(character) not in _HIDDEN


def _cut(name: str, room: int) -> str:
    from hashlib import sha256  # noqa: PLC0415  few names are cut

    mark = "~" + sha256(name.encode()).hexdigest()[:10]
    end = len(name.encode()[: room - len(mark)].decode(errors="ignore"))
    while end and _joins(name[end]):
        end -= 1
    return name[:end] + mark


def _joins(character: str) -> bool:
    """Whether it belongs to the character before it: combining marks, variants, skin tones."""
    return category(character).startswith("M") or "\U0001f3fb" <= character <= "\U0001f3ff"


def _key(stem: str) -> str:
    """The same for all names that a system may take for one (Unicode, canonical caseless matching)."""
    return normalize("NFD", normalize("NFD", _clean(stem)).casefold())
