"""Budget and expenditure: the amounts of the text by what they are of, as paths of the report file.

A paragraph is read from left to right: an amount that is named 基本支出 makes those after it that are only
named 预算, 实际支出 ones of 基本支出. What has a name of its own belongs to a list; `breakdown` takes it.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from authoring.audit.reading import Reading
from authoring.figures.facts import Chapter
from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention, Role
from authoring.figures.terms import terms_in
from authoring.papers.paper import Words
from authoring.quantities import Amount
from authoring.takeover.answers import Answers
from authoring.takeover.breakdown import Breakdown
from authoring.takeover.phrases import unended

_MONEY = re.compile(r"预算|支出|收支|执行|资金|三公|项目情况|资产|概况|基本情况")
_OTHER = re.compile(r"绩效(?!管理)|问题|措施|目标|应用|公开|履职|经验|需要说明|职责|职能|机构|附件|人员")
_FUNDS = (
    ("政府性基金预算", re.compile(r"政府性基金")),
    ("国有资本经营预算", re.compile(r"国有资本经营")),
    ("社会保险基金预算", re.compile(r"社会保险基金|社保基金")),
)
_SUBJECTS = {
    "支出合计": "总", "收入合计": "总", "财政拨款收入": "总",
    "基本支出": "基本", "项目支出": "项目", "三公经费": "三公",
    "人员经费": "人员经费", "公用经费": "公用经费",
    "因公出国（境）费": "因公出国（境）费",
    "公务用车购置及运行维护费": "公务用车.合计",
    "公务用车购置费": "公务用车.购置费", "公务用车运行维护费": "公务用车.运行维护费",
    "公务接待费": "公务接待费",
}  # fmt: skip
_WITHIN_PUBLIC = {"因公出国（境）费", "公务用车.合计", "公务用车.购置费", "公务用车.运行维护费", "公务接待费"}
_FILLER = re.compile(
    r"(?:19|20)\d\d年(?:度)?|年初|年中|年末|年底|全年|本年度?|当年|上年|"
    r"[本我](?:单位|部门|中心|局|委|办|院|校|站|所|馆|厅|处)|部门|单位|整体|总|"
    r"一般公共(?:服务)?预算|公共财政|财政|拨款|预算|资金|安排|批复|下达|调整后?|调增|调减|追加|核减|"
    r"执行|实际|完成|支付|决算|支出|收入|本级|结转|结余|收回|上缴|"
    r"金额|总额|总计|合计|共计|累计|数|情况|为|是|共|达|到|约|的|全部|其中|和|由|^[比较与]|经费$|用于|率"
)
_STAGES = {
    Measure.INITIAL: "年初预算数", Measure.FULL: "全年预算数",
    Measure.ADDED: "年中调整数", Measure.CUT: "年中调整数",
    Measure.CARRIED_IN: "上年结转", Measure.INCOME: "收入",
    Measure.SURPLUS: "年末结转结余", Measure.RETURNED: "收回上缴",
}  # fmt: skip
_ORDER = re.compile(r"^\d{1,2}[.．、]")
_OF_WHOLE = {Measure.CARRIED_IN, Measure.SURPLUS, Measure.RETURNED, Measure.INCOME}
_BUDGETS = {Measure.INITIAL, Measure.BUDGET, Measure.FULL}
_LAST = {"总": "支出合计", "基本": "基本支出", "项目": "项目支出", "三公": "“三公”经费"}


class _Unsure(NamedTuple):
    """An amount that is of the heading's subject or of the whole."""

    subject: str
    measure: Measure | None
    value: Amount
    words: Words


def take_money(reading: Reading, answers: Answers) -> None:
    """Every amount of budget and expenditure that can be placed."""
    taker = _Taker(reading, answers)
    for chapter in reading.chapters:
        title = "".join(chapter.titles)
        fund = next((path for path, pattern in _FUNDS if pattern.search(title)), "")
        if fund:
            _take_fund(fund, chapter, answers)
        elif chapter.titles and _MONEY.search(title) and not _OTHER.search(_SECTION_NAMES.sub("", title)):
            taker.read(chapter)
    taker.settle()
    for prose in reading.proses:
        _take_rates(prose, answers)


_SECTION_NAMES = re.compile(r"绩效中|主要职责职能，组织架构、人员及|预算绩效")


def figure(mention: Mention) -> str:
    """An amount as the report file has it: 万元 go without saying."""
    typed = mention.value.typed.removesuffix("万元").strip()
    return f"{typed}%" if mention.kind is Kind.RATE and not typed.endswith(("%", "％")) else typed


