"""The cases notice when a rule is changed: each mutant of each rule turns the verdict of some case."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from authoring.basis.scoring import DEDUCTING, DIVIDING
from authoring.checks.registry import SCORING, Breach, Context, Identity, Requirement
from authoring.checks.rules import RULES
from authoring.model.paths import find_one, places
from authoring.model.report import SelfEvaluation
from authoring.quantities import Rate
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
_WORDS: dict[str, Change] = {
    "left out": _each(lambda value: None if value is None else ""),
    "another": _each(lambda value: f"{value or ''}乙"),
}
"""For names, kinds, codes and values typed as words."""
_WHETHER: dict[str, Change] = {"not filled in": _each(lambda value: None)}
"""For figures of which only matters whether they are filled in: twice as much would be no mutant."""
_ENTRIES: dict[str, Change] = {
    "the first not filled in": lambda value: (None, *value[1:]) if value else value,
    "the last not filled in": lambda value: (*value[:-1], None) if value else value,
}
_TUPLE: dict[str, Change] = {
    "empty": lambda value: (),
    "without the first": lambda value: value[1:],
    "without the last": lambda value: value[:-1],
    "the first twice": lambda value: value[:1] + value,
}
_TIES_OF_GENERAL = {"ZJ-04": "executed", "ZJ-05": "initial", "ZJ-06": "adjusted"}
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


_YES_NO: dict[str, Change] = {"left out": _zero, "sign flipped": _negated}
_NONE_OF_THEM: dict[str, Change] = {"none": _each(lambda value: None if value is None else Decimal(0))}
_OTHER_SIGN = {"≥": "≤", "≤": "≥", "＝": "≤"}
_OTHER_METHOD = {DEDUCTING: DIVIDING, DIVIDING: DEDUCTING}
_MEASURE: dict[str, Change] = {
    **_WORDS,
    "tenfold": lambda value: value and f"{value}0",
    "without its sign": lambda value: value and value.strip("≥≤-"),
}
_BY_NAME: dict[str, dict[str, Change]] = {
    **dict.fromkeys(["code", "kind", "name", "scope"], _WORDS),
    **dict.fromkeys(["target", "actual"], _MEASURE),
    "unit": _WORDS,
    "nature": {**_WORDS, "the other way": lambda value: _OTHER_SIGN.get(value, value)},
    "partial": _YES_NO,
    "funding_source": {"left out": _WORDS["left out"]},  # 非财政…, whatever follows
    SCORING: {"by the other method": lambda value: value._replace(reverse=_OTHER_METHOD[value.reverse])},
}
"""Changes of arguments that are no figures, by the name of the field."""
_WHETHER_FILLED_IN = {
    ("PF-04", "indicators.*.weight"),
    ("PF-04", "funding.weight"),
    *((rule, f"{column}.fiscal") for rule, column in _TIES_OF_GENERAL.items()),
}
_HOW_MANY = {"YZ-07", "YZ-08", "YZ-09", "YZ-18"}
"""Rules that count entries, whatever stands in them."""


def _changes(rule: Identity, path: str) -> dict[str, Change]:
    """What can be wrong about one argument, by its kind."""
    last = path.rpartition(".")[2].removeprefix("/")
    listed = "*" in path or last == "names"
    entries = _TUPLE | _ENTRIES if listed else {}
    if rule.id in _HOW_MANY or last == "names":
        changes = {} if last != "partial" else _YES_NO
    elif (rule.id, path) in _WHETHER_FILLED_IN:
        changes, entries = _WHETHER, _ENTRIES if listed else {}
    elif path.endswith("groups.*.count"):
        changes, entries = _NONE_OF_THEM | _WHETHER, {}
    else:
        changes = _BY_NAME.get(last, _ANY)
    return changes | (entries if last != "names" and rule.id not in _HOW_MANY else _TUPLE if listed else {})


def _mutants(rule: Identity) -> Iterator[tuple[str, Identity]]:
    kind = _kind_of(rule)
    for at, path in enumerate(rule.given):
        for name, change in _changes(rule, path).items():
            yield f"{path} {name}", _with_argument(rule, at, change)
    for name, change in _RESULT.items():
        yield name, _with_result(rule, change)
    if kind is Rate:
        yield "a fraction for a percentage", _with_result(rule, lambda r: None if r is None else r / 100)
        yield "a hundredfold percentage", _with_result(rule, lambda r: None if r is None else r * 100)
    for path in dict.fromkeys(rule.optional):
        yield (
            f"{path} made indispensable",
            replace(rule, optional=tuple(p for p in rule.optional if p != path)),
        )
    for each in rule.each if len(rule.each) > 1 else ():
        yield f"not at {each}", replace(rule, each=tuple(p for p in rule.each if p != each))


def _breach_always(context: Context) -> Iterator[Breach]:
    yield Breach("总是不符", "")


_LINES = {
    "ZX-16": ("execution_line",),
    "ZJ-12": ("execution_line",),
    "ZB-05": ("excess_line",),
    "PF-01": ("full",),
    "PF-06": ("full",),
    "PF-08": ("execution_line", "high_score"),
    "SN-03": ("change_line",),
}
"""Which lines of the 计分规则 a requirement draws."""


def _with_line(rule: Requirement, line: str, by: Decimal) -> Requirement:
    def find_breaches(context: Context) -> Iterator[Breach]:
        moved = context.scoring._replace(**{line: getattr(context.scoring, line) + by})
        return rule.find_breaches(context._replace(scoring=moved))

    return replace(rule, find_breaches=find_breaches)


def _requirement_mutants(rule: Requirement) -> Iterator[tuple[str, Requirement]]:
    yield "never", replace(rule, find_breaches=lambda context: iter(()))
    yield "always", replace(rule, find_breaches=_breach_always)
    for line in _LINES.get(rule.id, ()):
        yield f"{line} a hundredth higher", _with_line(rule, line, Decimal("0.01"))
        yield f"{line} a hundredth lower", _with_line(rule, line, Decimal("-0.01"))


MUTANTS = [
    pytest.param(rule, mutant, id=f"{rule.id} {name}")
    for rule in RULES
    for name, mutant in (_mutants(rule) if isinstance(rule, Identity) else _requirement_mutants(rule))
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
