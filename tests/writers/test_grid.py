"""Tables as full grids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.document.blocks import Table
from authoring.writers.grid import lay_out, share_width
from tests.writers.samples import MERGED, PLAIN, SHAPES, cell


@pytest.mark.parametrize("table", [MERGED, PLAIN, SHAPES["ragged table"].blocks[0]])
def test_every_row_covers_every_column(table: Table) -> None:
    grid = lay_out(table)
    for row in grid.rows:
        covered = [column for place in row for column in range(place.column, place.column + place.span)]
        assert covered == list(range(grid.columns))


def test_covered_places_are_below_the_cell() -> None:
    rows = lay_out(MERGED).rows
    assert [(place.column, place.merge) for place in rows[3]][:3] == [
        (0, "covered"),
        (1, "covered"),
        (2, "none"),
    ]
    assert rows[2][0].merge == "first"


def test_no_cell_is_lost_beside_a_reaching_one() -> None:
    table = Table(((cell("甲", 2, 2), cell("乙")), (cell("丙", 3),), (cell("丁"),)), (1, 1))
    placed = [place.cell for row in lay_out(table).rows for place in row]
    assert [each for row in table.rows for each in row] == [each for each in placed if each.paragraphs]


@given(st.lists(st.integers(-1, 50), max_size=12), st.integers(1, 12), st.integers(1000, 20_000))
def test_widths_add_up(widths: list[int], columns: int, total: int) -> None:
    shared = share_width(widths, columns, total)
    assert (len(shared), sum(shared)) == (columns, total)
