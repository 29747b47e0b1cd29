"""计分规则: at, just under and just over every line, as the basis lays it down and as a form does."""

from decimal import Decimal
from typing import Any

import pytest

from authoring.basis.grades import grade_scale
from authoring.basis.scoring import DEDUCTING, DIVIDING, scoring_of
from authoring.checks.finding import Finding, Outcome
from authoring.checks.indicator_score import nature_of, read_measure, share_of
from authoring.checks.run import check, fill_totals
from authoring.forms.form import Form
from authoring.quantities import Score
from tests.reports import form_with, report_of


def form_laying_down(**said: Any) -> Form:
    """The test form with a 评分 of its own."""
    return form_with({"评分": {"出处": "本地办法", **said}} if said else {})


def score_of(nature: str, target: str, actual: str, weight: str = "10", **said: Any) -> str | None:
    """The score the program fills in for an indicator."""
    at = "自评.指标[1]"
    answers = {f"{at}.指标性质": nature, f"{at}.指标值": target, f"{at}.完成值": actual, f"{at}.分值": weight}
    report = fill_totals(report_of(answers), form_laying_down(**said))
    assert report.self_score
    assert report.self_score.indicators
    score = report.self_score.indicators[0].score
    return None if score is None else f"{score.value:f}"


def breaches(rule: str, answers: dict[str, Any], **said: Any) -> list[Finding]:
    """What a rule finds wrong."""
    findings = check(report_of(answers), form_laying_down(**said)).findings
    return [f for f in findings if f.rule == rule and f.outcome is Outcome.DIFFERS]


@pytest.mark.parametrize("nature", ["≥", "＞", ">", ">=", "大于等于", "不低于", "正向"])
@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("50", "50", "10"),
        ("50", "49.99", "10"),  # 9.998, to two places
        ("50", "49.97", "9.99"),
        ("50", "50.01", "10"),
        ("50", "45", "9"),
        ("50", "25", "5"),
        ("50", "500", "10"),
        ("50", "0", "0"),
        ("50", "-5", "0"),
        ("3", "2", "6.67"),
        ("3", "1", "3.33"),
        ("800", "1", "0.01"),  # 0.0125
        ("2000", "1", "0.01"),  # 0.005, half up
        ("2001", "1", "0"),  # just under
        ("95%", "95%", "10"),
        ("95%", "94.9%", "9.99"),  # 9.98947
        ("0", "0", "10"),
        ("0", "5", "10"),
        ("-5", "0", None),
        ("-5", "-6", None),
    ],
)
def test_the_more_the_better(nature: str, target: str, actual: str, score: str | None) -> None:
    assert score_of(nature, target, actual) == score


@pytest.mark.parametrize("nature", ["＝", "=", "等于"])
@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("20", "20", "10"),
        ("20", "19.99", "10"),  # 9.995, half up
        ("20", "19.98", "9.99"),
        ("20", "19", "9.5"),
        ("20", "20.01", "10"),
        ("20", "26", "10"),
        ("20", "0", "0"),
        ("20", "-1", "0"),
        ("0", "0", "10"),
        ("0", "0.01", "0"),
        ("0", "1", "0"),
        ("0", "-1", "10"),
        ("-1", "-1", None),
    ],
)
def test_exactly_so_many(nature: str, target: str, actual: str, score: str | None) -> None:
    assert score_of(nature, target, actual) == score


@pytest.mark.parametrize("nature", ["≤", "＜", "<", "<=", "不超过", "反向"])
@pytest.mark.parametrize(
    ("target", "actual", "deducting", "dividing"),
    [
        ("100", "100", "10", "10"),
        ("100", "99.99", "10", "10"),
        ("100", "100.01", "10", "10"),  # 9.999, to two places
        ("100", "100.1", "9.99", "9.99"),
        ("100", "110", "9", "9.09"),
        ("100", "150", "5", "6.67"),
        ("100", "199.9", "0.01", "5"),  # 5.0025
        ("100", "199", "0.1", "5.03"),
        ("100", "200", "0", "5"),
        ("100", "200.1", "0", "5"),  # 4.9975
        ("100", "201", "0", "4.98"),
        ("100", "1000", "0", "1"),
        ("100", "0", "10", "10"),
        ("100", "-5", "10", "10"),
        ("0", "0", "10", "10"),
        ("0", "-1", "10", "10"),
        ("0", "0.01", "0", "0"),
        ("0", "5", "0", "0"),
        ("-1", "0", None, None),
    ],
)
def test_the_less_the_better(
    nature: str, target: str, actual: str, deducting: str | None, dividing: str | None
) -> None:
    assert score_of(nature, target, actual) == deducting
    assert score_of(nature, target, actual, 反向算法=DEDUCTING) == deducting
    assert score_of(nature, target, actual, 反向算法=DIVIDING) == dividing


