"""What an audit says of what it found: in the report's own figures, and with no personal number in it."""

import json

from authoring.audit.quoting import is_amid, sentence_bounds
from authoring.audit.run import audit_paper
from authoring.checks.finding import Finding
from authoring.papers.paper import Paper, Place, Span, Words
from tests.audit.papers import TEN, paper

_AT = "基本支出212.40万元。"


def found(rule: str, sentence: str) -> Finding:
    """The finding of a rule on a report with this sentence."""
    audited = audit_paper(paper(TEN.replace(_AT, f"{_AT}{sentence}")))
    return next(finding for finding in audited.findings if finding.rule == rule)


def test_thousands_are_parted_only_as_in_the_report():
    plain = found("WS-01", "项目支出5286.40万元，其中：水库3000.00万元，河道2268.40万元。")
    assert plain.message == "项目支出写 5286.40 万元，3000.00＋2268.40＝5268.40 万元，多 18.00 万元"
    parted = found("WS-01", "项目支出5,286.40万元，其中：水库3,000.00万元，河道2,268.40万元。")
    assert "3,000.00＋2,268.40＝5,268.40 万元" in parted.message


def test_a_rate_is_said_with_the_figures_it_comes_of():
    rate = found("WS-06", "发现问题75个，整改72个，整改率98%。")
    assert rate.message == "整改率写 98%，按文中的 72 个、75 个算得 96.00%，多 2.00 个百分点"


def test_figures_without_a_unit_keep_their_distance():
    table = "项目\t预算数\t执行数\t执行率\n甲\t460.00\t444.25\t98.58%\n乙\t100.00\t90.00\t90.00%\n"
    table += "丙\t200.00\t150.00\t75.00%\n"
    assert "按文中的 444.25、460.00 算得 96.58%" in found("WS-18", f"\n\n{table}\n").message


def test_a_count_is_told_with_the_words_it_stands_in():
    listed = "组织培训等3项工作：一是护林员培训，二是防火演练，三是种苗检查，四是入户宣传。"
    assert found("WS-11", listed).message.startswith("文中写“组织培训等3项工作”，列出的是 4 项")


_TWICE = TEN.replace("600.00万元", "{}万元，其中：清淤350.00万元，护岸250.00万元").replace(
    "支出812.40万元，具体如下", "支出812.40万元，其中基本支出{}万元，项目支出{}万元，具体如下"
)


def test_a_figure_told_twice_is_one_culprit():
    audited = audit_paper(paper(_TWICE.format("212.40", "606.00", "606.00")))
    sums = [finding for finding in audited.findings if finding.rule == "WS-01"]
    assert len(sums) == 2
    assert {(each.suspect.value, each.suspect.likely) for each in sums if each.suspect} == {
        ("606.00 万元", "600.00 万元")
    }
    assert all(each.suspect for each in sums)


def test_a_sum_stated_in_a_sentence_is_not_told_again_of_the_same_figures_elsewhere():
    parts = f"{_AT}其中：人员经费190.00万元，公用经费21.40万元。"
    text = _TWICE.format("212.40", "600.00", "600.00").replace(_AT, parts)
    found = [finding.rule for finding in audit_paper(paper(text)).findings if finding.stated == "212.40"]
    assert found == ["WS-01"]


def test_a_difference_has_no_more_places_than_the_figures():
    rate = found("WS-04", "比上年的45公里增加7公里，增长25.56%。")
    assert (rate.stated, rate.expected, rate.difference) == ("25.56", "15.56", "10.00")


def test_what_is_missing_has_no_quotation():
    assert found("JG-10", "").where.quote == ""


def test_personal_numbers_are_not_repeated():
    number, mobile, card = "430103198703124514", "13907312345", "6222021901012345678"
    text = f"受助人身份证号{number}，手机{mobile}，补贴打入账号{card}，支出3万元万元。"
    for rule in ("PL-01", "PL-02", "PL-03", "WZ-01"):
        said = json.dumps(found(rule, text).as_json(), ensure_ascii=False)
        assert not any(each in said for each in (number, mobile, card))
    assert "手机139******45，" in found("PL-03", text).where.quote


def test_an_identity_number_with_a_slip_in_it_is_one_where_the_text_says_so():
    assert found("PL-01", "身份证号430103198703124514。").severity.value == "错误"


def test_of_a_very_long_sentence_whole_clauses_are_quoted():
    clauses = "".join(f"第{number}项支出{number}.50万元，" for number in range(100, 130))
    quote = found("WZ-01", f"{clauses}结余0.79万元万元，{clauses}完毕。").where.quote
    assert quote.startswith("……第1")
    assert quote.endswith("万元，……")
    assert "结余0.79万元万元，" in quote
    assert len(quote) < 180


def test_a_line_broken_within_a_paragraph_is_not_left_out():
    text = "标题\n支出3万元万元\n完毕"
    assert not any(is_amid(text, at) for at in sentence_bounds(text, Span(0, 8, 11)))


def test_figures_in_text_boxes_are_worked_out():
    boxed = "注：采购支出60.00万元，其中货物采购20.00万元，服务采购41.00万元。"
    text = paper(TEN)
    aside = Words(len(text.words), boxed, Place(part="文本框"))
    audited = audit_paper(Paper(text.file, text.kind, (*text.items, aside)))
    assert [finding.place for finding in audited.findings if finding.rule == "WS-01"] == ["文本框"]
