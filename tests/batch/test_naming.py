"""What is told of a unit from a workbook names what stands in the workbook; of a report file, its paths."""

import openpyxl
import pytest

from authoring.batch.naming import as_in_workbook
from authoring.batch.outcome import Row, Told
from authoring.batch.results import write_results
from authoring.batch.sources import Item
from authoring.batch.work import Wish, work
from authoring.draft.draft import Draft
from authoring.draft.yaml_writer import write_yaml
from authoring.forms.finder import load_form
from authoring.workbook.unit import Unit
from tests.batch import deeds
from tests.batch.places import beside

FORM = load_form("hunan-department")


NEED, MEANS = "要用到“{}”，还没有填", "还没有填的请补填“{}”。"


@pytest.mark.parametrize(
    ("told", "label", "message", "hint"),
    [
        (Told("错误", NEED.format("单位.主要职能"), place="单位.主要职能"), "主要职能",
         NEED.format("主要职能"), ""),
        (Told("错误", NEED.format("专项资金.项目"), place="专项资金.项目"), "专项资金明细",
         NEED.format("专项资金明细"), ""),
        (Told("警告", "", place="专项资金.项目[2].年中调整数"), "年中调整数", "", ""),
        (Told("提示", "", place="自评.资金", hint=MEANS.format("自评.资金")), "", "",
         MEANS.format("部门整体支出绩效自评表")),
        (Told("错误", "“单位”二字照旧", label="支出", place="支出.基本.合计"), "支出", "“单位”二字照旧", ""),
    ],
)  # fmt: skip
def test_paths_become_labels_and_sheets(told, label, message, hint):
    (said,) = as_in_workbook([told], FORM)
    assert (said.label, said.message, said.hint, said.place) == (label, message, hint, told.place)


def test_only_what_comes_from_a_workbook_is_reworded():
    answers = deeds.ANSWERS | {"单位": {"全称": "甲局"}, "绩效目标": {"整体": ["运转正常"]}}
    unit = work(Item("a.xlsx", unit=Unit(Draft(answers))), Wish()).row
    file = work(Item("a.yaml", content=write_yaml(Draft(answers)).encode()), Wish()).row
    assert any("“主要职能”，还没有填" in told.message for told in unit.told)
    assert any("“单位.主要职能”，还没有填" in told.message for told in file.told)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (Told("错误", "甲", sheet="明细", cell="B12"), 12),
        (Told("错误", "甲", sheet="单位", cell="$AA$3"), 3),
        (Told("错误", "甲", sheet="明细"), None),
        (Told("错误", "甲"), 5),
        (Told("错误", "甲", line=7), 7),
    ],
)
def test_the_line_told_is_that_of_the_cell(told, line, tmp_path):
    path = write_results(lambda: iter([Row(1, "a.xlsx", "单位", 5, told=(told,))]), beside(tmp_path))
    assert openpyxl.load_workbook(path)["全部问题"]["F2"].value == line
