"""All rules of all families, in the order they run: parts before the totals made of them."""

from functools import lru_cache

from authoring.checks import (
    consistency,
    continuity,
    execution,
    expenditure,
    funding,
    indicators,
    scoring,
    staffing,
    together,
)
from authoring.checks.registry import Identity, Requirement, Together

FAMILIES = {
    "ZC": "支出构成",
    "ZX": "预算执行",
    "RY": "人员编制",
    "ZJ": "资金和基础数据",
    "ZB": "绩效指标",
    "PF": "评分定级",
    "SN": "上年衔接",
    "YZ": "文字与表格一致",
    "BL": "批量比对",
}

RULES: tuple[Identity | Requirement, ...] = (
    *staffing.RULES,
    *expenditure.RULES,
    *execution.RULES,
    *funding.RULES,
    *indicators.RULES,
    *scoring.RULES,
    *continuity.RULES,
    *consistency.RULES,
)


@lru_cache(maxsize=1)
def rules_by_id() -> dict[str, Identity | Requirement | Together]:
    """Every rule by its id, sorted, with those on the reports of a batch together."""
    return {rule.id: rule for rule in sorted((*RULES, *together.RULES), key=lambda rule: rule.id)}
