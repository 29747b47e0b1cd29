"""A guarded file → Paper, by what it is. Each reader is imported when it is needed."""

from typing import TYPE_CHECKING

from authoring.errors import InputError, Problem
from authoring.intake.guard import Guarded
from authoring.intake.kinds import Kind
from authoring.papers.paper import Paper

if TYPE_CHECKING:
    from authoring.intake.worker import Worker

_NO_REPORT = "这是{}，不是报告；请选用 Word、PDF 或纯文本的报告"


def read_paper(guarded: Guarded, worker: "Worker | None" = None, *, inside: bool = False) -> Paper:
    """Read a report of whatever kind. Raises InputError naming what is wrong with the file, and what to do.

    PDFs are read in a process that may die: `worker`, or one started for the file; or right here, for whoever
    is `inside` such a process already. Remarks of the guard come before those of the reader.
    """
    paper = _read(guarded, worker, inside=inside)
    if not guarded.notes:
        return paper
    return Paper(paper.file, paper.kind, paper.items, (*guarded.notes, *paper.remarks))


def _read(guarded: Guarded, worker: "Worker | None", *, inside: bool) -> Paper:
    kind, file = guarded.kind, guarded.path.name
    if kind is Kind.TEXT:
        from authoring.papers.plain_text import read_text  # noqa: PLC0415

        return read_text(guarded.content, file)
    if kind is Kind.DOCX:
        from authoring.papers.docx import read_docx  # noqa: PLC0415

        return read_docx(guarded)
    if kind is Kind.PDF:
        return _read_pdf(guarded, worker, inside=inside)
    if kind in {Kind.DOC, Kind.ODT}:
        from authoring.papers.converted import read_converted  # noqa: PLC0415

        return read_converted(guarded)
    raise InputError([Problem(_NO_REPORT.format(kind.value), file)])


def _read_pdf(guarded: Guarded, worker: "Worker | None", *, inside: bool) -> Paper:
    from authoring.intake.worker import limited  # noqa: PLC0415
    from authoring.papers.pdf import read_pages  # noqa: PLC0415

    content, file = guarded.content, guarded.path.name
    if inside:
        pages = read_pages(content, file)
    elif worker is None:
        pages = limited(read_pages, content, file, file=file)
    else:
        pages = worker.call(read_pages, content, file, file=file)
    return Paper(file, "pdf", pages.items, pages.remarks)
