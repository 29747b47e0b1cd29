"""合计 in tables: totals by row and by column, rates and differences between columns.

A table does not say how its columns hang together. A way that most rows bear out is taken for it, and the
rows that do not are in error.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from authoring.checks.registry import Identity
from authoring.checks.suspect import slip_of
from authoring.figures.facts import Fact
from authoring.figures.ledger import Ledger, Row
from authoring.figures.mention import Kind, Measure, Mention
from authoring.figures.relation import Relation, Verdict, add, judge, law
from authoring.figures.repeats import WHOLE

COLUMN_TOTAL = law("WS-16", ("parts/*",), add)
"""合计行＝各行之和."""
ROW_TOTAL = law("WS-17", ("parts/*",), add)
"""合计列＝各列之和."""
QUOTIENT = law("WS-18", ("above", "below"), lambda above, below: above / below * 100)
DIFFERENCE = law("WS-18", ("one", "other"), lambda one, other: one - other)

_TOTAL = re.compile(
    r"^(?:[一二三四五六七八九十]、)?(?:本年|支出|收入|全年|部门|总)?(?:合计|总计|共计|小计|总分|总得分)"
    r"(?:（.*）|数|金额)?$|(?:合计|总计|小计)$"
)
_SUBTOTAL = re.compile(r"小计|合计|总计|共计")
_BELOW = re.compile(r"^(?:其中|　| |[（(]\d|\d+[.．、]|（[一二三四五六七八九十])|其中[：:]")
_NO_SUM = re.compile(r"率|占比|比重|比例|%|单价|均|序号|编号|编码|代码|年份|权重\(|标准|幅")
_TOTAL_HEAD = re.compile(r"合计|小计|总计|总额|金额|总数|全年预算|调整后|调整预算|总人数|实有人数|总分")
_RATE_HEAD = re.compile(r"执行率|完成率|支出率|预算完成|使用率|支付率|得分率|进度")
_CHANGE_HEAD = re.compile(r"增减(?:额|数)?$|差额|变动额|增加额|结余|超（?支?节?约?）?")


def find_tables(ledgers: Sequence[Ledger]) -> Iterator[Verdict]:
    """Every total, rate and difference of some tables that their other figures confirm or refute."""
    for ledger in ledgers:
        yield from _column_totals(ledger)
        yield from _parts_below(ledger)
        yield from _row_totals(ledger)
        yield from _rates(ledger)
        yield from _differences(ledger)


class _Way(NamedTuple):
    """A way in which figures hang together, with its verdict in each row or column."""

    verdicts: tuple[Verdict, ...]

    @property
    def holding(self) -> int:
        return sum(v.holds for v in self.verdicts if _tells(v))

    @property
    def failing(self) -> int:
        """How many errors there must be: one may make what follows from it wrong by as much."""
        return len({abs(v.evaluation.difference) for v in self.verdicts if not v.holds})


def _tells(verdict: Verdict) -> bool:
    """Whether a verdict bears a way out: two figures or more that are not nothing."""
    return sum(bool(m.value.value) for m in verdict.relation.mentions) > 2


def _column_totals(ledger: Ledger) -> Iterator[Verdict]:
    """Each 合计 row against the rows above it, or below it, as most columns bear out.

    Nothing is wrong where a row above has its figures in one cell with its words: it could not be read.
    """
    totals = [i for i, row in enumerate(ledger.rows) if _TOTAL.search(_plain(row.label))]
    for at in totals:
        ways = [
            _Way(tuple(_by_column(ledger, ledger.rows[at], rows)))
            for rows in _row_ways(ledger, at, totals)
            if len(rows) > 1
        ]
        scores = _SCORES.search(_plain(ledger.rows[at].label)) is not None
        of_scores = scores and not any(_EXECUTED.search(row.label) for row in ledger.rows[:at])
        told = _told(ways, single=_leaves(ledger, at, totals))
        doubtful = any(not row.figures and re.search(r"\d", row.label) for row in ledger.rows[:at])
        yield from (v for v in told if v.holds or not (doubtful or (of_scores and _lacks_execution(v))))


_EXECUTED = re.compile("执行率|预算执行")
_SCORES = re.compile(r"总分|总得分|自评得分|得分合计")
_EXECUTION = 10
"""What 预算执行率 is worth; it mostly stands with the money, above the indicators."""


def _lacks_execution(verdict: Verdict) -> bool:
    return 0 < verdict.evaluation.difference <= _EXECUTION


def _parts_below(ledger: Ledger) -> Iterator[Verdict]:
    """A row and the rows below it that begin at 其中, as most columns bear out."""
    for _, ways in _blocks_below(ledger):
        yield from _told(ways)


def _blocks_below(ledger: Ledger) -> Iterator[tuple[int, list[_Way]]]:
    """Where a block begins at 其中, and what its first two rows, three and so on make of the row above."""
    for at in range(len(ledger.rows) - 2):
        if ledger.rows[at + 1].label.startswith("其中") and not _BELOW.search(ledger.rows[at].label):
            longest = min(len(ledger.rows) - at, _MOST_BELOW)
            blocks = [ledger.rows[at + 1 : at + 1 + length] for length in range(2, longest)]
            yield at + 1, [_Way(tuple(_by_column(ledger, ledger.rows[at], block))) for block in blocks]


def _inner_rows(ledger: Ledger) -> set[int]:
    """The rows of blocks that make up the row above them in all columns."""
    inner: set[int] = set()
    for start, ways in _blocks_below(ledger):
        sure = [length for length, way in enumerate(ways, 2) if way.holding and not way.failing]
        inner.update(range(start, start + max(sure, default=0)))
    return inner


_MOST_BELOW = 9


def _plain(label: str) -> str:
    return label.replace(" ", "").replace("　", "")


def _row_ways(ledger: Ledger, at: int, totals: list[int]) -> Iterator[list[Row]]:
    """The rows a total may be of: since the total before, all, the subtotals, those of the first level."""
    above = next((i for i in reversed(totals) if i < at), -1)
    below = next((i for i in totals if i > at), len(ledger.rows))
    inner = _inner_rows(ledger)
    end = len(ledger.rows)
    for block in (range(above + 1, at), range(at), range(at + 1, below), range(at + 1, end)):
        rows = [ledger.rows[i] for i in block if ledger.rows[i].figures]
        yield [row for row in rows if not _SUBTOTAL.search(row.label)]
        yield [row for row in rows if not _SUBTOTAL.search(row.label) and not _BELOW.search(row.label)]
        yield [row for row in rows if _SUBTOTAL.search(row.label)]
        yield [row for row in rows if _FIRST_LEVEL.match(row.label)]
        outer = [ledger.rows[i] for i in block if i not in inner and ledger.rows[i].figures]
        yield [row for row in outer if not _SUBTOTAL.search(row.label)]


_FIRST_LEVEL = re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]")


def _leaves(ledger: Ledger, at: int, totals: list[int]) -> bool:
    """Whether a table is plain enough to trust one column: one total at its end, and no levels."""
    rows = ledger.rows[:at]
    return (
        len(totals) == 1 and at == len(ledger.rows) - 1 and not any(_BELOW.search(row.label) for row in rows)
    )


def _by_column(ledger: Ledger, total: Row, rows: Sequence[Row]) -> Iterator[Verdict]:
    for column, stated in total.figures.items():
        parts = [row.figures[column] for row in rows if column in row.figures]
        if len(parts) < 2 or _NO_SUM.search(ledger.heads.get(column, "")) or stated.kind is Kind.RATE:
            continue
        if any(m.kind is not stated.kind for m in parts):
            continue
        verdict = judge(Relation(COLUMN_TOTAL, stated, (tuple(parts),), "合计"))
        if verdict:
            yield verdict


def _told(ways: Sequence[_Way], *, single: bool = False) -> Iterator[Verdict]:
    """The verdicts of the way most figures bear out; of a plain table, of the plainest way."""
    best = max(ways, key=lambda way: (way.holding, -way.failing), default=None)
    if best is None:
        return
    if best.holding and best.failing <= max(best.holding, 1):
        yield from best.verdicts
    elif single and not best.holding:
        first = next((way for way in ways if way.verdicts), None)
        if first and all(_near(v) for v in first.verdicts):
            yield from first.verdicts


_NEAR = Decimal("0.2")


def _near(verdict: Verdict) -> bool:
    """Whether a total that does not hold is at least of the size of its parts' sum."""
    stated, expected = verdict.relation.stated.value.value, verdict.evaluation.expected
    near = abs(stated - expected) <= abs(stated) * _NEAR
    return bool(stated) and (near or bool(slip_of(stated, expected)))


