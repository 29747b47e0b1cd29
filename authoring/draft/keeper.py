"""Hold one report file while it is filled in: nobody else writes it, and each save is whole or not at all."""

import errno
import json
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from authoring import atomic
from authoring.decoding import decode, illegal_characters
from authoring.draft.comments import find_comments
from authoring.draft.draft import Comment, Draft, path_text
from authoring.draft.draft import Path as Place
from authoring.draft.report_file import draft_in, read_file
from authoring.draft.yaml_writer import write_yaml
from authoring.errors import GoujiError, InputError, OutputError

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """A locked byte cannot be read there; far beyond the end, so that the holder's name can."""

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_WINDOWS = sys.platform == "win32"
_FLAGS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_TRIES = 100
_ALL_READ = stat.S_IRGRP | stat.S_IROTH
_MAY_HOLD_COMMENT = re.compile(r"#|^[^\S\n]*\n", re.MULTILINE)

_BUSY = "“{name}”正由{who}填写{since}；请先在那边退出。"
_CHANGED = "“{name}”在别处改过了，没有保存，以免盖掉那边的内容；请重新读取后再保存。"
_GONE = "“{name}”已被删除或移走"
_EXISTS = "“{path}”已经存在，没有新建；请换一个文件名，或打开它接着填写。"
_CLOSED = "“{name}”已经关闭，没有保存；请重新打开。"
_UNREADABLE = "没有保存“{path}”：{place}里有不能用的字符（U+{code:04X}），请删除后重新输入。"


class FileChanged(GoujiError):  # noqa: N818  nothing has failed
    """Somebody else changed the file since it was last read or saved here.

    `draft` is the file as it reads now, with comments; `None` if it cannot be read, `reason` says why, or
    if it is `gone`.
    """

    def __init__(self, message: str, draft: Draft | None, reason: str = "", *, gone: bool = False) -> None:
        self.draft = draft
        self.reason = reason
        self.gone = gone
        super().__init__(message)


