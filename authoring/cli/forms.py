"""`gouji forms`: the forms there are."""

import json
from typing import Any

import click

from authoring.cli.codes import DONE
from authoring.cli.help import Command
from authoring.forms.finder import form_codes, load_form
from authoring.forms.form import AnnexSheet, Form


@click.command(
    cls=Command, help="列出全部表单：编码、名称、地区、年度、章节、附件。\n\n例：gouji forms --json"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
def command(as_json: bool) -> int:
    """Show the forms."""
    forms = [load_form(code) for code in form_codes()]
    if as_json:
        click.echo(json.dumps({"forms": [_as_json(form) for form in forms]}, ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(map(_in_full, forms)))
    return DONE


def _as_json(form: Form) -> dict[str, Any]:
    return {
        "code": form.code,
        "name": form.name,
        "region": form.region,
        "first_year": form.first_year,
        "last_year": form.last_year,
        "basis": form.basis,
        "sections": [
            {
                "title": s.title,
                "also_titled": list(s.also_titled),
                "asks": list(s.asks),
                "required": list(s.required),
                "required_within": list(s.required_within),
            }
            for s in form.sections
        ],
        "options": {option.name: list(option.choices) for option in form.options},
        "annexes": [
            {
                "title": a.title,
                "file": a.file,
                "landscape": bool(a.landscape),
                "each": a.each,
                "if_answered": list(a.if_answered),
            }
            for a in form.annexes
        ],
        "grouped": bool(form.grouped),
        "year_word": form.year_word,
        "signed": form.signed is not False,
        "scoring": _scoring_json(form),
    }


_NEWEST = 9999


def _scoring_json(form: Form) -> dict[str, Any]:
    """The rules of scoring of the newest year the form serves; numbers as texts."""
    year = form.last_year or _NEWEST
    scoring, grades = form.scoring(year), form.grades(year)
    return {
        "source": scoring.source,
        "full": str(scoring.full),
        "weights": {name: str(weight) for name, weight in scoring.weights.items()},
        "reverse": scoring.reverse,
        "execution_line": str(scoring.execution_line),
        "excess_line": str(scoring.excess_line),
        "high_score": str(scoring.high_score),
        "change_line": str(scoring.change_line),
        "bands": [{"name": b.name, "low": str(b.low), "high": str(b.high)} for b in scoring.bands],
        "grades": [{"name": name, "floor": str(floor)} for name, floor in grades.floors],
        "grades_source": grades.source,
    }


def _in_full(form: Form) -> str:
    annexes = "、".join(_annex_words(annex) for annex in form.annexes) or "无"
    lines = [
        f"{form.code}　{form.name}",
        f"  地区：{form.region}；年度：{form.years}",
        f"  依据：{form.basis}",
        f"  章节：{'；'.join(section.title for section in form.sections)}",
        f"  附件：{annexes}",
    ]
    lines += [f"  选项：{option.name}（{'、'.join(option.choices)}）" for option in form.options]
    return "\n".join(lines)


def _annex_words(annex: AnnexSheet) -> str:
    marks = [f"“{annex.each}”每项一张"] if annex.each else []
    marks += ["横排"] if annex.landscape else []
    return f"{annex.title}（{'，'.join(marks)}）" if marks else annex.title
