"""The workbook as other programs see it: sheets, labels, drop-downs, figures as typed, texts as texts."""

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from authoring.cli.program import run
from authoring.draft.draft import Draft
from authoring.draft.report_file import build_report, open_report, read_draft
from authoring.errors import GoujiError, OutputError
from authoring.forms.finder import form_codes, load_form
from authoring.intake.guard import guard
from authoring.workbook.flattening import flatten
from authoring.workbook.layout import (
    ANSWER,
    CHECK,
    CHECK_SHEET,
    ENTRY,
    FORM,
    HELP,
    LABEL,
    OPTION,
    OWNER,
    STAMP_SHEET,
    UNIT,
    UNITS_SHEET,
    VERSION,
    YEAR,
    layout_of,
)  # fmt: skip
from authoring.workbook.reading import read_units
from authoring.workbook.writing import make_workbook, save_workbook

EXAMPLES = Path(__file__).parents[2] / "examples"
FORM_CODE = "hunan-department"
PAYLOADS = [
    f"{sign}{body}"
    for sign in ("=", "+", "-", "@", "\t=", "\n=", " =", "＝")
    for body in ('HYPERLINK("http://a.b","x")', "cmd|' /C calc'!A0", "SUM(1,2)", "1+1", "A1")
]


def open_book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def report_with(answers):
    return build_report(Draft({"表单": FORM_CODE, "年度": "2024", **answers}))


def answers_on(sheet):
    """Label → cells of the answers, of a sheet of one unit."""
    found = {}
    for row in sheet.iter_rows(min_row=2):
        found.setdefault(row[0].value, []).append(row[1])
    return found


def stamp_of(book):
    return {row[0].value: row[1].value for row in book[STAMP_SHEET].iter_rows() if row[0].value}


# Structure


@pytest.mark.parametrize("code", form_codes())
def test_one_unit_has_a_sheet_for_each_chapter_and_table(code):
    form = load_form(code)
    layout = layout_of(form)
    book = open_book(make_workbook(form, year=2024).content)
    wanted = [STAMP_SHEET, *(s.title for s in layout.sheets), *(t.title for t in layout.tables), CHECK_SHEET]
    assert book.sheetnames == wanted
    for sheet in layout.sheets:
        heads = [cell.value for cell in book[sheet.title][1]]
        assert heads == [LABEL, ANSWER, UNIT, HELP, CHECK]
        assert book[sheet.title].freeze_panes == "B2"
        labels = answers_on(book[sheet.title])
        for item in sheet.items:
            assert len(labels[item.label]) >= (5 if item.many else 1)
    for table in layout.tables:
        heads = [cell.value for cell in book[table.title][1]]
        labels = [f"{c.label}（{c.unit}）" if c.unit else c.label for c in table.columns]
        assert heads[: len(labels) + bool(table.within)] == ([ENTRY] if table.within else []) + labels


@pytest.mark.parametrize("code", form_codes())
def test_many_units_have_a_row_each(code):
    form = load_form(code)
    layout = layout_of(form)
    book = open_book(make_workbook(form, many=True).content)
    heads = [cell.value for cell in book[UNITS_SHEET][1]]
    assert heads[0] == "单位全称"
    assert heads[-1] == CHECK
    assert {h.split("（")[0] for h in heads} >= {item.label.split("（")[0] for item in layout.items}
    for table in layout.tables:
        first = [cell.value for cell in book[table.title][1]]
        assert first[0] == OWNER
        assert (first[1] == ENTRY) == bool(table.within)


def test_the_stamp_says_what_it_is():
    book = open_book(make_workbook(load_form(FORM_CODE), year=2024).content)
    stamp = stamp_of(book)
    assert (stamp[FORM], stamp[YEAR], stamp[VERSION]) == (FORM_CODE, "2024", "1")
    assert f"{OPTION}基本情况顺序" in stamp
    rules = book[STAMP_SHEET].data_validations.dataValidation
    assert any(rule.formula1 == '"职能在前,机构在前"' for rule in rules)


def test_pages_are_set_up_for_printing():
    for sheet in open_book(make_workbook(load_form(FORM_CODE)).content):
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.title == STAMP_SHEET or sheet.print_title_rows


