"""Reading a report file: every answer is the text that was typed, and every fault is told with its line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.draft.draft import path_text
from authoring.draft.yaml_reader import read_yaml
from authoring.errors import InputError


def _faults(text: str) -> list[tuple[int | None, str]]:
    """Line and words of everything wrong with a text, whether it stopped the reading or not."""
    try:
        problems = read_yaml(text, "报告.yaml").problems
    except InputError as error:
        problems = error.problems
    assert all(problem.file == "报告.yaml" for problem in problems)
    return [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "typed",
    ["null", "~", "true", "no", "1e5", "0x10", "1_000", "2024-01-01", "１２", "1,234.50", "<<", "=", ".inf"],
)
def test_scalars_stay_the_text_that_was_typed(typed: str) -> None:
    assert read_yaml(f"甲: {typed}\n").answers == {"甲": typed}
    assert read_yaml(f"甲: [{typed.replace(',', '')}]\n").answers == {"甲": [typed.replace(",", "")]}


@pytest.mark.parametrize("blank", ["", "  ", '""', "''", "' '", '"\\n"', "|\n", "# 待补"])
def test_blank_answers_are_none(blank: str) -> None:
    assert read_yaml(f"甲: {blank}\n乙: 1\n").answers == {"甲": None, "乙": "1"}


def test_lines_and_nesting() -> None:
    text = (
        "# 说明\n支出:\n  合计: 1,531.55\n  基本:\n    明细:\n"
        "    - 科目: 办公费\n      金额: 3\n    - 科目: 印刷费\n"
    )
    draft = read_yaml(text, "报告.yaml")
    assert draft.answers == {
        "支出": {"合计": "1,531.55", "基本": {"明细": [{"科目": "办公费", "金额": "3"}, {"科目": "印刷费"}]}}
    }
    assert draft.lines[("支出", "合计")] == 3
    assert draft.lines[("支出", "基本", "明细", 0)] == 6
    assert draft.lines[("支出", "基本", "明细", 0, "金额")] == 7
    assert draft.line(("支出", "基本", "明细", 1, "金额")) == 8
    assert draft.line(("支出", "基本", "公用经费")) == 4
    assert draft.line(("预算",)) is None


def test_texts_of_several_lines() -> None:
    text = "甲: |\n  第一段\n  第二段\n乙: >\n  一行\n  又一行\n丙: 上\n  下\n丁: 1\n"
    answers = read_yaml(text).answers
    assert answers == {"甲": "第一段\n第二段", "乙": "一行 又一行", "丙": "上 下", "丁": "1"}


def test_windows_line_ends_and_byte_order_mark() -> None:
    assert read_yaml("\ufeff甲: 1\r\n乙: 2\r\n").answers == {"甲": "1", "乙": "2"}


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("甲: 1\n乙: 2\n甲: 3\n", 3, "“甲”写了两次（另一处在第1行），请只留一处"),
        ("支出:\n  合计: 1\n  合计: 1\n", 3, "“合计”写了两次（另一处在第2行）"),
        ("甲: 1\n乙: &名 2\n", 2, "不支持“&”“*”引用"),
        ("甲: 1\n乙: *名\n", 2, "不支持“&”“*”引用"),
        ("甲: 1\n乙: & 2\n", 2, "文字以这两个符号开头时请加引号"),
        ("&名 甲: 1\n", 1, "不支持“&”“*”引用"),
        ("支出:\n\t合计: 1\n", 2, "行首用了制表符"),
        ("支出:\n  合计: 1\n 基本: 2\n", 3, "缩进不齐，同一层的各行请左对齐"),
        ("甲:\n- 乙: 1\n  丙: 2\n 丁: 3\n", 4, "请左对齐"),
        ("甲:\n  - 一\n  乙: 2\n", 3, "每项以“- ”开头"),
        ("甲: 乙: 丙\n", 1, "文字里含冒号时请给整段文字加引号"),
        ("甲: 1\n  乙: 2\n", 2, "这一行缩进多了"),
        ("甲: [1, 2\n乙: 3\n", 2, "方括号或花括号没有成对"),
        ("甲: @乙\n", 1, "文字以符号开头时请加引号"),
        ("甲: `乙`\n", 1, "文字以符号开头时请加引号"),
        ("甲: 1\n---\n乙: 2\n", 2, "一个文件只放一份报告"),
        ("甲: 1\n? [乙]\n: 2\n", 2, "这里应是“名称: 内容”"),
        ("- 甲\n", 1, "文件开头应是“名称: 内容”"),
        ("甲\n", 1, "文件开头应是“名称: 内容”"),
        ("甲：1\n", 1, "冒号请用半角“:”，后面空一格"),
        ("甲: 1\n支出：\n  合计: 1\n", 2, "冒号请用半角“:”，后面空一格"),
        ("甲: >=\n", 1, "“>”“>=”要加引号，或写成“＞”“≥”"),
        ("甲:\n- {乙: >=, 丙: 1}\n", 2, "“>”“>=”要加引号，或写成“＞”“≥”"),
        ("甲: 1\n乙\n", 2, "这一行缺少“: ”（半角冒号加空格）"),
        ("甲: 完成 #3 号楼\n", 1, "“#3 号楼”会被当作注释丢掉"),
        ("甲: 1\n乙: 二 #注\n", 2, "确是注释的，请在“#”后空一格"),
        ("", None, "文件是空的，没有可读的内容"),
        ("\n# 只有注释\n", None, "文件是空的"),
    ],
)
def test_fault_is_told_with_its_line(text: str, line: int | None, says: str) -> None:
    ((at, message),) = _faults(text)
    assert (at, says in message) == (line, True), message


@pytest.mark.parametrize("mark", ['"', "'"])
def test_unclosed_quote_is_told_where_it_opens(mark: str) -> None:
    text = f"甲: 1\n乙: {mark}二\n丙: 3\n丁: 4\n"
    assert _faults(text) == [(2, "引号没有成对")]


@pytest.mark.parametrize("mark", ['"', "'"])
def test_unclosed_quote_is_told(mark: str) -> None:
    ((_, message),) = _faults(f"甲: 1\n乙: {mark}二\n丙: 3\n丁: 4\n")
    assert message == "引号没有成对"


def test_whole_line_comment_after_a_text_of_several_lines_is_no_fault() -> None:
    assert _faults("甲: |\n  第一段\n#以下为照录\n乙: 1\n") == []


def test_list_entry_indented_one_more_is_not_joined_to_the_one_before() -> None:
    text = "主要职能:\n- 管理机关大院\n - 承担会务\n"
    assert _faults(text)


def test_several_faults_are_told_at_once() -> None:
    faults = _faults("甲: 1\n甲: 2\n乙: 3\n乙: 4\n丙: 完成 #3 号楼\n")
    assert [line for line, _ in faults] == [2, 4, 5]


def test_faults_before_a_syntax_error_are_kept() -> None:
    assert [line for line, _ in _faults("甲: 1\n甲: 2\n乙: &名 3\n")] == [2, 3]


@pytest.mark.parametrize("text", ["甲: {}", "{}", "甲:\n  {}"])
@pytest.mark.parametrize("opening", ["[", "{甲: "])
@pytest.mark.parametrize("closed", [True, False])
def test_ten_thousand_brackets_do_not_crash(text: str, opening: str, closed: bool) -> None:
    nest = opening * 10_000 + ("]" if opening == "[" else "}") * 10_000 * closed
    ((line, message),) = _faults(text.replace("{}", nest))
    assert line in {1, 2}
    assert message == "层次过深，请检查缩进和括号"


def test_thirty_levels_are_read() -> None:
    draft = read_yaml("".join(f"{'  ' * n}层{n}:\n" for n in range(29)) + "  " * 29 + "底: 1\n")
    assert len(max(draft.lines, key=len)) == 30


def test_huge_scalar_is_read() -> None:
    text = "预算" * 1_000_000
    assert read_yaml(f"甲: {text}\n").answers == {"甲": text}


def test_references_that_would_unpack_to_gigabytes_are_refused() -> None:
    names = "abcdefghij"
    laughs = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{before}, *{before}]\n" for before, name in pairwise(names)
    )
    assert _faults(laughs)[0][0] == 1


def test_path_text_counts_from_one() -> None:
    assert path_text(("专项资金", "项目", 0, "结转结余")) == "专项资金.项目[1].结转结余"
    assert path_text(()) == ""


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n:-#[]{}'\"|&* "),
        max_size=60,
    )
)
def test_any_text_is_read_or_refused_in_chinese(text: str) -> None:
    try:
        draft = read_yaml(text, "报告.yaml")
    except InputError:
        return
    lines = text.count("\n") + text.count("\u2028") + text.count("\u2029") + 1
    assert all(1 <= line <= lines for line in draft.lines.values())
