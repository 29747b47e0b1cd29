"""The report file: what a report states is what its file says, there and back."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.draft.draft import Draft
from authoring.draft.report_file import build_report, draft_of, open_report, read_draft, save_draft
from authoring.draft.yaml_reader import read_yaml
from authoring.draft.yaml_writer import write_yaml
from authoring.errors import GoujiError, InputError
from authoring.model.paths import Place, places
from authoring.model.report import VERSION, SelfEvaluation
from authoring.model.term import Node
from authoring.quantities import Amount, Area, Count, Rate, Score

_LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff")
_TEXTS = st.text(_LETTERS | st.sampled_from("\n：:#无“”"), min_size=1, max_size=20).filter(
    lambda text: text.strip() and not text.endswith("\n")
)
_NAMES = _TEXTS.filter(lambda text: "\n" not in text)
_FIGURES = {
    Amount: st.sampled_from(
        ["1,531.55", "-61.57", "0", "0.00", "3", "4557200元", "０.５亿元", "1531.55 万元"]
    ),
    Rate: st.sampled_from(["81", "81.07%", "-1.87％"]),
    Count: st.sampled_from(["16", "16人", "0", "1,600"]),
    Score: st.sampled_from(["98", "96.5分"]),
    Area: st.sampled_from(["1,960㎡", "2000", "85.5平方米"]),
}
_YEARS = st.integers(1995, 2100).map(str)
_DAYS = st.dates(date(1900, 1, 1)).map(lambda day: f"{day.year}年{day.month}月{day.day}日")


def _value(place: Place, part: type[Node]) -> st.SearchStrategy[Any]:
    """Something that may be filled in at a place."""
    if place.kind:
        return _FIGURES[place.kind]
    if place.listing:
        return st.just("无") | st.lists(_part(place.part) if place.part else _TEXTS, max_size=3)
    if place.part:
        return _part(place.part)
    annotation = str(part.model_fields[place.attribute].annotation)
    others = {
        "bool": st.sampled_from(["是", "否"]),
        "date": _DAYS,
        "int": _YEARS,
        "dict": st.dictionaries(_NAMES, _TEXTS),
    }
    return next((values for kind, values in others.items() if kind in annotation), _TEXTS)


def _part(part: type[Node]) -> st.SearchStrategy[dict[str, Any]]:
    """A part with some of its places filled in."""
    said = [place for place in places(part).values() if place.attribute != "absent"]
    filled = {place.name: st.none() | _value(place, part) for place in said}
    return st.fixed_dictionaries({}, optional=filled)


_REPORTS = st.fixed_dictionaries(
    {"表单": st.just("test-form"), "年度": _YEARS},
    optional={
        place.name: _value(place, SelfEvaluation)
        for place in places(SelfEvaluation).values()
        if place.name not in {"表单", "年度", "版本"}
    },
)


@settings(max_examples=60)
@given(_REPORTS)
def test_report_written_and_read_states_the_same(answers: dict[str, Any]) -> None:
    report = SelfEvaluation.model_validate(answers)
    written = write_yaml(draft_of(report))
    draft = read_yaml(written)
    assert build_report(draft) == report
    assert write_yaml(draft) == written
    assert write_yaml(draft_of(build_report(draft))) == written


def test_saved_file_keeps_comments_digits_and_order(tmp_path: Path) -> None:
    file = tmp_path / "报告.yaml"
    text = (
        "# 顶上的注\n表单: test-form\n年度: 2024  # 年\n支出:\n  合计: 1,531.55  # 照原件\n  口径: 财政拨款\n"
    )
    file.write_text(text, encoding="utf-8")
    save_draft(read_draft(file), file)
    assert file.read_text(encoding="utf-8") == text
    draft, report = open_report(file)
    assert str(report.expenditure and report.expenditure.total) == "1,531.55"
    changed = {**draft.answers, "支出": {**draft.answers["支出"], "合计": "1,537.56"}}
    save_draft(replace(draft, answers=changed), file)
    assert file.read_text(encoding="utf-8") == text.replace("1,531.55", "1,537.56")


def test_version_of_this_program_is_read() -> None:
    assert build_report(Draft({"版本": str(VERSION), "表单": "x", "年度": "2024"})).version == VERSION
    assert build_report(Draft({"表单": "x", "年度": "2024"})).version == VERSION


def test_newer_version_is_refused_before_anything_else() -> None:
    draft = read_yaml(f"版本: {VERSION + 1}\n表单: x\n年度: 2024\n新项: 1\n", "报告.yaml")
    with pytest.raises(InputError) as refused:
        build_report(draft)
    said = f"报告.yaml 第1行：本文件由较新的程序写成（版本 {VERSION + 1}），请先更新本程序"
    assert str(refused.value) == said


def test_absurd_version_is_refused_without_a_crash() -> None:
    with pytest.raises(InputError):
        build_report(Draft({"版本": "9" * 5000, "表单": "x", "年度": "2024"}))


def test_year_of_three_digits_is_refused_or_read_back() -> None:
    answers = {"表单": "x", "年度": "2024", "落款": {"日期": "0999年1月1日"}}
    try:
        report = build_report(Draft(answers))
    except InputError:
        return
    assert build_report(read_yaml(write_yaml(draft_of(report)))) == report


def test_missing_file_folder_and_wrong_kind_of_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(GoujiError, match=r"找不到.*没有的\.yaml.*请检查文件名"):
        read_draft(tmp_path / "没有的.yaml")
    with pytest.raises(GoujiError, match="是文件夹"):
        read_draft(tmp_path)
    word = tmp_path / "报告.yaml"
    word.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match="Word、Excel"):
        read_draft(word)


def test_invisible_characters_are_told_by_line(tmp_path: Path) -> None:
    file = tmp_path / "报告.yaml"
    file.write_text("表单: x\n年度: 20\x0024\n".replace("\x00", "\x07"), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_draft(file)
    assert str(refused.value) == "报告.yaml 第2行：第7个字符是看不见的控制字符（U+0007），请删除后重新输入"


def test_gb18030_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "报告.yaml"
    file.write_bytes("表单: x\r\n年度: 2024\r\n其他说明: 全部用旧编码保存的文件\r\n".encode("gb18030"))
    assert open_report(file)[1].other_matters == "全部用旧编码保存的文件"


def test_file_over_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "报告.yaml"
    with file.open("wb") as big:
        big.truncate(20 * 1024 * 1024 + 1)
    with pytest.raises(GoujiError, match="超过 20 MB"):
        read_draft(file)
