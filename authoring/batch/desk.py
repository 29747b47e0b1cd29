"""Results in the order of the rows → names, files, lines of the ledger."""

import errno
import hashlib
import time
from collections.abc import Callable
from typing import NamedTuple

from authoring import __version__
from authoring.batch.ledger import Entry, Ledger
from authoring.batch.outcome import Row, Status, Told
from authoring.batch.outputs import Laid, Outputs, drop, put
from authoring.batch.pool import Plan, Work
from authoring.batch.sources import Item
from authoring.batch.work import Wish, Worked
from authoring.caching import program_mark
from authoring.errors import OutputError
from authoring.forms.finder import PLACES

_GROUP = 50
_SECONDS = 0.5
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
_MOST_FULL = 5

_SAME_NAME = "与前面的一份同名（“{}”），文件名末尾加了区别，成为“{}”，请核对是不是同一家单位报了两次"
_NO_ROOM = "磁盘写不进去，已经停下；请腾出空间（或核对磁盘），再用同样的命令加 --resume 接着做。"


def setting(wish: Wish) -> bytes:
    """What else decides an output: the program, the options, the form folders with all that is in them."""
    digest = hashlib.sha256(repr((__version__, program_mark(), wish)).encode())
    for place in PLACES:
        for path in sorted(path for path in place.rglob("*") if path.is_file()):
            for part in (
                path.relative_to(place).as_posix().encode(errors="surrogateescape"),
                path.read_bytes(),
            ):
                digest.update(len(part).to_bytes(8) + part)
    return digest.digest()


class StoppedError(Exception):
    """It makes no sense to go on; the message says why and what to do."""


class _Done(NamedTuple):
    """A row about to be settled; `again` if the ledger has it from before."""

    entry: Entry
    laid: tuple[Laid, ...] = ()
    again: bool = False


class Desk:
    """Takes results in the order of the rows and settles them in groups: the ledger first, then the files.

    `number` rows were taken, `reused` of them as the run before left them; `kept` are files that stand where
    theirs should have come.
    """

    def __init__(
        self, ledger: Ledger, outputs: Outputs, wish: Wish, work: Work, report: Callable[[Row], None]
    ) -> None:
        self._ledger = ledger
        self._wish = wish
        self._outputs = outputs
        self._work = work
        self._report = report
        self._setting = setting(wish)
        self._group: list[_Done] = []
        self._settled_at = time.monotonic()
        self._full = 0
        self.number = 0
        self.reused = 0
        self.kept: set[str] = set()

    def plan(self, item: Item) -> Plan:
        """What there is to do for an item, as far as can be said before its turn."""
        key = item.digest(self._setting)
        entry = self._ledger.find(key)
        done = entry is not None and entry.row.status is not Status.LEFT
        return Plan(item, key, not (entry is not None and done and self._outputs.are_there(entry.files)))

    def take(self, plan: Plan, worked: Worked | None) -> None:
        """The next row. Raises StoppedError."""
        self.number += 1
        self._group.append(self._done(plan, worked))
        if len(self._group) >= _GROUP or time.monotonic() - self._settled_at > _SECONDS:
            self.settle()
        if self._full >= _MOST_FULL:
            self.settle()
            raise StoppedError(_NO_ROOM)

    def settle(self) -> None:
        """Have the group on disk. Raises StoppedError if the ledger cannot be written."""
        group, self._group = self._group, []
        try:
            self._ledger.add([done.entry.key if done.again else done.entry for done in group])
        except OutputError as error:
            for done in group:
                drop(done.laid)
            raise StoppedError(f"{error}{_NO_ROOM}") from error
        for number, done in enumerate(group, self.number - len(group) + 1):
            self._report(self._put(number, done)._replace(number=number))
        self._settled_at = time.monotonic()

    def _put(self, number: int, done: _Done) -> Row:
        """Give a row's files their names, or amend it. Raises StoppedError if the ledger takes no more."""
        try:
            put(done.laid)
        except OutputError as error:
            left = done.entry._replace(row=_left(done.entry.row, str(error)))
            try:
                self._ledger.amend(number, left)
            except OutputError as fault:
                raise StoppedError(f"{fault}{_NO_ROOM}") from fault
            return left.row
        return done.entry.row

    def leave(self) -> None:
        """Settle what was finished before an exception; nothing else must get in its way."""
        try:
            if self._group:
                self.settle()
        except StoppedError:
            pass

    def _done(self, plan: Plan, worked: Worked | None) -> _Done:
        name = stem = ""
        if worked is None:
            entry = self._ledger.find(plan.key)
            if entry is not None:
                stem = entry.stem
                name = self._outputs.claim(stem) if stem else ""
                if entry.row.status is Status.WRONG or self._outputs.names(name, self._wish.kinds) == [
                    *entry.files
                ]:
                    self.reused += 1
                    return _Done(entry, again=True)
            worked = self._work(plan.item, self._wish)  # another unit of that name has come before it
        row = worked.row._replace(number=self.number)
        if row.status is not Status.MADE:
            return _Done(Entry(plan.key, row, detail=worked.detail))
        if not name or stem != worked.stem:
            name = self._outputs.claim(worked.stem)
        return self._write(plan.key, _warned(row, worked.stem, name), worked, name)

    def _write(self, key: str, row: Row, worked: Worked, name: str) -> _Done:
        names = self._outputs.names(name, self._wish.kinds)
        contents = dict(zip(names, (content for _, content in worked.outputs), strict=True))
        hindrance = self._outputs.hindrance(contents)
        if hindrance:
            self.kept.update(names)
            return _Done(Entry(key, _left(row, hindrance)))
        try:
            laid = self._outputs.lay(contents)
        except OutputError as error:
            full = isinstance(error.__cause__, OSError) and error.__cause__.errno in _FULL
            self._full = self._full + 1 if full else 0
            return _Done(Entry(key, _left(row, str(error))))
        self._full = 0
        files = {each.path.name: each.mark for each in laid}
        return _Done(Entry(key, row._replace(files=tuple(names)), worked.stem, files), tuple(laid))


def _left(row: Row, reason: str) -> Row:
    return row._replace(status=Status.LEFT, reason=reason, files=(), sketch=b"")


def _warned(row: Row, stem: str, name: str) -> Row:
    if name == stem:
        return row
    counts = {**row.counts, "警告": row.counts.get("警告", 0) + 1}
    return row._replace(told=(*row.told, Told("警告", _SAME_NAME.format(stem, name))), counts=counts)
