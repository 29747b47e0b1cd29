"""The likeliest culprit: named where the figures point to one, and to no one where they do not."""

from decimal import Decimal

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from authoring.checks.finding import Outcome, Suspect
from authoring.checks.run import check
from authoring.checks.suspect import likely_slips, slip_of
from tests.checks.consistent import Report, consistent_reports
from tests.reports import form_for_tests, report_of

ITEMS = ["138.26", "15.87", "8.45", "0.31", "3", "2", "2", "2", "3", "3", "1", "5"]
DAOXIAN = {
    "支出.合计": "1531.55",
    "支出.基本.合计": "189.89",
    "支出.项目.合计": "1347.67",
    **{f"支出.基本.明细[{n}].金额": amount for n, amount in enumerate(ITEMS, 1)},
}
RIGHT = {
    **{path: f"{Decimal(amount):.2f}" for path, amount in DAOXIAN.items()},
    "支出.基本.合计": "183.89",
}


def _suspects(answers: dict[str, object]) -> dict[tuple[str, str], Suspect | None]:
    """The suspect of each sum that disagrees."""
    findings = check(report_of(answers), form_for_tests()).findings
    return {(f.rule, f.place): f.suspect for f in findings if f.outcome is Outcome.DIFFERS and f.expected}


def _named(answers: dict[str, object]) -> set[tuple[str, str, str] | None]:
    """Every suspect as path, typed and likely value; `None` for a sum that names nobody."""
    suspects = _suspects(answers).values()
    return {(s.path, s.value, s.likely) if s else None for s in suspects}


def test_daoxian_basic_expenditure_is_named_in_both_sums() -> None:
    suspects = _suspects(DAOXIAN)
    assert set(suspects) == {("ZC-01", "支出.合计"), ("ZC-03", "支出.基本.合计")}
    first, second = suspects.values()
    assert first == second
    assert first is not None
    assert (first.path, first.label, first.value, first.likely) == (
        "支出.基本.合计",
        "基本支出",
        "189.89",
        "183.89",
    )
    assert "ZC-01" in first.why
    assert "ZC-03" in first.why
    assert "只差一位数字" in first.why


def test_figures_that_agree_name_nobody() -> None:
    assert _suspects(RIGHT) == {}


@pytest.mark.parametrize(
    ("path", "wrong", "right", "slip"),
    [
        ("支出.基本.合计", "183.98", "183.89", "相邻两位数字颠倒"),
        ("支出.基本.合计", "813.89", "183.89", "相邻两位数字颠倒"),
        ("支出.基本.合计", "18389", "183.89", "小数点错位"),
        ("支出.基本.合计", "1838.9", "183.89", "小数点错位"),
        ("支出.基本.合计", "1838900", "183.89", "元与万元混用"),
        ("支出.基本.合计", "-183.89", "183.89", "正负号相反"),
        ("支出.基本.合计", "183.39", "183.89", "只差一位数字"),
        ("支出.基本.明细[1].金额", "183.26", "138.26", "相邻两位数字颠倒"),
        ("支出.基本.明细[1].金额", "1382600", "138.26", "元与万元混用"),
        ("支出.基本.明细[1].金额", "13826", "138.26", "小数点错位"),
        ("支出.基本.明细[2].金额", "-15.87", "15.87", "正负号相反"),
    ],
)
def test_slip_of_the_hand_is_named(path: str, wrong: str, right: str, slip: str) -> None:
    suspects = _suspects({**RIGHT, path: wrong})
    assert suspects
    for suspect in suspects.values():
        assert suspect is not None
        assert (suspect.path, suspect.likely) == (path, right)
        assert slip in suspect.why


def test_slip_is_named_where_only_one_sum_speaks() -> None:
    parts = {"支出.合计": "1513.56", "支出.基本.合计": "183.89", "支出.项目.合计": "1347.67"}
    assert _named(parts) == {("支出.合计", "1513.56", "1531.56")}


def test_one_sum_and_no_slip_names_nobody() -> None:
    parts = {"支出.合计": "2900.00", "支出.基本.合计": "183.89", "支出.项目.合计": "1347.67"}
    assert _named(parts) == {None}


def test_figure_confirmed_by_another_sum_is_not_suspected() -> None:
    # 1347.67 would fit ZC-01 as 1374.67 with two digits swapped, but its own parts confirm it
    report = {
        "支出.合计": "1558.56",
        "支出.基本.合计": "183.89",
        "支出.项目.合计": "1347.67",
        "支出.项目.按功能分类[1].金额": "1347.00",
        "支出.项目.按功能分类[2].金额": "0.67",
    }
    assert "支出.项目.合计" not in {named[0] for named in _named(report) if named}
    unconfirmed = {path: value for path, value in report.items() if "分类" not in path}
    assert _named(unconfirmed) == {("支出.项目.合计", "1347.67", "1374.67")}


def test_two_independent_culprits_are_both_named() -> None:
    cars = {
        "三公经费.决算数.合计": "573.77",
        "三公经费.决算数.因公出国（境）费": "0",
        "三公经费.决算数.公务用车.合计": "380.83",
        "三公经费.决算数.公务接待费": "156.94",
    }
    assert _named({**DAOXIAN, **cars}) == {
        ("支出.基本.合计", "189.89", "183.89"),
        ("三公经费.决算数.合计", "573.77", "537.77"),
    }


