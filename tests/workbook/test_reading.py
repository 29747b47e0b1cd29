"""Workbooks are read by label: moved, renamed, in another unit or another program's format."""

import random
import re
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from authoring.draft.draft import Draft
from authoring.draft.report_file import build_report, read_draft
from authoring.errors import InputError
from authoring.forms.finder import form_codes, load_form
from authoring.intake.guard import Guarded, Kind, guard
from authoring.model.paths import figures
from authoring.workbook.layout import layout_of, united
from authoring.workbook.names import Names, folded
from authoring.workbook.reading import read_units
from tests.workbook.books import guarded, many_units, one_unit, put

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/report.yaml"))
NOT_IN_BOOKS = ("来源",)


def answers_of(name):
    return read_draft(EXAMPLES / name / "report.yaml").answers


def plain(value, key=""):
    """Answers without what a spreadsheet does not keep: commas of figures."""
    if isinstance(value, dict):
        return {k: plain(v, k) for k, v in value.items() if k not in NOT_IN_BOOKS and (key or k != "版本")}
    if isinstance(value, list):
        return [plain(entry, key) for entry in value]
    return value.replace(",", "") if re.fullmatch(r"-?[0-9,]+(\.[0-9]+)?%?", value) else value


def same(unit, answers):
    assert not unit.problems
    assert plain(unit.draft.answers) == plain(answers)
    read, meant = (build_report(Draft(each)) for each in (unit.draft.answers, answers))
    for one, other in zip(figures(read), figures(meant), strict=True):
        assert (one.path, one.value) == (other.path, other.value)


def units(book, **more):
    return list(read_units(guarded(book), **more))


@pytest.mark.parametrize("name", NAMES)
def test_one_unit_comes_back_to_the_digit(name):
    answers = answers_of(name)
    (unit,) = units(one_unit(answers))
    same(unit, answers)


@pytest.mark.parametrize("name", NAMES)
def test_many_units_come_back_to_the_digit(name):
    answers = answers_of(name)
    other = {**answers, "单位": {**answers["单位"], "全称": "乙县事务中心"}}
    first, second = units(many_units([answers, other]))
    options = {"表单选项": answers["表单选项"]} if "表单选项" in answers else {}
    for unit, meant in ((first, answers), (second, other)):
        unit.draft.answers.update(options)
        same(unit, meant)
    assert (first.sheet, first.row, second.row) == ("单位", 2, 3)


@pytest.mark.parametrize("code", form_codes())
def test_a_label_is_plain_where_one_answer_stands_nearest_to_the_top(code):
    labels = {item.path: item.label for item in layout_of(load_form(code)).items}
    assert (labels["支出.基本.合计"], labels["支出.项目.合计"]) == ("基本支出", "项目支出")
    assert labels["单位.内设机构.个数"] == "单位·内设机构·个数"
    known = Names(layout_of(load_form(code)).items)
    assert known.find("支出·基本·合计").item.path == "支出.基本.合计"


def test_no_label_means_one_thing_in_one_form_and_another_in_the_next():
    layout = united([layout_of(load_form(code)) for code in form_codes()])
    for items in (layout.items, *(table.columns for table in layout.tables)):
        labels = [folded(item.label) for item in items]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("code", form_codes())
def test_no_two_labels_are_alike(code):
    layout = layout_of(load_form(code))
    for items in (layout.items, *(table.columns for table in layout.tables)):
        labels = [folded(item.label) for item in items]
        assert len(labels) == len(set(labels))
    titles = [sheet.title for sheet in (*layout.sheets, *layout.tables)]
    assert len(titles) == len({title.casefold() for title in titles})
    assert max(map(len, titles)) <= 31


def shuffled_columns(sheet, chance, keep=0):
    order = list(range(1, sheet.max_column + 1))
    tail = order[keep:]
    chance.shuffle(tail)
    rows = [[cell_copy(cell) for cell in row] for row in sheet.iter_rows()]
    for row, cells in enumerate(rows, 1):
        for to, source in enumerate([*order[:keep], *tail], 1):
            value, form = cells[source - 1]
            target = sheet.cell(row, to)
            target.value, target.number_format = value, form


