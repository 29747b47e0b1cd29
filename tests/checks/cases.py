"""The cases of each rule: `cases/ZC-01.yaml`, read by the program's own YAML reader and run by `check`."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from authoring.checks import run
from authoring.checks.finding import Finding
from authoring.checks.registry import Identity, Requirement
from authoring.checks.rules import RULES
from authoring.checks.run import Checked
from authoring.draft.draft import Draft
from authoring.draft.yaml_reader import read_yaml
from authoring.forms.form import Form
from authoring.model.paths import parse
from authoring.model.report import SelfEvaluation
from tests.reports import draft_of, form_for_tests, form_with, report_of

FOLDER = Path(__file__).parent / "cases"
NOT_APPLICABLE = "不适用"
GRAVEST_FIRST = ("不符", "未核", "尾差", "相符")
_KEYS = {"名称", "填报", "结果", "说", "位置", "处数", "待修", "上年报告", "表单"}


class Case(NamedTuple):
    """What is filled in, and what the rule should say: the gravest of its findings, and words of it.

    `times` is how often it says so, where that matters; `fault` is why the rule does not say so yet.
    `last_year` is what last year's report says, `None` where there is none; `settings` are the form's own.
    """

    rule: str
    name: str
    answers: dict[str, Any]
    outcome: str
    says: str
    place: str
    fault: str
    times: int
    last_year: dict[str, Any] | None = None
    settings: dict[str, Any] | None = None

    @property
    def form(self) -> Form:
        """The form the report is made in."""
        return form_with(self.settings) if self.settings else form_for_tests()

    @property
    def last(self) -> SelfEvaluation | None:
        """Last year's report, with its totals filled in as the program would."""
        if self.last_year is None:
            return None
        return run.fill_totals(report_of({"年度": "2023", **self.last_year}), self.form)

    def check(self, answers: dict[str, Any] | None = None) -> Checked:
        """What all rules say of it, or of other answers in its place."""
        filled = self.answers if answers is None else answers
        return run.check(report_of(filled), self.form, draft_of(filled), self.last)

    def __str__(self) -> str:
        return f"{self.rule} {self.name}"


@cache
def cases_of(rule: str) -> tuple[Case, ...]:
    """The cases of one rule; `都填` is filled in for all of them, and a blank answer takes it back."""
    file = FOLDER / f"{rule}.yaml"
    answers = read_yaml(file.read_text(encoding="utf-8"), file.name).answers
    assert answers["规则"] == rule, f"{file.name} 写的是 {answers['规则']}"
    common = answers.get("都填") or {}
    return tuple(_case(rule, common, each) for each in answers["用例"])


def _case(rule: str, common: dict[str, Any], each: dict[str, Any]) -> Case:
    assert set(each) <= _KEYS, f"{rule}：用例里没有 {set(each) - _KEYS}"
    assert each["结果"] in {*GRAVEST_FIRST, NOT_APPLICABLE}, f"{rule}：没有“{each['结果']}”这个结果"
    filled = {path: value for path, value in {**common, **(each["填报"] or {})}.items() if value is not None}
    says = [each.get(key) or "" for key in ("说", "位置", "待修")]
    times, last, settings = int(each.get("处数") or 0), each.get("上年报告"), each.get("表单")
    return Case(rule, each["名称"], filled, each["结果"], *says, times, last, settings)


def all_cases() -> list[Case]:
    """Every case of every rule."""
    return [case for rule in RULES if (FOLDER / f"{rule.id}.yaml").exists() for case in cases_of(rule.id)]


@cache
def _filled(rule: str, name: str) -> tuple[SelfEvaluation, Draft, Form, SelfEvaluation | None]:
    """A case's report with its open totals filled in by all the rules, and what else it is checked with."""
    case = next(c for c in cases_of(rule) if c.name == name)
    return run.fill_totals(report_of(case.answers), case.form), draft_of(case.answers), case.form, case.last


def findings_of(case: Case, rule: Identity | Requirement) -> list[Finding]:
    """What a rule, perhaps a mutant of the real one, says of a case."""
    report, draft, form, last = _filled(case.rule, case.name)
    real = run.RULES
    if isinstance(rule, Identity):
        run.RULES = (replace(rule, derives=False),)
    else:
        run.RULES = tuple(rule if known.id == rule.id else known for known in real)
    try:
        findings = run.check(report, form, draft, last).findings
    finally:
        run.RULES = real
    own = [finding for finding in findings if finding.rule == rule.id]
    if isinstance(rule, Requirement):
        return own
    return [finding for finding in own if parse(finding.place) in draft.lines]


def verdict(findings: Iterable[Finding]) -> str:
    """The gravest outcome; 不适用 where the rule says nothing."""
    outcomes = {finding.outcome.value for finding in findings}
    return next((outcome for outcome in GRAVEST_FIRST if outcome in outcomes), NOT_APPLICABLE)
