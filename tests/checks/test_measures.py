"""指标值 and 完成值 as clerks write them: `≥50个`, `90%及以上`, `2,698万元`; and what is no number."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from authoring.basis.scoring import scoring_of
from authoring.checks.indicator_score import due_score, read_measure
from tests.reports import form_with


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
    assert due_score(None, target, actual, Decimal(10), scoring_of(2024)) == 9


def test_nature_goes_before_a_sign_in_the_target() -> None:
    assert due_score("≤", "≥100", "110", Decimal(10), scoring_of(2024)) == 9


@pytest.mark.parametrize(
    "said", [{"反向算法": "平方"}, {"执行率说明线": "-1"}, {"分档": []}, {"定性档次": []}, {"满分": "120"}]
)
def test_form_cannot_lay_down_nonsense(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        form_with({"评分": {"出处": "本地办法", **said}})
