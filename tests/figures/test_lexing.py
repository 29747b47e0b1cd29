"""Figures in a paragraph: value, unit, role, stage, term and name, and what is none."""

import pytest

from authoring.figures.lexing import read_prose
from authoring.figures.numerals import chinese_number
from tests.figures.statements import Line, cases, described, prose, words


@pytest.mark.parametrize(("lines", "expected"), cases("lexing"), ids=lambda value: str(value[:1])[:40])
def test_figures(lines: list[Line], expected: list[str]) -> None:
    assert [" ".join(line.split()) for line in described(str(lines[0]))] == [
        " ".join(line.split()) for line in expected
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("两", 2),
        ("二〇二四", 2024),
        ("三千", 3000),
        ("", None),
        ("甲", None),
    ],
)
def test_numbers_in_words(text: str, number: int | None) -> None:
    assert chinese_number(text) == number


def test_a_piece_of_a_paragraph_keeps_its_place() -> None:
    whole = "二、支出情况。基本支出3.50万元，增长2%。"
    piece = words(whole[7:], at=4, start=7)
    spans = [mention.span for mention in read_prose(piece).mentions]
    assert [(span.at, whole[span.start : span.end]) for span in spans] == [(4, "3.50万元"), (4, "2%")]


def test_sentences_end_at_full_stops_outside_brackets() -> None:
    text = "支出3万元（其中甲1万元。乙2万元）。收入4万元\n结余1万元"
    assert [text[a:b] for a, b in prose(text).sentences] == [
        "支出3万元（其中甲1万元。乙2万元）。",
        "收入4万元\n",
        "结余1万元",
    ]


def test_figures_near_a_place() -> None:
    read = prose("支出1万元、2万元、3万元，收入4万元。")
    third = read.mentions[2]
    assert [m.unit + str(m.value.value) for m in read.before(third.start)] == ["万元1", "万元2"]
    assert [m.value.value for m in read.between(third.start, len(read.text))] == [3, 4]
    assert read.before(third.start, third.start) == []
    assert len(read.around(third.start)) == 4
    assert read.sentence_at(3) == (0, len(read.text)) == read.sentence_at(10_000)


def test_depth_and_brackets_that_do_not_match() -> None:
    depths = [
        (m.value.value, m.depth)
        for m in prose("甲1万元（乙2万元（丙3万元）丁4万元）戊5万元）己6万元（庚7万元").mentions
    ]
    assert depths == [(1, 0), (2, 1), (3, 2), (4, 1), (5, 0), (6, 0), (7, 0)]


def test_the_name_of_a_figure_stands_before_a_bracket() -> None:
    assert prose("基本支出（）3万元").mentions[0].term == "基本支出"
    assert prose("基本支出（不含往来款）3万元").mentions[0].term == "基本支出"
