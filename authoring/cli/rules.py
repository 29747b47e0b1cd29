"""`gouji rules`: the catalogue of rules."""

import json
from typing import Any

import click

from authoring.audit.registry import AuditRule
from authoring.audit.rules import FAMILIES as AUDIT_FAMILIES
from authoring.audit.rules import audit_rules_by_id
from authoring.checks.registry import Identity, Requirement, Together
from authoring.checks.rules import FAMILIES as CHECK_FAMILIES
from authoring.checks.rules import rules_by_id
from authoring.cli.codes import DONE
from authoring.cli.help import Command
from authoring.draft.wording import nearest_of
from authoring.errors import GoujiError

Rule = Identity | Requirement | Together | AuditRule

FAMILIES = CHECK_FAMILIES | AUDIT_FAMILIES


def _all() -> dict[str, Rule]:
    """Rules on reports being filled in, then those on finished reports."""
    return {**rules_by_id(), **audit_rules_by_id()}


@click.command(cls=Command, help="列出全部核对和审核规则；写上编号则说明这一条。\n\n例：gouji rules ZC-01")
@click.argument("rule_id", required=False, metavar="[编号]")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
def command(rule_id: str | None, as_json: bool) -> int:
    """Show the rules."""
    chosen = [_find(rule_id)] if rule_id else list(_all().values())
    if as_json:
        click.echo(json.dumps({"rules": [_as_json(rule) for rule in chosen]}, ensure_ascii=False, indent=2))
    elif rule_id:
        click.echo(_in_full(chosen[0]))
    else:
        click.echo(_listed(chosen))
    return DONE


def _find(rule_id: str) -> Rule:
    rules = _all()
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
    said = {
        "id": rule.id,
        "family": FAMILIES[rule.id[:2]],
        "statement": rule.statement,
        "basis": rule.basis,
        "severity": rule.severity.value,
        "explainable": _explainable(rule),
        "example": rule.example,
    }
    if isinstance(rule, AuditRule):
        said["counter_example"] = rule.counter_example
    return said


def _explainable(rule: Rule) -> bool:
    return not isinstance(rule, AuditRule) and rule.explainable


def _in_full(rule: Rule) -> str:
    lines = [
        f"{rule.id}　{rule.statement}",
        f"类别：{FAMILIES[rule.id[:2]]}",
        f"轻重：{rule.severity.value}",
        f"依据：{rule.basis}",
        f"例：{rule.example}",
    ]
    if isinstance(rule, AuditRule):
        lines += [f"不报：{rule.counter_example}", "用于审核写好的报告（gouji audit）。"]
    if _explainable(rule):
        lines.append("可在出错说明中写明原因，写明后不再计为问题。")
    return "\n".join(lines)


def _listed(rules: list[Rule]) -> str:
    lines: list[str] = []
    for family, name in FAMILIES.items():
        lines += ["", f"{family} {name}"]
        lines += [f"  {r.id} {r.severity.value}　{r.statement}" for r in rules if r.id.startswith(family)]
    return "\n".join(lines[1:])
