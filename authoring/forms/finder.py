"""Finds the template folders: those in the installed package first, then those beside a checkout."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ValidationError

from authoring.basis.scoring import EXECUTION, scoring_of
from authoring.draft.draft import Draft
from authoring.draft.report_file import read_draft
from authoring.draft.wording import nearest_of, reword
from authoring.errors import FormError, GoujiError, InputError, Problem
from authoring.forms.form import AnnexSheet, BandRange, Form, GradeFloor, Option, ScoringChoice, Section
from authoring.forms.language import BODY, FORM_FILE
from authoring.forms.printed import Field
from authoring.forms.stamps import Stamp
from authoring.model.paths import exists, passes_list

_PACKAGE = Path(__file__).resolve().parent.parent
PLACES = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
"""Where template folders are looked for, in this order."""


def form_codes() -> list[str]:
    """Codes of all forms, in order."""
    return sorted(folder.name for folder in _folders())


def _folders() -> list[Path]:
    place = next((p for p in PLACES if p.is_dir()), None)
    return [f for f in place.iterdir() if (f / FORM_FILE).is_file()] if place else []


def load_form(code: str) -> Form:
    """The form of a code. Raises GoujiError naming the nearest code if there is none."""
    folder = next((f for f in _folders() if f.name == code), None)
    if folder is None:
        bare = next((p / code for p in PLACES if (p / code).is_dir()), None) if code else None
        if bare is not None and re.fullmatch(r"[a-z][a-z0-9-]*", code):
            raise GoujiError(f"表单文件夹“{code}”里缺少 {FORM_FILE}。")
        codes = form_codes()
        nearest = nearest_of(code, codes)
        remedy = f"是不是“{nearest}”？" if nearest else f"现有：{'、'.join(codes)}。"
        raise GoujiError(f"没有编码为“{code}”的表单，{remedy}")
    return read_form(folder)


@lru_cache(maxsize=64)
def read_form(folder: Path) -> Form:
    """The form in a template folder. Raises FormError naming file and line of everything wrong."""
    stamp = Stamp(folder)
    draft, form, problems = _read(folder)
    if form is not None:
        problems += _faults(form, draft)
    if problems or stamp.printed() is None:
        printed: set[Field] = set()
        problems += _proofread(folder, form, draft, printed)
        if not problems:
            stamp.set(printed)
    if form is None or problems:
        raise FormError("\n".join(map(str, sorted(problems, key=_order))))
    return form


def printed_fields(form: Form) -> frozenset[Field]:
    """The fields of the report that the templates of a form look up: `("Staffing", "编制")`."""
    return _printed(form.folder)


@lru_cache(maxsize=64)
def _printed(folder: Path) -> frozenset[Field]:
    remembered = Stamp(folder).printed()
    if remembered is not None:
        return remembered
    draft, form, _ = _read(folder)
    printed: set[Field] = set()
    _proofread(folder, form, draft, printed)
    return frozenset(printed)


def _read(folder: Path) -> tuple[Draft, Form | None, list[Problem]]:
    """`form.yaml` with its lines, the form it makes, if it makes one, and what is wrong with it."""
    name = f"{folder.name}/{FORM_FILE}"
    try:
        draft = read_draft(folder / FORM_FILE, name)
    except InputError as error:
        return Draft({}, name), None, list(error.problems)
    problems = list(draft.problems)
    try:
        return draft, Form.model_validate({**draft.answers, "folder": folder}), problems
    except ValidationError as error:
        return draft, None, problems + reword(error.errors(include_url=False), draft, _names_at)


def _proofread(folder: Path, form: Form | None, draft: Draft, printed: set[Field]) -> list[Problem]:
    from authoring.forms.proofreading import proofread  # noqa: PLC0415  loads jinja2, 40 ms

    return proofread(folder, form, draft.line, printed)


def _order(problem: Problem) -> tuple[bool, bool, str, int]:
    """`form.yaml` first, then the body, then the rest; each by line."""
    file = problem.file.rpartition("/")[2]
    return file != FORM_FILE, file != BODY, file, problem.line or 0


def _names_at(path: tuple[str | int, ...]) -> list[str]:
    """Keys that may stand at a place of `form.yaml`."""
    keys = [key for key in path if isinstance(key, str)]
    part = next((_PARTS[key] for key in reversed(keys) if key in _PARTS), Form)
    return [info.alias for info in part.model_fields.values() if info.alias]


_PARTS: dict[str, type[BaseModel]] = {
    "章节": Section,
    "选项": Option,
    "附件": AnnexSheet,
    "评分": ScoringChoice,
    "分档": GradeFloor,
    "定性档次": BandRange,
}


def _faults(form: Form, draft: Draft) -> list[Problem]:
    """What the shape alone cannot say: the folder's name, the files, and that each path exists."""
    faults = [*_section_faults(form), *_annex_faults(form), *_scoring_faults(form)]
    if form.code != form.folder.name:
        faults.append((("编码",), f"编码“{form.code}”与文件夹名“{form.folder.name}”不一致"))
    if not (form.folder / BODY).is_file():
        faults.append(((), f"缺少文件 {BODY}"))
    return [Problem(message, draft.file, draft.line(place)) for place, message in faults]


