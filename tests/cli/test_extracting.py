"""`gouji audit --extract`, and a finished report as last year's."""

import re
import shutil
from pathlib import Path

import docx
import pytest

from authoring.cli.last_year import read_last
from authoring.cli.program import run
from authoring.draft.keeper import Keeper
from authoring.draft.report_file import open_report
from authoring.forms.finder import load_form
from authoring.questionnaire.filling import Filling

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def finished(tmp_path):
    return Path(shutil.copy(EXAMPLES / "lusong-2024/report.docx", tmp_path / "报告.docx"))


class TestExtract:
    def test_a_report_file_is_made_that_checks_and_fills(self, finished, tmp_path, capsys):
        target = tmp_path / "取出.yaml"
        assert run(["audit", str(finished), "--extract", str(target)]) == 0
        assert "项，存为" in capsys.readouterr().out
        draft, report = open_report(target)
        assert report.expenditure.total.typed == "2601.00"
        named = re.fullmatch(r"报告\.docx，第(\d+)段", draft.answers["来源"]["支出.合计"])
        paragraphs = [each.text for each in docx.Document(finished).paragraphs if each.text.strip()]
        assert "财政拨款支出2601.00万元" in paragraphs[int(named[1]) - 1]
        assert run(["check", str(target)]) == 0
        with Keeper.open(target) as keeper:
            assert Filling(keeper, load_form("hunan-department")).report == report

    def test_wrong_figures_are_kept_for_the_checks_to_find(self, tmp_path, capsys):
        text = (EXAMPLES / "lusong-2024/report.txt").read_text(encoding="utf-8")
        source = tmp_path / "报告.txt"
        source.write_text(text.replace("基本支出353.86万元", "基本支出453.86万元"), encoding="utf-8")
        assert run(["audit", str(source), "--extract", str(tmp_path / "取出.yaml")]) == 0
        assert run(["check", str(tmp_path / "取出.yaml")]) == 1
        assert "ZC-01" in capsys.readouterr().out

    def test_form_and_year_may_be_said(self, finished, tmp_path):
        target = tmp_path / "取出.yaml"
        more = ["--form", "changsha-department", "--year", "2023"]
        assert run(["audit", str(finished), "--extract", str(target), *more]) == 0
        assert (open_report(target)[1].form, open_report(target)[1].year) == ("changsha-department", 2023)

    def test_a_file_that_is_there_stays(self, finished, tmp_path, capsys):
        target = tmp_path / "取出.yaml"
        target.write_text("表单: hunan-department\n", encoding="utf-8")
        assert run(["audit", str(finished), "--extract", str(target)]) == 2
        assert "已经" in capsys.readouterr().err
        assert target.read_text(encoding="utf-8") == "表单: hunan-department\n"

    @pytest.mark.parametrize(
        ("sources", "target", "said"),
        [
            (["报告.docx", "报告.docx"], "取出.yaml", "一次只取一份"),
            (["."], "取出.yaml", "一次只取一份"),
            (["报告.docx"], "取出.docx", "以 .yaml 结尾"),
            (["没有.docx"], "取出.yaml", "找不到"),
            (["别的.txt"], "取出.yaml", "不像绩效自评报告"),
            (["坏的.docx"], "取出.yaml", "坏的.docx"),
        ],
    )
    def test_what_cannot_be_done_is_a_sentence(self, finished, tmp_path, capsys, sources, target, said):
        (tmp_path / "别的.txt").write_text("关于召开会议的通知\n请准时参加。\n", encoding="utf-8")
        (tmp_path / "坏的.docx").write_bytes(finished.read_bytes()[:2000])
        files = [str(tmp_path / name) for name in sources]
        assert run(["audit", *files, "--extract", str(tmp_path / target)]) == 2
        assert said in capsys.readouterr().err
        assert not (tmp_path / target).exists()

    @pytest.mark.parametrize("more", [["--json"], ["--out", "结果"]])
    def test_it_goes_with_nothing_an_audit_makes(self, finished, tmp_path, capsys, more):
        assert run(["audit", str(finished), "--extract", str(tmp_path / "取出.yaml"), *more]) == 2
        assert "--extract" in capsys.readouterr().err


class TestLastYear:
    def test_a_finished_report_serves_as_last_years(self, tmp_path):
        last = read_last(EXAMPLES / "jiaxian-2024/report.docx", (tmp_path / "今年.yaml",))
        assert (last.form, last.year, last.unit.name) == ("hunan-department", 2024, "甲县机关事务服务中心")
        assert last.budget.carryover_out.typed == "10.20"

    def test_its_lasting_facts_are_carried_over(self, tmp_path):
        last = read_last(EXAMPLES / "jiaxian-2024/report.docx", (tmp_path / "今年.yaml",))
        this = tmp_path / "今年.yaml"
        this.write_text("版本: 1\n表单: hunan-department\n年度: 2025\n", encoding="utf-8")
        with Keeper.open(this) as keeper:
            filling = Filling(keeper, load_form("hunan-department"))
            assert filling.begin_from(last) > 10
            assert filling.answers["单位"]["内设机构"]["个数"] == "4"

    def test_this_years_opening_is_held_against_its_closing(self, tmp_path, capsys):
        text = (EXAMPLES / "jiaxian-2024/report.yaml").read_text(encoding="utf-8")
        this = tmp_path / "今年.yaml"
        this.write_text(text.replace("年度: 2024", "年度: 2025", 1), encoding="utf-8")
        last = EXAMPLES / "jiaxian-2024/report.docx"
        assert run(["check", str(this), "--from", str(last)]) == 1
        assert "上年报告的年末结转结余是 10.20 万元" in capsys.readouterr().out

    def test_one_whose_figures_differ_is_told(self, tmp_path, capsys):
        text = (EXAMPLES / "jiaxian-2024/report.txt").read_text(encoding="utf-8")
        source = tmp_path / "上年.txt"
        source.write_text(text.replace("基本支出410.70万元", "基本支出510.70万元"), encoding="utf-8")
        read_last(source, (tmp_path / "今年.yaml",))
        assert re.search("自身对不上（.*ZC-01", capsys.readouterr().err)
