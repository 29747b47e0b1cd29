"""Rows copied from Excel: which cell is which field, and what is left out."""

import pytest

from authoring.questionnaire.pasting import Column, entries_of, lines_of

FUNDS = (
    Column("名称", "专项资金名称", figure=False),
    Column("年初预算数", "年初预算数", figure=True),
    Column("实际支出", "实际支出", figure=True),
)
SUBJECTS = (Column("科目", "科目", figure=False), Column("金额", "金额", figure=True))


def test_columns_stand_in_their_order():
    assert entries_of("甲\t1.00\t2.00\n乙\t\t3.00", FUNDS).entries == [
        {"名称": "甲", "年初预算数": "1.00", "实际支出": "2.00"},
        {"名称": "乙", "实际支出": "3.00"},
    ]


@pytest.mark.parametrize(
    "head",
    [
        "名称\t实际支出\t年初预算数",
        "项目名称\t实际支出（万元）\t年初预算数(万元)",
        "资金名称\t 实际支出\t年初预算数：",
    ],
)
def test_a_head_names_the_columns_in_whatever_words_come_near(head):
    pasted = entries_of(f"{head}\n甲\t2.00\t1.00", FUNDS)
    assert pasted.entries == [{"名称": "甲", "年初预算数": "1.00", "实际支出": "2.00"}]
    assert not pasted.remarks


def test_columns_nobody_asks_for_are_said():
    pasted = entries_of("序号\t名称\t年初预算数\t备注\n1\t甲\t10.00\t新增", FUNDS)
    assert pasted.entries == [{"名称": "甲", "年初预算数": "10.00"}]
    assert pasted.remarks == ["没有用到的列：序号、备注。"]


def test_cells_beyond_the_columns_are_said():
    pasted = entries_of("甲\t1\t2\t3\t4", FUNDS)
    assert pasted.entries == [{"名称": "甲", "年初预算数": "1", "实际支出": "2"}]
    assert pasted.remarks == ["“甲”一行多出的格没有填：3、4。"]


def test_codes_before_subjects_are_known_with_a_head_or_without():
    for head in ("", "科目编码\t科目名称\t金额\n"):
        pasted = entries_of(f"{head}30202\t印刷费\t2.00\n30211\t差旅费\t3.00\n\t合计\t5.00", SUBJECTS)
        assert pasted.entries == [
            {"编码": "30202", "科目": "印刷费", "金额": "2.00"},
            {"编码": "30211", "科目": "差旅费", "金额": "3.00"},
        ]
        assert pasted.remarks == ["1 行小计、合计没有填，由程序算。"]


def test_a_first_name_is_no_head():
    assert entries_of("名称管理\t1.00\t2.00\n乙\t3.00\t4.00", FUNDS).entries[0]["名称"] == "名称管理"


def test_a_cell_with_line_ends_is_one_cell():
    typed = '公务用车管理\t"一是更新。\n二是""处置""。"\n乙\t丙'
    columns = (Column("标题", "标题", figure=False), Column("内容", "内容", figure=False))
    assert entries_of(typed, columns).entries == [
        {"标题": "公务用车管理", "内容": '一是更新。\n二是"处置"。'},
        {"标题": "乙", "内容": "丙"},
    ]


def test_quotation_marks_that_quote_nothing_stay():
    assert lines_of('"三公"经费\n管理') == ['"三公"经费', "管理"]


def test_blank_lines_are_no_entries():
    assert lines_of("甲\n\n 乙 \n") == ["甲", "乙"]
