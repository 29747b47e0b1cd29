"""个数与列举: how many a text says there are, and how many it names."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Mention, Role
from authoring.figures.numerals import CHINESE, chinese_number
from authoring.figures.relation import Relation, Verdict, counted, judge, law

NAMED = law("WS-11", ("named",), lambda named: named)
"""个数＝列出的个数."""

_UNITS = {"个", "项", "家", "类", "大类", "种", "大", "方面", "件", "条", "部分", "股", "处", "所", "点"}
_MOST_ITEM = 24
_FAR = 1000
"""No list goes on for more characters than these."""


class _Listed(NamedTuple):
    """What a list names: the numbers that may be meant, and whether it says that it leaves some out."""

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
            _numbered(prose, mention, following)
            or _introduced(prose, mention)
            or _summed_up(prose, mention)
            or _titled(prose, mention)
        )
        if verdict:
            yield verdict


def _verdict(mention: Mention, number: int, why: str) -> Verdict | None:
    return judge(Relation(NAMED, mention, (counted(number, mention),), why))


# Numbered: 一是、二是


_ORDINAL = re.compile(
    r"(?<![第其之进统唯万专单同一])(?P<n>[一二三四五六七八九十]{1,3})(?:是(?!否|由于|因)|、(?=[一-龥]))"
)
_INLINE = re.compile(r"(?<=[：:；;。，,、])[（(]?(?P<n>\d{1,2})[）).．、](?=[一-龥“《])")
_FOLLOWS = re.compile(r"如下|以下|[：:]|分别|包括|一是|主要(?:有|是|为)|方面")
_FIRST = re.compile(
    rf"^ ?(?:[（(] ?(?P<a>\d{{1,2}}|[{CHINESE}]{{1,3}}) ?[）)]|(?P<b>\d{{1,2}}) ?[、.．](?!\d)"
    rf"|(?P<c>[{CHINESE}]{{1,3}})(?:是|、))"
)
_INTRODUCES_ALL = re.compile(r"如下[^，。]{0,4}[：:。]?$|[：:]$")
_SHORT = 12


def _numbered(prose: Prose, mention: Mention, following: Sequence[str]) -> Verdict | None:
    """`3项工作：一是…；二是…；三是…`, in the same paragraph or each in one of its own."""
    _, end = prose.sentence_at(mention.start)
    end = min(end, mention.end + _FAR)
    rest = prose.text[mention.end : end]
    if _FOLLOWS.search(rest) and prose.text.find("一是", mention.end, end + 4) >= 0:
        last = _last_in_a_row(
            [found["n"] for found in islice(_ORDINAL.finditer(prose.text, mention.end), _FAR)]
        )
        return _verdict(mention, last, "一是、二是") if last > 1 else None
    inline = [found["n"] for found in _INLINE.finditer(prose.text, mention.end, end)]
    last = _last_in_a_row(inline)
    if last > 1 and re.search(
        r"[：:]|如下|包括|分别", prose.text[mention.end : prose.text.find(inline[0], mention.end)]
    ):
        return _verdict(mention, last, "列出")
    behind = prose.text[mention.end :].strip()
    if not _INTRODUCES_ALL.search(behind) and len(behind) > _SHORT:
        return None
    last = _last_in_a_row(list(_numbers(following)))
    if last == mention.value.value or (last > 1 and _INTRODUCES_ALL.search(behind)):
        return _verdict(mention, last, "列出")
    return None


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


# Named one by one


_INTRODUCES = re.compile(
    r"^[^，。；：、（）()]{0,16}?(?P<mark>[，,]?(?:分别|具体)(?:是|为)[：:]?|[，,]?(?:即|包括|包含)[：:]?|[：:]|[（(](?:分别是|分别为|即|包括)?[：:]?)"
)
_STRONG = re.compile(r"分别|具体|即|包括|[：:]")
_JOINS = re.compile("[和及与、]$")
_MANY = re.compile(rf"(?:^|[、，,；;和及与])(?:\d+|[{CHINESE}]{{1,3}}) ?[个家所处名项]")
"""Things that a list does not name one by one: 局本级和6个所属单位."""
_END = re.compile(r"[。；;\n]|(?=等(?:[^级候待]|$))")


def _introduced(prose: Prose, mention: Mention) -> Verdict | None:
    """`内设股室5个，分别是：…、…`."""
    text = prose.text
    found = _INTRODUCES.match(text[mention.end :])
    if not found:
        return None
    start = mention.end + found.end()
    stop = _END.search(text, start)
    bracket = next((b for a, b in prose.brackets if a < start <= b and a >= mention.end), None)
    end = min(n for n in (stop.start() if stop else len(text), bracket, start + _FAR) if n is not None)
    if any(m.unit == mention.unit for m in prose.between(start, end)):
        return None  # 共43个班：七年级16个班…: parts of a number, not the things it counts
    listed = _listed(text[start:end])._replace(open=text[end : end + 1] == "等")
    number = int(mention.value.value)
    if number in listed.counts:
        return _verdict(mention, number, found["mark"])
    if _JOINS.search(mention.lead) or prose.between(mention.end, start):
        return None  # 4个股室和2个中心：…
    if not _STRONG.search(found["mark"]) or _MANY.search(text[start:end]):
        return None
    return _unlike(mention, listed, found["mark"], 2)


def _unlike(mention: Mention, listed: _Listed, why: str, least: int) -> Verdict | None:
    """The breach, where a list leaves no doubt how many it names."""
    counts = sorted({n for n in listed.counts if n >= least})
    if not counts or counts[-1] - counts[0] > 1:
        return None
    if listed.open and counts[0] <= mention.value.value:
        return None
    nearest = min(counts, key=lambda n: abs(n - mention.value.value))
    return _verdict(mention, nearest, why)


_QUOTED = re.compile(r"[（(][^（()）]*[）)]|“[^”]*”|《[^》]*》")
_JOINED = re.compile(r".[和及与].|以及")


def _listed(text: str) -> _Listed:
    """The numbers of things that a list may name: as separated by 、, and with those that 和 joins."""
    flat = _QUOTED.sub("某", text).strip("，,：: ")
    first = re.split(r"[，,](?=[^、]{0,40}$)", flat)[0] if "、" in flat else flat
    counts: list[int] = []
    for piece in dict.fromkeys((flat, first)):
        items = [item for item in re.split("、" if "、" in piece else r"[；;，,]", piece) if item.strip()]
        if not items or any(len(item) > _MOST_ITEM for item in items):
            continue
        joined = sum(1 for item in items if _JOINED.search(item))
        last_joined = _JOINED.search(items[-1]) is not None
        counts += [len(items)]
        counts += [len(items) + 1] if last_joined else []
        counts += [len(items) + joined, len(items)] if joined > 1 else []
    return _Listed(tuple(counts), open=False)


_BEFORE = re.compile(
    r"(?P<items>(?:[^，。；：、\d]{1,20}、)+[^，。；：、\d]{1,20}?)(?P<open>等)?(?:共计|合计|总共|共有|共|计)?$"
)
_VERB = re.compile(r"^.{0,12}?(?:内设|下设|设有|设立|设|包括|完成|开展|实施|组织|制定|印发|对|为|将|有)")


def _summed_up(prose: Prose, mention: Mention) -> Verdict | None:
    """`办公室、财务股、保卫股等3个股室`."""
    start, _ = prose.sentence_at(mention.start)
    found = _BEFORE.search(prose.text[max(start, mention.start - _FAR) : mention.start])
    if not found:
        return None
    items = _VERB.sub("", found["items"], count=1) or found["items"]
    listed = _listed(items)._replace(open=bool(found["open"]) or "等" in items.split("、")[-1])
    number = int(mention.value.value)
    if number in {*listed.counts, *_listed(found["items"]).counts}:
        return _verdict(mention, number, "等" if listed.open else "、")
    return _unlike(mention, listed, "等" if listed.open else "、", 3)


_TITLES = re.compile(r"(?P<titles>(?:《[^》]+》[、和及]?){2,})(?P<open>等)?(?:共|共计)?$")


def _titled(prose: Prose, mention: Mention) -> Verdict | None:
    """`《甲办法》《乙制度》2项制度`."""
    found = _TITLES.search(prose.text[max(0, mention.start - _FAR) : mention.start])
    if not found:
        return None
    listed = _Listed((found["titles"].count("《"),), bool(found["open"]))
    if mention.value.value in listed.counts:
        return _verdict(mention, listed.counts[0], "《》")
    return _unlike(mention, listed, "《》", 2)
