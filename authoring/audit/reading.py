"""What the rules look at: a finished report, and what was found in it, each worked out once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from authoring.audit.passages import Passages
from authoring.audit.report import FinishedReport, Part
from authoring.audit.saying import as_written, suspected
from authoring.checks.evaluation import Evaluation
from authoring.checks.finding import Suspect
from authoring.checks.suspect import find_suspects
from authoring.figures.balances import find_balances
from authoring.figures.changes import find_changes
from authoring.figures.counts import find_counts
from authoring.figures.facts import Chapter, Fact, find_facts
from authoring.figures.ledger import Ledger, glued_ledgers, ledger_of
from authoring.figures.lexing import Prose, read_prose
from authoring.figures.mention import Kind, Mention
from authoring.figures.rates import find_rates
from authoring.figures.relation import Verdict, path_of
from authoring.figures.repeats import Repeat, find_repeats, find_targets, target_lines
from authoring.figures.sizes import Sizes
from authoring.figures.sums import find_sums
from authoring.figures.tables import (
    Mismatch,
    find_contradicted,
    find_mismatches,
    find_tables,
    points_to_table,
)
from authoring.figures.totals import find_listed, find_named, find_projects
from authoring.model.paths import Located
from authoring.papers.paper import Grid, Item, Paper, Span, Words

_CELL_PROSE = 20
"""A cell with this many characters is read as text, not as an entry of a table."""
_LOOK_AHEAD = 24


_ASIDES = frozenset({"文本框", "脚注", "尾注"})


class Reading:
    """A finished report under audit."""

    def __init__(self, report: FinishedReport) -> None:
        self.report = report

    @property
    def paper(self) -> Paper:
        """The paper the report stands on."""
        return self.report.paper

    @cached_property
    def passages(self) -> Passages:
        """Its paragraphs with their sections, and their text as one."""
        return Passages(self.report)

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The text under each heading, with its figures; a heading stands before what is under it."""
        return (
            Chapter((), tuple(_proses(self.report.front))),
            *(chapter for part in self.report.parts for chapter in _chapters(part, ())),
        )

    @cached_property
    def proses(self) -> tuple[Prose, ...]:
        """Every paragraph with its figures, in order."""
        return tuple(prose for chapter in self.chapters for prose in chapter.proses)

    @cached_property
    def asides(self) -> tuple[Prose, ...]:
        """What stands beside the text, in boxes and notes, with its figures."""
        return tuple(read_prose(words) for words in self.paper.words if words.place.part in _ASIDES)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every figure in the text."""
        return tuple(mention for prose in self.proses for mention in prose.mentions)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Figures by what they are of."""
        return tuple(find_facts(self.chapters))

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every relation the report states, worked out; one on a figure's same words is told once."""
        told: dict[tuple[object, ...], Verdict] = {}
        for verdict in self._found():
            relation = verdict.relation
            key = (relation.stated.span, _GROUPS.get(relation.law.id, relation.law.id))
            known = told.get(key)
            if known is None or (verdict.holds and not known.holds):
                told[key] = verdict
        return tuple(told.values())

    @cached_property
    def suspects(self) -> dict[Span, Suspect]:
        """The likely culprit of each relation that does not hold, by the figure that states it."""
        if all(verdict.holds for verdict in self.verdicts):
            return {}
        figures = {path_of(m): m for verdict in self.verdicts for m in verdict.relation.mentions}
        same = {path_of(m): path for m, path in _first_told(self.verdicts)}

        def worded(at: Located, likely: Decimal) -> tuple[str, str]:
            mention = figures[at.path]
            return as_written(self.paper, mention), suspected(mention, likely)

        renamed = [_renamed(verdict.evaluation, same) for verdict in self.verdicts]
        found = find_suspects(renamed, worded=worded)
        return {self.verdicts[i].relation.stated.span: suspect for i, suspect in found.items()}

    @cached_property
    def breaches(self) -> tuple[Verdict, ...]:
        """The relations that do not hold, each once.

        Left out are those of a table that one wrong cell makes fail as well, and of figures told in several
        sentences those that a sentence states by itself.
        """
        failing = _once(verdict for verdict in self.verdicts if not verdict.holds)
        stated = {path_of(verdict.relation.stated) for verdict in failing}
        told = {_sum_of(verdict) for verdict in failing if verdict.relation.law.id == "WS-01"}
        return tuple(
            verdict
            for verdict in failing
            if not self._follows(verdict, stated)
            and (verdict.relation.law.id != "WS-13" or _sum_of(verdict) not in told)
        )

    def _follows(self, verdict: Verdict, stated: set[str]) -> bool:
        """Whether a relation of a table only fails because a figure fails that is told by itself."""
        suspect = self.suspects.get(verdict.relation.stated.span)
        if verdict.relation.law.id not in _OF_TABLES or suspect is None:
            return False
        return suspect.path != path_of(verdict.relation.stated) and suspect.path in stated

    def _found(self) -> Iterator[Verdict]:
        yield from self._in_sentences(self.proses)
        yield from self._in_sentences(self.asides)
        yield from find_listed(self.chapters, self.facts)
        yield from find_named(self.facts, self.report.year)
        yield from find_projects(self.chapters, self.facts)
        yield from find_tables(self.ledgers)

    def _in_sentences(self, proses: Sequence[Prose]) -> Iterator[Verdict]:
        before: tuple[Mention, ...] = ()
        sizes = Sizes(self.mentions)
        texts = [prose.text for prose in proses]
        for i, prose in enumerate(proses):
            yield from find_counts(prose, texts[i + 1 : i + 1 + _LOOK_AHEAD])
            if prose.mentions:
                yield from find_sums(prose, before)
                yield from find_changes(prose)
                yield from find_rates(prose, sizes)
                yield from find_balances(prose)
            before = prose.mentions

    @cached_property
    def ledgers(self) -> tuple[Ledger, ...]:
        """Its tables of figures, those glued into the text too."""
        ruled = (ledger_of(item) for item in self.paper.items if isinstance(item, Grid))
        glued = glued_ledgers([item for item in self.paper.items if isinstance(item, Words)])
        return (*(ledger for ledger in ruled if ledger), *glued)

    @cached_property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Figures of a text that the table below it has otherwise."""
        return tuple(self._mismatches())

    def _mismatches(self) -> Iterator[Mismatch]:
        yield from find_contradicted(self.facts, self.ledgers)
        before: list[Words] = []
        for item in self.paper.items:
            if isinstance(item, Words):
                before.append(item)
                continue
            ledger = ledger_of(item)
            said = next((words for words in before[:-4:-1] if points_to_table(words.text)), None)
            if ledger and said:
                yield from find_mismatches(read_prose(said).mentions, ledger)
            before = []

    @cached_property
    def repeats(self) -> tuple[Repeat, ...]:
        """Figures stated twice with different values."""
        lines = list(target_lines(self.paper.items))
        return (
            *find_repeats(self.facts, self.verdicts, self.report.year),
            *find_targets(lines, self.proses),
        )


def _once(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those of a figure and the same others told once: a budget with its parts is a sum and a balance."""
    told: dict[tuple[Span, frozenset[Span]], Verdict] = {}
    for verdict in verdicts:
        stated, *others = (mention.span for mention in verdict.relation.mentions)
        told.setdefault((stated, frozenset(others)), verdict)
    return list(told.values())