_NOTHING = re.compile(r"^(?:无|没有)[。.]?$|(?:无|没有)[^，。；]{0,12}(?:支出|预算|拨款|资金)|未安排")
_USE = re.compile(r"(?:主要)?(?:用于|为|是用于)(?P<use>[^。]+)")


_WHOLE = re.compile(
    r"(?:总支出|支出(?:合计|总计|总额|总数|共计|共)|本年支出|全年支出|年度支出)(?:数|为|是|达)?$"
)
_LED_BY_YEAR = re.compile(
    r"[^，。\d]{0,4}?(?:(?P<year>(?:19|20)\d\d) ?年|上年|去年|上一年)(?!(?:年初)?结[转余]|末|底)"
)


def _take_fund(path: str, chapter: Chapter, answers: Answers) -> None:
    """政府性基金 and the like: an amount with its use, or 无."""
    for prose in chapter.proses[1:]:
        amounts = [
            m for m in prose.mentions if m.kind is Kind.AMOUNT and m.role is Role.PLAIN and not m.depth
        ]
        spent = [
            m
            for m in amounts
            if m.measure not in {*_BUDGETS, Measure.INCOME, Measure.CARRIED_IN, Measure.SURPLUS}
        ]
        if spent and not answers.begun(path):
            answers.take(f"{path}.支出", figure(spent[0]), prose.words)
            if found := _USE.search(prose.text, spent[0].end):
                answers.take(f"{path}.用途", unended(found["use"]), prose.words)
        elif not amounts and _NOTHING.search(prose.text.replace(" ", "")):
            answers.none(path, prose.words)


_RATES = (
    ("预算.预算执行率", re.compile(r"(?:^|全年|年度|部门|整体|总)?预算执行率")),
    ("预算.完成年初预算", re.compile(r"完成年初预算的?$|预算支出完成率|年初预算完成率")),
)


def _take_rates(prose: Prose, answers: Answers) -> None:
    for mention in prose.mentions:
        if (
            mention.kind is not Kind.RATE
            or mention.role not in {Role.COMPLETION, Role.SHARE, Role.PLAIN}
            or mention.loose
        ):
            continue
        for path, pattern in _RATES:
            if pattern.search(mention.lead) and not _FILLER.sub(
                "", re.sub(r"完成率|的|达到?", "", mention.lead)
            ):
                answers.take(path, figure(mention), prose.words)


