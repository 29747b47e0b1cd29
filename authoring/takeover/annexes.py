"""附表: the tables behind a report, of the unit's evaluation, of its projects, of its base data."""

import re
from itertools import pairwise

from authoring.audit.report import FinishedReport
from authoring.papers.paper import Grid, GridCell
from authoring.takeover.answers import Answers
from authoring.takeover.base_data import take_base_data
from authoring.takeover.phrases import unended
from authoring.takeover.sections import grids_of
from authoring.takeover.tables import rows_of, take_indicators

_STAGES = {"年初预算数": "年初预算数", "全年预算数": "全年预算数", "全年执行数": "全年执行数"}
_SOURCES = (
    ("总额", re.compile(r"资金总额")),
    ("财政拨款", re.compile(r"(?:本年|当年)财政拨款")),
    ("一般公共预算", re.compile(r"一般公共预算")),
    ("政府性基金", re.compile(r"政府性基金")),
    ("专户非税收入", re.compile(r"非税收入")),
    ("上年结转", re.compile(r"上年结转")),
    ("单位资金", re.compile(r"单位资金")),
    ("其他资金", re.compile(r"其他资金")),
    ("基本支出", re.compile(r"基本支出")),
    ("项目支出", re.compile(r"项目支出")),
)
_OF_TOTAL = {"分值": "分值", "执行率": "执行率", "得分": "得分"}
_GOALS = {"预期目标": "预期目标", "实际完成情况": "实际完成情况"}
_REASONS = (
    ("调整原因", re.compile(r"预算调整原因[：:]([^。]+)")),
    ("偏差原因", re.compile(r"执行偏差原因[：:]([^。]+)")),
)
_NAMES = {"项目名称": "名称", "主管部门": "主管部门", "实施单位": "实施单位"}
_FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?[%％]?")


def take_annexes(report: FinishedReport, answers: Answers) -> None:
    """Every table behind the signature that is known by its cells."""
    projects = 0
    for annex in report.annexes:
        path = ""
        for grid in grids_of(annex.items):
            texts = {re.sub(r"\s", "", cell.text) for cell in grid.cells}
            if "项目名称" in texts:
                projects += 1
                path = f"项目自评[{projects}]"
            elif texts & {"预算部门名称", "部门名称", "单位名称", "年度预算申请（万元）"}:
                path = "自评"
            if path:
                _take_evaluation(path, grid, answers)
            else:
                take_base_data(grid, answers)


def _take_evaluation(path: str, grid: Grid, answers: Answers) -> None:
    heads: dict[int, str] = {}
    goals: dict[int, str] = {}
    for row in rows_of(grid):
        bare = {at: re.sub(r"\s", "", cell.text) for at, cell in row.items()}
        if set(_STAGES) <= set(bare.values()):
            heads = {at: text for at, text in bare.items() if text in _STAGES or text in _OF_TOTAL}
        elif set(_GOALS) <= set(bare.values()):
            goals, heads = {at: text for at, text in bare.items() if text in _GOALS}, {}
        elif goals:
            _take_goals(path, {goals[at]: cell for at, cell in row.items() if at in goals}, answers)
            goals = {}
        elif heads:
            _take_funding(path, row, heads, answers)
        elif path != "自评":
            _take_names(path, row, bare, answers)
        _take_reasons(path, row, answers)
    if not answers.begun(f"{path}.指标"):
        take_indicators(path, grid, answers)


def _take_names(path: str, row: dict[int, GridCell], bare: dict[int, str], answers: Answers) -> None:
    places = sorted(row)
    for at, after in pairwise(places):
        if name := _NAMES.get(bare[at]):
            answers.take_cell(f"{path}.{name}", row[after])


def _take_funding(path: str, row: dict[int, GridCell], heads: dict[int, str], answers: Answers) -> None:
    label = "".join(cell.text for at, cell in row.items() if at < min(heads))
    source = next((name for name, pattern in _SOURCES if pattern.search(label)), "")
    for at, cell in row.items():
        if not source or at not in heads or not _FIGURE.fullmatch(cell.text.strip()):
            continue
        if heads[at] in _STAGES:
            answers.take_cell(f"{path}.资金.{heads[at]}.{source}", cell)
        elif source == "总额":
            answers.take_cell(f"{path}.资金.{heads[at]}", cell)


def _take_goals(path: str, cells: dict[str, GridCell], answers: Answers) -> None:
    for name, cell in cells.items():
        texts = [words.text for words in cell.words if words.text.strip()]
        if texts:
            answers.take(f"{path}.{name}", "\n".join(texts), cell.words[0])


def _take_reasons(path: str, row: dict[int, GridCell], answers: Answers) -> None:
    for cell in row.values():
        for name, pattern in _REASONS:
            if found := pattern.search(cell.text):
                answers.take(f"{path}.资金.{name}", unended(found[1]), cell.words[0])
