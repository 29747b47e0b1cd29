"""The end: what the checks found, each leading to its question or to a reason; then the report."""

import re
from collections.abc import Callable, Sequence

from authoring.checks.finding import Finding, Outcome
from authoring.checks.rules import rules_by_id
from authoring.questionnaire.asker import Ask
from authoring.questionnaire.asking import Asking, Go
from authoring.questionnaire.questions import Question
from authoring.questionnaire.taking import CLEAR, KEYS
from authoring.questionnaire.words import entry_words

Render = Callable[[], Sequence[str]]
"""Writes the report and returns the paths written. Raises GoujiError, whose words are told."""
Visit = Callable[[Question], str]
"""Asks one question out of turn; returns `menu` if the clerk wants to be there."""
_REASONS = "出错说明"
_NAMED = re.compile("“([^”]+)”")


class Review:
    """The findings on a report, gone through with the clerk."""

    def __init__(self, asking: Asking, visit: Visit, render: Render) -> None:
        self.asking = asking
        self.filling = asking.filling
        self.asker = asking.asker
        self.visit = visit
        self.render = render

    def run(self) -> None:
        """Until the report is made or the clerk goes back to the menu. Raises Left."""
        while True:
            points = [f for f in self.filling.checked.findings if _is_open(f)]
            choice = self._choice(points)
            if choice == "r":
                for path in self.render():
                    self.asker.say(path, "好")
                return
            if choice == "o":
                for finding in self._quiet():
                    self.asker.say(f"{finding.outcome.value}　{finding.statement}：{finding.message}")
            elif choice == "x":
                self._reasons()
            elif choice == "m" or self._finding(points[KEYS.index(choice)]) == "menu":
                return

    def _choice(self, points: Sequence[Finding]) -> str:
        checked = self.filling.checked
        told = "、".join(f"{kind} {count}" for kind, count in checked.counts().items() if count)
        self.asker.say("")
        self.asker.say(f"核对结果：{told}", "标题")
        choices = [(k, f"{f.severity.value}　{f.message}") for k, f in zip(KEYS, points, strict=False)]
        if len(points) > len(choices):
            self.asker.say(f"先列前 {len(choices)} 条，改好后再列其余。", "提醒")
        if reasons := self.filling.reasons():
            choices.append(("x", f"看写过的出错说明（{len(reasons)} 条）"))
        if quiet := self._quiet():
            choices.append(("o", f"看未核和尾差的（{len(quiet)} 条）"))
        choices += [("r", "成文" if not checked.stopping else "先出草稿"), ("m", "回目录")]
        return self.asker.pick("选一条去改，或者：", choices, "r" if not points else "m")

    def _quiet(self) -> list[Finding]:
        passed = {Outcome.UNCHECKED, Outcome.ROUNDING}
        return [f for f in self.filling.checked.findings if f.outcome in passed]

    def _reasons(self) -> None:
        """The reasons written, one of which may be taken back."""
        shown = list(zip(KEYS, map(entry_words, self.filling.reasons()), strict=False))
        choice = self.asker.pick("撤回哪一条？", [*shown, ("0", "都留着")], "0")
        if choice != "0":
            self.asking.saving.done(lambda: self.filling.withdraw(KEYS.index(choice)), _REASONS)

    def _finding(self, finding: Finding) -> str:
        """One finding, and what to do about it; `menu` if the clerk wants to be there."""
        self.asker.say(f"{finding.rule}　{finding.statement}", "标题")
        self.asker.say(finding.message, "差错")
        if (suspect := finding.suspect) is not None:
            doubt = f"疑为：{suspect.label} {suspect.value} 应为 {suspect.likely}；{suspect.why}"
            self.asker.say(doubt, "提醒")
        if finding.hint:
            self.asker.say(finding.hint)
        choices = [("g", "去改")]
        if rules_by_id()[finding.rule].explainable:
            choices.append(("x", "写明原因（出错说明）"))
        else:
            self.asker.say("这一条要改正，不能用出错说明代替。")
        choice = self.asker.pick("怎么办？", [*choices, ("m", "回核对结果")], "g")
        if choice == "x":
            return self._explain(finding)
        if choice == "m":
            return ""
        question = self._question_to_mend(finding)
        if question is None:
            self.asker.say("这一处不在问题里，请在目录中找相应的部分。", "提醒")
            return ""
        return self.visit(question)

    def _explain(self, finding: Finding) -> str:
        try:
            reason = self.asking.line(Ask((), "原因", long=True)).strip()
        except Go as go:
            return self.visit(go.to) if isinstance(go.to, Question) else go.to
        if reason and reason != CLEAR:
            self.asking.saving.done(lambda: self.filling.explain(finding, reason), _REASONS)
        return ""

    def _question_to_mend(self, finding: Finding) -> Question | None:
        """The likely culprit; or the reason a hint asks for by name; or where the finding is."""
        if finding.suspect:
            return self._question_at(finding.suspect.path)
        holder, asked_for = finding.place.rpartition(".")[0], _NAMED.search(finding.hint)
        beside = f"{holder}.{asked_for[1]}" if holder and asked_for else finding.place
        return self._question_at(beside, exactly=True) or self._question_at(finding.place)

    def _question_at(self, path: str, *, exactly: bool = False) -> Question | None:
        questions = [q for _, q in self.filling.all_questions()]
        exact = next((q for q in questions if q.path == path), None)
        if exact or exactly:
            return exact
        return next((q for q in questions if path.startswith((f"{q.path}.", f"{q.path}["))), None)


def _is_open(finding: Finding) -> bool:
    return finding.outcome is Outcome.DIFFERS and not finding.explained
