"""What the expressions of a template mean, without running it: names that do not exist are found here.

Each kind of expression has a method that reads what is in it and gives its kind. Of what is not known for
certain nothing is said: a false alarm would be worse than a miss.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from jinja2 import nodes
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.tests import TESTS as JINJA_TESTS

from authoring.draft.wording import nearest_of
from authoring.forms.kinds import (
    CHANGE,
    NOTHING,
    UNKNOWN,
    WORDS,
    Change,
    Figure,
    Html,
    Kind,
    Listing,
    Literal,
    Part,
    Row,
    Words,
    either,
    entry_of,
    fields,
    given,
    mixed,
    parts_of,
)
from authoring.forms.language import FILTERS, GLOBALS, TESTS
from authoring.forms.printed import Field, read_at_top, read_for, whole
from authoring.forms.tags import Tell
from authoring.model.term import Node

ALL_FILTERS = frozenset({*FILTERS, *JINJA_FILTERS})
ALL_TESTS = frozenset({*TESTS, *JINJA_TESTS})

_SAME = frozenset({"list", "sort", "reverse", "unique", "select", "reject", "selectattr", "rejectattr"})
_ONE = frozenset({"first", "last", "random", "min", "max"})
_COUNTS = frozenset({"length", "count", "wordcount"})
_WORDED = frozenset({"trim", "string", "upper", "lower", "replace", "join", "truncate", "striptags"})
_BY_NAME = {"selectattr": 0, "rejectattr": 0, "groupby": 0, "sum": 0, "sort": 2}
_BY_NAME |= dict.fromkeys(("unique", "min", "max", "join"), 1)
"""Filters that take the name of a field, and its place; others take it as `attribute=`."""
_BY_TEST = {"select": 0, "reject": 0, "selectattr": 1, "rejectattr": 1}
"""Filters that take the name of a test, and its place."""


@dataclass
class Scope:
    """The names that are known at one place of a template, those around it included."""

    around: "Scope | None" = None
    names: dict[str, Kind] = field(default_factory=dict)

    def find(self, name: str) -> Kind | None:
        """The kind of a name; `None` if there is no such name."""
        if name in self.names:
            return self.names[name]
        return self.around.find(name) if self.around else None

    def gives(self, name: str) -> bool:
        """Whether a name is from outside of the template, not set in it."""
        if name in self.names or not self.around:
            return not self.around and name in self.names
        return self.around.gives(name)

    def all(self) -> list[str]:
        """Every name."""
        return [*self.names, *(self.around.all() if self.around else ())]


@dataclass(frozen=True, eq=False)
class Macro(Kind):
    """A macro: where it is written, what it can see, its defaults by name. Each is like itself alone."""

    node: nodes.Macro
    scope: Scope
    file: str
    defaults: dict[str, Kind]

    __eq__, __hash__ = object.__eq__, object.__hash__


@dataclass
class Arguments:
    """What a macro is called with; `open` if there may be more than is written."""

    line: int
    placed: list[Kind]
    named: dict[str, Kind]
    open: bool


class Meanings:
    """Reads expressions. `tell` takes what is wrong, `call` gives what a macro prints."""

    def __init__(self, tell: Tell, call: Callable[[Macro, Arguments], Kind]) -> None:
        self.tell, self.call = tell, call
        self.excused: set[str] = set()
        """Names and paths of which the template itself asks whether they exist."""
        self.fields: set[Field] = set()
        """The fields of the report that have been looked up."""

    def of(self, node: nodes.Node, scope: Scope) -> Kind:
        """The kind of an expression; tells what is wrong in it."""
        read = _READERS.get(type(node))
        if read:
            return read(self, node, scope)
        return mixed(*[self.of(inner, scope) for inner in node.iter_child_nodes()])

    # Names

    def name(self, node: nodes.Name, scope: Scope) -> Kind:
        """`支出`."""
        found = scope.find(node.name)
        if found is None and node.name not in GLOBALS and node.name not in self.excused:
            self.tell(node.lineno, _no_such(node.name, "", [*scope.all(), *GLOBALS]))
            return NOTHING
        if scope.gives(node.name):
            self.fields |= read_at_top(node.name)
        return found or UNKNOWN

    def attribute(self, node: nodes.Getattr, scope: Scope) -> Kind:
        """`支出.合计`."""
        return self.asked(self.of(node.node, scope), node.attr, node)

    def item(self, node: nodes.Getitem, scope: Scope) -> Kind:
        """`列["因公出国（境）费"]`."""
        kind = self.of(node.node, scope)
        if isinstance(node.arg, nodes.Const):
            return self.asked(kind, node.arg.value, node)
        key = self.of(node.arg, scope)
        if isinstance(key, Literal):
            return self.asked(kind, key.value, node, f"{_written(node.node)}.{key.value}")
        return kind if isinstance(node.arg, nodes.Slice) else self.any_of(kind)

    def asked(self, kind: Kind, name: Any, node: nodes.Expr, written: str = "") -> Kind:
        """The kind of what is asked of a value by name or position; `written` is how the template says it."""
        if isinstance(name, int):
            return entry_of(kind)
        names = kind.names()
        if names is None:
            parts = parts_of(kind)
            return mixed(kind, *[self.field(part, name) for part in parts if name in fields(part)])
        if name in names:
            return self.field(kind.node, name) if isinstance(kind, Part) else names[name]
        path = written or _written(node)
        if path in self.excused or _is_pythons(kind, str(name)):
            return mixed(kind)
        holder = path.removesuffix(str(name)).removesuffix(".")
        if isinstance(kind, Listing) and name in (entry_of(kind).names() or {}):
            self.tell(node.lineno, f"“{holder}”是列表，请用 for 逐项写出，不能直接写“{path}”")
        else:
            self.tell(node.lineno, _no_such(path, str(name), names))
        return NOTHING

    def field(self, part: type[Node], name: str) -> Kind:
        """The kind of a field, which has now been looked up."""
        self.fields.add((part.__name__, name))
        return fields(part)[name]

    def any_of(self, kind: Kind) -> Kind:
        """The kind of what is asked of a value by a name nobody knows."""
        asked = parts_of(kind) if not isinstance(kind, Listing) else ()
        return mixed(kind, *[self.field(part, name) for part in asked for name in fields(part)])

    def follow_no_more(self, kinds: Iterable[Kind]) -> None:
        """Take these to be looked up whole: they go where nobody can follow them."""
        for part in parts_of(mixed(*kinds)):
            self.fields |= whole(part)

    # Filters and tests

    def filter(self, node: nodes.Filter, scope: Scope) -> Kind:
        """`文字|句号`."""
        return self.filtered(node, self.of(node.node, scope) if node.node else UNKNOWN, scope)

    def filtered(self, node: nodes.Filter, kind: Kind, scope: Scope) -> Kind:
        """What a filter makes of a value."""
        arguments = [self.of(argument, scope) for argument in _arguments(node)]
        if node.name not in ALL_FILTERS:
            self.tell(node.lineno, _no_word("过滤器", node.name, ALL_FILTERS))
            return NOTHING
        self.fields |= read_for(node.name)
        field_kind = self._check_names_given(node, kind, arguments)
        if node.name in FILTERS:
            return self._ours(node, kind, arguments)
        if node.name in {"default", "d"} and arguments:
            return either(kind, arguments[0])
        if node.name == "map":
            is_field = {keyword.key for keyword in node.kwargs} == {"attribute"}
            return (
                Listing(field_kind if is_field else mixed(kind))
                if isinstance(kind, Listing)
                else mixed(kind, field_kind)
            )
        return _jinjas(node.name, kind)

    def _ours(self, node: nodes.Filter, kind: Kind, arguments: list[Kind]) -> Kind:
        """What a filter of the template language gives."""
        gives = FILTERS[node.name]
        if gives == "rows":
            for key in arguments:
                self._field_called(key, entry_of(kind), node)
            return Listing(Row((entry_of(kind), *(WORDS,) * 2 * len(node.args))))
        return kind if gives == "same" else given(gives)

    def _check_names_given(self, node: nodes.Filter, kind: Kind, arguments: list[Kind]) -> Kind:
        """Names of fields, tests and filters that are given to a filter; the kind of such a field."""
        test = _text_at(node, _BY_TEST[node.name]) if node.name in _BY_TEST else None
        if test is not None and test not in ALL_TESTS:
            self.tell(node.lineno, _no_word("判断", test, ALL_TESTS))
        if node.name == "map":
            name = _text_at(node, 0)
            if name is not None and name not in ALL_FILTERS:
                self.tell(node.lineno, _no_word("过滤器", name, ALL_FILTERS))
            self.fields |= read_for(name or "")
        elif test in {"defined", "undefined"}:
            return UNKNOWN
        return self._field(node, kind, arguments)

    def _field(self, node: nodes.Filter, kind: Kind, arguments: list[Kind]) -> Kind:
        """The field of each entry that a filter goes by; the last of several."""
        place = _BY_NAME.get(node.name, len(node.args))
        keys = arguments[: len(node.args)][place : place + 1]
        keys += [
            argument
            for keyword, argument in zip(node.kwargs, arguments[len(node.args) :], strict=False)
            if keyword.key == "attribute"
        ]
        found: Kind = UNKNOWN
        for key in keys:
            found = self._field_called(key, entry_of(kind), node)
        return found

    def _field_called(self, key: Kind, entry: Kind, node: nodes.Filter) -> Kind:
        """The field of an entry whose name, or path, or names with commas, is given to a filter."""
        if not isinstance(key, Literal):
            return self.any_of(entry)
        found = entry
        for path in key.value.split(","):
            found = entry
            for step in path.split("."):
                found = self.asked(found, int(step) if step.isdecimal() else step, node, path)
        return found

    def test(self, node: nodes.Test, scope: Scope) -> Kind:
        """`数 is 已填`."""
        for inner in (node.node, *_arguments(node)):
            self.of(inner, scope)
        if node.name not in ALL_TESTS:
            self.tell(node.lineno, _no_word("判断", node.name, ALL_TESTS))
        return WORDS

    # Calls

    def called(self, node: nodes.Call, scope: Scope) -> Kind:
        """`职能()`, `比较(甲, 乙)`."""
        kind = self.of(node.node, scope)
        placed = [self.of(argument, scope) for argument in node.args]
        named = {keyword.key: self.of(keyword.value, scope) for keyword in node.kwargs}
        rest = [extra for extra in (node.dyn_args, node.dyn_kwargs) if extra]
        self.follow_no_more([self.of(extra, scope) for extra in rest])
        if isinstance(kind, Macro):
            return self.call(kind, Arguments(node.lineno, placed, named, bool(rest)))
        if isinstance(node.node, nodes.Name) and scope.find(node.node.name) is None:
            return self._function(node, placed if not rest else None)
        if isinstance(kind, Words | Part | Listing | Change):
            self.tell(node.lineno, f"“{_written(node.node)}”不是宏，后面不能写括号")
        self.follow_no_more([*placed, *named.values()])
        return mixed(kind)

    def _function(self, node: nodes.Call, placed: list[Kind] | None) -> Kind:
        """A function of the language."""
        assert isinstance(node.node, nodes.Name)
        result = given(GLOBALS.get(node.node.name, "anything"))
        if result == CHANGE and placed is not None:
            if len(placed) != 2 or node.kwargs:
                self.tell(node.lineno, f"{node.node.name}() 要写两项：{node.node.name}(本数, 比数)")
            elif any(_is_no_figure(kind) for kind in placed):
                self.tell(node.lineno, f"{node.node.name}() 的两项都要是报告里的数")
        return result

    # The rest

    def choice(self, node: nodes.CondExpr, scope: Scope) -> Kind:
        """`甲 if 条件 else 乙`."""
        self.of(node.test, scope)
        first = self.of(node.expr1, scope)
        return either(first, self.of(node.expr2, scope)) if node.expr2 else first

    def joined(self, node: nodes.BinExpr, scope: Scope) -> Kind:
        """`or` and `and`."""
        return either(self.of(node.left, scope), self.of(node.right, scope))

    def sum(self, node: nodes.BinExpr, scope: Scope) -> Kind:
        """`+ - * / // % **`."""
        left, right = self.of(node.left, scope), self.of(node.right, scope)
        if isinstance(left, Figure) or (isinstance(right, Figure) and left == WORDS):
            self.tell(node.lineno, f"模板里不能计算“{_written(node.left)} {node.operator} …”，由程序先算好")
            return UNKNOWN
        known = isinstance(left, Words | Listing) and isinstance(right, Words | Listing)
        return either(left, right) if known else mixed(left, right)

    def sign(self, node: nodes.UnaryExpr, scope: Scope) -> Kind:
        """`-` and `+` before a value."""
        if isinstance(self.of(node.node, scope), Figure):
            self.tell(
                node.lineno, f"模板里不能计算“{node.operator}{_written(node.node)}”，去掉负号写“.绝对值”"
            )
        return UNKNOWN

    def yes_or_no(self, node: nodes.Expr, scope: Scope) -> Kind:
        """`not 甲`, `甲 > 乙`."""
        for inner in node.iter_child_nodes():
            self.of(inner, scope)
        return WORDS

    def operand(self, node: nodes.Operand, scope: Scope) -> Kind:
        """The right side of a comparison."""
        return self.of(node.expr, scope)

    def text(self, node: nodes.Concat, scope: Scope) -> Kind:
        """`~`."""
        kinds = [self.of(inner, scope) for inner in node.nodes]
        return WORDS if all(isinstance(kind, Words) for kind in kinds) else UNKNOWN

    def constant(self, node: nodes.Const, scope: Scope) -> Kind:  # noqa: ARG002  as all readers
        """A text or number written out."""
        if isinstance(node.value, str):
            return Literal(node.value) if node.value.strip() else UNKNOWN
        return UNKNOWN if node.value is None else WORDS

    def row(self, node: nodes.Tuple, scope: Scope) -> Kind:
        """`("名", 数)`."""
        return Row(tuple(self.of(item, scope) for item in node.items))

    def listing(self, node: nodes.List, scope: Scope) -> Kind:
        """`[…]`."""
        kinds = [self.of(item, scope) for item in node.items]
        return Listing(reduce(either, kinds) if kinds else None)


_READERS: dict[type[nodes.Node], Callable[[Meanings, Any, Scope], Kind]] = {
    nodes.Name: Meanings.name,
    nodes.Getattr: Meanings.attribute,
    nodes.Getitem: Meanings.item,
    nodes.Filter: Meanings.filter,
    nodes.Test: Meanings.test,
    nodes.Call: Meanings.called,
    nodes.CondExpr: Meanings.choice,
    nodes.Or: Meanings.joined,
    nodes.And: Meanings.joined,
    nodes.Not: Meanings.yes_or_no,
    nodes.Compare: Meanings.yes_or_no,
    nodes.Operand: Meanings.operand,
    nodes.Concat: Meanings.text,
    nodes.Const: Meanings.constant,
    nodes.Tuple: Meanings.row,
    nodes.List: Meanings.listing,
    nodes.Neg: Meanings.sign,
    nodes.Pos: Meanings.sign,
    **dict.fromkeys(
        (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow), Meanings.sum
    ),
}


def _jinjas(name: str, kind: Kind) -> Kind:
    """What a filter of jinja2's own gives."""
    if name in _COUNTS:
        return WORDS
    if name in _ONE:
        return entry_of(kind)
    if name in _WORDED:
        inner = entry_of(kind) if name == "join" else kind
        return WORDS if isinstance(inner, Words) else kind if isinstance(kind, Html) else mixed(kind)
    return kind if name in _SAME and isinstance(kind, Listing) else mixed(kind)


