"""What became of one unit in a batch: its row of the results, and nothing more of it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from authoring.checks.finding import Finding
from authoring.errors import Problem


class Status(StrEnum):
    """Every row of a batch ends in exactly one."""

    MADE = "已生成"
    WRONG = "有差错"
    LEFT = "未处理"


class Told(NamedTuple):
    """A finding or an unreadable answer, as the results tell it; `severity` is 错误, 警告, 提示 or 已说明."""

    severity: str
    message: str
    rule: str = ""
    label: str = ""
    place: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    hint: str = ""
    explained: str = ""

    @classmethod
    def of_finding(cls, finding: Finding) -> "Told":
        """A finding that does not hold, explained or not."""
        where = finding.where
        label = finding.figures[0].label if finding.figures else ""
        severity = "已说明" if finding.explained else finding.severity.value
        hint = finding.hint
        if (suspect := finding.suspect) is not None:
            hint = f"疑为{suspect.label} {suspect.value} 应为 {suspect.likely}；{suspect.why}。{hint}"
        return cls(
            severity, f"{finding.statement}：{finding.message}", finding.rule, label, finding.place,
            where.sheet, where.cell, where.line, hint, finding.explained or "",
        )  # fmt: skip

    @classmethod
    def of_problem(cls, problem: Problem) -> "Told":
        """An answer that cannot be read."""
        return cls("错误", problem.message, "", "", problem.place, *problem.spot, problem.line)


class Row(NamedTuple):
    """One unit's row: where it came from, what it is, what became of it.

    `source` is the file as the user named it; `row` its row in a workbook of many. `files` are the outputs,
    by name in the output folder. `reason` says why it was left. `counts` by severity, as `Checked.counts`.
    `figures` are a few totals in 万元 for the sums by form. `sketch` is what is kept of its text, to find
    others like it; `names` are other units that it may rightly name.
    """

    number: int
    source: str
    sheet: str = ""
    row: int | None = None
    unit: str = ""
    year: int | None = None
    form: str = ""
    status: Status = Status.LEFT
    reason: str = ""
    told: tuple[Told, ...] = ()
    counts: Mapping[str, int] = {}
    figures: Mapping[str, str] = {}
    files: tuple[str, ...] = ()
    sketch: bytes = b""
    names: tuple[str, ...] = ()
