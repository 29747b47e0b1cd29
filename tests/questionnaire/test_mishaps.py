"""What goes wrong around a clerk: odd files, hands in the file, stray keys; nothing confirmed is lost."""

import random

import pytest

from authoring.checks.run import fill
from authoring.draft.draft import Draft
from authoring.draft.keeper import Keeper
from authoring.draft.report_file import read_draft
from authoring.errors import InputError
from authoring.forms.finder import load_form
from authoring.model.paths import figures
from authoring.opening import open_last
from authoring.questionnaire.asker import Left
from authoring.questionnaire.asking import Asking, Go
from authoring.questionnaire.filling import AnswerError, Filling
from authoring.questionnaire.lists import ask
from authoring.questionnaire.review import Review
from authoring.questionnaire.walk import Walk
from tests.questionnaire.test_walk import EXAMPLES, NAMES, Script, on_disk, question, started

HEAD = "版本: 1\n表单: hunan-department\n年度: 2024\n"


@pytest.fixture
def opened(tmp_path):
    kept = []

    def opens(text=""):
        path = tmp_path / "报告.yaml"
        path.write_text(HEAD + text, encoding="utf-8")
        kept.append(Keeper.open(path))
        return Filling(kept[-1], load_form("hunan-department"))

    yield opens
    for keeper in kept:
        keeper.close()


def asked(filling, path, *lines, picks=(), script=None):
    script = script or Script([*lines, *[""] * 30], picks)
    ask(Asking(filling, script), question(filling, path), "")
    return script


class TestOddFiles:
    def test_a_list_written_as_one_text_keeps_it(self, opened):
        filling = opened("单位:\n  主要职能: 管理大院\n")
        asked(filling, "单位.主要职能", "节能")
        assert on_disk(filling)["单位"]["主要职能"] == ["管理大院", "节能"]

    def test_and_is_deleted_as_one(self, opened):
        filling = opened("单位:\n  主要职能: 管理大院\n")
        asked(filling, "单位.主要职能", "删 1")
        assert "单位" not in on_disk(filling)

    @pytest.mark.parametrize("said", ["专项资金: 无\n", "专项资金:\n  无: 是\n"])
    def test_none_in_either_spelling_becomes_something(self, opened, said):
        filling = opened(said)
        asked(filling, "专项资金", "y")
        assert "专项资金" not in on_disk(filling)
        assert any(q.path == "专项资金.项目" for _, q in filling.all_questions())

    def test_odd_places_of_sources_and_reasons_are_no_obstacle(self, opened):
        filling = opened(
            "专项资金:\n  项目:\n  - 名称: 甲\n  - 名称: 乙\n来源:\n  专项资金.项目[甲].名称: 上年\n"
            "出错说明:\n- 规则: ZX-04\n  位置: 专项资金.项目[*]\n  说明: 原因\n"
        )
        asked(filling, "专项资金.项目", "删 1")
        assert [each["名称"] for each in on_disk(filling)["专项资金"]["项目"]] == ["乙"]
        assert on_disk(filling)["出错说明"][0]["位置"] == "专项资金.项目[*]"

    def test_reasons_may_be_none(self, opened):
        filling = opened("专项资金:\n  项目:\n  - 名称: 甲\n出错说明: 无\n")
        asked(filling, "专项资金.项目", "删 1")
        assert "专项资金" not in on_disk(filling)

    def test_comments_of_entries_of_one_name_stay_at_theirs(self, opened):
        filling = opened("专项资金:\n  项目:\n  - 名称: 办公\n  # 第二个的注\n  - 名称: 办公\n")
        asked(filling, "单位.全称", "甲县事务中心")
        lines = filling.keeper.path.read_text(encoding="utf-8").splitlines()
        assert [line.strip() for line in lines][-3:] == ["- 名称: 办公", "# 第二个的注", "- 名称: 办公"]

    def test_line_separators_of_the_web_are_line_ends(self, opened):
        filling = opened("其他说明: x # 旁注\n")
        asked(filling, "其他说明", "第一行\u2028第二行")
        assert on_disk(filling)["其他说明"] == "第一行\n第二行"
        assert "# 旁注" in filling.keeper.path.read_text(encoding="utf-8")


