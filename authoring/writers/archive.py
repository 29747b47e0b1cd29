"""Reads a Word file that somebody else made, without trusting it: nothing unpacks beyond a limit.

What the file says of its own sizes is not believed; XML with a DOCTYPE is refused before it is
parsed, so no entity is ever expanded.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from typing import NamedTuple
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from authoring.errors import FormError

_MOST_MEMBERS = 1_000
_MOST_BYTES = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Relationship(NamedTuple):
    """From one part to another: `kind` is the last word of its type, `target` a part's full name.

    `target` is empty where it points out of the file.
    """

    id: str
    kind: str
    target: str


class Archive:
    """The parts of one file, read one by one under a common limit."""

    def __init__(self, package: ZipFile, name: str) -> None:
        self.name = name
        self._package = package
        self._left = _MOST_BYTES
        self._check_members()

    def __contains__(self, part: str) -> bool:
        return part in self._package.NameToInfo

    def refuse(self, reason: str) -> FormError:
        """The error to raise, naming the file."""
        return FormError(f"{self.name}：{reason}")

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        if part not in self:
            raise self.refuse(f"文件不完整，缺少 {part}；请用 Word 或 WPS 打开，另存为 .docx。")
        chunks = []
        with self._package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise self.refuse("内容展开后过大（超过 32 MB）；请删去大图片后另存。")
                chunks.append(chunk)
        return b"".join(chunks)

    def read_text(self, part: str) -> str:
        """The XML of a part as text, free of any DOCTYPE."""
        try:
            text = self.read(part).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise self.refuse(f"{part} 不是 UTF-8 编码；请用 Word 或 WPS 打开，另存为 .docx。") from None
        if "<!DOCTYPE" in text or "\0" in text:
            raise self.refuse(f"{part} 含有不允许的 DOCTYPE；请用 Word 或 WPS 打开，另存为 .docx。")
        return text

    def read_tree(self, part: str) -> ET.Element:
        """The XML of a part, parsed."""
        try:
            return ET.fromstring(self.read_text(part))  # noqa: S314 — no DOCTYPE, so no entities
        except ET.ParseError:
            raise self.refuse(f"{part} 已损坏；请用 Word 或 WPS 打开，另存为 .docx。") from None

    def relationships(self, part: str) -> list[Relationship]:
        """Where a part points, in the order written; of a package, with `part` empty."""
        folder = dirname(part)
        path = join(folder, "_rels", f"{PurePosixPath(part).name}.rels")
        if path not in self:
            return []
        return [
            Relationship(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], _resolve(folder, each))
            for each in self.read_tree(path).iter(_RELATIONSHIP)
        ]

    def _check_members(self) -> None:
        members = self._package.infolist()
        if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
            raise BadZipFile
        if len(members) > _MOST_MEMBERS:
            raise self.refuse(f"内部文件过多（{len(members)} 个）；请用 Word 或 WPS 打开，另存为 .docx。")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise self.refuse("文件有密码；请取消密码后另存。")
        names = [member.filename.casefold() for member in members]
        if len(set(names)) < len(names):
            raise self.refuse("内部文件重名；请用 Word 或 WPS 打开，另存为 .docx。")
        if any("\\" in name or name.startswith("/") or ".." in name.split("/") for name in names):
            raise self.refuse("内部文件名越界；请用 Word 或 WPS 打开，另存为 .docx。")


def _resolve(folder: str, relationship: ET.Element) -> str:
    if relationship.get("TargetMode") == "External":
        return ""
    return normpath(join("/", folder, relationship.get("Target", ""))).lstrip("/")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open a Word file for reading; whatever is wrong with it becomes a FormError naming it."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FormError(f"{path.name}：文件过大（超过 32 MB）；请删去大图片后另存。")
        with ZipFile(path) as package:
            yield Archive(package, path.name)
    except FileNotFoundError:
        raise FormError(f"找不到“{path.name}”，请检查文件名。") from None
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, zlib.error, EOFError):
        raise FormError(f"{path.name}：不是完好的 Word 文件；请用 Word 或 WPS 打开，另存为 .docx。") from None
    except OSError as error:
        raise FormError(f"{path.name}：打不开（{error.strerror}）；请关闭正在使用它的程序后重试。") from error
