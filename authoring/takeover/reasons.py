"""Reasons stated for differences: of the year's budget, of 基本支出, of 三公经费, against last year."""

import re
from collections.abc import Callable

from authoring.audit.reading import Reading
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import sentences, unended

_REASON = re.compile(r"(?:主要)?原因(?:是|为|：)(?P<reason>.+)$", re.S)
_IN_BRACKETS = re.compile(r"年中(?:追加|调增|调减|核减)[\d,.]+万元[（(](?P<reason>[^）)]+)[）)]")
_BUDGET = r"不一致|差异|不同"


def take_reasons(reading: Reading, answers: Answers) -> None:
    """Every reason that says what it is the reason of."""
    for chapter in reading.chapters:
        title = "".join(chapter.titles)
        if re.search(r"目标|措施|应用|附件", title):
            continue
        for prose in chapter.proses:
            if "原因" in prose.text or "年中" in prose.text:
                _take_paragraph(prose.words, title, answers)


def _take_paragraph(words: Words, title: str, answers: Answers) -> None:
    said = ""
    for sentence in sentences(words.text):
        if "专项" not in title and "年初预算" in sentence and (found := _IN_BRACKETS.search(sentence)):
            answers.take("预算.调整原因", unended(found["reason"]), words)
        for piece in re.split(r"；(?=[^；]{2,10}支出)", sentence) if "较上年" in sentence else [sentence]:
            if found := _REASON.search(piece):
                path = _path(piece[: found.start()], said, title)
                if path:
                    answers.take(path, unended(found["reason"]), words)
        said += sentence


def _path(before: str, said: str, title: str) -> str:
    """What a reason is the reason of, by the words before it; empty if they do not tell."""
    since_last = re.search(r"上年|同比", before)
    if "三公" in before or ("三公" in said and "三公" in title + said[-80:]):
        return "上年.“三公”经费原因" if since_last else "三公经费.增减原因"
    if since_last and "支出" in before:
        return next(
            (f"上年.{name}原因" for name in ("基本支出", "项目支出") if name in before), "上年.增减原因"
        )
    return next((path for path, fits in _OF_BUDGET if fits(before, title)), "")


_OF_BUDGET: tuple[tuple[str, Callable[[str, str], object]], ...] = (
    (
        "支出.基本.超预算原因",
        lambda before, title: "基本支出" in title and re.search(rf"预算[^，。]*(?:{_BUDGET})|超预算", before),
    ),
    (
        "支出.基本.超预算原因",
        lambda before, _: "基本支出" in before and re.search(r"超预算|超过预算|节约", before),
    ),
    (
        "预算.差异原因",
        lambda before, title: (
            "项目" not in title
            and re.search(rf"(?:实际支出|决算|支出)与(?:年初|全年)?预算(?:数)?[^，。]*(?:{_BUDGET})", before)
        ),
    ),
)
