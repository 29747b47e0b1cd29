"""All rules of all families, in the order they run: parts before the totals made of them."""

from functools import lru_cache

from authoring.checks import consistency, execution, expenditure, scoring, staffing
from authoring.checks.registry import Identity, Requirement

FAMILIES = {
    "ZC": "支出构成",
    "ZX": "预算执行",
    "RY": "人员编制",
    "PF": "评分定级",
    "YZ": "文字与表格一致",
}

RULES: tuple[Identity | Requirement, ...] = (
    *staffing.RULES,
    *expenditure.RULES,
    *execution.RULES,
    *scoring.RULES,
    *consistency.RULES,
)


@lru_cache(maxsize=1)
def rules_by_id() -> dict[str, Identity | Requirement]:
    """Every rule by its id, sorted."""
    return {rule.id: rule for rule in sorted(RULES, key=lambda rule: rule.id)}
