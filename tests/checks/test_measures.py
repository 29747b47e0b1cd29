"""指标值 and 完成值 as clerks write them, and scores and rates as they are rounded."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from authoring.basis.scoring import scoring_of
from authoring.checks import run
from authoring.checks.finding import Outcome
from authoring.checks.indicator_score import due_score, read_measure
from tests.reports import form_for_tests, form_with, report_of


@pytest.mark.parametrize(
    ("typed", "value", "unit", "nature"),
    [
        ("≥50个", "50", "个", "≥"),
        ("≥ 50 个", "50", "个", "≥"),
        ("90%以上", "90", "%", "≥"),
        ("90%及以上", "90", "%", "≥"),
        ("90%（含）以上", "90", "%", "≥"),
        ("90%以上（含）", "90", "%", "≥"),
        ("3天以内", "3", "天", "≤"),
        ("2,698万元", "2698", "万元", ""),
        ("1,002,698.50 万元", "1002698.50", "万元", ""),
        ("＝0", "0", "", "＝"),
        ("≤2.0万元", "2.0", "万元", "≤"),
        ("不超过2.0万元", "2.0", "万元", "≤"),
        ("不低于95%", "95", "%", "≥"),
        ("９５．５％", "95.5", "%", ""),
        ("≥１，０００人次", "1000", "人次", "≥"),
        ("－3%", "-3", "%", ""),
        ("+5", "5", "", ""),
        ("100百分比", "100", "%", ""),
        ("1250㎡", "1250", "平方米", ""),
        (" 45 ", "45", "", ""),
    ],
)
def test_measure_is_read(typed: str, value: str, unit: str, nature: str) -> None:
    measure = read_measure(typed)
    assert measure
    assert str(measure.value) == value
    assert measure.step == Decimal(1).scaleb(-len(value.partition(".")[2]))
    assert (measure.unit, measure.nature) == (unit, nature)


@pytest.mark.parametrize(
    "typed",
    [
        None,
        "  ",
        "符合相关规定",
        "≥≥3",
        "1.2.3",
        "≥",
        "万元",
        "三次",
        "5-10",
        "2,69万元",
        "2,6,98",
        "12345,678",
        "2024年12月",
        "3个工作日内完成审批手续",
    ],
)
def test_what_is_no_number_is_refused(typed: str | None) -> None:
    assert read_measure(typed) is None


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("≥50场", "45"),
        ("50场以上", "45场"),
        ("90%及以上", "81%"),
        ("90%（含）以上", "81%"),
        ("100场以内", "110场"),
        ("不超过100万元", "110万元"),
        ("≥100百分比", "90%"),
        ("≤1000㎡", "1100平方米"),
    ],
)
def test_sign_and_unit_may_stand_in_the_target(target: str, actual: str) -> None:
    assert due_score(None, target, None, actual, Decimal(10), scoring_of(2024)) == 9


def test_nature_goes_before_a_sign_in_the_target() -> None:
    assert due_score("≤", "100", None, "110", Decimal(10), scoring_of(2024)) == 9


@pytest.mark.parametrize(
    "said", [{"反向算法": "平方"}, {"执行率说明线": "-1"}, {"分档": []}, {"定性档次": []}, {"满分": "120"}]
)
def test_form_cannot_lay_down_nonsense(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        form_with({"评分": {"出处": "本地办法", **said}})


def _outcomes(rule: str, answers: dict[str, str]) -> list[Outcome]:
    findings = run.check(report_of(answers), form_for_tests()).findings
    return [finding.outcome for finding in findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("nature", "target", "actual", "weight", "score"),
    [
        ("≥", "48", "25", "18", "9.38"),  # 9.375, though 25÷48 has no end
        ("≥", "24", "5", "3", "0.63"),  # 0.625
        ("≤", "24", "43", "3", "0.63"),
    ],
)
def test_weight_is_in_before_anything_is_rounded(
    nature: str, target: str, actual: str, weight: str, score: str
) -> None:
    row = {"指标性质": nature, "指标值": target, "完成值": actual, "分值": weight, "得分": score}
    assert _outcomes("ZB-01", {f"自评.指标[1].{name}": value for name, value in row.items()}) == [
        Outcome.AGREES
    ]


def test_weight_is_in_before_the_execution_rate_is_rounded() -> None:
    answers = {"自评.资金.分值": "18", "自评.资金.得分": "9.38"}
    answers |= {"自评.资金.全年执行数.总额": "25.00", "自评.资金.全年预算数.总额": "48.00"}
    assert _outcomes("PF-03", answers) == [Outcome.AGREES]


@pytest.mark.parametrize(
    ("executed", "low"), [("899.94", True), ("899.95", False), ("899.96", False), ("900.00", False)]
)
def test_rate_below_its_line_is_so_as_printed(executed: str, *, low: bool) -> None:
    answers = {
        "自评.得分": "98",
        "自评.资金.全年执行数.总额": executed,
        "自评.资金.全年预算数.总额": "1000.00",
    }
    expected = [Outcome.DIFFERS if low else Outcome.AGREES]
    assert _outcomes("ZJ-12", answers) == expected
    assert _outcomes("PF-08", answers) == expected


@pytest.mark.parametrize(
    ("now", "large"), [("1100.04", False), ("1100.05", True), ("899.96", False), ("899.95", True)]
)
def test_change_beyond_its_line_is_so_as_printed(now: str, *, large: bool) -> None:
    answers = {"支出.合计": now, "上年.支出合计": "1000.00"}
    assert _outcomes("SN-03", answers) == [Outcome.DIFFERS if large else Outcome.AGREES]
