"""`gouji schema`: the JSON Schema of the report file."""

import json
from typing import Any

import click

from authoring.cli.codes import DONE
from authoring.cli.help import Command
from authoring.forms.finder import load_form
from authoring.forms.form import Form
from authoring.model.report import SelfEvaluation
from authoring.model.term import NONE_STATED


@click.command(
    cls=Command,
    help="输出报告文件的 JSON Schema，编辑器可据以提示和检查。\n\n例：gouji schema --form hunan-department",
)
@click.option("--form", "code", metavar="表单", help="只限这个表单的报告")
def command(code: str | None) -> int:
    """Print the schema."""
    click.echo(json.dumps(report_schema(load_form(code) if code else None), ensure_ascii=False, indent=2))
    return DONE


_TYPED: dict[str, dict[str, Any]] = {
    "integer": {"type": ["integer", "string"]},
    "boolean": {"enum": ["是", "否"]},
    "date": {"type": "string", "pattern": r"^\s*\d{4}\s*[-年/.．]\s*\d{1,2}\s*[-月/.．]\s*\d{1,2}\s*日?\s*$"},
}


def _as_typed(schema: Any) -> Any:
    """A schema of the model → one of what is typed: 是 and 否, days in words, 无 in place of a list."""
    if isinstance(schema, list):
        return [_as_typed(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    kind = schema.get("format") or schema.get("type")
    if isinstance(kind, str) and kind in _TYPED:
        rest = {k: v for k, v in schema.items() if k not in {"type", "format"}}
        return {**rest, **_TYPED[kind]}
    if schema.get("type") == "array":
        return {"anyOf": [{k: _as_typed(v) for k, v in schema.items()}, {"type": "string"}]}
    return {key: _as_typed(inner) for key, inner in schema.items()}


def report_schema(form: Form | None = None) -> dict[str, Any]:
    """JSON Schema of a report file; of one form's reports when a form is given."""
    schema: dict[str, Any] = _as_typed(SelfEvaluation.model_json_schema(by_alias=True))
    for name, part in schema["$defs"].items():
        if NONE_STATED in part.get("properties", {}):
            schema["$defs"][name] = {"anyOf": [part, {"const": NONE_STATED}]}
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
