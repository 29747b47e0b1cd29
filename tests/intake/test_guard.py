"""What a file is, by content; everything hostile is refused, quickly and in Chinese."""

import errno
import os
import random
import re
import time
import tracemalloc
from pathlib import Path

import pytest

from authoring.errors import InputError
from authoring.intake import archive
from authoring.intake import guard as module
from authoring.intake.guard import Kind, guard
from authoring.intake.kinds import RefusedError, judge
from tests.intake import hostile
from tests.intake.hostile import Entry, compound, doc, ods, types, workbook, xls, zipped


def put(folder, name, content):
    (folder / name).write_bytes(content)
    return folder / name


def refusal(path):
    with pytest.raises(InputError) as caught:
        guard(path)
    return caught.value


@pytest.fixture(scope="module")
def placed(tmp_path_factory):
    return hostile.place(tmp_path_factory.mktemp("hostile"))


def test_every_hostile_file_is_refused(placed):
    for path, words in placed:
        tracemalloc.start()
        begun = time.perf_counter()
        problems = refusal(path).problems
        taken = time.perf_counter() - begun
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert any(words in problem.message for problem in problems), (path.name, problems)
        assert taken < 2, path.name
        assert peak < 48 << 20, path.name
        for problem in problems:
            assert problem.file == archive.shown(path.name)
            assert "请" in problem.message, problem
            assert not re.search("[。！]$", problem.message), problem


def test_what_is_slow_to_unpack_is_bounded(tmp_path):
    path = put(tmp_path, "慢.xlsx", workbook(hostile.slow_blocks(15 << 20)))
    begun = time.perf_counter()
    refusal(path)
    assert time.perf_counter() - begun < 1


def embedding():
    return compound({"WordDocument": bytes(5000)}, {"ObjectPool": {"Workbook": bytes(5000)}})


KINDS = [
    ("a.xlsx", Kind.XLSX, workbook),
    ("far.xlsx", Kind.XLSX, hostile.far_cell),
    ("a.xlsm", Kind.XLSM, lambda: zipped([types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")])),
    ("a.docx", Kind.DOCX, lambda: zipped([types("application/vnd.ms-word.document.macroEnabled.main+xml")])),
    ("a.ods", Kind.ODS, ods),
    ("a.odt", Kind.ODT, lambda: ods(kind="text-template")),
    ("a.xls", Kind.XLS, xls),
    ("a.et", Kind.XLS, lambda: xls(name="Book")),
    ("b.xls", Kind.XLS, lambda: compound({"Workbook": b"short"})),
    ("c.xls", Kind.XLS, lambda: xls(b"\x09\x08\xff\xff")),
    ("a.wps", Kind.DOC, doc),
    ("a.doc", Kind.DOC, embedding),
    ("a.pdf", Kind.PDF, lambda: b"\xef\xbb\xbf\n%PDF-1.7"),
    ("a.yaml", Kind.TEXT, lambda: "单位全称: 甲县财政局".encode("gb18030")),
    ("b.txt", Kind.TEXT, "<附件1>".encode),
    ("c.txt", Kind.TEXT, lambda: b"<1"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "make"), KINDS)
def test_the_content_says_what_it_is(tmp_path, name, kind, make):
    path = put(tmp_path, name, make())
    guarded = guard(path)
    assert guarded == (path, kind, make(), guarded.members, ())
    assert (guarded.members is not None) == make().startswith(b"PK")
    other = guard(put(tmp_path, "z" + name + ".bin", make()))
    assert (other.kind, other.notes) == (kind, ())


def test_a_wrong_extension_is_noted(tmp_path):
    assert guard(put(tmp_path, "a.xlsx", xls())).notes == ()
    (note,) = guard(put(tmp_path, "a.docx", xls())).notes
    assert note == "扩展名是 .docx，内容却是旧版 Excel 或 WPS 表格（.xls），已按内容读取"
    (note,) = guard(put(tmp_path, "b.XLS", "甲\t1\n".encode())).notes
    assert note == "扩展名是 .xls，内容却是纯文本文件，已按内容读取"


@pytest.mark.parametrize(
    "lock", ["~$决算报表.xlsx", "~$报表.xlsx", ".~决算报表.xlsx", ".~lock.决算报表.xlsx#"]
)
def test_a_lock_file_beside_it_is_noted(tmp_path, lock):
    path = put(tmp_path, "决算报表.xlsx", workbook())
    assert guard(path).notes == ()
    put(tmp_path, lock, b"x")
    (note,) = guard(path).notes
    assert note.startswith("此文件可能正在 Excel、Word 或 WPS 里打开，读取的是上次保存的内容")


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_a_link_to_a_file_is_followed(tmp_path):
    put(tmp_path, "a.xlsx", workbook())
    link = tmp_path / "b.xlsx"
    link.symlink_to("a.xlsx")
    assert guard(link).kind is Kind.XLSX


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EACCES, "没有读取权限"), (errno.EIO, "磁盘"), (errno.EBADF, f"系统错误 {errno.EBADF}")],
)
def test_what_the_system_refuses_is_said(tmp_path, monkeypatch, number, words):
    def refuse(*_):
        raise OSError(number, "no")

    path = put(tmp_path, "a.xlsx", workbook())
    monkeypatch.setattr(module.os, "open", refuse)
    assert words in str(refusal(path))


