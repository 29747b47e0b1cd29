"""雷同: copies are found whatever name and figures they bear, and what all share is told once."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.batch.copied import Names, all_full, foreign_names, tell_full
from authoring.batch.likeness import ALIKE, COMMON, Alike, confirm, find_alike, tell_alike
from authoring.batch.sketches import LEAST, MOST_BYTES, chapter, normalised, paragraphs_of, sketch_of
from authoring.model.report import SelfEvaluation
from tests.reports import report_of

HAN = "部门整体支出绩效自评预算执行项目资金管理办法年初目标完成产出数量质量时效成本社会效益可持续影响满意度"


def prose(seed: object, length: int = 120) -> str:
    return "".join(random.Random(str(seed)).choices(HAN, k=length))


def unit(name: str, *paragraphs: str, **more: str) -> SelfEvaluation:
    answers = {f"绩效情况.事项[{n}].内容": text for n, text in enumerate(paragraphs, 1)}
    return report_of({"单位.全称": name, **answers, **more})


def alike(*reports: SelfEvaluation) -> list[Alike]:
    return list(find_alike(enumerate(map(sketch_of, reports), 1)))


def test_a_copy_with_another_name_and_other_figures_is_found() -> None:
    text = f"甲县水利事务中心2024年{prose(1)}，支出1,234.56万元，{prose(2, 40)}。"
    copy = (
        text.replace("甲县水利事务中心", "乙县农业服务中心").replace("1,234.56", "88").replace("2024", "2023")
    )
    (found,) = alike(unit("甲县水利事务中心", text, prose(3)), unit("乙县农业服务中心", copy, prose(4)))
    assert (found.first, found.second, found.kind, found.paragraphs, chapter(found.place)) == (
        1,
        2,
        ALIKE,
        1,
        "绩效情况",
    )
    assert 0.4 < found.share < 0.7
    assert found.quote == text[:20]


def test_own_texts_are_not_alike() -> None:
    assert alike(*(unit(f"第{n}中心", *(prose((n, k)) for k in range(10))) for n in range(30))) == []


@pytest.mark.parametrize(
    ("changed", "found"), [(0, True), (5, True), (10, True), (45, False), (60, False), (119, False)]
)
def test_nearly_the_same_is_found(changed: int, found: bool) -> None:
    hits = 0
    for n in range(20):
        copy = prose(n)[: 120 - changed] + prose(-n - 1, changed)
        hits += bool(alike(unit("甲单位甲", prose(n)), unit("乙单位乙", copy)))
    assert hits >= 19 if found else hits <= 1


def test_short_paragraphs_and_functions_are_not_compared() -> None:
    short, long = prose(1, LEAST - 1), prose(2)
    assert len(alike(unit("甲单位", prose(3, LEAST)), unit("乙单位", prose(3, LEAST)))) == 1
    functions = {"单位.主要职能[1]": long}
    assert alike(unit("甲单位", short, **functions), unit("乙单位", short, **functions)) == []


def test_what_nearly_all_share_is_told_once() -> None:
    common = prose("form")
    found = alike(*(unit(f"第{n}单位", common, prose(n)) for n in range(50)))
    assert [(each.kind, each.paragraphs, each.share) for each in found] == [(COMMON, 50, 1.0)]
    assert [told.severity for _, told in tell_alike(found, str)] == ["提示"]


def test_what_a_tenth_of_many_units_share_is_told_once() -> None:
    found = alike(*(unit(f"第{n}单位", prose("some" if n < 30 else n), prose(-n)) for n in range(200)))
    assert [(each.kind, each.paragraphs) for each in found] == [(COMMON, 30)]


def test_a_crowded_bucket_takes_no_square_time() -> None:
    chance = random.Random(1)
    sketches = []
    for n in range(4000):
        head = n.to_bytes(8, "little") + b"\0\0" + (100).to_bytes(2, "little") + b"\0"
        sketches.append((n, b"\2" + head + b"same" + chance.randbytes(44)))
    start = time.process_time()
    assert list(find_alike(sketches)) == []
    assert time.process_time() - start < 2


def test_many_copies_of_one_are_not_all_pairs() -> None:
    text = prose("copied")
    found = alike(*(unit(f"第{n}单位", text if n < 15 else prose(n), prose(-n)) for n in range(200)))
    assert [(each.first, each.second) for each in found] == [(1, n) for n in range(2, 16)]
    told = list(tell_alike(found, lambda number: f"第{number}单位"))
    assert sum(number == 1 for number, _ in told) == 6
    assert "还与 9 个单位" in told[-1][1].message
    assert all(one.rule == "BL-01" and one.severity == "警告" for _, one in told)
    assert "“第1单位”" in next(one.message for number, one in told if number == 2)


@given(st.lists(st.text(max_size=400), max_size=30))
@settings(max_examples=60)
def test_sketches_are_bounded_and_the_same_each_time(texts: list[str]) -> None:
    report = report_of({f"绩效情况.事项[{n}].内容": text for n, text in enumerate(texts, 1)})
    sketch = sketch_of(report)
    assert len(sketch) <= MOST_BYTES
    assert sketch == sketch_of(report)
    assert all(p.length >= LEAST and len(p.bins) == 48 for p in paragraphs_of(sketch))


def test_of_a_long_report_the_longest_paragraphs_are_kept() -> None:
    sketch = sketch_of(unit("甲单位", *(prose(n, 50 + n) for n in range(60))))
    lengths = [paragraph.length for paragraph in paragraphs_of(sketch)]
    assert len(lengths) == 20
    assert min(lengths) == 90


@given(st.binary(max_size=3000))
def test_no_sketch_breaks_it(noise: bytes) -> None:
    for each in find_alike([(1, noise), (2, b"\2" + noise), (3, b"\2" + noise)]):
        assert each.paragraphs > 0


@given(st.permutations(range(6)))
@settings(max_examples=10)
def test_the_order_of_units_changes_the_roles_only(order: list[int]) -> None:
    reports = [unit(f"第{n}单位", prose(n % 3), prose(n + 10)) for n in range(6)]
    sketches = [(n, sketch_of(reports[n])) for n in order]
    pairs = {frozenset((each.first, each.second)) for each in find_alike(sketches)}
    assert pairs == {frozenset(pair) for pair in ((0, 3), (1, 4), (2, 5))}


def test_a_crowd_of_near_copies_takes_no_square_time() -> None:
    base = prose("base", 300)
    sketches = [
        (n, sketch_of(unit(f"第{n}单位", base[:280] + prose(n, 20)))) for n in range(2000)
    ]  # fmt: skip
    start = time.process_time()
    found = list(find_alike(sketches))
    assert time.process_time() - start < 5
    assert sum(each.kind == COMMON for each in found) == 1
    assert len(found) < 2000


def test_confirm_reads_the_texts_themselves() -> None:
    text = prose(1)
    assert confirm(f"甲单位{text}12万元", f"乙单位{text}", ("甲单位", "乙单位")) > 0.95
    assert confirm(text, prose(2)) < 0.6
    assert normalised("本单位 2024年，支出１２．５万元", ("本单位",)) == "年支出万元"


NAMES = ["芦淞区教育局", "芦淞区教育局第一幼儿园", "芦淞区水利局", "芦淞区财政局", "芦淞区第二中学", "水利局"]


def named(text: str, own: list[str]) -> list[str]:
    return [
        told.message.split("“")[1].split("”")[0] for told in foreign_names(NAMES, [("其他说明", text)], own)
    ]


def test_another_units_full_name_is_found() -> None:
    assert named("2024年，芦淞区水利局认真履职，芦淞区水利局", ["芦淞区第二中学"]) == ["芦淞区水利局"]
    (told,) = foreign_names(NAMES, [("绩效情况.概述", "一" * 50 + "芦淞区水利局" + "二" * 50)])
    assert (told.rule, told.severity, told.place) == ("BL-02", "警告", "绩效情况.概述")
    assert "一一芦淞区水利局二二" in told.message


def test_names_within_ones_own_and_those_that_belong_are_none() -> None:
    kindergarten = ["芦淞区教育局第一幼儿园"]
    assert named("芦淞区教育局第一幼儿园在芦淞区教育局领导下", kindergarten) == []
    assert named("芦淞区教育局第一幼儿园", ["芦淞区教育局"]) == ["芦淞区教育局第一幼儿园"]
    assert named("株洲市芦淞区水利局", ["株洲市芦淞区水利局"]) == []
    assert named("按芦淞区财政局要求，水利局", kindergarten) == []
    report = report_of(
        {"单位.全称": "芦淞区第二中学", "单位.主管部门": "芦淞区教育局", "其他说明": "芦淞区教育局"}
    )
    assert list(Names(NAMES).foreign_in(report)) == []


@given(st.lists(st.text("甲乙丙", min_size=5, max_size=8), max_size=8), st.text("甲乙丙", max_size=60))
def test_names_are_found_as_by_searching_each(names: list[str], text: str) -> None:
    found = list(Names(names).find(text))
    assert bool(found) == any(name in text for name in names)
    assert all(text.startswith(name, at) and name in names for at, name in found)
    assert all(at + len(name) <= later for (at, name), (later, _) in pairwise(found))


SCORES = {
    "自评.指标[1].分值": "10",
    "自评.指标[1].得分": "10",
    "自评.资金.分值": "10",
    "自评.资金.得分": "10.00",
}


@pytest.mark.parametrize(
    ("more", "full"),
    [
        ({}, True),
        ({"自评.指标[2].分值": "10"}, True),
        ({"自评.指标[1].得分": "9.99"}, False),
        ({"自评.资金.得分": "9"}, False),
        ({"项目自评[1].得分": "99"}, False),
        ({"项目自评[1].得分": "100"}, True),
    ],
)
def test_full_scores(more: dict[str, str], full: bool) -> None:
    report = report_of({**SCORES, **more})
    assert all_full(report) is full
    assert [told.rule for told in tell_full(report)] == ["BL-03"] * full
    assert not all_full(report_of({"单位.全称": "甲"}))


@given(
    st.lists(st.text("甲乙局", min_size=1, max_size=7), max_size=6),
    st.frozensets(st.text("甲乙丙局", min_size=3, max_size=6), max_size=3),
    st.text("甲乙丙局", max_size=40),
)
def test_names_are_found_as_by_trying_every_place(names: list[str], also: frozenset[str], text: str) -> None:
    known = {name for name in names if len(name) >= 5} | {name for name in also if len(name) >= 4}
    found, at = [], 0
    while at < len(text):
        name = max((name for name in known if text.startswith(name, at)), key=len, default="")
        found += [(at, name)] if name else []
        at += len(name) or 1
    assert list(Names(names).find(text, also)) == found
