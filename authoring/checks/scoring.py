"""PF 评分定级: the score and the grade it earns."""

from collections.abc import Iterator

from authoring.basis.grades import grade_scale
from authoring.checks.registry import (
    TO_BE_CHECKED,
    Breach,
    Context,
    Identity,
    Requirement,
    requirement,
)

_METHOD = f"财预〔2020〕10号《项目支出绩效评价管理办法》（{TO_BE_CHECKED}）"


@requirement("PF-01", basis=_METHOD)
def score_in_range(context: Context) -> Iterator[Breach]:
    """自评得分在 0 到 100 分之间

    例：自评得分 102 分
    """
    report = context.report
    score = report.self_score.score if report.self_score else None
    if score is not None and not 0 <= score.value <= 100:
        yield Breach(f"自评得分为 {score.value} 分，应在 0 到 100 之间", "自评.得分", "请核对得分。")


@requirement("PF-02", basis=_METHOD)
def grade_fits_score(context: Context) -> Iterator[Breach]:
    """自评等级与得分相符

    例：得分 88 分，等级“优”；88 分应为“良”
    """
    report = context.report
    result = report.self_score
    if not (result and result.grade and result.score) or not 0 <= result.score.value <= 100:
        return
    scale = grade_scale(report.year)
    grade, due = scale.canonical(result.grade.strip()), scale.grade_of(result.score.value)
    if grade is None:
        names = "、".join(name for name, _ in scale.floors)
        yield Breach(f"没有“{result.grade}”这个等级，应为{names}之一", "自评.等级")
    elif grade != due:
        message = f"得分 {result.score.value} 分应为“{due}”，填的是“{result.grade}”"
        yield Breach(message, "自评.等级", "请核对得分和等级。")


RULES: tuple[Identity | Requirement, ...] = (score_in_range, grade_fits_score)
