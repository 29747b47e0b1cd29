"""用字: words miswritten with a character like another, and words that are not written twice in a row."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Miswritten(NamedTuple):
    """A word that is wrong wherever it stands, and as it should be; `but` are words it may be part of.

    With a pattern, `wrong` is what a text must have at all, and the pattern's first group is the word.
    """

    wrong: str
    right: str
    but: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None


class Wording(NamedTuple):
    """`doubled` are patterns by what a text must have at all for one to be found."""

    miswritten: tuple[Miswritten, ...]
    doubled: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def wording() -> Wording:
    """What is known of 用字."""
    text = Path(__file__).with_name("wording.yaml").read_text(encoding="utf-8")
    known: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506  texts only
    words = known["连写词"].split()
    return Wording(
        tuple(_miswritten(known)),
        (
            *((one["含"], re.compile(one["式"])) for one in known["连写"]),
            *((word * 2, re.compile(word * 2)) for word in words),
        ),
    )


def _miswritten(known: dict[str, Any]) -> Iterator[Miswritten]:
    for one in known["别字"]:
        but = tuple(one.get("不算", "").split())
        for word in one["词"].split():
            yield Miswritten(word, word.replace(one["误"], one["正"]), but)
    for one in known["按式"]:
        yield Miswritten(one["含"], one["正"], pattern=re.compile(one["式"]))
