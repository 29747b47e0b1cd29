"""A batch as a whole: every row ends in one of three, in order, whatever else happens."""

import errno
import json
import os
import shutil
import unicodedata

import pytest

from authoring import atomic
from authoring.batch import desk, paging
from authoring.batch import run as running
from authoring.batch.closing import Closed
from authoring.batch.ledger import Ledger
from authoring.batch.listing import LEDGER
from authoring.batch.outcome import Status
from authoring.batch.run import Options, Summary, run
from authoring.batch.sources import Sources
from authoring.batch.work import Wish
from authoring.cli.program import run as gouji
from authoring.cli.progress import Progress
from authoring.draft.draft import Draft
from authoring.draft.yaml_writer import write_yaml
from authoring.errors import GoujiError, OutputError
from tests.batch import deeds

REPORT = "2024年度{}部门整体支出绩效自评报告"


@pytest.fixture(autouse=True)
def _reader(monkeypatch):
    monkeypatch.setattr(paging, "read_workbook", deeds.read_lines)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder the user is in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def yaml(path, name="乙县林业局", **changes):
    path.parent.mkdir(parents=True, exist_ok=True)
    answers = deeds.ANSWERS | {"单位": deeds.ANSWERS["单位"] | {"全称": name}} | changes
    path.write_text(write_yaml(Draft(answers)), encoding="utf-8")
    return path


def lines(path, *names):
    path.write_text("\n".join(names), encoding="utf-8")
    return path


class Result(list):
    """Rows of a run, with its summary and what the user could see in the folder."""

    summary: Summary


def batch(*sources, out, work=None, **options) -> Result:
    seen = []
    kept = Result()

    def collect(rows, ledger, notes, *, force):
        kept[:] = rows()
        return Closed(rows, notes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "close", collect)
        more = {"work": work} if work else {}
        kept.summary = run(sources, Options(out, **options), lambda row, _: seen.append(row.number), **more)
    kept.seen = seen
    return kept


def files(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(".gouji-batch")}


def statuses(rows):
    return [row.status.value for row in rows]


# What becomes of each


def test_a_mixture_gives_every_row_its_end_in_order(home):
    yaml(home / "来源" / "a.yaml", "甲局")
    yaml(home / "来源" / "b" / "c.yaml", "丙局", 年度="二〇二四")
    lines(home / "来源" / "d.csv", "丁局", "戊局|wrong", "己局|cell", "庚局")
    (home / "来源" / "e.yaml").write_bytes(b"\xff\xfe\x00")
    (home / "来源" / "f.xlsx").write_bytes(b"PK\x03\x04 torn")
    rows = batch(home / "来源", home / "没有.csv", out=home / "成稿")
    assert statuses(rows) == [
        "已生成", "有差错", "已生成", "有差错", "有差错", "已生成", "有差错", "未处理", "未处理",
    ]  # fmt: skip
    assert [row.number for row in rows] == [*range(1, 10)] == rows.seen
    assert rows.summary.counts == {"已生成": 3, "有差错": 4, "未处理": 2}
    assert set(files(home / "成稿")) == {
        f"{REPORT.format(n)}.{k}" for n in ("甲局", "丁局", "庚局") for k in ("docx", "txt")
    }
    wrong = rows[3]
    assert (wrong.unit, wrong.sheet, wrong.row, wrong.source) == (
        "戊局",
        "汇总",
        2,
        str(home / "来源" / "d.csv"),
    )
    assert any((told.rule, told.cell) == ("ZC-01", "F2") for told in wrong.told)
    assert [(t.severity, t.cell) for t in rows[4].told if "约五百" in t.message] == [("错误", "C3")]
    assert rows[1].told[0].line
    assert rows[1].told[0].place == "年度"
    assert rows[0].figures["支出合计"] == "2601.00"
    assert rows[0].files[0].endswith(".docx")
    assert "不完整" in rows[7].reason or "损坏" in rows[7].reason
    assert "找不到" in rows[8].reason


def test_a_unit_whose_figures_are_missing_is_wrong_and_says_which(home):
    yaml(home / "a.yaml", 支出={"合计": "1"})
    (row,) = batch(home / "a.yaml", out=home / "o")
    assert row.status is Status.WRONG
    assert "--draft" not in " ".join(told.message for told in row.told)