def _sum_of(verdict: Verdict) -> tuple[object, ...]:
    """What a sum says, wherever its figures stand."""
    stated, *parts = verdict.relation.mentions
    return stated.value, stated.measure, tuple(sorted(m.value.value for m in parts))


def _first_told(verdicts: Sequence[Verdict]) -> Iterator[tuple[Mention, str]]:
    """Each amount of the text with the place where it is first told, by its term, stage and digits."""
    first: dict[tuple[object, ...], str] = {}
    for verdict in verdicts:
        if verdict.relation.law.id not in _OF_TABLES:
            for m in verdict.relation.mentions:
                if m.kind is Kind.AMOUNT and m.term:
                    yield m, first.setdefault((m.term, m.measure, m.value.typed), path_of(m))


def _renamed(evaluation: Evaluation, same: Mapping[str, str]) -> Evaluation:
    """An evaluation with every figure at the place where it is first told: one culprit, not two."""

    def at(located: Located) -> Located:
        return located._replace(path=same.get(located.path, located.path))

    given = tuple(
        at(each) if isinstance(each, Located) else tuple(map(at, each)) for each in evaluation.given
    )
    return evaluation._replace(stated=at(evaluation.stated), given=given)


_GROUPS = {"WS-02": "WS-01", "WS-13": "WS-01", "WS-14": "WS-01"}
"""A total is told once, however its parts were found."""


_OF_TABLES = {"WS-16", "WS-17", "WS-18"}


def _chapters(part: Part, above: tuple[str, ...]) -> Iterator[Chapter]:
    titles = (*above, part.title)
    yield Chapter(titles, tuple(_proses((part.heading, *part.items))))
    for below in part.parts:
        yield from _chapters(below, titles)


def _proses(items: tuple[Item, ...]) -> Iterator[Prose]:
    for item in items:
        if isinstance(item, Words):
            yield read_prose(item)
            continue
        for cell in item.cells:
            yield from (read_prose(words) for words in cell.words if len(words.text) >= _CELL_PROSE)
