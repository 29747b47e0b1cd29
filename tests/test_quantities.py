"""Figures as typed: what is read, what is refused and in which words; nothing is lost on the way."""

from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import parse_pattern
from hypothesis import given
from hypothesis import strategies as st

from authoring.printing import print_number, print_quantity
from authoring.quantities import Amount, Area, Count, Quantity, Rate, Score, round_half_up

KINDS: tuple[type[Quantity], ...] = (Amount, Rate, Count, Score, Area)


@pytest.mark.parametrize(
    ("typed", "value", "step"),
    [
        ("2,674.56", "2674.56", "0.01"),
        ("２６７４．５６", "2674.56", "0.01"),
        ("１，２３４．５", "1234.5", "0.1"),
        ("1531.55万元", "1531.55", "0.01"),
        ("1531.55 万元", "1531.55", "0.01"),
        ("189.89 ", "189.89", "0.01"),
        ("\u3000189.89\u00a0", "189.89", "0.01"),
        ("\ufeff189.89", "189.89", "0.01"),
        ("-61.57", "-61.57", "0.01"),
        ("−61.57", "-61.57", "0.01"),
        ("－61.57", "-61.57", "0.01"),
        ("﹣61.57", "-61.57", "0.01"),
        ("–61.57", "-61.57", "0.01"),
        ("- 61.57", "-61.57", "0.01"),
        ("+5", "5", "1"),
        ("＋5.00", "5", "0.01"),
        ("0", "0", "1"),
        ("0.00", "0", "0.01"),
        ("-0", "0", "1"),
        ("3", "3", "1"),
        ("3.0", "3", "0.1"),
        ("3.00", "3", "0.01"),
        ("007", "7", "1"),
        ("1,234,567.89", "1234567.89", "0.01"),
        ("4557200元", "455.72", "0.0001"),
        ("4,557,200.5元", "455.72005", "0.00001"),
        ("0.15亿元", "1500", "100"),
        ("2亿元", "20000", "10000"),
        ("12.5千元", "1.25", "0.01"),
        ("5百元", "0.05", "0.01"),
    ],
)
def test_amount_is_read(typed: str, value: str, step: str) -> None:
    figure = Amount(typed)
    assert figure.value == Decimal(value)
    assert figure.step == Decimal(step)
    assert str(figure) == typed.strip()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "没有填数字，请填写金额，如 1531.55"),
        ("   ", "没有填数字"),
        ("万元", "没有填数字"),
        ("1,53.2", "千位逗号应每三位一个，请写成 153.2（如数字无误）"),
        ("1,234,56", "千位逗号应每三位一个"),
        ("12,34", "千位逗号应每三位一个"),
        ("1 234,5", "数字中间有空格"),
        ("1e5", "请不要用科学计数法"),
        ("1.5E-3", "请不要用科学计数法"),
        ("12..5", "小数点多了，请只保留一个"),
        ("1.2.3", "小数点多了"),
        ("NaN", "“NaN”不是金额：请只写数字"),
        ("Infinity", "“Infinity”不是金额"),
        ("-inf", "“-inf”不是金额"),
        ("abc", "“abc”不是金额：请只写数字，如 1531.55"),
        ("--5", "“--5”不是金额"),
        ("5-", "“5-”不是金额"),
        ("0x10", "“0x10”不是金额"),
        ("1_000", "“1_000”不是金额"),
        ("½", "“½”不是金额"),
        ("³", "“³”不是金额"),
        ("一百", "“一百”不是金额"),
        (".5", "“.5”不是金额"),
        ("12.", "“12.”不是金额"),
        ("(5)", "“(5)”不是金额"),
        ("5%", "“5%”不是金额"),
        ("5人", "“5人”不是金额"),
        ("¥100", "“¥100”不是金额"),
        ("100万", "“100万”不是金额"),
        ("5万元万元", "“5万元万元”不是金额"),
        ("1" * 40, "位数过多，请核对金额后重填"),
        ("无", "“无”不是金额"),
    ],
)
def test_amount_is_refused_with_what_to_do(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"不是金额|没有填数字|位数过多") as refused:
        Amount(typed)
    assert says in str(refused.value)


def test_refusal_quotes_no_more_than_forty_characters() -> None:
    with pytest.raises(ValueError, match="不是金额") as refused:
        Amount("啊" * 30)
    assert "啊" * 30 in str(refused.value)
    with pytest.raises(ValueError, match="不是金额") as refused:
        Amount("啊" * 10_000)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize("typed", ["١٢٣", "१२३", "１２٣", "𝟏𝟐𝟑"])
