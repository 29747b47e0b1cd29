"""The bytes of a file that was judged: in memory, or, when they are too many, on disk in a file held open."""

import os
import weakref
from io import BytesIO
from typing import BinaryIO, Protocol

_PIECE = 1 << 20


class Content(Protocol):
    """Bytes by their place."""

    @property
    def size(self) -> int:
        """How many there are."""

    def read(self, at: int, size: int) -> memoryview:
        """So many bytes from a place, fewer at the end. Raises OSError."""

    def count(self, needle: bytes) -> int:
        """How often some bytes stand there. Raises OSError."""

    def stream(self) -> BinaryIO:
        """All of them as a file of its own. Raises OSError."""


class InMemory:
    """A `Content` held whole."""

    def __init__(self, content: bytes) -> None:
        self._content, self.size = content, len(content)

    def read(self, at: int, size: int) -> memoryview:
        """So many bytes from a place, fewer at the end."""
        return memoryview(self._content)[at : at + size]

    def count(self, needle: bytes) -> int:
        """How often some bytes stand there."""
        return self._content.count(needle)

    def stream(self) -> BinaryIO:
        """All of them as a file of its own."""
        return BytesIO(self._content)


class OnDisk:
    """A `Content` of which nothing is held; ValueError once the file has been changed."""

    def __init__(self, descriptor: int) -> None:
        """The file is read through a descriptor of our own, closed when this value is dropped."""
        self._descriptor = os.dup(descriptor)
        weakref.finalize(self, os.close, self._descriptor)
        self._state = self._now()
        self.size = self._state[0]

    def read(self, at: int, size: int) -> memoryview:
        """So many bytes from a place, fewer at the end. Raises OSError or ValueError."""
        if self._now() != self._state:
            raise ValueError("the file has changed")
        os.lseek(self._descriptor, at, os.SEEK_SET)
        return memoryview(os.read(self._descriptor, size))

    def count(self, needle: bytes) -> int:
        """How often some bytes stand there. Raises OSError or ValueError."""
        found, rest = 0, b""
        for at in range(0, self.size, _PIECE):
            piece = rest + self.read(at, _PIECE)
            found += piece.count(needle)
            rest = piece[len(piece) - len(needle) + 1 :]
        return found

    def stream(self) -> BinaryIO:
        """All of them as a file of its own. Raises OSError."""
        return os.fdopen(os.dup(self._descriptor), "rb")

    def _now(self) -> tuple[int, int]:
        status = os.fstat(self._descriptor)
        return status.st_size, status.st_mtime_ns
