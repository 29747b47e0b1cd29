"""Every rule is tried on the cases written for it."""

from pathlib import Path

import pytest

from authoring.checks.finding import Outcome
from authoring.checks.rules import FAMILIES, RULES, rules_by_id
from authoring.checks.run import check
from authoring.draft.report_file import build_report, read_draft
from authoring.forms.finder import load_form
from tests.checks.cases import FOLDER, NOT_APPLICABLE, Case, all_cases, cases_of, verdict

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
IDS = [rule.id for rule in RULES]


def _marked(case: Case):
    marks = [pytest.mark.xfail(reason=case.fault, strict=True)] if case.fault else []
    return pytest.param(case, marks=marks, id=str(case))


@pytest.mark.parametrize("case", [_marked(case) for case in all_cases()])
def test_case(case: Case) -> None:
    findings = [finding for finding in case.check().findings if finding.rule == case.rule]
    shown = "\n".join(f"{f.outcome} {f.place} {f.message}" for f in findings)
    assert verdict(findings) == case.outcome, shown
    decisive = [f for f in findings if f.outcome == case.outcome]
    if case.outcome == NOT_APPLICABLE:
        assert (case.says, case.place) == ("", "")
        return
    assert any(case.says in f.message for f in decisive), shown
    assert not case.place or any(f.place == case.place for f in decisive), shown
    assert not case.times or len(decisive) == case.times, shown


@pytest.mark.parametrize("rule", IDS)
def test_rule_has_agreeing_and_differing_cases(rule: str) -> None:
    outcomes = {case.outcome for case in cases_of(rule)}
    assert outcomes & {"相符", NOT_APPLICABLE}
    assert "不符" in outcomes


@pytest.mark.parametrize("rule", IDS)
def test_case_names_are_unique(rule: str) -> None:
    names = [case.name for case in cases_of(rule)]
    assert len(names) == len(set(names))


def test_no_case_file_is_orphaned() -> None:
    assert sorted(file.stem for file in FOLDER.iterdir()) == sorted(IDS)


def test_rule_ids_are_unique_and_of_a_known_family() -> None:
    assert len(IDS) == len(set(IDS))
    assert set(IDS) <= rules_by_id().keys()
    assert {rule.split("-")[0] for rule in rules_by_id()} == set(FAMILIES)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_rule_states_itself_with_an_example_and_a_basis(rule) -> None:
    assert rule.statement
    assert not rule.statement.endswith("。")
    assert rule.example
    assert rule.basis


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*/report.yaml")), ids=lambda path: path.parent.name)
def test_a_brief_check_finds_and_counts_the_same(example: Path) -> None:
    draft = read_draft(example)
    report = build_report(draft)
    whole, brief = (check(report, load_form(report.form), draft, brief=brief) for brief in (False, True))
    assert brief.counts() == whole.counts()
    assert (brief.report, brief.computed) == (whole.report, whole.computed)
    wrong = [[each for each in of.findings if each.outcome is Outcome.DIFFERS] for of in (brief, whole)]
    assert wrong[0] == wrong[1]
