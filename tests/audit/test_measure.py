"""The measure of accuracy, on audits whose answers are known."""

from authoring.checks.finding import Finding, Outcome, Severity, Where
from authoring.papers.paper import Paper, Words
from tests.audit.accuracy import measure
from tests.audit.labels import Passage, read_block

WRONG = read_block(
    [
        "基本支出421.36万元，其中：人员经费365.18万元，公用经费47.18万元。",
        "    错 分项之和: 421.36 ≠ 365.18 + 47.18",
    ],
    "wrong",
)
TABLE = read_block(
    [
        "| 项目 | 金额 |",
        "| 甲 | 2.00 |",
        "| 乙 | 3.00 |",
        "| 合计 | 6.00 |",
        "    错 表列合计: 6.00 ≠ 2.00 + 3.00",
    ],
    "table",
)
RIGHT = read_block(["共有人员52人，其中在职31人，退休21人。", "    对 人数: 52 = 31 + 21"], "right")
TRAP = read_block(["办公费12.60万元、水电费8.40万元等。", "    静 等"], "trap")
EVERY = [WRONG, TABLE, RIGHT, TRAP]


def finding(where: Where, expected: str = "412.36", severity: Severity = Severity.ERROR) -> Finding:
    return Finding("WS-01", Outcome.DIFFERS, severity, "", "应为" + expected, expected=expected, where=where)


def finder(words: str, expected: str = "412.36", severity: Severity = Severity.ERROR):
    def audit(paper: Paper) -> list[Finding]:
        for item in paper.items:
            if isinstance(item, Words) and words in item.text:
                start = item.text.index(words)
                where = Where(paragraph=item.place.paragraph, start=start, end=start + len(words))
                return [finding(where, expected, severity)]
        return []

    return audit


def of(audit, *some: Passage):
    return measure(audit, some or EVERY)


def test_an_audit_that_finds_nothing() -> None:
    score = of(lambda _: [])
    assert score.recall(arithmetic=True) == (0, 2)
    assert score.alarms == ()
    assert score.relations == score.traps == 1


def test_a_finding_on_a_figure_that_takes_part_counts() -> None:
    score = of(finder("47.18万元"))
    assert score.recall(arithmetic=True) == (1, 2)
    assert [verdict.named for verdict in score.verdicts] == [True, False]
    assert score.alarms == ()


def test_another_value_is_not_the_right_one() -> None:
    assert not of(finder("421.36", "400.00"), WRONG).verdicts[0].named
    assert of(finder("421.36", "4123600"), WRONG).verdicts[0].named, "the same in 元"


def test_a_lost_decimal_point_hides_no_digits_of_the_right_value() -> None:
    lines = ["预算64.00万元，实际支出62.44万元，节支156万元。", "    错 预决算差: 156 ≠ 64.00 - 62.44"]
    passage = read_block(lines, "lost")
    assert of(finder("156万元", "1.56"), passage).verdicts[0].named
    assert not of(finder("156万元", "2"), passage).verdicts[0].named


def test_a_wrong_direction_may_be_named_at_any_figure_of_its_sentence() -> None:
    lines = ["全年正常。支出20万元，上年25万元，增长20%。", "    错 方向: 「增长」 → 下降"]
    passage = read_block(lines, "direction")
    assert of(finder("25万元"), passage).verdicts[0].found
    assert not of(finder("全年"), passage).verdicts[0].found


def test_findings_on_what_is_right_are_false_alarms() -> None:
    assert len(of(finder("52人")).alarms_on_relations) == 1
    assert len(of(finder("12.60")).alarms_on_traps) == 1


def test_a_remark_on_what_is_right_is_counted_apart() -> None:
    score = of(finder("52人", severity=Severity.REMARK))
    assert (len(score.alarms), len(score.remarks)) == (0, 1)


def test_the_sentences_around_a_passage_are_not_measured() -> None:
    assert of(finder("严格按照批复"), TRAP).alarms == ()
    assert of(finder("本单位承担")).alarms == ()


def test_a_finding_in_a_table() -> None:
    score = of(lambda _: [finding(Where(cell="表1第4行第2列"), "5.00")], TABLE)
    assert score.verdicts[0].found
    assert score.verdicts[0].named


def test_a_finding_in_another_cell_is_a_false_alarm() -> None:
    score = of(lambda _: [finding(Where(cell="表1第1行第1列"), "5.00")], TABLE)
    assert not score.verdicts[0].found
    assert len(score.alarms) == 1
