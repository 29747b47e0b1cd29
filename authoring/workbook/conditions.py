"""When an identity applies, beside that its figures are there: what its function asks as it goes."""

from collections.abc import Callable, Iterator

from authoring.checks.registry import Identity
from authoring.model.paths import Place
from authoring.workbook.scope import Scope
from authoring.workbook.tracing import place_of


def conditions(rule: Identity, scope: Scope, value: str) -> Iterator[str]:
    """The conditions of a rule at one place, all of which have to hold; `value` is what it works out."""
    for path in rule.given:
        if _is_yes_no(place_of(rule, path)) and (operand := scope.operand(path)):
            yield f'{operand.raw}<>"是"'
    if scope.base and scope.table is None and any(path.startswith("/") for path in rule.given):
        yield f"COUNTA({scope.book.part(scope.base, scope.row)})>0"  # a part not begun is not filled in
    if rule.id in _OWN:
        yield from _OWN[rule.id](rule, scope, value)


def _is_yes_no(place: Place | None) -> bool:
    return place is not None and place.plain is bool


def _carried_over(_: Identity, scope: Scope, __: str) -> Iterator[str]:
    yield f"OR({_numbers(scope, ('carryover_in', 'initial_budget'))})"


def _from_sources(_: Identity, scope: Scope, value: str) -> Iterator[str]:
    """Noughts in the other rows say nothing yet."""
    yield f"OR({_numbers(scope, ('general', 'fiscal'))},{value}<>0)"


def _numbers(scope: Scope, paths: tuple[str, ...]) -> str:
    return ",".join(f"ISNUMBER({o.value})" for path in paths if (o := scope.operand(path)))


def _two_kinds(rule: Identity, scope: Scope, _: str) -> Iterator[str]:
    """在职 alone says nothing of the others."""
    told = [f"ISNUMBER({o.raw})*1" for p in rule.given if "*" not in p and (o := scope.operand(p))]
    groups = scope.column(rule.given[0])
    yield f"{'+'.join([*told, *([groups.numbers] if groups else [])])}>1"


def _general(rule: Identity, scope: Scope, _: str) -> Iterator[str]:
    if text := scope.operand("/expenditure.scope"):
        yield f'OR({text.raw}="",ISNUMBER(FIND("一般公共预算",{text.raw})))'
    if fiscal := scope.operand(rule.given[2]):
        yield f"NOT(ISNUMBER({fiscal.raw}))"


def _one_namesake(rule: Identity, scope: Scope, _: str) -> Iterator[str]:
    if named := scope.column(rule.given[2]):
        yield f"{named.entries}=1"


def _all_groups(rule: Identity, scope: Scope, _: str) -> Iterator[str]:
    """A kind without an amount has none of its projects."""
    amounts, counts = scope.column(rule.given[0]), scope.column(rule.given[1])
    if amounts:
        none = f"+COUNTIF({counts.span},0)" if counts else ""
        yield f"{amounts.entries}<={amounts.numbers}{none}"


def _coded(rule: Identity, scope: Scope, _: str) -> Iterator[str]:
    """Every entry has a code of 人员 or 公用, and some one of the side in question."""
    if codes := scope.column(rule.given[1]):
        mine = f"{codes.chosen}," if codes.chosen else ""
        own = ("301", "303") if rule.id == "ZC-04" else ("302", "310")
        for heads, compared in ((("301", "303", "302", "310"), f"={codes.entries}"), (own, ">0")):
            alike = "+".join(f'(LEFT({codes.span},3)="{head}")' for head in heads)
            yield f"SUMPRODUCT({mine}({alike})*1){compared}"


def _scored(rule: Identity, scope: Scope, _: str) -> Iterator[str]:
    """Whatever has a weight has a score."""
    weights, scores = scope.column(rule.given[2]), scope.column(rule.given[1])
    if weights and scores:
        yield f"{weights.numbers}>0"
        yield f"{weights.numbers}={scores.numbers}"
    weight, score = scope.operand(rule.given[3]), scope.operand(rule.given[0])
    if weight and score:
        yield f"OR(NOT(ISNUMBER({weight.raw})),ISNUMBER({score.value}))"


_OWN: dict[str, Callable[[Identity, Scope, str], Iterator[str]]] = {
    "PF-04": _scored,
    "RY-01": _two_kinds,
    "ZC-04": _coded,
    "ZC-05": _coded,
    "ZC-19": _all_groups,
    "ZJ-01": _from_sources,
    "ZJ-04": _general,
    "ZJ-05": _general,
    "ZJ-06": _general,
    "ZJ-10": _one_namesake,
    "ZJ-11": _one_namesake,
    "ZX-04": _carried_over,
}