def _row_totals(ledger: Ledger) -> Iterator[Verdict]:
    """Each 合计 column against columns beside it, as most rows bear out."""
    columns = [c for c in ledger.columns if not _NO_SUM.search(ledger.heads.get(c, ""))]
    for total in columns:
        if not _TOTAL_HEAD.search(ledger.heads.get(total, "")):
            continue
        ways = [_Way(tuple(_by_row(ledger, total, parts))) for parts in _column_ways(ledger, columns, total)]
        yield from _told([way for way in ways if way.verdicts])


def _column_ways(ledger: Ledger, columns: list[int], total: int) -> Iterator[list[int]]:
    """The columns a total may be of: those with heads under its own, or some in a row beside it."""
    at = columns.index(total)
    others = [c for c in columns if c != total]
    yield others
    for length in range(len(columns) - 1, 1, -1):
        yield columns[at + 1 : at + 1 + length] if at + length < len(columns) else []
        yield columns[at - length : at] if at >= length else []
    group = ledger.heads.get(total, "").split(" ")[0]
    yield [c for c in others if ledger.heads.get(c, "").split(" ")[0] == group]


def _by_row(ledger: Ledger, total: int, parts: Sequence[int]) -> Iterator[Verdict]:
    if len(parts) < 2:
        return
    for row in ledger.rows:
        given = tuple(row.figures[c] for c in parts if c in row.figures)
        stated = row.figures.get(total)
        if stated is None or len(given) < 2 or any(m.kind is not Kind.BARE for m in (stated, *given)):
            continue
        verdict = judge(Relation(ROW_TOTAL, stated, (given,), "合计"))
        if verdict:
            yield verdict


