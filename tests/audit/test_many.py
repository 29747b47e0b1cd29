"""Many finished reports: the same results for any number of processes, bad files named."""

import json
import os
import signal
import threading
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from openpyxl import load_workbook

from authoring.audit import crew
from authoring.audit.many import Options, audit_many
from authoring.audit.row import Row
from authoring.errors import GoujiError
from authoring.intake.guard import guard
from authoring.papers import converted
from tests.audit.papers import TEN

WRONG = TEN.replace(
    "基本支出212.40万元。", "基本支出212.40万元，其中：人员经费200.00万元，公用经费21.40万元。"
)
UNIT = "乙县水务服务中心"
OTHER = WRONG.replace(UNIT, "丙县林业服务中心")


def word_of(text: str, path: Path) -> None:
    made = docx.Document()
    for line in text.strip().splitlines():
        if line.strip():
            made.add_paragraph(line)
    made.save(str(path))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two units, one of them with a Word file, and what does not belong among reports."""
    place = tmp_path / "各单位"
    (place / "乡镇").mkdir(parents=True)
    (place / "甲.txt").write_text(WRONG, encoding="utf-8")
    word_of(OTHER, place / "乡镇" / "乙.docx")
    (place / "~$乙.docx").write_bytes(b"lock")
    (place / "表.xlsx").write_bytes(b"x")
    return place


def audited(sources: list[Path], out: Path | None = None, **options) -> tuple[list[Row], object]:
    rows: list[Row] = []
    summary = audit_many(sources, Options(out, **options), lambda row, _total: rows.append(row))
    return rows, summary


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_rows_come_in_order_and_the_rest_is_noted(folder, tmp_path):
    rows, summary = audited([folder], tmp_path / "果")
    assert [(Path(row.file).name, row.unit, row.year, row.form) for row in rows] == [
        ("乙.docx", "丙县林业服务中心", 2023, "hunan-department"),
        ("甲.txt", UNIT, 2023, "hunan-department"),
    ]
    assert set(summary.notes[:2]) == {
        "跳过 1 个不是 Word、WPS、PDF、文本的文件：表.xlsx",
        "跳过 1 个打开文件时生成的锁定文件：~$乙.docx",
    }
    assert summary.faulty == 2


def test_outputs_have_safe_names_and_the_same_bytes_for_any_number_of_processes(folder, tmp_path):
    for number in range(9):
        (folder / f"第{number}份.txt").write_text(
            OTHER.replace("丙", "丁戊己庚辛壬癸子丑"[number]), encoding="utf-8"
        )
    _, one = audited([folder], tmp_path / "一")
    _, three = audited([folder], tmp_path / "三", jobs=3)
    assert contents(tmp_path / "一") == contents(tmp_path / "三")
    assert one.shared == three.shared
    assert {"乙（批注）.docx", "2023年度丙县林业服务中心审核意见.docx", "审核意见.xlsx"} <= contents(
        tmp_path / "一"
    ).keys()


def test_a_rerun_replaces_its_own_and_nothing_else(folder, tmp_path):
    out = tmp_path / "果"
    audited([folder], out)
    before = contents(out)
    letter = out / f"2023年度{UNIT}审核意见.docx"
    audited([folder], out)
    assert contents(out) == before
    letter.write_bytes(b"mine")
    rows, summary = audited([folder], out)
    assert letter.read_bytes() == b"mine"
    assert f"2023年度{UNIT}审核意见（2）.docx" in rows[1].files
    assert any("没有盖掉" in note for note in summary.notes)


def test_a_foreign_file_of_that_name_stays(folder, tmp_path):
    out = tmp_path / "果"
    out.mkdir()
    (out / "审核意见.xlsx").write_bytes(b"theirs")
    _, summary = audited([folder], out)
    assert (out / "审核意见.xlsx").read_bytes() == b"theirs"
    assert summary.results == out / "审核意见（2）.xlsx"


def test_results_are_skipped_when_the_folder_is_audited_again(folder):
    audited([folder / "甲.txt"], folder / "果")
    rows, summary = audited([folder])
    assert len(rows) == 2
    assert "跳过 1 个以前审核的结果文件夹：果" in summary.notes


def test_bad_files_are_named_and_the_others_done(folder, tmp_path):
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "空.txt").write_bytes(b"")
    (folder / "信.txt").write_text("各位同事：\n\n明天下午开会。\n", encoding="utf-8")
    rows, summary = audited([folder, tmp_path / "没有.txt"])
    assert [row.outcome for row in rows] == ["已审核", "不是自评报告", "读不了", "已审核", "读不了", "读不了"]
    faults = {Path(row.file).name: row.fault for row in rows if row.fault}
    assert "不完整或已损坏" in faults["坏.docx"]
    assert "文件是空的" in faults["空.txt"]
    assert "找不到这个文件" in faults["没有.txt"]
    assert summary.wrong == 5
    assert next(row.remarks for row in rows if row.file.endswith("信.txt")) == (
        "这份文件不像绩效自评报告，没有审核",
    )


def test_a_file_that_kills_its_process_is_named(folder, monkeypatch):
    monkeypatch.setattr(crew, "_audit_file", _dies_of_a_text)
    rows, _ = audited([folder])
    assert "处理时程序意外中断" in rows[1].fault
    assert rows[0].audited


def _dies_of_a_text(path, name, wish):
    if path.suffix == ".txt":
        os._exit(3)
    from authoring.audit.one import audit_file

    return audit_file(path, name, wish)


def test_ctrl_c_ends_soon_with_what_was_done(folder):
    for number in range(40):
        (folder / f"第{number}份.txt").write_text(WRONG, encoding="utf-8")
    rows = []

    def pressed(row, _total):
        rows.append(row)
        signal.raise_signal(signal.SIGINT)

    summary = audit_many([folder], Options(jobs=2), pressed)
    assert summary.interrupted
    assert len(rows) == 1 == summary.total
    assert threading.active_count() == 1


def test_the_workbook_tells_all_as_text(folder, tmp_path):
    (folder / "申.txt").write_text(
        WRONG.replace("负责全县河道", "=HYPERLINK(1)负责全县河道"), encoding="utf-8"
    )
    audited([folder], tmp_path / "果")
    book = load_workbook(tmp_path / "果" / "审核意见.xlsx")
    assert book.sheetnames == ["各报告", "全部问题", "雷同"]
    reports = list(book["各报告"].values)
    assert reports[1][1:6] == (
        "丙县林业服务中心",
        2023,
        "部门整体支出绩效自评报告",
        str(folder / "乡镇" / "乙.docx"),
        "已审核",
    )
    assert reports[1][12:] == (
        "乙（批注）.docx", "2023年度丙县林业服务中心审核意见.docx", "2023年度丙县林业服务中心审核意见.txt"
    )  # fmt: skip
    assert book["各报告"]["M2"].hyperlink.target == "乙（批注）.docx"
    found = [row for row in book["全部问题"].values if row[5] == "WS-01"]
    assert len(found) == 3
    assert found[0][7] == "基本支出【212.40万元】，其中：人员经费200.00万元，公用经费21.40万元。"
    assert found[0][9:13] == ("212.40", "221.40", "-9.00", "万元")
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    alike = list(book["雷同"].values)[1:]
    assert {row[1] for row in alike} == {"不同单位"}


def test_likenesses_have_a_kind_and_places(folder, tmp_path):
    last = WRONG.replace("2023", "2022").replace("基本支出212.40", "基本支出208.40")
    (folder / "去年.txt").write_text(last, encoding="utf-8")
    _, summary = audited([folder])
    kinds = {(Path(s.first.file).name, Path(s.second.file).name): s for s in summary.shared}
    assert kinds["乙.docx", "去年.txt"].kind == "不同单位"
    same = next(iter(s for s in summary.shared if s.second.file.endswith("甲.txt")))
    assert same.paragraphs >= 1
    assert same.first_place
    assert same.second_place


def test_nothing_to_do(tmp_path):
    (tmp_path / "空").mkdir()
    _, summary = audited([tmp_path / "空"], tmp_path / "果")
    assert summary.total == 0
    with pytest.raises(GoujiError, match="就是来源文件夹"):
        audited([tmp_path / "空"], tmp_path / "空")


def test_a_row_as_json(folder):
    rows, _ = audited([folder / "甲.txt"])
    said = json.loads(json.dumps(rows[0].as_json()))
    assert said.keys() == {"file", "unit", "year", "form", "findings", "counts", "held", "remarks", "outputs"}
    found = next(each for each in said["findings"] if each["rule"] == "WS-01")
    assert (found["section"], found["stated"], found["expected"]) == (
        "二、一般公共预算支出情况",
        "212.40",
        "221.40",
    )
    assert found["where"]["quote"].startswith("基本支出212.40万元")


def test_a_file_converted_first_gets_comments_and_its_letter_does_not_speak_of_it(tmp_path, monkeypatch):
    source = tmp_path / "甲.odt"
    with ZipFile(source, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    word_of(WRONG, tmp_path / "甲.docx")
    made = guard(tmp_path / "甲.docx")
    monkeypatch.setattr(converted, "convert_to_word", lambda _: made)
    rows, _ = audited([source], tmp_path / "果")
    assert rows[0].remarks == (converted.CONVERTED,)
    assert rows[0].files[0] == "甲（批注）.docx"
    letter = (tmp_path / "果" / rows[0].files[2]).read_text(encoding="utf-8")
    assert "LibreOffice" not in letter


def test_what_was_not_read_is_told_in_the_letter(folder, tmp_path):
    word = folder / "乡镇" / "乙.docx"
    made = docx.Document(str(word))
    made.add_paragraph("附表如下：")
    made.add_picture(str(Path(__file__).parents[2] / "docs" / "page.png"))
    made.save(str(word))
    rows, _ = audited([word], tmp_path / "果")
    assert rows[0].remarks
    letter = (tmp_path / "果" / rows[0].files[2]).read_text(encoding="utf-8")
    assert f"另外说明：{rows[0].remarks[0]}" in letter


def test_the_workbook_names_each_file_in_its_column_though_one_was_edited(folder, tmp_path):
    """A letter in two formats may bear two names."""
    out = tmp_path / "审核"
    audited([folder], out)
    (edited,) = (path for path in out.glob("*.txt") if UNIT in path.name)
    edited.write_text("改过", encoding="utf-8")
    rows, summary = audited([folder], out)
    page = load_workbook(summary.results)["各报告"]
    heads = {cell.value: n for n, cell in enumerate(page[1])}
    told = [
        [row[heads[name]].value or "" for name in ("批注副本", "审核意见", "审核意见（文本）")]
        for row in page.iter_rows(min_row=2)
    ]
    assert sorted(name for row in told for name in row if name) == sorted(
        n for row in rows for n in row.files
    )
    letter = edited.stem
    assert ["", f"{letter}.docx", f"{letter}（2）.txt"] in told
