"""QH 前后一致, names: one unit all through, its own name for itself, its own region and trade."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from authoring.audit.passages import gather, words_of
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.basis import TO_BE_CHECKED
from authoring.checks.finding import Severity
from authoring.checks.phrases import GENERAL_UNIT, SELF, fits_itself, foreign_trades, words_of_trades
from authoring.papers.paper import Span

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
_REGION = re.compile(
    r"(?:[一-龥]{2,8}?省|[一-龥]{2,12}?自治区)?(?:[一-龥]{1,9}?(?P<upper>(?<![城门超])市|州|盟))?"
    r"(?:[一-龥]{1,8}?(?P<lower>县|旗|(?<![社园发校景厂库灌矿辖片小学院])(?<!市城)区|(?<![城门超])市))?"
)
_SEAL = re.compile(r"[（(](?:盖章|公章|章)[）)]")


def _region(unit: str) -> tuple[str, str]:
    """The region a unit's name begins with, and its lowest level, 市, 县, 区; both empty if it names none."""
    match = _REGION.match(unit)
    return (match[0], match["lower"] or match["upper"] or "") if match else ("", "")


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
    yield from _of_other_regions(reading)


_SERVED = re.compile(
    r"(?:保障|确保)了?+(?P<unit>(?![我本全各该两])[一-龥]{0,6}?[县区市旗][一-龥]{2,14}?(?:中心|局|委员会|委|院|馆|站|所))"
    r"[^，。；\n]{0,8}正常"
)


def _of_other_regions(reading: Reading) -> Iterator[_Named]:
    """Units of another county, district or city: that of the same name, and one said to be served."""
    unit = reading.report.unit
    region, level = _region(unit)
    core = unit[len(region) :]
    if not level:
        return
    for hit in reading.passages.find(_SERVED):
        other, its_level = _region(hit["unit"])
        if other and its_level == level and not region.endswith(other):
            yield _Named("正文保障的对象", hit["unit"], hit.span("unit"))
    if len(core) < 4 or reading.passages.text.count(core) == reading.passages.text.count(unit):
        return
    pattern = re.compile(
        rf"(?:^|(?<=[。；]))(?:20\d\d年度?，?)?(?P<unit>[一-龥]{{1,8}}?{level}{re.escape(core)})"
        r"(?=为|是|系|共有|现有|内设|将|严格|认真|积极|按照|根据|紧紧|坚持|始终|进一步|20\d\d年)",
        re.MULTILINE,
    )
    for hit in reading.passages.find(pattern):
        yield _Named("正文", hit["unit"], hit.span("unit"))


def _same(one: str, other: str) -> bool:
    """Whether two names are of one unit: one with more of its region in front, or a short form."""
    short, long = sorted((_plain(one), _plain(other)), key=len)
    return long.endswith(short) or _is_short_form(short, long)


def _plain(name: str) -> str:
    name = re.sub(r"\s|（[^）]*）|人民(?=政府|法院|检察院|医院)", "", name)
    return name.replace("中国共产党", "").replace("中共", "").replace("委员会", "委").replace("委会", "委")


def _is_short_form(short: str, long: str) -> bool:
    """Whether a name leaves out characters of another; a full name that lacks one word is another name."""
    rest = iter(long)
    if not all(sign in rest for sign in short):
        return False
    almost = len(short) >= 6 and len(long) - len(short) <= 3 and short[-2:] == long[-2:]
    return not almost


_TOWNSHIP = re.compile(r"(?<![自本])我(镇|乡|厅|街道)(?!村|土)")
_BUREAU = re.compile(r"(?:^|(?<=。))局(?:机关|本级|领导班子)(?!事务)", re.MULTILINE)


