"""Reads the templates of a form as they are written, and tells every mistake in them by file and line.

It follows a template's statements once, whatever the report may say: each branch of an `if`, each loop,
each macro as it is called. Names are looked up in `meaning.py`, tags in `tags.py`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import nodes

from authoring.decoding import illegal_characters
from authoring.draft.wording import nearest_of
from authoring.errors import Problem
from authoring.forms.form import Form
from authoring.forms.kinds import (
    LOOP,
    UNKNOWN,
    Change,
    Figure,
    Html,
    Kind,
    Mixed,
    Module,
    Part,
    Row,
    either,
    entry_at,
    entry_of,
    facts,
    mixed,
)
from authoring.forms.language import BODY, ENTRY, FORM_FILE, ROOT
from authoring.forms.meaning import Arguments, Macro, Meanings, Scope, asked_about
from authoring.forms.printed import Field, along
from authoring.forms.syntax import SyntaxFault, parse
from authoring.forms.tags import Tags

Lines = Callable[[tuple[str | int, ...]], int | None]
"""Gives the line of an answer of `form.yaml`."""


def proofread(folder: Path, form: Form | None, line_of: Lines, printed: set[Field]) -> list[Problem]:
    """Every mistake in the templates of a folder; `form` is `None` if its `form.yaml` cannot be read.

    The fields of the report that the templates look up are put into `printed`.
    """
    proof = _Proof(folder, form)
    proof.titles(line_of)
    headings = proof.template(BODY, {})
    if form is not None and headings is not None:
        proof.sections(form, headings, line_of)
    for file, more in _annexes(folder, form):
        proof.template(file, more)
    printed |= proof.looked_up().union(*_gone_through(form))
    return proof.problems


def _annexes(folder: Path, form: Form | None) -> Iterator[tuple[str, dict[str, Kind]]]:
    """The annexes' files, each with the names only it may use."""
    if form is None:
        for path in sorted(folder.glob("annex-*.html")):
            yield path.name, {ENTRY: UNKNOWN}
    else:
        for annex in form.annexes:
            yield annex.file, {ENTRY: entry_at(annex.each)} if annex.each else {}


def _gone_through(form: Form | None) -> Iterator[frozenset[Field]]:
    """The fields on the way to the entries that annexes are made for."""
    for annex in form.annexes if form else ():
        if annex.each:
            yield along(annex.each)


class _Run(NamedTuple):
    """What a macro prints, and the fields it looks up, with arguments of some kinds."""

    printed: Kind
    fields: set[Field]


