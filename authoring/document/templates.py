"""Runs the Jinja2 templates of a form folder: sandboxed, autoescaped, with only what a form may use."""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from authoring.checks.indicator_score import QUALITATIVE, nature_of, read_measure
from authoring.document.compiled import CompiledTemplates
from authoring.document.numbering import unnumbered
from authoring.document.view import OFFERED, Change, FigureView, Missing, MissingChange, View
from authoring.errors import FormError
from authoring.model.evaluation import Indicator
from authoring.printing import print_capital, print_list
from authoring.quantities import Amount


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


def _capital(figure: Any) -> Any:
    """`大写`: an amount in 大写, 贰仟陆佰零壹万元整."""
    if isinstance(figure, Missing):
        return figure
    if not (isinstance(figure, FigureView) and isinstance(figure.figure, Amount)):
        raise TypeError("“大写”只用于金额")
    return Markup('<data value="{}">{}</data>').format(figure.path, print_capital(figure.figure))


def _or_blank(value: Any) -> Any:
    """`或空`: an answer, or nothing where there is none; for the cells of a table."""
    return "" if isinstance(value, Missing) else value


def _target(indicator: Any) -> Any:
    """`指标值`: what an indicator was to reach, `≥50个`."""
    node = _indicator(indicator, "指标性质", "指标值", "计量单位")
    measure = read_measure(node.target)
    if measure is None or nature_of(node.nature) == QUALITATIVE:
        return node.target or ""
    sign = "" if measure.nature else _sign(node.nature or "")
    return f"{sign}{node.target}{'' if measure.unit else node.unit or ''}"


def _sign(nature: str) -> str:
    """指标性质 as one sign, however it was typed; ＞ stays ＞."""
    typed = nature.strip()
    return _STRICT.get(typed) or nature_of(typed) or typed


_STRICT = {">": "＞", "＞": "＞", "大于": "＞", "<": "＜", "＜": "＜", "小于": "＜"}


def _actual(indicator: Any) -> Any:
    """`完成值`: what it reached, `52个`; for 定性 the words about it."""
    node = _indicator(indicator, "完成值", "计量单位", "完成情况")
    measure = read_measure(node.actual)
    if measure is None:
        return node.actual or node.completion or node.band or ""
    return f"{node.actual}{'' if measure.unit else node.unit or ''}"


def _indicator(view: Any, *names: str) -> Indicator:
    """The indicator behind a view, for which these of its answers count as asked for."""
    if not (isinstance(view, View) and isinstance(view.node, Indicator)):
        raise TypeError("“指标值”“完成值”只用于绩效指标")
    view.setting.asked.update(f"{view.path}.{name}" for name in names)
    return view.node


class SpanRow(NamedTuple):
    """An entry with the words of its first two columns, and how many rows each cell reaches over.

    0 where the cell of a row above reaches down to here.
    """

    entry: Any
    one: str
    one_rows: int
    two: str
    two_rows: int


def _spanned(entries: Any, one: str, two: str) -> Any:
    """`合并行("一级指标", "二级指标")`: a list whose equal neighbours in two columns share a cell.

    A word left open is that of the row above.
    """
    if isinstance(entries, Missing):
        return entries
    rows: list[SpanRow] = []
    for entry in entries:
        above = rows[-1] if rows else None
        first = _cell(entry[one]) or (above.one if above else "")
        same = above is not None and first == above.one
        second = _cell(entry[two]) or (above.two if above and same else "")
        within = bool(above and same and second == above.two)
        rows.append(SpanRow(entry, first, int(not same), second, int(not within)))
    one_reach = two_reach = 0
    for at in range(len(rows) - 1, -1, -1):
        one_reach, two_reach = one_reach + 1, two_reach + 1
        row = rows[at]
        rows[at] = row._replace(
            one_rows=one_reach if row.one_rows else 0, two_rows=two_reach if row.two_rows else 0
        )
        one_reach = 0 if row.one_rows else one_reach
        two_reach = 0 if row.two_rows else two_reach
    return rows


def _cell(value: Any) -> str:
    return "" if isinstance(value, Missing) else str(value).strip()


class _Unknown(StrictUndefined):
    """A name the report does not have; whatever a template does with it is refused, in Chinese."""

    @property
    def _undefined_message(self) -> str:
        return f"没有“{self._undefined_name}”这一项"


_PARTS = (View, Missing)
_UNPRINTABLE = (View, list, dict)


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox; a part of the report gives out its answers by 中文名, and nothing else of its own.

    What stands behind an answer, as the model, must stay out of reach: pydantic reads pickles.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        if not isinstance(obj, _PARTS):
            return super().getattr(obj, attribute)
        return self._answer(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if not isinstance(obj, _PARTS):
            return super().getitem(obj, argument)
        return self._answer(obj, argument)

    def _answer(self, part: "View | Missing", name: str) -> Any:
        try:
            return part[name]
        except KeyError:
            return self.undefined(obj=part, name=name)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, _PARTS):
            return False
        if isinstance(obj, FigureView | Change | MissingChange):
            return attr in OFFERED
        return super().is_safe_attribute(obj, attr, value)


def _printed(value: Any) -> Any:
    """What `{{ }}` prints: words and figures; 是 or 否; never the inside of a part or a list."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, _UNPRINTABLE):
        raise TypeError("整个部分或列表不能直接印出，请写明其中的项，或用 for、列举")
    return value


@lru_cache(maxsize=32)
def _environment(folder: Path) -> _Sandbox:
    environment = _Sandbox(
        loader=FileSystemLoader(folder, encoding="utf-8-sig"),
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
        "大写": _capital,
        "或空": _or_blank,
        "合并行": _spanned,
        "指标值": _target,
        "完成值": _actual,
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
    said = str(error)
    return said if _CHINESE.search(said) else "这样的写法用在这一项上不行"


_CHINESE = re.compile("[\u4e00-\u9fff]")


def _line_of(error: Exception, folder: Path) -> int | None:
    """Line of the template where an error arose; jinja2 writes it into the traceback."""
    line = None
    trace = error.__traceback__
    while trace:
        if Path(trace.tb_frame.f_code.co_filename).parent == folder:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
