"""The cases notice when a rule is changed: each mutant of each rule turns the verdict of some case."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from authoring.checks.registry import Breach, Context, Identity, Requirement
from authoring.checks.rules import RULES
from authoring.model.paths import find_one, places
from authoring.model.report import SelfEvaluation
from authoring.quantities import Count, Rate
from tests.checks.cases import Case, cases_of, findings_of, verdict

Change = Callable[[Any], Any]


def _each(change: Change) -> Change:
    """A change of one figure, for every entry of a tuple where the argument is one."""
    return lambda value: tuple(map(change, value)) if isinstance(value, tuple) else change(value)


def _negated(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    return not value if isinstance(value, bool) else -value


def _zero(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return None
    return "" if isinstance(value, str) else value - value


def _hundredfold(value: Any) -> Any:
    return value if value is None or isinstance(value, str | bool) else value * 100


_ANY: dict[str, Change] = {
    "left out": _each(_zero),
    "sign flipped": _each(_negated),
    "of 100": _each(_hundredfold),
}
_TUPLE: dict[str, Change] = {
    "empty": lambda value: (),
    "without the first": lambda value: value[1:],
    "without the last": lambda value: value[:-1],
    "the first twice": lambda value: value[:1] + value,
}
_RESULT: dict[str, Change] = {
    "never": lambda value: None,
    "sign of the result flipped": lambda value: None if value is None else -value,
    "one more": lambda value: None if value is None else value + 1,
    "two cents more": lambda value: None if value is None else value + Decimal("0.02"),
}


def _kind_of(rule: Identity) -> Any:
    """What kind of figure a rule states."""
    part: Any = SelfEvaluation
    for step in [*(rule.each[0].split(".") if rule.each else ()), *rule.figure.split(".")]:
        if step != "*":
            place = places(part)[step]
            part = place.part or part
    return place.kind


def _with_argument(rule: Identity, at: int, change: Change) -> Identity:
    def work_out(*arguments: Any) -> Any:
        return rule.work_out(*arguments[:at], change(arguments[at]), *arguments[at + 1 :])

    return replace(rule, work_out=work_out)


def _with_result(rule: Identity, change: Change) -> Identity:
    return replace(rule, work_out=lambda *arguments: change(rule.work_out(*arguments)))


def _mutants(rule: Identity) -> Iterator[tuple[str, Identity]]:
    kind = _kind_of(rule)
    counts_entries = kind is Count and any(path.endswith(("names", "initial_budget")) for path in rule.given)
    for at, path in enumerate(rule.given):
        listed = "*" in path or path.endswith("names")
        changes = {} if counts_entries else dict(_ANY)
        changes |= _TUPLE if listed else {}
        if path.endswith(("code", "partial", "funding_source")):
            changes = {"left out": _each(_zero)} | ({} if listed else {"sign flipped": _negated})
        for name, change in changes.items():
            yield f"{path} {name}", _with_argument(rule, at, change)
    for name, change in _RESULT.items():
        yield name, _with_result(rule, change)
    if kind is Rate:
        yield "a fraction for a percentage", _with_result(rule, lambda r: None if r is None else r / 100)
        yield "a hundredfold percentage", _with_result(rule, lambda r: None if r is None else r * 100)
    for path in set(rule.optional):
        yield (
            f"{path} made indispensable",
            replace(rule, optional=tuple(p for p in rule.optional if p != path)),
        )
    for each in rule.each if len(rule.each) > 1 else ():
        yield f"not at {each}", replace(rule, each=tuple(p for p in rule.each if p != each))


def _breach_always(context: Context) -> Iterator[Breach]:
    yield Breach("总是不符", "")


_REQUIREMENT_MUTANTS: dict[str, Any] = {"never": lambda context: iter(()), "always": _breach_always}

MUTANTS = [
    pytest.param(rule, mutant, id=f"{rule.id} {name}")
    for rule in RULES
    for name, mutant in (
        _mutants(rule)
        if isinstance(rule, Identity)
        else [(name, replace(rule, find_breaches=find)) for name, find in _REQUIREMENT_MUTANTS.items()]
    )
]


def _notices(case: Case, mutant: Identity | Requirement) -> bool:
    try:
        return verdict(findings_of(case, mutant)) != case.outcome
    except (ArithmeticError, TypeError, ValueError, AttributeError):
        return True


@pytest.mark.parametrize(("rule", "mutant"), MUTANTS)
def test_some_case_notices(rule: Identity | Requirement, mutant: Identity | Requirement) -> None:
    assert any(_notices(case, mutant) for case in cases_of(rule.id) if not case.fault)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_no_case_objects_to_the_rule_itself(rule: Identity | Requirement) -> None:
    wrong = [case.name for case in cases_of(rule.id) if not case.fault and _notices(case, rule)]
    assert not wrong


def test_paths_of_rules_lead_somewhere() -> None:
    empty = SelfEvaluation.model_validate({"表单": "test-form", "年度": "2024"})
    for rule in RULES:
        if isinstance(rule, Identity) and not rule.each:
            assert find_one(empty, rule.figure).path
            assert _kind_of(rule)
