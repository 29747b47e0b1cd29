"""What the conversation needs of whoever asks: a terminal, a plain terminal, a test."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Left(Exception):  # noqa: N818  not an error: the clerk goes
    """The clerk leaves: Ctrl-C, Ctrl-D, a closed terminal. Every answer is on disk."""


class Ask(NamedTuple):
    """One line to be asked for.

    `head` stands above it, line by line; `prompt` before the answer. `keys` are letters with what they stand
    for, taken `at_once` where no word can begin with them. `long` text may be opened in an editor with `now`
    in it.
    """

    head: tuple[str, ...]
    prompt: str
    keys: tuple[tuple[str, str], ...] = ()
    long: bool = False
    now: str = ""
    at_once: bool = False


class Asker(Protocol):
    """Says and asks. Every method may raise Left."""

    def say(self, text: str, tone: str = "") -> None:
        """Show a line; tone is 标题, 差错, 提醒, 好 or nothing."""

    def line(self, ask: Ask) -> str:
        """The line typed, as typed; pasted line breaks stay in it."""

    def pick(self, prompt: str, choices: Sequence[tuple[str, str]], default: str = "") -> str:
        """The key of the choice taken."""

    def edit(self, text: str) -> str:
        """A longer text, written at leisure."""
