"""Items worked on by one process or many, with results in the order of the items, whoever is done first."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple, Protocol, Self

from authoring.batch.outcome import Row
from authoring.batch.sources import Item
from authoring.batch.work import Wish, Worked

Work = Callable[[Item, Wish], Worked]
_CHUNK = 16
AHEAD = 2
"""Chunks in flight for each process: one in hand, one waiting."""
_DIED = "处理这份报告的进程意外中断，没有生成，请核对来源里有没有异常内容，改后再运行一次"


class Plan(NamedTuple):
    """An item with its key, and whether there is anything to do for it."""

    item: Item
    key: str
    needed: bool


def in_order(
    plans: Iterable[Plan], work: Work, wish: Wish, jobs: int
) -> Iterator[tuple[Plan, Worked | None]]:
    """Each plan with what was made of it, nothing where nothing was needed.

    A process that dies takes none with it but the item that killed it: those it had are tried again one by
    one in processes of their own. With no `jobs` all is done in this process, which an item could kill.
    """
    if not jobs:
        for plan in plans:
            yield plan, work(plan.item, wish) if plan.needed else None
        return
    with _Pool(work, wish, jobs) as pool:
        yield from by_crew(plans, pool)


class Crew(Protocol):
    """Those who work on chunks: processes of this machine, or machines elsewhere."""

    @property
    def ahead(self) -> int:
        """How many chunks may be under way."""

    def send(self, items: list[Item]) -> Any:
        """Begin with a chunk; what `land` needs."""

    def land(self, sent: Any, items: list[Item]) -> list[Worked]:
        """Wait for the results of a chunk."""


def by_crew(plans: Iterable[Plan], crew: Crew) -> Iterator[tuple[Plan, Worked | None]]:
    """Each plan with what was made of it, in order; a bounded number of chunks is under way."""
    flying: deque[_Flight] = deque()
    waiting = iter(plans)
    while True:
        while len(flying) < crew.ahead and (chunk := list(islice(waiting, _CHUNK))):
            items = [plan.item for plan in chunk if plan.needed]
            flying.append(_Flight(chunk, items, crew.send(items) if items else None))
        if not flying:
            return
        flight = flying.popleft()
        made = iter(crew.land(flight.sent, flight.items) if flight.items else [])
        for plan in flight.plans:
            yield plan, next(made) if plan.needed else None


class _Flight(NamedTuple):
    plans: list[Plan]
    items: list[Item]
    sent: Any


def died(item: Item) -> Worked:
    """The row of an item that ended the process it was worked on in."""
    unit = item.unit
    row = Row(0, item.source, unit.sheet if unit else "", unit.row if unit else None)
    return Worked(row._replace(unit=unit.name if unit else "", reason=_DIED))


class _Pool:
    """Processes that are replaced when one of them dies."""

    def __init__(self, work: Work, wish: Wish, jobs: int) -> None:
        self._work = work
        self._wish = wish
        self._jobs = jobs
        self._executor = _executor(jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    @property
    def ahead(self) -> int:
        """Chunks under way: for each process one in hand, one waiting."""
        return self._jobs * AHEAD

    def send(self, items: list[Item]) -> "Future[list[Worked]]":
        """Begin with a chunk."""
        return self._submit(items)

    def land(self, sent: "Future[list[Worked]]", items: list[Item]) -> list[Worked]:
        """The results of a chunk; of items one by one, if the process that had it died."""
        try:
            return sent.result()
        except BrokenProcessPool:
            return self._one_by_one(items)

    def _one_by_one(self, items: list[Item]) -> list[Worked]:
        """In a process of their own, and another after each item that kills it."""
        made: list[Worked] = []
        while len(made) < len(items):
            with _executor(1) as executor:
                try:
                    for item in items[len(made) :]:
                        with _no_interrupts():
                            future = executor.submit(work_on, self._work, [item], self._wish)
                        made += future.result()
                except BrokenProcessPool:
                    made.append(died(items[len(made)]))
        return made

    def _submit(self, items: list[Item]) -> "Future[list[Worked]]":
        with _no_interrupts():
            try:
                return self._executor.submit(work_on, self._work, items, self._wish)
            except BrokenProcessPool:
                self._executor.shutdown(wait=True, cancel_futures=True)
                self._executor = _executor(self._jobs)
                return self._executor.submit(work_on, self._work, items, self._wish)


def work_on(work: Work, items: list[Item], wish: Wish) -> list[Worked]:
    """In a process of the pool: a chunk."""
    return [work(item, wish) for item in items]


def _executor(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_settle_in)


def _settle_in() -> None:
    """A process of the pool leaves Ctrl-C to its parent, and does not outlive it."""
    gc.set_threshold(100_000, 20, 20)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Processes started in here never see Ctrl-C, not even before they can say so."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