class Meddling(Script):
    """Somebody else changes the file between a question and its answer."""

    def __init__(self, filling, change, lines, picks=()):
        super().__init__([*lines, *[""] * 30], picks)
        self.filling, self.change = filling, change

    def line(self, ask):
        typed = super().line(ask)
        if self.change:
            path = self.filling.keeper.path
            path.write_text(self.change(path.read_text(encoding="utf-8")), encoding="utf-8")
            self.change = None
        return typed


class TestOtherHands:
    LIST = "单位:\n  主要职能:\n  - 甲\n  - 乙\n  - 丙\n"

    def meddled(self, opened, text, path, change, *lines):
        filling = opened(text)
        script = Meddling(filling, change, lines)
        asked(filling, path, script=script)
        return filling, script

    def test_an_entry_they_added_is_not_replaced(self, opened):
        filling, script = self.meddled(
            opened, self.LIST, "单位.主要职能", lambda text: text.replace("- 丙\n", "- 丙\n  - 手工\n"), "丁"
        )
        assert on_disk(filling)["单位"]["主要职能"] == ["甲", "乙", "丙", "手工"]
        assert any("刚才输入的没有保存" in said for said in script.said)

    @pytest.mark.parametrize("order", ["删 2", "移 3 1"])
    def test_positions_they_shifted_mean_nothing(self, opened, order):
        filling, _ = self.meddled(
            opened, self.LIST, "单位.主要职能", lambda text: text.replace("  - 甲\n", ""), order
        )
        assert on_disk(filling)["单位"]["主要职能"] == ["乙", "丙"]

    def test_an_answer_they_changed_is_shown_and_asked_again(self, opened):
        filling, script = self.meddled(
            opened, "支出:\n  合计: 1.00\n", "支出.合计", lambda text: text.replace("1.00", "999.00"), "2.00"
        )
        assert on_disk(filling)["支出"]["合计"] == "999.00"
        assert any("现在是“999.00”" in said for said in script.said)

    def test_what_they_broke_is_not_saved_away(self, opened):
        filling = opened("其他说明: 第一段\n")
        path = filling.keeper.path
        broken = path.read_text(encoding="utf-8") + "其他说明: 第二段\n"
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(InputError):
            filling.reload()
        assert path.read_text(encoding="utf-8") == broken

    def test_a_file_they_removed_is_made_anew_and_said(self, opened):
        filling = opened("其他说明: 第一段\n")
        filling.keeper.path.unlink()
        script = asked(filling, "单位.全称", "甲县事务中心")
        assert on_disk(filling)["其他说明"] == "第一段"
        assert any("已被删除或移走" in said for said in script.said)