def test_digits_of_other_scripts_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="不是金额"):
        Amount(typed)


@pytest.mark.parametrize("typed", ["3 2", "12\n34", "138.26 15"])
def test_two_figures_are_not_read_as_one(typed: str) -> None:
    with pytest.raises(ValueError, match="不是金额"):
        Amount(typed)


def test_longest_figure_is_read_exactly_and_printed() -> None:
    longest = f"{'9' * 16}.{'9' * 12}"
    figure = Amount(longest)
    assert f"{figure.value:f}" == longest
    assert print_quantity(figure, grouped=False) == longest


@pytest.mark.parametrize("typed", ["81", "81%", "８１％", "81 %", "+81"])
def test_rate_is_read_with_or_without_its_sign(typed: str) -> None:
    assert Rate(typed) == Rate("81")


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Rate, "-1.87%", "-1.87"),
        (Rate, "100.00％", "100"),
        (Count, "16", "16"),
        (Count, "１６人", "16"),
        (Count, "5 个", "5"),
        (Count, "3家", "3"),
        (Count, "1,600名", "1600"),
        (Count, "16.0", "16"),
        (Count, "0", "0"),
        (Score, "98", "98"),
        (Score, "96.5分", "96.5"),
        (Area, "1,250.5㎡", "1250.5"),
        (Area, "80平方米", "80"),
        (Score, "-1", "-1"),
    ],
)
def test_other_kinds_are_read(kind: type[Quantity], typed: str, value: str) -> None:
    assert kind(typed).value == Decimal(value)


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        (Rate, "81%%", "“81%%”不是百分比：请只写数字，如 92.50%"),
        (Rate, "百分之八十", "不是百分比"),
        (Rate, "81万元", "不是百分比"),
        (Rate, "", "请填写百分比，如 92.50%"),
        (Count, "16.5", "“16.5”不是整数，请写成 16 这样的数"),
        (Count, "-1", "“-1”不是整数"),
        (Count, "十六", "“十六”不是整数：请只写数字，如 16"),
        (Count, "16万元", "不是整数"),
        (Score, "九十", "“九十”不是分数：请只写数字，如 96.5"),
        (Score, "98%", "不是分数"),
    ],
)
def test_other_kinds_are_refused(kind: type[Quantity], typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("?", r"\?")):
        kind(typed)


@pytest.mark.parametrize(
    ("figure", "half_step", "places"),
    [
        (Amount("189.89"), "0.005", 2),
        (Amount("3"), "0.5", 0),
        (Amount("3.0"), "0.05", 1),
        (Amount("0"), "0", 0),
        (Amount("0.00"), "0.005", 2),
        (Amount("-0.00"), "0.005", 2),
        (Amount("4557200元"), "0.00005", 4),
        (Amount("0.15亿元"), "50", 2),
        (Rate("81%"), "0.5", 0),
        (Rate("81.07%"), "0.005", 2),
        (Count("16"), "0", 0),
        (Score("96.5"), "0", 1),
        (Area("1250.5"), "0.05", 1),
    ],
)
def test_half_step_is_how_far_the_true_value_may_lie(figure: Quantity, half_step: str, places: int) -> None:
    assert figure.half_step == Decimal(half_step)
    assert figure.places == places


def test_equal_in_value_and_digits_of_one_kind() -> None:
    assert Amount("1,234.50") == Amount("1234.50万元") == Amount("１２３４．５０")
    assert Amount("3") != Amount("3.00")
    assert Amount("455.7200") == Amount("4557200元")
    assert Amount("3") != Rate("3")
    assert Amount("3") != 3
    assert Amount("3") != "3"
    assert Amount("-0") == Amount("0")
    assert len({Amount("1,234.50"), Amount("1234.50"), Rate("1234.50"), Amount("1234.5")}) == 3
    assert repr(Amount("1,234.50")) == "Amount('1,234.50')"


