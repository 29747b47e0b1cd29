"""How remarks speak of figures: in words a clerk finds in the text, in the unit as written."""

import pytest

from authoring.audit.arithmetic import RULES
from authoring.audit.repeated import RULES as REPEATED
from tests.audit.plain import reading_of

MESSAGES = (
    (
        "2023年末在职人员共有45人，其中行政编制20人，事业编制24人。",
        "年末在职人员写 45 人，20＋24＝44 人，多 1 人",
    ),
    (
        "残疾人辅具适配320人，占任务数300人的105%。",
        "此处写 105%，按文中的 320 人、300 人算得 106.67%，少 1.67 个百分点",
    ),
    (
        "工资福利支出512.30万元，占基本支出的75%，基本支出总额为720.50万元。",
        "文中写“占基本支出的75%”，按文中的 512.30 万元、720.50 万元算得 71.10%，多 3.90 个百分点",
    ),
    (
        "培训费支出25000元，较上年增加5000元，增长30%。",
        "文中写“增长30%”，按文中的 5000 元、25000 元算得 25.00%，多 5.00 个百分点",
    ),
    ("主要存在3个问题：一是制度不健全；二是人员不足。", "文中写“主要存在3个问题”，列出的是 2 个，多 1 个"),
    (
        "全年共检查12次，其中日常检查8次，专项检查3次，突击检查2次。",
        "文中写“全年共检查12次”，8＋3＋2＝13 次，少 1 次",
    ),
    (
        "城镇污水处理率由92.5%提高到95.8%，提高2.3个百分点。",
        "文中写“提高2.3个百分点”，按文中的 95.8%、92.5%算得 3.3 个百分点，少 1.0 个百分点",
    ),
    (
        "支出合计2,000,000元，其中基本支出1,500,000元、项目支出600,000元。",
        "支出写 2,000,000 元，1,500,000＋600,000＝2,100,000 元，少 100,000 元",
    ),
    (
        "总投资2.35亿元，其中一期1.20亿元，二期1.25亿元。",
        "总投资写 2.35 亿元，1.20＋1.25＝2.45 亿元，少 0.10 亿元",
    ),
    (
        "办公费12000千元，差旅费3500千元，合计15600千元。",
        "此处写 15600 千元，12000＋3500＝15500 千元，多 100 千元",
    ),
    (
        "总面积12.5万平方米，其中绿地8.2万平方米，道路4.5万平方米。",
        "文中写“总面积12.5万平方米”，8.2＋4.5＝12.7 万平方米，少 0.2 万平方米",
    ),
    (
        "一般公共预算支出8，523.16万元，其中基本支出5，000.00万元，项目支出3，532.16万元。",
        "一般公共预算支出写 8，523.16 万元，5,000.00＋3,532.16＝8,532.16 万元，少 9.00 万元",
    ),
    (
        "全年预算数2,218.54万元，其中上年结转136.20万元、年初预算1,426.37万元、年中追加656.97万元。",
        "预算数写 2,218.54 万元，136.20＋1,426.37＋656.97＝2,219.54 万元，少 1.00 万元",
    ),
    (
        "2023年支出1,200,000元，2022年支出1,500,000元，同比增加300,000元。",
        "由 1,500,000 元 到 1,200,000 元，是减少，文中写“同比增加”",
    ),
)


@pytest.mark.parametrize(("text", "message"), MESSAGES)
def test_what_is_said_of_a_wrong_figure(text: str, message: str) -> None:
    reading = reading_of(text, year=2023)
    assert [remark.message for rule in RULES for remark in rule.find(reading)] == [message]


def test_a_figure_stated_twice_is_told_as_written() -> None:
    text = "一、支出\n基本支出3,538,600.00元。\n二、情况\n基本支出3,583,600.00元。"
    found = [remark.message for rule in REPEATED for remark in rule.find(reading_of(text, year=2023))]
    assert found == [
        "“基本支出”这里写 3,583,600.00 元，前面写 3,538,600.00 元，像是相邻两位数字颠倒",
    ]


@pytest.mark.parametrize(
    ("text", "suspected"),
    [
        (
            "基本支出5,123,456.78元，较上年4,987,654.32元增加135,802.46元，增长3.72%。",
            ("3.72%", "2.72%"),
        ),
        ("该项目预算资金80万元，实际支出76.4万元，结余4.6万元。", None),
    ],
)
def test_the_suspect_is_in_its_own_unit_and_named_only_if_no_other_is_as_likely(
    text: str, suspected: tuple[str, str] | None
) -> None:
    found = {(each.value, each.likely) for each in reading_of(text, year=2023).suspects.values()}
    assert found == ({suspected} if suspected else set())


def test_a_suspect_in_yuan() -> None:
    text = "办公费1234.56元、差旅费2345.67元、印刷费3456.78元，合计7307.01元。"
    found = reading_of(text, year=2023).suspects
    assert {(each.value, each.likely) for each in found.values()} == {("7307.01 元", "7037.01 元")}
