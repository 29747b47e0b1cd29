"""Facts: the figures of a whole report by what they are of: term, stage of the money, year, fund, section."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.stages import measure_in
from authoring.figures.terms import FUNDS, fund_in, terms_in


class Chapter(NamedTuple):
    """The paragraphs directly under one heading; `titles` are the headings above them, outermost first."""

    titles: tuple[str, ...]
    proses: tuple[Prose, ...]


class Fact(NamedTuple):
    """A plainly stated figure of the report. `stage` is the mention's own, or that of its surroundings.

    `name` is the mention's without words of stage and time, `year` that last named before it, `None` where
    the text names none. `above` is the term of the total it stands under, as far as the text tells;
    `exact` is whether the name is the term and nothing more.
    """

    mention: Mention
    prose: Prose
    chapter: Chapter
    name: str
    term: str
    stage: str
    year: int | None
    fund: str
    above: str
    exact: bool

    @property
    def section(self) -> str:
        """The first-level heading above it."""
        return self.chapter.titles[0] if self.chapter.titles else ""


_STAGES = {
    Measure.INITIAL: "预算",
    Measure.BUDGET: "预算",
    Measure.FULL: "全年预算",
    Measure.ACTUAL: "支出",
    None: "支出",
}


def find_facts(chapters: Sequence[Chapter]) -> list[Fact]:
    """Every plain amount and count of people, in order."""
    return [fact for chapter in chapters for prose in chapter.proses for fact in _facts(prose, chapter)]


def _facts(prose: Prose, chapter: Chapter) -> Iterator[Fact]:
    above, end, since = "", 0, 0
    stage: Measure | None = None
    listing = False
    years = _Last(_YEARS, prose.text)
    funds = _Last(FUNDS, prose.text)
    title = chapter.titles[-1] if chapter.titles else ""
    titles = fund_in("".join(chapter.titles))
    for mention in prose.mentions:
        if mention.term in _TOTALS:
            above = mention.term
        between = prose.text[end : mention.start]
        if "。" in between or ("；" in between and not listing):
            stage, since = None, end
        listing = _LISTING.search(between) is not None or (listing and "。" not in between)
        earlier, end = stage, mention.end
        if mention.measure and mention.role is Role.PLAIN:
            stage = mention.measure
        if not _is_fact(mention):
            continue
        start, _ = prose.sentence_at(mention.start)
        said = prose.text[max(start, since, mention.start - _FAR) : mention.start]
        measure = mention.measure or _around(earlier, said, title)
        year, fund = years.before(mention.start), funds.before(mention.start)
        yield Fact(
            mention,
            prose,
            chapter,
            plain_name(mention.name),
            own_term(mention),
            _STAGES.get(measure, measure.value if measure else ""),
            mention.year or (int(year[1]) if year else None),
            (fund.lastgroup or "") if fund and fund.start() >= start else titles,
            above,
            _is_exact(mention),
        )


def _is_exact(mention: Mention) -> bool:
    """Whether a figure's name is its term and nothing more."""
    name = _OF_SELF.sub("", mention.name)
    return any(start == 0 and end == len(name) for _, start, end in terms_in(name))


_OF_SELF = re.compile(
    r"^(?:(?:我|本|全)?(?:中心|局|单位|部门|委|办|校|院|所|站))?(?:共有|现有|有)?"
    r"|(?:19|20)\d\d ?年度?|合计$|总额$"
)


_LISTING = re.compile(r"其中|包括|分别|[：:]")
_TOTALS = {"支出合计", "收入合计", "基本支出", "项目支出", "三公经费", "人员经费", "公用经费"}
_TERMED = {Kind.COUNT, Kind.SCORE, Kind.RATE}


def _is_fact(mention: Mention) -> bool:
    """Whether a figure is plainly that of a thing: no change, share or target, and not about so much."""
    if mention.loose or mention.per or mention.depth:
        return False
    if mention.kind is Kind.RATE:
        return bool(mention.term) and mention.role is Role.COMPLETION
    if mention.role is not Role.PLAIN:
        return False
    return mention.kind is Kind.AMOUNT or (mention.kind in _TERMED and bool(mention.term))


_FAR = 400
"""A stage named this many characters before a figure is not said of it."""


def _around(earlier: Measure | None, said: str, title: str) -> Measure | None:
    """The stage that the sentence, or the heading, speaks of where the figure's own words name none."""
    if earlier:
        return earlier if earlier in _STAGES else None
    measure = measure_in(said) or measure_in(title)
    return measure if measure in {Measure.INITIAL, Measure.BUDGET, Measure.FULL} else None


_YEARS = re.compile(r"((?:19|20)\d\d) ?年")


class _Last:
    """Where a pattern was last found before a place of a text; the text is searched once."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self._found = list(pattern.finditer(text))
        self._ends = [found.end() for found in self._found]

    def before(self, place: int) -> re.Match[str] | None:
        at = bisect_right(self._ends, place)
        return self._found[at - 1] if at else None


_STAGE_WORDS = re.compile(
    r"年初预算(?:数|资金|安排)?|全年预算(?:数)?|预算(?:数|资金|安排|批复)|实际(?:支出|完成|使用)?|决算(?:数)?|(?:本|当|全)年度?|共计?$|合计|总计|累计|完成|支付|"
    r"(?:19|20)\d\d ?年度?|[，,、：: ]|本单位|我单位|单位|本部门|部门|其中|财政拨款|情况|为$|数$|安排|资金$"
)
_WHOLE_OF = re.compile(
    r"本年|全年|年度|当年|一般公共预算|公共预算|公共财政|财政|拨款|部门|单位|整体|实际|决算|资金|总|预算|全部|完成|累计|我|本|年|的"
)


def plain_name(name: str) -> str:
    """A figure's name without words of time and stage: two figures of one plain name are of one thing."""
    return _STAGE_WORDS.sub("", name)


def own_term(mention: Mention) -> str:
    """The standard term a figure is of; not that of a part of it: `一般公共服务支出合计` is no 支出合计."""
    if mention.term not in {"支出合计", "收入合计"}:
        return mention.term
    words = re.split(r"(?:总|本年|整体|全年)?(?:支出|收入)", _WHOLE_OF.sub("", mention.name))
    return mention.term if not words[0].strip() else ""
