"""Runs the rules on a report: fills the totals it leaves open, compares, and words each verdict once."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from authoring.basis.scoring import Scoring
from authoring.checks import evaluation as ev
from authoring.checks.continuity import carry_over
from authoring.checks.evaluation import Evaluation
from authoring.checks.finding import (
    Figure,
    Finding,
    Outcome,
    Severity,
    Where,
    as_typed,
    difference_words,
    grouped,
    plain,
)
from authoring.checks.registry import Breach, Context, Identity, Requirement
from authoring.checks.rules import RULES, rules_by_id
from authoring.checks.scoring import grade_fits_score, grades_due
from authoring.checks.suspect import find_suspects
from authoring.checks.touching import anywhere, given_paths, shaken, stated_paths, touching
from authoring.draft.draft import Draft
from authoring.forms.form import Form
from authoring.model.paths import Located, parse, texts, with_value, with_values
from authoring.model.report import Explanation, SelfEvaluation
from authoring.quantities import Count, Quantity, Rate, Score, round_half_up

_DEFAULT_HINT = "请核对各数；如另有构成，请在出错说明中写明。"
_PLAIN_HINT = "请核对各数，改正其中有误的一个。"


class Checked(NamedTuple):
    """A report after its checks: open totals filled in, and every finding, gravest first."""

    report: SelfEvaluation
    findings: tuple[Finding, ...]
    computed: frozenset[str] = frozenset()
    """Paths of the totals filled in, and of what was carried over from last year."""

    @property
    def stopping(self) -> tuple[Finding, ...]:
        """Findings at 错误 that have no explanation."""
        return tuple(f for f in self.findings if f.stops)

    def counts(self) -> dict[str, int]:
        """How many findings of each kind: 错误, 警告, 提示, 已说明, 尾差, 未核, 相符."""
        counted = dict.fromkeys(["错误", "警告", "提示", "已说明", "尾差", "未核", "相符"], 0)
        for finding in self.findings:
            counted[_kind(finding)] += 1
        return counted


def _kind(finding: Finding) -> str:
    if finding.outcome is not Outcome.DIFFERS:
        return finding.outcome.value
    return "已说明" if finding.explained else finding.severity.value


def fill_totals(report: SelfEvaluation, form: Form) -> SelfEvaluation:
    """The report with every total it leaves open filled from its parts, where the rules know how."""
    return fill(report, form).report


class Filled(NamedTuple):
    """A report with its open totals filled in, and for each of their paths the rule that filled it."""

    report: SelfEvaluation
    by: dict[str, str]


def fill(report: SelfEvaluation, form: Form) -> Filled:
    """Fill in every total a report leaves open, in rounds: a total may be part of another."""
    return _fill(report, form, {}, [rule for rule in RULES if isinstance(rule, Identity) and rule.derives])


def refill(before: Filled, form: Form, path: str, value: Any) -> Filled:
    """The same as `fill` after one answer, which is no list and no part, has changed; sooner done."""
    places = shaken(anywhere(path))
    report, kept = before.report, dict(before.by)
    for filled, rule in before.by.items():
        if anywhere(filled) in places or rule == grade_fits_score.id:
            report = with_value(report, parse(filled), None)  # type: ignore[assignment]
            del kept[filled]
    report = with_value(report, parse(path), value)  # type: ignore[assignment]
    deriving = [rule for rule in RULES if isinstance(rule, Identity) and rule.derives]
    return _fill(report, form, kept, [rule for rule in deriving if stated_paths(rule) & places])


def _fill(report: SelfEvaluation, form: Form, filled: dict[str, str], rules: list[Identity]) -> Filled:
    scoring = form.scoring(report.year)
    deriving = rules
    common = ev.Common(report, scoring)
    while rules:
        made: set[str] = set()
        for rule in rules:
            if worked_out := dict(ev.work_out(rule, common)):
                report = _with(report, worked_out)
                common = ev.Common(report, scoring)
                filled |= dict.fromkeys(worked_out, rule.id)
                made |= set(map(anywhere, worked_out))
        rules = [rule for rule in deriving if made & given_paths(rule)]
    grades = dict(grades_due(report, form.grades(report.year), scoring.full))
    return Filled(_with(report, grades), filled | dict.fromkeys(grades, grade_fits_score.id))


def _with(report: SelfEvaluation, values: dict[str, Any]) -> SelfEvaluation:
    """The report with these values, by Chinese path."""
    if not values:
        return report
    whole = with_values(report, {parse(path): value for path, value in values.items()})
    assert isinstance(whole, SelfEvaluation)
    return whole


def check(
    report: SelfEvaluation,
    form: Form,
    draft: Draft | None = None,
    last: SelfEvaluation | None = None,
    *,
    brief: bool = False,
) -> Checked:
    """All findings on a report. With the draft it came from, each says file and line.

    `last` is last year's report, its totals filled in: what it closed with is carried over and compared.
    Of a `brief` one, findings that nobody need act on are there to be counted, without words and figures.
    """
    scoring = form.scoring(report.year)
    begun, carried = carry_over(report, last)
    whole, filled = fill(begun, form)
    locate = _Locator(report, draft or Draft({}), filled, carried)
    reasons = report.explanations or ()
    compared = [rule for rule in RULES if isinstance(rule, Identity)]
    context = Context(whole, form, tuple(_prose(whole)), _explainable(), scoring, last)
    findings = [
        *_compared(whole, scoring, locate, reasons, compared, brief=brief),
        *_required(context, locate, reasons),
    ]
    return Checked(whole, tuple(sorted(findings, key=_gravity)), carried | filled.keys())


def check_figure(filled: Filled, form: Form, path: str) -> list[Finding]:
    """What the identities say of one figure, or of a list, of a report whose totals are filled in."""
    report = filled.report
    locate = _Locator(report, Draft({}), filled.by)
    reasons = report.explanations or ()
    return list(_compared(report, form.scoring(report.year), locate, reasons, touching(path)))


def places_at_error(filled: Filled, form: Form, rules: Iterable[Identity]) -> dict[str, frozenset[str]]:
    """By rule, the places whose figures disagree and stop the report; cheaper than `check`."""
    report = filled.report
    reasons = report.explanations or ()
    locate = _Locator(report, Draft({}), filled.by)
    common = ev.Common(report, form.scoring(report.year))
    return {
        rule.id: frozenset(
            e.stated.path
            for e in ev.evaluate(rule, common)
            if e.outcome is Outcome.DIFFERS
            and filled.by.get(e.stated.path) != rule.id
            and not _explained(_finding(e, locate), reasons).explained
        )
        for rule in rules
        if rule.severity is Severity.ERROR
    }


_ORDER = ["错误", "警告", "提示", "已说明", "尾差", "未核", "相符"]


def _gravity(finding: Finding) -> tuple[int, str, int]:
    return _ORDER.index(_kind(finding)), finding.rule, finding.where.line or 0


class _Locator:
    """Says where an answer was filled in."""

    def __init__(
        self, report: SelfEvaluation, draft: Draft, filled: dict[str, str], carried: Collection[str] = ()
    ) -> None:
        self.origins = report.sources or {}
        self.draft = draft
        self.filled = filled
        self.carried = carried

    def where(self, path: str) -> Where:
        if not path:
            return Where(self.draft.file)
        keys = parse(path)
        return Where(self.draft.file, self.draft.line(keys), path, *self.draft.spot(keys))

    def figure(self, at: Located) -> Figure:
        value = as_typed(at.value) if isinstance(at.value, Quantity) else None
        return Figure(at.path, at.label, value, self.source(at.path))

    def source(self, path: str) -> str:
        """`report.yaml:14`, with the origin the file keeps for it; 算得 for a filled-in total."""
        if path in self.filled:
            return "算得"
        if path in self.carried:
            return "上年报告"
        keys = parse(path)
        if keys in self.draft.cells:
            return f"{self.draft.file}:{self.draft.cells[keys]}"
        if keys not in self.draft.lines:
            return ""
        origin = self.origins.get(path)
        place = f"{self.draft.file}:{self.draft.lines[keys]}"
        return f"{place}（{origin}）" if origin else place


def _compared(
    report: SelfEvaluation,
    scoring: Scoring,
    locate: _Locator,
    reasons: tuple[Explanation, ...],
    rules: Iterable[Identity],
    *,
    brief: bool = False,
) -> Iterator[Finding]:
    common = ev.Common(report, scoring)
    evaluations = [
        evaluation
        for rule in rules
        for evaluation in ev.evaluate(rule, common)
        if locate.filled.get(evaluation.stated.path) != rule.id  # made by it, so it proves nothing
    ]
    findings = [
        _holding(evaluation.rule.id, evaluation.outcome)
        if brief and evaluation.outcome is not Outcome.DIFFERS
        else _explained(_finding(evaluation, locate), reasons)
        for evaluation in evaluations
    ]
    suspects = find_suspects(
        evaluations, {i for i, finding in enumerate(findings) if finding.explained}, locate.filled
    )
    for position, finding in enumerate(findings):
        yield replace(finding, suspect=suspects[position]) if position in suspects else finding


@cache
def _holding(rule_id: str, outcome: Outcome, message: str = "") -> Finding:
    """A verdict that needs no place: nothing is wrong."""
    rule = rules_by_id()[rule_id]
    return Finding(rule.id, outcome, rule.severity, rule.statement, message, basis=rule.basis)


def _finding(evaluation: Evaluation, locate: _Locator) -> Finding:
    rule, stated = evaluation.rule, evaluation.stated
    verdict = Finding(
        rule=rule.id,
        outcome=evaluation.outcome,
        severity=rule.severity,
        statement=rule.statement,
        message="",
        basis=rule.basis,
        place=stated.path,
        where=locate.where(stated.path),
    )
    if evaluation.outcome is Outcome.UNCHECKED:
        labels = "、".join(dict.fromkeys(at.label for at in evaluation.missing))
        told = tuple(map(locate.figure, (stated, *evaluation.quantities)))
        why = (
            f"缺{labels}"
            if labels
            else f"{stated.label}填 {as_typed(stated.value)}{stated.value.unit}，分母却是 0"
        )
        return replace(verdict, message=f"{why}，未能核对", figures=told, severity=Severity.REMARK)
    places = _places(evaluation)
    tolerance = round_half_up(stated.value.half_step + evaluation.reach, places)
    return replace(
        verdict,
        message=_message(evaluation, places, "算出的是" if stated.path in locate.filled else "填"),
        figures=tuple(map(locate.figure, (stated, *evaluation.quantities))),
        stated=as_typed(stated.value),
        expected=plain(evaluation.expected, places),
        difference=plain(stated.value.value - round_half_up(evaluation.expected, places), places),
        tolerance=plain(tolerance, places),
        unit=stated.value.unit,
        hint=_hint(rule) if evaluation.outcome is Outcome.DIFFERS else "",
    )


def _hint(rule: Identity) -> str:
    return rule.hint or (_DEFAULT_HINT if rule.explainable else _PLAIN_HINT)


def _places(evaluation: Evaluation) -> int:
    """Places to show: two at least for a rate, none for a count, those of the finest figure for amounts."""
    stated = evaluation.stated.value
    if isinstance(stated, Rate | Score):
        return max(stated.places, 2)
    if isinstance(stated, Count):
        return 0
    figures: list[Quantity] = [at.value for at in (evaluation.stated, *evaluation.quantities)]
    return max(figure.places for figure in figures)


def _message(evaluation: Evaluation, places: int, verb: str) -> str:
    stated = evaluation.stated.value
    unit = stated.unit
    said = f"{evaluation.stated.label}{verb} {grouped(stated.value, stated.places, unit)}"
    expected = round_half_up(evaluation.expected, places)
    if evaluation.outcome is Outcome.AGREES:
        return f"{said}，核对相符"
    difference = difference_words(stated.value - expected, places, unit)
    message = f"{said}，算得 {grouped(expected, places, unit)}，{difference}"
    if evaluation.outcome is Outcome.DIFFERS:
        return message
    tolerance = round_half_up(stated.half_step + evaluation.reach, places)
    parts: list[Quantity] = [at.value for at in evaluation.quantities]
    coarse = [part for part in parts if part.places < places and part.half_step]
    coarse = [] if any(part.places >= 2 for part in parts) else coarse  # then they count as exact
    doubt = f"；其中 {len(coarse)} 个数未填到末位小数，若本是准确数，请核对" if coarse else ""
    return f"{message}，在四舍五入范围内（±{plain(tolerance, places)}）{doubt}"


_NOT_PROSE = ("表单", "来源", "出错说明")


def _prose(report: SelfEvaluation) -> Iterator[tuple[str, str]]:
    """Texts that are printed, with their paths."""
    return ((path, text) for path, text in texts(report) if not path.startswith(_NOT_PROSE))


def _explainable() -> dict[str, bool]:
    return {rule.id: rule.explainable for rule in RULES}


def _required(context: Context, locate: _Locator, reasons: tuple[Explanation, ...]) -> Iterator[Finding]:
    for rule in RULES:
        if isinstance(rule, Requirement):
            breaches = list(rule.find_breaches(context))
            for breach in breaches:
                yield _explained(_breached(rule, breach, locate), reasons)
            if not breaches:
                yield _holding(rule.id, Outcome.AGREES, "未发现问题")


def _breached(rule: Requirement, breach: Breach, locate: _Locator) -> Finding:
    return Finding(
        rule=rule.id,
        outcome=Outcome.DIFFERS,
        severity=rule.severity,
        statement=rule.statement,
        message=breach.message,
        difference=None if breach.difference is None else f"{breach.difference:f}",
        hint=breach.hint,
        basis=rule.basis,
        place=breach.path,
        where=locate.where(breach.path),
    )


def _explained(finding: Finding, explanations: tuple[Explanation, ...]) -> Finding:
    """The finding with the clerk's reason, if its rule takes one and one was written for this difference."""
    if not rules_by_id()[finding.rule].explainable or finding.outcome is not Outcome.DIFFERS:
        return finding
    for explanation in explanations:
        place = explanation.place
        here = not place or finding.place == place or finding.place.startswith((f"{place}.", f"{place}["))
        if explanation.rule != finding.rule or not here or not explanation.reason:
            continue
        if explanation.difference is None or finding.difference is None:
            return replace(finding, explained=explanation.reason)
        if abs(explanation.difference.value) == abs(Decimal(finding.difference)):
            return replace(finding, explained=explanation.reason)
        said = f"出错说明写的差额是 {explanation.difference}，与现在的不同，请重新说明。"
        finding = replace(finding, hint=said)
    return finding
