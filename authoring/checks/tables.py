"""The 自评表 of a report, of the whole unit and of each project, as the rules on them go through."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from authoring.model.evaluation import Evaluation
from authoring.model.paths import Located, find
from authoring.model.report import SelfEvaluation


class EvaluationTable(NamedTuple):
    """One 自评表 with its Chinese path; `label` begins a message about it: empty for the whole unit's."""

    evaluation: Evaluation
    path: str
    label: str

    @property
    def indicators(self) -> list[Located]:
        """Its indicators, each with its path."""
        return [at for at in find(self.evaluation, "indicators.*", self.path) if at.value is not None]


def tables_of(report: SelfEvaluation) -> list[EvaluationTable]:
    """整体自评表 first, then those of the projects."""
    tables = [EvaluationTable(report.self_score, "自评", "")] if report.self_score else []
    for number, project in enumerate(report.project_evaluations or (), 1):
        label = f"“{project.name}”" if project.name else f"第{number}个项目"
        tables.append(EvaluationTable(project, f"项目自评[{number}]", label))
    return tables


def filled_down(indicators: Iterable[Located]) -> Iterator[tuple[str, str, Located]]:
    """一级指标 and 二级指标 of each indicator; one left open is that of the row above."""
    one = two = ""
    for at in indicators:
        if at.value.level_one:
            one, two = at.value.level_one.strip(), ""
        if at.value.level_two:
            two = at.value.level_two.strip()
        yield one, two, at
