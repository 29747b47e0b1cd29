"""Paths: Chinese and English ways to the same value, one value replaced, figures and texts listed."""

from pathlib import Path
from typing import Any

import pytest

from authoring.draft.report_file import build_report, read_draft
from authoring.model import paths
from authoring.model.paths import chinese, exists, find, find_one, names_at, parse, places, with_value
from authoring.model.report import SelfEvaluation
from authoring.quantities import Amount, Count, Quantity
from tests.reports import report_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
REPORT = report_of(
    {
        "支出.合计": "1,531.55",
        "支出.基本.明细[1].科目": "办公费",
        "支出.基本.明细[1].金额": "3",
        "支出.基本.明细[2].金额": "2",
        "专项资金.项目[1].名称": "机关运转",
        "专项资金.项目[1].实际支出": "1,725.58",
        "单位.内设机构.名称": ["办公室", "财务室"],
        "存在问题[1].内容": "内容",
        "年度": "2024",
    }
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("支出", ("支出",)),
        ("支出.基本.合计", ("支出", "基本", "合计")),
        ("专项资金.项目[1].结转结余", ("专项资金", "项目", 0, "结转结余")),
        ("单位.内设机构.名称[10]", ("单位", "内设机构", "名称", 9)),
    ],
)
def test_parse(text: str, keys: tuple[str | int, ...]) -> None:
    assert parse(text) == keys


def test_find_leads_to_every_entry_with_its_label() -> None:
    found = find(REPORT, "expenditure.basic.items.*.amount")
    assert [(at.path, at.label, at.value) for at in found] == [
        ("支出.基本.明细[1].金额", "“办公费”", Amount("3")),
        ("支出.基本.明细[2].金额", "金额", Amount("2")),
    ]


def test_find_below_an_entry_keeps_the_path() -> None:
    (fund,) = find(REPORT, "special_funds.funds.*")
    at = find_one(fund.value, "executed", fund.path)
    assert at.path == "专项资金.项目[1].实际支出"
    assert at.value == Amount("1,725.58")


def test_what_is_unfilled_is_none_all_the_way() -> None:
    assert find_one(REPORT, "budget.initial") == paths.Located(None, "预算.年初预算数", "年初预算数")
    assert find_one(REPORT, "three_public.final.official_vehicles.total").value is None
    assert find(REPORT, "expenditure.projects.by_function.*.amount") == []


def test_chinese_path_of_an_english_one() -> None:
    assert chinese("expenditure.basic.items.*.amount") == "支出.基本.明细[*].金额"
    assert chinese("unit.staff.control_rate") == "单位.人员.在职人员控制率"


def test_names_at() -> None:
    assert "合计" in names_at(("支出", "基本"))
    assert "金额" in names_at(("支出", "基本", "明细", 3))
    assert names_at(("支出", "合计")) == []
    assert names_at(("没有",)) == []


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("支出.合计", True),
        ("支出", True),
        ("支出.基本.明细[3].金额", True),
        ("专项资金.项目[1]", True),
        ("支出.合汁", False),
        ("支出.合计.数", False),
        ("没有", False),
        ("专项资金.项目[甲]", False),
        ("", False),
    ],
)
def test_exists(path: str, there: bool) -> None:
    assert exists(path) == there


@pytest.mark.parametrize("path", ["专项资金.工程[1]", "没有[1]", "支出.合计[1]"])
def test_entry_of_a_list_that_is_not_there(path: str) -> None:
    assert not exists(path)


def test_with_value_replaces_one_value_and_nothing_else() -> None:
    changed = with_value(REPORT, parse("支出.基本.明细[2].金额"), Amount("9"))
    assert isinstance(changed, SelfEvaluation)
    assert [at.value for at in find(changed, "expenditure.basic.items.*.amount")] == [
        Amount("3"),
        Amount("9"),
    ]
    assert find_one(changed, "expenditure.total").value == Amount("1,531.55")
    assert [at.value for at in find(REPORT, "expenditure.basic.items.*.amount")] == [Amount("3"), Amount("2")]


def test_with_value_makes_the_parts_on_the_way() -> None:
    changed = with_value(REPORT, parse("三公经费.决算数.公务用车.合计"), Amount("5"))
    assert find_one(changed, "three_public.final.official_vehicles.total").value == Amount("5")
    assert REPORT.three_public is None


def test_figures_are_listed_in_the_order_of_the_form() -> None:
    assert [at.path for at in paths.figures(REPORT)] == [
        "支出.合计",
        "支出.基本.明细[1].金额",
        "支出.基本.明细[2].金额",
        "专项资金.项目[1].实际支出",
    ]


def test_texts_are_listed_with_their_paths() -> None:
    listed = dict(paths.texts(REPORT))
    assert listed["单位.内设机构.名称[2]"] == "财务室"
    assert listed["存在问题[1].内容"] == "内容"
    assert listed["专项资金.项目[1].名称"] == "机关运转"
    assert "支出.合计" not in listed


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*/report.yaml")), ids=lambda path: path.parent.name)
def test_what_is_filled_in_are_the_figures_and_the_texts(example: Path) -> None:
    report = build_report(read_draft(example))
    filled = paths.filled(report)
    figures = [path for path, value in filled if isinstance(value, Quantity)]
    assert figures == [at.path for at in paths.figures(report)]
    assert {path: value for path, value in filled if not isinstance(value, Quantity)} == dict(
        paths.texts(report)
    )
    assert all(answered_at(report, parse(path)) == value for path, value in filled)


def answered_at(node: Any, keys: tuple[str | int, ...]) -> Any:
    """The value at keys, step by step."""
    for key in keys:
        node = node[key] if isinstance(key, int) else getattr(node, paths.by_name(type(node))[key].attribute)
    return node


def test_every_place_has_a_name_of_its_own() -> None:
    pending = [SelfEvaluation]
    seen = set()
    while pending:
        part = pending.pop()
        if part in seen:
            continue
        seen.add(part)
        fields = places(part)
        assert len({place.name for place in fields.values()}) == len(fields)
        for place in fields.values():
            assert place.name == place.name.strip()
            assert not set(place.name) & set(".[]<>&'\"")
            if place.part:
                pending.append(place.part)
    assert len(seen) > 15


def test_kind_of_a_figure_is_known() -> None:
    part = places(SelfEvaluation)["expenditure"].part
    assert part is not None
    assert places(part)["total"].kind is Amount
    special = places(SelfEvaluation)["special_funds"].part
    assert special is not None
    assert places(special)["initial_count"].kind is Count
