"""QH 前后一致, names: one unit all through, its own name for itself, its own region and trade."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from authoring.audit.passages import Hit, Passages, words_of
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.basis import TO_BE_CHECKED
from authoring.checks.finding import Severity
from authoring.checks.phrases import GENERAL_UNIT, SELF, fits_itself, foreign_trades, words_of_trades
from authoring.papers.paper import Span, Words

_REVIEW = f"自评审核常见问题（{TO_BE_CHECKED}）"

_KINDS = (
    "局|中心|委员会|委|办公室|办|院|校|中学|小学|幼儿园|大学|所|站|馆|队|政府|办事处|联合会|协会|会"
    "|部|厅|处|社|台|署"
)
_ORGAN = re.compile(rf"[一-龥（）·]{{2,36}}?(?:{_KINDS})(?:（[一-龥]{{2,12}}）)?")
_LABEL = re.compile(
    rf"(?:^|(?<=[ 　]))(?:填报|报送|编报|自评)?(?:单位|部门)(?:[（(](?:单位|部门)[）)])?(?:名称|全称)?"
    rf"(?:[（(](?:盖章|公章|章|全称)[）)])?\s*[：:]\s*(?P<unit>[一-龥（）·]{{2,36}}(?:{_KINDS}))"
    r"(?=\s|$|[（(](?:盖章|公章|章)|填报|日期)",
    re.MULTILINE,
)
_ALIAS = re.compile(r"[（(]以下(?:统|均?简)称[：:]?[“\"]?[我本]")
_ALIASED = re.compile(rf"(?:^|[，。；：])(?:现将)?(?P<unit>[一-龥（）·]{{2,36}}(?:{_KINDS}))$")
_IN_BRACKETS = re.compile(
    rf"[我本](?:单位|部门|局|中心|委|办|院|校|所|站|馆)[（(](?P<unit>[一-龥·]{{4,36}}(?:{_KINDS}))[）)]"
)
_SEAL = re.compile(r"[（(](?:盖章|公章|章)[）)]")


class _Named(NamedTuple):
    """A place where a report says whose it is."""

    place: str
    unit: str
    span: Span


@audit_rule("QH-11", Severity.ERROR, basis=_REVIEW)
def one_unit(reading: Reading) -> Iterator[Remark]:
    """标题、封面、落款和“我单位（…）”是同一个单位的全称

    例：标题是“甲县机关事务服务中心”，落款是“乙县机关事务服务中心”
    不报：“甲县教育局”与“某市甲县教育局”；简称“县人社局”；文中写到的其他单位
    """
    unit = reading.report.unit
    if not _ORGAN.fullmatch(unit):
        return
    told = set()
    for named in _self_named(reading):
        if named.unit not in told and not _same(named.unit, unit):
            told.add(named.unit)
            message = f"{named.place}写的是“{named.unit}”，报告单位是“{unit}”"
            yield Remark(message, named.span, "请核对单位名称，统一为规范全称。", named.unit, unit)


def _self_named(reading: Reading) -> Iterator[_Named]:
    report, passages = reading.report, reading.passages
    for hit in passages.find(_LABEL):
        if not hit.passage.path:
            yield _Named("封面", hit["unit"], hit.span("unit"))
    for words in report.signature:
        text = _SEAL.sub("", words.text).strip()
        if _ORGAN.fullmatch(text):
            at = words.text.find(text)
            yield _Named("落款", text, words.span(at, at + len(text)))
    for hit in passages.find(_ALIAS):
        match = _ALIASED.search(hit.before)
        if match:
            span = hit.passage.words.span(match.start("unit"), match.end("unit"))
            yield _Named("正文自称", match["unit"], span)
    for hit in passages.find(_IN_BRACKETS):
        yield _Named("正文自称", hit["unit"], hit.span("unit"))


def _same(one: str, other: str) -> bool:
    """Whether two names are of one unit: one with more of its region in front, or a short form."""
    short, long = sorted((_plain(one), _plain(other)), key=len)
    return long.endswith(short) or _is_short_form(short, long)


def _plain(name: str) -> str:
    name = re.sub(r"\s|（[^）]*）", "", name)
    return (
        name.replace("中国共产党", "").replace("中共", "").replace("人民政府", "政府").replace("委员会", "委")
    )


def _is_short_form(short: str, long: str) -> bool:
    """Whether a name leaves out characters of another; a full name that lacks one word is another name."""
    rest = iter(long)
    if not all(sign in rest for sign in short):
        return False
    almost = len(short) >= 6 and len(long) - len(short) <= 3 and short[-2:] == long[-2:]
    return not almost


_TOWNSHIP = re.compile(r"(?<![自本])我(镇|乡|厅|街道)(?!村|土)")
_BUREAU = re.compile(r"(?:^|[，。；：])(?P<word>局(?:机关|本级|领导班子))(?!事务)", re.MULTILINE)


@audit_rule("QH-12", Severity.WARNING, basis=_REVIEW)
def calls_itself_rightly(reading: Reading) -> Iterator[Remark]:
    """自称与单位名称相符，前后统一

    例：单位是“机关事务服务中心”，文中写“我局”“局机关编制20人”
    不报：单位是“教育局”写“我局”；“本单位”“我部门”
    """
    unit = reading.report.unit
    if not _ORGAN.fullmatch(unit):
        return
    found: dict[str, list[Hit]] = {}
    for pattern in (SELF, _TOWNSHIP):
        for hit in reading.passages.find(pattern):
            if not fits_itself(hit[1], unit):
                found.setdefault(hit[0], []).append(hit)
    if "局" not in unit:
        for hit in reading.passages.find(_BUREAU):
            found.setdefault(hit["word"], []).append(hit)
    for word, hits in found.items():
        spans = [hit.span("word" if "word" in hit.match.groupdict() else 0) for hit in hits]
        times = f"（{len(hits)}处）" if len(hits) > 1 else ""
        message = f"自称“{word}”{times}，单位名称是“{unit}”"
        yield Remark(message, spans[0], "请改为与单位名称相符的自称，如“本单位”。", beside=tuple(spans[1:]))


_REGION = re.compile(r"^(?:[一-龥]{2,8}?省|[一-龥]{2,12}?自治区)?[一-龥]{1,11}?(?P<level>市|县|区|旗|州|盟)")
_OUR = re.compile(r"(?<![自])我(?P<level>县|旗)(?!级)")
_OUR_DISTRICT = re.compile(r"(?<![自])我(?P<level>区)(?!域|块|间|内各园)")


@audit_rule("QH-13", Severity.WARNING, basis=_REVIEW)
def region_its_own(reading: Reading) -> Iterator[Remark]:
    """“我县”“我区”与单位所在地区相符

    例：单位是“长沙市望城区机关事务中心”，文中写“我县”
    不报：县里的单位写“我市”“我省”；园区、自治区的单位写“我区”
    """
    unit = reading.report.unit
    region = _REGION.match(unit)
    if not region or not _ORGAN.fullmatch(unit):
        return
    passages = reading.passages
    hits = [] if re.search("[县旗]", unit) else list(passages.find(_OUR))
    if "区" not in unit and "县" in unit and not re.search("园|自治|开发|场", passages.text[:2000]):
        hits += passages.find(_OUR_DISTRICT)
    if hits:
        word = hits[0][0]
        message = f"写“{word}”，单位是“{unit}”"
        others = tuple(hit.span() for hit in hits[1:])
        yield Remark(message, hits[0].span(), "请核对是否沿用了其他地区的稿子。", beside=others)


_BACKGROUND = re.compile(r"基本情况|概况|概述|职能|职责|单位情况|部门情况")
_PLANS = re.compile(r"问题|措施|改进|建议|打算|下一步")
_PARTNER = re.compile(r"帮扶|驻村|包村|包联|联点|联系点|会同|配合|协助|联合|结对|志愿|捐")


@audit_rule("QH-14", Severity.WARNING, basis=_REVIEW)
def trade_its_own(reading: Reading) -> Iterator[Remark]:
    """问题和措施里不带其他行业单位的用语

    例：机关事务服务中心的改进措施写“加强乡村卫生室建设”
    不报：职能里有这项工作的；乡镇、街道；“配合做好公路养护”；会议名称里的
    """
    report = reading.report
    if not _ORGAN.fullmatch(report.unit) or GENERAL_UNIT.search(report.unit):
        return
    functions = (words.text for part in report.parts for words in words_of(tuple(part.everything()))
                 if _BACKGROUND.search(part.title))  # fmt: skip
    foreign = foreign_trades("\n".join((report.unit, *functions)))
    for words in _of_plans(reading.passages):
        for trade, word, at in words_of_trades(words.text, foreign):
            sentence = words.text[max(0, words.text.rfind("。", 0, at)) : at]
            if not _PARTNER.search(sentence):
                hint = "请核对是否沿用了其他单位的稿子；确属本单位工作的可不改。"
                yield Remark(f"“{word}”像是{trade.name}单位的用语", words.span(at, at + len(word)), hint)


def _of_plans(passages: Passages) -> Iterator[Words]:
    return (passage.words for passage in passages if not passage.heading and passage.within(_PLANS))


RULES: tuple[AuditRule, ...] = (
    one_unit,
    calls_itself_rightly,
    region_its_own,
    trade_its_own,
)
