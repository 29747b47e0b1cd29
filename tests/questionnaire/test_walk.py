"""The conversation, with a scripted clerk: what is typed where, and what comes of it."""

from pathlib import Path

import pytest

from authoring.draft.draft import Draft
from authoring.draft.keeper import Keeper
from authoring.draft.report_file import open_report, read_draft
from authoring.errors import OutputError
from authoring.forms.finder import load_form
from authoring.opening import open_last
from authoring.questionnaire import filling as filling_module
from authoring.questionnaire.asker import Left
from authoring.questionnaire.asking import Asking
from authoring.questionnaire.filling import AnswerError, Filling
from authoring.questionnaire.lists import ask
from authoring.questionnaire.review import Review
from authoring.questionnaire.walk import Walk
from tests.questionnaire.robot import Robot

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/report.yaml"))


def started(path, form="hunan-department", year="2024"):
    return Filling(Keeper.create(path, Draft({"版本": "1", "表单": form, "年度": year})), load_form(form))


@pytest.fixture
def sheet(tmp_path):
    filling = started(tmp_path / "报告.yaml")
    yield filling
    filling.keeper.close()


def question(filling, path):
    return next(q for _, q in filling.all_questions() if q.path == path)


class Script:
    """Types lines one after the other, takes the choices it was given, and leaves when there are no more."""

    def __init__(self, lines, picks=()):
        self.lines, self.picks = list(lines), list(picks)
        self.asks, self.said, self.menus = [], [], []

    def say(self, text, tone=""):
        self.said.append(text)

    def line(self, ask):
        self.asks.append(ask)
        if not self.lines:
            raise Left
        return self.lines.pop(0)

    def pick(self, prompt, choices, default=""):
        self.menus.append((prompt, list(choices), default))
        if not self.picks:
            raise Left
        wanted = self.picks.pop(0)
        return next((key for key, label in choices if wanted and wanted in label), wanted or default)

    def edit(self, text):
        return f"{text}在编辑器里写的"


def walked(filling, lines, picks=(), chapter=0):
    script = Script(lines, picks)
    with pytest.raises(Left):
        Walk(filling, script, lambda: ["成文了"]).begin(filling.chapters[chapter])
    return script


def on_disk(filling):
    return read_draft(filling.keeper.path).answers


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_report_typed_in_is_the_example(name, tmp_path):
    source = read_draft(EXAMPLES / name / "report.yaml").answers
    filling = started(tmp_path / "报告.yaml", source["表单"], source["年度"])
    Walk(filling, Robot(source), list).begin()
    filling.keeper.close()
    not_asked = ("版本", "表单选项", "出错说明", "来源")
    typed, meant = (dict(answers) for answers in (on_disk(filling), source))
    for key in not_asked:
        typed.pop(key, None), meant.pop(key, None)
    for project in typed["支出"].get("项目", {}).get("按功能分类", []):
        project.pop("编码", None)
    for item in typed["支出"].get("基本", {}).get("明细", []):
        item.pop("编码", None)
    assert typed == meant


