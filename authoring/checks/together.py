"""BL 批量比对: what can be said only of all reports of a batch together. `batch/` finds it."""

from authoring.basis import TO_BE_CHECKED
from authoring.checks.finding import Severity
from authoring.checks.registry import Together

ALIKE = Together(
    "BL-01",
    "各单位的文字应各写各的",
    "两个单位的“存在问题”一字不差，只换了单位名称；多数单位共用的通用语句不算。",
    TO_BE_CHECKED,
    Severity.WARNING,
)
ANOTHERS_NAME = Together(
    "BL-02",
    "报告里不应出现同批另一单位的全称",
    "甲县林业局的报告里写着“甲县水利局全年……”；主管部门、下属单位、项目实施单位的名称不算。",
    TO_BE_CHECKED,
    Severity.WARNING,
)
ALL_FULL = Together(
    "BL-03",
    "自评得分不应项项满分",
    "自评表的每一项指标都得满分。",
    TO_BE_CHECKED,
    Severity.WARNING,
)

RULES = (ALIKE, ANOTHERS_NAME, ALL_FULL)
