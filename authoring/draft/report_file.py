"""Open and save the report file, `.yaml`."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from authoring.decoding import Decoded, decode, illegal_characters
from authoring.draft.draft import Draft
from authoring.draft.wording import reword
from authoring.draft.yaml_reader import read_yaml
from authoring.errors import GoujiError, InputError, Problem
from authoring.model.paths import names_at
from authoring.model.report import VERSION, SelfEvaluation

_LARGEST = 20 * 1024 * 1024


def read_text_file(path: Path, name: str = "") -> Decoded:
    """The text of a file the user named, line feeds between lines, and how it was encoded.

    Raises GoujiError if it is missing, a folder, unreadable or over 20 MB; InputError if it is not text.
    """
    return _checked_text(read_file(path), name or path.name)


def read_file(path: Path) -> bytes:
    """The bytes of a file the user named; GoujiError, from the OSError there was, if it cannot be used."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise GoujiError(f"找不到“{path}”，请检查文件名和所在文件夹。") from error
    except IsADirectoryError as error:
        raise GoujiError(f"“{path}”是文件夹，请指定其中的 .yaml 文件。") from error
    except OSError as error:
        if os.path.isdir(path):  # noqa: PTH112  Path.is_dir() raises for a name too long
            raise GoujiError(f"“{path}”是文件夹，请指定其中的 .yaml 文件。") from error
        raise GoujiError(f"打不开“{path}”，请检查文件名是否过长、有没有权限、是否被其他程序占用。") from error
    if len(content) > _LARGEST:
        raise GoujiError(f"“{path}”超过 20 MB，不像是报告文件，请检查。")
    return content


def _checked_text(content: bytes, name: str) -> Decoded:
    read = decode(content, name)
    bad = illegal_characters(read.text)
    if bad:
        advice = "第{}个字符是看不见的控制字符（U+{:04X}），请删除后重新输入"
        raise InputError([Problem(advice.format(at, code), name, line) for line, at, code in bad[:50]])
    return read


def read_draft(path: Path, name: str = "") -> Draft:
    """The answers of a report file with their lines; `name` is what messages call it, if not its own.

    Raises GoujiError, naming every line at fault.
    """
    return draft_in(read_file(path), name or path.name)


def draft_in(content: bytes, name: str) -> Draft:
    """The answers in the bytes of a report file, with their lines. Raises InputError."""
    read = _checked_text(content, name)
    return replace(read_yaml(read.text, name), note=read.note)


def build_report(draft: Draft) -> SelfEvaluation:
    """The report an answered draft states. Raises InputError with all faults at once, by line."""
    _check_version(draft)
    try:
        report = SelfEvaluation.model_validate(draft.answers)
    except ValidationError as error:
        problems = reword(error.errors(include_url=False), draft, names_at)
        raise InputError([*draft.problems, *problems]) from error
    if draft.problems:
        raise InputError(draft.problems)
    return report


def _check_version(draft: Draft) -> None:
    written: Any = draft.answers.get("版本")
    if isinstance(written, str) and written.isdecimal() and (len(written) > 6 or int(written) > VERSION):
        message = f"本文件由较新的程序写成（版本 {written}），请先更新本程序"
        raise InputError([Problem(message, draft.file, draft.line(("版本",)))])


def open_report(path: Path) -> tuple[Draft, SelfEvaluation]:
    """Read a report file: the answers with their lines, and the report they state."""
    draft = read_draft(path)
    return draft, build_report(draft)


def draft_of(report: SelfEvaluation) -> Draft:
    """The answers of a report, as a new file would hold them."""
    return Draft(report.model_dump(mode="json", by_alias=True, exclude_none=True))


def save_draft(draft: Draft, path: Path) -> None:
    """Write the report file, whole or not at all; the comments of the file it replaces stay.

    Raises OutputError if it cannot be written, GoujiError if what stands there cannot be read.
    """
    from authoring import atomic  # noqa: PLC0415  reading needs neither
    from authoring.draft.comments import find_comments  # noqa: PLC0415
    from authoring.draft.yaml_writer import write_yaml  # noqa: PLC0415

    if path.is_file():
        draft = replace(draft, comments=find_comments(read_text_file(path).text) | draft.comments)
    atomic.save(path, write_yaml(draft).encode())
