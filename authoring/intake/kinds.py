"""The bytes of a file → its kind, whatever its extension says.

A page in disguise, an encrypted or a broken file, and what we do not read are refused with a way out.
"""

import re
from enum import Enum
from pathlib import Path

from authoring.decoding import decode
from authoring.errors import InputError
from authoring.intake.archive import Members, shown
from authoring.intake.compound import MAGIC, Compound
from authoring.intake.contents import Content

TEXT_BYTES = 16 << 20
"""A text takes up to four times its bytes when decoded; a report file has some 100 KB."""


class Kind(Enum):
    """What a file is. The value is its name for the user, and its usual extension."""

    XLSX = "Excel 工作簿（.xlsx）"
    XLSM = "带宏的 Excel 工作簿（.xlsm）"
    XLS = "旧版 Excel 或 WPS 表格（.xls）"
    ODS = "OpenDocument 表格（.ods）"
    DOCX = "Word 文档（.docx）"
    DOC = "旧版 Word 或 WPS 文档（.doc）"
    ODT = "OpenDocument 文档（.odt）"
    PDF = "PDF 文件（.pdf）"
    TEXT = "纯文本文件"


class RefusedError(Exception):
    """Why not, in the user's words; `guard` adds the file's name."""


_SHEET, _WORD = "spreadsheetml", "wordprocessingml"
_PARTS = {
    f"vnd.openxmlformats-officedocument.{_SHEET}.sheet.main": Kind.XLSX,
    f"vnd.openxmlformats-officedocument.{_SHEET}.template.main": Kind.XLSX,
    "vnd.ms-excel.sheet.macroenabled.main": Kind.XLSM,
    "vnd.ms-excel.template.macroenabled.main": Kind.XLSM,
    f"vnd.openxmlformats-officedocument.{_WORD}.document.main": Kind.DOCX,
    f"vnd.openxmlformats-officedocument.{_WORD}.template.main": Kind.DOCX,
    "vnd.ms-word.document.macroenabled.main": Kind.DOCX,
    "vnd.ms-word.template.macroenabledtemplate.main": Kind.DOCX,
}
"""Content types of a package's main part, without `application/` and `+xml`, in small letters."""
_PART = re.compile(r"contenttype\s*=\s*[\"']application/([^\"']+?)(?:\+xml)?[\"']")
_OPEN_DOCUMENT = {b"spreadsheet": Kind.ODS, b"text": Kind.ODT}
_MIMETYPE = re.compile(rb"application/vnd\.oasis\.opendocument\.([a-z]+)(?:-template)?\s*")
_STREAMS = {"workbook": Kind.XLS, "book": Kind.XLS, "worddocument": Kind.DOC}
EXTENSIONS = {
    Kind.XLSX: ".xlsx .xltx .xlsm .xls .et .ett",
    Kind.XLSM: ".xlsm .xltm .xlsx .xls .et",
    Kind.XLS: ".xls .xlt .et .ett .xlsx",
    Kind.ODS: ".ods .ots",
    Kind.DOCX: ".docx .dotx .docm .dotm .doc .wps .wpt",
    Kind.DOC: ".doc .dot .wps .wpt .docx",
    Kind.ODT: ".odt .ott",
    Kind.PDF: ".pdf",
}
"""Extensions that say nothing against a kind; for a text, all that stand here do."""

_AS_WORKBOOK = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再用"
_AS_DOCUMENT = "请用 Word 或 WPS 打开，另存为 .docx 后再用"
_AS_EITHER = "请用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx 后再用"
_HEADS = (
    (b"{\\rtf", f"这是 RTF 文档，{_AS_DOCUMENT}"),
    (b"Rar!\x1a\x07", "这是 RAR 压缩包，请解压后选用里面的文件"),
    (b"7z\xbc\xaf\x27\x1c", "这是 7z 压缩包，请解压后选用里面的文件"),
    (b"\x1f\x8b", "这是 gzip 压缩包，请解压后选用里面的文件"),
    (b"\x89PNG\r\n", "这是图片，不能读取，请选用有文字的原文件"),
    (b"\xff\xd8\xff", "这是图片，不能读取，请选用有文字的原文件"),
)
_PAGE = re.compile(r"<(!doctype\s+html|html)\b", re.IGNORECASE)
_PIECE_OF_PAGE = re.compile(r"<(head|body|meta|style|table|div)\b", re.IGNORECASE)

