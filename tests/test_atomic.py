"""Saving a file: whole or not at all, at every step that can fail or be killed."""

import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import authoring
from authoring import atomic
from authoring.errors import OutputError

OLD, NEW = b"old content", b"the new content, longer"
CALLS = ("open", "write", "fsync", "close", "fstat", "lstat", "stat", "listdir", "chmod", "replace")
FAULTS = [
    *(OSError(code, "") for code in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EACCES, errno.EROFS)),
    KeyboardInterrupt(),
    MemoryError(),
]
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
DAY = 86400


@pytest.fixture(autouse=True)
def _unswept(monkeypatch):
    monkeypatch.setattr(atomic, "_swept", set())


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(OLD)
    return path


@pytest.fixture
def windows(monkeypatch):
    """Windows as documented: a rename never replaces; `held` counts the refusals still to come."""

    class Windows:
        def __init__(self):
            self.held = 0
            self.pauses = []

        def refuse(self, source, target, real=os.replace):
            self.held -= 1
            if self.held >= 0:
                raise PermissionError(errno.EACCES, "in use")
            real(source, target)

    def rename(source, target, real=os.rename):
        if Path(target).exists():
            raise FileExistsError(errno.EEXIST, "exists")
        real(source, target)

    system = Windows()
    monkeypatch.setattr(atomic, "_WINDOWS", True)
    monkeypatch.setattr(atomic, "_pause", system.pauses.append)
    monkeypatch.setattr(os, "replace", system.refuse)
    monkeypatch.setattr(os, "rename", rename)
    return system


def files(folder):
    return sorted(entry.name for entry in folder.iterdir())


def fail_at(monkeypatch, step, fault):
    """Let the given call of all those counted fail, and writes be short; returns the calls as they come."""
    calls = []

    def counted(name, real):
        def call(*args, **options):
            calls.append(name)
            if len(calls) - 1 != step:
                return real(args[0], args[1][:9]) if name == "write" else real(*args, **options)
            if name == "close":
                real(*args)
            raise fault

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, counted(name, getattr(os, name)))
    return calls


def dead_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def left_behind(folder, *, pid, host=atomic._HOST, age=0):
    path = folder / f".gouji-{host}-{pid}-0123456789abcdef.part"
    path.write_bytes(b"half")
    changed = path.stat().st_mtime - age
    os.utime(path, (changed, changed))
    return path


def refusal(path, content=NEW):
    with pytest.raises(OutputError) as caught:
        atomic.save(path, content)
    message = str(caught.value)
    assert message.endswith("。")
    assert message.count("请") == 1
    return message


@pytest.mark.parametrize("content", [b"", NEW, bytes(3_000_000)])
def test_it_writes_a_new_file(tmp_path, content):
    atomic.save(tmp_path / "a.txt", content)
    assert (tmp_path / "a.txt").read_bytes() == content
    assert files(tmp_path) == ["a.txt"]


def test_it_replaces_the_old_file(report):
    atomic.save(report, NEW)
    assert report.read_bytes() == NEW
    assert files(report.parent) == ["报告.docx"]


def test_a_bare_name_is_in_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    atomic.save(Path("a.txt"), NEW)
    assert files(tmp_path) == ["a.txt"]


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o666, 0o755])
def test_it_keeps_the_mode(report, mode):
    report.chmod(mode)
    atomic.save(report, NEW)
    assert stat.S_IMODE(report.stat().st_mode) == mode


@POSIX
def test_a_new_file_has_the_usual_mode(tmp_path):
    atomic.save(tmp_path / "a", NEW)
    (tmp_path / "b").write_bytes(NEW)
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@POSIX
def test_a_private_file_is_private_before_its_mode_is_set(report, monkeypatch):
    report.chmod(0o600)
    monkeypatch.setattr(os, "chmod", lambda *args, **options: (_ for _ in ()).throw(OSError(errno.EPERM, "")))
    atomic.save(report, NEW)
    assert report.read_bytes() == NEW
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


@POSIX
@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_and_its_target_is_written(tmp_path, exists):
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "target.txt"
    if exists:
        target.write_bytes(OLD)
    link = tmp_path / "link.txt"
    link.symlink_to(Path("there") / "target.txt")
    atomic.save(link, NEW)
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert files(target.parent) == ["target.txt"]


@POSIX
def test_a_link_to_itself_is_refused(tmp_path):
    (tmp_path / "a").symlink_to("a")
    assert "系统错误" in refusal(tmp_path / "a")
    assert files(tmp_path) == ["a"]


