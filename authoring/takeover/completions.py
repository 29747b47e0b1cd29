"""完成率 and reasons of projects and kinds of project, where they are told apart from the amounts."""

import re

from authoring.audit.report import FinishedReport
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import sentences, unended
from authoring.takeover.sections import texts_of, walk

_RATE = re.compile(r"完成率(?:为|达到|达|是)?\s?(\d+(?:\.\d+)?[%％])")
_REASON = re.compile(r"(?:主要)?原因(?:是|为)(.+)$", re.S)
_KIND = "支出.项目.分类"
_PROJECT = "支出.项目.按项目"


def take_completions(report: FinishedReport, answers: Answers) -> None:
    """Paragraphs that begin with a project already found, sentences that begin with a kind."""
    projects = _named(answers, _PROJECT, "名称")
    kinds = _named(answers, _KIND, "类别")
    for part, _ in walk(report.parts):
        for words in texts_of(part.items):
            if is_of_project(words, projects):
                _take_project(words, projects, answers)
            for sentence in sentences(words.text):
                kind = next(
                    (name for name in kinds if re.match(rf"{re.escape(name)}\d+个，完成率", sentence)), None
                )
                if kind and (found := _RATE.search(sentence)):
                    answers.take(f"{kinds[kind]}.完成率", found[1], words)


def _named(answers: Answers, listing: str, field: str) -> dict[str, str]:
    """Entries of a list by name, the longest first."""
    found = {
        value: path.rpartition(".")[0]
        for path, value in answers.found.items()
        if path.startswith(f"{listing}[") and path.endswith(f".{field}")
    }
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def projects_in(answers: Answers) -> dict[str, str]:
    """The projects found, with their paths."""
    return _named(answers, _PROJECT, "名称")


def is_of_project(words: Words, projects: dict[str, str]) -> bool:
    """Whether a paragraph begins with a project and its budget, and is about what came of it."""
    return any(re.match(rf"{re.escape(name)}预算[\d,.]+万?元", words.text) for name in projects)


def _take_project(words: Words, projects: dict[str, str], answers: Answers) -> None:
    path = next(path for name, path in projects.items() if words.text.startswith(f"{name}预算"))
    first, *rest = sentences(words.text)
    if found := _RATE.search(first):
        answers.take(f"{path}.完成率", found[1], words)
    if found := _REASON.search(first):
        answers.take(f"{path}.差异原因", unended(found[1]), words)
    elif rest and "另由财政直接支付" in first:
        answers.take(f"{path}.差异原因", unended("".join(rest)), words)
