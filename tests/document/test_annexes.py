"""附件: which are attached, how they are numbered and listed, what they look like when there is much."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from authoring.checks.run import check
from authoring.document.blocks import Paragraph, Table, annex_alone, words
from authoring.document.compose import compose
from authoring.draft.report_file import open_report
from authoring.forms.finder import load_form
from authoring.model.report import SelfEvaluation
from authoring.opening import open_checked, open_last
from authoring.writers.docx import write_docx
from authoring.writers.html import write_html
from authoring.writers.text import write_text

EXAMPLES = Path(__file__).parents[2] / "examples"
JIAXIAN = EXAMPLES / "jiaxian-2024"


def changed(**answers):
    """The report with annexes, some of its answers put otherwise, checked and composed."""
    _, report = open_report(JIAXIAN / "report.yaml")
    told = report.model_dump(by_alias=True, exclude_none=True) | answers
    report = SelfEvaluation.model_validate({k: v for k, v in told.items() if v is not None})
    checked = check(report, load_form(report.form))
    return checked, compose(checked.report, load_form(report.form))


def listed(document):
    return [words(b.runs) for b in document.blocks if isinstance(b, Paragraph) and b.role == "attachment"]


def project(number=1, indicators=1, name=None):
    return {
        "名称": name or f"项目{number}",
        "资金": {
            "年初预算数": {"财政拨款": "10.00"},
            "全年预算数": {"财政拨款": "10.00"},
            "全年执行数": {"财政拨款": "10.00"},
            "分值": "10",
        },
        "指标": [
            {
                "一级指标": "产出指标",
                "二级指标": "数量指标",
                "三级指标": f"指标{n}",
                "指标性质": "≥",
                "指标值": "10",
                "计量单位": "次",
                "完成值": "10",
                "分值": "90" if n == 1 else "0",
            }
            for n in range(1, indicators + 1)
        ],
    }


def test_what_is_not_filled_in_is_not_attached():
    _, document = changed(项目自评=None, 基础数据=None)
    assert [a.label for a in document.annexes] == ["附件"]
    assert listed(document) == ["附件：部门整体支出绩效自评表"]


def test_nothing_attached_leaves_no_list():
    _, document = changed(项目自评=None, 基础数据=None, 自评={"得分": "90", "等级": "优"})
    assert document.annexes == ()
    assert listed(document) == []


def test_no_projects_at_all():
    checked, document = changed(项目自评="无")
    assert [a.title for a in document.annexes] == ["部门整体支出绩效自评表", "部门整体支出绩效评价基础数据表"]
    assert not checked.stopping


def test_one_project_has_no_number_of_its_own():
    _, document = changed(项目自评=[project()])
    assert [a.label for a in document.annexes] == ["附件1", "附件2", "附件3"]


def test_sixty_projects_are_listed_once_and_numbered():
    _, document = changed(项目自评=[project(n) for n in range(1, 61)])
    labels = [a.label for a in document.annexes]
    assert labels == ["附件1", *(f"附件2-{n}" for n in range(1, 61)), "附件3"]
    assert listed(document) == [
        "附件：1.部门整体支出绩效自评表",
        "2.项目支出绩效自评表",
        "3.部门整体支出绩效评价基础数据表",
    ]
    content = write_docx(document)
    assert len(re.findall(rb"<w:sectPr", part(content, "word/document.xml"))) == 63


def test_two_hundred_indicators_share_one_cell_and_repeat_their_heads():
    _, document = changed(项目自评=[project(indicators=200)])
    table = document.annexes[1].blocks[1]
    assert isinstance(table, Table)
    assert (table.head_rows, table.joined, table.rows[2][0].rowspan) == (2, True, 200)
    xml = part(write_docx(document), "word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") >= 2
    assert xml.count("<w:vMerge/>") >= 2 * 199


def test_a_name_too_long_for_its_cell_stays_whole():
    name = "机关大院" * 40
    _, document = changed(项目自评=[project(name=name)])
    assert name in write_text(document)
    assert name in part(write_docx(document), "word/document.xml").decode()
    assert name in write_html(document)


def test_markup_in_an_answer_stays_text():
    _, document = changed(项目自评=[project(name="<b>{{ 7*7 }}</b>&")])
    assert "<b>{{ 7*7 }}</b>&" in write_text(document)


def test_figures_of_the_table_are_those_of_the_text():
    opened = open_checked(JIAXIAN / "report.yaml", open_last(JIAXIAN / "last-year.yaml").report)
    document = compose(opened.checked.report, opened.form)
    tables = [b for a in document.annexes for b in a.blocks if isinstance(b, Table)]
    paths = {
        run.path: run.text
        for table in tables
        for row in table.rows
        for cell in row
        for runs in cell.paragraphs
        for run in runs
        if run.path
    }
    assert paths["支出.项目.合计"] == "579.10"
    assert paths["三公经费.决算数.合计"] == "55.90"
    assert paths["三公经费.上年决算数.合计"] == "42.30"
    assert paths["自评.资金.全年执行数.总额"] == "989.80"


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


@pytest.mark.parametrize("name", sorted(p.parent.name for p in EXAMPLES.glob("*/report.docx")))
def test_every_example_is_schema_valid(name):
    errors = OpenXmlValidator().validate(EXAMPLES / name / "report.docx").errors
    assert [str(error) for error in errors] == []


def test_an_annex_alone_is_a_document(tmp_path):
    _, document = changed()
    path = tmp_path / "annex.docx"
    path.write_bytes(write_docx(annex_alone(document, document.annexes[0])))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    xml = part(path.read_bytes(), "word/document.xml")
    assert len(re.findall(rb"<w:sectPr", xml)) == 1
    assert b'w:orient="landscape"' in xml
    assert "部门整体支出绩效自评表" in part(path.read_bytes(), "docProps/core.xml").decode()
    html = write_html(annex_alone(document, document.annexes[0]))
    assert html.count("<section") == 1
    assert write_text(annex_alone(document, document.annexes[0])).startswith("附件1\n")
