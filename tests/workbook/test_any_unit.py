"""Any answers written into a workbook come back as they were, wherever rows, columns and sheets are moved."""

import random
import re
from copy import deepcopy
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from authoring.draft.draft import Draft
from authoring.draft.report_file import build_report
from authoring.forms.finder import load_form
from authoring.intake.archive import Members
from authoring.intake.guard import Guarded, Kind
from authoring.workbook.reading import read_units
from authoring.workbook.writing import make_workbook
from tests.workbook.books import guarded
from tests.workbook.test_reading import NAMES, answers_of, same, shuffled_columns

LETTERS = "甲乙丙丁戊己庚辛，。、；：“”（）《》ab1 2.-=+@'&<>_"
TEXTS = ["+甲", "-甲", "<b>甲</b>", "0012.50 甲", "@甲", "'甲", "甲  乙", "无。", "{{1}}"]
KEPT = {"版本", "表单", "年度", "表单选项", "来源", "出错说明", "全称", "日期", "编码"}
FIGURE = re.compile(r"[0-9,]+((?:\.[0-9]+)?)(%?)")


def varied(value, chance, key=""):
    """Answers of the same structure, with other figures and other texts."""
    if isinstance(value, dict):
        return {k: v if k in KEPT else varied(v, chance, k) for k, v in value.items()}
    if isinstance(value, list):
        return [varied(entry, chance) for entry in value]
    if FIGURE.fullmatch(value):
        places, percent = FIGURE.fullmatch(value).groups()
        whole, digits = (
            chance.randrange(10 ** chance.randint(0, 8)),
            "".join(chance.choices("0123456789", k=9)),
        )
        return f"{whole}{places[:1]}{digits[: len(places[1:])]}{percent}" if places or percent else str(whole)
    if len(value) < 12:
        return value
    if chance.random() < 0.3:
        return chance.choice(TEXTS)
    return f"甲{''.join(chance.choices(LETTERS, k=chance.randint(0, 40)))}乙"


def any_unit(name, chance):
    answers = varied(deepcopy(answers_of(name)), chance)
    answers.pop("来源", None)
    return answers


def moved(content, chance):
    """The workbook with its sheets, the columns of its tables, and its units in another order."""
    book = openpyxl.load_workbook(BytesIO(content))
    for sheet in book.worksheets:
        if sheet.merged_cells.ranges:  # the stamp, and the checks
            continue
        if chance.random() < 0.7:
            shuffled_columns(sheet, chance)
        for _ in range(chance.randint(0, 3)):
            sheet.insert_rows(1)
        sheet.insert_cols(1, chance.randint(1, 2))
    chance.shuffle(book._sheets)
    return book


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("many", [False, True])
def test_any_unit_comes_back(many, seed):
    chance = random.Random(seed)
    name = NAMES[seed % len(NAMES)]
    listed = [any_unit(name, chance) for _ in range(3 if many else 1)]
    for number, answers in enumerate(listed):
        answers["单位"]["全称"] = f"甲县第{number}中心"
    reports = [build_report(Draft(answers)) for answers in listed]
    made = make_workbook(load_form(listed[0]["表单"]), reports, many=many)
    straight = Guarded(Path("甲.xlsx"), Kind.XLSX, made.content, Members(made.content, "甲.xlsx"))
    for source in (straight, guarded(moved(made.content, chance))):
        found = {unit.name: unit for unit in read_units(source)}
        assert len(found) == len(listed)
        for answers, left in zip(listed, made.left, strict=True):
            assert not left
            same(found[answers["单位"]["全称"]], answers)
