"""Numbers of headings and items."""

import pytest

from authoring.document.numbering import Numbering, number_text
from authoring.numerals import chinese_numeral


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (9, "九"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (123, "一百二十三"),
    ],
)
def test_numerals(number, numeral):
    assert chinese_numeral(number) == numeral


@pytest.mark.parametrize(("level", "text"), [(1, "三、"), (2, "（三）"), (3, "3."), (4, "（3）"), (5, "3）")])
def test_each_level_has_its_own_number(level, text):
    assert number_text(level, 3) == text


def test_a_heading_starts_the_levels_below_anew():
    numbering = Numbering()
    numbers = [numbering.heading(level) for level in (1, 2, 3, 3, 2, 3, 1, 2, 4)]
    assert numbers == ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）", "（1）"]


@pytest.mark.parametrize(
    ("levels", "item"), [((1,), 3), ((1, 2), 3), ((1, 2, 3), 4), ((1, 2, 3, 4), 5), ((), 3)]
)
def test_items_are_numbered_one_level_below_the_heading(levels, item):
    numbering = Numbering()
    for level in levels:
        numbering.heading(level)
    assert numbering.item_level == item
