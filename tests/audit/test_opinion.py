"""The letter to a unit: what is the same is said once, and nothing is quoted that must not or need not be."""

from dataclasses import replace

import pytest

from authoring.audit.opinion import write_opinion
from authoring.audit.row import Row, Said
from authoring.checks.finding import Finding, Outcome, Severity, Suspect, Where
from authoring.document.blocks import Paragraph

NUMBERS = "请核对各数。"
SWAP = Suspect("1:2", "基本支出", "824.15", "842.15", "像是相邻两位数字颠倒")


def said(message: str, severity: Severity = Severity.ERROR, **more) -> Said:
    where = Where(paragraph=more.pop("paragraph", 3), quote=more.pop("quote", ""))
    hint, suspect = more.pop("hint", NUMBERS), more.pop("suspect", None)
    finding = Finding(
        "WS-01", Outcome.DIFFERS, severity, "合计", message, hint=hint, suspect=suspect, where=where,
        place=f"第{where.paragraph}段",
    )  # fmt: skip
    return Said(finding, "二、支出情况")


def letter(*found: Said, **about) -> list[str]:
    row = Row("甲.docx", unit="甲县水利局", year=2023, audited=True, held=4, said=found)._replace(**about)
    return [
        "".join(run.text for run in block.runs)
        for block in write_opinion(row).blocks
        if isinstance(block, Paragraph)
    ]


def test_advice_common_to_several_is_given_once():
    lines = letter(*(said(f"第{number}处不符") for number in range(40)), said("又一处", hint="请补上。"))
    assert sum(NUMBERS in line for line in lines) == 1
    assert f"以下没有另写建议的，{NUMBERS}" in lines
    assert "建议：请补上。" in lines


def test_advice_given_before_is_referred_to():
    lines = letter(said("甲不符", suspect=SWAP), said("乙不符", suspect=SWAP, paragraph=5))
    assert sum("824.15" in line for line in lines) == 1
    assert "建议：同第 1 条。" in lines


def test_a_sentence_with_two_faults_is_quoted_once():
    lines = letter(said("甲不符", quote="支出3万元。"), said("乙不符", quote="支出3万元。"))
    assert [line for line in lines if line.startswith("原文")] == ["原文：“支出3万元。”", "原文：同上。"]


def test_a_place_is_counted_through_the_whole_report():
    assert "1.“二、支出情况”（全文第3段）" in letter(said("甲不符"))
    cell = said("甲不符")
    table = cell._replace(finding=replace(cell.finding, where=Where(cell="表1第2行第3列", line=9)))
    assert "1.“二、支出情况”表1第2行第3列（第9行）" in letter(table)


def test_what_has_no_words_is_not_quoted():
    assert not [line for line in letter(said("没有署名")) if line.startswith("原文")]


@pytest.mark.parametrize(
    ("severities", "overview", "reply"),
    [
        ([], "没有发现需要更正或者核实的问题。", ""),
        ([Severity.REMARK], "没有发现需要更正或者核实的问题，另有建议 1 条。", "供修改完善时参考"),
        ([Severity.ERROR], "发现须更正的问题 1 处，具体意见如下。", "重新报送。"),
        ([Severity.ERROR, Severity.WARNING], "请核实的问题 1 处，具体意见如下。", "请在报送时说明。"),
    ],
)
def test_it_asks_for_what_there_is_to_do(severities, overview, reply):
    lines = letter(*(said("不符", severity) for severity in severities))
    assert lines[1].endswith(overview)
    assert (reply or overview) in "".join(lines[-2:])


def test_a_long_unit_has_a_line_of_the_title_to_itself():
    unit = "甲市乙区机关事务服务保障中心"
    row = Row("甲.docx", unit=unit, title=f"2024年度{unit}部门整体支出绩效自评报告")
    assert write_opinion(row).title == ("关于《2024年度", unit, "部门整体支出绩效自评报告》的审核意见")


def test_a_title_is_broken_where_a_line_is_full():
    row = Row("甲.docx", unit="甲县水利局", year=2023, audited=True)
    short = row._replace(title="甲县水利局2023年度自评报告")
    assert write_opinion(short).title == ("关于《甲县水利局", "2023年度自评报告》的审核意见")
    long = row._replace(title="甲县水利局2023年度部门整体支出绩效自评报告")
    assert write_opinion(long).title == (
        "关于《甲县水利局", "2023年度部门整体支出绩效自评报告》", "的审核意见"
    )  # fmt: skip
