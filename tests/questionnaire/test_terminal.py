"""The program in a terminal of its own, driven as a person would: typed at, interrupted, closed, killed."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from authoring.draft.draft import Draft
from authoring.draft.keeper import Keeper
from authoring.draft.report_file import open_report, read_draft
from authoring.forms.finder import load_form
from authoring.opening import open_last
from authoring.questionnaire.filling import Filling
from authoring.questionnaire.walk import Walk

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

import pexpect
import pyte

from tests.questionnaire.robot import Robot

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"


class Terminal:
    """A program at a terminal whose screen can be read."""

    def __init__(self, *arguments, columns=80, lines=24, term="xterm", **surroundings):
        env = {**os.environ, "TERM": term, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **surroundings}
        self.screen = pyte.HistoryScreen(columns, lines, history=5000)
        self.stream = pyte.Stream(self.screen)
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "authoring", *map(str, arguments)],
            env=env,
            encoding="utf-8",
            dimensions=(lines, columns),
            timeout=20,
        )
        self.seen = ""

    def read(self, until, seconds=20.0):
        """Read until words stand behind what was read before."""
        start, limit = len(self.seen), time.monotonic() + seconds
        while not re.search(until, self._plain(self.seen[start:])):
            try:
                piece = self.child.read_nonblocking(4096, timeout=0.2)
            except pexpect.TIMEOUT:
                piece = ""
            except pexpect.EOF:
                raise AssertionError(f"ended before {until!r}: {self.seen[-2000:]}") from None
            self.seen += piece
            self.stream.feed(piece)
            assert time.monotonic() < limit, f"no {until!r} in {self._plain(self.seen[start:])!r}"
        return self._plain(self.seen[start:])

    @staticmethod
    def _plain(text):
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r", "", text)

    def type(self, text):
        self.child.send(f"{text}\r")

    def interrupt(self):
        """Ctrl-C, once the terminal is raw: while the toolkit starts it may drop one."""
        time.sleep(0.5)
        self.child.sendintr()

    def end(self):
        """Wait for the end; the exit code."""
        self.child.expect(pexpect.EOF)
        self.seen += self.child.before
        self.child.close()
        return self.child.exitstatus


@pytest.fixture
def report(tmp_path):
    return tmp_path / "报告.yaml"


def begun(report, *, plain=False, **more):
    options = ["--plain"] if plain else []
    return Terminal("new", report, "--form", "hunan-department", "--year", "2024", *options, **more)


@pytest.mark.parametrize(
    "more", [{}, {"columns": 40}, {"NO_COLOR": "1"}, {"term": "dumb"}, {"term": "vt100"}]
)
def test_the_first_minute_in_any_terminal(report, more):
    terminal = begun(report, **more)
    terminal.read("单位全称")
    terminal.type("甲县机关事务服务中心")
    terminal.read("单位自称")
    terminal.type("<")
    terminal.read("现填：甲县机关事务服务中心")
    terminal.type("")
    terminal.read("单位自称")
    terminal.interrupt()
    assert terminal.end() == 130
    assert "下次用 gouji fill" in terminal._plain(terminal.seen)
    assert read_draft(report).answers["单位"] == {"全称": "甲县机关事务服务中心"}
    english = re.findall(r"[A-Za-z]{4,}", terminal._plain(terminal.seen).replace(str(report), ""))
    assert set(english) <= {"hunan", "department", "Ctrl", "gouji", "fill", "yaml"}


def test_the_menu_is_chosen_from_by_number(report):
    terminal = begun(report)
    terminal.read("单位全称")
    terminal.type("/")
    terminal.read("离开（答案已保存）")
    terminal.type("2")
    terminal.read("年初预算数（万元）")
    terminal.type("2674.56")
    terminal.read("年中调整数")
    time.sleep(0.5)  # until the terminal is raw, Ctrl-D is not the program's
    terminal.child.sendcontrol("d")
    assert terminal.end() == 130
    assert read_draft(report).answers["预算"] == {"年初预算数": "2674.56"}


def test_pasted_lines_are_entries(report):
    terminal = begun(report)
    terminal.read("单位全称")
    terminal.type("/主要职能")
    terminal.read("第1项")
    terminal.child.send("\x1b[200~管理大院\n管理公车\x1b[201~\r")
    terminal.read("第3项")
    assert read_draft(report).answers["单位"]["主要职能"] == ["管理大院", "管理公车"]
    terminal.child.close(force=True)


def test_a_menu_says_that_what_was_pasted_is_no_choice(report):
    terminal = begun(report)
    terminal.read("单位全称")
    terminal.type("/")
    terminal.read("离开（答案已保存）")
    terminal.child.send("\x1b[200~管理大院\x1b[201~")
    terminal.read("没有这个选项")
    terminal.type("q")
    assert terminal.end() == 0


@pytest.mark.parametrize("plain", [True, False])
def test_letters_that_begin_with_w_are_no_none(report, plain):
    report.write_text(
        "表单: hunan-department\n年度: 2024\n支出: {基本: {明细: [{科目: 印刷费}, {科目: 差旅费}]}}\n",
        encoding="utf-8",
    )
    terminal = Terminal("fill", report, *(["--plain"] if plain else []))
    terminal.read("单位全称")
    terminal.type("/基本.明细")
    terminal.read("去哪一题|第3项")
    terminal.type("")
    terminal.read("第3项")
    terminal.type("wyglf")
    terminal.read("30209 物业管理费")
    terminal.read("金额（万元）")
    terminal.child.close(force=True)
    items = read_draft(report).answers["支出"]["基本"]["明细"]
    assert [item["科目"] for item in items] == ["印刷费", "差旅费", "物业管理费"]


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_lines_pasted_are_one_answer(report, term):
    terminal = begun(report, term=term)
    terminal.read("单位全称")
    pasted = "甲县中心\n乙县中心\n丙县中心"
    terminal.type(pasted if term == "dumb" else f"\x1b[200~{pasted}\x1b[201~")
    terminal.read("粘贴的有 3 行")
    terminal.type("")
    terminal.read("单位全称")
    terminal.child.close(force=True)
    assert "单位" not in read_draft(report).answers


def test_a_line_too_long_for_the_terminal_is_asked_again(report):
    terminal = begun(report, term="dumb")
    terminal.read("单位全称")
    terminal.type("县" * 1500)
    terminal.read("没有收全")
    terminal.child.close(force=True)
    assert "单位" not in read_draft(report).answers


class Recorder(Robot):
    """Remembers what was asked and typed."""

    def __init__(self, answers):
        super().__init__(answers)
        self.steps = []

    def line(self, ask):
        typed = super().line(ask)
        self.steps.append((ask.prompt, "w" if typed == "无" else typed, ask.at_once and typed == "w"))
        return typed

    def pick(self, prompt, choices, default=""):
        key = super().pick(prompt, choices, default)
        self.steps.append((prompt, key, False))
        return key


def recorded(source, last, folder):
    """What is asked and typed, from the first question to the report."""
    draft = Draft({"版本": "1", "表单": source["表单"], "年度": source["年度"]})
    with Keeper.create(folder / "预演.yaml", draft) as keeper:
        robot = Recorder(source)
        filling = Filling(keeper, load_form(source["表单"]))
        if last.exists():
            filling.begin_from(open_last(last).report)
        Walk(filling, robot, list).begin()
    return robot.steps


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("lusong-2024", False),
        ("jiaxian-2024", True),
        ("wangcheng-2020", True),
        ("wanzai-2021", True),
        ("xiangfen-2021", True),
    ],
)
def test_a_whole_report_typed_at_a_terminal_is_the_examples_document(name, plain, tmp_path):
    """From `gouji new` to the Word file, for every form."""
    source = read_draft(EXAMPLES / name / "report.yaml").answers
    report, last = tmp_path / "报告.yaml", EXAMPLES / name / "last-year.yaml"
    more = [*(["--plain"] if plain else []), *(["--from", last] if last.exists() else [])]
    terminal = Terminal(
        "new", report, "--form", source["表单"], "--year", source["年度"], *more, columns=250, lines=60
    )
    terminal.child.delaybeforesend = None
    for prompt, typed, at_once in recorded(source, last, tmp_path):
        terminal.read(re.escape(prompt))
        paste = not plain and "\n" in typed
        end = "" if at_once and not plain else "\r"
        terminal.child.send((f"\x1b[200~{typed}\x1b[201~" if paste else typed) + end)
    assert terminal.end() == 0
    (made,) = tmp_path.glob("*.docx")
    golden = [*(EXAMPLES / name).glob("*.docx")]
    assert made.read_bytes() in [each.read_bytes() for each in golden], sorted(tmp_path.iterdir())


def test_it_goes_on_where_it_stopped(report):
    terminal = begun(report)
    terminal.read("单位全称")
    terminal.type("甲县机关事务服务中心")
    terminal.read("单位自称")
    terminal.interrupt()
    terminal.end()
    again = Terminal("fill", report)
    assert "已答 1 题" in again.read("单位自称")
    again.interrupt()
    assert again.end() == 130


def test_a_second_one_says_who_has_the_file(report):
    first = begun(report)
    first.read("单位全称")
    second = Terminal("fill", report)
    second.read(f"进程 ?{first.child.pid}")
    assert second.end() == 2
    first.child.kill(signal.SIGKILL)
    first.child.wait()
    third = Terminal("fill", report)
    third.read("单位全称")
    third.child.close(force=True)


SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]


def interrupted(report, how, chance):
    """One sitting, ended at a random moment of its last answer: what was confirmed, and what was not yet."""
    terminal = (
        begun(report, plain=True)
        if not report.exists()
        else Terminal("fill", report, "--plain", "--section", "1")
    )
    terminal.read("单位全称: $|单位自称: $")
    terminal.type("<")
    terminal.read("单位全称: $")
    confirmed = None
    for _ in range(chance.randint(0, 3)):
        confirmed = f"甲县第{chance.randint(1000, 9999)}中心"
        terminal.type(confirmed)
        terminal.read("单位自称: $")
        terminal.type("<")
        terminal.read("单位全称: $")
    last = f"甲县第{chance.randint(1000, 9999)}中心"
    terminal.type(last)
    time.sleep(chance.random() * 0.06)
    terminal.child.kill(how)
    terminal.child.close(force=True)
    return confirmed, last


@pytest.mark.parametrize("how", SIGNALS)
def test_what_was_answered_outlives_any_end(report, how):
    chance = random.Random(20241121 + how)
    before = None
    for _ in range(int(os.environ.get("GOUJI_INTERRUPTIONS", "4"))):
        confirmed, last = interrupted(report, how, chance)
        _, kept = open_report(report)
        name = kept.unit.name if kept.unit else None
        assert name in {confirmed or before, last}
        before = name


@pytest.mark.parametrize("arguments", [["new", "新.yaml", "--form", "hunan-department"], ["fill", "有.yaml"]])
def test_without_a_terminal_it_says_so(tmp_path, arguments):
    (tmp_path / "有.yaml").write_text("表单: hunan-department\n年度: 2024\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "authoring", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input="甲\n乙\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "不是终端" in done.stderr
    assert not (tmp_path / "新.yaml").exists()


def test_new_does_not_touch_what_is_there(report):
    report.write_text("表单: hunan-department\n年度: 2024\n", encoding="utf-8")
    done = Terminal("new", report, "--form", "hunan-department")
    done.read("gouji fill")
    assert done.end() == 2
