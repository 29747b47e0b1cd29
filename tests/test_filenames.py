"""Names of output files, safe on every system."""

import re
import unicodedata
from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.filenames import distinct, file_name, inside

SUFFIXES = ["", ".docx", ".txt", ".tar.gz"]
PARTS = ["CON", "nul", "COM¹", "LPT9", "CONIN$", "..", "（2）", "e\u0301", "\u1112\u1161\u11ab", "👍🏽"]
TROUBLE = st.sampled_from([*PARTS, *'<>:"/\\|?*. \t\n\0~$\u202e\u200b\u3000\ud800\ufffe\u0301ﬃİ각각𠮷'])
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=40)
STEMS = st.one_of(
    ANY_TEXT,
    st.lists(st.one_of(TROUBLE, ANY_TEXT), max_size=8).map("".join),
    st.tuples(ANY_TEXT, st.sampled_from("a长𠀀́ 各"), st.integers(1, 300)).map(lambda t: t[0] + t[1] * t[2]),
)
DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"
}


def is_safe(name):
    """Written anew, from what the systems document."""
    return (
        not set(name) & set('<>:"/\\|?*')
        and not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name)
        and name == unicodedata.normalize("NFC", name)
        and name == name.strip().strip(".").strip()
        and name != ""
        and name.split(".")[0].rstrip().lower() not in DEVICES
        and len(name.encode()) <= 255 - len("（新99）".encode())
        and len(name.encode("utf-16-le")) // 2 <= 255
    )


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("2024年度甲县财政局自评报告", "2024年度甲县财政局自评报告"),
        ("甲/乙：丙?", "甲／乙：丙？"),
        ('<>:"/\\|?*', "＜＞：＂／＼｜？＊"),
        (" .. 甲. . ", "甲"),
        ("..", "未命名"),
        ("", "未命名"),
        ("\u3000甲\u3000", "甲"),
        ("甲\n乙\t\x7f丙\0", "甲乙丙"),
        ("abc\u202excod.exe", "abcxcod.exe"),
        ("甲\u200b\u2066\ufeff\u00ad\u3164\u2800乙", "甲乙"),
        ("\ud800甲\ufffe\U0010ffff\ufdd0", "甲"),
        ("e\u0301", "é"),
        ("e\u200d\u0301", "é"),
        ("𠮷\U000e0100野", "𠮷\U000e0100野"),
        ("\U00031350", "\U00031350"),  # 汉字 of Unicode 15, unknown to Python 3.11
        ("\ue000", "\ue000"),
        ("CON", "_CON"),
        ("con.报告", "_con.报告"),
        ("Nul .txt", "_Nul .txt"),
        ("COM¹", "_COM¹"),
        ("lpt9", "_lpt9"),
        ("CONIN$", "_CONIN$"),
        ("conout$.a.b", "_conout$.a.b"),
        ("CONS", "CONS"),
        ("COM10", "COM10"),
        ("我的CON", "我的CON"),
    ],
)
def test_each_stem_has_its_name(stem, name):
    assert file_name(stem, ".docx") == f"{name}.docx"


@given(STEMS, st.sampled_from(SUFFIXES))
def test_every_name_is_safe(stem, suffix):
    name = file_name(stem, suffix)
    assert is_safe(name)
    assert name.endswith(suffix)


@given(STEMS, st.sampled_from(SUFFIXES))
def test_a_name_made_again_stays(stem, suffix):
    name = file_name(stem, suffix)
    assert file_name(name.removesuffix(suffix), suffix) == name
    assert file_name(name, "") == name


@pytest.mark.filterwarnings("ignore:pathlib.PurePath.is_reserved:DeprecationWarning")
@given(STEMS, st.sampled_from(SUFFIXES))
def test_a_name_stays_in_its_folder(tmp_path_factory, stem, suffix):
    folder = tmp_path_factory.getbasetemp()
    name = file_name(stem, suffix)
    assert inside(folder, name) == folder / name
    assert (folder / name).resolve().parent == folder.resolve()
    assert (PureWindowsPath("C:/out") / name).parent == PureWindowsPath("C:/out")
    assert not PureWindowsPath(name).is_reserved()


