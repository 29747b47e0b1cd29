"""A function in a process of its own: its result, its errors, and every way to die."""

import io
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from authoring.decoding import Decoded, decode
from authoring.errors import FormError, GoujiError, InputError, Problem
from authoring.intake import child, worker
from authoring.intake.archive import Members
from authoring.intake.kinds import Kind
from authoring.intake.worker import CrashedError, TooLargeError, TooSlowError, Worker, WorkerError, limited
from tests.intake.deeds import (
    MEGABYTE,
    OwnError,
    deaf,
    endless,
    files,
    fill,
    many,
    odd,
    printing,
    raising,
    refusing,
    same,
    shut,
    unsent,
    where,
)
from tests.intake.hostile import workbook

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals")
VALUES = [None, 1, 1.5, "甲", b"\0", (1, [2, {"a": {3}}]), Decimal("1.50"), date(2024, 2, 29), Fraction(1, 3)]
VALUES += [Kind.XLSX, Problem("甲", "a", 1), frozenset({1})]


@pytest.fixture(scope="module")
def shared():
    with Worker(seconds=20) as kept:
        yield kept


def gone(pid):
    """Whether the process is gone within a second, not even a zombie."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_come_back_as_they_are(shared, value):
    assert shared.call(same, value) == value


def test_one_child_serves_many_calls(shared):
    assert shared.call(where) == shared.call(where) != os.getpid()
    assert shared.call(decode, "甲乙丙丁".encode()) == Decoded("甲乙丙丁", "utf-8")


def test_large_messages_go_both_ways(shared):
    assert shared.call(same, bytes(20 * MEGABYTE)) == bytes(20 * MEGABYTE)


def test_what_a_library_prints_disturbs_nothing(shared):
    assert shared.call(printing) == "said"


def test_our_errors_come_back(shared):
    with pytest.raises(InputError) as caught:
        shared.call(refusing)
    assert type(caught.value) is InputError
    assert caught.value.problems == (Problem("乙", "a.xlsx", 1), Problem("甲", "a.xlsx", 2))
    with pytest.raises(FormError, match="甲"):
        shared.call(raising, FormError, "甲")
    with pytest.raises(GoujiError, match="乙"):
        shared.call(raising, OwnError, "乙")


@pytest.mark.parametrize(
    ("function", "args", "how"),
    [
        (raising, (ValueError, "坏"), "ValueError"),
        (raising, (SystemExit, 3), "SystemExit"),
        (raising, (RecursionError,), "RecursionError"),
        (unsent, (), "AttributeError|PicklingError"),
        (odd, (), "结果无法识别"),
    ],
)
def test_other_errors_are_told_in_chinese(shared, function, args, how):
    with pytest.raises(
        CrashedError, match=f"^a.xlsx：处理时程序意外中断（.*({how}).*），文件可能.*请用"
    ) as caught:
        shared.call(function, *args, file="a.xlsx")
    assert caught.value.detail
    assert shared.call(same, 1) == 1


DEATHS = [
    (os._exit, (0,), CrashedError, "退出码 0"),
    (os._exit, (3,), CrashedError, "退出码 3"),
    (endless, (), TooSlowError, "处理超过 0.3 秒"),
    (time.sleep, (60,), TooSlowError, "处理超过 0.3 秒"),
]
if sys.platform == "linux":
    DEATHS += [
        (bytearray, (600 * MEGABYTE,), TooLargeError, "内存超过 200 MB"),
        (fill, (), TooLargeError, "内存超过 200 MB"),
    ]
if os.name != "nt":
    DEATHS += [
        (os.abort, (), CrashedError, "信号 6"),
        (deaf, (), TooSlowError, "0.3 秒"),
    ]


@pytest.mark.parametrize(("function", "args", "kind", "words"), DEATHS)
@POSIX
def test_every_death_is_an_error_and_the_child_is_replaced(function, args, kind, words):
    with Worker(seconds=0.3, memory=200 * MEGABYTE) as kept:
        before = kept.call(where)
        begun = time.perf_counter()
        with pytest.raises(kind, match=words) as caught:
            kept.call(function, *args, file="甲.xlsx")
        assert time.perf_counter() - begun < 2
        assert isinstance(caught.value, WorkerError)
        assert isinstance(caught.value, InputError)
        (problem,) = caught.value.problems
        assert problem.file == "甲.xlsx"
        assert "请用 Excel、Word 或 WPS 打开" in problem.message
        assert gone(before)
        after = kept.call(where)
        assert after != before
    assert gone(after)


@POSIX
def test_a_child_killed_while_idle_is_replaced():
    with Worker() as kept:
        before = kept.call(where)
        os.kill(before, signal.SIGKILL)
        kept._process.wait()
        assert kept.call(where) != before


@POSIX
def test_a_child_that_takes_nothing_in_is_late():
    with Worker(seconds=0.2) as kept:
        os.kill(kept.call(where), signal.SIGSTOP)
        with pytest.raises(TooSlowError):
            kept.call(same, bytes(5 * MEGABYTE))
        assert kept.call(same, 1) == 1


def test_members_can_be_sent(shared):
    members = Members(workbook(), "a.xlsx")
    assert shared.call(members.names) == members.names()
    assert shared.call(members.read, "[Content_Types].xml") == members.read("[Content_Types].xml")


def test_once():
    assert limited(same, 7, seconds=20) == 7
    with pytest.raises(TooSlowError):
        limited(endless, seconds=0.1)
    with Worker(seconds=20) as kept, pytest.raises(TooSlowError, match=r"超过 0\.1 秒"):
        kept.call(endless, seconds=0.1)


def test_a_worker_unused_starts_nothing():
    with Worker() as kept:
        assert kept._process is None


def test_what_cannot_be_sent_is_the_programmers_error(shared):
    with pytest.raises((AttributeError, pickle.PicklingError)):
        shared.call(lambda: 1)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_child_inherits_no_file(tmp_path):
    with (tmp_path / "a").open("w") as stream, Worker() as kept, Worker() as other:
        os.set_inheritable(stream.fileno(), True)
        kept.call(same, 1)
        found = sorted(re.sub(r"\W.*", "", each.strip("/")) for each in other.call(files))
        assert found == ["dev", "pipe", "pipe"]


def test_an_answer_that_is_too_long_is_not_taken(monkeypatch):
    monkeypatch.setattr(worker, "ANSWER_BYTES", MEGABYTE)
    with Worker() as kept:
        assert len(kept.call(many, MEGABYTE - 99)) == MEGABYTE - 99
        with pytest.raises(TooLargeError, match="结果超过 1 MB"):
            kept.call(many, MEGABYTE)
        assert kept.call(same, 1) == 1


class Evil:
    def __init__(self, *made):
        self.made = made

    def __reduce__(self):
        return self.made


@pytest.mark.parametrize(
    "made",
    [(os.system, ("true",)), (eval, ("1",)), (subprocess.Popen, (["true"],)), (decode, (b"",)), (Worker, ())],
)
def test_an_answer_runs_nothing(made):
    with pytest.raises(pickle.UnpicklingError, match="is not for answers"):
        worker._Answer(io.BytesIO(pickle.dumps(Evil(*made)))).load()


def test_an_answer_reaches_nothing_through_a_module_of_ours():
    with pytest.raises(pickle.UnpicklingError):
        worker._Answer(io.BytesIO(b"\x80\x04\x8c\x10authoring.atomic\x8c\x09os.system\x93.")).load()
    with pytest.raises(pickle.UnpicklingError):
        worker._Answer(io.BytesIO(b"\x80\x04\x8c\x12authoring.decoding\x8c\x0cre.RegexFlag\x93.")).load()


def test_a_late_answer_is_late(monkeypatch):
    with Worker(seconds=20) as kept:
        before = kept.call(where)
        answer = pickle.dumps(("value", 1))
        monkeypatch.setattr(worker, "take", lambda *_: kept._kill_late(kept._process) or answer)
        with pytest.raises(TooSlowError):
            kept.call(same, 1)
        monkeypatch.undo()
        assert kept.call(where) != before


def test_a_child_that_does_not_start_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with Worker() as kept, pytest.raises(GoujiError, match="启动不了（系统错误 2），请"):
        kept.call(same, 1)
    monkeypatch.undo()
    monkeypatch.setattr(worker, "_PROGRAM", "import sys; sys.exit({!r} and 5)")
    with Worker() as kept, pytest.raises(GoujiError, match="启动不了（退出码 5），请"):
        kept.call(same, 1)


@POSIX
def test_a_child_that_shuts_its_pipe_and_lives_is_ended(monkeypatch):
    monkeypatch.setattr(worker, "_LAST_BREATH", 0.05)
    with Worker() as kept:
        pid = kept.call(where)
        with pytest.raises(CrashedError):
            kept.call(shut)
        assert gone(pid)


@POSIX
def test_ctrl_c_leaves_nothing(monkeypatch):
    with Worker() as kept:
        pid = kept.call(where)
        os.kill(pid, signal.SIGINT)
        assert kept.call(where) == pid
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            kept.call(endless)
        assert gone(pid)


PARENT = """
import sys
from authoring.intake.worker import Worker
from tests.intake import deeds as t
with Worker(seconds={seconds}) as kept:
    print(kept.call(t.where), flush=True)
    kept.call(t.{name})