@pytest.mark.parametrize("size", [99, 101])
def test_a_file_that_changes_meanwhile_is_refused(tmp_path, monkeypatch, size):
    path = put(tmp_path, "a.txt", b"a" * 100)
    assert guard(path).kind is Kind.TEXT
    real = os.fdopen

    def change(*args):
        path.write_bytes(b"a" * size)
        return real(*args)

    monkeypatch.setattr(module.os, "fdopen", change)
    assert "文件正在变化" in str(refusal(path))


def test_a_workbook_too_large_to_be_held_is_left_on_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "FILE_BYTES", 200)
    guarded = guard(put(tmp_path, "a.xlsx", workbook()))
    assert (guarded.kind, guarded.content) == (Kind.XLSX, b"")
    assert b"worksheet" in guarded.members.read("xl/worksheets/sheet1.xml")
    for name, content in (
        ("a.ods", ods(Entry("b", b"x", method=0))),
        ("a.xls", xls()),
        ("a.txt", b"a" * 501),
    ):
        assert "文件超过 0 MB" in str(refusal(put(tmp_path, name, content)))
    monkeypatch.setattr(module, "WORKBOOK_BYTES", 201)
    assert "文件超过" in str(refusal(tmp_path / "a.xlsx"))


@pytest.mark.skipif(os.name == "nt", reason="no pipes in folders")
def test_a_pipe_put_in_its_place_does_not_hold_us_up(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "a.xlsx")
    plain = put(tmp_path, "b.xlsx", workbook()).stat()
    monkeypatch.setattr(Path, "stat", lambda _: plain)
    assert "文件正在变化" in str(refusal(tmp_path / "a.xlsx"))


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_names_do_not_steer_the_terminal(tmp_path):
    path = put(tmp_path, "a\x1b[2J\u202e.xlsx", b"")
    assert str(refusal(path)).startswith("a\ufffd[2J\ufffd.xlsx：文件是空的")


@pytest.mark.parametrize("make", [workbook, xls, lambda: ods(Entry("content.xml", b"<a/>" * 50))])
def test_damage_gives_no_other_error(make):
    draw = random.Random(7)
    whole, refused = make(), 0
    for _ in range(1000):
        damaged = bytearray(whole)
        for _ in range(draw.choice([1, 1, 2, 8])):
            damaged[draw.randrange(len(damaged))] = draw.choice([0, 255, draw.randrange(256)])
        try:
            judge(bytes(damaged), "a.bin")
        except (InputError, RefusedError):
            refused += 1
    assert 0 < refused < 1000
