"""Answers in words, for one line of the screen."""

from typing import Any

_WIDEST = 60


def flat(value: Any) -> str:
    """An answer as one text."""
    if isinstance(value, list):
        return "；".join(map(flat, value))
    if isinstance(value, dict):
        return entry_words(value)
    return str(value)


def entry_words(entry: Any) -> str:
    """An entry of a list in one line."""
    if not isinstance(entry, dict):
        return str(entry)
    said = (flat(v) for v in entry.values() if not isinstance(v, dict | list) and v not in (None, ""))
    return "　".join(said)[:_WIDEST]