def test_form_and_year_fill_what_the_source_leaves_open_and_nothing_else(home):
    yaml(home / "a.yaml", "甲局", 表单=None, 年度=None)
    yaml(home / "b.yaml", "乙局")
    rows = batch(
        home / "a.yaml", home / "b.yaml", out=home / "o", wish=Wish(form="hunan-department", year=2023)
    )
    assert [row.year for row in rows] == [2023, 2024]
    assert statuses(rows) == ["已生成"] * 2


def test_what_the_form_does_not_print_is_told(home):
    yaml(home / "a.yaml", 主要经验=[{"标题": "一站式服务"}])
    (row,) = batch(home / "a.yaml", out=home / "o")
    assert [told.severity for told in row.told if "没有印出" in told.message] == ["提示"]


def test_an_unknown_form_is_the_answers_fault(home):
    yaml(home / "a.yaml", 表单="hunan")
    (row,) = batch(home / "a.yaml", out=home / "o")
    assert row.status is Status.WRONG
    assert row.told[0].place == "表单"


def test_what_nobody_foresaw_leaves_one_row_with_its_traceback_in_the_ledger(home, monkeypatch):
    from authoring.batch import work

    real = work.check
    monkeypatch.setattr(
        work, "check", lambda r, *rest, **more: 1 / 0 if r.unit.name == "乙局" else real(r, *rest, **more)
    )
    rows = batch(lines(home / "a.csv", "甲局", "乙局", "丙局"), out=home / "o")
    assert statuses(rows) == ["已生成", "未处理", "已生成"]
    assert "ZeroDivisionError" in rows[1].reason
    assert "Traceback" not in rows[1].reason
    assert "Traceback" in (home / "o" / LEDGER).read_text(encoding="utf-8")


@pytest.mark.parametrize(("what", "said"), [("die", "意外中断"), ("stop", "第二张工作表坏了")])
def test_a_workbook_that_cannot_be_read_on_is_one_row(what, said, home):
    lines(home / "a.csv", "甲局", f"坏|{what}", "丁局")
    lines(home / "b.csv", "乙局")
    rows = batch(home / "a.csv", home / "b.csv", out=home / "o")
    assert statuses(rows) == [*(["已生成"] if what == "stop" else []), "未处理", "已生成"]
    assert said in rows[-2].reason
    assert rows[-2].source == str(home / "a.csv")


def test_a_workbook_without_units_is_one_row(home):
    (home / "a.csv").write_text("\n", encoding="utf-8")
    (row,) = batch(home / "a.csv", out=home / "o")
    assert row.status is Status.LEFT
    assert "没有找到" in row.reason


def test_a_word_file_named_as_a_source_is_refused(home):
    (home / "a.pdf").write_bytes(b"%PDF-1.7 nothing")
    (row,) = batch(home / "a.pdf", out=home / "o")
    assert "PDF" in row.reason


# Sources


def test_what_is_left_out_is_said(home):
    for name in ("~$a.xlsx", ".hidden.yaml", "b.docx", "c.yaml.bak"):
        (home / "来源" / name).parent.mkdir(exist_ok=True)
        (home / "来源" / name).write_bytes(b"x")
    yaml(home / "来源" / "z.yaml")
    yaml(home / "来源" / "成稿" / "old.yaml")
    yaml(home / "来源" / "去年" / "old.yaml")
    (home / "来源" / "去年" / LEDGER).write_text("")
    (home / "来源" / "环").symlink_to(home / "来源")
    rows = batch(home / "来源", home / "来源" / "z.yaml", out=home / "来源" / "成稿")
    assert len(rows) == 1
    said = "\n".join(rows.summary.notes)
    for name in ("~$a.xlsx", ".hidden.yaml", "b.docx", "c.yaml.bak", "去年", "环", "z.yaml"):
        assert name in said


def test_the_output_folder_is_no_source(home):
    with pytest.raises(GoujiError, match="来源文件夹"):
        batch(home, out=home)


def test_a_pipe_in_a_folder_holds_nobody_up(home):
    (home / "来源").mkdir()
    os.mkfifo(home / "来源" / "a.yaml")
    os.mkfifo(home / "b.yaml")
    rows = batch(home / "来源", home / "b.yaml", out=home / "o")
    assert statuses(rows) == ["未处理"]


