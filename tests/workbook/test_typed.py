"""A blank workbook typed into in LibreOffice: checks speak meanwhile, and it gives the report."""

import json
import shutil
import subprocess
import sys
from functools import cache
from itertools import islice
from pathlib import Path

import openpyxl
import pytest

from authoring.cli.program import run
from authoring.draft.report_file import open_report
from authoring.forms.finder import load_form
from authoring.workbook.layout import OPTION, STAMP_SHEET, layout_of
from authoring.workbook.writing import save_workbook
from tests.workbook.books import at, entries_of
from tests.workbook.recalculating import SOFFICE
from tests.workbook.test_reading import EXAMPLES, answers_of

TYPIST = Path(__file__).with_name("typist.py")
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "xls": "MS Excel 97", "ods": "calc8"}
SPENDING = "一般公共预算支出情况"


@cache
def python_with_uno():
    """A Python that has LibreOffice's bridge: our own, the system's, or the one that came with it."""
    own = Path(SOFFICE).resolve().with_name("python") if SOFFICE else None
    for python in (sys.executable, "/usr/bin/python3", shutil.which("python3"), own):
        if python and shutil.which(python):
            found = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
            if not found.returncode:
                return str(python)
    return None


def at_the_keyboard(steps):
    """What each step came to."""
    done = subprocess.run(
        [python_with_uno(), TYPIST, SOFFICE], input=json.dumps(steps), capture_output=True, text=True,
        timeout=240, check=False,
    )  # fmt: skip
    assert not done.returncode, done.stderr[-2000:]
    return json.loads(done.stdout)


class Clerk:
    """Finds the cells of a workbook by the labels she sees, and types the answers of a report into them."""

    def __init__(self, file, answers):
        self._book = openpyxl.load_workbook(file)
        self._answers = answers
        self.layout = layout_of(load_form(answers["表单"]))
        self.steps = [["open", str(file)]]
        self.rows = {}

    def fill_in(self):
        for row in self._book[STAMP_SHEET].iter_rows(min_col=1, max_col=2):
            choice = self._answers.get("表单选项", {}).get(str(row[0].value).removeprefix(OPTION))
            if choice:
                self.type(STAMP_SHEET, row[1].coordinate, choice)
        for sheet in self.layout.sheets:
            self._fill_sheet(sheet)
        for table in self.layout.tables:
            self._fill_table(table)

    def type(self, sheet, cell, text):
        self.steps.append(["type", sheet, cell, text])

    def _fill_sheet(self, sheet):
        """One answer a row; where the rows of a list do not suffice, more are put in between."""
        labels = [cell.value for cell in self._book[sheet.title]["A"]]
        inserted = 0
        for item in sheet.items:
            first, room = labels.index(item.label) + 1 + inserted, labels.count(item.label)
            self.rows[item.label] = first
            value = at(self._answers, item.path)
            texts = value if isinstance(value, list) else [value]
            if more := max(0, len(texts) - room):
                self.steps.append(["insert", sheet.title, first, more])
                inserted += more
            for row, text in enumerate(texts, first):
                if isinstance(text, str) and (not item.gate or text == "无"):
                    self.type(sheet.title, f"B{row}", text)

    def _fill_table(self, table):
        heads = {cell.value: cell.column_letter for cell in self._book[table.title][1]}
        columns = {heads[f"{c.label}（{c.unit}）" if c.unit else c.label]: c.path for c in table.columns}
        for row, (_, entry) in enumerate(entries_of(self._answers, table), 2):
            for column, path in columns.items():
                if text := at(entry, path):
                    self.type(table.title, f"{column}{row}", text)


@pytest.mark.skipif(
    not (SOFFICE and python_with_uno()), reason="LibreOffice and its Python bridge are not here"
)
def test_a_blank_workbook_typed_into_gives_the_report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = open_report(EXAMPLES / "lusong-2024/report.yaml")[1]
    save_workbook(Path("填报.xlsx"), load_form(report.form), year=report.year)
    clerk = Clerk(tmp_path / "填报.xlsx", answers_of("lusong-2024"))
    clerk.fill_in()
    at_sum, at_part = clerk.rows["支出合计"], clerk.rows["基本支出"]
    duty = clerk.rows["主要职能"] + 1
    explained = ["look", SPENDING, f"E{clerk.rows['项目支出']}"]
    looks = [["look", SPENDING, f"E{at_sum}"], ["look", SPENDING, f"E{at_part}"]]
    wrong, right = (["type", SPENDING, f"B{at_part}", text] for text in ("358.36", "353.86"))
    told = [["choices", STAMP_SHEET, "B14"], ["height", "部门（单位）基本情况", duty]]
    saved = [["save", str(tmp_path / f"填报.{suffix}"), name] for suffix, name in FILTERS.items()]
    steps = [*clerk.steps, *told, wrong, *looks, right, *looks, explained, *saved]
    done = iter(at_the_keyboard(steps))
    assert {type(shown) for shown in islice(done, len(clerk.steps))} == {str, type(None)}
    assert next(done) == '"职能在前";"机构在前"'
    assert next(done) > 900  # two lines: the row has grown
    assert next(done) == "358.36"
    assert next(done) == "不符：少 4.49 万元　支出合计＝基本支出＋项目支出"
    assert next(done) == "不符：多 4.50 万元　基本支出＝人员经费＋公用经费"
    assert next(done) == "353.86"
    assert next(done) == "尾差：多 0.01 万元　支出合计＝基本支出＋项目支出"
    assert next(done) == "相符"
    assert next(done) == "已说明：少 46.41 万元　项目支出＝各专项资金实际支出之和"
    for suffix in FILTERS:
        assert run(["batch", f"填报.{suffix}", "--out", suffix]) == 0
        for kind in ("docx", "txt"):
            (made,) = Path(suffix).glob(f"*.{kind}")
            assert made.read_bytes() == (EXAMPLES / f"lusong-2024/report.{kind}").read_bytes()