def steps(report, monkeypatch):
    with monkeypatch.context() as patch:
        calls = fail_at(patch, -1, OSError())
        atomic.save(report, NEW)
    atomic._swept.clear()
    return calls


def test_it_is_flushed_before_it_takes_its_place(report, monkeypatch):
    calls = steps(report, monkeypatch)
    in_order = [name for name in calls if name in ("write", "fsync", "close", "replace")]
    assert in_order[:6] == ["write", "write", "write", "fsync", "close", "replace"]


def test_it_never_writes_into_a_file_that_is_there(report, monkeypatch):
    monkeypatch.setattr(os, "urandom", bytes)
    name = f".gouji-{atomic._HOST}-{os.getpid()}-{'0' * 16}.part"
    (report.parent / name).write_bytes(OLD)
    refusal(report)
    assert (report.parent / name).read_bytes() == OLD
    assert report.read_bytes() == OLD


@pytest.mark.parametrize("existing", [True, False])
@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_old_or_new_is_whole_whichever_call_fails(report, monkeypatch, fault, existing):
    calls = steps(report, monkeypatch)
    assert {"open", "write", "fsync", "close", "fstat", "chmod", "replace"} <= set(calls)
    assert calls.count("write") == 3
    for step, name in enumerate(calls):
        report.write_bytes(OLD)
        if not existing:
            report.unlink()
        atomic._swept.clear()
        error = None
        with monkeypatch.context() as patch:
            fail_at(patch, step, fault)
            try:
                atomic.save(report, NEW)
            except (OutputError, KeyboardInterrupt, MemoryError) as raised:
                error = raised
        now = report.read_bytes() if report.exists() else None
        assert now in (NEW, OLD if existing else None), (step, name)
        assert set(files(report.parent)) <= {report.name}, (step, name)
        if error is None:
            assert now == NEW, (step, name)
        elif isinstance(error, OutputError):
            assert now == (OLD if existing else None), (step, name)


@pytest.mark.parametrize("name", ["write", "fsync", "replace"])
def test_a_failure_that_matters_is_told(report, monkeypatch, name):
    step = steps(report, monkeypatch).index(name)
    report.write_bytes(OLD)
    with monkeypatch.context() as patch:
        fail_at(patch, step, OSError(errno.ENOSPC, "No space left on device"))
        assert "磁盘已满" in refusal(report)
    assert report.read_bytes() == OLD


def test_what_cannot_be_removed_is_left_and_the_first_failure_told(report, monkeypatch):
    def refuse(*args, **options):
        raise OSError(errno.EIO, "")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        patch.setattr(os, "unlink", refuse)
        assert "磁盘读写出错" in refusal(report)
    assert report.read_bytes() == OLD


CHILD = """
import os, signal, sys
from pathlib import Path
from authoring import atomic

left = int(sys.argv[2])

def counted(call):
    def count(*args, **options):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return call(*args, **options)
    return count

write = os.write
os.write = lambda descriptor, content: write(descriptor, content[:9])
for name in sys.argv[3:]:
    setattr(os, name, counted(getattr(os, name)))
atomic.save(Path(sys.argv[1]), b"the new content, longer")
"""


@POSIX
def test_old_or_new_is_whole_wherever_it_is_killed(report):
    environment = {**os.environ, "PYTHONPATH": str(Path(authoring.__file__).parents[1])}
    contents, most_left = [], 0
    code, step = -signal.SIGKILL, 0
    while code == -signal.SIGKILL:
        report.write_bytes(OLD)
        command = [sys.executable, "-c", CHILD, str(report), str(step), *CALLS]
        code = subprocess.run(command, env=environment, check=False).returncode
        contents.append(report.read_bytes())
        most_left = max(most_left, len(files(report.parent)) - 1)

        atomic._swept.clear()
        atomic.save(report, b"next")
        assert files(report.parent) == ["报告.docx"], step
        assert report.read_bytes() == b"next"
        step += 1
    assert code == 0
    assert step > 10
    assert most_left == 1
    assert set(contents) == {OLD, NEW}
    assert contents == sorted(contents)  # once new, never old again


def test_saves_at_once_never_show_half_a_file(report):
    versions = [bytes([65 + number]) * 5000 for number in range(8)]
    atomic.save(report, versions[0])

    def save_often(content):
        for _ in range(20):
            atomic.save(report, content)
            assert report.read_bytes() in versions

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save_often, versions))
    assert files(report.parent) == ["报告.docx"]


