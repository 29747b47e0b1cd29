"""The conversation: from question to question, to the menu, to the summary, wherever the clerk goes."""

from functools import partial

from authoring.questionnaire.asker import Asker
from authoring.questionnaire.asking import Asking, Go
from authoring.questionnaire.filling import Filling, totals
from authoring.questionnaire.lists import ask
from authoring.questionnaire.questions import Chapter, Question
from authoring.questionnaire.review import Render, Review
from authoring.questionnaire.taking import KEYS


class Walk:
    """One sitting with one report file."""

    def __init__(self, filling: Filling, asker: Asker, render: Render) -> None:
        self.filling = filling
        self.asker = asker
        self.asking = Asking(filling, asker)
        self.render = render
        self._passed: set[str] = set()
        self._ended = True
        self._left: Question | None = None
        """Where the clerk was when the menu was called."""
        self._walked: set[str] = set()
        """Titles of the chapters gone through to their end."""

    def begin(self, chapter: Chapter | None = None) -> None:
        """Ask until the clerk leaves the menu. Raises Left."""
        going_on = self.filling.resume_at() if chapter is None else None
        if chapter is not None:
            self._chapter(chapter, None)
        elif going_on is not None:
            self._chapter(self._chapter_of(going_on), going_on)
        while True:
            choice = self._menu()
            if choice == "q":
                return
            if choice == "s":
                Review(self.asking, self._visit, self.render).run()
            elif choice == "o":
                self._options()
            elif choice == "0" and self._left is not None:
                self._chapter(self._chapter_of(self._left), self._left)
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
        choices = [("0", f"回到“{self._left.label}”")] if self._left else []
        default = "0" if self._left else ""
        for key, chapter in zip(KEYS, filling.chapters, strict=False):
            progress = filling.progress(chapter)
            state = progress.state
            if state == "进行中" or (state == "已完成" and progress.answered < progress.asked):
                state = f"{state} {progress.answered}/{progress.asked}"
            open_still = progress.state in {"未填", "进行中"} and chapter.title not in self._walked
            default = default or (key if open_still else "")
            choices.append((key, f"{chapter.title}　{state}"))
        if filling.form.options:
            choices.append(("o", "表单选项"))
        choices += [("s", "核对结果，成文"), ("q", "离开（答案已保存）")]
        return self.asker.pick("到哪一部分？", choices, default or "s")

    def _title(self) -> str:
        report = self.filling.report
        unit = report.unit.name if report.unit and report.unit.name else "（单位未填）"
        return f"{unit}　{report.year}年度　{self.filling.form.name}"

    def _options(self) -> None:
        chosen = self.filling.report.options or {}
        for option in self.filling.form.options:
            choices = list(zip(KEYS, option.choices, strict=False))
            now = chosen.get(option.name, option.choices[0])
            default = KEYS[option.choices.index(now)] if now in option.choices else KEYS[0]
            taken = option.choices[KEYS.index(self.asker.pick(option.name, choices, default))]
            if taken != now:
                self.asking.saving.done(partial(self.filling.choose, option.name, taken))

    # Going through questions

    def _chapter_of(self, question: Question) -> Chapter:
        return next(c for c, q in self.filling.all_questions() if q.path == question.path)

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
        if self._ended:
            self._walked.add(chapter.title)
            self._left = None

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
            if go.to == "menu" or (isinstance(go.to, Question) and self._visit(go.to) == "menu"):
                self._ended, self._left = False, question
                return None
            if isinstance(go.to, Question):
                self.asker.say(f"回到“{question.label}”。")
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
        while True:
            before = {q.path for _, q in self.filling.all_questions()}
            try:
                ask(self.asking, question, "")
                for _, new in self.filling.all_questions():
                    if new.path not in before and not self.filling.is_answered(new):
                        ask(self.asking, new, "")
            except Go as go:
                if not isinstance(go.to, Question):
                    return go.to
                question = go.to
            else:
                return ""


def _holds(question: Question, path: str) -> bool:
    """Whether a question is the one at a place, or the list it lies in."""
    return question.path == path or (question.is_list and path.startswith(f"{question.path}["))
