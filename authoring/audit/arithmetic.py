"""WS 文中数字: what the text itself states of its figures, worked out again."""

from collections.abc import Iterator
from decimal import Decimal

from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.audit.saying import Scale, as_written, scale_of, stated_words, unit_of
from authoring.checks.finding import Severity, as_typed, plain
from authoring.figures.balances import CLOSING, FULL_BUDGET
from authoring.figures.changes import CONTRARY, RISEN
from authoring.figures.mention import Kind, Mention, Role
from authoring.figures.relation import Relation, Verdict, parts_of
from authoring.papers.paper import Paper
from authoring.quantities import round_half_up

_SENTENCE = "报告自己的表述"


def breaches(reading: Reading, law: str) -> Iterator[Remark]:
    """The relations of a law that do not hold."""
    for verdict in reading.breaches:
        if verdict.relation.law.id == law:
            yield _remark(verdict, reading.paper)


def _remark(verdict: Verdict, paper: Paper) -> Remark:
    relation, evaluation = verdict.relation, verdict.evaluation
    stated, scale = relation.stated, scale_of(relation.stated, relation)
    return Remark(
        f"{_stated(relation, paper)}，{_worked_out(relation, evaluation.expected, scale, paper)}，"
        f"{scale.difference(evaluation.difference)}",
        stated.span,
        _HINTS.get(relation.law.id, _HINT),
        stated=as_typed(stated.value),
        expected=plain(evaluation.expected, _places(relation)),
        difference=round_half_up(evaluation.difference, _places(relation)),
        tolerance=plain(stated.value.half_step + evaluation.reach, stated.value.places + 1),
        unit=unit_of(stated),
        beside=tuple(m.span for m in relation.mentions[1:] if m.span != stated.span),
    )


def _places(relation: Relation) -> int:
    """Those of the unit that figures are compared in."""
    finest = max(m.value.places for m in relation.mentions)
    return 2 if relation.stated.kind in {Kind.RATE, Kind.POINTS} else finest


def _stated(relation: Relation, paper: Paper) -> str:
    """What the text says; of a number of things also what they are, `3个问题`."""
    tail = relation.stated.tail
    things = tail if relation.law.id == "WS-11" and len(tail) <= _LONGEST_TAIL else ""
    return stated_words(paper, relation.stated, behind=things)


_LONGEST_TAIL = 6
_HINT = "请核对各数，改正其中有误的一个；口径不同的，请在文中写明。"
_HINTS = {"WS-11": "请核对个数，或补上、删去列出的项。"}
_SUMS = {"WS-01", "WS-02", "WS-13", "WS-14", "WS-15", "WS-16", "WS-17"}
_MOST_SHOWN = 6


def _worked_out(relation: Relation, expected: Decimal, scale: Scale, paper: Paper) -> str:
    """What it should be, and of which figures, where these are few."""
    if relation.law.id == "WS-11":
        return f"列出的是 {scale.shown(expected)}"
    if relation.law in {CLOSING, FULL_BUDGET}:
        inflows, outflows = ([scale.bare(m.value.value) for m in parts_of(side)] for side in relation.given)
        return f"{'－'.join(['＋'.join(inflows), *outflows])}＝{scale.shown(expected)}"
    if relation.law.id not in _SUMS:
        return f"按{_taken(relation, paper)}算得 {scale.shown(expected)}"
    parts = [scale.bare(m.value.value) for m in relation.mentions[1:]]
    if len(parts) > _MOST_SHOWN:
        return f"{len(parts)} 项相加为 {scale.shown(expected)}"
    return f"{'＋'.join(parts)}＝{scale.shown(expected)}"


_MOST_TAKEN = 3


def _taken(relation: Relation, paper: Paper) -> str:
    """The figures a rate was worked out from, as they are written, where these are few."""
    taken = list(dict.fromkeys(as_written(paper, m) for m in relation.mentions[1:]))
    if not 1 < len(taken) <= _MOST_TAKEN:
        return "文中各数"
    return f"文中的 {'、'.join(taken)}{' ' if taken[-1][-1].isdecimal() else ''}"


@audit_rule("WS-01", Severity.ERROR, basis=_SENTENCE)
def parts_make_total(reading: Reading) -> Iterator[Remark]:
    """总额等于“其中”各项之和

    例：“基本支出 189.89 万元，其中：人员经费 162.89 万元，公用经费 21.00 万元”，两项之和为 183.89 万元
    不报：各项后有“等”，只列主要几项，或差额在四舍五入以内
    """
    yield from breaches(reading, "WS-01")