class TestSweep:
    @POSIX
    def test_it_removes_what_a_dead_process_left(self, report):
        left_behind(report.parent, pid=dead_process())
        atomic.save(report, NEW)
        assert files(report.parent) == ["报告.docx"]

    def test_it_leaves_what_a_live_process_writes(self, report):
        kept = left_behind(report.parent, pid=os.getpid(), age=DAY - 60)
        atomic.save(report, NEW)
        assert kept.exists()

    @POSIX
    def test_it_leaves_what_a_process_of_another_user_writes(self, report, monkeypatch):
        def refuse(pid, number):
            assert number == 0
            raise PermissionError(errno.EPERM, "")

        kept = left_behind(report.parent, pid=1)
        monkeypatch.setattr(os, "kill", refuse)
        atomic.save(report, NEW)
        assert kept.exists()

    @pytest.mark.parametrize(("age", "stays"), [(DAY - 60, True), (DAY + 60, False)])
    def test_what_another_machine_left_goes_after_a_day(self, report, age, stays):
        other = left_behind(report.parent, pid=dead_process(), host="00000000", age=age)
        atomic.save(report, NEW)
        assert other.exists() == stays

    @pytest.mark.parametrize(("age", "stays"), [(DAY - 60, True), (DAY + 60, False)])
    def test_on_windows_no_process_is_signalled(self, report, windows, monkeypatch, age, stays):
        monkeypatch.setattr(os, "kill", None)
        left = left_behind(report.parent, pid=dead_process(), age=age)
        atomic.save(report, NEW)
        assert left.exists() == stays

    @pytest.mark.parametrize(
        "name",
        [
            "a.part",
            "~$报告.docx",
            ".gouji-x.part",
            ".gouji-00000000--0123456789abcdef.part",
            ".gouji-00000000-1-0123456789abcdef.part.bak",
            "x.gouji-00000000-1-0123456789abcdef.part",
        ],
    )
    def test_it_touches_no_other_file(self, report, name):
        other = report.parent / name
        other.write_bytes(b"")
        os.utime(other, (0, 0))
        atomic.save(report, NEW)
        assert other.exists()

    def test_a_folder_of_such_a_name_stays(self, report):
        folder = report.parent / ".gouji-00000000-1-0123456789abcdef.part"
        folder.mkdir()
        os.utime(folder, (0, 0))
        atomic.save(report, NEW)
        assert folder.is_dir()

    @POSIX
    def test_a_folder_is_looked_through_once(self, report):
        atomic.save(report, NEW)
        kept = left_behind(report.parent, pid=dead_process())
        atomic.save(report, NEW)
        assert kept.exists()


class TestHeldByAnotherProgram:
    def test_a_short_hold_is_waited_out(self, report, windows):
        windows.held = 3
        atomic.save(report, NEW)
        assert report.read_bytes() == NEW
        assert windows.pauses == [0.05, 0.1, 0.2]

    def test_the_new_content_is_kept_beside(self, report, windows):
        windows.held = 99
        beside = report.with_name("报告（新）.docx")
        assert refusal(report) == (
            f"“{report}”正被 Word 或 WPS 打开，不能替换，新内容已另存为“{beside}”，"
            "请在 Word 或 WPS 中关闭它，再重试。"
        )
        assert sum(windows.pauses) < 1
        assert report.read_bytes() == OLD
        assert beside.read_bytes() == NEW
        assert files(report.parent) == sorted([report.name, beside.name])

    def test_it_takes_no_other_file_s_name(self, report, windows):
        windows.held = 99
        others = [report.with_name("报告（新）.docx"), report.with_name("报告（新2）.docx")]
        for other in others:
            other.write_bytes(OLD)
        assert "“" + str(report.with_name("报告（新3）.docx")) + "”" in refusal(report)
        assert [other.read_bytes() for other in others] == [OLD, OLD]
        assert report.with_name("报告（新3）.docx").read_bytes() == NEW

    def test_nothing_is_left_if_it_cannot_be_kept(self, report, windows, monkeypatch):
        def refuse(source, target):
            raise PermissionError(errno.EACCES, "")

        windows.held = 99
        monkeypatch.setattr(os, "rename", refuse)
        assert "新内容没有保存" in refusal(report)
        assert report.read_bytes() == OLD
        assert files(report.parent) == ["报告.docx"]

    @pytest.mark.parametrize(
        ("name", "program"),
        [
            ("a.XLSX", " Excel 或 WPS "),
            ("a.pdf", " PDF 阅读器"),
            ("a.html", "浏览器"),
            ("a.yaml", "别的程序"),
        ],
    )
    def test_it_names_the_program(self, tmp_path, windows, name, program):
        (tmp_path / name).write_bytes(OLD)
        windows.held = 99
        message = refusal(tmp_path / name)
        assert f"正被{program}打开" in message
        assert f"请在{program}中关闭它" in message

    def test_elsewhere_a_refusal_is_final(self, report, monkeypatch):
        def refuse(source, target):
            raise PermissionError(errno.EPERM, "")

        monkeypatch.setattr(atomic, "_WINDOWS", False)
        monkeypatch.setattr(atomic, "_pause", None)
        monkeypatch.setattr(os, "replace", refuse)
        assert "没有写入权限" in refusal(report)
        assert files(report.parent) == ["报告.docx"]


