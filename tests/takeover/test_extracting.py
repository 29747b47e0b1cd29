"""What is taken out of reports in other people's words, and what is left alone."""

import re
from pathlib import Path

import pytest

from authoring.audit.outline import recognise
from authoring.draft.report_file import build_report
from authoring.errors import GoujiError
from authoring.forms.finder import load_form
from authoring.papers.plain_text import read_text
from authoring.takeover.extracting import extract

PARTS = {
    "单位": "癸县水文服务中心为县政府直属公益一类事业单位。",
    "预算": "2023年一般公共预算支出900.00万元。",
    "基本": "基本支出300.00万元。",
    "项目": "项目支出600.00万元。",
    "基金": "无",
    "绩效": "全年完成各项任务。",
    "专项": "",
    "问题": "预算执行进度不够均衡。",
    "措施": "按季度分析预算执行。",
    "公开": "本年度自评得分93分。",
    "其他": "无",
}
REPORT = """2023年度癸县水文服务中心部门整体支出绩效自评报告
一、部门（单位）基本情况
{单位}
二、一般公共预算支出情况
{预算}
（一）基本支出情况
{基本}
（二）项目支出情况
{项目}
三、政府性基金预算支出情况
{基金}
四、国有资本经营预算支出情况
无
五、社会保险基金预算支出情况
无
六、部门整体支出绩效情况
{绩效}
{专项}
七、存在的问题及原因分析
{问题}
八、下一步改进措施
{措施}
九、绩效自评结果拟应用和公开情况
{公开}
十、其他需要说明的情况
{其他}
"""


def extracted(**parts):
    text = REPORT.format(**PARTS | parts)
    return extract(recognise(read_text(text.encode(), "报告.txt"), load_form("hunan-department")))


def answers(**parts):
    """What is found, nested; sources left out."""
    found = extracted(**parts)
    build_report(found.draft)
    return {key: value for key, value in found.draft.answers.items() if key != "来源"}


class TestStaff:
    @pytest.mark.parametrize(
        ("text", "staff"),
        [
            ("事业编制12人，实有11人。", {"编制": "12", "在职": "11"}),
            ("核定编制二十名，年末在职18人，退休7人。", {"编制": "20", "在职": "18", "退休": "7"}),
            (
                "2023年末实有人员20人，其中在职12人，退休6人、遗属2人。",
                {"总数": "20", "在职": "12", "退休": "6", "遗属": "2"},
            ),
            ("年初人数为9人，年末人数为8人，减少1人。", {"年初人数": "9", "年末人数": "8"}),
            (
                "现有编制人数25人。实有人数14人，其中：在职人数10人，管理人员4人，事业人员6人；退休人员4人。",
                {
                    "编制": "25",
                    "总数": "14",
                    "在职": "10",
                    "退休": "4",
                    "在职构成": [{"类别": "管理人员", "人数": "4"}, {"类别": "事业人员", "人数": "6"}],
                },
            ),
            (
                "核定编制30名，其中行政编制18名、事业编制12名。",
                {
                    "编制": "30",
                    "编制构成": [{"类别": "行政编制", "人数": "18"}, {"类别": "事业编制", "人数": "12"}],
                },
            ),
            (
                "在职在编9人；政府雇员1人；离退休5人（含原招待所退休人员2人）；遗属3人（比上年少1人）。",
                {
                    "在职": "9",
                    "另列": [
                        {"类别": "政府雇员", "人数": "1"},
                        {
                            "类别": "离退休",
                            "人数": "5",
                            "其中": [{"类别": "原招待所退休人员", "人数": "2"}],
                            "其中未列全": "是",
                        },
                        {"类别": "遗属", "人数": "3", "说明": "比上年少1人"},
                    ],
                },
            ),
        ],
    )
    def test_each_kind_is_counted_in_its_place(self, text, staff):
        assert answers(单位=text)["单位"]["人员"] == staff

    def test_people_served_are_no_staff(self):
        assert "人员" not in answers(单位="全年接待来访群众320人次。")["单位"]


