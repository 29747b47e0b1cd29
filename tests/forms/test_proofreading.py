"""Mistakes in the templates of a form: each told by file and line when the form is loaded, all in one go."""

import random
import re
import shutil
from contextlib import suppress

import pytest

from authoring.document.compose import _facts, compose
from authoring.document.templates import _environment
from authoring.document.view import OFFERED, Setting
from authoring.errors import FormError, GoujiError
from authoring.forms import language
from authoring.forms.finder import form_codes, load_form, read_form
from authoring.model.paths import by_name
from authoring.model.report import SelfEvaluation

FORM = """\
编码: small
名称: 小表
适用地区: 甲县
起用年度: 2020
依据: 无
报告标题:
- "{{ 年度 }}年度{{ 单位.全称 }}"
- 自评报告
选项:
- {名称: 明细, 可选: [列表, 文字]}
章节:
- 标题: 支出情况
  填报: [支出]
- 标题: 存在的问题
  填报: [存在问题]
附件:
- 标题: 明细表
  文件: annex-items.html
- 标题: 项目表
  文件: annex-each.html
  逐项: 专项资金.项目
"""

BODY = """\
{% set 自称 = 单位.自称 or "本单位" %}
{% macro 一句(名, 项) %}
{{ 名 }}{{ 项.合计 }}万元
{%- endmacro %}
{% macro 一段() %}
<h2>小结</h2>
<p>{{ 自称 }}</p>
{% endmacro %}
<h1>支出情况</h1>
{{ 一段() }}
<p>{{ 一句("支出", 支出) }}，{{ 一句("基本支出", 支出.基本) }}。</p>
{% if 支出.基本.明细 and 选项.明细 == "列表" %}
<ol>
{% for 项 in 支出.基本.明细 %}
<li>{{ loop.index }} {{ 项.科目 }}{{ 项.金额 }}</li>
{% endfor %}
</ol>
{% endif %}
{% set 变动 = 比较(支出.合计, 上年.支出合计) %}
<p class="note">{{ 变动.方向 }}{{ 变动.差额 }}</p>

<h1>存在的问题</h1>
{% for 问题 in 存在问题 or [] %}
{{ 问题.内容|段落 }}
{% else %}
<p>无。</p>
{% endfor %}
<p class="date">{{ 落款.日期 }}</p>
"""

ITEMS = """\
<table>
<colgroup><col width="3"/><col width="2"/></colgroup>
<thead><tr><th>科目</th><th>金额</th></tr></thead>
{% for 项 in 支出.基本.明细 %}
<tr><td class="left">{{ 项.科目 }}</td><td class="{{ 'right' if 项.金额 else 'left' }}">
{{- 项.金额 }}</td></tr>
{% endfor %}
</table>
"""

EACH = '{% include "part.html" %}\n<p>{{ 本项.名称 }}</p>\n'
PART = "<p>共用</p>\n"
FILES = {
    "form.yaml": FORM,
    "body.html": BODY,
    "annex-items.html": ITEMS,
    "annex-each.html": EACH,
    "part.html": PART,
    "bad.html": "<p>{{ 坏 }}</p>\n",
}


@pytest.fixture
def folder(tmp_path):
    """A form in order, of every kind of statement."""
    at = tmp_path / "small"
    at.mkdir()
    for name, text in FILES.items():
        (at / name).write_text(text, encoding="utf-8")
    return at


