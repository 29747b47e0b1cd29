"""Names the likeliest culprit among sums that disagree: the one figure whose change puts them all right.

A figure that other sums confirm is not suspected. Where only one sum disagrees any of its figures could be
wrong, so one is named only if the right value looks like a slip of the hand.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import NamedTuple

from authoring.checks.evaluation import Evaluation, residual
from authoring.checks.finding import Outcome, Suspect, as_typed, plain
from authoring.model.paths import Located
from authoring.quantities import Count, round_half_up


class _Candidate(NamedTuple):
    at: Located
    likely: Decimal
    rights: frozenset[int]
    """Which of the failing evaluations the change puts right."""
    slip: str
    residual: Decimal
    """What rounding still leaves between the sums."""

    def rank(self) -> tuple[int, bool, Decimal, Decimal]:
        """Most sums first, then a recognised slip, then the better fit, then the smaller change."""
        return len(self.rights), bool(self.slip), -self.residual, -abs(self.likely - self.at.value.value)


def as_checked(at: Located, likely: Decimal) -> tuple[str, str]:
    """A figure and what it likely should be, in the unit that figures are compared in."""
    return as_typed(at.value), plain(likely, max(at.value.places, 2))


def find_suspects(
    evaluations: Sequence[Evaluation],
    explained: Collection[int] = (),
    computed: Collection[str] = (),
    *,
    worded: Callable[[Located, Decimal], tuple[str, str]] = as_checked,
) -> dict[int, Suspect]:
    """A suspect for each failing evaluation that has one, by its position.

    None for those `explained`, by position; never a total that was `computed`, by path. `worded` gives
    the words for a figure and for its likely value.
    """
    failing = {i: e for i, e in enumerate(evaluations) if e.outcome is Outcome.DIFFERS and i not in explained}
    holding = [e for e in evaluations if e.outcome in {Outcome.AGREES, Outcome.ROUNDING}]
    suspects: dict[int, Suspect] = {}
    while failing:
        best = _best(list(_candidates(failing, holding, computed)))
        if best is None:
            break
        suspect = _suspect(best, sorted({failing[i].rule.id for i in best.rights}), worded)
        suspects |= dict.fromkeys(best.rights, suspect)
        failing = {i: e for i, e in failing.items() if i not in best.rights}
    return suspects


def _best(candidates: list[_Candidate]) -> _Candidate | None:
    """The candidate that stands out most among those for the same sums; none if two always do equally."""
    worthy = (c for c in candidates if len(c.rights) > 1 or c.slip)
    undecided: set[int] = set()
    for best in sorted(worthy, key=_Candidate.rank, reverse=True):
        if best.rights.isdisjoint(undecided):
            if not any(_contend(best, other) for other in candidates):
                return best
            undecided |= best.rights
    return None


def _contend(best: _Candidate, other: _Candidate) -> bool:
    """Whether another figure explains some of the same sums as well as this one."""
    if best.at.path == other.at.path or best.rights.isdisjoint(other.rights):
        return False
    if best.rank()[:2] == other.rank()[:2]:
        return True
    return bool(best.slip) and len(other.rights) == len(best.rights) and _is_near(other, best)


def _is_near(short: _Candidate, best: _Candidate) -> bool:
    """Whether a figure of two digits has one wrong as easily: too few to be a sign, enough for a doubt."""
    one, other = _digits(short.at.value.value, short.likely)
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return best.slip == _ONE_DIGIT and len(one.strip("0")) == 2 and len(differing) == 1


_MOST_FIGURES = 120


def _candidates(
    failing: dict[int, Evaluation], holding: list[Evaluation], computed: Collection[str]
) -> Iterator[_Candidate]:
    figures = {at.path: at for e in failing.values() for at in (e.stated, *e.quantities)}
    if len(figures) > _MOST_FIGURES:
        return  # each would be tried in each sum; nobody reads that list for a slip of the hand
    naming = _by_path(holding)
    for path, at in figures.items():
        if isinstance(at.value, Count) or path in computed:
            continue
        touched = {i: e for i, e in failing.items() if _names(e, path)}
        confirmed = naming.get(path, [])
        for likely in _likely_values(at, touched.values()):
            rights = frozenset(i for i, e in touched.items() if _holds(e, path, likely))
            if rights and all(_holds(e, path, likely) for e in confirmed):
                left = sum(abs(found[0]) for e in touched.values() if (found := residual(e, {path: likely})))
                yield _Candidate(at, likely, rights, slip_of(at.value.value, likely), Decimal(left))


def _by_path(evaluations: Iterable[Evaluation]) -> dict[str, list[Evaluation]]:
    """The evaluations that name a figure, by its path."""
    naming: dict[str, list[Evaluation]] = {}
    for evaluation in evaluations:
        for path in {at.path for at in (evaluation.stated, *evaluation.quantities)}:
            naming.setdefault(path, []).append(evaluation)
    return naming


def _likely_values(at: Located, touched: Iterable[Evaluation]) -> set[Decimal]:
    """What the figure may have been: what each sum needs, and slips of the typed digits close to that.

    A sum that only holds within rounding needs a value some cents off the true one; the slip is exact.
    """
    needed = {
        value: e.stated.value.half_step + e.reach for e in touched if (value := _needed(e, at)) is not None
    }
    ranges = [(value - reach, value + reach) for value, reach in needed.items()]
    return needed.keys() | set(likely_slips(at.value.value, ranges))


def likely_slips(typed: Decimal, ranges: Sequence[tuple[Decimal, Decimal]]) -> Iterator[Decimal]:
    """Figures in one of these ranges that one slip of the hand turns into the typed one."""
    for slip in (typed / ratio for ratio in _RATIOS):
        if any(low <= slip <= high for low, high in ranges):
            yield slip
    exponent = typed.as_tuple().exponent
    assert isinstance(exponent, int)  # figures are finite
    ends = [(math.ceil(low.scaleb(-exponent)), math.floor(high.scaleb(-exponent))) for low, high in ranges]
    for number in _digit_slips(int(typed.scaleb(-exponent))):  # whole numbers, as there are many
        if any(low <= number <= high for low, high in ends):
            yield Decimal(number).scaleb(exponent)


def _digit_slips(typed: int) -> Iterator[int]:
    """Whole numbers with one digit other than this one's, or two neighbours changed over."""
    sign, digits = (-1, str(-typed)) if typed < 0 else (1, str(typed))
    worth = sign * 10 ** len(digits)
    for digit, after in zip_longest(map(int, digits), map(int, digits[1:])):
        worth //= 10
        yield from (typed + (n - digit) * worth for n in range(10) if n != digit)
        if after is not None:
            yield typed + (after - digit) * (worth - worth // 10)


def _names(evaluation: Evaluation, path: str) -> bool:
    return any(at.path == path for at in (evaluation.stated, *evaluation.quantities))


def _holds(evaluation: Evaluation, path: str, value: Decimal) -> bool:
    found = residual(evaluation, {path: value})
    return found is not None and abs(found[0]) <= found[1]


def _needed(evaluation: Evaluation, at: Located) -> Decimal | None:
    """The value that would make the two sides equal, with the figure's own number of places."""
    here = at.value.value
    now, then = residual(evaluation, {}), residual(evaluation, {at.path: here + 1})
    if now is None or then is None or now[0] == then[0]:
        return None
    exact = here - now[0] / (then[0] - now[0])
    return round_half_up(exact, max(at.value.places, 2)).normalize() + 0


def slip_of(typed: Decimal, likely: Decimal) -> str:
    """The slip of the hand that turns the likely value into the typed one; empty if it looks like none."""
    if not typed or not likely:
        return ""
    return _RATIOS.get((typed / likely).normalize(), "") or _digit_slip(typed, likely)


_RATIOS = {
    Decimal(-1): "正负号相反",
    Decimal(10000).normalize(): "元与万元混用",
    Decimal("0.0001"): "元与万元混用",
    **{Decimal(10 ** abs(n)) ** (1 if n > 0 else -1): "小数点错位" for n in (-3, -2, -1, 1, 2, 3)},
}


_ONE_DIGIT = "只差一位数字"


def _digit_slip(typed: Decimal, likely: Decimal) -> str:
    """A wrong digit, or two that changed places, in a figure of three digits or more."""
    one, other = _digits(typed, likely)
    differing = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(one.strip("0")) < 3 or typed * likely < 0:
        return ""
    if len(differing) == 1:
        return _ONE_DIGIT
    if len(differing) == 2 and differing[1] - differing[0] == 1:
        first, second = differing
        return "相邻两位数字颠倒" if one[first] == other[second] and one[second] == other[first] else ""
    return ""


def _digits(one: Decimal, other: Decimal) -> tuple[str, str]:
    """The digits of two numbers, place under place."""
    places = max(0, *(-int(n.as_tuple().exponent) for n in (one, other)))
    texts = [plain(abs(n), places).replace(".", "") for n in (one, other)]
    width = max(map(len, texts))
    return texts[0].rjust(width, "0"), texts[1].rjust(width, "0")


_SPACED = "0123456789%"


def _suspect(
    candidate: _Candidate, rules: list[str], worded: Callable[[Located, Decimal], tuple[str, str]]
) -> Suspect:
    value, likely = worded(candidate.at, candidate.likely)
    why = f"改为 {likely}{' ' if likely[-1] in _SPACED else ''}后，"
    why += f"{'、'.join(rules)} {'都能' if len(rules) > 1 else '能够'}对上"
    if candidate.slip:
        why += f"；与所填{candidate.slip}" if candidate.slip.startswith("只差") else f"；像是{candidate.slip}"
    return Suspect(candidate.at.path, candidate.at.label, value, likely, why)
