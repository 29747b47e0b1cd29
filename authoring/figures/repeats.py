"""The same figure twice: one name, one year, one stage, two values."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from authoring.checks.suspect import slip_of
from authoring.figures.facts import Fact
from authoring.figures.lexing import Prose, read_prose
from authoring.figures.mention import Kind, Mention
from authoring.figures.relation import Verdict
from authoring.papers.paper import Grid, Item, Words

WHOLE = frozenset(
    {
        "支出合计",
        "收入合计",
        "基本支出",
        "项目支出",
        "三公经费",
        "编制",
        "在职人员",
        "离退休人员",
        "退休人员",
        "总人数",
        "自评得分",
        "预算执行率",
        "公务接待费",
        "公务用车购置费",
        "公务用车运行维护费",
    }
)
"""Terms of which a unit has one figure a year; others recur under each project and each kind of spending."""


class Repeat(NamedTuple):
    """Two statements of one figure that differ. `slip` is the slip of the hand that would explain it."""

    first: Mention
    second: Mention
    slip: str


class _Key(NamedTuple):
    name: str
    kind: Kind
    unit: str
    stage: str
    year: int | None
    fund: str
    above: str
    deed: str


def find_repeats(facts: Sequence[Fact], verdicts: Collection[Verdict], year: int | None) -> Iterator[Repeat]:
    """Figures stated twice with different values; `verdicts` tell which are confirmed by others."""
    confirmed = {m.span for v in verdicts if v.holds for m in v.relation.mentions}
    groups: dict[_Key, list[Fact]] = {}
    for fact in facts:
        key = _key(fact, year)
        if key:
            groups.setdefault(key, []).append(fact)
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            one, two = first.mention, other.mention
            if not _differ(one, two) or {one.span, two.span} <= confirmed:
                continue
            slip = slip_of(two.value.value, one.value.value)
            if slip or _plainly_same(first, other):
                yield Repeat(one, two, slip)
                break


def _key(fact: Fact, year: int | None) -> _Key | None:
    """What a figure is of, where it is of the whole unit or its name is long enough to be no other's."""
    mention = fact.mention
    parts = fact.term.startswith("公务") and fact.above not in {"", "三公经费"}
    rated = mention.kind in {Kind.RATE, Kind.SCORE}
    whole = fact.term in WHOLE and not parts and (fact.exact or rated)
    if not whole and (mention.kind is not Kind.AMOUNT or len(fact.name) < _LONG_NAME):
        return None
    unit = mention.unit if mention.kind is Kind.COUNT else ""
    stage = fact.stage if mention.kind is Kind.AMOUNT else ""
    name = fact.term if whole else fact.name
    above = "" if whole else fact.above
    deed = "" if whole else _deed(fact)
    return _Key(name, mention.kind, unit, stage, fact.year or year, fact.fund, above, deed)


_DEED = re.compile("申请|批复|下达|到位|完成|安排|使用|支付|拨付|追加|计划|实际|结余")


def _deed(fact: Fact) -> str:
    """What the sentence says is done with the money: what was asked for may not be what was spent."""
    start, _ = fact.prose.sentence_at(fact.mention.start)
    said = _DEED.findall(fact.prose.text, start, fact.mention.start)
    return said[0] if said else ""


_LONG_NAME = 6


def _differ(one: Mention, other: Mention) -> bool:
    return abs(one.value.value - other.value.value) > max(one.value.step, other.value.step)


def _plainly_same(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one thing without doubt: of the whole unit, led to by the same words."""
    if one.term not in WHOLE or one.term != other.term or one.prose.words.at == other.prose.words.at:
        return False
    return one.mention.lead == other.mention.lead or (
        one.exact and other.exact and one.mention.kind is Kind.COUNT
    )


_DONE = re.compile(r"^(?:实际|已)(?:支付|支出|使用|完成)")


def find_targets(lines: Sequence[tuple[Mention, Mention]], proses: Sequence[Prose]) -> Iterator[Repeat]:
    """A target and what was done, in a line of the list of targets, against the same two in a sentence."""
    for target, done in lines:
        for prose in proses:
            for one, two in zip(prose.mentions, prose.mentions[1:], strict=False):
                same = one.term == target.term and one.kind is Kind.AMOUNT and _DONE.match(two.lead)
                if same and _differ(target, one) and _differ(done, two):
                    yield Repeat(target, one, slip_of(one.value.value, target.value.value))


def target_lines(items: Sequence[Item]) -> Iterator[tuple[Mention, Mention]]:
    """`项目总经费 2698万元　　2118万元`: the amounts of lines that name one thing and have two."""
    for item in items:
        rows = [[item]] if isinstance(item, Words) else _rows(item)
        for row in rows:
            if sum(len(words.text) for words in row) > _LONGEST_LINE:
                continue
            figures = [m for words in row for m in read_prose(words).mentions if m.kind is Kind.AMOUNT]
            if len(figures) == 2 and figures[0].term and not figures[1].lead.strip():
                yield figures[0], figures[1]


_LONGEST_LINE = 60


def _rows(grid: Grid) -> list[list[Words]]:
    rows: dict[int, list[Words]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).extend(cell.words)
    return list(rows.values())
