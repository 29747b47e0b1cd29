"""Reports and drafts for tests, from answers by Chinese path: `{"专项资金.项目[1].实际支出": "86.82"}`."""

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from authoring.draft.draft import Draft
from authoring.draft.yaml_reader import read_yaml
from authoring.forms.form import Form
from authoring.model.paths import parse
from authoring.model.report import SelfEvaluation

_FORM = """
编码: test-form
名称: 测试表单
适用地区: 甲省
起用年度: 2020
停用年度: 2030
依据: 测试
报告标题: 自评报告
选项:
- 名称: 基本情况顺序
  可选: [职能在前, 机构在前]
章节:
- 标题: 部门基本情况
  填报: [单位.主要职能, 单位.人员, 绩效目标.整体]
  必填: [单位.全称, 单位.主要职能]
  有则必填: [绩效目标.整体, 绩效目标.专项]
- 标题: 一般公共预算支出情况
  填报: [预算, 支出.基本, 支出.项目]
  必填: [支出.合计, 支出.基本.合计, 支出.项目.合计]
- 标题: 政府性基金预算支出情况
  填报: [政府性基金预算]
- 标题: 绩效情况
  填报: [绩效情况, 专项资金]
  必填: [绩效情况]
- 标题: 存在的问题
  填报: [存在问题]
- 标题: 应用和公开情况
  填报: [自评, 应用和公开]
- 标题: 其他说明
  填报: [其他说明]
"""


@cache
def form_for_tests() -> Form:
    """A form with the kinds of section there are; the real ones may change without notice here."""
    return form_with({})


def form_with(settings: Mapping[str, Any]) -> Form:
    """The form for tests with some settings of its own: `{"落款": "否"}`."""
    return Form.model_validate({**read_yaml(_FORM).answers, **settings})


def nested(by_path: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by Chinese path → nested answers; entries count from 1 and may come in any order."""
    answers: dict[str, Any] = {"表单": "hunan-department", "年度": "2024"}
    for path, value in by_path.items():
        _put(answers, parse(path), value)
    return answers


def _put(at: Any, keys: tuple[str | int, ...], value: Any) -> None:
    for key, after in pairwise(keys):
        empty: Any = [] if isinstance(after, int) else {}
        if isinstance(key, int):
            at.extend({} for _ in range(key + 1 - len(at)))
            at = at[key]
        else:
            at = at.setdefault(key, empty)
    if isinstance(keys[-1], int):
        at.extend(None for _ in range(keys[-1] + 1 - len(at)))
    at[keys[-1]] = value


def report_of(by_path: Mapping[str, Any]) -> SelfEvaluation:
    """The report that states these answers."""
    return SelfEvaluation.model_validate(nested(by_path))


def draft_of(by_path: Mapping[str, Any]) -> Draft:
    """The draft of these answers, every part of it on a line of its own."""
    answers = nested(by_path)
    paths = list(_places(answers, ()))
    return Draft(answers, "报告.yaml", {path: line for line, path in enumerate(paths, 1)})


def _places(value: Any, path: tuple[str | int, ...]) -> Any:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _places(inner, (*path, position))
