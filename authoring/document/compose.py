"""Report + form → Document: the template's words, numbered, with annexes and their list."""

from collections.abc import Iterator
from typing import Any

from authoring.document.blocks import Annex, Block, Document, Heading, Paragraph, Run, words
from authoring.document.markup import read_markup
from authoring.document.templates import render, render_lines
from authoring.document.view import Setting, View
from authoring.errors import FormError, GoujiError
from authoring.forms.form import Form
from authoring.model.paths import places
from authoring.model.report import SelfEvaluation

BODY = "body.html"


def compose(report: SelfEvaluation, form: Form, *, draft: bool = False) -> Document:
    """The document a report makes in a form; totals must have been filled in (`checks.fill_totals`).

    Raises GoujiError naming every figure the form needs that is 未填, unless it is a draft, where the
    gaps show. Raises FormError for a fault in the form's own folder.
    """
    setting = Setting(bool(form.grouped))
    facts = _facts(report, form, setting)
    blocks = read_markup(render(form.folder, BODY, facts), f"{form.code}/{BODY}")
    _check_headings(blocks, form)
    annexes = tuple(_annexes(form, facts))
    title = render_lines(form.folder, form.title, facts)
    if setting.missing and not draft:
        raise GoujiError(_missing_words(setting, form))
    sealed = report.signature is None or report.signature.sealed is not False
    return Document(title, _with_annex_list(blocks, annexes), annexes, sealed, draft)


def report_name(report: SelfEvaluation, form: Form) -> str:
    """Name of the report's file without suffix: the title in one line."""
    return "".join(render_lines(form.folder, form.title, _facts(report, form, Setting(grouped=False))))


def _facts(report: SelfEvaluation, form: Form, setting: Setting) -> dict[str, Any]:
    """What a template may name: every part of the report, and 选项."""
    view = View(setting, report)
    facts = {place.name: view[place.name] for place in places(type(report)).values()}
    chosen = report.options or {}
    facts["选项"] = {o.name: chosen.get(o.name, o.choices[0]) for o in form.options}
    facts["落款单位"] = facts["落款"]["单位"] or facts["单位"]["全称"]
    return facts


def _missing_words(setting: Setting, form: Form) -> str:
    gaps = "、".join(f"“{path}”" for path in setting.missing)
    return f"“{form.name}”要用到的 {len(setting.missing)} 项还没有填：{gaps}。请补填，或用 --draft 先出草稿。"


def _check_headings(blocks: tuple[Block, ...], form: Form) -> None:
    """The first-level headings are the form's sections, in order."""
    found = [words(b.runs) for b in blocks if isinstance(b, Heading) and b.level == 1]
    wanted = [section.title for section in form.sections]
    if found != wanted:
        odd = next((f"“{f}”" for f, w in zip(found, wanted, strict=False) if f != w), "个数不同")
        raise FormError(f"{form.code}/{BODY}：一级标题与 form.yaml 的章节不一致（{odd}），请改为一致")


def _annexes(form: Form, facts: dict[str, Any]) -> Iterator[Annex]:
    single = len(form.annexes) == 1
    for number, sheet in enumerate(form.annexes, 1):
        html = render(form.folder, sheet.file, facts)
        blocks = read_markup(html, f"{form.code}/{sheet.file}")
        yield Annex("附件" if single else f"附件{number}", sheet.title, blocks, bool(sheet.landscape))


def _with_annex_list(blocks: tuple[Block, ...], annexes: tuple[Annex, ...]) -> tuple[Block, ...]:
    """附件说明 goes after the text and before the signature."""
    single = len(annexes) == 1
    listed: list[Block] = [
        Paragraph((Run(f"{'附件：' if n == 1 else ''}{'' if single else f'{n}.'}{a.title}"),), "attachment")
        for n, a in enumerate(annexes, 1)
    ]
    closing = {"signature", "date"}
    place = next(
        (i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and b.role in closing), len(blocks)
    )
    return (*blocks[:place], *listed, *blocks[place:])
