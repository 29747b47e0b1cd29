"""One item → its row, the name its files want and their bytes, or why not. Nothing is written here."""

import traceback
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from authoring.batch.copied import belonging, tell_full
from authoring.batch.naming import as_in_workbook
from authoring.batch.outcome import Row, Status, Told
from authoring.batch.sketches import sketch_of
from authoring.batch.sources import Item
from authoring.checks.finding import Outcome, as_typed
from authoring.checks.run import Checked, check
from authoring.document.compose import compose, report_name
from authoring.draft.draft import Draft
from authoring.draft.report_file import build_report, draft_in
from authoring.errors import FormError, GoujiError, InputError, Problem
from authoring.forms.finder import load_form
from authoring.model.paths import answer
from authoring.model.report import SelfEvaluation
from authoring.quantities import Amount
from authoring.rendering import WRITERS

_SUMMED = {
    "年初预算数": "预算.年初预算数",
    "全年预算数": "预算.全年预算数",
    "支出合计": "支出.合计",
    "基本支出": "支出.基本.合计",
    "项目支出": "支出.项目.合计",
}
_MOST_NAMES = 50
_NO_ANSWERS = {"版本", "表单", "年度", "表单选项"}
_NAMED = 5
_UNFORESEEN = "程序在处理这份报告时出错（{}），没有生成，请把来源文件和这句话告诉程序的维护人"


class Wish(NamedTuple):
    """What to make of each: formats; form and year where the answers do not say."""

    kinds: tuple[str, ...] = ("docx", "txt")
    form: str = ""
    year: int | None = None


class Worked(NamedTuple):
    """A row that lacks its number and files, the stem its files want, each format's bytes.

    `detail` is for whoever mends the program.
    """

    row: Row
    stem: str = ""
    outputs: tuple[tuple[str, bytes], ...] = ()
    detail: str = ""


def work(item: Item, wish: Wish) -> Worked:
    """Make one report in memory. Never raises: what nobody foresaw leaves the row 未处理."""
    unit = item.unit
    row = Row(0, item.source, unit.sheet if unit else "", unit.row if unit else None)
    if unit is not None:
        row = row._replace(unit=unit.name)
    if item.fault:
        return Worked(row._replace(reason=item.fault, told=tuple(_remarks(item.remarks))), detail=item.detail)
    try:
        return _worded(_work(item, wish, row), item)
    except FormError as error:
        return Worked(row._replace(reason=f"表单有误：{error}"))
    except GoujiError as error:
        return Worked(row._replace(reason=str(error)))
    except Exception as error:  # noqa: BLE001  one report must not stop the others
        return Worked(
            row._replace(reason=_UNFORESEEN.format(type(error).__name__)), detail=traceback.format_exc()
        )


def _work(item: Item, wish: Wish, row: Row) -> Worked:
    """Raises GoujiError for what is no fault of the answers."""
    remarks = tuple(_remarks(item.remarks))
    try:
        draft, problems = _answers(item, wish)
    except InputError as error:
        return _wrong(row, [*map(Told.of_problem, error.problems), *remarks])
    if draft.note:
        remarks += (Told("提示", draft.note),)
    row = _named(row, draft)
    built = _built(draft, problems)
    if not isinstance(built, SelfEvaluation):
        return _wrong(row, [*map(Told.of_problem, built), *remarks])
    report = built
    unread = [Told.of_problem(problem) for problem in problems]
    row = row._replace(year=report.year, form=report.form)
    try:
        form = load_form(report.form)
    except FormError:
        raise
    except GoujiError as error:
        return _wrong(row, [*unread, Told.of_problem(_at_form(str(error), draft)), *remarks])
    checked = check(report, form, draft, brief=True)
    found = [Told.of_finding(f) for f in checked.findings if f.outcome is Outcome.DIFFERS]
    full = list(tell_full(checked.report))
    row = _counted(row, checked, [*unread, *found, *full, *remarks], len(unread), len(full))
    if unread or checked.stopping:
        return Worked(row._replace(status=Status.WRONG))
    try:
        document = compose(checked.report, form)
    except FormError:
        raise
    except GoujiError as error:
        gap = Told("错误", str(error).partition("，或用 --draft")[0])
        return Worked(_counted(row, checked, [gap, *row.told], 1)._replace(status=Status.WRONG))
    outputs = tuple((kind, WRITERS[kind](document, form)) for kind in wish.kinds)
    left_out = [path for path in document.left_out if path not in checked.computed]
    if left_out:
        row = row._replace(told=(*row.told, _not_printed(left_out)))
    names = tuple(sorted(belonging(checked.report)))[:_MOST_NAMES]
    row = row._replace(status=Status.MADE, sketch=sketch_of(checked.report), names=names)
    return Worked(row, report_name(checked.report, form), outputs)


