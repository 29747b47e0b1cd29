"""A finished report with its sections recognised."""

from collections.abc import Iterator
from typing import NamedTuple

from authoring.forms.form import Form, Section, Subsection
from authoring.papers.paper import Item, Paper, Words


class Part(NamedTuple):
    """One section as it stands: its heading, what follows it, and the sections below it.

    `number` is the number as written or made visible, `title` the heading's words without it. `meant` is the
    form's section, or what it has below one, that it was taken for.
    """

    level: int
    number: str
    title: str
    heading: Words
    items: tuple[Item, ...] = ()
    parts: tuple["Part", ...] = ()
    meant: Section | Subsection | None = None

    def everything(self) -> Iterator[Item]:
        """What stands in the section, headings left out, those below it too."""
        yield from self.items
        for part in self.parts:
            yield from part.everything()


class FinishedReport(NamedTuple):
    """A paper read as a report. `front` is what stands before the first section: cover, title.

    `form` is `None` where no form's sections are recognised; `unit` is empty and `year` `None` where nothing
    says them. `signature` is unit and date at the end, `annexes` are the parts behind it, each with its
    heading.
    """

    paper: Paper
    form: Form | None
    title: str
    unit: str
    year: int | None
    front: tuple[Item, ...]
    parts: tuple[Part, ...]
    signature: tuple[Words, ...] = ()
    annexes: tuple[Part, ...] = ()
