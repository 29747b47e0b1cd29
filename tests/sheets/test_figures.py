"""Stored numbers and number formats by themselves."""

from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.sheets.cells import Cell, Doubt, Kind, column_number, letters
from authoring.sheets.figures import are_plain, date_of, exact, is_plain, percent, time_of, without_noise
from authoring.sheets.formats import Format, built_in, format_of


@given(st.integers(-(10**12), 10**12))
def test_amounts_survive_every_way_of_writing_a_float(hundredths: int) -> None:
    text = f"{Decimal(hundredths).scaleb(-2):f}"
    shortest = f"{Decimal(text).normalize():f}"
    value = float(text)
    for stored in (f"{value:.17g}", f"{value:.16g}", repr(value).removesuffix(".0")):
        assert exact(stored) == (shortest, Doubt.NONE)


@given(st.floats(-1e9, 1e9))
def test_a_float_is_taken_only_where_decimals_say_the_same(value: float) -> None:
    stored = f"{value:.17g}"
    if short := without_noise(stored):
        assert Decimal(short) == Context(prec=15, rounding=ROUND_HALF_UP).plus(Decimal(stored))


@given(st.text("0123456789.-eE +", max_size=22))
def test_never_another_value(stored: str) -> None:
    text, doubt = exact(stored)
    if doubt is Doubt.BAD_NUMBER:
        assert text == stored
        return
    value = Decimal(stored.strip())
    assert abs(Decimal(text) - value) <= abs(value) * Decimal("1e-14")
    assert is_plain(stored) <= (text == stored)


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("1E+20", "100000000000000000000"),
        ("1E+21", "1E+21"),
        ("1E-300", "1E-300"),
        (".5", "0.5"),
        ("5.", "5"),
    ],
)
def test_written(stored: str, text: str) -> None:
    assert exact(stored)[0] == text


@pytest.mark.parametrize("stored", ["", "NaN", "INF", "1_0", "１", "0x1", "1E1000", "9" * 401, "1 2"])
def test_bad(stored: str) -> None:
    assert exact(stored) == (stored, Doubt.BAD_NUMBER)


def test_half_way_is_rounded_up_as_decimals_are() -> None:
    assert without_noise("1.100000000000005") == ""
    assert exact("1.100000000000005") == ("1.10000000000001", Doubt.BEYOND)


def test_many_at_once() -> None:
    assert are_plain(["1", "-2.50", "0"])
    assert not any(are_plain(texts) for texts in (["1 2"], ["1", ""], ["-0"], ["1", "-0.0"], ["01"], ["1e5"]))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (Cell("1E+300", Kind.NUMBER, 2), "1E+300"),
        (Cell("1E-40", Kind.NUMBER, 2), "0.00"),
        (Cell("9" * 21, Kind.NUMBER, 30), f"{'9' * 21}.{'0' * 30}"),
        (Cell("-0.001%", Kind.PERCENT, 0), "0%"),
        (Cell("0.125%", Kind.PERCENT, 2), "0.13%"),
        (Cell("2", Kind.TEXT, 2), "2"),
    ],
)
def test_shown(cell: Cell, shown: str) -> None:
    assert cell.shown == shown


def test_percent_and_time() -> None:
    assert (percent("1"), percent("0.00005"), percent("-0.5")) == ("100%", "0.005%", "-50%")
    assert (time_of("4.5"), time_of("-1"), time_of("1e9")) == ("108:00:00", None, None)
    assert date_of("2958465", from_1904=False) == ("9999-12-31", Doubt.NONE)
    assert date_of("2957003", from_1904=True) == ("9999-12-31", Doubt.NONE)
    assert date_of("2958466", from_1904=False) is None
    assert date_of("2957004", from_1904=True) is None
    assert date_of("2958465.9999999", from_1904=False) is None


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("General", Format(Kind.NUMBER)),
        ("G/通用格式", Format(Kind.NUMBER)),
        ("0", Format(Kind.NUMBER, 0)),
        ("#,##0.00_ ", Format(Kind.NUMBER, 2)),
        ("0.00_);[Red]\\(0.00\\)", Format(Kind.NUMBER, 2)),
        ("0.00;0.0", Format(Kind.NUMBER)),
        ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', Format(Kind.NUMBER, 2)),
        ("0.0%", Format(Kind.PERCENT, 1)),
        ("0.00,,", Format(Kind.NUMBER, scaled=True)),
        ('0"."0000', Format(Kind.NUMBER, scaled=True)),
        ("[>=10000]0.00,;0.00", Format(Kind.NUMBER, scaled=True)),
        ('"元"0.00', Format(Kind.NUMBER, 2)),
        ("m/d", Format(Kind.DATE)),
        ("mmm", Format(Kind.DATE)),
        ("[$-804]aaaa", Format(Kind.DATE)),
        ("[DBNum1][$-804]yyyy年m月", Format(Kind.DATE)),
        ("mm:ss.0", Format(Kind.TIME)),
        ("[mm]:ss", Format(Kind.TIME, elapsed=True)),
        ('"day"0', Format(Kind.NUMBER, 0)),
        ("0" * 2000, Format(Kind.NUMBER)),
        (f"0.{'0' * 40}", Format(Kind.NUMBER)),
    ],
)
def test_format(code: str, form: Format) -> None:
    assert format_of(code) == form


def test_built_in() -> None:
    kinds = {number: built_in(number).kind for number in (0, 2, 10, 14, 22, 31, 32, 46, 57, 99)}
    assert [number for number, kind in kinds.items() if kind is Kind.DATE] == [14, 22, 31, 57]
    assert [number for number, kind in kinds.items() if kind is Kind.TIME] == [32, 46]
    assert built_in(10) == Format(Kind.PERCENT, 2)


def test_columns() -> None:
    assert [letters(n) for n in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert all(column_number(letters(n)) == n for n in range(1, 16_385))
    assert [column_number(name) for name in ("", "XFE", "a", "A1", "AAAA", "Ａ")] == [0] * 6