"""


@POSIX
@pytest.mark.parametrize(("name", "seconds"), [("endless", 60), ("deaf", 0.5)])
def test_a_child_does_not_outlive_its_parent(name, seconds):
    program = PARENT.format(name=name, seconds=seconds)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline())
        time.sleep(0.1)
        parent.kill()
    began = time.perf_counter()
    while not orphan_gone(pid):
        assert time.perf_counter() - began < 5
        time.sleep(0.02)


def orphan_gone(pid):
    """An orphan's zombie is its new parent's affair."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return False
        return True


# the child's side, in this process


def converse(monkeypatch, *calls, memory=1 << 30):
    """What the child answers to these calls, and the limits it laid upon itself."""
    ended, limits, alarms = [], {}, []
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(child, "_end", ended.append)
    monkeypatch.setattr(resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(child.signal, "setitimer", lambda _, seconds: alarms.append(seconds))
    monkeypatch.setattr(sys, "path", list(sys.path))
    said = io.BytesIO()
    child.give(said, pickle.dumps((sys.path, memory)))
    for call in calls:
        child.give(said, pickle.dumps((1.0, pickle.dumps(call))))
    answers = io.BytesIO()
    child.serve(io.BytesIO(said.getvalue()), answers)
    answers.seek(0)
    taken = []
    while (answer := child.take(answers)) is not None:
        taken.append(pickle.loads(answer))
    return taken, limits, alarms


def test_the_child_answers(monkeypatch):
    raised = [(raising, each) for each in ((FormError, "甲"), (KeyError, 1), (MemoryError,))]
    answers, limits, alarms = converse(monkeypatch, (same, (1,)), (refusing, ()), *raised, (same, (2,)))
    assert answers[:2] == [("value", None), ("value", 1)]
    assert answers[2][0] == "input"
    assert answers[3] == ("gouji", "FormError", "甲")
    assert answers[4][:2] == ("raised", "KeyError")
    assert answers[5:] == [("memory",)]
    resource = pytest.importorskip("resource")
    assert limits[resource.RLIMIT_CORE] == (0, 0)
    if sys.platform == "linux":
        assert limits[resource.RLIMIT_AS][0] > 1 << 30
    assert alarms == [2.0, 0, 2.0, 0, 2.0, 0, 2.0, 0, 2.0]


def test_the_child_ends_with_its_parent(monkeypatch):
    assert converse(monkeypatch, (same, (1,)))[0] == [("value", None), ("value", 1)]


def test_systems_without_limits(monkeypatch, tmp_path):
    monkeypatch.setattr(child, "_STATM", tmp_path / "none")
    _, limits, _ = converse(monkeypatch, (same, (1,)))
    assert len(limits) == 1
    monkeypatch.setitem(sys.modules, "resource", None)
    child._limit(1)
    monkeypatch.delattr(child.signal, "setitimer")
    child._alarm(1)


def test_messages():
    pipe = io.BytesIO()
    child.give(pipe, b"abc")
    whole = pipe.getvalue()
    assert child.take(io.BytesIO(whole)) == b"abc"
    assert [child.take(io.BytesIO(whole[:cut])) for cut in range(len(whole))] == [None] * len(whole)
    with pytest.raises(ValueError, match="too long"):
        child.take(io.BytesIO(whole), 2)


@POSIX
def test_the_child_keeps_its_pipes_to_itself(monkeypatch):
    served = []
    monkeypatch.setattr(child.signal, "signal", lambda *_: None)
    monkeypatch.setattr(
        child, "serve", lambda calls, answers: served.append((calls.fileno(), answers.fileno()))
    )
    monkeypatch.setattr(child, "_end", served.append)
    monkeypatch.setattr(child.os, "dup2", lambda *_: None)
    child.main()
    (pipes, code) = served
    assert min(pipes) > 2
    assert code == 0
