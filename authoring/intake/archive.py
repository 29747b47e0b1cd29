"""A zip from others (.xlsx, .docx, .ods, .odt) → its members, each unpacked within limits.

What the zip declares must keep within the limits, and is not believed: sizes are counted while unpacking, and
unpacking stops where the declared size is passed. CRC and local names must agree too, so that no other reader
sees something else in the same bytes.

The tables of a workbook, its worksheets and shared texts, may be larger than memory: such a one is judged by
its declared size and beginning at first, and to its end whenever it is read, which is in pieces only.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from struct import Struct
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from authoring.errors import InputError, Problem
from authoring.intake.contents import Content, InMemory
from authoring.intake.prolog import PROLOG_BYTES, prolog_fault

MEMBERS = 10_000
"""A workbook of 1,000 sheets or a report of 3,000 pictures has fewer."""
MEMBER_BYTES = 256 << 20
"""What is read as one piece. A sheet of 1,000,000 rows by 5 columns is about 200 MB of XML."""
TOTAL_BYTES = 384 << 20
"""Unpacked at about 400 MB/s, so that a refusal takes a second."""
TABLE_FROM = 64 << 20
"""A table over this size is left to be unpacked as it is read, where there is more than `TOTAL_BYTES`."""
TABLE_BYTES = 4 << 30
"""Of all large tables together: 100,000 units with 5,000 汉字 each are 2 GB."""
TABLE_RATIO = 50
"""Of a table over `MEMBER_BYTES`; figures and texts pack 3 to 15 times."""
RATIO, RATIO_FROM = 200, 16 << 20
"""Sheets pack 5 to 50 times. Below 16 MB any ratio will do: a white picture in BMP packs 1,000 times."""

_PIECE = 64 << 10
_CHUNK = 1 << 20
_LISTED = 10
_LOCAL = Struct("<4s22xHH")
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)|[\x00-\x1f]")
_TABLE = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_LINKED = re.compile(r"\.(svg|html?|xhtml|mht)$", re.IGNORECASE)
"""Pictures and pages that programs embed with a DOCTYPE; such a member is refused only when it is read."""

_AGAIN = "请用 Excel、Word 或 WPS 打开，另存为新文件后再用"
_BROKEN = "文件不完整或已损坏（{}），请重新复制或下载，或请对方重新发送"
_BOMB = "解压后过大（{}），不像正常的文档，没有读取，请核对文件来源，或删去多余的内容后另存"


class _Member(NamedTuple):
    info: ZipInfo
    name: str


class Members:
    """The members of a zip. The constructor reads the directory only; `check` unpacks everything once.

    All methods raise InputError, which names `file` and the member at fault.
    """

    def __init__(self, content: bytes | Content, file: str = "") -> None:
        self._content = InMemory(content) if isinstance(content, bytes) else content
        self._file = file
        # counted before zipfile makes an object of each; 64 MB could hold a million
        if self._content.count(b"PK\x01\x02") > MEMBERS:
            raise self._refusal(f"压缩包里的文件超过 {MEMBERS:,} 个，不像正常的文档，请核对文件来源")
        try:
            with self._content.stream() as stream, ZipFile(stream) as archive:
                infos = archive.infolist()
        except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
            raise self._refusal(_BROKEN.format("读不到压缩包的目录")) from error
        faults = list(islice(_directory_faults(infos, self._content.size), _LISTED))
        if faults:
            raise InputError([Problem(fault, file) for fault in faults])
        members = [_Member(info, _slashed(info.orig_filename)) for info in infos]
        self._members = {_key(member.name): member for member in members}
        self._large = _large_tables(infos)

    def names(self) -> tuple[str, ...]:
        """The members in the order of the zip's directory, with `/`, folders left out."""
        return tuple(member.name for member in self._members.values() if not member.name.endswith("/"))

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def read(self, name: str) -> bytes:
        """The whole member. Upper and lower case count as the same, as they do in office documents."""
        if name in self and self._members[_key(name)].info.file_size > MEMBER_BYTES:
            raise self._refusal(f"“{shown(name)}”超过 {MEMBER_BYTES >> 20} MB，只能逐行读取，请分成几个文件")
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """The member in pieces of at most 1 MB. The last piece is followed by the checks of size and CRC."""
        if name not in self:
            raise self._refusal(f"缺少“{shown(name)}”，不是完整的文档，{_AGAIN}")
        return self._checked_chunks(self._members[_key(name)], linked=False)

    def check(self) -> None:
        """Unpack everything once and keep nothing; of a large table, the beginning."""
        for member in self._members.values():
            for _ in self._checked_chunks(member, linked=bool(_LINKED.search(member.name))):
                if _key(member.name) in self._large:
                    break

    def _checked_chunks(self, member: _Member, *, linked: bool) -> Iterator[bytes]:
        """The chunks, the first of them as long as it takes to look at the prolog."""
        chunks = self._counted_chunks(member)
        head = b""
        for chunk in chunks:
            head += chunk
            if len(head) >= PROLOG_BYTES:
                break
        fault = "" if linked else prolog_fault(head)
        if fault:
            raise self._refusal(f"“{shown(member.name)}”{fault}，没有读取，{_AGAIN}")
        yield head
        yield from chunks

    def _counted_chunks(self, member: _Member) -> Iterator[bytes]:
        size = crc = 0
        try:
            for chunk in _unpacked(self._content, member.info):
                size += len(chunk)
                crc = zlib.crc32(chunk, crc)
                if size > member.info.file_size:
                    break
                yield chunk
        except (zlib.error, ValueError, OSError) as error:
            raise self._refusal(_BROKEN.format(f"“{shown(member.name)}”解压出错")) from error
        if size != member.info.file_size:
            raise self._refusal(_BROKEN.format(f"“{shown(member.name)}”的大小与所记不符"))
        if crc != member.info.CRC:
            raise self._refusal(_BROKEN.format(f"“{shown(member.name)}”的 CRC 校验不符"))

    def _refusal(self, message: str) -> InputError:
        return InputError([Problem(message, self._file)])


