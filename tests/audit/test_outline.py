"""Which form a paper is, its sections as they stand, its title, unit and year."""

import pytest

from authoring.audit.outline import is_evaluation, recognise
from authoring.audit.report import FinishedReport, Part
from authoring.forms.finder import load_form
from authoring.papers.paper import Grid, Look, Paper, Place, Words
from tests.audit.papers import EVALUATION, FOUR, SIX, TEN, outline, paper, report


@pytest.mark.parametrize(
    ("text", "form", "title", "unit", "year"),
    [
        (TEN, "hunan-department", "2023年乙县水务服务中心绩效自评报告", "乙县水务服务中心", 2023),
        (
            SIX,
            "changsha-department",
            "2022年度丙区图书中心部门整体支出预算绩效自评报告",
            "丁市丙区图书中心",
            2022,
        ),
        (FOUR, "shanxi-unit", "2022年度戊县机关后勤中心单位整体支出绩效自评报告", "戊县机关后勤中心", 2022),
        (EVALUATION, "jiangxi-evaluation", "己县机关服务局部门评价报告（2022年度）", "己县机关服务局", 2022),
    ],
)
def test_form_title_unit_and_year(text, form, title, unit, year):
    found = report(text)
    assert found.form is not None
    assert (found.form.code, found.title, found.unit, found.year) == (form, title, unit, year)
    assert [part.meant for part in found.parts] == list(found.form.sections)


def test_lost_mixed_and_glued_headings():
    assert outline(report(TEN)) == [
        "1 一、单位情况",
        "2 （一）基本情况",
        "3 1、主要职能",
        "3 机构情况",
        "3 3、人员情况",
        "1 二、一般公共预算支出情况",
        "2 基本支出情况",
        "2 项目支出情况",
        "1 三、政府性基金预算支出情况",
        "1 3、国有资本经营预算支出情况",
        "1 5、社会保险基金预算支出情况",
        "1 部门整体支出绩效情况",
        "3 1、防汛准备充分到位",
        "3 2、河道管护有序推进",
        "1 存在的问题及原因分析",
        "1 八、下一步改进措施",
        "1 九、绩效自评结果拟应用和公开情况",
        "1 其他需要说明的情况",
    ]


def test_a_heading_glued_to_the_end_of_a_paragraph_is_cut_out_of_it():
    found = report(TEN)
    part = next(part for part in found.parts if part.number == "九、")
    whole = found.paper[part.heading.at].text
    assert part.heading.start == whole.index("九、")
    assert whole[part.heading.start :] == part.heading.text
    before = found.parts[7].items[-1]
    assert isinstance(before, Words)
    assert before.text.endswith("提出工作建议。")


def test_second_level_numbered_as_third():
    assert outline(report(FOUR)) == [
        "1 一、单位概况",
        "2 （一）机构设置和人员情况",
        "2 （二）主要职责及履行情况",
        "3 1.主要职责",
        "3 2.履行情况",
        "2 （三）2022年度单位整体支出绩效目标",
        "2 （4）预算绩效管理开展情况",
        "2 （5）预算执行情况",
        "1 二、单位整体支出绩效实现情况",
        "2 （一）履职完成情况",
        "2 （2）履职效果情况",
        "2 （3）社会满意度",
        "1 三、单位整体支出绩效中存在问题及改进措施",
        "2 （一）主要问题及原因分析",
        "2 （二）改进的方向和具体措施",
        "1 4、绩效自评结果拟应用和公开情况",
    ]


def part_called(found: FinishedReport, title: str) -> Part:
    def search(parts):
        for part in parts:
            if part.title == title:
                return part
            below = search(part.parts)
            if below:
                return below
        return None

    return search(found.parts)


def test_words_after_a_heading_on_its_line_are_its_content():
    (item,) = part_called(report(FOUR), "履职完成情况").items
    assert (item.text, item.start) == ("完成清洁服务。", len("（一）履职完成情况："))


def test_a_sentence_with_a_figure_is_no_heading():
    found = report(FOUR)
    items = part_called(found, "预算执行情况").items
    assert [item.text[:3] for item in items] == ["（1）", "（2）"]


def test_an_item_of_a_list_is_no_heading_and_makes_none_of_those_after_it():
    text = EVALUATION.replace(
        "（1）拟订后勤制度。制度经局务会审议", "（1）拟订后勤制度；\n（2）管理公共房产。制度经局务会审议"
    )
    assert [item.text[:3] for item in part_called(report(text), "主要职能").items] == ["（1）", "（2）"]


def test_items_after_a_heading_numbered_likewise_are_not_its_content():
    text = TEN.replace("2、河道管护有序推进。全年巡河365次。", f"2、{'全年巡河检查，' * 8}没有发现违法行为。")
    part = part_called(report(text), "部门整体支出绩效情况")
    assert [each.title for each in part.parts] == ["防汛准备充分到位"]
    assert part.items[-1].text.startswith("2、")


def test_signature_and_annexes_are_no_sections():
    annex = "\n\n附件1\n\n部门整体支出绩效自评表\n\n一、指标   分值   得分\n产出   50   48\n效益   30   29\n"
    found = report(SIX + annex)
    assert [words.text for words in found.signature] == ["丁市丙区图书中心", "2023年2月6日"]
    assert [item.text for item in found.parts[-1].items] == ["无"]
    (part,) = found.annexes
    assert part.title == "附件1"
    assert isinstance(part.items[1], Grid)
    assert len(found.parts) == 6


