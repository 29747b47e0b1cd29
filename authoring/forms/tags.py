"""Reads the HTML of a template as it is written, before anything is filled in.

What is printed into it comes as `printed()`. Each block of the template must close what it opens: then the
whole is well formed whatever the report says. `document/markup.py` reads the HTML that is made.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from authoring.forms.kinds import UNKNOWN, Html, Kind, Listing, Part, Words
from authoring.forms.language import ALIGNS, CHILDREN, JOINED, LARGEST, NUMBERS, ROLES, ROOT, WORDED

Tell = Callable[[int, str], None]
"""Takes a line and what is wrong there."""

_FILLED_IN = "\ufffc"
"""Stands for whatever a template puts into a tag."""

_NAME = r"[^\W\d][\w.:-]*"
_VALUE = r"\"[^\"<]*\"|'[^'<]*'"
_TOKEN = re.compile(
    rf"(?P<comment><!--.*?-->)"
    rf"|</(?P<end>{_NAME})\s*>"
    rf"|<(?P<start>{_NAME})(?P<attributes>(?:[^<>\"'/]|{_VALUE}|/(?!>))*)(?P<single>/?)>"
    r"|(?P<odd>[<&]|\]\]>|[}%#]\})",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|#[1-9][0-9]*|#x0*[1-9A-Fa-f][0-9A-Fa-f]*);")
_ATTRIBUTE = re.compile(rf"\s+({_NAME})\s*=\s*({_VALUE})")
_UNFINISHED = re.compile(
    rf"<!--(?:(?!-->).)*\Z|</?(?:{_NAME}|\Z)(?:[^<>\"']|{_VALUE})*(?:\"[^\"<]*|'[^'<]*)?\Z", re.DOTALL
)
"""A tag that may go on after something is filled in."""


@dataclass
class Element:
    """An open element; `doubts` are of those in it that should not be, if it is not simply left open."""

    name: str
    line: int
    known: bool = True
    text: str = ""
    filled: bool = False
    doubts: list[tuple[int, str]] = field(default_factory=list)


class Tags:
    """One run through a template's HTML.

    Without a `root` it is HTML for a place not known yet, as a macro's: `top` gathers what stands in it
    outside of any element.
    """

    def __init__(self, tell: Tell, root: str | None) -> None:
        self.tell, self.root = tell, root
        self.open: list[Element] = []
        self.floor = 0
        self.depth = 0
        self.top: set[str] = set()
        self.headings: list[tuple[int, str]] = []
        """Line and words of each h1, where all of them are plain."""
        self.settled = True
        """Whether `headings` is all there is to know."""
        self._pending, self._pending_line = "", 0
        self._loose = 0

    # What the template is made of

    def data(self, text: str, line: int) -> None:
        """Words and tags as they are written."""
        whole, before = self._pending + text, len(self._pending)
        first = self._pending_line if self._pending else line
        self._pending = ""
        at = 0

        def line_at(place: int) -> int:
            return line + text.count("\n", 0, place - before) if place >= before else first

        while token := _TOKEN.search(whole, at):
            self._words(whole[at : token.start()], line_at(at))
            if token["odd"] and _UNFINISHED.match(whole, token.start()):
                self._pending, self._pending_line = whole[token.start() :], line_at(token.start())
                return
            at = self._token(token, line_at(token.start()))
        self._words(whole[at:], line_at(at))

    def printed(self, kind: Kind, line: int) -> None:
        """A `{{ }}` of a known kind, or not."""
        if self._pending:
            self._pending += _FILLED_IN
            return
        holder = self._holder()
        self._fill()
        if holder == ROOT and (kind == UNKNOWN or (isinstance(kind, Html) and "?" in kind.top)):
            self.settled = False
        if holder is None:
            self.top |= kind.top if isinstance(kind, Html) else {""} if isinstance(kind, Words) else {"?"}
        elif isinstance(kind, Html):
            self._check_printed(kind.top, holder, line)
        elif isinstance(kind, Words | Listing | Part) and holder in CHILDREN and holder not in WORDED:
            self._loosely(line, "印出的文字")

    @contextmanager
    def block(self, line: int, name: str) -> Iterator[None]:
        """A part of the template between two of its own tags."""
        if self._pending:
            with self._inside_tag(line, name):
                yield
            return
        self._fill()
        floor, self.floor = self.floor, len(self.open)
        self.depth += 1
        yield
        self.depth -= 1
        self._finish()
        self.floor = floor

    def finish(self) -> None:
        """The end of it all."""
        self._finish()

    @contextmanager
    def _inside_tag(self, line: int, name: str) -> Iterator[None]:
        """A condition in a tag must not end it."""
        pending, pending_line = self._pending, self._pending_line
        yield
        if not self._pending.startswith(pending):
            self.tell(line, f"{{% {name} %}} 不能把一个标签分成两半")
            self.settled = False
        self._pending, self._pending_line = pending + _FILLED_IN, pending_line

    # Tokens

    def _token(self, token: "re.Match[str]", line: int) -> int:
        """Deal with one token; where to go on."""
        if token["odd"]:
            return self._odd(token, line)
        if token["comment"] and "--" in token["comment"][4:-2]:
            self.tell(line, "注释里不能有“--”，请把注释写在 {# #} 里")
        if token["start"]:
            self._start(token["start"], token["attributes"], line)
            if token["single"]:
                self._close(self.open.pop())
        elif token["end"]:
            self._end(token["end"], line)
        return token.end()

    def _odd(self, token: "re.Match[str]", line: int) -> int:
        odd, rest = token["odd"], token.string[token.start() :]
        if odd == "&":
            entity = _ENTITY.match(rest)
            if entity:
                self._words(entity[0], line)
                return token.start() + len(entity[0])
            self.tell(line, _stray_and(rest))
        elif odd == "<":
            return token.start() + self._less(rest, line)
        elif odd == "]]>":
            self.tell(line, "文字里的“]]>”要写成 ]]&gt;")
        else:
            self.tell(line, f"单独的“{odd}”没有成对，模板的括号应是 {{{{ }}}}、{{% %}} 或 {{# #}}")
        return token.end()

    def _less(self, rest: str, line: int) -> int:
        """A `<` that begins no whole tag; how much of the rest is dealt with."""
        tag = re.match(rf"<(/?)({_NAME})", rest)
        if tag is None:
            odd = re.match(r"<[!?]", rest)
            remedy = "不能用 <! 或 <? 开头的标签，注释写在 {# #} 里" if odd else "单独的“<”要写成 &lt;"
            self.tell(line, remedy)
            return 1
        self.tell(line, f"标签“{tag[0]}”没有写完，缺“>”，或属性值的引号没有成对")
        self.settled = False
        if tag[1]:
            self._end(tag[2], line)
        else:
            self._start(tag[2], "", line)
        return tag.end()

    def _start(self, name: str, attributes: str, line: int) -> None:
        holder = self._holder()
        self._fill()
        element = Element(name, line, known=name in CHILDREN and name != ROOT)
        if holder is None and element.known:
            self.top.add(name)
        elif holder is None:
            self.tell(line, _misplaced(name, ROOT))
        elif name not in CHILDREN.get(holder, ()):
            self._doubt(element, holder)
        if name == "h1" and (holder != ROOT or self.depth):
            self.settled = False
        self.open.append(element)
        self._check_attributes(element, attributes)

    def _doubt(self, element: Element, holder: str) -> None:
        """An element where it should not be; if it may stand elsewhere, its holder may only lack its end."""
        parent = self.open[-1] if self.open else None
        if parent is None or (parent.known and not element.known):
            self.tell(element.line, _misplaced(element.name, holder))
        elif parent.known:
            parent.doubts.append((element.line, _misplaced(element.name, holder)))

    def _end(self, name: str, line: int) -> None:
        here = self.open[self.floor :]
        if not any(element.name == name for element in here):
            self._unmatched(name, line)
            return
        while self.open[-1].name != name:
            self._left_open(self.open.pop())
        self._close(self.open.pop())

    def _unmatched(self, name: str, line: int) -> None:
        """An end tag that ends nothing here; a slip of the pen if a like element is waiting for its end."""
        self.settled = False
        if len(self.open) > self.floor and self.open[-1].name in WORDED and name in WORDED:
            element = self.open.pop()
            self.tell(
                line, f"第{element.line}行的 <{element.name}> 用 </{name}> 结束，应是 </{element.name}>"
            )
        elif outer := next((element for element in self.open if element.name == name), None):
            outer.known = False
            self.tell(line, f"</{name}> 与它的 <{name}> 不在同一层 {{% %}} 里，请放在一起")
        else:
            self.tell(line, f"</{name}> 没有对应的 <{name}>，请删去，或补上 <{name}>")

    def _close(self, element: Element) -> None:
        for line, doubt in element.doubts:
            self.tell(line, doubt)
        if element.name == "table" and not element.filled:
            self.tell(element.line, "<table> 里没有行")
        if element.name == "h1" and not self.depth:
            self.headings.append((element.line, element.text))
            self.settled = self.settled and not element.filled

    def _left_open(self, element: Element) -> None:
        self.settled = False
        if element.name == "col":
            self.tell(element.line, "<col> 没有结束，单个的标签写成 <col …/>")
        elif element.known:
            self.tell(element.line, f"<{element.name}> 没有结束，请补上 </{element.name}>")

    def _finish(self) -> None:
        if self._pending:
            self._less(self._pending, self._pending_line)
            self._pending = ""
        while len(self.open) > self.floor:
            self._left_open(self.open.pop())

    # What stands in elements

    def _holder(self) -> str | None:
        return self.open[-1].name if self.open else self.root

    def _fill(self) -> None:
        """Remember that an element holds more than words written out."""
        if self.open:
            self.open[-1].filled = True

    def _words(self, text: str, line: int) -> None:
        if self.open:
            self.open[-1].text += text
        if not text.strip():
            return
        line += text[: len(text) - len(text.lstrip())].count("\n")
        holder = self._holder()
        if holder is None:
            self.top.add("")
        elif holder in CHILDREN and holder not in WORDED:
            self._loosely(line, f"文字“{text.split(maxsplit=1)[0][:20]}”")

    def _loosely(self, line: int, what: str) -> None:
        """Words outside of a paragraph; said once a line, for figures cut a sentence in pieces."""
        if line != self._loose:
            self._loose = line
            holder = self._holder()
            where = "段落里，请放进 <p>" if holder == ROOT else f"{_PLACE.get(holder or '', '单元格里')}"
            self.tell(line, f"{what}不在{where}")

    def _check_printed(self, names: frozenset[str], holder: str, line: int) -> None:
        """What a macro or `段落` prints, in the element it is printed in."""
        if "h1" in names:
            self.settled = False
        if "" in names and holder in CHILDREN and holder not in WORDED:
            self._loosely(line, "印出的文字")
        wrong = sorted(names - {"", "?", *CHILDREN.get(holder, names)})
        if not wrong:
            return
        tags = "、".join(f"<{name}>" for name in wrong)
        if self.open:
            doubt = f"这里印出的内容自带 {tags}，不能再放在 <{holder}> 里"
            self.open[-1].doubts.append((line, doubt))
        else:
            self.tell(line, f"这里印出的 {tags} 要放在 <table> 或 <ol> 里")

    # Attributes

    def _check_attributes(self, element: Element, text: str) -> None:
        found: dict[str, str] = {}
        rest = text
        while match := _ATTRIBUTE.match(rest):
            name, value = match[1], match[2][1:-1]
            if name in found:
                self.tell(element.line, f"<{element.name}> 的 {name} 写了两次")
            found[name] = value
            rest = rest[match.end() :]
        if rest.strip() and _FILLED_IN not in rest:
            self.tell(element.line, f'<{element.name}> 里“{rest.split()[0][:20]}”的写法不对，应是 名称="值"')
        for value in found.values():
            for stray in re.finditer("&", value):
                if not _ENTITY.match(value, stray.start()):
                    self.tell(element.line, _stray_and(value[stray.start() :]))
        for name, value in found.items():
            fault = None if _FILLED_IN in value else _value_fault(element.name, name, value)
            if fault:
                self.tell(element.line, fault)


_PLACE = {"ol": "列举里，请放进 <li>"}


def _value_fault(element: str, name: str, value: str) -> str | None:
    """What is wrong with an attribute, in the words of `document/markup.py`."""
    if name in NUMBERS.get(element, ()):
        if not (value.isascii() and value.isdecimal() and len(value) < 5 and 1 <= int(value) <= LARGEST):
            return f"<{element}> 的 {name} 应是 1 到 {LARGEST} 的整数，不能是“{value[:20]}”"
    elif name == "class" and element in {"td", "th"} and value not in ALIGNS:
        return f"单元格的 class 只能是 left、center、right，不能是“{value}”"
    elif name == "class" and element == "table" and value not in {"", JOINED}:
        return f"<table> 的 class 只能是 {JOINED}，不能是“{value}”"
    elif name == "class" and element == "p" and value not in ROLES:
        return f"段落的 class 不能是“{value}”"
    return None


def _misplaced(name: str, holder: str) -> str:
    may = CHILDREN.get(holder, ())
    if holder == ROOT:
        return f"不能用 <{name}>，可用 {' '.join(may)}"
    if not may:
        return f"<{holder}> 里{'不能放' if holder == 'col' else '只能放文字，不能放'} <{name}>"
    words = "文字和" if holder in WORDED else ""
    return f"<{holder}> 里只能放{words} {'、'.join(f'<{child}>' for child in may)}，不能放 <{name}>"


def _stray_and(rest: str) -> str:
    named = re.match(r"&#?\w+;", rest)
    if named and named[0] == "&nbsp;":
        return "不能用 &nbsp;，空格和缩进由程序排"
    if named:
        return f"不能用 {named[0]}，请直接写出这个字"
    return "单独的“&”要写成 &amp;"
