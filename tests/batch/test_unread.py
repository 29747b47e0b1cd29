"""What a batch tells of the parts of a workbook that were not read."""

import openpyxl

from authoring.batch.work import Wish
from tests.batch.test_batch import batch


def test_what_is_not_read_of_a_workbook_is_told_once(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "单位"
    for row in (["单位全称", "支出合计", "电话"], ["甲局", 5, "1"], ["乙局", 6, "2"]):
        sheet.append(row)
    book.create_sheet("旧的").sheet_state = "hidden"
    path = tmp_path / "各单位.xlsx"
    book.save(path)
    rows = batch(path, out=tmp_path / "成稿", wish=Wish(form="hunan-department", year=2024))
    said = [[told.message for told in row.told if told.severity == "提示"] for row in rows]
    assert any("隐藏的工作表没有读：旧的" in message for message in said[0])
    assert any("没有用上：电话" in message for message in said[0])
    assert not any("没有读" in message or "没有用上" in message for message in said[1])
