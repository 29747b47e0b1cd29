"""Lists of amounts within 基本支出 and 项目支出: by 经济分类, by 功能分类, by project and kind of project."""

import re
from dataclasses import dataclass, field

from authoring.basis.subjects import FUNCTIONAL, subject_named
from authoring.figures.lexing import Prose
from authoring.figures.mention import Kind, Measure, Mention
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import COUNT, clauses, count_of, listed, unended, unnumbered

_BUDGETS = {Measure.INITIAL, Measure.BUDGET, Measure.FULL}
_NO_ENTRY = {
    Measure.LAST,
    Measure.CARRIED_IN,
    Measure.SURPLUS,
    Measure.INCOME,
    Measure.ADDED,
    Measure.CUT,
    Measure.RETURNED,
}
_ECONOMIC = re.compile(r"(?:支出|费|补助|缴费|年金|经费|补贴|工资|奖金|费用|公积金|购置|采购)$")
_LEAD = re.compile(
    r"^(?:其中|主要有|主要是|主要包括|主要明细有|包括|分别是|分别为|即|为|有|具体为|具体有|按[^，：、]{0,6}分类|按项目|按明细|各项目|主要项目|其他项目|[：:，,、；;。])+"
)
_BUDGET_AFTER = re.compile(r"(?:年初)?(?:预算|资金)(?:数|为)?$")
_KIND = re.compile(r"(?:专项|项目)$")
_NO_KIND = re.compile(
    r"(?:没有|无)([^，。；、\d]{2,8}(?:专项|项目)(?:、[^，。；、\d]{2,8}(?:专项|项目))*)(?=[，。；])"
)
_PURPOSES = re.compile(r"主要(?:用于|为|是)(?P<uses>[^。；\d]+?)(?P<etc>等)?(?:项目)?(?:支出)?[。；]?$")
_TOTAL_COUNT = re.compile(
    rf"(?:共有?|合计)项目(?:共)?({COUNT})个|项目(?:支出)?共({COUNT})个|共({COUNT})个项目"
)
_USE = re.compile(r"[，,]?主要用于(?P<use>.+)")
_ELSEWHERE = re.compile(r"(?:由|经)?财政直接支付(\d[\d,]*(?:\.\d+)?)万元")
_DIFFERENCE = re.compile(r"(?:主要)?原因(?:是|为)(?P<reason>[^；。]+)")


@dataclass
class _Entry:
    """An entry of a list: its fields, and where in the text it ends."""

    fields: dict[str, str]
    end: int
    kind: str = ""
    term: bool = False
    words: Words | None = None
    notes: dict[str, str] = field(default_factory=dict)