class TestOrgans:
    @pytest.mark.parametrize(
        ("text", "organs"),
        [
            (
                "内设股室3个，分别是：办公室、财务和资产股、测报股。",
                ("3", ["办公室", "财务和资产股", "测报股"]),
            ),
            ("内设机构3个，为办公室、财务股和测报股。", ("3", ["办公室", "财务股", "测报股"])),
            ("本单位内设办公室、财务股、测报股，托管站点一个。", (None, ["办公室", "财务股", "测报股"])),
            ("中心内设办公室、财务股、测报股3个股室。", ("3", ["办公室", "财务股", "测报股"])),
            ("内设两个股室。\n（1）办公室\n（2）测报股", ("2", ["办公室", "测报股"])),
            ("内设机构4个，下属事业单位2个，分别为甲站、乙站。", ("4", None)),
        ],
    )
    def test_their_number_and_names_as_told(self, text, organs):
        found = answers(单位=text)["单位"]["内设机构"]
        assert (found.get("个数"), found.get("名称")) == organs

    def test_subordinates(self):
        text = "内设机构4个，下属事业单位2个，分别为甲站、乙站。"
        assert answers(单位=text)["单位"]["下属单位"] == {"个数": "2", "名称": ["甲站", "乙站"]}
        assert answers(单位="没有其他二级预算单位。")["单位"]["下属单位"] == "无"

    def test_nature_and_funding_of_a_unit_named_in_short(self):
        text = "水文服务中心为财政全额拨款的事业单位，属县一级预算单位。"
        unit = answers(单位=text)["单位"]
        assert (unit["性质"], unit["预算级次"]) == ("财政全额拨款的事业单位", "县一级预算单位")

    def test_what_it_is_made_of(self):
        found = answers(单位="癸县水文服务中心为事业单位，本单位由中心本级及测报站组成。")["单位"]
        assert found["机构组成"] == "本单位由中心本级及测报站组成"


class TestFunctions:
    def test_those_in_one_sentence_are_parted(self):
        text = "主要职责是负责全县水文测报；负责站网管理；完成县政府交办的其他任务。"
        told = answers(单位=f"（一）主要职能\n{text}")["单位"]["主要职能"]
        assert told == ["负责全县水文测报", "负责站网管理", "完成县政府交办的其他任务"]

    def test_numbers_and_marks_are_not_part_of_them(self):
        text = "（二）主要职责\n（1）测报水情；\n2、管理站网。\n③发布预报；"
        assert answers(单位=text)["单位"]["主要职能"] == ["测报水情", "管理站网", "发布预报"]

    def test_none_found_is_remarked(self):
        assert "没有找到逐项写的主要职能" in extracted().remarks


class TestMoney:
    def test_totals_parts_and_stages(self):
        found = answers(
            预算="2023年年初预算800.00万元，年中追加100.00万元，全年预算900.00万元，上年结转10.00万元，"
            "一般公共预算财政拨款支出895.50万元，年末结转结余14.50万元。预算执行率99.50%。",
            基本="基本支出预算300.00万元，实际支出310.50万元，超预算10.50万元，增幅3.50%，主要原因是政策性增资。"
            "其中：人员经费280.50万元，日常公用经费30.00万元。",
            项目="项目支出585.00万元。",
        )
        assert found["预算"] == {
            "年初预算数": "800.00",
            "年中调整数": "100.00",
            "全年预算数": "900.00",
            "上年结转": "10.00",
            "年末结转结余": "14.50",
            "预算执行率": "99.50%",
        }
        assert found["支出"] == {
            "口径": "一般公共预算财政拨款",
            "合计": "895.50",
            "基本": {
                "预算数": "300.00",
                "合计": "310.50",
                "超预算额": "10.50",
                "增幅": "3.50%",
                "超预算原因": "政策性增资",
                "人员经费": "280.50",
                "公用经费": "30.00",
            },
            "项目": {"合计": "585.00"},
        }

    def test_cuts_and_savings_are_negative(self):
        found = answers(
            预算="2023年年初预算1,000.00万元，年中调减100.00万元，支出900.00万元。",
            基本="基本支出预算310.00万元，实际支出300.00万元，节约预算10.00万元。",
        )
        assert found["预算"]["年中调整数"] == "-100.00"
        assert found["支出"]["基本"]["超预算额"] == "-10.00"

    def test_the_units_of_amounts_are_kept(self):
        found = answers(
            预算="2023年总支出9000000元。", 基金="政府性基金预算支出0.012亿元，主要用于河道清淤。"
        )
        assert found["支出"]["合计"] == "9000000元"
        assert found["政府性基金预算"] == {"支出": "0.012亿元", "用途": "河道清淤"}

    @pytest.mark.parametrize(
        "text",
        [
            "2022年预算支出700.00万元，其中基本支出250.00万元。",
            "上年总支出700.00万元。",
            "一般公共预算拨款占比较高，其他资金20.00万元。",
            "全年支出约700万元。",
        ],
    )
    def test_another_years_or_partial_or_rough_amounts_are_left(self, text):
        assert "合计" not in answers(预算=text)["支出"]

    def test_last_years_figure_is_of_what_the_sentence_names(self):
        found = answers(
            预算="2023年一般公共预算支出900.00万元，较2022年的880.00万元增加20.00万元。",
            基本="基本支出300.00万元。公用经费比上年的30.00万元增加2.00万元。",
        )
        assert found["上年"] == {"支出合计": "880.00"}

    def test_a_nameless_budget_is_placed_by_its_size(self):
        for budget, path in (("920.00", ("预算", "年初预算数")), ("290.00", ("支出", "基本", "预算数"))):
            found = answers(基本=f"2023年预算资金{budget}万元。\n基本支出300.00万元。")
            for key in path:
                found = found[key]
            assert found == budget

    def test_one_that_could_be_either_is_left_and_remarked(self):
        found = extracted(基本="2023年预算资金600.00万元。\n基本支出300.00万元。")
        assert any("属于哪一项不能确定" in remark for remark in found.remarks)
        assert "预算" not in found.draft.answers

    def test_two_values_for_one_figure_are_remarked_and_the_first_taken(self):
        found = extracted(预算="2023年总支出900.00万元。\n2023年总支出910.00万元。")
        assert found.draft.answers["支出"]["合计"] == "900.00"
        assert any("900.00 和 910.00" in remark for remark in found.remarks)

    def test_a_wrong_figure_is_taken_as_written(self):
        assert answers(预算="2023年总支出999.00万元。")["支出"]["合计"] == "999.00"