class _Taker:
    """Goes through the paragraphs; what an amount is of is kept from one to the next within a paragraph."""

    def __init__(self, reading: Reading, answers: Answers) -> None:
        self.answers, self.breakdown = answers, Breakdown(answers)
        self.unit, self.year = reading.report.unit, reading.report.year
        form = reading.report.form
        asks = {path for section in form.sections for path in section.required} if form else set()
        self.granted = "全年预算数" if "预算.全年预算数" in asks else "年初预算数"
        self.unsure: list[_Unsure] = []

    def read(self, chapter: Chapter) -> None:
        """The paragraphs under a heading."""
        title = chapter.titles[-1]
        heading = next(
            (s for word, s in (("基本支出", "基本"), ("项目", "项目"), ("三公", "三公")) if word in title),
            "总",
        )
        for prose in chapter.proses[1:]:
            if any(path in prose.text[:30] for path, _ in _FUNDS):
                continue
            self._read_prose(prose, heading)
            self._take_scope(prose)

    def _read_prose(self, prose: Prose, heading: str) -> None:
        self.heading, self.subject, self.named, self.stage = heading, heading, False, Measure.ACTUAL
        self.breakdown.begin(prose, heading)
        for at, mention in enumerate(prose.mentions):
            if mention.kind is Kind.RATE:
                self._take_rate(mention, prose)
            elif mention.kind is Kind.COUNT:
                self.breakdown.count(mention, self.subject)
            elif mention.kind is Kind.AMOUNT and not mention.loose and not mention.per:
                self._take_amount(mention, prose, prose.mentions[at + 1 :])
        self.breakdown.end()

    def _take_amount(self, mention: Mention, prose: Prose, after: tuple[Mention, ...]) -> None:
        subject = _SUBJECTS.get(mention.term, "") or ("总" if _WHOLE.search(mention.lead) else "")
        if mention.role in {Role.RISE, Role.FALL}:
            self._take_change(mention, prose)
        elif _is_no_amount(mention):
            return
        elif mention.measure is Measure.LAST:
            self._take_last(mention, prose)
        elif self._of_other_year(mention, prose, subject):
            return
        elif self._is_of_public(mention, subject):
            self._take_public(subject or f"公务用车.{mention.name}", mention, prose)
        elif not mention.depth or self.breakdown.is_detail(mention, prose):
            self._take_named(mention, subject, prose, after)

    def _take_last(self, mention: Mention, prose: Prose) -> None:
        """`与上年的872.40万元相比`: of what the sentence names last, else of the whole."""
        start, _ = prose.sentence_at(mention.start)
        named = terms_in(prose.text[start : mention.start])
        if named and named[-1][0] in {"收入合计", "财政拨款收入"}:
            return
        if self.year and mention.year not in {None, self.year - 1}:
            return
        subject = _SUBJECTS.get(named[-1][0], "") if named else self.subject
        if subject in _LAST and not mention.depth and (named or self.named or self.heading == "总"):
            self.answers.take(f"上年.{_LAST[subject]}", figure(mention), prose.words)

    def _of_other_year(self, mention: Mention, prose: Prose, subject: str) -> bool:
        """Whether the sentence begins with another year, or the amount names one; a project may."""
        if not self.year or "项目" in {subject, self.subject}:
            return False
        start, _ = prose.sentence_at(mention.start)
        led = _LED_BY_YEAR.match(prose.text[start : mention.start])
        if led and (not led["year"] or int(led["year"]) != self.year):
            return True
        return mention.year not in {None, self.year} and self._is_pure(mention)

    def _is_of_public(self, mention: Mention, subject: str) -> bool:
        within = subject in _WITHIN_PUBLIC or mention.name in {"购置费", "运行维护费"}
        return within and self.subject in {"三公", *_WITHIN_PUBLIC}

    def _take_named(self, mention: Mention, subject: str, prose: Prose, after: tuple[Mention, ...]) -> None:
        """Take an amount by its name: one of a list if that holds words of its own."""
        of_entry = not subject and self.breakdown.open and mention.measure in {Measure.ACTUAL, *_BUDGETS}
        if of_entry or not self._is_pure(mention):
            self.breakdown.amount(mention, self.subject, self.stage)
            return
        if not mention.name and self.breakdown.of_kind(mention):
            return
        if subject in {"人员经费", "公用经费"} and self.subject not in {"基本", "人员经费", "公用经费"}:
            return
        if not subject and mention.measure is None and self.subject == "总":
            return
        if subject:
            self.subject, self.named = subject, True
        if subject in {"人员经费", "公用经费"}:
            self.breakdown.aggregate(subject, mention, self.stage)
            return
        stage = mention.measure
        if stage is None and subject in {"基本", "项目"} and _only_stage_follows(after, prose):
            stage = Measure.BUDGET
        self.stage = stage if stage in _BUDGETS and stage is not None else Measure.ACTUAL
        self._place(mention, stage, prose)

    def _place(self, mention: Mention, stage: Measure | None, prose: Prose) -> None:
        value, words = figure(mention), prose.words
        if stage in _OF_WHOLE and self.heading == "总" and self.subject != "三公":
            self._place_whole(mention, stage, words)
            return
        if self.subject in {"基本", "项目"}:
            if not self.named and isinstance(mention.value, Amount):
                self.unsure.append(_Unsure(self.subject, stage, mention.value, words))
            elif stage in _BUDGETS:
                self.answers.take(f"支出.{self.subject}.预算数", value, words)
            elif stage in {None, Measure.ACTUAL}:
                self.answers.take(f"支出.{self.subject}.合计", value, words)
        elif self.subject == "三公":
            column = "预算数" if stage in _BUDGETS else "决算数"
            self.column = column
            self.answers.take(f"三公经费.{column}.合计", value, words)
        elif self.subject == "总":
            self._place_whole(mention, stage, words)

    column = "决算数"

    def _place_whole(self, mention: Mention, stage: Measure | None, words: Words) -> None:
        value = figure(mention)
        if stage in {None, Measure.ACTUAL}:
            self.answers.take("支出.合计", value, words)
            return
        name = _STAGES.get(stage, self.granted)
        if stage is Measure.FULL and re.search(r"年初", mention.lead):
            name = "年初预算数"
        if stage is Measure.BUDGET and re.search(r"调整后|全年", mention.lead):
            name = "全年预算数"
        self.answers.take(f"预算.{name}", f"-{value}" if stage is Measure.CUT else value, words)

    def _take_public(self, name: str, mention: Mention, prose: Prose) -> None:
        self.subject = name
        column = "预算数" if mention.measure in _BUDGETS else self.column
        self.answers.take(f"三公经费.{column}.{name}", figure(mention), prose.words)

    def _take_change(self, mention: Mention, prose: Prose) -> None:
        """超预算131.29万元, 节约12.00万元."""
        if (
            self.subject in {"基本", "项目"}
            and self.named
            and re.search(r"预算|节约|节支|超支", mention.lead)
            and not mention.depth
        ):
            value = figure(mention)
            less = mention.role is Role.FALL or bool(re.search(r"节约|节支|少于|低于", mention.lead))
            if not self.breakdown.open:
                self.answers.take(
                    f"支出.{self.subject}.超预算额", f"-{value}" if less else value, prose.words
                )

    def _take_rate(self, mention: Mention, prose: Prose) -> None:
        if self.subject in {"基本", "项目"} and mention.role in {Role.GROWTH, Role.DROP}:
            path = f"支出.{self.subject}"
            if f"{path}.超预算额" in self.answers.found and re.fullmatch(
                r"(?:增幅|降幅|超预算率|增长率?|增长)(?:为|达)?", mention.lead
            ):
                value = figure(mention)
                self.answers.take(
                    f"{path}.增幅", f"-{value}" if mention.role is Role.DROP else value, prose.words
                )
        elif mention.role is Role.SHARE or mention.lead.startswith("占"):
            self.breakdown.share(mention)
        elif mention.role is Role.COMPLETION:
            self.breakdown.completion(mention)

    def _is_pure(self, mention: Mention) -> bool:
        """Whether the name holds nothing beside its term and words of time and stage."""
        name = re.sub(r"[“”\s]", "", mention.name.replace(self.unit, "") if self.unit else mention.name)
        if mention.term and mention.term not in {"支出合计", "收入合计", "财政拨款收入"}:
            if mention.term not in _SUBJECTS:
                return False
            name = re.sub(_TERM_WORDS, "", name)
        return not _FILLER.sub("", _ORDER.sub("", name))

    def _take_scope(self, prose: Prose) -> None:
        total = re.escape(self.answers.found.get("支出.合计", "")) or "$"
        named = rf"(一般公共预算(?:财政)?拨款|财政拨款|公共财政预算)支出(?:合计|共计|总额|共|为)?{total}"
        if (found := re.search(named, prose.text)) and "支出.口径" not in self.answers.found:
            self.answers.take("支出.口径", found[1], prose.words)

    def settle(self) -> None:
        """Amounts under 基本支出情况 that name nothing: of the subject, or of the whole, by their size."""
        for unsure in self.unsure:
            whole, part = self._known("支出.合计"), self._known(f"支出.{unsure.subject}.合计")
            near_whole = bool(whole) and abs(unsure.value.value - whole) <= whole / 5
            near_part = bool(part) and abs(unsure.value.value - part) <= part / 2
            typed = unsure.value.typed.removesuffix("万元")
            if near_whole and not near_part and unsure.measure in _BUDGETS | {Measure.INCOME}:
                name = _STAGES.get(unsure.measure, self.granted)
                self.answers.take(f"预算.{name}", typed, unsure.words)
            elif near_part and not near_whole and unsure.measure in _BUDGETS:
                self.answers.take(f"支出.{unsure.subject}.预算数", typed, unsure.words)
            elif (
                not near_whole
                and unsure.measure in {None, Measure.ACTUAL}
                and f"支出.{unsure.subject}.合计" not in self.answers.found
            ):
                self.answers.take(f"支出.{unsure.subject}.合计", typed, unsure.words)
            else:
                self.answers.remark(
                    f"“{unsure.value.typed}”（{unsure.words.text[:20]}…）属于哪一项不能确定，没有取"
                )

    def _known(self, path: str) -> Decimal:
        typed = self.answers.found.get(path)
        return Amount(typed).value if typed else Decimal(0)


_TERM_WORDS = (
    r"基本支出|项目总?(?:支出|资金|经费)|专项支出|人员(?:经费|支出|类支出)"
    r"|(?:日常)?公用(?:经费|支出)(?:支出)?|三公经费"
)


def _is_no_amount(mention: Mention) -> bool:
    """Whether it is a target, a share of something, or a change."""
    return mention.role is not Role.PLAIN or mention.lead.startswith("占")


def _only_stage_follows(after: tuple[Mention, ...], prose: Prose) -> bool:
    """Whether the next amount of the sentence is only named 实际支出."""
    following = next((m for m in after if m.kind is Kind.AMOUNT and not m.depth), None)
    return (
        following is not None
        and following.measure is Measure.ACTUAL
        and not following.term
        and "。" not in prose.text[after[0].start : following.start]
        and re.fullmatch(r"实际(?:支付|支出|使用|完成|执行)(?:了|为|数)?", following.lead) is not None
    )
