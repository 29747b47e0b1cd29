"""The report as a template sees it: parts by 中文名, figures that print and keep their path.

A template writes `{{ 支出.合计 }}` and gets `<data value="支出.合计">2601.00</data>`. What is 未填 is
false in a condition; printed, it goes on the list of what is missing.
"""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from authoring.model.paths import Place, by_name
from authoring.model.term import Node
from authoring.printing import print_day, print_quantity
from authoring.quantities import Quantity, Rate


@dataclass
class Setting:
    """How the figures of one composition are printed, and what turned out to be missing."""

    grouped: bool
    missing: dict[str, str] = field(default_factory=dict)
    """Label of each unfilled answer that was to be printed, by path."""
    asked: set[str] = field(default_factory=set)
    """Path of every answer the templates have asked for."""


class Missing:
    """An answer that is 未填."""

    __slots__ = ("label", "part", "path", "setting")

    def __init__(self, setting: Setting, path: str, label: str, part: type[Node] | None = None) -> None:
        self.setting, self.path, self.label, self.part = setting, path, label, part

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        self.note()
        return iter(())

    def __len__(self) -> int:
        return 0

    def __getitem__(self, name: str) -> "Missing":
        if self.part is None:
            if name in OFFERED:
                return self
            raise KeyError(name)
        place = by_name(self.part)[name]
        return Missing(self.setting, f"{self.path}.{name}", place.label, place.part)

    def __lt__(self, other: object) -> bool:
        return False

    __gt__ = __le__ = __ge__ = __lt__

    def note(self) -> str:
        """Put this answer on the list of what is missing; what a draft shows in its place."""
        self.setting.missing.setdefault(self.path, self.label)
        return f"【未填：{self.label}】"

    def __html__(self) -> str:
        return str(escape(self.note()))

    __str__ = note


class FigureView:
    """A figure: prints as the form prints figures, compares as the number it is."""

    __slots__ = ("figure", "path", "setting")

    def __init__(self, setting: Setting, path: str, figure: Quantity) -> None:
        self.setting, self.path, self.figure = setting, path, figure

    def __str__(self) -> str:
        return print_quantity(self.figure, grouped=self.setting.grouped)

    def __html__(self) -> str:
        # names of fields and positions, so there is nothing in a path to escape
        return f'<data value="{self.path}">{self}</data>' if self.path else str(self)

    def __bool__(self) -> bool:
        return self.figure.value != 0

    def __eq__(self, other: object) -> bool:
        return self.figure.value == _number(other)

    def __hash__(self) -> int:
        return hash(self.figure)

    def __lt__(self, other: object) -> bool:
        return _holds(operator.lt, self.figure, other)

    def __gt__(self, other: object) -> bool:
        return _holds(operator.gt, self.figure, other)

    def __le__(self, other: object) -> bool:
        return _holds(operator.le, self.figure, other)

    def __ge__(self, other: object) -> bool:
        return _holds(operator.ge, self.figure, other)

    @property
    def 绝对值(self) -> "FigureView":  # noqa: N802, PLC2401  a name of the template language
        """The figure without its sign, for 调减 324.42 万元; no answer says just this, so it has no path."""
        return FigureView(self.setting, "", type(self.figure)(self.figure.typed.lstrip("-−－﹣–")))


def _number(other: object) -> Decimal:
    """A number to compare with; not a number at all for what is 未填, so that nothing holds of it."""
    if isinstance(other, FigureView):
        return other.figure.value
    return Decimal("NaN") if isinstance(other, Missing) else Decimal(str(other))


def _holds(compare: Callable[[Decimal, Decimal], bool], figure: Quantity, other: object) -> bool:
    number = _number(other)
    return not number.is_nan() and compare(figure.value, number)


class View:
    """A part of the report; subscripts are the 中文名 of its fields, which templates write as attributes."""

    __slots__ = ("node", "path", "setting")

    def __init__(self, setting: Setting, node: Node, path: str = "") -> None:
        self.setting, self.node, self.path = setting, node, path

    def __getitem__(self, name: str) -> Any:
        place = by_name(self.node.__class__)[name]
        path = f"{self.path}.{name}" if self.path else name
        self.setting.asked.add(path)
        return show(self.setting, getattr(self.node, place.attribute), path, place)


def show(setting: Setting, value: Any, path: str, place: Place) -> Any:
    """A value of the report as a template may use it."""
    if value is None:
        return Missing(setting, path, place.label, None if place.listing else place.part)
    if isinstance(value, tuple):
        return [show(setting, v, f"{path}[{i}]", place) for i, v in enumerate(value, 1)]
    if place.kind is not None:
        return FigureView(setting, path, value)
    if place.part is not None:
        return View(setting, value, path)
    if place.plain is date:
        return Markup('<data value="{}">{}</data>').format(path, print_day(value))
    return value


class Change:
    """How a figure lies to an earlier one: 方向, 差额, 升降, 幅度, and all in one as 说法."""

    def __init__(self, now: FigureView, before: FigureView) -> None:
        self.now, self.before = now, before
        self.difference = now.figure.value - before.figure.value

    def _word(self, more: str, less: str) -> str:
        return more if self.difference > 0 else less if self.difference < 0 else "持平"

    @property
    def 方向(self) -> str:  # noqa: N802, PLC2401
        """增加, 减少 or 持平."""
        return self._word("增加", "减少")

    @property
    def 升降(self) -> str:  # noqa: N802, PLC2401
        """增长, 下降 or 持平."""
        return self._word("增长", "下降")

    @property
    def 说法(self) -> Markup:  # noqa: N802, PLC2401
        """The change in words: `增加50.00万元，增长3.45%`, or 持平."""
        if not self.difference:
            return Markup("持平")
        words = f"{self.方向}{self.差额}{self.now.figure.unit}"
        return Markup(f"{words}，{self.升降}{self.幅度}" if self.幅度 else words)  # noqa: S704  our own words

    @property
    def 差额(self) -> FigureView:  # noqa: N802, PLC2401
        """The difference without its sign."""
        places = max(self.now.figure.places, self.before.figure.places)
        figure = type(self.now.figure).of(abs(self.difference), places)
        return FigureView(self.now.setting, "", figure)

    @property
    def 幅度(self) -> FigureView | None:  # noqa: N802, PLC2401
        """The difference in % of the earlier figure; `None` if that was 0."""
        if not self.before.figure.value:
            return None
        rate = Rate.of(abs(self.difference) / abs(self.before.figure.value) * 100, 2)
        return FigureView(self.now.setting, "", rate)


class MissingChange:
    """The change of a figure that is 未填: whatever a template prints of it is missing."""

    __slots__ = ("升降", "差额", "幅度", "方向", "说法")

    def __init__(self, missing: Missing) -> None:
        for name in self.__slots__:
            setattr(self, name, missing)


OFFERED = frozenset({"绝对值", *MissingChange.__slots__})
"""What a template may ask of a figure or a change."""
