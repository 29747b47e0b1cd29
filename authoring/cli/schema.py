"""`gouji schema`: the JSON Schema of the report file."""

import json
from typing import Any

import click

from authoring.cli.codes import DONE
from authoring.cli.help import Command
from authoring.forms.finder import load_form
from authoring.forms.form import Form
from authoring.model.report import SelfEvaluation


@click.command(
    cls=Command,
    help="输出报告文件的 JSON Schema，编辑器可据以提示和检查。\n\n例：gouji schema --form hunan-department",
)
@click.option("--form", "code", metavar="表单", help="只限这个表单的报告")
def command(code: str | None) -> int:
    """Print the schema."""
    click.echo(json.dumps(report_schema(load_form(code) if code else None), ensure_ascii=False, indent=2))
    return DONE


def report_schema(form: Form | None = None) -> dict[str, Any]:
    """JSON Schema of a report file; of one form's reports when a form is given."""
    schema = SelfEvaluation.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if form:
        schema["title"] = form.name
        schema["properties"]["表单"] |= {"const": form.code}
        schema["properties"]["表单选项"] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {option.name: {"enum": list(option.choices)} for option in form.options},
        }
        required = {path.split(".")[0] for section in form.sections for path in section.required}
        schema["required"] = [*schema["required"], *sorted(required)]
    return schema
