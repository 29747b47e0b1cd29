"""The stored parts are those `page.py` describes, and the description is that of GB/T 9704-2012."""

import re

import pytest

from authoring.writers import base, page


def test_stored_parts_are_current() -> None:
    stored = {each.name: each.read_bytes() for each in base.FOLDER.glob("*.xml")}
    assert stored == base.build_parts(), "run: python -m authoring.writers.base"


def test_main_writes_the_parts(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(base, "FOLDER", tmp_path / "base")
    assert base.main() == 0
    assert {each.name for each in (tmp_path / "base").iterdir()} == set(base.build_parts())


def test_no_style_but_ours() -> None:
    styles = base.build_parts()["styles.xml"].decode()
    names = re.findall(r'<w:name w:val="([^"]+)"', styles)
    assert names == [each.name for each in page.STYLES] + ["Normal Table", page.TABLE_STYLE_NAME]


def test_the_page_has_22_lines_of_28_characters() -> None:
    assert page.A4.text_height // page.LINE_PITCH == page.LINES_PER_PAGE
    assert page.A4.text_width // (page.CHARACTER + page.CHARACTER_FIT) == page.CHARACTERS_PER_LINE


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        (page.TITLE, "方正小标宋简体", 22),
        (page.HEADINGS[0], "黑体", 16),
        (page.HEADINGS[1], "楷体_GB2312", 16),
        (page.HEADINGS[2], "仿宋_GB2312", 16),
        (page.HEADINGS[3], "仿宋_GB2312", 16),
        (page.BODY, "仿宋_GB2312", 16),
        (page.ANNEX_LABEL, "黑体", 16),
        (page.ANNEX_TITLE, "方正小标宋简体", 22),
        (page.ODD_NUMBER, "宋体", 14),
        (page.EVEN_NUMBER, "宋体", 14),
        (page.TABLE_HEAD, "黑体", 12),
    ],
    ids=lambda value: value.name if isinstance(value, page.Style) else None,
)
def test_face_and_size(style: page.Style, face: str, size: float) -> None:
    resolved = page.resolved(style)
    assert (resolved.face, resolved.size, resolved.bold, resolved.latin is not None) == (
        face,
        size,
        False,
        True,
    )
    assert resolved.color == "000000"


def test_headings_stay_with_what_follows_and_show_in_the_navigation_pane() -> None:
    assert [(each.keep_next, each.outline) for each in page.HEADINGS] == [(True, level) for level in range(4)]


def test_turned_page_has_its_head_at_the_binding() -> None:
    turned = page.A4.turned()
    assert (turned.width, turned.height) == (page.A4.height, page.A4.width)
    assert (turned.top, turned.right, turned.bottom, turned.left) == (1587, 2098, 1474, 1984)
    assert turned.bottom - turned.footer == page.A4.bottom - page.A4.footer
    assert turned.turned() == turned
