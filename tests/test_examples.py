"""The examples are golden: findings, text and Word come out as they are kept, part by part.

`pytest tests/test_examples.py --renew` writes them anew, to be looked at in the diff.
"""

import io
import zipfile
from pathlib import Path

import click
import pytest

from authoring.checks.finding import Severity
from authoring.cli.display import show_report
from authoring.document.blocks import Heading, Paragraph, headed, words
from authoring.document.compose import compose
from authoring.draft.report_file import read_draft
from authoring.draft.yaml_reader import read_yaml
from authoring.draft.yaml_writer import write_yaml
from authoring.opening import open_checked, open_last
from authoring.rendering import output_stem
from authoring.writers.docx import write_docx
from authoring.writers.text import write_text

ROOT = Path(__file__).parent.parent / "examples"
EXAMPLES = sorted(path.parent.name for path in ROOT.glob("*/report.yaml"))
PUBLISHED = sorted(path.parent.name for path in ROOT.glob("*/as-published.yaml"))
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/*.yaml"))


@pytest.fixture(params=EXAMPLES)
def example(request):
    return ROOT / request.param


def last_year_of(example):
    file = example / "last-year.yaml"
    return open_last(file).report if file.is_file() else None


def findings_text(example):
    opened = open_checked(example / "as-published.yaml")
    return click.unstyle(show_report("as-published.yaml", opened.checked, opened.form)) + "\n"


def documents(example):
    opened = open_checked(example / "report.yaml", last_year_of(example))
    document = compose(opened.checked.report, opened.form)
    return opened, document


def golden(path, content, request):
    """The kept bytes of a file, written first if they are to be renewed."""
    if request.config.getoption("renew"):
        path.write_bytes(content)
    return path.read_bytes()


def test_there_are_examples():
    published = {"daoxian-2023", "lusong-2024", "wangcheng-2020", "wanzai-2021", "xiangfen-2021"}
    assert published == set(PUBLISHED)
    assert published | {"jiaxian-2024"} == set(EXAMPLES)


@pytest.mark.parametrize("name", PUBLISHED)
def test_findings_on_what_was_published(name, request):
    example = ROOT / name
    found = findings_text(example)
    assert found == golden(example / "findings.txt", found.encode(), request).decode()


def test_the_report_put_right_has_nothing_at_error(example):
    opened, _ = documents(example)
    assert not opened.checked.stopping


def test_text(example, request):
    _, document = documents(example)
    text = write_text(document)
    assert text == golden(example / "report.txt", text.encode(), request).decode()


def test_word_part_by_part(example, request):
    _, document = documents(example)
    made = write_docx(document)
    kept = golden(example / "report.docx", made, request)
    assert parts(made) == parts(kept)


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def test_same_in_same_out(example):
    _, document = documents(example)
    assert write_docx(document) == write_docx(document)


def test_every_word_of_the_report_is_in_text_and_word(example):
    docx = pytest.importorskip("docx")
    opened, document = documents(example)
    text = "".join(write_text(document).split())
    word = docx.Document(io.BytesIO(write_docx(document)))
    in_word = "".join("".join(p.text for p in word.paragraphs).split())
    for block in document.blocks:
        if isinstance(block, Heading | Paragraph):
            said = "".join((headed(block) if isinstance(block, Heading) else words(block.runs)).split())
            assert said in text
            assert said in in_word
    assert "".join(output_stem(opened).split()) in text


@pytest.mark.parametrize("name", FILES)
def test_report_files_survive_a_round_trip(name):
    draft = read_draft(ROOT / name)
    again = read_yaml(write_yaml(draft))
    assert again.answers == draft.answers


def test_daoxian_names_the_culprit():
    opened = open_checked(ROOT / "daoxian-2023" / "as-published.yaml")
    suspects = {f.suspect for f in opened.checked.findings if f.suspect}
    assert [(s.path, s.value, s.likely) for s in suspects] == [("支出.基本.合计", "189.89", "183.89")]


def test_lusong_finds_the_carryover_and_the_count():
    opened = open_checked(ROOT / "lusong-2024" / "as-published.yaml")
    wrong = {(f.rule, f.stated, f.expected) for f in opened.checked.stopping if f.stated}
    assert wrong == {("ZX-04", "34.14", "59.99"), ("YZ-09", "2", "4")}


def differing(name):
    opened = open_checked(ROOT / name / "as-published.yaml")
    return [f for f in opened.checked.findings if f.weighs in {Severity.ERROR, Severity.WARNING}]


def test_wangcheng_finds_the_ten_items():
    wrong = {(f.rule, f.stated, f.expected) for f in differing("wangcheng-2020") if f.stops}
    assert wrong == {("ZC-07", "4057.15", "4056.95"), ("ZC-17", "579.15", "578.95")}


def test_xiangfen_finds_the_two_totals_and_the_stray_year():
    wrong = [f for f in differing("xiangfen-2021") if f.stops]
    assert sorted(f.rule for f in wrong) == ["YZ-20", "ZB-06", "ZB-06"]
    said = " ".join(f.message for f in wrong)
    assert all(words in said for words in ("2,698", "2,656.13", "2,118", "2,075.73", "2020"))


def test_wanzai_is_clean():
    assert differing("wanzai-2021") == []


def test_the_annexes_stand_behind_the_report():
    _, document = documents(ROOT / "jiaxian-2024")
    assert [(a.label, a.subject) for a in document.annexes] == [
        ("附件1", ""),
        ("附件2-1", "公务用车平台运行"),
        ("附件2-2", "机关大院维修改造"),
        ("附件3", ""),
    ]
    assert document.left_out == ()
