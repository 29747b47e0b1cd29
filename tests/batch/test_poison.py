"""A poisoned table: every good row is made, every bad one named, and nothing else."""

from pathlib import Path

from authoring.batch.outcome import Status
from authoring.batch.run import Options, run
from tests.batch.poison import POISONS, write


def test_every_poison_is_named_and_every_other_row_made(tmp_path):
    source = tmp_path / "各单位.xlsx"
    planted = write(source, 3 * len(POISONS), every=3)
    assert len(planted) == len(POISONS)
    out = tmp_path / "成稿"
    summary = run([source], Options(out))
    named = {}
    for row in summary.rows():
        assert (row.status is Status.MADE) == (row.row not in planted), row.told
        if row.row in planted:
            named[planted[row.row]] = row
    assert set(named) == set(POISONS)
    for poison, row in named.items():
        wrong = [told for told in row.told if told.severity == "错误"]
        fit = [told for told in wrong if poison.said in told.message + told.place]
        assert fit, (poison, wrong)
        assert not poison.cell or any(told.cell.endswith(str(row.row)) for told in fit), (poison, fit)
    assert len(list(Path(out).glob("*.docx"))) == 2 * len(POISONS)
