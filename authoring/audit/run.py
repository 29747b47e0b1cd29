"""Audits a finished report: every rule, each remark worded as a finding, and the likely culprits named."""

from typing import NamedTuple

from authoring.audit.outline import is_evaluation, recognise
from authoring.audit.quoting import Quotable
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark
from authoring.audit.report import FinishedReport
from authoring.audit.rules import RULES
from authoring.audit.sections import Sections
from authoring.checks.finding import Figure, Finding, Outcome, Severity, Suspect, Where
from authoring.forms.form import Form
from authoring.papers.paper import Paper, Place, Span, Words


class Spot(NamedTuple):
    """Where a finding is: the words, and the section they stand in by its heading, `三、支出情况`."""

    span: Span
    section: str


class Audited(NamedTuple):
    """A finished report and what is wrong in it, gravest first.

    `spots` has the place of each finding, `audited` is false for what is no such report. `held` is how many
    of its own statements were worked out and hold; `remarks` are for the reader of the findings: what could
    not be read, or that it is no such report.
    """

    report: FinishedReport
    findings: tuple[Finding, ...]
    held: int = 0
    remarks: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()
    audited: bool = True

    @property
    def unit(self) -> str:
        """The unit whose report it is."""
        return self.report.unit

    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        counted = {severity.value: 0 for severity in Severity}
        for finding in self.findings:
            counted[finding.severity.value] += 1
        return counted


_NO_REPORT = "这份文件不像绩效自评报告，没有审核"


def audit_paper(paper: Paper, form: Form | None = None, year: int | None = None) -> Audited:
    """Read a paper as a report and check it. `form` and `year`, if given, are taken for what they are."""
    return audit_report(recognise(paper, form, year))


def audit_report(report: FinishedReport) -> Audited:
    """Every finding on a report whose sections are recognised."""
    if not is_evaluation(report):
        return Audited(report, (), 0, (*report.paper.remarks, _NO_REPORT), audited=False)
    reading = Reading(report)
    section_of = Sections(report, reading.passages).title
    remarks = [(rule, remark) for rule in RULES for remark in rule.find(reading)]
    quotable = Quotable(report.paper, [remark for _, remark in remarks])
    found = [
        (
            _finding(rule, remark, quotable, reading.suspects.get(remark.span)),
            Spot(remark.span, section_of(remark.span)),
        )
        for rule, remark in remarks
    ]
    found.sort(key=lambda each: _gravity(each[0]))
    held = sum(verdict.holds for verdict in reading.verdicts)
    findings, spots = tuple(finding for finding, _ in found), tuple(spot for _, spot in found)
    return Audited(report, findings, held, report.paper.remarks, spots)


_WEIGHTS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.REMARK: 2}


def _gravity(finding: Finding) -> tuple[int, int]:
    return _WEIGHTS[finding.severity], finding.where.paragraph or 0


def _finding(rule: AuditRule, remark: Remark, quotable: Quotable, suspect: Suspect | None) -> Finding:
    paper = quotable.paper
    return Finding(
        rule.id,
        Outcome.DIFFERS,
        rule.severity,
        rule.statement,
        remark.message,
        figures=tuple(Figure("", quotable.words(span), quotable.words(span)) for span in remark.beside),
        stated=remark.stated,
        expected=remark.expected,
        difference=None if remark.difference is None else f"{remark.difference:f}",
        tolerance=remark.tolerance,
        unit=remark.unit,
        hint=remark.hint,
        basis=rule.basis,
        place=_place_words(paper[remark.span.at]),
        suspect=suspect,
        where=where_of(paper, remark.span, "" if remark.absent else quotable.sentence(remark.span)),
    )


def where_of(paper: Paper, span: Span, quote: str) -> Where:
    """A span as whoever opens the file finds it, with the words to be shown of it."""
    words = paper[span.at]
    place = words.place
    return Where(
        file=paper.file,
        line=place.line,
        cell=_cell(place),
        part=place.part,
        page=place.page,
        paragraph=place.paragraph,
        start=span.start,
        end=span.end,
        quote=quote,
    )


def _cell(place: Place) -> str:
    if place.table is None:
        return ""
    if place.row is None or place.column is None:
        return f"表{place.table}"
    return f"表{place.table}第{place.row + 1}行第{place.column + 1}列"


def _place_words(words: Words) -> str:
    place = words.place
    if place.table is not None:
        return _cell(place)
    parts = [
        place.part,
        f"第{place.paragraph}段" if place.paragraph else "",
        f"（第{place.page}页）" if place.page else "",
    ]
    return "".join(parts)
