"""The files about a batch as a whole, beside the reports: its results and marked copies."""

import hashlib
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Protocol

from authoring.batch.ledger import Mark
from authoring.errors import OutputError

_MOST_NAMES = 999
_NOT_FREE = "“{}”被人改动过、不是本批生成的，或正被别的程序打开，没有盖掉，新的存为“{}”"
_NO_NAME = "“{}”正被 Excel 或 WPS 打开，没有保存，请关闭它，再重试。"


class Claims(Protocol):
    """What remembers which of these files are ours: the ledger."""

    def claims(self, name: str) -> AbstractSet[Mark]:
        """All that a file of this name ever was, if it was ours."""

    def claim(self, name: str, mark: Mark) -> None:
        """Note that a file is about to be ours. Raises OutputError."""


class Beside:
    """Puts such files in their places. `notes` tell where a place was not free; `names` are those given."""

    def __init__(self, folder: Path, ledger: Claims, *, force: bool = False) -> None:
        self.folder = folder
        self.notes: list[str] = []
        self.names: set[str] = set()
        self._ledger = ledger
        self._force = force

    def put(self, temp: Path, name: str) -> Path:
        """Give a file written beside its place this name, or the first `名称（2）` that is free.

        Free is what nobody has, and what we made and nobody has changed since. A name given in this run is
        not given again. Raises OutputError, OSError.
        """
        wanted = self.folder / name
        mark, refused = Mark(_digest(temp), temp.stat().st_mtime_ns), ""
        for number in range(1, _MOST_NAMES + 1):
            place = wanted if number == 1 else wanted.with_name(f"{wanted.stem}（{number}）{wanted.suffix}")
            if place.name in self.names:
                continue
            if self._is_free(place, mark.digest) and self._replace(temp, place, mark):
                if refused:
                    self.notes.append(_NOT_FREE.format(refused, place.name))
                self.names.add(place.name)
                return place
            refused = refused or place.name
        raise OutputError(_NO_NAME.format(wanted))

    def _replace(self, temp: Path, place: Path, mark: Mark) -> bool:
        """Whether it could be put there; on Windows, not while a program has the file open."""
        self._ledger.claim(place.name, mark)
        try:
            temp.replace(place)
        except PermissionError:
            return False
        return True

    def _is_free(self, place: Path, digest: str) -> bool:
        ours = self._ledger.claims(place.name)
        try:
            found = _digest(place)
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return found == digest or any(mark.digest == found for mark in ours) or (self._force and bool(ours))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
