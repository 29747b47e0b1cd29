"""A guarded file → Paper, by what it is. Each reader is imported when it is needed."""

from authoring.errors import InputError, Problem
from authoring.intake.guard import Guarded
from authoring.intake.kinds import Kind
from authoring.intake.worker import Worker
from authoring.papers.paper import Paper

_NO_REPORT = "这是{}，不是报告；请选用 Word、PDF 或纯文本的报告"


def read_paper(guarded: Guarded, worker: Worker | None = None) -> Paper:
    """Read a report of whatever kind. Raises InputError naming what is wrong with the file, and what to do.

    PDFs are read in a process that may die: `worker`, or one started for the file. Remarks of the guard come
    before those of the reader.
    """
    paper = _read(guarded, worker)
    if not guarded.notes:
        return paper
    return Paper(paper.file, paper.kind, paper.items, (*guarded.notes, *paper.remarks))


def _read(guarded: Guarded, worker: Worker | None) -> Paper:
    kind, file = guarded.kind, guarded.path.name
    if kind is Kind.TEXT:
        from authoring.papers.plain_text import read_text  # noqa: PLC0415

        return read_text(guarded.content, file)
    if kind is Kind.DOCX:
        from authoring.papers.docx import read_docx  # noqa: PLC0415

        return read_docx(guarded)
    if kind is Kind.PDF:
        from authoring.papers.pdf import read_pages  # noqa: PLC0415

        if worker is None:
            with Worker() as own:
                pages = own.call(read_pages, guarded.content, file, file=file)
        else:
            pages = worker.call(read_pages, guarded.content, file, file=file)
        return Paper(file, "pdf", pages.items, pages.remarks)
    if kind in {Kind.DOC, Kind.ODT}:
        from authoring.papers.converted import read_converted  # noqa: PLC0415

        return read_converted(guarded)
    raise InputError([Problem(_NO_REPORT.format(kind.value), file)])
