"""Fields of the report that templates look up: each as the part that holds it and its 中文名."""

from functools import cache

from authoring.model.paths import by_name
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node

Field = tuple[str, str]
"""As `("Staffing", "编制")`."""


def read_for(filter_: str) -> frozenset[Field]:
    """The fields a filter looks up by itself."""
    return frozenset(("Indicator", name) for name in _BY_FILTER.get(filter_, ()))


_BY_FILTER = {
    "指标值": ("指标性质", "指标值", "计量单位"),
    "完成值": ("完成值", "计量单位", "完成情况", "完成档次"),
}


def read_at_top(name: str) -> frozenset[Field]:
    """The fields behind a name every template may use."""
    return _BY_FACT.get(name) or along(name)


def along(path: str) -> frozenset[Field]:
    """The fields a Chinese path without positions leads through, as far as there are any."""
    part: type[Node] | None = SelfEvaluation
    found: set[Field] = set()
    for name in path.split("."):
        place = by_name(part).get(name) if part else None
        if part and place:
            found.add((part.__name__, name))
        part = place.part if place else None
    return frozenset(found)


_BY_FACT = {
    "落款单位": along("落款.单位") | along("单位.全称"),
    "选项": along("表单选项"),
    **dict.fromkeys(("本年", "上年度", "满分"), along("年度")),
}


@cache
def whole(part: type[Node]) -> frozenset[Field]:
    """Every field of a part and of the parts in it."""
    found = {(part.__name__, name) for name in by_name(part)}
    for place in by_name(part).values():
        if place.part:
            found |= whole(place.part)
    return frozenset(found)
