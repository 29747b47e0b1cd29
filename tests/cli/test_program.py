"""The command line: words, exit codes, and that no fault of a user's is a traceback."""

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from authoring.cli.program import COMMANDS, run

GOOD = """\
表单: hunan-department
年度: 2024
单位:
  全称: 甲县机关事务服务中心
  主要职能: [保障运转]
  人员: {在职: 16}
支出:
  合计: 2,601.00
  基本: {合计: 353.86}
  项目: {合计: '2,247.13'}
政府性基金预算: 无
国有资本经营预算: 无
社会保险基金预算: 无
绩效情况: {概述: 全年工作正常。}
存在问题: 无
改进措施: 无
自评: {得分: 95, 等级: 优}
其他说明: 无
"""


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "报告.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def changed(path, old, new):
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    return path


def in_chinese(text):
    """Whether a message is Chinese: 汉字, and no English sentence of three words running."""
    return re.search(r"[一-龥]", text) and not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", text)


class TestCheck:
    def test_a_good_report_exits_0(self, good, capsys):
        assert run(["check", str(good)]) == 0
        assert "可以成文" in capsys.readouterr().out

    def test_an_error_exits_1_and_says_where(self, good, capsys):
        assert run(["check", str(changed(good, "353.86", "453.86"))]) == 1
        out = capsys.readouterr().out
        assert "ZC-01 不符·错误　支出合计＝基本支出＋项目支出" in out
        assert "位置：报告.yaml 第8行（支出.合计）" in out
        assert "支出合计填 2,601.00 万元，算得 2,700.99 万元，少 99.99 万元" in out

    def test_json_carries_every_key_promised(self, good, capsys):
        assert run(["check", "--json", str(changed(good, "353.86", "453.86"))]) == 1
        (report,) = json.loads(capsys.readouterr().out)["reports"]
        assert {"file", "unit", "year", "form", "findings", "counts"} <= report.keys()
        finding = next(f for f in report["findings"] if f["rule"] == "ZC-01")
        assert finding["outcome"] == "不符"
        assert finding["stated"] == "2601.00"
        assert finding["expected"] == "2700.99"
        assert finding["difference"] == "-99.99"
        assert finding["tolerance"] == "0.02"
        assert finding["unit"] == "万元"
        assert finding["where"]["line"] == 8
        assert finding["figures"][0] == {
            "path": "支出.合计",
            "label": "支出合计",
            "value": "2601.00",
            "source": "报告.yaml:8",
        }

    def test_a_file_that_cannot_be_read_does_not_stop_the_others(self, good, tmp_path, capsys):
        assert run(["check", str(tmp_path / "没有.yaml"), str(good)]) == 2
        printed = capsys.readouterr()
        assert "找不到" in printed.err
        assert "可以成文" in printed.out

    def test_a_gbk_file_is_read_without_a_word(self, tmp_path, capsys):
        path = tmp_path / "报告.yaml"
        path.write_bytes("form: 甲".encode("gb18030"))
        assert run(["check", str(path)]) == 2
        path.write_bytes(GOOD.encode("gb18030"))
        assert run(["check", str(path)]) == 0
        assert "乱码" not in capsys.readouterr().err  # enough characters to be sure

    def test_every_problem_of_a_file_is_named_with_its_line(self, good, capsys):
        bad = GOOD.replace("2,601.00", "1,53.2").replace("353.86", "1e5").replace("其他说明", "其他说名")
        good.write_text(bad.replace("年度: 2024", "年度: 二〇二四"), encoding="utf-8")
        assert run(["check", str(good)]) == 2
        err = capsys.readouterr().err
        assert [int(n) for n in re.findall(r"第(\d+)行", err)] == [2, 8, 9, 18]
        assert "是不是“其他说明”？" in err
        assert in_chinese(err)


