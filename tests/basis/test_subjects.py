"""科目 as they are listed, and what is found for what a clerk types."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.basis.subjects import ECONOMIC, FUNCTIONAL, Subject, find_subjects, subject_named, subjects

KINDS = (ECONOMIC, FUNCTIONAL)
LISTED = [(kind, subject) for kind in KINDS for subject in subjects(kind)]
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})

every_kind = pytest.mark.parametrize("kind", KINDS)
any_listed = st.sampled_from(LISTED)


def codes(found: list[Subject]) -> list[str]:
    return [subject.code for subject in found]


@every_kind
def test_codes_are_unique_and_in_order(kind: str) -> None:
    listed = codes(list(subjects(kind)))
    assert listed == sorted(set(listed))


@every_kind
def test_codes_are_of_their_kind(kind: str) -> None:
    shape = r"3\d{2}(\d{2})?" if kind == ECONOMIC else r"2\d{2}(\d{2}){0,2}"
    assert [s for s in subjects(kind) if not re.fullmatch(shape, s.code)] == []


@every_kind
def test_each_belongs_to_a_class(kind: str) -> None:
    classes = {s.code for s in subjects(kind) if len(s.code) == 3}
    assert {s.code[:3] for s in subjects(kind)} == classes


@every_kind
def test_names_differ_under_one_heading(kind: str) -> None:
    headed = [(s.code[:-2] if len(s.code) > 3 else "", s.name) for s in subjects(kind)]
    assert len(headed) == len(set(headed))


def test_initials_are_a_letter_for_each_character() -> None:
    for _, subject in LISTED:
        assert len(subject.initials) == len(re.findall(r"[\u4e00-\u9fff]", subject.name)), subject
        assert re.fullmatch(r"[a-z]+", subject.initials), subject


def test_no_character_has_two_initials() -> None:
    # holds as long as no 科目 has a 多音字 in both its readings
    read: dict[str, set[str]] = {}
    for _, subject in LISTED:
        for character, letter in zip(re.sub(r"[（）]", "", subject.name), subject.initials, strict=True):
            read.setdefault(character, set()).add(letter)
    assert {character: letters for character, letters in read.items() if len(letters) > 1} == {}


@pytest.mark.parametrize(
    ("kind", "name", "initials"),
    [
        (ECONOMIC, "差旅费", "clf"),
        (ECONOMIC, "奖金", "jj"),
        (ECONOMIC, "住房公积金", "zfgjj"),
        (ECONOMIC, "因公出国（境）费用", "ygcgjfy"),
        (ECONOMIC, "物业管理费", "wyglf"),
        (ECONOMIC, "委托业务费", "wtywf"),
        (ECONOMIC, "被装购置费", "bzgzf"),
        (ECONOMIC, "公务用车运行维护费", "gwycyxwhf"),
        (ECONOMIC, "地上附着物和青苗补偿", "dsfzwhqmbc"),
        (FUNCTIONAL, "行政单位离退休", "xzdwltx"),
        (FUNCTIONAL, "文化旅游体育与传媒支出", "whlytyycmzc"),
        (FUNCTIONAL, "债务还本支出", "zwhbzc"),
    ],
)
def test_initials_follow_the_sense(kind: str, name: str, initials: str) -> None:
    subject = subject_named(kind, name)
    assert subject is not None
    assert subject.initials == initials


@every_kind
@pytest.mark.parametrize("nothing", ["", " ", "\u3000\t"])
def test_nothing_typed_finds_all(kind: str, nothing: str) -> None:
    assert find_subjects(kind, nothing) == list(subjects(kind))


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        (ECONOMIC, "302", ["302", "30201", "30202"]),
        (ECONOMIC, "30211", ["30211"]),
        (FUNCTIONAL, "20805", ["2080501", "2080502", "2080505", "2080506", "2080599"]),
        (FUNCTIONAL, "208 05 05", ["2080505"]),
        (ECONOMIC, "差旅", ["30211"]),
        # the name itself, then what begins with it
        (ECONOMIC, "医疗费", ["30114", "30307"]),
        # all that have it inside, a 款 before a 类 of a higher code
        (ECONOMIC, "补助", ["30106", "30111", "303", "30305"]),
        # what begins with it, then what has it inside
        (ECONOMIC, "公务", ["30111", "30217", "30231", "30913", "31013"]),
        (ECONOMIC, "医疗", ["30114", "30307", "30110", "30111"]),
        # initials that begin so, then those that have it inside
        (ECONOMIC, "clf", ["30211", "30218"]),
        (ECONOMIC, "jj", ["30103", "30306", "30109", "30113"]),
        (ECONOMIC, "因公出国(境)费用", ["30212"]),
    ],
)
def test_nearest_comes_first(kind: str, typed: str, first: list[str]) -> None:
    assert codes(find_subjects(kind, typed))[: len(first)] == first


@every_kind
@pytest.mark.parametrize("typed", ["999", "01", "没有这个科目", "zzzz9", "差旅费x", "%"])
def test_what_is_unknown_finds_nothing(kind: str, typed: str) -> None:
    assert find_subjects(kind, typed) == []


def test_a_code_is_found_from_its_start_only() -> None:
    assert codes(find_subjects(ECONOMIC, "0211")) == []


@given(any_listed, st.sampled_from(["code", "name", "initials"]))
def test_each_is_found_by_its_code_name_and_initials(listed: tuple[str, Subject], part: str) -> None:
    kind, subject = listed
    typed = getattr(subject, part)
    found = find_subjects(kind, typed)
    assert subject in found
    assert getattr(found[0], part) == typed or part == "initials"


@given(any_listed, st.data())
def test_each_is_found_by_any_part(listed: tuple[str, Subject], data: st.DataObject) -> None:
    kind, subject = listed
    whole = data.draw(st.sampled_from([subject.name, subject.initials]))
    start = data.draw(st.integers(0, len(whole) - 1))
    end = data.draw(st.integers(start + 1, len(whole)))
    assert subject in find_subjects(kind, whole[start:end])
    assert subject in find_subjects(kind, subject.code[: data.draw(st.integers(1, len(subject.code)))])


@given(any_listed, st.sampled_from(["code", "name", "initials"]))
def test_width_case_and_blanks_do_not_matter(listed: tuple[str, Subject], part: str) -> None:
    kind, subject = listed
    typed = getattr(subject, part)
    plain = find_subjects(kind, typed)
    assert find_subjects(kind, typed.translate(WIDE)) == plain
    assert find_subjects(kind, typed.upper().translate(WIDE)) == plain
    assert find_subjects(kind, f"\u3000{' '.join(typed)} ") == plain


@given(st.sampled_from(KINDS), st.text(max_size=6))
def test_whatever_is_typed_finds_some_of_the_list_once(kind: str, typed: str) -> None:
    found = find_subjects(kind, typed)
    assert len(found) == len(set(found))
    assert set(found) <= set(subjects(kind))


def test_one_of_a_name() -> None:
    assert subject_named(ECONOMIC, "住房公积金") == Subject("30113", "住房公积金", "zfgjj")
    assert subject_named(FUNCTIONAL, " 住房 公积金\u3000") == Subject("2210201", "住房公积金", "zfgjj")
    assert subject_named(ECONOMIC, "因公出国(境)费用") == subject_named(ECONOMIC, "因公出国（境）费用")


@pytest.mark.parametrize("name", ["", "差旅", "30211", "clf", "行政运行"])
def test_none_of_a_name(name: str) -> None:
    assert subject_named(ECONOMIC, name) is None


@pytest.mark.parametrize(
    ("kind", "name", "shared_by"),
    [
        (ECONOMIC, "公务用车购置", ["30913", "31013"]),
        (ECONOMIC, "其他支出", ["399", "39999"]),
        (FUNCTIONAL, "行政运行", ["2010301", "2010601"]),
    ],
)
def test_a_name_several_share_names_none_of_them(kind: str, name: str, shared_by: list[str]) -> None:
    assert subject_named(kind, name) is None
    assert codes(find_subjects(kind, name)) == shared_by


def test_a_kind_there_is_not() -> None:
    with pytest.raises(KeyError):
        subjects("收入分类")