def cell_copy(cell):
    return cell.value, cell.number_format


class TestMoved:
    @pytest.fixture
    def answers(self):
        return answers_of("jiaxian-2024")

    def test_columns_in_any_order(self, answers):
        book = many_units([answers])
        chance = random.Random(7)
        for sheet in book:
            shuffled_columns(sheet, chance)
        same(units(book)[0], answers)

    def test_rows_and_sheets_in_any_place(self, answers):
        book = one_unit(answers)
        for sheet in book:
            sheet.insert_rows(1, 3)
            sheet.cell(1, 1, "甲县2024年度绩效自评（内部资料）")
            sheet.insert_rows(6, 2)
            sheet.insert_cols(1, 2)
        book._sheets.reverse()
        same(units(book)[0], answers)

    def test_labels_written_a_little_differently(self, answers):
        book = one_unit(answers)
        for sheet in book:
            for row in sheet.iter_rows(max_col=1):
                if sheet.cell(1, 2).value == "填写" and row[0].row > 1:
                    row[0].value = f" {row[0].value[:1]} {row[0].value[1:]}　："
        same(units(book)[0], answers)

    def test_columns_nobody_asks_for_are_kept(self, answers):
        book = many_units([answers])
        sheet = book["单位"]
        sheet.cell(1, sheet.max_column + 1, "经办人电话")
        sheet.cell(2, sheet.max_column, "0731-1234567")
        (unit,) = units(book)
        same(unit, answers)
        assert unit.extras == (("经办人电话", "0731-1234567"),)

    def test_heads_in_yuan(self, answers):
        book = many_units([answers])
        sheet = book["单位"]
        column = next(
            c for c in range(1, sheet.max_column + 1) if sheet.cell(1, c).value == "支出合计（万元）"
        )
        sheet.cell(1, column).value = "支出合计（元）"
        sheet.cell(2, column).value = 9876543.21
        sheet.cell(2, column).number_format = "0.00"
        (unit,) = units(book)
        assert unit.draft.answers["支出"]["合计"] == "9876543.21元"

    def test_heads_under_a_merged_one(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["单位全称", "公用经费预算数", "", "公用经费决算数", "", "支出合计"])
        sheet.append(["", "水费", "电费", "水费", "电费", ""])
        sheet.append(["甲中心", 1, 2, 3, 4, 5])
        for merged in ("A1:A2", "B1:C1", "D1:E1", "F1:F2"):
            sheet.merge_cells(merged)
        (unit,) = units(book, form="hunan-department", year=2024)
        assert unit.draft.answers["基础数据"]["公用经费"] == {
            "预算数": {"水费": "1", "电费": "2"},
            "决算数": {"水费": "3", "电费": "4"},
        }
        assert unit.draft.answers["支出"] == {"合计": "5"}
        assert unit.name == "甲中心"

    def test_a_hidden_sheet_is_not_read_and_that_is_said(self, answers):
        book = one_unit(answers)
        copy = book.copy_worksheet(book["落款"])
        copy.title = "旧"
        copy.sheet_state = "hidden"
        for row in range(2, copy.max_row + 1):
            copy.cell(row, 2).value = "旧的"
        (unit,) = units(book)
        same(unit, answers)
        assert unit.notes == ("隐藏的工作表没有读：旧",)


CELLS = {
    "０３１２．５０": "０３１２．５０",
    " 312.5 ": "312.5",
    "312.50万元": "312.50万元",
    "3125000元": "3125000元",
    "—": None,
    "": None,
    "无": "0",
    312: "312",
    312.5: "312.5",
    189.89: "189.89",
    -3.1: "-3.1",
}