class TestMoving:
    def test_back_shows_the_answer_and_keeps_it(self, sheet):
        script = walked(sheet, ["甲县事务中心", "<", "", "本中心"])
        assert "现填：甲县事务中心（回车不变）" in script.asks[2].head
        assert on_disk(sheet)["单位"] == {"全称": "甲县事务中心", "自称": "本中心"}

    @pytest.mark.parametrize("key", ["<", "＜", "《"])
    def test_commands_may_be_typed_with_a_chinese_keyboard(self, sheet, key):
        script = walked(sheet, ["甲县事务中心", key])
        assert script.asks[2].prompt == script.asks[0].prompt

    def test_a_question_is_skipped_and_left_open(self, sheet):
        walked(sheet, [">", "本中心"])
        assert on_disk(sheet)["单位"] == {"自称": "本中心"}

    def test_an_answer_is_cleared(self, sheet):
        walked(sheet, ["甲县事务中心", "<", "!"])
        assert "单位" not in on_disk(sheet)

    def test_search_goes_there_and_comes_back(self, sheet):
        script = walked(sheet, ["/支出合计", "2,601.00", "甲县事务中心"], ["支出合计"])
        assert on_disk(sheet)["支出"] == {"合计": "2,601.00"}
        assert on_disk(sheet)["单位"] == {"全称": "甲县事务中心"}
        assert script.asks[1].prompt == "支出合计（万元）"

    def test_the_menu_shows_how_far_each_part_is_and_the_totals(self, sheet):
        script = walked(sheet, ["甲县事务中心", "/", "/"], ["一般公共预算支出情况", ""])
        _, choices, default = script.menus[0]
        assert any("部门（单位）基本情况　进行中 1/" in label for _, label in choices)
        assert any("一般公共预算支出情况　未填" in label for _, label in choices)
        assert default == "0"
        assert choices[0][1].startswith("回到“")

    def test_the_menu_opens_from_a_question_one_jumped_to(self, sheet):
        script = walked(sheet, ["/支出合计", "/"], ["支出合计"])
        assert script.menus[-1][0].startswith("到哪一部分")

    def test_none_is_no_answer_to_every_question(self, sheet):
        script = walked(sheet, ["", "w"])
        assert "这一题必填，先跳过。" in script.said
        assert any("不填“无”" in said for said in script.said)
        assert "单位" not in on_disk(sheet)

    def test_help_is_shown_and_the_question_asked_again(self, sheet):
        script = walked(sheet, ["?", "甲县事务中心"])
        assert any("上一题" in said for said in script.said)
        assert on_disk(sheet)["单位"]["全称"] == "甲县事务中心"

    def test_long_text_may_be_written_in_an_editor(self, sheet):
        sheet.put("绩效目标.总体目标", None)
        place = question(sheet, "其他说明")
        script = Script(["@"])
        ask(Asking(sheet, script), place, "")
        assert on_disk(sheet)["其他说明"] == "在编辑器里写的"


class TestFigures:
    def ask(self, filling, path, *lines, picks=()):
        script = Script(lines, picks)
        ask(Asking(filling, script), question(filling, path), "")
        return script

    def test_the_checks_speak_at_once_and_stop_nobody(self, sheet):
        for path, figure in {"支出.合计": "2,601.00", "支出.基本.合计": "353.86"}.items():
            self.ask(sheet, path, figure)
        script = self.ask(sheet, "支出.项目.合计", "2,247.13")
        assert any(said.startswith("尾差　支出合计＝基本支出＋项目支出：") for said in script.said)
        script = self.ask(sheet, "支出.项目.合计", "2,274.13")
        assert any(said.startswith("不符　支出合计＝基本支出＋项目支出：") for said in script.said)
        assert on_disk(sheet)["支出"]["项目"]["合计"] == "2,274.13"

    def test_a_sum_is_shown_worked_out(self, sheet):
        script = self.ask(sheet, "支出.基本.人员经费", "=189.26+0.63")
        assert "＝ 189.89 万元" in script.said
        assert on_disk(sheet)["支出"]["基本"]["人员经费"] == "189.89"

    def test_what_is_no_figure_is_said_and_asked_again(self, sheet):
        script = self.ask(sheet, "支出.合计", "两千万", "2000.00")
        assert any("不是金额" in said for said in script.said)
        assert on_disk(sheet)["支出"]["合计"] == "2000.00"

    def test_a_total_is_offered_and_follows_its_parts(self, sheet):
        self.ask(sheet, "支出.基本.人员经费", "321.95")
        self.ask(sheet, "支出.基本.公用经费", "31.91")
        script = self.ask(sheet, "支出.基本.合计", "")
        assert any(said.startswith("算得 353.86") for said in script.asks[0].head)
        assert "合计" not in on_disk(sheet)["支出"]["基本"]
        self.ask(sheet, "支出.基本.公用经费", "32.91")
        assert sheet.offered(question(sheet, "支出.基本.合计")) == "354.86"

    def test_a_reason_is_asked_for_once_it_is_due(self, sheet):
        assert not any(q.path == "预算.调整原因" for _, q in sheet.all_questions())
        self.ask(sheet, "预算.年中调整数", "-324.42")
        assert any(q.path == "预算.调整原因" for _, q in sheet.all_questions())

    def test_an_answer_out_of_turn_asks_for_what_depends_on_it(self, sheet):
        script = Script(["-20.00", "压减支出"])
        Walk(sheet, script, list)._visit(question(sheet, "预算.年中调整数"))
        assert on_disk(sheet)["预算"] == {"年中调整数": "-20.00", "调整原因": "压减支出"}


