"""WZ 文字: brackets in pairs, stops not doubled, figures typed in one way."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from authoring.audit.passages import Passage, gather
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.basis import TO_BE_CHECKED
from authoring.checks.finding import Severity
from authoring.papers.paper import Span

_PUNCTUATION = f"标点符号用法 GB/T 15834-2011（{TO_BE_CHECKED}）"
_FIGURES = f"出版物上数字用法 GB/T 15835-2011（{TO_BE_CHECKED}）"

_PAIRS = ("（）", "()", "《》", "〔〕", "【】")
_KINDS = {sign: "（）" if pair == "()" else pair for pair in _PAIRS for sign in pair}
_OTHER_HALF = {sign: pair.replace(sign, "") for pair in _PAIRS for sign in pair}
_SIGN = re.compile(r"[（()）《》〔〕【】]")
_ITEM = re.compile(r"(?:^|[。；：，、\s])[\da-zA-Z一二三四五六七八九十①-⑳]{1,3}$")


class _Loose(NamedTuple):
    """A bracket without its other half, in the passage of that position."""

    position: int
    at: int
    sign: str
    opens: bool


@audit_rule("WZ-10", Severity.REMARK, basis=_PUNCTUATION)
def brackets_in_pairs(reading: Reading) -> Iterator[Remark]:
    """括号、书名号、引号成对

    例：“（含会议专项，共3个。”“《办法的通知”
    不报：“1）”“一）”这样的编号；分在两段里的一对；“[60,80)”
    """
    passages = reading.passages.all
    loose = [one for position, passage in enumerate(passages) for one in _unmatched(position, passage)]
    found: dict[str, list[Span]] = {}
    for one in _without_neighbours(loose):
        span = passages[one.position].words.span(one.at, one.at + 1)
        found.setdefault(one.sign, []).append(span)
    for sign, (first, *others) in found.items():
        times = f"（{len(others) + 1}处）" if others else ""
        message = f"“{sign}”没有配上“{_OTHER_HALF[sign]}”{times}"
        yield Remark(message, first, "请补上另一半，或删去多余的。", beside=tuple(others))
    yield from _quotes(reading)


def _unmatched(position: int, passage: Passage) -> Iterator[_Loose]:
    text = passage.text
    open_: dict[str, list[int]] = {}
    for match in _SIGN.finditer(text):
        sign, at = match[0], match.start()
        kind = _KINDS[sign]
        if sign in "（(《〔【":
            open_.setdefault(kind, []).append(at)
        elif open_.get(kind):
            open_[kind].pop()
        elif not (kind == "（）" and (_ITEM.search(text[max(0, at - 4) : at]) or _is_interval(text, at))):
            yield _Loose(position, at, sign, opens=False)
    for places in open_.values():
        yield from (_Loose(position, at, text[at], opens=True) for at in places if not _is_interval(text, at))


def _is_interval(text: str, at: int) -> bool:
    """Whether a round bracket is half of `[60,80)`."""
    near = text[max(0, at - 14) : at + 15]
    return "[" in near or "]" in near or "［" in near or "］" in near


def _without_neighbours(loose: list[_Loose]) -> list[_Loose]:
    """Without pairs that stand in two paragraphs that follow each other."""
    kept: list[_Loose] = []
    for one in loose:
        last = next((k for k in reversed(kept) if _KINDS[k.sign] == _KINDS[one.sign]), None)
        if not one.opens and last and last.opens and one.position - last.position <= 2:
            kept.remove(last)
        else:
            kept.append(one)
    return kept


def _quotes(reading: Reading) -> Iterator[Remark]:
    """Paragraphs with an odd number of quotation marks; a quotation of several paragraphs is let be."""
    odd = [
        (position, passage)
        for position, passage in enumerate(reading.passages)
        if (passage.text.count("“") + passage.text.count("”")) % 2
    ]
    near = {position + step for position, _ in odd for step in (-2, -1, 1, 2)}
    for position, passage in odd:
        if position not in near:
            at = max(passage.text.rfind("“"), passage.text.rfind("”"))
            yield Remark("这一段的引号不成对", passage.words.span(at, at + 1), "请补上另一半，或删去多余的。")


_STOPS = re.compile(
    r"[，、；：]{2,}|(?<!。)。。(?!。)|[，、；：]。(?!。)|(?<!。)。[，、；：]|[，。；、][,;]|(?<!,),[，。；、]"
    r"|、等(?![级候于待次额同效量离值高差速份比边腰式温保号闲到])"
)


@audit_rule("WZ-11", Severity.REMARK, basis=_PUNCTUATION)
def stops_single(reading: Reading) -> Iterator[Remark]:
    """标点没有多余、连用

    例：“圆满完成。。”“应急救灾、等项目”
    不报：“……”“。”后接引号、括号
    """
    hits = (hit for hit in reading.passages.find(_STOPS) if "等" in hit[0] or not hit.passage.table)
    for some in gather(hits, lambda hit: hit[0]):
        if "等" in some.word:
            message, hint = "“等”前面多了顿号", "请删去顿号，或补上漏写的一项。"
        else:
            message, hint = f"标点连用：“{some.word}”", "请删去多余的标点。"
        yield Remark(message + some.times, some.span, hint, beside=some.beside)


_UNIT_LOST = re.compile(
    r"(?<![\d万亿美欧日港单多纪公状角元零百千币])元(?P<before>\d[\d,]*(?:\.\d+)?(?:万元|亿元|元))|\d[%％](?P<percent>个?百分点)"
)


@audit_rule("WZ-12", Severity.WARNING, basis=_FIGURES)
def unit_in_place(reading: Reading) -> Iterator[Remark]:
    """金额、比率的单位写在数字后面，只写一个

    例：“公共机构节能元58万元”“下降5.2%个百分点”
    不报：“折合美元58万元”“下降5.2个百分点”
    """
    for hit in reading.passages.find(_UNIT_LOST):
        message = "“%”和“百分点”只能用一个" if hit["percent"] else f"“{hit['before']}”前面多了“元”"
        yield Remark(message, hit.span(), "请核对是否漏了数字或多了单位。")


_BARE = re.compile(
    r"(?:支出|收入|预算|资金|经费|决算|拨款|结余|结转)(?:数|额)?(?:共计|合计|总计|共|为|是|达)?\s?"
    r"(?P<figure>(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2})(?=[，。；]|$)",
    re.MULTILINE,
)
_HEAD_UNIT = re.compile(r"单位[：:]|[（(](?:万元|元|亿元|单位)")


@audit_rule("WZ-13", Severity.REMARK, basis=_FIGURES)
def amount_has_unit(reading: Reading) -> Iterator[Remark]:
    """金额写明单位

    例：“全年支出2601.00，其中人员经费321.95万元”
    不报：写明“单位：万元”的；表格里的数；“分别为12.50、13.60万元”
    """
    passages = reading.passages
    if _HEAD_UNIT.search(passages.text):
        return
    for hit in passages.find(_BARE):
        if not hit.passage.table and "万元" in hit.passage.text and "万" not in hit.after[:1]:
            yield Remark(f"“{hit['figure']}”没有写单位", hit.span("figure"), "请写明元、万元。")


_MIXED = re.compile(
    r"[．。](?<=[0-9].)[0-9]+(?=万元|亿元|元|[%％])|，(?<=[0-9]，)[0-9]{3}\.[0-9]+(?=万元|元)|[０-９](?:(?<=[0-9].)|(?=[0-9]))"
)


@audit_rule("WZ-14", Severity.REMARK, basis=_FIGURES)
def figures_of_one_width(reading: Reading) -> Iterator[Remark]:
    """一个数里不混用全角、半角

    例：“12．5万元”“１2人”“1，234.56万元”
    不报：“1．5名干部驻村”这样的编号
    """
    for hit in reading.passages.find(_MIXED):
        before = hit.before
        if hit[0][0] in "．。" and (len(before) <= 2 or before[-2] in "。；："):
            continue
        yield Remark(f"数字里有全角字符：“{before[-3:]}{hit[0]}”", hit.span(), "请改为半角数字和小数点。")


_SPACED = re.compile(r"\d(?:\. \d+| \.\d+)(?=万元|亿元|元|[%％])|(?<![\d,.])\d{1,3} \d{3}\.\d{2}(?=万元|元)")


@audit_rule("WZ-15", Severity.REMARK, basis=_FIGURES)
def figures_unbroken(reading: Reading) -> Iterator[Remark]:
    """数字中间没有空格

    例：“12. 5万元”“2 674.56万元”
    不报：“1. 5万元用于采购”这样的编号；PDF 里因排版断开的
    """
    if reading.paper.kind == "pdf":
        return
    for hit in reading.passages.find(_SPACED):
        if hit.start() > 2 and hit.before[-1] not in "。；：":
            yield Remark(f"数字中间有空格：“{hit[0]}”", hit.span(), "请删去空格，并核对数字。")


_MONEY = re.compile(r"(?<![\d.,、至-])(?P<figure>\d+(?:[,.]\d+){1,6})(?=万元|亿元|元)")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")


@audit_rule("WZ-16", Severity.WARNING, basis=_FIGURES)
def separators_in_place(reading: Reading) -> Iterator[Remark]:
    """千分位逗号隔三位，小数点只有一个

    例：“1,23.45万元”“1.234.56万元”
    不报：“1,234.56万元”“分别为12,34万元”
    """
    for hit in reading.passages.find(_MONEY):
        figure, before = hit["figure"], hit.before
        if _GROUPED.fullmatch(figure) or "分别" in before[-12:] or not before.strip():
            continue
        what = "小数点" if "," not in figure else "千分位逗号"
        yield Remark(f"“{figure}”的{what}位置不对", hit.span("figure"), "请核对这个数。", figure)


RULES: tuple[AuditRule, ...] = (
    brackets_in_pairs,
    stops_single,
    unit_in_place,
    amount_has_unit,
    figures_of_one_width,
    figures_unbroken,
    separators_in_place,
)