class TestStrayKeys:
    @pytest.mark.parametrize("typed", ["@", "=1+2", "删 5", "改2"])
    def test_a_short_text_takes_no_commands(self, opened, typed):
        filling = opened()
        script = asked(filling, "单位.全称", typed)
        assert script.said
        assert "单位" not in on_disk(filling)

    @pytest.mark.parametrize("typed", ["增 1", "删", "删 1-2", "改 第", "@"])
    def test_a_list_takes_no_half_commands(self, opened, typed):
        filling = opened("单位:\n  主要职能: [甲, 乙]\n")
        asked(filling, "单位.主要职能", typed)
        assert on_disk(filling)["单位"]["主要职能"] == ["甲", "乙"]

    @pytest.mark.parametrize("typed", ["插 2", "插 2 丙", "插入2 丙", "插 第2项 丙"])
    def test_an_entry_is_inserted(self, opened, typed):
        filling = opened("单位:\n  主要职能: [甲, 乙]\n")
        asked(filling, "单位.主要职能", typed, *([] if "丙" in typed else ["丙"]))
        assert on_disk(filling)["单位"]["主要职能"] == ["甲", "丙", "乙"]

    @pytest.mark.parametrize("typed", ["改2", "改 2", "修改 第2项", "改 ２"])
    def test_orders_in_any_spelling(self, opened, typed):
        filling = opened("单位:\n  主要职能: [甲, 乙]\n")
        asked(filling, "单位.主要职能", typed, "丙")
        assert on_disk(filling)["单位"]["主要职能"] == ["甲", "丙"]

    def test_several_lines_in_a_short_field_are_asked_about(self, opened):
        filling = opened()
        script = Script(["本单位\n本中心"], ["重新输入"])
        with pytest.raises(Left):
            ask(Asking(filling, script), question(filling, "单位.性质"), "")
        assert "性质" not in on_disk(filling).get("单位", {})

    def test_no_control_character_gets_in_anywhere(self, opened):
        filling = opened("专项资金:\n  项目:\n  - 名称: 甲\n  - 名称: 乙\n")
        asked(filling, "单位.主要职能", "甲\u202a")
        asked(filling, "专项资金.项目[1].实际支出", "1.00\n2\u202a")
        assert "单位" not in on_disk(filling)
        with pytest.raises(Go):
            asked(filling, "单位.全称", "/合计\u202a", "/支出合计", picks=["支出合计"])

    def test_very_long_numbers_are_only_numbers(self, opened):
        filling = opened("单位:\n  主要职能: [甲]\n")
        asked(filling, "单位.主要职能", "删 " + "1" * 5000)
        asked(filling, "支出.合计", "=9999999999999999+9999999999999999+0.000000000001")
        assert on_disk(filling)["单位"]["主要职能"] == ["甲"]
        assert "支出" not in on_disk(filling)


class TestFigures:
    @pytest.mark.parametrize(("pick", "kept"), [("元，即", "26745600元"), ("就是", "26745600")])
    def test_a_figure_far_too_large_may_be_in_yuan(self, opened, pick, kept):
        filling = opened()
        asked(filling, "支出.合计", "26745600", picks=[pick])
        assert on_disk(filling)["支出"]["合计"] == kept

    def test_and_is_typed_again_if_neither(self, opened):
        filling = opened()
        asked(filling, "支出.合计", "26745600", "2674.56", picks=["重新输入"])
        assert on_disk(filling)["支出"]["合计"] == "2674.56"

    def test_beside_a_known_total_sooner(self, opened):
        filling = opened("支出:\n  合计: 100.00\n")
        asked(filling, "支出.基本.合计", "353860", picks=["元，即"])
        assert on_disk(filling)["支出"]["基本"]["合计"] == "353860元"

    def test_what_was_understood_is_said(self, opened):
        script = asked(opened(), "支出.合计", "２６０１．００")
        assert "＝ 2,601.00 万元" in script.said

    def test_rows_are_no_column(self, opened):
        filling = opened("支出:\n  基本:\n    明细:\n    - 科目: 甲\n    - 科目: 乙\n")
        script = Script(["30202\t印刷费\t2.00\n30211\t差旅费\t3.00"])
        with pytest.raises(Left):
            ask(Asking(filling, script), question(filling, "支出.基本.明细[1].金额"), "")
        assert on_disk(filling)["支出"]["基本"]["明细"] == [{"科目": "甲"}, {"科目": "乙"}]

    def test_a_blank_first_cell_keeps_its_place(self, opened):
        filling = opened("专项资金:\n  项目:\n  - 名称: 甲\n  - 名称: 乙\n")
        asked(filling, "专项资金.项目[1].实际支出", "\n20.00\n")
        assert on_disk(filling)["专项资金"]["项目"] == [{"名称": "甲"}, {"名称": "乙", "实际支出": "20.00"}]