class TestMessages:
    @pytest.mark.parametrize(
        ("code", "words"),
        [
            (errno.ENOSPC, "磁盘已满"),
            (errno.EDQUOT, "磁盘已满"),
            (errno.EACCES, "没有写入权限"),
            (errno.EPERM, "没有写入权限"),
            (errno.EROFS, "没有写入权限"),
            (errno.EIO, "磁盘读写出错"),
            (errno.ENAMETOOLONG, "文件名或路径过长"),
            (errno.EINVAL, "不能用作文件名"),
            (errno.ENOENT, "缩短路径"),
            (errno.EBUSY, f"系统错误 {errno.EBUSY}"),
            (None, "系统错误"),
        ],
    )
    def test_each_failure_has_its_sentence(self, report, monkeypatch, code, words):
        def refuse(*args, **options):
            raise OSError(code, "an English sentence") if code else OSError("an English sentence")

        monkeypatch.setattr(os, "fsync", refuse)
        message = refusal(report)
        assert words in message
        assert "English" not in message
        assert files(report.parent) == ["报告.docx"]

    def test_a_missing_folder_is_named(self, tmp_path):
        folder = tmp_path / "{没有}"
        assert refusal(folder / "a.txt") == f"找不到文件夹“{folder}”，请检查路径，或先建好文件夹。"

    def test_a_file_in_the_place_of_the_folder(self, report):
        assert "找不到文件夹" in refusal(report / "a.txt")

    @pytest.mark.parametrize("name", ["", "成稿"])
    def test_a_folder_in_the_place_of_the_file(self, tmp_path, name):
        (tmp_path / name).mkdir(exist_ok=True)
        assert "是文件夹" in refusal(tmp_path / name)

    def test_a_name_too_long(self, tmp_path):
        assert "过长" in refusal(tmp_path / ("长" * 90))

    @POSIX
    def test_a_pipe_is_not_replaced(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        assert "不能用作文件名" in refusal(tmp_path / "pipe")
        assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)

    def test_a_write_protected_file_is_not_replaced(self, report, monkeypatch):
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        assert "只读" in refusal(report)
        assert report.read_bytes() == OLD

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
    def test_a_folder_that_takes_no_files(self):
        assert "不能在文件夹“/proc”里新建文件" in refusal(Path("/proc/报告.docx"))

    @POSIX
    def test_a_folder_without_permission(self):
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder, "报告.docx")
            report.write_bytes(OLD)
            report.chmod(0o444)
            Path(folder).chmod(0o555)
            root = os.geteuid() == 0
            try:
                if root:  # who may write anywhere, so somebody else tries
                    os.seteuid(65534)
                assert "没有写入权限" in refusal(report)
            finally:
                if root:
                    os.seteuid(0)
                Path(folder).chmod(0o755)
            assert report.read_bytes() == OLD


class TestMakeFolder:
    def test_it_makes_all_that_is_missing(self, tmp_path):
        atomic.make_folder(tmp_path / "a" / "b")
        atomic.make_folder(tmp_path / "a" / "b")
        assert (tmp_path / "a" / "b").is_dir()

    @pytest.mark.parametrize(("inner", "words"), [("", "已是文件，不能用作文件夹"), ("x", "找不到文件夹")])
    def test_a_file_stands_in_its_place(self, report, inner, words):
        with pytest.raises(OutputError, match=words):
            atomic.make_folder(report / inner)
        assert report.read_bytes() == OLD
