"""WZ 文字: words written twice, left over, left to fill in, mistaken, or against each other."""

import re
from collections.abc import Iterator
from itertools import compress, count, pairwise
from operator import eq

from authoring.audit.passages import Gathered, Hit, Passage, Passages, gather, grids_of
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.basis import TO_BE_CHECKED
from authoring.basis.wording import wording
from authoring.checks.finding import Severity
from authoring.checks.phrases import PLACEHOLDER
from authoring.papers.paper import Grid, Span

_REVIEW = f"自评审核常见问题（{TO_BE_CHECKED}）"
_WRITING = "党政机关公文格式 GB/T 9704-2012"

_DOUBLED_UNIT = re.compile(
    r"(?<=\d)(?:(万元|亿元|个百分点|百分点|平方米|公里|人次|[%％])\1+|万?元元(?![旦月宵素件老首帅气])|元万元|万万元)"
)


@audit_rule("WZ-01", Severity.WARNING, basis=_REVIEW)
def unit_twice(reading: Reading) -> Iterator[Remark]:
    """计量单位只写一遍

    例：“结余0.79万元万元”
    不报：“10个个体工商户”“元元家园”
    """
    for hit in reading.passages.find(_DOUBLED_UNIT):
        yield Remark(f"单位写重了：“{hit[0]}”", hit.span(), "请删去多余的单位，并核对金额。")


@audit_rule("WZ-02", Severity.REMARK, basis=_REVIEW)
def word_twice(reading: Reading) -> Iterator[Remark]:
    """字、词没有多打一遍

    例：“进行进行检查”“提供有力的的保障”
    不报：“家家户户”“为目的的”“警示教育教育引导”
    """
    passages = reading.passages
    for doubled, pattern in wording().doubled:
        if doubled in passages.text:
            for hit in passages.find(pattern):
                if not hit.passage.table:
                    yield Remark(f"“{hit[0]}”像是写重了", hit.span(), _ONCE)
    yield from _phrases_twice(passages)


_ONCE = "请核对是否多打了一遍。"
_PHRASE = range(4, 13)
_CHINESE = re.compile("[一-龥]+")


def _phrases_twice(passages: Passages) -> Iterator[Remark]:
    """Phrases of 4 to 12 characters that follow on themselves.

    Such a phrase covers one multiple of its length, and the next multiple has the same character.
    """
    text = passages.text
    told: set[int] = set()
    for length in _PHRASE:
        marks = text[::length]
        for mark in compress(count(0, length), map(eq, marks, marks[1:])):
            if text[mark] == text[mark + 1] or not _CHINESE.match(text, mark):
                continue  # rows of dots and dashes
            start = _repeats(text, mark, length)
            passage, offset = passages.at(start)
            if start and not passage.table and told.isdisjoint(range(start, start + length)):
                told.update(range(start, start + 2 * length))
                span = passage.words.span(start - offset, start - offset + 2 * length)
                yield Remark(f"“{text[start : start + length]}”连写了两遍", span, _ONCE)


def _repeats(text: str, mark: int, length: int) -> int:
    """Where a phrase of that length that covers `mark` follows on itself; 0 if none does.

    What begins a sentence is let be, “证券公司证券公司是指…”, and so is “一个战役一个战役”.
    """
    first = mark
    while first > 0 and mark - first < length and text[first - 1] == text[first - 1 + length]:
        first -= 1
    end = mark
    while end + length < len(text) and end - first < length and text[end] == text[end + length]:
        end += 1
    phrase = text[first : first + length]
    whole = end - first >= length and _CHINESE.fullmatch(phrase) and len(set(phrase)) > 2
    return first if whole and phrase[0] != "一" and text[first - 1] not in "\n。：；）一" else 0


_NAME_MASKED = re.compile(
    r"(?:^|[、，；：（\s])[一-龥]{1,2}$|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范廖石金韦贾夏付方邹熊白孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤]$"
)
_NOTE = re.compile(r"注[：:]|备注|说明[：:]|填[表报写]说明")
_TO_FILL = frozenset("XＸ×＊*某{＿_【")
_AWAITED = re.compile("待填|待补充|待定|待核实|此处填|在此填写|（(?:日期|金额|数额|单位名称|姓名)）")
"""One of these must be there for a placeholder to be found at all."""
_TO_SIGN = re.compile(
    r"(?:签|盖章|公章|负责人|填报人|填表人|经办人|联系人|审核人|电话|日期|时间|年|月)[^。]{0,8}$"
)