BAD = {
    "missing file": ("不存在.yaml", None, "找不到"),
    "a folder": (".", None, "是文件夹"),
    "an empty file": ("空.yaml", b"", "空的"),
    "only comments": ("注.yaml", "# 无\n".encode(), "空的"),
    "bad YAML": ("坏.yaml", "表单: [a\n年度: 1".encode(), "第"),
    "two identical keys": ("重.yaml", (GOOD + "年度: 2024\n").encode(), "写了两次（另一处在第2行）"),
    "an unknown key": ("键.yaml", (GOOD + "落宽: 1\n").encode(), "是不是“落款”？"),
    "a wrong form code": (
        "表.yaml",
        GOOD.replace("hunan-department", "hunan-departmant").encode(),
        "是不是“hunan-department”？",
    ),
    "a control character": ("控.yaml", GOOD.replace("无\n", "无\x07\n").encode(), "U+0007"),
    "an escaped surrogate": (
        "代.yaml",
        GOOD.replace("全称: 甲", '简介: "\\ud800"\n  全称: 甲').encode(),
        "第",
    ),
    "no text at all": ("图.yaml", b"\x89PNG\r\n\x1a\n\x00\x00", "不是"),
    "a Word file": ("文.yaml", b"PK\x03\x04" + b"\x00" * 60, "不是"),
    "no figures": ("列.yaml", b"- 1\n- 2\n", "名称: 内容"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("command", ["check", "render"])
def test_bad_input_gets_a_sentence_and_exit_2(command, case, tmp_path, capsys):
    name, content, words = BAD[case]
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert run([command, str(path)]) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert in_chinese(printed.err)
    assert "Traceback" not in printed.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ([name] if content is not None else [])


ODD_TEXTS = {
    "markup": "<b>粗</b>",
    "a template": "{{ 7*7 }}{% for x in y %}",
    "an ampersand": "甲&乙 &amp; &lt;",
    "ten thousand characters": "长" * 10_000,
    "quotes": "“双”‘单’\"直\"'撇'",
    "beyond the basic plane": "𠮷😀",
    "blanks": "甲\u3000乙\u00a0丙  丁",
}


@pytest.mark.parametrize("case", ODD_TEXTS)
def test_any_text_comes_out_as_typed(case, good, tmp_path, capsys):
    text = ODD_TEXTS[case]
    changed(good, "全年工作正常。", json.dumps(text, ensure_ascii=False))
    assert run(["render", str(good), "--to", "docx,txt,html", "--out", str(tmp_path / "成稿")]) == 0
    (txt,) = (tmp_path / "成稿").glob("*.txt")
    assert text in txt.read_text(encoding="utf-8")


NAMES = {
    "a slash": "甲/乙",
    "two dots": "..",
    "a device": "CON",
    "300 characters": "长" * 300,
    "a mark of direction": "甲乙\u200f",
    "a colon": "C:\\甲",
}


@pytest.mark.parametrize("case", NAMES)
def test_a_strange_name_stays_in_the_folder(case, good, tmp_path, capsys):
    changed(good, "甲县机关事务服务中心", json.dumps(NAMES[case]))
    out = tmp_path / "成稿"
    run(["render", str(good), "--out", str(out)])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["成稿", "报告.yaml"]
    files = sorted(out.iterdir())
    assert [p.suffix for p in files] == [".docx", ".txt"]
    for path in files:
        assert len(path.name.encode()) <= 255
        assert not set(path.name) & set('<>:"/\\|?*\u200f')


class TestRender:
    def test_writes_word_and_text_and_prints_their_paths(self, good, tmp_path, capsys):
        assert run(["render", str(good), "--out", str(tmp_path / "成稿")]) == 0
        paths = capsys.readouterr().out.splitlines()
        assert [Path(p).name for p in paths] == [
            "2024年度甲县机关事务服务中心部门整体支出绩效自评报告.docx",
            "2024年度甲县机关事务服务中心部门整体支出绩效自评报告.txt",
        ]
        assert all(Path(p).is_file() for p in paths)

    def test_goes_beside_the_report_if_no_folder_is_named(self, good, capsys):
        assert run(["render", str(good), "--to", "txt"]) == 0
        assert len(list(good.parent.glob("*.txt"))) == 1

    def test_an_error_stops_it_and_nothing_is_written(self, good, tmp_path, capsys):
        assert run(["render", str(changed(good, "353.86", "453.86")), "--out", str(tmp_path / "成稿")]) == 1
        assert "ZC-01" in capsys.readouterr().err
        assert not list(tmp_path.glob("成稿/*"))

    def test_a_draft_is_made_all_the_same_and_marked(self, good, tmp_path, capsys):
        changed(good, "353.86", "453.86")
        assert run(["render", str(good), "--draft", "--to", "txt", "--out", str(tmp_path)]) == 0
        (path,) = tmp_path.glob("*（草稿）.txt")
        assert path.read_text(encoding="utf-8").startswith("草稿")

    def test_a_rerun_replaces_its_own_file_and_nothing_else(self, good, tmp_path, capsys):
        out = tmp_path / "成稿"
        assert run(["render", str(good), "--out", str(out)]) == 0
        (out / "别人的.docx").write_bytes(b"x")
        first = {p.name: p.read_bytes() for p in out.iterdir()}
        assert run(["render", str(good), "--out", str(out)]) == 0
        assert {p.name: p.read_bytes() for p in out.iterdir()} == first

    def test_two_reports_of_one_name_do_not_overwrite_each_other(self, good, tmp_path, capsys):
        other = tmp_path / "另.yaml"
        other.write_text(GOOD.replace("全年工作正常", "另一份"), encoding="utf-8")
        out = tmp_path / "成稿"
        assert run(["render", str(good), str(other), "--to", "txt", "--out", str(out)]) == 0
        assert len(list(out.iterdir())) == 2

    def test_an_unknown_format_is_refused(self, good, capsys):
        assert run(["render", str(good), "--to", "docx,wps"]) == 2
        assert "没有“wps”格式，可选：docx、txt、html、pdf" in capsys.readouterr().err

    def test_json_says_what_was_written(self, good, tmp_path, capsys):
        assert run(["render", str(good), "--json", "--to", "txt", "--out", str(tmp_path / "成稿")]) == 0
        (report,) = json.loads(capsys.readouterr().out)["reports"]
        assert [Path(p).suffix for p in report["written"]] == [".txt"]

    def test_an_output_folder_that_is_a_file_is_named(self, good, tmp_path, capsys):
        (tmp_path / "成稿").write_bytes(b"")
        assert run(["render", str(good), "--out", str(tmp_path / "成稿")]) == 2
        assert in_chinese(capsys.readouterr().err)

    @pytest.mark.skipif(not Path("/proc/version").exists(), reason="needs a folder nobody may write to")
    def test_a_folder_that_cannot_be_written_is_named(self, good, capsys):
        assert run(["render", str(good), "--out", "/proc/成稿"]) == 2
        err = capsys.readouterr().err
        assert in_chinese(err)
        assert "Traceback" not in err


class TestDiskTrouble:
    """Whatever the disk does, the old report is whole, and the message says what to do."""

    @pytest.mark.parametrize(
        ("call", "error", "words"),
        [
            ("fsync", errno.ENOSPC, "磁盘"),
            ("fsync", errno.EIO, "请"),
            ("open", errno.EACCES, "权限"),
            ("open", errno.EROFS, "请"),
            ("replace", errno.EACCES, "请"),
        ],
    )
    def test_the_old_report_stays_whole(self, call, error, words, good, tmp_path, capsys, monkeypatch):
        out = tmp_path / "成稿"
        assert run(["render", str(good), "--out", str(out)]) == 0
        before = {path.name: path.read_bytes() for path in out.iterdir()}
        changed(good, "全年工作正常", "改过的一句")
        capsys.readouterr()

        real = getattr(os, call)

        def fail(*arguments, **settings):
            if call == "open" and "成稿" not in str(arguments[0]):
                return real(*arguments, **settings)
            raise OSError(error, os.strerror(error))

        monkeypatch.setattr(os, call, fail)
        code = run(["render", str(good), "--out", str(out)])
        monkeypatch.undo()
        assert code == 2
        assert words in capsys.readouterr().err
        assert {path.name: path.read_bytes() for path in out.iterdir()} == before

    def test_an_interrupt_exits_130_and_leaves_whole_files_only(self, good, tmp_path, capsys, monkeypatch):
        def interrupt(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", interrupt)
        assert run(["render", str(good), "--out", str(tmp_path / "成稿")]) == 130
        assert not list((tmp_path / "成稿").iterdir())


class TestForms:
    def test_lists_the_forms(self, capsys):
        assert run(["forms"]) == 0
        assert "hunan-department" in capsys.readouterr().out

    def test_json_tells_sections_and_years(self, capsys):
        assert run(["forms", "--json"]) == 0
        forms = {form["code"]: form for form in json.loads(capsys.readouterr().out)["forms"]}
        assert len(forms["hunan-department"]["sections"]) == 10


class TestRules:
    def test_lists_every_rule(self, capsys):
        from authoring.checks.rules import RULES

        assert run(["rules"]) == 0
        out = capsys.readouterr().out
        assert all(rule.id in out and rule.statement in out for rule in RULES)

    def test_rules_on_finished_reports_have_a_counter_example(self, capsys):
        assert run(["rules", "ws-01"]) == 0
        out = capsys.readouterr().out
        assert "类别：文中数字" in out
        assert "\n不报：" in out
        assert run(["rules", "--json"]) == 0
        rules = {rule["id"]: rule for rule in json.loads(capsys.readouterr().out)["rules"]}
        assert rules["WS-01"]["counter_example"]
        assert "counter_example" not in rules["ZC-01"]

    def test_rules_on_a_batch_as_a_whole_are_listed_too(self, capsys):
        assert run(["rules"]) == 0
        out = capsys.readouterr().out
        assert all(f"BL-0{number} 警告" in out for number in (1, 2, 3))
        assert run(["rules", "bl-2"]) == 2
        assert run(["rules", "bl-02"]) == 0
        assert "批量比对" in (said := capsys.readouterr().out)
        assert "例：" in said

    def test_shows_one_rule_in_full(self, capsys):
        assert run(["rules", "zc-01"]) == 0
        out = capsys.readouterr().out
        assert "支出合计＝基本支出＋项目支出" in out
        assert "《预算法实施条例》第五条" in out

    def test_an_unknown_rule_names_the_nearest(self, capsys):
        assert run(["rules", "ZC-1"]) == 2
        assert "是不是 ZC-01？" in capsys.readouterr().err

    def test_json(self, capsys):
        assert run(["rules", "--json"]) == 0
        rules = json.loads(capsys.readouterr().out)["rules"]
        assert {"id", "statement", "basis", "severity", "example"} <= rules[0].keys()


class TestSchema:
    @pytest.mark.parametrize("arguments", [[], ["--form", "hunan-department"]])
    def test_a_report_file_validates(self, arguments, capsys):
        import jsonschema
        import yaml

        assert run(["schema", *arguments]) == 0
        schema = json.loads(capsys.readouterr().out)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        answers = yaml.load(GOOD, yaml.BaseLoader)
        assert not list(validator.iter_errors(answers))
        answers["支出"]["合计"] = "1e5"
        answers["没有"] = "1"
        assert len(list(validator.iter_errors(answers))) >= 2

    def test_an_unknown_form(self, capsys):
        assert run(["schema", "--form", "hunan"]) == 2


class TestHelp:
    @pytest.mark.parametrize("arguments", [["--help"], *[[name, "--help"] for name in COMMANDS]])
    def test_is_chinese_and_shows_one_example(self, arguments, capsys):
        assert run(arguments) == 0
        out = capsys.readouterr().out
        assert "用法：gouji" in out
        assert out.count("例：gouji") == 1
        assert not re.search(r"\b(Usage|Options|Commands|Show|Arguments|Error)\b", out)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["chekc"], "是不是 check？"),
            (["check"], "缺少 文件..."),
            (["check", "--jsno", "x"], "没有选项 --jsno"),
            (["render", "x", "--to"], "--to"),
            (["render", "x", "--to", ""], "没有写格式"),
            (["schema", "x"], "多了"),
            (["--nein"], "没有选项 --nein"),
            ([], "命令"),
        ],
    )
    def test_a_wrong_command_line_is_said_in_chinese(self, arguments, words, capsys):
        assert run(arguments) == 2
        err = capsys.readouterr().err
        assert words in err
        assert in_chinese(err)


