"""What is worked out again after one answer is what would be worked out from the start."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.checks.finding import Outcome
from authoring.checks.run import check, check_figure, fill, refill
from authoring.checks.touching import touching
from authoring.draft.report_file import open_report
from authoring.forms.finder import load_form
from authoring.model.paths import figures, kind_at, parse, with_value

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/*.yaml"))
REPORTS = [open_report(path)[1] for path in EXAMPLES]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_answer_at_a_time_comes_to_the_same(data):
    report = data.draw(st.sampled_from(REPORTS))
    form = load_form(report.form)
    filled = fill(report, form)
    for _ in range(3):
        path = data.draw(st.sampled_from(sorted(at.path for at in figures(filled.report))))
        figure = data.draw(st.none() | st.integers(0, 9999).map(kind_at(path).of))
        report = with_value(report, parse(path), figure)
        filled = refill(filled, form, path, figure)
        assert filled.report == fill(report, form).report
        assert filled.by == fill(report, form).by


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_figure_is_told_what_the_whole_check_says_of_it(path):
    _, report = open_report(path)
    form = load_form(report.form)
    filled = fill(report, form)
    whole = {(f.rule, f.place): (f.outcome, f.message) for f in check(report, form).findings if f.figures}
    for at in figures(filled.report):
        for finding in check_figure(filled, form, at.path):
            if finding.outcome is not Outcome.UNCHECKED:
                assert whole[finding.rule, finding.place] == (finding.outcome, finding.message)


def test_figures_are_touched_by_the_rules_that_name_them():
    assert {"ZC-01", "ZC-02"} <= {rule.id for rule in touching("支出.基本.合计")}
    assert "ZC-08" in {rule.id for rule in touching("专项资金.项目[3].实际支出")}
    assert "ZC-08" in {rule.id for rule in touching("专项资金.项目")}
    assert touching("单位.全称") == []
