"""Form folders: found, read, and refused with file and line when they are wrong."""

import pytest

from authoring.errors import FormError, GoujiError
from authoring.forms import finder
from authoring.forms.finder import form_codes, load_form, read_form

GOOD = """\
编码: small
名称: 小表
适用地区: 甲县
起用年度: 2020
依据: 无
报告标题: "{{ 年度 }}年度报告"
章节:
- 标题: 支出情况
  填报: [支出]
  必填: [支出.合计]
"""


TOP = "{等级: 甲, 起始分: 90}"


@pytest.fixture
def make_folder(tmp_path):
    def make(form=GOOD, *, body=True):
        folder = tmp_path / "small"
        folder.mkdir()
        (folder / "form.yaml").write_text(form, encoding="utf-8")
        if body:
            (folder / "body.html").write_text("<h1>支出情况</h1>", encoding="utf-8")
        return folder

    return make


def test_a_form_is_read_whole(make_folder):
    form = read_form(make_folder())
    assert (form.code, form.years, form.title, form.grouped) == (
        "small",
        "2020年度起",
        ("{{ 年度 }}年度报告",),
        None,
    )
    assert form.sections[0].required == ("支出.合计",)


def test_a_form_may_have_an_end(make_folder):
    assert read_form(make_folder(GOOD + "停用年度: 2023\n")).years == "2020年度至2023年度"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("适用地区: 甲县\n", "", "缺少“适用地区”"),
        ("适用地区", "适用地域", "是不是“适用地区”？"),
        ("起用年度: 2020", "起用年度: 去年", "small/form.yaml 第4行（起用年度）"),
        ("支出.合计", "支出.总计", "small/form.yaml 第10行：没有“支出.总计”这一项（支出情况）"),
        ("支出.合计", "支出.基本.明细.金额", "第10行：“支出.基本.明细.金额”要经过列表，只能写在“有则必填”里"),
        ("支出.合计", "'支出.基本.明细[1]'", "第10行：没有“支出.基本.明细[1]”这一项"),
        ("填报: [支出]", "填报:\n  - 支出\n  - 支出.总计", "第11行：没有“支出.总计”这一项"),
        ("必填: [支出.合计]", "有则必填: [支出.总计]", "第10行：没有“支出.总计”这一项"),
        ("  填报: [支出]\n", "", "缺少“填报”"),
        ("编码: small", "编码: other", "small/form.yaml 第1行：编码“other”与文件夹名“small”不一致"),
        ("编码: small", "编码: 小表", "small/form.yaml 第1行"),
        ("编码: small", "编码: small\n编码: small", "写了两次"),
        ("  必填", "  必添", "是不是“必填”？"),
        ("依据: 无", "依据: 无\n附件:\n- {标题: 表, 文件: annex-a.html}", "第7行：缺少文件 annex-a.html"),
        ("依据: 无", "依据: 无\n评分: {出处: 无, 分挡: []}", "是不是“分档”？"),
        ("依据: 无", "依据: 无\n评分: {出处: 无, 反向算法: 比例}", "“比例”不能用，可填：扣减、比值"),
        (
            "依据: 无",
            "依据: 无\n评分: {出处: 无, 权重: {预算执行率: 10, 产出指标: 85}}",
            "第6行：权重合计 95，应为 100",
        ),
        ("依据: 无", f"依据: 无\n评分: {{出处: 无, 分档: [{TOP}, {{等级: 乙, 起始分: 95}}]}}", "从高到低"),
        ("依据: 无", f"依据: 无\n评分: {{出处: 无, 分档: [{TOP}]}}", "最低一等的起始分应为 0"),
        ("依据: 无", f"依据: 无\n评分: {{出处: 无, 分档: [{TOP}, {{等级: 甲, 起始分: 0}}]}}", "名称不能重复"),
        (
            "依据: 无",
            f"依据: 无\n评分: {{出处: 无, 分档: [{TOP}, {{等级: 乙, 起始分: 0}}], 又称: {{好: 丙}}}}",
            "分档里没有“丙”这一等",
        ),
        ("依据: 无", "依据: 无\n附件:\n- {标题: 表, 文件: ../x.html}", "small/form.yaml 第7行"),
        ("章节:", "章节: 无\n章节2:", "章节"),
    ],
)
def test_a_wrong_form_is_refused(make_folder, old, new, words):
    assert old in GOOD
    with pytest.raises(FormError, match=r"small/form\.yaml") as caught:
        read_form(make_folder(GOOD.replace(old, new)))
    assert words in str(caught.value)


def test_a_form_without_a_body_is_refused(make_folder):
    with pytest.raises(FormError, match=r"缺少文件 body\.html"):
        read_form(make_folder(body=False))


def test_everything_wrong_is_told_at_once(make_folder):
    wrong = GOOD.replace("[支出]", "[支出, 支初, 单位.全程]").replace("支出.合计", "支出.总计")
    with pytest.raises(FormError) as caught:
        read_form(make_folder(wrong.replace("编码: small", "编码: other"), body=False))
    assert str(caught.value).splitlines() == [
        "small/form.yaml：缺少文件 body.html",
        "small/form.yaml 第1行：编码“other”与文件夹名“small”不一致",
        "small/form.yaml 第9行：没有“支初”这一项（支出情况）",
        "small/form.yaml 第9行：没有“单位.全程”这一项（支出情况）",
        "small/form.yaml 第10行：没有“支出.总计”这一项（支出情况）",
    ]


def test_every_form_here_loads():
    assert "hunan-department" in form_codes()
    assert [load_form(code).code for code in form_codes()] == form_codes()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("hunan-departmnt", "是不是“hunan-department”？"),
        ("???", f"现有：{'、'.join(form_codes())}"),
        ("../secret", "没有编码"),
    ],
)
def test_an_unknown_code_names_the_nearest_or_all(code, words):
    with pytest.raises(GoujiError, match="没有编码") as caught:
        load_form(code)
    assert words in str(caught.value)


def test_packaged_forms_come_first(make_folder, monkeypatch, tmp_path):
    make_folder()
    monkeypatch.setattr(finder, "PLACES", (tmp_path / "none", tmp_path))
    assert form_codes() == ["small"]
    monkeypatch.setattr(finder, "PLACES", (tmp_path / "none",))
    assert form_codes() == []
