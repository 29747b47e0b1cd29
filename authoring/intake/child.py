"""The process that a `Worker` starts: takes calls from stdin, answers on stdout, until stdin ends.

A message is its length in eight bytes, and a pickle. Few imports, as the start is waited for.
"""

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from struct import Struct
from threading import Thread
from typing import BinaryIO

from authoring.errors import GoujiError, InputError

_LENGTH = Struct("<Q")
_SPARE = 1.0
"""Seconds after its time when a child ends itself, should the parent be dead and unable to end it."""
_STATM = Path("/proc/self/statm")
_end: Callable[[int], object] = os._exit


def take(stream: BinaryIO, most: int = 1 << 40) -> bytes | None:
    """The next message; None if the other side is gone. Raises ValueError if it is over `most` bytes."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > most:
        raise ValueError("message too long")
    message = stream.read(length)
    return message if len(message) == length else None


def give(stream: BinaryIO, message: bytes) -> None:
    """Send a message. Raises OSError if the other side is gone."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def main() -> None:
    """Keep the two pipes to ourselves, so that no library prints into an answer, and serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    with os.fdopen(os.dup(0), "rb") as calls, os.fdopen(os.dup(1), "wb") as answers:
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)
        serve(calls, answers)
        _end(0)


def serve(calls: BinaryIO, answers: BinaryIO) -> None:
    """Answer call after call. The first message is the parent's `sys.path`, and how many bytes we may use.

    Then each is the seconds it may take, and a pickle of function and arguments. An answer is one of
    `value` with the result, `input` with problems, `gouji` with class and message of an error of ours,
    `raised` with the name of another and its traceback, `memory`, after which the process ends.
    """
    path, memory = pickle.loads(take(calls) or b"")  # noqa: S301  from our parent
    sys.path[:] = path
    waiting: SimpleQueue[bytes | None] = SimpleQueue()
    Thread(target=_listen, args=(calls, waiting), daemon=True).start()
    waiting.get()  # the thread's own memory is there before the limit is laid on top
    _limit(memory)
    give(answers, pickle.dumps(("value", None)))
    while message := waiting.get():
        seconds, call = pickle.loads(message)  # noqa: S301
        _alarm(seconds + _SPARE)
        try:
            answer = _answer(call)
        except MemoryError:
            give(answers, pickle.dumps(("memory",)))
            return
        _alarm(0)
        give(answers, answer)


def _listen(calls: BinaryIO, waiting: "SimpleQueue[bytes | None]") -> None:
    """Pass on what comes; end the process as soon as the parent is gone, whatever it is doing."""
    message: bytes | None = b"listening"
    while message:
        waiting.put(message)
        message = take(calls)
    _end(0)
    waiting.put(None)


def _answer(call: bytes) -> bytes:
    try:
        function, arguments = pickle.loads(call)  # noqa: S301
        return pickle.dumps(("value", function(*arguments)))
    except MemoryError:
        raise
    except InputError as error:
        return pickle.dumps(("input", error.problems))
    except GoujiError as error:
        return pickle.dumps(("gouji", type(error).__name__, str(error)))
    except BaseException as error:  # noqa: BLE001  also SystemExit, of whatever is being called
        return pickle.dumps(("raised", type(error).__name__, traceback.format_exc()))


def _limit(memory: int) -> None:
    """Let the process grow by that many bytes, where the system holds processes to it: on Linux."""
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):  # no such file on macOS, which takes no notice of the limit either
        start = int(_STATM.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (start + memory, start + memory))


def _alarm(seconds: float) -> None:
    """End this process after so long, even inside a library that never comes back. 0 calls it off."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