def test_of_equal_zero_the_method_does_not_matter() -> None:
    assert score_of("＝", "0", "3", 反向算法=DIVIDING) == "0"
    assert score_of("＝", "0", "0", 反向算法=DIVIDING) == "10"


def test_method_does_not_touch_what_is_better_the_more() -> None:
    assert score_of("≥", "50", "45", 反向算法=DIVIDING) == "9"
    assert score_of("＝", "50", "45", 反向算法=DIVIDING) == "9"


@pytest.mark.parametrize(
    ("weight", "score"), [("10", "9"), ("8", "7.2"), ("7.5", "6.75"), ("0", "0"), ("3.33", "3")]
)
def test_score_is_a_share_of_the_weight(weight: str, score: str) -> None:
    assert score_of("≥", "50", "45", weight) == score  # 3.33 → 2.997


@pytest.mark.parametrize(
    ("nature", "target", "actual"),
    [
        ("定性", "显著提升", "达成"),
        ("定性", "50", "45"),
        ("", "50", "45"),
        ("大概", "50", "45"),
        ("≥", "若干", "45"),
        ("≥", "50", "已完成"),
        ("≥", "50场", "45次"),
        ("≥", "50-60", "45"),
        ("≥", "≥≥50", "45"),
    ],
)
def test_nothing_is_worked_out_of_what_is_not_measured(nature: str, target: str, actual: str) -> None:
    assert score_of(nature, target, actual) is None


@pytest.mark.parametrize(
    ("typed", "value", "unit", "nature"),
    [
        ("≥50个", "50", "个", "≥"),
        ("90%以上", "90", "%", "≥"),
        ("30天以内", "30", "天", "≤"),
        ("2,698万元", "2698", "万元", ""),
        ("不超过 90 万元", "90", "万元", "≤"),
        ("＞=８５％", "85", "%", "≥"),
        ("≤100百分比", "100", "%", "≤"),
        ("-5", "-5", "", ""),
        ("0.50", "0.50", "", ""),
        ("=3次", "3", "次", "＝"),
    ],
)
def test_measure_is_read_as_typed(typed: str, value: str, unit: str, nature: str) -> None:
    measure = read_measure(typed)
    assert measure
    assert (str(measure.value), measure.unit, measure.nature) == (value, unit, nature)


@pytest.mark.parametrize(
    "typed", [None, "", " ", "达标", "50-60", "≥≥3", "10^20", "1e5", "5人6次", "。", "%"]
)
def test_what_is_no_measure(typed: str | None) -> None:
    assert read_measure(typed) is None


def test_natures_are_known_by_many_names_and_no_others() -> None:
    assert [nature_of(n) for n in ("≥", " ≥ ", "大于 等于", "≤", "＝", "定性")] == [
        "≥",
        "≥",
        "≥",
        "≤",
        "＝",
        "定性",
    ]
    assert [nature_of(n) for n in (None, "", "约等于", "≠")] == [None] * 4


@pytest.mark.parametrize("target", ["1", "3", "100", "0.01"])
@pytest.mark.parametrize("nature", ["≥", "≤", "＝"])
@pytest.mark.parametrize("method", [DEDUCTING, DIVIDING])
def test_share_lies_between_nothing_and_all(target: str, nature: str, method: str) -> None:
    scoring = scoring_of(2024, {"反向算法": method})
    shares = [share_of(nature, Decimal(target), Decimal(n) / 100, scoring) for n in range(0, 400, 7)]
    assert all(share is not None and 0 <= share <= 1 for share in shares)
    assert shares == sorted(shares, reverse=nature == "≤")  # type: ignore[type-var]


_BANDS = [
    ("达成", "8", "10"),
    ("部分达成", "6", "7.99"),
    ("未达成", "0", "5.99"),
]


@pytest.mark.parametrize(("band", "lowest", "highest"), _BANDS)
@pytest.mark.parametrize("weight", ["10", "5", "7.5"])
def test_qualitative_score_lies_in_its_band(band: str, lowest: str, highest: str, weight: str) -> None:
    """A band includes its lower end; only the best one includes its upper end."""
    share = Decimal(weight) / 10
    low, high = (
        Decimal(lowest) * share,
        (Decimal(highest) + (0 if highest == "10" else Decimal("0.01"))) * share,
    )
    cent = Decimal("0.01")

    def wrong(score: Decimal) -> bool:
        at = "自评.指标[1]"
        answers = {
            f"{at}.指标性质": "定性",
            f"{at}.完成情况": "略",
            f"{at}.完成档次": band,
            f"{at}.分值": weight,
        }
        return bool(breaches("ZB-02", {**answers, f"{at}.得分": f"{score:f}"}))

    assert not wrong(low)
    assert wrong(low - cent)
    assert not wrong(low + cent)
    assert not wrong(high - cent)
    assert wrong(high + cent)
    assert wrong(high) == (band != "达成")


