"""Phrases that give a text away: left to fill in, another unit's name for itself, another trade's words."""

import re
from collections.abc import Iterator

from authoring.basis.trades import Trade, trades

PLACEHOLDER = re.compile(
    r"(?<![A-Za-z0-9-])[XＸ]{2,}(?![A-Za-z0-9型])|(?<![A-Za-z0-9])[×＊*]{2,}(?![A-Za-z0-9])|(?<![赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张曹金魏姜谢邹苏潘葛范彭鲁韦马方任袁柳唐薛贺汤罗毕郝常于傅齐康余顾孟黄穆萧尹姚邵汪毛戴宋熊纪项董梁杜贾江郭梅林钟徐邱高夏蔡田胡万卢丁邓洪石崔龚程段雷侯武刘龙叶黎白])某{2,}(?!同志|某)"
    r"|\{[一-龥]{1,20}\}|＿{2,}|□{3,}|(?<![A-Za-z0-9./])_{2,}(?![A-Za-z0-9])"
    r"|(?<!\d)20[XＸ×]{2}(?=年)|此处填写?(?![报平海])|在此填写|（(?:日期|金额|数额|单位名称|姓名)）(?=[前后元万应]|为)"
    r"|待(?:填|补充)(?![一-龥])|(?:^|(?<=[（(：:，,]))待(?:定|核实)(?![一-龥])|【\s*】|【\s*(?:待|请)?填(?![平报海])[^】]*】",
    re.MULTILINE,
)
PLACEHOLDER_MARK = re.compile("[XＸ×＊*某{＿_待【□]|此处填|在此填|（(?:日期|金额|数额|单位名称|姓名)）")
"""Every placeholder has one of these, and most texts have none: sooner looked for."""

SELF = re.compile(
    r"(?<![自本基根成资样标版原日])[我本]"
    r"(局|中心|委(?!员|托)|办(?!公|法|理|事|结)|院(?!校|落|子|内)|校|所(?!有|以|在|需|属)|站|馆|队(?!伍))"
)
_SCHOOL = re.compile("学|幼儿园")


def fits_itself(kind: str, name: str) -> bool:
    """Whether a unit of that name may call itself “我”＋kind."""
    return kind in name or (kind == "校" and bool(_SCHOOL.search(name)))


GENERAL_UNIT = re.compile(
    r"人民政府|[乡镇]$|街道|管委会|管理委员会|办事处|财政|审计|发展和改革|统计|政府办|[省市县区]委|人大|政协|红十字"
)
"""Units whose work touches every trade."""

_QUOTED = re.compile(r"《[^》]*》|“[^”]*”")
_MEETING = re.compile(r"[一-龥]{0,12}会")
"""Whatever goes on like this is the name of a meeting, which any trade may serve."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def foreign_trades(own: str) -> list[Trade]:
    """Trades of which nothing in a unit's own words (name, superior, functions) shows a mark."""
    return [trade for trade in trades() if not any(mark in own for mark in trade.marks)]


def words_of_trades(text: str, foreign: list[Trade]) -> Iterator[tuple[Trade, str, int]]:
    """The first word of each of these trades in a text, and where; titles and meetings left out."""
    for trade in foreign:
        if any(word in text for word in trade.words):
            own = _QUOTED.sub(_blank, text)
            word, at = next(_own_words(trade, own), ("", 0))
            if word:
                yield trade, word, at


def _own_words(trade: Trade, text: str) -> Iterator[tuple[str, int]]:
    for word in trade.words:
        for match in re.finditer(re.escape(word), text):
            if not _MEETING.match(text, match.end()):
                yield word, match.start()
