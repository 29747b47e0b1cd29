"""A workbook of very many units: how much memory and time it takes to judge and read it, and to make reports.

    python tests/bench/large.py [UNITS] [--inline] [--batch SHARE] [--keep FILE]

The ten-section form with every text at full length and unlike those of other units, lists included. Texts are
shared strings, as Excel saves them, or stand in their cells, as xlsxwriter writes large files (`--inline`).
`--batch 2000` runs `gouji batch --to txt` on so many of the units besides, in a workbook of their own.
Peaks are those of the parent and of its largest child together.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from authoring.batch.listing import Listing
from authoring.batch.sources import Sources
from authoring.forms.finder import load_form
from authoring.workbook.layout import ENTRY, FORM, OWNER, YEAR, layout_of
from tests.batch.poison import unit
from tests.sheets.packages import MAIN, OFFICE, rels
from tests.workbook.books import at, entries_of

WORDS = "部门整体支出绩效自评情况项目资金管理办法预算执行率年初目标完成产出数量质量时效成本社会效益可持续影响"
SECTION = 200
"""汉字 of a long answer; 5,200 a unit in all."""
_LONG = 30


@cache
def pool() -> str:
    """What answers are cut out of."""
    return "".join(random.Random(1).choices(WORDS, k=4_000_000))


Row = list[tuple[int, str, bool]]
"""Column, text, and whether it is a figure."""


class Writer:
    """Writes units that are like an example but for their names and long texts."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._layout = layout_of(load_form("hunan-department"))
        self._answers = unit(1)
        self._chance = random.Random(2)

    def sheets(self) -> Iterator[tuple[str, Iterator[Row]]]:
        """Each sheet with its rows."""
        yield "单位", self._units()
        for table in self._layout.tables:
            yield table.title, self._listed(table)

    def _units(self) -> Iterator[Row]:
        heads = [FORM, YEAR, *(item.label for item in self._layout.items)]
        yield [(column, text, False) for column, text in enumerate(heads)]
        known = [
            (n, item, _text(at(self._answers, item.path))) for n, item in enumerate(self._layout.items, 2)
        ]
        for number in range(1, self._count + 1):
            row: Row = [(0, self._answers["表单"], False), (1, self._answers["年度"], True)]
            for column, item, text in known:
                named = _name(number) if item.path == "单位.全称" else text
                row += self._written(column, item, named, number)
            yield row

    def _listed(self, table) -> Iterator[Row]:
        start = 2 if table.within else 1
        heads = [OWNER, ENTRY][:start] + [column.label for column in table.columns]
        yield [(column, text, False) for column, text in enumerate(heads)]
        entries = [(owner, entry) for owner, entry in entries_of(self._answers, table) if entry != "无"]
        for number in range(1, self._count + 1):
            for owner, entry in entries:
                row: Row = [(0, _name(number), False), (1, owner, False)][:start]
                for column, item in enumerate(table.columns, start):
                    row += self._written(column, item, _text(at(entry, item.path)), number)
                yield row

    def _written(self, column: int, item, text: str, number: int) -> Row:
        plain = text.replace(",", "")
        if item.place.kind is not None and plain.replace(".", "", 1).isdecimal():
            return [(column, plain, True)]
        if len(text) >= _LONG:
            start = self._chance.randrange(len(pool()) - SECTION)
            text = f"{number}号。{pool()[start : start + SECTION]}"
        return [(column, text, False)] if text else []


def _name(number: int) -> str:
    return f"甲县第{number:06}事务中心"