class TestLists:
    def test_items_of_basic_expenditure_with_their_use(self):
        items = answers(
            基本="基本支出300.00万元，包括：工资福利支出260.00万元；办公费40.00万元，主要用于日常办公等。"
        )["支出"]["基本"]["明细"]
        assert items == [
            {"科目": "工资福利支出", "金额": "260.00"},
            {"科目": "办公费", "金额": "40.00", "用途": "日常办公等"},
        ]

    def test_a_break_down_of_one_aggregate_is_no_list_of_the_whole(self):
        found = answers(基本="基本支出300.00万元。\n公用经费中，办公费6.00万元，差旅费3.00万元。")
        assert "明细" not in found["支出"]["基本"]

    def test_projects_of_several_kinds(self):
        projects = answers(
            项目="项目支出预算500万元，无公共专项，一般专项2个。其中站网运行专项300万元、设备维护200万元。"
            "实际项目支出600万元，其中：站网运行专项290万元、设备维护200万元，"
            "另增加临时专项共计2个110万元，包括防汛补助60万元，水毁修复50万元。"
        )["支出"]["项目"]
        assert projects["分类"] == [
            {"类别": "公共专项", "个数": "0"},
            {"类别": "一般专项", "个数": "2"},
            {"类别": "临时专项", "个数": "2", "金额": "110"},
        ]
        assert [(p["名称"], p.get("预算数"), p["金额"], p["类别"]) for p in projects["按项目"]] == [
            ("站网运行专项", "300", "290", "一般专项"),
            ("设备维护", "200", "200", "一般专项"),
            ("防汛补助", None, "60", "临时专项"),
            ("水毁修复", None, "50", "临时专项"),
        ]

    def test_functions_of_expenditure_are_told_from_projects(self):
        found = answers(项目="1、农林水支出500.00万元；\n2、卫生健康支出100.00万元。")["支出"]["项目"]
        assert found["按功能分类"] == [
            {"科目": "农林水支出", "金额": "500.00"},
            {"科目": "卫生健康支出", "金额": "100.00"},
        ]

    TABLE = "项目名称\t预算数（元）\t执行数（元）\n测报\t4500000\t{}00000\n维护\t1500000\t1600000\n"

    def test_a_table_of_projects_that_makes_up_the_total(self):
        projects = answers(绩效=self.TABLE.format(44))["支出"]["项目"]["按项目"]
        assert projects[0] == {"名称": "测报", "预算数": "4500000元", "金额": "4400000元"}
        assert "按项目" not in answers(绩效=self.TABLE.format(45))["支出"]["项目"]


