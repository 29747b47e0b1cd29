"""`gouji forms`: the forms there are."""

import json
from typing import Any

import click

from authoring.cli.codes import DONE
from authoring.cli.help import Command
from authoring.forms.finder import form_codes, load_form
from authoring.forms.form import Form


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
            {"title": s.title, "asks": list(s.asks), "required": list(s.required)} for s in form.sections
        ],
        "options": {option.name: list(option.choices) for option in form.options},
        "annexes": [annex.title for annex in form.annexes],
    }


def _in_full(form: Form) -> str:
    annexes = "、".join(annex.title for annex in form.annexes) or "无"
    lines = [
        f"{form.code}　{form.name}",
        f"  地区：{form.region}；年度：{form.years}",
        f"  依据：{form.basis}",
        f"  章节：{'；'.join(section.title for section in form.sections)}",
        f"  附件：{annexes}",
    ]
    lines += [f"  选项：{option.name}（{'、'.join(option.choices)}）" for option in form.options]
    return "\n".join(lines)