def _is_pythons(kind: Kind, name: str) -> bool:
    """Whether it is an attribute of the Python value itself, which the sandbox gives out."""
    return not name.startswith("_") and any(hasattr(type_, name) for type_ in kind.python())


def _is_no_figure(kind: Kind) -> bool:
    return isinstance(kind, Words | Part | Listing | Row) and not isinstance(kind, Figure) and kind != WORDS


def asked_about(tree: nodes.Node) -> set[str]:
    """The names and paths a template asks whether they exist: `本项 is defined`, `本项|default(自评)`."""
    asked = [test.node for test in tree.find_all(nodes.Test) if test.name in {"defined", "undefined"}]
    asked += [f.node for f in tree.find_all(nodes.Filter) if f.name in {"default", "d"} and f.node]
    return {_written(node) for node in asked}


def _arguments(node: nodes.Filter | nodes.Test) -> list[nodes.Node]:
    extra = [inner for inner in (node.dyn_args, node.dyn_kwargs) if inner]
    return [*node.args, *(keyword.value for keyword in node.kwargs), *extra]


def _text_at(node: nodes.Filter, place: int) -> str | None:
    """An argument of a filter, if it is a text written out."""
    argument = node.args[place] if place < len(node.args) else None
    is_text = isinstance(argument, nodes.Const) and isinstance(argument.value, str)
    return argument.value if is_text and isinstance(argument, nodes.Const) else None