@audit_rule("WZ-03", Severity.ERROR, basis=_REVIEW)
def nothing_to_fill_in(reading: Reading) -> Iterator[Remark]:
    """没有未替换的占位符

    例：“XX单位”“20XX年”“待填”“{单位名称}”
    不报：“王**”这样隐去的姓名，“负责人（签字）：____”
    """
    passages = reading.passages
    if not passages.signs & _TO_FILL and not _AWAITED.search(passages.text):
        return
    left = (hit for hit in passages.find(PLACEHOLDER) if _is_left(hit))
    for some in gather(left, _fields_together):
        message = f"有未替换的{_words(some)}{some.times}"
        yield Remark(message, some.span, "请改成实际内容。", beside=some.beside)


def _fields_together(hit: Hit) -> tuple[int, str]:
    """The fields of a printed form in one paragraph, （姓名）…（日期）, are told together."""
    return hit.offset, "（" if hit[0].startswith("（") else hit[0]


def _words(some: Gathered) -> str:
    """The different words of some hits, quoted."""
    return "".join(f"“{word}”" for word in dict.fromkeys(hit[0] for hit in some.hits))


def _is_left(hit: Hit) -> bool:
    """Whether what looks like a placeholder is one: no masked name, no line to sign on, no row of stars."""
    sign = hit[0][0]
    if _NOTE.match(hit.passage.text):
        return False
    if sign in "*＊×":
        return not (_NAME_MASKED.search(hit.before) or len(hit.passage.text) == len(hit[0]))
    return not (sign in "_＿" and _TO_SIGN.search(hit.before))


_EMPTY = re.compile(
    r"(?:减少|增加|增长|下降|上升|追加|核减|调增|调减|支出|收入|预算|决算|结余|结转|拨款|资金|共计|合计|占比?)(?:了|为|约)?"
    r"[ 　]*(?P<unit>万元|元|[%％])(?=[，。；、,;])"
)
_UNCHOSEN = re.compile(
    r"(?:大于|小于|高于|低于|多于|少于|增加|减少|增长|下降|上升|超支)"
    r"(?:[（(](?:大于|小于|高于|低于|多于|少于|增加|减少|增长|下降|上升|节约|结余|持平)[）)]"
    r"|[/／](?:大于|小于|高于|低于|多于|少于|增加|减少|增长|下降|上升|持平))(?![额率数幅值]|的?(?:情况|原因|金额))"
)


@audit_rule("WZ-17", Severity.ERROR, basis=_REVIEW)
def blanks_filled(reading: Reading) -> Iterator[Remark]:
    """句子里的数字都填了，“大于（小于）”一类都选定了

    例：“占　%，比上年减少　万元”“决算数大于（小于）预算数”
    不报：表头“增加（减少）额”；“单位：万元”
    """
    for pattern, message, hint in (
        (_EMPTY, "{}的数没有填", "请填上数字；没有的，请删去这半句。"),
        (_UNCHOSEN, "{}没有选定", "请按实际情况保留一个。"),
    ):
        hits = (hit for hit in reading.passages.find(pattern) if _is_blank(hit))
        for some in gather(hits, lambda hit: (hit.offset, hit.sentence)):
            first, last = some.hits[0], some.hits[-1]
            span = first.passage.words.span(first.start(), last.end())
            yield Remark(message.format(_words(some)) + some.times, span, hint)


def _is_blank(hit: Hit) -> bool:
    return not hit.passage.table and not _NOTE.match(hit.passage.text)


_DOWN = "减少|下降|降低|节约|节省|压缩|调减|核减|缩减|回落"
_UP = "增加|增长|上升|提高|调增|追加"
_NEGATIVE = re.compile(r"[-－−] ?(?P<bare>\d[\d,.]*(?:万元|亿元|元|%|％|个百分点))")
_DIRECTION = re.compile(rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))(?:了|约|为|额|金额)? ?$")
_CROSSED = re.compile(
    r"(?P<up>增加|增长|上升)了?\d[\d,.]*(?:万元|亿元|元)[，,、]\s?(?:同比)?(?P<down>下降|减少|降低|降幅为?|下降率为?)了?\d[\d.]*[%％]"
    r"|(?P<fall>减少|下降|降低)了?\d[\d,.]*(?:万元|亿元|元)[，,、]\s?(?:同比)?(?P<rise>增长|增加|上升|增幅为?|增长率为?)了?\d[\d.]*[%％]"
)


