"""Text files as papers: which lines belong together, what is dropped, what is a table."""

import pytest

from authoring.errors import InputError
from authoring.papers.paper import Grid, Words
from authoring.papers.plain_text import read_text


def texts(content: str) -> list[str]:
    return [item.text for item in read_text(content.encode()).items if isinstance(item, Words)]


def grids(content: str) -> list[Grid]:
    return [item for item in read_text(content.encode()).items if isinstance(item, Grid)]


LONG = "本中心承担县委、县政府机关大院的安全保卫、卫生保洁、绿化养护和会务服务，" * 2


def test_a_page_that_breaks_in_a_sentence_does_not_part_it():
    assert texts(f"{LONG}全年共安排社\n\n- 3 -\n\n保资金1.65万元，比上年增加。\n") == [
        f"{LONG}全年共安排社保资金1.65万元，比上年增加。"
    ]


def test_a_figure_broken_by_the_end_of_a_line_is_one_again():
    words = read_text(f"{LONG}全年支出 1,53\n7.56 万元，完成了预算。\n".encode()).words[0]
    assert words.text.endswith("全年支出1,537.56万元，完成了预算。")
    at = words.text.index("7.56")
    assert words.raw[words.origin[at] :].startswith("7.56 万元")


def test_a_heading_without_number_is_not_glued_to_an_unfinished_sentence():
    before = "甲县机关事务服务中心2023年度没有社会保险基金预算支出，也没有结转和结余的资金"
    assert texts(f"{before}\n\n部门整体支出绩效情况\n\n2023年，中心按计划开展工作。\n")[:2] == [
        before,
        "部门整体支出绩效情况",
    ]


def test_a_long_heading_is_not_continued_by_none():
    heading = "三、政府性基金预算、国有资本经营预算、社会保险基金预算支出情况"
    assert texts(f"{heading}\n无。\n") == [heading, "无。"]


def test_items_and_headings_stay_by_themselves():
    content = f"（1）{LONG}各项工作\n（2）{LONG}其他工作\n2、机构情况\n一、{LONG}概况\n"
    assert len(texts(content)) == 4


def test_what_follows_a_heading_at_the_end_of_a_paragraph_is_a_paragraph():
    content = f"3.{LONG}提出建议。九、绩效自评结果拟应用和公开情况\n通过自评，{LONG}掌握了情况。\n"
    assert len(texts(content)) == 2


def wrapped(text: str, width: int, indent: str = "　　") -> list[str]:
    text = indent + text
    return [text[at : at + width] for at in range(0, len(text), width)]


PARAGRAPHS = [
    "本单位全年预算执行情况良好，" + "各项工作按照年初制定的计划有序推进，" * 6 + "没有发生责任事故。",
    "在资金使用方面，" + "严格执行国库集中支付和政府采购的各项规定，" * 5 + "做到专款专用。",
    "在人员管理方面，" + "按照核定编制配备人员并严格考勤，" * 7 + "年末没有超编。",
]


def test_lines_broken_at_a_width_are_joined():
    lines = ["一、单位概况", *(line for text in PARAGRAPHS for line in wrapped(text, 36))]
    assert texts("\n".join(lines)) == ["一、单位概况", *PARAGRAPHS]


def test_lines_broken_at_a_width_without_indents_are_joined():
    lines = ["一、单位概况", *(line for text in PARAGRAPHS for line in [*wrapped(text, 34, ""), ""])]
    assert texts("\n".join(lines)) == ["一、单位概况", *PARAGRAPHS]


def test_blank_lines_part_paragraphs_so_that_a_full_line_may_end_a_sentence_within():
    text = "甲" * 33 + "。" + "乙" * 20 + "。"
    lines = [line for each in [*PARAGRAPHS, text] for line in [*wrapped(each, 34, ""), ""]]
    assert texts("\n".join(lines)) == [*PARAGRAPHS, text]


def test_without_a_hint_a_full_line_that_ends_a_clause_goes_on():
    text = "甲" * 33 + "；" + "乙" * 20 + "。"
    lines = [line for each in [*PARAGRAPHS, text] for line in wrapped(each, 34, "")]
    assert texts("\n".join(lines)) == [*PARAGRAPHS, text]


def test_a_row_of_numbers_at_the_start_of_a_line_is_no_item():
    text = "本中心年内改造了" + "会议室和办公用房，" * 2 + "还改造了行政主楼7、8层会议室。"
    assert text.index("7、8") == 34
    lines = [line for each in [*PARAGRAPHS, text] for line in [*wrapped(each, 34, ""), ""]]
    assert texts("\n".join(lines)) == [*PARAGRAPHS, text]


