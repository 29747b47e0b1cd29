"""`check` and hostile 自评表: whatever stands in them, it says what is wrong, and soon."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.checks.run import Checked, check
from tests.reports import draft_of, form_with, report_of

MEASURES = [
    "50",
    "≥50个",
    "90%以上",
    "-5",
    "0",
    "≥≥3",
    "≥",
    "达标",
    "10^20",
    "1e400",
    "100000000000000000000",
    "9" * 60,
    "0." + "0" * 40 + "1",
    "≥1" + "0" * 35,
    "１２，３４５．６％",
    "5-10",
    "--5",
    "+",
    "∞",
    "NaN",
    "²",
    "½",
    "٣",
    "𝟗",
]
NATURES = ["≥", "≤", "＝", "＞", "＜", "定性", "定量", "", "≥≥", "不低于"]
AMOUNTS = [
    "0",
    "0.00",
    "-5",
    "100.00",
    "99.99",
    "0.000000000001",
    "9999999999999999",
    "-9999999999999999",
    "1亿元",
    "1元",
]
SCORES = ["0", "-1", "10", "100", "100.01", "9999999999999999", "0.000000000001", "33.333"]
measures = st.one_of(st.sampled_from(MEASURES), st.text(max_size=12))
amounts, scores = st.sampled_from(AMOUNTS), st.sampled_from(SCORES)
names = st.sampled_from(["机关运转", "公车平台", "预算执行率", "项目总经费", "满意度", " ", "服务对象满意度"])
FIELDS: dict[str, st.SearchStrategy[str]] = {
    "一级指标": st.sampled_from(["产出指标", "效益指标（30分）", "满意度", "成本", " ", "指标"]),
    "二级指标": names,
    "三级指标": names,
    "指标性质": st.one_of(st.sampled_from(NATURES), st.text(max_size=4)),
    "指标值": measures,
    "计量单位": st.sampled_from(["%", "万元", "元", "个", ""]),
    "完成值": measures,
    "分值": scores,
    "得分": scores,
    "完成档次": st.sampled_from(["达成", "部分达成", "未达成", "优", ""]),
    "偏差原因": st.just("略"),
}
COLUMNS = ["总额", "一般公共预算", "政府性基金", "财政拨款", "上年结转", "其他资金", "基本支出", "项目支出"]


def _some(values: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({}, optional=values)


@st.composite
def _tables(draw: st.DrawFn, path: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    columns = ["年初预算数", "全年预算数", "全年执行数"]
    sums = draw(_some({f"{column}.{row}": amounts for column in columns for row in COLUMNS}))
    sums |= draw(_some({"分值": scores, "得分": scores, "执行率": st.sampled_from(["81%", "0", "-5%"])}))
    answers |= {f"{path}.资金.{key}": value for key, value in sums.items()}
    for n, row in enumerate(draw(st.lists(_some(FIELDS), max_size=4)), 1):
        answers |= {f"{path}.指标[{n}].{key}": value for key, value in (row or {"二级指标": "略"}).items()}
    answers |= {
        f"{path}.{k}": v for k, v in draw(_some({"得分": scores, "等级": st.text(max_size=3)})).items()
    }
    return answers or {f"{path}.等级": "优"}


@st.composite
def hostile_reports(draw: st.DrawFn) -> dict[str, Any]:
    """Answers nobody in their senses would give, all of them accepted by the model."""
    answers = draw(_tables("自评"))
    for n in range(1, draw(st.integers(0, 3)) + 1):
        answers |= draw(_tables(f"项目自评[{n}]"))
        answers |= {f"项目自评[{n}].名称": draw(names)}
        item = dict.fromkeys(("预算数", "金额", "另行支付", "上年决算数"), amounts)
        item |= {"类别": names, "名称": names, "完成率": st.sampled_from(["100%", "0"])}
        row = draw(_some(item)) or {"名称": "略"}
        answers |= {f"支出.项目.按项目[{n}].{key}": value for key, value in row.items()}
        row = draw(_some({**item, "个数": st.sampled_from(["0", "3"])}))
        allowed = {"预算数", "金额", "上年决算数", "类别", "完成率", "个数"}
        group = {key: value for key, value in row.items() if key in allowed} or {"类别": "略"}
        answers |= {f"支出.项目.分类[{n}].{key}": value for key, value in group.items()}
    text = [
        "支出.合计",
        "支出.基本.合计",
        "支出.基本.预算数",
        "支出.项目.合计",
        "支出.项目.预算数",
        "预算.年初预算数",
    ]
    text += [
        "预算.全年预算数",
        "预算.年中调整数",
        "上年.支出合计",
        "上年.项目支出",
        "资产.资产总额",
        "资产.上年资产总额",
    ]
    text += [
        "政府性基金预算.支出",
        "国有资本经营预算.支出",
        "基础数据.楼堂馆所[1].预算投资",
        "基础数据.楼堂馆所[1].实际投资",
    ]
    return answers | draw(_some(dict.fromkeys(text, amounts)))


def _checked(answers: dict[str, Any], last: dict[str, Any] | None = None, **said: Any) -> Checked:
    form = form_with({"评分": {"出处": "本地办法", **said}} if said else {})
    before = check(report_of({"年度": "2023", **last}), form).report if last is not None else None
    return check(report_of(answers), form, draft_of(answers), before)


@settings(max_examples=150)
@given(hostile_reports(), st.one_of(st.none(), hostile_reports()))
def test_hostile_tables_are_checked(answers: dict[str, Any], last: dict[str, Any] | None) -> None:
    checked = _checked(answers, last)
    assert all(finding.message for finding in checked.findings)
    assert [finding.as_json() for finding in checked.findings]


@settings(max_examples=40)
@given(
    hostile_reports(),
    st.fixed_dictionaries(
        {},
        optional={
            "权重": st.dictionaries(
                st.sampled_from(["产出指标", "甲", "预算执行率"]), st.sampled_from(["0", "1000"])
            ),
            "反向算法": st.sampled_from(["扣减", "比值"]),
            "执行率说明线": st.sampled_from(["0", "1000"]),
            "分档": st.just([{"等级": "甲", "起始分": "50"}]),
            "定性档次": st.just([{"档次": "好", "起": "100", "止": "100"}]),
        },
    ),
)
def test_forms_may_lay_down_odd_things(answers: dict[str, Any], said: dict[str, Any]) -> None:
    assert _checked(answers, **said).findings


@pytest.mark.parametrize("typed", MEASURES)
@pytest.mark.parametrize("nature", NATURES)
def test_every_odd_measure_is_checked(typed: str, nature: str) -> None:
    for target, actual in ((typed, "50"), ("50", typed), (typed, typed), ("0", typed)):
        at = "自评.指标[1]"
        answers = {
            f"{at}.指标性质": nature,
            f"{at}.指标值": target,
            f"{at}.完成值": actual,
            f"{at}.分值": "10",
        }
        assert _checked(answers).findings


@pytest.mark.parametrize("one", AMOUNTS)
@pytest.mark.parametrize("other", AMOUNTS)
def test_every_odd_pair_of_amounts_is_checked(one: str, other: str) -> None:
    answers = {
        "自评.资金.全年执行数.总额": one,
        "自评.资金.全年预算数.总额": other,
        "自评.资金.分值": "10",
        "自评.得分": "99",
        "支出.合计": one,
        "预算.全年预算数": other,
        "预算.预算执行率": "81%",
        "上年.支出合计": other,
        "上年.支出增减率": "5%",
        "支出.项目.按项目[1].金额": one,
        "支出.项目.按项目[1].预算数": other,
        "支出.项目.按项目[1].完成率": "100%",
    }
    assert _checked(answers).findings


def _large() -> dict[str, Any]:
    answers: dict[str, Any] = {"单位.全称": "甲县机关事务服务中心", "支出.项目.合计": "6000.00"}
    for p in range(61):
        path = f"项目自评[{p}]" if p else "自评"
        if p:
            answers |= {f"{path}.名称": f"项目{p}", f"支出.项目.按项目[{p}].名称": f"项目{p}"}
            answers |= {f"支出.项目.按项目[{p}].{k}": "100.00" for k in ("预算数", "金额")}
            answers |= {f"{path}.资金.全年预算数.总额": "120.00"}
        answers |= {f"{path}.资金.分值": "10"}
        for n in range(1, 201 if not p else 21):
            indicator = {"三级指标": f"指标{n}", "指标值": "≥50个", "完成值": "45个", "分值": "4.5"}
            answers |= {f"{path}.指标[{n}].{key}": value for key, value in indicator.items()}
    return answers


def test_sixty_projects_of_twenty_indicators_are_checked_soon() -> None:
    answers = _large()
    report, draft = report_of(answers), draft_of(answers)
    begun = time.process_time()
    checked = check(report, form_with({}), draft)
    took = time.process_time() - begun
    assert len(checked.computed) > 1400
    assert took < 5, f"{took:.2f} s"
