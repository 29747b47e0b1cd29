"""Files audited by one process or many, each with limits of time and memory; results in the files' order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event, local
from types import TracebackType
from typing import Self

from authoring.audit.row import Converted, Row, Wish, Worked
from authoring.errors import GoujiError, InputError
from authoring.intake.guard import guard
from authoring.intake.worker import Worker, WorkerError

_AHEAD = 4
"""Files under way for each process: one slow file does not hold up the others at once."""
_LOOK = 0.2
"""Seconds between looks at whether Ctrl-C was pressed."""


class Crew:
    """Processes, a thread with each. Use it in a `with`; none is left afterwards."""

    def __init__(self, jobs: int, wish: Wish, interrupted: Callable[[], bool]) -> None:
        self._ahead = jobs * _AHEAD
        self._wish = wish
        self._interrupted = interrupted
        self._threads = ThreadPoolExecutor(jobs)
        self._own = local()
        self._workers: list[Worker] = []
        self._over = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.abort()
        self._threads.shutdown(wait=True)
        for worker in self._workers:
            worker.__exit__(None, None, None)

    def work(self, files: Iterable[Path]) -> Iterator[Worked]:
        """What became of each file. Raises KeyboardInterrupt soon after Ctrl-C."""
        flying: deque[Future[Worked]] = deque()
        for path in files:
            flying.append(self._threads.submit(self._one, path))
            if len(flying) >= self._ahead:
                yield self._landed(flying.popleft())
        while flying:
            yield self._landed(flying.popleft())

    def _landed(self, future: "Future[Worked]") -> Worked:
        while True:
            if self._interrupted():
                raise KeyboardInterrupt
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                continue

    def _one(self, path: Path) -> Worked:
        name = str(path)
        try:
            return self._audited(path, name)
        except InputError as error:
            fault = "；".join(str(problem._replace(file="")) for problem in error.problems)
            detail = error.detail if isinstance(error, WorkerError) else ""
            return Worked(Row(name, fault=fault, detail=detail))
        except GoujiError as error:
            return Worked(Row(name, fault=str(error)))

    def _audited(self, path: Path, name: str) -> Worked:
        """Raises GoujiError."""
        worker = self._worker()
        worked = worker.call(_audit_file, path, name, self._wish, file=path.name)
        if worked is not None:
            return worked
        from authoring.papers.converted import convert_to_word, kind_of  # noqa: PLC0415  seldom

        guarded = guard(path)
        word = convert_to_word(guarded)
        converted = Converted(kind_of(guarded), word.content, word.notes)
        return worker.call(_audit_converted, path, name, converted, self._wish, file=path.name)

    def _worker(self) -> Worker:
        """The process of this thread."""
        worker: Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = Worker()
            self._workers.append(worker)
        if self._over.is_set():
            raise GoujiError("已中断")
        return worker


def _audit_file(path: Path, name: str, wish: Wish) -> Worked | None:
    """What reads a file is loaded in the child only."""
    from authoring.audit.one import audit_file  # noqa: PLC0415

    return audit_file(path, name, wish)


def _audit_converted(path: Path, name: str, converted: Converted, wish: Wish) -> Worked:
    from authoring.audit.one import audit_converted  # noqa: PLC0415

    return audit_converted(path, name, converted, wish)
