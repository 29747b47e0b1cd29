"""Asking one question: what stands above it, what may be typed, what becomes of the answer.

Nothing here knows what kind of terminal there is; an `Asker` does.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from authoring.basis.subjects import find_subjects, subject_named
from authoring.checks.finding import Outcome
from authoring.draft.keeper import FileChanged
from authoring.errors import InputError, OutputError
from authoring.model.term import NONE_STATED
from authoring.questionnaire.asker import Ask, Asker
from authoring.questionnaire.filling import AnswerError, Filling
from authoring.questionnaire.questions import Question
from authoring.questionnaire.typed import clean_text, plain

BACK, SKIP, MENU, HELP, CLEAR, EDIT, NONE_KEY = "<", ">", "/", "?", "!", "@", "w"
_COMMANDS = str.maketrans({"《": "<", "》": ">", "、": "/", "〈": "<", "〉": ">"})
_HELP = (
    "回车　不变，或采用给出的数　　　　< 　上一题",
    "> 　跳过这一题　　　　　　　　　　/ 　目录　　/词　查找",
    "! 　清除这一题的答案　　　　　　　w 　无（没有的项）",
    "@ 　打开编辑器写长文字　　　　　　? 　这份说明",
    "金额可写算式 =189.26+0.63，可带“元”“万元”。Ctrl-C 随时离开，答过的都已保存。",
)
KEYS = "123456789acdefghijklntuvxyz"
"""Keys of numbered choices, without the letters that choices of their own have."""
MOST_CHOICES = 12
_MOST_TOLD = 3
_PLACES = {BACK: "back", MENU: "menu", SKIP: "skip"}
_LONGEST_SEARCH = 20
_LONG = ("内容", "原因", "概述", "成效", "用途", "情况", "管理", "效果", "目标", "满意度", "说明")


class Go(Exception):  # noqa: N818  a change of place, no error
    """Somewhere else: `menu`, `back`, `skip`, or a question."""

    def __init__(self, to: str | Question) -> None:
        self.to = to


class Asking:
    """Questions put to one clerk, answers put into one report."""

    def __init__(self, filling: Filling, asker: Asker) -> None:
        self.filling = filling
        self.asker = asker

    def head(self, question: Question, count: str) -> list[str]:
        """What stands above a question: where it is, what it means, what there is."""
        where = f"{count}　{question.path}" if count else question.path
        lines = [where + ("　（必填）" if question.required else "")]
        if question.place.definition:
            lines.append(question.place.definition)
        if self.filling.is_unconfirmed(question.path):
            lines.append("沿用上年，回车确认")
            if f"{self.filling.report.year - 1}年" in flat(self.filling.value(question.path)):
                lines.append(f"文中还有“{self.filling.report.year - 1}年”，请核对")
        return lines

    def gate(self, question: Question, count: str) -> None:
        """有 or 无, before what is in a part."""
        now = self.filling.value(question.path)
        head = self.head(question, count)
        if now == NONE_STATED:
            head.append("现填：无（回车不变；有的写 y）")
        prompt = f"有没有{question.label}？（y 有，w 无，> 以后再填）"
        while True:
            typed = self.line(Ask(tuple(head), prompt, ((NONE_KEY, NONE_STATED),)))
            if typed == NONE_STATED:
                if now is None or now == NONE_STATED or self.sure(question):
                    self.saving(lambda: self.filling.put(question.path, NONE_STATED))
                return
            if typed == "" and now == NONE_STATED:
                self.saving(lambda: self.filling.confirm(question.path))
                return
            if typed == CLEAR:
                self.saving(lambda: self.filling.put(question.path, None))
                return
            if typed.lower() in {"y", "有", ""}:
                if now == NONE_STATED:
                    self.saving(lambda: self.filling.put(question.path, None))
                return
            self.asker.say("请写 y 或 w。", "提醒")

    def sure(self, question: Question) -> bool:
        """Whether what was filled in may go."""
        said = f"“{question.label}”下面已填的会清除，确定吗？"
        return self.asker.pick(said, [("n", "不，保留"), ("y", "清除，填“无”")], "n") == "y"

    def single(self, question: Question, count: str) -> None:
        """A figure, a text, a day, 是 or 否."""
        filling = self.filling
        now = filling.value(question.path)
        offered = filling.offered(question) if now is None else ""
        head = self.head(question, count)
        if now is not None:
            head.append(f"现填：{flat(now)}（回车不变）")
        elif offered:
            head.append(f"算得 {offered}，回车采用；有关的数变了，它跟着变")
        unit = f"（{question.unit}）" if question.unit else _expected(question)
        keys = ((NONE_KEY, NONE_STATED),) if question.path == "其他说明" else ()
        ask = Ask(tuple(head), f"{question.label}{unit}", keys, _is_long(question), flat(now or ""))
        while True:
            typed = self.line(ask)
            if typed == "":
                if filling.is_unconfirmed(question.path):
                    self.saving(lambda: filling.confirm(question.path))
                elif question.required and not filling.is_answered(question):
                    self.asker.say("这一题必填，先跳过。", "提醒")
                return
            if typed.lower() == NONE_KEY:
                self.asker.say("这一题不填“无”；没有内容请写 > 跳过。", "提醒")
                continue
            if self.take(question, typed):
                return

    def take(self, question: Question, typed: str) -> bool:
        """Put an answer; whether it was taken."""
        if typed == CLEAR:
            return self.saving(lambda: self.filling.put(question.path, None))
        if question.kind and "\n" in typed.strip() and question.path.rpartition(".")[0].endswith("]"):
            return self._column(question, typed)
        if question.subjects:
            return self._subject(question, typed)
        if not self.saving(lambda: self.filling.answer(question, typed)):
            return False
        if question.kind:
            kept = self.filling.value(question.path)
            if plain(typed).strip().startswith("="):
                self.asker.say(f"＝ {kept}")
            self.tell(question.path)
        return True

    def _column(self, question: Question, typed: str) -> bool:
        """A column copied from Excel: its figures go down the entries of the list."""
        start, _, name = question.path.rpartition("].")
        listing, _, first = start.rpartition("[")
        figures = [line.split("\t")[0].strip() for line in typed.strip().splitlines()]
        entries = self.filling.value(listing) or []
        places = range(int(first), min(int(first) + len(figures), len(entries) + 1))
        for position, figure in zip(places, figures, strict=False):
            path = f"{listing}[{position}].{name}"
            if figure and not self.saving(partial(self.filling.put, path, clean_text(figure))):
                return False
        self.asker.say(f"填了 {len(places)} 项的“{name}”。", "好")
        if len(figures) > len(places):
            self.asker.say(f"多出的 {len(figures) - len(places)} 个数没有位置，没有填。", "提醒")
        self.tell(question.path)
        return True

    def _subject(self, question: Question, typed: str) -> bool:
        """A 科目, by code, name or initials of its pinyin."""
        kind = question.subjects
        subject = subject_named(kind, typed)
        found = [subject] if subject else find_subjects(kind, typed)
        if not found or (len(found) == 1 and subject is None and not typed.isascii()):
            return self.saving(lambda: self.filling.answer(question, typed))
        if len(found) > 1:
            choices = [(k, f"{s.code} {s.name}") for k, s in zip(KEYS, found[:MOST_CHOICES], strict=False)]
            chosen = self.asker.pick(
                "是哪一个？", [*choices, ("s", f"照写“{typed}”"), ("b", "重新输入")], "1"
            )
            if chosen == "b":
                return False
            if chosen == "s":
                return self.saving(lambda: self.filling.answer(question, typed))
            found = [found[KEYS.index(chosen)]]
        taken = found[0]
        self.asker.say(f"{taken.code} {taken.name}", "好")
        beside = f"{question.path.rpartition('.')[0]}.编码"
        return self.saving(lambda: self.filling.answer(question, taken.name)) and self.saving(
            lambda: self.filling.put(beside, taken.code)
        )

    def tell(self, path: str) -> None:
        """What the checks say of a figure just typed, or of a list just finished; never in the way.

        Of a figure in an entry only what concerns that entry: the list is not whole yet.
        """
        told = [f for f in self.filling.told(path) if f.difference is not None]
        if path.endswith("]") or "]" in path:
            told = [f for f in told if f.place.startswith(path.rpartition("].")[0])]
        for finding in told[:_MOST_TOLD]:
            if finding.outcome is Outcome.AGREES:
                self.asker.say(f"相符　{finding.statement}", "好")
            elif not finding.explained:
                tone = "提醒" if finding.outcome is Outcome.ROUNDING else "差错"
                self.asker.say(f"{finding.outcome.value}　{finding.statement}：{finding.message}", tone)

    def line(self, ask: Ask) -> str:
        """A line from the clerk, commands carried out: what comes back is an answer, empty or `!`.

        Raises Go.
        """
        keys = dict(ask.keys)
        while True:
            typed = self.asker.line(ask)
            command = plain(typed).strip().translate(_COMMANDS)
            if command in _PLACES:
                raise Go(_PLACES[command])
            if command == HELP:
                for said in _HELP:
                    self.asker.say(said)
            elif command.startswith(MENU) and len(command) < _LONGEST_SEARCH:
                self._search(command[1:])
            elif command == EDIT and ask.long:
                return self.asker.edit(ask.now)
            elif command == CLEAR:
                return CLEAR
            else:
                return keys.get(command, typed.strip())

    def _search(self, words: str) -> None:
        found = self.filling.search(words)[:MOST_CHOICES]
        if not found:
            self.asker.say(f"没有找到“{words}”，请换一个词。", "提醒")
            return
        choices = [(k, f"{q.label}（{q.path}）") for k, (_, q) in zip(KEYS, found, strict=False)]
        choice = self.asker.pick("去哪一题？", [*choices, ("b", "不去了")], "1")
        if choice != "b":
            raise Go(found[KEYS.index(choice)][1])

    # Saving

    # Saving

    def saving(self, change: Callable[[], Any]) -> bool:
        """Carry out a change that saves; whether it was. Nobody's work is overwritten."""
        while True:
            try:
                change()
            except AnswerError as error:
                self.asker.say(str(error), "差错")
                return False
            except FileChanged as changed:
                self._meet_other(changed)
                continue
            except OutputError as error:
                self.asker.say(str(error), "差错")
                if self.asker.pick("没有保存：", [("r", "再试一次"), ("s", "先不填这一题")], "r") == "s":
                    return False
                continue
            return True

    def _meet_other(self, changed: FileChanged) -> None:
        """The file was changed by hand meanwhile: read it again, then the answer goes on top of that."""
        while True:
            if changed.draft is not None:
                self.asker.say("文件在别处改过了，已重新读入，刚才的答案加在改过的文件上。", "提醒")
            try:
                self.filling.reload()
                return
            except (InputError, AnswerError) as error:
                self.asker.say("文件在别处改过，现在读不了，请先在那边改好：", "差错")
                self.asker.say(str(error))
                self.asker.pick("改好了吗？", [("r", "改好了，重新读入")], "r")


def _is_long(question: Question) -> bool:
    return question.kind is None and question.place.plain is str and question.place.name.endswith(_LONG)


def _expected(question: Question) -> str:
    plain = question.place.plain
    if plain is bool:
        return "（是／否）"
    if plain.__name__ == "date":
        return "（如 2025-03-20）"
    return "（@ 用编辑器写）" if _is_long(question) else ""


def flat(value: Any) -> str:
    """An answer as one text."""
    if isinstance(value, list):
        return "；".join(map(flat, value))
    if isinstance(value, dict):
        return entry_words(value)
    return str(value)


def entry_words(entry: Any) -> str:
    """An entry of a list in one line."""
    if not isinstance(entry, dict):
        return str(entry)
    return "　".join(f"{flat(value)}" for value in entry.values() if not isinstance(value, dict | list))[:60]
