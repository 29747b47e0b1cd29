"""批量结果.xlsx: nothing lost, nothing run, sums exact, the same bytes for the same rows."""

import gc
import re
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from authoring.batch import cells, result_pages
from authoring.batch.cells import CUT, MOST_UNITS, fit, link_target
from authoring.batch.outcome import Row, Status, Told
from authoring.batch.results import write_results
from authoring.batch.totals import Totals, exact
from authoring.errors import OutputError
from authoring.writers.characters import clean
from tests.batch.payloads import PAYLOADS
from tests.batch.places import beside

TOLD = Told(
    "错误", "支出合计与各项之和不符", "ZC-01", "支出合计", "支出.合计", "单位", "C7", 7, "请核对各数。"
)


def again(*rows: Row) -> Callable[[], Iterator[Row]]:
    return lambda: iter(rows)


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(path)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_every_row_and_finding_has_its_line(tmp_path: Path) -> None:
    rows = (
        Row(1, "甲.xlsx", "单位", 2, "甲单位", 2024, "hunan-department", Status.MADE, files=("1 甲.docx",)),
        Row(2, "乙.xlsx", "", None, "乙单位", 2024, "hunan-department", Status.WRONG, "", (TOLD,),
            {"错误": 1}),
        Row(3, "丙.xls", reason="文件已加密"),
    )  # fmt: skip
    path = write_results(again(*rows), beside(tmp_path), ["共读取 3 个文件。"])
    assert path.name == "批量结果.xlsx"
    found = sheets_of(path)
    assert list(found) == ["各单位", "全部问题", "合计"]
    assert [row[:8] for row in found["各单位"][1:]] == [
        [1, "甲单位", 2024, "hunan-department", "甲.xlsx", "单位", 2, "已生成"],
        [2, "乙单位", 2024, "hunan-department", "乙.xlsx", None, None, "有差错"],
        [3, None, None, None, "丙.xls", None, None, "未处理"],
    ]
    assert found["各单位"][2][8:13] == [1, 0, 0, 0, "支出合计与各项之和不符"]
    assert found["各单位"][3][13] == "文件已加密"
    assert found["全部问题"][1:] == [
        [2, "乙单位", "乙.xlsx", "单位", "C7", 7, "ZC-01", "错误", "支出合计\n支出.合计",
         "支出合计与各项之和不符", "请核对各数。", None],
    ]  # fmt: skip
    assert found["合计"][-1][0] == "共读取 3 个文件。"
    assert [row[:6] for row in found["合计"][1:4]] == [
        ["hunan-department", "2024", 2, 1, 1, 0],
        ["（未识别）", "（未识别）", 1, 0, 0, 1],
        ["合计", None, 3, 1, 1, 1],
    ]


def test_the_first_finding_is_the_gravest(tmp_path: Path) -> None:
    told = (TOLD._replace(severity="提示", message="小"), TOLD._replace(message="大"))
    path = write_results(again(Row(1, "甲", told=told)), beside(tmp_path))
    assert sheets_of(path)["各单位"][1][12] == "大"


def test_heads_stay_filters_are_set_and_pages_are_a4_across(tmp_path: Path) -> None:
    book = load_workbook(write_results(again(Row(1, "甲", told=(TOLD,))), beside(tmp_path)))
    for sheet in book:
        assert sheet.freeze_panes is not None
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows == "$1:$1"
    assert book["各单位"].auto_filter.ref == "A1:O2"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_others_typed_is_text_everywhere(payload: str, tmp_path: Path) -> None:
    told = Told("错误", *[payload] * 6, None, payload, payload)
    row = Row(1, payload, payload, 2, payload, 2024, payload, Status.WRONG, payload, (told,), {"错误": 1},
              {payload: "1"}, (payload,))  # fmt: skip
    path = write_results(again(row), beside(tmp_path), [payload])
    with ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in content
                assert b"<f " not in content
            if name.endswith(".rels"):
                assert not re.search(rb'Target="[a-z]+:', content)
    shown = fit(payload)
    found = [cell for row in load_workbook(path)["各单位"].iter_rows(min_row=2) for cell in row]
    assert [cell.data_type for cell in found if cell.column in (2, 4, 5, 6, 14)] == ["s"] * 5
    texts = [undone(str(cell.value)) for cell in found if cell.column in (2, 4, 5, 6, 14)]
    assert texts == [shown] * 5
    assert shown.rstrip(" ") == clean(payload).rstrip(" ")


def undone(text: str) -> str:
    """openpyxl leaves `_x005F_` in inline strings, which Excel takes for `_`."""
    return text.replace("_x005F_", "_").replace("_x0009_", "\t")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("甲 报告.docx", "甲%20报告.docx"),
        ("a#b%41.docx", "a%23b%2541.docx"),
        ("标注/甲.xlsx", "标注/甲.xlsx"),
        ("../甲.docx", ""),
        ("/etc/passwd", ""),
        ("C:甲.docx", ""),
        ("http://x.example/a", ""),
        ("\\\\server\\share", ""),
        ("", ""),
    ],
)
def test_links_lead_into_the_folder_only(name: str, target: str) -> None:
    assert link_target(name) == target


