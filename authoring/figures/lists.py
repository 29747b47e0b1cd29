"""Where a text announces a list of parts, which total it may be of, and which figures may be its parts."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from authoring.figures.lexing import Prose, enclosing
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.relation import same_measure
from authoring.figures.vocabulary import one_of

_OPENER = re.compile(
    r"(?P<weak>主要(?:包括|是|为|有|用于|由|安排|支出)?|重点(?:用于|包括|安排)|含|包含(?![一-龥]{0,20}?在内))"
    r"|其中(?P<weak2>主要)?(?:包括|有|为|含|是|用于)?|(?<!主要)包括(?![一-龥]{0,20}?在内)"
    r"|分别(?:为|是|用于|安排|支出)?|具体(?:为|是|包括|用于|如下|(?:安排)?情况(?:如下|为)?|安排(?:如下|为)?)"
    r"|按[^，。；：\d]{1,12}?(?:划分|分类|来分|区分|分)(?=[：:，,])|从[^，。；：\d]{1,10}?看(?=[：:，,])|(?P<topic>[一-龥]{2,12}为?(?=[：:]))"
    r"|由|分为|组成|构成(?:为|是)?|明细(?:如下|为)?"
)


class Opening(NamedTuple):
    """Where a list of parts is announced, and how far it may go. `weak` ones may leave parts out."""

    start: int
    end: int
    limit: int
    weak: bool
    word: str


def find_openings(prose: Prose) -> Iterator[Opening]:
    """Every place of a paragraph where parts of a total may begin."""
    text = prose.text
    ends = {m.end for m in prose.mentions}
    for found in _OPENER.finditer(text):
        at = found.start()
        if found["topic"] and text[at - 1 : at] in _NEW_TOPIC:
            continue
        if found[0].startswith("其中") and at and text[at - 1] not in "，。；：、（(,;: " and at not in ends:
            continue
        if found[0] == "由" and _changes(prose, at):
            continue
        before = prose.before(found.end())[-1:]
        start = before[0].end if before and before[0].start < at < before[0].end < found.end() else at
        limit = _limit(prose, at)
        yield Opening(start, found.end(), limit, bool(found["weak"] or found["weak2"]), found[0])
    for mention in prose.mentions:
        mark = text[mention.end : mention.end + 1]
        if mark == "，" and mention.term == "总人数":
            yield Opening(mention.end, mention.end + 1, _limit(prose, mention.end), weak=False, word="其中")
        if mark in _MARKS:
            inside = mention.end + (mark in "（(")
            yield Opening(mention.end, mention.end + 1, _limit(prose, inside), weak=False, word=_MARKS[mark])


def _changes(prose: Prose, at: int) -> bool:
    """Whether `由` leads from one figure to another: 由 A 减至 B."""
    near = prose.between(at, at + _NEAR)
    return len(near) > 1 and _TO.search(near[1].lead) is not None


_NEAR = 60
_TO = re.compile("[到至为成]$")
_NEW_TOPIC = {"；", ";"}
_MARKS = {"：": "：", ":": "：", "（": "（）", "(": "（）"}


def _limit(prose: Prose, at: int) -> int:
    """How far a list opened at a place may go: to the end of its bracket, or of its sentence."""
    inner = enclosing(prose.brackets, at)
    return inner[-1][1] if inner else prose.sentence_at(at)[1]


def heads_of(prose: Prose, opening: Opening, before: Sequence[Mention]) -> list[Mention]:
    """The figures a list of parts may be of, the likeliest first."""
    start, _ = prose.sentence_at(opening.start)
    around = enclosing(prose.brackets, opening.start)
    inner = around[-1][0] if around else -1
    near = prose.before(opening.start, start)
    if inner >= 0 and opening.word != "（）":
        near = [m for m in near if m.start > inner] or [m for m in near if m.end == inner]
    begins = not prose.text[start : opening.start].strip("，,　 （(")
    if not near and begins and opening.word[0] in "其按从":
        near = prose.before(start)[-4:] or list(before)[-4:]
    if opening.word[0] not in "其（：":
        item = max(prose.text.rfind(mark, start, opening.start) for mark in "；;")
        near = [m for m in near if m.start > item] or near[:1]
    near = [m for m in near if m.kind in _ADDED_UP and m.role not in _NEVER]
    return [m for m in reversed(near) if m.depth <= len(around)][:3]


_ADDED_UP = {Kind.AMOUNT, Kind.COUNT, Kind.SCORE}
_NEVER = {Role.TARGET, Role.PER, Role.SHARE, Role.COMPLETION}


_SAME_AS = one_of("即 也即 折合 约合 也就是 合 相当于 折算为 折算成 折算 换算为 换算成 换算")
THAT_IS = re.compile(
    rf"^(?:[，、]?{_SAME_AS}(?:人民币)?"
    r"|[（(](?:即|折合|约合|合)?(?:人民币)?)(?:约|为|：)? ?$"
)
"""What stands between a figure and the same figure in another unit."""


def _restated(prose: Prose, mention: Mention) -> bool:
    """Whether a figure only says those before it once more, in another unit."""
    before = prose.before(mention.start)[-1:]
    return any(m.unit != mention.unit and THAT_IS.match(prose.text[m.end : mention.start]) for m in before)


MOST_PARTS = 80
"""Nobody adds up more figures than these in one sentence."""


_NO_PART = re.compile(r"超编|缺编|空编|超员|缺额|负债|净资产")


def members_of(prose: Prose, opening: Opening, head: Mention) -> list[Mention]:
    """The figures that may be parts: what follows, of the same measure and depth; none of too many."""
    following = prose.between(opening.end, opening.limit)
    if len(following) > MOST_PARTS:
        return []
    depth = min((m.depth for m in following), default=0)
    members = [
        m
        for m in following
        if m.depth == depth
        and same_measure(m, head)
        and m.role is head.role
        and m.measure is not Measure.LAST
        and not _restated(prose, m)
        and not _NO_PART.search(m.lead)
    ]
    return gained(members)


def gained(figures: list[Mention]) -> list[Mention]:
    """`投入10分得9.5分，过程30分得27分`: of scores those that were reached, where the text says which."""
    reached = [m for m in figures if m.kind is Kind.SCORE and "得" in m.lead]
    return reached if len(reached) > 1 else figures
