"""All rules for finished reports, in the order they run."""

from functools import lru_cache

from authoring.audit import (
    arithmetic,
    disclosure,
    identity,
    punctuation,
    repeated,
    structure,
    wording,
    years,
)
from authoring.audit.registry import AuditRule

FAMILIES = {
    "JG": "报告结构",
    "WS": "文中数字",
    "QH": "前后一致",
    "WZ": "文字",
    "PL": "公开和保密",
}

RULES: tuple[AuditRule, ...] = (
    *structure.RULES,
    *arithmetic.RULES,
    *repeated.RULES,
    *identity.RULES,
    *years.RULES,
    *wording.RULES,
    *punctuation.RULES,
    *disclosure.RULES,
)


@lru_cache(maxsize=1)
def audit_rules_by_id() -> dict[str, AuditRule]:
    """Every rule by its id, sorted."""
    return {rule.id: rule for rule in sorted(RULES, key=lambda rule: rule.id)}