def test_a_file_is_linked_by_its_name(tmp_path: Path) -> None:
    path = write_results(again(Row(1, "甲", files=("甲 #1（2024）.docx", "乙.txt"))), beside(tmp_path))
    rels = ZipFile(path).read("xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert set(re.findall('Target="([^"]*)"', rels)) == {"甲%20%231（2024）.docx", "乙.txt"}


def test_long_text_is_cut_in_sight(tmp_path: Path) -> None:
    told = TOLD._replace(message="长" * 40_000, hint="𠀀" * 20_000)
    row = sheets_of(write_results(again(Row(1, "甲", told=(told,))), beside(tmp_path)))["全部问题"][1]
    for cell in (row[9], row[10]):
        assert isinstance(cell, str)
        assert cell.endswith(CUT)
        assert MOST_UNITS - 1 <= len(cell.encode("utf-16-le")) // 2 <= MOST_UNITS
    assert fit("x" * MOST_UNITS) == "x" * MOST_UNITS


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_pages, "MOST_ROWS", 10)
    rows = [Row(n, f"{n}.xlsx", told=(TOLD, TOLD)) for n in range(1, 16)]
    found = sheets_of(write_results(again(*rows), beside(tmp_path)))
    assert list(found) == ["各单位", "各单位（2）", "全部问题", "全部问题（2）", "全部问题（3）", "合计"]
    numbers = [row[0] for name in ("各单位", "各单位（2）") for row in found[name][1:]]
    assert numbers == list(range(1, 16))
    assert sum(len(rows) - 1 for name, rows in found.items() if name.startswith("全部")) == 30


def test_beyond_the_most_links_names_remain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_LINKS", 2)
    rows = [Row(n, f"{n}.xlsx", files=(f"{n}.docx",)) for n in range(1, 5)]
    path = write_results(again(*rows), beside(tmp_path))
    assert ZipFile(path).read("xl/worksheets/_rels/sheet1.xml.rels").count(b"Target=") == 2
    assert [row[14] for row in sheets_of(path)["各单位"][1:]] == [f"{n}.docx" for n in range(1, 5)]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    rows = again(Row(1, "甲", told=(TOLD,), figures={"支出合计": "1.10"}))
    first = write_results(rows, beside(tmp_path)).read_bytes()
    assert write_results(rows, beside(tmp_path)).read_bytes() == first
    assert b"2000-01-01T00:00:00Z" in ZipFile(tmp_path / "批量结果.xlsx").read("docProps/core.xml")
    assert [each.name for each in tmp_path.iterdir()] == ["批量结果.xlsx"]


amounts = st.decimals(-(10**12), 10**12, places=2)


@given(st.lists(st.tuples(st.sampled_from("甲乙"), amounts), max_size=30))
def test_sums_are_exact_and_units_add_up(given_rows: list[tuple[str, Decimal]]) -> None:
    totals = Totals(
        Row(n, "x", form=form, figures={"支出": f"{amount:,}"}) for n, (form, amount) in enumerate(given_rows)
    )
    assert sum(group.units for *_, group in totals.in_order()) == totals.whole.units == len(given_rows)
    for form, _, group in totals.in_order():
        assert group.sums["支出"].value == sum(amount for each, amount in given_rows if each == form)


def test_what_is_not_filled_in_or_no_number_is_not_added(tmp_path: Path) -> None:
    rows = [Row(1, "甲", figures={"支出": "0.1"}), Row(2, "乙", figures={"支出": "0.2"}), Row(3, "丙"),
            Row(4, "丁", figures={"支出": "约三万"}), Row(5, "戊", figures={"支出": "1" * 20})]  # fmt: skip
    found = sheets_of(write_results(again(*rows[:4]), beside(tmp_path)))["合计"]
    assert found[1][6:8] == [0.3, 2]
    assert any("有 1 个单位填的不是数" in str(row[0]) for row in found)
    # more digits than a float holds stay text, with every digit
    assert sheets_of(write_results(again(*rows), beside(tmp_path)))["合计"][1][6] == "11111111111111111111.3"
    assert [exact(text) for text in ("NaN", "1e5", "", "1.2.3", "9" * 31)] == [None] * 5


def test_a_held_file_gets_a_neighbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, held = Path.replace, {"批量结果.xlsx", "批量结果（2）.xlsx"}

    def replace(self: Path, target: Path) -> Path:
        if target.name in held:
            raise PermissionError(13, "held")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    assert write_results(again(Row(1, "甲")), beside(tmp_path)).name == "批量结果（3）.xlsx"
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "held")))
    with pytest.raises(OutputError, match="请关闭它"):
        write_results(again(Row(1, "甲")), beside(tmp_path))
    assert [each.name for each in tmp_path.iterdir()] == ["批量结果（3）.xlsx"]


def test_failures_are_told_and_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutputError, match="找不到文件夹"):
        write_results(again(Row(1, "甲")), beside(tmp_path / "没有"))

    def broken() -> Iterator[Row]:
        yield Row(1, "甲")
        raise RuntimeError("ledger")

    rows = iter([again(Row(1, "甲")), broken])
    with pytest.raises(RuntimeError):
        write_results(lambda: next(rows)(), beside(tmp_path))  # noqa: PLW0108  another each time
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "weg"))
    with pytest.raises(OutputError):
        write_results(again(Row(1, "甲")), beside(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_ten_times_the_rows_take_no_more_memory(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        write_results(
            lambda: (Row(n, "甲", unit=f"{n}单位", told=(TOLD,)) for n in range(count)), beside(tmp_path)
        )
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(3000) < peak(300) + 300_000


@given(st.text())
@settings(max_examples=50)
def test_fit_keeps_what_xml_can_hold(text: str) -> None:
    assert fit(text).rstrip(" ") == clean(text).rstrip(" ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_disk_full_half_way_prints_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", seen.append)
    real = Path.open

    def full(self: Path, mode: str = "r", *given: object, **more: object) -> object:
        return real(Path("/dev/full"), "wb", buffering=0) if mode == "xb" else real(self, mode)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OutputError, match="磁盘已满"):
        write_results(again(Row(1, "甲")), beside(tmp_path))
    gc.collect()
    assert seen == []
    assert not list(tmp_path.iterdir())
