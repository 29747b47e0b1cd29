"""A .doc, .wps or .odt file → Paper, through LibreOffice and the reader of .docx."""

from authoring.errors import InputError, Problem
from authoring.intake.guard import Guarded
from authoring.intake.kinds import Kind, RefusedError, judge
from authoring.office import OfficeError, convert, find_office
from authoring.papers.docx import read_docx
from authoring.papers.paper import Paper

SECONDS = 60.0
CONVERTED = "经 LibreOffice 转换后读取，版式可能与原文件略有出入"
"""The remark on a file that was converted."""
_AS_WORD = "请用 Word 或 WPS 打开，另存为 .docx 后再用"
_NO_OFFICE = f"读这种文件要用到 LibreOffice，这里没有找到；{_AS_WORD}"
_NOTHING = f"LibreOffice 没能转换这个文件，可能已损坏；{_AS_WORD}"


def read_converted(guarded: Guarded, *, seconds: float = SECONDS) -> Paper:
    """Read a file of another word processor. Raises InputError if it cannot be converted here."""
    return as_converted(read_docx(convert_to_word(guarded, seconds=seconds)), kind_of(guarded))


def as_converted(paper: Paper, kind: str) -> Paper:
    """The paper of a converted file: of its own kind, and with the remark that it was converted."""
    return Paper(paper.file, kind, paper.items, (CONVERTED, *paper.remarks))


def convert_to_word(guarded: Guarded, *, seconds: float = SECONDS) -> Guarded:
    """The file as the .docx that LibreOffice makes of it. Raises InputError if that cannot be done here."""
    file = guarded.path.name
    office = find_office()
    if office is None:
        raise InputError([Problem(_NO_OFFICE, file)])
    kind = kind_of(guarded)
    try:
        docx = convert(office, guarded.content, (f".{kind}", ".docx"), "Word 文档", seconds=seconds)
        made, members = judge(docx, file) if docx else (None, None)
    except OfficeError as error:
        raise InputError([Problem(f"{error}，或者{_AS_WORD}", file)]) from error
    except RefusedError as error:
        raise InputError([Problem(_NOTHING, file)]) from error
    if made is not Kind.DOCX:
        raise InputError([Problem(_NOTHING, file)])
    return Guarded(guarded.path, Kind.DOCX, docx, members, guarded.notes)


def kind_of(guarded: Guarded) -> str:
    """`doc`, `wps` or `odt`."""
    if guarded.kind is Kind.ODT:
        return "odt"
    return "wps" if guarded.path.suffix.lower() in {".wps", ".wpt"} else "doc"