def test_rows_grow_with_what_is_typed():
    content = make_workbook(load_form(FORM_CODE)).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        rows = re.findall(r"<row [^>]*>", package.read("xl/worksheets/sheet2.xml").decode())
    assert all(" ht=" in row for row in rows)
    assert [row for row in rows if "customHeight" in row] == rows[:1]


@pytest.mark.parametrize("many", [False, True])
def test_columns_too_many_for_a_page_are_printed_on_several_each_with_the_names(many):
    book = open_book(make_workbook(load_form(FORM_CODE), many=many).content)
    for title in ["项目支出自评", *([UNITS_SHEET, CHECK_SHEET] if many else [])]:
        shown = [d.width for d in book[title].column_dimensions.values() if not d.hidden]
        assert book[title].page_setup.fitToWidth > 1
        assert sum(shown) / book[title].page_setup.fitToWidth < 300
        assert book[title].print_title_cols == ("$A:$B" if title == "项目支出自评" and many else "$A:$A")
    assert book["编制构成"].page_setup.fitToWidth in {1, None}


def test_an_entry_begins_with_its_name():
    book = open_book(make_workbook(load_form(FORM_CODE)).content)
    assert book["项目支出自评"]["A1"].value == "项目名称"


def test_what_may_be_none_is_wanted_only_otherwise():
    book = open_book(make_workbook(load_form(FORM_CODE)).content)
    told = {row[0].value: row[3].value for s in book for row in s.iter_rows(min_row=2) if len(row) > 3}
    assert told["政府性基金预算·支出"].startswith("填了“无”的不用填，否则必填")
    assert told["支出合计"].startswith("必填")


def test_counts_and_rates_are_worked_out_with_their_own_decimals():
    sheet = open_book(make_workbook(load_form(FORM_CODE)).content)[CHECK_SHEET]
    formats = {row[2].value: row[4].number_format for row in sheet.iter_rows(min_row=2)}
    assert formats["总人数"] == "0"
    assert formats["预算执行率（%）"] == "0.00##"
    assert formats["支出合计"] == "#,##0.00######"


def test_each_of_many_units_chooses_for_itself(tmp_path):
    names = ("甲县机关事务服务中心", "乙县机关事务服务中心", "丙县机关事务服务中心")
    chosen = ({"基本情况顺序": "机构在前"}, {"基本情况顺序": "职能在前"}, None)
    reports = [
        report_with({"单位": {"全称": name}, **({"表单选项": options} if options else {})})
        for name, options in zip(names, chosen, strict=True)
    ]
    file = tmp_path / "各单位.xlsx"
    save_workbook(file, load_form(FORM_CODE), reports, many=True)
    units = list(read_units(guard(file)))
    assert tuple(unit.draft.answers.get("表单选项") for unit in units) == chosen
    assert not any(unit.extras for unit in units)
    sheet = openpyxl.load_workbook(file)[UNITS_SHEET]
    (cell,) = (c for c in sheet[1] if c.value == f"{OPTION}基本情况顺序")
    assert validation_at(sheet, f"{cell.column_letter}2").formula1 == '"职能在前,机构在前"'
    assert str(units[0].draft.spot(("表单选项", "基本情况顺序"))) == f"{UNITS_SHEET}!{cell.column_letter}2"


def validation_at(sheet, cell):
    return next(rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref)


def test_drop_downs():
    form = load_form(FORM_CODE)
    book = open_book(make_workbook(form, year=2024).content)
    cells = {
        label: (s, c[0].coordinate)
        for s in layout_of(form).sheets
        for label, c in answers_on(book[s.title]).items()
    }

    def source(label):
        sheet, cell = cells[label]
        return validation_at(book[sheet.title], cell).formula1

    assert source("有无专项资金") == '"无"'
    assert source("盖章") == '"是,否"'
    assert source("自评等级") == f'"{",".join(name for name, _ in form.grades(2024).floors)}"'
    sheet, cell = cells["支出合计"]
    figure = validation_at(book[sheet.title], cell)
    assert (figure.type, figure.errorStyle) == ("decimal", "warning")
    within = validation_at(book["项目自评·指标"], "A2")
    assert within.formula1.startswith("'项目支出自评'!")


