"""What is said of sections, numbers, title and signature of finished reports."""

from pathlib import Path

import pytest

from authoring.audit.outline import recognise
from authoring.audit.reading import Reading
from authoring.audit.structure import RULES
from authoring.checks.finding import Severity
from authoring.forms.form import Form
from authoring.papers.plain_text import read_text
from tests.audit.papers import EVALUATION, FOUR, SIX, TEN, report

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def remarks(text: str) -> dict[str, list[str]]:
    found = report(text)
    reading = Reading(found)
    said: dict[str, list[str]] = {}
    for rule in RULES:
        for remark in rule.find(reading):
            words = found.paper[remark.span.at]
            assert 0 <= remark.span.start <= remark.span.end <= len(words.text)
            said.setdefault(rule.id, []).append(remark.message)
    return said


def quoted(text: str, rule_id: str) -> list[str]:
    found = report(text)
    (rule,) = [rule for rule in RULES if rule.id == rule_id]
    return [
        found.paper[span.at].text[span.start : span.end]
        for remark in rule.find(Reading(found))
        for span in (remark.span, *remark.beside)
    ]


def test_a_report_with_a_clear_structure_gets_none():
    assert remarks(SIX) == {}
    assert remarks(EVALUATION) == {}


@pytest.mark.parametrize("folder", sorted(EXAMPLES.glob("*/report.txt")), ids=lambda path: path.parent.name)
def test_what_the_program_writes_gets_none(folder):
    found = recognise(read_text(folder.read_bytes(), folder.name))
    code = next(
        line.partition(":")[2].strip()
        for line in (folder.parent / "report.yaml").read_text(encoding="utf-8").splitlines()
        if line.startswith("表单:")
    )
    assert isinstance(found.form, Form)
    assert found.form.code == code
    assert [remark for rule in RULES for remark in rule.find(Reading(found))] == []
    assert len(found.annexes) == (4 if folder.parent.name == "jiaxian-2024" else 0)


def test_missing_sections_are_one_remark():
    text = TEN.replace("三、政府性基金预算支出情况\n\n无\n", "").replace("其他需要说明的情况\n\n无\n", "")
    assert remarks(text)["JG-01"] == ["缺少“政府性基金预算支出情况”、“其他需要说明的情况”各节"]
    assert quoted(text, "JG-01") == ["二、一般公共预算支出情况"]


@pytest.mark.parametrize("at", range(1, 11))
def test_each_section_is_missed(at):
    text = (EXAMPLES / "lusong-2024" / "report.txt").read_text(encoding="utf-8")
    starts = [text.index(f"\n{number}、") for number in "一二三四五六七八九十"] + [text.index("\n\n\n")]
    section = text[starts[at - 1] : starts[at]]
    title = section.split("\n")[1].partition("、")[2]
    assert remarks(text.replace(section, "")) == {"JG-01": [f"缺少“{title}”一节"]}


def test_sections_told_under_one_heading_are_not_missing():
    text = SIX.replace("四、存在的问题及原因分析", "四、存在的问题及下一步改进措施").replace(
        "五、下一步改进措施\n", ""
    )
    assert "JG-01" not in remarks(text.replace("六、其他", "五、其他"))


def test_an_empty_section():
    text = SIX.replace("预算完成率 102%。\n", "")
    assert remarks(text) == {"JG-02": ["“四、存在的问题及原因分析”下面没有内容"]}


def test_none_written_or_a_table_is_content():
    text = SIX.replace("预算完成率 102%。\n", "无\n")
    assert "JG-02" not in remarks(text)
    assert "JG-02" not in remarks(FOUR)


def test_a_missing_subsection():
    text = EVALUATION.replace("（三）社会满意度及可持续性影响\n社会公众满意度92%。\n", "")
    assert remarks(text) == {"JG-03": ["“二、部门绩效实现情况”一节缺少“社会满意度及可持续性影响”"]}


def test_a_section_without_subsections_that_says_all_is_left_alone():
    text = SIX.replace("(1) 基本支出情况\n", "").replace("(2) 项目支出情况\n", "")
    assert remarks(text) == {}


def test_a_doubled_section():
    text = SIX.replace("六、其他", "六、存在的问题\n\n还有一些。\n\n七、其他")
    assert remarks(text) == {"JG-04": ["“六、存在的问题”与前面的“四、存在的问题及原因分析”是同一章节"]}


def test_a_misplaced_section():
    text = SIX.replace("四、存在的问题及原因分析", "四、下一步改进措施").replace(
        "五、下一步改进措施", "五、存在的问题及原因分析"
    )
    (message,) = remarks(text)["JG-05"]
    assert "的位置与提纲不一致" in message
    assert set(remarks(text)) == {"JG-05"}


def test_lost_numbers_are_named_with_the_mend():
    said = remarks(TEN)["JG-06"]
    assert said == [
        "编号体系混用 2 处：“3、国有资本经营预算支出情况”应为“四、”，“5、社会保险基金预算支出情况”应为“五、”",
        (
            "缺编号 6 处：“机构情况”应为“2、”，“基本支出情况”应为“（一）”，“项目支出情况”应为“（二）”，"
            "“部门整体支出绩效情况”应为“六、”，“存在的问题及原因分析”应为“七、”等"
        ),
    ]


def test_a_jump_and_a_repeat():
    text = SIX.replace("五、下一步", "四、下一步").replace("六、其他", "九、其他")
    assert remarks(text) == {
        "JG-06": [
            "跳号：“九、其他需要说明的情况”应为“六、”",
            "重号：“四、下一步改进措施”应为“五、”",
        ]
    }