class TestCells:
    def book(self, value, form=None, label="支出合计"):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["项目", "填写"])
        sheet.append(["单位全称", "甲中心"])
        sheet.append([label, None])
        cell = sheet.cell(3, 2)
        cell.value = value
        if form:
            cell.number_format = form
        return book

    def read(self, *given, **more):
        return units(self.book(*given, **more), form="hunan-department", year=2024)[0]

    @pytest.mark.parametrize(("typed", "kept"), CELLS.items())
    def test_figures_as_typed(self, typed, kept):
        unit = self.read(typed)
        assert not unit.problems
        assert unit.draft.answers.get("支出", {}).get("合计") == kept

    @pytest.mark.parametrize(
        ("typed", "form", "kept"),
        [(2601, "#,##0.00", "2601.00"), (2600.994, "0.00", "2600.994"), (0.1 + 0.2, "General", "0.3")],
    )
    def test_decimals_that_the_format_shows(self, typed, form, kept):
        assert self.read(typed, form).draft.answers["支出"]["合计"] == kept

    def test_a_rate_in_percent(self):
        unit = self.read(0.9234, "0.00%", label="在职人员控制率")
        assert unit.draft.answers["单位"]["人员"]["在职人员控制率"] == "92.34%"

    @pytest.mark.parametrize(
        ("typed", "form", "said"),
        [
            ("#REF!", None, "#REF!"),
            ("=1+1", None, "公式还没有算出结果"),
            (0.5, "0.0%", "百分数"),
            (True, None, "不是金额"),
        ],
    )
    def test_what_is_no_figure_is_named_by_its_cell(self, typed, form, said):
        (problem,) = self.read(typed, form).problems
        assert said in problem.message
        assert str(problem.spot) == "Sheet!B3"
        assert problem.place == "支出.合计"

    def test_a_text_in_a_money_cell_is_told_by_the_model_with_its_cell(self):
        unit = self.read("两千万")
        with pytest.raises(InputError) as raised:
            build_report(unit.draft)
        assert str(raised.value.problems[0].spot) == "Sheet!B3"

    def test_days(self):
        import datetime

        unit = self.read(datetime.date(2025, 3, 20), "yyyy-mm-dd", label="落款日期")
        assert unit.draft.answers["落款"]["日期"] == "2025-03-20"

    def test_the_same_label_twice_with_two_answers(self):
        book = self.book(312.5)
        put(book.active, 4, 1, "支出合计")
        put(book.active, 4, 2, "313.5")
        (problem,) = units(book, form="hunan-department", year=2024)[0].problems
        assert "填了两次：Sheet!B3 是“312.5”，这里是“313.5”" in problem.message
        assert str(problem.spot) == "Sheet!B4"

    @pytest.mark.parametrize("dash", ["—", "-", " —— "])
    def test_a_dash_is_no_text(self, dash):
        assert self.read(dash, label="主管部门").draft.answers["单位"] == {"全称": "甲中心"}


class TestLists:
    def test_rows_of_a_unit_that_is_not_there(self):
        answers = answers_of("jiaxian-2024")
        book = many_units([answers])
        sheet = next(page for page in book if page.title != "单位" and page.max_row > 2)
        sheet.cell(2, 1).value = "乙县财政局"
        first, second = units(book)
        assert not first.problems
        assert "各单位的表里没有“乙县财政局”，它的明细（1 行）没有用上" in second.problems[0].message
        assert str(second.problems[0].spot) == f"{sheet.title}!A2"

    @pytest.mark.parametrize(
        ("written", "said"),
        [
            ("甲县机关事务中心", "是不是“甲县机关事务服务中心”？"),
            (None, "没有写单位全称，这些明细（1 行）没有用上"),
        ],
    )
    def test_which_unit_may_be_meant(self, written, said):
        book = many_units([answers_of("jiaxian-2024")])
        next(page for page in book if page.title != "单位" and page.max_row > 2).cell(2, 1).value = written
        assert said in units(book)[1].problems[0].message

    def test_two_units_of_one_name_do_not_share_rows(self):
        answers = answers_of("jiaxian-2024")
        _, second = units(many_units([answers, answers]))
        assert any("有几行都叫" in problem.message for problem in second.problems)

    def test_none_and_something(self):
        answers = answers_of("lusong-2024")
        book = one_unit(answers)
        sheet = next(s for s in book if s.title == "政府性基金预算支出情况")
        sheet.append(["政府性基金预算·支出", "3.00"])
        (unit,) = units(book)
        assert any("填了“无”，下面又填了内容" in problem.message for problem in unit.problems)

    def test_an_entry_of_no_list(self):
        answers = answers_of("jiaxian-2024")
        book = one_unit(answers)
        book["项目自评·指标"].cell(2, 1).value = "没有的项目"
        (unit,) = units(book)
        assert "“项目支出自评”表里没有“没有的项目”" in unit.problems[0].message
        book["项目自评·指标"].cell(2, 1).value = answers["项目自评"][0]["名称"][:-1]
        (unit,) = units(book)
        assert f"是不是“{answers['项目自评'][0]['名称']}”？" in unit.problems[0].message

    def test_entries_by_name_or_number(self):
        answers = answers_of("jiaxian-2024")
        book = one_unit(answers)
        sheet = book["项目自评·指标"]
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, 1).value = answers["项目自评"][int(sheet.cell(row, 1).value) - 1]["名称"]
        same(units(book)[0], answers)