class TestLists:
    def test_pasted_names_are_all_saved_before_the_first_is_asked_about(self, opened):
        filling = opened()
        with pytest.raises(Go):
            asked(filling, "专项资金.项目", "甲\n乙\n丙", "/")
        assert [each["名称"] for each in on_disk(filling)["专项资金"]["项目"]] == ["甲", "乙", "丙"]

    def test_a_reason_goes_with_its_entry(self, opened):
        filling = opened(
            "专项资金:\n  项目:\n  - 名称: 甲\n  - 名称: 乙\n"
            "出错说明:\n- 规则: ZX-04\n  位置: 专项资金.项目[1].结转结余\n  说明: 甲的原因\n"
        )
        script = asked(filling, "专项资金.项目", "删 1")
        assert "出错说明" not in on_disk(filling)
        assert any("出错说明也删了" in said for said in script.said)

    def test_clearing_asks_first_and_says_so(self, opened):
        filling = opened("专项资金:\n  项目:\n  - 名称: 甲\n")
        asked(filling, "专项资金", "!", picks=["保留"])
        assert on_disk(filling)["专项资金"]
        script = asked(filling, "专项资金.项目", "!", picks=["全部清除"])
        assert "已清除。" in script.said
        assert "专项资金" not in on_disk(filling)

    def test_an_entry_left_empty_is_taken_out(self, opened):
        filling = opened("专项资金:\n  项目:\n  - 名称: 甲\n")
        asked(filling, "专项资金.项目", "改 1", "!")
        assert "专项资金" not in on_disk(filling)

    def test_a_code_goes_with_its_subject(self, opened):
        filling = opened("支出:\n  基本:\n    明细:\n    - {编码: '30211', 科目: 差旅费}\n")
        asked(filling, "支出.基本.明细[1].科目", "办公家具购置款")
        assert on_disk(filling)["支出"]["基本"]["明细"] == [{"科目": "办公家具购置款"}]

    def test_part_of_a_subjects_name_is_looked_up(self, opened):
        filling = opened()
        asked(filling, "支出.基本.明细", "差旅", picks=["差旅费"])
        assert on_disk(filling)["支出"]["基本"]["明细"][0] == {"编码": "30211", "科目": "差旅费"}

    def test_pasted_rows_with_their_head(self, opened):
        filling = opened()
        pasted = "科目编码\t科目名称\t金额\n30202\t印刷费\t2.00\n30211\t差旅费\t甲\n合计\t\t5.00"
        script = asked(filling, "支出.基本.明细", pasted)
        assert on_disk(filling)["支出"]["基本"]["明细"] == [
            {"编码": "30202", "科目": "印刷费", "金额": "2.00"},
            {"编码": "30211", "科目": "差旅费"},
        ]
        assert any("第2项的“金额”没有填" in said for said in script.said)


class TestReview:
    TEXT = "支出:\n  项目: {合计: 100.00}\n专项资金:\n  项目:\n  - {名称: 甲, 实际支出: 90.00}\n"

    def review(self, filling, lines, picks):
        script = Script(lines, picks)
        walk = Walk(filling, script, list)
        with pytest.raises(Left):
            Review(walk.asking, walk._visit, list).run()
        return script

    def test_a_reason_can_be_seen_and_taken_back(self, opened):
        filling = opened(self.TEXT)
        self.review(filling, ["另有资金"], ["项目支出填", "写明原因"])
        assert on_disk(filling)["出错说明"]
        script = self.review(filling, [], ["出错说明（1 条）", "另有资金"])
        assert "出错说明" not in on_disk(filling)
        assert any("撤回哪一条" in prompt for prompt, _, _ in script.menus)

    def test_help_is_no_reason(self, opened):
        filling = opened(self.TEXT)
        script = self.review(filling, ["?", "另有资金"], ["项目支出填", "写明原因"])
        assert any("上一题" in said for said in script.said)
        assert on_disk(filling)["出错说明"][0]["说明"] == "另有资金"

    def test_a_missing_reason_is_asked_for_where_it_belongs(self, opened):
        filling = opened("预算: {年初预算数: 10.00}\n支出: {合计: 12.00}\n")
        script = self.review(filling, ["追加"], ["与年初预算数不一致", "去改"])
        assert script.asks[0].head[0].startswith("预算.差异原因")

    def test_what_rounds_or_is_not_checked_can_be_read(self, opened):
        script = self.review(
            opened("支出: {合计: 10.00, 基本: {合计: 6.004}, 项目: {合计: 4.00}}\n"), [], ["未核和尾差"]
        )
        assert any(said.startswith("尾差　") for said in script.said)


