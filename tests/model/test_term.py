"""What may be typed for a day, a yes or no, a list, a part that is absent."""

from datetime import date

import pytest
from pydantic import ValidationError

from authoring.model.narrative import Signature
from authoring.model.report import SelfEvaluation
from authoring.model.term import write_date
from tests.reports import report_of


@pytest.mark.parametrize(
    "typed",
    [
        "2025年3月20日",
        "2025-03-20",
        "2025-3-20",
        "2025/3/20",
        "2025.3.20",
        " 2025年 3月 20日 ",
        "２０２５年３月２０日",
        "2025年03月20",
    ],
)
def test_day_is_read_and_written_one_way(typed: str) -> None:
    signature = Signature.model_validate({"日期": typed})
    assert signature.day == date(2025, 3, 20)
    assert signature.model_dump(mode="json", by_alias=True, exclude_none=True) == {"日期": "2025年3月20日"}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2025年2月30日", "没有“2025年2月30日”这一天，请核对年月日"),
        ("2025年13月1日", "没有“2025年13月1日”这一天"),
        ("0000年1月1日", "没有“0000年1月1日”这一天"),
        ("25年3月20日", "“25年3月20日”不是日期，请写成 2025年3月20日 或 2025-03-20"),
        ("2025年3月", "不是日期"),
        ("三月二十日", "不是日期"),
        ("20250320", "不是日期"),
        ("2025年3月20日前", "不是日期"),
    ],
)
def test_day_that_is_none_is_refused(typed: str, says: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Signature.model_validate({"日期": typed})
    assert says in str(refused.value.errors()[0]["ctx"]["error"])


def test_day_is_written_without_leading_zeros() -> None:
    assert write_date(date(2025, 3, 1)) == "2025年3月1日"


@pytest.mark.parametrize(("typed", "meant"), [("是", True), ("否", False), (" 是 ", True), (None, None)])
def test_yes_and_no(typed: str | None, meant: bool | None) -> None:
    signature = Signature.model_validate({"盖章": typed})
    assert signature.sealed is meant


@pytest.mark.parametrize("typed", ["对", "yes", "true", "1", "是的"])
def test_anything_else_is_neither_yes_nor_no(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Signature.model_validate({"盖章": typed})
    assert str(refused.value.errors()[0]["ctx"]["error"]) == "请填“是”或“否”"


def test_list_none_stated_is_answered_and_empty() -> None:
    report = report_of({"存在问题": "无"})
    assert report.problems == ()
    assert report.measures is None
    assert report.model_dump(mode="json", by_alias=True, exclude_none=True)["存在问题"] == "无"


def test_lone_entry_is_a_list_of_one() -> None:
    report = report_of({"单位.主要职能": "管理机关大院"})
    assert report.unit
    assert report.unit.functions == ("管理机关大院",)


def test_part_none_stated_is_answered_and_absent() -> None:
    report = report_of({"政府性基金预算": "无"})
    assert report.government_fund
    assert report.government_fund.absent is True
    assert report.model_dump(mode="json", by_alias=True, exclude_none=True)["政府性基金预算"] == "无"


def test_part_with_an_amount_is_not_absent() -> None:
    report = report_of({"政府性基金预算.支出": "261.98", "政府性基金预算.用途": "修缮"})
    assert report.government_fund
    assert report.government_fund.absent is None
    written = report.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert written["政府性基金预算"] == {"支出": "261.98", "用途": "修缮"}


def test_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        report_of({"支出.总计": "1"})


def test_report_cannot_be_changed_in_place() -> None:
    report = report_of({})
    with pytest.raises(ValidationError, match="frozen"):
        report.year = 2025  # type: ignore[misc]
    assert isinstance(report, SelfEvaluation)
