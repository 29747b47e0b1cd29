"""Draft: the answers of a report file by path, and where each one stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from authoring.errors import NOWHERE, Problem, Spot

Path = tuple[str | int, ...]
"""Keys and list positions (from 0) from the top of the file to an answer."""


def path_text(path: Path) -> str:
    """A path as the user reads it, entries counted from 1: `专项资金.项目[1].结转结余`."""
    text = ""
    for key in path:
        text += f"[{key + 1}]" if isinstance(key, int) else f".{key}" if text else key
    return text


@dataclass(frozen=True)
class Comment:
    """A clerk's comment at an answer: whole lines above it, blank ones too, and the rest of its own line.

    `entries` names the list entries the answer stands in, which may move.
    """

    above: tuple[str, ...] = ()
    beside: str = ""
    entries: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Draft:
    """Answers as nested mappings, lists and texts; blank ones are `None`.

    `lines` gives the line (from 1) of each answer's key; `file` is the name the user gave.
    """

    answers: dict[str, Any]
    file: str = ""
    lines: dict[Path, int] = field(default_factory=dict)
    comments: dict[Path, Comment] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """What is wrong with the file beside the answers themselves, as a key written twice."""
    cells: dict[Path, Spot] = field(default_factory=dict)
    """For answers out of a workbook: the sheet and cell of each."""
    note: str = ""
    """A remark on how the file was read, as which encoding; empty for an ordinary one."""

    def line(self, path: Path) -> int | None:
        """Line of an answer, or of the nearest part that holds it."""
        return next((self.lines[p] for p in _outward(path) if p in self.lines), None)

    def spot(self, path: Path) -> Spot:
        """Sheet and cell of an answer, or of the nearest part that holds it; empty for none."""
        return next((self.cells[p] for p in _outward(path) if p in self.cells), NOWHERE)


def _outward(path: Path) -> Iterator[Path]:
    for length in range(len(path), 0, -1):
        yield path[:length]