def _text(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else value if isinstance(value, str) else ""


def write_inline(path: Path, count: int) -> None:
    """By xlsxwriter, a row at a time."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    for name, rows in Writer(count).sheets():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, text, figure in row:
                if figure:
                    sheet.write_number(number, column, float(text))
                else:
                    sheet.write_string(number, column, text)
    book.close()


def write_shared(path: Path, count: int) -> None:
    """As Excel would save it: a part for each sheet, and one for the texts."""
    numbers = _Numbers()
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=6) as archive, tempfile.TemporaryFile() as texts:
        names = []
        for name, rows in Writer(count).sheets():
            names.append(name)
            with archive.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=True) as part:
                part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for number, row in enumerate(rows, 1):
                    part.write(f'<row r="{number}">'.encode())
                    part.write("".join(_cell(number, each, numbers, texts) for each in row).encode())
                    part.write(b"</row>")
                part.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            texts.seek(0)
            while piece := texts.read(1 << 20):
                part.write(piece)
            part.write(b"</sst>")
        links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
        sheets = "".join(f'<sheet name="{name}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
        book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        links.append(("s", "sharedStrings", "sharedStrings.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", rels(*links))
        archive.writestr("_rels/.rels", rels(("a", "officeDocument", "xl/workbook.xml")))
        main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>',
        )


class _Numbers(dict[str, int]):
    """Numbers of short texts, which are there once."""

    count = 0


def _cell(row: int, cell: tuple[int, str, bool], numbers: _Numbers, texts) -> str:
    column, text, figure = cell
    place = f"{xlsxwriter.utility.xl_col_to_name(column)}{row}"
    if figure:
        return f'<c r="{place}"><v>{text}</v></c>'
    number = numbers.get(text)
    if number is None:
        number = numbers.count
        numbers.count += 1
        if len(text) < _LONG:
            numbers[text] = number
        texts.write(f"<si><t>{text}</t></si>".encode())
    return f'<c r="{place}" t="s"><v>{number}</v></c>'


def processor() -> float:
    """Seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


def peaks() -> str:
    """Of this process and of its largest child."""
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"{own:.0f} MB and {child:.0f} MB, {own + child:.0f} MB together"


def main() -> None:
    """Print what was measured."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("units", type=int, nargs="?", default=100_000)
    options.add_argument("--inline", action="store_true")
    options.add_argument("--batch", type=int, default=0)
    options.add_argument("--keep", type=Path)
    options.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.step:
        STEPS[chosen.step](chosen.keep, chosen.units)
        return
    how = "inline" if chosen.inline else "shared"
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "units.xlsx"
        if not path.exists():
            run_step(how, path, chosen.units)
        describe(path)
        run_step("read", path, chosen.units)
        if chosen.batch:
            few = Path(folder) / "few.xlsx"
            run_step(how, few, chosen.batch)
            run_step("batch", few, chosen.batch)


def run_step(step: str, path: Path, units: int) -> None:
    """In a process of its own, as a child's peak is never told as less than what its parent held."""
    command = [sys.executable, __file__, str(units), "--step", step, "--keep", str(path)]
    subprocess.run(command, check=True)


def describe(path: Path) -> None:
    """How large the file is."""
    with ZipFile(path) as archive:
        sizes = sorted(((info.file_size >> 20, info.filename) for info in archive.infolist()), reverse=True)
    parts = ", ".join(f"{name} {size} MB" for size, name in sizes[:4])
    total = sum(size for size, _ in sizes)
    print(f"{path.stat().st_size >> 20} MB packed, {total} MB unpacked: {parts}", flush=True)


def read(path: Path, _units: int) -> None:
    """All units, as the batch has them read: by a process of limited memory."""
    began = time.perf_counter()
    first = 0.0
    units = faults = 0
    for item in Sources(Listing([path], path.parent / "out"), "", None):
        first = first or time.perf_counter() - began
        units += item.unit is not None
        if item.fault and not faults:
            print(item.fault, item.detail)
        faults += bool(item.fault)
    taken = time.perf_counter() - began
    print(
        f"read {units} units, {faults} faults: first after {first:.1f} s, all after {taken:.1f} s;", end=" "
    )
    print(f"{1000 * processor() / max(units, 1):.2f} ms of processor a unit; peak {peaks()}", flush=True)


def batch(path: Path, units: int) -> None:
    """The whole command."""
    out = path.parent / "out"
    began = time.perf_counter()
    command = [sys.executable, "-m", "authoring", "batch", str(path), "--out", str(out), "--to", "txt"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    taken = time.perf_counter() - began
    made = len(list(out.glob("*.txt")))
    print(f"batch --to txt of {units} units: exit {done.returncode}, {made} texts, {taken:.0f} s; {peaks()}")


STEPS = {"shared": write_shared, "inline": write_inline, "read": read, "batch": batch}

if __name__ == "__main__":
    main()
