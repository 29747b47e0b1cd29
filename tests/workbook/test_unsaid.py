"""Nothing that stands in a workbook is lost in silence, and no figure changes its unit."""

import openpyxl
import pytest

from authoring.forms.finder import load_form
from authoring.workbook.layout import layout_of
from authoring.workbook.reading import read_units
from authoring.workbook.writing import make_workbook
from tests.workbook.books import guarded

FORM = "hunan-department"
DETAIL = "支出.基本.明细"


def table(path):
    return next(table for table in layout_of(load_form(FORM)).tables if table.path == path)


def book_of(*rows, merged=(), **sheets):
    book = openpyxl.Workbook()
    book.active.title = "单位"
    for name, lines in {"单位": rows, **sheets}.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    for name, cells in merged:
        book[name].merge_cells(cells)
    return book


def units(book):
    return list(read_units(guarded(book), FORM, 2024))


UNITS = [["单位全称", "年度", "支出合计"], ["甲中心", 2023, 5]]


@pytest.mark.parametrize(
    "said",
    [
        ["单位：元"],
        [None, "金额单位: 元"],
        ["（单位：人民币元）"],
        ["金额单位：", "元"],
    ],
)
def test_a_line_above_the_head_gives_the_unit_of_amounts(said):
    (unit,) = units(book_of(["甲县汇总表"], said, *UNITS))
    assert unit.draft.answers["支出"]["合计"] == "5元"
    (unit,) = units(book_of(said, ["项目", "填写"], ["单位全称", "甲中心"], ["支出合计", 5]))
    assert unit.draft.answers["支出"]["合计"] == "5元"


@pytest.mark.parametrize("said", [[], ["单位：万元"], ["单位：甲县"], ["单位：元旦"]])
def test_without_such_a_line_amounts_are_in_wan_yuan(said):
    (unit,) = units(book_of(said, *UNITS))
    assert unit.draft.answers["支出"]["合计"] in {"5", "5万元"}


def test_the_head_itself_and_the_column_of_units_count_for_more_than_the_line_above():
    (unit,) = units(
        book_of(["单位：元"], ["单位全称", "支出合计（万元）", "基本支出合计"], ["甲中心", 5, None])
    )
    assert unit.draft.answers["支出"]["合计"] == "5"
    rows = [["项目", "填写", "单位"], ["单位全称", "甲中心"], ["支出合计", 5, "万元"]]
    (unit,) = units(book_of(["单位：元"], *rows))
    assert unit.draft.answers["支出"]["合计"] == "5"


def test_an_unknown_unit_above_is_told_at_each_amount():
    (unit,) = units(book_of(["单位：美元"], *UNITS))
    assert "“美元”认不出" in unit.problems[0].message
    assert unit.problems[0].spot.cell == "C3"


def test_thousands_of_yuan_above_are_understood():
    (unit,) = units(book_of(["单位：千元"], *UNITS))
    assert not unit.problems
    assert unit.draft.answers["支出"] == {"合计": "5千元"}


def test_lists_have_their_own_line_above():
    lines = [["单位：元"], ["单位全称", "经济分类科目", "金额"], ["甲中心", "办公费", 7]]
    (unit,) = units(book_of(*UNITS, 基本支出明细=lines))
    assert unit.draft.answers["支出"] == {"合计": "5", "基本": {"明细": [{"科目": "办公费", "金额": "7元"}]}}


def test_the_unit_of_a_merged_head_holds_for_what_is_below_it():
    rows = [["单位全称", "公用经费预算数（元）"], [None, "水费", "电费（万元）"], ["甲中心", 1, 2]]
    (unit,) = units(book_of(*rows, merged=[("单位", "A1:A2"), ("单位", "B1:C1")]))
    assert unit.draft.answers["基础数据"]["公用经费"]["预算数"] == {"水费": "1元", "电费": "2"}


def test_a_unit_spelled_out_in_a_label():
    (unit,) = units(book_of(["单位全称", "支出合计（金额单位：元）"], ["甲中心", 5]))
    assert unit.draft.answers["支出"]["合计"] == "5元"


def test_two_columns_of_one_figure_must_say_the_same():
    (unit,) = units(book_of(["单位全称", "支出合计", "支出合计"], ["甲中心", 5, 6]))
    (problem,) = unit.problems
    assert "填了两次：单位!B2 是“5”，这里是“6”" in problem.message
    assert problem.spot.cell == "C2"


def test_the_same_figure_in_two_units_is_one():
    (unit,) = units(book_of(["单位全称", "支出合计（万元）", "支出合计（元）"], ["甲中心", 1.5, 15000]))
    assert not unit.problems
    assert unit.draft.answers["支出"]["合计"] == "1.5"
    assert unit.draft.spot(("支出", "合计")).cell == "B2"


def test_two_columns_of_a_list_of_texts_are_both_read():
    (unit,) = units(book_of(["单位全称", "主要职能", "主要职能"], ["甲中心", "一", "二\n三"]))
    assert unit.draft.answers["单位"]["主要职能"] == ["一", "二", "三"]


