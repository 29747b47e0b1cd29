"""Rows of lists, in memory and on disk."""

import pytest

from authoring.sheets.cells import Cell, Doubt, Kind
from authoring.workbook import shelf
from authoring.workbook.shelf import Shelf, Shelved


def cells(number: int) -> dict[int, Cell]:
    return {
        1: Cell(f"甲\x07{number}", Kind.TEXT),
        number % 5 + 2: Cell("1.50", Kind.NUMBER, number % 3, formula=True, doubt=Doubt.STALE),
        9: Cell("2%", Kind.PERCENT, 0),
    }


@pytest.mark.parametrize("held", [0, 7, 100])
def test_rows_are_found_again_in_their_order(monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    monkeypatch.setattr(shelf, "IN_MEMORY", held)
    rows = [(f"单位{number % 4}", Shelved(number % 2, number, cells(number))) for number in range(30)]
    filled = Shelf("表.xlsx")
    for owner, row in rows:
        filled.put(owner, row)
    assert filled.owners() == [f"单位{number}" for number in range(4)]
    for name in (*filled.owners(), *filled.owners()):
        found = filled.rows(name)
        assert found == [row for owner, row in rows if owner == name]
        assert all(type(cell) is Cell for row in found for cell in row.cells.values())
        assert [list(row.cells) for row in found] == [list(row.cells) for owner, row in rows if owner == name]
    assert filled.rows("无此单位") == []
