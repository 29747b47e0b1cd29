"""Which figures of a paper a rate may be of: those it is of are found, and few others are looked at."""

from itertools import count

import pytest

from authoring.figures import rates
from authoring.figures.sizes import Sizes
from tests.figures.statements import prose

MANY = "、".join(f"第{n}类支出{100 + n * 1.37:.2f}万元" for n in range(1, 2000))


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("支出90.00万元，占比45.00%", "200.00万元"),
        ("支出90.00万元，占比45%", "200.11万元"),
        ("支出0.10万元，占比0.05%", "200.00万元"),
        ("支出1.00万元，占比50%", "2万元"),
        ("支出90.00万元，占比45.00%", "约200万元"),
    ],
)
def test_what_a_rate_is_of_is_found_and_few_others(said: str, whole: str) -> None:
    part, rate = prose(said).mentions
    figures = prose(f"{MANY}、总额{whole}").mentions
    found = list(Sizes(figures).wholes(rate, part))
    assert figures[-1] in found
    assert len(found) < 250


def test_figures_of_another_measure_and_rates_are_left_out() -> None:
    part, rate = prose("支出90.00万元，占比45.00%").mentions
    found = Sizes(prose("共200人，比例200.00%，比上年增加200.00万元").mentions).wholes(rate, part)
    assert not list(found)


def test_the_same_figure_is_one() -> None:
    part, rate = prose("支出90.00万元，占比45.00%").mentions
    assert len(list(Sizes(prose("总额200.00万元；" * 300).mentions).wholes(rate, part))) == 1


def test_a_rate_among_many_amounts_is_worked_out_on_few(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = count()
    right = rates.judge
    monkeypatch.setattr(rates, "judge", lambda relation: (next(tried), right(relation))[1])
    text = "、".join(f"预算{n}.50万元，支出{n}.25万元，执行率61.30%" for n in range(1, 100))
    read = prose(text)
    list(rates.find_rates(read, Sizes(read.mentions)))
    assert next(tried) < 3 * 100
