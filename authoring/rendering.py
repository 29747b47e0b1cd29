"""A checked report on its way to the disk: document → bytes → files."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from authoring import atomic
from authoring.document.blocks import Document, annex_alone, without_annexes
from authoring.document.compose import report_name
from authoring.filenames import distinct, file_name, inside
from authoring.forms.form import Form
from authoring.opening import Opened

if TYPE_CHECKING:
    from authoring.writers.package import Base


def output_stem(opened: Opened, *, draft: bool = False) -> str:
    """`{年度}年度{单位}{报告名}`, marked if a draft, so that it never takes the place of the report."""
    return report_name(opened.checked.report, opened.form) + ("（草稿）" if draft else "")


class Wanted(NamedTuple):
    """What to write: formats, a 草稿 or not, each annex as a file of its own or not."""

    kinds: Sequence[str] = ("docx", "txt")
    draft: bool = False
    separate: bool = False


def render_files(document: Document, form: Form, folder: Path, stem: str, wanted: Wanted) -> Iterator[Path]:
    """Write one document as wanted; yields each file once it is whole on disk.

    All files are made before the first is written. Raises GoujiError.
    """
    documents = _taken_apart(document, stem) if wanted.separate else [(stem, document)]
    made = {
        file_name(name, f".{kind}"): WRITERS[kind](each, form)
        for name, each in documents
        for kind in wanted.kinds
    }
    for name, content in made.items():
        path = inside(folder, name)
        atomic.save(path, content)
        yield path


def _taken_apart(document: Document, stem: str) -> list[tuple[str, Document]]:
    """The report without its annexes, and each annex, with the stems of their files."""
    annexes = document.annexes
    stems = distinct(
        [stem, *(f"{stem}_{a.label}{a.title}{a.subject and f'（{a.subject}）'}" for a in annexes)]
    )
    alone = [without_annexes(document), *(annex_alone(document, annex) for annex in annexes)]
    return list(zip(stems, alone, strict=True))


def _base(form: Form) -> "Base":
    """The form's own page and styles, or those of GB/T 9704-2012."""
    from authoring.writers.package import standard_base  # noqa: PLC0415

    styles = form.folder / "styles.docx"
    if not styles.is_file():
        return standard_base()
    from authoring.writers.reference import read_base  # noqa: PLC0415

    return read_base(styles)


def _docx(document: Document, form: Form) -> bytes:
    from authoring.writers.docx import write_docx  # noqa: PLC0415

    return write_docx(document, _base(form))


def _text(document: Document, _form: Form) -> bytes:
    from authoring.writers.text import write_text  # noqa: PLC0415

    return write_text(document).encode()


def _html(document: Document, _form: Form) -> bytes:
    from authoring.writers.html import write_html  # noqa: PLC0415

    return write_html(document).encode()


def _pdf(document: Document, form: Form) -> bytes:
    from authoring.writers.docx import write_docx  # noqa: PLC0415
    from authoring.writers.pdf import write_pdf  # noqa: PLC0415

    return write_pdf(write_docx(document, _base(form).flush_left()))


WRITERS: dict[str, Callable[[Document, Form], bytes]] = {
    "docx": _docx,
    "txt": _text,
    "html": _html,
    "pdf": _pdf,
}
"""Every output format; a writer is imported when it is asked for."""
