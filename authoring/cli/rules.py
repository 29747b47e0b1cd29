"""`gouji rules`: the catalogue of rules."""

import json
from typing import Any

import click

from authoring.checks.registry import Identity, Requirement, Together
from authoring.checks.rules import FAMILIES, rules_by_id
from authoring.cli.codes import DONE
from authoring.cli.help import Command
from authoring.draft.wording import nearest_of
from authoring.errors import GoujiError

Rule = Identity | Requirement | Together


@click.command(cls=Command, help="列出全部核对规则；写上编号则说明这一条。\n\n例：gouji rules ZC-01")
@click.argument("rule_id", required=False, metavar="[编号]")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
def command(rule_id: str | None, as_json: bool) -> int:
    """Show the rules."""
    chosen = [_find(rule_id)] if rule_id else list(rules_by_id().values())
    if as_json:
        click.echo(json.dumps({"rules": [_as_json(rule) for rule in chosen]}, ensure_ascii=False, indent=2))
    elif rule_id:
        click.echo(_in_full(chosen[0]))
    else:
        click.echo(_listed(chosen))
    return DONE


def _find(rule_id: str) -> Rule:
    rules = rules_by_id()
    rule = rules.get(rule_id.upper())
    family, _, number = rule_id.upper().partition("-")
    padded = f"{family}-{number.zfill(2)}"
    if rule is None:
        nearest = padded if padded in rules else nearest_of(rule_id.upper(), rules)
        raise GoujiError(
            f"没有规则“{rule_id}”，" + (f"是不是 {nearest}？" if nearest else "gouji rules 列出全部。")
        )
    return rule


def _as_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "family": FAMILIES[rule.id[:2]],
        "statement": rule.statement,
        "basis": rule.basis,
        "severity": rule.severity.value,
        "explainable": rule.explainable,
        "example": rule.example,
    }


def _in_full(rule: Rule) -> str:
    lines = [
        f"{rule.id}　{rule.statement}",
        f"类别：{FAMILIES[rule.id[:2]]}",
        f"轻重：{rule.severity.value}",
        f"依据：{rule.basis}",
        f"例：{rule.example}",
    ]
    if rule.explainable:
        lines.append("可在出错说明中写明原因，写明后不再计为问题。")
    return "\n".join(lines)


def _listed(rules: list[Rule]) -> str:
    lines: list[str] = []
    for family, name in FAMILIES.items():
        lines += ["", f"{family} {name}"]
        lines += [f"  {r.id} {r.severity.value}　{r.statement}" for r in rules if r.id.startswith(family)]
    return "\n".join(lines[1:])