# Names


def test_one_name_twice_gets_a_mark_and_a_warning(home):
    yaml(home / "a.yaml", "甲局")
    yaml(home / "b.yaml", "甲局")
    rows = batch(home / "a.yaml", home / "b.yaml", out=home / "o")
    assert [row.files[0] for row in rows] == [f"{REPORT.format('甲局')}{mark}.docx" for mark in ("", "（2）")]
    assert [t.severity for t in rows[1].told if "同名" in t.message] == ["警告"]
    assert not [t for t in rows[0].told if "同名" in t.message]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Beta局", "BETA局"), ("Café局", unicodedata.normalize("NFD", "Café局")), ("a/b", "a／b")],
)
def test_names_that_are_one_on_some_system_are_told_apart(one, other, home):
    rows = batch(lines(home / "a.csv", one, other), out=home / "o")
    names = [unicodedata.normalize("NFD", row.files[0]).casefold() for row in rows]
    assert len(set(names)) == 2
    assert statuses(rows) == ["已生成"] * 2


@pytest.mark.parametrize(
    "name", ["CON", "a/b", "../../x", "长" * 300, "..", "a\\b", "C:x", "$(x)", " ", "\u202etxt"]
)
def test_hostile_names_stay_in_the_folder(name, home):
    before = set(home.parent.iterdir())
    out = home / "o"
    lines(home / "a.csv", f"{name}", "甲局")
    rows = batch(home / "a.csv", out=out)
    assert statuses(rows)[-1] == "已生成"
    assert set(home.parent.iterdir()) == before
    assert sorted(p.name for p in home.iterdir()) == ["a.csv", "o"]
    assert set(files(out)) == {file for row in rows for file in row.files}


def test_long_names_twice_stay_apart(home):
    rows = batch(lines(home / "a.csv", "长" * 300, "长" * 300), out=home / "o")
    assert len({file for row in rows for file in row.files}) == 4


# Files that are there


def test_somebody_elses_file_is_never_replaced(home):
    (home / "o").mkdir()
    target = home / "o" / f"{REPORT.format('甲局')}.txt"
    target.write_text("别人的")
    rows = batch(lines(home / "a.csv", "甲局", "乙局"), out=home / "o", force=True)
    assert statuses(rows) == ["未处理", "已生成"]
    assert "不是本批生成的" in rows[0].reason
    assert target.read_text() == "别人的"
    assert not target.with_suffix(".docx").exists()
    target.unlink()
    assert statuses(batch(home / "a.csv", out=home / "o")) == ["已生成"] * 2


def test_an_edited_output_is_kept_unless_forced(home):
    source = lines(home / "a.csv", "甲局", "乙局")
    made = files_after(batch(source, out=home / "o"), home / "o")
    target = home / "o" / f"{REPORT.format('甲局')}.docx"
    target.write_bytes(b"edited")
    rows = batch(source, out=home / "o")
    assert statuses(rows) == ["未处理", "已生成"]
    assert "--force" in rows[0].reason
    assert not any("请删去" in note for note in rows.summary.notes)
    assert target.read_bytes() == b"edited"
    rows = batch(source, out=home / "o", force=True)
    assert statuses(rows) == ["已生成"] * 2
    assert files(home / "o") == made


def files_after(_rows, folder):
    return files(folder)


def test_an_output_torn_by_a_power_cut_is_made_anew(home):
    source = lines(home / "a.csv", "甲局")
    made = files_after(batch(source, out=home / "o"), home / "o")
    target = home / "o" / f"{REPORT.format('甲局')}.docx"
    time = target.stat().st_mtime_ns
    target.write_bytes(b"")
    os.utime(target, ns=(time, time))
    assert statuses(batch(source, out=home / "o")) == ["已生成"]
    assert files(home / "o") == made


def test_a_changed_input_replaces_its_own_output(home):
    source = yaml(home / "a.yaml", "甲局")
    batch(source, out=home / "o")
    yaml(source, "甲局", 其他说明="有一项说明。")
    rows = batch(source, out=home / "o")
    assert statuses(rows) == ["已生成"]
    assert "有一项说明" in (home / "o" / rows[0].files[1]).read_text(encoding="utf-8")
    assert rows.summary.reused == 0


