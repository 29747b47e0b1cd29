"""PDFs as papers: lines joined, running heads dropped, ruled tables read; what cannot be read is named."""

import sys

import pytest

from authoring.errors import InputError
from authoring.intake.worker import limited
from authoring.papers import pdf
from authoring.papers.paper import Grid, Words
from authoring.papers.pdf import Pages, read_pages
from tests.papers.pdfs import ENCRYPTED, Rule, Text, column, make_pdf, page


def texts(pages: Pages) -> list[str]:
    return [item.text for item in pages.items if isinstance(item, Words)]


FIRST = "本单位全年预算执行情况良好，" + "各项工作按照年初制定的计划有序推进，" * 5 + "没有发生责任事故。"
SECOND = "在资金使用方面，" + "严格执行国库集中支付和政府采购的各项规定，" * 6 + "全年支出1,537.56万元。"


def broken(text: str, width: int = 27) -> list[str]:
    text = "　　" + text
    return [text[at : at + width] for at in range(0, len(text), width)]


def test_lines_are_joined_also_over_the_end_of_a_page():
    lines = ["一、单位概况", *broken(FIRST), *broken(SECOND)]
    content = make_pdf([page(*column(lines[:7])), page(*column(lines[7:]))])
    found = read_pages(content)
    assert texts(found) == ["一、单位概况", FIRST, SECOND]
    places = [item.place for item in found.items if isinstance(item, Words)]
    assert [(place.paragraph, place.page) for place in places] == [
        (1, 1),
        (2, 1),
        (3, 1 if len(lines[:7]) > 6 else 2),
    ]
    assert found.remarks == ()


def test_page_numbers_and_running_heads_are_dropped():
    pages = [
        page(
            Text(80, 40, "乙县水务服务中心自评报告", 10),
            Text(80, 120, f"{word}、单位概况"),
            Text(290, 790, f"— {n} —", 10),
        )
        for n, word in enumerate("一二三", 1)
    ]
    assert texts(read_pages(make_pdf(pages))) == ["一、单位概况", "二、单位概况", "三、单位概况"]


def test_a_figure_by_itself_on_the_page_is_kept():
    assert texts(read_pages(make_pdf([page(Text(80, 400, "12"))]))) == ["12"]


def table(left: float = 80, top: float = 200) -> list[Text | Rule]:
    """Two columns under a head that spans both."""
    rows = [top + 30 * n for n in range(4)]
    rules = [Rule(left, y, left + 300, y) for y in rows]
    rules += [Rule(x, rows[0], x, rows[3]) for x in (left, left + 300)]
    rules.append(Rule(left + 150, rows[1], left + 150, rows[3]))
    words = [(5, 5, "经费（万元）"), (5, 35, "预算"), (155, 35, "执行"), (5, 65, "12.00"), (155, 65, "11.50")]
    return [*rules, *(Text(left + x, top + y, text, 12) for x, y, text in words)]


def test_ruled_tables_have_their_spans():
    found = read_pages(make_pdf([page(Text(80, 150, "附件1"), *table(), Text(80, 400, "说明：无"))]))
    before, grid, after = found.items
    assert isinstance(grid, Grid)
    assert [(c.row, c.column, c.colspan, c.text) for c in grid.cells] == [
        (0, 0, 2, "经费（万元）"),
        (1, 0, 1, "预算"),
        (1, 1, 1, "执行"),
        (2, 0, 1, "12.00"),
        (2, 1, 1, "11.50"),
    ]
    assert [words.at for words in all_words(found)] == list(range(7))
    assert (before.text, after.text) == ("附件1", "说明：无")
    assert grid.cells[0].words[0].place.page == 1


def all_words(found: Pages) -> list[Words]:
    cells = [
        words for item in found.items if isinstance(item, Grid) for cell in item.cells for words in cell.words
    ]
    return sorted(
        [*cells, *(item for item in found.items if isinstance(item, Words))], key=lambda words: words.at
    )


def test_a_scan_is_named_as_one():
    with pytest.raises(InputError, match="扫描件"):
        read_pages(make_pdf([page(picture=True), page(picture=True)]), "甲.pdf")


def test_single_pages_without_text_are_a_remark():
    found = read_pages(make_pdf([page(Text(80, 110, "一、单位概况")), page(picture=True)]))
    assert found.remarks == ("第 2 页是图片或空白页，没有文字可读",)


def test_an_encrypted_file():
    with pytest.raises(InputError, match="已加密"):
        read_pages(make_pdf([page(Text(80, 110, "一"))], ENCRYPTED))


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", make_pdf([page(Text(80, 110, "一"))])[:300]]
)
def test_a_damaged_file(content):
    with pytest.raises(InputError, match="损坏"):
        read_pages(content)


def test_very_many_pages(monkeypatch):
    monkeypatch.setattr(pdf, "PAGES", 3)
    found = read_pages(make_pdf([page(Text(80, 110, f"第{n}条")) for n in range(1, 6)]))
    assert len(found.items) == 3
    assert found.remarks == ("共 5 页，只读了前 3 页",)


def test_without_pdfplumber_the_way_out_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(InputError, match=r"gouji\[pdf\]"):
        read_pages(make_pdf([page(Text(80, 110, "一"))]))


def test_in_a_worker():
    found = limited(read_pages, make_pdf([page(Text(80, 110, "一、单位概况"), *table())]), "甲.pdf")
    assert texts(found) == ["一、单位概况"]