def test_owners_are_chosen_from_the_units():
    book = open_book(make_workbook(load_form(FORM_CODE), many=True).content)
    assert validation_at(book["专项资金明细"], "A2").formula1.startswith("'单位'!$A$2")


# What is filled in


def test_decimals_stay_as_typed():
    typed = {"年初预算数": "3", "年中调整数": "-3.10", "全年预算数": "1,234.500", "收入": "26745600元",
             "上年结转": "1234567890123456.5", "年末结转结余": "0.00"}  # fmt: skip
    report = report_with({"预算": {**typed, "预算执行率": "81.0%"}})
    form = load_form(FORM_CODE)
    cells = answers_on(open_book(make_workbook(form, [report]).content)["一般公共预算支出情况"])
    told = {label: (c[0].value, c[0].number_format) for label, c in cells.items() if label in (
        "年初预算数", "年中调整数", "全年预算数", "年末结转结余", "预算执行率", "本年收入", "上年结转结余",
    )}  # fmt: skip
    assert told["年初预算数"] == (3, "#,##0")
    assert told["年中调整数"] == (-3.1, "#,##0.00")
    assert told["全年预算数"] == (1234.5, "#,##0.000")
    assert told["年末结转结余"] == (0, "#,##0.00")
    assert told["预算执行率"] == (0.81, "0.0%")
    assert told["本年收入"][0] == "26745600元"
    assert told["上年结转结余"][0] == "1234567890123456.5"


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_a_text_is_never_a_formula(many):
    entries = [{"标题": payload, "内容": payload} for payload in PAYLOADS]
    functions = PAYLOADS if not many else PAYLOADS[:1]
    report = report_with({"单位": {"全称": PAYLOADS[0], "主要职能": functions}, "存在问题": entries})
    book = open_book(make_workbook(load_form("hunan-department"), [report], many=many).content)
    column = 2 if many else 1
    rows = book["存在问题"].iter_rows(
        min_row=2, min_col=column, max_col=column + 1, max_row=1 + len(PAYLOADS)
    )
    cells = [cell for row in rows for cell in row]
    assert [cell.value.strip() for cell in cells] == [p.strip() for p in PAYLOADS for _ in range(2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    formulas = [c.value for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert not any(payload in formula for payload in ("cmd|", "http:") for formula in formulas)


def test_none_is_written_where_it_was():
    report = report_with({"专项资金": "无", "存在问题": "无", "单位": {"全称": "甲", "主要职能": "无"}})
    book = open_book(make_workbook(load_form(FORM_CODE), [report]).content)
    assert answers_on(book["部门整体支出绩效情况"])["有无专项资金"][0].value == "无"
    assert book["存在问题"]["A2"].value == "无"
    assert answers_on(book["部门（单位）基本情况"])["主要职能"][0].value == "无"


def test_entries_within_entries_name_what_they_are_within():
    report = open_report(EXAMPLES / "jiaxian-2024/report.yaml")[1]
    book = open_book(make_workbook(load_form(FORM_CODE), [report]).content)
    names = [e.name for e in report.project_evaluations]
    told = [row[0].value for row in book["项目自评·指标"].iter_rows(min_row=2) if row[0].value]
    assert told == [
        name for e, name in zip(report.project_evaluations, names, strict=True) for _ in e.indicators
    ]


@pytest.mark.parametrize("example", sorted(path.parent.name for path in EXAMPLES.glob("*/report.yaml")))
def test_examples_have_a_place_for_everything(example):
    report = open_report(EXAMPLES / example / "report.yaml")[1]
    assert make_workbook(load_form(report.form), [report]).left == ((),)


def test_what_has_no_place_is_named():
    form = load_form("shanxi-unit")
    answers = {"专项资金": {"项目": [{"名称": "甲", "用途": "乙"}]}, "单位": {"全称": "甲"}}
    left = flatten(answers, layout_of(form)).left
    assert "专项资金.项目[1].名称" in left


def test_a_text_too_long_for_a_cell_is_refused_by_name():
    report = report_with({"其他说明": "长" * 32_768})
    with pytest.raises(OutputError, match="其他需要说明的情况"):
        make_workbook(load_form(FORM_CODE), [report])


def test_every_unit_keeps_its_own_choices():
    name = "lusong-2024"
    answers = read_draft(EXAMPLES / name / "report.yaml").answers
    choices = ("机构在前", "职能在前")
    units = [build_report(Draft(answers | {"表单选项": {"基本情况顺序": choice}})) for choice in choices]
    made = make_workbook(load_form(units[0].form), units, many=True)
    heads, *rows = open_book(made.content)[UNITS_SHEET].iter_rows(values_only=True)
    column = next(n for n, head in enumerate(heads) if head and "基本情况顺序" in str(head))
    assert tuple(row[column] for row in rows if row[column]) == choices
    assert made.left == ((), ())


def test_units_of_two_years_are_not_mixed():
    one, other = report_with({}), report_with({"年度": "2023"})
    with pytest.raises(GoujiError, match="同一年度"):
        make_workbook(load_form(FORM_CODE), [one, other], many=True)


def test_two_units_in_one_workbook():
    one = open_report(EXAMPLES / "daoxian-2023/report.yaml")[1]
    other = one.model_copy(update={"unit": one.unit.model_copy(update={"name": "乙县机关事务服务中心"})})
    book = open_book(make_workbook(load_form(FORM_CODE), [one, other], many=True).content)
    assert [book[UNITS_SHEET].cell(row, 1).value for row in (2, 3, 4)] == [
        one.unit.name,
        other.unit.name,
        None,
    ]
    owners = [row[0].value for row in book["基本支出明细"].iter_rows(min_row=2) if row[0].value]
    assert set(owners) == {one.unit.name, other.unit.name}


def test_the_same_workbook_is_filled_the_same_way():
    form = load_form(FORM_CODE)
    one, other = (open_book(make_workbook(form, year=2024).content) for _ in range(2))
    assert [[c.value for c in row] for row in one[STAMP_SHEET]] == [
        [c.value for c in row] for row in other[STAMP_SHEET]
    ]


# The command


def test_the_command_makes_a_workbook(tmp_path, capsys):
    file = tmp_path / "填报.xlsx"
    assert run(["workbook", str(file), "--form", FORM_CODE, "--year", "2024"]) == 0
    assert str(file) in capsys.readouterr().out
    assert openpyxl.load_workbook(file).sheetnames[0] == STAMP_SHEET


def test_a_file_that_is_there_stays(tmp_path, capsys):
    file = tmp_path / "填报.xlsx"
    file.write_bytes(b"mine")
    assert run(["workbook", str(file), "--form", FORM_CODE]) == 2
    assert "已经有了" in capsys.readouterr().err
    assert file.read_bytes() == b"mine"
    assert run(["workbook", str(file), "--form", FORM_CODE, "--force"]) == 0
    assert file.read_bytes() != b"mine"


def test_the_command_fills_in_a_report(tmp_path):
    file = tmp_path / "填报.xlsx"
    assert run(["workbook", str(file), "--from", str(EXAMPLES / "daoxian-2023/report.yaml")]) == 0
    assert stamp_of(openpyxl.load_workbook(file))[YEAR] == "2023"


def test_the_command_names_what_has_no_place(tmp_path, capsys):
    report = tmp_path / "报告.yaml"
    report.write_text("表单: shanxi-unit\n年度: 2024\n政府性基金预算:\n  支出: 3.00\n", encoding="utf-8")
    assert run(["workbook", str(tmp_path / "a.xlsx"), "--from", str(report)]) == 0
    assert "“政府性基金预算.支出”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.xls", "--form", FORM_CODE], ".xlsx"),
        (["a.xlsx"], "--form"),
        (["a.xlsx", "--form", "nowhere"], "nowhere"),
        (["a.xlsx", "--form", FORM_CODE, "--year", "24"], "年度"),
        (["nowhere/a.xlsx", "--form", FORM_CODE], "nowhere"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["workbook", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_saving_returns_what_has_no_place(tmp_path):
    report = report_with({"单位": {"全称": "甲"}})
    assert save_workbook(tmp_path / "a.xlsx", load_form(FORM_CODE), [report]) == ((),)
