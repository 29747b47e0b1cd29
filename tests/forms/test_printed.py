"""The fields a form's templates look up: never fewer than they ask for when they run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from authoring import caching
from authoring.checks.run import fill_totals
from authoring.document import compose as composing
from authoring.document.compose import compose
from authoring.document.view import Setting
from authoring.draft.report_file import open_report
from authoring.forms import finder
from authoring.forms.finder import form_codes, load_form, printed_fields, read_form
from authoring.forms.printed import along, whole
from authoring.model.evaluation import FundingColumn, Indicator
from authoring.model.expenditure import BasicExpenditure, EconomicItem, OfficialVehicles, ProjectExpenditure
from tests.forms.test_finder import GOOD

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/report.yaml"))
TITLE = {("SelfEvaluation", "年度")}


@pytest.fixture
def printed(tmp_path):
    """What a body prints, beside the title and in words of its own."""

    def fields(body, more="", **files):
        folder = tmp_path / "small"
        folder.mkdir()
        (folder / "form.yaml").write_text(GOOD + more, encoding="utf-8")
        (folder / "body.html").write_text(f"<h1>支出情况</h1>{body}", encoding="utf-8")
        for name, text in files.items():
            (folder / f"{name.replace('_', '-')}.html").write_text(text, encoding="utf-8")
        return printed_fields(read_form(folder)) - TITLE

    return fields


def of(part, *names):
    return {(part.__name__, name) for name in names}


TO_BASIC = along("支出.基本")
TO_COLUMN = along("自评.资金.年初预算数")
TO_INDICATORS = along("自评.指标")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", set()),
        ("<p>{{ 支出.基本.合计 }}</p>", along("支出.基本.合计")),
        ("{% if 支出 and 上年 %}<p>甲</p>{% endif %}", along("支出") | along("上年")),
        ("{% set 项 = 支出.基本 %}<p>{{ 项.合计 }}</p>", along("支出.基本.合计")),
        ("{% set 上年 = 支出.基本 %}<p>{{ 上年.合计 }}</p>", along("支出.基本.合计")),
        (
            "{% for 项 in 支出.基本.明细 or [] %}<p>{{ 项.科目 }}</p>{% endfor %}",
            along("支出.基本.明细.科目"),
        ),
        ("<p>{{ 落款单位 }}</p>", along("落款.单位") | along("单位.全称")),
        ("{% macro 一句(项) %}{{ 项.合计 }}{% endmacro %}<p>{{ 一句(支出) }}</p>", along("支出.合计")),
        (
            "{% macro 一句(项=支出.基本) %}{{ 项.合计 }}{% endmacro %}<p>{{ 一句() }}</p>",
            along("支出.基本.合计"),
        ),
        (
            (
                "{% macro 列(各项) %}{% for 项 in 各项 %}{{ caller(项) }}{% endfor %}{% endmacro %}"
                "<p>{% call(项) 列(支出.基本.明细) %}{{ 项.科目 }}{% endcall %}</p>"
            ),
            along("支出.基本.明细") | whole(EconomicItem),
        ),
    ],
)
def test_names_are_followed_to_the_part_that_has_them(printed, body, expected):
    assert printed(body) == expected


ROW = "{% macro 行(键) %}{{ 自评.资金.年初预算数[键] }}{% endmacro %}"


def test_a_key_a_macro_is_called_with_is_one_field(printed):
    body = ROW + '<p>{{ 行("财政拨款") }}{{ 行("上年结转") }}</p>'
    assert printed(body) == TO_COLUMN | of(FundingColumn, "财政拨款", "上年结转")


@pytest.mark.parametrize("key", ["年度 ~ ''", "选项.甲 or '总额'"])
def test_a_key_nobody_knows_is_every_field(printed, key):
    options = "选项:\n- {名称: 甲, 可选: [总额, 其他资金]}\n"
    fields = printed(f"{ROW}<p>{{{{ 行({key}) }}}}</p>", options)
    assert fields - {("SelfEvaluation", "表单选项")} == TO_COLUMN | whole(FundingColumn)


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<p>{{ 项|指标值 }}</p>", ("指标性质", "指标值", "计量单位")),
        ("<p>{{ 项|完成值 }}</p>", ("完成值", "计量单位", "完成情况", "完成档次")),
        ("<p>{{ 项.三级指标|或空 }}</p>", ("三级指标",)),
    ],
)
def test_a_filter_may_look_up_fields_of_an_indicator(printed, body, names):
    loop = f"{{% for 项 in 自评.指标 or [] %}}{body}{{% endfor %}}"
    assert printed(loop) == TO_INDICATORS | of(Indicator, *names)


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ('(自评.指标 or [])|合并行("一级指标", "二级指标")', ("一级指标", "二级指标")),
        ('自评.指标|selectattr("得分")', ("得分",)),
        ('自评.指标|map(attribute="得分")', ("得分",)),
        ('自评.指标|sort(attribute="分值,得分")', ("分值", "得分")),
        ('自评.指标|sort(false, false, "分值")', ("分值",)),
        ('自评.指标|groupby("一级指标")', ("一级指标",)),
        ('自评.指标|map("指标值")', ("指标性质", "指标值", "计量单位")),
    ],
)
def test_a_filter_may_be_given_the_name_of_a_field(printed, expression, names):
    body = f"{{% for 项 in {expression} %}}<p>甲</p>{{% endfor %}}"
    assert printed(body) == TO_INDICATORS | of(Indicator, *names)


def test_filters_take_names_a_macro_was_given(printed):
    body = (
        "{% macro 表(名) %}{% for 项 in 自评.指标|合并行(名, '二级指标') %}甲{% endfor %}{% endmacro %}"
        "<p>{{ 表('一级指标') }}</p>"
    )
    assert printed(body) == TO_INDICATORS | of(Indicator, "一级指标", "二级指标")


@pytest.mark.parametrize(
    "part",
    [
        "{% set 项 = 支出.基本 if 年度 > 2020 else 支出.项目 %}",
        "{% if 年度 > 2020 %}{% set 项 = 支出.基本 %}{% else %}{% set 项 = 支出.项目 %}{% endif %}",
        "{% set 两项 = {'甲': 支出.基本, '乙': 支出.项目} %}{% set 项 = 两项.甲 %}",
        "{% set 项 = [支出.基本, 支出.项目][-1] %}",
    ],
)
def test_a_part_that_may_be_one_of_two_is_both(printed, part):
    fields = printed(part + "<p>{{ 项.合计 }}{{ 项.超预算额 }}</p>")
    both = of(BasicExpenditure, "合计", "超预算额") | of(ProjectExpenditure, "合计", "超预算额")
    assert fields == TO_BASIC | along("支出.项目") | both


def test_groups_keep_their_entries(printed):
    body = (
        "{% for 组 in 自评.指标|groupby('一级指标') %}{% for 项 in 组.list %}<p>{{ 项.得分 }}</p>"
        "{% endfor %}{% endfor %}"
    )
    assert printed(body) == TO_INDICATORS | of(Indicator, "一级指标", "得分")


def test_a_macro_that_calls_itself_with_something_else_takes_it_whole(printed):
    body = (
        "{% macro 树(项) %}{{ 项.合计 }}{% if 项.公务用车 %}{{ 树(项.公务用车) }}{% endif %}{% endmacro %}"
        "<p>{{ 树(三公经费.决算数) }}</p>"
    )
    assert printed(body) == along("三公经费.决算数.合计") | along("三公经费.决算数.公务用车") | whole(
        OfficialVehicles
    )


def test_includes_annexes_and_titles_count(printed):
    fields = printed(
        '{% set 项 = 支出.基本 %}{% include "part.html" %}',
        "附件:\n- {标题: 表, 文件: annex-each.html, 逐项: 专项资金.项目}\n",
        part="<p>{{ 项.合计 }}</p>",
        annex_each="<p>{{ 本项.名称 }}</p>",
    )
    assert fields == along("支出.基本.合计") | along("专项资金.项目.名称")


def test_a_shipped_form_prints_its_own_fields_only():
    hunan, changsha = (printed_fields(load_form(f"{code}-department")) for code in ("hunan", "changsha"))
    assert ("SelfEvaluation", "政府性基金预算") in hunan
    assert ("Staffing", "编制") in hunan
    assert of(FundingColumn, "财政拨款", "上年结转", "政府性基金") <= hunan
    assert ("FundingColumn", "单位资金") not in hunan
    assert of(Indicator, "完成档次", "一级指标", "指标性质") <= hunan
    assert ("BasicExpenditure", "增幅") in changsha - hunan


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_whatever_an_example_asks_for_is_printed(file, monkeypatch):
    setting = Setting(grouped=False)
    monkeypatch.setattr(composing, "Setting", lambda _: setting)
    _, report = open_report(file)
    form = load_form(report.form)
    compose(fill_totals(report, form), form, draft=True)
    asked = {path for path in setting.asked if "." in path}  # compose itself asks for every top one
    assert len(asked) > 30
    for path in asked:
        names = "".join(c for c in path if c not in "[]0123456789")
        assert along(names) <= printed_fields(form), path
        assert len(along(names)) == names.count(".") + 1, path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(caching, "_place", lambda: tmp_path / "缓存")
    at = tmp_path / "small"
    at.mkdir()
    (at / "form.yaml").write_text(GOOD, encoding="utf-8")
    (at / "body.html").write_text("<h1>支出情况</h1><p>{{ 上年['“三公”经费'] }}</p>", encoding="utf-8")
    return at


EXPECTED = TITLE | along("上年.“三公”经费")


def fields_anew(folder):
    """As a new run of the program does."""
    finder._printed.cache_clear()
    read_form.cache_clear()
    return printed_fields(read_form(folder))


def test_a_stamp_remembers_the_fields(folder, monkeypatch):
    assert fields_anew(folder) == EXPECTED
    monkeypatch.setattr(finder, "_proofread", None)
    assert fields_anew(folder) == EXPECTED


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content.splitlines()[0],
        lambda content: content.splitlines()[0] + b"\n",
        lambda content: content[:-3],
        lambda content: content + b"\xff\n",
        lambda content: content.replace("年度".encode(), "年月".encode()),
    ],
)
def test_a_damaged_stamp_is_worthless(folder, tmp_path, damage):
    fields_anew(folder)
    (stamp,) = (tmp_path / "缓存" / "forms").iterdir()
    stamp.write_bytes(damage(stamp.read_bytes()))
    assert printed_fields(read_form(folder)) == EXPECTED
    assert fields_anew(folder) == EXPECTED


def test_without_a_cache_the_fields_are_the_same(folder, tmp_path):
    (tmp_path / "缓存").write_bytes(b"")
    assert fields_anew(folder) == EXPECTED


def test_a_stamped_form_tells_its_fields_without_the_template_engine(folder, tmp_path):
    code = (
        "import sys; from pathlib import Path; from authoring.forms.finder import printed_fields, read_form;"
        f"print(len(printed_fields(read_form(Path({str(folder)!r})))), 'jinja2' in sys.modules)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    assert [run.stdout.split() for run in runs] == [["3", "True"], ["3", "False"]]


def test_every_shipped_form_prints_something_of_every_section():
    for code in form_codes():
        form = load_form(code)
        tops = {name for part, name in printed_fields(form) if part == "SelfEvaluation"}
        for section in form.sections:
            assert {path.split(".")[0] for path in section.asks} & tops, section.title
