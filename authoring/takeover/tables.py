"""Tables of indicators: a row for each, with what was aimed at and what came of it."""

import re

from authoring.audit.report import FinishedReport
from authoring.papers.paper import Grid, GridCell
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import unended
from authoring.takeover.sections import grids_of, walk

_COLUMNS = (
    ("一级指标", re.compile(r"^一级指标$")),
    ("二级指标", re.compile(r"^二级指标$")),
    ("三级指标", re.compile(r"^(?:三级指标|指标(?:名称|内容)?|绩效指标)$")),
    ("指标值", re.compile(r"^(?:年度)?(?:指标|目标)值$")),
    ("完成值", re.compile(r"^(?:实际|全年|年度)?完成(?:值|情况)$")),
    ("分值", re.compile(r"^(?:权重)?分值$|^权重$")),
    ("得分", re.compile(r"^(?:自评)?得分$")),
    ("偏差原因", re.compile(r"^偏差原因")),
)
_NEEDED = {"三级指标", "指标值", "完成值"}
_TARGET = re.compile(r"(?P<sign>[≥≤＝=＞>＜<])? ?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>\D*)")
_SIGNS = {"=": "＝", ">": "＞", "<": "＜"}
_REASON = re.compile(r"^(?P<name>.+?)与目标值有差距的原因[^：:]*[：:](?P<reason>.+)$", re.S)
_TOTAL = re.compile(r"^(?:总分|合计|总计)$")
_GRADE = re.compile(r"^(?:优|优秀|良|良好|中|中等|差|较差|合格)$")


def take_tables(report: FinishedReport, answers: Answers) -> None:
    """The first table of the text that is one of indicators, and the reasons told below it."""
    for part, _ in walk(report.parts):
        for grid in grids_of(part.items):
            if not answers.begun("自评.指标"):
                take_indicators("自评", grid, answers)
    names = {
        value: path.rpartition(".")[0] for path, value in answers.found.items() if path.endswith(".三级指标")
    }
    for words in report.paper.words:
        if (found := _REASON.match(words.text)) and found["name"] in names:
            answers.take(f"{names[found['name']]}.偏差原因", unended(found["reason"]), words)


def rows_of(grid: Grid) -> list[dict[int, GridCell]]:
    """The cells that begin in each row, by column."""
    rows: list[dict[int, GridCell]] = [{} for _ in range(grid.size[0])]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell
    return rows


def take_indicators(path: str, grid: Grid, answers: Answers) -> None:
    """The indicators of a table, if it has a head of them, with total and grade in its last row."""
    columns: dict[int, str] = {}
    for row in rows_of(grid):
        named = {at: name for at, cell in row.items() if (name := _column(cell.text))}
        if set(named.values()) >= _NEEDED:
            columns = named
        elif columns:
            cells = {columns[at]: cell for at, cell in row.items() if at in columns}
            if any(_TOTAL.match(cell.text.strip()) for cell in row.values()):
                _take_total(path, row, cells, answers)
            else:
                _take_row(path, cells, answers)


def _column(text: str) -> str:
    bare = re.sub(r"\s", "", text)
    return next((name for name, pattern in _COLUMNS if pattern.search(bare)), "")


def _take_total(path: str, row: dict[int, GridCell], cells: dict[str, GridCell], answers: Answers) -> None:
    if score := cells.get("得分"):
        answers.take_cell(f"{path}.得分", score)
    for cell in row.values():
        if _GRADE.match(cell.text.strip()):
            answers.take_cell(f"{path}.等级", cell)


def _take_row(path: str, cells: dict[str, GridCell], answers: Answers) -> None:
    texts = {name: cell.text.strip() for name, cell in cells.items()}
    if not texts.get("三级指标"):
        return
    entry = {name: texts[name] for name in ("一级指标", "二级指标", "三级指标") if texts.get(name)}
    target, actual = texts.get("指标值", ""), texts.get("完成值", "")
    if found := _TARGET.fullmatch(target):
        unit = found["unit"].strip()
        entry |= {"指标性质": _SIGNS.get(found["sign"] or "", found["sign"] or ""), "指标值": found["number"]}
        entry |= {"计量单位": unit, "完成值": actual.removesuffix(unit).strip() if unit else actual}
    elif target:
        entry |= {"指标性质": "定性", "指标值": target, "完成值": actual}
    else:
        entry["完成值"] = actual
    entry |= {name: texts[name] for name in ("分值", "得分", "偏差原因") if texts.get(name)}
    words = cells["三级指标"].words
    answers.add(f"{path}.指标", {name: value for name, value in entry.items() if value}, words[0])
