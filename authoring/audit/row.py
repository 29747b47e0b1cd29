"""What is kept of a finished report once it is audited: its row of the results, and nothing more of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from authoring.checks.finding import Finding

AUDITED, NO_REPORT, UNREAD = "已审核", "不是自评报告", "读不了"


class Wish(NamedTuple):
    """Form and year, if the user says them; whether outputs are wanted."""

    form: str = ""
    year: int | None = None
    outputs: bool = False


class Converted(NamedTuple):
    """What LibreOffice made of a file of another kind: the bytes of a .docx, and the guard's remarks."""

    kind: str
    word: bytes
    notes: tuple[str, ...] = ()


class Said(NamedTuple):
    """A finding with the section it stands in; the words it is about are `quote[start:end]`."""

    finding: Finding
    section: str = ""
    start: int = 0
    end: int = 0

    @property
    def emphasised(self) -> str:
        """The sentence with the words themselves in 【】."""
        quote = self.finding.where.quote
        if self.start >= self.end:
            return quote
        return f"{quote[: self.start]}【{quote[self.start : self.end]}】{quote[self.end :]}"

    @property
    def place(self) -> str:
        """Where to look: `第12段`, `表2第3行第4列`, of a text file `第38行`; empty where nobody knows."""
        where, place = self.finding.where, self.finding.place
        page = f"第{where.page}页" if where.page and "页" not in place else ""
        line = f"第{where.line}行" if where.line else ""
        if where.cell:
            beside = page or line
            return f"{where.cell}（{beside}）" if beside else where.cell
        return line or place or page


class Row(NamedTuple):
    """One report. `file` is as the user named it; `form` a code, `form_name` as people say it.

    `audited` says that it is such a report; `fault` why it could not be read, `detail` is for whoever mends
    the program. `said` is in the order of the report. `held` counts what was worked out and holds. `files`
    are the outputs, by name in the output folder; `unsaved` if they could not be saved, `remarks` say why.
    `sketch` and `passages`, paragraphs by their numbers, are kept to find others like it.
    """

    file: str
    number: int = 0
    unit: str = ""
    year: int | None = None
    title: str = ""
    form: str = ""
    form_name: str = ""
    audited: bool = False
    fault: str = ""
    detail: str = ""
    said: tuple[Said, ...] = ()
    counts: Mapping[str, int] = {}
    held: int = 0
    remarks: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    unsaved: bool = False
    sketch: bytes = b""
    passages: tuple[tuple[int, str], ...] = ()

    @property
    def outcome(self) -> str:
        """What became of it, in a word."""
        return UNREAD if self.fault else AUDITED if self.audited else NO_REPORT

    @property
    def wrong(self) -> bool:
        """Whether something is at 错误, or it could not be read."""
        return bool(self.fault) or self.counts.get("错误", 0) > 0

    def as_json(self) -> dict[str, Any]:
        """The report as `gouji audit --json` prints it; one that could not be read says why in `error`."""
        about: dict[str, Any] = {
            "file": self.file,
            "unit": self.unit or None,
            "year": self.year,
            "form": self.form or None,
            "findings": [{**said.finding.as_json(), "section": said.section} for said in self.said],
            "counts": dict(self.counts),
            "held": self.held,
            "remarks": list(self.remarks),
            "outputs": list(self.files),
        }
        return {**about, "error": self.fault} if self.fault else about


class Output(NamedTuple):
    """A file to be: what its name ends in, and its bytes; it is named after the source, or the unit."""

    of_source: bool
    mark: str
    suffix: str
    content: bytes


class Worked(NamedTuple):
    """What was made of a report in memory. `stem` is what the files named by the unit want to be called.

    `commentable` says that comments can be put into files of its kind.
    """

    row: Row
    stem: str = ""
    commentable: bool = False
    outputs: tuple[Output, ...] = ()
