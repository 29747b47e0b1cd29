"""Report + form → Document: the template's words, numbered, with annexes and their list."""

import re
from collections.abc import Iterator
from typing import Any

from authoring.document.blocks import Annex, Block, Document, Heading, Paragraph, Run, words
from authoring.document.markup import read_markup
from authoring.document.templates import render, render_lines
from authoring.document.view import Setting, View
from authoring.errors import FormError, GoujiError
from authoring.forms.form import AnnexSheet, Form
from authoring.model.paths import answer, filled, is_answered, places
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
    sheets = tuple(sheet for sheet in form.annexes if _attached(sheet, report))
    annexes = tuple(_annexes(form, sheets, facts))
    title = render_lines(form.folder, form.title, facts)
    if setting.missing and not draft:
        raise GoujiError(_missing_words(setting, form))
    sealed = report.signature is None or report.signature.sealed is not False
    listed = _with_annex_list(blocks, [sheet.title for sheet in sheets])
    return Document(title, listed, annexes, sealed, draft, tuple(_left_out(report, setting.asked)))


_NEVER_PRINTED = ("版本", "表单", "年度", "表单选项", "出错说明", "来源", "上年")
_FOR_THE_CHECKS = ("编码", "完成档次", "类别", "资金来源")


def _left_out(report: SelfEvaluation, asked: set[str]) -> Iterator[str]:
    """Answers that no template of the form has asked for, figures before texts."""
    unasked = [(path, value) for path, value in filled(report) if path not in asked]
    for path, _ in sorted(unasked, key=lambda each: isinstance(each[1], str)):
        first, last = re.split(r"[.\[]", path)[0], path.split(".")[-1]
        if first in _NEVER_PRINTED or last in _FOR_THE_CHECKS:
            continue
        told_by_names = last == "个数" and path.removesuffix("个数") + "名称" in asked
        if re.sub(r"\[\d+\]$", "", path) not in asked and not told_by_names:
            yield path


def report_name(report: SelfEvaluation, form: Form) -> str:
    """Name of the report's file without suffix: the title in one line."""
    return "".join(render_lines(form.folder, form.title, _facts(report, form, Setting(grouped=False))))


def _facts(report: SelfEvaluation, form: Form, setting: Setting) -> dict[str, Any]:
    """What a template may name: every part of the report, 选项, 落款单位, 本年, 上年度, 满分."""
    view = View(setting, report)
    facts = {place.name: view[place.name] for place in places(type(report)).values()}
    chosen = report.options or {}
    facts["选项"] = {o.name: chosen.get(o.name, o.choices[0]) for o in form.options}
    facts["满分"] = form.scoring(report.year).full
    facts["本年"], facts["上年度"] = (f"{year}{form.year_word}" for year in (report.year, report.year - 1))
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


def _attached(sheet: AnnexSheet, report: SelfEvaluation) -> bool:
    """Whether there is anything to put into this annex."""
    if sheet.each:
        return bool(answer(report, sheet.each))
    return not sheet.if_answered or any(is_answered(answer(report, path)) for path in sheet.if_answered)


def _annexes(form: Form, sheets: tuple[AnnexSheet, ...], facts: dict[str, Any]) -> Iterator[Annex]:
    """Each sheet as one annex, or one for every entry of its list: 附件2-1, 附件2-2."""
    for number, sheet in enumerate(sheets, 1):
        label = "附件" if len(sheets) == 1 else f"附件{number}"
        entries = _entries(sheet.each, facts) if sheet.each else [None]
        for position, entry in enumerate(entries, 1):
            html = render(form.folder, sheet.file, facts | {"本项": entry} if sheet.each else facts)
            blocks = read_markup(html, f"{form.code}/{sheet.file}")
            own = f"{label}-{position}" if len(entries) > 1 else label
            subject = getattr(entry.node, "name", None) or "" if isinstance(entry, View) else ""
            yield Annex(own, sheet.title, blocks, bool(sheet.landscape), subject)


def _entries(path: str, facts: dict[str, Any]) -> list[Any]:
    first, *rest = path.split(".")
    value = facts[first]
    for name in rest:
        value = value[name]
    return list(value)


def _with_annex_list(blocks: tuple[Block, ...], titles: list[str]) -> tuple[Block, ...]:
    """附件说明 goes after the text and before the signature."""
    single = len(titles) == 1
    listed: list[Block] = [
        Paragraph((Run(f"{'附件：' if n == 1 else ''}{'' if single else f'{n}.'}{title}"),), "attachment")
        for n, title in enumerate(titles, 1)
    ]
    closing = {"signature", "date"}
    place = next(
        (i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and b.role in closing), len(blocks)
    )
    return (*blocks[:place], *listed, *blocks[place:])
