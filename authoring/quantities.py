"""Figures as typed: amounts 金额, rates 比率, head counts 数量; exact, never through a float.

The digits as typed are part of the figure: `3` and `3.00` are equal in value and differ in `step`, the
worth of the last place, from which the checks know how far rounding may reach. 未填 is `None`, never 0.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any, ClassVar, Self

from pydantic_core import core_schema

_NARROW = str.maketrans("０１２３４５６７８９．，＋－−﹣–％（）", "0123456789.,+----%()")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u3000\ufeff]+")
_NUMBER = re.compile(r"[+-]? ?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_LOOSE = re.compile(r"[+-]?[0-9,]*\.?[0-9,]+")
_MOST_DIGITS, _MOST_PLACES = 16, 12
"""Places before and after the point; all within the 28 that `Decimal` works with exactly."""


def narrow(text: str) -> str:
    """Full-width digits and marks as plain ones."""
    return text.translate(_NARROW)


class Quantity:
    """A figure with its digits and unit as typed.

    `value` and `step` (worth of the last typed place) are in the type's own unit: 万元 for `Amount`,
    percent for `Rate`, heads for `Count`; `places` are the value's decimal places in it. Two are equal when
    value and step are.
    """

    __slots__ = ("places", "step", "typed", "value")

    name: ClassVar[str]
    unit: ClassVar[str]
    units: ClassVar[dict[str, Decimal]]
    """Units that may be typed, and how many of `unit` each is worth; "" is the unit understood."""
    example: ClassVar[str]

    def __init__(self, typed: str) -> None:
        """Read a figure from text. Raises ValueError with a sentence that says what to type."""
        self.typed = typed.strip()
        number, unit = self._parts(self.typed)
        worth = self.units[unit]
        value = Decimal(number)
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)  # the pattern admits finite numbers only
        if value.adjusted() > _MOST_DIGITS or exponent < -_MOST_DIGITS:
            raise ValueError(f"“{_shown(self.typed)}”位数过多，请核对{self.name}后重填")
        self.value = value * worth
        self.step = Decimal(1).scaleb(exponent) * worth
        self.places = _places(self.step)
        if self.value.adjusted() >= _MOST_DIGITS or self.places > _MOST_PLACES:
            raise ValueError(f"“{_shown(self.typed)}”位数过多，请核对{self.name}后重填")

    @classmethod
    def of(cls, value: Decimal | int, places: int | None = None) -> Self:
        """A figure worked out, in the type's own unit, rounded half up to `places` if given."""
        number = Decimal(value)
        if places is not None:
            number = round_half_up(number, places)
        return cls(f"{number:f}")

    @classmethod
    def _parts(cls, typed: str) -> tuple[str, str]:
        """Number without separators, and unit, of a typed figure."""
        text = _SPACES.sub(" ", narrow(typed)).strip()
        unit = next((u for u in cls._long_units_first() if u and text.endswith(u)), "")
        number = text.removesuffix(unit).rstrip()
        if not number:
            raise ValueError(f"没有填数字，请填写{cls.name}，如 {cls.example}")
        if not _NUMBER.fullmatch(number):
            raise ValueError(f"“{_shown(typed)}”不是{cls.name}：{cls._advice(number)}")
        return number.replace(",", "").replace(" ", ""), unit

    @classmethod
    def _long_units_first(cls) -> list[str]:
        return sorted(cls.units, key=len, reverse=True)

    @classmethod
    def _advice(cls, number: str) -> str:
        if re.fullmatch(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+", number):
            return f"请不要用科学计数法，写成普通数字，如 {cls.example}"
        if " " in number:
            return f"数字中间有空格，请连起来写，如 {cls.example}"
        if number.count(".") > 1:
            return f"小数点多了，请只保留一个，如 {cls.example}"
        if _LOOSE.fullmatch(number) and "," in number:
            return f"千位逗号应每三位一个，请写成 {number.replace(',', '')}（如数字无误）"
        return f"请只写数字，如 {cls.example}"

    @property
    def half_step(self) -> Decimal:
        """How far the true value may lie from the typed one; nothing for a bare `0`, which says 无."""
        return self.step / 2 if self.value or self.places else Decimal(0)

    def __str__(self) -> str:
        return self.typed

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.typed!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        same_kind = type(self) is type(other)
        return same_kind and self.value == other.value and self.step == other.step

    def __hash__(self) -> int:
        return hash((type(self), self.value, self.step))

    @classmethod
    def _read(cls, given: Any) -> Self:
        if isinstance(given, cls):
            return given
        if isinstance(given, Quantity):
            given = given.typed
        if isinstance(given, str):
            kind: Any = cls
            known: Self = _read_once(kind, given)
            return known
        raise ValueError(f"这里要填{cls.name}，如 {cls.example}")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> core_schema.CoreSchema:
        """A figure is validated from text and saved as typed."""
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.to_string_ser_schema(when_used="unless-none")
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        """A figure in the JSON Schema: text, so that no program drops the digits as typed."""
        units = "|".join(u for u in cls.units if u)
        return {
            "type": ["string", "number"],
            "pattern": rf"^\s*[+-]?[0-9][0-9,]*(\.[0-9]+)?\s*({units})?\s*$",
            "examples": [cls.example],
        }


def _places(step: Decimal) -> int:
    exponent = step.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@lru_cache(maxsize=4096)
def _read_once(kind: Any, typed: str) -> Any:
    return kind(typed)


def _shown(typed: str) -> str:
    return typed if len(typed) <= 40 else f"{typed[:40]}…"


class Amount(Quantity):
    """金额，万元。`4557200元` is 455.72 万元, exact to 0.0001 万元."""

    __slots__ = ()
    name = "金额"
    unit = "万元"
    units: ClassVar = {
        "": Decimal(1),
        "万元": Decimal(1),
        "亿元": Decimal(10000),
        "元": Decimal("0.0001"),
        "千元": Decimal("0.1"),
        "百元": Decimal("0.01"),
    }
    example = "1531.55"


class Rate(Quantity):
    """比率，%。`81`, `81%` and `８１％` are the same."""

    __slots__ = ()
    name = "百分比"
    unit = "%"
    units: ClassVar = {"": Decimal(1), "%": Decimal(1)}
    example = "92.50%"


class Count(Quantity):
    """数量：人数、个数. Whole, not negative."""

    __slots__ = ()
    name = "整数"
    unit = ""
    units: ClassVar = dict.fromkeys(["", "人", "个", "名", "项", "辆", "家"], Decimal(1))
    example = "16"

    def __init__(self, typed: str) -> None:
        """Read a count. Raises ValueError for a fraction or a negative number."""
        super().__init__(typed)
        if self.value != self.value.to_integral_value() or self.value < 0:
            raise ValueError(f"“{_shown(typed)}”不是整数，请写成 {self.example} 这样的数")

    @property
    def half_step(self) -> Decimal:
        """A count is exact."""
        return Decimal(0)


class Score(Quantity):
    """分数：得分、分值."""

    __slots__ = ()
    name = "分数"
    unit = "分"
    units: ClassVar = {"": Decimal(1), "分": Decimal(1)}
    example = "96.5"

    @property
    def half_step(self) -> Decimal:
        """A score is exact: it was given, not measured."""
        return Decimal(0)


class Area(Quantity):
    """面积，㎡."""

    __slots__ = ()
    name = "面积"
    unit = "㎡"
    units: ClassVar = dict.fromkeys(["", "㎡", "m²", "平方米"], Decimal(1))
    example = "1250.5"


_WIDE = Context(prec=80)
"""Room for the quotient of the largest figure and the smallest."""


def round_half_up(value: Decimal, places: int) -> Decimal:
    """四舍五入 to a number of decimal places; never `-0`."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE) + 0
