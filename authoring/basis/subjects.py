"""科目: 经济分类 and 功能分类 of expenditure, and finding one by code, name or initials of its pinyin."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

ECONOMIC, FUNCTIONAL = "经济分类", "功能分类"
"""The kinds of 科目."""


class Subject(NamedTuple):
    """A 科目. `code` has 3 digits for a 类, 5 for a 款, 7 for a 项; `initials` one letter a 汉字."""

    code: str
    name: str
    initials: str


@cache
def subjects(kind: str) -> tuple[Subject, ...]:
    """All known of a kind, in order of code: a 类 before its 款. KeyError for a kind there is not."""
    return tuple(sorted(Subject(*row) for row in _said()[kind]["科目"]))


def find_subjects(kind: str, typed: str) -> list[Subject]:
    """Those whose code begins with what is typed, or whose name or initials contain it; the nearest first.

    Width, case and blanks do not matter. Nothing typed finds all, something unknown an empty list.
    """
    wanted = _folded(typed)
    ranked = [(_rank(subject, wanted), subject) for subject in subjects(kind)]
    return [subject for rank, subject in sorted(ranked) if rank < _NOT_FOUND]


def subject_named(kind: str, name: str) -> Subject | None:
    """The one of exactly this name, blanks and width aside; None if there is none, or more than one."""
    wanted = _folded(name)
    named = [subject for subject in subjects(kind) if _folded(subject.name) == wanted]
    return named[0] if len(named) == 1 else None


_NOT_FOUND = 6


def _rank(subject: Subject, wanted: str) -> int:
    name = _folded(subject.name)
    matches = (
        wanted in {"", subject.code, name},
        subject.code.startswith(wanted),
        name.startswith(wanted),
        wanted in name,
        subject.initials.startswith(wanted),
        wanted in subject.initials,
    )
    return matches.index(True) if True in matches else _NOT_FOUND


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _said() -> dict[str, Any]:
    text = Path(__file__).with_name("subjects.yaml").read_text(encoding="utf-8")
    said: dict[str, Any] = yaml.load(text, _Loader)  # noqa: S506  texts only
    return said
