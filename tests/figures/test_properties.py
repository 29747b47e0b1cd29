"""What holds of every text: places are right, right statements pass, wrong digits are told."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.audit import arithmetic, repeated
from authoring.figures.lexing import read_prose
from tests.figures.statements import breaches, prose, reading, words

QUICK = settings(max_examples=120, deadline=None)
BITS = """
    0 1 3.5 100 1,234.56 0.00 -3 ＋2 １２ 2098.00 % ‰ 万元 元 亿元 余万元 个 项 人 分 个百分点 ， 。 、 ； ：
    （ ） ( ) “ ” 《 》 〔 〕 / × = + ~ ≥ 其中 其中： 包括 分别为 由 至 增加 减少 增长 比上年 上年 年初预算
    全年预算 决算 实际支出 执行率 完成率 占 占总支出的 人均 每人每月 全年 合计 以上 等 一是 二是 （一） 1.
    基本支出 项目支出 人员经费 公用经费 三公经费 编制 在职 控制率 结余 上年结转 即 折合 减去 净 送审
    核减率 2023年 12月 附件1 A1 得 自评得分 约 左右 余 99999999999999999999 . ,
"""
SOUP = st.lists(st.sampled_from(BITS.split()), max_size=50).map("".join)
FEN = st.integers(1_00, 9_999_99).map(lambda n: Decimal(n).scaleb(-2))
UNITS = st.sampled_from(["万元", "元", "亿元"])


def rate(part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    return (part / whole * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@QUICK
@given(SOUP, st.integers(0, 30))
def test_a_figure_stands_where_it_is_said_to(text: str, start: int) -> None:
    cut = text[start:]
    for mention in read_prose(words(cut, at=3, start=start)).mentions:
        span = mention.span
        assert span.at == 3
        assert 0 <= span.start < span.end <= start + len(cut)
        assert text[span.start : span.end] == cut[mention.start : mention.end]
        assert any(c.isdigit() or c in "零〇一二两三四五六七八九十百千" for c in text[span.start : span.end])


@QUICK
@given(st.lists(SOUP, min_size=1, max_size=4))
def test_nothing_raises(lines: list[str]) -> None:
    read = reading(*lines)
    for rule in (*arithmetic.RULES, *repeated.RULES):
        for remark in rule.find(read):
            for span in (remark.span, *remark.beside):
                assert 0 <= span.start <= span.end <= len(read.paper[span.at].text)


@QUICK
@given(st.text(alphabet="0123456789,.，。（）()%万元个年-—~、：；[]〔〕/ ", max_size=60))
def test_no_digits_and_marks_raise(text: str) -> None:
    reading(text).verdicts  # noqa: B018  worked out when asked for


@QUICK
@given(FEN, FEN, FEN, UNITS)
def test_right_statements_pass(one: Decimal, two: Decimal, three: Decimal, unit: str) -> None:
    total, high = one + two + three, one + two
    statements = (
        f"支出{total}{unit}，其中：甲费{one}{unit}，乙费{two}{unit}，丙费{three}{unit}。",
        f"甲费{one}{unit}、乙费{two}{unit}、丙费{three}{unit}，合计{total}{unit}。",
        f"支出{high}{unit}，比上年的{one}{unit}增加{two}{unit}，增长{rate(two, one)}%。",
        f"支出{one}{unit}，比上年减少{two}{unit}，下降{rate(two, high)}%。",
        f"全年预算{high}{unit}，实际支出{one}{unit}，预算执行率{rate(one, high)}%。",
        f"上年结转{one}{unit}，年初预算{two}{unit}，实际支出{high}{unit}，结余0.00{unit}。",
        f"年初预算{one}{unit}，年中追加{two}{unit}，全年预算{high}{unit}。",
        f"总支出{high}{unit}，基本支出{one}{unit}，占总支出的{rate(one, high, 1)}%。",
    )
    assert breaches(*statements[:1]) == []
    assert [told for statement in statements for told in breaches(statement)] == []


@QUICK
@given(FEN, FEN, st.integers(0, 4), st.integers(1, 8))
def test_one_wrong_digit_is_told(one: Decimal, two: Decimal, place: int, off: int) -> None:
    total = f"{one + two:07.2f}"
    digits = [at for at, c in enumerate(total) if c.isdigit()]
    at = digits[len(digits) - 1 - place]
    wrong = Decimal(total[:at] + str((int(total[at]) + off) % 10) + total[at + 1 :])
    if abs(wrong - one - two) <= Decimal("0.02"):
        return  # within what rounding may do
    assert breaches(f"基本支出{wrong}万元，其中：人员经费{one}万元，公用经费{two}万元。")
    assert breaches(f"甲费{one}万元、乙费{two}万元，合计{wrong}万元。")


@QUICK
@given(FEN, FEN, st.integers(1, 49))
def test_rounding_is_never_told(one: Decimal, two: Decimal, hundredths: int) -> None:
    exact = one + two + Decimal(hundredths).scaleb(-4)
    total = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert breaches(f"支出合计{total}万元，其中：基本支出{one}万元，项目支出{two}万元。") == []


PATTERNS = """
    1 123, ， 、 （ ） （1） 一是 3万元 3万元、 其中：3万元 支出3万元（ 支出3万元（2万元） “1 《甲》 1. 1- A-
    2023年 比上年增加3.5万元，增长3%， 预算3万元，支出2万元，执行率66.67%，
    基本支出3万元，占3%， 甲、乙、丙3个 3个、
    3万元： 3万元+ 办公费3万元，合计5万元， 3人，人均3万元， 由3万元 每人每月
    编制3人，在职2人，在职人员控制率67%。
"""


def test_long_paragraphs_of_one_pattern_are_read() -> None:
    for pattern in PATTERNS.split():
        text = (pattern * 3_000)[:3_000]
        read = reading(text)
        assert all(text[m.span.start : m.span.end] for m in read.mentions), pattern
        assert len(read.verdicts) <= len(prose(text).mentions)
