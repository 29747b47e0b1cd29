"""Asking for a list: entries added line by line, pasted, changed, moved, deleted."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from authoring.basis.subjects import subject_named
from authoring.model.paths import by_name
from authoring.model.term import NONE_STATED
from authoring.questionnaire.asker import Ask
from authoring.questionnaire.asking import NONE_KEY, Asking, Go
from authoring.questionnaire.filling import AnswerError, Filling
from authoring.questionnaire.pasting import CODE, Column, entries_of, lines_of
from authoring.questionnaire.questions import Chapter, Field, Question, entry_fields
from authoring.questionnaire.taking import CLEAR
from authoring.questionnaire.typed import Order, list_order, looks_like_order
from authoring.questionnaire.words import entry_words, flat

_HELP_ADDING = "写一项回车加一项；可以一次粘贴多行（从 Excel 复制的也行{}）"
_HELP_CHANGING = "改 2　改第2项　　删 2　删第2项　　移 2 1　把第2项移到第1项　　插 2　在第2项前加一项"
_NAMING = ("name", "title")
"""Attributes by which an entry of a list is known; they are asked for first."""


def ask(asking: Asking, question: Question, count: str) -> None:
    """Ask any question. Raises Go where the clerk wants to be elsewhere."""
    if question.is_list:
        ListAsking(asking, question, count).ask()
    elif question.is_gate:
        asking.gate(question, count)
    else:
        asking.single(question, count)


class ListAsking:
    """A list: entries added line by line, changed, deleted, moved, pasted."""

    def __init__(self, asking: Asking, question: Question, count: str) -> None:
        self.asking = asking
        self.saving = asking.saving
        self.filling = asking.filling
        self.asker = asking.asker
        self.question = question
        self.count = count
        self.path = question.path
        self.columns = self._columns()

    def _columns(self) -> tuple[Column, ...]:
        if not self.question.has_entries:
            return ()
        field = next(
            f
            for chapter in self.filling.chapters
            for f in _all_fields(chapter, self.filling)
            if f.place is self.question.place
        )
        fields = entry_fields(field, self.filling.form)
        named = sorted(fields, key=lambda f: f.place.attribute not in _NAMING)
        plain_ones = (f for f in named if not f.gate and not f.place.listing and "." not in f.path)
        return tuple(Column(f.path, f.place.label, f.place.kind is not None) for f in plain_ones)

    def ask(self) -> None:
        """Until the clerk is done with the list."""
        told: set[str] = set()
        first = True
        while True:
            entries = self._entries()
            head = self.asking.head(self.question, self.count)
            advice = self._advice(entries)
            head = [*(head if first else head[:1]), *self._shown(entries)]
            head += [line for line in advice if line not in told]
            told.update(advice)
            first = False
            typed = self.asking.line(Ask(tuple(head), self._prompt(entries), ((NONE_KEY, NONE_STATED),)))
            if typed == "":
                if self.filling.is_unconfirmed(self.path):
                    self.saving.done(lambda: self.filling.confirm(self.path))
                if entries and "]" not in self.path:
                    self.asking.taking.tell(self.path)
                return
            if typed == CLEAR:
                if not entries or self.asking.sure(self.question, "全部清除"):
                    self.asking.taking.clear(self.question)
            elif typed == NONE_STATED:
                if not entries or self.asking.sure(self.question, "全部清除，填“无”"):
                    self.saving.done(lambda: self.filling.put(self.path, NONE_STATED), self.path)
                    return
            else:
                self._do(typed, len(entries))

    def _entries(self) -> list[Any]:
        return self.filling.entries(self.path)

    def _prompt(self, entries: list[Any]) -> str:
        if not entries and self.filling.says_none(self.path):
            return f"{self.question.label}（现填：无，回车不变）"
        done = "填完了" if entries else "跳过"
        return f"{self.question.label}·第{len(entries) + 1}项{self._first_column()}（空着回车{done}）"

    def _first_column(self) -> str:
        return self.columns[0].name if self.columns else ""

    def _shown(self, entries: list[Any]) -> list[str]:
        return [f"{n}. {entry_words(entry)}" for n, entry in enumerate(entries, 1)]

    def _advice(self, entries: list[Any]) -> list[str]:
        names = "、".join(column.name for column in self.columns)
        columns = [f"各列：{names}（先写第一列，其余随后逐题问）"] if self.columns else []
        return [
            *columns,
            _HELP_ADDING.format("，各列照上面的次序，或带上表头" if self.columns else ""),
            _HELP_CHANGING if entries else "没有的写 w",
        ]

    # Adding

    def _do(self, typed: str, count: int) -> None:
        """Add what was typed, or change the list."""
        order = list_order(typed)
        if order is not None:
            self._change_list(order, count)
        elif looks_like_order(typed):
            self.asker.say(f"没有“{typed}”这样的操作。{_HELP_CHANGING}", "提醒")
        elif not self.columns:
            for text in lines_of(typed):
                path = f"{self.path}[{len(self._entries()) + 1}]"
                self.saving.done(partial(self.filling.write, path, text), path)
        elif "\n" in typed or "\t" in typed:
            self._add_rows(typed)
        else:
            self._add_one(typed)

    def _add_one(self, typed: str) -> None:
        """An entry by its first field, the others asked for next."""
        path = f"{self.path}[{len(self._entries()) + 1}]"
        if self.asking.taking.take(self._inner(self._first_column(), path), typed) and len(self.columns) > 1:
            self._fill_entry(path, skip=self._first_column())

    def _add_rows(self, typed: str) -> None:
        """Rows pasted: all are saved first, then what is open in those that have one field only."""
        pasted = entries_of(typed, self.columns)
        start = len(self._entries())
        for remark in pasted.remarks:
            self.asker.say(remark, "提醒")
        rows = [row for n, each in enumerate(pasted.entries, 1) if (row := self._kept(each, start + n))]
        answers = {
            f"{self.path}[{start + n}].{name}": text
            for n, row in enumerate(rows, 1)
            for name, text in row.items()
        }
        if not rows or not self.saving.done(lambda: self.filling.put_all(answers), f"{self.path}[1]"):
            return
        self.asker.say(f"加了 {len(rows)} 项。", "好")
        for position, row in enumerate(rows, start + 1):
            if len(row) == 1 and len(self.columns) > 1:
                self._fill_entry(f"{self.path}[{position}]", skip=next(iter(row)))

    def _kept(self, row: dict[str, str], position: int) -> dict[str, str]:
        """A pasted row as it is kept; what cannot be taken is said and left out."""
        kept = {CODE: row[CODE]} if CODE in row else {}
        for name, typed in row.items():
            if name == CODE:
                continue
            question = self._inner(name, f"{self.path}[1]")
            try:
                meant = self.asking.taking.in_unit_meant(question, typed)
                if meant:
                    kept[name] = self.filling.checked_answer(question, meant)
            except AnswerError as error:
                self.asker.say(f"第{position}项的“{name}”没有填：{error}", "提醒")
            if question.subjects and (subject := subject_named(question.subjects, typed)):
                kept.setdefault(CODE, subject.code)
        return kept

    # Changing

    def _change_list(self, order: Order, count: int) -> None:
        position, *to = (number - 1 for number in order.positions)
        if not all(1 <= number <= count for number in order.positions):
            self.asker.say(f"现在有 {count} 项。", "提醒")
        elif (order.verb == "移") != bool(to):
            self.asker.say(_HELP_CHANGING, "提醒")
        elif order.verb == "删":
            self._delete(position)
        elif order.verb == "移":
            self._move(position, to[0])
        elif order.verb == "插":
            self._insert(position, order.text)
        else:
            self._change(position + 1)

    def _delete(self, position: int) -> None:
        before = len(self.filling.reasons())
        words = entry_words(self._entries()[position])
        if self.saving.done(lambda: self.filling.delete_entry(self.path, position), f"{self.path}[1]"):
            gone = "，它的出错说明也删了" if len(self.filling.reasons()) < before else ""
            self.asker.say(f"删了第{position + 1}项“{words}”{gone}。")

    def _move(self, position: int, to: int) -> None:
        self.saving.done(lambda: self.filling.move_entry(self.path, position, to), f"{self.path}[1]")

    def _insert(self, position: int, text: str) -> None:
        """An entry put at the end, then where it belongs."""
        before = len(self._entries())
        self._do(text or self.asking.line(Ask((), f"插在第{position + 1}项前{self._first_column()}")), before)
        for added in range(len(self._entries()) - before):
            self._move(before + added, position + added)

    def _change(self, position: int) -> None:
        path = f"{self.path}[{position}]"
        if self.question.has_entries:
            self._fill_entry(path)
            return
        now = flat(self.filling.value(path))
        typed = self.asking.line(Ask((f"现填：{now}（回车不变）",), f"第{position}项", long=True, now=now))
        if typed and typed != CLEAR:
            self.saving.done(lambda: self.filling.write(path, typed), path)

    def _fill_entry(self, path: str, skip: str = "") -> None:
        """Ask for the fields of one entry; one in which nothing is left is taken out."""
        try:
            self._ask_fields(path, {f"{path}.{skip}"})
        finally:
            if self.filling.value(path) in (None, {}) and self._position(path) < len(self._entries()):
                self.asker.say(f"第{self._position(path) + 1}项是空的，去掉了。", "提醒")
                self.saving.done(lambda: self.filling.delete_entry(self.path, self._position(path)), path)

    def _position(self, path: str) -> int:
        return int(path.removeprefix(f"{self.path}[").rstrip("]")) - 1

    def _ask_fields(self, path: str, asked: set[str]) -> None:
        while True:
            questions = [q for _, q in self.filling.all_questions() if q.path.startswith(f"{path}.")]
            left = [q for q in questions if q.path not in asked]
            if not left:
                return
            asked.add(left[0].path)
            try:
                ask(self.asking, left[0], "")
            except Go as go:
                if go.to == "skip":
                    continue
                if go.to != "back":
                    raise
                done = [q.path for q in questions if q.path in asked and q.path != left[0].path]
                asked.discard(left[0].path)
                asked.discard(done[-1] if done else "")

    def _inner(self, column: str, path: str) -> Question:
        part = self.question.place.part
        assert part is not None
        return Question(f"{path}.{column}", by_name(part)[column], part)


def _all_fields(chapter: Chapter, filling: Filling) -> Iterator[Field]:
    """Fields of a chapter with those of its lists' entries."""
    for field in chapter.fields:
        yield field
        if field.place.listing and field.place.part is not None:
            yield from entry_fields(field, filling.form)