def change(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def told(folder):
    """What is said of a form, line by line."""
    with pytest.raises(FormError) as caught:
        read_form(folder)
    return str(caught.value).splitlines()


def test_a_form_in_order_loads(folder):
    assert read_form(folder).code == "small"


@pytest.mark.parametrize("code", form_codes())
def test_every_form_here_is_in_order(code):
    assert load_form(code).code == code


# One mistake each: where it is put, what it is, and what is said

BODY_FAULTS = [
    # names
    ("{{ 自称 }}", "{{ 本称 }}", 7, "没有“本称”这一项，是不是“自称”？"),
    ("<p>{{ 一句", "<p>{{ 开支.合计 }}{{ 一句", 11, "没有“开支”这一项，是不是“支出”？"),
    ("{{ 项.科目 }}", "{{ 项.科木 }}", 15, "没有“项.科木”这一项，是不是“项.科目”？"),
    ("单位.自称", "单位.自己的称呼", 1, "没有“单位.自己的称呼”这一项，是不是“单位.自称”？"),
    ("支出.基本)", "支出.基础)", 11, "没有“支出.基础”这一项，是不是“支出.基本”？"),
    ("支出) }}", "支出.合计) }}", 3, "没有“项.合计”这一项，这里有：绝对值（第11行这样调用时）"),
    ("选项.明细", "选项.名细", 12, "没有“选项.名细”这一项，是不是“选项.明细”？"),
    ("{{ 变动.差额 }}", "{{ 变动.差 }}", 20, "没有“变动.差”这一项，是不是“变动.差额”？"),
    ("loop.index", "loop.indexx", 15, "没有“loop.indexx”这一项"),
    (
        "支出.基本.明细 %}\n<li>",
        "支出.基本.明细.金额 %}\n<li>",
        14,
        "“支出.基本.明细”是列表，请用 for 逐项写出",
    ),
    ("in 支出.基本.明细", "in 支出.基本", 14, "for 的 in 后面要写列表"),
    ("{{ 落款.日期 }}", "{{ 三公经费.决算数['公务接待'] }}", 28, "没有“三公经费.决算数.公务接待”这一项"),
    ("{{ 落款.日期 }}", "{{ 支出.__class__ }}", 28, "没有“支出.__class__”这一项"),
    ("{{ 落款.日期 }}", "{{ 单位.全称.__class__ }}", 28, "没有“单位.全称.__class__”这一项"),
    ("{{ 落款.日期 }}", "{{ 支出.合计.figure }}", 28, "没有“支出.合计.figure”这一项"),
    ("{{ 落款.日期 }}", "{{ range(10) }}", 28, "没有“range”这一项"),
    ("{{ 落款.日期 }}", "{{ 本项.名称 }}", 28, "没有“本项”这一项"),
    ("{{ 落款.日期 }}", "{{ 支出.合计 + 1 }}", 28, "模板里不能计算“支出.合计 + …”"),
    ("{{ 落款.日期 }}", "{{ -支出.合计 }}", 28, "模板里不能计算“-支出.合计”"),
    ("{{ 落款.日期 }}", "{{ 单位.全称() }}", 28, "“单位.全称”不是宏"),
    ("{{ 落款.日期 }}", "{{ 变动 }}", 28, "比较的结果不能直接印出"),
    ("{{ 落款.日期 }}", "{{ 一段 }}", 28, "“一段”是宏"),
    ("比较(支出.合计, 上年.支出合计)", "比较(支出, 上年)", 19, "比较() 的两项都要是报告里的数"),
    ("比较(支出.合计, 上年.支出合计)", "比较(支出.合计)", 19, "比较() 要写两项"),
    ('一句("支出", 支出)', '一句("支出", 支出, 支出)', 11, "宏“一句”只有 2 项，这里写了 3 项"),
    ('一句("支出", 支出)', '一句("支出", 数=支出)', 11, "宏“一句”没有“数”这一项"),
    ("<h2>小结", "{{ 另() }}{% endmacro %}{% macro 另() %}<h2>{{ 小节 }}", 6, "没有“小节”这一项"),
    ("<h2>小结", "{% endmacro %}{% macro 未用() %}<h2>{{ 小节 }}", 6, "没有“小节”这一项"),
    ("<p>无。</p>", "{% include 'bad.html' %}{% include 'bad.html' %}", 1, "没有“坏”这一项"),
    (
        "{% macro 一段() %}",
        "{% macro 行(键) %}{{ 支出[键] }}{% endmacro %}{% macro 一段() %}{% set 甲 = 行('合记') %}",
        5,
        "没有“支出.合记”这一项，是不是“支出.合计”？（第5行这样调用时）",
    ),
    (
        "{{ 落款.日期 }}",
        "{% for 名, 数 in [('甲', 支出.合计), ('乙', 支出.基本.合计)] %}{{ 数.绝对直 }}{% endfor %}",
        28,
        "没有“数.绝对直”这一项，是不是“数.绝对值”？",
    ),
    ("{{ 落款.日期 }}", "{% if 年度 %}{% set 甲 = 支出 %}{% endif %}{{ 甲.总 }}", 28, "没有“甲.总”这一项"),
    # filters and tests
    ("|段落", "|段洛", 24, "没有“段洛”这个过滤器，是不是“段落”？"),
    ("{{ 落款.日期 }}", "{{ 单位.主要职能|map('句好')|list }}", 28, "没有“句好”这个过滤器，是不是“句号”？"),
    ("if 支出.基本.明细 and", "if 支出.合计 is 已添 and", 12, "没有“已添”这个判断，是不是“已填”？"),
    (
        "支出.基本.明细 %}\n<li>",
        "支出.基本.明细|selectattr('金') %}\n<li>",
        14,
        "没有“金”这一项，是不是“金额”？",
    ),
    (
        "支出.基本.明细 %}\n<li>",
        "支出.基本.明细|selectattr('金额', '已添') %}\n<li>",
        14,
        "没有“已添”这个判断，是不是“已填”？",
    ),
    ("支出.基本.明细 %}\n<li>", "支出.基本.明细|sort(attribute='金') %}\n<li>", 14, "没有“金”这一项"),
    # syntax
    ("{% endfor %}\n</ol>", "</ol>", 17, "{% endif %}，第14行的 {% for %} 还没有用 {% endfor %} 结束"),
    ("</ol>\n{% endif %}", "</ol>", 12, "{% if %} 没有结束，请补上 {% endif %}"),
    ("{% set 变动", "{% sett 变动", 19, "没有 {% sett %} 这种写法，是不是 {% set %}？"),
    ("{{ 落款.日期 }}", "{{ 落款。日期 }}", 28, "不能用“。”，模板里的括号、引号、逗号等都用半角的"),
    ("{{ 落款.日期 }}", "{{ 落款.日期 }", 28, "{{ 要用 }} 结束"),
    ("{{ 落款.日期 }}", "{{ 落款.日期|}}", 28, "这里应是名称，不是“}}”"),
    ("{{ 落款.日期 }}", "{{ 落款 日期 }}", 28, "这里应是“}}”，不是“日期”"),
    ("{{ 落款.日期 }}", "{{ 'a }}", 28, "引号没有成对"),
    ("{{ 落款.日期 }}", "{# 落款", 28, "注释 {# 没有用 #} 结束"),
    ("{{ 落款.日期 }}", "{{ 三公经费.“三公” }}", 28, "不能用““”"),
    ("{{ 落款.日期 }}", "{{ '\\x' }}", 28, "模板的写法有误（truncated"),
    ("{{ 落款.日期 }}", "{ 落款.日期 }}", 28, "单独的“}}”没有成对"),
    # tags
    ("}}。</p>", "}}。", 11, "<p> 没有结束，请补上 </p>"),
    ("{{ 自称 }}</p>", "{{ 自称 }}", 7, "<p> 没有结束，请补上 </p>"),
    ("</ol>", "", 13, "<ol> 没有结束，请补上 </ol>"),
    ("<ol>", "<ol><b>", 13, "<ol> 里只能放 <li>，不能放 <b>"),
    ("<h2>小结</h2>", "<h2>小结</h3>", 6, "第6行的 <h2> 用 </h3> 结束，应是 </h2>"),
    ("<h2>小结</h2>", "<div>小结</div>", 6, "不能用 <div>，可用 h1 h2 h3 h4 p ol table"),
    ("<p>无。</p>", "<p><b>无</b>。</p>", 26, "<p> 里只能放文字，不能放 <b>"),
    ("<p>无。</p>", "<p>无。<br></p>", 26, "<p> 里只能放文字，不能放 <br>"),
    ("<p>无。</p>", "<p>无<h2>甲</h2>。</p>", 26, "<p> 里只能放文字，不能放 <h2>"),
    ("<p>无。</p>", "无{{ 支出.合计 }}万元{{ 年度 }}。", 26, "文字“无”不在段落里，请放进 <p>"),
    ("<p>无。</p>", "<p\n class='{{ 年度 }}'\n x>无。</p>", 26, "“x”的写法不对"),
    ("<p>无。</p>", "无。", 26, "文字“无。”不在段落里，请放进 <p>"),
    ("<p>无。</p>", "<p>&nbsp;无。</p>", 26, "不能用 &nbsp;"),
    ("<p>无。</p>", "<p>A&B</p>", 26, "单独的“&”要写成 &amp;"),
    ("<p>无。</p>", "<p>1 < 2</p>", 26, "单独的“<”要写成 &lt;"),
    ("<p>无。</p>", '<p class="date>无。</p>', 26, "标签“<p”没有写完"),
    ("<p>无。</p>", "<p class=date>无。</p>", 26, "“class=date”的写法不对"),
    ("<p>无。</p>", '<p class="riqi">无。</p>', 26, "段落的 class 不能是“riqi”"),
    ("<p>无。</p>", "<p>无。</p><!-- a -- b -->", 26, "注释里不能有“--”"),
    ("<p>无。</p>", "<p>{% if 支出 %}无。</p>{% endif %}", 26, "</p> 与它的 <p> 不在同一层 {% %} 里"),
    ("<p>无。</p>", "<p>{{ 其他说明|段落 }}</p>", 26, "这里印出的内容自带 <p>，不能再放在 <p> 里"),
    ("<p>无。</p>", "<p>{{ 一段() }}</p>", 26, "这里印出的内容自带 <h2>、<p>，不能再放在 <p> 里"),
    ("<p>无。</p>", "{{ 单位.全称 }}", 26, "印出的文字不在段落里，请放进 <p>"),
    ("<p>无。</p>", "{{ 单位.全称|句号 }}", 26, "印出的文字不在段落里，请放进 <p>"),
    ("<p>无。</p>", "{{ 一句('甲', 支出) }}", 26, "印出的文字不在段落里，请放进 <p>"),
    # sections
    (
        "<h1>存在的问题</h1>",
        "<h1>问题</h1>",
        22,
        "一级标题与 form.yaml 的章节不一致（“问题”），这里应是“存在的问题”",
    ),
    ("<h1>存在的问题</h1>", "<h1>存在的问题</h1><h1>措施</h1>", 22, "一级标题“措施”不在 form.yaml 的章节里"),
    ("<h1>存在的问题</h1>", "<h1>支出情况</h1><h1>存在的问题</h1>", 22, "一级标题“支出情况”写了两次"),
    # other files
    ("<p>无。</p>", "{% include 'other.html' %}", 26, "没有文件“other.html”"),
    (
        "<p>无。</p>",
        "{% include '../small/part.html' %}",
        26,
        "只能用同一文件夹里的文件，不能写“../small/part.html”",
    ),
    ("<p>无。</p>", "{% include 单位.全称 %}", 26, "这里要直接写出文件名"),
    ("<p>无。</p>", "{% import 'part.html' as 别处 %}{{ 别处.甲() }}", 26, "没有“别处.甲”这一项"),
    ("<p>无。</p>", "{% from 'part.html' import 甲 %}", 26, "引入的文件里没有“甲”"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), BODY_FAULTS, ids=lambda value: str(value)[:40])
def test_one_mistake_in_the_body(folder, old, new, line, words):
    change(folder, "body.html", old, new)
    (said,) = told(folder)
    assert said.startswith(f"small/{'bad' if 'bad' in new else 'body'}.html 第{line}行：")
    assert words in said


OTHER_FAULTS = [
    ("annex-items.html", "{{ 项.科目 }}", "{{ 项.科木 }}", "annex-items.html 第5行：没有“项.科木”这一项"),
    (
        "annex-items.html",
        '="left"',
        '="big"',
        "第5行：单元格的 class 只能是 left、center、right，不能是“big”",
    ),
    ("annex-items.html", 'width="3"', 'width="x"', "第2行：<col> 的 width 应是 1 到 1000 的整数，不能是“x”"),
    (
        "annex-items.html",
        "<th>科",
        '<th colspan="0">科',
        "第3行：<th> 的 colspan 应是 1 到 1000 的整数，不能是“0”",
    ),
    (
        "annex-items.html",
        '<col width="3"/>',
        '<col width="3">',
        "第2行：<col> 没有结束，单个的标签写成 <col …/>",
    ),
    (
        "annex-items.html",
        "<table>",
        '<table class="big">',
        "第1行：<table> 的 class 只能是 joined，不能是“big”",
    ),
    ("annex-items.html", "</td><td", "<td", "第5行：<td> 没有结束，请补上 </td>"),
    ("annex-items.html", "<tr><td", "甲<tr><td", "第5行：文字“甲”不在单元格里"),
    ("annex-items.html", "<tr><th>", "<th>", "第3行：</tr> 没有对应的 <tr>"),
    ("annex-items.html", "<thead>", "<thead><p>甲</p>", "第3行：<thead> 里只能放 <tr>，不能放 <p>"),
    ("annex-items.html", ITEMS, "<table></table>", "第1行：<table> 里没有行"),
    (
        "annex-each.html",
        "本项.名称",
        "本项.名子",
        "annex-each.html 第2行：没有“本项.名子”这一项，是不是“本项.名称”？",
    ),
    ("part.html", "<p>共用</p>", "<p>{{ 共用 }}</p>", "small/part.html 第1行：没有“共用”这一项"),
    ("part.html", "<p>共用</p>", "<p>共用", "small/part.html 第1行：<p> 没有结束"),
    ("form.yaml", "年度 }}", "年份数 }}", "small/form.yaml 第7行：没有“年份数”这一项"),
    ("form.yaml", "年度 }}", "年度 }", "small/form.yaml 第7行：{{ 要用 }} 结束"),
    (
        "form.yaml",
        "填报: [支出]",
        "填报: [单位, 支初]",
        "small/form.yaml 第13行：没有“支初”这一项（支出情况）",
    ),
    ("form.yaml", "填报: [支出]", "填报: [支出.基本.明细.金额]", "第13行：“支出.基本.明细.金额”要经过列表"),
    ("form.yaml", "编码: small", "编码: other", "small/form.yaml 第1行：编码“other”与文件夹名“small”不一致"),
    (
        "form.yaml",
        "逐项: 专项资金.项目",
        "逐项: 专项资金",
        "small/form.yaml 第21行：“专项资金”不是列表，不能逐项（项目表）",
    ),
    (
        "form.yaml",
        "  逐项: 专项资金.项目",
        "  有则附:\n  - 专项",
        "small/form.yaml 第22行：没有“专项”这一项（项目表）",
    ),
    (
        "form.yaml",
        "- 标题: 存在的",
        "- 标题: 其他\n  填报: [单位]\n- 标题: 存在的",
        "第14行：body.html 里没有章节“其他”",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), OTHER_FAULTS, ids=lambda value: str(value)[:40])
def test_one_mistake_elsewhere(folder, file, old, new, words):
    change(folder, file, old, new)
    said = told(folder)
    assert words in said[0]


def test_two_messages_where_either_may_be_meant(folder):
    change(folder, "body.html", "<ol>\n", "")
    assert told(folder) == [
        "small/body.html 第14行：不能用 <li>，可用 h1 h2 h3 h4 p ol table",
        "small/body.html 第16行：</ol> 没有对应的 <ol>，请删去，或补上 <ol>",
    ]


def test_sections_out_of_order_are_told_once(folder):
    text = BODY.replace("支出情况", "甲").replace("存在的问题", "支出情况").replace(">甲<", ">存在的问题<")
    (folder / "body.html").write_text(text, encoding="utf-8")
    assert told(folder) == [
        "small/body.html 第22行：一级标题“支出情况”次序与 form.yaml 的章节不同，请改为一致"
    ]


def test_all_mistakes_are_told_at_once_file_by_file(folder):
    change(folder, "form.yaml", "填报: [支出]", "填报: [支初]")
    change(folder, "form.yaml", "年度 }}", "年度数 }}")
    change(folder, "body.html", "{{ 自称 }}</p>", "{{ 本称 }}")
    change(folder, "body.html", "|段落", "|段洛")
    change(folder, "body.html", "<h1>存在的问题", "<h1>问题")
    change(folder, "annex-items.html", "{{ 项.科目 }}", "{{ 项.科木 }}")
    change(folder, "annex-each.html", "<p>", "<div>")
    change(folder, "part.html", "共用", "{% if %}")
    places = [re.match(r"small/(\S+?)(?: 第(\d+)行)?：", line).groups() for line in told(folder)]
    assert places == [
        ("form.yaml", "7"),
        ("form.yaml", "13"),
        ("body.html", "7"),
        ("body.html", "7"),
        ("body.html", "22"),
        ("body.html", "24"),
        ("annex-each.html", "2"),
        ("annex-each.html", "2"),
        ("annex-items.html", "5"),
        ("part.html", "1"),
    ]


def test_templates_are_read_even_if_the_form_file_cannot_be(folder):
    change(folder, "form.yaml", "适用地区", "适用地域")
    change(folder, "body.html", "{{ 自称 }}", "{{ 本称 }}")
    change(folder, "annex-items.html", "{{ 项.科目 }}", "{{ 项.科木 }}")
    said = told(folder)
    assert [re.split("[ （]", line)[0] for line in said] == ["small/form.yaml"] * 2 + [
        "small/body.html",
        "small/annex-items.html",
    ]


# What is in order, though it looks odd

IN_ORDER = [
    "{% set 文 %}<p>甲</p>{% endset %}{{ 文 }}",
    "{% macro 框() %}<p>{{ caller() }}</p>{% endmacro %}{% call 框() %}甲{% endcall %}",
    "{% macro 段(n) %}<p>{{ n }}</p>{% if n > 0 %}{{ 段(n - 1) }}{% endif %}{% endmacro %}{{ 段(2) }}",
    "{% macro 未用(甲, 乙=1) %}<p>{{ 甲.乙 }}{{ varargs }}</p>{% endmacro %}",
    "{% macro 后来() %}<p>{{ 称呼 }}</p>{% endmacro %}{% set 称呼 = '甲' %}{{ 后来() }}",
    "{% for 名, 数 in [('甲', 支出.合计)]|已填项 %}<p>{{ 名 }}{{ 数.绝对值 }}</p>{% endfor %}",
    "<ol>{% for 职能 in (单位.主要职能 or [])[:2] %}<li>{{ 职能|句号 }}</li>{% endfor %}</ol>",
    "{% for 数 in [1, 2] %}<p>{{ loop.cycle('甲', '乙') }}</p>{% endfor %}",
    "<p>{{ (支出.基本.明细|first).科目 if 支出.基本.明细 }}</p>",
    "<p>{{ 支出.基本.明细[0].科目 if 支出.基本.明细 }}</p>",
    "<p {% if 支出 %}class='note'{% else %}class=\"body\"{% endif %}>甲</p>",
    "<p class='{{ 'no' ~ 'te' }}'>甲</p><p\n class='note'\n>甲</p>",
    "<p>{% if 支出 %}甲{% elif 预算 %}乙{% else %}丙{% endif %}</p>",
    "{{ 其他说明|句号|段落 if 其他说明 == '无' else 其他说明|段落 }}",
    "{% filter replace('甲', '乙') %}<p>甲</p>{% endfilter %}",
    "{% with 项 = 支出 %}<p>{{ 项.合计 }}</p>{% endwith %}",
    "{% if 支出 %}{% set 名 = '甲' %}{% endif %}<p>{{ 名 if 名 is defined }}</p>",
    "<p>{{ 本项.名称 if 本项 is defined else '无' }}{{ 那项|default('无') }}</p>",
    "{{ '' }}{{ none or '' }}<!-- 注释 <b> --><p>A&amp;B &#12288;&lt;</p>{# 注释 <b> #}",
    "{% include 'no.html' ignore missing %}{% include 'part.html' %}",
    "{% include ['part.html'] %}",
    "{% import 'macros.html' as 宏 %}{{ 宏.段('甲') }}",
    "{% from 'macros.html' import 段 as 一段 %}{{ 一段('甲') }}",
    "{% for 组 in (支出.项目.按功能分类 or [])|groupby('科目') %}<p>{{ 组.grouper }}</p>{% endfor %}",
    "<p>{{ {'甲': 1}.get('甲') }}{{ 年度 - 1 }}{{ 年度 ~ '年' }}{{ '甲' * 2 }}</p>",
    "<p>{{ 单位.主要职能|map('句号')|join('') }}{{ 单位.主要职能|length }}</p>",
    "<p>{{ 支出.项目.按项目|selectattr('名称', 'equalto', '甲')|map(attribute='金额')|list|length }}</p>",
    "<p>{{ 选项.get('明细') }}{{ 选项['明细'] }}{{ 单位.全称.strip() if 单位.全称 }}</p>",
    "<table><tr><td><p>甲</p><p>乙</p></td><td>{{ 其他说明|段落 }}</td></tr></table>",
    "<table>{% for n in [1, 2] %}<tr><td colspan='{{ 2 }}'>{{ n }}</td></tr>{% endfor %}</table>",
    "{% macro 行(键) %}<tr><td>{{ 支出[键] }}</td></tr>{% endmacro %}<table>{{ 行('合计') }}</table>",
    "{% block 甲 %}<p>甲</p>{% endblock %}{% raw %}<p>{ {</p>{% endraw %}",
    "<p>{{ 比较(支出.合计, 上年.支出合计).幅度 or '无' }}</p>",
    "<p>{{ 三公经费.决算数['因公出国（境）费'] }}{{ 来源 is 已填 }}</p>",
]


@pytest.mark.parametrize("text", IN_ORDER, ids=lambda text: text[:40])
def test_what_makes_a_report_is_not_refused(folder, text):
    """Each of these loads, and to show that it is right to, makes a report."""
    change(folder, "body.html", "<p>无。</p>\n{% endfor %}", f"<p>无。</p>\n{{% endfor %}}\n{text}")
    (folder / "macros.html").write_text("{% macro 段(文) %}<p>{{ 文 }}</p>{% endmacro %}", encoding="utf-8")
    compose(EMPTY, read_form(folder), draft=True)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(folder, ends):
    change(folder, "body.html", "|段落", "|段洛")
    path = folder / "body.html"
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", ends).encode())
    assert told(folder)[0].startswith("small/body.html 第24行")


def test_headings_that_depend_on_the_report_are_left_to_it(folder):
    change(folder, "body.html", "<h1>存在的问题</h1>", "{% if 支出 %}<h1>存在的问题</h1>{% endif %}")
    assert read_form(folder)
    read_form.cache_clear()
    change(folder, "body.html", "<h1>支出情况</h1>", "<h1>{{ '支出情况' }}</h1>")
    assert read_form(folder)


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>{{ '存在的问题' }}</h1>",
        "<h1>{% if 支出 %}存在的问题{% else %}存在的问题{% endif %}</h1>",
        "{{ '<h1>存在的问题</h1>'|safe }}",
        "{% set 题 %}<h1>存在的问题</h1>{% endset %}{{ 题 }}",
        "{% macro 题() %}<h1>存在的问题</h1>{% endmacro %}{{ 题() }}",
        "<h1>{# 第二部分 #}存在&#30340;问题<!-- 二 --></h1>",
    ],
)
def test_a_heading_made_otherwise_is_no_mistake(folder, heading):
    change(folder, "body.html", "<h1>存在的问题</h1>", heading)
    assert len(compose(EMPTY, read_form(folder), draft=True).blocks)


