"""The ledger of a batch: what was done with each unit, in a hidden file of the output folder, line by line.

A line is on disk before the files it speaks of get their names. So any file of ours is known as ours,
whenever the program is killed, and one that is missing or torn is seen by its digest and made anew: that is
why no file is flushed on its own.
"""

import hashlib
import json
import os
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

from authoring.batch.listing import LEDGER
from authoring.batch.outcome import Row, Status, Told
from authoring.errors import GoujiError, OutputError


class Mark(NamedTuple):
    """By which an output is known again: digest of its content, time of its making in nanoseconds."""

    digest: str
    time: int


class Entry(NamedTuple):
    """A line: the digest of the input, the row, the stem its files wanted, the mark of each file."""

    key: str
    row: Row
    stem: str = ""
    files: Mapping[str, Mark] = {}
    detail: str = ""


class Ledger:
    """Lines are only ever added; the last one of an input counts. Held open by one program at a time."""

    def __init__(self, folder: Path) -> None:
        """Read what there is, up to a torn last line. Raises GoujiError."""
        self.path = folder / LEDGER
        self.header: dict[str, Any] = {}
        """The last one: version, options and sources of the run before."""
        self._places: dict[bytes, int] = {}
        self._owned: dict[str, set[Mark]] = {}
        self._claims: dict[str, set[Mark]] = {}
        self._order = array("Q")
        try:
            self._file: BinaryIO = self.path.open("a+b", buffering=0)
            self._end = self._load()
        except OSError as error:
            raise GoujiError(f"批次记录“{self.path}”打不开，请核对有没有权限。") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(self, header: Mapping[str, Any]) -> None:
        """Write down what run this is, before any of its work. Raises OutputError."""
        self._append([_line({"run": header})])

    def find(self, key: str) -> Entry | None:
        """What was last done with an input."""
        place = self._places.get(bytes.fromhex(key))
        return None if place is None else self._entry_at(place)

    def marks(self, name: str) -> set[Mark] | None:
        """All that a file of this name ever was in this batch; `None` if the name is not one of ours."""
        return self._owned.get(name)

    def claims(self, name: str) -> AbstractSet[Mark]:
        """All that a file about the batch as a whole ever was; nothing if no such file is ours."""
        return self._claims.get(name, frozenset())

    def claim(self, name: str, mark: Mark) -> None:
        """Note that a file about the batch is ours, before it gets its name. Raises OutputError."""
        if all(mark.digest != known.digest for known in self.claims(name)):
            self._append([_line({"claim": {name: mark}})])
            self._claims.setdefault(name, set()).add(mark)

    def add(self, entries: Sequence[Entry | str]) -> None:
        """Have entries on disk as the next rows; a key stands for the entry there is already.

        Raises OutputError; then none of them counts.
        """
        new = [entry for entry in entries if isinstance(entry, Entry)]
        places = iter(self._append([_line(_plain(entry)) for entry in new]) if new else ())
        for entry in entries:
            if isinstance(entry, Entry):
                self._note(entry.key, entry.files, next(places))
            self._order.append(self._places[bytes.fromhex(entry if isinstance(entry, str) else entry.key)])

    def amend(self, number: int, entry: Entry) -> None:
        """Put another entry in the place of row `number`, counted from 1. Raises OutputError."""
        (place,) = self._append([_line(_plain(entry))])
        self._note(entry.key, entry.files, place)
        self._order[number - 1] = place

    def rows(self) -> Iterator[Row]:
        """The rows of this run so far, in order, read from disk one by one; may be called again and again."""
        with self.path.open("rb") as file:
            for number, place in enumerate(self._order, 1):
                file.seek(place)
                yield _entry(json.loads(_text(file.readline()))).row._replace(number=number)

    def others(self, written: Iterator[Row]) -> list[str]:
        """Names of ours that none of these rows has, and that still stand in the folder."""
        return self._standing(self._owned, {name for row in written for name in row.files})

    def other_claims(self, now: AbstractSet[str]) -> list[str]:
        """Names of files about the batch as a whole that are not among these, and still stand there."""
        return self._standing(self._claims, now)

    def _standing(self, names: Iterable[str], now: AbstractSet[str]) -> list[str]:
        return sorted(
            name for name in names if name not in now and os.path.lexists(self.path.with_name(name))
        )

    def _load(self) -> int:
        """Read all lines; cut off a last one that is torn. Where the next one begins."""
        place = 0
        self._file.seek(0)
        with open(self._file.fileno(), "rb", closefd=False) as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._take(line, place)
                place += len(line)
        self._file.truncate(place)
        return place

    def _take(self, line: bytes, place: int) -> None:
        try:
            said = json.loads(_text(line))
            if "run" in said:
                self.header = said["run"]
            elif "claim" in said:
                for name, mark in said["claim"].items():
                    self._claims.setdefault(name, set()).add(Mark(*mark))
            else:
                self._note(said["key"], _marks(said), place)
        except (ValueError, KeyError, TypeError, AttributeError):
            return  # a damaged line is work not done

    def _note(self, key: str, files: Mapping[str, Mark], place: int) -> None:
        self._places[bytes.fromhex(key)] = place
        for name, mark in files.items():
            self._owned.setdefault(name, set()).add(mark)

    def _append(self, lines: Sequence[bytes]) -> list[int]:
        """Where each line begins, once all are on disk."""
        places, end = [], self._end
        for line in lines:
            places.append(end)
            end += len(line)
        try:
            rest = memoryview(b"".join(lines))
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self._end)
            raise OutputError(
                f"批次记录“{self.path}”写不进去（系统错误 {error.errno}），磁盘可能已满，已经停下。"
            ) from error
        self._end = end
        return places

    def _entry_at(self, place: int) -> Entry | None:
        self._file.seek(place)
        with open(self._file.fileno(), "rb", closefd=False) as file:
            try:
                return _entry(json.loads(_text(file.readline())))
            except (ValueError, KeyError, TypeError):
                return None


def file_digest(content: bytes) -> str:
    """Digest of an output, as the ledger keeps it."""
    return hashlib.sha256(content).hexdigest()


def _line(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass") + b"\n"


def _text(line: bytes) -> str:
    return line.decode(errors="surrogatepass")


def _plain(entry: Entry) -> dict[str, Any]:
    row = {name: value for name, value in entry.row._asdict().items() if value or name in _ALWAYS}
    if entry.row.sketch:
        row["sketch"] = b64encode(entry.row.sketch).decode()
    said: dict[str, Any] = {"key": entry.key, "row": row}
    if entry.files:
        said |= {"stem": entry.stem, "files": entry.files}
    return said | ({"detail": entry.detail} if entry.detail else {})


_ALWAYS = ("number", "source", "status")


def _marks(said: Mapping[str, Any]) -> dict[str, Mark]:
    return {name: Mark(*mark) for name, mark in said.get("files", {}).items()}


def _entry(said: Mapping[str, Any]) -> Entry:
    """Raises ValueError, KeyError or TypeError if the line is none of ours."""
    row = dict(said["row"])
    row["status"] = Status(row["status"])
    row["told"] = tuple(Told(*told) for told in row.get("told", ()))
    row["files"] = tuple(row.get("files", ()))
    row["names"] = tuple(row.get("names", ()))
    row["sketch"] = b64decode(row.get("sketch", ""))
    return Entry(said["key"], Row(**row), said.get("stem", ""), _marks(said), said.get("detail", ""))