@audit_rule("WZ-04", Severity.WARNING, basis=_REVIEW)
def directions_agree(reading: Reading) -> Iterator[Remark]:
    """增减的说法前后一致，不与正负号重复

    例：“较上年减少-5.2万元”“增加12万元，下降3.5%”
    不报：“减少5.2万元，下降3%”“增幅为-3.2%”“增幅下降2个百分点”
    """
    for hit in reading.passages.find(_NEGATIVE):
        word = _DIRECTION.search(hit.before[-6:])
        if word and not hit.passage.table:
            start = hit.start() - len(word[0])
            span = hit.passage.words.span(start, hit.end())
            mend = f"{word['down']}{hit['bare']}" if word["down"] else f"减少（下降）{hit['bare']}"
            hint = f"确为减少的，请写“{mend}”；不是的，请去掉负号并核对。"
            yield Remark(f"“{word[0]}”后面又是负数“{hit[0]}”", span, hint)
    for hit in reading.passages.find(_CROSSED):
        first, second = (hit["up"], hit["down"]) if hit["up"] else (hit["fall"], hit["rise"])
        yield Remark(f"前面写“{first}”，后面写“{second}”", hit.span(), "请核对是增还是减，统一写法。")


_RESIDUE = re.compile(
    r"错误[！!]\s?(?:未找到引用源|未定义书签|不能识别的开关参数|文档中没有指定样式的文字|超链接引用无效|未指定文件名|未指定书签)[。.]?"
    r"|Error! ?(?:Reference|Bookmark|Hyperlink|No text)[A-Za-z ]*|\\\* ?MERGEFORMAT"
    r"|HYPERLINK [\"“\\]|PAGEREF _Toc\d*"
    r"|#(?:REF|DIV/0|VALUE|NULL|NUM)[!！]|#NAME[?？]|#N/A(?![A-Za-z])"
)


@audit_rule("WZ-05", Severity.WARNING, basis=_REVIEW)
def no_residue(reading: Reading) -> Iterator[Remark]:
    """没有域代码、公式出错的残留

    例：“错误！未找到引用源。”“#DIV/0!”
    不报：“#1楼”“错误！请核对”
    """
    hint = "请改成原来要写的内容；数字请重新计算。"
    for some in gather(reading.passages.find(_RESIDUE), lambda hit: hit[0].rstrip("0123456789。.")):
        yield Remark(f"有残留的“{some.word}”{some.times}", some.span, hint, beside=some.beside)


@audit_rule("WZ-06", Severity.REMARK, basis=_REVIEW)
def characters_right(reading: Reading) -> Iterator[Remark]:
    """没有别字

    例：“帐实相符”“截止2024年12月31日”“下拔资金”
    不报：“帐篷”“截止日期”“截止到2024年底”
    """
    passages = reading.passages
    for word in wording().miswritten:
        if passages.signs.issuperset(word.wrong) and word.wrong in passages.text:
            found = passages.find(word.pattern or re.compile(word.wrong))
            hits = (hit for hit in found if not _inside_title(hit) and not _part_of(hit, word.but))
            for some in gather(hits, group=1 if word.pattern else 0):
                message = f"“{some.word}”应为“{word.right}”{some.times}"
                yield Remark(message, some.span, "请核对用字。", some.word, word.right, beside=some.beside)


def _inside_title(hit: Hit) -> bool:
    """Whether a match stands in 《》: a title is written as it was issued."""
    return hit.before.count("《") > hit.before.count("》")


def _part_of(hit: Hit, words: tuple[str, ...]) -> bool:
    """Whether a match is part of one of these words."""
    around = hit.passage.text[max(0, hit.start() - 3) : hit.end() + 3]
    return any(word in around for word in words)


@audit_rule("WZ-07", Severity.REMARK, basis=_REVIEW)
def sentences_end(reading: Reading) -> Iterator[Remark]:
    """一部分文字写到句子结束

    例：“（二）改进措施”最后一句是“认真学习支付系统的操作，”
    不报：逐项列举、每项以逗号结尾；标题下另有小标题
    """
    passages = reading.passages.all
    for position, passage in enumerate(passages):
        if passage.last and passage.text.endswith(("，", "、", ",")) and not passage.table:
            before = passages[position - 1]
            following = passages[position + 1] if position + 1 < len(passages) else None
            if _closes(following) and not before.text.endswith(passage.text[-1]):
                end = len(passage.text)
                span = passage.words.span(max(0, end - 10), end)
                yield Remark("这一部分的最后一句没有写完", span, "请补全，或改用句号。")


