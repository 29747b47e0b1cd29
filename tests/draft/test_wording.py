"""No English reaches the clerk: every error of the model has Chinese words, at the right line."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from authoring.draft import wording
from authoring.draft.draft import Draft
from authoring.draft.report_file import build_report
from authoring.draft.wording import nearest_of
from authoring.draft.yaml_reader import read_yaml
from authoring.errors import InputError, Problem
from authoring.model.paths import places
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node

_HEAD = {"表单": "test-form", "年度": "2024"}
_WRONG: list[Any] = [
    "乱写",
    ["乱写"],
    {"乱写": "乱写"},
    [{"乱写": "乱写"}],
    [["乱写"]],
    None,
    [None],
    {},
    [],
    {"乱写": None},
    {"乱写": ["乱写"]},
    "9" * 5000,
]
_ENGLISH = re.compile(r"[A-Za-z]{2,}")
_OWN_NAMES = re.compile(r"test-form|yaml")


def _below(part: type[Node], path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place of the report; the first entry stands for all of a list."""
    for place in places(part).values():
        here = (*path, place.name)
        yield here
        if place.part:
            yield from _below(place.part, (*here, 0) if place.listing else here)


def _answers(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    for key in reversed(path):
        value = [value] if isinstance(key, int) else {key: value}
    return {**_HEAD, **value}


def _problems(answers: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        build_report(Draft(answers, "报告.yaml"))
    except InputError as error:
        return error.problems
    return ()


def test_every_wrong_shape_at_every_place_is_refused_in_chinese() -> None:
    unworded = set()
    for path in _below(SelfEvaluation):
        for value in _WRONG if path != ("版本",) else _WRONG[:-1]:
            for problem in _problems(_answers(path, value)):
                assert problem.message
                if _ENGLISH.search(_OWN_NAMES.sub("", str(problem))) or "{" in problem.message:
                    unworded.add(str(problem))
    assert unworded == set()


def test_every_kind_of_error_the_model_raises_is_in_the_table() -> None:
    kinds = set()
    for path in _below(SelfEvaluation):
        for value in _WRONG[:-1]:
            try:
                SelfEvaluation.model_validate(_answers(path, value))
            except ValidationError as error:
                kinds |= {each["type"] for each in error.errors()}
    assert kinds - {"value_error", "extra_forbidden"} <= wording._WORDS.keys()


@pytest.mark.parametrize(
    ("text", "line", "place", "says"),
    [
        ("年度: 2024\n", None, "表单", "缺少“表单”，请补上"),
        ("表单: x\n年度: 二〇二四\n", 2, "年度", "“二〇二四”不是整数，请写成 2024 这样的数"),
        ("表单: x\n年度:\n", 2, "年度", "这里要填整数，如 2024"),
        ("表单: x\n年度: 1990\n", 2, "年度", "“1990”太小，应不小于 1995"),
        ("表单: x\n年度: 20244\n", 2, "年度", "“20244”太大，应不大于 2100"),
        ("表单: x\n年度: 2024\n支出:\n  合汁: 1\n", 4, "支出.合汁", "没有“合汁”这一项，是不是“合计”？"),
        ("表单: x\n年度: 2024\n支出:\n  基本支出: 1\n", 4, "支出.基本支出", "是不是“基本”？"),
        ("表单: x\n年度: 2024\n支出:\n  zz: 1\n", 4, "支出.zz", "这里可填：口径、合计、基本、项目"),
        ("表单: x\n年度: 2024\n支出: 1531.55\n", 3, "支出", "“1531.55”应分项填写，下面可填：口径"),
        ("表单: x\n年度: 2024\n支出:\n  合计：1531.55\n", 3, "支出", "“合计：1531.55”应分项填写"),
        ("表单: x\n年度: 2024\n支出:\n  合计: 1e5\n", 4, "支出.合计", "请不要用科学计数法"),
        ("表单: x\n年度: 2024\n支出:\n  合计:\n    数: 1\n", 4, "支出.合计", "这里要填金额，如 1531.55"),
        ("表单: x\n年度: 2024\n支出:\n  基本:\n    明细:\n    - 科目: 办公费\n      金额: 三\n", 7,
         "支出.基本.明细[1].金额", "“三”不是金额"),
        ("表单: x\n年度: 2024\n支出:\n  基本:\n    明细:\n      科目: 甲\n", 5,
         "支出.基本.明细", "以“- ”开头"),
        ("表单: x\n年度: 2024\n落款:\n  盖章: 对\n", 4, "落款.盖章", "请填“是”或“否”"),
        ("表单: x\n年度: 2024\n落款:\n  日期: 2025年2月30日\n", 4, "落款.日期", "没有“2025年2月30日”这一天"),
        ("表单: x\n年度: 2024\n落款:\n  日期: 三月\n", 4, "落款.日期", "请写成 2025年3月20日 或 2025-03-20"),
        ("表单: x\n年度: 2024\n单位:\n  全称:\n    - 甲\n", 4, "单位.全称", "这里应直接填文字"),
        ("表单: x\n年度: 2024\n来源: 上年\n", 3, "来源", "每项一行“名称: 内容”"),
    ],
)  # fmt: skip
def test_problem_is_told_at_its_line_and_place(text: str, line: int | None, place: str, says: str) -> None:
    with pytest.raises(InputError) as refused:
        build_report(read_yaml(text, "报告.yaml"))
    (problem,) = refused.value.problems
    assert (problem.line, problem.place) == (line, place)
    assert says in problem.message
    assert problem.file == "报告.yaml"


def test_all_problems_are_told_at_once_in_order_of_line() -> None:
    text = "表单: x\n年度: 二\n支出:\n  合计: 一\n  合计: 二\n  项 目: 三\n单位:\n  人员:\n    在职: 1.5\n"
    with pytest.raises(InputError) as refused:
        build_report(read_yaml(text, "报告.yaml"))
    assert [problem.line for problem in refused.value.problems] == [2, 4, 5, 6, 9]
    first = str(refused.value).splitlines()[0]
    assert first == "报告.yaml 第2行（年度）：“二”不是整数，请写成 2024 这样的数"


@pytest.mark.parametrize(
    ("name", "known", "nearest"),
    [
        ("合汁", ["口径", "合计"], "合计"),
        ("人员经费支出", ["人员经费", "公用经费"], "人员经费"),
        ("金额（万元）", ["科目", "金额"], "金额"),
        ("公务用车购置及运行维护费", ["公务用车", "公务接待费"], "公务用车"),
        ("完全无关", ["口径", "合计"], None),
        ("合计", [], None),
        ("", ["合计"], None),
    ],
)
def test_nearest_name(name: str, known: list[str], nearest: str | None) -> None:
    assert nearest_of(name, known) == nearest
