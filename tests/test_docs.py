"""The documentation is true: current, complete, and every command, link and example in it works."""

import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from authoring.audit.rules import FAMILIES as AUDIT_FAMILIES
from authoring.audit.rules import audit_rules_by_id
from authoring.checks.rules import FAMILIES, rules_by_id
from authoring.checks.run import check
from authoring.cli.program import COMMANDS, program
from authoring.document.blocks import Heading, headed
from authoring.document.compose import compose
from authoring.draft.report_file import open_report
from authoring.errors import GoujiError
from authoring.forms.finder import read_form
from authoring.forms.form import AnnexSheet, Form, Option, Section
from authoring.model.paths import places
from authoring.model.report import SelfEvaluation

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
ALL = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def _script(name):
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate, walk = _script("generate"), _script("walk")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


# Current


@pytest.mark.parametrize("name", ["glossary", "rules"])
def test_a_generated_page_is_current(name):
    made = getattr(generate, f"make_{name}")()
    assert read(f"docs/{name}.md") == made, "run: python docs/generate.py"


def test_the_recorded_walk_is_current():
    assert walk.PAGE.read_text(encoding="utf-8") == walk.make_walk(), "run: python docs/walk.py"


@pytest.mark.parametrize("path", generate.WRITTEN, ids=lambda path: path.name)
def test_every_output_shown_is_what_the_program_says(path):
    page = path.read_text(encoding="utf-8")
    assert generate.renew_outputs(page) == page, "run: python docs/generate.py"


# Complete


RULES = {**rules_by_id(), **audit_rules_by_id()}


@pytest.mark.parametrize("id_", RULES)
def test_every_rule_is_documented(id_):
    assert f"### {id_}　{RULES[id_].statement}\n" in read("docs/rules.md")


@pytest.mark.parametrize("id_", audit_rules_by_id())
def test_what_an_audit_must_be_silent_about_is_documented(id_):
    section = read("docs/rules.md").partition(f"### {id_}　")[2].partition("\n### ")[0]
    assert f"\n- 不报：{RULES[id_].counter_example}\n" in f"{section}\n"


def test_every_rule_belongs_to_a_documented_family():
    assert {id_[:2] for id_ in rules_by_id()} <= set(FAMILIES)
    assert {id_[:2] for id_ in audit_rules_by_id()} <= set(AUDIT_FAMILIES)


def test_no_page_names_a_rule_that_does_not_exist():
    named = set(re.findall(rf"\b(?:{'|'.join([*FAMILIES, *AUDIT_FAMILIES])})-\d\d\b", ALL))
    assert named <= set(RULES)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert re.search(rf"\bgouji {command}\b", ALL)


def field_names(part, prefix=""):
    for place in places(part).values():
        path = f"{prefix}{place.name}"
        yield path
        if place.part:
            yield from field_names(place.part, f"{path}{'[n]' if place.listing else ''}.")


def test_every_field_is_in_the_glossary():
    rows = re.findall(r"^\| `([^`]+)` \|", read("docs/glossary.md"), re.MULTILINE)
    listed = {*rows, *(heading.split("　")[0].split("（")[0] for heading in headings("docs/glossary.md"))}
    assert set(field_names(SelfEvaluation)) <= listed
    assert len(rows) == len(set(rows))


def headings(name):
    return re.findall(r"^#+ (.+)$", read(name), re.MULTILINE)


@pytest.mark.parametrize("part", [Form, Section, Option, AnnexSheet])
def test_every_key_of_a_form_file_is_documented(part):
    table = read("docs/forms.md").split("## body.html")[0]
    keys = {info.alias for info in part.model_fields.values() if info.alias}
    assert not {key for key in keys if key not in table}


# Commands


def command_lines():
    """Every `gouji …` line of a fenced or indented block, and every one within a sentence."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        fenced = "\n".join(re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
        lines = [line for line in fenced.splitlines() if re.match(r"(\$ )?gouji ", line)]
        for line in [*lines, *re.findall(r"`(gouji [^`]+)`", text)]:
            yield page.name, line.removeprefix("$ ")


@pytest.mark.parametrize(("page", "line"), list(dict.fromkeys(command_lines())))
def test_a_command_shown_exists_with_its_options(page, line):
    words = shlex.split(line, comments=True)[1:]
    context = click.Context(program)
    group_options = {name for parameter in program.get_params(context) for name in parameter.opts}
    if words[0].startswith("-"):
        assert set(words) <= group_options
        return
    command = program.get_command(context, words[0])
    assert command is not None, f"no command {words[0]}"
    known = {name for parameter in command.get_params(context) for name in parameter.opts}
    assert {word.partition("=")[0] for word in words[1:] if word.startswith("-")} <= known


def test_there_are_command_lines():
    assert {"README.md", "README.zh-CN.md", "guide.md", "forms.md"} <= {page for page, _ in command_lines()}


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_make_target_shown_exists(name):
    targets = set(re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE))
    shown = set(re.findall(r"`make (\w+)`", read(name)))
    assert {"demo", "test"} <= shown <= targets


# Links


def links():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target):
                yield page, target


@pytest.mark.parametrize(
    ("page", "target"), list(links()), ids=lambda value: value.name if isinstance(value, Path) else value
)
def test_a_relative_link_leads_somewhere(page, target):
    file, _, anchor = target.partition("#")
    path = (page.parent / file).resolve() if file else page
    assert path.exists(), f"{page.name}: {target}"
    assert path.is_relative_to(ROOT)
    assert not anchor, "anchors of Chinese headings differ from site to site; link to the page"


# The form of docs/forms.md


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The files that the page shows, written as it says."""
    at = tmp_path_factory.mktemp("forms")
    for name, text in re.findall(
        r"^文件 `([^`]+)`：\n\n```\w*\n(.*?)^```$", read("docs/forms.md"), re.MULTILINE | re.DOTALL
    ):
        (at / name).parent.mkdir(parents=True, exist_ok=True)
        (at / name).write_text(text, encoding="utf-8")
    return at


