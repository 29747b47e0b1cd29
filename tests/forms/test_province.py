"""A province is one folder: form, own scoring, own annex for each project, and no Python.

The layout is 四川's: execution 10, indicators 90, weights as the unit sets them, conclusions in the table.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from authoring.cli.program import run
from authoring.forms import finder

PROVINCE = Path(__file__).with_name("sichuan-project")


@pytest.fixture
def report(tmp_path, monkeypatch):
    """The folder is put beside the others, and a report of it is filled in."""
    place = tmp_path / "templates"
    shutil.copytree(PROVINCE, place / PROVINCE.name, ignore=shutil.ignore_patterns("report.yaml"))
    monkeypatch.setattr(finder, "PLACES", (place,))
    shutil.copy(PROVINCE / "report.yaml", tmp_path)
    return tmp_path / "report.yaml"


def findings(report, capsys):
    run(["check", str(report), "--json"])
    told = json.loads(capsys.readouterr().out)["reports"][0]["findings"]
    return {f["rule"]: f["message"] for f in told if f["outcome"] == "不符"}


def test_the_form_is_listed_with_its_own_scoring(report, capsys):
    assert run(["forms", "--json"]) == 0
    form = json.loads(capsys.readouterr().out)["forms"][0]
    assert form["code"] == PROVINCE.name
    assert form["scoring"]["weights"] == {"预算执行率": "10"}
    assert form["annexes"][0]["each"] == "项目自评"


def test_a_report_in_order_has_no_findings(report, capsys):
    assert findings(report, capsys) == {}


def test_the_scores_are_worked_out_by_its_rules_and_stand_in_its_table(report, capsys):
    assert run(["render", str(report), "--to", "txt"]) == 0
    text = report.with_name(capsys.readouterr().out.split("/")[-1].strip()).read_text(encoding="utf-8")
    assert "四、" not in text
    assert "自评91.11分，等级为“优”。" in text  # 10×89.97÷98.78 ＋ 50 ＋ 40×1600÷2000
    row = next(line for line in text.splitlines() if "每个土样检测费" in line)
    assert re.search(r"≤ *\| *1600 *\| *元 *\| *2000 *\| *40 *\| *32 *\|", row)
    assert "附件：部门预算项目支出绩效自评表" in text


def test_its_word_file_is_schema_valid(report, capsys):
    assert run(["render", str(report), "--to", "docx"]) == 0
    file = report.with_name(capsys.readouterr().out.split("/")[-1].strip())
    assert [str(error) for error in OpenXmlValidator().validate(file).errors] == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("分值: 50", "分值: 45", "PF-06"),
        ("分值: 10\n", "分值: 20\n", "PF-07"),
        ("分值: 40, 偏差原因: 检测机构提价", "分值: 40, 得分: 30", "ZB-01"),
        (", 偏差原因: 检测机构提价", "", "ZB-05"),
        ("名称: 土壤检测\n  预期", "名称: 土壤检测\n  等级: 中\n  预期", "PF-02"),
    ],
)
def test_its_rules_are_kept(report, capsys, old, new, rule):
    text = report.read_text(encoding="utf-8")
    assert old in text
    report.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert rule in findings(report, capsys)
