"""Report + form → document, on small forms written for the case."""

import pytest

from authoring.checks.run import fill_totals
from authoring.document.blocks import Heading, Paragraph, Run, Table, headed, words
from authoring.document.compose import compose, report_name
from authoring.errors import FormError, GoujiError
from authoring.forms import finder
from authoring.forms.finder import load_form, read_form
from authoring.model.report import SelfEvaluation
from tests.reports import form_for_tests

FORM = """\
编码: small
名称: 小表
适用地区: 甲县
起用年度: 2020
依据: 无
报告标题: ["{{ 年度 }}年度{{ 单位.全称 }}", 自评报告]
选项:
- {名称: 顺序, 可选: [正, 反]}
章节:
- {标题: 支出情况, 填报: [支出]}
"""


@pytest.fixture
def make_form(tmp_path, monkeypatch):
    """Forms nobody proof-read: what slips through that must be refused here."""
    monkeypatch.setattr(finder, "_proofread", lambda *_: [])

    def make(body, more="", files=()):
        folder = tmp_path / "small"
        folder.mkdir()
        (folder / "form.yaml").write_text(FORM + more, encoding="utf-8")
        (folder / "body.html").write_text("<h1>支出情况</h1>\n" + body, encoding="utf-8")
        for name, text in files:
            (folder / name).write_text(text, encoding="utf-8")
        return read_form(folder)

    return make


def report(**answers):
    given = {"表单": "small", "年度": "2024", "单位": {"全称": "甲县机关事务服务中心"}, **answers}
    return fill_totals(SelfEvaluation.model_validate(given), form_for_tests())


def sentences(document):
    return [
        headed(b) if isinstance(b, Heading) else words(b.runs)
        for b in document.blocks
        if not isinstance(b, Table)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>{{ 支出.合计 }}</p>", "2601.00"),
        ("<p>{{ 支出.基本.合计 if 支出.基本 else '无' }}</p>", "无"),
        ("<p>{{ 比较(支出.合计, 上年.支出合计).方向 }}</p>", "增加"),
        ("<p>{{ 比较(支出.合计, 上年.支出合计).差额 }}</p>", "101.00"),
        (
            "<p>{{ 比较(支出.合计, 上年.支出合计).升降 }}{{ 比较(支出.合计, 上年.支出合计).幅度 }}</p>",
            "增长4.04%",
        ),
        ("<p>{{ 比较(上年.支出合计, 支出.合计).升降 }}</p>", "下降"),
        ("<p>{{ 比较(支出.合计, 支出.合计).方向 }}</p>", "持平"),
        ("<p>{{ 比较(支出.合计, 预算.年初预算数).幅度 is none }}</p>", "是"),
        ("<p>{{ 预算.年中调整数.绝对值 }}</p>", "61.57"),
        ("<p>{{ '调减' if 预算.年中调整数 < 0 else '调增' }}</p>", "调减"),
        ("<p>{{ 三公经费.决算数['因公出国（境）费'] }}</p>", "0.00"),
        ("<p>{{ 单位.主要职能|列举 }}</p>", "一、二和三"),
        ("<p>{{ 其他说明|句号 }}</p>", "没有。"),
        ("<p>{{ 其他说明|去句号 }}</p>", "没有"),
        ("<p>{{ 落款.日期 }}</p>", "2025年3月2日"),
        ("<p>{{ 选项.顺序 }}</p>", "正"),
        (
            "<p>{% for 名, 数 in [('甲', 支出.合计), ('乙', 支出.基本)]|已填项 %}{{ 名 }}{% endfor %}</p>",
            "甲",
        ),
        ("<p>{{ 支出.合计 is 已填 }}{{ 预算.收入 is 已填 }}</p>", "是否"),
        ("<p>{{ 单位.人员.在职 }}人</p>", "16人"),
        ("<p>{{ 自评.得分 }}分</p>", "96.5分"),
    ],
)
def test_the_template_language(make_form, body, expected):
    document = compose(
        report(
            支出={"合计": "2,601.00"},
            上年={"支出合计": "2500"},
            预算={"年初预算数": "0", "年中调整数": "-61.57"},
            三公经费={"决算数": {"因公出国（境）费": "0"}},
            其他说明="没有；",
            落款={"日期": "2025-03-02"},
            自评={"得分": "96.5"},
            单位={"全称": "甲", "主要职能": ["一", "二", "三"], "人员": {"在职": "16"}},
        ),
        make_form(body),
    )
    assert sentences(document)[1] == expected


def test_figures_remember_their_path(make_form):
    document = compose(report(支出={"合计": "2601"}), make_form("<p>共{{ 支出.合计 }}万元</p>"))
    assert [run.path for run in document.blocks[1].runs] == [None, "支出.合计", None]


def test_entries_of_a_list_count_from_one(make_form):
    body = "<p>{% for 项 in 专项资金.项目 %}{{ 项.实际支出 }}；{% endfor %}</p>"
    document = compose(report(专项资金={"项目": [{"实际支出": "1"}, {"实际支出": "2"}]}), make_form(body))
    paths = [run.path for run in document.blocks[1].runs if run.path]
    assert paths == ["专项资金.项目[1].实际支出", "专项资金.项目[2].实际支出"]


