"""What becomes of what a clerk types at a question: figure, text, 科目, a column, whole rows."""

from typing import Any

from authoring.basis.subjects import find_subjects, subject_named
from authoring.checks.finding import Outcome, grouped
from authoring.questionnaire.asker import Asker
from authoring.questionnaire.filling import AnswerError, Filling
from authoring.questionnaire.questions import Question
from authoring.questionnaire.saving import Saving
from authoring.questionnaire.typed import is_sum, looks_like_order, looks_like_yuan, only_digits

CLEAR = "!"
KEYS = "123456789abcdefghijklnptuvwxyz"
"""Keys of numbered choices, without the letters that choices of their own have."""
MOST_CHOICES = 12
_MOST_TOLD = 3
_LONG = ("内容", "原因", "概述", "成效", "用途", "情况", "管理", "效果", "目标", "满意度", "说明", "节约")


class Taking:
    """Puts answers as typed into a report, and says what was understood."""

    def __init__(self, filling: Filling, asker: Asker, saving: Saving) -> None:
        self.filling = filling
        self.asker = asker
        self.saving = saving
        self._unit_meant = ""

    def begin(self) -> None:
        """A new line was typed: what was said of an earlier one's unit holds no more."""
        self._unit_meant = ""

    def take(self, question: Question, typed: str) -> bool:
        """Put an answer; whether it was taken."""
        if typed == CLEAR:
            return self.clear(question)
        if question.kind:
            if "\n" in typed or "\t" in typed:
                return self._column(question, typed)
            return self._figure(question, typed)
        if question.subjects:
            return self._subject(question, typed)
        return self._text(question, typed)

    def clear(self, question: Question) -> bool:
        """Take an answer away; whether it was. With a 科目 goes its 编码."""
        if self.filling.value(question.path) is None:
            self.asker.say("这一题没有答案可清除。")
            return True
        gone: dict[str, Any] = {question.path: None}
        if question.subjects:
            gone[_code_beside(question)] = None
        done = self.saving.done(lambda: self.filling.put_all(gone), question.path)
        if done:
            self.asker.say("已清除。")
        return done

    def tell(self, path: str) -> None:
        """What the checks say of a figure just typed, or of a list just finished; never in the way.

        Of a figure in an entry only what concerns that entry: the list is not whole yet.
        """
        told = [f for f in self.filling.told(path) if f.difference is not None]
        if "]" in path:
            told = [f for f in told if f.place.startswith(path.rpartition("].")[0])]
        for finding in told[:_MOST_TOLD]:
            if finding.outcome is Outcome.AGREES:
                self.asker.say(f"相符　{finding.statement}", "好")
            elif not finding.explained:
                tone = "提醒" if finding.outcome is Outcome.ROUNDING else "差错"
                self.asker.say(f"{finding.outcome.value}　{finding.statement}：{finding.message}", tone)

    # Figures

    def _figure(self, question: Question, typed: str) -> bool:
        """A figure, and what was understood where it was not written plainly."""
        meant = self.in_unit_meant(question, typed)
        if not meant or not self.saving.done(lambda: self.filling.answer(question, meant), question.path):
            return False
        kept = str(self.filling.value(question.path))
        if kept != typed.strip() or not kept.isascii():
            assert question.kind is not None
            figure = question.kind(kept)
            self.asker.say(f"＝ {grouped(figure.value, figure.places, figure.unit)}")
        self.tell(question.path)
        return True

    def in_unit_meant(self, question: Question, typed: str) -> str:
        """What was typed, with 元 behind it where that was meant; empty to type it again.

        One answer holds for all that is pasted at once.
        """
        figure = self.filling.understood(question, typed)
        if figure is None or not looks_like_yuan(figure, self.filling.largest_total()):
            return typed
        in_yuan = f"{figure.typed}元"
        if not self._unit_meant:
            small = type(figure)(in_yuan)
            self._unit_meant = self.asker.pick(
                f"“{figure.typed}”没有写单位，数字很大，是多少？",
                [
                    ("y", f"{figure.typed} 元，即 {grouped(small.value, small.places, small.unit)}"),
                    ("n", f"就是 {grouped(figure.value, figure.places, figure.unit)}"),
                    ("0", "重新输入"),
                ],
                "y",
            )
        return {"y": in_yuan, "n": typed}.get(self._unit_meant, "")

    def _column(self, question: Question, typed: str) -> bool:
        """A column copied from Excel: its figures go down the entries of the list."""
        if "\t" in typed.strip("\t"):
            self.asker.say(
                f"粘贴的有好几列，这里只要“{question.place.name}”一列；整行请到清单那一题粘贴。", "差错"
            )
            return False
        figures = [line.strip() for line in typed.rstrip().split("\n")]
        start, _, name = question.path.rpartition("].")
        if not start or "." in name:
            self.asker.say(f"这一题只填一个数，粘贴的有 {len(figures)} 行。", "差错")
            return False
        listing, _, first = start.rpartition("[")
        count = len(self.filling.entries(listing))
        places = range(int(first), min(int(first) + len(figures), count + 1))
        answers: dict[str, Any] = {}
        for position, figure in zip(places, figures, strict=False):
            each = question._replace(path=f"{listing}[{position}].{name}")
            try:
                meant = self.in_unit_meant(each, figure) if figure else ""
                if meant:
                    answers[each.path] = self.filling.kept(each, meant)
            except AnswerError as error:
                self.asker.say(f"第{position}项：{error}，没有填。", "提醒")
        if not self.saving.done(lambda: self.filling.put_all(answers), listing):
            return False
        self.asker.say(f"填了 {len(answers)} 项的“{name}”。", "好")
        if len(figures) > len(places):
            self.asker.say(f"多出的 {len(figures) - len(places)} 个数没有位置，没有填。", "提醒")
        self.tell(question.path)
        return True

    # Texts

    def _text(self, question: Question, typed: str) -> bool:
        """A text: paragraphs where there is room for them, else one line."""
        words = question.place.plain is str
        if words and is_sum(typed):
            self.asker.say("这一题要写文字，算式只用在数字里。", "差错")
            return False
        if words and looks_like_order(typed):
            self.asker.say("这一题不是清单；改、删、移、插在清单那一题里用。", "差错")
            return False
        lines = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
        if len(lines) > 1 and not is_long(question):
            said = f"这一题只写一行，粘贴的有 {len(lines)} 行："
            joined = "".join(lines)
            if self.asker.pick(said, [("0", "重新输入"), ("1", f"连成一行：{joined[:30]}…")], "0") == "0":
                return False
            typed = joined
        if not self.saving.done(lambda: self.filling.answer(question, typed), question.path):
            return False
        if words and only_digits(typed):
            self.asker.say(f"“{question.label}”只写了数字；若写错了题，请写 < 回来改。", "提醒")
        return True

    def _subject(self, question: Question, typed: str) -> bool:
        """A 科目, by code, part of its name or initials of its pinyin."""
        kind = question.subjects
        subject = subject_named(kind, typed)
        found = [subject] if subject else find_subjects(kind, typed)
        if len(found) > 1 or (found and subject is None and not typed.isascii()):
            choices = [(k, f"{s.code} {s.name}") for k, s in zip(KEYS, found[:MOST_CHOICES], strict=False)]
            choices += [("s", f"照写“{typed}”"), ("0", "重新输入")]
            chosen = self.asker.pick("是哪一个？", choices, "1")
            if chosen == "0":
                return False
            found = [] if chosen == "s" else [found[KEYS.index(chosen)]]
        if found:
            self.asker.say(f"{found[0].code} {found[0].name}", "好")
            answers: dict[str, Any] = {question.path: found[0].name, _code_beside(question): found[0].code}
        else:
            if looks_like_order(typed):
                return self._text(question, typed)
            answers = {question.path: typed, _code_beside(question): None}
        return self.saving.done(lambda: self.filling.put_all(answers), question.path)


def _code_beside(question: Question) -> str:
    return f"{question.path.rpartition('.')[0]}.编码"


def is_long(question: Question) -> bool:
    """Whether a text has room for paragraphs."""
    return question.kind is None and question.place.plain is str and question.place.name.endswith(_LONG)
