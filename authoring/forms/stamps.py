"""Remembers that the templates of a folder were found in order, so that they are read only when they change.

A stamp lies in the user's cache under the name of the folder and holds a digest of what was judged and of
who judged it: any change of a file, or of the program, makes it worthless. Faults are never remembered.
"""

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from authoring.caching import cache_folder, program_mark
from authoring.errors import OutputError

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

    def is_set(self) -> bool:
        """Whether the folder was found in order, just as it is."""
        try:
            return self._file is not None and self._file.read_bytes() == self._digest.encode()
        except OSError:
            return False

    def set(self) -> None:
        """Remember that it is in order, if there is a place for that."""
        from authoring import atomic  # noqa: PLC0415  reading needs none of it

        if self._file is not None:
            with suppress(OutputError):
                atomic.save(self._file, self._digest.encode())


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
