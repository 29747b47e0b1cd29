"""Files nobody should send, made in milliseconds: bytes by name, and what the refusal must say."""

import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
MEGABYTE = 1 << 20


class Entry(NamedTuple):
    """A member, honest unless told otherwise; `packed` is what lies in the file."""

    name: str
    data: bytes = b""
    packed: bytes | None = None
    method: int = zipfile.ZIP_DEFLATED
    flags: int = 0x800
    size: int | None = None
    crc: int | None = None
    local_name: str | None = None
    packed_size: int | None = None
    offset: int | None = None


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing, deflated, without the time it takes to deflate them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + deflated(b"")


def zipped(entries: Sequence[Entry]) -> bytes:
    """A zip that says whatever the entries say."""
    body, directory = b"", b""
    for entry in entries:
        packed = entry.packed
        if packed is None:
            packed = deflated(entry.data) if entry.method == zipfile.ZIP_DEFLATED else entry.data
        encoding = "utf-8" if entry.flags & 0x800 else "cp437"
        fields = (
            *(20, entry.flags, entry.method, 0, 0x21),
            zlib.crc32(entry.data) if entry.crc is None else entry.crc,
            len(packed) if entry.packed_size is None else entry.packed_size,
            len(entry.data) if entry.size is None else entry.size,
        )
        name = entry.name.encode(encoding)
        local = name if entry.local_name is None else entry.local_name.encode(encoding)
        offset = len(body) if entry.offset is None else entry.offset
        body += struct.pack("<4s5H3L2H", b"PK\3\4", *fields, len(local), 0) + local + packed
        directory += struct.pack(
            "<4sH5H3L5H2L", b"PK\1\2", 20, *fields, len(name), 0, 0, 0, 0, 0, offset
        ) + name  # fmt: skip
    count = min(len(entries), 0xFFFF)
    return (
        body
        + directory
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    )


def types(main: str = MAIN) -> Entry:
    text = f'<?xml version="1.0"?><Types><Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'
    return Entry("[Content_Types].xml", text.encode())


def workbook(*entries: Entry, cells: str = "") -> bytes:
    """A small workbook, and what is put into it besides."""
    return zipped(
        [
            types(),
            Entry("xl/workbook.xml", b'<workbook><sheets><sheet name="1" sheetId="1"/></sheets></workbook>'),
            Entry("xl/worksheets/sheet1.xml", SHEET.format(cells).encode()),
            *entries,
        ]
    )


def sheet(text: str, encoding: str = "utf-8") -> bytes:
    return workbook(Entry("xl/worksheets/sheet2.xml", text.encode(encoding)))


