"""YAML text → Draft. Every scalar stays the text that was typed; every fault is named with its line.

Built on the parser's events, not on its objects: that keeps figures exact, sees repeated keys, refuses
anchors (a few lines of which can unpack to gigabytes) and bounds the depth.
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from authoring.decoding import illegal_characters
from authoring.draft.draft import Draft, Path
from authoring.errors import InputError, Problem

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 30
_NO_ALIAS = "不支持“&”“*”引用，请直接写出内容；文字以这两个符号开头时请加引号"
_OWN_ANSWER = re.compile(r"\s*- ")
_CUT_OFF = re.compile(r"\s*#[^\s#]")


class _Reader:
    """One reading of one text; `problems` gathers what does not stop the parser."""

    def __init__(self, text: str, file: str) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=LOADER)
        self.text_lines = text.splitlines()
        self.file = file
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def problem(self, event: Any, message: str) -> Problem:
        return Problem(message, self.file, self.line(event))

    @staticmethod
    def line(event: Any) -> int:
        line: int = event.start_mark.line + 1
        return line

    def document(self) -> Any:
        """The one document of the text; `None` if there is nothing in it."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        value = self.value(next(self.events), ())
        next(self.events)
        more = next(self.events)
        if not isinstance(more, yaml.StreamEndEvent):
            self.problems.append(self.problem(more, "一个文件只放一份报告，请删去“---”以下的内容"))
        return value

    def value(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise InputError([self.problem(event, _NO_ALIAS)])
        if isinstance(event, yaml.ScalarEvent):
            self.nothing_illegal(event)
            self.nothing_cut_off(event)
            self.nothing_joined(event)
            return event.value.rstrip("\n") if event.value.strip() else None
        if len(path) >= _DEEPEST:
            raise InputError([self.problem(event, "层次过深，请检查缩进和括号")])
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def nothing_illegal(self, event: Any) -> None:
        """A character no document can hold, written as an escape in a quoted text."""
        if event.style == '"':
            for _, _, code in illegal_characters(event.value):
                message = f"文字里有不能用的控制字符（U+{code:04X}），请删除后重新输入"
                self.problems.append(self.problem(event, message))

    def nothing_cut_off(self, event: Any) -> None:
        """YAML drops what follows ` #`; in `完成 #3 号楼` that is no comment but half the answer."""
        if event.style not in {"|", ">"} and event.end_mark.line < len(self.text_lines):
            rest = self.text_lines[event.end_mark.line][event.end_mark.column :]
            if _CUT_OFF.match(rest):
                cut = rest.strip()[:20]
                advice = f"“{cut}”会被当作注释丢掉，请给整段文字加引号；确是注释的，请在“#”后空一格"
                self.problems.append(Problem(advice, self.file, event.end_mark.line + 1))

    def nothing_joined(self, event: Any) -> None:
        """A line indented too far goes on the text above it; say so if it looks like an entry of its own."""
        if not event.style:
            for number in range(event.start_mark.line + 1, event.end_mark.line + 1):
                if number < len(self.text_lines) and _OWN_ANSWER.match(self.text_lines[number]):
                    message = "这一行缩进多了，会被并入上一行，请与同一层的各行左对齐"
                    self.problems.append(Problem(message, self.file, number + 1))

    def sequence(self, path: Path) -> list[Any]:
        entries: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            place = (*path, len(entries))
            self.lines[place] = self.line(event)
            entries.append(self.value(event, place))
        return entries

    def mapping(self, path: Path) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise InputError([self.problem(event, "这里应是“名称: 内容”，请检查冒号和缩进")])
            key = event.value
            place = (*path, key)
            if key in answers:
                first = self.lines[place]
                message = f"“{key}”写了两次（另一处在第{first}行），请只留一处"
                self.problems.append(self.problem(event, message))
            else:
                self.lines[place] = self.line(event)
            answers[key] = self.value(next(self.events), place)
        return answers


def read_yaml(text: str, file: str = "") -> Draft:
    """Read the text of a report file or form file.

    Raises InputError if it is no YAML mapping. What is wrong line by line, as a key written twice, stays
    with the draft in `problems`, to be told together with what the answers themselves have wrong.
    """
    reader = _Reader(text, file)
    try:
        answers = reader.document()
    except yaml.YAMLError as error:
        raise InputError([*reader.problems, _syntax(error, text, file)]) from error
    except InputError as error:
        raise InputError([*reader.problems, *error.problems]) from error
    if answers is None:
        raise InputError([Problem("文件是空的，没有可读的内容", file)])
    if not isinstance(answers, dict):
        hint = _COLON_HINT if _wide_colon(text.splitlines(), 0) is not None else ""
        raise InputError([Problem(f"文件开头应是“名称: 内容”{hint}", file, 1)])
    return Draft(answers, file, reader.lines, problems=tuple(reader.problems))


_SYNTAX = {
    "mapping values are not allowed": "一行里有两个“: ”，或这一行缩进多了；文字里含冒号时请给整段文字加引号",
    "could not find expected ':'": "这一行缺少“: ”（半角冒号加空格）",
    "did not find expected key": "缩进不齐，同一层的各行请左对齐",
    "did not find expected '-'": "列表各项请左对齐，每项以“- ”开头",
    "did not find expected ',' or": "方括号或花括号没有成对，或项与项之间缺逗号",
    "cannot start any token": "行首用了制表符或特殊符号；缩进请用空格，文字以符号开头时请加引号",
    "unexpected end of stream": "引号没有成对",
    "while scanning a quoted scalar": "引号没有成对",
    "alias": _NO_ALIAS,
    "anchor": _NO_ALIAS,
    "control characters are not allowed": "有看不见的控制字符，请删除后重新输入",
    "invalid Unicode character": "有不能用的字符，请删除后重新输入",
}


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """One sentence on a text that is not YAML, with its line."""
    marks = (
        ("context_mark", "problem_mark")
        if "quoted scalar" in str(error)
        else ("problem_mark", "context_mark")
    )
    mark: Any = getattr(error, marks[0], None) or getattr(error, marks[1], None)
    said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    advice = next((zh for en, zh in _SYNTAX.items() if en in said), "格式有误，请检查冒号、缩进和引号")
    if mark is not None and any(map(_BARE_SIGN.search, text.splitlines()[mark.line : mark.line + 1])):
        advice = "“>”“>=”要加引号，或写成“＞”“≥”"
    if mark is None:
        return Problem(advice, file)
    lines = text.splitlines()
    at = min(mark.line, len(lines) - 1)
    colon = _wide_colon(lines, at)
    if colon is not None:
        return Problem(f"这一行缺少“: ”{_COLON_HINT}", file, colon + 1)
    return Problem(advice, file, at + 1)


_COLON_HINT = "；冒号请用半角“:”，后面空一格"
_BARE_SIGN = re.compile(r": *>=?\s*[^\s|>+-]|: *>=?\s*$|: *>=?,")
_WIDE_COLON = re.compile(r"\s*(- +)?[^\s:：\"'“]+：(?!.*: )")


def _wide_colon(lines: list[str], at: int) -> int | None:
    """The line, from 0, on which a full-width colon stands for `: `, at a place or on the line before."""
    return next((n for n in (at - 1, at) if n >= 0 and _WIDE_COLON.match(lines[n])), None)
