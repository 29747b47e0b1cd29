"""One workbook as LibreOffice saves it: .xlsx and .ods tell all, .xls what it can. See `make_files.py`."""

import pickle
from pathlib import Path
from zipfile import ZipFile

import pytest

from authoring.errors import InputError
from authoring.sheets.cells import Cell, Kind, PlainSheet, Range
from authoring.sheets.ods import read_ods
from authoring.sheets.others import UNSEEN, _cell, read_xls
from authoring.sheets.xlsx import read_xlsx
from tests.sheets.packages import Unzipped

FILES = Path(__file__).parent / "files"
EXPECTED = {
    "金额": Cell("2601", Kind.NUMBER, 2),
    "误差": Cell("189.89", Kind.NUMBER),
    "和": Cell("0.3", Kind.NUMBER),
    "比率": Cell("92.34%", Kind.PERCENT, 2),
    "日期": Cell("2025-03-20", Kind.DATE),
    "日期时间": Cell("2025-03-20 08:30:00", Kind.DATE),
    "累计小时": Cell("26:30:00", Kind.TIME),
    "真假": Cell("TRUE", Kind.BOOLEAN, formula=True),
    "除零": Cell("#DIV/0!", Kind.ERROR, formula=True),
    "公式": Cell("2790.89", Kind.NUMBER, 2, formula=True),
    "十八位文本": Cell("430102199001011234", Kind.TEXT),
    "换行": Cell("甲  乙\n丙", Kind.TEXT),
    "千分位": Cell("-1234567.5", Kind.NUMBER, 2),
    "重复": Cell("7", Kind.NUMBER),
}


def opened(ending: str) -> list[PlainSheet]:
    path = FILES / f"office.{ending}"
    if ending == "xls":
        return read_xls(path.read_bytes(), path.name)
    with ZipFile(path) as archive:
        if ending == "ods":
            return read_ods(Unzipped(archive), path.name)
        return [
            PlainSheet(sheet.name, list(sheet.rows()), sheet.merges(), sheet.hidden)
            for sheet in read_xlsx(Unzipped(archive), path.name)
        ]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_shape(ending: str) -> None:
    data, hidden = opened(ending)
    assert (data.name, data.hidden, hidden.name, hidden.hidden) == ("数据", "visible", "藏", "hidden")
    assert data.merges() == (Range(13, 1, 13, 4),)
    rows = dict(data.rows())
    assert list(rows) == [*range(1, 16), 21]
    assert rows[21] == {6: Cell("远处", Kind.TEXT)}
    assert [rows[15][column].text for column in range(1, 5)] == ["重复", "7", "7", "7"]
    assert list(hidden.rows()) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_xlsx(name: str) -> None:
    assert values("xlsx")[name] == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED.keys() - {"真假"}))
def test_ods(name: str) -> None:
    cell, expected = values("ods")[name], EXPECTED[name]
    assert cell._replace(decimals=None) == expected._replace(decimals=None)
    assert cell.shown == expected.shown


def test_xls() -> None:
    found = values("xls")
    same = EXPECTED.keys() - {"比率", "除零"}
    assert {name: found[name].text for name in same} == {name: EXPECTED[name].text for name in same}
    assert found["比率"] == Cell("0.9234", Kind.NUMBER)
    assert "除零" not in found
    assert opened("xls")[0].unseen == UNSEEN


def test_whole_numbers_of_xls_have_no_point() -> None:
    assert [cell and cell.text for cell in map(_cell, (2601.0, 0.1, 1e300, True, ""))] == [
        "2601",
        "0.1",
        "1E+300",
        "TRUE",
        None,
    ]


def test_xls_goes_between_processes() -> None:
    content = (FILES / "office.xls").read_bytes()
    assert pickle.loads(pickle.dumps(read_xls))(content) == pickle.loads(pickle.dumps(read_xls(content)))


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_xls_damaged(content: bytes) -> None:
    with pytest.raises(InputError, match=r"旧表.xls：文件已损坏.*另存为"):
        read_xls(content, "旧表.xls")


def values(ending: str) -> dict[str, Cell]:
    return {cells[1].text: cells[2] for _, cells in opened(ending)[0].rows() if 2 in cells}
