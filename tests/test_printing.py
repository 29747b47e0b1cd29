"""大写: amounts as cheques and contracts write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.printing import print_capital
from authoring.quantities import Amount


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2601.00", "贰仟陆佰零壹万元整"),
        ("0", "零元整"),
        ("0.05元", "伍分"),
        ("0.50元", "伍角"),
        ("1.10元", "壹元壹角"),
        ("1.01元", "壹元零壹分"),
        ("10.01元", "壹拾元零壹分"),
        ("1680.32元", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53元", "壹拾万柒仟元伍角叁分"),
        ("16409.02元", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04元", "叁佰贰拾伍元零肆分"),
        ("100.05", "壹佰万零伍佰元整"),
        ("10010010元", "壹仟零壹万零壹拾元整"),
        ("10000", "壹亿元整"),
        ("20000.0003", "贰亿零叁元整"),
        ("100010001000元", "壹仟亿壹仟万壹仟元整"),
        ("-3.5", "负叁万伍仟元整"),
        ("-0.004元", "零元整"),
        ("0.00000049", "零元整"),
    ],
)
def test_capital(typed, words):
    assert print_capital(Amount(typed)) == words


_DIGITS = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read_capital(words):
    """The cents that 大写 words say, read the other way round."""
    sign = -1 if words.startswith("负") else 1
    yuan, _, rest = words.removeprefix("负").rpartition("元")
    cents = sum(_DIGITS[d] * {"角": 10, "分": 1}[u] for d, u in re.findall(r"(.)([角分])", rest or words))
    if "元" not in words:
        return sign * cents
    total = section = digit = 0
    for character in yuan:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _PLACES:
            section, digit = section + digit * _PLACES[character], 0
        elif character == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif character == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return sign * ((total + section + digit) * 100 + cents)


@given(st.integers(-(10**13), 10**13))
def test_capital_says_the_amount(cents):
    sign = "-" if cents < 0 else ""
    words = print_capital(Amount(f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02}元"))
    assert read_capital(words) == cents
    assert "零零" not in words