class TestFunds:
    def test_each_from_last_years_remainder_to_its_own(self):
        found = answers(
            专项="（二）专项资金支出绩效情况\n本部门年初预算专项资金共1个，具体情况如下：\n"
            "一是站网运行（含巡测），上年结转5.00万元，年初预算资金300.00万元，年中执行调减10.00万元，"
            "实际支出290.00万元，结余结转5.00万元。该专项用于站网维护。\n"
            "另外，有1个专项资金来源为追加预算，不在年初预算中体现。\n"
            "一是防汛补助，实际支出60.00万元，结余0.00万元，该专项资金是为了购置抢险物资。"
        )["专项资金"]
        assert found == {
            "年初安排个数": "1",
            "另行安排个数": "1",
            "另行安排来源": "追加预算",
            "项目": [
                {
                    "名称": "站网运行（含巡测）",
                    "上年结转": "5.00",
                    "年初预算数": "300.00",
                    "年中调整数": "-10.00",
                    "实际支出": "290.00",
                    "结转结余": "5.00",
                    "用途": "该专项用于站网维护。",
                },
                {
                    "名称": "防汛补助",
                    "实际支出": "60.00",
                    "结转结余": "0.00",
                    "用途": "该专项资金是为了购置抢险物资。",
                },
            ],
        }


class TestNarrative:
    def test_points_in_one_paragraph_are_parted(self):
        found = answers(
            问题="主要有两个方面：一是目标不够细，原因是缺少数据；二是进度偏慢。",
            措施="一是细化目标。二是按月调度。",
        )
        assert found["存在问题"] == [{"内容": "目标不够细", "原因": "缺少数据"}, {"内容": "进度偏慢。"}]
        assert found["改进措施"] == [{"内容": "细化目标。"}, {"内容": "按月调度。"}]

    def test_a_short_first_sentence_is_the_title(self):
        found = answers(措施="（1）细化预算编制。结合近三年支出测算。\n（2）加强培训，每年两次，并组织考核。")
        assert found["改进措施"] == [
            {"标题": "细化预算编制", "内容": "结合近三年支出测算。"},
            {"内容": "加强培训，每年两次，并组织考核。"},
        ]

    def test_score_use_and_publication(self):
        found = answers(
            公开="本年度自评得分93.5分，等级为优，自评结果作为编制预算的参考。\n"
            "报告将于2024年9月底前在癸县人民政府门户网站公开。"
        )
        assert found["自评"] == {"得分": "93.5", "等级": "优"}
        assert found["应用和公开"] == {
            "结果应用": "自评结果作为编制预算的参考。",
            "公开渠道": "癸县人民政府门户网站",
            "公开时间": "2024年9月底前",
        }


class TestWhole:
    def test_blanks_to_be_filled_in_are_no_answers(self):
        found = answers(公开="本报告在【未填：公开渠道】公开。", 措施="××××")
        assert "应用和公开" not in found
        assert "改进措施" not in found

    def test_a_form_nobody_can_tell_is_asked_for(self):
        with pytest.raises(GoujiError, match="--form"):
            extract(recognise(read_text("绩效自评报告\n2023年总支出9万元。".encode(), "甲.txt")))

    def test_a_year_nobody_can_tell_is_asked_for(self):
        text = REPORT.format(**PARTS).replace("2023年度", "").replace("2023年", "")
        with pytest.raises(GoujiError, match="--year"):
            extract(recognise(read_text(text.encode(), "甲.txt"), load_form("hunan-department")))

    CORPUS = Path(__file__).parents[1] / "audit/corpus"

    @pytest.mark.parametrize("file", sorted(CORPUS.glob("**/reports/*.txt")), ids=lambda path: path.stem)
    def test_any_report_makes_a_report_file_that_loads(self, file):
        lines = file.read_text(encoding="utf-8").split("\n")
        text = "\n".join(line for line in lines if not line.startswith("    "))
        report = recognise(read_text(text.encode(), file.name))
        if report.form is None:
            report = recognise(read_text(text.encode(), file.name), load_form("hunan-department"))
        found = extract(report)
        made = build_report(found.draft)
        assert made.unit.name == report.unit
        assert len(found.draft.answers["来源"]) > 12
        assert not re.search(r"None|无数", str(found.remarks))