class Keeper:
    """One report file, held by one program at a time; saved whole or not at all.

    The version before this sitting is kept in `报告.yaml.bak`: what stood there before the first save that
    changed it. A file made by `create` had none.

    Where the disk knows no locks or the folder takes no files, `held` is false: then a change by others is
    still seen at each save, but not one made in the same instant.
    """

    def __init__(self, path: Path) -> None:
        """Take the hold; `open` and `create` do the rest."""
        self.path = path
        self._target = Path(os.path.realpath(path))
        self._hold: _Hold | None = _Hold(self._target, path.name)
        self._content: bytes | None = None
        """What is on disk as far as we know: nothing, for a file not yet made or gone."""
        self._tried: bytes | None = None
        """What was last about to be written: on disk too, if the save broke off after the last step."""
        self._draft: Draft | None = None
        self._comments: dict[Place, Comment] | None = {}
        """Those of the draft, found again only where they may have moved: that takes longer than a save."""
        self._backed_up = False

    @classmethod
    def open(cls, path: Path) -> Self:
        """Hold and read an existing file.

        Raises GoujiError if another program holds it, naming that one, or it cannot be opened; InputError if
        it is no report file.
        """
        keeper = cls(path)
        try:
            keeper._take_in(read_file(path))
        except BaseException:
            keeper.close()
            raise
        return keeper

    @classmethod
    def create(cls, path: Path, draft: Draft) -> Self:
        """Hold and write a new file. Raises GoujiError if there is one or it is being made, OutputError."""
        keeper = cls(path)
        try:
            if os.path.lexists(keeper._target):
                raise GoujiError(_EXISTS.format(path=path))
            keeper._comments = draft.comments
            keeper.save(draft)
            keeper._backed_up = True
        except BaseException:
            keeper.close()
            raise
        return keeper

    @property
    def held(self) -> bool:
        """Whether other programs are kept off."""
        return self._hold is not None and self._hold.held

    @property
    def draft(self) -> Draft:
        """The answers as last read or saved, with their lines and comments; read when asked for."""
        if self._draft is None:
            draft = draft_in(self._content or b"", self.path.name)
            self._draft = replace(draft, comments=self._known_comments())
        return self._draft

    def save(self, draft: Draft) -> None:
        """Make the answers the file; its comments stay as they are in the file, whatever the draft has.

        Raises FileChanged if others wrote it, OutputError if it cannot be written: the file is then as it
        was, still held, and a later save may work.
        """
        on_disk = self._on_disk()
        if on_disk is not None and on_disk == self._tried:
            self._content, self._draft, self._comments = on_disk, None, None
        comments = self._known_comments()
        content = self._content_of(replace(draft, comments=comments))
        if on_disk != content:
            if on_disk != self._content:
                raise self._changed(on_disk)
            self._back_up(on_disk)
            self._tried = content
            atomic.save(self.path, content)
        self._content, self._tried, self._draft = content, None, None
        if not all(_stays(place, draft.answers) for place in comments):
            self._comments = None

    def reload(self) -> None:
        """Read what others wrote, so that the next save is allowed; if the file is gone, it is made anew.

        Raises GoujiError if it cannot be read: then nothing is different from before.
        """
        self._must_be_open()
        try:
            content = read_file(self.path)
        except GoujiError as error:
            if not isinstance(error.__cause__, FileNotFoundError):
                raise
            self._draft, self._content, self._tried = self.draft, None, None
        else:
            self._take_in(content)

    def close(self) -> None:
        """Let go of the file."""
        hold, self._hold = self._hold, None
        if hold is not None:
            hold.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _must_be_open(self) -> None:
        if self._hold is None:
            raise GoujiError(_CLOSED.format(name=self.path.name))

    def _content_of(self, draft: Draft) -> bytes:
        """The bytes of the file to be. Raises OutputError if it could not be opened again."""
        try:
            text = write_yaml(draft)
            content = text.encode()
        except UnicodeEncodeError as error:
            raise self._unreadable(draft, ord(error.object[error.start])) from error
        if bad := illegal_characters(text):
            raise self._unreadable(draft, bad[0][2])
        return content

    def _take_in(self, content: bytes) -> None:
        self._draft = _read(content, self.path.name)
        self._content, self._comments, self._tried = content, self._draft.comments, None

    def _known_comments(self) -> dict[Place, Comment]:
        if self._comments is None:
            self._comments = _comments_in(self._content or b"")
        return self._comments

    def _unreadable(self, draft: Draft, code: int) -> OutputError:
        place = next((path for path, text in _texts(draft.answers) if chr(code) in text), ())
        said = f"“{path_text(place)}”" if place else "文字"
        return OutputError(_UNREADABLE.format(path=self.path, place=said, code=code))

    def _on_disk(self) -> bytes | None:
        """The file as it is, `None` if it is gone. Raises OutputError, or FileChanged for a giant."""
        self._must_be_open()
        try:
            return read_file(self.path)
        except GoujiError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return None
            if isinstance(error.__cause__, OSError):
                raise OutputError(str(error)) from error
            raise FileChanged(_CHANGED.format(name=self.path.name), None, str(error)) from error

    def _changed(self, on_disk: bytes | None) -> FileChanged:
        name = self.path.name
        if on_disk is None:
            gone = _GONE.format(name=name)
            return FileChanged(f"{gone}，没有保存；请重新读取后再保存。", None, f"{gone}。", gone=True)
        try:
            return FileChanged(_CHANGED.format(name=name), _read(on_disk, name))
        except InputError as error:
            return FileChanged(_CHANGED.format(name=name), None, str(error))

    def _back_up(self, on_disk: bytes | None) -> None:
        """Keep the version before this sitting, once, for the same eyes only as the report."""
        if on_disk is None or self._backed_up:
            return
        backup = self._target.parent / f"{self._target.name}.bak"
        with suppress(OSError):
            mode = stat.S_IMODE(self._target.stat().st_mode)
            if mode & _ALL_READ != _ALL_READ:
                os.close(os.open(backup, os.O_WRONLY | os.O_CREAT, mode))
                backup.chmod(mode)
        atomic.save(backup, on_disk)
        self._backed_up = True


