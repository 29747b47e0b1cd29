"""One file → its row and the bytes of its outputs, in a process that the file may kill."""

import re
from collections.abc import Iterator
from pathlib import Path

from authoring.audit.comments import comment_on
from authoring.audit.opinion import write_opinion
from authoring.audit.passages import Passages
from authoring.audit.quoting import CUT, is_amid, sentence_bounds
from authoring.audit.report import FinishedReport
from authoring.audit.row import Converted, Output, Row, Said, Wish, Worked
from authoring.audit.run import Audited, audit_paper
from authoring.batch.sketches import LEAST, sketch_of_texts
from authoring.errors import InputError
from authoring.forms.finder import load_form
from authoring.intake.guard import Guarded, Kind, guard
from authoring.intake.kinds import judge
from authoring.papers.converted import CONVERTED, as_converted
from authoring.papers.opening import read_paper
from authoring.papers.paper import Paper, Span
from authoring.writers.docx import write_docx
from authoring.writers.text import write_text

COPY, OPINION = "（批注）", "审核意见"
_WORD = (".docx", ".docm", ".dotx", ".dotm")


def audit_file(path: Path, name: str, wish: Wish) -> Worked | None:
    """Audit a file, called `name` by the user; nothing if it must be converted first. Raises InputError."""
    guarded = guard(path)
    if guarded.kind in {Kind.DOC, Kind.ODT}:
        return None
    return _audit(read_paper(guarded, inside=True), guarded, name, wish)


def audit_converted(path: Path, name: str, converted: Converted, wish: Wish) -> Worked:
    """Audit a file that was converted. Raises InputError."""
    kind, members = judge(converted.word, path.name)
    guarded = Guarded(path, kind, converted.word, members, converted.notes)
    return _audit(as_converted(read_paper(guarded, inside=True), converted.kind), guarded, name, wish)


def _audit(paper: Paper, guarded: Guarded, name: str, wish: Wish) -> Worked:
    audited = audit_paper(paper, load_form(wish.form) if wish.form else None, wish.year)
    row = _row(audited, name)
    if not wish.outputs or not row.audited:
        return Worked(row)
    return _with_outputs(row, audited, guarded)


def _row(audited: Audited, name: str) -> Row:
    report = audited.report
    form = report.form
    row = Row(name, unit=report.unit, year=report.year, title=report.title, remarks=audited.remarks)
    row = row._replace(form=form.code if form else "", form_name=form.name if form else "")
    if not audited.audited:
        return row
    spoken = zip(audited.spots, audited.findings, strict=True)
    in_order = sorted(spoken, key=lambda each: (each[0].span.at, each[0].span.start, each[1].rule))
    said = tuple(
        Said(finding, spot.section, *_within(report.paper, spot.span, finding.where.quote))
        for spot, finding in in_order
    )
    passages = tuple(_passages(report))
    return row._replace(
        audited=True,
        said=said,
        counts=audited.counts(),
        held=audited.held,
        passages=passages,
        sketch=sketch_of_texts(passages, (report.unit,) if report.unit else ()),
    )


def _within(paper: Paper, span: Span, quote: str) -> tuple[int, int]:
    """Where in the quoted sentence the words stand; nowhere where it does not hold them."""
    if not quote:
        return 0, 0
    text = paper[span.at].text
    start, _ = sentence_bounds(text, span)
    start -= len(CUT) if is_amid(text, start) else 0
    return max(span.start - start, 0), min(span.end - start, len(quote))


_BY_RIGHT = re.compile(r"职能|职责")
"""Sections in which units of a kind, and years of a unit, share text by right."""


def _passages(report: FinishedReport) -> Iterator[tuple[int, str]]:
    """The paragraphs that are compared with other reports, with their numbers."""
    for passage in Passages(report):
        words = passage.words
        beside = passage.heading or passage.table or words.place.part
        if len(words.text) >= LEAST and not beside and not passage.within(_BY_RIGHT):
            yield words.place.paragraph or words.place.line or 0, words.text


def _with_outputs(row: Row, audited: Audited, guarded: Guarded) -> Worked:
    """The polite letter in two formats, and a commented copy where there is a Word file."""
    outputs: list[Output] = []
    if guarded.kind is Kind.DOCX and row.said:
        try:
            copy = comment_on(guarded, list(zip(audited.spots, audited.findings, strict=True)))
            outputs.append(Output(of_source=True, mark=COPY, suffix=_suffix(guarded.path), content=copy))
        except InputError as error:
            reasons = "；".join(problem.message for problem in error.problems)
            row = row._replace(remarks=(*row.remarks, f"没有做带批注的副本：{reasons}"))
    ours = {*guarded.notes, CONVERTED}
    letter = write_opinion(row, [each for each in audited.remarks if each not in ours])
    outputs += [
        Output(of_source=False, mark=OPINION, suffix=".docx", content=write_docx(letter)),
        Output(of_source=False, mark=OPINION, suffix=".txt", content=write_text(letter).encode()),
    ]
    year = f"{row.year}年度" if row.year else ""
    stem = f"{year}{row.unit}" if row.unit else Path(row.file).stem
    return Worked(row, stem, guarded.kind is Kind.DOCX, tuple(outputs))


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return suffix if suffix in _WORD else ".docx"