def test_a_number_before_a_heading_is_no_mistake(folder):
    change(folder, "body.html", "<h1>存在的问题</h1>", "<h1>\n  二、存在的问题\n</h1>")
    assert read_form(folder)


def test_a_layout_for_several_files(folder):
    change(
        folder,
        "annex-each.html",
        EACH,
        '{% extends "base.html" %}\n{% block 文 %}{{ 本项.名子 }}{% endblock %}',
    )
    (folder / "base.html").write_text("<p>{% block 文 %}{% endblock %}</p>\n<p>", encoding="utf-8")
    assert [line.partition("：")[0] for line in told(folder)] == [
        "small/annex-each.html 第2行",
        "small/base.html 第2行",
    ]


# What cannot be read


@pytest.mark.parametrize("file", ["body.html", "annex-items.html", "part.html"])
def test_a_link_that_leaves_the_folder_is_refused(folder, tmp_path, file):
    outside = tmp_path / "outside.html"
    (folder / file).rename(outside)
    (folder / file).symlink_to(outside)
    (said,) = told(folder)
    assert "指向文件夹之外" in said
    assert file in said


def test_a_folder_made_of_links_is_read(folder, tmp_path):
    """As some package managers install: every file a link into a store of theirs."""
    linked = tmp_path / "at" / "small"
    linked.mkdir(parents=True)
    for path in folder.iterdir():
        (linked / path.name).symlink_to(path)
    assert read_form(linked).code == "small"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (BODY.replace("无。", "无\x07").encode(), "第26行：有不能用的控制字符（U+0007）"),
        (BODY.encode("gb18030"), "第1行：不是 UTF-8 编码"),
        (b"PK\x03\x04\xff", "不是 UTF-8 编码"),
    ],
)
def test_what_is_no_text_is_told(folder, content, words):
    (folder / "body.html").write_bytes(content)
    assert words in "\n".join(told(folder))


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 3000 + " }}",
        "{{ a" + ".b" * 5000 + " }}",
        "{{ " + "9" * 5000 + " }}",
        "{% if a %}" * 300 + "{% endif %}" * 300,
        "<p>" * 3000,
        "<" * 3000,
        '<p class="' * 500,
        "{% include 'body.html' %}",
        "",
    ],
    ids=lambda text: text[:20],
)
def test_nothing_a_form_says_breaks_the_program(folder, text):
    (folder / "body.html").write_text(text, encoding="utf-8")
    assert told(folder)