class TestResuming:
    def test_answers_ahead_do_not_count(self, opened):
        filling = opened("单位: {全称: 甲, 自称: 乙, 主管部门: 丙}\n改进措施:\n- 标题: 丁\n")
        assert filling.resume_at().path == "单位.预算级次"

    def test_what_last_year_said_does_not_count(self, tmp_path):
        filling = started(tmp_path / "报告.yaml")
        filling.begin_from(open_last(EXAMPLES / "jiaxian-2024" / "last-year.yaml").report)
        assert filling.resume_at().path == "单位.全称"
        filling.keeper.close()

    def test_another_years_report_is_not_taken_over(self, tmp_path):
        filling = started(tmp_path / "报告.yaml", year="2021")
        last = open_last(EXAMPLES / "jiaxian-2024" / "last-year.yaml").report
        with pytest.raises(AnswerError, match="2023 年度"):
            filling.begin_from(last)
        assert set(on_disk(filling)) == {"版本", "表单", "年度"}
        filling.keeper.close()

    def test_enter_at_the_menu_goes_on_not_back(self, opened):
        filling = opened("单位: {全称: 甲}\n")
        script = Script([""] * 60, ["", ""])
        with pytest.raises(Left):
            Walk(filling, script, list).begin(filling.chapters[0])
        assert script.menus[0][2] == "2"

    def test_the_menu_leads_back_to_where_one_was(self, opened):
        filling = opened()
        script = Script(["甲县事务中心", "/", "本中心"], ["回到“"])
        with pytest.raises(Left):
            Walk(filling, script, list).begin(filling.chapters[0])
        assert on_disk(filling)["单位"] == {"全称": "甲县事务中心", "自称": "本中心"}


class Paper:
    """Keeps a draft in memory."""

    def __init__(self, draft):
        self.draft = draft

    def save(self, draft):
        self.draft = draft


def change(filling, chance):
    """Something a clerk may do, anywhere."""
    q = chance.choice([q for _, q in filling.all_questions()])
    count = len(filling.entries(q.path)) if q.is_list else 0
    if q.is_gate:
        filling.put(q.path, chance.choice([None, "无"]))
    elif q.is_list and count and chance.random() < 0.5:
        to = chance.randrange(count)
        chance.choice([filling.delete_entry, lambda p, n: filling.move_entry(p, n, to)])(q.path, to // 2)
    elif q.is_list:
        filling.put(q.path, chance.choice([None, "无"]))
    elif q.kind:
        filling.put(q.path, chance.choice([None, "0", "1", "10.00", "3.5", "-2.00", "7"]))
    else:
        filling.put(q.path, chance.choice([None, "是", "甲"]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_was_done_the_totals_are_those_of_a_fresh_start(name, seed):
    chance = random.Random(f"{name}{seed}")
    source = read_draft(EXAMPLES / name / "report.yaml").answers
    filling = Filling(Paper(Draft(source)), load_form(source["表单"]))
    for _ in range(60):
        try:
            change(filling, chance)
        except AnswerError:
            continue
        fresh = fill(filling.report, filling.form)
        assert filling._filled.by == fresh.by
        made, anew = ({at.path: at.value for at in figures(r)} for r in (filling.filled, fresh.report))
        assert made == anew
    again = Filling(Paper(filling.keeper.draft), filling.form)
    assert [filling.progress(c) for c in filling.chapters] == [again.progress(c) for c in again.chapters]