class _Proof:
    """One proof-reading of one form."""

    def __init__(self, folder: Path, form: Form | None) -> None:
        self.folder, self.form = folder, form
        self.homes = {folder.resolve(), (folder / FORM_FILE).resolve().parent}
        self.problems: list[Problem] = []
        self.said: set[tuple[str, int | None, str]] = set()
        self.trees: dict[str, nodes.Template | None] = {}
        self.meanings = Meanings(self.tell, self.call)
        self.reading: list[str] = []
        """Files that are being read, each included by the one before."""
        self.running: dict[Macro, tuple[Kind, ...]] = {}
        self.runs: dict[tuple[Macro, tuple[Kind, ...]], _Run] = {}
        self.macros: list[Macro] = []
        self.called: set[nodes.Macro] = set()
        self.called_at = ""
        self.only_line: int | None = None
        """The line of `form.yaml` whose template is being read."""

    def tell(self, line: int | None, message: str) -> None:
        """Note a mistake in the file that is being read, once."""
        line = self.only_line or line
        mistake = (self.reading[-1], line, message)
        if mistake not in self.said:
            self.said.add(mistake)
            self.problems.append(
                Problem(message + self.called_at, f"{self.folder.name}/{self.reading[-1]}", line)
            )

    @contextmanager
    def within(self, file: str, called_at: str = "") -> Iterator[None]:
        """Read on in another file, or in the body of a macro that is called somewhere."""
        outer, self.called_at = self.called_at, called_at
        self.reading.append(file)
        try:
            yield
        finally:
            self.reading.pop()
            self.called_at = outer

    @contextmanager
    def of_some_depth(self) -> Iterator[None]:
        """Tell of what is nested deeper than can be followed; jinja2 could not run it either."""
        try:
            yield
        except RecursionError:
            self.tell(1, "括号、判断或宏套得太深")

    # Files

    def template(self, file: str, more: dict[str, Kind]) -> list[tuple[int, str]] | None:
        """Read a whole template; its h1 with their lines, or `None` where these depend on the report."""
        tree = self.tree(file)
        if tree is None:
            return None
        tags = Tags(self.tell, None if tree.find(nodes.Extends) else ROOT)
        with self.within(file), self.of_some_depth():
            self.statements(tree.body, self.top_scope(more), tags)
            tags.finish()
            self.uncalled()
        return tags.headings if tags.settled and tags.root else None

    def top_scope(self, more: dict[str, Kind]) -> Scope:
        options = tuple(option.name for option in self.form.options) if self.form else None
        return Scope(Scope(None, {**facts(options), "self": UNKNOWN, **more}))

    def tree(self, file: str) -> nodes.Template | None:
        """The syntax tree of a file of the folder; `None` if it cannot be read, which has been told."""
        if file not in self.trees:
            self.trees[file] = None
            with self.within(file), self.of_some_depth():
                text = self.text(file)
                try:
                    tree = parse(text) if text is not None else None
                    self.meanings.excused |= asked_about(tree) if tree else set()
                    self.trees[file] = tree
                except SyntaxFault as fault:
                    self.tell(fault.line, fault.message)
        return self.trees[file]

    def text(self, file: str) -> str | None:
        """What is written in a file; `None` if it cannot be read."""
        path = self.folder / file
        if not path.is_file():
            return None
        if path.resolve().parent not in self.homes:
            self.tell(None, "这个文件是指向文件夹之外的链接，请换成文件本身")
            return None
        try:
            content = path.read_bytes()
            text = content.decode()
        except OSError:
            self.tell(None, "打不开这个文件，请检查权限")
            return None
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.tell(line, "不是 UTF-8 编码，请用记事本另存为 UTF-8 编码")
            return None
        text = re.sub(r"\r\n?", "\n", text)
        for line, _, code in illegal_characters(text):
            self.tell(line, f"有不能用的控制字符（U+{code:04X}），请删除")
        return text

    def titles(self, line_of: Lines) -> None:
        """报告标题, whose lines are templates too; the text in them is no HTML."""
        for position, title in enumerate(self.form.title if self.form else ()):
            line = line_of(("报告标题", position))
            self.only_line = line
            with self.within(FORM_FILE), self.of_some_depth():
                try:
                    self.statements(parse(title).body, self.top_scope({}), Tags(lambda *_: None, None))
                except SyntaxFault as fault:
                    self.tell(line, fault.message)
        self.only_line = None

    # Statements

    def statements(self, body: Sequence[nodes.Node], scope: Scope, tags: Tags) -> None:
        for node in body:
            follow = _STATEMENTS.get(type(node))
            if follow:
                follow(self, node, scope, tags)
            elif isinstance(node, nodes.Expr | nodes.ExprStmt):
                self.meanings.of(node, scope)

    def output(self, node: nodes.Output, scope: Scope, tags: Tags) -> None:
        for piece in node.nodes:
            if isinstance(piece, nodes.TemplateData):
                tags.data(piece.data, piece.lineno)
                continue
            kind = self.meanings.of(piece, scope)
            if isinstance(kind, Macro):
                self.tell(piece.lineno, f"“{kind.node.name}”是宏，要印出它的内容，请写 {kind.node.name}(…)")
            elif isinstance(kind, Change):
                self.tell(piece.lineno, "比较的结果不能直接印出，请写明其中的方向、差额等")
            tags.printed(UNKNOWN if isinstance(kind, Mixed) else kind, piece.lineno)

    def condition(self, node: nodes.If, scope: Scope, tags: Tags) -> None:
        before = dict(scope.names)
        after: list[dict[str, Kind]] = []
        for branch in (node, *node.elif_):
            self.meanings.of(branch.test, scope)
            with tags.block(branch.lineno, "if"):
                self.statements(branch.body, scope, tags)
            after.append(scope.names)
            scope.names = dict(before)
        with tags.block(node.lineno, "if"):
            self.statements(node.else_, scope, tags)
        for names in after:
            scope.names = _merged(scope.names, names)

    def loop(self, node: nodes.For, scope: Scope, tags: Tags) -> None:
        listing = self.meanings.of(node.iter, scope)
        if isinstance(listing, Part | Figure | Change):
            self.tell(node.lineno, "for 的 in 后面要写列表，这里不是列表")
        inner = Scope(scope)
        self.bind(node.target, entry_of(listing), inner)
        inner.names["loop"] = LOOP
        if node.test:
            self.meanings.of(node.test, inner)
        with tags.block(node.lineno, "for"):
            self.statements(node.body, inner, tags)
        with tags.block(node.lineno, "for"):
            self.statements(node.else_, Scope(scope), tags)

    def bind(self, target: nodes.Node, kind: Kind, scope: Scope) -> None:
        """Give names their kinds, as `set` and `for` do."""
        if isinstance(target, nodes.Name):
            scope.names[target.name] = kind
        elif isinstance(target, nodes.Tuple):
            fits = isinstance(kind, Row) and len(kind.items) == len(target.items)
            kinds = kind.items if fits and isinstance(kind, Row) else (mixed(kind),) * len(target.items)
            for inner, inner_kind in zip(target.items, kinds, strict=True):
                self.bind(inner, inner_kind, scope)

    def assignment(self, node: nodes.Assign, scope: Scope, tags: Tags) -> None:  # noqa: ARG002
        self.bind(node.target, self.meanings.of(node.node, scope), scope)

    def captured(self, body: Sequence[nodes.Node], scope: Scope) -> Html:
        """HTML that is made here and printed elsewhere."""
        tags = Tags(self.tell, None)
        self.statements(body, scope, tags)
        tags.finish()
        return Html(frozenset(tags.top))

    def captured_set(self, node: nodes.AssignBlock, scope: Scope, tags: Tags) -> None:  # noqa: ARG002
        kind: Kind = self.captured(node.body, Scope(scope))
        self.bind(node.target, self.through(node.filter, kind, scope) if node.filter else kind, scope)

    def filter_block(self, node: nodes.FilterBlock, scope: Scope, tags: Tags) -> None:
        kind = self.captured(node.body, Scope(scope))
        tags.printed(self.through(node.filter, kind, scope), node.lineno)

    def through(self, node: nodes.Filter, kind: Kind, scope: Scope) -> Kind:
        """What filters make of a block."""
        if isinstance(node.node, nodes.Filter):
            kind = self.through(node.node, kind, scope)
        return self.meanings.filtered(node, kind, scope)

    def with_names(self, node: nodes.With, scope: Scope, tags: Tags) -> None:
        inner = Scope(scope)
        for target, value in zip(node.targets, node.values, strict=True):
            self.bind(target, self.meanings.of(value, scope), inner)
        with tags.block(node.lineno, "with"):
            self.statements(node.body, inner, tags)

    def part(self, node: Any, scope: Scope, tags: Tags) -> None:
        """A `block`, or what an `autoescape` holds."""
        with tags.block(node.lineno or 1, "block"):
            self.statements(node.body, Scope(scope), tags)

    # Macros

    def macro(self, node: nodes.Macro, scope: Scope, tags: Tags) -> None:  # noqa: ARG002
        kinds = [self.meanings.of(default, scope) for default in node.defaults]
        names = [argument.name for argument in node.args]
        defaults = dict(zip(names[len(names) - len(kinds) :], kinds, strict=True))
        macro = Macro(node, scope, self.reading[-1], defaults)
        scope.names[node.name] = macro
        self.macros.append(macro)

    def call_block(self, node: nodes.CallBlock, scope: Scope, tags: Tags) -> None:
        inner = Scope(scope, {argument.name: UNKNOWN for argument in node.args})
        self.captured(node.body, inner)
        tags.printed(self.meanings.of(node.call, scope), node.lineno)

    def call(self, macro: Macro, given: Arguments) -> Kind:
        """What a macro prints. What is wrong whatever it is called with is told of the macro alone."""
        names = [argument.name for argument in macro.node.args]
        self.check_arguments(macro, names, given)
        self.called.add(macro.node)
        run = self.run(macro, _in_general(macro), "")
        by_name = dict(zip(names, given.placed, strict=False)) | given.named
        if given.open:
            self.meanings.follow_no_more(by_name.values())
        else:
            kinds = tuple(by_name.get(name) or macro.defaults.get(name, UNKNOWN) for name in names)
            run = self.run(macro, kinds, f"（第{given.line}行这样调用时）")
        self.meanings.follow_no_more(given.placed[len(names) :])
        self.meanings.follow_no_more(kind for name, kind in given.named.items() if name not in names)
        self.meanings.fields |= run.fields
        return run.printed

    def check_arguments(self, macro: Macro, names: list[str], given: Arguments) -> None:
        used = {name.name for name in macro.node.find_all(nodes.Name)}
        if len(given.placed) > len(names) and "varargs" not in used:
            self.tell(
                given.line, f"宏“{macro.node.name}”只有 {len(names)} 项，这里写了 {len(given.placed)} 项"
            )
        for name in given.named:
            if name not in {*names, "caller"} and "kwargs" not in used:
                self.tell(given.line, f"宏“{macro.node.name}”没有“{name}”这一项{_meant(name, names)}")

    def run(self, macro: Macro, kinds: tuple[Kind, ...], called_at: str) -> _Run:
        """Read the body of a macro with arguments of these kinds."""
        if macro in self.running:
            with self.fields_apart() as fields:
                self.meanings.follow_no_more(() if self.running[macro] == kinds else kinds)
            return _Run(Html(frozenset({"?"})), fields)
        if (macro, kinds) not in self.runs:
            names = [argument.name for argument in macro.node.args]
            own = dict.fromkeys(("caller", "varargs", "kwargs"), UNKNOWN)
            scope = Scope(macro.scope, own | dict(zip(names, kinds, strict=True)))
            self.running[macro] = kinds
            with self.within(macro.file, called_at), self.fields_apart() as fields:
                printed = self.captured(macro.node.body, scope)
            del self.running[macro]
            self.runs[macro, kinds] = _Run(printed, fields)
        return self.runs[macro, kinds]

    @contextmanager
    def fields_apart(self) -> Iterator[set[Field]]:
        """Note the fields that are looked up meanwhile by themselves."""
        outer, self.meanings.fields = self.meanings.fields, set()
        try:
            yield self.meanings.fields
        finally:
            self.meanings.fields = outer

    def uncalled(self) -> None:
        """Read the macros nobody called, once all that they may name is known."""
        while self.macros:
            macro = self.macros.pop()
            self.run(macro, _in_general(macro), "")

    def looked_up(self) -> set[Field]:
        """The fields of the report; those of macros never called by name too, which may be called else."""
        unseen = [run.fields for (macro, _), run in self.runs.items() if macro.node not in self.called]
        return self.meanings.fields.union(*unseen)

    # Other files

    def inclusion(self, node: nodes.Include, scope: Scope, tags: Tags) -> None:
        for file in self.files_named(node.template, node.lineno, may_lack=node.ignore_missing):
            tree = self.tree(file)
            if tree is not None and file not in self.reading:
                with self.within(file), tags.block(node.lineno, "include"):
                    inner = Scope(scope) if node.with_context else Scope()
                    self.statements(tree.body, inner, tags)

    def extension(self, node: nodes.Extends, scope: Scope, tags: Tags) -> None:  # noqa: ARG002
        for file in self.files_named(node.template, node.lineno):
            tree = self.tree(file)
            if tree is not None and file not in self.reading:
                root = None if tree.find(nodes.Extends) else ROOT
                with self.within(file):
                    outer = Tags(self.tell, root)
                    self.statements(tree.body, Scope(scope), outer)
                    outer.finish()

    def module(self, node: nodes.Import, scope: Scope, tags: Tags) -> None:  # noqa: ARG002
        names = self.exported(node, scope)
        scope.names[node.target] = UNKNOWN if names is None else Module(tuple(names.items()))

    def from_module(self, node: nodes.FromImport, scope: Scope, tags: Tags) -> None:  # noqa: ARG002
        exported = self.exported(node, scope)
        for entry in node.names:
            name, alias = entry if isinstance(entry, tuple) else (entry, entry)
            if exported is not None and name not in exported:
                self.tell(node.lineno, f"引入的文件里没有“{name}”{_meant(name, exported)}")
            scope.names[alias] = (exported or {}).get(name, UNKNOWN)

    def exported(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> dict[str, Kind] | None:
        """The macros and variables of an imported file."""
        for file in self.files_named(node.template, node.lineno):
            tree = self.tree(file)
            if tree is not None and file not in self.reading:
                inner = Scope(scope) if node.with_context else Scope()
                with self.within(file):
                    self.statements(tree.body, inner, Tags(self.tell, None))
                return {name: kind for name, kind in inner.names.items() if not name.startswith("_")}
        return None

    def files_named(self, node: nodes.Node, line: int, *, may_lack: bool = False) -> list[str]:
        """The files a statement names; tells of those that may not be named."""
        written = node.items if isinstance(node, nodes.Tuple | nodes.List) else [node]
        files = [
            name.value for name in written if isinstance(name, nodes.Const) and isinstance(name.value, str)
        ]
        if len(files) < len(written):
            self.tell(line, '这里要直接写出文件名，如 {% include "part.html" %}')
        return [file for file in files if self.may_name(file, line, may_lack=may_lack)]

    def may_name(self, file: str, line: int, *, may_lack: bool) -> bool:
        if not re.fullmatch(r"[^/\\:\0]+", file) or file in {".", ".."}:
            self.tell(line, f"只能用同一文件夹里的文件，不能写“{file}”")
        elif not (self.folder / file).is_file():
            if not may_lack:
                self.tell(
                    line, f"没有文件“{file}”{_meant(file, [p.name for p in self.folder.glob('*.html')])}"
                )
        else:
            return True
        return False

    # Sections

    def sections(self, form: Form, headings: list[tuple[int, str]], line_of: Lines) -> None:
        """Tell where the h1 of the body are not the sections of the form."""
        wanted = [section.title for section in form.sections]
        headings = [(line, _as_wanted(unescape(text), wanted)) for line, text in headings]
        found = [text for _, text in headings]
        missing: list[int] = []
        surplus: list[int] = []
        for what, a, b, c, d in SequenceMatcher(None, found, wanted, autojunk=False).get_opcodes():
            paired = min(b - a, d - c) if what == "replace" else 0
            for n in range(paired):
                self.differing(headings[a + n][0], found[a + n], wanted[c + n], wanted, found)
            if what != "equal":
                surplus += range(a + paired, b)
                missing += range(c + paired, d)
        for n in surplus:
            self.unwanted(headings, n, [wanted[m] for m in missing])
        with self.within(FORM_FILE):
            for m in missing:
                if wanted[m] not in found:
                    self.tell(line_of(("章节", m, "标题")), f"{BODY} 里没有章节“{wanted[m]}”，请补上 <h1>")

    def differing(self, line: int, text: str, title: str, wanted: list[str], found: list[str]) -> None:
        moved = "，次序不对" if text in wanted and title in found else ""
        with self.within(BODY):
            self.tell(line, f"一级标题与 form.yaml 的章节不一致（“{text}”），这里应是“{title}”{moved}")

    def unwanted(self, headings: list[tuple[int, str]], at: int, missing: list[str]) -> None:
        text = headings[at][1]
        places = [line for line, other in headings if other == text]
        if text in missing:
            why = "次序与 form.yaml 的章节不同"
        elif len(places) > 1:
            why = f"写了两次（另一处在第{places[0]}行）"
        else:
            why = "不在 form.yaml 的章节里"
        with self.within(BODY):
            self.tell(places[-1], f"一级标题“{text}”{why}，请改为一致")


_STATEMENTS: dict[type[nodes.Node], Callable[[_Proof, Any, Scope, Tags], None]] = {
    nodes.Output: _Proof.output,
    nodes.If: _Proof.condition,
    nodes.For: _Proof.loop,
    nodes.Assign: _Proof.assignment,
    nodes.AssignBlock: _Proof.captured_set,
    nodes.FilterBlock: _Proof.filter_block,
    nodes.With: _Proof.with_names,
    nodes.Block: _Proof.part,
    nodes.Scope: _Proof.part,
    nodes.ScopedEvalContextModifier: _Proof.part,
    nodes.Macro: _Proof.macro,
    nodes.CallBlock: _Proof.call_block,
    nodes.Include: _Proof.inclusion,
    nodes.Extends: _Proof.extension,
    nodes.Import: _Proof.module,
    nodes.FromImport: _Proof.from_module,
}


def _in_general(macro: Macro) -> tuple[Kind, ...]:
    """The kinds of a macro's arguments, whatever it is called with."""
    return tuple(mixed(macro.defaults.get(argument.name, UNKNOWN)) for argument in macro.node.args)


def _merged(one: dict[str, Kind], other: dict[str, Kind]) -> dict[str, Kind]:
    """The names after two branches; one set in a single branch is taken to be what it is there."""
    both = {name: either(one[name], other[name]) for name in one.keys() & other.keys()}
    return {**other, **one, **both}


def _as_wanted(text: str, wanted: list[str]) -> str:
    """A heading without the line breaks of the template, and without a number before a section's title."""
    words = re.sub(r"[ \t]*\n[ \t\n]*", "", text).strip(" \t\n")
    for title in wanted:
        if words.endswith(title) and not re.sub(
            r"[（(0-9０-９一二三四五六七八九十)）、．.\s]", "", words[: -len(title)]
        ):
            return title
    return words


def _meant(name: str, known: Any) -> str:
    nearest = nearest_of(name, list(known))
    return f"，是不是“{nearest}”？" if nearest else ""
