"""An untrusted file → what it is, by content and within limits, before any library sees it.

The extension decides nothing: a file of another kind than it says is read as what it is, with a note.
"""

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from authoring.errors import InputError, Problem
from authoring.intake.archive import Members, shown
from authoring.intake.contents import Content, OnDisk
from authoring.intake.kinds import EXTENSIONS, TOO_LARGE, ZIP, Kind, RefusedError, claims, judge, judge_zip

__all__ = ["FILE_BYTES", "Guarded", "Kind", "guard"]

FILE_BYTES = 64 << 20
"""Reports with scanned annexes reach 30 MB; the content is held in memory."""
WORKBOOK_BYTES = 1 << 30
"""Of a workbook, which is left on disk: 100,000 units with 5,000 汉字 each are 600 MB."""
_TABULAR = {Kind.XLSX, Kind.XLSM}

_UNREADABLE = {
    errno.ENOENT: "找不到这个文件，请核对文件夹和文件名",
    errno.ENOTDIR: "找不到这个文件，请核对文件夹和文件名",
    errno.ELOOP: "这个链接绕回了自己，没有指向文件，请选用原文件",
    errno.EACCES: "没有读取权限，或正被别的程序占用，请关闭打开它的程序，或复制一份再用",
    errno.EPERM: "没有读取权限，或正被别的程序占用，请关闭打开它的程序，或复制一份再用",
    errno.EIO: "磁盘读写出错，请检查磁盘或 U 盘，或把文件复制到本机再用",
    errno.ENAMETOOLONG: "文件名或路径过长，请改短后再用",
}


class Guarded(NamedTuple):
    """A file that may be handed on. `content` is what was judged: the file on disk is not read again.

    `members` is there for zips, all unpacked once within limits, large tables excepted. Of a workbook over
    `FILE_BYTES` there is no `content`: `members` keep the file open, and refuse it once it is changed.
    `notes` are remarks for the user.
    """

    path: Path
    kind: Kind
    content: bytes
    members: Members | None
    notes: tuple[str, ...] = ()


def guard(path: Path) -> Guarded:
    """Read the file and say what it is. Raises InputError naming the file, what is wrong, and what to do."""
    try:
        found = _read(path)
        kind, members = _judge(found, path.name)
    except RefusedError as error:
        raise InputError([Problem(str(error), shown(path.name))]) from error.__cause__
    content = found if isinstance(found, bytes) else b""
    return Guarded(path, kind, content, members, tuple(_notes(path, kind)))


def _judge(found: bytes | Content, name: str) -> tuple[Kind, Members | None]:
    if isinstance(found, bytes):
        return judge(found, name)
    kind, members = judge_zip(found, name)
    if kind not in _TABULAR:
        raise RefusedError(TOO_LARGE.format(FILE_BYTES >> 20))
    return kind, members


def _read(path: Path) -> bytes | Content:
    if path.name.startswith(("~$", ".~")):
        mark = path.name[:2]
        raise RefusedError(f"这是文件打开时生成的锁定文件，没有内容，请选用文件名不带“{mark}”的原文件")
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise RefusedError("这是文件夹，请选用里面的文件")
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError("这是设备或管道，不是普通文件，请选对文件")
        if status.st_size > WORKBOOK_BYTES:
            raise RefusedError(TOO_LARGE.format(WORKBOOK_BYTES >> 20))
        # a pipe put there since must not hold us up
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as stream:
            if status.st_size > FILE_BYTES:
                return _left_on_disk(stream.fileno())
            content = stream.read(status.st_size + 1)
    except OSError as error:
        sentence = f"读不出来（系统错误 {error.errno}），请把文件复制到本机再用"
        raise RefusedError(_UNREADABLE.get(error.errno or 0, sentence)) from error
    except ValueError as error:
        raise RefusedError("文件名里有空字符，请核对文件名") from error
    if len(content) != status.st_size:
        raise RefusedError("文件正在变化，没有读取，请等保存、复制或下载完成后再试")
    if not content:
        raise RefusedError("文件是空的，没有可读的内容，请选对文件")
    return content


def _left_on_disk(descriptor: int) -> Content:
    """A file too large to be held, if it may be a workbook."""
    content = OnDisk(descriptor)
    if not bytes(content.read(0, 4)).startswith(ZIP):
        raise RefusedError(TOO_LARGE.format(FILE_BYTES >> 20))
    return content


def _notes(path: Path, kind: Kind) -> list[str]:
    notes = []
    name, suffix = path.name, path.suffix.lower()
    if claims(name) and suffix not in EXTENSIONS.get(kind, "").split():
        notes.append(f"扩展名是 {suffix}，内容却是{kind.value}，已按内容读取")
    # Word puts ~$ in place of the first two letters of a long name
    locks = ("~$" + name, "~$" + name[2:], ".~" + name, f".~lock.{name}#")
    if any(os.path.lexists(path.with_name(lock)) for lock in locks):
        notes.append(
            "此文件可能正在 Excel、Word 或 WPS 里打开，读取的是上次保存的内容，请保存并关闭后再读一遍"
        )
    return notes
