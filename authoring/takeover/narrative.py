"""Narrative by section: results, duties, experience, problems with their causes, measures."""

import re

from authoring.audit.report import FinishedReport, Part
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.completions import is_of_project, projects_in
from authoring.takeover.phrases import enumerated, is_numbered, unended, unnumbered
from authoring.takeover.sections import everything, find_parts, says_nothing, texts_of, titles_of

_RESULTS = re.compile(
    r"(?:支出|资金使用及|部门|单位)绩效(?:情况|实现情况)|绩效(?:实现|完成)情况|履职(?:及绩效)?(?:目标)?完成情况"
)
_DONE = re.compile(r"履职(?:目标)?完成|整体支出绩效情况|使用及绩效情况")
_TEXTS = (
    ("绩效情况.履职效果", re.compile(r"履职效果")),
    ("绩效情况.满意度", re.compile(r"满意度(?!指标)")),
    ("绩效情况.预算绩效管理", re.compile(r"预算绩效管理(?:工作)?(?:开展)?情况")),
)
_DUTIES = re.compile(r"^(?:职责)?(?:履行|履职)情况")
_EXPERIENCE = re.compile(r"经验(?:及|和)?(?:做法)?")
_PROBLEMS = re.compile(r"问题")
_MEASURES = re.compile(r"(?:改进|下一步)[^，。]*(?:措施|打算|建议|方向)|整改措施|改进措施")
_CAUSE = re.compile(r"(?:其)?(?:主要)?原因(?:是|为|在于)(?P<cause>[^。]+)。?$")
_NO_PROBLEM = re.compile(r"没有其他问题|完成率为")
_FUNDS = re.compile(r"专项")
_LONGEST_TITLE = 30


def take_narrative(report: FinishedReport, answers: Answers) -> None:
    """What each section tells, point by point."""
    for path, pattern in _TEXTS:
        for part in find_parts(report.parts, pattern)[:1]:
            _take_text(path, everything(part), answers)
    _take_results(report, answers)
    for part in find_parts(report.parts, _DUTIES):
        _take_topics("单位.履职情况", part, answers)
    for part in find_parts(report.parts, _EXPERIENCE)[:1]:
        _take_topics("主要经验", part, answers)
    for part in find_parts(report.parts, _MEASURES)[:1]:
        _take_topics("改进措施", part, answers)
    problems = [p for p in find_parts(report.parts, _PROBLEMS) if not _is_other(p)]
    for part in problems[:1]:
        _take_problems(part, answers)


def _is_other(part: Part) -> bool:
    return bool(re.search(r"需要?说明|措施|经验", part.title)) and "原因" not in part.title


def _take_text(path: str, texts: list[Words], answers: Answers) -> None:
    if texts:
        answers.take(path, "无" if says_nothing(texts) else _joined(texts), texts[0])


def _joined(texts: list[Words]) -> str:
    return "\n".join(words.text.strip() for words in texts)


def _take_results(report: FinishedReport, answers: Answers) -> None:
    top = next(
        (
            p
            for p in report.parts
            if _RESULTS.search(titles_of(p)) and "问题" not in p.title and "应用" not in p.title
        ),
        None,
    )
    if top is None:
        return
    done = next((p for p in top.parts if _DONE.search(titles_of(p)) and not _FUNDS.search(p.title)), top)
    texts = [
        words
        for words in texts_of(done.items)
        if not re.search(r"绩效目标(?:主要)?(?:有|是|为)|没有设定整体支出绩效目标", words.text)
    ]
    points = [
        p
        for p in done.parts
        if not _FUNDS.search(p.title) and not any(q.search(titles_of(p)) for _, q in _TEXTS)
    ]
    if done is top and not points:
        points = [below for p in top.parts if not _FUNDS.search(p.title) for below in p.parts]
    listed = [words for words in texts if is_numbered(words.text) and not points]
    overview = [words for words in texts if words not in listed]
    if overview:
        _take_text("绩效情况.概述", overview, answers)
    for part in points:
        _add_topic("绩效情况.事项", part, answers)
    for words in listed:
        _add_paragraph("绩效情况.事项", words, answers)


def _take_topics(path: str, part: Part, answers: Answers) -> None:
    texts = texts_of(part.items)
    if not part.parts and says_nothing(texts):
        answers.none(path, texts[0])
        return
    for each in _in_order(part, answers):
        if isinstance(each, Words):
            _add_paragraph(path, each, answers)
        else:
            _add_topic(path, each, answers)


def _in_order(part: Part, answers: Answers) -> list[Words | Part]:
    """The points of a section, under headings of their own or numbered; else its paragraphs."""
    texts = texts_of(part.items)
    points = [words for words in texts if not part.parts or is_numbered(words.text)]
    if len(points) < len(texts):
        answers.remark(f"“{part.title}”里各条以外的话没有取")
    return sorted((*points, *part.parts), key=_at)


def _at(each: Words | Part) -> tuple[int, int]:
    words = each if isinstance(each, Words) else each.heading
    return words.at, words.start


def _add_topic(path: str, part: Part, answers: Answers) -> None:
    texts = everything(part)
    entry = {"标题": unended(part.title)}
    if texts:
        entry["内容"] = _joined(texts)
    answers.add(path, entry, part.heading)


def _titled(words: Words) -> tuple[str, str]:
    """Title and text of a paragraph that begins with a short sentence of its own; else only text."""
    text = unnumbered(words.text)
    title, stop, rest = text.partition("。")
    if is_numbered(words.text) and stop and rest.strip() and len(title) <= _LONGEST_TITLE:
        return unended(title), rest.strip()
    return "", text


def _points(words: Words) -> list[tuple[str, str]]:
    """The points a paragraph holds, each with its title, if any, and its text."""
    return [("", _as_sentence(point)) for point in enumerated(words.text)] or [_titled(words)]


def _as_sentence(point: str) -> str:
    return f"{unended(unnumbered(point))}。"


def _add_paragraph(path: str, words: Words, answers: Answers) -> None:
    for title, text in _points(words):
        answers.add(path, {"标题": title, "内容": text}, words)


def _take_problems(part: Part, answers: Answers) -> None:
    texts = texts_of(part.items)
    if not part.parts and says_nothing(texts):
        answers.none("存在问题", texts[0])
        return
    projects = projects_in(answers)
    told = [words for words in texts if is_of_project(words, projects) or _NO_PROBLEM.search(words.text)]
    rest = part._replace(items=tuple(words for words in texts if words not in told))
    for each in _in_order(rest, answers):
        if isinstance(each, Part):
            _add_problem(unended(each.title), _joined(everything(each)), each.heading, answers)
            continue
        for title, text in _points(each):
            _add_problem(title, text, each, answers)


def _add_problem(title: str, text: str, words: Words, answers: Answers) -> None:
    entry = {"标题": title}
    if (found := _CAUSE.search(text)) and (not found.start() or text[found.start() - 1] in "。；，\n"):
        entry |= {"内容": text[: found.start()].rstrip("，； \n"), "原因": unended(found["cause"])}
    else:
        entry["内容"] = text
    answers.add("存在问题", entry, words)
