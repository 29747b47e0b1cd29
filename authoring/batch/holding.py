"""One program at a time in an output folder, and Ctrl-C between two rows rather than within one."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from authoring.errors import GoujiError

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_NAME = ".gouji-batch.lock"


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep other batches out of the folder, on disks that know locks. Raises GoujiError if one is in it."""
    try:
        descriptor = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise GoujiError(f"不能在文件夹“{folder}”里写文件，请换一个文件夹，或核对权限和磁盘空间。") from error
    try:
        try:
            _lock(descriptor)
        except (BlockingIOError, PermissionError) as error:
            raise GoujiError(f"另一个 gouji 程序正在往“{folder}”里写，请等它完成。") from error
        except OSError:  # no locks on this disk
            pass
        yield
    finally:
        with suppress(OSError):
            os.close(descriptor)


@contextmanager
def interrupts_noted() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C was pressed since; a second one interrupts at once, as ever."""
    pressed = threading.Event()

    def note(_signal: int, _frame: FrameType | None) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return
    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)
