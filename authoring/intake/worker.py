"""A function run in a process of its own, with limits of time and memory, so that its death is an error.

Memory is limited on Linux only: macOS takes no notice of such limits, and Windows has none that a process can
set for itself. Time is limited everywhere. The child inherits no open file, and never outlives its parent
by more than the call's time.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import is_dataclass
from enum import Enum
from io import BytesIO
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar, TypeVarTuple, cast

from authoring import errors
from authoring.errors import GoujiError, InputError, Problem
from authoring.intake.child import give, take

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")

SECONDS = 60.0
MEMORY = 1 << 30
"""Room for the largest file and its largest member, each twice."""
ANSWER_BYTES = 256 << 20
"""What a child may hand back."""
START_SECONDS = 60.0
"""A start takes 40 ms; an old machine with a virus scanner may take seconds."""

_HOME = str(Path(__file__).parents[2])
_PROGRAM = "import sys; sys.path.append({!r}); from authoring.intake.child import main; main()"
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_ANEW = "请用 Excel、Word 或 WPS 打开，删去多余的内容，另存为新文件后再用"
_TOO_SLOW = f"处理超过 {{:g}} 秒，已停止，文件可能过大或含有异常内容，{_ANEW}"
_TOO_LARGE = f"处理所需的内存超过 {{}} MB，已停止，文件可能过大或含有异常内容，{_ANEW}"
_TOO_LONG = f"处理的结果超过 {{}} MB，没有采用，{_ANEW}"
_CRASHED = f"处理时程序意外中断（{{}}），文件可能已损坏或含有异常内容，{_ANEW}"
_NO_START = "用来处理文件的子进程启动不了"
_LAST_BREATH = 1.0
"""For a child that has closed its end of the pipe, so that its own exit code is told."""
_PLAIN = {
    ("decimal", "Decimal"),
    ("fractions", "Fraction"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "time"),
    ("datetime", "timedelta"),
}


class WorkerError(InputError):
    """The file killed the process that worked on it. `detail` is for whoever mends the program."""

    def __init__(self, message: str, file: str = "", detail: str = "") -> None:
        super().__init__([Problem(message, file)])
        self.detail = detail


class TooSlowError(WorkerError):
    """The time was over."""


class TooLargeError(WorkerError):
    """The memory was used up."""


class CrashedError(WorkerError):
    """The process ended by itself, or the function raised what is no error of ours."""


class Worker:
    """A child process that is kept for many calls, started at the first and replaced after a death.

    Use it in a `with`, from one thread; no process is left afterwards, nor after Ctrl-C.
    """

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._late = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def call(
        self, function: Callable[[*_Ts], _T], *args: *_Ts, file: str = "", seconds: float | None = None
    ) -> _T:
        """What the function returns; an error of ours that it raises is raised here.

        The function stands at the top of a module. It returns plain values, decimals, dates, and NamedTuples,
        enums and dataclasses of this package. `file` is named in the errors, `seconds` are for this call.
        Raises WorkerError.
        """
        most = self._seconds if seconds is None else seconds
        message = pickle.dumps((most, pickle.dumps((function, args))))
        answer = self._ask(message, file, most)
        try:
            what, *content = _Answer(BytesIO(answer)).load()
        except Exception as error:
            self._stop()
            raise CrashedError(_CRASHED.format("结果无法识别"), file, repr(error)) from error
        if what == "value":
            result: _T = content[0]
            return result
        if what == "memory":
            self._stop()
            raise TooLargeError(_TOO_LARGE.format(self._memory >> 20), file)
        raise _raised(what, content, file)

    def abort(self) -> None:
        """End the call under way, from another thread: it then raises CrashedError."""
        process = self._process
        if process is not None:
            process.kill()

    def _ask(self, message: bytes, file: str, seconds: float) -> bytes:
        """The answer to a message, from a child that is started if there is none."""
        try:
            if self._process is None or self._process.poll() is not None:
                self._stop()
                self._process = _start()
                if (
                    self._exchange(self._process, pickle.dumps((sys.path, self._memory)), START_SECONDS)
                    is None
                ):
                    raise GoujiError(
                        f"{_NO_START}（退出码 {self._stop(_LAST_BREATH)}），请重新安装本程序后重试"
                    )
            answer = self._exchange(self._process, message, seconds)
        except ValueError as error:
            self._stop()
            raise TooLargeError(_TOO_LONG.format(ANSWER_BYTES >> 20), file) from error
        except BaseException:  # Ctrl-C too
            self._stop()
            raise
        if answer is not None and not self._late:
            return answer
        code = self._stop(_LAST_BREATH)
        if self._late:
            raise TooSlowError(_TOO_SLOW.format(seconds), file)
        raise CrashedError(_CRASHED.format(f"信号 {-code}" if code < 0 else f"退出码 {code}"), file)

    def _exchange(self, process: "subprocess.Popen[bytes]", message: bytes, seconds: float) -> bytes | None:
        """Send and wait. None if the child died, or was killed because it was late."""
        self._late = False
        timer = Timer(seconds, self._kill_late, [process])
        timer.start()
        try:
            give(cast(BinaryIO, process.stdin), message)
            return take(cast(BinaryIO, process.stdout), ANSWER_BYTES)
        except OSError:
            return None
        finally:
            timer.cancel()
            timer.join()

    def _kill_late(self, process: "subprocess.Popen[bytes]") -> None:
        self._late = True
        process.kill()

    def _stop(self, patience: float = 0) -> int:
        """End the child, if there is one, and wait for it. Its exit code, negative for a signal."""
        process, self._process = self._process, None
        if process is None:
            return 0
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what could not be sent is lost anyway
                    cast(BinaryIO, pipe).close()
            process.wait()
        return process.returncode


def limited(
    function: Callable[[*_Ts], _T],
    *args: *_Ts,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    file: str = "",
) -> _T:
    """One call in a process of its own, as `Worker.call`."""
    with Worker(seconds=seconds, memory=memory) as worker:
        return worker.call(function, *args, file=file)


def _start() -> "subprocess.Popen[bytes]":
    """A bare interpreter, without site: it is given our `sys.path`. Twice as quick as multiprocessing's."""
    command = [sys.executable, "-I", "-S", "-c", _PROGRAM.format(_HOME)]
    try:
        return subprocess.Popen(  # noqa: S603  ourselves
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
    except OSError as error:
        raise GoujiError(f"{_NO_START}（系统错误 {error.errno}），请关闭一些程序后重试") from error


class _Answer(pickle.Unpickler):
    """The child is our code, what it reads is not: an answer makes plain values only, and runs nothing."""

    def find_class(self, module: str, name: str) -> Any:
        """Find a harmless class. Raises UnpicklingError for any other."""
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.startswith("authoring.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (issubclass(found, tuple | Enum) or is_dataclass(found)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not for answers")


def _raised(what: str, content: list[Any], file: str) -> GoujiError:
    """The error that the function raised."""
    if what == "input":
        return InputError(content[0])
    name, text = content
    if what == "gouji":
        kind = getattr(errors, name, GoujiError)
        return cast(GoujiError, kind(text))
    return CrashedError(_CRASHED.format(name), file, text)