def compose_with(form_folder, report_file):
    form = read_form(form_folder)
    draft, report = open_report(report_file)
    return compose(check(report, form, draft).report, form)


def test_the_form_shown_makes_a_report(folder):
    document = compose_with(folder / "templates/xian-jianbao", folder / "报告.yaml")
    titles = [headed(block) for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert titles == ["一、基本情况", "二、支出情况", "三、存在的问题"]
    assert [annex.title for annex in document.annexes] == ["基本支出明细表"]


FAULTS = [
    ("form.yaml", "适用地区", "适用地点", "没有“适用地点”这一项，是不是“适用地区”？"),
    ("form.yaml", "人员.在职]", "在职人数]", "没有“单位.在职人数”这一项（基本情况）"),
    ("form.yaml", "编码: xian-jianbao", "编码: jianbao", "编码“jianbao”与文件夹名“xian-jianbao”不一致"),
    ("form.yaml", "annex-basic", "annex-detail", "缺少文件 annex-detail.html"),
    ("body.html", "<h1>支出", "<h1>收入", "一级标题与 form.yaml 的章节不一致（“收入情况”）"),
    ("body.html", "在职{{ 单位.人员.在职 }}人。</p>", "", "<p> 没有结束，请补上 </p>"),
    ("body.html", "<h2>人员</h2>", "<div>人员</div>", "不能用 <div>，可用 h1 h2 h3 h4 p ol table"),
    ("body.html", "人。</p>", "<b>人</b>。</p>", "<p> 里只能放文字，不能放 <b>"),
    ("body.html", "<h2>人员</h2>", "人员", "文字“人员”不在段落里，请放进 <p>"),
    ("body.html", "<h2>人员</h2>", "{{ 单位.全称 }}", "印出的文字不在段落里，请放进 <p>"),
    (
        "body.html",
        "{{ 问题.内容|段落 }}",
        "<p>{{ 问题.内容|段落 }}</p>",
        "这里印出的内容自带 <p>，不能再放在 <p> 里",
    ),
    ("body.html", "<h2>人员</h2>", "<p>&nbsp;</p>", "不能用 &nbsp;，空格和缩进由程序排"),
    ("body.html", 'class="date"', 'class="riqi"', "段落的 class 不能是“riqi”"),
    ("body.html", "{{ 支出.合计 }}", "{{ 开支.合计 }}", "没有“开支”这一项，是不是“支出”？"),
    ("body.html", "|句号", "|加句号", "没有“加句号”这个过滤器，是不是“句号”？"),
    ("body.html", "{% endif %}", "", "{% if %} 没有结束，请补上 {% endif %}"),
    ("body.html", "{{ 支出.合计 }}", "{{ 支出.合计 + 1 }}", "模板里不能计算“支出.合计 + …”，由程序先算好"),
    (
        "body.html",
        "{{ 支出.合计 }}",
        "{{ 支出.基本.明细.金额 }}",
        "“支出.基本.明细”是列表，请用 for 逐项写出",
    ),
    ("body.html", "<h2>人员</h2>", "<p>{{ 支出.口径 }}</p>", "要用到的 1 项还没有填：“支出.口径”"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[3])
def test_a_fault_in_a_form_is_told_as_the_page_says(folder, tmp_path, fault):
    file, old, new, said = fault
    at = tmp_path / "xian-jianbao"
    shutil.copytree(folder / "templates/xian-jianbao", at)
    text = (at / file).read_text(encoding="utf-8")
    assert old in text
    (at / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GoujiError, match=re.escape(said)):
        compose_with(at, folder / "报告.yaml")
    shown = read("docs/forms.md").replace("\\<", "<").replace("\\>", ">")
    assert said in shown


# What no page may say


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_no_place_on_a_machine(page):
    assert not re.search(r"/(?:home|root|tmp|Users)/|[A-Z]:\\", page.read_text(encoding="utf-8"))