@audit_rule("WS-02", Severity.ERROR, basis=_SENTENCE)
def together(reading: Reading) -> Iterator[Remark]:
    """“合计”“共计”等于前面各项之和

    例：“办公费 3.10 万元、印刷费 2.20 万元，合计 5.40 万元”，应为 5.30 万元
    不报：合计的是上文已列明的另一组数
    """
    yield from breaches(reading, "WS-02")


@audit_rule("WS-03", Severity.ERROR, basis=_SENTENCE)
def change_amount(reading: Reading) -> Iterator[Remark]:
    """增减额等于两数之差

    例：“预算 80 万元，实际支出 95 万元，超预算 25 万元”，应为 15 万元
    不报：只写了增减额，没有写与哪个数相比
    """
    yield from breaches(reading, "WS-03")


@audit_rule("WS-04", Severity.ERROR, basis=_SENTENCE)
def change_rate(reading: Reading) -> Iterator[Remark]:
    """增减幅度等于增减额除以基数

    例：“支出 80 万元，比上年减少 20 万元，下降 25%”，应为 20%
    不报：写成整数的百分比，按整数比较
    """
    yield from breaches(reading, "WS-04")


@audit_rule("WS-05", Severity.ERROR, basis=_SENTENCE)
def direction(reading: Reading) -> Iterator[Remark]:
    """说增加的确有增加，说减少的确有减少

    例：“预算 8 万元，实际支出 6 万元，超预算 2 万元”，应为节约
    不报：没有写明两个数中哪个在前
    """
    for verdict in reading.breaches:
        stated = verdict.relation.stated
        if verdict.relation.law.id == "WS-05":
            span = stated.span._replace(start=stated.span.start - len(stated.lead))
            if verdict.relation.law is CONTRARY:
                change = verdict.relation.mentions[1]
                yield Remark(
                    f"前面说“{_going(change)}”，这里说“{_going(stated)}”，方向相反",
                    span,
                    "请核对增减方向。",
                    beside=(change.span,),
                )
                continue
            later, earlier = verdict.relation.mentions[1:]
            turned = "减少" if verdict.relation.law is RISEN else "增加"
            before, after = (as_written(reading.paper, each) for each in (earlier, later))
            yield Remark(
                f"由 {before} 到 {after}，是{turned}，文中写“{stated.lead}”",
                span,
                "请核对增减方向，或核对这几个数。",
                beside=(earlier.span, later.span),
            )


_VERB = 4


def _going(mention: Mention) -> str:
    """The words that say which way a figure goes, with the figure."""
    return f"{mention.lead[-_VERB:]}{mention.value.typed}"


@audit_rule("WS-06", Severity.ERROR, basis=_SENTENCE)
def completion_rate(reading: Reading) -> Iterator[Remark]:
    """完成率、执行率等于完成数除以预算数

    例：“全年预算 200 万元，实际支出 150 万元，预算执行率 85%”，应为 75%
    不报：文中没有写明分子、分母，或另有口径相符的数
    """
    yield from breaches(reading, "WS-06")


@audit_rule("WS-07", Severity.ERROR, basis=_SENTENCE)
def share(reading: Reading) -> Iterator[Remark]:
    """占比等于分项除以总额

    例：“总支出 500 万元，基本支出 200 万元，占总支出的 45%”，应为 40%
    不报：没有写明占谁的比例
    """
    yield from breaches(reading, "WS-07")


@audit_rule("WS-08", Severity.ERROR, basis=_SENTENCE)
def balance(reading: Reading) -> Iterator[Remark]:
    """结转加预算，加减调整，减去支出，等于结余

    例：“上年结转 5.00 万元，年初预算 50.00 万元，实际支出 52.00 万元，结余 2.00 万元”，应为 3.00 万元
    不报：一句里同一项出现两次，分不清是哪一笔
    """
    yield from breaches(reading, "WS-08")


@audit_rule("WS-09", Severity.ERROR, basis=_SENTENCE)
def average(reading: Reading) -> Iterator[Remark]:
    """人均、月均、全年之间换算相符

    例：“全年 24 万元，即每月 3 万元”，应为 2 万元
    不报：“约”“左右”带来的尾数
    """
    yield from breaches(reading, "WS-09")


@audit_rule("WS-10", Severity.ERROR, basis=_SENTENCE)
def converted(reading: Reading) -> Iterator[Remark]:
    """同一笔钱换算成另一单位后相等

    例：“153,155 元（即 153.16 万元）”，应为 15.32 万元
    不报：按四舍五入少写几位
    """
    yield from breaches(reading, "WS-10")


