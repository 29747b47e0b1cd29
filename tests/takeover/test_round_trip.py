"""Our own reports, read back, give the answers they were made from."""

import re
from pathlib import Path

import pytest

from authoring.audit.outline import recognise
from authoring.document.compose import compose
from authoring.draft.report_file import build_report, read_draft
from authoring.draft.yaml_reader import read_yaml
from authoring.draft.yaml_writer import write_yaml
from authoring.model.paths import answer
from authoring.opening import open_checked
from authoring.papers.plain_text import read_text
from authoring.takeover.extracting import extract
from authoring.takeover.opening import open_finished
from authoring.writers.text import write_text

ROOT = Path(__file__).parents[2] / "examples"
REPORTS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/report.[dt][ox]*"))
ANSWERS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*.yaml"))

TOTALS = (
    *("支出.合计", "支出.基本.合计", "支出.基本.预算数", "支出.基本.人员经费", "支出.基本.公用经费"),
    *(
        "支出.项目.合计",
        "支出.项目.预算数",
        "预算.年初预算数",
        "预算.全年预算数",
        "预算.收入",
        "预算.年末结转结余",
    ),
    *("三公经费.决算数.合计", "三公经费.预算数.合计", "政府性基金预算.支出", "资产.资产总额"),
    *("单位.人员.编制", "单位.人员.在职", "单位.人员.总数"),
)
_LEAST = 0.95
_LEAST_AS_PUBLISHED = 0.85


def leaves(value, path=""):
    """Every scalar answer by its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from leaves(inner, f"{path}[{number}]")
    elif value is not None:
        yield path, str(value)


def bare(text):
    """A text without what printing adds or drops: blanks, separators, noughts at the end, the last stop."""
    text = re.sub(r"[\s,]|[。；]$", "", text)
    return re.sub(r"\.0+(?=%?$)|(?<=\.\d)0(?=%?$)", "", text)


def answers_in(draft):
    said = build_report(draft).model_dump(mode="json", by_alias=True, exclude_none=True)
    for stamp in ("版本", "表单选项", "来源", "出错说明"):
        said.pop(stamp, None)
    return {path: bare(value) for path, value in leaves(said)}


def share_found(known, found):
    return sum(found.get(path) == value for path, value in known.items()) / len(known)


@pytest.mark.parametrize("file", REPORTS)
def test_a_report_of_ours_gives_back_its_answers(file):
    report = ROOT / file
    known = answers_in(read_draft(report.with_suffix(".yaml")))
    draft = open_finished(report).draft
    assert share_found(known, answers_in(draft)) >= _LEAST
    assert build_report(read_yaml(write_yaml(draft), file)) == build_report(draft)


@pytest.mark.parametrize("file", REPORTS)
def test_the_main_totals_come_back_without_exception(file):
    report = ROOT / file
    made, found = (
        build_report(read_draft(report.with_suffix(".yaml"))),
        build_report(open_finished(report).draft),
    )
    known = {path: value for path in TOTALS if (value := answer(made, path)) is not None}
    assert known
    assert {path: answer(found, path).value for path in known} == {p: v.value for p, v in known.items()}


@pytest.mark.parametrize("file", ANSWERS)
def test_reports_with_faults_and_gaps_give_back_what_they_print(file):
    opened = open_checked(ROOT / file)
    text = write_text(compose(opened.checked.report, opened.form, draft=bool(opened.checked.stopping)))
    content = text if isinstance(text, bytes) else text.encode()
    page = re.sub(r"[\s,+|-]", "", content.decode())
    known = answers_in(read_draft(ROOT / file))
    printed = {path: value for path, value in known.items() if value.lstrip("-").rstrip("%") in page}
    found = answers_in(extract(recognise(read_text(content, "甲.txt"))).draft)
    assert share_found(printed, found) >= _LEAST_AS_PUBLISHED
    assert not any("未填" in value for value in found.values())


@pytest.mark.parametrize("file", REPORTS)
def test_every_answer_says_where_it_stands(file):
    draft = open_finished(ROOT / file).draft
    sources = draft.answers["来源"]
    stamps = {"版本", "表单", "年度"}
    told = {
        path for path, _ in leaves({k: v for k, v in draft.answers.items() if k not in stamps | {"来源"}})
    }
    assert told == sources.keys()
    assert all(
        re.fullmatch(rf"{Path(file).name}，\S*(?:第\d+段|表\d+)\S*", source) for source in sources.values()
    )
