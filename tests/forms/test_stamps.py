"""A form found in order is not read again until it changes; without a cache all works the same."""

import os
import subprocess
import sys

import pytest

from authoring import caching
from authoring.errors import FormError
from authoring.forms import finder, stamps
from authoring.forms.finder import read_form
from tests.forms.test_finder import GOOD


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(caching, "_place", lambda: tmp_path / "缓存")
    return tmp_path / "缓存" / "forms"


@pytest.fixture
def folder(tmp_path):
    at = tmp_path / "small"
    at.mkdir()
    (at / "form.yaml").write_text(GOOD, encoding="utf-8")
    (at / "body.html").write_text("<h1>支出情况</h1>{% include 'part' %}", encoding="utf-8")
    (at / "part").write_text("<p>甲</p>", encoding="utf-8")
    return at


@pytest.fixture
def readings(monkeypatch):
    """How often templates were read."""
    seen = []
    real = finder._proofread
    monkeypatch.setattr(finder, "_proofread", lambda *given: seen.append(given) or real(*given))
    return seen


def load(folder):
    """As a new run of the program does."""
    read_form.cache_clear()
    return read_form(folder)


def test_a_form_in_order_is_read_once(store, folder, readings):
    load(folder)
    load(folder)
    assert len(readings) == 1
    assert len(list(store.iterdir())) == 1


@pytest.mark.parametrize("file", ["form.yaml", "body.html", "part"])
def test_a_changed_file_is_read_anew(store, folder, readings, file):
    load(folder)
    before = (folder / file).stat()
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace("甲", "乙").replace("支出情况", "收入情况"), encoding="utf-8")
    os.utime(folder / file, ns=(before.st_atime_ns, before.st_mtime_ns))
    if file == "part":
        load(folder)
    else:
        with pytest.raises(FormError):
            load(folder)
    assert len(readings) == 2


def test_a_new_or_renamed_file_is_seen(store, folder, readings):
    load(folder)
    (folder / "part").rename(folder / "other")
    with pytest.raises(FormError, match="没有文件“part”"):
        load(folder)


def test_a_file_that_became_a_link_is_seen(store, folder, tmp_path):
    load(folder)
    (folder / "part").rename(tmp_path / "part")
    (folder / "part").symlink_to(tmp_path / "part")
    with pytest.raises(FormError, match="指向文件夹之外"):
        load(folder)


def test_a_new_program_judges_anew(store, folder, readings, monkeypatch):
    monkeypatch.setattr(stamps, "program_mark", lambda: "one")
    load(folder)
    load(folder)
    assert len(readings) == 1
    monkeypatch.setattr(stamps, "program_mark", lambda: "another")
    load(folder)
    assert len(readings) == 2


def test_faults_are_not_remembered(store, folder, readings):
    (folder / "part").write_text("<p>{{ 甲 }}</p>", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(FormError, match="没有“甲”"):
            load(folder)
    assert len(readings) == 2
    assert not list(store.iterdir())


def test_a_fault_of_the_form_file_is_told_with_a_stamp_too(store, folder):
    load(folder)
    folder.rename(folder.with_name("other"))
    with pytest.raises(FormError, match="与文件夹名“other”不一致"):
        load(folder.with_name("other"))


@pytest.mark.parametrize("content", [b"", b"\xff" * 64, b"0" * 64])
def test_a_damaged_stamp_is_worthless(store, folder, readings, content):
    load(folder)
    (stamp,) = store.iterdir()
    stamp.write_bytes(content)
    load(folder)
    assert len(readings) == 2


def test_without_a_cache_each_run_reads(store, folder, readings):
    store.parent.write_bytes(b"")
    load(folder)
    load(folder)
    assert len(readings) == 2


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_a_cache_others_may_write_to_is_not_used(store, folder, readings):
    store.mkdir(parents=True)
    store.chmod(0o777)
    load(folder)
    load(folder)
    assert len(readings) == 2


def test_a_stamped_form_loads_without_the_template_engine(folder, tmp_path):
    code = (
        "import sys; from pathlib import Path; from authoring.forms.finder import read_form;"
        f"read_form(Path({str(folder)!r})); print('jinja2' in sys.modules)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    assert [run.stdout.strip() for run in runs] == ["True", "False"]