EMPTY = SelfEvaluation.model_validate({"表单": "small", "年度": "2024"})


def damaged(text, draw):
    """A template with one tag, statement or name taken out, doubled, moved or misspelt."""
    pieces = list(re.finditer(r"</?\w+[^>]*>|\{%.*?%\}|\{\{.*?\}\}|[\u4e00-\u9fff]{2,}", text))
    piece, other = draw.choice(pieces), draw.choice(pieces)
    change = draw.choice(["", piece[0] * 2, other[0], piece[0][:-1], piece[0] + "x", "<b>", "&", "{{"])
    return text[: piece.start()] + change + text[piece.end() :]


@pytest.mark.parametrize("code", form_codes())
def test_a_damaged_template_is_refused_or_still_makes_a_report(code, tmp_path):
    draw = random.Random(code)
    folder = tmp_path / code
    shutil.copytree(load_form(code).folder, folder)
    files = sorted(folder.glob("*.html"))
    whole, made = {file: file.read_text(encoding="utf-8") for file in files}, 0
    for _ in range(60):
        file = draw.choice(files)
        file.write_text(damaged(whole[file], draw), encoding="utf-8")
        read_form.cache_clear()
        _environment.cache_clear()
        with suppress(GoujiError):
            compose(EMPTY, read_form(folder), draft=True)
            made += 1
        file.write_text(whole[file], encoding="utf-8")
    assert 0 < made < 60


# The names of the language are those there are


def test_the_language_is_what_templates_are_given(folder):
    from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_TESTS

    environment = _environment(folder)
    assert set(environment.filters) - set(DEFAULT_FILTERS) == set(language.FILTERS)
    assert set(environment.tests) - set(DEFAULT_TESTS) == language.TESTS
    assert set(environment.globals) == set(language.GLOBALS)
    assert {*language.OF_FIGURE, *language.OF_CHANGE} == OFFERED


def test_the_facts_are_those_a_template_is_given(folder):
    given = set(_facts(EMPTY, read_form(folder), Setting(grouped=False)))
    assert given == {*by_name(SelfEvaluation), *language.FACTS, language.OPTIONS}


def test_the_html_is_that_which_blocks_are_made_of():
    from typing import get_args

    from authoring.document import markup
    from authoring.document.blocks import Align, Role

    assert get_args(Align) == language.ALIGNS
    assert get_args(Role) == language.ROLES
    assert markup.HEADINGS is language.HEADINGS
    assert markup.LARGEST is language.LARGEST
