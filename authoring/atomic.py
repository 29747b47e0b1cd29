"""One way to put a file on disk: whole or not at all, whatever fails or is killed on the way.

The content is written beside the file, flushed, and put in its place in one step; a reader sees the old
file or the new one. What a killed save leaves is hidden, and swept by a later save in the same folder.
"""

import errno
import os
import re
import stat
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from authoring.errors import OutputError

_WINDOWS = os.name == "nt"
_HOST = f"{zlib.crc32(os.fsencode(os.uname().nodename)):08x}" if hasattr(os, "uname") else ""
_TEMP = re.compile(r"\.gouji-(?P<host>[0-9a-f]{8}|)-(?P<pid>[0-9]{1,9})-[0-9a-f]{16}\.part")
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_DAY = 86400
_PAUSES = (0.05, 0.1, 0.2, 0.4)
_pause = time.sleep
_swept: set[Path] = set()
"""Folders looked through by this process: once each, for a batch saves thousands of files in one."""

_PROGRAMS = {".docx": " Word 或 WPS ", ".xlsx": " Excel 或 WPS ", ".pdf": " PDF 阅读器", ".html": "浏览器"}

_FULL = "磁盘已满，没有保存“{path}”，请腾出空间后重试。"
_REFUSED = "没有写入权限，没有保存“{path}”，请换一个文件夹，或取消只读后重试。"
_MISSING = "找不到文件夹“{folder}”，请检查路径，或先建好文件夹。"
_SENTENCES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EROFS: _REFUSED,
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: _MISSING,
    errno.EISDIR: "“{path}”是文件夹，不能存成文件，请换一个文件名。",
    errno.EEXIST: "“{path}”已是文件，不能用作文件夹，请换一个名称。",
    errno.EINVAL: "“{path}”不能用作文件名，请换一个文件名。",
    errno.ENAMETOOLONG: "文件名或路径过长，没有保存“{path}”，请改短后重试。",
    errno.EIO: "磁盘读写出错，没有保存“{path}”，请检查磁盘或 U 盘，或换一个位置保存。",
}


def save(path: Path, content: bytes) -> None:
    """Make `content` the file at `path`, with the permissions of the file that stood there.

    A link stays, and its target is replaced. Raises OutputError; the old file is then as it was. If Windows
    keeps refusing because a program holds the file, the new content lies beside it as `名称（新）.docx`.
    """
    try:
        target = Path(os.path.realpath(path)) if path.is_symlink() else path
        _put(_lay(target, content, os.fsync), target)
        flush_folder(target.parent)
    except OSError as error:
        raise refusal(error, path) from error


def beside(path: Path) -> Path:
    """A name of its own for the file until it is whole; should we be killed, a later save sweeps it away."""
    return path.with_name(f".gouji-{_HOST}-{os.getpid()}-{os.urandom(8).hex()}.part")


def refusal(error: OSError, path: Path) -> OutputError:
    """What to tell the user when the file could not be written."""
    return OutputError(_explain(error, path))


def lay_beside(path: Path, content: bytes) -> Path:
    """Write what is to become the file at `path` beside it, hidden and not flushed: the first half of a save.

    Returns the hidden file. For who writes many files and can tell later which of them are whole. Raises
    OutputError.
    """
    try:
        return _lay(path, content, lambda _: None)
    except OSError as error:
        raise refusal(error, path) from error


def put_in_place(temp: Path, path: Path) -> None:
    """Make what was laid beside it the file at `path`, even if that is a link. Raises OutputError."""
    try:
        _put(temp, path)
    except OSError as error:
        raise refusal(error, path) from error


def flush_folder(path: Path) -> None:
    """Have new names in it on disk, where the system can; else a power cut brings back the old files."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, unless it is there. Raises OutputError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(error, path) from error


def _lay(target: Path, content: bytes, flush: Callable[[int], None]) -> Path:
    """The new content in a hidden file beside the target. Raises OSError; nothing is left then."""
    mode = _permissions(target)
    temp = beside(target)
    # never more open than the old file, not even for a moment
    descriptor = os.open(temp, _FLAGS, 0o666 if mode is None else mode)
    try:
        _fill(descriptor, target.parent, content, flush)
        if mode is not None:
            with suppress(OSError):  # not every disk keeps permissions; the content matters more
                temp.chmod(mode)
    except BaseException:
        with suppress(OSError):
            temp.unlink()
        raise
    return temp


def _put(temp: Path, target: Path) -> None:
    try:
        _replace(temp, target)
    except BaseException:
        with suppress(OSError):
            temp.unlink()
        raise


def _permissions(target: Path) -> int | None:
    """Permission bits of the file to replace, None if there is none. Raises OSError if it must stay."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL, "not a plain file")
    if not os.access(target, os.W_OK):  # the folder alone would decide, and a write-protected file be lost
        raise OSError(errno.EACCES, "write-protected")
    return stat.S_IMODE(mode)


def _fill(descriptor: int, folder: Path, content: bytes, flush: Callable[[int], None]) -> None:
    """Write and flush the new file, after making room."""
    try:
        if folder not in _swept:
            _swept.add(folder)
            _sweep(folder, os.fstat(descriptor).st_mtime)
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        flush(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path, now: float) -> None:
    """Remove what killed saves left: of a dead process of this machine, or more than a day old.

    A name is used once, by the process it names, so a dead one cannot come back to it. `now` is the time of
    a file just made in the folder: the clocks of machines that share it do not matter.
    """
    with suppress(OSError):
        for entry in folder.iterdir():
            if named := _TEMP.fullmatch(entry.name):
                with suppress(OSError):
                    old = now - entry.lstat().st_mtime > _DAY
                    if old or _is_dead(named["host"], int(named["pid"])):
                        entry.unlink()


def _is_dead(host: str, pid: int) -> bool:
    """Whether the process is known to have ended. Windows cannot be asked: there, signal 0 is Ctrl-C."""
    if _WINDOWS or host != _HOST:
        return False
    try:
        os.kill(pid, 0)
    except OSError as error:
        return error.errno == errno.ESRCH
    return False


def _replace(temp: Path, target: Path) -> None:
    """Put the new file in its place. Raises OutputError if a program holds the old one to the end."""
    try:
        temp.replace(target)
    except PermissionError:
        if not _WINDOWS:
            raise
        for seconds in _PAUSES:
            _pause(seconds)
            with suppress(PermissionError):
                temp.replace(target)
                return
        raise OutputError(_keep_beside(temp, target)) from None


def _keep_beside(temp: Path, target: Path) -> str:
    """Give the new file a name of its own, never another file's, and say what to do."""
    program = _PROGRAMS.get(target.suffix.lower(), "别的程序")
    kept = "新内容没有保存"
    for number in ("", *range(2, 100)):
        beside = target.with_name(f"{target.stem}（新{number}）{target.suffix}")
        with suppress(OSError):
            temp.rename(beside)  # Windows refuses to rename onto a file
            kept = f"新内容已另存为“{beside}”"
            break
    return f"“{target}”正被{program}打开，不能替换，{kept}，请在{program}中关闭它，再重试。"


def _explain(error: OSError, path: Path) -> str:
    sentence = _SENTENCES.get(error.errno or 0, "没有保存“{path}”（系统错误 {number}），请换一个位置保存。")
    if error.errno == errno.ENOENT and path.parent.is_dir():  # Windows says so of a path over 260 characters
        sentence = "不能在文件夹“{folder}”里新建文件，请换一个文件夹，或缩短路径。"
    return sentence.format(path=path, folder=path.parent, number=error.errno)
