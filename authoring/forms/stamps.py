"""Remembers that the templates of a folder were found in order, so that they are read only when they change.

A stamp lies in the user's cache under the name of the folder. It holds the fields of the report that the
templates look up, under a digest of these, of what was judged and of who judged it: any change of a file, of
the program or of the stamp itself makes it worthless. Faults are never remembered.
"""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from authoring.caching import cache_folder, program_mark
from authoring.errors import OutputError
from authoring.forms.printed import Field

_NOT_READ = ".docx"


class Stamp:
    """The stamp of a folder as it is now; made before the templates are read, so that no change slips by."""

    def __init__(self, folder: Path) -> None:
        store = cache_folder("forms")
        self._file = store / _digest(str(folder).encode())[:32] if store else None
        try:
            self._digest = _digest(program_mark().encode(), *_content(folder))
        except OSError:  # a file that cannot be read is told of when the templates are
            self._file = None

    def printed(self) -> frozenset[Field] | None:
        """The fields its templates look up; `None` unless the folder was found in order, just as it is."""
        try:
            content = self._file.read_bytes() if self._file else b""
        except OSError:
            return None
        seal, _, listed = content.partition(b"\n")
        if not self._file or seal != self._seal(listed):
            return None
        pairs = (line.partition("\t") for line in listed.decode().splitlines())
        return frozenset((part, name) for part, _, name in pairs)

    def set(self, printed: Iterable[Field]) -> None:
        """Remember that it is in order and what it prints, if there is a place for that."""
        from authoring import atomic  # noqa: PLC0415  reading needs none of it

        if self._file is not None:
            with suppress(OutputError):
                listed = "".join(f"{part}\t{name}\n" for part, name in sorted(printed)).encode()
                atomic.save(self._file, self._seal(listed) + b"\n" + listed)

    def _seal(self, listed: bytes) -> bytes:
        return _digest(self._digest.encode(), listed).encode()


def _digest(*parts: bytes) -> str:
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()


def _content(folder: Path) -> list[bytes]:
    """Name and content of every file a template may use, and where it leads if it is a link."""
    parts: list[bytes] = []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.endswith(_NOT_READ) or not stat.S_ISREG(entry.stat().st_mode):
            continue
        path = Path(entry.path)
        target = path.readlink() if entry.is_symlink() else ""
        parts += [os.fsencode(entry.name), os.fsencode(target), path.read_bytes()]
    return parts