def execution_score(executed: str, adjusted: str, weight: str = "10") -> str | None:
    """The score the program fills in for the funding rows."""
    funding = "自评.资金"
    answers = {
        f"{funding}.分值": weight,
        f"{funding}.全年执行数.总额": executed,
        f"{funding}.全年预算数.总额": adjusted,
    }
    report = fill_totals(report_of(answers), form_with({}))
    assert report.self_score
    assert report.self_score.funding
    score = report.self_score.funding.score
    return None if score is None else f"{score.value:f}"


@pytest.mark.parametrize(
    ("executed", "adjusted", "score"),
    [
        ("100.00", "100.00", "10"),
        ("99.99", "100.00", "10"),  # 9.999
        ("99.94", "100.00", "9.99"),
        ("100.01", "100.00", "10"),
        ("150.00", "100.00", "10"),
        ("90.00", "100.00", "9"),
        ("89.974", "98.784", "9.11"),  # the real one
        ("2388.71", "2946.45", "8.11"),  # the real one
        ("0.05", "100.00", "0.01"),  # 0.005, half up
        ("0.04", "100.00", "0"),
        ("0", "100.00", "0"),
        ("-10.00", "100.00", "-1"),
        ("50.00", "0", None),
    ],
)
def test_execution_earns_its_rate_and_no_more_than_the_weight(
    executed: str, adjusted: str, score: str | None
) -> None:
    assert execution_score(executed, adjusted) == score


def test_execution_score_is_a_share_of_its_own_weight() -> None:
    assert execution_score("81.00", "100.00", "20") == "16.2"
    assert execution_score("120.00", "100.00", "20") == "20"


_GRADES = [
    ("100", "优"),
    ("99.99", "优"),
    ("90.01", "优"),
    ("90", "优"),
    ("89.99", "良"),
    ("80.01", "良"),
    ("80", "良"),
    ("79.99", "中"),
    ("60.01", "中"),
    ("60", "中"),
    ("59.99", "差"),
    ("0", "差"),
]


@pytest.mark.parametrize(("score", "grade"), _GRADES)
@pytest.mark.parametrize("table", ["自评", "项目自评[1]"])
def test_grade_of_a_score(score: str, grade: str, table: str) -> None:
    assert not breaches("PF-02", {f"{table}.得分": score, f"{table}.等级": grade})
    for other in {"优", "良", "中", "差"} - {grade}:
        assert breaches("PF-02", {f"{table}.得分": score, f"{table}.等级": other})


_OWN_GRADES = [
    {"等级": "优", "起始分": "90"},
    {"等级": "良", "起始分": "75"},
    {"等级": "合格", "起始分": "60"},
    {"等级": "不合格", "起始分": "0"},
]


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("90", "优"),
        ("89.99", "良"),
        ("75", "良"),
        ("74.99", "合格"),
        ("60", "合格"),
        ("59.99", "不合格"),
        ("0", "不合格"),
    ],
)
def test_a_form_has_grades_of_its_own(score: str, grade: str) -> None:
    answers = {"自评.得分": score, "自评.等级": grade}
    assert not breaches("PF-02", answers, 分档=_OWN_GRADES)
    assert not breaches("PF-02", answers, 分档=_OWN_GRADES[::-1])
    for other in {"优", "良", "合格", "不合格", "中", "差"} - {grade}:
        assert breaches("PF-02", {**answers, "自评.等级": other}, 分档=_OWN_GRADES)


def test_a_form_has_other_names_for_its_grades() -> None:
    answers = {"自评.得分": "95", "自评.等级": "A"}
    assert breaches("PF-02", answers)
    assert not breaches("PF-02", answers, 又称={"A": "优"})


def test_below_all_floors_is_the_last_grade() -> None:
    scale = grade_scale(2024, {"分档": [{"等级": "优", "起始分": "90"}, {"等级": "合格", "起始分": "60"}]})
    assert [scale.grade_of(Decimal(n)) for n in (95, 60, 59, -1)] == ["优", "合格", "合格", "合格"]


