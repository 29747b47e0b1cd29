"""What is typed at a question becomes what is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.quantities import Amount, Count, Rate
from authoring.questionnaire.typed import clean_text, work_out_sum


@pytest.mark.parametrize(
    ("typed", "kind", "kept"),
    [
        ("=189.26+0.63", Amount, "189.89"),
        ("＝189.26＋0.63", Amount, "189.89"),
        ("= 1,000.00 - 0.5", Amount, "999.50"),
        ("=-3.10+5", Amount, "1.90"),
        ("=100万元+5000元", Amount, "100.5000"),
        ("=3+4", Count, "7"),
        ("=50%+0.5%", Rate, "50.5"),
        ("189.89", Amount, "189.89"),
        ("1,531.55", Amount, "1,531.55"),
    ],
)
def test_a_sum_is_worked_out_and_all_else_is_left(typed, kind, kept):
    assert work_out_sum(typed, kind) == kept


@pytest.mark.parametrize("typed", ["=", "=1+", "=+", "=1*2", "=甲+1", "=1++2", "=(1+2)"])
def test_what_is_no_sum_is_refused_in_a_sentence(typed):
    with pytest.raises(ValueError, match="请"):
        work_out_sum(typed, Amount)


@given(st.lists(st.decimals(-9999, 9999, places=2), min_size=1, max_size=8))
def test_a_sum_is_exact(amounts):
    typed = "=" + "".join(f"{amount:+}" for amount in amounts)
    assert Amount(work_out_sum(typed, Amount)).value == sum(amounts)


def test_line_ends_become_one_and_blanks_at_the_ends_go():
    assert clean_text(" 甲\r\n乙\r丙 \n") == "甲\n乙\n丙"


@pytest.mark.parametrize("text", ["甲\udce4", "\x1b[2J", "乙\x9b"])
def test_bytes_of_another_encoding_are_refused(text):
    with pytest.raises(ValueError, match="UTF-8"):
        clean_text(text)
