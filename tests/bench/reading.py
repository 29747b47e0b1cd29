"""How fast spreadsheets are read: ours beside openpyxl's read-only mode and calamine, on one sheet.

    python tests/bench/reading.py                 3,000 rows of 60 columns
    python tests/bench/reading.py --rows 100000   as large as they come

Contenders take turns and the best turn of each counts, in processor time, with gc set as the program sets it.
All give every value of every cell: ours as cells with kind, exact text and number format, the others as plain
Python values.
"""

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from authoring.intake.archive import Members
from authoring.sheets.quick import rows_of
from authoring.sheets.xlsx import read_xlsx

COLUMNS = 60
WORDS = "部门整体支出绩效自评情况项目资金管理办法预算执行率年初目标完成产出数量质量时效成本社会效益可持续影响"
FULL_SIZE = 100


def make_sheet(path: Path, rows: int, *, unique: bool) -> None:
    """Texts and amounts in turn, styled. `unique`: every second text is long and stands there once only."""
    chance = random.Random(2024)
    book = xlsxwriter.Workbook(path, {"constant_memory": False})
    sheet = book.add_worksheet("项目库")
    amount = book.add_format({"num_format": "#,##0.00", "border": 1})
    wrapped = book.add_format({"border": 1, "text_wrap": True})
    known = ["".join(chance.choices(WORDS, k=chance.randint(2, 30))) for _ in range(400)]
    for row in range(rows):
        for column in range(0, COLUMNS, 2):
            own = column % 4 == 0 if unique else column % 12 == 0
            length = chance.randint(4, FULL_SIZE)
            text = "".join(chance.choices(WORDS, k=length)) if own else chance.choice(known)
            sheet.write_string(row, column, text, wrapped)
            sheet.write_number(row, column + 1, round(chance.uniform(0, 99999), 2), amount)
    book.close()


def read_ours(path: Path) -> int:
    """Cells read."""
    sheets = read_xlsx(Members(path.read_bytes()), path.name)
    return sum(len(cells) for sheet in sheets for _, cells in sheet.rows())


def read_openpyxl(path: Path) -> int:
    """Cells read."""
    book = openpyxl.load_workbook(path, read_only=True)
    count = sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    book.close()
    return count


def read_calamine(path: Path) -> int:
    """Cells read."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return sum(len(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())


def read_by_parser(path: Path) -> int:
    """Cells read by ours, with the expression left out."""
    members = Members(path.read_bytes())
    sheet = read_xlsx(members, path.name)[0]
    chunks = members.chunks("xl/worksheets/sheet1.xml")
    return sum(len(c) for _, c in rows_of(chunks, sheet._book, path.name, sheet.name, fast=False))


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "ours": read_ours,
    "ours, parser alone": read_by_parser,
    "openpyxl read-only": read_openpyxl,
    "calamine": read_calamine,
}


def best_times(path: Path, rounds: int) -> dict[str, float]:
    """Seconds of each one's best turn."""
    best = dict.fromkeys(CONTENDERS, float("inf"))
    for _ in range(rounds):
        for name, read in CONTENDERS.items():
            gc.collect()
            start = time.process_time()
            count = read(path)
            best[name] = min(best[name], time.process_time() - start)
            assert count % COLUMNS == 0
    return best


def main() -> None:
    gc.set_threshold(100_000, 20, 20)
    """Print what was measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=3000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for unique, title in ((False, "1 text in 6 unique"), (True, "1 text in 2 unique")):
            path = Path(folder) / "sheet.xlsx"
            make_sheet(path, chosen.rows, unique=unique)
            times = best_times(path, chosen.rounds)
            print(f"{chosen.rows} x {COLUMNS} cells, {title}")
            for name, seconds in times.items():
                ratio = times["openpyxl read-only"] / seconds
                print(f"  {name:20} {seconds * 1000:8.0f} ms   {ratio:4.1f} times openpyxl")


if __name__ == "__main__":
    main()
