"""Results and marked copies: ours are replaced, what somebody made or changed stays."""

import openpyxl
import pytest

from authoring.batch.ledger import LEDGER
from authoring.batch.listing import Listing
from authoring.batch.run import Options, run
from authoring.batch.work import Wish
from tests.batch.places import Kept, beside
from tests.batch.test_batch import yaml


def put(place, content, name="批量结果.xlsx"):
    temp = place.folder / ".part"
    temp.write_bytes(content)
    try:
        return place.put(temp, name).name
    finally:
        temp.unlink(missing_ok=True)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_our_own_file_is_replaced(tmp_path):
    kept = Kept()
    assert put(beside(tmp_path, kept), b"1") == put(beside(tmp_path, kept), b"2") == "批量结果.xlsx"
    assert contents(tmp_path) == {"批量结果.xlsx": b"2"}


@pytest.mark.parametrize("ours", [False, True])
def test_anothers_file_and_an_edited_one_stay(ours, tmp_path):
    kept, place = Kept(), beside(tmp_path, Kept())
    if ours:
        put(beside(tmp_path, kept), b"1")
    (tmp_path / "批量结果.xlsx").write_bytes(b"edited")
    for content in (b"2", b"3"):
        place = beside(tmp_path, kept)
        assert put(place, content) == "批量结果（2）.xlsx"
        assert contents(tmp_path) == {"批量结果.xlsx": b"edited", "批量结果（2）.xlsx": content}
    assert "没有盖掉，新的存为“批量结果（2）.xlsx”" in place.notes[0]
    assert (put(beside(tmp_path, kept, force=True), b"4") == "批量结果.xlsx") == ours


def test_two_of_one_name_in_a_run_are_told_apart_without_a_word(tmp_path):
    kept = Kept()
    for _ in range(2):
        place = beside(tmp_path, kept)
        assert [put(place, b"1"), put(place, b"1")] == ["批量结果.xlsx", "批量结果（2）.xlsx"]
        assert place.notes == []


def workbook(path, value):
    book = openpyxl.Workbook()
    book.active.title = "单位"
    for row in (["单位全称", "支出合计"], ["甲局", value]):
        book.active.append(row)
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def test_a_batch_knows_its_results_and_copies_again(tmp_path):
    out = tmp_path / "成稿"
    options = Options(out, Wish(form="hunan-department", year=2024))
    for value in ("五", "六"):
        sources = [workbook(tmp_path / "a" / "各.xlsx", value), workbook(tmp_path / "b" / "各.xlsx", value)]
        summary = run(sources, options)
        assert {path.name for path in out.glob("[!.]*")} == {
            "批量结果.xlsx", "各（标注）.xlsx", "各（标注）（2）.xlsx"
        }  # fmt: skip
    ledger = (out / LEDGER).read_bytes()
    assert run(sources, options).results == summary.results
    assert len((out / LEDGER).read_bytes().splitlines()) == len(ledger.splitlines()) + 1
    (out / "批量结果.xlsx").write_bytes(b"a note of mine")
    again = run([yaml(tmp_path / "c" / "丙.yaml", "丙局")], options)
    assert again.results.name == "批量结果（2）.xlsx"
    assert (out / "批量结果.xlsx").read_bytes() == b"a note of mine"
    assert any("没有更新" in note and "各（标注）.xlsx" in note for note in again.notes)
    assert Listing([tmp_path / "c"], out).files


def test_a_ledger_that_takes_no_more_leaves_the_old_results(tmp_path, monkeypatch):
    from authoring.batch.ledger import Ledger
    from authoring.errors import OutputError

    options = Options(tmp_path / "成稿")
    source = yaml(tmp_path / "c" / "丙.yaml", "丙局")
    run([source], options)
    before = contents(tmp_path / "成稿")["批量结果.xlsx"]
    yaml(tmp_path / "c" / "丙.yaml", "丁局")

    def full(self, name, mark):
        raise OutputError("磁盘已满")

    monkeypatch.setattr(Ledger, "claim", full)
    with pytest.raises(OutputError):
        run([source], options)
    after = contents(tmp_path / "成稿")
    assert after["批量结果.xlsx"] == before
    assert not [name for name in after if name.endswith(".part")]
