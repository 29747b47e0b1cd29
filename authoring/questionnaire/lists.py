"""Asking for a list: entries added line by line, pasted, changed, moved, deleted."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from authoring.model.paths import by_name
from authoring.model.term import NONE_STATED
from authoring.questionnaire.asker import Ask
from authoring.questionnaire.asking import CLEAR, NONE_KEY, Asking, Go, entry_words, flat
from authoring.questionnaire.filling import Filling
from authoring.questionnaire.questions import Chapter, Question, entry_fields
from authoring.questionnaire.typed import clean_text, plain

_HELP = (
    "写一项回车加一项；可以一次粘贴多行（从 Excel 复制的也行，各列的顺序见上）",
    "改 2　改第2项　　删 2　删第2项　　移 2 1　把第2项移到第1项　　空着回车　填完了",
)
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
        self.filling = asking.filling
        self.asker = asking.asker
        self.question = question
        self.count = count
        self.path = question.path
        self.columns = self._columns()

    def _columns(self) -> tuple[str, ...]:
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
        return tuple(f.path for f in named if not f.gate and not f.place.listing and "." not in f.path)

    def ask(self) -> None:
        """Until the clerk is done with the list."""
        first = True
        while True:
            entries = self._entries()
            head = self.asking.head(self.question, self.count)
            head = [*(head if first else head[:1]), *self._shown(entries)]
            if first:
                head += self._advice(entries)
            first = False
            typed = self.asking.line(Ask(tuple(head), self._prompt(entries), ((NONE_KEY, NONE_STATED),)))
            if typed == "":
                if self.filling.is_unconfirmed(self.path):
                    self.asking.saving(lambda: self.filling.confirm(self.path))
                if entries and "]" not in self.path:
                    self.asking.tell(self.path)
                return
            if typed in {NONE_STATED, CLEAR}:
                if entries and not self.asking.sure(self.question):
                    continue
                value = NONE_STATED if typed == NONE_STATED else None
                self.asking.saving(partial(self.filling.put, self.path, value))
                if typed == NONE_STATED:
                    return
                continue
            self._do(typed, entries)

    def _entries(self) -> list[Any]:
        value = self.filling.value(self.path)
        return value if isinstance(value, list) else [] if value in (None, NONE_STATED) else [value]

    def _prompt(self, entries: list[Any]) -> str:
        if not entries and self.filling.value(self.path) == NONE_STATED:
            return f"{self.question.label}（现填：无，回车不变）"
        column = self.columns[0] if self.columns else ""
        done = "填完了" if entries else "跳过"
        return f"{self.question.label}·第{len(entries) + 1}项{column}（空着回车{done}）"

    def _shown(self, entries: list[Any]) -> list[str]:
        return [f"{n}. {entry_words(entry)}" for n, entry in enumerate(entries, 1)]

    def _advice(self, entries: list[Any]) -> list[str]:
        advice = [f"各列：{'、'.join(self.columns)}（先写第一列，其余随后逐题问）"] if self.columns else []
        return [*advice, *(_HELP if entries else (_HELP[0], "没有的写 w"))]

    def _do(self, typed: str, entries: list[Any]) -> None:
        """Add what was typed, or carry out 改 删 移."""
        words = plain(typed).split()
        if (
            words
            and words[0] in {"改", "删", "移"}
            and all(w.isdecimal() for w in words[1:])
            and len(words) > 1
        ):
            positions = [int(w) for w in words[1:]]
            if not all(1 <= p <= len(entries) for p in positions):
                self.asker.say(f"只有 {len(entries)} 项。", "提醒")
            elif words[0] == "删":
                self.asking.saving(lambda: self.filling.delete_entry(self.path, positions[0] - 1))
            elif words[0] == "移" and len(positions) == 2:
                self.asking.saving(
                    lambda: self.filling.move_entry(self.path, positions[0] - 1, positions[1] - 1)
                )
            else:
                self._change(positions[0])
            return
        for row in _rows(typed, self.columns):
            self._add(row)

    def _change(self, position: int) -> None:
        path = f"{self.path}[{position}]"
        if self.question.has_entries:
            self._fill_entry(path)
            return
        now = flat(self.filling.value(path))
        typed = self.asking.line(Ask((f"现填：{now}（回车不变）",), f"第{position}项", long=True, now=now))
        if typed and typed != CLEAR:
            self.asking.saving(lambda: self.filling.put(path, clean_text(typed)))

    def _add(self, row: dict[str, str] | str) -> None:
        position = len(self._entries()) + 1
        path = f"{self.path}[{position}]"
        if isinstance(row, str):
            self.asking.saving(lambda: self.filling.put(path, clean_text(row)))
            return
        for column, typed in row.items():
            question = self._inner(column, path)
            if typed and not self.asking.take(question, typed):
                self.asker.say(f"第{position}项的“{column}”没有填。", "提醒")
        if len(row) == 1 and len(self.columns) > 1:
            self._fill_entry(path, skip=next(iter(row)))

    def _fill_entry(self, path: str, skip: str = "") -> None:
        """Ask for the fields of one entry."""
        asked: set[str] = {f"{path}.{skip}"}
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


def _all_fields(chapter: Chapter, filling: Filling) -> Iterator[Any]:
    """Fields of a chapter with those of its lists' entries."""
    for field in chapter.fields:
        yield field
        if field.place.listing and field.place.part is not None:
            yield from entry_fields(field, filling.form)


def _rows(typed: str, columns: tuple[str, ...]) -> Iterator[dict[str, str] | str]:
    """What was typed or pasted as entries: a text each, or its columns by name."""
    lines = [line for line in typed.splitlines() if line.strip()]
    if not columns:
        yield from (line.strip() for line in lines)
        return
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines]
    names: Sequence[str] = columns
    if len(cells) > 1 and all(cell in columns for cell in cells[0]):
        names, cells = cells[0], cells[1:]
    for row in cells:
        yield dict(zip(names, row, strict=False))
