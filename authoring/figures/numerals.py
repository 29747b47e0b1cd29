"""Numbers as reports write them, and what only looks like one: dates, document numbers, ordinals, codes."""

import re
from decimal import Decimal

DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"

CHINESE = "零〇一二两三四五六七八九十百千"
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int | None:
    """十二 → 12, 二〇二四 → 2024; `None` if it is no number."""
    if not text or any(c not in _DIGIT and c not in _TENS for c in text):
        return None
    if not any(c in _TENS for c in text):
        return int("".join(str(_DIGIT[c]) for c in text))
    total, digit = 0, 0
    for c in text:
        if c in _DIGIT:
            digit = _DIGIT[c]
        else:
            total += (digit or (1 if c == "十" else 0)) * _TENS[c]
            digit = 0
    return total + digit


_YEAR = r"(?:19|20)\d\d"
_OPEN, _CLOSE = r"[〔\[［【（(﹝]", r"[〕\]］】）)﹞]"
NO_FIGURE = re.compile(
    rf"{_OPEN} ?{_YEAR} ?{_CLOSE}(?: ?第? ?\d+ ?号)?"  # 〔2023〕12号
    rf"|{_YEAR} ?年?度? ?[-—–~～至到、和与及] ?{_YEAR} ?年(?:度)?"
    rf"|{_YEAR} ?年(?:度)?(?: ?\d{{1,2}} ?月(?:份)?(?: ?\d{{1,2}} ?[日号])?)?"
    rf"|{_YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?(?![\d%万元])"
    r"|(?<!\d)\d\d ?年度"
    r"|(?<![\d.])\d{1,2} ?月 ?\d{1,2} ?[日号](?: ?[-—–~～至到] ?(?:\d{1,2} ?月 ?)?\d{1,2} ?[日号])?"
    r"|(?<![\d.])\d{1,2} ?[-—–~～至到] ?\d{1,2} ?月(?:份)?"
    r"|(?<![\d.])\d{1,2} ?月(?:份|底|初|中|末|下旬|上旬|中旬)?"
    r"|第 ?\d+(?:\.\d+)?|\d+ ?号(?:令|文|文件|楼|栋|院|线|室)?(?!码)"
    r"|(?:附件|附表|表|图|注) ?\d+(?![\d.]*(?:万|亿|元))"
    r"|(?<![\d.:：])\d{1,2}[:：]\d\d(?!\d)"
    r"|\d{3,4}-\d{7,8}|(?<![\d.,])\d{7,}(?![\d.,]*(?:元|万|亿|%|人|个|次|字))"
    r"|[（(]\d{1,2}[）)]|(?<![\d.])\d{1,2}[.．、](?=[一-龥“《])"
    r"|[A-Za-z][A-Za-z-]*\d[\w-]*|\d+[A-Za-z]{2,}\w*|\d+(?:\.\d+){2,}"
    r"|“[^”]{0,12}\d[^”]{0,12}”|《[^》]*》"
)
"""Parts of a text whose digits are no figures of the report."""

ORDINAL = re.compile(
    rf"^ ?(?:[（(] ?(?:\d{{1,2}}|[{CHINESE}]{{1,3}}) ?[）)]"
    rf"|\d{{1,2}} ?(?:、|[.．](?!\d(?!\d\d\d ?年)))|[{CHINESE}]{{1,3}} ?[、.．]|[①-⑳])"
)
"""The number in front of an item."""


def digits_of(text: str) -> Decimal:
    """The value of digits as written, separators and all."""
    return Decimal(text.replace(",", ""))
