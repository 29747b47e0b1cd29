"""Mention: one figure as a text states it: its value, its name, and what kind of statement it is."""

from decimal import Decimal
from enum import Enum
from typing import ClassVar, NamedTuple

from authoring.papers.paper import Span
from authoring.quantities import Amount, Quantity, Rate


class Tally(Quantity):
    """数量 of any measure word: 6.78万人次, 51家. A whole number is exact."""

    __slots__ = ()
    name = "数量"
    unit = ""
    units: ClassVar = {
        "": Decimal(1),
        "百": Decimal(100),
        "千": Decimal(1000),
        "万": Decimal(10000),
        "亿": Decimal(100000000),
    }
    example = "16"

    @property
    def half_step(self) -> Decimal:
        """Nothing for whole numbers: they were counted."""
        return Decimal(0) if self.step == 1 else self.step / 2


class Kind(Enum):
    """What a figure measures."""

    AMOUNT = "金额"
    RATE = "比率"
    POINTS = "百分点"
    COUNT = "数量"
    SCORE = "分数"
    BARE = "无单位"


class Role(Enum):
    """What is said of a figure.

    PLAIN names it; RISE and FALL are a change against a base; TARGET is one to be reached; PER is by head,
    month or piece; SHARE is of a whole; GROWTH and DROP are rates of change.
    """

    PLAIN = "数"
    RISE = "增"
    FALL = "减"
    GROWTH = "增幅"
    DROP = "降幅"
    CHANGE_RATE = "变动率"
    SHARE = "占比"
    COMPLETION = "完成率"
    TARGET = "目标"
    PER = "平均"


class Measure(Enum):
    """Which stage of the money a figure is of."""

    CARRIED_IN = "上年结转"
    INITIAL = "年初预算"
    ADDED = "调增"
    CUT = "调减"
    BUDGET = "预算"
    FULL = "全年预算"
    INCOME = "收入"
    ACTUAL = "支出"
    RETURNED = "收回"
    SURPLUS = "结余"
    LAST = "上年"


class Mention(NamedTuple):
    """One figure of a text. `span` is its number and unit, `start` and `end` where they stand in the text.

    The text may be a piece of a paragraph; `span` is a place in the paper. `lead` are the words that lead to
    the figure within its clause, `tail` the few behind it. `name` is the thing it is the figure of, as far as
    the words tell; `term` that name in the field's standard terms, or empty. `per` is the piece, month or
    head it is for, `loose` the word that makes it approximate: 约, 余, 以上. `year` is that which the clause
    names, `depth` how many brackets it is in.
    """

    span: Span
    kind: Kind
    value: Amount | Rate | Tally
    unit: str
    per: str
    role: Role
    measure: Measure | None
    lead: str
    tail: str
    name: str
    term: str
    loose: str
    year: int | None
    depth: int
    start: int
    end: int
