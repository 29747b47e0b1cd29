"""How a remark speaks of a figure: by the words and in the unit that the text has for it."""

import re
from decimal import Decimal
from typing import NamedTuple

from authoring.checks.finding import difference_words, grouped
from authoring.figures.mention import Kind, Mention, Role
from authoring.figures.relation import Relation, label_of
from authoring.papers.paper import Paper

_FIGURE = re.compile(r"(?P<number>.*\d)\D*")
_WORTH = {"亿": Decimal("1e-8"), "万": Decimal("1e-4"), "千": Decimal("1e-3"), "百": Decimal("1e-2")}
_MONEY = {
    "亿元": Decimal("1e-4"), "元": Decimal(10_000), "千元": Decimal(10), "百元": Decimal(100),
}  # fmt: skip
_STATED = {Role.RISE, Role.FALL, Role.GROWTH, Role.DROP, Role.CHANGE_RATE, Role.SHARE}
_VERBAL = re.compile(r"^占|的$")
_LONGEST_LEAD = 14


def unit_of(mention: Mention) -> str:
    """The unit figures of this kind are compared in."""
    return mention.value.unit or mention.unit.lstrip("余多")


def as_written(paper: Paper, mention: Mention) -> str:
    """A figure with the digits and the unit it has in the text, `3,456,789.12 元`."""
    span = mention.span
    text = paper[span.at].text[span.start : span.end].replace(" ", "")
    found = _FIGURE.match(text)
    unit = text[found.end("number") :] if found else ""
    return text if not unit or unit[0] in "%％" else f"{text[: len(text) - len(unit)]} {unit}"


def stated_words(paper: Paper, mention: Mention, *, behind: str = "") -> str:
    """`基本支出写 20 万元`; of what is no name, the words themselves: `文中写“下降5%”`."""
    name, figure = label_of(mention), as_written(paper, mention)
    quoted = mention.role in _STATED or mention.unit == "个百分点" or _VERBAL.search(name)
    if behind or quoted or (name and mention.kind is Kind.COUNT and not mention.term):
        lead = mention.lead if len(mention.lead) <= _LONGEST_LEAD else f"…{mention.lead[-_LONGEST_LEAD:]}"
        return f"文中写“{lead}{figure.replace(' ', '')}{behind}”"
    return f"{name or '此处'}写 {figure}"


class Scale(NamedTuple):
    """The unit of a remark, that of the figure as written. `worth` is how many make one it is compared in."""

    unit: str
    worth: Decimal
    places: int
    parted: bool = True
    """Whether thousands are parted by commas, as in the text."""

    def shown(self, value: Decimal) -> str:
        """A value in this unit, with it."""
        return self._parted(grouped(value * self.worth, self.places, self.unit))

    def bare(self, value: Decimal) -> str:
        """A value in this unit, without it."""
        return self._parted(grouped(value * self.worth, self.places, ""))

    def difference(self, difference: Decimal) -> str:
        """`少 6.01 万元`."""
        return self._parted(difference_words(difference * self.worth, self.places, self.unit))

    def _parted(self, words: str) -> str:
        return words if self.parted else words.replace(",", "")


def scale_of(stated: Mention, relation: Relation | None = None) -> Scale:
    """The unit of a figure, with the places of the finest of a relation."""
    unit, worth = _unit_and_worth(stated)
    if unit == "%":
        return Scale(unit, worth, max(2 if relation else 0, stated.value.places))
    mentions = relation.mentions if relation else [stated]
    finest = min(m.value.step for m in mentions) * worth
    return Scale(unit, worth, _places(finest), any("," in m.value.typed for m in mentions))


def suspected(mention: Mention, likely: Decimal) -> str:
    """What a figure likely should be, in its own unit; with more places than it has only if need be."""
    scale = scale_of(mention)
    places = max(scale.places, _places((likely * scale.worth).normalize()))
    return scale._replace(places=places).shown(likely)


def _places(number: Decimal) -> int:
    """The decimal places a number has."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # figures are finite
    return max(0, -exponent)


def _unit_and_worth(mention: Mention) -> tuple[str, Decimal]:
    if mention.kind in {Kind.RATE, Kind.POINTS}:
        return ("%" if mention.kind is Kind.RATE else "个百分点"), Decimal(1)
    if mention.kind is Kind.AMOUNT:
        unit = mention.unit.translate(str.maketrans("", "", "余多"))
        return (unit, _MONEY[unit]) if unit in _MONEY else (unit_of(mention), Decimal(1))
    scale = mention.value.typed[-1:]
    return (scale + unit_of(mention), _WORTH[scale]) if scale in _WORTH else (unit_of(mention), Decimal(1))