_WEB = f"内容是网页，不是真正的 Excel 或 Word 文件，{_AS_EITHER}"
_ENCRYPTED = "文件已加密，不能读取，请用原密码打开，去掉打开密码，另存后再用"
_BROKEN = "文件不完整或已损坏，请重新复制或下载，或请对方重新发送"
_ZEROS = "文件里全是空字节，内容已经丢失，请找备份，或请对方重新发送"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How an archive begins."""
TOO_LARGE = "文件超过 {} MB，没有读取，请删去图片等多余内容，或分成几个文件"


def judge(content: bytes, name: str) -> tuple[Kind, Members | None]:
    """Kind, and for a zip its members, all unpacked once. Raises RefusedError or InputError."""
    if content.startswith(ZIP):
        return judge_zip(content, name)
    if content.startswith(MAGIC):
        return _ole_kind(content), None
    if content[:1024].lstrip(b"\xef\xbb\xbf\r\n\t \0").startswith(b"%PDF-"):
        return Kind.PDF, None
    for head, sentence in _HEADS:
        if content.startswith(head):
            raise RefusedError(sentence)
    _be_text(content, name)
    return Kind.TEXT, None


def judge_zip(content: bytes | Content, name: str) -> tuple[Kind, Members]:
    """Kind and members of what begins as a `ZIP`. Raises RefusedError or InputError."""
    members = Members(content, shown(name))
    members.check()
    return _zip_kind(members), members


def _zip_kind(members: Members) -> Kind:
    kinds: set[Kind] = set()
    if "OFD.xml" in members:
        raise RefusedError("这是 OFD 版式文件，不能读取，请选用 Word、Excel 原文件，或转成 PDF")
    if "[Content_Types].xml" in members:
        types = _start(members, "[Content_Types].xml").replace(b"\0", b"").decode("latin-1").lower()
        names = {found[1] for found in _PART.finditer(types)}
        kinds = {_PARTS[name] for name in names & _PARTS.keys()}
        if "vnd.ms-excel.sheet.binary.macroenabled.main" in names:
            raise RefusedError(f"这是二进制工作簿（.xlsb），{_AS_WORKBOOK}")
        if any("presentation" in name or "powerpoint" in name for name in names) and not kinds:
            raise RefusedError("这是演示文稿，不能读取，请选用 Excel 或 Word 文件")
    elif "mimetype" in members:
        found = _MIMETYPE.fullmatch(_start(members, "mimetype"))
        kinds = {_OPEN_DOCUMENT[found[1]]} if found and found[1] in _OPEN_DOCUMENT else set()
        if b"encryption-data" in _start(members, "META-INF/manifest.xml"):
            raise RefusedError(_ENCRYPTED)
    if len(kinds) != 1:
        raise RefusedError("这是压缩包，不是 Excel 或 Word 文件，请解压后选用里面的文件")
    return kinds.pop()


def _start(members: Members, name: str) -> bytes:
    """The first 64 KB at least of a member, which suffice here; nothing if it is missing."""
    return next(members.chunks(name), b"") if name in members else b""


def _ole_kind(content: bytes) -> Kind:
    try:
        compound = Compound(content)
        if compound.names & {"encryptedpackage", "encryptioninfo"}:
            raise RefusedError(_ENCRYPTED)
        found = sorted(compound.names & _STREAMS.keys())
        heads = [compound.head(name) for name in found]
    except ValueError as error:
        raise RefusedError(_BROKEN) from error
    kinds = {_STREAMS[name] for name in found}
    if len(kinds) != 1:
        what = "这是演示文稿" if "powerpoint document" in compound.names else "不是 Excel、Word 或 WPS 文档"
        raise RefusedError(f"{what}，不能读取，请选用 Excel 或 Word 文件")
    kind = kinds.pop()
    locked = _has_password if kind is Kind.XLS else _is_scrambled
    if any(map(locked, heads)):
        raise RefusedError(_ENCRYPTED)
    return kind


def _has_password(workbook: bytes) -> bool:
    """Whether one of the workbook's first records is FILEPASS ([MS-XLS] 2.4.117)."""
    at = 0
    while at + 4 <= len(workbook):
        record, length = int.from_bytes(workbook[at : at + 2], "little"), workbook[at + 2 : at + 4]
        if record == 0x2F:
            return True
        at += 4 + int.from_bytes(length, "little")
    return False


def _is_scrambled(word_document: bytes) -> bool:
    """The bit fEncrypted of the document's first block ([MS-DOC] 2.5.2)."""
    return len(word_document) > 11 and bool(word_document[11] & 0x01)


def _be_text(content: bytes, name: str) -> None:
    """Raise unless it is a plain text, in an encoding we read."""
    if not content.strip(b"\0"):
        raise RefusedError(_ZEROS)
    if len(content) > TEXT_BYTES:
        raise RefusedError(TOO_LARGE.format(TEXT_BYTES >> 20))
    try:
        text = decode(content, shown(name)).text
    except InputError as error:
        if claims(name):
            raise RefusedError(f"内容不是 {Path(name).suffix} 文件，{_BROKEN}") from error
        raise
    start = text[:4096].lstrip()
    if start.lower().startswith("mime-version:"):
        raise RefusedError(_WEB)
    if start.startswith("<"):
        if _PAGE.search(start):
            raise RefusedError(_WEB)
        if start.startswith("<?xml"):
            raise RefusedError(f"内容是 XML，不能直接读取，{_AS_EITHER}")
        if _PIECE_OF_PAGE.search(start):
            raise RefusedError(_WEB)


def claims(name: str) -> bool:
    """Whether the extension says that this is an office document."""
    return any(Path(name).suffix.lower() in extensions.split() for extensions in EXTENSIONS.values())
