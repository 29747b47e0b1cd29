"""填报单位: its name, nature and organs, and how it calls itself."""

import re
from collections import Counter

from authoring.audit.report import FinishedReport
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import (
    COUNT,
    clauses,
    count_of,
    is_numbered,
    listed,
    sentences,
    unended,
    unnumbered,
)
from authoring.takeover.sections import about_unit, everything

_SELF = re.compile(r"[本我](?:单位|部门|中心|局|委|办|院|校|站|所|馆|厅|处|会|镇|乡)(?!部|级|组织|门)")
_MOSTLY = 0.6
_NATURE = re.compile(r"^(?:系|是|为)(?P<value>[^，。；：（(]*(?:单位|机构|部门|机关))$")
_LEVEL = re.compile(r"^属(?:于)?(?P<value>[^，。；（(]*预算单位)")
_FUNDING = re.compile(r"经费来源(?:为|是|：)?(?P<value>[^，。；（(]+)")
_SUPERIOR = re.compile(r"主管(?:部门|单位)(?:为|是|：)(?P<value>[^，。；（(]+)")
_NO_BELOW = re.compile(r"(?:没有|无)(?:其他)?(?:下属|所属|二级)[^，。；）)]{0,6}单位")
_BELOW = re.compile(
    rf"(?:下属|所属)[^，。；：\d]{{0,8}}?(?P<count>{COUNT})个[^，。；：:、]{{0,6}}[，：:,]?(?:分别)?(?:为|是|即|有)[：:]?(?P<names>[^。；]+)"
)
_ORGANS = re.compile(
    rf"内设(?:有)?[^，。；：、\d]{{0,6}}?(?P<count>{COUNT})个?[^，。；：:、\d]{{0,8}}"
    r"[，：:,（(]?(?:(?:分别)?(?:为|是|即)|包括|有)?[：:]?(?P<names>[^。；）)]*)"
)
_UNCOUNTED = re.compile(
    r"内设(?:机构|科室|股室)?(?:有|为|包括)?[：:]?(?P<names>[^，。；\d]+(?:、[^，。；、]+)+)"
)
_UNCOUNTED_BELOW = re.compile(
    r"下设(?P<names>[^，。；\d]+(?:、[^，。；、]+)*?\d+个(?:二级|下属|所属)[^，。；]{0,6}单位)"
)
_LONGEST_NAME = 16


def take_unit(report: FinishedReport, answers: Answers) -> None:
    """Name, self-reference and what the first section says of nature and organs."""
    first = next(iter(report.paper.words), None)
    naming = next((words for words in report.paper.words if report.unit and report.unit in words.text), first)
    answers.take("单位.全称", report.unit, naming)
    _take_self(report, answers)
    part = about_unit(report)
    if part is None:
        return
    texts = everything(part)
    for at, words in enumerate(texts):
        for sentence in sentences(words.text):
            _take_sentence(sentence, words, texts[at + 1 :], report.unit, answers)


def _take_self(report: FinishedReport, answers: Answers) -> None:
    called = [(found[0], words) for words in report.paper.words for found in _SELF.finditer(words.text)]
    counted = Counter(name for name, _ in called).most_common(1)
    if counted and counted[0][1] >= _MOSTLY * len(called):
        answers.take(
            "单位.自称", counted[0][0], next(words for name, words in called if name == counted[0][0])
        )


def _take_sentence(sentence: str, words: Words, after: list[Words], unit: str, answers: Answers) -> None:
    if _take_organs(sentence, words, after, unit, answers):
        _take_rest(sentence, words, answers)
        return
    told = False
    for clause in clauses(sentence):
        told = _take_clause(_without_unit(clause, unit), words, answers) or told
    _take_rest(sentence, words, answers)
    if not told and ("内设" in words.text or sentence.startswith("单位")) and _IS_MAKEUP.search(sentence):
        answers.take("单位.机构组成", unended(sentence), words)


_IS_MAKEUP = re.compile(r"^单位(?:包括|位于|由)|托管单位|本级和|组成[。]?$")


def _without_unit(clause: str, unit: str) -> str:
    """A clause without the unit it begins with, in whole or without the name of its place."""
    bare = _SELF.sub("", clause, count=1) if _SELF.match(clause) else clause
    head = re.match(r"(.{4,40}?)(?=系|为|是|的|属|经费)", bare)
    if head and unit and unit.endswith(head[1]):
        bare = bare[head.end() :]
    return bare.removeprefix(unit).lstrip("的") if unit else bare


def _take_clause(clause: str, words: Words, answers: Answers) -> bool:
    told = False
    for path, pattern in (
        ("性质", _NATURE),
        ("预算级次", _LEVEL),
        ("经费来源", _FUNDING),
        ("主管部门", _SUPERIOR),
    ):
        found = pattern.search(clause)
        if found and "填报单位" not in found["value"] and f"单位.{path}" not in answers.found:
            told = answers.take(f"单位.{path}", found["value"], words) or told
    return told


def _take_rest(sentence: str, words: Words, answers: Answers) -> None:
    """What a sentence says of subordinates and of what the unit is made of."""
    if _NO_BELOW.search(sentence):
        answers.none("单位.下属单位", words)
    elif found := _BELOW.search(sentence):
        _take_names("单位.下属单位", found["count"], found["names"], words, answers)
    elif found := _UNCOUNTED_BELOW.search(sentence):
        _take_names("单位.下属单位", "", found["names"], words, answers)
    for clause in clauses(sentence):
        if clause.endswith("组成") and 0 <= clause.find("由") < clause.find("组成"):
            answers.take("单位.机构组成", clause, words)


def _take_organs(sentence: str, words: Words, after: list[Words], unit: str, answers: Answers) -> bool:
    if "没有内设机构" in sentence:
        answers.none("单位.内设机构", words)
        return True
    if "内设" not in sentence or answers.begun("单位.内设机构"):
        return False
    for clause in clauses(sentence):
        if "内设" not in clause:
            _take_clause(_without_unit(clause, unit), words, answers)
    if found := _ORGANS.search(sentence):
        if found["names"].strip() and not re.match(r"[^、]*\d+个", found["names"]):
            _take_names("单位.内设机构", found["count"], found["names"], words, answers)
        else:
            answers.take("单位.内设机构.个数", count_of(found["count"]), words)
            below = [(unended(unnumbered(each.text)), each) for each in _short_items(after)]
            answers.list_texts("单位.内设机构.名称", below)
        return True
    if found := _UNCOUNTED.search(sentence):
        _take_names("单位.内设机构", "", found["names"], words, answers)
        return True
    return False


def _short_items(after: list[Words]) -> list[Words]:
    """The short numbered paragraphs that come next."""
    taken: list[Words] = []
    for words in after:
        if not is_numbered(words.text) or len(words.text) > _LONGEST_NAME:
            break
        taken.append(words)
    return taken


_TAIL_COUNT = re.compile(rf"(?:等|共|共计)?(?P<count>{COUNT})个[^、，]{{1,8}}$")


def _take_names(path: str, count: str, names: str, words: Words, answers: Answers) -> None:
    first, _, rest = names.partition("，")
    names = first if "个" in rest else names
    if tail := _TAIL_COUNT.search(names):
        count, names = count or tail["count"], names[: tail.start()]
    number = count_of(count)
    if number:
        answers.take(f"{path}.个数", number, words)
    answers.list_texts(f"{path}.名称", [(name, words) for name in listed(names, number)])
