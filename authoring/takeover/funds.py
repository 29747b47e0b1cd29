"""专项资金: each fund with its figures from 上年结转 to 结转结余, what it was for and what it brought."""

import re

from authoring.audit.reading import Reading
from authoring.audit.report import Part
from authoring.figures.lexing import read_prose
from authoring.figures.mention import Kind, Measure, Mention
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import COUNT, count_of, is_numbered, sentences, unnumbered
from authoring.takeover.sections import says_nothing, texts_of, walk

_TITLE = re.compile(
    r"专项(?:资金|经费)?(?:支出)?(?:的)?(?:使用|绩效|实施|安排)|专项资金(?:支出)?(?:绩效)?情况"
)
_NOT = re.compile(r"目标|问题|措施|自评表")
_FIELDS = {
    Measure.CARRIED_IN: "上年结转", Measure.INITIAL: "年初预算数", Measure.BUDGET: "年初预算数",
    Measure.ADDED: "年中调整数", Measure.CUT: "年中调整数", Measure.ACTUAL: "实际支出",
    Measure.SURPLUS: "结转结余", Measure.RETURNED: "收回上缴",
}  # fmt: skip
_INITIAL_COUNT = re.compile(rf"年初(?:预算)?(?:安排)?[^，。]{{0,8}}专项(?:资金)?(?:项目)?共?({COUNT})个")
_ADDED_COUNT = re.compile(rf"(?:另|共)[^。]{{0,4}}有({COUNT})个专项(?:资金)?")
_ADDED_SOURCE = re.compile(r"专项(?:资金)?[，,]?(?:资金)?来源(?:为|是)(?P<source>[^，。；]+)")
_SOURCE = re.compile(r"资金来源(?:为|是)(?P<source>[^，。；]+)")
_USED = re.compile(r"[，,；](?P<use>[^，,；]*(?:用于|是为了|确保|主要为).+)$")
"""A use told in the sentence of the figures."""
_NONE = re.compile(r"(?:无|没有)专项资金")
_LONGEST_NAME = 40


def take_funds(reading: Reading, answers: Answers) -> None:
    """The funds told under a heading about 专项资金."""
    parts = [part for part in _fund_parts(reading) if not _NOT.search(part.title)]
    for part in parts:
        items = texts_of(part.items)
        if says_nothing(items) or (len(items) == 1 and not part.parts and _NONE.search(items[0].text)):
            answers.none("专项资金", items[0])
            continue
        for words in items:
            _take_counts(words, answers)
            _take_paragraph(words, answers)
        for below, _ in walk(part.parts):
            texts = texts_of(below.items)
            if not _take_fund(below.title, texts, answers):
                for words in texts:
                    _take_counts(words, answers)
                    _take_paragraph(words, answers)


def _fund_parts(reading: Reading) -> list[Part]:
    found = [part for part, _ in walk(reading.report.parts) if _TITLE.search(part.title)]
    inner = {id(below) for part in found for below, _ in walk(part.parts)}
    return [part for part in found if id(part) not in inner]


def _take_counts(words: Words, answers: Answers) -> None:
    if found := _INITIAL_COUNT.search(words.text):
        answers.take("专项资金.年初安排个数", count_of(found[1]), words)
    if found := _ADDED_COUNT.search(words.text):
        answers.take("专项资金.另行安排个数", count_of(found[1]), words)
        if source := _ADDED_SOURCE.search(words.text):
            answers.take("专项资金.另行安排来源", source["source"], words)


def _take_paragraph(words: Words, answers: Answers) -> None:
    """`一是文印中心运转，年初预算资金20.00万元，…`."""
    if not is_numbered(words.text):
        return
    text = unnumbered(words.text)
    name, stop, rest = re.match(
        r"((?:[^，,：:（(。]|[（(][^）)]*[）)])*)([，,：:。]?)(.*)", text, re.S
    ).groups()  # type: ignore[union-attr]
    if stop and 1 < len(name) <= _LONGEST_NAME and not re.search(r"\d万?元", name):
        _take_texts(name, rest, [words], answers)


def _take_fund(title: str, texts: list[Words], answers: Answers) -> bool:
    return bool(texts) and _take_texts(title, "\n".join(words.text for words in texts), texts, answers)


def _take_texts(name: str, text: str, texts: list[Words], answers: Answers) -> bool:
    words = texts[0]
    mentions = read_prose(words).mentions
    figures = [m for m in mentions if m.kind is Kind.AMOUNT and m.measure in _FIELDS and not m.depth]
    if not any(m.measure is Measure.ACTUAL for m in figures):
        return False
    entry = {"名称": name}
    for mention in figures:
        entry.setdefault(_FIELDS[mention.measure], _figure(mention))  # type: ignore[index]
    if "年中未作调整" in text:
        entry.setdefault("年中调整数", "0")
    adjusted = next((m for m in figures if m.measure in {Measure.ADDED, Measure.CUT}), None)
    if adjusted and (found := re.match(r"[（(]([^（）()]+)[）)]", words.text[adjusted.end :])):
        entry["调整原因"] = found[1]
    first, *rest = sentences(text)
    if used := _USED.search(words.text[figures[-1].end :].partition("。")[0]):
        rest.insert(0, f"{used['use']}。")
    if found := _SOURCE.search(first):
        entry["资金来源"] = found["source"]
    if rest:
        entry["用途"] = rest[0]
    if len(rest) > 1:
        entry["成效"] = "".join(rest[1:])
    answers.add("专项资金.项目", entry, words)
    return True


def _figure(mention: Mention) -> str:
    value = mention.value.typed.removesuffix("万元").strip()
    return f"-{value}" if mention.measure is Measure.CUT else value