@audit_rule("QH-12", Severity.WARNING, basis=_REVIEW)
def calls_itself_rightly(reading: Reading) -> Iterator[Remark]:
    """自称与单位名称相符，前后统一

    例：单位是“机关事务服务中心”，文中写“我局”“局机关编制20人”
    不报：单位是“教育局”写“我局”；“本单位”“我部门”
    """
    unit = reading.report.unit
    if not _ORGAN.fullmatch(unit):
        return
    passages = reading.passages
    selves = chain(passages.find(SELF), passages.find(_TOWNSHIP))
    found = [hit for hit in selves if not fits_itself(hit[1], unit)]
    if "局" not in unit:
        found += [hit for hit in passages.find(_BUREAU) if not hit.passage.table]
    for some in gather(found, lambda hit: hit[0]):
        message = f"自称“{some.word}”{some.times}，单位名称是“{unit}”"
        hint = f"请改为与单位名称相符的自称，如{_own_names(unit)}。"
        yield Remark(message, some.span, hint, beside=some.beside)


def _own_names(unit: str) -> str:
    """What a unit may call itself."""
    kind = next((kind for kind in ("中心", "局", "院", "校", "委", "镇", "乡") if unit.endswith(kind)), "")
    return f"“我{kind}”“本单位”" if kind else "“本单位”"


_OUR = re.compile(r"(?<![自])我(?P<level>县|旗)(?!级)")
_WHOLE_COUNTY = re.compile("全县(?!级|域)")
_OTHER_AREA = re.compile("自治区|开发区|[园库灌林景矿]区")
_OUR_DISTRICT = re.compile(r"(?<![自])我(?P<level>区)(?!域|块|间|内各园)")


@audit_rule("QH-13", Severity.WARNING, basis=_REVIEW)
def region_its_own(reading: Reading) -> Iterator[Remark]:
    """“我县”“我区”与单位所在地区相符

    例：单位是“某市甲区机关事务中心”，文中写“我县”，几处写“全县”
    不报：县里的单位写“我市”“我省”；园区、自治区的单位写“我区”
    """
    unit = reading.report.unit
    level = _region(unit)[1]
    if not level or not _ORGAN.fullmatch(unit):
        return
    passages = reading.passages
    hits = [] if re.search("[县旗]", unit) else list(passages.find(_OUR))
    if level == "区" and "县" not in unit:
        all_of_it = list(passages.find(_WHOLE_COUNTY))
        hits += all_of_it if len(all_of_it) > 1 else []
    if "区" not in unit and "县" in unit and not _OTHER_AREA.search(passages.text):
        hits += passages.find(_OUR_DISTRICT)
    if hits:
        word = hits[0][0]
        message = f"写“{word}”，单位是“{unit}”"
        others = tuple(hit.span() for hit in hits[1:])
        yield Remark(message, hits[0].span(), "请核对是否沿用了其他地区的稿子。", beside=others)


_BACKGROUND = re.compile(r"基本情况|概况|概述|职能|职责|单位情况|部门情况")
_PLANS = re.compile(r"问题|措施|改进|建议|打算|下一步")
_COPIED = "请核对是否沿用了其他单位的稿子；确属本单位工作的可不改。"
_ASKS = re.compile(r"(?:请|建议|希望)[^，。；]{0,12}(?:政府|财政|上级)[^，。；]{0,10}加大")
"""A request for another trade is as odd anywhere as among the measures."""
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
    for hit in reading.passages.find(_SERVED):
        trade = next((trade for trade in foreign if any(mark in hit["unit"] for mark in trade.marks)), None)
        if trade:
            yield Remark(f"保障的“{hit['unit']}”像是{trade.name}单位", hit.span("unit"), _COPIED)
    for passage in reading.passages:
        if passage.heading or not (passage.within(_PLANS) or _ASKS.search(passage.text)):
            continue
        words = passage.words
        for trade, word, at in words_of_trades(words.text, foreign):
            sentence = words.text[max(0, words.text.rfind("。", 0, at)) : at]
            if not _PARTNER.search(sentence) and (passage.within(_PLANS) or _ASKS.search(sentence)):
                yield Remark(f"“{word}”像是{trade.name}单位的用语", words.span(at, at + len(word)), _COPIED)


RULES: tuple[AuditRule, ...] = (
    one_unit,
    calls_itself_rightly,
    region_its_own,
    trade_its_own,
)