def test_thousands_are_grouped_where_the_form_says_so(make_form):
    document = compose(
        report(支出={"合计": "12601"}), make_form("<p>{{ 支出.合计 }}</p>", "正文千分位: 是\n")
    )
    assert sentences(document)[1] == "12,601.00"


def test_everything_missing_is_named_at_once(make_form):
    form = make_form("<p>{{ 支出.合计 }}{{ 预算.收入 }}{{ 单位.人员.在职 }}</p>{{ 其他说明|段落 }}")
    with pytest.raises(GoujiError) as caught:
        compose(report(), form)
    for path in ("支出.合计", "预算.收入", "单位.人员.在职", "其他说明"):
        assert f"“{path}”" in str(caught.value)


def test_a_draft_shows_its_gaps(make_form):
    document = compose(report(), make_form("<p>支出{{ 支出.合计 }}万元</p>"), draft=True)
    assert document.draft
    assert sentences(document)[1] == "支出【未填：支出合计】万元"


def test_what_a_clerk_types_is_text(make_form):
    typed = "<b>{{ 7*7 }}</b> & “引号” <!-- --> ]]> </p>"
    document = compose(report(其他说明=typed), make_form("{{ 其他说明|段落 }}<p>{{ 其他说明 }}</p>"))
    assert sentences(document)[1:] == [typed, typed]


def test_each_line_of_a_text_is_a_paragraph(make_form):
    document = compose(report(其他说明="一\n\n  二  \n三"), make_form("{{ 其他说明|段落 }}"))
    assert sentences(document)[1:] == ["一", "二", "三"]


def test_the_title_and_the_file_name(make_form):
    form = make_form("")
    assert compose(report(), form).title == ("2024年度甲县机关事务服务中心", "自评报告")
    assert report_name(report(), form) == "2024年度甲县机关事务服务中心自评报告"


def test_a_title_is_plain_text(make_form):
    named = report(单位={"全称": "<i>甲</i>&乙"})
    assert compose(named, make_form("")).title[0] == "2024年度<i>甲</i>&乙"


@pytest.mark.parametrize(
    ("annexes", "labels", "listed"),
    [
        ([], [], []),
        (["自评表"], ["附件"], ["附件：自评表"]),
        (["自评表", "数据表"], ["附件1", "附件2"], ["附件：1.自评表", "2.数据表"]),
    ],
)
def test_annexes_and_their_list_agree(make_form, annexes, labels, listed):
    files = [
        (f"annex-{n}.html", "<table><tr><td>{{ 支出.合计 }}</td></tr></table>") for n, _ in enumerate(annexes)
    ]
    more = "附件:\n" + "".join(
        f"- {{标题: {title}, 文件: annex-{n}.html, 横排: 是}}\n" for n, title in enumerate(annexes)
    )
    form = make_form('<p>正文</p><p class="signature">{{ 落款单位 }}</p>', more if annexes else "", files)
    document = compose(report(支出={"合计": "1"}), form)
    assert [annex.label for annex in document.annexes] == labels
    assert all(annex.landscape for annex in document.annexes)
    roles = [b.role for b in document.blocks if isinstance(b, Paragraph)]
    assert roles == ["body", *["attachment"] * len(listed), "signature"]
    assert sentences(document)[2:-1] == listed


@pytest.mark.parametrize(
    ("body", "words_said"),
    [
        ("<p>{{ 不存在 }}</p>", "第2行"),
        ("<p>{{ 支出.不存在 }}</p>", "第2行"),
        ("<p>\n{{ 支出.合计 | 不存在 }}</p>", "第3行"),
        ("{% if %}", "第2行"),
        ("<p>{{ 支出.__class__ }}</p>", "模板有误"),
        ("<p>{{ ''.__class__.__mro__ }}</p>", "模板有误"),
        ("<p>{{ 支出.合计.figure.__init__.__globals__ }}</p>", "模板有误"),
        ("<p>{{ range(10) }}</p>", "模板有误"),
        ("{% include '../../secret' %}", "模板有误"),
        ("<h1>另一部分</h1>", "个数不同"),
        ("<p>{{ 支出.合计 + 1 }}</p>", "模板有误"),
    ],
)
def test_a_fault_of_the_form_names_file_and_line(make_form, body, words_said):
    with pytest.raises(FormError, match=r"small/body\.html") as caught:
        compose(report(支出={"合计": "1"}), make_form(body))
    assert words_said in str(caught.value)


@pytest.mark.parametrize(
    "reach",
    [
        "支出.node",
        "支出['node']",
        "支出|attr('node')",
        "[支出]|map(attribute='node')|list",
        "支出.setting",
        "预算.part",
        "预算.note()",
        "支出.合计.figure",
        "支出.合计.setting",
        "支出.合计.path",
        "比较(支出.合计, 支出.合计).now",
        "比较(支出.合计, 支出.合计).difference",
    ],
)
def test_what_stands_behind_an_answer_is_out_of_reach(make_form, reach):
    """pydantic still reads pickles: a template that got hold of the model could run anything."""
    with pytest.raises(FormError):
        compose(report(支出={"合计": "1"}), make_form(f"<p>{{{{ {reach} }}}}</p>"))


