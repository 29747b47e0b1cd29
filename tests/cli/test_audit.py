"""`gouji audit`: what is on the screen, exit codes, and that no bad file stops the others."""

import json
import subprocess
import sys

import pytest

from authoring.cli.program import run
from tests.audit.papers import TEN

WRONG = TEN.replace(
    "基本支出212.40万元。", "基本支出212.40万元，其中：人员经费200.00万元，公用经费21.40万元。"
)


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_findings_stand_under_their_sections_with_their_words(wrong, capsys):
    assert run(["audit", str(wrong)]) == 1
    out = capsys.readouterr().out
    assert out.startswith(f"乙县水务服务中心　2023年度　部门整体支出绩效自评报告（{wrong}）\n")
    section = out.partition("\n二、一般公共预算支出情况\n")[2]
    line = 1 + WRONG.splitlines().index("基本支出212.40万元，其中：人员经费200.00万元，公用经费21.40万元。")
    assert f"  WS-01 错误　第{line}行\n    “基本支出【212.40万元】，其中：" in section
    assert "＝221.40 万元，少 9.00 万元" in section
    assert "小结：错误 1" in out


def test_nothing_wrong_exits_0_and_so_does_another_kind_of_document(tmp_path, capsys):
    letter = tmp_path / "信.txt"
    letter.write_text("各位同事：\n\n明天下午开会。\n", encoding="utf-8")
    assert run(["audit", str(letter)]) == 0
    assert "不像绩效自评报告，没有审核" in capsys.readouterr().out


def test_unreadable_files_exit_1_beside_others_and_2_alone(wrong, tmp_path, capsys):
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    assert run(["audit", str(bad)]) == 2
    out = capsys.readouterr().out
    assert f"{bad}：" in out
    assert "已损坏" in out
    assert run(["audit", str(bad), str(wrong)]) == 1
    out = capsys.readouterr().out
    assert "共 2 份：已审核 1、读不了 1；其中有错误的 1 份" in out


def test_json_is_one_value_with_all_reports(wrong, tmp_path, capsys):
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    assert run(["audit", "--json", str(wrong), str(bad)]) == 1
    reports = json.loads(capsys.readouterr().out)["reports"]
    assert [report["file"] for report in reports] == [str(wrong), str(bad)]
    assert reports[0]["unit"] == "乙县水务服务中心"
    assert reports[0]["counts"]["错误"] == 1
    assert "已损坏" in reports[1]["error"]


def test_a_folder_without_reports(tmp_path, capsys):
    assert run(["audit", "--json", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert json.loads(said.out) == {"reports": []}
    assert "没有找到可以审核的文件" in said.err


def test_form_and_year_may_be_given(wrong, capsys):
    assert run(["audit", "--json", "--year", "2022", "--form", "changsha-department", str(wrong)]) == 1
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert (report["year"], report["form"]) == (2022, "changsha-department")
    assert run(["audit", "--form", "没有", str(wrong)]) == 2


def test_outputs_are_named(wrong, tmp_path, capsys):
    out = tmp_path / "果"
    assert run(["audit", str(wrong), "--out", str(out)]) == 1
    said = capsys.readouterr().out
    assert "文本和 PDF 文件里不能加批注" in said
    assert f"输出在“{out}”，汇总见“审核意见.xlsx”。" in said
    letter = (out / "2023年度乙县水务服务中心审核意见.txt").read_text(encoding="utf-8")
    assert "\n乙县水务服务中心：\n　　你单位报送的《2023年乙县水务服务中心绩效自评报告》收悉。" in letter
    assert "一、须更正的问题\n　　1.“二、一般公共预算支出情况”" in letter
    assert "请对照以上意见核对、修改后重新报送" in letter


def test_many_with_outputs_are_told_in_a_line_each(tmp_path, capsys):
    place = tmp_path / "各单位"
    place.mkdir()
    for number in range(21):
        (place / f"{number:02}.txt").write_text(WRONG, encoding="utf-8")
    assert run(["audit", str(place), "--out", str(tmp_path / "果")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("：")[0] for line in lines[:21]] == [str(place / f"{n:02}.txt") for n in range(21)]
    assert lines[0].endswith("核算相符的 1 处") or "错误 1" in lines[0]


def test_a_single_report_needs_no_comparison_of_reports(wrong):
    script = (
        "import atexit, sys\nfrom authoring.__main__ import main\n"
        "atexit.register(lambda: print(*sys.modules, sep='\\n', file=sys.stderr))\n"
        f"sys.argv[1:] = ['audit', {str(wrong)!r}]\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    loaded = set(done.stderr.split())
    assert (
        not {"xlsxwriter", "docx", "lxml", "babel", "authoring.batch.likeness", "authoring.audit.one"}
        & loaded
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal to open there")
def test_progress_is_on_a_terminal_only_and_leaves_nothing(tmp_path):
    import pexpect

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(WRONG, encoding="utf-8")
    child = pexpect.spawn(
        sys.executable, ["-m", "authoring", "audit", "--json", str(tmp_path)], encoding="utf-8", timeout=60
    )
    child.expect("已审核 1/3 份")
    child.expect(pexpect.EOF)
