"""Which identities have to do with a figure, by its Chinese path: what to look at when it changes."""

import re
from collections.abc import Iterable
from functools import cache

from authoring.checks.registry import SCORING, Identity
from authoring.checks.rules import RULES
from authoring.model.paths import chinese

_POSITION = re.compile(r"\[[0-9]+\]")


def anywhere(path: str) -> str:
    """A path with its positions open: `专项资金.项目[*].实际支出`."""
    return _POSITION.sub("[*]", path) if "[" in path else path


@cache
def given_paths(rule: Identity) -> frozenset[str]:
    """The paths of all that a rule is given, positions open."""
    return frozenset(_paths(rule, (path for path in rule.given if path != SCORING)))


def touching(path: str) -> list[Identity]:
    """The identities that state a figure or are given it; of a list, those given anything in its entries."""
    place = anywhere(path)
    identities = (rule for rule in RULES if isinstance(rule, Identity))
    return [rule for rule in identities if any(_meets(known, place) for known in _all_paths(rule))]


@cache
def _all_paths(rule: Identity) -> frozenset[str]:
    return given_paths(rule) | frozenset(_paths(rule, (rule.figure,)))


def _paths(rule: Identity, paths: Iterable[str]) -> Iterable[str]:
    for path in paths:
        if path.startswith("/"):
            yield chinese(path.removeprefix("/"))
        else:
            yield from (chinese(f"{each}.{path}" if each else path) for each in rule.each or ("",))


def _meets(known: str, place: str) -> bool:
    return known == place or known.startswith(f"{place}[")
