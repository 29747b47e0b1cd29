"""Keeping a report file: one holder, whole saves, no change of anybody's lost."""

import errno
import importlib.util
import json
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import authoring
from authoring import atomic
from authoring.draft import keeper as module
from authoring.draft.comments import find_comments
from authoring.draft.draft import Draft
from authoring.draft.keeper import FileChanged, Keeper
from authoring.draft.report_file import read_draft
from authoring.errors import GoujiError, InputError, OutputError

TEXT = "# 顶上的注\n表单: test-form\n年度: 2024  # 年\n项目:\n# 第一项\n- 名称: 甲\n- 名称: 乙\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(authoring.__file__).parents[1]), "LOGNAME": "王某"}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def said(draft: Draft, **answers: Any) -> Draft:
    return replace(draft, answers={**draft.answers, **answers})


def files(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def companion(report: Path) -> Path:
    return report.with_name(f".{report.name}.gouji-lock")


def backup(report: Path) -> Path:
    return report.with_name(f"{report.name}.bak")


def start(code: str, *args: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, *map(str, args)]
    return subprocess.Popen(
        command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


HOLDER = """
import sys
from pathlib import Path
from authoring.draft.keeper import Keeper

with Keeper.open(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(report: Path) -> Iterator["subprocess.Popen[str]"]:
    with start(HOLDER, report) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def test_it_reads_answers_lines_and_comments(report: Path) -> None:
    with Keeper.open(report) as keeper:
        assert keeper.held
        assert keeper.path == report
        assert keeper.draft.answers["年度"] == "2024"
        assert keeper.draft.line(("年度",)) == 3
        assert keeper.draft.file == "报告.yaml"
        assert keeper.draft.comments[("年度",)].beside == "# 年"


def test_a_save_keeps_comments_and_tells_the_new_lines(report: Path) -> None:
    with Keeper.open(report) as keeper:
        keeper.save(said(keeper.draft, 年度="2025"))
        assert report.read_text(encoding="utf-8") == TEXT.replace("2024", "2025")
        keeper.save(said(keeper.draft, 项目=["无", *keeper.draft.answers["项目"]]))
        now = read_draft(report)
        assert keeper.draft.answers == now.answers
        assert keeper.draft.lines == now.lines
        assert keeper.draft.line(("项目", 1)) == 7


def test_comments_of_moved_entries_are_written_once(report: Path) -> None:
    with Keeper.open(report) as keeper:
        turned = said(keeper.draft, 项目=keeper.draft.answers["项目"][::-1])
        for year in range(2025, 2030):
            keeper.save(said(turned, 年度=str(year)))
    text = report.read_text(encoding="utf-8")
    assert text.count("#") == TEXT.count("#")
    assert text.index("乙") < text.index("# 第一项") < text.index("甲")


def test_comments_stay_if_the_answers_come_without_any(report: Path) -> None:
    with Keeper.open(report) as keeper:
        for year in ("2025", "2026"):
            keeper.save(Draft({**keeper.draft.answers, "年度": year}))
    assert report.read_text(encoding="utf-8").count("#") == TEXT.count("#")


@pytest.mark.parametrize(
    "answers",
    [
        {"年度": "2025"},
        {"年度": None},
        {"表单": {"甲": "多行\n文字"}},
        {"项目": "无"},
        {"项目": []},
        {"项目": [{"名称": "丙"}, {"名称": "乙"}]},
    ],
)
def test_comments_are_known_as_the_next_reader_finds_them(report: Path, answers: dict[str, Any]) -> None:
    for text in (TEXT + "# 末尾\n", TEXT.replace("# 第一项\n", "\n")):
        report.write_text(text, encoding="utf-8")
        with Keeper.open(report) as keeper:
            for year in ("2026", "2027"):
                draft = said(Draft(read_draft(report).answers), 年度=year)
                keeper.save(said(draft, **answers))
                found = find_comments(report.read_text(encoding="utf-8"))
                assert keeper.draft.comments == found
                assert text.count("#") == report.read_text(encoding="utf-8").count("#")


def test_the_comment_of_an_answer_that_is_taken_out_stays(report: Path) -> None:
    with Keeper.open(report) as keeper:
        for year in ("2026", "2027"):
            keeper.save(Draft({"表单": year, "项目": keeper.draft.answers["项目"]}))
            assert keeper.draft.comments == find_comments(report.read_text(encoding="utf-8"))
    assert report.read_text(encoding="utf-8").count("# 年\n") == 1


def test_nothing_is_written_if_nothing_changed(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Keeper.open(report) as keeper:
        keeper.save(said(keeper.draft, 年度="2025"))
        monkeypatch.setattr(atomic, "save", None)
        keeper.save(keeper.draft)
        assert keeper.draft.answers["年度"] == "2025"


def test_no_backup_of_what_is_not_changed(report: Path) -> None:
    with Keeper.open(report) as keeper:
        keeper.save(keeper.draft)
    assert report.read_text(encoding="utf-8") == TEXT
    assert files(report.parent) == ["报告.yaml"]


class TestCreate:
    def test_it_writes_a_new_file_without_a_backup(self, tmp_path: Path) -> None:
        path = tmp_path / "报告.yaml"
        with Keeper.create(path, Draft({"表单": "x"})) as keeper:
            assert read_draft(path).answers == {"表单": "x"}
            assert keeper.draft.line(("表单",)) == 1
            keeper.save(said(keeper.draft, 年度="2024"))
        assert read_draft(path).answers == {"表单": "x", "年度": "2024"}
        assert files(tmp_path) == ["报告.yaml"]

    def test_it_writes_the_comments_given(self, report: Path) -> None:
        with Keeper.open(report) as keeper:
            draft = keeper.draft
        with Keeper.create(report.with_name("新.yaml"), draft):
            pass
        assert report.with_name("新.yaml").read_text(encoding="utf-8").count("#") == TEXT.count("#")

    def test_an_existing_file_is_refused(self, report: Path) -> None:
        with pytest.raises(GoujiError, match=r"已经存在.*请换一个文件名"):
            Keeper.create(report, Draft({"表单": "x"}))
        assert report.read_text(encoding="utf-8") == TEXT
        assert files(report.parent) == ["报告.yaml"]

    def test_a_missing_folder_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(OutputError, match="找不到文件夹"):
            Keeper.create(tmp_path / "没有" / "报告.yaml", Draft({"表单": "x"}))
        assert not files(tmp_path)

    def test_a_failure_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", _refusing(errno.ENOSPC))
            with pytest.raises(OutputError, match="磁盘已满"):
                Keeper.create(tmp_path / "报告.yaml", Draft({"表单": "x"}))
        assert not files(tmp_path)
        Keeper.create(tmp_path / "报告.yaml", Draft({"表单": "x"})).close()


class TestHold:
    def test_another_process_is_named(self, report: Path) -> None:
        with held_elsewhere(report) as process:
            with pytest.raises(GoujiError) as refused:
                Keeper.open(report)
            since = json.loads(companion(report).read_bytes())["since"]
            clock = datetime.fromisoformat(since).astimezone()
            message = str(refused.value)
            assert message.startswith("“报告.yaml”正由 王某@")
            assert message.endswith(f"（进程 {process.pid}）填写，{clock:%H:%M} 开始；请先在那边退出。")
            with pytest.raises(GoujiError, match="正由"):
                Keeper.create(report, Draft({}))
            process.communicate()
        assert files(report.parent) == ["报告.yaml"]
        Keeper.open(report).close()

    def test_a_second_one_in_this_process_is_refused(self, report: Path) -> None:
        with Keeper.open(report) as keeper:
            with pytest.raises(GoujiError, match=f"进程 {os.getpid()}"):
                Keeper.open(report)
            keeper.save(said(keeper.draft, 年度="2025"))
            with pytest.raises(GoujiError, match="请先在那边退出"):
                Keeper.open(report)

    @POSIX
    def test_a_killed_holder_is_free_at_once(self, report: Path) -> None:
        with held_elsewhere(report) as process:
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert companion(report).exists()
            before = time.monotonic()
            with Keeper.open(report) as keeper:
                assert time.monotonic() - before < 0.5
                assert keeper.held
                assert json.loads(companion(report).read_bytes())["pid"] == os.getpid()
        assert files(report.parent) == ["报告.yaml"]

    def test_it_lets_go_once(self, report: Path) -> None:
        first = Keeper.open(report)
        first.close()
        assert not companion(report).exists()
        with Keeper.open(report):
            first.close()
            assert companion(report).exists()
            for call in (first.reload, lambda: first.save(first.draft)):
                with pytest.raises(GoujiError, match="已经关闭"):
                    call()

    def test_an_unreadable_file_is_not_held(self, report: Path) -> None:
        report.write_text("表单: [\n", encoding="utf-8")
        with pytest.raises(InputError, match=r"报告\.yaml"):
            Keeper.open(report)
        with pytest.raises(GoujiError, match="找不到"):
            Keeper.open(report.with_name("没有.yaml"))
        assert files(report.parent) == ["报告.yaml"]

    @POSIX
    def test_a_forked_process_lets_go_of_nothing(self, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        held = Keeper.open(report)
        assert held._hold
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: 0)
            patch.setattr(os, "close", lambda descriptor: None)
            descriptor = held._hold._descriptor
            held._hold.release()
        assert companion(report).exists()
        held._hold._descriptor = descriptor
        held.close()
        assert not companion(report).exists()

    @POSIX
    def test_one_that_is_removed_while_it_is_taken_is_taken_anew(
        self, report: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        removals = [True, True, False]

        def lock(descriptor: int, real: Any = module._lock) -> None:
            if removals.pop(0):
                companion(report).unlink()
            real(descriptor)

        monkeypatch.setattr(module, "_lock", lock)
        with Keeper.open(report) as keeper:
            assert keeper.held
            assert not removals
            monkeypatch.undo()
            with pytest.raises(GoujiError, match="正由"):
                Keeper.open(report)

    @POSIX
    def test_a_new_holder_s_file_is_not_removed(self, report: Path) -> None:
        first = Keeper.open(report)
        companion(report).unlink()
        with Keeper.open(report):
            first.close()
            with pytest.raises(GoujiError, match="正由"):
                Keeper.open(report)

    @POSIX
    def test_the_link_and_its_target_are_one_file(self, report: Path) -> None:
        link = report.parent / "there" / "链接.yaml"
        link.parent.mkdir()
        link.symlink_to(report)
        with Keeper.open(link) as keeper:
            with pytest.raises(GoujiError, match=r"“报告\.yaml”正由"):
                Keeper.open(report)
            keeper.save(said(keeper.draft, 年度="2025"))
        assert link.is_symlink()
        assert files(link.parent) == ["链接.yaml"]
        assert read_draft(report).answers["年度"] == "2025"
        assert backup(report).read_text(encoding="utf-8") == TEXT

    @POSIX
    @pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS])
    def test_a_disk_without_locks_is_gone_on_with(
        self, report: Path, monkeypatch: pytest.MonkeyPatch, code: int
    ) -> None:
        monkeypatch.setattr(module, "_lock", _refusing(code))
        with Keeper.open(report) as keeper, Keeper.open(report) as other:
            assert not keeper.held
            keeper.save(said(keeper.draft, 年度="2025"))
            with pytest.raises(FileChanged):
                other.save(said(other.draft, 年度="2026"))
        assert read_draft(report).answers["年度"] == "2025"
        assert files(report.parent) == ["报告.yaml", "报告.yaml.bak"]

    @POSIX
    def test_a_link_in_its_place_is_not_followed(self, report: Path) -> None:
        victim = report.with_name("别的.txt")
        victim.write_text("不要动", encoding="utf-8")
        companion(report).symlink_to(victim)
        with Keeper.open(report) as keeper:
            assert not keeper.held
        assert victim.read_text(encoding="utf-8") == "不要动"

    @POSIX
    def test_neither_a_folder_nor_a_pipe_in_its_place_stops_the_work(self, report: Path) -> None:
        companion(report).mkdir()
        Keeper.open(report).close()
        companion(report).rmdir()
        os.mkfifo(companion(report))
        Keeper.open(report).close()
        assert stat.S_ISFIFO(companion(report).stat().st_mode)

    @POSIX
    def test_those_who_may_write_the_report_may_hold_it(self, report: Path) -> None:
        report.chmod(0o664)
        with Keeper.open(report):
            assert stat.S_IMODE(companion(report).stat().st_mode) == 0o664

    @POSIX
    def test_what_a_dead_process_of_another_user_left_is_replaced(
        self, report: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        companion(report).write_text('{"pid": 1}', encoding="utf-8")

        def refuse(path: Any, flags: int, *args: Any, real: Any = os.open) -> int:
            if path == companion(report) and flags & os.O_RDWR and path.exists():
                raise PermissionError(errno.EACCES, "")
            return int(real(path, flags, *args))

        monkeypatch.setattr(os, "open", refuse)
        with Keeper.open(report) as keeper:
            assert keeper.held
            with pytest.raises(GoujiError, match=f"进程 {os.getpid()}"):
                Keeper.open(report)

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "正由别的程序填写；请先在那边退出。"),
            (b"\xff{", "正由别的程序填写；"),
            (b"[" * 4000, "正由别的程序填写；"),
            (b'{"user": "\\u001b[2J", "host": 3, "pid": 7, "since": "x"}', "正由别的程序（进程 7）填写；"),
            (b'{"user": "\\u738b", "pid": "\\u001b", "since": "9999-12-31T23:59:59"}', "正由 王填写"),
        ],
    )
    def test_a_holder_may_have_written_anything(self, report: Path, content: bytes, words: str) -> None:
        with Keeper.open(report):
            companion(report).write_bytes(content)
            with pytest.raises(GoujiError) as refused:
                Keeper.open(report)
        assert words in str(refused.value)
        assert str(refused.value).isprintable()

    def test_another_day_is_told(self, report: Path) -> None:
        since = datetime.now(UTC) - timedelta(days=2)
        with Keeper.open(report):
            companion(report).write_text(json.dumps({"since": since.isoformat()}), encoding="utf-8")
            local = since.astimezone()
            with pytest.raises(GoujiError, match=f"，{local.month}月{local.day}日 {local:%H:%M} 开始；"):
                Keeper.open(report)

    def test_who_knows_no_name_still_holds(self, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import getpass

        monkeypatch.setattr(getpass, "getuser", lambda: (_ for _ in ()).throw(KeyError("uid")))
        with Keeper.open(report), pytest.raises(GoujiError, match=f"进程 {os.getpid()}"):
            Keeper.open(report)


@POSIX
class TestWindows:
    """The other system's branch, with its lock and its refusal to remove open files acted."""

    @pytest.fixture
    def windows(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        def locking(descriptor: int, mode: int, count: int) -> None:
            import fcntl

            assert os.lseek(descriptor, 0, os.SEEK_CUR) > 20 * 1024 * 1024
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise PermissionError(errno.EACCES, "") from error

        def unlink(path: Any, *, real: Any = os.unlink, **options: Any) -> None:
            opened = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
            if Path(path) in opened:
                raise PermissionError(errno.EACCES, "open")
            real(path, **options)

        if not Path("/proc/self/fd").exists():
            pytest.skip("needs /proc")
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
            patch.setattr(sys, "platform", "win32")
            spec = importlib.util.spec_from_file_location("keeper_on_windows", module.__file__)
            assert spec
            assert spec.loader
            loaded = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(loaded)
        monkeypatch.setattr(os, "unlink", unlink)
        return loaded

    def test_it_holds_names_and_lets_go(self, report: Path, windows: Any) -> None:
        with windows.Keeper.open(report) as keeper:
            assert keeper.held
            with pytest.raises(GoujiError, match=f"进程 {os.getpid()}"):
                windows.Keeper.open(report)
            keeper.save(said(keeper.draft, 年度="2025"))
        assert files(report.parent) == ["报告.yaml", "报告.yaml.bak"]

    def test_a_file_just_being_removed_is_waited_for(
        self, report: Path, windows: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        refusals = [True] * 4

        def refuse(path: Any, *args: Any, real: Any = os.open) -> int:
            if path == companion(report) and refusals:
                refusals.pop()
                raise PermissionError(errno.EACCES, "")
            return int(real(path, *args))

        monkeypatch.setattr(os, "open", refuse)
        monkeypatch.setattr(time, "sleep", lambda seconds: None)
        with windows.Keeper.open(report) as keeper:
            assert keeper.held
        refusals += [True] * 99
        with windows.Keeper.open(report) as keeper:
            assert not keeper.held


ADDER = """
import sys
from dataclasses import replace
from pathlib import Path
from authoring.draft.keeper import FileChanged, Keeper
from authoring.errors import GoujiError

path, name, left = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
while left:
    try:
        keeper = Keeper.open(path)
    except GoujiError:
        continue
    with keeper:
        assert keeper.held
        for _ in range(min(left, 3)):
            for _ in range(2):
                count = int(keeper.draft.answers[name]) + 1
                try:
                    keeper.save(replace(keeper.draft, answers={**keeper.draft.answers, name: str(count)}))
                    break
                except FileChanged:
                    keeper.reload()
            left -= 1
"""


def test_two_at_once_lose_no_update(tmp_path: Path) -> None:
    path = tmp_path / "报告.yaml"
    path.write_text("甲: 0\n乙: 0\n", encoding="utf-8")
    with start(ADDER, path, "甲", 60) as one, start(ADDER, path, "乙", 60) as other:
        for process in (one, other):
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in (one, other):
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        assert (one.wait(60), other.wait(60)) == (0, 0)
    assert read_draft(path).answers == {"甲": "60", "乙": "60"}
    assert files(tmp_path) == ["报告.yaml", "报告.yaml.bak"]


class TestChangedByOthers:
    @pytest.mark.parametrize("saved_before", [False, True])
    def test_it_is_told_and_left(self, report: Path, saved_before: bool) -> None:
        with Keeper.open(report) as keeper:
            if saved_before:
                keeper.save(said(keeper.draft, 年度="2023"))
            was = files(report.parent)
            edited = TEXT.replace("2024  # 年", "2030  # 别人的年")
            report.write_text(edited, encoding="utf-8")
            for _ in range(2):
                with pytest.raises(FileChanged, match="在别处改过了，没有保存") as told:
                    keeper.save(said(keeper.draft, 表单="mine"))
                assert told.value.draft
                assert told.value.draft.answers["年度"] == "2030"
                assert told.value.draft.comments[("年度",)].beside == "# 别人的年"
                assert told.value.draft.line(("年度",)) == 3
            assert report.read_text(encoding="utf-8") == edited
            assert files(report.parent) == was
            keeper.reload()
            assert keeper.draft == told.value.draft
            keeper.save(said(keeper.draft, 表单="mine"))
        assert read_draft(report).answers == {**told.value.draft.answers, "表单": "mine"}
        assert "# 别人的年" in report.read_text(encoding="utf-8")

    def test_the_time_of_the_file_does_not_matter(self, report: Path) -> None:
        with Keeper.open(report) as keeper:
            times = report.stat()
            report.touch()
            keeper.save(said(keeper.draft, 年度="2025"))
            content = report.read_bytes()
            report.write_bytes(content.replace(b"2025", b"2026"))
            os.utime(report, ns=(times.st_atime_ns, times.st_mtime_ns))
            with pytest.raises(FileChanged):
                keeper.save(said(keeper.draft, 年度="2027"))

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"PK\x03\x04", "Word、Excel"),
            ("表单: [\n".encode(), "报告.yaml 第"),
            (b"", "文件是空的"),
            (bytes(20 * 1024 * 1024 + 1), "超过 20 MB"),
        ],
    )
    def test_what_cannot_be_read_has_a_reason(self, report: Path, content: bytes, reason: str) -> None:
        with Keeper.open(report) as keeper:
            report.write_bytes(content)
            for _ in range(2):
                with pytest.raises(FileChanged) as told:
                    keeper.save(said(keeper.draft, 年度="2025"))
                assert told.value.draft is None
                assert reason in told.value.reason
                with pytest.raises(GoujiError, match=reason):
                    keeper.reload()
            assert report.read_bytes() == content
            assert keeper.draft.answers["年度"] == "2024"

    def test_a_file_that_is_gone_is_made_anew_after_a_reload(self, report: Path) -> None:
        with Keeper.open(report) as keeper:
            report.unlink()
            with pytest.raises(FileChanged, match="已被删除或移走") as told:
                keeper.save(said(keeper.draft, 年度="2025"))
            assert told.value.draft is None
            assert told.value.reason
            assert not report.exists()
            keeper.reload()
            keeper.save(said(keeper.draft, 年度="2025"))
            assert report.read_text(encoding="utf-8").count("#") == TEXT.count("#")

    def test_one_made_after_the_reload_is_seen(self, report: Path) -> None:
        with Keeper.open(report) as keeper:
            report.unlink()
            keeper.reload()
            report.write_text(TEXT, encoding="utf-8")
            with pytest.raises(FileChanged):
                keeper.save(said(keeper.draft, 年度="2025"))


def _refusing(code: int) -> Any:
    def refuse(*args: Any, **options: Any) -> Any:
        raise OSError(code, "an English sentence")

    return refuse


class TestFailure:
    @pytest.mark.parametrize("first", [True, False])
    @pytest.mark.parametrize("name", ["open", "write", "fsync", "replace"])
    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
    def test_the_old_file_is_whole_and_a_later_save_works(
        self, report: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int, first: bool
    ) -> None:
        with Keeper.open(report) as keeper:
            if not first:
                keeper.save(said(keeper.draft, 年度="2025"))
            was = {file.name: file.read_bytes() for file in report.parent.iterdir()}
            with monkeypatch.context() as patch:
                patch.setattr(os, name, _refusing(code))
                with pytest.raises(OutputError) as failed:
                    keeper.save(said(keeper.draft, 年度="2026"))
            assert "English" not in str(failed.value)
            assert was == {file.name: file.read_bytes() for file in report.parent.iterdir()}
            assert keeper.held
            assert keeper.draft.answers["年度"] == ("2024" if first else "2025")
            keeper.save(said(keeper.draft, 年度="2026"))
            assert backup(report).read_text(encoding="utf-8") == TEXT
        assert read_draft(report).answers["年度"] == "2026"
        assert files(report.parent) == ["报告.yaml", "报告.yaml.bak"]

    def test_nothing_is_written_without_a_backup(self, report: Path) -> None:
        backup(report).mkdir()
        with Keeper.open(report) as keeper:
            with pytest.raises(OutputError, match=r"报告\.yaml\.bak”是文件夹"):
                keeper.save(said(keeper.draft, 年度="2025"))
            assert report.read_text(encoding="utf-8") == TEXT
            backup(report).rmdir()
            keeper.save(said(keeper.draft, 年度="2025"))
            assert backup(report).read_text(encoding="utf-8") == TEXT

    def test_a_file_that_cannot_be_looked_at_is_not_replaced(
        self, report: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with Keeper.open(report) as keeper:
            with monkeypatch.context() as patch:
                patch.setattr(Path, "open", _refusing(errno.EIO))
                with pytest.raises(OutputError, match="打不开"):
                    keeper.save(said(keeper.draft, 年度="2025"))
            keeper.save(said(keeper.draft, 年度="2025"))

    def test_a_save_broken_off_after_its_last_step_is_ours(
        self, report: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def replaced_then_stopped(source: Any, target: Any, real: Any = os.replace) -> None:
            real(source, target)
            if Path(target) == report:
                raise KeyboardInterrupt

        with Keeper.open(report) as keeper:
            with monkeypatch.context() as patch:
                patch.setattr(os, "replace", replaced_then_stopped)
                with pytest.raises(KeyboardInterrupt):
                    keeper.save(said(keeper.draft, 年度="2025"))
            keeper.save(said(keeper.draft, 年度="2026"))
        assert read_draft(report).answers["年度"] == "2026"
        assert backup(report).read_text(encoding="utf-8") == TEXT

    @pytest.mark.parametrize("character", ["\u202a", "\ud800"])
    def test_what_could_not_be_opened_again_is_not_written(self, report: Path, character: str) -> None:
        with Keeper.open(report) as keeper:
            with pytest.raises(OutputError, match=rf"“项目\[2\]\.名称”里.*U\+{ord(character):04X}"):
                keeper.save(said(keeper.draft, 项目=[{"名称": "甲"}, {"名称": f"乙{character}"}]))
            assert report.read_text(encoding="utf-8") == TEXT
            assert not backup(report).exists()

    @POSIX
    def test_a_read_only_folder(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder, "报告.yaml")
            report.write_text(TEXT, encoding="utf-8")
            report.chmod(0o666)
            Path(folder).chmod(0o555)
            root = os.geteuid() == 0
            try:
                if root:  # who may write anywhere, so somebody else tries
                    os.seteuid(65534)
                with Keeper.open(report) as keeper:
                    assert not keeper.held
                    assert keeper.draft.answers["年度"] == "2024"
                    with pytest.raises(OutputError, match="没有写入权限"):
                        keeper.save(said(keeper.draft, 年度="2025"))
                assert report.read_text(encoding="utf-8") == TEXT
                assert files(Path(folder)) == ["报告.yaml"]
            finally:
                if root:
                    os.seteuid(0)
                Path(folder).chmod(0o755)


class TestBackup:
    def test_it_is_the_version_before_this_sitting(self, report: Path) -> None:
        backup(report).write_text("older", encoding="utf-8")
        with Keeper.open(report) as keeper:
            assert backup(report).read_text(encoding="utf-8") == "older"
            for year in ("2025", "2026"):
                keeper.save(said(keeper.draft, 年度=year))
                assert backup(report).read_text(encoding="utf-8") == TEXT
            last = report.read_bytes()
        with Keeper.open(report) as keeper:
            keeper.save(said(keeper.draft, 年度="2027"))
        assert backup(report).read_bytes() == last

    @POSIX
    @pytest.mark.parametrize("there", [False, True])
    def test_a_private_report_has_a_private_backup(self, report: Path, there: bool) -> None:
        if there:
            backup(report).write_text("older", encoding="utf-8")
        report.chmod(0o600)
        with Keeper.open(report) as keeper:
            keeper.save(said(keeper.draft, 年度="2025"))
        assert stat.S_IMODE(backup(report).stat().st_mode) == 0o600
        assert backup(report).read_text(encoding="utf-8") == TEXT


COUNTER = """
import sys
from dataclasses import replace
from pathlib import Path
from authoring.draft.keeper import Keeper

with Keeper.open(Path(sys.argv[1])) as keeper:
    number = int(keeper.draft.answers["数"])
    while True:
        number += 1
        filler = ["字" * (number % 50)] * 500
        keeper.save(replace(keeper.draft, answers={"数": str(number), "文": filler}))
        print(number, flush=True)
"""


@POSIX
def test_killed_at_any_moment_no_confirmed_save_is_lost(tmp_path: Path) -> None:
    delays = random.Random(20260101)
    path = tmp_path / "报告.yaml"
    path.write_text("# 注\n数: 0\n文: []\n", encoding="utf-8")
    confirmed = 0
    for _ in range(15):
        with start(COUNTER, path) as process:
            assert process.stdout
            confirmed = int(process.stdout.readline())
            time.sleep(delays.uniform(0, 0.05))
            process.kill()
            confirmed = max(confirmed, *map(int, process.stdout.read().split()), 0)
        with Keeper.open(path) as keeper:
            assert keeper.draft.answers["数"] in {str(confirmed), str(confirmed + 1)}
            assert keeper.draft.answers["文"] == ["字" * (int(keeper.draft.answers["数"]) % 50) or None] * 500
            assert keeper.draft.comments[("数",)].above == ("# 注",)
            read_draft(backup(path))
    assert confirmed >= 15
