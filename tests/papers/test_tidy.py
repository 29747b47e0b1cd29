"""Stray spaces and residue go, words and their places stay."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from authoring.papers.tidy import tidy


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("本单位共有在职人员20人。", "本单位共有在职人员20人。"),
        ("单 位 共 有 20 人", "单位共有20人"),
        ("共\u00a05\u00a0人", "共5人"),
        ("　　一、基本情况　", "一、基本情况"),
        ("合    计", "合计"),
        ("Office 2019  版", "Office 2019版"),
        ("Word  Excel", "Word Excel"),
        ("12 %", "12%"),
        ("( 1 ) 部门", "(1)部门"),
        ("共 1 234 元", "共1 234元"),
        ("一、概况\t3", "一、概况 3"),
        ("2023年度\n整体支出", "2023年度整体支出"),
        ("[bookmark: _GoBack]3.主要 职能", "3.主要职能"),
        ("主要[Bookmark: OLE_LINK1] 职能", "主要职能"),
        ("支\u200b出\ufeff增\u00ad加", "支出增加"),
        ("１２．５％", "12.5%"),
        ("１，２３４．５万元", "1,234.5万元"),
        ("分别为5，230，180人", "分别为5，230，180人"),
        ("分别为５，２３人", "分别为5，23人"),
        ("3．2023年预算", "3．2023年预算"),
        ("共3．2023万元", "共3.2023万元"),
        ("⼀、⼈员", "一、人员"),
        ("（ 2 ）", "（2）"),
        (" \t ", ""),
        ("", ""),
    ],
)
def test_words_as_meant(raw: str, text: str) -> None:
    assert tidy(raw)[0] == text


@given(st.text(alphabet=" \t\u3000\u00a0\u200b共12．，％１３人a,.()（）[bookmark: x]\n"))
@example("[bookmark: ]")
def test_every_character_knows_its_place(raw: str) -> None:
    text, origin = tidy(raw)
    if not origin:
        assert text in {raw, ""}
        return
    assert len(origin) == len(text)
    assert list(origin) == sorted(set(origin))
    for character, at in zip(text, origin, strict=True):
        assert character == " " or character == raw[at] or raw[at] in "．，％１３"
    if not set("\t．，") & set(raw):
        assert tidy(text)[0] == text


def test_what_is_tidy_has_no_places() -> None:
    assert tidy("部门整体支出15.3万元") == ("部门整体支出15.3万元", ())


def test_residue_without_end_takes_no_long_time() -> None:
    raw = "[bookmark: " * 20_000
    assert tidy(raw)[0].startswith("[bookmark:")
