"""Each rule on names, years, wording and disclosure finds what its cases say and is silent on the rest."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.audit import disclosure, identity, punctuation, wording, years
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark
from tests.audit.plain import reading_of

RULES = {
    rule.id: rule for module in (wording, punctuation, disclosure, identity, years) for rule in module.RULES
}
_FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES: dict[str, Any] = {
    rule: cases for file in _FILES for rule, cases in yaml.safe_load(file.read_text("utf-8")).items()
}


def _reading(rule: str, case: Any) -> Reading:
    case = {"文": case} if isinstance(case, str) else case
    shared = CASES[rule]
    return reading_of(
        case["文"],
        unit=case.get("单位", shared.get("单位", "")),
        year=case.get("年度", shared.get("年度")),
        title=case.get("标题", ""),
        kind=case.get("类型", "txt"),
        signature=case.get("落款", 0),
    )


def _quoted(reading: Reading, remark: Remark) -> str:
    return reading.paper[remark.span.at].text[remark.span.start : remark.span.end]


def _cases(kind: str):
    return [
        pytest.param(rule, case, id=f"{rule} {position}")
        for rule, cases in CASES.items()
        for position, case in enumerate(cases[kind], 1)
    ]


@pytest.mark.parametrize(("rule", "case"), _cases("报"))
def test_it_finds(rule: str, case: dict[str, Any]) -> None:
    reading = _reading(rule, case)
    remarks = list(RULES[rule].find(reading))
    found = [_quoted(reading, remark) for remark in remarks]
    words = case["词"] if isinstance(case["词"], list) else [case["词"]]
    if case.get("按序") == "否":
        found, words = sorted(found), sorted(words)
    assert found == words
    assert case.get("说", "") in "".join(f"{remark.message} {remark.hint}" for remark in remarks)


@pytest.mark.parametrize(("rule", "case"), _cases("不报"))
def test_it_is_silent(rule: str, case: Any) -> None:
    reading = _reading(rule, case)
    assert [f"{_quoted(reading, remark)}: {remark.message}" for remark in RULES[rule].find(reading)] == []


def test_every_rule_has_cases() -> None:
    assert set(RULES) == set(CASES)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_what_is_told_of_a_rule_is_whole(rule: AuditRule) -> None:
    assert rule.statement
    assert rule.example
    assert rule.counter_example


_WORDS = """（ ） ( ) 《 》 “ ” 〔 〕 [ ] ， 。 、 ： ； , . ％ １ ． 我局 我县 全县 局机关 甲县机关事务中心
截至 在职 万元 元 个百分点 减少 增加 一、问题 （一）应用和公开
2020年 2021年度 13月 30日 12月31日 -5万元 12.5 1,23
138 12345678 62 170012345678 100分 ≤ ____ 自评得分 等级为 良 的的 帐实 满意度 无 公开 主要用于 XX 湘A12345
#REF! @qq.com"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n", "\t", " "])


@given(st.lists(_PIECES, max_size=40).map("".join), st.sampled_from([None, 2021]))
@settings(max_examples=150)
def test_whatever_stands_there_spans_are_within_their_paragraph(text: str, year: int | None) -> None:
    reading = reading_of(text, unit="某市甲县机关事务服务中心", year=year, signature=0)
    for rule in RULES.values():
        for remark in rule.find(reading):
            for span in (remark.span, *remark.beside):
                assert 0 <= span.start < span.end <= len(reading.paper[span.at].text), rule.id


def test_a_quotation_is_no_longer_than_a_long_paragraph():
    """An opening sign that is never closed is not searched for an end through the whole text."""
    text = f"按照《办法》办理，“{'工作' * 100}”；另见《{'工作' * 300}》。"
    unquoted = reading_of(text).passages.unquoted
    assert unquoted.count("工作") == 300
    assert "办法" not in unquoted