class TestLists:
    def ask(self, filling, path, *lines, picks=()):
        script = Script([*lines, *[""] * 20], picks)
        ask(Asking(filling, script), question(filling, path), "")
        return script

    def test_lines_pasted_are_entries(self, sheet):
        self.ask(sheet, "单位.主要职能", "管理大院\n管理公车\n", "节能")
        assert on_disk(sheet)["单位"]["主要职能"] == ["管理大院", "管理公车", "节能"]

    def test_change_delete_move(self, sheet):
        self.ask(sheet, "单位.主要职能", "甲\n乙\n丙", "移 3 1", "删 2", "改 2", "丁")
        assert on_disk(sheet)["单位"]["主要职能"] == ["丙", "丁"]

    def test_none_by_one_key(self, sheet):
        script = self.ask(sheet, "存在问题", "w")
        assert on_disk(sheet)["存在问题"] == "无"
        assert ("w", "无") in script.asks[0].keys

    def test_columns_from_excel(self, sheet):
        pasted = "名称\t年初预算数\t实际支出\n机关运转\t2,050.00\t1,725.58\n文印中心\t20.00\t25.92"
        self.ask(sheet, "专项资金.项目", pasted)
        funds = on_disk(sheet)["专项资金"]["项目"]
        assert funds == [
            {"名称": "机关运转", "年初预算数": "2,050.00", "实际支出": "1,725.58"},
            {"名称": "文印中心", "年初预算数": "20.00", "实际支出": "25.92"},
        ]

    def test_a_column_of_figures_goes_down_the_entries(self, sheet):
        self.ask(sheet, "专项资金.项目", "名称\t用途\n甲\t一\n乙\t二\n丙\t三")
        script = Script(["10.00\n20.00\n30.00\n40.00"])
        ask(Asking(sheet, script), question(sheet, "专项资金.项目[1].实际支出"), "")
        assert [fund["实际支出"] for fund in on_disk(sheet)["专项资金"]["项目"]] == [
            "10.00",
            "20.00",
            "30.00",
        ]
        assert any("多出的 1 个数" in said for said in script.said)

    def test_reasons_and_sources_move_with_their_entry(self, sheet):
        sheet.put("专项资金.项目", [{"名称": "甲"}, {"名称": "乙"}])
        sheet.put("出错说明", [{"规则": "ZX-10", "位置": "专项资金.项目[2]", "说明": "批复未到"}])
        sheet.move_entry("专项资金.项目", 1, 0)
        assert on_disk(sheet)["出错说明"][0]["位置"] == "专项资金.项目[1]"

    def test_a_subject_is_found_by_initials_and_its_code_kept(self, sheet):
        self.ask(sheet, "支出.基本.明细", "clf", picks=["差旅费"])
        (item,) = on_disk(sheet)["支出"]["基本"]["明细"]
        assert (item["编码"], item["科目"]) == ("30211", "差旅费")

    def test_a_subject_of_ones_own_stays_as_typed(self, sheet):
        self.ask(sheet, "支出.基本.明细", "办公家具购置款")
        assert on_disk(sheet)["支出"]["基本"]["明细"][0]["科目"] == "办公家具购置款"


class TestLastYear:
    @pytest.fixture
    def following(self, tmp_path):
        filling = started(tmp_path / "报告.yaml")
        filling.begin_from(open_last(EXAMPLES / "jiaxian-2024" / "last-year.yaml").report)
        yield filling
        filling.keeper.close()

    def test_facts_are_to_be_confirmed_and_closings_are_openings(self, following):
        answers = on_disk(following)
        assert answers["单位"]["全称"] == "甲县机关事务服务中心"
        assert answers["来源"]["单位.全称"] == "沿用上年"
        assert answers["上年"]["支出合计"] == "872.40"
        assert "支出" not in answers

    def test_enter_confirms(self, following):
        script = walked(following, [""])
        assert "沿用上年，回车确认" in script.asks[0].head
        assert "单位.全称" not in on_disk(following)["来源"]

    def test_another_answer_confirms_too(self, following):
        walked(following, ["甲县机关事务中心"])
        assert on_disk(following)["单位"]["全称"] == "甲县机关事务中心"
        assert "单位.全称" not in on_disk(following)["来源"]