class Breakdown:
    """Collects the entries of a paragraph and takes them when it ends."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.open = False
        self._projects: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._kind = ""

    def begin(self, prose: Prose, heading: str) -> None:
        """A paragraph under a heading about 总, 基本, 项目 or 三公."""
        self.prose, self.heading = prose, heading
        self.items: list[_Entry] = []
        self.projects: list[_Entry] = []
        self.open, self._kind, self._counted = False, "", ""
        if "项目" in heading + prose.text:
            self._take_words()

    def _take_words(self) -> None:
        """Counts, purposes and kinds without any project."""
        text, words = unnumbered(self.prose.text), self.prose.words
        for sentence in clauses(text, "。"):
            of_projects = self.heading == "项目" or "项目" in sentence
            if (
                of_projects
                and (found := _PURPOSES.search(sentence))
                and not self.answers.begun("支出.项目.主要用途")
            ):
                uses = [use for use in listed(unended(found["uses"])) if use != "等"]
                if len(uses) > 1:
                    self.answers.list_texts("支出.项目.主要用途", [(use, words) for use in uses])
                    if found["etc"]:
                        self.answers.take("支出.项目.仅列主要项目", "是", words)
        if found := _NO_KIND.search(text):
            for name in listed(found[1]):
                self.answers.add("支出.项目.分类", {"类别": name, "个数": "0"}, words)
        if found := _TOTAL_COUNT.search(text):
            self.answers.take("支出.项目.个数", count_of(next(filter(None, found.groups()))), words)
            if year := re.match(r"((?:19|20)\d\d)年", text):
                self.answers.take("支出.项目.年度", year[1], words)

    def is_detail(self, mention: Mention, prose: Prose) -> bool:
        """Whether an amount in brackets is 人员经费 or 公用经费 of the 基本支出 before the bracket."""
        return (
            mention.term in {"人员经费", "公用经费"}
            and mention.depth == 1
            and "基本支出" in prose.text[: mention.start]
        )

    def count(self, mention: Mention, subject: str) -> None:
        """`一般专项3个`: a kind of project begins."""
        name = re.sub(r"^另(?:外)?(?:有|增加)?|(?:共计|合计|总计|共)$", "", self._name(mention))
        if (
            self.heading != "项目"
            or mention.unit != "个"
            or mention.depth
            or _TOTAL_COUNT.search(f"{name}{mention.value.typed}个")
        ):
            return
        if _KIND.search(name) and 2 < len(name) <= 14 and "共" not in name and subject == "项目":
            self._kind, self._counted = name, name
            self.open = True
            if name not in self._kinds:
                self._kinds[name] = self.answers.add(
                    "支出.项目.分类", {"类别": name, "个数": f"{mention.value.value:f}"}, self.prose.words
                )

    def of_kind(self, mention: Mention) -> bool:
        """Whether a nameless amount stands right behind the count of a kind: `一般专项10个579.15万元`."""
        if not self._counted or not re.search(r"个[，,]?$", self.prose.text[: mention.start]):
            return False
        self.answers.take(f"{self._kinds[self._counted]}.金额", _typed(mention), self.prose.words)
        return True

    def _name(self, mention: Mention) -> str:
        """The words that name an amount, brackets kept."""
        before = [m.end for m in self.prose.mentions if m.end <= mention.start and not m.depth]
        text = self.prose.text[max(before, default=0) : mention.start]
        name = (clauses(text, "，,；;。：:、") or [""])[-1] if not _inner_stop(text) else text
        name = re.sub(r"^[）)\s]*(?:万元|元|个)?|^\d{1,2}[.．、](?=\D)", "", name)
        return re.sub(r"(?:共计|合计|为|是|达)$", "", unended(_LEAD.sub("", name))).strip()

    def aggregate(self, subject: str, mention: Mention, stage: Measure) -> None:
        """人员经费 or 公用经费: a total of its own, or, among 明细 without the other, one of them."""
        if not self._is_of_aggregate():
            self._add_item(subject, mention, stage)
            self.items[-1].term = True

    def amount(self, mention: Mention, subject: str, stage: Measure) -> None:
        """An amount with a name of its own, or 预算, 实际支出 of the entry before."""
        bare = re.fullmatch(
            r"(?:年初)?(?:预算|资金)(?:数|为)?|(?:实际|决算)(?:支出|支付|完成|使用)?(?:了|为|数)?",
            mention.lead,
        )
        if bare:
            self._add_to_last(mention)
            return
        name = self._name(mention)
        if not name or len(name) > 60 or mention.measure in _NO_ENTRY:
            return
        if self.heading == "项目" or subject == "项目":
            self._add_project(name, mention, stage)
        elif self._is_of_aggregate():
            return
        elif (self.heading == "基本" or subject in {"基本", "人员经费", "公用经费"}) and _ECONOMIC.search(
            _BUDGET_AFTER.sub("", name).split("（")[0]
        ):
            self._add_item(name, mention, stage)

    def _is_of_aggregate(self) -> bool:
        """Whether the paragraph breaks 公用经费 or 人员经费 down, which the report file does not hold."""
        return re.match(r"[^，。]{0,8}(?:公用经费|人员经费)中[，,]?", self.prose.text) is not None

    def _add_item(self, name: str, mention: Mention, stage: Measure) -> None:
        plain = _BUDGET_AFTER.sub("", name) if name.endswith(("预算", "预算数")) else name
        budget = plain != name or stage in _BUDGETS
        self.items.append(
            _Entry({"科目": plain, "预算数" if budget else "金额": _typed(mention)}, mention.end)
        )
        self.open = True

    def _add_project(self, name: str, mention: Mention, stage: Measure) -> None:
        plain = (
            _BUDGET_AFTER.sub("", name)
            if name.endswith(("预算", "预算数", "资金")) and mention.measure in _BUDGETS | {None}
            else name
        )
        if name.endswith("资金") and not self._next_is_actual(mention):
            plain = name
        budget = plain != name or stage in _BUDGETS
        self.projects.append(
            _Entry({"名称": plain, "预算数" if budget else "金额": _typed(mention)}, mention.end, self._kind)
        )
        self.open = True
        self._counted = ""

    def _next_is_actual(self, mention: Mention) -> bool:
        return self.prose.text[mention.end :].startswith(("、实际", "，实际"))

    def _add_to_last(self, mention: Mention) -> None:
        budget = mention.measure in _BUDGETS or mention.lead.startswith("资金")
        name, value = "预算数" if budget else "金额", _typed(mention)
        if self._counted:
            self.answers.take(f"{self._kinds[self._counted]}.{name}", value, self.prose.words)
            return
        entries = self.projects if self.heading == "项目" else self.items
        if entries and "。" not in self.prose.text[entries[-1].end : mention.start]:
            entries[-1].fields.setdefault(name, value)
            entries[-1].end = mention.end

    def share(self, mention: Mention) -> None:
        """占比 of the entry before."""
        if self.projects and "。" not in self.prose.text[self.projects[-1].end : mention.start]:
            self.projects[-1].notes.setdefault("占比", _typed(mention))

    def completion(self, mention: Mention) -> None:
        """完成率 of the project before."""
        if (
            self.projects
            and re.match(r"完成率", mention.lead)
            and "。" not in self.prose.text[self.projects[-1].end : mention.start]
        ):
            self.projects[-1].notes.setdefault("完成率", _typed(mention))

    def end(self) -> None:
        """Take what the paragraph lists."""
        self._take_items()
        self._take_projects()
        self.open = False

    def _behind(self, entry: _Entry) -> str:
        """What is said behind the figures of an entry, up to the next."""
        rest = self.prose.text[entry.end :]
        return (clauses(rest, "；;。、") or [""])[0] if rest and rest[0] not in "；;。、" else ""

    def _take_items(self) -> None:
        words = self.prose.words
        together = {entry.fields["科目"] for entry in self.items if entry.term}
        apart = len(together) == 2 or all(entry.term for entry in self.items)
        for entry in self.items:
            if entry.term and apart and "金额" in entry.fields:
                self.answers.take(f"支出.基本.{entry.fields['科目']}", entry.fields["金额"], words)
        rest = [entry for entry in self.items if not (entry.term and apart)]
        if not rest or self.answers.begun("支出.基本.明细"):
            return
        for entry in rest:
            behind = _rest_of(self.prose.text, entry.end)
            if found := _USE.match(behind):
                entry.fields["用途"] = unended(found["use"])
            self.answers.add("支出.基本.明细", entry.fields, words)
        if self.prose.text[rest[-1].end :].startswith("等") or "主要有" in self.prose.text:
            self.answers.take("支出.基本.仅列主要明细", "是", words)

    def _take_projects(self) -> None:
        functional = [entry for entry in self.projects if subject_named(FUNCTIONAL, entry.fields["名称"])]
        if functional and len(functional) == len(self.projects):
            for entry in self.projects:
                fields = {"科目": entry.fields["名称"], "金额": entry.fields.get("金额", "")}
                self.answers.add("支出.项目.按功能分类", fields | entry.notes, self.prose.words)
            return
        for entry in self.projects:
            self._take_project(entry)
        if self.projects and self.prose.text[self.projects[-1].end :].startswith("等"):
            self.answers.take("支出.项目.仅列主要项目", "是", self.prose.words)

    def _take_project(self, entry: _Entry) -> None:
        name, words = entry.fields["名称"], self.prose.words
        if entry.kind:
            entry.fields["类别"] = entry.kind
        behind = self.prose.text[entry.end : entry.end + 200]
        if behind.startswith(("（", "(")):
            inner = behind[1 : _closing(behind)]
            if found := _ELSEWHERE.search(inner):
                entry.fields["另行支付"] = found[1]
            elif "预算数" in entry.fields and "金额" in entry.fields:
                entry.fields["差异原因"] = unended(inner)
        elif (found := _DIFFERENCE.search(self._behind(entry))) and "预算数" in entry.fields:
            entry.fields["差异原因"] = found["reason"]
        if known := self._projects.get(name):
            for key, value in (entry.fields | entry.notes).items():
                if key not in {"名称", "类别"}:
                    self.answers.take(f"{known}.{key}", value, words)
        else:
            self._projects[name] = self.answers.add("支出.项目.按项目", entry.fields | entry.notes, words)


def _typed(mention: Mention) -> str:
    typed = mention.value.typed.removesuffix("万元").strip()
    return f"{typed}%" if mention.kind is Kind.RATE and not typed.endswith(("%", "％")) else typed


def _inner_stop(text: str) -> bool:
    return not re.search(r"[，,；;。：:、]", text)


def _rest_of(text: str, start: int) -> str:
    """The text from a place to the next semicolon or full stop."""
    return re.split(r"[；;。]", text[start:], maxsplit=1)[0]


def _closing(text: str) -> int:
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "（(") - (char in "）)")
        if not depth:
            return at
    return len(text)
