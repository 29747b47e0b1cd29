"""The bytes of a text file → its text, in whatever encoding a Chinese office program saved it.

A byte order mark decides, else UTF-8, else GB18030, on the whole file and strictly: no character is guessed
or dropped. Line ends become LF.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from itertools import islice
from typing import NamedTuple

from authoring.errors import InputError, Problem

_MARKS = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_KINDS = (
    ((b"PK\x03\x04", b"PK\x05\x06"), "Word、Excel 文档（.docx、.xlsx）或压缩包"),
    ((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), "旧版 Word、Excel 或 WPS 文档（.doc、.xls、.wps）"),
    ((b"%PDF-",), " PDF 文件"),
    ((b"{\\rtf",), " RTF 文档"),
)
_NUL = "含有空字节，不是纯文本文件，请选对文件；如是文本，请用记事本另存为 UTF-8 编码"
_BAD = "有无法识别的字节 0x{:02X}，文件可能损坏或编码混杂，请用记事本打开核对，另存为 UTF-8 编码"
_DOUBT = "只有 {} 个汉字或符号可用来判断编码，按 {} 读取，如有乱码请另存为 UTF-8 编码"
_ENOUGH = 4
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

_PROPER = str.maketrans(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796"
    "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864"
    "\ue816\ue817\ue818\ue831\ue83b\ue855\ue7c7",
    "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19"
    "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
    "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe\u1e3f",
)
"""Python decodes by GB18030-2000, which puts 25 characters in the private use area; their proper places.

Rows 1 and 2 (A6D9…A6F3, FE59…FEA0) by GB18030-2022, as recommended in Unicode L2/23-003; row 3 by
GB18030-2005: six characters of CJK extension B (FE51…FE91), and ḿ (A8BC).
"""

_ILLEGAL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)


class Decoded(NamedTuple):
    """A text with the encoding it was in: utf-8, utf-16-le, utf-16-be or gb18030.

    `note` is a remark for the user, empty unless too few characters decided the encoding.
    """

    text: str
    encoding: str
    note: str = ""


def decode(content: bytes, name: str = "") -> Decoded:
    """Read a text file's bytes; `name` is the file as the user knows it.

    Raises InputError with the line of the first byte that fits no encoding, or with what the file is instead.
    """
    for heads, kind in _KINDS:
        if content.startswith(heads):
            raise InputError([Problem(f"这是{kind}，不是纯文本文件，请选对文件，或另存为文本后再用", name)])
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return Decoded(_read(content.removeprefix(mark), encoding, name), encoding)
    if b"\0" in content:
        before = content[: content.index(b"\0")].decode("latin-1")
        raise InputError([Problem(_NUL, name, _line(before))])
    text, encoding = _read_unmarked(content, name)
    telling = len(list(islice(_NOT_ASCII.finditer(text), _ENOUGH)))
    return Decoded(text, encoding, _DOUBT.format(telling, encoding.upper()) if 0 < telling < _ENOUGH else "")


def illegal_characters(text: str) -> list[tuple[int, int, int]]:
    """Line, column (both from 1) and code point of each character that no document can hold.

    That is what XML 1.0 excludes, halves of surrogate pairs, noncharacters, and what would steer a terminal
    or turn the order of reading round. Lines end in LF.
    """
    if not _ILLEGAL.search(text):
        return []
    return [
        (number, found.start() + 1, ord(found[0]))
        for number, line in enumerate(text.split("\n"), 1)
        for found in _ILLEGAL.finditer(line)
    ]


def _read_unmarked(content: bytes, name: str) -> tuple[str, str]:
    """Text and encoding. If none fits, the one that read further tells the line at fault."""
    try:
        return _text(content, "utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        try:
            return _text(content, "gb18030"), "gb18030"
        except UnicodeDecodeError as other:
            raise _refusal(max(error, other, key=lambda e: e.start), name) from other


def _read(content: bytes, encoding: str, name: str) -> str:
    try:
        return _text(content, encoding)
    except UnicodeDecodeError as error:
        raise _refusal(error, name) from error


def _text(content: bytes, encoding: str) -> str:
    text = _with_line_feeds(content.decode(encoding))
    return text.translate(_PROPER) if encoding == "gb18030" else text


def _refusal(error: UnicodeDecodeError, name: str) -> InputError:
    before = error.object[: error.start].decode(error.encoding)
    return InputError([Problem(_BAD.format(error.object[error.start]), name, _line(before))])


def _line(before: str) -> int:
    """The line, from 1, of what comes after that text."""
    return _with_line_feeds(before).count("\n") + 1


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