def _rates(ledger: Ledger) -> Iterator[Verdict]:
    """执行率 against two columns, as most rows bear out."""
    for column in ledger.columns:
        if _RATE_HEAD.search(ledger.heads.get(column, "")):
            yield from _of_two(ledger, column, QUOTIENT)


def _differences(ledger: Ledger) -> Iterator[Verdict]:
    """增减额 against two columns, as most rows bear out."""
    for column in ledger.columns:
        if _CHANGE_HEAD.search(ledger.heads.get(column, "")):
            yield from _of_two(ledger, column, DIFFERENCE)


def _of_two(ledger: Ledger, column: int, which: Identity) -> Iterator[Verdict]:
    others = [c for c in ledger.columns if c != column]
    ways = [
        _Way(tuple(_pairs(ledger, column, one, other, which)))
        for one in others
        for other in others
        if one != other
    ]
    ways = [way for way in ways if way.holding > 1 or (way.holding and way.failing <= 1)]
    yield from _told(ways)


def _pairs(ledger: Ledger, column: int, one: int, other: int, which: Any) -> Iterator[Verdict]:
    for row in ledger.rows:
        if {column, one, other} <= row.figures.keys():
            stated = row.figures[column]
            if (
                which is QUOTIENT
                and stated.kind is Kind.BARE
                and not _PERCENT.search(ledger.heads.get(column, ""))
            ):
                continue
            verdict = judge(Relation(which, stated, (row.figures[one], row.figures[other]), "表"))
            if verdict:
                yield verdict


_PERCENT = re.compile("[%％]")


class Mismatch(NamedTuple):
    """A figure of the text that the table it points to has otherwise."""

    said: Mention
    listed: Mention


_POINTS = re.compile(r"(?:见|如)(?:下|后|附)?表|下表|表如下|如下表|明细(?:如下|见)")


def points_to_table(text: str) -> bool:
    """Whether a paragraph says that a table shows its figures."""
    return _POINTS.search(text) is not None


def find_mismatches(said: Sequence[Mention], ledger: Ledger) -> Iterator[Mismatch]:
    """Amounts of a paragraph against the row of the table that has their name, or its 合计."""
    for mention in said:
        if mention.kind is not Kind.AMOUNT or mention.loose or not mention.term:
            continue
        rows = [row for row in ledger.rows if mention.term in {m.term for m in row.figures.values()}]
        if not rows:
            rows = [row for row in ledger.rows if _TOTAL.search(_plain(row.label))][-1:]
            if mention.term not in _TOTAL_TERMS:
                continue
        figures = [m for row in rows for m in _of_stage(ledger, row, mention)]
        if len(figures) == 1 and figures[0].value.value != mention.value.value:
            yield Mismatch(mention, figures[0])


def _of_stage(ledger: Ledger, row: Row, mention: Mention) -> list[Mention]:
    """The figures of a row that may be the one said: of its stage, where the heads tell stages apart."""
    figures = [(column, m) for column, m in row.figures.items() if m.kind is Kind.BARE]
    if len(figures) > 1:
        budget = mention.measure in {Measure.BUDGET, Measure.INITIAL, Measure.FULL}
        head = _BUDGET_HEAD if budget else _SPENT_HEAD
        figures = [(c, m) for c, m in figures if head.search(ledger.heads.get(c, ""))]
    return [m for _, m in figures]


_BUDGET_HEAD = re.compile("预算")
_SPENT_HEAD = re.compile(r"决算|执行|支出|实际|金额|完成")


def find_contradicted(facts: Sequence[Fact], ledgers: Sequence[Ledger]) -> Iterator[Mismatch]:
    """Figures of the whole unit against the row of a table that has their name alone."""
    for fact in facts:
        if fact.term not in WHOLE or not fact.exact or fact.mention.kind is not Kind.AMOUNT:
            continue
        figures = [m for ledger in ledgers for m in _spent_in(ledger, fact)]
        said = fact.mention.value.value
        near = [m for m in figures if slip_of(said, m.value.value)]
        if len(figures) == 1 == len(near):
            yield Mismatch(fact.mention, figures[0])


def _spent_in(ledger: Ledger, fact: Fact) -> Iterator[Mention]:
    """What a table says was spent under a term: in its only column, or that whose head says so."""
    for row in ledger.rows:
        named = [m for m in row.figures.items() if m[1].kind is Kind.BARE and m[1].term == fact.term]
        if len(named) > 1:
            named = [(c, m) for c, m in named if _SPENT_HEAD.search(ledger.heads.get(c, ""))]
        if len(named) == 1 and _plain(row.label).removesuffix("支出") in {fact.term, fact.name}:
            yield named[0][1]


_TOTAL_TERMS = {"三公经费", "支出合计", "收入合计", "项目支出", "基本支出"}
