"""The files inside a workbook, which is a zip archive; whoever unpacks it bounds their sizes."""

from collections.abc import Iterator
from typing import Protocol

from authoring.errors import InputError, Problem


class Members(Protocol):
    """An archive. `read` may raise InputError for a member that is damaged or too large."""

    def names(self) -> tuple[str, ...]:
        """All members, as named in the archive."""

    def read(self, name: str) -> bytes:
        """A member, unpacked."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member, unpacked piece by piece; for those too large to be read whole."""


class Package:
    """An archive whose members are found by name as Office finds them: in any case, by either slash."""

    def __init__(self, members: Members, file: str) -> None:
        self.file = file
        self._members = members
        self._known = {_key(name): name for name in members.names()}

    def has(self, name: str) -> bool:
        """Whether there is such a member."""
        return _key(name) in self._known

    def read(self, name: str) -> bytes:
        """A member. Raises InputError naming the file when it is missing."""
        return self._members.read(self._name(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member in pieces. Raises InputError as `read`, or while it goes on."""
        return self._members.chunks(self._name(name))

    def _name(self, name: str) -> str:
        """As it is named in the archive."""
        if not self.has(name):
            raise refusal(self.file, f"文件里缺少“{name[:80]}”，可能已损坏，请用 Excel 或 WPS 打开后另存再用")
        return self._known[_key(name)]


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def refusal(file: str, message: str, place: str = "") -> InputError:
    """An error with its one sentence; `place` as `Sheet1!B7`."""
    return InputError([Problem(message, file, None, place)])
