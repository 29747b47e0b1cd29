"""Which files of an output folder an audit made: a rerun replaces these, and nobody else's."""

import json
from collections.abc import Iterable
from pathlib import Path

from authoring import atomic
from authoring.batch.ledger import Mark
from authoring.batch.outputs import Laid

LEDGER = ".gouji-audit.jsonl"
"""Its presence tells a folder of audit results."""


class Owned:
    """The list of our files in a folder, a line each, written before the file gets its name."""

    def __init__(self, folder: Path) -> None:
        """Raises OutputError if it cannot be read."""
        self._path = folder / LEDGER
        self._marks: dict[str, set[Mark]] = {}
        try:
            lines = self._path.read_bytes().splitlines() if self._path.exists() else []
        except OSError as error:
            raise atomic.refusal(error, self._path) from error
        for line in lines:
            self._take(line)

    def marks(self, name: str) -> set[Mark] | None:
        """All that a file of this name ever was; `None` if the name is not one of ours."""
        return self._marks.get(name)

    def add(self, laid: Iterable[Laid]) -> None:
        """Note files about to get their names. Raises OutputError."""
        lines = [
            json.dumps({"name": each.path.name, "digest": each.mark.digest, "time": each.mark.time})
            for each in laid
        ]
        try:
            with self._path.open("ab", buffering=0) as file:
                file.write("".join(f"{line}\n" for line in lines).encode())
        except OSError as error:
            raise atomic.refusal(error, self._path) from error
        for line in lines:
            self._take(line.encode())

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
            self._marks.setdefault(said["name"], set()).add(Mark(said["digest"], said["time"]))
        except (ValueError, KeyError, TypeError):
            return  # torn: its file is then somebody else's, and stays
