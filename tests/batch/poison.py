"""A table of many units of which some are poisoned, each in another way; and what must be said of each.

python -m tests.batch.poison 10000 各单位.xlsx
"""

import sys
from copy import deepcopy
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from authoring.draft.report_file import read_draft
from authoring.forms.finder import load_form
from authoring.workbook.layout import ENTRY, FORM, OWNER, YEAR, layout_of
from tests.intake import hostile
from tests.workbook.books import at, entries_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SOURCE = EXAMPLES / "lusong-2024" / "report.yaml"
EVERY = 20


class Error(NamedTuple):
    """A cell that holds an error."""

    text: str


class Formula(NamedTuple):
    """A cell with a formula, and the value that was worked out of it, or none."""

    value: object


class Shown(NamedTuple):
    """A number with its format."""

    value: float
    form: str


class Poison(NamedTuple):
    """What is put into the cell of an answer, and what must be told of it; `cell` if the cell is named."""

    path: str
    value: object
    said: str
    cell: bool = True


POISONS = (
    Poison("支出.合计", "两千六百零一", "不是金额"),
    Poison("支出.合计", Error("#REF!"), "#REF!"),
    Poison("支出.合计", Error("#DIV/0!"), "#DIV/0!"),
    Poison("支出.合计", 2601.10, "多 0.11 万元"),
    Poison("支出.合计", 260.100, "少"),
    Poison("支出.合计", 26009900, "算得 2,600.99"),
    Poison("支出.合计", "2.601.00", "小数点多了"),
    Poison("支出.合计", "26O1.00", "不是金额"),
    Poison("支出.合计", "1e3", "科学计数法"),
    Poison("支出.合计", True, "不是金额"),
    Poison("支出.基本.合计", "35 3.86", "中间有空格"),
    Poison("支出.基本.合计", 353.68, "支出合计＝基本支出＋项目支出"),
    Poison("单位.人员.在职", 12.5, "不是整数"),
    Poison("单位.人员.在职", "-3", "不是整数"),
    Poison("单位.人员.在职人员控制率", "一半", "不是百分比"),
    Poison("自评.得分", 960, "960"),
    Poison("单位.全称", None, "单位.全称"),
    Poison("单位.主要职能", None, "单位.主要职能", cell=False),
    Poison("年度", "二〇二四", "不是年份"),
    Poison("落款.日期", "2025-13-45", "没有“2025-13-45”这一天"),
    Poison("政府性基金预算", "没填", "这里只填“无”"),
    Poison("表单编码", "hunan", "hunan"),
    Poison("存在问题", None, "存在问题", cell=False),
    Poison("单位.全称", "甲\x07县", "控制字符"),
    Poison("支出.基本.人员经费", "321.95元", "基本支出＝人员经费＋公用经费"),
    Poison("支出.合计", Error("#N/A"), "#N/A"),
    Poison("支出.合计", Error("#NAME?"), "#NAME?"),
    Poison("支出.合计", Error("#VALUE!"), "#VALUE!"),
    Poison("支出.合计", Error("#NUM!"), "#NUM!"),
    Poison("支出.合计", Formula(""), "公式还没有算出结果"),
    Poison("支出.合计", Formula(866.9966667), "未经计算"),
    Poison("支出.合计", Shown(26.0099, "0.00%"), "是百分数"),
    Poison("支出.合计", Shown(2600.99, '#,##0.00,"千"'), "缩小显示"),
    Poison("支出.合计", Shown(45000, "yyyy-mm-dd"), "是日期"),
    Poison("支出.合计", 1234567890123456, "超过15位"),
    Poison("支出.合计", 26.0099, "算得 2,600.9900"),
    Poison("支出.合计", "约2600万元", "不是金额"),
    Poison("支出.合计", "2600.99美元", "不是金额"),
    Poison("支出.合计", "=SUM(A1:A3)", "不是金额"),
    Poison("支出.合计", "26,00.99", "千位逗号"),
    Poison("支出.合计", "2600.99\u200b0\u202e", "不是金额"),
    Poison("支出.基本.合计", "(353.86)", "不是金额"),
    Poison("支出.基本.合计", "三百", "不是金额"),
    Poison("单位.人员.在职", "十六人", "不是"),
    Poison("单位.人员.在职", 1e12, "总人数＝"),
    Poison("单位.人员.在职人员控制率", True, "不是百分比"),
    Poison("自评.得分", "优秀", "不是"),
    Poison("支出.项目.合计", Formula("见附表"), "未经计算"),
    Poison("单位.全称", "合计", "像是合计行"),
    Poison("落款.日期", 20250320, "不是日期"),
)