@pytest.mark.parametrize("character", ["长", "a", "𠀀", "é", "각"])
def test_a_long_name_is_as_long_as_it_may_be(character):
    name = file_name(character * 300, ".docx")
    assert name.endswith(".docx")
    assert 219 <= len(name.encode()) <= 223
    assert name.startswith(character * 30)


def test_a_name_of_the_greatest_length_is_not_cut():
    stem = "长" * 72 + "ab"
    assert file_name(stem, ".docx") == f"{stem}.docx"
    assert file_name(f"{stem}c", ".docx") != f"{stem}c.docx"


@pytest.mark.parametrize("unit", ["a\u0316\u0315", "葛\U000e0100", "👍🏽", "ก็"])
@pytest.mark.parametrize("shift", range(8))
def test_a_cut_never_parts_what_belongs_together(unit, shift):
    name = file_name("x" * shift + unit * 100, ".docx")
    kept, mark = name.removesuffix(".docx").split("~")
    assert kept.removeprefix("x" * shift) == unit * ((len(kept) - shift) // len(unit))
    assert len(mark) == 10


def test_marks_without_end_leave_the_hash_alone():
    assert re.fullmatch(r"~[0-9a-f]{10}\.txt", file_name("a" + "\u0301" * 300, ".txt"))


@given(st.lists(st.text("长a", min_size=300, max_size=310), unique=True))
def test_cut_names_are_distinct(stems):
    assert len({file_name(stem, ".docx") for stem in stems}) == len(stems)


@pytest.mark.parametrize(
    "suffix", ["docx", ".", ". ", ".docx ", "./x", "..", ".do\u202ecx", ".文档", ".a.b.c", ".ſ"]
)
def test_only_a_suffix_is_one(suffix):
    with pytest.raises(ValueError, match="not a suffix"):
        file_name("甲", suffix)


@pytest.mark.parametrize(
    ("stems", "expected"),
    [
        ([], []),
        (["甲", "乙"], ["甲", "乙"]),
        (["甲", "甲", "甲"], ["甲", "甲（2）", "甲（3）"]),
        (["A", "a"], ["A", "a（2）"]),
        (["Straße", "STRASSE"], ["Straße", "STRASSE（2）"]),
        (["é", "e\u0301", "É"], ["é", "e\u0301（2）", "É（3）"]),
        (["甲:乙", "甲：乙"], ["甲:乙", "甲：乙（2）"]),
        (["甲", "甲\u200b", "甲. "], ["甲", "甲\u200b（2）", "甲. （3）"]),
        (["", "未命名", ".."], ["", "未命名（2）", "..（3）"]),
        (["甲", "甲（2）", "甲"], ["甲", "甲（2）", "甲（3）"]),
        (["甲", "甲", "甲（2）"], ["甲", "甲（2）", "甲（2）（2）"]),
    ],
)
def test_clashes_are_numbered(stems, expected):
    assert distinct(stems) == expected


@given(st.lists(STEMS, max_size=8))
def test_distinct_stems_give_distinct_files(stems):
    names = [file_name(stem, ".docx") for stem in distinct(stems)]
    for form in ("NFC", "NFD"):
        assert len({unicodedata.normalize(form, name).casefold() for name in names}) == len(stems)


@given(st.lists(STEMS, max_size=8), STEMS)
def test_what_comes_later_changes_nothing_before(stems, later):
    before = distinct(stems)
    assert distinct([*stems, later])[:-1] == before
    assert distinct([*before, later])[:-1] == before
    assert distinct(before) == before


def test_many_of_one_name_take_no_longer():
    assert distinct(["甲"] * 20_000)[-1] == "甲（20000）"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "..",
            "...",
            ".. ",
            " ",
            "/etc/passwd",
            "../甲",
            "甲/../..",
            "甲/乙",
            "..\\甲",
            "\\\\甲\\乙",
        ),
        *("C:", "C:甲", "C:\\甲", "甲:流", "甲\0", "NUL", "con.docx"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="not a name in a folder"):
        inside(tmp_path, name)


@pytest.mark.parametrize("name", ["甲.docx", ".hidden", "..甲", "甲..docx", "~$甲.docx"])
def test_a_plain_name_is_let_in(tmp_path, name):
    assert inside(tmp_path, name) == tmp_path / name
