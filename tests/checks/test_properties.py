"""What holds of the checks for every report: no false alarm, no missed error, no other rule drawn in."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.checks.finding import Finding, Outcome
from authoring.checks.interval import Interval
from authoring.checks.registry import Identity
from authoring.checks.rules import RULES, rules_by_id
from authoring.checks.run import check, fill_totals
from authoring.model.paths import figures
from authoring.quantities import Amount
from tests.checks.cases import cases_of
from tests.checks.consistent import YUAN, Report, consistent_reports
from tests.reports import draft_of, form_for_tests, report_of

IDENTITIES = {rule.id for rule in RULES if isinstance(rule, Identity)}


def _compared(answers: dict[str, object]) -> list[Finding]:
    """What the identities find."""
    checked = check(report_of(answers), form_for_tests(), draft_of(answers))
    return [finding for finding in checked.findings if finding.rule in IDENTITIES]


def _told(findings: list[Finding], *outcomes: Outcome) -> set[tuple[str, str]]:
    return {(f.rule, f.place) for f in findings if f.outcome in outcomes}


@settings(max_examples=60)
@given(consistent_reports())
def test_consistent_report_agrees_everywhere(report: Report) -> None:
    findings = _compared(report.answers)
    assert {(f.rule, f.outcome, f.message) for f in findings if f.outcome is not Outcome.AGREES} == set()
    assert _told(findings, Outcome.AGREES) == {(rule, stated) for rule, stated, _ in report.relations}


@settings(max_examples=60)
@given(consistent_reports(smallest=0))
def test_consistent_report_with_zeros_and_small_amounts_agrees(report: Report) -> None:
    findings = _compared(report.answers)
    assert {(f.rule, f.message) for f in findings if f.outcome is not Outcome.AGREES} == set()


@settings(max_examples=60)
@given(consistent_reports(step=YUAN))
def test_figures_rounded_one_by_one_are_no_error(report: Report) -> None:
    findings = _compared(report.answers)
    assert _told(findings, Outcome.DIFFERS, Outcome.UNCHECKED) == set()
    assert _told(findings, Outcome.AGREES, Outcome.ROUNDING) == {
        (r, stated) for r, stated, _ in report.relations
    }


@settings(max_examples=120)
@given(st.data())
def test_one_wrong_figure_is_told_by_exactly_the_rules_that_name_it(data: st.DataObject) -> None:
    report = data.draw(consistent_reports())
    path = data.draw(st.sampled_from(report.figures))
    typed = Decimal(str(report.answers[path]).removesuffix("%"))
    if path.endswith(("率", "占比", "增幅", "完成年初预算")):
        wrong = f"{typed + data.draw(st.integers(5, 50))}%"
    elif "." in str(report.answers[path]):
        wrong = f"{typed * 3 + data.draw(st.integers(1000, 9000))}"
    else:
        wrong = f"{typed * 2 + data.draw(st.integers(1, 9))}"
    findings = _compared({**report.answers, path: wrong})
    assert _told(findings, Outcome.DIFFERS) == report.naming(path)
    assert _told(findings, Outcome.ROUNDING, Outcome.UNCHECKED) == set()


@settings(max_examples=60)
@given(st.data())
def test_one_cent_is_told_as_rounding_at_most_two_cents_in_a_sum_of_two_as_error(data: st.DataObject) -> None:
    report = data.draw(consistent_reports())
    cents = data.draw(st.sampled_from([-2, -1, 1, 2]))
    wrong = Decimal(str(report.answers["支出.基本.公用经费"])) + Decimal(cents) / 100
    findings = _compared({**report.answers, "支出.基本.公用经费": str(wrong)})
    told = next(f for f in findings if f.rule == "ZC-02")
    zero_parts = [p for p in ("人员经费", "公用经费") if not Decimal(str(report.answers[f"支出.基本.{p}"]))]
    if not zero_parts:
        assert told.outcome is (Outcome.ROUNDING if abs(cents) == 1 else Outcome.DIFFERS)


@settings(max_examples=60)
@given(st.data())
def test_open_totals_are_filled_with_the_consistent_values(data: st.DataObject) -> None:
    report = data.draw(consistent_reports())
    open_paths = data.draw(st.sets(st.sampled_from(report.derivable), min_size=1))
    left = {path: value for path, value in report.answers.items() if path not in open_paths}
    whole = report_of(report.answers)
    filled = fill_totals(report_of(left), form_for_tests())
    assert {at.path: at.value for at in figures(filled)} == {at.path: at.value for at in figures(whole)}
    findings = _compared(left)
    assert {(f.rule, f.message) for f in findings if f.outcome is not Outcome.AGREES} == set()
    closed = {(rule, stated) for rule, stated, _ in report.relations if stated not in open_paths}
    assert closed <= _told(findings, Outcome.AGREES)


def test_two_ways_to_fill_a_total_must_agree() -> None:
    ways = {"支出.基本.人员经费": "100.00", "支出.基本.公用经费": "20.00", "支出.基本.明细[1].金额": "90.00"}
    assert Outcome.DIFFERS in {f.outcome for f in _compared(ways)}


def test_total_filled_from_its_parts_is_compared_with_other_parts() -> None:
    ways = {"支出.项目.按功能分类[1].金额": "100.00", "支出.项目.按项目[1].金额": "90.00"}
    assert ("ZC-07", "支出.项目.合计") in _told(_compared(ways), Outcome.DIFFERS)


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_explanation_takes_the_weight_off_explainable_rules_only(rule: str) -> None:
    case = next(case for case in cases_of(rule) if case.outcome == "不符" and not case.fault)
    position = (
        len([path for path in case.answers if path.startswith("出错说明[") and path.endswith("规则")]) + 1
    )
    reason = {f"出错说明[{position}].规则": rule, f"出错说明[{position}].说明": "口径不同"}
    answers = {**case.answers, **reason}
    findings = [f for f in case.check(answers).findings if f.rule == rule]
    wrong = [f for f in findings if f.outcome is Outcome.DIFFERS]
    assert wrong
    explainable = rules_by_id()[rule].explainable
    assert all((f.weighs is None) == explainable for f in wrong)
    assert all(f.explained == ("口径不同" if explainable else None) for f in wrong)


def test_explanation_for_another_rule_or_place_changes_nothing() -> None:
    answers = {
        "专项资金.项目[1].年中调整数": "1.00",
        "专项资金.项目[10].年中调整数": "2.00",
        "出错说明[1].规则": "ZX-10",
        "出错说明[1].位置": "专项资金.项目[1]",
        "出错说明[1].说明": "见批复",
        "出错说明[2].规则": "ZX-09",
        "出错说明[2].说明": "与此无关",
    }
    findings = [f for f in check(report_of(answers), form_for_tests()).findings if f.rule == "ZX-10"]
    explained = {f.place: f.explained for f in findings}
    assert explained == {"专项资金.项目[1].年中调整数": "见批复", "专项资金.项目[10].年中调整数": None}


_SHORT = {"支出.项目.合计": "100.00", "专项资金.项目[1].实际支出": "146.41"}


def _explained(answers: dict[str, object]) -> list[str | None]:
    findings = check(report_of({**_SHORT, **answers}), form_for_tests()).findings
    return [f.explained for f in findings if f.rule == "ZC-08"]


def test_explanation_of_a_difference_holds_for_that_difference_only() -> None:
    reason = {"出错说明[1].规则": "ZC-08", "出错说明[1].说明": "非财政资金"}
    assert _explained(reason) == ["非财政资金"]
    assert _explained({**reason, "出错说明[1].差额": "46.41"}) == ["非财政资金"]
    assert _explained({**reason, "出错说明[1].差额": "46.40"}) == [None]


def test_second_explanation_counts_where_the_first_is_of_another_difference() -> None:
    both = {"出错说明[1].规则": "ZC-08", "出错说明[1].说明": "旧", "出错说明[1].差额": "46.40"}
    both |= {"出错说明[2].规则": "ZC-08", "出错说明[2].说明": "新", "出错说明[2].差额": "46.41"}
    assert _explained(both) == ["新"]


def test_explanation_without_a_reason_is_none() -> None:
    answers = {"单位.人员.年初人数": "15", "单位.人员.年末人数": "14", "出错说明[1].规则": "RY-03"}
    findings = [f for f in check(report_of(answers), form_for_tests()).findings if f.rule == "RY-03"]
    assert [f.explained for f in findings] == [None]


_TRUE = st.decimals(-10000, 10000, allow_nan=False, allow_infinity=False, places=6)


def _around(true: Decimal, places: int) -> Interval:
    """The range of a true value typed with so many places; zeros are typed as they are."""
    typed = true.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return Interval.around(Amount(f"{typed:f}")) if typed else Interval(true, true)


@given(_TRUE, st.integers(0, 5))
def test_interval_encloses_the_true_value(true: Decimal, places: int) -> None:
    around = _around(true, places)
    assert around.low <= true <= around.high


@given(st.lists(st.tuples(_TRUE, st.integers(0, 4)), min_size=4, max_size=4))
def test_interval_arithmetic_encloses_the_true_result(typed: list[tuple[Decimal, int]]) -> None:
    (a, b, c, d), (wa, wb, wc, wd) = [t for t, _ in typed], [_around(t, p) for t, p in typed]
    pairs = [
        (a + b - c, wa + wb - wc),
        (-a - b, -wa - wb),
        (a * b - c, wa * wb - wc),
        ((a - b) * 100 + d, (wa - wb) * 100 + wd),
        (sum((a, b, c, d), start=Decimal(0)), sum((wa, wb, wc, wd), start=Decimal(0))),
        (1 - a, 1 - wa),
    ]
    for true, found in pairs:
        assert isinstance(found, Interval)
        assert found.low <= true <= found.high


@given(_TRUE, _TRUE, st.integers(0, 4))
def test_interval_quotient_encloses_the_true_quotient(a: Decimal, b: Decimal, places: int) -> None:
    dividend, divisor = _around(a, places), _around(b, places)
    if divisor.low <= 0 <= divisor.high:
        with pytest.raises(ZeroDivisionError):
            _ = dividend / divisor
        return
    found = dividend / divisor
    slack = Decimal("1e-20") * (1 + abs(a / b))
    assert found.low - slack <= a / b <= found.high + slack


@given(_TRUE, _TRUE, _TRUE, _TRUE)
def test_intervals_meet_when_they_share_a_value(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    one, other = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    shared = max(one.low, other.low) <= min(one.high, other.high)
    assert one.meets(other) == other.meets(one) == shared
