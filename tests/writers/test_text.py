"""The plain text."""

from authoring.document.blocks import Document
from authoring.writers.characters import width
from authoring.writers.text import write_text
from tests.writers.samples import ATTACHMENTS, CLOSING, MERGED, PLAIN, REPORT, heading, paragraph


def test_reads_as_the_report() -> None:
    blocks = (heading(1, "一、", "单位情况"), paragraph("正文。"), *ATTACHMENTS, *CLOSING)
    assert write_text(Document(("2023年度道县", "绩效自评报告"), blocks, sealed=False)).splitlines() == [
        "　" * 8 + "2023年度道县绩效自评报告",
        "",
        "一、单位情况",
        "　　正文。",
        "",
        "　　附件：1.部门整体支出绩效自评表",
        "　　　　　2.部门整体支出绩效评价基础数据表",
        "",
        "　" * 16 + "道县机关事务服务中心",
        "　" * 18 + "2024年3月15日",
    ]


def test_draft_says_so_first() -> None:
    assert write_text(REPORT._replace(draft=True)).startswith("草稿\n")
    assert "草稿" not in write_text(REPORT)


def test_table_is_drawn_with_merged_cells() -> None:
    assert write_text(Document((), (MERGED,))).splitlines() == [
        "　　　　　　　　　　　表1　绩效指标",
        "+--------------+------------------------+",
        "| 项目支出名称 |    公车平台运转经费    |",
        "+------+-------+--------+--------+------+",
        "| 一级 | 二级  | 指标值 | 完成值 | 得分 |",
        "+------+-------+--------+--------+------+",
        "| 产出 | 数量  | ≥95%  |  98%   |  10  |",
        "|      |       +--------+--------+------+",
        "|      |       | 100辆  |  98辆  | 9.8  |",
        "|      +-------+--------+--------+------+",
        "|      | 质量  |    合并两格     |  10  |",
        "+------+-------+-----------------+------+",
    ]


def test_full_width_characters_count_two() -> None:
    table = [
        line for line in write_text(Document((), (PLAIN, MERGED))).splitlines() if line[:1] in "+|" and line
    ]
    assert len({width(line) for line in table[:5]}) == 1
    assert len({width(line) for line in table[5:]}) == 1


def test_cell_of_several_lines_stays_on_one() -> None:
    table = PLAIN._replace(rows=((PLAIN.rows[0][0]._replace(paragraphs=((), ())), PLAIN.rows[0][1]),))
    assert write_text(Document((), (table,))).count("\n") == 3
