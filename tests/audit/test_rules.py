"""Every rule for finished reports says what it is about, with what it finds and what it leaves alone."""

import pytest

from authoring.audit.registry import AuditRule
from authoring.audit.rules import FAMILIES, RULES, audit_rules_by_id


def test_ids_are_unique_and_of_a_known_family() -> None:
    assert len(RULES) == len(audit_rules_by_id())
    assert {rule.id.split("-")[0] for rule in RULES} == set(FAMILIES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_states_itself_with_an_example_and_its_contrary(rule: AuditRule) -> None:
    assert rule.statement
    assert not rule.statement.endswith("。")
    assert rule.example
    assert rule.counter_example
    assert rule.basis
