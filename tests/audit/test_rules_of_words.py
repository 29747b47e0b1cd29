"""Each rule on names, years, wording and disclosure finds what its cases say and is silent on the rest."""

from pathlib import Path
from typing import Any

import pytest
import yaml

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
