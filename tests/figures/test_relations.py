"""What the program makes of what a text states: cases by module, and the examples of the rules."""

import re

import pytest

from authoring.audit.arithmetic import RULES
from tests.figures.statements import Line, breaches, cases, told

MODULES = ("sums", "changes", "rates", "balances", "counts", "totals", "tables")
CASES = [(lines, expected) for module in MODULES for lines, expected in cases(module)]
EXAMPLES = {
    rule.id: found[1]
    for rule in RULES
    if rule.id <= "WS-11"
    and (found := re.search("例：“(.+?)”(?:，|$)", rule.find.__doc__ or "", re.MULTILINE))
}


@pytest.mark.parametrize(
    ("lines", "expected"), CASES, ids=lambda value: str(value[0])[:40] if value else "静"
)
def test_relations(lines: list[Line], expected: list[str]) -> None:
    assert told(*lines) == expected


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_example_of_a_rule_is_told(rule: str) -> None:
    assert [line.split()[0] for line in breaches(EXAMPLES[rule] + "。")] == [rule]


def test_most_rules_have_an_example_that_can_be_read() -> None:
    assert len(EXAMPLES) >= 9
