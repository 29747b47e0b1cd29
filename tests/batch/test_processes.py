"""Many processes, killed ones, interrupted ones: the same bytes as one that was left in peace."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from authoring.batch import paging
from authoring.batch.holding import interrupts_noted
from authoring.batch.outcome import Status
from authoring.batch.run import run
from tests.batch import deeds
from tests.batch.test_batch import batch, files, lines, statuses, yaml

KILLS = int(os.environ.get("GOUJI_KILLS", "10"))
"""How many times a batch is killed; tests/bench/kills.py asks for more."""
ROOT = Path(__file__).resolve().parents[2]
NAMES = [
    f"单位{n % 61:03}{'|wrong' if n % 7 == 3 else ''}{'|cell' if n % 11 == 5 else ''}" for n in range(70)
]


@pytest.fixture(autouse=True)
def _reader(monkeypatch):
    monkeypatch.setattr(paging, "read_workbook", deeds.read_lines)


def test_two_processes_make_the_bytes_of_one(tmp_path):
    source = lines(tmp_path / "a.csv", *NAMES)
    one = batch(source, out=tmp_path / "one")
    two = batch(source, out=tmp_path / "two", jobs=2, work=deeds.uneven)
    assert one == two
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert batch(source, out=tmp_path / "two", jobs=2).summary.reused == len(NAMES)


def test_a_unit_that_kills_its_process_takes_no_other_with_it(tmp_path):
    names = [f"单位{n:02}" for n in range(20)]
    names[9] = "杀手"
    rows = batch(lines(tmp_path / "a.csv", *names), out=tmp_path / "o", jobs=2, work=deeds.killing)
    assert [row.unit for row in rows if row.status is not Status.MADE] == ["杀手"]
    assert "意外中断" in rows[9].reason
    assert len(files(tmp_path / "o")) == 38


def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(tmp_path):
    source = tmp_path / "来源"
    source.mkdir()
    lines(source / "a.csv", *NAMES)
    whole = batch(source, out=tmp_path / "whole")
    chance = random.Random(7)
    for trial in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.batch.deeds", str(source), str(tmp_path / "o"), "1"],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        ledger = tmp_path / "o" / ".gouji-batch.jsonl"
        deadline = time.monotonic() + 20
        while process.poll() is None and time.monotonic() < deadline and not ledger.exists():
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.5 if KILLS <= 10 else 0.05) if trial else 0.35)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name, content in files(tmp_path / "o").items():
            assert name.endswith(".part") or content == (tmp_path / "whole" / name).read_bytes()
    rows = batch(source, out=tmp_path / "o")
    assert rows == whole
    left = {n: c for n, c in files(tmp_path / "o").items() if not n.endswith(".part")}
    assert left == files(tmp_path / "whole")
    assert not [n for n in files(tmp_path / "o") if n.endswith(".part")]


def test_ctrl_c_ends_between_two_rows_and_what_is_done_stays(tmp_path):
    source = lines(tmp_path / "a.csv", *NAMES)
    count = [0]

    def pressing(item, wish):
        count[0] += 1
        if count[0] == 20:
            os.kill(os.getpid(), signal.SIGINT)
        return deeds.work(item, wish)

    rows = batch(source, out=tmp_path / "o", work=pressing)
    assert rows.summary.interrupted
    assert sum(rows.summary.counts.values()) == 20
    again = batch(source, out=tmp_path / "o")
    assert again == batch(source, out=tmp_path / "whole")
    assert again.summary.reused == 20


def test_a_second_ctrl_c_interrupts_at_once():
    with interrupts_noted() as pressed:
        os.kill(os.getpid(), signal.SIGINT)
        assert pressed()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_statuses_are_three(tmp_path):
    rows = batch(lines(tmp_path / "a.csv", *NAMES), out=tmp_path / "o")
    assert set(statuses(rows)) <= {"已生成", "有差错", "未处理"}
    assert callable(run)


def test_the_units_are_counted_beside_the_work(tmp_path):
    from authoring.batch.listing import Listing
    from authoring.batch.tally import Tally

    sources = [
        lines(tmp_path / "a.csv", *NAMES),
        lines(tmp_path / "b.csv", "甲", "|stop"),
        tmp_path / "c.yaml",
    ]
    sources += [lines(tmp_path / "d.csv", "甲|die"), lines(tmp_path / "e.csv", "甲")]
    tally = Tally(Listing(sources, tmp_path / "o"), "", None)
    with tally:
        tally._thread.join(20)
    assert (
        tally.total == len(NAMES) + 2 + 1 + 1 + 1 == len(batch(*sources, out=tmp_path / "o", forecast=True))
    )


@pytest.mark.skipif(os.name == "nt", reason="no pseudo terminals")
def test_a_terminal_sees_one_line_of_progress(tmp_path):
    import pexpect

    for number in range(150):
        lines(tmp_path / f"{number}.yaml", "表单: x")
    child = pexpect.spawn(
        sys.executable, ["-m", "authoring", "batch", str(tmp_path), "--out", str(tmp_path / "o")],
        encoding="utf-8", timeout=20, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT,
    )  # fmt: skip
    child.expect("共 150 份")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_in_the_terminal_exits_130_without_a_traceback(jobs, tmp_path):
    for number in range(400):
        yaml(tmp_path / "来源" / f"{number:03}.yaml", f"单位{number}")
    process = subprocess.Popen(
        [sys.executable, "-m", "authoring", "batch", "来源", "--out", "o", "--jobs", jobs],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob("o/*.txt")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    out, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "--resume" in said
    assert "Traceback" not in said + out
    done = len(list(tmp_path.glob("o/*.txt")))
    assert 0 < done < 400
    assert f"完成的 {done} 份" in said


def test_interrupted_at_once_what_was_done_is_written_down(tmp_path):
    source = lines(tmp_path / "a.csv", *NAMES)

    def stopping(item, wish):
        if item.unit.row == 20:
            raise KeyboardInterrupt
        return deeds.work(item, wish)

    with pytest.raises(KeyboardInterrupt):
        batch(source, out=tmp_path / "o", work=stopping)
    assert batch(source, out=tmp_path / "o").summary.reused == 19


def test_with_one_process_too_a_unit_that_kills_it_is_one_row(tmp_path):
    names = ["甲局", "杀手", "乙局"]
    rows = batch(lines(tmp_path / "a.csv", *names), out=tmp_path / "o", jobs=1, work=deeds.killing)
    assert statuses(rows) == ["已生成", "未处理", "已生成"]
    assert "意外中断" in rows[1].reason
    assert rows.summary.counts == {"已生成": 2, "有差错": 0, "未处理": 1}


def test_a_unit_that_killed_its_process_does_not_kill_the_next_run_either(tmp_path):
    source = lines(tmp_path / "a.csv", "甲局", "杀手", "乙局")
    first = batch(source, out=tmp_path / "o", jobs=1, work=deeds.killing)
    again = batch(source, out=tmp_path / "o", jobs=1, work=deeds.killing)
    assert again == first
    assert again.summary.reused == 2


def test_the_command_never_makes_reports_in_its_own_process(tmp_path, monkeypatch):
    from authoring.cli import batch as command
    from authoring.cli.program import run as gouji

    given = []
    monkeypatch.setattr(command, "run", lambda _s, options, _p: given.append(options.jobs) or 1 / 0)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ZeroDivisionError):
        gouji(["batch", "a.csv", "--out", "o"])
    assert given == [1]


def test_a_large_workbook_is_waited_for_longer(tmp_path):
    file = tmp_path / "表.xlsx"
    for megabytes, seconds in ((1, 60), (64, 60), (564, 560)):
        with file.open("wb") as stream:
            stream.truncate(megabytes << 20)
        assert paging._patience(file) == seconds
    assert paging._patience(tmp_path / "无") == paging._patience(tmp_path / "a\0b") == 60
