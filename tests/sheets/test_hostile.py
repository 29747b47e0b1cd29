"""Files changed at random, at every part: an answer or an InputError, never another exception, never long."""

import random
import time
from pathlib import Path
from zipfile import ZipFile

import pytest

from authoring.errors import InputError
from authoring.sheets.members import Members
from authoring.sheets.ods import read_ods
from authoring.sheets.xlsx import read_xlsx
from tests.sheets.packages import Held, package, strings, styles, worksheet
from tests.sheets.test_quick import mangle, table

FILES = Path(__file__).parent / "files"
ROUNDS = 150


def read_all(members: Members, *, ods: bool) -> None:
    for sheet in read_ods(members) if ods else read_xlsx(members):
        for _, cells in sheet.rows():
            for cell in cells.values():
                assert isinstance(cell.shown, str)
        sheet.merges()


def parts_of(name: str) -> dict[str, bytes]:
    with ZipFile(FILES / name) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made() -> dict[str, bytes]:
    return package(
        table(),
        style=styles("0.00", "yyyy-mm-dd", "0.00%"),
        shared=strings("<t>甲</t>", "<r><t>乙</t></r>", "<t>丙</t>", "<t>丁</t>"),
    ).parts


@pytest.mark.parametrize("name", ["office.xlsx", "office.ods", "made"])
def test_mutations(name: str) -> None:
    parts = made() if name == "made" else parts_of(name)
    chance = random.Random(7)
    kept = [part for part in parts if part.endswith((".xml", ".rels")) and parts[part]]
    survived = 0
    for _ in range(ROUNDS):
        part = chance.choice(kept)
        changed = Held({**parts, part: mangle(parts[part], chance)})
        start = time.process_time()
        try:
            read_all(changed, ods=name.endswith("ods"))
            survived += 1
        except InputError:
            pass
        assert time.process_time() - start < 2
    assert 0 < survived < ROUNDS


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml"]
)
@pytest.mark.parametrize(
    "content", [b"", b"\0", b"\xff\xfe<", b"<a>" * 10_000, b"<!DOCTYPE a><a/>", b"<a " + b"b" * 10**6, b"PK"]
)
def test_parts_replaced(part: str, content: bytes) -> None:
    with pytest.raises(InputError):
        read_all(Held({**made(), part: content}), ods=False)


@pytest.mark.parametrize(
    "sheet",
    [
        f'<row r="1"><c r="A1" s="{"9" * 10**6}"><v>1</v></c></row>',
        f'<row r="1"><c r="A1"><v>{"9" * 10**6}</v></c></row>',
        f'<row r="1"><c r="A1" t="s"><v>{"1" * 10**5}</v></c></row>',
        f'<row r="1"><c r="A1" t="{"e" * 10**6}"><v>1</v></c></row>',
        f'<row r="1" a="{"b" * 10**6}"><c r="A1"><v>1E999</v></c></row>',
    ],
)
def test_giants(sheet: str) -> None:
    start = time.process_time()
    read_all(package(worksheet(sheet), style=styles("0.00")), ods=False)
    assert time.process_time() - start < 1


def test_formats_do_not_blow_up() -> None:
    for code in ("0" * 999, '"' * 999, "[" * 999, "0.0," * 240, "E+" * 400, "_" * 999, "\\!" * 400):
        row = "".join(f'<row r="{n}"><c r="A{n}" s="1"><v>{n}.5</v></c></row>' for n in range(1, 50))
        start = time.process_time()
        read_all(package(worksheet(row), style=styles(code)), ods=False)
        assert time.process_time() - start < 1
