"""pydantic's errors in the clerk's words: reworded by type, in one table, with the line of the answer."""

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from authoring.draft.draft import Draft, Path, path_text
from authoring.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic_core import ErrorDetails

_WORDS: dict[str, str] = {
    "missing": "缺少“{name}”，请补上",
    "int_parsing": "“{given}”不是整数，请写成 2024 这样的数",
    "int_type": "这里要填整数，如 2024",
    "string_type": "这里应直接填文字，下面不能再分项",
    "tuple_type": "这里应逐项列出，每项一行、以“- ”开头；没有就填“无”",
    "model_type": "“{given}”应分项填写，下面可填：{known}",
    "dict_type": "这里应分项填写，每项一行“名称: 内容”",
    "bool_type": "请填“是”或“否”",
    "date_type": "请填日期，如 2025年3月20日",
    "greater_than_equal": "“{given}”太小，应不小于 {ge}",
    "less_than_equal": "“{given}”太大，应不大于 {le}",
}


def reword(
    errors: "Iterable[ErrorDetails]", draft: Draft, names_at: "Callable[[Path], list[str]]"
) -> list[Problem]:
    """One problem per error, in Chinese; `names_at` tells what may stand below a place."""
    told = list(islice(errors, _MOST_TOLD))
    return [_problem(error, draft, names_at) for error in told]


_MOST_TOLD = 500
"""Nobody reads more, and to look for the nearest name of each takes its time."""


def _problem(error: "ErrorDetails", draft: Draft, names_at: "Callable[[Path], list[str]]") -> Problem:
    path: Path = error["loc"]
    kind = error["type"]
    if kind == "extra_forbidden":
        message = _unknown(str(path[-1]), names_at(path[:-1]))
    elif kind == "value_error":
        message = str(error.get("ctx", {}).get("error", "填写有误"))
    elif kind == "literal_error":
        known = re.findall("'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
        message = f"“{str(error['input'])[:40]}”不能用，可填：{'、'.join(known)}"
    elif kind == "string_pattern_mismatch":
        message = f"“{str(error['input'])[:40]}”的写法不对，请照说明的开头和结尾，中间用小写字母、数字、短横"
    else:
        facts = _facts(error, names_at)
        message = _WORDS.get(kind, "“{given}”不合这一项的要求，请核对").format_map(facts)
    return Problem(message, draft.file, draft.line(path), path_text(path), draft.spot(path))


def _facts(error: "ErrorDetails", names_at: "Callable[[Path], list[str]]") -> dict[str, Any]:
    path: Path = error["loc"]
    given = error["input"]
    return {
        "name": path[-1] if path else "",
        "given": str(given)[:40] if isinstance(given, str) else path[-1] if path else "",
        "known": "、".join(names_at(path)) or "分项",
        "ge": "",
        "le": "",
        **error.get("ctx", {}),
    }


def _unknown(name: str, known: list[str]) -> str:
    nearest = nearest_of(name, known)
    if nearest:
        return f"没有“{name}”这一项，是不是“{nearest}”？"
    if known:
        return f"没有“{name}”这一项，这里可填：{'、'.join(known)}"
    return f"没有“{name}”这一项，请删去"


def nearest_of(name: str, known: "Iterable[str]") -> str | None:
    """The name most like `name`, or None if none is like it at all."""
    from difflib import get_close_matches  # noqa: PLC0415  4 ms, for wrong names only

    candidates = list(known)
    close = get_close_matches(name, candidates, n=1, cutoff=0.5)
    if close:
        return close[0]
    return next((k for k in candidates if name and (name in k or k in name)), None)