def unit(number, source=SOURCE):
    """The answers of a unit."""
    answers = deepcopy(_answers(source))
    answers["单位"]["全称"] = f"甲县第{number:05}事务中心"
    return answers


@cache
def _answers(source):
    answers = read_draft(source).answers
    answers["落款"] = {key: text for key, text in answers["落款"].items() if key != "单位"}
    return answers


def write(path, count, every=EVERY, poisons=POISONS, source=SOURCE):
    """Write the table; returns by row of the sheet what was done to it."""
    layout = layout_of(load_form("hunan-department"))
    book = xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    formats = {
        places: book.add_format({"num_format": f"0.{'0' * places}" if places else "0"}) for places in range(6)
    }
    units = book.add_worksheet("单位")
    units.write_row(0, 0, [FORM, YEAR, *(item.label for item in layout.items)])
    columns = {"表单编码": 0, "年度": 1} | {item.path: n for n, item in enumerate(layout.items, 2)}
    tables = [[table, book.add_worksheet(table.title), 1] for table in layout.tables]
    for table, sheet, _ in tables:
        heads = [OWNER, *([ENTRY] if table.within else []), *(column.label for column in table.columns)]
        sheet.write_row(0, 0, heads)
    planted = {}
    for number in range(1, count + 1):
        answers = unit(number, source)
        poison = poisons[(number // every) % len(poisons)] if every and number % every == 0 else None
        units.write_string(number, 0, answers["表单"])
        units.write_number(number, 1, int(answers["年度"]))
        for item in layout.items:
            value = at(answers, item.path)
            value = "\n".join(value) if isinstance(value, list) else value
            if isinstance(value, str) and not (poison and poison.path == item.path):
                _put(units, number, columns[item.path], value, formats, figure=item.place.kind is not None)
        if poison:
            planted[number + 1] = poison
            if poison.path in columns:
                _poison(book, units, number, columns[poison.path], poison.value)
        for entry in tables:
            if not (poison and (poison.path == "单位.全称" or poison.path == entry[0].path)):
                _rows(entry, answers, formats)
    book.close()
    return planted


def _rows(entry, answers, formats):
    table, sheet, row = entry
    for owner, listed in entries_of(answers, table):
        sheet.write_string(row, 0, answers["单位"]["全称"])
        start = 2 if table.within else 1
        if table.within:
            sheet.write_string(row, 1, owner)
        for column, item in enumerate(table.columns, start):
            value = listed if listed == "无" and column == start else at(listed, item.path)
            value = "\n".join(value) if isinstance(value, list) else value
            if isinstance(value, str):
                _put(sheet, row, column, value, formats, figure=item.place.kind is not None)
        row += 1
    entry[2] = row


def _put(sheet, row, column, text, formats, *, figure):
    plain = text.replace(",", "")
    if figure and plain.replace(".", "", 1).lstrip("-").isdecimal():
        sheet.write_number(row, column, float(plain), formats[len(plain.partition(".")[2])])
    else:
        sheet.write_string(row, column, text)


def _poison(book, sheet, row, column, value):
    if isinstance(value, Error):
        sheet.write_formula(row, column, "=1/0", None, value.text)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, "=1+1", None, value.value)
    elif isinstance(value, Shown):
        sheet.write_number(row, column, value.value, book.add_format({"num_format": value.form}))
    elif value is None:
        return
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, value)


def is_named(poison, row):
    """Whether a row says what was put into it: where, in which file, why."""
    wrong = [told for told in row.told if told.severity == "错误"]
    fit = [told for told in wrong if poison.said in told.message + told.place]
    return bool(fit) and (not poison.cell or any(told.cell.endswith(str(row.row)) for told in fit))


def killers(folder):
    """Three files, each of which ended a program that opened it with a usual library."""
    folder.mkdir()
    made = {"远.xlsx": hostile.far_cell(), "环.xls": hostile.ring(), "实体.xlsx": hostile.sheet(_ENTITIES)}
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in made]


_ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
    + "]><a>&j;</a>"
)


if __name__ == "__main__":
    print(len(write(sys.argv[2], int(sys.argv[1]))))
