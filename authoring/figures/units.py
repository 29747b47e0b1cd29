"""A number with its unit: what it measures, and how much."""

import re
from functools import lru_cache
from typing import NamedTuple

from authoring.figures.mention import Kind, Tally
from authoring.figures.numerals import CHINESE, DIGITS, chinese_number
from authoring.figures.vocabulary import one_of
from authoring.quantities import Amount, Rate

_COUNTED = one_of(
    "人次 余人次 人 名 位 个月 个小时 个 项 家 户次 户 辆次 辆 班次 车次 场次 台套 "
    "台 套 张 份 件 条 处 栋 座 间 所 场 期 篇 部 类 种 批次 批 趟 次 公里 千米 "
    "平方米 立方米 平方公里 ㎡ 亩 公顷 吨 千瓦时 度 天 小时 岁 班 支 只 棵 株 盏 米 "
    "本 册 幅 块 把 起 例 宗 笔 门 点 站 村 大 方面 节 届 级 星 字 字节 分钟 年 "
    "股 队 组 人份 袋 箱 瓶 桶 艘 架 孔 口 头 羽 尾 片 根 面 枚 卷 包"
)
"""Measure words."""
_COUNTED_IN_WORDS = one_of("个 项 家 名 人 辆 类 大类 件 条 处 栋 种 次 部分 方面 期 场 所 点(?=[：:])")
"""Those before which a number is often written in Chinese."""
_MONEY = one_of("亿元 万元 千元 百元 元 万余元 亿余元 余万元 多万元 余亿元 余元 多元")
_SCORE = f"分(?!{one_of('之 钟 局 别 类 公司 中心 级 析 为 批 管 项 散 布 期')})"

NUMBER = re.compile(
    rf"(?P<sign>(?<![\d一-龥）)])[-−－+＋])?(?<![\d.,])(?<!\d )(?P<digits>{DIGITS})"
    rf"(?P<range> ?[-—–~～至到] ?(?:{DIGITS}))?"
    rf"(?P<more>余|多|几)? ?(?P<unit>{_MONEY}|个百分点|百分点|%|％|‰|{_SCORE}"
    rf"|(?P<scale>[百千万亿])?(?P<more_so>余|多)?(?P<word>{_COUNTED})|[万亿])?"
    r"(?P<per> ?[/／每] ?(?:[一-龥]{1,4}|[A-Za-z]{1,3}))?"
    rf"|(?P<chinese>(?<![{CHINESE}第])[{CHINESE}]{{1,4}})(?P<chinese_word>{_COUNTED_IN_WORDS})"
    r"(?![一-龥]?(?:是|月|人民|世))"
)
"""A number with its unit, in digits or in words."""
ANY_NUMBER = re.compile(rf"\d|[{CHINESE}]{_COUNTED_IN_WORDS}")
"""What a text without any number has none of."""

_PIECE = re.compile(r"[ /／每]")
_MORE = str.maketrans("", "", "余多 ")


class Sized(NamedTuple):
    """A number read: `loose` is the 余 or 多 in it, `per` the piece, month or head it is for."""

    kind: Kind
    value: Amount | Rate | Tally
    unit: str
    loose: str = ""
    per: str = ""


def sized(found: re.Match[str]) -> Sized | None:
    """What a match of NUMBER says; `None` for a range, an idle 一个, a number past all measure."""
    if found["chinese"]:
        number = chinese_number(found["chinese"])
        if number is None or (number < 2 and found["chinese_word"] != "个"):
            return None
        return Sized(Kind.COUNT, Tally(str(number)), found["chinese_word"])
    if found["range"]:
        return None
    unit, scale = found["unit"] or "", found["scale"] or ""
    read = _read((found["sign"] or "") + found["digits"], unit, scale, found["word"] or "")
    if read is None:
        return None
    loose = found["more"] or found["more_so"] or ("余" if "余" in unit or unit.startswith("多") else "")
    return read._replace(loose=loose, per=_PIECE.sub("", found["per"] or ""))


@lru_cache(maxsize=8192)
def _read(number: str, unit: str, scale: str, word: str) -> Sized | None:
    number = number.replace("−", "-").replace("－", "-").replace("＋", "+")
    try:
        return _of_kind(number, unit, scale, word)
    except ValueError:
        return None


def _of_kind(number: str, unit: str, scale: str, word: str) -> Sized | None:
    if unit.endswith("元"):
        return Sized(Kind.AMOUNT, Amount(number + unit.translate(_MORE)), unit)
    if word:
        return Sized(Kind.COUNT, Tally(number + scale), word.removeprefix("余"))
    if unit in _RATES:
        kind, name = _RATES[unit]
        return Sized(kind, Rate(number), name)
    if unit == "分":
        return Sized(Kind.SCORE, Tally(number), unit)
    return None if unit == "‰" else Sized(Kind.BARE, Tally(number + unit), unit)


_RATES = {
    "%": (Kind.RATE, "%"),
    "％": (Kind.RATE, "%"),
    "个百分点": (Kind.POINTS, "个百分点"),
    "百分点": (Kind.POINTS, "个百分点"),
}