def shown(name: str) -> str:
    """A name from others, fit for the screen: at most 60 characters, none that steers a terminal."""
    clean = "".join(character if character.isprintable() else "\ufffd" for character in name)
    return clean if len(clean) <= 60 else clean[:30] + "…" + clean[-29:]


def _directory_faults(infos: list[ZipInfo], length: int) -> Iterator[str]:
    """What can be told without unpacking."""
    seen: set[str] = set()
    large = _large_tables(infos)
    for info in infos:
        name, key = info.orig_filename, _key(info.orig_filename)
        if _OUTSIDE.search(_slashed(name)):
            yield f"压缩包里有不安全的文件名“{shown(name)}”，没有读取，请核对文件来源"
        if key in seen:
            yield f"压缩包里有两个“{shown(name)}”，分不清以哪个为准，{_AGAIN}"
        seen.add(key)
        if info.flag_bits & 0x41:
            yield f"“{shown(name)}”已加密，请去掉打开密码，另存后再用"
        elif info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            yield f"“{shown(name)}”的压缩方式不能读取，{_AGAIN}"
        if fault := _too_large(info, table=key in large):
            yield _BOMB.format(f"“{shown(name)}”{fault}")
    # honest members do not share bytes; it also bounds the time of unpacking
    if sum(info.compress_size for info in infos) > length:
        yield _BROKEN.format("压缩包里的文件互相重叠")
    for tables, most in ((False, TOTAL_BYTES), (True, TABLE_BYTES)):
        if sum(info.file_size for info in infos if (_key(info.orig_filename) in large) is tables) > most:
            yield _BOMB.format(f"合计超过 {most >> 20} MB")


def _large_tables(infos: list[ZipInfo]) -> set[str]:
    """Which tables are unpacked only as they are read: none, if all can be unpacked before."""
    sizes = [info.file_size for info in infos]
    if max(sizes, default=0) <= MEMBER_BYTES and sum(sizes) <= TOTAL_BYTES:
        return set()
    tables = [info for info in infos if _TABLE.fullmatch(_slashed(info.orig_filename))]
    return {_key(info.orig_filename) for info in tables if info.file_size > TABLE_FROM}


def _too_large(info: ZipInfo, *, table: bool) -> str:
    """In what a member is larger than it may be."""
    large = info.file_size > MEMBER_BYTES
    ratio = TABLE_RATIO if large else RATIO
    if large and not table:
        return f"超过 {MEMBER_BYTES >> 20} MB"
    return f"超过压缩前的 {ratio} 倍" if info.file_size > max(RATIO_FROM, ratio * info.compress_size) else ""


def _unpacked(content: Content, info: ZipInfo) -> Iterator[bytes]:
    """The member's bytes. Raises zlib.error, ValueError or OSError.

    zipfile itself would cut at the declared size, and show less than another reader unpacks.
    """
    raw_name = info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
    if not 0 <= info.header_offset <= content.size - _LOCAL.size:
        raise ValueError("no local header")
    mark, name_length, extra_length = _LOCAL.unpack(content.read(info.header_offset, _LOCAL.size))
    start = info.header_offset + _LOCAL.size
    if mark != b"PK\x03\x04" or content.read(start, name_length) != raw_name:
        raise ValueError("local header differs")
    start += name_length + extra_length
    end = start + info.compress_size
    if end > content.size:
        raise ValueError("member ends after the file")
    # views, as a copy of each piece's rest would make the time grow with the square
    pieces = (content.read(at, min(_PIECE, end - at)) for at in range(start, end, _PIECE))
    if info.compress_type == zipfile.ZIP_STORED:
        yield from map(bytes, pieces)
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in pieces:
        rest: bytes | memoryview = piece
        while rest and not inflater.eof:
            yield inflater.decompress(rest, _CHUNK)
            rest = inflater.unconsumed_tail
    while held := inflater.decompress(b"", _CHUNK):  # held back when a chunk was full
        yield held
    if not inflater.eof:
        raise ValueError("ends too soon")


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _key(name: str) -> str:
    return _slashed(name).casefold()
