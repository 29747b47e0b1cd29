"""Compiled templates: kept for the user alone, and never more than a convenience."""

import os

import pytest
from jinja2 import DictLoader
from jinja2.bccache import bc_magic
from jinja2.sandbox import SandboxedEnvironment

from authoring import caching
from authoring.document import compiled
from authoring.document.compiled import CompiledTemplates


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(caching, "_place", lambda: tmp_path / "缓存")
    return tmp_path / "缓存" / "templates"


def rendered(source="{{ 1 + 1 }}"):
    """What a fresh environment makes of a template, and whether it had to compile it."""
    environment = SandboxedEnvironment(loader=DictLoader({"a": source}), bytecode_cache=CompiledTemplates())
    compiles = []
    real = environment.compile
    environment.compile = lambda *a, **k: compiles.append(1) or real(*a, **k)
    return environment.get_template("a").render(), bool(compiles)


def test_compiles_once(store):
    assert rendered() == ("2", True)
    assert rendered() == ("2", False)


def test_a_changed_template_is_compiled_anew(store):
    rendered()
    assert rendered("{{ 2 + 2 }}") == ("4", True)


def test_another_program_compiles_anew(store, monkeypatch):
    rendered()
    monkeypatch.setattr(compiled, "program_mark", lambda: "another")
    assert rendered() == ("2", True)


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, bc_magic, bc_magic + b"\xff" * 60, bc_magic + b"cos\nsystem\n."]
)
def test_a_damaged_entry_is_made_anew(store, content):
    rendered()
    (entry,) = store.iterdir()
    entry.write_bytes(content)
    assert rendered()[0] == "2"


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_a_folder_others_may_write_to_is_not_used(store):
    store.mkdir(parents=True)
    store.chmod(0o777)
    assert rendered() == ("2", True)
    assert not list(store.iterdir())


def test_a_link_in_place_of_the_folder_is_not_used(store, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    store.parent.mkdir()
    store.symlink_to(tmp_path / "elsewhere")
    assert rendered() == ("2", True)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_without_a_folder_it_works_all_the_same(store):
    store.parent.write_bytes(b"")
    assert rendered() == ("2", True)
