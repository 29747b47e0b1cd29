"""Marks of a report filled in after another's: another unit's full name in it, and only full scores."""

import re
from collections.abc import Iterable, Iterator, Sequence

from authoring.batch.outcome import Told
from authoring.batch.sketches import own_names
from authoring.checks.together import ALL_FULL, ANOTHERS_NAME
from authoring.model.evaluation import Evaluation
from authoring.model.paths import texts
from authoring.model.report import SelfEvaluation
from authoring.quantities import Score

NAME_RULE, FULL_RULE = ANOTHERS_NAME.id, ALL_FULL.id
_LEAST = 5
"""Characters of a name that is looked for; shorter ones stand in other words."""
_KEY = 4
_EXPECTED = re.compile(r"(财政[局厅部]|审计[局厅]|人民政府|人大常委会)$")
"""Offices that nearly every report names: who asked for it, who checks it."""
_MOST_TOLD = 10
_AROUND = 8

Text = tuple[str, str]
"""Path and text."""


class Names:
    """The full names of all units of a batch, made once; then any text is scanned in one pass."""

    def __init__(self, names: Iterable[str]) -> None:
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._names = {name for name in map(str.strip, names) if len(name) >= _LEAST}
        lengths: dict[str, set[int]] = {}
        for name in self._names:
            lengths.setdefault(name[:_KEY], set()).add(len(name))
        self._lengths = {key: tuple(sorted(found, reverse=True)) for key, found in lengths.items()}
        first = re.escape("".join(sorted({key[0] for key in lengths})))
        self._beginnings = re.compile(f"[{first}]" if first else "(?!)")

    def find(self, text: str, also: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
        """Where names stand in a text, the longest at each place, none in another; `also` are names too."""
        extra = sorted((name for name in also if len(name) >= _KEY), key=len, reverse=True)
        skip = 0
        for at in self._places(text, {name[:_KEY] for name in extra}):
            key = text[at : at + _KEY]
            if at < skip:
                continue
            name = next((each for each in extra if text.startswith(each, at)), "")
            for length in self._lengths.get(key, ()):
                if length > len(name) and text[at : at + length] in self._names:
                    name = text[at : at + length]
                    break
            if name:
                skip = at + len(name)
                yield at, name

    def _places(self, text: str, extra_keys: Iterable[str]) -> list[int]:
        """Where a name may begin: few characters begin one, so these are looked for first."""
        begun = (match.start() for match in self._beginnings.finditer(text))
        places = {at for at in begun if text[at : at + _KEY] in self._lengths}
        for key in extra_keys:
            at = text.find(key)
            while at >= 0:
                places.add(at)
                at = text.find(key, at + 1)
        return sorted(places)

    def foreign(self, report_texts: Iterable[Text], own: Iterable[str]) -> Iterator[Told]:
        """警告 for each other unit named; `own` names belong here, with all that stand in them."""
        allowed = frozenset(filter(None, own))
        seen: set[str] = set()
        for path, text in report_texts:
            for at, name in self.find(text, allowed):
                if name in seen or _EXPECTED.search(name) or any(name in each for each in allowed):
                    continue
                seen.add(name)
                quote = text[max(0, at - _AROUND) : at + len(name) + _AROUND].replace("\n", " ")
                yield _told_name(name, _shortened(quote, name), path)
                if len(seen) >= _MOST_TOLD:
                    return

    def foreign_in(self, report: SelfEvaluation) -> Iterator[Told]:
        """The same for a report; its 主管部门, 下属单位 and those in its project tables belong to it."""
        yield from self.foreign(texts(report), belonging(report))


def foreign_names(
    names: Sequence[str], report_texts: Iterable[Text], own: Iterable[str] = ()
) -> Iterator[Told]:
    """`Names.foreign` for a single report; for many, make `Names` once."""
    yield from Names(names).foreign(report_texts, own)


def belonging(report: SelfEvaluation) -> frozenset[str]:
    """Names that a report may rightly give."""
    names: set[str | None] = set(own_names(report))
    if (unit := report.unit) is not None:
        for part in (unit.organs, unit.subordinates):
            names.update((part.names or ()) if part else ())
    for project in report.project_evaluations or ():
        names |= {project.superior, project.implementer}
    if report.signature:
        names.add(report.signature.unit)
    return frozenset(name.strip() for name in names if name and name.strip())


def all_full(report: SelfEvaluation) -> bool:
    """Whether every score the report states is a full one; not if it states none."""
    tables = [report.self_score, *(report.project_evaluations or ())]
    verdicts = [verdict for table in tables if table for verdict in _full_scores(table)]
    return bool(verdicts) and all(verdicts)


def tell_full(report: SelfEvaluation) -> Iterator[Told]:
    """警告 if all scores are full."""
    if all_full(report):
        message = "自评表里每一项得分都是满分"
        hint = "请对照指标值和完成值逐项核对得分；确都完成的，请备好佐证材料。"
        yield Told("警告", message, FULL_RULE, "全部满分", "自评", hint=hint)


def _full_scores(table: Evaluation) -> Iterator[bool]:
    """For each score beside its 分值 whether it is full; for a table without those, of its total of 100."""
    pairs = [(each.score, each.weight) for each in table.indicators or ()]
    if table.funding:
        pairs.append((table.funding.score, table.funding.weight))
    stated = [(score, weight) for score, weight in pairs if score is not None and weight is not None]
    if stated:
        yield from (score.value >= weight.value for score, weight in stated)
    elif table.score is not None:
        yield table.score.value >= _HUNDRED.value


_HUNDRED = Score("100")


def _shortened(quote: str, name: str) -> str:
    return quote if len(quote) <= 30 else name[:30]


def _told_name(name: str, quote: str, path: str) -> Told:
    message = f"文中出现另一个单位的全称“{name}”：“{quote}”"
    hint = "如是照抄他单位报告留下的，请改正；如确是合作单位，可以保留。"
    return Told("警告", message, NAME_RULE, "他单位名称", path, hint=hint)