def weights(execution: str, *levels: tuple[str, str]) -> dict[str, str]:
    """Answers with one indicator for each 一级指标."""
    answers = {"自评.资金.分值": execution} if execution else {}
    for n, (level, weight) in enumerate(levels, 1):
        answers[f"自评.指标[{n}].一级指标"] = level
        answers[f"自评.指标[{n}].分值"] = weight
    return answers


@pytest.mark.parametrize(("last", "wrong"), [("10", False), ("9.99", True), ("10.01", True), ("0", True)])
def test_weights_make_a_hundred(last: str, wrong: bool) -> None:
    given = weights("10", ("产出指标", "50"), ("效益指标", "30"), ("满意度指标", last))
    assert bool(breaches("PF-06", given)) == wrong


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (weights("10", ("产出指标", "50"), ("效益指标", "30"), ("满意度指标", "10")), 0),
        (weights("10", ("产出指标（50分）", "50"), ("效益", "30"), ("服务对象满意度", "10")), 0),
        (weights("10", ("产出指标", "49.99"), ("效益指标", "30.01"), ("满意度指标", "10")), 2),
        (weights("10", ("产出指标", "50.01"), ("效益指标", "29.99"), ("满意度指标", "10")), 2),
        (weights("20", ("产出指标", "40"), ("效益指标", "30"), ("满意度指标", "10")), 2),
        (weights("10", ("产出指标", "50"), ("效益指标", "40")), 0),
        (weights("10", ("产出指标", "60"), ("效益指标", "30")), 0),
        (weights("10", ("产出指标", "55"), ("效益指标", "35")), 0),
        (weights("20", ("产出指标", "50"), ("效益指标", "30")), 0),
        (weights("10", ("产出指标", "50"), ("效益指标", "39.99")), 2),
        (weights("10", ("产出指标", "49"), ("效益指标", "41")), 3),
        (weights("10", ("产出指标", "50"), ("效益指标", "30")), 1),
        (weights("10", ("产出指标", "50"), ("效益指标", "30"), ("成本指标", "10")), 1),
        (weights("", ("产出指标", "50"), ("效益指标", "30"), ("满意度指标", "10")), 1),
        (weights("10"), 0),
        ({}, 0),
    ],
)
def test_weights_by_level_are_those_laid_down(given: dict[str, str], wrong: int) -> None:
    assert len(breaches("PF-07", given)) == wrong


def test_a_form_has_weights_of_its_own() -> None:
    own = {"预算执行率": "10", "产出指标": "40", "效益指标": "20", "满意度指标": "10", "成本指标": "20"}
    levels = (("产出指标", "40"), ("成本指标", "20"), ("效益指标", "20"), ("满意度指标", "10"))
    assert not breaches("PF-07", weights("10", *levels), 权重=own)
    assert breaches("PF-07", weights("10", *levels))
    other = (("产出指标", "50"), ("成本指标", "10"), *levels[2:])
    assert len(breaches("PF-07", weights("10", *other), 权重=own)) == 2


_RATE = {"自评.资金.全年预算数.总额": "100.00"}


@pytest.mark.parametrize(
    ("rule", "path", "fixed"),
    [
        ("ZX-16", "预算.预算执行率", {}),
        ("ZJ-12", "自评.资金.全年执行数.总额", _RATE),
        ("PF-08", "自评.资金.全年执行数.总额", {**_RATE, "自评.得分": "98"}),
    ],
)
def test_execution_line(rule: str, path: str, fixed: dict[str, str]) -> None:
    def wrong(rate: str, **said: str) -> bool:
        return bool(breaches(rule, {**fixed, path: rate}, **said))

    assert [wrong(rate) for rate in ("89.99", "90.00", "90.01")] == [True, False, False]
    assert [wrong(rate, 执行率说明线="80") for rate in ("79.99", "80.00", "80.01")] == [True, False, False]
    over = rule != "PF-08"
    assert [wrong(rate) for rate in ("99.99", "100.00", "100.01")] == [False, False, over]


@pytest.mark.parametrize("nature", ["≥", "＝"])
def test_excess_line(nature: str) -> None:
    def wrong(actual: str, **said: str) -> bool:
        at = "自评.指标[1]"
        given = {f"{at}.指标性质": nature, f"{at}.指标值": "100", f"{at}.完成值": actual}
        return bool(breaches("ZB-05", given, **said))

    assert [wrong(a) for a in ("99.99", "100", "129.99", "130", "130.01")] == [True, False, False, True, True]
    assert [wrong(a, 超额说明线="150") for a in ("130", "149.99", "150")] == [False, False, True]