FIGURES = [
    "2022年支出1286.40万元，其中：基本支出824.15万元，项目支出462.25万元，其他支出9.00万元。",
    "“三公”经费全年支出12.60万元，其中：公务接待费3.10万元，用车费9.50万元。年初预算15.00万元。",
    "全年完成清淤36口，年初目标36口，完成率100%，维修渠道52公里，比上年的45公里增加7公里，增长15.56%。",
    "全年开展巡查240次，发现问题75个，整改72个，整改率96%，没有发生责任事故，群众满意度达到98.5%。",
]


def test_lines_broken_after_a_number_of_characters_are_joined_though_figures_make_them_narrow():
    lines = ["一、单位概况", *(line for text in FIGURES for line in wrapped(text, 21))]
    assert texts("\n".join(lines)) == ["一、单位概况", *FIGURES]


def test_no_paragraph_begins_with_a_comma():
    assert texts("全年支出3.10万元\n，比上年减少。\n") == ["全年支出3.10万元，比上年减少。"]


def test_many_short_lines_are_not_text_broken_at_a_width():
    lines = ["五、下一步改进措施", "无", *["六、其他需要说明的情况", "无"] * 20]
    assert texts("\n".join(lines)) == lines


def test_indents_part_paragraphs_that_end_with_a_full_line():
    first, second = "甲" * 33 + "。", "乙" * 60 + "。"
    lines = [line for text in [*PARAGRAPHS, first, second] for line in wrapped(text, 36)]
    assert texts("\n".join(lines)) == [*PARAGRAPHS, first, second]


@pytest.mark.parametrize("number", ["- 3 -", "—12—", "第 3 页", "第3页 共12页", "3/12"])
def test_page_numbers_are_dropped(number):
    assert texts(f"一、单位概况\n{number}\n本单位编制16人。\n") == ["一、单位概况", "本单位编制16人。"]


def test_residue_and_stray_spaces_are_dropped():
    assert texts("[bookmark: _GoBack]（1） 基 本情况\n") == ["（1）基本情况"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding):
    content = "一、部门概况\r\n本单位编制二十五人，实有二十人。\r\n".encode(encoding)
    paper = read_text(content, "甲.txt")
    assert [words.text for words in paper.words] == ["一、部门概况", "本单位编制二十五人，实有二十人。"]
    assert [words.place.line for words in paper.words] == [1, 2]
    assert [words.place.paragraph for words in paper.words] == [1, 2]


def test_too_few_characters_to_know_the_encoding_are_a_remark():
    assert "UTF-8" in read_text("无a".encode()).remarks[0]


def test_bytes_of_no_encoding_are_refused():
    with pytest.raises(InputError, match="0xFF"):
        read_text(b"a\xff\xff\n", "a.txt")


def test_rows_in_columns_are_a_table():
    rows = "接待人数≥900人          960人\n节能宣传次数3次          3次\n服务对象满意度  \t  92%\n"
    content = f"（三）绩效目标\n{rows}（四）管理情况\n"
    (grid,) = grids(content)
    assert grid.size == (3, 2)
    assert [cell.text for cell in grid.cells][:4] == ["接待人数≥900人", "960人", "节能宣传次数3次", "3次"]
    assert (grid.cells[2].words[0].place.line, grid.cells[2].words[0].place.row) == (3, 1)
    assert texts(content) == ["（三）绩效目标", "（四）管理情况"]


def test_two_rows_in_columns_stay_lines():
    content = "填表人：　　　　　审核人：\n电话：　　　　　　日期：\n"
    assert grids(content) == []
    assert len(texts(content)) == 2


DRAWN = """\
+------+-------------+
| 类别 |    金额     |
|      +------+------+
|      | 预算 | 执行 |
+------+------+------+
| 合计 | 一个很长很长的格子 | 3.00 |
+------+------+------+
+--------------------+
|        另表        |
+--------------------+
"""


def test_a_drawn_table_has_its_spans_and_one_grid_a_table():
    first, second = grids(DRAWN)
    assert [(c.row, c.column, c.rowspan, c.colspan, c.text) for c in first.cells] == [
        (0, 0, 2, 1, "类别"),
        (0, 1, 1, 2, "金额"),
        (1, 1, 1, 1, "预算"),
        (1, 2, 1, 1, "执行"),
        (2, 0, 1, 1, "合计"),
        (2, 1, 1, 1, "一个很长很长的格子"),
        (2, 2, 1, 1, "3.00"),
    ]
    assert [cell.text for cell in second.cells] == ["另表"]


def test_bars_without_a_frame_stay_lines():
    assert texts("|甲|乙|\n") == ["|甲|乙|"]