def test_columns_that_nothing_is_read_of_are_told():
    (unit,) = units(book_of(["单位全称", "支出合计/元", "核对", "算得合计"], ["甲中心", 5, "x", 1]))
    assert unit.notes == ("“单位”表里这些列的表头认不出，没有用上：支出合计/元",)


def test_sheets_that_nothing_is_read_of_are_told():
    (unit,) = units(book_of(*UNITS, 附注=[["说", "明"]], 空的=[]))
    assert unit.notes == ("这些工作表认不出是填什么的，没有读：附注",)


def test_rows_that_nothing_is_read_of_are_told():
    rows = [["项目", "填写"], ["单位全称", "甲中心"], ["支出合记", 26], ["支出合计", 5], [None, 7]]
    rows += [["一、基本情况"], ["主要职能", "一"], [" ", "二"], [None, "三"], ["小结"], [None, "四"]]
    (unit,) = units(book_of(*rows))
    assert unit.draft.answers["单位"]["主要职能"] == ["一", "二", "三"]
    assert unit.notes == ("“单位”表里这些格的内容认不出是哪一项的，没有用上：B3 支出合记、B5、B11",)


@pytest.mark.parametrize("many", [False, True])
def test_our_own_workbooks_have_nothing_unread(many, tmp_path):
    path = tmp_path / "甲.xlsx"
    path.write_bytes(make_workbook(load_form(FORM), [], many=many).content)
    for unit in read_units(guarded(openpyxl.load_workbook(path)), FORM, 2024):
        assert unit.notes == ()


def test_a_formula_without_a_value_in_a_list_is_told():
    lines = [["单位全称", "经济分类科目", "金额"], ["甲中心", "办公费", "=1+1"]]
    (unit,) = units(book_of(*UNITS, 基本支出明细=lines))
    (problem,) = unit.problems
    assert "公式还没有算出结果" in problem.message
    assert str(problem.spot) == "基本支出明细!C2"


def test_rows_under_one_merged_name_are_all_of_that_unit():
    lines = [["单位全称", "经济分类科目", "经济分类编码", "金额"], ["甲中心", "办公费", "30201", 1]]
    lines += [[None, "水费", "30205", 2], [None, None, "30299", None], ["乙中心", "电费", "30206", 4]]
    merged = [("基本支出明细", "A2:A4"), ("基本支出明细", "B3:B4"), ("基本支出明细", "D3:D4")]
    one, two = units(book_of(*UNITS, ["乙中心", 2024, 4], merged=merged, 基本支出明细=lines))
    assert one.draft.answers["支出"]["基本"]["明细"] == [
        {"编码": "30201", "科目": "办公费", "金额": "1"},
        {"编码": "30205", "科目": "水费", "金额": "2"},
        {"编码": "30299", "科目": "水费"},
    ]
    assert len(two.draft.answers["支出"]["基本"]["明细"]) == 1


def test_a_merged_year_holds_for_all_its_rows_and_a_merged_amount_for_the_first():
    rows = [*UNITS, ["乙中心", None, None], ["丙中心", None, 7]]
    one, two, three = units(book_of(*rows, merged=[("单位", "B2:B3"), ("单位", "C2:C3")]))
    assert [unit.draft.answers["年度"] for unit in (one, two, three)] == ["2023", "2023", "2024"]
    assert "支出" not in two.draft.answers


@pytest.mark.parametrize("name", ["合计", "总 计："])
def test_a_row_of_sums_is_no_unit(name):
    _, sums = units(book_of(*UNITS, [name, None, 5]))
    assert "像是合计行" in sums.problems[0].message
    assert sums.problems[0].spot.cell == "A3"


def projects(*names, indicators):
    rows = [
        ["项目名称", "主管部门", "自评得分", "自评等级", "执行率分值", "执行率", "执行率得分", "调整原因"]
    ]
    rows += [[name, "2", 90] for name in names]
    inner = [["所属", "三级指标", "一级指标", "二级指标", "指标值"], *indicators]
    sheets = {"项目支出自评": rows, "项目自评·指标": inner}
    owned = {
        name: [["单位全称", *lines[0]], *(["甲中心", *line] for line in lines[1:])]
        for name, lines in sheets.items()
    }
    return book_of(*UNITS, **owned)


def test_a_number_is_the_position_whatever_texts_the_entries_have():
    (unit,) = units(projects("修缮", "采购", indicators=[["2", "甲"], ["1", "乙"], ["采购", "丙"]]))
    assert not unit.problems
    found = [[i["三级指标"] for i in p["指标"]] for p in unit.draft.answers["项目自评"]]
    assert found == [["乙"], ["甲", "丙"]]


def test_a_name_that_two_entries_have_is_not_settled_by_chance():
    (unit,) = units(projects("修缮", "修缮", indicators=[["修缮", "甲"]]))
    (problem,) = unit.problems
    assert "有几项" in problem.message
    assert str(problem.spot) == "项目自评·指标!B2"


def test_a_name_of_digits_is_a_name():
    (unit,) = units(projects("2", "采购", indicators=[["2", "甲"]]))
    assert unit.draft.answers["项目自评"][0]["指标"] == [{"三级指标": "甲"}]
