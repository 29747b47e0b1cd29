"""资产: what a unit has at year's end, what came and went, how it is managed."""

import re

from authoring.audit.report import FinishedReport
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import unended
from authoring.takeover.sections import find_parts, says_nothing, texts_of, walk

_NUMBER = r"(\d[\d,]*(?:\.\d+)?)(?:万元)"
_BOOK = r"(?:[（(]账面[净原]值[）)])?"
_FIGURES = (
    ("配置固定资产", re.compile(rf"(?:配置|新增|购置)(?:的)?固定资产{_BOOK}(?:共|为|合计)?{_NUMBER}")),
    ("资产总额", re.compile(rf"资产总额{_BOOK}(?:共|为|合计)?{_NUMBER}")),
    ("上年资产总额", re.compile(rf"(?:比|较|与)上年末?[（(]{_NUMBER}[）)]")),
    ("划拨调入", re.compile(rf"(?:划拨|无偿)调入(?:资产)?(?:共|为)?{_NUMBER}")),
    ("划拨调出", re.compile(rf"(?:划拨|无偿)调出(?:资产)?(?:共|为)?{_NUMBER}")),
    ("处置", re.compile(rf"(?:资产)?处置(?:资产)?(?:共|为)?{_NUMBER}")),
    ("固定资产", re.compile(rf"(?<!配置)(?<!新增)(?<!购置)固定资产(?:总额)?(?:共|为|合计|共计)?{_NUMBER}")),
)
_RATE = re.compile(
    r"资产总额.*?(?:比|较)上年末?[^，。]*?(?P<way>增长|增加|下降|减少)(?P<rate>\d+(?:\.\d+)?[%％])"
)
_REASON = re.compile(r"资产总额.*?(?:主要)?原因(?:是|为)(?P<reason>[^。]+)")
_DAY = re.compile(r"截[至止]\s?((?:19|20)\d\d年\d{1,2}月\d{1,2}日)")
_ABOUT = re.compile(r"固定资产|资产总额|划拨调")


def take_assets(report: FinishedReport, answers: Answers) -> None:
    """Figures wherever assets are told of before the results; management from a section of its own."""
    dedicated = [part for part in find_parts(report.parts, re.compile(r"^资产")) if "绩效" not in part.title]
    for part in dedicated:
        texts = texts_of(part.items)
        if says_nothing(texts):
            answers.none("资产", texts[0])
            return
    for part, above in walk(report.parts):
        if any(re.search(r"目标|问题|措施|履职完成|专项", each.title) for each in (*above, part)):
            continue
        for words in texts_of(part.items):
            if _ABOUT.search(words.text):
                _take(words, answers)
    for part in dedicated:
        told = [words for words in texts_of(part.items) if not re.search(r"\d万元", words.text)]
        if told:
            answers.take("资产.管理", "\n".join(words.text for words in told), told[0])


def _take(words: Words, answers: Answers) -> None:
    taken = False
    for name, pattern in _FIGURES:
        if found := pattern.search(words.text.replace(" ", "")):
            taken = answers.take(f"资产.{name}", found[1], words) or taken
    if found := _RATE.search(words.text):
        less = found["way"] in {"下降", "减少"}
        answers.take("资产.增减率", f"-{found['rate']}" if less else found["rate"], words)
    if found := _REASON.search(words.text):
        answers.take("资产.增减原因", unended(found["reason"]), words)
    if taken and (found := _DAY.search(words.text)):
        answers.take("资产.截止日期", found[1], words)