def test_worked_out_figure() -> None:
    assert Amount.of(Decimal("183.885"), 2) == Amount("183.89")
    assert Amount.of(Decimal("-183.885"), 2) == Amount("-183.89")
    assert Amount.of(Decimal("1E+2")) == Amount("100")
    assert Amount.of(Decimal("-0.004"), 2) == Amount("0.00")
    assert Rate.of(Decimal(100), 2) == Rate("100.00%")
    assert Count.of(5) == Count("5")


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("0.004", 2, "0.00"),
        ("2.675", 2, "2.68"),
        ("2.5", 0, "3"),
        ("-0.4", 0, "0"),
    ],
)
def test_rounding_is_half_up_and_never_minus_zero(value: str, places: int, rounded: str) -> None:
    assert f"{round_half_up(Decimal(value), places):f}" == rounded


@pytest.mark.parametrize(
    ("figure", "grouped", "plain"),
    [
        (Amount("2674.56"), "2,674.56", "2674.56"),
        (Amount("3"), "3.00", "3.00"),
        (Amount("-1234567.8"), "-1,234,567.80", "-1234567.80"),
        (Amount("4557201元"), "455.7201", "455.7201"),
        (Amount("0.15亿元"), "1,500.00", "1500.00"),
        (Amount("0"), "0.00", "0.00"),
        (Amount("-0"), "0.00", "0.00"),
        (Rate("81"), "81%", "81%"),
        (Rate("1081.07"), "1,081.07%", "1081.07%"),
        (Count("1600人"), "1,600", "1600"),
        (Score("96.50分"), "96.50", "96.50"),
    ],
)
def test_figure_is_printed(figure: Quantity, grouped: str, plain: str) -> None:
    assert print_quantity(figure, grouped=True) == grouped
    assert print_quantity(figure, grouped=False) == plain


@st.composite
def typed_figures(draw: st.DrawFn, kind: type[Quantity]) -> str:
    """A figure as somebody may type it: sign, grouping, width of digits, spaces and unit at will."""
    whole = draw(st.integers(0, 10**12 - 1))
    places = 0 if kind is Count else draw(st.integers(0, 6))
    number = f"{whole:,}" if draw(st.booleans()) else f"{whole}"
    if places:
        number += f".{draw(st.integers(0, 10**places - 1)):0{places}}"
    sign = "" if kind is Count else draw(st.sampled_from(["", "-", "+", "−", "－"]))
    unit = draw(st.sampled_from(sorted(kind.units)))
    text = f"{sign}{number}{draw(st.sampled_from(['', ' ', chr(0x3000)]))}{unit}"
    if draw(st.booleans()):
        text = text.translate(str.maketrans("0123456789.,%", "０１２３４５６７８９．，％"))
    return text


@pytest.mark.parametrize("kind", KINDS)
@given(st.data())
def test_typed_read_printed_read_is_equal_in_value(kind: type[Quantity], data: st.DataObject) -> None:
    typed = data.draw(typed_figures(kind))
    figure = kind(typed)
    for grouped in (True, False):
        again = kind(print_quantity(figure, grouped=grouped))
        assert again.value == figure.value
        in_yuan = typed.endswith("元") and not typed.endswith(("万元", "亿元"))
        assert in_yuan or again.step == figure.step or again.places == max(figure.places, 2)
        assert print_quantity(again, grouped=grouped) == print_quantity(figure, grouped=grouped)
    assert kind(str(figure)) == figure
    assert hash(kind(str(figure))) == hash(figure)


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=8), st.integers(0, 6))
def test_printed_number_lies_within_half_its_last_place(value: Decimal, places: int) -> None:
    printed = Decimal(print_number(value, places).replace(",", ""))
    assert abs(printed - value) <= Decimal(1).scaleb(-places) / 2


@given(st.decimals(-(10**15), 10**15, allow_nan=False, places=8), st.integers(0, 6), st.booleans())
def test_numbers_are_printed_as_the_locale_has_them(value: Decimal, places: int, grouped: bool) -> None:
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    usual = parse_pattern(pattern).apply(round_half_up(value, places), Locale("zh", script="Hans"))
    assert print_number(value, places, grouped=grouped) == usual


def test_whether_a_figure_was_read_as_text_or_worked_out_its_places_are_those_of_its_step() -> None:
    assert [Amount(typed).places for typed in ("3", "3.00", "4557200元", "0.15亿元")] == [0, 2, 4, 2]
    assert Rate.of(Decimal("81.455"), 2).places == 2


@given(st.text(max_size=45))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    for kind in KINDS:
        try:
            figure = kind(text)
        except ValueError as refused:
            said = str(refused)
        else:
            said = "“" if figure.value.is_finite() else ""
        assert said.startswith(("“", "没有填", "数字过长"))