def test_a_jump_in_a_list():
    text = FOUR.replace("制度健全。", "1.制度健全；\n2.监控到位；\n4.自评及时；\n4.整改到位。")
    said = [message for message in remarks(text)["JG-06"] if "混用" not in message]
    assert said == ["跳号：“4.自评及时；”应为“3.”", "重号：“4.整改到位。”应为“5.”"]


@pytest.mark.parametrize(
    "lines",
    [
        "1.制度健全；2.监控到位；\n3.自评及时。",
        "1.制度：\n1.管理制度；\n2.监督制度。\n2.监控到位。",
        "1.制度：\n（1）管理制度；\n（2）监督制度。\n2.监控到位。\n（1）按月；\n（2）按季。",
    ],
)
def test_lists_that_are_in_order(lines):
    said = remarks(FOUR.replace("制度健全。", lines))["JG-06"]
    assert [message for message in said if "混用" not in message] == []


@pytest.mark.parametrize("above", ["第{}条 主要职责：", "{}、股室职责", "第{}股室："])
def test_a_short_item_that_goes_on_with_a_list_is_no_jump(above):
    """Long items are text and short ones look like headings: their numbers are counted together."""
    items = "（一）负责预算绩效管理的组织督促工作；\n（二）审核各单位报送的绩效目标；\n"
    lists = "".join(f"{above.format(n)}\n{items}（三）其他职责。\n" for n in (1, 2))
    text = (
        "某县水务中心2023年度部门整体支出绩效自评报告\n\n"
        f"一、基本情况\n{lists}二、支出情况\n支出20.00万元。\n"
    )
    assert "JG-06" not in remarks(text)


def test_a_number_that_is_right_once_those_above_are_is_not_told():
    text = (
        "某县水务中心2023年度部门整体支出绩效自评报告\n\n一、基本情况\n（一）职能\n管水。\n（三）机构\n3个股室。\n"
        "（三）人员\n在职20人。\n二、支出情况\n支出20.00万元。\n"
    )
    assert remarks(text)["JG-06"] == ["跳号：“（三）机构”应为“（二）”"]


def test_a_number_skipped_with_its_section_is_told_once():
    text = SIX.replace("四、存在的问题及原因分析\n\n预算完成率 102%。\n", "")
    assert set(remarks(text)) == {"JG-01"}


def test_what_follows_a_repeated_number_is_not_told_too():
    text = SIX.replace("六、其他", "五、有关建议\n\n略。\n\n六、其他")
    assert remarks(text)["JG-06"] == ["重号：“五、有关建议”应为“六、”"]


def test_numbers_beyond_a_hundred():
    text = SIX.replace("六、其他", "".join(f"五、建议之{n}\n\n略。\n\n" for n in range(150)) + "九、其他")
    assert remarks(text)["JG-06"][0].startswith("跳号：“九、其他需要说明的情况”应为“一百五十六、”")


def test_another_system_used_throughout_is_left_alone():
    text = EVALUATION
    for chinese, figure in zip("一二三四", "1234", strict=True):
        text = text.replace(f"\n{chinese}、", f"\n{figure}.").replace(f"     {chinese}、", f"{figure}.")
    assert "JG-06" not in remarks(text)


def test_a_glued_heading():
    assert remarks(TEN)["JG-07"] == ["“九、绩效自评结果拟应用和公开情况”粘在上一段末尾"]
    assert quoted(TEN, "JG-07") == ["九、绩效自评结果拟应用和公开情况"]


def test_a_heading_glued_to_none():
    text = SIX.replace("\n无\n\n丁市", "\n无。丁市").replace("预算完成率 102%。\n\n五、", "无。五、")
    assert remarks(text)["JG-07"] == ["“五、下一步改进措施”粘在上一段末尾"]


def test_text_that_goes_on_behind_a_heading():
    text = SIX.replace(
        "五、下一步改进措施\n\n",
        "五、下一步改进措施为了提高管理水平，我们采取以下各项有力的措施，逐步落实到位。\n\n",
    )
    assert remarks(text) == {"JG-07": ["“五、下一步改进措施”后面紧接正文"]}


def test_a_title_of_a_project_over_a_report_on_the_whole():
    text = FOUR.replace("\n单位整体支出绩效自评报告", "\n项目绩效自评报告")
    assert remarks(text)["JG-08"] == ["标题写的是项目绩效自评，内容是单位整体支出绩效自评"]
    assert quoted(text, "JG-08") == ["项目绩效自评报告"]
    assert "JG-08" not in remarks(FOUR)


def test_no_title():
    text = TEN.replace("2023年乙县水务服务中心绩效自评报告", "单位名称（盖章）：乙县水务服务中心")
    assert remarks(text)["JG-09"] == ["没有报告标题"]
    assert "JG-09" not in remarks(TEN)


def test_the_signature():
    assert remarks(TEN)["JG-10"] == ["文末没有写署名和日期"]
    assert remarks(SIX.replace("2023年2月6日\n", "")) == {"JG-10": ["文末没有写成文日期"]}
    assert remarks(SIX.replace("\n丁市丙区图书中心\n\n2023", "\n2023")) == {"JG-10": ["文末没有写署名"]}
    assert "JG-10" not in remarks(FOUR)


def test_a_report_of_an_unknown_outline_is_said_to_be_so():
    text = "2023年度乙县水务服务中心项目支出绩效自评报告\n一、项目概况\n立项。\n二、资金申报情况\n有。\n"
    assert remarks(text) == {"JG-11": ["没有认出这份报告用的是哪种提纲，没有核对章节，其余照常审核"]}


def test_severities():
    assert [rule.id for rule in RULES] == [f"JG-{n:02}" for n in range(1, len(RULES) + 1)]
    assert [rule.id for rule in RULES if rule.severity is Severity.ERROR] == ["JG-01"]