class TestFiles:
    def table(self, tmp_path, separator, encoding):
        path = tmp_path / "各单位.csv"
        lines = [
            ["单位全称", "年度", "支出合计（万元）", "主要职能"],
            ["甲中心", "2024", "1,531.55", "一\n二"],
        ]
        quoted = "\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
        path.write_bytes(quoted.encode(encoding))
        return guard(path)

    @pytest.mark.parametrize("separator", [",", "\t", ";"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_text_tables(self, tmp_path, separator, encoding):
        (unit,) = read_units(self.table(tmp_path, separator, encoding), "hunan-department")
        assert unit.draft.answers["支出"] == {"合计": "1,531.55"}
        assert unit.draft.answers["单位"] == {"全称": "甲中心", "主要职能": ["一", "二"]}
        assert unit.draft.answers["年度"] == "2024"

    def test_no_form_is_said(self, tmp_path):
        with pytest.raises(InputError, match="看不出用哪种表单"):
            list(read_units(self.table(tmp_path, ",", "utf-8")))

    def test_nothing_to_fill_in_is_said(self):
        book = openpyxl.Workbook()
        book.active.append(["姓名", "电话"])
        with pytest.raises(InputError, match="没有找到可填报的内容"):
            units(book, form="hunan-department")

    def test_a_document_is_no_workbook(self):
        source = Guarded(Path("甲.docx"), Kind.DOCX, b"PK", None)
        with pytest.raises(InputError, match="不是工作簿"):
            list(read_units(source, "hunan-department"))


def test_every_answer_knows_its_cell():
    answers = answers_of("jiaxian-2024")
    (unit,) = units(one_unit(answers))
    report = build_report(unit.draft)
    for figure in figures(report):
        spot = unit.draft.spot(_keys(figure.path))
        assert re.fullmatch(r"[A-Z]+[0-9]+", spot.cell)


def _keys(path):
    from authoring.model.paths import parse

    return parse(path)


ODD = [None, "", "无", "—", "甲", "=1+1", "#REF!", 0, -1, 1e20, 0.1, True, "项目", "填写", "单位全称"]
ODD += ["所属", "支出合计", "3" * 400, "１２", "a\nb\nc", "年度", "表单编码", "2024", "单位"]


def meddle(book, chance):
    """Something a clerk's hand may do to a sheet."""
    sheet = chance.choice(book.worksheets)
    row, column = chance.randint(1, sheet.max_row + 2), chance.randint(1, 12)
    deed = chance.random()
    if deed < 0.1:
        sheet.insert_rows(row)
    elif deed < 0.2:
        sheet.delete_rows(row)
    elif deed < 0.3:
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column + 2)
    elif not isinstance(sheet.cell(row, column), openpyxl.cell.cell.MergedCell):
        sheet.cell(row, column).value = chance.choice(ODD)


@pytest.mark.parametrize("seed", range(24))
def test_no_hand_breaks_the_reader(seed):
    chance = random.Random(seed)
    answers = answers_of(chance.choice(NAMES))
    book = one_unit(answers) if seed % 2 else many_units([answers, answers])
    for _ in range(chance.randint(1, 40)):
        meddle(book, chance)
    with suppress(InputError):
        for unit in units(book):
            build_report(unit.draft)
