"""The conversation: from question to question, to the menu, to the summary, wherever the clerk goes."""

from collections.abc import Callable, Sequence
from functools import partial

from authoring.checks.finding import Finding, Outcome
from authoring.checks.rules import rules_by_id
from authoring.questionnaire.asker import Ask, Asker
from authoring.questionnaire.asking import KEYS, Asking, Go
from authoring.questionnaire.filling import Filling, totals
from authoring.questionnaire.lists import ask
from authoring.questionnaire.questions import Chapter, Question

Render = Callable[[], Sequence[str]]
"""Writes the report and returns the paths written. Raises GoujiError, whose words are told."""


class Walk:
    """One sitting with one report file."""

    def __init__(self, filling: Filling, asker: Asker, render: Render) -> None:
        self.filling = filling
        self.asker = asker
        self.asking = Asking(filling, asker)
        self.render = render
        self._passed: set[str] = set()
        self._ended = True

    def begin(self, chapter: Chapter | None = None) -> None:
        """Ask until the clerk leaves the menu. Raises Left."""
        going_on: Question | None = None
        if chapter is None and self.filling.resume_at() is not None:
            going_on = self.filling.resume_at()
        if chapter is not None:
            self._chapter(chapter, None)
        elif going_on is not None:
            self._chapter(self._chapter_of(going_on), going_on)
        while True:
            choice = self._menu()
            if choice == "q":
                return
            if choice == "s":
                self._summary()
            elif choice == "o":
                self._options()
            else:
                self._chapter(self.filling.chapters[KEYS.index(choice)], None)

    # Menu and summary

    def _menu(self) -> str:
        filling = self.filling
        self.asker.say("")
        self.asker.say(self._title(), "标题")
        shown = "　".join(f"{name} {figure}" for name, figure in totals(filling.filled))
        if shown:
            self.asker.say(f"合计数：{shown}")
        choices = []
        default = "s"
        for key, chapter in zip(KEYS, filling.chapters, strict=False):
            progress = filling.progress(chapter)
            state = progress.state
            if state == "进行中" or (state == "已完成" and progress.answered < progress.asked):
                state = f"{state} {progress.answered}/{progress.asked}"
            if default == "s" and progress.state in {"未填", "进行中"}:
                default = key
            choices.append((key, f"{chapter.title}　{state}"))
        if filling.form.options:
            choices.append(("o", "表单选项"))
        choices += [("s", "核对结果，成文"), ("q", "离开（答案已保存）")]
        return self.asker.pick("到哪一部分？", choices, default)

    def _title(self) -> str:
        report = self.filling.report
        unit = report.unit.name if report.unit and report.unit.name else "（单位未填）"
        return f"{unit}　{report.year}年度　{self.filling.form.name}"

    def _summary(self) -> None:
        """The findings in the clerk's words, each leading to its question; then the report."""
        while True:
            checked = self.filling.checked
            open_points = [f for f in checked.findings if f.outcome is Outcome.DIFFERS and not f.explained]
            counts = checked.counts()
            self.asker.say("")
            told = "、".join(f"{kind} {count}" for kind, count in counts.items() if count)
            self.asker.say(f"核对结果：{told}", "标题")
            choices = [(key, _worded(f)) for key, f in zip(KEYS, open_points, strict=False)]
            if len(open_points) > len(choices):
                self.asker.say(f"先列前 {len(choices)} 条，改好后再列其余。", "提醒")
            choices += [("r", "成文" if not checked.stopping else "先出草稿"), ("m", "回目录")]
            choice = self.asker.pick("选一条去改，或者：", choices, "r" if not open_points else "m")
            if choice == "m":
                return
            if choice == "r":
                for path in self.render():
                    self.asker.say(path, "好")
                return
            self._finding(open_points[KEYS.index(choice)])

    def _finding(self, finding: Finding) -> None:
        self.asker.say(f"{finding.rule}　{finding.statement}", "标题")
        self.asker.say(finding.message, "差错")
        if finding.suspect:
            suspect = finding.suspect
            self.asker.say(
                f"疑为：{suspect.label} {suspect.value} 应为 {suspect.likely}；{suspect.why}", "提醒"
            )
        if finding.hint:
            self.asker.say(finding.hint)
        choices = [("g", "去改")]
        if _may_be_explained(finding):
            choices.append(("x", "写明原因（出错说明）"))
        choice = self.asker.pick("怎么办？", [*choices, ("m", "回核对结果")], "g")
        if choice == "x":
            reason = self.asker.line(Ask((), "原因", long=True)).strip()
            if reason:
                self.asking.saving(lambda: self.filling.explain(finding, reason))
        elif choice == "g":
            place = finding.suspect.path if finding.suspect else finding.place
            question = self._question_at(place)
            if question is None:
                self.asker.say("这一处不在问题里，请在目录中找相应的部分。", "提醒")
            else:
                self._visit(question)

    def _options(self) -> None:
        chosen = self.filling.report.options or {}
        for option in self.filling.form.options:
            choices = list(zip(KEYS, option.choices, strict=False))
            now = chosen.get(option.name, option.choices[0])
            default = KEYS[option.choices.index(now)] if now in option.choices else KEYS[0]
            taken = option.choices[KEYS.index(self.asker.pick(option.name, choices, default))]
            if taken != now:
                self.asking.saving(partial(self.filling.choose, option.name, taken))

    # Going through questions

    def _chapter_of(self, question: Question) -> Chapter:
        return next(c for c, q in self.filling.all_questions() if q.path == question.path)

    def _question_at(self, path: str) -> Question | None:
        questions = [q for _, q in self.filling.all_questions()]
        exact = next((q for q in questions if q.path == path), None)
        return exact or next((q for q in questions if path.startswith((f"{q.path}.", f"{q.path}["))), None)

    def _chapter(self, chapter: Chapter, start: Question | None) -> None:
        questions = self._outline(chapter)
        if not questions:
            return
        self.asker.say("")
        self.asker.say(chapter.title, "标题")
        begun = any(self.filling.is_done(q) for q in questions)
        fresh = next((q for q in questions if not self.filling.is_done(q)), questions[0])
        question: Question | None = fresh if begun else questions[0]
        if start is not None:
            question = next((q for q in questions if _holds(q, start.path)), question)
        while question is not None:
            question = self._step(chapter, question)
            if question is None and self._ended:
                question = self._called_for(chapter)

    def _step(self, chapter: Chapter, question: Question) -> Question | None:
        """Ask one question; the one to ask next, `None` at the end of the chapter or for the menu."""
        questions = self._outline(chapter)
        number = next((n for n, q in enumerate(questions) if q.path == question.path), 0)
        skipped = False
        self._passed.add(question.path)
        self._ended = True
        try:
            ask(self.asking, question, f"{number + 1}/{len(questions)}")
        except Go as go:
            if go.to == "menu":
                self._ended = False
                return None
            if isinstance(go.to, Question):
                if self._visit(go.to) == "menu":
                    self._ended = False
                    return None
                return question
            if go.to == "back":
                return questions[max(number - 1, 0)]
            skipped = True
        after = self._outline(chapter)
        at = next((n for n, q in enumerate(after) if q.path == question.path), number)
        behind = after[at + 1 :]
        if question.is_gate and skipped:
            behind = [q for q in behind if not q.path.startswith(f"{question.path}.")]
        return behind[0] if behind else None

    def _called_for(self, chapter: Chapter) -> Question | None:
        """A reason that answers further on have called for, behind which the walk had passed."""
        open_reasons = (
            q
            for q in self._outline(chapter)
            if q.place.when and not self.filling.is_answered(q) and q.path not in self._passed
        )
        return next(open_reasons, None)

    def _outline(self, chapter: Chapter) -> list[Question]:
        """The questions of a chapter without those inside a list, which are asked with their entry."""
        return [q for q in self.filling.questions(chapter) if "]" not in q.path]

    def _visit(self, question: Question) -> str:
        """Ask one question out of turn, and what its answer newly calls for; then go on where one was.

        Returns `menu` if the clerk asked for that meanwhile.
        """
        before = {q.path for _, q in self.filling.all_questions()}
        try:
            ask(self.asking, question, "")
            for _, new in self.filling.all_questions():
                if new.path not in before and not self.filling.is_answered(new):
                    ask(self.asking, new, "")
        except Go as go:
            return self._visit(go.to) if isinstance(go.to, Question) else go.to
        return ""


def _worded(finding: Finding) -> str:
    severity = finding.severity.value
    return f"{severity}　{finding.message}"


def _may_be_explained(finding: Finding) -> bool:
    return rules_by_id()[finding.rule].explainable


def _holds(question: Question, path: str) -> bool:
    """Whether a question is the one at a place, or the list it lies in."""
    return question.path == path or (question.is_list and path.startswith(f"{question.path}["))
