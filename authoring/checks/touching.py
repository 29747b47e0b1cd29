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


def identities() -> list[Identity]:
    """The identities among the rules, in their order."""
    return [rule for rule in RULES if isinstance(rule, Identity)]


@cache
def stated_paths(rule: Identity) -> frozenset[str]:
    """The paths of the figure a rule states, positions open."""
    return frozenset(_paths(rule, (rule.figure,)))


@cache
def shaken(place: str) -> frozenset[str]:
    """Every place, positions open, whose worked-out figure may change when the answer at a place does."""
    places = {place}
    edges = [edge for rule in identities() if rule.derives for edge in edges_of(rule)]
    grown = True
    while grown:
        more = {figure for given, figure in edges if given & places} - places
        grown = bool(more)
        places |= more
    return frozenset(places)


@cache
def edges_of(rule: Identity) -> tuple[tuple[frozenset[str], str], ...]:
    """For every list or part a rule is worked out in: what it is given there, and the figure it states."""
    given = [path for path in rule.given if path != SCORING]
    return tuple(
        (frozenset(_path(each, path) for path in given), _path(each, rule.figure))
        for each in rule.each or ("",)
    )


def touching(path: str) -> list[Identity]:
    """The identities that state a figure or are given it; of a list, those given anything in its entries."""
    place = anywhere(path)
    return [rule for rule in identities() if any(_meets(known, place) for known in _all_paths(rule))]


@cache
def _all_paths(rule: Identity) -> frozenset[str]:
    return given_paths(rule) | stated_paths(rule)


def _paths(rule: Identity, paths: Iterable[str]) -> Iterable[str]:
    for path in paths:
        yield from (_path(each, path) for each in rule.each or ("",))


def _path(each: str, path: str) -> str:
    """A path as rules have it, in Chinese: within `each`, or from the top after a `/`."""
    return chinese(path.removeprefix("/") if path.startswith("/") or not each else f"{each}.{path}")


def _meets(known: str, place: str) -> bool:
    return known == place or known.startswith(f"{place}[")