class _Hold:
    """An OS lock on a hidden file beside the report, which says who holds it.

    The system frees it when its holder dies; what such a one leaves is taken over by the next.
    """

    def __init__(self, target: Path, name: str) -> None:
        """Take it if the disk can. Raises GoujiError if another has it."""
        self._target = target
        self._companion = target.parent / f".{target.name}.gouji-lock"
        self._name = name
        self._process = os.getpid()
        self._descriptor = self._take()

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def release(self) -> None:
        """Let go, and remove the hidden file before another can take it."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        mine = self._process == os.getpid()  # the copy in a forked process holds nothing of its own
        if mine and not _WINDOWS and self._is_in_place(descriptor):
            with suppress(OSError):
                self._companion.unlink()
        os.close(descriptor)
        if mine and _WINDOWS:  # which removes no open file: neither ours before, nor another's now
            with suppress(OSError):
                self._companion.unlink()

    def _take(self) -> int | None:
        for attempt in range(_TRIES):
            try:
                descriptor = self._open()
            except PermissionError:
                if not _WINDOWS or attempt > 3:
                    return None
                time.sleep(0.05)  # it is being removed at this moment
                continue
            except OSError:
                return None
            try:
                took = self._lock(descriptor)
            except BaseException:
                os.close(descriptor)
                raise
            if took:
                return descriptor
            os.close(descriptor)
            if took is None:
                return None
        return None

    def _open(self) -> int:
        try:
            return os.open(self._companion, os.O_RDWR | os.O_CREAT | _FLAGS, 0o666)
        except PermissionError:
            return os.open(self._companion, os.O_RDONLY | _FLAGS)  # another user's: locks all the same

    def _lock(self, descriptor: int) -> bool | None:
        """Whether the hold is ours; false if its file was removed meanwhile, `None` if there are no locks."""
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return None
        try:
            _lock(descriptor)
        except OSError as error:
            if isinstance(error, PermissionError if _WINDOWS else BlockingIOError):
                raise GoujiError(_busy(descriptor, self._name)) from error
            if not about.st_size:  # without a name in it, nobody's
                with suppress(OSError):
                    self._companion.unlink()
            return None
        if not _WINDOWS and not self._is_in_place(descriptor):
            return False
        return self._sign(descriptor)

    def _is_in_place(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(self._companion.lstat(), os.fstat(descriptor))
        except OSError:
            return False

    def _sign(self, descriptor: int) -> bool:
        """Say who holds it, to those who may write the report; false if it goes on naming a dead holder."""
        try:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, json.dumps(_myself()).encode())
            if sys.platform != "win32" and self._target.exists():
                os.fchmod(descriptor, stat.S_IMODE(self._target.stat().st_mode) | 0o600)
        except OSError as error:
            if error.errno in {errno.EBADF, errno.EINVAL}:  # open for reading: another user's
                with suppress(OSError):
                    self._companion.unlink()
                    return False
        return True


def _myself() -> dict[str, str | int]:
    import getpass  # noqa: PLC0415  a slow one
    import platform  # noqa: PLC0415  a slow one

    user = ""
    with suppress(OSError, KeyError, ImportError):
        user = getpass.getuser()
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return {"user": user, "host": platform.node(), "pid": os.getpid(), "since": since}


def _busy(descriptor: int, name: str) -> str:
    """Who fills in the file and since when, as far as that one said so."""
    said: Any = None
    with suppress(OSError, ValueError, RecursionError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        said = json.loads(os.read(descriptor, 4096))
    said = said if isinstance(said, dict) else {}
    user, host, since = (_printable(said.get(key)) for key in ("user", "host", "since"))
    who = "@".join(filter(None, (user, host)))
    number = said.get("pid")
    process = f"（进程 {number}）" if isinstance(number, int) else ""
    return _BUSY.format(name=name, who=f"{f' {who}' if who else '别的程序'}{process}", since=_time(since))


def _printable(said: Any) -> str:
    """A text that may be shown on the screen, else nothing: anybody may have written it."""
    return said if isinstance(said, str) and said.isprintable() and len(said) <= 100 else ""


def _time(since: str) -> str:
    try:
        then = datetime.fromisoformat(since).astimezone()
        today = then.date() == datetime.now(UTC).astimezone().date()
    except (ValueError, OverflowError, OSError):
        return ""
    day = "" if today else f"{then.month}月{then.day}日 "
    return f"，{day}{then:%H:%M} 开始"


def _read(content: bytes, name: str) -> Draft:
    return replace(draft_in(content, name), comments=_comments_in(content))


def _comments_in(content: bytes) -> dict[Place, Comment]:
    text = decode(content).text
    return find_comments(text) if _MAY_HOLD_COMMENT.search(text) else {}


def _stays(place: Place, answers: Any) -> bool:
    """Whether a comment of that place is there again once saved: its answer is there, and in no list."""
    for key in place:
        if not isinstance(answers, dict) or key not in answers:
            return False
        answers = answers[key]
    return True


def _texts(value: Any, path: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text of the answers with its path, keys as well."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), str(key)
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))
    else:
        yield path, str(value)
