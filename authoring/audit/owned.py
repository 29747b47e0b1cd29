"""Which files of an output folder an audit made: a rerun replaces these, and nobody else's."""

import json
from collections.abc import Set as AbstractSet
from pathlib import Path

from authoring import atomic
from authoring.batch.ledger import Mark

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

    def claims(self, name: str) -> AbstractSet[Mark]:
        """All that a file of this name ever was, if it was ours."""
        return self._marks.get(name, frozenset())

    def claim(self, name: str, mark: Mark) -> None:
        """Note that a file is about to be ours. Raises OutputError."""
        if mark in self.claims(name):
            return
        line = json.dumps([name, *mark]).encode() + b"\n"
        try:
            with self._path.open("ab", buffering=0) as file:
                file.write(line)
        except OSError as error:
            raise atomic.refusal(error, self._path) from error
        self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            name, digest, time = json.loads(line)
            self._marks.setdefault(name, set()).add(Mark(digest, time))
        except (ValueError, TypeError):
            return  # torn: its file is then somebody else's, and stays