class TestTheEnd:
    def test_a_finding_leads_to_its_question(self, sheet):
        sheet.put("支出", {"合计": "100.00", "基本": {"合计": "60.00"}, "项目": {"合计": "50.00"}})
        script = Script(["110.00"], ["支出合计填", "去改", "回目录"])
        Review(Asking(sheet, script), Walk(sheet, script, list)._visit, list).run()
        assert on_disk(sheet)["支出"]["合计"] == "110.00"

    def test_a_reason_is_written_down(self, sheet):
        sheet.put("支出", {"项目": {"合计": "100.00"}})
        sheet.put("专项资金", {"项目": [{"名称": "甲", "实际支出": "90.00"}]})
        script = Script(["另有非财政资金"], ["项目支出填", "写明原因"])
        with pytest.raises(Left):
            Review(Asking(sheet, script), Walk(sheet, script, list)._visit, list).run()
        assert on_disk(sheet)["出错说明"] == [
            {"规则": "ZC-08", "位置": "支出.项目.合计", "差额": "10.00", "说明": "另有非财政资金"}
        ]
        assert any(f.explained for f in sheet.checked.findings)

    def test_the_report_is_made(self, sheet):
        script = Script([], ["出草稿"])
        Review(Asking(sheet, script), lambda q: "", lambda: ["报告.docx"]).run()
        assert "报告.docx" in script.said


class TestSaving:
    def test_every_answer_is_on_disk_before_the_next_question(self, sheet):
        seen = []

        class Watching(Script):
            def line(self, ask):
                seen.append(dict(on_disk(sheet).get("单位") or {}))
                return super().line(ask)

        script = Watching(["甲县事务中心", "本中心"])
        with pytest.raises(Left):
            Walk(sheet, script, list).begin(sheet.chapters[0])
        assert seen == [{}, {"全称": "甲县事务中心"}, {"全称": "甲县事务中心", "自称": "本中心"}]

    def test_what_others_wrote_meanwhile_stays(self, sheet):
        path = sheet.keeper.path
        path.write_text(path.read_text(encoding="utf-8") + "其他说明: 手工写的\n", encoding="utf-8")
        script = walked(sheet, ["甲县事务中心"])
        assert on_disk(sheet)["其他说明"] == "手工写的"
        assert on_disk(sheet)["单位"]["全称"] == "甲县事务中心"
        assert any("文件在别处改过了" in said for said in script.said)

    def test_a_full_disk_is_said_and_tried_again(self, sheet, monkeypatch):
        real, failures = sheet.keeper.save, iter([True, True, False])

        def save(draft):
            if next(failures, False):
                raise OutputError("磁盘已满")
            real(draft)

        monkeypatch.setattr(sheet.keeper, "save", save)
        script = walked(sheet, ["甲县事务中心"], ["再试一次", "再试一次"])
        assert script.said.count("磁盘已满") == 2
        assert on_disk(sheet)["单位"]["全称"] == "甲县事务中心"

    def test_an_answer_that_cannot_be_taken_changes_nothing(self, sheet):
        before = sheet.keeper.path.read_bytes()
        with pytest.raises(AnswerError, match="不是金额"):
            sheet.answer(question(sheet, "支出.合计"), "甲")
        assert sheet.keeper.path.read_bytes() == before
        assert sheet.value("支出.合计") is None


def test_resuming_goes_on_behind_the_last_answer(sheet):
    sheet.put("单位", {"全称": "甲县事务中心", "自称": "本中心"})
    assert sheet.resume_at().path == "单位.性质"


def test_the_report_file_opens_like_any_other(sheet):
    sheet.put("支出.合计", "100.00")
    _, report = open_report(sheet.keeper.path)
    assert report.expenditure.total.typed == "100.00"


@pytest.mark.parametrize(
    "code", ["hunan-department", "changsha-department", "jiangxi-evaluation", "shanxi-unit"]
)
def test_every_form_asks_each_place_once(code, tmp_path):
    filling = started(tmp_path / "报告.yaml", code)
    paths = [q.path for _, q in filling.all_questions()]
    assert len(paths) == len(set(paths)) > 50
    required = {path for section in filling.form.sections for path in section.required}
    assert {path for path in required if "." in path and not _is_part(path)} <= set(paths)
    filling.keeper.close()


def _is_part(path):
    from authoring.model.paths import names_at, parse

    return bool(names_at(parse(path)))


def test_nothing_but_the_terminal_module_knows_of_terminals():
    assert "questionary" not in vars(filling_module)
