"""A finished report on disk → its answers, read in a process with limits of time and memory."""

from pathlib import Path

from authoring.audit.outline import is_evaluation, recognise
from authoring.checks.run import check
from authoring.draft.report_file import build_report
from authoring.errors import GoujiError
from authoring.forms.finder import load_form
from authoring.intake.guard import Guarded, Kind, guard
from authoring.intake.kinds import EXTENSIONS
from authoring.intake.worker import Worker
from authoring.opening import LastYear
from authoring.papers.converted import as_converted, convert_to_word, kind_of
from authoring.papers.opening import read_paper
from authoring.papers.paper import Paper
from authoring.takeover.extracting import Extracted, extract

_PAPERS = {*" ".join(EXTENSIONS[kind] for kind in (Kind.DOCX, Kind.DOC, Kind.ODT, Kind.PDF)).split(), ".txt"}


def is_paper(file: Path) -> bool:
    """Whether a file has the name of a finished report, and not that of a report file."""
    return file.suffix.lower() in _PAPERS


def open_finished(file: Path, code: str = "", year: int | None = None) -> Extracted:
    """The answers a report by anyone states; `code` and `year` if they are not to be recognised.

    Raises GoujiError where the file cannot be read, or is no such report.
    """
    if code:
        load_form(code)
    with Worker() as worker:
        extracted = worker.call(_extract_file, file, code, year, file=file.name)
        if extracted is not None:
            return extracted
        guarded = guard(file)
        word = convert_to_word(guarded)
        return worker.call(_extract_word, word, kind_of(guarded), code, year, file=file.name)


def _extract_file(file: Path, code: str, year: int | None) -> Extracted | None:
    """Nothing if the file must be converted first, which is not done in here."""
    guarded = guard(file)
    if guarded.kind in {Kind.DOC, Kind.ODT}:
        return None
    return _extract_paper(read_paper(guarded, inside=True), code, year)


def _extract_word(word: Guarded, kind: str, code: str, year: int | None) -> Extracted:
    return _extract_paper(as_converted(read_paper(word, inside=True), kind), code, year)


def _extract_paper(paper: Paper, code: str, year: int | None) -> Extracted:
    report = recognise(paper, load_form(code) if code else None, year)
    if not is_evaluation(report):
        raise GoujiError(f"“{paper.file}”不像绩效自评报告，没有可取的内容。")
    return extract(report)


def open_last_finished(file: Path) -> tuple[LastYear, tuple[str, ...]]:
    """Last year's report out of the finished one, the rules it breaks, and remarks on what was taken."""
    extracted = open_finished(file)
    report = build_report(extracted.draft)
    checked = check(report, load_form(report.form), extracted.draft)
    wrong = (finding.rule for finding in checked.stopping if finding.difference is not None)
    return LastYear(checked.report, tuple(dict.fromkeys(wrong))), extracted.remarks
