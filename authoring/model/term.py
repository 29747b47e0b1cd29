"""`term()`: a field of the report with its 中文名, definition and source, said once.

The 中文名 is the field's key in the report file and in the templates; `label` is how messages and tables
name the figure when it stands alone. Prompts, messages, the glossary and the JSON Schema take both from here.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    WrapSerializer,
    model_serializer,
    model_validator,
)

from authoring.quantities import narrow

NONE_STATED = "无"
"""What a clerk writes where there is nothing to report; not the same as 未填."""

T = TypeVar("T")


class Node(BaseModel):
    """A part of the report. Every field may be 未填 (`None`); keys nobody placed are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def term(
    name: str,
    label: str = "",
    *,
    definition: str = "",
    source: str = "",
    when: str = "",
    lasting: bool = False,
) -> Any:
    """Make a field that is 未填 until answered.

    `label` is the full name (基本支出合计) where `name` is short within its part (合计).
    `definition` says what the figure is; `source` where that is laid down. `when` is the condition under
    which it is asked for, of fields of the same part: `total > budget`, `adjustment != 0`. A `lasting` fact
    is mostly the same every year.
    """
    more: dict[str, Any] = {"source": source, "when": when, "lasting": lasting}
    return Field(
        default=None,
        alias=name,
        title=label or name,
        description=definition or None,
        json_schema_extra={key: value for key, value in more.items() if value} or None,
    )


def _read_listing(given: object) -> object:
    """`无` is the empty list: answered, and nothing there. A lone entry is a list of one."""
    if isinstance(given, str):
        return () if given.strip() == NONE_STATED else (given,)
    return given


def _write_listing(entries: tuple[Any, ...] | None, write: Callable[[Any], Any]) -> Any:
    return NONE_STATED if entries == () else write(entries)


Listing = Annotated[tuple[T, ...] | None, BeforeValidator(_read_listing), WrapSerializer(_write_listing)]
"""A list of entries; `()` where the clerk wrote 无."""

_YES_NO = {"是": True, "否": False}


def _read_yes_no(given: object) -> object:
    if isinstance(given, str):
        if given.strip() not in _YES_NO:
            raise ValueError("请填“是”或“否”")
        return _YES_NO[given.strip()]
    return given


YesNo = Annotated[
    bool | None,
    BeforeValidator(_read_yes_no),
    PlainSerializer(lambda yes: None if yes is None else "是" if yes else "否"),
]
"""是 or 否."""


class Part(Node):
    """A part that may be absent as a whole: the clerk writes `无` in its place, and `absent` is true."""

    absent: YesNo = term("无", definition="整项没有的，直接填“无”")

    @model_validator(mode="before")
    @classmethod
    def _read_none(cls, given: Any) -> Any:
        if isinstance(given, str) and given.strip() == NONE_STATED:
            return {NONE_STATED: True}
        return given

    @model_validator(mode="after")
    def _refuse_both(self) -> Self:
        if self.absent and any(value is not None for name, value in self if name != "absent"):
            raise ValueError("填了“无”，又填了其他内容，请只留一种")
        return self

    @model_serializer(mode="wrap")
    def _write_none(self, write: SerializerFunctionWrapHandler) -> Any:
        bare = all(value is None for name, value in self if name != "absent")
        return NONE_STATED if self.absent and bare else write(self)


_DATE = re.compile(r"([0-9]{4})\s*[-年/.．]\s*([0-9]{1,2})\s*[-月/.．]\s*([0-9]{1,2})\s*日?")


def _read_date(given: object) -> object:
    if not isinstance(given, str):
        return given
    typed = given.strip()
    match = _DATE.fullmatch(narrow(typed))
    if not match:
        raise ValueError(f"“{typed[:40]}”不是日期，请写成 2025年3月20日 或 2025-03-20")
    try:
        day = date(*map(int, match.groups()))
    except ValueError as error:
        raise ValueError(f"没有“{typed}”这一天，请核对年月日") from error
    if day.year < 1900:
        raise ValueError(f"“{typed[:40]}”的年份不对，请核对")
    return day


def write_date(day: date) -> str:
    """年月日标全, 月日不编虚位: `2025年3月20日` (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


Day = Annotated[
    date | None,
    BeforeValidator(_read_date),
    PlainSerializer(lambda day: None if day is None else write_date(day)),
]
"""A calendar day, typed `2025年3月20日` or `2025-03-20`."""
