"""A folder for what can be made anew, trusted only while it is the user's alone."""

from authoring import caching
from authoring.caching import cache_folder


def test_the_folder_is_made_for_the_user_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(caching, "_place", lambda: tmp_path / "缓存")
    folder = cache_folder("forms")
    assert folder == tmp_path / "缓存" / "forms"
    assert folder.is_dir()


def test_a_file_in_its_place_means_no_cache(monkeypatch, tmp_path):
    (tmp_path / "缓存").write_text("")
    monkeypatch.setattr(caching, "_place", lambda: tmp_path / "缓存")
    assert cache_folder("forms") is None


def test_a_user_without_a_home_has_no_cache(monkeypatch):
    def nowhere():
        raise RuntimeError

    monkeypatch.setattr(caching, "_place", nowhere)
    assert cache_folder("forms") is None
