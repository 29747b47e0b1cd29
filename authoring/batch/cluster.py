"""The same work on an existing dask.distributed cluster; its machines send back bytes, and only we write.

So a lost machine's units are done again by others, and none is in the results twice.
"""

import hashlib
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from authoring.batch.pool import AHEAD, Work, died, work_on
from authoring.batch.sources import Item
from authoring.batch.work import Wish, Worked
from authoring.errors import GoujiError
from authoring.forms.finder import PLACES

_MISSING = "用 --scheduler 要另外安装 dask：pip install 'gouji[cluster]'。"
_UNREACHED = "连不上调度程序“{}”，请核对地址（如 tcp://10.0.0.5:8786）和网络。"
_OTHERS = "有 {} 台工作机上的程序与这里的版本不同，结果会不一致；请在各台机器上装同一版本。"
_NOBODY = "集群里已经 {} 秒没有可用的工作机；请核对各台机器后，再用同样的命令加 --resume 接着做。"
_LOST = "与调度程序的连接断了；请核对后，再用同样的命令加 --resume 接着做。"
_PATIENCE = 60
_CONNECT = 10.0
_SOURCES = {".py", ".yaml", ".html", ".docx"}
_LOOK = 5.0
"""Seconds between looks at whether anybody is there to work."""


class Cluster:
    """A crew of machines, to be used in `with`."""

    def __init__(self, address: str, work: Work, wish: Wish) -> None:
        """Raises GoujiError if there is no dask here, nobody at the address, or another version there."""
        try:
            from distributed import Client  # noqa: PLC0415  an extra, and slow to import
        except ImportError as error:
            raise GoujiError(_MISSING) from error
        for name in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._work, self._wish = work, wish
        try:
            start: Any = Client
            self._client: Any = start(address, timeout=_CONNECT, set_as_default=False)
        except (OSError, ValueError) as error:
            raise GoujiError(_UNREACHED.format(address)) from error
        self._check_versions()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close(timeout=5)

    @property
    def ahead(self) -> int:
        """Chunks under way: for each thread of the cluster one in hand, one waiting."""
        return max(1, sum(self._threads())) * AHEAD

    def send(self, items: list[Item]) -> Any:
        """Begin with a chunk; dask gives it to another machine if the one that has it is lost."""
        return self._client.submit(work_on, self._work, items, self._wish, pure=False)

    def land(self, sent: Any, items: list[Item]) -> list[Worked]:
        """The results of a chunk; of items one by one, if it was the end of several machines.

        Raises GoujiError where nobody is left to work, or the scheduler is gone.
        """
        made = self._wait(sent)
        if made is not None:
            return made
        if len(items) == 1:
            return [died(items[0])]
        return [worked for item in items for worked in self.land(self.send([item]), [item])]

    def _wait(self, sent: Any) -> list[Worked] | None:
        from distributed import KilledWorker  # noqa: PLC0415
        from distributed import TimeoutError as StillWorking  # noqa: PLC0415

        seen = time.monotonic()
        while True:
            try:
                made: list[Worked] = sent.result(timeout=_LOOK)
            except KilledWorker:
                return None
            except StillWorking as error:
                if any(self._threads()):
                    seen = time.monotonic()
                elif time.monotonic() - seen > _PATIENCE:
                    raise GoujiError(_NOBODY.format(_PATIENCE)) from error
            except (OSError, _cancelled()) as error:
                raise GoujiError(_LOST) from error
            else:
                sent.release()
                return made

    def _threads(self) -> Sequence[int]:
        return [
            worker["nthreads"] for worker in self._client.scheduler_info(n_workers=-1)["workers"].values()
        ]

    def _check_versions(self) -> None:
        here = installed()
        others = sum(there != here for there in self._client.run(installed).values())
        if others:
            self._client.close(timeout=5)
            raise GoujiError(_OTHERS.format(others))


def installed() -> str:
    """A digest of the program and its forms as they are on this machine."""
    digest = hashlib.sha256()
    for place in (Path(__file__).parents[1], *PLACES):
        for path in sorted(place.rglob("*")):
            if path.suffix in _SOURCES and path.is_file():
                digest.update(path.relative_to(place).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _cancelled() -> type[BaseException]:
    from concurrent.futures import CancelledError  # noqa: PLC0415

    return CancelledError