Fault = tuple[tuple[str | int, ...], str]
"""A place of `form.yaml`, and what is wrong there."""


def _section_faults(form: Form) -> Iterator[Fault]:
    for position, section in enumerate(form.sections):
        keys = {"填报": section.asks, "必填": section.required, "有则必填": section.required_within}
        for key, paths in keys.items():
            for at, path in enumerate(paths):
                fault = _path_fault(path, through_lists=key == "有则必填")
                if fault:
                    yield ("章节", position, key, at), f"{fault}（{section.title}）"


def _annex_faults(form: Form) -> Iterator[Fault]:
    for position, annex in enumerate(form.annexes):
        place = ("附件", position)
        if not (form.folder / annex.file).is_file():
            yield (*place, "文件"), f"缺少文件 {annex.file}"
        for at, path in enumerate(annex.if_answered):
            fault = _path_fault(path)
            if fault:
                yield (*place, "有则附", at), f"{fault}（{annex.title}）"
        if annex.each is not None:
            fault = _path_fault(annex.each)
            if not fault and not _is_listing(annex.each):
                fault = f"“{annex.each}”不是列表，不能逐项"
            if fault:
                yield (*place, "逐项"), f"{fault}（{annex.title}）"


def _scoring_faults(form: Form) -> Iterator[Fault]:
    choice = form.scoring_choice
    if choice is None:
        return
    weights = choice.weights or {}
    together, full = sum(weights.values()), scoring_of(form.first_year).full
    if together > full or (weights.keys() - {EXECUTION} and together != full):
        yield ("评分", "权重"), f"权重合计 {together}，应为 {full}；各指标由单位自定的，只写“{EXECUTION}”"
    floors = [grade.floor for grade in choice.grades or ()]
    names = [grade.name for grade in choice.grades or ()]
    if floors and (floors != sorted(floors, reverse=True) or len(set(floors)) < len(floors)):
        yield ("评分", "分档"), "各等级的起始分应从高到低，不重复"
    if floors and floors[-1] != 0:
        yield ("评分", "分档"), "最低一等的起始分应为 0"
    if len(set(names)) < len(names):
        yield ("评分", "分档"), "等级的名称不能重复"
    for other, name in (choice.synonyms or {}).items():
        if names and name not in names:
            yield ("评分", "又称", other), f"分档里没有“{name}”这一等"


def _path_fault(path: str, *, through_lists: bool = False) -> str | None:
    """What is wrong with a path of a field."""
    if "[" in path or not exists(path):
        return f"没有“{path}”这一项"
    if passes_list(path) and not through_lists:
        return f"“{path}”要经过列表，只能写在“有则必填”里"
    return None


def _is_listing(path: str) -> bool:
    """Whether a path leads to a list: then it would be passed on the way to anything below."""
    return passes_list(f"{path}.")
