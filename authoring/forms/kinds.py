"""What is known of a value in a template without running it: a part of the report, a list, a figure, words.

Whatever is not known for certain is `UNKNOWN`, of which nothing is ever said.
"""

from dataclasses import dataclass
from functools import cache
from typing import get_args, get_origin

from authoring.forms.language import FACTS, OF_CHANGE, OF_FIGURE, OPTIONS, Gives
from authoring.model.paths import Place, by_name
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node


@dataclass(frozen=True)
class Kind:
    """A value; this itself is one of which nothing is known."""

    def names(self) -> "dict[str, Kind] | None":
        """What may be asked of it, all there is; `None` where that is not known."""
        return None

    def python(self) -> tuple[type, ...]:
        """The Python types behind it, whose own attributes may be asked for beside the names."""
        return ()


@dataclass(frozen=True)
class Words(Kind):
    """Something that prints as words."""


@dataclass(frozen=True)
class Text(Words):
    """A text, day, number or yes-or-no of the report."""

    def names(self) -> dict[str, Kind]:
        """None but Python's."""
        return {}

    def python(self) -> tuple[type, ...]:
        """What the texts and numbers of a view are."""
        return (str, int)


@dataclass(frozen=True)
class Literal(Text):
    """A text written out in the template."""

    value: str


@dataclass(frozen=True)
class Figure(Words):
    """A figure of the report."""

    def names(self) -> dict[str, Kind]:
        """As 绝对值."""
        return {name: given(gives) for name, gives in OF_FIGURE.items()}


@dataclass(frozen=True)
class Change(Kind):
    """What `比较()` gives."""

    def names(self) -> dict[str, Kind]:
        """As 差额."""
        return {name: given(gives) for name, gives in OF_CHANGE.items()}


@dataclass(frozen=True)
class Part(Kind):
    """A part of the report, or an entry of a list."""

    node: type[Node]

    def names(self) -> dict[str, Kind]:
        """Its fields by 中文名."""
        return fields(self.node)


@dataclass(frozen=True)
class Listing(Kind):
    """A list; `entry` is `None` for `[]`."""

    entry: Kind | None

    def names(self) -> dict[str, Kind]:
        """None but Python's."""
        return {}

    def python(self) -> tuple[type, ...]:
        """A list of the report is a list."""
        return (list,)


@dataclass(frozen=True)
class Row(Kind):
    """A tuple written in the template: `("基本支出", 支出.基本.合计)`."""

    items: tuple[Kind, ...]


@dataclass(frozen=True)
class Options(Kind):
    """选项: the unit's choices by name."""

    chosen: tuple[str, ...]

    def names(self) -> dict[str, Kind]:
        """The options of the form."""
        return dict.fromkeys(self.chosen, Text())

    def python(self) -> tuple[type, ...]:
        """It is a dictionary."""
        return (dict,)


@dataclass(frozen=True)
class Loop(Kind):
    """`loop` within a `for`."""

    def names(self) -> dict[str, Kind]:
        """As index."""
        return {}

    def python(self) -> tuple[type, ...]:
        """jinja2's own."""
        from jinja2.runtime import LoopContext  # noqa: PLC0415  for templates only

        return (LoopContext,)


@dataclass(frozen=True)
class Html(Kind):
    """HTML made by a macro or a filter: the elements at its top, `""` for words outside of any."""

    top: frozenset[str]


@dataclass(frozen=True)
class Module(Kind):
    """An imported file: its macros and variables."""

    members: tuple[tuple[str, Kind], ...]

    def names(self) -> dict[str, Kind]:
        """What it defines."""
        return dict(self.members)


@dataclass(frozen=True)
class Mixed(Kind):
    """A value of which only is known which parts of the report it is one of, or is made of."""

    parts: frozenset[type[Node]]


UNKNOWN, WORDS, TEXT, FIGURE, CHANGE, LOOP = Kind(), Words(), Text(), Figure(), Change(), Loop()
PARAGRAPHS, NOTHING = Html(frozenset({"p"})), Html(frozenset())
"""`NOTHING` stands for what has been found wrong, of which no more is to be said."""


def given(gives: Gives) -> Kind:
    """The kind of what a name of the language gives; `same` is for the caller to know."""
    kinds: dict[Gives, Kind] = {"words": WORDS, "figure": FIGURE, "change": CHANGE, "paragraphs": PARAGRAPHS}
    return kinds.get(gives, UNKNOWN)


@cache
def fields(part: type[Node]) -> dict[str, Kind]:
    """The fields of a part of the report by 中文名."""
    return {name: _field(part, place) for name, place in by_name(part).items()}


def _field(part: type[Node], place: Place) -> Kind:
    annotation = part.model_fields[place.attribute].annotation
    if dict in {get_origin(inner) for inner in (annotation, *get_args(annotation))}:
        return UNKNOWN
    single = Part(place.part) if place.part else FIGURE if place.kind else TEXT
    return Listing(single) if place.listing else single


def facts(options: tuple[str, ...] | None) -> dict[str, Kind]:
    """What every template may name; `options` is `None` where the form could not be read."""
    return {
        **fields(SelfEvaluation),
        **{name: given(gives) for name, gives in FACTS.items()},
        OPTIONS: UNKNOWN if options is None else Options(options),
    }


def entry_at(path: str) -> Kind:
    """The kind of an entry of the list at a Chinese path; unknown if it is none."""
    kind: Kind = Part(SelfEvaluation)
    for name in path.split("."):
        kind = (kind.names() or {}).get(name, UNKNOWN)
    return entry_of(kind)


def entry_of(kind: Kind) -> Kind:
    """What a `for` over a value gives."""
    return kind.entry or UNKNOWN if isinstance(kind, Listing) else mixed(kind)


def parts_of(kind: Kind) -> frozenset[type[Node]]:
    """The parts of the report that a value is, or is made of."""
    if isinstance(kind, Part):
        return frozenset({kind.node})
    if isinstance(kind, Mixed):
        return kind.parts
    inner = (kind.entry,) if isinstance(kind, Listing) else kind.items if isinstance(kind, Row) else ()
    return frozenset(part for item in inner if item for part in parts_of(item))


def mixed(*kinds: Kind) -> Kind:
    """What is known of a value that is made of these in a way nobody follows."""
    parts = frozenset(part for kind in kinds for part in parts_of(kind))
    return Mixed(parts) if parts else UNKNOWN


def either(one: Kind, other: Kind) -> Kind:
    """What is known of a value that is one of two."""
    if one == other:
        return one
    if isinstance(one, Listing) and isinstance(other, Listing):
        return Listing(either(one.entry or other.entry or UNKNOWN, other.entry or one.entry or UNKNOWN))
    if isinstance(one, Row) and isinstance(other, Row) and len(one.items) == len(other.items):
        return Row(tuple(map(either, one.items, other.items)))
    if isinstance(one, Words) and isinstance(other, Words):
        return WORDS
    if isinstance(one, Html | Words) and isinstance(other, Html | Words):
        return Html(_top(one) | _top(other))
    return mixed(one, other)


def _top(kind: Kind) -> frozenset[str]:
    return kind.top if isinstance(kind, Html) else frozenset({""})