def test_killed_between_ledger_and_files_the_old_file_is_still_ours(home, monkeypatch):
    source = yaml(home / "a.yaml", "甲局")
    batch(source, out=home / "o")
    yaml(source, "甲局", 其他说明="有一项说明。")
    with monkeypatch.context() as patch:
        patch.setattr(desk, "put", lambda laid: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            batch(source, out=home / "o")
    assert statuses(batch(source, out=home / "o")) == ["已生成"]


def test_what_was_made_before_and_is_no_more_is_told(home):
    source = yaml(home / "a.yaml", "甲局")
    batch(source, out=home / "o")
    yaml(source, "乙局")
    rows = batch(source, out=home / "o")
    assert any("不再用的请删去" in note and "甲局" in note for note in rows.summary.notes)


def test_a_missing_output_and_nothing_else_is_made_again(home):
    source = lines(home / "a.csv", "甲局", "乙局", "丙局|wrong")
    made = files_after(batch(source, out=home / "o"), home / "o")
    (home / "o" / f"{REPORT.format('乙局')}.txt").unlink()
    rows = batch(source, out=home / "o")
    assert files(home / "o") == made
    assert rows.summary.reused == 2


def test_a_new_unit_of_the_same_name_before_takes_the_plain_name(home):
    lines(home / "b.csv", "甲局", "乙局")
    batch(home / "b.csv", out=home / "o")
    lines(home / "a.csv", "甲局")
    rows = batch(home / "a.csv", home / "b.csv", out=home / "o")
    assert statuses(rows) == ["已生成"] * 3
    fresh = batch(home / "a.csv", home / "b.csv", out=home / "fresh")
    assert rows == fresh
    assert files(home / "o") == files(home / "fresh")


# Disk


def full_from(monkeypatch, number):
    count = [0]
    real = os.open

    def opening(path, flags, *args, **more):
        if str(path).endswith(".part"):
            count[0] += 1
            if count[0] > number:
                raise OSError(errno.ENOSPC, "full")
        return real(path, flags, *args, **more)

    monkeypatch.setattr(atomic.os, "open", opening)


def test_a_full_disk_stops_the_run_whole_and_it_can_go_on(home, monkeypatch):
    source = lines(home / "a.csv", *(f"单位{n:03}" for n in range(80)))
    whole = batch(source, out=home / "whole")
    with monkeypatch.context() as patch:
        full_from(patch, 56 * 2 + 1)
        rows = batch(source, out=home / "o")
    summary = rows.summary
    assert "--resume" in summary.stopped
    assert summary.counts == {"已生成": 56, "有差错": 0, "未处理": desk._MOST_FULL}
    there = files(home / "o")
    assert len(there) == 112
    assert all(files(home / "whole")[name] == content for name, content in there.items())
    again = batch(source, out=home / "o")
    assert again == whole
    assert files(home / "o") == files(home / "whole")
    assert again.summary.reused == 56


def test_a_full_disk_exits_2_and_says_so(home, monkeypatch, capsys):
    source = lines(home / "a.csv", *(f"单位{n:03}" for n in range(30)))
    full_from(monkeypatch, 20)
    assert gouji(["batch", str(source), "--out", "o"]) == 2
    said = capsys.readouterr()
    assert "磁盘已满" in said.out
    assert "--resume" in said.err


def test_a_ledger_that_cannot_be_written_leaves_no_file_unknown(home, monkeypatch):
    source = lines(home / "a.csv", *(f"单位{n:03}" for n in range(120)))
    with monkeypatch.context() as patch:
        real, count = os.fsync, [0]

        def failing(descriptor):
            count[0] += 1
            if count[0] == 3:
                raise OSError(errno.ENOSPC, "full")
            real(descriptor)

        patch.setattr(desk, "_SECONDS", 1e9)
        patch.setattr("authoring.batch.ledger.os.fsync", failing)
        rows = batch(source, out=home / "o")
    assert "批次记录" in rows.summary.stopped
    assert rows.summary.counts["已生成"] == 50
    assert len(files(home / "o")) == 100
    assert batch(source, out=home / "o") == batch(source, out=home / "whole")
    assert files(home / "o") == files(home / "whole")


def test_a_file_held_open_by_word_leaves_its_row(home, monkeypatch):
    source = lines(home / "a.csv", "甲局", "乙局")

    def refusing(temp, path):
        if "甲局" in path.name and path.suffix == ".docx":
            raise PermissionError(errno.EACCES, "held")
        temp.replace(path)

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "_replace", refusing)
        rows = batch(source, out=home / "o")
    assert statuses(rows) == ["未处理", "已生成"]
    assert not list((home / "o").glob(".*.part"))
    assert statuses(batch(source, out=home / "o")) == ["已生成"] * 2


