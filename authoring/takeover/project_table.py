"""A table of projects with budget and expenditure, where it accounts for all of 项目支出."""

import re
from decimal import Decimal

from authoring.audit.report import FinishedReport
from authoring.papers.paper import Grid, GridCell, Item, Words
from authoring.quantities import Amount
from authoring.takeover.answers import Answers
from authoring.takeover.sections import walk
from authoring.takeover.tables import rows_of

_LISTING = "支出.项目.按项目"
_COLUMNS = (
    ("名称", re.compile(r"^项目(?:名称)?$")),
    ("预算数", re.compile(r"^(?:年初)?预算(?:数|金额|安排)?$")),
    ("金额", re.compile(r"^(?:决算|执行|实际支出|实际支付|支出)(?:数|金额|决算)?$")),
)
_SUM = re.compile(r"^(?:合计|总计|小计)$")
_UNIT = re.compile(r"[（(](?:单位[：:])?(?P<unit>万元|元)[）)]")
_UNIT_SAID = re.compile(r"单位[：:]\s*(?P<unit>万元|元)")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def take_project_table(report: FinishedReport, answers: Answers) -> None:
    """The projects of the first table whose expenditure adds up to 项目支出, unless the text listed them."""
    total = answers.found.get("支出.项目.合计")
    if total is None or answers.begun(_LISTING):
        return
    for part, _ in walk(report.parts):
        for at, item in enumerate(part.items):
            if isinstance(item, Grid):
                entries = _entries(item, _unit_before(part.items[:at]))
                spent = sum(
                    (Amount(entry["金额"]).value for entry, _ in entries if "金额" in entry), Decimal(0)
                )
                if entries and spent == Amount(total).value:
                    for entry, cell in entries:
                        answers.add(_LISTING, entry, cell.words[0])
                    return


def _unit_before(items: tuple[Item, ...]) -> str:
    said = next((item.text for item in reversed(items) if isinstance(item, Words)), "")
    found = _UNIT_SAID.search(said)
    return found["unit"] if found else ""


def _entries(grid: Grid, unit: str) -> list[tuple[dict[str, str], GridCell]]:
    """The projects of a table with the cell of each one's name; none if it has not the three columns."""
    columns: dict[int, str] = {}
    units: dict[int, str] = {}
    entries = []
    for row in rows_of(grid):
        named = {at: name for at, cell in row.items() if (name := _column(cell.text))}
        if len(named) == len(_COLUMNS):
            columns = named
            units = {at: found["unit"] for at in named if (found := _UNIT.search(row[at].text))}
        elif columns:
            cells = {columns[at]: (cell, units.get(at, unit)) for at, cell in row.items() if at in columns}
            entry = {name: text for name, (cell, its) in cells.items() if (text := _value(name, cell, its))}
            if "名称" in entry and not _SUM.match(entry["名称"]):
                entries.append((entry, cells["名称"][0]))
    return entries


def _column(text: str) -> str:
    bare = _UNIT.sub("", re.sub(r"\s", "", text))
    return next((name for name, pattern in _COLUMNS if pattern.search(bare)), "")


def _value(name: str, cell: GridCell, unit: str) -> str:
    text = cell.text.strip()
    if name == "名称":
        return text
    return f"{text}{unit.removeprefix('万元')}" if _FIGURE.fullmatch(text) else ""