def test_two_that_would_do_equally_name_nobody() -> None:
    # one digit off in the total or in either part: nothing tells which
    parts = {"支出.合计": "500.00", "支出.基本.合计": "123.00", "支出.项目.合计": "357.00"}
    assert _named(parts) == {None}


def test_a_doubt_in_one_sum_does_not_hide_the_culprit_of_another() -> None:
    doubtful = {"支出.合计": "500.00", "支出.基本.合计": "123.00", "支出.项目.合计": "357.00"}
    cars = {
        "三公经费.决算数.合计": "573.77",
        "三公经费.决算数.因公出国（境）费": "0",
        "三公经费.决算数.公务用车.合计": "380.83",
        "三公经费.决算数.公务接待费": "156.94",
    }
    assert _named({**doubtful, **cars}) == {None, ("三公经费.决算数.合计", "573.77", "537.77")}


def test_counts_are_never_suspected() -> None:
    heads = {"单位.人员.总数": "371", "单位.人员.在职": "160", "单位.人员.退休": "221"}
    assert _named(heads) == {None}


@pytest.mark.parametrize(
    ("typed", "likely", "slip"),
    [
        ("189.89", "183.89", "只差一位数字"),
        ("1589.89", "189.89", ""),
        ("198.98", "189.89", ""),
        ("0.00", "183.89", ""),
        ("183.89", "0", ""),
        ("9.00", "3.00", ""),
        ("19", "13", ""),
        ("183.89", "-183.89", "正负号相反"),
        ("183.89", "-183.98", ""),
        ("1838.90", "183.89", "小数点错位"),
        ("0.18389", "183.89", "小数点错位"),
        ("0.018389", "183.89", "元与万元混用"),
        ("18389000", "183.89", ""),
        ("100.00", "1000.00", "小数点错位"),
        ("183.89", "183.89", ""),
    ],
)
def test_slip_of(typed: str, likely: str, slip: str) -> None:
    assert slip_of(Decimal(typed), Decimal(likely)) == slip


IN_TWO_SUMS = ("支出.基本.合计", "支出.项目.合计", "三公经费.决算数.公务用车.合计", "预算.年初预算数")


def _plant(draw: st.DrawFn, right: str) -> str:
    """The right figure with one slip of the hand."""
    digits = right.replace(".", "")
    kind = draw(st.sampled_from(["digit", "swap", "point", "yuan", "sign"]))
    if kind == "sign":
        return f"-{right}"
    if kind in {"point", "yuan"}:
        return f"{Decimal(right).scaleb(2 if kind == 'point' else 4):f}"
    at = draw(st.integers(0, len(digits) - 2))
    if kind == "swap":
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        return f"{swapped[:-2]}.{swapped[-2:]}"
    wrong = f"{digits[:at]}{draw(st.sampled_from('0123456789'))}{digits[at + 1 :]}"
    return f"{wrong[:-2]}.{wrong[-2:]}"


@st.composite
def slips(draw: st.DrawFn) -> tuple[Report, str, str]:
    """A consistent report, one of its figures that stand in two sums, and that figure with a slip."""
    report = draw(consistent_reports())
    path = draw(st.sampled_from(IN_TWO_SUMS))
    right = Decimal(str(report.answers[path]))
    wrong = _plant(draw, f"{right:f}")
    assume(Decimal(wrong) not in (0, right))
    return report, path, wrong


@settings(max_examples=150)
@given(slips())
def test_planted_slip_is_never_laid_on_another_figure(planted: tuple[Report, str, str]) -> None:
    report, path, wrong = planted
    right = str(report.answers[path])
    named = _named({**report.answers, path: wrong})
    if not named:
        return  # a last digit, within rounding
    event("named" if None not in named else "not named")
    for path_named, typed, likely in filter(None, named):
        assert (path_named, typed) == (path, f"{Decimal(wrong):f}")
        assert abs(Decimal(likely) - Decimal(right)) <= Decimal("0.02")


def test_value_that_puts_the_sums_exactly_right_comes_before_one_within_rounding() -> None:
    # 2279.90 for 2279.09: two digits swapped; one digit wrong would be 2279.10, a cent off in every sum
    report = {
        "支出.合计": "2379.09",
        "支出.基本.合计": "2279.90",
        "支出.项目.合计": "100.00",
        "支出.基本.人员经费": "2279.09",
        "支出.基本.公用经费": "0.00",
        "支出.基本.明细[1].金额": "2279.09",
    }
    assert _named(report) == {("支出.基本.合计", "2279.90", "2279.09")}


@given(st.integers(-99_999, 99_999), st.integers(0, 3))
def test_every_slip_of_one_digit_or_two_neighbours_is_thought_of(number: int, places: int) -> None:
    typed = Decimal(number).scaleb(-places)
    sign, digits, exponent = typed.as_tuple()
    meant = set()
    for at, digit in enumerate(digits):
        before, after = digits[:at], digits[at + 1 :]
        meant |= {Decimal((sign, (*before, n, *after), exponent)) for n in range(10) if n != digit}
        if after:
            meant.add(Decimal((sign, (*before, after[0], digit, *after[1:]), exponent)))
    everywhere = [(Decimal(-(10**12)), Decimal(10**12))]
    assert meant <= set(likely_slips(typed, everywhere))
    near = [(typed - 5, typed - 1), (typed + 2, typed + 40)]
    assert set(likely_slips(typed, near)) == {
        slip for slip in likely_slips(typed, everywhere) if any(low <= slip <= high for low, high in near)
    }
