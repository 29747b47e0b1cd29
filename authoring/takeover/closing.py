"""The end of a report: score, use of the results, publication, other matters, signature."""

import re

from authoring.audit.report import FinishedReport
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import clauses, sentences, unended
from authoring.takeover.sections import everything, find_parts, says_nothing

_SECTION = re.compile(r"应用|公开")
_OTHER = re.compile(r"其他[^，。]*说明|需要?说明")
_SCORE = re.compile(r"(?:得分|评分|总分|自评分|结果|分数)(?:为|是|：|共|：)?\s?(\d{1,3}(?:\.\d+)?)\s?分")
_GRADE = re.compile(
    r"(?:等级|等次|评定|评价结果)(?:为|是|：)?[“\"]?(优秀|优|良好|良|中等|中|合格|较差|差)(?:[”\"，。；]|等)"
)
_PUBLISH = re.compile(r"公开|公示|公布")
_CHANNEL = re.compile(
    r"(?<!存)(?<!所)在(?P<channel>[^，。；]{2,40}?)(?:中|上)?(?:进行|予以|向社会|统一|同步)?(?:公开|公示|公布)(?!栏|专|平台|工作|目录|信息|内容|和|情况)"
)
_TIME = re.compile(
    r"(?P<time>(?:与|随|和)[^，。；]*?(?:决算|预算)[^，。；在]*?(?:同步|一起|一并|同时)"
    r"|随[^，。；在]*?(?:决算|预算)(?=在|，|公开)|(?:经|按|待)[^，。；在]*?(?:后|时间|期限|要求)(?:内)?"
    r"|[^，。；在]{0,8}\d{1,2}月(?:\d{1,2}日)?(?:底)?前|收到[^，。；在]*后\d+[^，。；在]*内"
    r"|(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?)"
)
_USED = re.compile(r"应用于|用于|作为|挂钩|依据|参考")
_ANNEXES = re.compile(r"^附件|^\d{1,2}[.．、].*(?:表|清单)$|^附[：:]")
_DAY = re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")


def take_closing(report: FinishedReport, answers: Answers) -> None:
    """What stands behind the narrative."""
    for part in find_parts(report.parts, _SECTION):
        texts = everything(part)
        if says_nothing(texts):
            answers.none("应用和公开", texts[0])
            continue
        _take_use(texts, answers)
    _take_score(report, answers)
    for part in find_parts(report.parts, _OTHER)[:1]:
        texts = [words for words in everything(part) if not _ANNEXES.search(words.text.strip())]
        if texts:
            text = "无" if says_nothing(texts[:1]) else "\n".join(words.text for words in texts)
            answers.take("其他说明", text, texts[0])
    for words in report.signature:
        if found := _DAY.search(words.text.replace(" ", "")):
            answers.take("落款.日期", found[0], words)
        elif report.unit and words.text.strip() == report.unit:
            answers.take("落款.单位", report.unit, words)


def _take_score(report: FinishedReport, answers: Answers) -> None:
    for words in (words for part in report.parts for words in everything(part)):
        if (found := _SCORE.search(words.text)) and re.search(r"自评|绩效|评价", words.text):
            answers.take("自评.得分", found[1], words)
            if grade := _GRADE.search(words.text):
                answers.take("自评.等级", grade[1], words)
            return
        if re.search(r"自评等级为", words.text) and (grade := _GRADE.search(words.text)):
            answers.take("自评.等级", grade[1], words)
            return


def _take_use(texts: list[Words], answers: Answers) -> None:
    kept: list[str] = []
    first: Words | None = None
    for words in texts:
        lines = []
        for sentence in sentences(words.text):
            published = _PUBLISH.search(sentence) and _take_publication(sentence, words, answers)
            if published or _SCORE.search(sentence) or "自评等级为" in sentence:
                used = [clause for clause in clauses(sentence, "，,。；") if _USED.search(clause)]
                lines += [f"{clause}。" for clause in used if not _PUBLISH.search(clause)]
            else:
                lines.append(sentence)
        if lines:
            kept.append("".join(lines))
            first = first or words
    if kept and first is not None:
        answers.take("应用和公开.结果应用", "\n".join(kept), first)


def _take_publication(sentence: str, words: Words, answers: Answers) -> bool:
    """Whether a sentence says where or when the report is published."""
    bare = re.sub(r"^(?:本报告|本次|此次|该|我单位|本单位)[^，。与在随经]*?(?=与|在|随|经|按)", "", sentence)
    time = _TIME.search(bare)
    rest = bare[time.end() :] if time else bare
    channel = _CHANNEL.search(rest)
    if time:
        answers.take(
            "应用和公开.公开时间",
            re.sub(r"^(?:.{0,3}(?:将|拟)于|(?:并|拟|将|已|于)+)", "", unended(time["time"])),
            words,
        )
    if channel:
        answers.take("应用和公开.公开渠道", channel["channel"].strip(), words)
    return bool(time or channel)
