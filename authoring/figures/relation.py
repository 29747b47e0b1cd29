"""Relation: what a text states of some of its figures, and whether it holds.

A law says how the stated figure follows from the given ones; comparison, 尾差 and suspects are those of the
checks on a report file.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from authoring.checks.evaluation import Evaluation, evaluate_figures
from authoring.checks.finding import Outcome
from authoring.checks.registry import Identity, total
from authoring.figures.mention import Kind, Mention, Tally
from authoring.model.paths import Located
from authoring.quantities import Quantity, Rate


class Relation(NamedTuple):
    """`stated` as it should follow from `given` by a law; an argument is one figure, or a tuple of them.

    `why` are the words of the text that state it: 其中, 比上年增加.
    """

    law: Identity
    stated: Mention
    given: tuple[Mention | tuple[Mention, ...], ...]
    why: str = ""

    @property
    def mentions(self) -> list[Mention]:
        """All figures that take part."""
        return [self.stated, *(m for argument in self.given for m in parts_of(argument))]


def parts_of(argument: "Mention | tuple[Mention, ...]") -> tuple[Mention, ...]:
    """The figures of one argument."""
    return (argument,) if isinstance(argument, Mention) else argument


class Verdict(NamedTuple):
    """A relation worked out. `sure` is whether the text leaves no other reading of it."""

    relation: Relation
    evaluation: Evaluation
    sure: bool = True

    @property
    def holds(self) -> bool:
        """Within rounding."""
        return self.evaluation.outcome is not Outcome.DIFFERS


def law(id: str, given: tuple[str, ...], work_out: Callable[..., Any], **settings: Any) -> Identity:  # noqa: A002
    """A law of figures; its words stand in the catalogue of the audit's rules."""
    return Identity(id, "", "", "", "", given, work_out, **settings)


def judge(relation: Relation) -> Verdict | None:
    """Work a relation out; `None` where it divides by nothing."""
    given = tuple(
        _located(argument) if isinstance(argument, Mention) else tuple(_located(m) for m in argument)
        for argument in relation.given
    )
    evaluation = evaluate_figures(relation.law, given, _located(relation.stated))
    if evaluation is None or evaluation.missing:
        return None
    return Verdict(relation, _leniently(evaluation, relation))


def first_that_holds(relations: Iterable[Relation]) -> Verdict | None:
    """The first of several readings that holds; `None` if none does."""
    for relation in relations:
        verdict = judge(relation)
        if verdict and verdict.holds:
            return verdict
    return None


def within_reach(stated: Mention, parts: Sequence[Mention]) -> bool:
    """Whether some parts come so near a total that it is worth working out: a cheap test."""
    if stated.loose or any(m.loose for m in parts):
        return True
    off = stated.value.value - sum([m.value.value for m in parts])
    return abs(off) <= stated.value.step + sum([m.value.step for m in parts])


def _leniently(evaluation: Evaluation, relation: Relation) -> Evaluation:
    """Rates cut off instead of rounded are one off in the last place, which is no error."""
    if evaluation.outcome is Outcome.DIFFERS and isinstance(relation.stated.value, Rate):
        step = relation.stated.value.step
        if abs(evaluation.difference) <= step + evaluation.reach:
            return evaluation._replace(outcome=Outcome.ROUNDING)
    return evaluation


def _located(mention: Mention) -> Located:
    return Located(figure_of(mention), path_of(mention), label_of(mention))


def path_of(mention: Mention) -> str:
    """What tells one figure of a paper from another."""
    return f"{mention.span.at}:{mention.span.start}"


def label_of(mention: Mention) -> str:
    """What a remark calls the figure: its own words, not too many."""
    name = (mention.name or mention.term).removesuffix("等").lstrip("的")
    if len(name) < _SHORTEST_NAME:
        return ""
    return name if len(name) <= 20 else f"…{name[-18:]}"


_SHORTEST_NAME = 2
"""`实`, `占` name nothing."""


def figure_of(mention: Mention) -> Quantity:
    """The figure with the reach it has: `约120万` is less exact than `120万`."""
    return _loosened(mention.value) if mention.loose else mention.value


def _loosened(value: Quantity) -> Quantity:
    loose = type(value)(value.typed)
    if value.value:
        digits = value.value.normalize()
        exponent = digits.as_tuple().exponent
        assert isinstance(exponent, int)  # figures are finite
        loose.step = max(value.step, Decimal(2).scaleb(exponent))
    return loose


_PEOPLE = {"人", "名", "位"}


def same_measure(one: Mention, other: Mention) -> bool:
    """Whether two figures can be added: both amounts, or counts of one kind of thing."""
    if one.kind is not other.kind:
        return False
    return one.kind is not Kind.COUNT or one.unit == other.unit or {one.unit, other.unit} <= _PEOPLE


def add(parts: Any) -> Any:
    """The sum of some figures."""
    return total(parts)


def counted(number: int, like: Mention) -> Mention:
    """A number that was counted in the text, beside the figure that states it."""
    return like._replace(value=Tally(str(number)), loose="")
