"""A paragraph → its figures, each with the words that belong to it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from authoring.figures.mention import Kind, Measure, Mention, Role, Tally
from authoring.figures.numerals import CHINESE, DIGITS, NO_FIGURE, ORDINAL, chinese_number
from authoring.figures.terms import terms_in
from authoring.papers.paper import Words
from authoring.quantities import Amount, Quantity, Rate

_MEASURE_WORDS = (
    "余?人次|人|名|位|个月|个小时|个|项|家|户次|户|辆次|辆|班次|车次|场次|台套|台|套|张|份|件|条|处|栋|座|间|所|场|期|篇|部|类|种|"
    "批次|批|趟|次|公里|千米|平方米|立方米|平方公里|㎡|亩|公顷|吨|千瓦时|度|天|小时|岁|班|支|只|棵|株|盏|米|本|册|幅|块|把|"
    "起|例|宗|笔|门|点|站|村|大|方面|节|届|级|星|字|字节|分钟|年|股|队|组|人份|袋|箱|瓶|桶|艘|架|孔|口|头|羽|尾|片|根|面|枚|卷|包"
)
_MONEY = "亿元|万元|千元|百元|元|万余元|亿余元|余万元|多万元|余亿元|余元|多元"
_NUMBER = re.compile(
    rf"(?P<sign>(?<![\d一-龥）)])[-−－+＋])?(?<![\d.,])(?<!\d )(?P<digits>{DIGITS})"
    rf"(?P<range> ?[-—–~～至到] ?(?:{DIGITS}))?"
    r"(?P<more>余|多|几)? ?(?P<unit>"
    rf"{_MONEY}|个百分点|百分点|%|％|‰|分(?!之|钟|局|别|类|公司|中心|级|析|为|批|管|项|散|布|期)"
    rf"|(?P<scale>[百千万亿])?(?P<more2>余|多)?(?P<word>{_MEASURE_WORDS})|[万亿])?"
    r"(?P<per> ?[/／每] ?(?:[一-龥]{1,4}|[A-Za-z]{1,3}))?"
    rf"|(?P<chinese>(?<![{CHINESE}第])[{CHINESE}]{{1,4}})(?P<cword>个|项|家|名|人|辆|类|大类|件|条|处|栋|种|次|部分|方面|期|场|所)(?![一-龥]{{0,1}}(?:是|月|人民|世))"
)

_STOPS = "，。；：、！？（）()\n,;:"
_GLUE = re.compile(
    r"(?:分别)?(?:合计|共计|总计|累计|总共|一共|共有|共|计|达到了?|达|(?<!节)约为|(?<!节)约|近|大约|将近|为|是|到了|至|到|了|有|仅为|仅|均为|高达|预计|人民币|"
    r"金额|各|均|就|也|又|[：:＝= ])+$"
)
_LOOSE_BEFORE = re.compile(
    r"(?:(?<!节)约|近|大约|将近|接近|超过|逾|达?不到|不足|突破|至少|左右)[为]?(?:人民币)?$"
)
_LOOSE_AFTER = re.compile(r"^(?:左右|以上|以下|以内|上下|及以上)")
_TARGET = re.compile(
    r"(?:不低于|不少于|不超过|不高于|不大于|不小于|不得超过|[≥≤<>＜＞]=?|低于|高于|力争|确保(?:达到)?|目标值?(?:为|是)?|争取|控制在|以内)$"
)

_UP = "增加|增长|上升|提高|增支|增收|多支|新增|净增加?|上涨|增|多|超支|超出|超过?预算|超"
_DOWN = "减少|下降|降低|压减|压缩|节约|节支|少支|缩减|减|少|节省|降|短收"
_RISE = re.compile(rf"(?:{_UP})(?:支出|预算|额|资金|经费|金额|比例)?(?:了)?$")
_FALL = re.compile(rf"(?:{_DOWN})(?:支出|预算|额|资金|经费|金额|比例)?(?:了)?$")
_GROWTH_NAME = re.compile(
    r"(?:增幅|增长率|增速|升幅|增长幅度|涨幅|上升幅度|超支率|增加幅度|增加比例|增长比例)$"
)
_DROP_NAME = re.compile(r"(?:降幅|下降率|减幅|下降幅度|节约率|减少幅度|减少比例|节支率|下降比例|压减率)$")
_CHANGE_NAME = re.compile(r"(?:变动率|变动幅度|变化率|增减率|增减幅度?)$")
_SHARE = re.compile(r"占[^，。；]{0,24}$|(?:占比|比重|比例|占比率)$")
_COMPLETION = re.compile(
    r"(?:完成率|执行率|支出率|使用率|到位率|支付率|支出进度|执行进度|控制率|达标率|合格率|及时率|覆盖率|满意度|满意率|结转率|结余率|公开率|达成率|[一-龥]率)$"
    r"|(?:完成|为|达|占)了?[^，。；]{0,16}(?:预算|预算数|指标|计划|任务)(?:安排)?的$"
)
_PER = re.compile(
    r"(?:人均|每人|每月|月均|每年|年均|日均|每天|每日|平均|单价|均价|每公里|每次|每户|标准)[一-龥]{0,8}$"
)

_MEASURES = (
    (
        Measure.CARRIED_IN,
        r"上年(?:度)?(?:末)?(?:累计)?(?:财政拨款)?结转(?:和?结余)?(?:资金)?|(?:年初|期初)(?:财政拨款)?结(?:转|余)(?:和?结余)?(?:资金)?|以前年度结转|上年结余|上年余额",
    ),
    (
        Measure.SURPLUS,
        r"年末(?:财政拨款)?结(?:转|余)(?:和?结余)?(?:资金)?|结余结转|结转结余|结转和结余|结转下年|结余资金|期末结余|结余|结转资金|年末余额|剩余(?:资金)?|尚余|结存",
    ),
    (
        Measure.INITIAL,
        r"年初(?:部门|财政|批复|安排|下达|批准)*预算(?:数|资金|安排|批复|下达|支出)*|年初(?:安排|批复|下达)|批复(?:年初)?预算",
    ),
    (
        Measure.FULL,
        r"全年预算(?:数|资金|安排)*|调整后(?:的)?(?:全年)?预算(?:数)?|(?:全年)?可用指标|预算调整数|调整预算数|总预算",
    ),
    (
        Measure.ADDED,
        r"(?:年中|执行中)?(?:执行)?(?:预算)?(?:调增|追加|调整增加|新增预算|增加预算)(?:预算|资金|指标|数|额)*",
    ),
    (
        Measure.CUT,
        r"(?:年中|执行中)?(?:执行)?(?:预算)?(?:调减|追减|核减|调整减少|压减预算)(?:预算|资金|指标|数|额)*",
    ),
    (Measure.RETURNED, r"收回(?:财政)?(?:资金|指标)?|上缴(?:财政)?|缴回|注销指标|财政收回"),
    (
        Measure.LAST,
        r"上年(?:同期|度|数|决算数?|实际|支出)*|去年(?:同期)?|上一年度?|(?:比|较|与|同)(?:19|20)?\d\d ?年(?:度)?",
    ),
    (
        Measure.ACTUAL,
        r"实际(?:支出|完成|使用|支付|执行|发生|列支)?(?:资金|数|额)?|决算(?:数|支出|为)?|执行数|全年执行|累计支出|支出数|已支出|支付|列支|完成(?:支出)?|^(?:已|共|累计|总共|资金|本年)*支出$|已支出",
    ),
    (Measure.INCOME, r"收入(?:数|决算)?|到位(?:资金|数)?|拨入|下达|拨款收入"),
    (Measure.BUDGET, r"预算(?:数|资金|安排|批复|总额|指标|为|金额|支出|经费)*|资金计划|计划(?:数|安排|投入)"),
)
_MEASURE = re.compile("|".join(f"(?P<m{i}>{pattern})" for i, (_, pattern) in enumerate(_MEASURES)))
_NOT_THE_BUDGET = re.compile(
    r"一般公共(?:服务)?预算|政府性基金预算|国有资本经营预算|社会保险基金预算|公共财政预算|(?<!年初)部门预算|预算(?:拨款|单位|绩效|管理|内|外)|预算一体化"
)
_YEAR = re.compile(r"((?:19|20)\d\d) ?年?")
_LAST_YEAR = re.compile(r"上年|去年|上一年")


_NARROW = str.maketrans("０１２３４５６７８９．％", "0123456789.%")


class Prose(NamedTuple):
    """One paragraph with its figures. `sentences` are their begins and ends; `brackets` those of each pair."""

    words: Words
    text: str
    mentions: tuple[Mention, ...]
    sentences: tuple[tuple[int, int], ...]
    brackets: tuple[tuple[int, int], ...]

    def sentence_at(self, place: int) -> tuple[int, int]:
        """Begin and end of the sentence in which a place lies."""
        return next(((a, b) for a, b in self.sentences if a <= place < b), (0, len(self.text)))

    def between(self, start: int, end: int) -> list[Mention]:
        """The figures that begin between two places."""
        return [m for m in self.mentions if start <= m.start < end]


def read_prose(words: Words) -> Prose:
    """The figures of a paragraph, in order."""
    text = words.text.translate(_NARROW)
    if not _ANY_FIGURE.search(text):
        return Prose(words, text, (), ((0, len(text)),), ())
    brackets = _brackets(text)
    masked = _masked(text)
    mentions: list[Mention] = []
    for found in _NUMBER.finditer(masked):
        mention = _mention(words, text, masked, found, mentions, brackets)
        if mention:
            mentions.append(mention)
    return Prose(words, text, tuple(mentions), tuple(_sentences(text, brackets)), brackets)


_ANY_FIGURE = re.compile(rf"\d|[{CHINESE}](?:个|项|家|名|人|辆|类|大类|件|条|处|栋|种|次|部分|方面|期|场|所)")


def _masked(text: str) -> str:
    """The text with everything that is no figure blanked; same length."""
    ordinal = ORDINAL.match(text)
    if ordinal:
        text = "\x00" * ordinal.end() + text[ordinal.end() :]
    return NO_FIGURE.sub(lambda found: "\x00" * len(found[0]), text)


def _brackets(text: str) -> tuple[tuple[int, int], ...]:
    pairs, opened = [], []
    for found in _BRACKET.finditer(text):
        if found[0] in "（(":
            opened.append(found.start())
        elif opened:
            pairs.append((opened.pop(), found.start()))
    return tuple(sorted(pairs))


_BRACKET = re.compile(r"[（(）)]")
_STOP = re.compile(r"[。！？\n]")


def _sentences(text: str, brackets: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _STOP.finditer(text):
        if not any(a < found.start() < b for a, b in brackets):
            yield start, found.end()
            start = found.end()
    if start < len(text):
        yield start, len(text)


def _mention(
    words: Words,
    text: str,
    masked: str,
    found: re.Match[str],
    before: list[Mention],
    brackets: tuple[tuple[int, int], ...],
) -> Mention | None:
    start, end = found.span()
    if found["chinese"]:
        number = chinese_number(found["chinese"])
        if number is None or (number < 2 and found["cword"] != "个"):
            return None
        kind, value, unit, loose = Kind.COUNT, Tally(str(number)), found["cword"], ""
    else:
        if found["range"]:
            return None
        read = _value(
            found["sign"] or "",
            found["digits"],
            found["unit"] or "",
            found["scale"] or "",
            found["word"] or "",
        )
        if read is None:
            return None
        kind, value, unit = read
        loose = found["more"] or found["more2"] or ("余" if "余" in unit or "多" in unit[:1] else "")
    floor = before[-1].end if before else 0
    lead_start, lead = _lead(text, start, floor, brackets)
    tail = _TAIL.match(text, end)
    behind = tail[0] if tail else ""
    core = _GLUE.sub("", lead)
    if not loose:
        near = _LOOSE_BEFORE.search(lead[-5:]) or _LOOSE_AFTER.match(behind)
        loose = near[0] if near else ""
    role = _role(kind, core, lead, behind, found["per"] or "")
    named = core if core else _borrowed(text, lead_start, floor)
    measure = (
        measure_in(named) if kind is Kind.AMOUNT else (Measure.LAST if _LAST_YEAR.search(named) else None)
    )
    terms = terms_in(named)
    depth = sum(1 for a, b in brackets if a < start < b)
    years = _YEAR.findall(lead or named)
    return Mention(
        words.span(start, end),
        kind,
        value,
        unit,
        _PIECE.sub("", found["per"] or ""),
        role,
        measure,
        lead,
        behind,
        _plain_name(named),
        terms[-1][0] if terms else "",
        loose,
        int(years[-1]) if years else None,
        depth,
        start,
        end,
    )


_TAIL = re.compile(r"[^，。；：、！？（）()\d\n]{0,12}")


def _lead(text: str, start: int, floor: int, brackets: tuple[tuple[int, int], ...]) -> tuple[int, str]:
    """Where the clause of a figure begins, and its words up to the figure; a bracket just before is skipped."""
    at = start
    skipped = ""
    while at > floor:
        c = text[at - 1]
        if c in "）)":
            pair = next((a for a, b in brackets if b == at - 1), None)
            if pair is None or pair < floor:
                break
            skipped = text[at:start] if not skipped else skipped
            at = pair
            continue
        if c in "：:" and not text[at:start].strip():
            at -= 1
            continue
        if c in _STOPS:
            break
        at -= 1
    piece = text[at:start]
    if "（" in piece or "(" in piece:
        piece = _IN_BRACKETS.sub("", piece)
    return at, piece.strip()


_IN_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")


def _borrowed(text: str, at: int, floor: int) -> str:
    """The clause before, where that of the figure has no name of its own and the one before has no figure."""
    if at <= floor or at == 0 or text[at - 1] not in "，：:,":
        return ""
    start = at - 1
    while start > floor and text[start - 1] not in "。；，！？\n":
        start -= 1
    return text[start : at - 1]


@lru_cache(maxsize=8192)
def _value(sign: str, digits: str, unit: str, scale: str, word: str) -> tuple[Kind, Quantity, str] | None:
    minus = "-" if sign in "-−－" and sign else ""
    try:
        if unit.endswith("元"):
            worth = unit.translate(_NO_MORE)
            if worth in {"千元", "百元"}:
                return Kind.AMOUNT, Amount(f"{minus}{digits}{'000' if worth == '千元' else '00'}元"), unit
            return Kind.AMOUNT, Amount(minus + digits + worth), unit
        if unit in {"%", "％"}:
            return Kind.RATE, Rate(minus + digits + "%"), "%"
        if unit.endswith("百分点"):
            return Kind.POINTS, Rate(minus + digits), "个百分点"
        if unit == "分":
            return Kind.SCORE, Tally(minus + digits), "分"
        if word:
            return Kind.COUNT, Tally(minus + digits + scale), word.removeprefix("余")
        if unit == "‰":
            return None
        return Kind.BARE, Tally(minus + digits + unit), unit
    except ValueError:
        return None


_PIECE = re.compile(r"[ /／每]")
_NO_MORE = str.maketrans("", "", "余多 ")


def _role(kind: Kind, core: str, lead: str, behind: str, per: str) -> Role:
    if per:
        return Role.PER
    if _TARGET.search(lead) or (kind is not Kind.AMOUNT and _LOOSE_AFTER.match(behind)):
        return Role.TARGET
    if COME_TO.search(lead):
        return Role.PLAIN
    if kind is Kind.RATE:
        if _GROWTH_NAME.search(core):
            return Role.GROWTH
        if _DROP_NAME.search(core):
            return Role.DROP
        if _CHANGE_NAME.search(core):
            return Role.CHANGE_RATE
        if _RISE.search(core):
            return Role.GROWTH
        if _FALL.search(core):
            return Role.DROP
        if _COMPLETION.search(core):
            return Role.COMPLETION
        return Role.SHARE if _SHARE.search(core) else Role.PLAIN
    if _PER.search(core) and kind is Kind.AMOUNT:
        return Role.PER
    if _NAMED_BY_CHANGE.search(core):
        return Role.PLAIN
    if _RISE.search(core):
        return Role.RISE
    return Role.FALL if _FALL.search(core) else Role.PLAIN


COME_TO = re.compile(
    r"(?P<verb>增加|增长|增|提高|上升|升|上涨|扩大|减少|下降|降低|降|压减|压缩|缩减|减)(?:到|至|为|成)[^，。；]{0,10}$"
)
"""What comes before the figure a change leads to."""
_NAMED_BY_CHANGE = re.compile(r"(?:追加|追减|调增|调减|核减)[一-龥]{0,6}$")


@lru_cache(maxsize=8192)
def measure_in(name: str) -> Measure | None:
    """The stage of the money that the words before a figure name last."""
    last = None
    for found in _MEASURE.finditer(_NOT_THE_BUDGET.sub(lambda m: "\x00" * len(m[0]), name)):
        last = found.lastgroup
    return _MEASURES[int(last[1:])][0] if last else None


_UNNAMED = re.compile(
    rf"^(?:其中|另有|另外|另|此外|包括|分别为|分别是|即|含|和|及|与|以及|主要(?:包括|是|为|用于)?|(?:19|20)\d\d ?年(?:度)?|本年度?|当年|全年|今年|截至|截止|我单位|本单位|本部门|我部门|我局|我中心|[：:，,、]|"
    rf"[{CHINESE}]是)+"
)


def _plain_name(words: str) -> str:
    """What the figure is called: the words before it without what only joins them to the sentence."""
    return _UNNAMED.sub("", words)
