"""How far the work on many files is: one line on a terminal, written over and over; nothing elsewhere."""

import sys
import time
from collections import deque

import click

_LATELY = 50
"""Moments that the rate is taken over: what an earlier run did goes by quickly."""


class Progress:
    """The line. `done` and `failed` are what it calls what is done, and what of it is not as it should be."""

    def __init__(self, done: str, failed: str) -> None:
        self.shown = sys.stderr.isatty()
        self._done, self._failed = done, failed
        self._wrong = 0
        self._written = False
        self._lately: deque[tuple[float, int]] = deque(maxlen=_LATELY)

    def show(self, number: int, total: int | None, *, wrong: bool) -> None:
        """How far it is, ten times a second at most; how fast, from the first on."""
        self._wrong += wrong
        now = time.monotonic()
        if not self.shown or (self._lately and now - self._lately[-1][0] < 0.1):
            return
        self._lately.append((now, number))
        began, first = self._lately[0]
        rate = (number - first) / (now - began) if now > began else 0
        line = f"{self._done} {number}{f'/{total}' if total else ''} 份"
        line += f"，{self._failed} {self._wrong} 份" if self._wrong else ""
        line += f"，每秒 {rate:.0f} 份" if rate else ""
        line += f"，还要约 {_duration((total - number) / rate)}" if total and rate else ""
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)
        self._written = True

    def clear(self) -> None:
        """Leave the line empty for what is said next."""
        if self._written:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._written = False


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} 分钟" if seconds >= 90 else f"{seconds:.0f} 秒"