def test_an_annex_without_a_table_that_can_be_read():
    found = report(SIX + "\n附件1\n部门整体支出绩效自评表\n指标 分值 得分\n")
    assert [part.title for part in found.annexes] == ["附件1"]
    assert len(found.signature) == 2


def test_the_list_of_annexes_is_not_an_annex():
    found = report(SIX.replace("\n无\n", "\n无\n\n附件：1.自评表\n2.基础数据表\n"))
    assert found.annexes == ()
    assert len(found.signature) == 2


def test_a_table_of_contents_is_not_the_report():
    contents = "目  录\n一、单位概况\t1\n二、单位整体支出绩效实现情况……3\n三、其他……4\n"
    plain = "目录\n一、单位概况\n二、单位整体支出绩效实现情况\n"
    for text in (contents, plain):
        found = report(text + FOUR.strip())
        assert [part.number for part in found.parts] == ["一、", "二、", "三、", "4、"]
        assert found.parts[0].parts


def test_a_missing_title_leaves_unit_and_year_to_cover_and_text():
    text = TEN.replace("2023年乙县水务服务中心绩效自评报告", "单位名称（盖章）： 乙县水务服务中心      ")
    found = report(text)
    assert (found.title, found.unit, found.year) == ("", "乙县水务服务中心", 2023)


def test_a_cover_with_unit_and_date_below_the_title():
    cover = "部门整体支出绩效自评报告\n丁市丙区图书中心\n2023年2月6日\n2022年，中心开展工作如下。\n"
    found = report(cover + SIX.partition("评报告")[2].partition("丁市")[0] + "本单位2022年度没有其他情况。\n")
    assert (found.unit, found.year) == ("丁市丙区图书中心", 2022)


@pytest.mark.parametrize(
    "title",
    ["丁市图书局关于2022年度部门整体支出绩效自评的报告", "2022年丁市图书局（本级）部门整体支出绩效自评报告"],
)
def test_a_unit_in_the_title(title):
    found = report(title + SIX.partition("评报告")[2].partition("丁市丙区图书中心为")[0])
    assert found.unit in {"丁市图书局", "丁市图书局（本级）"}


def test_a_year_in_chinese_figures():
    assert report(TEN.replace("2023年乙县", "二〇二三年度乙县")).year == 2023


def test_words_make_the_form_where_numbers_are_automatic():
    items = []
    for at, each in enumerate(paper(SIX).words):
        words = each
        for number in ("一、", "二、", "三、", "四、", "五、", "六、"):
            if words.text.startswith(number):
                words = words._replace(text=words.text[2:], raw="", number=number, look=Look(level=1))
        items.append(words._replace(at=at))
    found = recognise(Paper("甲.docx", "docx", tuple(items)))
    assert found.form.code == "changsha-department"
    assert [part.number for part in found.parts] == ["一、", "二、", "三、", "四、", "五、", "六、"]


def test_heading_styles_without_numbers():
    lines = [(1, "概述"), (None, "文字。"), (2, "细目"), (None, "文字。"), (1, "结语"), (None, "文字。")]
    items = tuple(Words(at, text, Place(), Look(level)) for at, (level, text) in enumerate(lines))
    assert outline(recognise(Paper("甲.docx", "docx", items))) == ["1 概述", "2 细目", "1 结语"]


@pytest.mark.parametrize(
    "text",
    [
        "物业服务合同\n甲方：乙县水务服务中心\n一、服务内容\n保洁。\n二、费用\n每年12万元。\n三、违约\n照办。\n",
        (
            "乙县水务服务中心2023年度部门决算\n第一部分 部门概况\n一、主要职责\n二、机构设置\n"
            "第二部分 部门决算表\n"
            "第三部分 部门决算情况说明\n"
            "一、收入支出决算总体情况说明\n二、收入决算情况说明\n第四部分 名词解释\n第五部分 附件\n"
        ),
        "会议纪要\n2023年6月6日，中心召开会议。\n会议指出，要加强管理。\n",
        "无",
    ],
)
def test_another_kind_of_document(text):
    found = report(text)
    assert found.form is None
    assert not is_evaluation(found)


def test_a_report_of_an_unknown_form_is_a_report_still():
    title = "2023年度乙县水务服务中心项目支出绩效自评报告"
    text = f"{title}\n一、项目概况\n立项。\n二、资金申报情况\n有。\n三、实施情况\n好。\n"
    found = report(text)
    assert found.form is None
    assert is_evaluation(found)
    assert [part.number for part in found.parts] == ["一、", "二、", "三、"]


def test_form_and_year_given_are_taken():
    found = recognise(paper(TEN), load_form("changsha-department"), 2021)
    assert (found.form.code, found.year) == ("changsha-department", 2021)


def test_a_doubled_and_an_unknown_section_are_parts():
    text = SIX.replace(
        "六、其他", "六、有关建议\n\n提前下达。\n\n七、存在的问题及原因分析\n\n略。\n\n八、其他"
    )
    titles = [(part.number, part.meant and part.meant.title) for part in report(text).parts[4:]]
    assert titles == [
        ("五、", "下一步改进措施"),
        ("六、", None),
        ("七、", "存在的问题及原因分析"),
        ("八、", "其他需要说明的情况"),
    ]


def test_a_list_numbered_like_sections_stays_in_its_section():
    text = SIX.replace("(1) 细化预算。提前谋划。", "一、细化预算\n提前谋划。\n二、加强培训\n每年两次。")
    assert [part.number for part in report(text).parts] == ["一、", "二、", "三、", "四、", "五、", "六、"]
