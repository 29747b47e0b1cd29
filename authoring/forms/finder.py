"""Finds the template folders: those in the installed package first, then those beside a checkout."""

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ValidationError

from authoring.draft.draft import Draft
from authoring.draft.report_file import read_draft
from authoring.draft.wording import nearest_of, reword
from authoring.errors import FormError, GoujiError, InputError
from authoring.forms.form import AnnexSheet, Form, Option, Section
from authoring.model.paths import exists, passes_list

_PACKAGE = Path(__file__).resolve().parent.parent
PLACES = (_PACKAGE / "templates", _PACKAGE.parent / "templates")
"""Where template folders are looked for, in this order."""

FORM_FILE = "form.yaml"


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
        codes = form_codes()
        nearest = nearest_of(code, codes)
        remedy = f"是不是“{nearest}”？" if nearest else f"现有：{'、'.join(codes)}。"
        raise GoujiError(f"没有编码为“{code}”的表单，{remedy}")
    return read_form(folder)


@lru_cache(maxsize=64)
def read_form(folder: Path) -> Form:
    """The form in a template folder. Raises FormError naming file and line of everything wrong."""
    try:
        draft = read_draft(folder / FORM_FILE, f"{folder.name}/{FORM_FILE}")
        if draft.problems:
            raise InputError(draft.problems)
        form = Form.model_validate({**draft.answers, "folder": folder})
    except ValidationError as error:
        problems = reword(error.errors(include_url=False), draft, _names_at)
        raise FormError(str(InputError(problems))) from error
    except InputError as error:
        raise FormError(str(error)) from error
    _check(form, draft)
    return form


def _names_at(path: tuple[str | int, ...]) -> list[str]:
    """Keys that may stand at a place of `form.yaml`."""
    parts: dict[str, type[BaseModel]] = {"章节": Section, "选项": Option, "附件": AnnexSheet}
    part = parts.get(str(path[0]), Form) if path else Form
    return [info.alias for info in part.model_fields.values() if info.alias]


def _check(form: Form, draft: Draft) -> None:
    """What the shape alone cannot say: the folder's name, the files, and that each path exists."""
    faults = [f"没有“{path}”这一项（{where}）" for where, path in _unknown_paths(form)]
    faults += [
        f"“{path}”要经过列表，只能写在“有则必填”里（{section.title}）"
        for section in form.sections
        for path in (*section.asks, *section.required)
        if exists(path) and passes_list(path)
    ]
    if form.code != form.folder.name:
        faults.append(f"编码“{form.code}”与文件夹名“{form.folder.name}”不一致")
    files = ["body.html", *(annex.file for annex in form.annexes)]
    faults += [f"缺少文件 {name}" for name in files if not (form.folder / name).is_file()]
    if faults:
        raise FormError("\n".join(f"{draft.file}：{fault}" for fault in faults))


def _unknown_paths(form: Form) -> list[tuple[str, str]]:
    return [
        (section.title, path)
        for section in form.sections
        for path in (*section.asks, *section.required, *section.required_within)
        if "[" in path or not exists(path)
    ]
