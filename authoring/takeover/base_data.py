"""基础数据表: last year's final figures, the year's budget and its final figures, row by row."""

import re

from authoring.papers.paper import Grid, GridCell
from authoring.takeover.answers import Answers
from authoring.takeover.completions import projects_in
from authoring.takeover.tables import rows_of

_COLUMNS = ("上年决算数", "预算数", "决算数")
_ROWS = (
    ("三公经费.{}.合计", re.compile(r"^三公经费$")),
    ("三公经费.{}.公务用车.合计", re.compile(r"公务用车购置[和及](?:运行)?维护")),
    ("三公经费.{}.公务用车.购置费", re.compile(r"(?:公车|公务用车)购置费?$")),
    ("三公经费.{}.公务用车.运行维护费", re.compile(r"(?:公车|公务用车)运行维护费?$")),
    ("三公经费.{}.因公出国（境）费", re.compile(r"出国")),
    ("三公经费.{}.公务接待费", re.compile(r"公务接待费?$")),
    ("项目支出", re.compile(r"^项目支出$")),
    ("基础数据.公用经费.{}.合计", re.compile(r"^公用经费$")),
    ("基础数据.公用经费.{}.办公经费", re.compile(r"办公经费$")),
    ("基础数据.公用经费.{}.水费", re.compile(r"^(?:其中)?水费$")),
    ("基础数据.公用经费.{}.电费", re.compile(r"^(?:其中)?电费$")),
    ("基础数据.公用经费.{}.差旅费", re.compile(r"^(?:其中)?差旅费$")),
    ("基础数据.公用经费.{}.会议费", re.compile(r"^(?:其中)?会议费$")),
    ("基础数据.公用经费.{}.培训费", re.compile(r"^(?:其中)?培训费$")),
    ("基础数据.政府采购.{}", re.compile(r"^政府采购(?:金额)?$")),
    ("基础数据.预算调整.{}", re.compile(r"预算调整$")),
)
_OF_PROJECTS = {"上年决算数": "上年.项目支出", "预算数": "支出.项目.预算数", "决算数": "支出.项目.合计"}
_OF_ENTRY = {"上年决算数": "上年决算数", "预算数": "预算数", "决算数": "金额"}
_KIND = re.compile(r"^(?:业务工作专项|运行维护专项|本级专项资金|(?:市|县|区|省)级专项资金)$")
_FIGURE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")


def take_base_data(grid: Grid, answers: Answers) -> None:
    """The rows of a table with the three columns; 楼堂馆所 and 厉行节约 where it has them."""
    heads: dict[int, str] = {}
    kind = ""
    buildings = False
    for row in rows_of(grid):
        bare = {at: re.sub(r"[\s　“”：:]|^\d[.．、]", "", cell.text) for at, cell in row.items()}
        if found := _heads(bare):
            heads = found
            continue
        first = row[min(row)] if row else None
        label = bare[min(bare)] if bare else ""
        if buildings:
            if first is not None and label == "无":
                answers.none("基础数据.楼堂馆所", first.words[0])
            buildings = False
        elif label.startswith("楼堂馆所"):
            heads, buildings = {}, True
        elif label.startswith("厉行节约") and len(row) > 1:
            told = row[sorted(row)[1]]
            answers.take_cell("基础数据.厉行节约", told)
        elif heads and first is not None:
            kind = _take_row(label, row, heads, kind, answers)


def _heads(bare: dict[int, str]) -> dict[int, str]:
    """The three columns, where a row has their heads."""
    named = [(at, text) for at, text in sorted(bare.items()) if re.search(r"(?:决算|预算)数$", text)]
    if [text[-3:] for _, text in named] != ["决算数", "预算数", "决算数"]:
        return {}
    return {at: column for (at, _), column in zip(named, _COLUMNS, strict=True)}


def _take_row(
    label: str, row: dict[int, GridCell], heads: dict[int, str], kind: str, answers: Answers
) -> str:
    """Take the figures of a row; the kind of project that the rows after it are of."""
    figures = {
        heads[at]: cell for at, cell in row.items() if at in heads and _FIGURE.fullmatch(cell.text.strip())
    }
    path = next((path for path, pattern in _ROWS if pattern.search(label)), "")
    if path:
        for column, cell in figures.items():
            place = _OF_PROJECTS[column] if path == "项目支出" else path.format(column)
            answers.take_cell(place, cell)
        return "专项" if path == "项目支出" else ""
    if not label:
        return kind
    first = row[min(row)].words[0]
    entry = {_OF_ENTRY[column]: cell.text.strip() for column, cell in figures.items()}
    if _KIND.match(label):
        if entry:
            answers.add("支出.项目.分类", {"类别": label, **entry}, first)
        return label
    if kind and entry and (known := projects_in(answers).get(label)):
        for name, value in {"类别": kind, **entry}.items():
            if name != "类别" or kind != "专项":
                answers.take(f"{known}.{name}", value, first)
    return kind