@pytest.mark.parametrize("printed", ["支出", "单位.主要职能"])
def test_a_part_or_a_list_is_not_printed(make_form, printed):
    with pytest.raises(FormError, match="不能直接印出"):
        compose(
            report(支出={"合计": "1"}, 单位={"全称": "甲", "主要职能": ["一"]}),
            make_form(f"<p>{{{{ {printed} }}}}</p>"),
        )


def test_nothing_holds_of_what_is_missing(make_form):
    compared = "预算.收入 > 支出.合计, 支出.合计 > 预算.收入, 预算.收入 < 1, 支出.合计 <= 预算.收入"
    body = f"{{% for 式 in [{compared}] %}}<p>{{{{ 式 }}}}</p>{{% endfor %}}"
    assert sentences(compose(report(支出={"合计": "1"}), make_form(body)))[1:] == ["否"] * 4


def test_the_change_of_what_is_missing_is_missing(make_form):
    body = "{% set 变动 = 比较(支出.合计, 预算.收入) %}<p>{{ 变动.方向 }}{{ 变动.差额 }}{{ 变动.幅度 }}</p>"
    with pytest.raises(GoujiError, match=r"“预算\.收入”"):
        compose(report(支出={"合计": "1"}), make_form(body))


def test_a_derived_figure_has_no_path(make_form):
    body = "<p>{{ 比较(支出.合计, 上年.支出合计).差额 }}{{ 预算.年中调整数.绝对值 }}</p>"
    document = compose(
        report(支出={"合计": "3"}, 上年={"支出合计": "1"}, 预算={"年中调整数": "-2"}), make_form(body)
    )
    assert document.blocks[1].runs == (Run("2.002.00"),)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("（2）负责接待", "负责接待"),
        ("(2) 负责接待", "负责接待"),
        ("2、负责接待", "负责接待"),
        ("2.负责接待", "负责接待"),
        ("二、负责接待", "负责接待"),
        ("2.5万元以上采购", "2.5万元以上采购"),
        ("一是接待", "一是接待"),
        ("100次会议", "100次会议"),
        ("2024年工作", "2024年工作"),
    ],
)
def test_a_pasted_number_gives_way_to_the_programs_own(make_form, typed, read):
    body = "<h2>{{ 单位.主要职能[0] }}</h2><ol><li>{{ 单位.主要职能[0] }}</li></ol>"
    document = compose(report(单位={"全称": "甲", "主要职能": [typed]}), make_form(body))
    assert sentences(document)[1:] == [f"（一）{read}", f"1.{read}"]


@pytest.mark.parametrize(
    ("filtered", "read"),
    [
        ("'主要原因是人员调动。'|原因", "人员调动"),
        ("'由于疫情影响'|原因", "疫情影响"),
        ("'因病减员'|原因", "因病减员"),
        ("'主要用于修缮；'|用途", "修缮"),
        ("'在区政府网站公开。'|渠道", "在区政府网站"),
        ("'区政府网站'|渠道", "在区政府网站"),
        ("'与决算同步公开'|去公开", "与决算同步"),
    ],
)
def test_lead_in_words_are_not_doubled(make_form, filtered, read):
    assert sentences(compose(report(), make_form(f"<p>{{{{ {filtered} }}}}</p>")))[1] == read


def test_sections_must_be_those_of_the_form(make_form, tmp_path):
    form = make_form("")
    (tmp_path / "small" / "body.html").write_text("<h1>别的</h1>", encoding="utf-8")
    with pytest.raises(FormError, match="“别的”"):
        compose(report(), form)


@pytest.mark.parametrize("code", ["hunan-department"])
def test_a_report_of_nothings_reads_well(code):
    """A unit with nothing to report in any part still gets every section, none of them bare."""
    bare = SelfEvaluation.model_validate(
        {
            "表单": code,
            "年度": "2024",
            "单位": {"全称": "甲中心", "主要职能": "无", "人员": {"在职": "3"}},
            "支出": {"基本": {"合计": "0"}, "项目": {"合计": "0"}},
            "政府性基金预算": "无",
            "国有资本经营预算": "无",
            "社会保险基金预算": "无",
            "绩效情况": {"概述": "全年工作正常。"},
            "存在问题": "无",
            "改进措施": "无",
            "自评": {"得分": "90"},
            "其他说明": "无",
        }
    )
    document = compose(fill_totals(bare, load_form(code)), load_form(code))
    kinds = [b.level if isinstance(b, Heading) else 0 for b in document.blocks]
    assert kinds.count(1) == 10
    assert all(not (a and b and a >= b) for a, b in zip(kinds, [*kinds[1:], 1], strict=True))