@audit_rule("WS-11", Severity.ERROR, basis=_SENTENCE)
def counted(reading: Reading) -> Iterator[Remark]:
    """个数与列出的个数一致

    例：“共有 2 个专项，一是…；二是…；三是…”
    不报：列举以“等”结尾，且没有超过所写个数
    """
    yield from breaches(reading, "WS-11")


@audit_rule("WS-12", Severity.ERROR, basis="财政部门整体支出绩效评价共性指标")
def control_rate(reading: Reading) -> Iterator[Remark]:
    """在职人员控制率等于在职人数除以编制数

    例：“编制 25 人，在职 20 人”，又写“在职人员控制率 90%”，应为 80%
    不报：在职或编制人数在文中不止一个
    """
    yield from breaches(reading, "WS-12")


@audit_rule("WS-13", Severity.ERROR, basis="《部门决算管理办法》表内关系")
def named_parts(reading: Reading) -> Iterator[Remark]:
    """分处几句的总额与组成部分相符：支出合计＝基本支出＋项目支出

    例：同一部分里先写支出 500 万元，后分别写基本支出 200 万元、项目支出 310 万元
    不报：几处的资金来源、年度或预算、决算不同
    """
    yield from breaches(reading, "WS-13")


@audit_rule("WS-14", Severity.ERROR, basis=_SENTENCE)
def listed_parts(reading: Reading) -> Iterator[Remark]:
    """总额等于下面逐条列出的各项之和

    例：项目支出 300 万元，下列三条相加为 290 万元
    不报：只列了主要的几条
    """
    yield from breaches(reading, "WS-14")


@audit_rule("WS-15", Severity.WARNING, basis="部门整体支出绩效自评报告提纲")
def projects(reading: Reading) -> Iterator[Remark]:
    """各项目实际支出之和与项目支出一致，不一致的说明差异

    例：前面写项目支出 200 万元，后面各专项实际支出相加为 230 万元
    不报：只介绍了部分项目
    """
    yield from breaches(reading, "WS-15")


@audit_rule("WS-19", Severity.WARNING, basis="金额单位")
def yuan_or_ten_thousand(reading: Reading) -> Iterator[Remark]:
    """金额的单位没有把万元写成元

    例：“公务接待费支出 3.26 元”，疑为 3.26 万元
    不报：单价、每人每次的标准
    """
    for mention in reading.mentions:
        small = mention.unit == "元" and mention.value.value < _LEAST and mention.value.places == _FEN
        if small and mention.term and mention.role is Role.PLAIN and not mention.per:
            yield Remark(
                f"{stated_words(reading.paper, mention)}，疑为“万元”",
                mention.span,
                "请核对金额和单位。",
                stated=mention.value.typed,
            )


_LEAST, _FEN = Decimal("0.1"), 6
"""元 amounts below 1000 with two places: in 万元 six."""


@audit_rule("WS-16", Severity.ERROR, basis="表内关系")
def column_totals(reading: Reading) -> Iterator[Remark]:
    """表中合计行等于各行之和

    例：两行为 360.14、810.66，合计写 1171.80，应为 1170.80
    不报：率、单价等不能相加的列；看不出层级的表
    """
    yield from breaches(reading, "WS-16")


@audit_rule("WS-17", Severity.ERROR, basis="表内关系")
def row_totals(reading: Reading) -> Iterator[Remark]:
    """表中合计列等于各列之和

    例：其余各行都是两列相加，有一行 18.33、26.00 的合计写 47.33
    不报：多数行都不是这样相加的列
    """
    yield from breaches(reading, "WS-17")


@audit_rule("WS-18", Severity.ERROR, basis="表内关系")
def table_rates(reading: Reading) -> Iterator[Remark]:
    """表中执行率、增减额与同行的数相符

    例：预算 140.00、执行 133.70，执行率写 99.50%，应为 95.50%
    不报：多数行都不是这样算的列
    """
    yield from breaches(reading, "WS-18")


RULES: tuple[AuditRule, ...] = (
    parts_make_total,
    together,
    change_amount,
    change_rate,
    direction,
    completion_rate,
    share,
    balance,
    average,
    converted,
    counted,
    control_rate,
    named_parts,
    listed_parts,
    projects,
    yuan_or_ten_thousand,
    column_totals,
    row_totals,
    table_rates,
)
