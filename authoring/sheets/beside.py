"""What lies about the rows of a worksheet, such as its merged cells, found without reading the rows."""

import re

from authoring.sheets.worksheet import WorksheetReader

_NAME = b"sheetData"
_DATA = re.compile(rb"<(?:[A-Za-z0-9]+:)?sheetData(?:\s[^<>]*)?(?<!/)>")
_DATA_END = re.compile(rb"</(?:[A-Za-z0-9]+:)?sheetData\s*>")
_LONGEST_HEAD = 1 << 20
_LONGEST_TAG = 64


class Beside:
    """Feeds a reader with a worksheet but its rows, piece by piece.

    The rows are safe to leave out only if the name `sheetData` stands twice in all, in the tags about them.
    """

    def __init__(self, reader: WorksheetReader) -> None:
        self._reader = reader
        self._step = self._before
        self._held = b""
        """What may be the beginning of a tag yet to be seen whole."""

    def feed(self, piece: bytes) -> bool:
        """Take one more piece; whether all may still be well.

        Raises InputError, maybe for what is wrong only where rows are left out.
        """
        return self._step(self._held + piece)

    def end(self) -> bool:
        """Whether the rows could be told from the rest. Raises InputError as `feed`."""
        if self._step != self._after:
            return False
        self._reader.xml.feed(b"", last=True)
        return True

    def _before(self, content: bytes) -> bool:
        found = _DATA.search(content)
        if found is None:
            self._held = content
            return len(content) <= _LONGEST_HEAD
        head, self._held, self._step = content[: found.end()], b"", self._within
        self._reader.xml.feed(head)
        return head.count(_NAME) == 1 and self._within(content[found.end() :])

    def _within(self, content: bytes) -> bool:
        at = content.find(_NAME)
        if at < 0:
            self._held = content[-_LONGEST_TAG:]
            return True
        start = max(content.rfind(b"<", 0, at), 0)
        if not _DATA_END.match(content, start):
            self._held = content[start:]
            return len(content) - start <= _LONGEST_TAG
        tag = at + len(_NAME)
        self._reader.xml.feed(content[start:tag])
        self._held, self._step = b"", self._after
        return self._after(content[tag:])

    def _after(self, content: bytes) -> bool:
        """What was held of the last piece is already fed."""
        self._reader.xml.feed(content[len(self._held) :])
        self._held = content[1 - len(_NAME) :]
        return _NAME not in content
