"""The whole way for one report: file → draft → model → checks → document → bytes → files on disk."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from authoring import atomic
from authoring.checks.run import Checked, check
from authoring.document.blocks import Document
from authoring.document.compose import compose, report_name
from authoring.draft.report_file import open_report
from authoring.filenames import file_name, inside
from authoring.forms.finder import load_form
from authoring.forms.form import Form


class Opened(NamedTuple):
    """A report file with its form, what the checks say of it, and a remark on how it was read, if any."""

    file: Path
    form: Form
    checked: Checked
    note: str = ""


def open_checked(file: Path) -> Opened:
    """Read and check one report file. Raises GoujiError."""
    draft, report = open_report(file)
    form = load_form(report.form)
    return Opened(file, form, check(report, form, draft), draft.note)


def output_stem(opened: Opened, *, draft: bool = False) -> str:
    """`{年度}年度{单位}{报告名}`, marked if a draft, so that it never takes the place of the report."""
    return report_name(opened.checked.report, opened.form) + ("（草稿）" if draft else "")


def render_files(
    opened: Opened, folder: Path, stem: str, kinds: Sequence[str], *, draft: bool = False
) -> Iterator[Path]:
    """Write one report in every format asked for; yields each file once it is whole on disk.

    All formats are made before the first is written. Raises GoujiError.
    """
    document = compose(opened.checked.report, opened.form, draft=draft)
    made = {kind: WRITERS[kind](document, opened.form) for kind in kinds}
    for kind, content in made.items():
        path = inside(folder, file_name(stem, f".{kind}"))
        atomic.save(path, content)
        yield path


def _docx(document: Document, form: Form) -> bytes:
    from authoring.writers.docx import write_docx  # noqa: PLC0415

    styles = form.folder / "styles.docx"
    if not styles.is_file():
        return write_docx(document)
    from authoring.writers.reference import read_base  # noqa: PLC0415

    return write_docx(document, read_base(styles))


def _text(document: Document, _form: Form) -> bytes:
    from authoring.writers.text import write_text  # noqa: PLC0415

    return write_text(document).encode()


def _html(document: Document, _form: Form) -> bytes:
    from authoring.writers.html import write_html  # noqa: PLC0415

    return write_html(document).encode()


def _pdf(document: Document, form: Form) -> bytes:
    from authoring.writers.pdf import write_pdf  # noqa: PLC0415

    return write_pdf(_docx(document, form))


WRITERS: dict[str, Callable[[Document, Form], bytes]] = {
    "docx": _docx,
    "txt": _text,
    "html": _html,
    "pdf": _pdf,
}
"""Every output format; a writer is imported when it is asked for."""