# The ledger


def test_a_torn_last_line_is_not_there(home):
    source = lines(home / "a.csv", "甲局", "乙局", "丙局")
    first = batch(source, out=home / "o")
    made = files(home / "o")
    path = home / "o" / LEDGER
    whole = path.read_bytes()
    for cut in (1, 20, len(whole.splitlines()[-1]) // 2):
        path.write_bytes(whole[:-cut])
        assert batch(source, out=home / "o") == first
        assert files(home / "o") == made
    path.write_bytes(whole + b'{"key": "12')
    assert batch(source, out=home / "o") == first
    assert all(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    path.write_bytes(whole.replace(b'"key"', b'"kex"', 1) + b"\0\0\0")
    assert len(batch(source, out=home / "o")) == 3


def test_the_run_is_written_down_before_its_work(home):
    def stopping(item, wish):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch(lines(home / "a.csv", "甲局"), out=home / "o", work=stopping)
    header = json.loads((home / "o" / LEDGER).read_text(encoding="utf-8").splitlines()[0])
    assert header["run"]["sources"] == [str(home / "a.csv")]


def test_rows_come_back_as_they_were(home):
    with Ledger(home) as ledger:
        ledger.begin({})
    rows = batch(
        lines(home / "a.csv", "甲\udcff局".encode("utf-8", "replace").decode(), "乙局|wrong"), out=home / "o"
    )
    assert batch(home / "a.csv", out=home / "o") == rows


def test_a_run_that_does_not_add_up_fails_itself(home, monkeypatch, capsys):
    source = lines(home / "a.csv", "甲局", "乙局")
    real = Sources.__iter__

    def miscounting(self):
        yield from real(self)
        self.count += 1

    monkeypatch.setattr(Sources, "__iter__", miscounting)
    assert gouji(["batch", str(source), "--out", "o"]) == 2
    assert "自查没有通过" in capsys.readouterr().err


def test_a_folder_in_use_is_refused(home):
    from authoring.batch.holding import hold

    (home / "o").mkdir()
    with hold(home / "o"), pytest.raises(GoujiError, match="另一个"):
        batch(lines(home / "a.csv", "甲局"), out=home / "o")


# The command


def test_exit_codes_and_words(home, capsys):
    good, bad = lines(home / "a.csv", "甲局"), lines(home / "b.csv", "乙局|wrong")
    assert gouji(["batch", "a.csv", "--out", "o"]) == 0
    assert "已生成 1、有差错 0、未处理 0" in capsys.readouterr().out
    assert gouji(["batch", str(good), str(bad), "--out", "o"]) == 1
    said = capsys.readouterr()
    assert "乙局" in said.out
    assert said.err == ""
    assert gouji(["batch", "--out", "o"]) == 2
    assert gouji(["batch", "--resume", "--out", "nowhere"]) == 2
    assert gouji(["batch", "--resume", "--out", "o"]) == 1
    assert "没有重做" in capsys.readouterr().out


def test_warnings_are_counted_where_nothing_is_wrong(home, capsys):
    lines(home / "a.csv", "甲局")
    assert gouji(["batch", "a.csv", "--out", "o", "--json"]) == 0
    doubts = sum(row["counts"].get("警告", 0) for row in json.loads(capsys.readouterr().out)["rows"])
    assert doubts
    assert gouji(["batch", "a.csv", "--out", "o"]) == 0
    assert f"结果见“批量结果.xlsx”，其中有警告 {doubts} 条。" in capsys.readouterr().out


def test_the_time_left_is_told_from_the_first_row_on(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    clock = iter([100.0, 100.05, 101.0])
    monkeypatch.setattr("authoring.cli.progress.time.monotonic", lambda: next(clock))
    progress = Progress("已做", "没有生成的")
    for number in (1, 2, 11):
        progress.show(number, 31, wrong=False)
    first, second = capsys.readouterr().err.split("\r\x1b[K")[1:]
    assert first == "已做 1/31 份"
    assert second == "已做 11/31 份，每秒 10 份，还要约 2 秒"


def test_json_has_every_row(home, capsys):
    lines(home / "a.csv", "甲局", "乙局|wrong", "丙局|die")
    assert gouji(["batch", "a.csv", "--out", "o", "--json", "--to", "txt"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["counts"]["未处理"] == 1
    assert {"number", "source", "status", "told", "files"} <= set(said["rows"][0])
    assert "sketch" not in said["rows"][0]


def test_sources_and_outputs_are_clean_of_leftovers(home):
    batch(lines(home / "a.csv", "甲局"), out=home / "o")
    assert not list((home / "o").glob(".gouji-*.part"))
    shutil.rmtree(home / "o")


def test_a_disk_that_is_full_now_and_then_stops_nothing(home, monkeypatch):
    source = lines(home / "a.csv", *(f"单位{n:03}" for n in range(30)))
    real, count = atomic.lay_beside, [0]

    def laying(path, content):
        count[0] += 1
        if count[0] % 4 == 3:
            raise OutputError("磁盘已满") from OSError(errno.ENOSPC, "full")
        return real(path, content)

    monkeypatch.setattr(atomic, "lay_beside", laying)
    rows = batch(source, out=home / "o")
    assert not rows.summary.stopped
    assert len(rows) == 30
    assert rows.summary.counts["未处理"] >= desk._MOST_FULL


def test_a_rerun_with_nothing_to_do_adds_one_line(home):
    source = lines(home / "a.csv", "甲局", "乙局|wrong")
    batch(source, out=home / "o")
    before = (home / "o" / LEDGER).read_bytes()
    batch(source, out=home / "o")
    after = (home / "o" / LEDGER).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == before.count(b"\n") + 1


@pytest.mark.parametrize(
    "header",
    [
        5,
        [],
        {"sources": "x", "to": ["txt"], "form": "", "year": None},
        {"sources": [5], "to": ["txt"], "form": "", "year": None},
        {"sources": ["x"], "to": 1, "form": "", "year": None},
        {"sources": ["x"], "to": ["exe"], "form": "", "year": None},
        {"sources": ["x"], "to": [[]], "form": "", "year": None},
        {"sources": ["x"], "to": ["txt"], "form": None, "year": None},
        {"sources": ["x"], "to": ["txt"], "form": "", "year": "2024"},
    ],
)
def test_a_ledger_somebody_edited_is_no_traceback(header, home, capsys):
    (home / "o").mkdir()
    (home / "o" / LEDGER).write_text(json.dumps({"run": header}) + "\n", encoding="utf-8")
    assert gouji(["batch", "--out", "o", "--resume"]) == 2
    assert "--resume" in capsys.readouterr().err


def test_a_whole_header_is_gone_on_with(home):
    (home / "o").mkdir()
    header = {"sources": ["x"], "to": ["txt"], "form": "", "year": None}
    (home / "o" / LEDGER).write_text(json.dumps({"run": header}) + "\n", encoding="utf-8")
    assert running.last_run(home / "o") == header


def test_a_line_half_written_is_taken_back_at_once(home, monkeypatch):
    with Ledger(home) as ledger:
        ledger.begin({"sources": ["甲"]})
        before = ledger.path.read_bytes()
        real = ledger._file

        class Half:
            """Takes half of what it is given, then nothing more."""

            def __getattr__(self, name):
                return getattr(real, name)

            def write(self, content):
                if len(content) < 20:
                    raise OSError(errno.ENOSPC, "full")
                return real.write(bytes(content)[: len(content) // 2])

        monkeypatch.setattr(ledger, "_file", Half())
        with pytest.raises(OutputError):
            ledger.begin({"sources": ["乙" * 40]})
        assert ledger.path.read_bytes() == before
        monkeypatch.undo()
        ledger.begin({"sources": ["丙"]})
    with Ledger(home) as ledger:
        assert ledger.header == {"sources": ["丙"]}