def far_cell() -> bytes:
    """Two cells, the first and the last there can be: readers that allocate by them ask for 512 GB."""
    return workbook(
        cells='<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    )


def compound(streams: dict[str, bytes], storages: dict[str, dict[str, bytes]] | None = None) -> bytes:
    """An OLE file in sectors of 512: one table, the directory, the streams."""
    entries: list[tuple[str, int, int, int, bytes]] = [("Root Entry", 5, 0xFFFFFFFF, 1, b"")]

    def add(names: Sequence[str], inner: dict[str, dict[str, bytes]], data: dict[str, bytes]) -> None:
        for at, name in enumerate(names):
            following = len(entries) + 1 + len(inner.get(name, {})) if at + 1 < len(names) else 0xFFFFFFFF
            children = inner.get(name, {})
            child = len(entries) + 1 if children else 0xFFFFFFFF
            entries.append((name, 2 if name in data else 1, following, child, data.get(name, b"")))
            if children:
                add(list(children), {}, children)

    storages = storages or {}
    add([*streams, *storages], storages, streams)
    sectors = -(-len(entries) // 4)
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    directory, body = b"", b""
    for name, kind, right, child, content in entries:
        start = len(table) if content else 0xFFFFFFFE
        count = -(-len(content) // 512)
        if count:
            table += [*range(start + 1, start + count), 0xFFFFFFFE]
        body += content.ljust(count * 512, b"\0")
        text = (name + "\0").encode("utf-16-le")
        directory += struct.pack(
            "<64sHBB3I36xIQ", text, len(text), kind, 1, 0xFFFFFFFF, right, child, start, len(content)
        )
    header = bytearray(512)
    header[:8] = MAGIC
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<3I", header, 44, 1, 1, 0)
    struct.pack_into("<5I", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table += [0xFFFFFFFF] * (128 - len(table))
    assert len(table) == 128, "too long for one table"
    return bytes(header) + struct.pack("<128I", *table) + directory.ljust(sectors * 512, b"\0") + body


MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOF = struct.pack("<2H16x", 0x809, 16)


def xls(records: bytes = BOF, name: str = "Workbook") -> bytes:
    return compound({name: records.ljust(5000, b"\0")})


def doc(flags: int = 0) -> bytes:
    return compound({"WordDocument": struct.pack("<5HH", 0xA5EC, 193, 0, 0, 0, flags).ljust(5000, b"\0")})


def ring() -> bytes:
    """An OLE file whose directory goes round in a ring."""
    content = bytearray(xls())
    struct.pack_into("<I", content, 512 + 4, 1)
    return bytes(content)


def ods(*entries: Entry, kind: str = "spreadsheet") -> bytes:
    mime = Entry("mimetype", f"application/vnd.oasis.opendocument.{kind}".encode(), method=zipfile.ZIP_STORED)
    return zipped([mime, *entries])


def slow_blocks(size: int) -> Entry:
    """Deflated blocks of 200 letters, each with a table of its own: the most work for a byte."""
    letters = bytes(at * at * 31 % 8087 % 23 + 97 for at in range(200))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(letters) + packer.flush(zlib.Z_FULL_FLUSH)
    count = size // len(block)
    return Entry("a", packed=block * count + deflated(b""), size=count * len(letters))


class Hostile(NamedTuple):
    """A file: its name, how to make its bytes, and words of the refusal."""

    name: str
    make: Callable[[], bytes]
    words: str


_DTD = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
_DECLARED = '<?xml version="1.0" encoding="{}"?>'
_LIE = Entry("xl/media/a.bmp", b"x" * 1000, packed=zeros(300))
_TABLE = _LIE._replace(name="xl/worksheets/sheet2.xml")
_MANY = zeros(300) + bytes(MEGABYTE)

FILES = [
    Hostile("空.xlsx", lambda: b"", "文件是空的"),
    Hostile("~$表.xlsx", lambda: b"\0" * 165, "锁定文件"),
    Hostile(".~lock.表.xlsx#", lambda: b",me,", "锁定文件"),
    Hostile("零.xlsx", lambda: bytes(4096), "全是空字节"),
    Hostile("乱.docx", lambda: bytes(range(256)) * 8, "内容不是 .docx 文件"),
    Hostile("乱.txt", lambda: b"\xff\x00\x12" * 99, "空字节"),
    Hostile("长.txt", lambda: b"a" * (17 * MEGABYTE), "文件超过 16 MB"),
    Hostile("网页.xls", "<html><table><tr><td>甲</td></tr></table></html>".encode, "内容是网页"),
    Hostile("网页2.xls", lambda: "\ufeff <!DOCTYPE HTML><p>".encode("utf-16-le"), "内容是网页"),
    Hostile("网页3.xls", lambda: b'<?xml version="1.0"?>\n<html xmlns="x"></html>', "内容是网页"),
    Hostile("网页4.xls", lambda: b"<!--[if gte mso 9]--><meta charset=gbk><table>", "内容是网页"),
    Hostile("网页5.doc", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related", "内容是网页"),
    Hostile("表格.xls", lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "内容是 XML"),
    Hostile("富文本.doc", lambda: b"{\\rtf1\\ansi}", "RTF"),
    Hostile("包.rar", lambda: b"Rar!\x1a\x07\x00", "RAR"),
    Hostile("包.7z", lambda: b"7z\xbc\xaf\x27\x1c\0", "7z"),
    Hostile("包.gz", lambda: b"\x1f\x8b\x08\x00", "gzip"),
    Hostile("图.png", lambda: b"\x89PNG\r\n\x1a\n", "图片"),
    Hostile("图.jpg", lambda: b"\xff\xd8\xff\xe0", "图片"),
    # zips
    Hostile("断.xlsx", lambda: workbook()[:-40], "读不到压缩包的目录"),
    Hostile("头.xlsx", lambda: workbook()[:100], "读不到压缩包的目录"),
    Hostile("坏.xlsx", lambda: workbook(Entry("a", b"x" * 99, crc=1)), "CRC"),
    Hostile("坏2.xlsx", lambda: workbook(Entry("a", b"x" * 99, packed=b"\xff\xff\xff")), "解压出错"),
    Hostile("坏3.xlsx", lambda: workbook(Entry("a", b"x" * 99, packed=deflated(b"x" * 99)[:-2])), "解压出错"),
    Hostile("坏4.xlsx", lambda: workbook(Entry("a", b"x" * 99, size=98)), "大小与所记不符"),
    Hostile("坏5.xlsx", lambda: workbook(Entry("a", b"x" * 99, offset=9_999_999)), "解压出错"),
    Hostile("坏6.xlsx", lambda: workbook(Entry("a", b"x" * 99, offset=3)), "解压出错"),
    Hostile("坏7.xlsx", lambda: zipped([types(), Entry("a", b"", packed_size=190, method=0)]), "解压出错"),
    Hostile("坏名.xlsx", lambda: workbook(Entry("aa")).replace(b"aa", b"\xff\xff"), "读不到压缩包的目录"),
    Hostile("两名.xlsx", lambda: workbook(Entry("a", local_name="b")), "解压出错"),
    Hostile("锁.xlsx", lambda: workbook(Entry("a", b"x", flags=0x801)), "已加密"),
    Hostile("法.xlsx", lambda: workbook(Entry("a", b"x", method=zipfile.ZIP_LZMA)), "压缩方式"),
    Hostile("重.xlsx", lambda: workbook(Entry("xl/workbook.xml")), "有两个"),
    Hostile("重2.xlsx", lambda: workbook(Entry("XL/Workbook.xml")), "有两个"),
    Hostile("重3.xlsx", lambda: workbook(Entry("xl\\workbook.xml")), "有两个"),
    Hostile("外.xlsx", lambda: workbook(Entry("../../x")), "不安全的文件名“../../x”"),
    Hostile("外2.xlsx", lambda: workbook(Entry("xl\\..\\..\\x")), "不安全的文件名"),
    Hostile("外3.xlsx", lambda: workbook(Entry("/etc/x")), "不安全的文件名"),
    Hostile("外4.xlsx", lambda: workbook(Entry("C:x")), "不安全的文件名"),
    Hostile("外5.xlsx", lambda: workbook(Entry("a\0b")), "不安全的文件名“a\ufffdb”"),
    Hostile("多.xlsx", lambda: zipped([Entry(str(at), method=0) for at in range(10_001)]), "超过 10,000 个"),
    Hostile("弹.xlsx", lambda: workbook(_LIE._replace(size=300 * MEGABYTE)), "超过 256 MB"),
    Hostile("弹2.xlsx", lambda: workbook(_LIE), "大小与所记不符"),
    Hostile("弹3.xlsx", lambda: workbook(Entry("a", packed=bytes(88_000), size=17 << 20)), "压缩前的 200 倍"),
    Hostile("弹4.xlsx", lambda: workbook(*[Entry(each, size=200 << 20) for each in "ab"]), "合计超过 384 MB"),
    Hostile("弹5.xlsx", lambda: workbook(_TABLE._replace(size=300 * MEGABYTE)), "压缩前的 50 倍"),
    Hostile("弹6.xlsx", lambda: workbook(_TABLE._replace(size=0xFFFFFFFE)), "压缩前的 50 倍"),
    Hostile("弹7.xlsx", lambda: workbook(_TABLE), "大小与所记不符"),
    Hostile("弹8.xlsx", lambda: workbook(_TABLE._replace(size=100 << 20, packed=_MANY)), "大小与所记不符"),
    Hostile("叠.xlsx", lambda: workbook(*[Entry(f"{at}", packed_size=999) for at in range(9)]), "互相重叠"),
    Hostile("宏.xlsb", lambda: zipped([types(BINARY)]), ".xlsb"),
    Hostile("演示.pptx", lambda: zipped([types(SLIDES)]), "演示文稿"),
    Hostile("版式.ofd", lambda: zipped([Entry("OFD.xml", b"<ofd:OFD/>")]), "OFD"),
    Hostile("包.zip", lambda: zipped([Entry("表.xlsx", workbook(), method=0)]), "这是压缩包"),
    Hostile("包2.zip", lambda: zipped([]), "这是压缩包"),
    Hostile("画.odg", lambda: ods(kind="graphics"), "这是压缩包"),
    Hostile("无.ods", lambda: zipped([Entry("mimetype", b"?")]), "这是压缩包"),
    Hostile("密.ods", lambda: ods(Entry("META-INF/manifest.xml", b"<manifest:encryption-data/>")), "已加密"),
    # XML
    Hostile("实体.xlsx", lambda: sheet(_DTD), "DOCTYPE"),
    Hostile("实体2.xlsx", lambda: sheet(_DTD, "utf-8-sig"), "DOCTYPE"),
    Hostile("实体3.xlsx", lambda: sheet(_DTD, "utf-16"), "DOCTYPE"),
    Hostile("实体4.xlsx", lambda: sheet("\ufeff" + _DTD, "utf-16-be"), "DOCTYPE"),
    Hostile("实体5.xlsx", lambda: sheet(_DTD, "utf-16-le"), "DOCTYPE"),
    Hostile("实体6.xlsx", lambda: sheet("\n" + _DTD, "utf-16-be"), "DOCTYPE"),
    Hostile("实体7.xlsx", lambda: sheet(f"{_DECLARED.format('GBK')} <!-- 甲 -->\n{_DTD}", "gbk"), "DOCTYPE"),
    Hostile("实体8.xlsx", lambda: sheet("<!-- -->" * 9000 + _DTD), "的开头过长"),
    Hostile("实体9.xlsx", lambda: sheet(f"<!--{'-' * 70_000}" + _DTD), "的开头过长"),
    Hostile("实体10.xlsx", lambda: sheet('<!ENTITY a "b"><a/>'), "ENTITY"),
    Hostile("编码.xlsx", lambda: sheet(f"{_DECLARED.format('utf-7')}<a/>"), "少见的编码"),
    Hostile("编码2.xlsx", lambda: sheet(_DTD, "utf-32"), "少见的编码"),
    # OLE
    Hostile("密.xlsx", lambda: compound({"EncryptionInfo": b"", "EncryptedPackage": b"x" * 9000}), "已加密"),
    Hostile("密.xls", lambda: xls(BOF + struct.pack("<2H", 0x2F, 54)), "已加密"),
    Hostile("密.doc", lambda: doc(0x0100), "已加密"),
    Hostile("演示.ppt", lambda: compound({"PowerPoint Document": b"x" * 5000}), "演示文稿"),
    Hostile("邮件.msg", lambda: compound({"__properties_version1.0": b""}), "不是 Excel"),
    Hostile("藏.doc", lambda: compound({"a": b"x"}, {"ObjectPool": {"Workbook": b"x" * 5000}}), "不是 Excel"),
    Hostile("双.doc", lambda: compound({"Workbook": b"x" * 5000, "WordDocument": b"x" * 5000}), "不是 Excel"),
    Hostile("断.xls", lambda: xls()[:-1024], "不完整"),
    Hostile("断2.xls", lambda: xls()[:600], "不完整"),
    Hostile("断3.xls", lambda: xls()[:40], "不完整"),
    Hostile("环.xls", ring, "不完整"),
]  # fmt: skip


def place(folder: Path) -> list[tuple[Path, str]]:
    """All of them on disk, with what cannot be made of bytes, and the words of each refusal."""
    placed = [(folder / each.name, each.words) for each in FILES]
    for each in FILES:
        (folder / each.name).write_bytes(each.make())
    large = folder / "大.xlsx"
    with large.open("wb") as stream:
        stream.truncate(65 * MEGABYTE)
    placed += [(folder / "无此.xlsx", "找不到"), (folder, "这是文件夹"), (large, "文件超过 64 MB")]
    placed += [(large / "x.xlsx", "找不到"), (folder / "a\0b.xlsx", "空字符")]
    if os.name != "nt":
        os.mkfifo(folder / "管道.xlsx")
        for name, target in (("圈.xlsx", "圈2.xlsx"), ("圈2.xlsx", "圈.xlsx")):
            (folder / name).symlink_to(target)
        placed += [
            (folder / ("长" * 99), "过长"),
            (folder / "管道.xlsx", "设备或管道"),
            (folder / "圈.xlsx", "绕回了自己"),
            (Path("/dev/zero"), "设备或管道"),
        ]
    return placed


def small_zip(names: Sequence[str]) -> bytes:
    """An honest zip, by the standard library."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, name.encode() * 99)
    return target.getvalue()
