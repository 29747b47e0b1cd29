"""A poisoned table: every good row is made, every bad one named, and nothing else."""

from pathlib import Path

from authoring.batch.outcome import Status
from authoring.batch.run import Options, run
from authoring.batch.work import Wish
from tests.batch.poison import POISONS, is_named, killers, write
from tests.batch.twenty import PLACE, plant, twenty
from tests.intake import hostile


def test_hostile_files_are_a_row_each_and_stop_nobody(tmp_path):
    folder, out = tmp_path / "来源", tmp_path / "成稿"
    folder.mkdir()
    placed = hostile.place(folder)
    (folder / "各单位.xlsx").write_bytes((PLACE / "各单位.xlsx").read_bytes())
    summary = run([folder], Options(out, Wish(form="shanxi-unit", year=1999)))
    rows = list(summary.rows())
    made = [row for row in rows if row.status is Status.MADE]
    assert len(made) == 20 - len(plant(twenty()))  # what the rows say themselves counts for more
    assert len([row for row in rows if row.status is Status.LEFT]) > len(placed) / 2
    assert all(row.reason and not row.reason.isascii() for row in rows if row.status is Status.LEFT)
    assert sum(summary.counts.values()) == len(rows)
    assert {path.name for path in tmp_path.iterdir()} == {"来源", "成稿"}


def test_every_poison_is_named_and_every_other_row_made(tmp_path):
    source = tmp_path / "各单位.xlsx"
    planted = write(source, 2 * len(POISONS), every=2)
    assert len(planted) == len(set(planted.values())) == 50
    deadly, out = killers(tmp_path / "杀手"), tmp_path / "成稿"
    first, *rows, last, other = run([deadly[0], source, *deadly[1:]], Options(out)).rows()
    dead = [first, other, last]
    assert all(row.status is Status.LEFT and row.reason for row in dead)
    assert [row.row for row in rows] == [*range(2, 102)]
    for row in rows:
        assert (row.status is Status.MADE) == (row.row not in planted), row.told
        if row.row in planted:
            assert is_named(planted[row.row], row), (planted[row.row], row.told)
    assert len(list(Path(out).glob("*.docx"))) == len(POISONS)