def python(*arguments, **settings):
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", **settings.pop("env", {})}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, check=False, env=environment, **settings
    )


def test_runs_as_a_module_in_any_locale(good):
    environment = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = python("-m", "authoring", "check", str(good), env=environment)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", ["rules --json", "forms"])
def test_output_that_cannot_be_written_is_said(command):
    script = f"{sys.executable} -m authoring {command} > /dev/full"
    done = subprocess.run(script, shell=True, capture_output=True, check=False)
    assert done.returncode == 2
    assert "写不出结果" in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_name_too_long_is_a_sentence(capsys):
    assert run(["check", "长" * 300]) == 2
    assert in_chinese(capsys.readouterr().err)


def test_one_folder_written_two_ways_is_one_folder(good, tmp_path, capsys, monkeypatch):
    other = tmp_path / "另.yaml"
    other.write_text(GOOD.replace("全年工作正常", "另一份"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["render", good.name, str(other), "--to", "txt"]) == 0
    assert len(list(tmp_path.glob("*.txt"))) == 2


def test_a_closed_pipe_is_no_traceback():
    script = f"{sys.executable} -m authoring rules --json | head -c 10"
    done = subprocess.run(script, shell=True, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.parametrize(
    ("command", "absent"),
    [
        (
            "check",
            ["jinja2", "docx", "lxml", "zipfile", "questionary", "rich", "babel", "authoring.document"],
        ),
        ("render", ["docx", "lxml", "questionary", "rich", "subprocess", "authoring.writers.html"]),
        ("rules", ["jinja2", "docx", "lxml", "babel", "authoring.writers", "authoring.document"]),
    ],
)
def test_a_command_imports_only_what_it_uses(command, absent, good, tmp_path):
    arguments = {"check": [str(good)], "render": [str(good), "--out", str(tmp_path)], "rules": []}[command]
    script = (
        "import atexit, sys\nfrom authoring.__main__ import main\n"
        "atexit.register(lambda: print(*sys.modules, sep='\\n', file=sys.stderr))\n"
        f"sys.argv[1:] = {[command, *arguments]!r}\nmain()"
    )
    done = python("-c", script)
    assert done.returncode == 0
    loaded = set(done.stderr.decode().split())
    assert not {name for name in absent if name in loaded}


EXAMPLES = Path(__file__).parents[2] / "examples"
JIAXIAN = EXAMPLES / "jiaxian-2024"


class TestAnnexes:
    def test_separate_annexes_are_files_of_their_own(self, tmp_path, capsys):
        report, last = str(JIAXIAN / "report.yaml"), str(JIAXIAN / "last-year.yaml")
        arguments = ["render", report, "--from", last, "--out", str(tmp_path), "--annexes", "separate"]
        assert run([*arguments, "--to", "docx,txt"]) == 0
        stem = "2024年度甲县机关事务服务中心部门整体支出绩效自评报告"
        names = [
            stem,
            f"{stem}_附件1部门整体支出绩效自评表",
            f"{stem}_附件2-1项目支出绩效自评表（公务用车平台运行）",
            f"{stem}_附件2-2项目支出绩效自评表（机关大院维修改造）",
            f"{stem}_附件3部门整体支出绩效评价基础数据表",
        ]
        assert {p.name for p in tmp_path.iterdir()} == {f"{n}{s}" for n in names for s in (".docx", ".txt")}
        text = (tmp_path / f"{stem}.txt").read_text(encoding="utf-8")
        assert "附件：1.部门整体支出绩效自评表" in text
        assert "一级指标" not in text
        assert "一级指标" in (tmp_path / f"{names[1]}.txt").read_text(encoding="utf-8")

    def test_another_place_for_annexes_is_refused(self, good, capsys):
        assert run(["render", str(good), "--annexes", "elsewhere"]) == 2
        assert in_chinese(capsys.readouterr().err)

    def test_what_the_form_has_no_place_for_is_told(self, good, tmp_path, capsys):
        changed(good, "存在问题: 无", "存在问题: 无\n资产: {资产总额: 12.00}\n主要经验: [{标题: 统筹}]")
        assert run(["render", str(good), "--out", str(tmp_path)]) == 0
        said = capsys.readouterr().err
        assert "“资产.资产总额”" in said
        assert "“主要经验[1].标题”" in said
        assert run(["render", str(good), "--out", str(tmp_path), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["reports"][0]["left_out"] == [
            "资产.资产总额",
            "主要经验[1].标题",
        ]


LAST = (
    GOOD.replace("年度: 2024", "年度: 2023").replace("2,601.00", "2,300.00").replace("'2,247.13'", "1946.14")
)


def test_annexes_left_from_an_earlier_run_are_named(tmp_path, capsys):
    told = (Path(__file__).parents[2] / "examples" / "jiaxian-2024" / "report.yaml").read_text(
        encoding="utf-8"
    )
    report = tmp_path / "报告.yaml"
    report.write_text(told, encoding="utf-8")
    assert run(["render", str(report), "--annexes", "separate", "--to", "txt"]) == 0
    assert "以前的附件" not in capsys.readouterr().err
    without = told[: told.index("\n项目自评:")] + told[told.index("\n基础数据:") :]
    report.write_text(without, encoding="utf-8")
    assert run(["render", str(report), "--annexes", "separate", "--to", "txt"]) == 0
    assert "以前的附件，这次没有生成，不再用的请删去" in capsys.readouterr().err


def test_closed_streams_are_no_traceback(good):
    command = f"{sys.executable} -m authoring check {good} >&- 2>&-"
    done = subprocess.run(["sh", "-c", command], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0


class TestLastYear:
    @pytest.fixture
    def last(self, tmp_path):
        path = tmp_path / "上年.yaml"
        path.write_text(LAST, encoding="utf-8")
        return path

    def rules(self, out):
        findings = json.loads(out)["reports"][0]["findings"]
        return {f["rule"]: f["message"] for f in findings if f["outcome"] == "不符"}

    def test_its_figures_are_carried_over_and_changes_want_reasons(self, good, last, capsys):
        assert run(["check", str(good), "--from", str(last), "--json"]) == 0
        assert "增长 15.47%" in self.rules(capsys.readouterr().out)["SN-03"]

    def test_the_change_is_worded(self, good, last, tmp_path):
        assert run(["render", str(good), "--from", str(last), "--out", str(tmp_path), "--to", "txt"]) == 0
        text = next(tmp_path.glob("*自评报告.txt")).read_text(encoding="utf-8")
        assert "与上年的2300.00万元相比，支出增加301.00万元，增长13.09%" in text

    @pytest.mark.parametrize(
        ("old", "new", "rule"),
        [
            ("甲县机关事务服务中心", "乙县机关事务服务中心", "SN-01"),
            ("年度: 2023", "年度: 2022", "SN-01"),
            ("年度: 2023", "年度: 2024", "SN-01"),
            ("表单: hunan-department", "表单: shanxi-unit", "SN-04"),
        ],
    )
    def test_another_units_or_years_or_forms_file_is_told(self, good, last, capsys, old, new, rule):
        last.write_text(LAST.replace(old, new), encoding="utf-8")
        assert run(["check", str(good), "--from", str(last), "--json"]) in {0, 1}
        found = self.rules(capsys.readouterr().out)
        assert rule in found
        assert ("SN-03" in found) is (rule == "SN-04")

    @pytest.mark.parametrize("content", [None, "", "表单: [", "\0"])
    def test_one_that_cannot_be_read_is_a_sentence(self, good, last, capsys, content):
        last.unlink()
        if content is not None:
            last.write_text(content, encoding="utf-8")
        assert run(["check", str(good), "--from", str(last)]) == 2
        assert in_chinese(capsys.readouterr().err)

    def test_one_that_does_not_add_up_itself_is_told(self, good, last, capsys):
        last.write_text(LAST.replace("1946.14", "1964.14"), encoding="utf-8")
        run(["check", str(good), "--from", str(last)])
        assert "上年.yaml：这份上年的文件自身对不上（ZC-01）" in capsys.readouterr().err

    def test_it_goes_with_one_report_only(self, good, last, capsys):
        assert run(["check", str(good), str(good), "--from", str(last)]) == 2
        assert "--from 只用于一个报告" in capsys.readouterr().err


def test_forms_tell_a_program_all_there_is(capsys):
    assert run(["forms", "--json"]) == 0
    forms = {form["code"]: form for form in json.loads(capsys.readouterr().out)["forms"]}
    assert set(forms) >= {"hunan-department", "changsha-department", "jiangxi-evaluation", "shanxi-unit"}
    hunan = forms["hunan-department"]
    assert [len(forms[c]["sections"]) for c in sorted(forms)] == [6, 10, 4, 4]
    assert [a["each"] for a in hunan["annexes"]] == [None, "项目自评", None]
    assert hunan["scoring"]["weights"] == {
        "预算执行率": "10",
        "产出指标": "50",
        "效益指标": "30",
        "满意度指标": "10",
    }
    assert "待核原文" in hunan["scoring"]["source"]
    assert (hunan["signed"], forms["jiangxi-evaluation"]["signed"]) == (True, False)
