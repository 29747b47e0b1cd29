"""Functions and goals: lists of texts, from numbered paragraphs or one sentence."""

import re

from authoring.audit.report import FinishedReport, Part
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import clauses, enumerated, is_numbered, unended, unnumbered
from authoring.takeover.sections import about_unit, everything, find_parts, grids_of, says_nothing, texts_of

_FUNCTIONS = re.compile(r"主要职能|主要职责|职能职责|职责职能|(?:部门|单位)职[责能]|工作职[责能]")
_HEAD = re.compile(
    r"职[责能](?:职能|职责)?(?:是|为|如下|有|包括|主要有)?[：:]?$|职[责能][^，。]{0,6}(?:如下|包括)"
)
_SENTENCE = re.compile(
    r"(?:职责|职能)(?:职能|职责)?(?:主要)?(?:是|为|有|包括)[：:]?(?P<list>[^。；]{6,}.*)$", re.S
)
_GOALS = (
    ("绩效目标.专项", re.compile(r"专项(?:资金)?[^，。]*目标")),
    ("绩效目标.其他项目", re.compile(r"其他项目[^，。]*目标")),
    ("绩效目标.整体", re.compile(r"整体支出绩效目标|部门绩效目标|单位绩效目标|年度绩效目标|绩效总?目标$")),
)
_GOALS_SAID = re.compile(r"整体支出绩效目标(?:主要)?(?:有|是|为|包括)[：:]?(?P<list>[^。]+)")
_NO_GOALS = re.compile(r"没有设定整体支出绩效目标")
_TASKS = re.compile(r"总体目标|履职目标")
_LONGEST = 150


def take_lists(report: FinishedReport, answers: Answers) -> None:
    """主要职能 and 绩效目标."""
    _take_functions(report, answers)
    for path, pattern in _GOALS:
        for part in find_parts(report.parts, pattern):
            if not re.search(r"实现|完成情况|绩效情况", part.title) and not _TASKS.search(part.title):
                _take_list(path, part, answers)
    _take_said_goals(report, answers)
    for part in find_parts(report.parts, _TASKS):
        texts = everything(part)
        if texts and "绩效目标" not in part.title:
            text = "无" if says_nothing(texts) else "\n".join(words.text for words in texts)
            answers.take("绩效目标.总体目标", text, texts[0])


def _take_functions(report: FinishedReport, answers: Answers) -> None:
    about = about_unit(report)
    for part in find_parts((about,), _FUNCTIONS) if about else ():
        _take_list("单位.主要职能", part, answers)
        if answers.begun("单位.主要职能"):
            return
    texts = texts_of(about.items) if about else []
    for at, words in enumerate(texts):
        if _SENTENCE.search(words.text):
            _split(words, answers)
            return
        if _HEAD.search(words.text):
            items = _run(texts[at + 1 :])
            answers.list_texts("单位.主要职能", [(item_of(each), each) for each in items])
            return
    answers.remark("没有找到逐项写的主要职能")


def _run(texts: list[Words]) -> list[Words]:
    """The items that come next: numbered ones, or those that end in a semicolon."""
    numbered = bool(texts) and is_numbered(texts[0].text)
    items: list[Words] = []
    for words in texts:
        if (numbered and not is_numbered(words.text)) or (
            not numbered and items and not items[-1].text.endswith(("；", ";"))
        ):
            break
        items.append(words)
    return items


def item_of(words: Words) -> str:
    """A paragraph as an entry of a list."""
    return unended(unnumbered(words.text))


def _take_list(path: str, part: Part, answers: Answers) -> None:
    texts = texts_of(part.items)
    if grids_of(part.items):
        texts = []
    if says_nothing(texts):
        answers.none(path, texts[0])
        return
    sentence = next((words for words in texts if _SENTENCE.search(words.text)), None)
    if len(texts) == 1 and (points := enumerated(texts[0].text)):
        answers.list_texts(path, [(unended(unnumbered(point)), texts[0]) for point in points])
        return
    numbered = [words for words in texts if is_numbered(words.text) or words.number]
    if numbered:
        items = numbered
    elif path == "单位.主要职能" and sentence:
        _split(sentence, answers)
        return
    elif (
        len(texts) == 1
        and path != "单位.主要职能"
        and "、" in texts[0].text
        and len(texts[0].text) < _LONGEST
    ):
        names = [unended(name) for name in clauses(texts[0].text, "、。")]
        answers.list_texts(path, [(name, texts[0]) for name in names])
        return
    else:
        items = [
            words
            for words in texts
            if len(words.text) <= _LONGEST and not words.text.endswith(("：", ":", "如下表。"))
        ]
        if len(items) < len(texts) and path == "单位.主要职能":
            answers.remark("主要职能没有逐项写，没有取")
            return
    answers.list_texts(path, [(item_of(words), words) for words in items])


def _split(words: Words, answers: Answers) -> None:
    found = _SENTENCE.search(words.text)
    assert found
    entries = [unended(unnumbered(piece)) for piece in clauses(found["list"], "；;")]
    answers.list_texts("单位.主要职能", [(entry, words) for entry in entries])


def _take_said_goals(report: FinishedReport, answers: Answers) -> None:
    if answers.begun("绩效目标.整体"):
        return
    for words in report.paper.words:
        if found := _GOALS_SAID.search(words.text):
            goals = [unended(goal) for goal in clauses(found["list"], "；;")]
            answers.list_texts("绩效目标.整体", [(goal, words) for goal in goals])
            return
        if _NO_GOALS.search(words.text):
            answers.none("绩效目标.整体", words)
            return
