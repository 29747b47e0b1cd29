"""Totals whose parts stand in other sentences: by their names, in a list below, or as projects elsewhere."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from authoring.checks.suspect import slip_of
from authoring.figures.facts import Chapter, Fact
from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.numerals import ORDINAL
from authoring.figures.relation import Relation, Verdict, add, judge, law, parts_of
from authoring.figures.terms import terms_in

NAMED = law("WS-13", ("parts/*",), add)
"""总额＝各组成部分之和, each in a sentence of its own."""
LISTED = law("WS-14", ("parts/*",), add)
"""总额＝逐条列出的各项之和."""
PROJECTS = law("WS-15", ("parts/*",), add)
"""项目支出＝各项目实际支出之和."""

COMPOSED = {
    "支出合计": (("基本支出",), ("项目支出",)),
    "基本支出": (("人员经费",), ("公用经费",)),
    "三公经费": (
        ("因公出国（境）费",),
        ("公务用车购置及运行维护费", "公务用车运行维护费"),
        ("公务接待费",),
    ),
    "公务用车购置及运行维护费": (("公务用车购置费",), ("公务用车运行维护费",)),
}
"""What makes up a total of this name; where a part may be told by the greatest part of it, that after it."""

_Group = dict[str, list[Fact]]


def find_named(facts: Sequence[Fact], year: int | None) -> Iterator[Verdict]:
    """Totals of a section whose parts are stated somewhere in the same section, each with one value."""
    groups: dict[tuple[str, str, int | None, str], _Group] = {}
    for fact in facts:
        if fact.term and fact.mention.kind is Kind.AMOUNT:
            key = (fact.section, fact.stage, fact.year or year, fact.fund)
            groups.setdefault(key, {}).setdefault(fact.term, []).append(fact)
    for group in groups.values():
        for whole, parts in COMPOSED.items():
            stated = _one(group.get(whole, []))
            given = _parts(group, stated, parts) if stated else []
            if stated and len(given) > 1:
                verdict = judge(Relation(NAMED, stated.mention, (tuple(given),), "各部分"))
                if verdict and (verdict.holds or _is_near(verdict)):
                    yield verdict


def _parts(group: _Group, stated: Fact, parts: Sequence[Sequence[str]]) -> list[Mention]:
    """The parts of a total but those its paragraph says there were none of; nothing if one is missing."""
    none = "".join(_NONE.findall(stated.prose.text))
    left_out = {term for term, _, _ in terms_in(none)}
    given: list[Mention] = []
    for names in parts:
        fact = next((f for name in names if (f := _one(group.get(name, [])))), None)
        if fact is None and names[0] not in left_out:
            return []
        if fact is not None:
            given.append(fact.mention)
    return given


_NONE = re.compile(r"(?:未发生|没有|无|未安排|未产生)[^，。；]{0,30}")
_NEAR = Decimal("0.2")


def _is_near(verdict: Verdict) -> bool:
    """Whether a total that differs is of the size of its parts, or one slip away: else of another scope."""
    stated, expected = verdict.relation.stated.value.value, verdict.evaluation.expected
    return abs(stated - expected) <= abs(stated) * _NEAR or bool(slip_of(stated, expected))


def _one(facts: list[Fact]) -> Fact | None:
    """The fact, where all that are of this name agree."""
    return facts[0] if facts and len({f.mention.value.value for f in facts}) == 1 else None


_ANNOUNCES = re.compile(r"(?:如下|其中|包括|分别为|分别是)[^，。]{0,6}[：:。]?$|[：:]$")
_SOME = re.compile(r"(?:主要|重点|部分)[^，。；]{0,8}$")
_LEAST_COVER = Decimal("0.95")
_MOST_COVER = Decimal("1.05")


def find_listed(chapters: Sequence[Chapter], facts: Sequence[Fact]) -> Iterator[Verdict]:
    """Items in paragraphs of their own, below a total that announces them or a heading of its name."""
    for chapter in chapters:
        for before, items in _runs(chapter):
            heads, announced = _heads(chapter, before, facts)
            rows = [row for row in (_firsts(items), _spent(items)) if len(row) >= 2]
            if not heads or not rows:
                continue
            verdicts = [
                v
                for head in heads
                for row in rows
                if (v := judge(Relation(LISTED, head, (tuple(row),), "逐条")))
            ]
            holding = next((v for v in verdicts if v.holds), None)
            if holding:
                yield holding
            elif verdicts and announced and _complete(verdicts[0], items):
                yield verdicts[0]


def _runs(chapter: Chapter) -> Iterator[tuple[Prose | None, list[Prose]]]:
    """Numbered paragraphs in a row, each with an amount, and the paragraph before them."""
    before: Prose | None = None
    run: list[Prose] = []
    for prose in chapter.proses:
        announced = before is not None and _ANNOUNCES.search(before.text.strip()) is not None
        if ORDINAL.match(prose.text) or _SAYS_WHICH.match(prose.text) or (announced and _leads(prose)):
            run.append(prose)
            continue
        if len(run) >= 2:
            yield before, run
        before, run = prose, []
    if len(run) >= 2:
        yield before, run


_SOON = 16


def _leads(prose: Prose) -> bool:
    """Whether a paragraph begins with a name and its amount."""
    first = prose.mentions[0] if prose.mentions else None
    return first is not None and _counts(first) and bool(first.name) and first.start <= _SOON


_SAYS_WHICH = re.compile(r"[一二三四五六七八九十]{1,3}是")


def _heads(chapter: Chapter, before: Prose | None, facts: Sequence[Fact]) -> tuple[list[Mention], bool]:
    """The totals that a list may add up to, and whether the text says that it does."""
    if before is not None:
        amounts = [
            m for m in before.mentions if m.kind is Kind.AMOUNT and m.role is Role.PLAIN and not m.loose
        ]
        if amounts:
            text = before.text.strip()
            return amounts[::-1][:2], bool(_ANNOUNCES.search(text)) and not _SOME.search(text)
    if not chapter.titles:
        return [], False
    title = chapter.titles[-1]
    named = [
        f
        for f in facts
        if f.section == chapter.titles[0] and f.term and f.term in title and f.stage == "支出"
    ]
    one = _one(named)
    return ([one.mention], True) if one else ([], False)


def _firsts(items: list[Prose]) -> list[Mention]:
    return [m for item in items if (m := next((m for m in item.mentions if _counts(m)), None))]


def _spent(items: list[Prose]) -> list[Mention]:
    return [
        m
        for item in items
        if (m := next((m for m in item.mentions if _counts(m) and m.measure is Measure.ACTUAL), None))
    ]


def _counts(mention: Mention) -> bool:
    return (
        mention.kind is Kind.AMOUNT and mention.role is Role.PLAIN and not mention.depth and not mention.loose
    )


def _complete(verdict: Verdict, items: list[Prose]) -> bool:
    """Whether a list was meant to add up: each item has an amount, and all come near the total."""
    parts = parts_of(verdict.relation.given[0])
    whole: Decimal = verdict.relation.stated.value.value
    if len(parts) != len(items) or not whole:
        return False
    return _LEAST_COVER <= sum((m.value.value for m in parts), start=Decimal(0)) / whole <= _MOST_COVER


_PROJECTS = re.compile(r"专项|项目")


def find_projects(chapters: Sequence[Chapter], facts: Sequence[Fact]) -> Iterator[Verdict]:
    """What each project is said to have spent, against the 项目支出 stated in an earlier section."""
    total = _one([f for f in facts if f.term == "项目支出" and f.stage == "支出" and f.name == "项目支出"])
    if total is None:
        return
    spent: list[Mention] = []
    for chapter in chapters:
        title = chapter.titles[-1] if chapter.titles else ""
        if chapter.titles[:1] != total.chapter.titles[:1] and _PROJECTS.search(title):
            for _, items in _runs(chapter):
                spent += _spent(items)
        for prose in chapter.proses:
            if prose is not total.prose and _PROJECTS.search(title + prose.text):
                spent += _spent_within(prose)
    if len(spent) < 2:
        return
    verdict = judge(Relation(PROJECTS, total.mention, (tuple(spent),), "各项目"))
    whole = total.mention.value.value
    if verdict and whole and (verdict.holds or sum(m.value.value for m in spent) / whole >= _LEAST_COVER):
        yield verdict


_WHICH = re.compile(r"(?<![第其之进统唯])[一二三四五六七八九十]{1,3}是(?!否)")


def _spent_within(prose: Prose) -> list[Mention]:
    """What is said to be spent on each of the things a paragraph counts up: 一是…，二是…."""
    starts = [found.start() for found in _WHICH.finditer(prose.text)]
    if len(starts) < 2:
        return []
    ends = [*starts[1:], len(prose.text)]
    groups = [prose.between(a, b) for a, b in zip(starts, ends, strict=True)]
    spent = [next((m for m in group if _counts(m) and m.measure is Measure.ACTUAL), None) for group in groups]
    return [m for m in spent if m] if all(spent) else []
