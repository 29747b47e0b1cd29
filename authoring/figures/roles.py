"""What is said of a figure: that it is so much, that it grew by so much, that it is to reach so much."""

import re

from authoring.figures.mention import Kind, Role
from authoring.figures.vocabulary import one_of

UP = "增加 增长 增收 上升 提高 增支 多支 新增 净增 净增加 上涨 增 多 超支 超出 超预算 超过预算 超"
DOWN = "减少 下降 减收 减支 短收 降低 压减 压缩 节约 节支 少支 缩减 减 少 节省 降"
_OF_WHAT = "(?:支出|预算|额|资金|经费|金额|比例)?(?:了)?$"
_RISE = re.compile(one_of(UP) + _OF_WHAT)
_FALL = re.compile(one_of(DOWN) + _OF_WHAT)
_MORE_THAN = re.compile(
    r"(?:比|较)(?:上年|去年|上一年|(?:19|20)?\d\d ?年)[^，。；]{0,6}(?P<way>多|少)[一-龥]{1,4}$"
)
_SHORT_OF = re.compile(r"^(?:尚|还|仍|相)?差$")
_GROWTH_NAME = re.compile(
    one_of("增幅 增长率 增速 升幅 增长幅度 涨幅 上升幅度 超支率 增加幅度 增加比例 增长比例") + "$"
)
_DROP_NAME = re.compile(
    one_of("降幅 下降率 减幅 下降幅度 节约率 减少幅度 减少比例 节支率 下降比例 压减率") + "$"
)
_CHANGE_NAME = re.compile(r"(?:变动率|变动幅度|变化率|增减率|增减幅度?)$")
_SHARE = re.compile(r"占[^，。；]{0,24}$|(?:占比|比重|比例|占比率)$")
_COMPLETION = re.compile(
    r"满意度$|(?:支出|执行)进度$|[一-龥]率$"
    r"|(?:完成|为|达|占)了?[^，。；]{0,16}(?:预算|预算数|指标|计划|任务)(?:安排)?的$"
)
_EACH = re.compile(
    one_of("人均 每人 每月 月均 每年 年均 日均 每天 每日 每个 平均 单价 均价 每公里 每次 每户 标准")
    + "[一-龥]{0,8}$"
)
_TARGET = re.compile(
    "(?:"
    + one_of("不低于 不少于 不超过 不高于 不大于 不小于 不得超过 低于 高于 力争 争取 控制在 以内")
    + r"|[≥≤<>＜＞]=?|确保(?:达到)?|目标值?(?:为|是)?)$"
)
_BESIDE = re.compile(
    r"(?:决算|支出|实际)数?(?P<way>大于|高于|多于|超过|小于|低于|少于)(?:年初|全年)?(?:预算|收入)数?$"
)
_LOOSE_BEFORE = re.compile(
    rf"(?:(?<!节)约|达?不到|{one_of('近 大约 将近 接近 超过 逾 不足 突破 至少 左右')})为?(?:人民币)?$"
)
_LOOSE_AFTER = re.compile(r"^(?:左右|以上|以下|以内|上下|及以上)")
COME_TO = re.compile(
    rf"(?P<verb>{one_of('增加 增长 增 提高 上升 升 上涨 扩大 减少 下降 降低 降 压减 压缩 缩减 减')})"
    r"(?:到|至|为|成)[^，。；]{0,10}$"
)
"""What comes before the figure a change leads to."""
_NAMED_BY_CHANGE = re.compile(r"(?:追加|追减|调增|调减|核减)[一-龥]{0,6}$")


def looseness(lead: str, behind: str) -> str:
    """The word beside a figure that makes it approximate: 约, 以上; empty if none does."""
    near = _LOOSE_BEFORE.search(lead[-5:]) or _LOOSE_AFTER.match(behind)
    return near[0] if near else ""


def role_of(kind: Kind, core: str, lead: str, behind: str) -> Role:
    """The role that the words before a figure give it; `core` are they without those that only join."""
    beside = _BESIDE.search(lead)
    if beside and kind is Kind.AMOUNT:
        return Role.RISE if beside["way"] in "大于高于多于超过" else Role.FALL
    if _TARGET.search(lead) or (kind is not Kind.AMOUNT and _LOOSE_AFTER.match(behind)):
        return Role.TARGET
    if COME_TO.search(lead):
        return Role.PLAIN
    return _role_of_rate(core) if kind is Kind.RATE else _role_of_number(kind, core)


_OF_RATES = (
    (_GROWTH_NAME, Role.GROWTH),
    (_DROP_NAME, Role.DROP),
    (_CHANGE_NAME, Role.CHANGE_RATE),
    (_RISE, Role.GROWTH),
    (_FALL, Role.DROP),
    (_COMPLETION, Role.COMPLETION),
    (_SHARE, Role.SHARE),
)


def _role_of_rate(core: str) -> Role:
    return next((role for pattern, role in _OF_RATES if pattern.search(core)), Role.PLAIN)


def _role_of_number(kind: Kind, core: str) -> Role:
    if kind is Kind.AMOUNT and _EACH.search(core):
        return Role.PER
    if _NAMED_BY_CHANGE.search(core):
        return Role.PLAIN
    more = _MORE_THAN.search(core)
    if _RISE.search(core) or (more and more["way"] == "多"):
        return Role.RISE
    if more or _SHORT_OF.search(core):
        return Role.FALL
    return Role.FALL if _FALL.search(core) else Role.PLAIN