def _worded(worked: Worked, item: Item) -> Worked:
    """As whoever filled in a workbook knows it; a report file has the paths themselves."""
    row = worked.row
    if item.unit is None or not row.told:
        return worked
    try:
        form = load_form(row.form)
    except GoujiError:
        return worked
    return worked._replace(row=row._replace(told=as_in_workbook(row.told, form)))


def _at_form(message: str, draft: Draft) -> Problem:
    return Problem(message, draft.file, draft.line(("表单",)), "表单", draft.spot(("表单",)))


def _built(draft: Draft, problems: tuple[Problem, ...]) -> SelfEvaluation | list[Problem]:
    """The report of a draft, or why there is none."""
    if problems and draft.answers.keys() <= _NO_ANSWERS:  # what is missing besides says nothing
        return list(problems)
    try:
        return build_report(draft)
    except InputError as error:
        return list(dict.fromkeys([*problems, *error.problems]))


def _answers(item: Item, wish: Wish) -> tuple[Draft, tuple[Problem, ...]]:
    """The answers, with form and year where they do not say. Raises InputError."""
    if item.unit is not None:
        draft, problems = item.unit.draft, item.unit.problems
    else:
        draft, problems = draft_in(item.content or b"", item.source), ()
    wanted = {"表单": wish.form, "年度": str(wish.year) if wish.year else ""}
    added = {name: value for name, value in wanted.items() if value and not draft.answers.get(name)}
    return (replace(draft, answers=draft.answers | added) if added else draft), problems


def _named(row: Row, draft: Draft) -> Row:
    """The row with what a faulty report still says of itself."""
    unit, form, year = (draft.answers.get(name) for name in ("单位", "表单", "年度"))
    name = unit.get("全称") if isinstance(unit, dict) else None
    return row._replace(
        unit=name if isinstance(name, str) else "",
        form=form if isinstance(form, str) else "",
        year=int(year) if isinstance(year, str) and year.isdecimal() and len(year) == 4 else None,
    )


def _wrong(row: Row, told: list[Told]) -> Worked:
    count = sum(each.severity == "错误" for each in told)
    return Worked(row._replace(status=Status.WRONG, told=tuple(told), counts={"错误": count}))


def _counted(row: Row, checked: Checked, told: list[Told], wrong: int, doubtful: int = 0) -> Row:
    """The row with what is told of it, `wrong` and `doubtful` things beside the findings."""
    counts = checked.counts()
    counts["错误"] += wrong
    counts["警告"] += doubtful
    values = {name: answer(checked.report, path) for name, path in _SUMMED.items()}
    figures = {name: as_typed(value) for name, value in values.items() if isinstance(value, Amount)}
    return row._replace(told=tuple(told), counts=counts, figures=figures)


def _not_printed(paths: list[str]) -> Told:
    named = f"{'、'.join(paths[:_NAMED])}{'等' if len(paths) > _NAMED else ''}"
    return Told("提示", f"有 {len(paths)} 项填了，但这种表单里没有位置，没有印出：{named}")


def _remarks(remarks: tuple[str, ...]) -> Iterator[Told]:
    return (Told("提示", remark) for remark in remarks)
