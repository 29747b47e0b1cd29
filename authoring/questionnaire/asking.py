"""Asking one question: what stands above it, what may be typed, where the clerk wants to be instead.

Nothing here knows what kind of terminal there is; an `Asker` does.
"""

from authoring.model.term import NONE_STATED
from authoring.questionnaire.asker import Ask, Asker
from authoring.questionnaire.filling import Filling
from authoring.questionnaire.questions import Question
from authoring.questionnaire.saving import Saving
from authoring.questionnaire.taking import CLEAR, KEYS, MOST_CHOICES, Taking, is_long
from authoring.questionnaire.typed import plain
from authoring.questionnaire.words import flat

BACK, SKIP, MENU, HELP, EDIT, NONE_KEY = "<", ">", "/", "?", "@", "w"
_COMMANDS = str.maketrans({"《": "<", "》": ">", "、": "/", "〈": "<", "〉": ">"})
_HELP = (
    "回车　不变，或采用给出的数",
    "<　　上一题",
    ">　　跳过这一题",
    "/　　目录；/ 后面写词，如 /支出合计，查找那一题",
    "!　　清除这一题的答案",
    "w　　无（问有没有的题，和清单）",
    "@　　打开编辑器写长文字",
    "?　　这份说明",
    "金额可写算式 =189.26+0.63，可带“元”“万元”。",
    "Ctrl-C 随时离开，答过的都已保存。",
)
_PLACES = {BACK: "back", MENU: "menu", SKIP: "skip"}
_LONGEST_SEARCH = 20


class Go(Exception):  # noqa: N818  a change of place, no error
    """Somewhere else: `menu`, `back`, `skip`, or a question."""

    def __init__(self, to: str | Question) -> None:
        self.to = to


class Asking:
    """Questions put to one clerk, answers put into one report."""

    def __init__(self, filling: Filling, asker: Asker) -> None:
        self.filling = filling
        self.asker = asker
        self.saving = Saving(filling, asker)
        self.taking = Taking(filling, asker, self.saving)

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
        path = question.path
        none = self.filling.says_none(path)
        head = self.head(question, count)
        if none:
            head.append("现填：无（回车不变，有的写 y）")
        prompt = f"有没有{question.label}？（回车 有，w 无，> 以后再填）"
        while True:
            typed = self.line(Ask(tuple(head), prompt, ((NONE_KEY, NONE_STATED),), at_once=True))
            if typed == NONE_STATED:
                if none or self.filling.value(path) is None or self.sure(question, "清除，填“无”"):
                    self.saving.done(lambda: self.filling.put(path, NONE_STATED), path)
                return
            if typed == "" and none:
                self.saving.done(lambda: self.filling.confirm(path))
                return
            if typed == CLEAR:
                if none or self.filling.value(path) is None or self.sure(question, "清除"):
                    self.taking.clear(question)
                return
            if typed.lower() in {"y", "有", "是", ""}:
                if none:
                    self.saving.done(lambda: self.filling.put(path, None), path)
                return
            self.asker.say("有就回车，没有写 w。", "提醒")

    def sure(self, question: Question, done: str) -> bool:
        """Whether what was filled in may go; `done` says what is done then."""
        said = f"“{question.label}”下面已填的会清除，确定吗？"
        return self.asker.pick(said, [("0", "不，保留"), ("1", done)], "0") == "1"

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
        ask = Ask(tuple(head), f"{question.label}{unit}", (), is_long(question), flat(now or ""))
        while True:
            typed = self.line(ask)
            if typed == "":
                if filling.is_unconfirmed(question.path):
                    self.saving.done(lambda: filling.confirm(question.path))
                elif question.required and not filling.is_answered(question):
                    self.asker.say("这一题必填，先跳过。", "提醒")
                return
            if typed.lower() == NONE_KEY:
                if question.path != "其他说明":
                    self.asker.say("这一题不填“无”；没有内容请写 > 跳过。", "提醒")
                    continue
                typed = NONE_STATED
            if self.taking.take(question, typed):
                return

    def line(self, ask: Ask) -> str:
        """A line from the clerk, commands carried out: what comes back is an answer, empty or `!`.

        Raises Go.
        """
        keys = dict(ask.keys)
        while True:
            typed = self.asker.line(ask)
            self.taking.begin()
            command = plain(typed).strip().translate(_COMMANDS)
            if command in _PLACES:
                raise Go(_PLACES[command])
            if command == HELP:
                for said in _HELP:
                    self.asker.say(said)
            elif command.startswith(MENU) and len(command) < _LONGEST_SEARCH:
                self._search(command[1:])
            elif command == EDIT:
                if ask.long:
                    return self.asker.edit(ask.now)
                self.asker.say("这一题不长，请直接写。", "提醒")
            elif command == CLEAR:
                return CLEAR
            elif "\n" in typed.rstrip() or "\t" in typed.rstrip():
                return typed.rstrip()  # a blank first cell keeps its place
            else:
                return keys.get(command.lower(), typed.strip())

    def _search(self, words: str) -> None:
        found = self.filling.search(words)
        if not found:
            self.asker.say(f"没有找到“{words}”，请换一个词。", "提醒")
            return
        if len(found) > 1:
            offered = zip(KEYS, found[:MOST_CHOICES], strict=False)
            choices = [(k, f"{q.label}（{q.path}）　{c.title}") for k, (c, q) in offered]
            more = f"共 {len(found)} 题，先列 {MOST_CHOICES} 题" if len(found) > MOST_CHOICES else ""
            choice = self.asker.pick(f"去哪一题？{more}", [*choices, ("0", "不去了")], "1")
            if choice == "0":
                return
            found = [found[KEYS.index(choice)]]
        raise Go(found[0][1])


def _expected(question: Question) -> str:
    kind = question.place.plain
    if kind is bool:
        return "（是／否）"
    if kind.__name__ == "date":
        return "（如 2025-03-20）"
    return "（@ 用编辑器写）" if is_long(question) else ""