def test_reverse_indicator_has_no_excess_line() -> None:
    at = "自评.指标[1]"
    given = {f"{at}.指标性质": "≤", f"{at}.指标值": "100"}
    told = [bool(breaches("ZB-05", {**given, f"{at}.完成值": a})) for a in ("0", "70", "100", "100.01")]
    assert told == [False, False, False, True]


def test_high_score_line() -> None:
    def wrong(score: str, **said: str) -> bool:
        return bool(breaches("PF-08", {"自评.得分": score, "预算.预算执行率": "81%"}, **said))

    assert [wrong(score) for score in ("97.99", "98", "98.01", "100")] == [False, True, True, True]
    assert [wrong(score, 高分线="95") for score in ("94.99", "95")] == [False, True]


@pytest.mark.parametrize(("lowest", "wrong"), [("97.99", False), ("98", True), ("98.01", True)])
def test_all_projects_near_full(lowest: str, wrong: bool) -> None:
    given = {f"项目自评[{n}].得分": score for n, score in enumerate(("99", lowest, "100"), 1)}
    assert bool(breaches("PF-08", given)) == wrong


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        ("89.99", True),
        ("90.00", False),
        ("90.01", False),
        ("109.99", False),
        ("110.00", False),
        ("110.01", True),
    ],
)
def test_change_line(now: str, wrong: bool) -> None:
    assert bool(breaches("SN-03", {"支出.合计": now, "上年.支出合计": "100.00"})) == wrong


def test_a_form_has_a_change_line_of_its_own() -> None:
    def wrong(now: str) -> bool:
        return bool(breaches("SN-03", {"支出.合计": now, "上年.支出合计": "100.00"}, 变动说明线="20"))

    assert [wrong(now) for now in ("79.99", "80.00", "120.00", "120.01")] == [True, False, False, True]


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("96.11", Outcome.AGREES),
        ("96.110", Outcome.AGREES),
        ("96.1", Outcome.DIFFERS),
        ("96", Outcome.DIFFERS),
        ("96.10", Outcome.DIFFERS),
        ("96.12", Outcome.DIFFERS),
        ("96.2", Outcome.DIFFERS),
        ("97", Outcome.DIFFERS),
        ("95", Outcome.DIFFERS),
    ],
)
def test_table_score_is_the_sum_kept_to_two_places(typed: str, outcome: Outcome) -> None:
    scores = {"9.11": "10", "49.00": "50", "28.00": "30", "10.00": "10"}
    answers = {"自评.得分": typed}
    for n, (score, weight) in enumerate(scores.items(), 1):
        answers |= {f"自评.指标[{n}].得分": score, f"自评.指标[{n}].分值": weight}
    told = [f.outcome for f in check(report_of(answers), form_with({})).findings if f.rule == "PF-04"]
    assert told == [outcome]


def test_scores_filled_in_make_the_table_score() -> None:
    answers = {
        "自评.资金.分值": "10",
        "自评.资金.全年预算数.总额": "98.784",
        "自评.资金.全年执行数.总额": "89.974",
        **{f"自评.指标[1].{k}": v for k, v in {"指标值": "≥3", "完成值": "2", "分值": "50"}.items()},
        **{f"自评.指标[2].{k}": v for k, v in {"指标值": "≤100", "完成值": "110", "分值": "40"}.items()},
    }
    report = fill_totals(report_of(answers), form_with({}))
    assert report.self_score
    assert report.self_score.score == Score("78.44")  # 9.11＋33.33＋36
    assert report.self_score.grade == "中"


@pytest.mark.parametrize(
    ("answers", "grade"),
    [
        ({"自评.得分": "90"}, "优"),
        ({"自评.得分": "89.99"}, "良"),
        ({"自评.得分": "89.99", "自评.等级": "优"}, "优"),
        ({"自评.得分": "101"}, None),
    ],
)
def test_grade_left_open_is_that_of_the_score(answers: dict[str, str], grade: str | None) -> None:
    report = fill_totals(report_of({**answers, "自评.指标[1].三级指标": "保障会议"}), form_with({}))
    assert report.self_score
    assert report.self_score.grade == grade


def test_a_score_without_a_table_gets_no_grade() -> None:
    report = fill_totals(report_of({"自评.得分": "95"}), form_with({}))
    assert report.self_score
    assert report.self_score.grade is None


def test_what_a_form_does_not_lay_down_is_the_basis() -> None:
    own, basis = form_laying_down(执行率说明线="80").scoring(2024), scoring_of(2024)
    assert own == basis._replace(execution_line=Decimal(80), source=own.source)
    assert own.source.startswith("本地办法")
    assert form_with({}).scoring(2024) == basis
    assert basis.full == sum(basis.weights.values())
