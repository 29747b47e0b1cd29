"""Where a report ends: its signature, and the annexes behind it."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from authoring.audit.headings import Line
from authoring.audit.lines import Token
from authoring.papers.paper import Grid, Words

DATE = re.compile(
    r"(?:[12]\d{3}|[二一〇零○ＯO0][〇零○ＯO0一二三四五六七八九]{3})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月(?:\s*[\d一二三四五六七八九十]{1,3}\s*日)?"
)
_ANNEX = re.compile(
    r"附\s*件?\s*(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,2})?\s*[:：]?\s*(?P<title>[^\d。；]{0,40})"
)
_BARE_ANNEX = re.compile(r"附件?(?:\d{1,2}(?:-\d{1,2})?|[一二三四五六七八九十]{1,2})[:：]?")
_TABLE = re.compile(
    r"[^。；，]{2,40}(?:自评表|基础数据表|评价表|指标表|评分表|得分表|情况表|汇总表|明细表|统计表)(?:（[^（）]*）)?"
)
UNIT = re.compile(
    r"[\u4e00-\u9fff（）()“”·×XxＸ*○]{2,38}"
    r"(?:局|中心|委员会|办公室|院|会|站|所|队|馆|校|政府|处|厅|部|大学|中学|小学|委|办|团|社|街道|镇|乡|园|库|公司|银行)"
    r"(?:（(?:盖章|公章|章)）)?"
)


class Ending(NamedTuple):
    """`start` is the place among the tokens from which on they are annexes; `signature` unit and date."""

    start: int
    signature: tuple[Words, ...]


def part_ending(tokens: Sequence[Token], after: int) -> Ending:
    """The ending of a report whose last first-level heading stands just before the token `after`."""
    start = next((at for at in range(after, len(tokens)) if _begins_annex(tokens, at)), len(tokens))
    signature: list[Words] = []
    for at in range(start - 1, after - 1, -1):
        token = tokens[at]
        if not isinstance(token, Words):
            break
        if not _signs(token.text) or len(signature) == 3:
            break
        signature.insert(0, token)
    if not any(UNIT.fullmatch(_bare(words.text)) or DATE.search(words.text) for words in signature):
        signature = []
    return Ending(start, tuple(signature))


def _bare(text: str) -> str:
    return text.replace(" ", "")


def _signs(text: str) -> bool:
    """Whether a line may be of a signature: unit, date, or both."""
    text = _bare(text)
    rest = DATE.sub("", text)
    return len(text) <= 45 and (rest == "" or UNIT.fullmatch(rest) is not None)


def _begins_annex(tokens: Sequence[Token], at: int) -> bool:
    """Whether an annex begins here: a line 附件1, or a heading with its table near."""
    text = _text(tokens[at])
    if not text or len(text) > 60:
        return False
    near = tokens[at + 1 : at + 5]
    if text.startswith("附"):
        begins = _ANNEX.fullmatch(text) is not None and not _text(next(iter(near), None)).startswith("附")
        return begins and (_BARE_ANNEX.fullmatch(text) is not None or _has_table(near))
    return _TABLE.fullmatch(text) is not None and _has_table(near)


def _has_table(tokens: Sequence[Token]) -> bool:
    return any(isinstance(token, Grid) for token in tokens)


def _text(token: Token | None) -> str:
    if token is None or isinstance(token, Grid):
        return ""
    return _bare((token.words if isinstance(token, Line) else token).text)