def _written(node: nodes.Node) -> str:
    """An expression as the template says it, as far as it is a path."""
    if isinstance(node, nodes.Getattr):
        step = f".{node.attr}"
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        step = f"[{node.arg.value}]" if isinstance(node.arg.value, int) else f".{node.arg.value}"
    elif isinstance(node, nodes.Call):
        step = "(…)"
    elif isinstance(node, nodes.Name):
        return node.name
    else:
        return str(node.value) if isinstance(node, nodes.Const) else "…"
    return _written(node.node) + step


def _no_such(path: str, name: str, known: Iterable[str]) -> str:
    """That there is no such field, and which may be meant; `name` is the last of the path."""
    names = list(dict.fromkeys(known))
    nearest = nearest_of(name or path, names)
    if nearest:
        return f"没有“{path}”这一项，是不是“{path.removesuffix(name or path)}{nearest}”？"
    if 0 < len(names) <= 15:
        return f"没有“{path}”这一项，这里有：{'、'.join(names)}"
    return f"没有“{path}”这一项，请查术语表"


def _no_word(what: str, name: str, known: Iterable[str]) -> str:
    nearest = nearest_of(name, sorted(known))
    return f"没有“{name}”这个{what}" + (f"，是不是“{nearest}”？" if nearest else "，请查可用的" + what)
