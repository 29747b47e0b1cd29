"""Writing a report file: reading it gives the same answers, and the clerk's comments stay where they were."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.draft.comments import find_comments
from authoring.draft.draft import Comment, Draft
from authoring.draft.yaml_reader import read_yaml
from authoring.draft.yaml_writer import write_yaml

_TRAPS = [
    "null", "~", "true", "no", "是", "1e5", "0x10", "1,234.50", "-61.57", "- 甲", "-", "?", "? 甲", ":",
    "甲: 乙", "甲:", "#甲", "甲 #乙", "甲 # 乙", "# 甲", "'", '"', "“甲”", "''", "[甲]", "{甲}",
    "{{ 7*7 }}", "&甲", "*甲", "!甲", "|", "甲|", ">", "%甲", "@甲", "`甲`", ",", " 甲", "甲 ", "  ",
    "甲\n乙", "甲\n\n乙", "甲\n 乙", "\n甲", "甲 \n乙", "甲\n# 乙\n丙", "---", "...", "甲\t乙", "\t甲",
    "甲\\乙", "甲\u3000乙", "\u3000甲", "\u00a0甲", "<<", "=", "无", "甲" * 2000, "甲 " * 500 + "乙",
    "甲\n" * 50 + "乙", "甲：乙", "2,674.56  # 原件", "a\u0301", "\ufeff甲", "\u200b",
]  # fmt: skip
_LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff")
_TEXTS = st.sampled_from(_TRAPS) | st.text(_LETTERS | st.sampled_from("\n \t#:'\"-|"), max_size=30)
_KEYS = st.sampled_from(
    ["合计", "专项资金.项目[1].结转结余", "因公出国（境）费", "“三公”经费", "是", "null", "#甲", "甲: 乙"]
)
_ANSWERS = st.recursive(
    _TEXTS | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)
_TREES = st.dictionaries(_KEYS, _ANSWERS, min_size=1, max_size=5)


def _as_read(value: Any) -> Any:
    """What a reader makes of a written value: blank texts are 未填, line ends at the end go."""
    if isinstance(value, dict):
        return {key: _as_read(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_read(inner) for inner in value]
    return value.rstrip("\n") if value and value.strip() else None


@settings(max_examples=400)
@given(_TREES)
def test_written_answers_are_read_back_equal(answers: dict[str, Any]) -> None:
    written = write_yaml(Draft(answers))
    draft = read_yaml(written)
    assert draft.answers == _as_read(answers)
    assert not draft.problems
    assert write_yaml(draft) == write_yaml(Draft(_as_read(answers)))


@pytest.mark.parametrize("text", _TRAPS)
def test_text_that_looks_like_yaml_is_read_back(text: str) -> None:
    answers = {"甲": text, "乙": [text, "一"], "丙": [{"丁": text, "戊": "二"}]}
    assert read_yaml(write_yaml(Draft(answers))).answers == _as_read(answers)


@pytest.mark.parametrize("text", ["𠮷田同志", "完成 😀", "𬭎矿"])
def test_rare_characters_are_written_as_they_are(text: str) -> None:
    assert write_yaml(Draft({"甲": text})) == f"甲: {text}\n"


@pytest.mark.parametrize("text", ["𠮷田同志", "完成 😀", "𬭎矿"])
def test_rare_characters_are_read_back(text: str) -> None:
    assert read_yaml(write_yaml(Draft({"甲": text}))).answers == {"甲": text}


def test_figures_and_order_stay_as_typed() -> None:
    text = (
        "年度: 2024\n支出:\n  合计: 1,531.55\n  基本:\n    合计: ０１８９.８９\n"
        "    明细:\n    - 科目: 办公费\n      金额: 3\n单位:\n  全称: 甲\n"
    )
    assert write_yaml(read_yaml(text)) == text


def test_long_text_is_written_paragraph_by_paragraph() -> None:
    written = write_yaml(Draft({"内容": "第一段。\n第二段。", "其他": "长" * 500}))
    assert written == f"内容: |\n  第一段。\n  第二段。\n其他: {'长' * 500}\n"


def test_empty_parts_keep_their_kind() -> None:
    assert read_yaml(write_yaml(Draft({"甲": {}, "乙": [], "丙": None}))).answers == {
        "甲": {},
        "乙": [],
        "丙": None,
    }


COMMENTED = """\
# 按已公开的报告录入
# 第二行

年度: 2024  # 预算年度
支出:
  # 口径见附表
  合计: 1,531.55 # 原件如此
  基本:
    合计: 189.89
    明细:
    # 第一项
    - 科目: 办公费  # 含邮寄
      金额: 3
    - 科目: 印刷费
      # 印刷费的金额
      金额: 2   # 估计
  说明: |
    第一段
    # 这是正文
    第二段
  # 正文之后
  备注: '带 # 号的文字'  # 带号
# 落款以前
落款: 无