def _closes(following: Passage | None) -> bool:
    return following is None or (following.heading and following.path[-1].level <= 2)


_HIGHER = "满意度|满意率|合格率|及时率|达标率|到位率|知晓率|成活率|准确率|完好率|通过率"
_LOWER = "投诉率|事故率|事故发生率|案件发生率|差错率|失误率|死亡率|违规率"
_TURNED = re.compile(
    rf"(?<![不未非])(?P<high>{_HIGHER})(?:指标|标准|目标)?(?:为|应)?\s*(?P<most>≤|<=|＜=|≦|＜|<|不高于|不超过|不大于)\s*"
    rf"(?P<value>[5-9]\d|100)(?:\.\d+)?\s?[%％]"
    rf"|(?P<low>{_LOWER})(?:指标|标准|目标)?(?:为|应)?\s*(?P<least>≥|>=|＞=|≧|＞|>|不低于|不少于|不小于)\s*(?:[1-9]|0\.\d)\d*(?:\.\d+)?\s?[%％‰]"
)


@audit_rule("WZ-08", Severity.WARNING, basis=_REVIEW)
def indicators_point_right(reading: Reading) -> Iterator[Remark]:
    """越高越好的指标写“≥”，越低越好的写“≤”

    例：“服务对象满意度≤100%”“投诉率≥5%”
    不报：“预算执行率≤100%”“不合格率≤2%”“投诉率≤5%”
    """
    for hit in reading.passages.find(_TURNED):
        sign, mend, name = (hit["most"], "≥", hit["high"]) if hit["high"] else (hit["least"], "≤", hit["low"])
        yield _turned(name, sign, mend, hit.span())
    for grid in grids_of(reading.report):
        yield from _turned_in(grid)


def _turned(name: str, sign: str, mend: str, span: Span) -> Remark:
    which = "高" if mend == "≥" else "低"
    return Remark(f"“{name}”越{which}越好，却写“{sign}”", span, f"请核对方向，一般写“{mend}”。")


_NAME = re.compile(rf"(?:.*[^不未非])?(?P<high>{_HIGHER})(?:指标)?|.*(?P<low>{_LOWER})(?:指标)?")
_MOST = re.compile(r"(?P<sign>≤|<=|＜=|≦|＜|<)\s?(?:[5-9]\d|100)(?:\.\d+)?\s?[%％]")
_LEAST = re.compile(r"(?P<sign>≥|>=|＞=|≧|＞|>)\s?(?:[1-9]|0\.\d)\d*(?:\.\d+)?\s?[%％‰]")


def _turned_in(grid: Grid) -> Iterator[Remark]:
    """Indicators whose name stands in one cell and the value aimed at in the next."""
    for name, value in pairwise(grid.cells):
        match = _NAME.fullmatch(name.text) if name.row == value.row and len(value.words) == 1 else None
        if match:
            pattern, mend = (_MOST, "≥") if match["high"] else (_LEAST, "≤")
            aim = pattern.fullmatch(value.text)
            if aim:
                words = value.words[0]
                span = words.span(0, len(words.text))
                yield _turned(match["high"] or match["low"], aim["sign"], mend, span)


_NOTHING = re.compile(
    r"(?:没有|无)[^，。；：\n]{0,20}(?:项目|支出|收入|预算|资金)[，,]\s?主要(?:用于|包括|是用于|为(?=[^，。；\n]{2,14}(?:支出|费用?|经费|资金|项目)[。；]))[^，。；\n]{0,8}"
    r"|(?:支出|经费)(?:为|共计|合计)?\s?0(?:\.0+)?\s?万?元[，,]\s?主要(?:用于|是用于|包括)(?!无)[^，。；\n]{0,8}"
)


@audit_rule("WZ-09", Severity.REMARK, basis=_REVIEW)
def nothing_is_not_spent(reading: Reading) -> Iterator[Remark]:
    """写明没有的，不再写主要用途

    例：“2023年没有国有资本经营预算支出，主要用于机关修缮”
    不报：“无结转资金，主要原因是按进度支付”“支出12万元，主要用于水电费”
    """
    for hit in reading.passages.find(_NOTHING):
        yield Remark("写明没有，后面又写主要用途", hit.span(), "请核对有没有这笔支出；没有的删去用途。")


RULES: tuple[AuditRule, ...] = (
    unit_twice,
    word_twice,
    nothing_to_fill_in,
    blanks_filled,
    directions_agree,
    no_residue,
    characters_right,
    sentences_end,
    indicators_point_right,
    nothing_is_not_spent,
)
