"""Template text → syntax tree, without running it; what jinja2 finds wrong, in Chinese, at its line."""

import re
from functools import cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from authoring.draft.wording import nearest_of

BLOCKS = ("if", "for", "macro", "call", "filter", "with", "block", "autoescape", "raw", "set")
"""Statements that need an end; `set` only without `=`."""
STATEMENTS = (*BLOCKS, "elif", "else", "include", "import", "from", "extends", "print")


class SyntaxFault(Exception):  # noqa: N818  a fault of the template, not of the program
    """A template jinja2 cannot read: the line, and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


@cache
def _environment() -> Environment:
    """Trims nothing, so that the lines of what is written between the braces can be counted."""
    return Environment(autoescape=True, keep_trailing_newline=True)


def parse(text: str) -> nodes.Template:
    """The tree of a template. Raises SyntaxFault."""
    try:
        return _environment().parse(text)
    except TemplateSyntaxError as error:
        raise SyntaxFault(*_explained(error, text)) from error
    except RecursionError as error:
        raise SyntaxFault(1, "括号或判断套得太深") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise SyntaxFault(1, "数字太长") from error


def _explained(error: TemplateSyntaxError, text: str) -> tuple[int, str]:
    said = error.message or ""
    if said.startswith("Unexpected end of template"):
        opened = _still_open(text)
        if opened:
            line, name = opened[-1]
            return line, f"{{% {name} %}} 没有结束，请补上 {{% end{name} %}}"
    tag = re.match(r"Encountered unknown tag '(.*?)'\.", said)
    if tag:
        return error.lineno, _unknown_tag(tag[1], _still_open(text, error.lineno))
    for pattern, words in _WORDS:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            return error.lineno, words.format(*map(_token, found.groups()))
    return error.lineno, f"模板的写法有误（{said}）"


def _unknown_tag(name: str, opened: list[tuple[int, str]]) -> str:
    """What to say of a `{% … %}` that is none, or is none here."""
    ends = [f"end{block}" for block in BLOCKS]
    if name in {*ends, "else", "elif"}:
        if not opened:
            begun = name.removeprefix("end") if name in ends else "if"
            return f"{{% {name} %}} 前面没有对应的 {{% {begun} %}}"
        line, block = opened[-1]
        if not name.startswith("end") and block in {"if", "for"}:
            return f"第{line}行的 {{% {block} %}} 里，{{% {name} %}} 写重了，或次序不对"
        return f"这里不能用 {{% {name} %}}，第{line}行的 {{% {block} %}} 还没有用 {{% end{block} %}} 结束"
    nearest = nearest_of(name, (*STATEMENTS, *ends))
    return f"没有 {{% {name} %}} 这种写法" + (f"，是不是 {{% {nearest} %}}？" if nearest else "")


def _still_open(text: str, until: int | None = None) -> list[tuple[int, str]]:
    """Statements begun and not ended, up to where jinja2 gave up: line and name of each."""
    opened: list[tuple[int, str]] = []
    tokens: list[tuple[int, str, str]] = []
    try:
        for line, kind, value in _environment().lex(text):
            if kind != "whitespace":
                tokens.append((line, kind, value))
            if kind == "block_end":
                _follow(tokens, opened, until)
                tokens.clear()
            elif kind in {"data", "block_begin"}:
                tokens = tokens[-1:]
    except TemplateSyntaxError:
        pass
    return opened


def _follow(tokens: list[tuple[int, str, str]], opened: list[tuple[int, str]], until: int | None) -> None:
    """Open or end one statement, `{% name … %}`, if it stands before line `until`."""
    if len(tokens) < 3:
        return
    line, _, name = tokens[1]
    if name.startswith("end"):
        if opened and opened[-1][1] == name[3:] and (until is None or line < until):
            opened.pop()
    elif name in BLOCKS and not (name == "set" and any(value == "=" for _, _, value in tokens)):
        if until is None or line <= until:
            opened.append((line, name))


_WORDS = (
    (r"unexpected char ['\"]*(['\"])['\"]* at \d+", "引号没有成对"),
    (r"unexpected char '(.+)' at \d+", "不能用{0}，模板里的括号、引号、逗号等都用半角的"),
    (r"unexpected end of template, expected (.+)\.", "没有写完，缺{0}"),
    (r"[Uu]nexpected end of template.*", "没有写完，到文件末尾还没有结束"),
    (r"unexpected (.+), expected (.+)", "这里应是{1}，不是{0}"),
    (r"expected token (.+), got (.+)", "这里应是{0}，不是{1}"),
    (r"Expected an expression, got (.+)", "这里缺少内容，不能直接写{0}"),
    (r"unexpected '\}'", "{{{{ 要用 }}}} 结束，{{% 要用 %}} 结束，请检查是不是少写、错写了"),
    (r"unexpected (.+)", "{0}写在了不该写的地方"),
    (r"Missing end of comment tag", "注释 {{# 没有用 #}} 结束"),
    (r"Missing end of raw directive", "{{% raw %}} 没有结束，请补上 {{% endraw %}}"),
    (r"expected name or number", '点的后面应是名称；名称里有括号、引号的，用方括号写成 ["名称"]'),
    (r"tag name expected", "{{% 的后面要写 if、for、set 等"),
    (r"Invalid character in identifier", "名称里有不能用的字"),
    (r"invalid syntax for function call expression", "括号里的写法有误：带“=”的要放在后面"),
    (r"non-default argument follows default argument", "宏的各项里，带“=”的要放在后面"),
    (r"can't assign to .*", "“=”的左边应是一个名称"),
    (r"expected call", "{{% call %}} 的后面应是宏，如 {{% call 宏() %}}"),
    (r"You cannot chain multiple tests with is", "一处只能写一个 is，请用 and 连接"),
    (r"names starting with an underline can not be imported", "下划线开头的名称不能引入"),
)
"""What jinja2 says, and what is said instead; the braces of a remedy are doubled for `format`."""

_TOKENS = {
    "end of print statement": "“}}”",
    "begin of print statement": "“{{”",
    "end of statement block": "“%}”",
    "begin of statement block": "“{%”",
    "template data / text": "文字",
    "end of template": "文件末尾",
    "name": "名称",
    "integer": "数字",
    "float": "数字",
    "string": "引号里的文字",
}


def _token(said: str) -> str:
    """jinja2's name of a piece of a template, as the user reads it."""
    bare = said[1:-1] if said[:1] == said[-1:] and said[:1] in {"'", '"'} else said
    return _TOKENS.get(bare, f"“{bare}”")
