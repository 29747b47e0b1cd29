"""The titles that forms know, and which of them a heading may mean."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from authoring.audit.headings import bare
from authoring.forms.finder import form_codes, load_form
from authoring.forms.form import Form, Section, Subsection

LIKE = 82.0
"""From here on, in percent of rapidfuzz's ratio, a heading numbered as a section may be meant for one."""
ALIKE = 93.0
"""What a heading numbered otherwise must reach."""


_GENERAL = re.compile(r"基本情况|概况|问题|措施|说明")
_TAILS = (re.compile(r"(?:及|和)?(?:原因分析)?(?:情况)?$"), re.compile(r"支出情况$"))
_KEY = 4
_OWN_KEY = 5
"""Fewer characters than this say too little for a title to be found in another, whatever the form or not."""


class Titles(NamedTuple):
    """The sections of a form by their bare titles, and those titles for the search of likenesses.

    `telling` are the sections that reports of other forms have not got, `keys` what their own titles come
    down to.
    """

    form: Form
    exact: dict[str, int]
    names: tuple[str, ...]
    telling: frozenset[int]
    keys: tuple[tuple[str, ...], ...]

    def told_in(self, title: str) -> set[int]:
        """The sections that a bare title names, as one that tells several under one heading."""
        return {at for at, keys in enumerate(self.keys) if any(key in title for key in keys)}

    def meant(self, title: str, least: float) -> tuple[int, float] | None:
        """Which section a bare title means, and how alike it is, to 1."""
        at = self.exact.get(title)
        if at is not None:
            return at, 1.0
        if least >= 100 or not title:
            return None
        found = extractOne(title, self.names, scorer=ratio, score_cutoff=least)
        return (self.exact[found[0]], found[1] / 100) if found else None


@cache
def known_forms() -> tuple[Form, ...]:
    """All forms."""
    return tuple(load_form(code) for code in form_codes())


@cache
def _titles(code: str) -> Titles:
    form = next(form for form in known_forms() if form.code == code)
    return titles_of(form)


def titles_of(form: Form) -> Titles:
    """The titles of a form."""
    exact: dict[str, int] = {}
    for at, section in enumerate(form.sections):
        exact.setdefault(bare(section.title), at)
    for at, section in enumerate(form.sections):
        for name in section.also_titled:
            exact.setdefault(bare(name), at)
    telling = {at for at, section in enumerate(form.sections) if not _GENERAL.search(section.title)}
    keys = tuple(_keys_of(section.title, _OWN_KEY) for section in form.sections)
    return Titles(form, exact, tuple(exact), frozenset(telling), keys)


def all_titles() -> tuple[Titles, ...]:
    """The titles of every form."""
    return tuple(_titles(form.code) for form in known_forms())


def below(title: str, section: Section) -> tuple[Subsection, int] | None:
    """Which heading below a section a bare title means, and its level."""
    known = _below(section)
    exact = known.get(title)
    if exact is not None:
        return exact
    return next((known[name] for name in known if ratio(title, name, score_cutoff=ALIKE)), None)


def _below(section: Section) -> dict[str, tuple[Subsection, int]]:
    found = _BELOW.get(id(section))
    if found is None or found[0] is not section:
        found = _BELOW[id(section)] = (section, dict(_levelled(section.subsections, 2)))
    return found[1]


_BELOW: dict[int, tuple[Section, dict[str, tuple[Subsection, int]]]] = {}


def _levelled(subsections: Iterable[Subsection], level: int) -> Iterator[tuple[str, tuple[Subsection, int]]]:
    """The bare titles with what they mean. Those nearer to the top, given last, take precedence."""
    for subsection in subsections:
        yield from _levelled(subsection.subsections, level + 1)
    for subsection in subsections:
        for name in names_of(subsection):
            yield bare(name), (subsection, level)


@cache
def every_title() -> tuple[str, ...]:
    """Every title of a section or of what is below one, as it is written, the longest first."""
    found: set[str] = set()
    for form in known_forms():
        for section in form.sections:
            found |= set(names_of(section)) | set(_names(section.subsections))
    return tuple(sorted(found, key=lambda title: (-len(title), title)))


@cache
def titles_beginning(sign: str) -> tuple[str, ...]:
    """Those that begin with a character."""
    return tuple(title for title in every_title() if title.startswith(sign)) if sign else ()


@cache
def every_bare_title() -> frozenset[str]:
    """The same as they are compared."""
    return frozenset(map(bare, every_title()))


def _names(subsections: Iterable[Subsection]) -> Iterable[str]:
    for subsection in subsections:
        yield from names_of(subsection)
        yield from _names(subsection.subsections)


def is_said_in(section: Section | Subsection, texts: Iterable[str], length: int | None = None) -> bool:
    """Whether some bare title or text has what the section's titles come down to, or the start of it."""
    keys = [key[:length] for key in _keys(section)]
    return any(key in text for text in texts for key in keys)


def _keys(section: Section | Subsection) -> tuple[str, ...]:
    found = _KEYS.get(id(section))
    if found is None or found[0] is not section:
        keys = {key for name in names_of(section) for key in _keys_of(name, _KEY)}
        found = _KEYS[id(section)] = (section, tuple(sorted(keys)))
    return found[1]


_KEYS: dict[int, tuple[Section | Subsection, tuple[str, ...]]] = {}


def _keys_of(title: str, least: int) -> tuple[str, ...]:
    """What a title comes down to, without its usual endings."""
    return tuple(key for tail in _TAILS if len(key := tail.sub("", bare(title))) >= least)


def names_of(section: Section | Subsection) -> tuple[str, ...]:
    """The title and what else it is called."""
    return (section.title, *section.also_titled)
