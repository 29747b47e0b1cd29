"""The titles that forms know, and which of them a heading may mean."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from authoring.audit.headings import bare
from authoring.forms.finder import form_codes, load_form
from authoring.forms.form import Form, Section, Subsection

LIKE = 72.0
"""From here on, in percent of rapidfuzz's ratio, a heading numbered as a section may be meant for one."""
ALIKE = 93.0
"""What a heading numbered otherwise must reach."""


class Titles(NamedTuple):
    """The sections of a form by their bare titles, and those as a list for the search of likenesses."""

    form: Form
    exact: dict[str, int]
    all: tuple[tuple[str, int], ...]

    def meant(self, title: str, least: float) -> tuple[int, float] | None:
        """Which section a bare title means, and how alike it is, to 1."""
        at = self.exact.get(title)
        if at is not None:
            return at, 1.0
        if least >= 100 or not title:
            return None
        likeness, at = max((ratio(title, known, score_cutoff=least), -at) for known, at in self.all)
        return (-at, likeness / 100) if likeness else None


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
    return Titles(form, exact, tuple(exact.items()))


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
def every_bare_title() -> frozenset[str]:
    """The same as they are compared."""
    return frozenset(map(bare, every_title()))


def _names(subsections: Iterable[Subsection]) -> Iterable[str]:
    for subsection in subsections:
        yield from names_of(subsection)
        yield from _names(subsection.subsections)


def names_of(section: Section | Subsection) -> tuple[str, ...]:
    """The title and what else it is called."""
    return (section.title, *section.also_titled)
