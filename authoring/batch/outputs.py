"""The files of a batch in its folder: distinct names, nobody else's file replaced, whole when they appear."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from authoring import atomic
from authoring.batch.ledger import Mark, file_digest
from authoring.filenames import Names, file_name, inside

_FOREIGN = "输出文件“{}”已存在，不是本批生成的，没有覆盖；请把它移走或改名，或另用一个输出文件夹，再运行一次"
_EDITED = "输出文件“{}”生成后被改动过，没有覆盖；要留下改动，请先把它改名；不要了，请加 --force 再运行一次"


class Laid(NamedTuple):
    """A file written beside its place: where it lies, where it goes, what it is known by."""

    temp: Path
    path: Path
    mark: Mark


class Outputs:
    """The output folder. `marks` says what a file of a name may be if it is ours, `None` if no such is."""

    def __init__(
        self, folder: Path, marks: Callable[[str], Iterable[Mark] | None], *, force: bool = False
    ) -> None:
        self._folder = folder
        self._marks = marks
        self._force = force
        self._names = Names()

    def claim(self, stem: str) -> str:
        """The stem by which a unit's files go, distinct from those of all units before it."""
        return self._names.claim(stem)

    def names(self, stem: str, kinds: Iterable[str]) -> list[str]:
        """The names of a unit's files."""
        return [file_name(stem, f".{kind}") for kind in kinds]

    def are_there(self, files: Mapping[str, Mark]) -> bool:
        """Whether these files stand in the folder just as they were made."""
        try:
            return all(
                file_digest(inside(self._folder, n).read_bytes()) == m.digest for n, m in files.items()
            )
        except (OSError, ValueError):
            return False

    def hindrance(self, contents: Mapping[str, bytes]) -> str:
        """Why files of these names may not be written; nothing if they may, or say the same already."""
        found = (self._hindrance(name, content) for name, content in contents.items())
        return next(filter(None, found), "")

    def _hindrance(self, name: str, content: bytes) -> str:
        path, marks = inside(self._folder, name), self._marks(name)
        try:
            time = path.lstat().st_mtime_ns
        except FileNotFoundError:
            return ""
        except OSError:
            return ""  # writing will say what is wrong
        if marks and (self._force or any(mark.time == time for mark in marks)):
            return ""  # the time of our making: torn by a power cut, if not whole
        try:
            digest = file_digest(path.read_bytes())
        except OSError:
            digest = ""
        if digest == file_digest(content) or any(mark.digest == digest for mark in marks or ()):
            return ""
        return (_FOREIGN if marks is None else _EDITED).format(name)

    def lay(self, contents: Mapping[str, bytes]) -> list[Laid]:
        """Write files beside their places, all or none. Raises OutputError."""
        laid: list[Laid] = []
        try:
            for name, content in contents.items():
                path = inside(self._folder, name)
                temp = atomic.lay_beside(path, content)
                laid.append(Laid(temp, path, Mark(file_digest(content), temp.stat().st_mtime_ns)))
        except BaseException:
            drop(laid)
            raise
        return laid


def put(laid: Iterable[Laid]) -> None:
    """Give the files their names. Raises OutputError; those not yet in place are then gone."""
    rest = list(laid)
    try:
        while rest:
            atomic.put_in_place(rest[0].temp, rest[0].path)
            rest.pop(0)
    except BaseException:
        drop(rest)
        raise


def drop(laid: Iterable[Laid]) -> None:
    """Remove files that did not get their names."""
    for each in laid:
        with suppress(OSError):
            each.temp.unlink()
