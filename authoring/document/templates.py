"""Runs the Jinja2 templates of a form folder: sandboxed, autoescaped, with only what a form may use."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from authoring.document.compiled import CompiledTemplates
from authoring.document.numbering import unnumbered
from authoring.document.view import OFFERED, Change, FigureView, Missing, MissingChange, View
from authoring.errors import FormError
from authoring.printing import print_list


def _paragraphs(text: Any) -> Any:
    """`段落`: each line of a text as a paragraph of its own."""
    if isinstance(text, Missing):
        text = text.note()
    return Markup("").join(
        Markup("<p>{}</p>\n").format(line.strip()) for line in str(text).splitlines() if line.strip()
    )


def _listed(names: Any) -> Any:
    """`列举`: names in a row."""
    if isinstance(names, Missing):
        return names
    return escape(print_list([_unended(unnumbered(str(name))) for name in names]))


def _ended(text: Any) -> Any:
    """`句号`: a text with one full stop at its end, and none doubled."""
    if isinstance(text, Missing):
        return text
    return str(text).rstrip().rstrip("。；;.，,、") + "。"


def _unended(text: Any) -> Any:
    """`去句号`: a text without punctuation at its end, to go on in the same sentence."""
    return text if isinstance(text, Missing) else str(text).rstrip().rstrip("。；;.，,、")


def _reason(text: Any) -> Any:
    """`原因`: a reason to go on after “主要原因是”, whatever words the clerk began with."""
    return text if isinstance(text, Missing) else _LEAD_IN.sub("", _unended(text))


def _use(text: Any) -> Any:
    """`用途`: a use to go on after “用于”."""
    return text if isinstance(text, Missing) else _USED_FOR.sub("", _unended(text))


def _channel(text: Any) -> Any:
    """`渠道`: where it is published, to go on before “公开”: `在…专栏`."""
    return text if isinstance(text, Missing) else "在" + _bare_publishing(str(text)).removeprefix("在")


def _without_publishing(text: Any) -> Any:
    """`去公开`: a time of publishing without the word 公开 at its end."""
    return text if isinstance(text, Missing) else _bare_publishing(str(text))


def _bare_publishing(text: str) -> str:
    bare = re.sub(r"(?:进行|予以)?公开$", "", _unended(text))
    return bare or text


_LEAD_IN = re.compile(r"^\s*(?:主要)?(?:原因)?(?:是因为|是由于|是因|是|为|由于|因为)[：:，]?")
_USED_FOR = re.compile(r"^\s*(?:主要)?用于")


def _known(pairs: Any) -> Any:
    """`已填项`: of pairs of a name and an answer, those answered."""
    return [pair for pair in pairs if _filled(pair[1])]


def _compared(now: Any, before: Any) -> Any:
    """`比较(甲, 乙)`: how one figure lies to another."""
    missing = next((v for v in (now, before) if isinstance(v, Missing)), None)
    if missing is not None:
        return MissingChange(missing)
    if not (isinstance(now, FigureView) and isinstance(before, FigureView)):
        raise TypeError("比较() 的两项都要是报告里的数")
    return Change(now, before)


def _filled(value: Any) -> bool:
    return not isinstance(value, Missing)


class _Unknown(StrictUndefined):
    """A name the report does not have; whatever a template does with it is refused, in Chinese."""

    @property
    def _undefined_message(self) -> str:
        return f"没有“{self._undefined_name}”这一项"


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox; a part of the report gives out its answers by 中文名, and nothing else of its own.

    What stands behind an answer, as the model, must stay out of reach: pydantic reads pickles.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        if not isinstance(obj, View | Missing):
            return super().getattr(obj, attribute)
        return self._answer(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if not isinstance(obj, View | Missing):
            return super().getitem(obj, argument)
        return self._answer(obj, argument)

    def _answer(self, part: "View | Missing", name: str) -> Any:
        try:
            return part[name]
        except KeyError:
            return self.undefined(obj=part, name=name)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, View | Missing):
            return False
        if isinstance(obj, FigureView | Change | MissingChange):
            return attr in OFFERED
        return super().is_safe_attribute(obj, attr, value)


def _printed(value: Any) -> Any:
    """What `{{ }}` prints: words and figures; 是 or 否; never the inside of a part or a list."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, View | list | dict):
        raise TypeError("整个部分或列表不能直接印出，请写明其中的项，或用 for、列举")
    return value


@lru_cache(maxsize=32)
def _environment(folder: Path) -> _Sandbox:
    environment = _Sandbox(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=_Unknown,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledTemplates(),
    )
    environment.globals = {"比较": _compared}
    environment.filters |= {
        "段落": _paragraphs,
        "列举": _listed,
        "句号": _ended,
        "去句号": _unended,
        "已填项": _known,
        "原因": _reason,
        "用途": _use,
        "渠道": _channel,
        "去公开": _without_publishing,
    }
    environment.tests |= {"已填": _filled}
    return environment


_FAULTS = (
    TemplateError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    LookupError,
    RecursionError,
    MemoryError,
    OSError,
)
"""What a template can raise by its own doing."""


def render(folder: Path, file: str, facts: dict[str, Any]) -> str:
    """The words of a template file as HTML. Raises FormError naming file and line."""
    try:
        return _environment(folder).get_template(file).render(facts)
    except _FAULTS as error:
        _refuse(folder, file, error)


def render_lines(folder: Path, lines: Sequence[str], facts: dict[str, Any]) -> tuple[str, ...]:
    """Short texts of `form.yaml` with figures filled in, as plain words."""
    try:
        made = [_line(folder, line).render(facts) for line in lines]
        return tuple(Markup(html).striptags() for html in made)  # noqa: S704  escaped by the template
    except _FAULTS as error:
        _refuse(folder, "form.yaml", error)


@lru_cache(maxsize=256)
def _line(folder: Path, line: str) -> Any:
    return _environment(folder).from_string(line)


def _refuse(folder: Path, file: str, error: Exception) -> NoReturn:
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_of(error, folder)
    where = f"{folder.name}/{file}" + (f" 第{line}行" if line else "")
    raise FormError(f"{where}：模板有误（{_said(error)}），请检查名称和写法") from error


def _said(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"没有文件“{error.name}”"
    if isinstance(error, RecursionError):
        return "宏调用了自己，没有尽头"
    if isinstance(error, OSError | MemoryError):
        return "文件读不了，或算得的内容过大"
    return str(error)


def _line_of(error: Exception, folder: Path) -> int | None:
    """Line of the template where an error arose; jinja2 writes it into the traceback."""
    line = None
    trace = error.__traceback__
    while trace:
        if Path(trace.tb_frame.f_code.co_filename).parent == folder:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
