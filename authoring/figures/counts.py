"""个数与列举: how many a text says there are, and how many it names."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Mention, Role
from authoring.figures.numerals import CHINESE, chinese_number
from authoring.figures.relation import Relation, Verdict, counted, judge, law

NAMED = law("WS-11", ("named",), lambda named: named)
"""个数＝列出的个数."""

_UNITS = {"个", "项", "家", "类", "大类", "种", "大", "方面", "件", "条", "部分", "股", "处", "所"}
_INTRODUCES = re.compile(
    r"^[^，。；：、（）()]{0,16}?(?P<mark>[，,]?(?:分别|具体)(?:是|为)[：:]?|[，,]?(?:即|包括|包含)[：:]?|[：:]|[（(](?:分别是|分别为|即|包括)?[：:]?)"
)
_STRONG = re.compile(r"分别|具体|即|[：:]")
_END = re.compile(r"[。；;\n]|(?=等(?:[^级候待]|$))")
_ITEM_MOST = 24


class _Listed(NamedTuple):
    """What a list names: the numbers that may be meant, and whether it says it is not complete."""

    counts: tuple[int, ...]
    open: bool


def find_counts(prose: Prose, following: Sequence[str] = ()) -> Iterator[Verdict]:
    """Every number of things beside the things themselves; `following` are the paragraphs after this one."""
    for mention in prose.mentions:
        if mention.kind is not Kind.COUNT or mention.unit not in _UNITS or mention.loose:
            continue
        if mention.role is not Role.PLAIN or not 2 <= mention.value.value <= 60:
            continue
        verdict = (
            _numbered(prose, mention, following) or _introduced(prose, mention) or _summed_up(prose, mention)
        )
        if verdict:
            yield verdict


def _verdict(mention: Mention, number: int, why: str) -> Verdict | None:
    return judge(Relation(NAMED, mention, (counted(number, mention),), why))


_ORDINAL = re.compile(
    rf"(?<![第其之进统唯万专单同一])(?P<n>[一二三四五六七八九十]{{1,3}})(?:是(?!否|由于|因)|、(?=[一-龥]))"
)
_FOLLOWS = re.compile(r"如下|以下|[：:]|分别|包括|一是|主要(?:有|是|为)|方面")
_FIRST = re.compile(
    rf"^ ?(?:[（(] ?(?P<a>\d{{1,2}}|[{CHINESE}]{{1,3}}) ?[）)]|(?P<b>\d{{1,2}}) ?[、.．](?!\d)|(?P<c>[{CHINESE}]{{1,3}})(?:是|、))"
)


def _numbered(prose: Prose, mention: Mention, following: Sequence[str]) -> Verdict | None:
    """`3项工作：一是…；二是…；三是…`, in the same paragraph or each in one of its own."""
    _, end = prose.sentence_at(mention.start)
    rest = prose.text[mention.end : end]
    if _FOLLOWS.search(rest) and prose.text.find("一是", mention.end, end + 4) >= 0:
        last = _last_in_a_row([found["n"] for found in _ORDINAL.finditer(prose.text, mention.end)])
        return _verdict(mention, last, "一是、二是") if last > 1 else None
    behind = prose.text[mention.end :].strip()
    if not _INTRODUCES_ALL.search(behind) and len(behind) > _SHORT:
        return None
    last = _last_in_a_row(list(_numbers(following)))
    if last == mention.value.value or (last > 1 and _INTRODUCES_ALL.search(behind)):
        return _verdict(mention, last, "列出")
    return None


_INTRODUCES_ALL = re.compile(r"如下[^，。]{0,4}[：:。]?$|[：:]$")
_SHORT = 12


def _numbers(paragraphs: Sequence[str]) -> Iterator[str]:
    """The numbers in front of paragraphs that follow each other."""
    for text in paragraphs:
        found = _FIRST.match(text)
        if not found:
            return
        yield found["a"] or found["b"] or found["c"]


def _last_in_a_row(numbers: Sequence[str]) -> int:
    """How far numbers count from one, each the next."""
    last = 0
    for text in numbers:
        number = int(text) if text.isdigit() else chinese_number(text)
        if number == last + 1:
            last += 1
        elif number == 1 and last > 1:
            break
    return last


def _introduced(prose: Prose, mention: Mention) -> Verdict | None:
    """`内设股室5个，分别是：…、…`."""
    text = prose.text
    found = _INTRODUCES.match(text[mention.end :])
    if not found:
        return None
    start = mention.end + found.end()
    stop = _END.search(text, start)
    bracket = next((b for a, b in prose.brackets if a < start <= b and a >= mention.end), None)
    end = min(n for n in (stop.start() if stop else len(text), bracket, len(text)) if n is not None)
    listed = _listed(text[start:end], text[end : end + 1] == "等")
    number = int(mention.value.value)
    if number in listed.counts:
        return _verdict(mention, number, found["mark"])
    sure = [n for n in listed.counts if n >= 2]
    if len(set(listed.counts)) > 2 or not sure or not _STRONG.search(found["mark"]):
        return None
    if listed.open and min(listed.counts) <= number:
        return None
    nearest = min(sure, key=lambda n: abs(n - number))
    return _verdict(mention, nearest, found["mark"])


def _listed(text: str, is_open: bool) -> _Listed:
    """The numbers of things that a list may name."""
    flat = re.sub(r"[（(][^（()）]*[）)]|“[^”]*”|《[^》]*》", "某", text).strip("，,：: ")
    first = re.split(r"[，,](?=[^、]{0,40}$)", flat)[0] if "、" in flat else flat
    counts = []
    for piece in dict.fromkeys((flat, first)):
        items = [
            item for item in re.split(r"[、；;，,]" if "、" not in piece else r"、", piece) if item.strip()
        ]
        if any(len(item) > _ITEM_MOST for item in items) or not items:
            continue
        counts.append(len(items))
        joined = sum(1 for item in items if re.search(r".[和及与].|以及", item))
        if joined:
            counts.append(len(items) + 1)
            if joined > 1:
                counts.append(len(items) + joined)
    return _Listed(tuple(counts), is_open)


_BEFORE = re.compile(r"(?P<items>(?:[^，。；：、\d]{1,16}、)+[^，。；：、\d]{1,16}?)(?P<open>等)?$")


def _summed_up(prose: Prose, mention: Mention) -> Verdict | None:
    """`办公室、财务股、保卫股等3个股室`."""
    start, _ = prose.sentence_at(mention.start)
    found = _BEFORE.search(prose.text[start : mention.start])
    if not found:
        return None
    listed = _listed(found["items"], bool(found["open"]))
    number = int(mention.value.value)
    if number in listed.counts:
        return _verdict(mention, number, "等" if listed.open else "、")
    if listed.open and listed.counts and min(listed.counts) > number and len(set(listed.counts)) == 1:
        return _verdict(mention, listed.counts[0], "等")
    return None
