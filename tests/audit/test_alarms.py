"""Right statements in the words of published accounts: none of them is told."""

from authoring.audit.run import audit_paper
from tests.audit.accuracy import measure
from tests.audit.labels import passages


def test_none_of_the_right_statements_is_told() -> None:
    right = [passage for passage in passages() if passage.source == "09-statements.txt"]
    assert len(right) > 200
    alarms = measure(lambda paper: audit_paper(paper).findings, right).alarms
    assert [(alarm.finding.rule, alarm.finding.message) for alarm in alarms] == []