# 完
"""


def _rewritten(text: str, change: Any = None) -> str:
    """The file as it is saved after a change of its answers."""
    draft = read_yaml(text)
    answers = draft.answers
    if change:
        change(answers)
    return write_yaml(replace(draft, answers=answers, comments=find_comments(text)))


def _comments_in(text: str) -> list[str]:
    return [found.strip() for found in re.findall(r"(?m)(?:^\s*|\s)#\s.*$", text)]


def test_comments_are_found_at_their_answers() -> None:
    found = find_comments(COMMENTED)
    assert found[("年度",)] == Comment(("# 按已公开的报告录入", "# 第二行", ""), "# 预算年度")
    assert found[("支出", "合计")] == Comment(("# 口径见附表",), "# 原件如此")
    assert found[("支出", "基本", "明细", 0)] == Comment(("# 第一项",), "# 含邮寄")
    assert found[("支出", "备注")] == Comment(("# 正文之后",), "# 带号")
    assert found[()] == Comment(("", "# 完"))


def test_comments_and_blank_lines_stay_where_they_were() -> None:
    written = _rewritten(COMMENTED)
    assert _comments_in(written) == _comments_in(COMMENTED)
    assert find_comments(written) == find_comments(COMMENTED)
    assert [line.split() for line in written.splitlines()] == [
        line.split() for line in COMMENTED.splitlines()
    ]


def test_second_write_is_identical() -> None:
    once = _rewritten(COMMENTED)
    assert _rewritten(once) == once


def test_comments_stay_after_an_answer_is_changed() -> None:
    def change(answers: dict[str, Any]) -> None:
        answers["支出"]["合计"] = "1,537.56"
        answers["支出"]["说明"] = "改过的一段"
        answers["支出"]["基本"]["明细"][1]["金额"] = "第一行\n第二行"

    written = _rewritten(COMMENTED, change)
    assert "  # 口径见附表\n  合计: 1,537.56  # 原件如此\n" in written
    assert "# 含邮寄" in written
    assert "      # 印刷费的金额\n" in written
    assert read_yaml(written).answers["支出"]["基本"]["明细"][1]["金额"] == "第一行\n第二行"


def test_comments_stay_after_an_answer_is_added() -> None:
    def change(answers: dict[str, Any]) -> None:
        answers["支出"]["基本"]["人员经费"] = "162.89"
        answers["支出"]["基本"]["明细"].append({"科目": "邮电费"})
        answers["其他说明"] = "无"

    written = _rewritten(COMMENTED, change)
    assert _comments_in(written) == _comments_in(COMMENTED)
    assert find_comments(written)[("支出", "合计")] == find_comments(COMMENTED)[("支出", "合计")]
    assert written.endswith("# 完\n")


def test_comments_of_other_answers_stay_after_one_is_removed() -> None:
    def change(answers: dict[str, Any]) -> None:
        del answers["支出"]["合计"]
        del answers["落款"]

    before, after = find_comments(COMMENTED), find_comments(_rewritten(COMMENTED, change))
    gone = {("支出", "合计"), ("落款",)}
    assert {path: said for path, said in after.items() if path and path != ("支出",)} == {
        path: said for path, said in before.items() if path and path not in gone
    }
    assert after[("支出",)] == before[("支出", "合计")]  # what was said of it goes to the part that held it


@pytest.mark.parametrize(
    "text",
    [
        "支出:  # 注\n  合计: 1\n",
        "名称: [甲, 乙]  # 注\n",
        "明细:  # 注\n- 甲\n",
        "内容: |  # 注\n  第一段\n  第二段\n",
        "甲: 乙|  # 注\n",
        "明细: []  # 注\n",
    ],
)
def test_no_comment_is_lost(text: str) -> None:
    assert "# 注" in _rewritten(text)


def test_comment_follows_its_entry_when_one_before_is_removed() -> None:
    text = "项目:\n- 名称: 甲\n- 名称: 乙  # 乙的注\n- 名称: 丙\n"
    written = _rewritten(text, lambda answers: answers["项目"].pop(0))
    assert "乙  # 乙的注" in written


def test_comment_beside_does_not_run_into_a_text_of_several_lines() -> None:
    draft = Draft({"甲": "第一段\n\n第二段"}, comments={("甲",): Comment(beside="# 旁注")})
    assert read_yaml(write_yaml(draft)).answers == draft.answers


_COMMENT_LINES = st.lists(st.sampled_from(["# 注一", "# 注: 二", "#", "# 'x\"", ""]), max_size=2).map(tuple)
_COMMENTS = st.builds(Comment, _COMMENT_LINES, st.sampled_from(["", "# 旁注", "# 旁: 注"]))


def _on_one_line(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _on_one_line(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_on_one_line(inner) for inner in value]
    return value and value.replace("\n", " ")


@settings(max_examples=100)
@given(_TREES.map(_on_one_line), st.data())
def test_comments_never_change_the_answers(answers: dict[str, Any], data: st.DataObject) -> None:
    lines = read_yaml(write_yaml(Draft(answers))).lines
    comments = data.draw(st.dictionaries(st.sampled_from(sorted(lines, key=str)), _COMMENTS, max_size=4))
    written = write_yaml(Draft(answers, comments=comments))
    assert read_yaml(written).answers == _as_read(answers)
