"""The example of twenty units: five reports varied, six faults planted, every one found and named."""

import openpyxl
import pytest
from click.testing import CliRunner

from authoring.cli.program import program
from authoring.sheets.cells import reference
from tests.batch.twenty import PLACE, book, plant, twenty

FAULTY = set(plant(twenty()))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("批量")
    (folder / "各单位.xlsx").write_bytes((PLACE / "各单位.xlsx").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        done = CliRunner().invoke(program, ["batch", "各单位.xlsx", "--out", "成稿"], standalone_mode=False)
    return folder / "成稿", done


def test_the_workbook_is_what_is_said_of_it():
    assert (PLACE / "各单位.xlsx").read_bytes() == book()


def test_the_results_are_golden(made):
    _, done = made
    assert done.return_value == 1
    assert done.stdout == (PLACE / "结果.txt").read_text(encoding="utf-8")


def test_fourteen_reports_are_made_and_six_rows_named(made):
    folder, _ = made
    assert len(list(folder.glob("*.docx"))) == 20 - len(FAULTY)
    sheet = openpyxl.load_workbook(folder / "批量结果.xlsx")["各单位"]
    head = [cell.value for cell in sheet[1]]
    states = [row[head.index("状态")].value for row in sheet.iter_rows(min_row=2)]
    assert {n for n, state in enumerate(states, 1) if state != "已生成"} == FAULTY


def test_the_wrong_cells_are_marked_in_a_copy(made):
    folder, _ = made
    sheet = openpyxl.load_workbook(folder / "各单位（标注）.xlsx")["单位"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    spent = sheet[reference(3, heads["支出合计（万元）"])]
    assert "ZC-01" in spent.comment.text
    assert sheet[reference(4, heads["基本支出（万元）"])].comment
    assert sheet[reference(5, heads["支出合计（万元）"])].comment is None


def test_the_likely_culprit_is_named_in_the_results(made):
    folder, _ = made
    sheet = openpyxl.load_workbook(folder / "批量结果.xlsx")["全部问题"]
    hints = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("疑为" in hint and "14620800" in hint and "应为 1462.08" in hint for hint in hints)
