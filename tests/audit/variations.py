"""Passages like the hand-made ones with other figures, names and turns of phrase, the same at every run.

Of each relation there are the right one and one with a planted slip: two digits changed over, one digit
mistyped, a decimal point lost.
"""

import random
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from tests.audit.labels import Passage, read_block

Lines = list[str]
Maker = Callable[[random.Random, bool, bool], Lines]

ROUNDS = 12
NAMES = (
    "物业管理费", "水电费", "设备维护费", "会务保障经费", "食堂补助", "车辆运行费", "绿化管养费", "消防费",
    "网络租赁费", "档案整理经费", "电梯更换经费", "会议室改造经费", "安防升级经费", "节能改造经费",
)  # fmt: skip
HEADS = ("项目支出", "专项资金", "运转类项目支出", "特定目标类项目支出", "部门项目资金")
SUMS = (
    ("{head}{total}{unit}，其中：", "，", ""),
    ("{head}共计{total}{unit}。其中", "、", ""),
    ("{head}为{total}{unit}，包括", "；", ""),
    ("{head}合计{total}{unit}（", "，", "）"),
    ("{head}达{total}{unit}，分别为", "、", ""),
)
SUMS_HELD_OUT = (
    ("安排{head}总计{total}{unit}，具体为：", "；", ""),
    ("{head}累计{total}{unit}，由以下部分组成：", "，", ""),
    ("当年{head}{total}{unit}。按用途分，", "；", ""),
    ("{head}总额{total}{unit}(其中", "、", ")"),
)
UNITS = (("万元", 2), ("万元", 2), ("万元", 1), ("元", 0))
BUDGETS = (
    "{name}预算{a}万元，实际支出{b}万元，{over}预算{d}万元，{wide}{r}%。",
    "{name}年初预算{a}万元，决算{b}万元，比预算{more}{d}万元，{wide}{r}%。",
    "{name}预算数为{a}万元，决算数为{b}万元，较预算数{more}{d}万元，{grew}{r}%。",
)
BUDGETS_HELD_OUT = (
    "{name}全年实际支出{b}万元，较年初预算{a}万元{more}{d}万元，{grew}{r}%。",
    "{name}：预算安排{a}万元；实际支出{b}万元；{over}{d}万元；幅度{r}%。",
)
YEARS = (
    "2023年{name}{b}万元，比2022年的{a}万元{more}{d}万元，{grew}{r}%。",
    "{name}{b}万元，上年为{a}万元，同比{more}{d}万元，{grew}{r}%。",
    "本年{name}{b}万元，上年{name}{a}万元，较上年{more}{d}万元，{wide}{r}%。",
)
YEARS_HELD_OUT = (
    "{name}由2022年的{a}万元{went}2023年的{b}万元，{more}{d}万元，{grew}{r}%。",
    "与上年{a}万元相比，本年{name}{b}万元，{more}{d}万元，{wide}为{r}%。",
)
RATES = (
    "{name}预算{a}万元，实际支出{b}万元，预算执行率{r}%。",
    "{name}全年预算数{a}万元，全年执行数{b}万元，执行率为{r}%。",
    "{name}年初预算{a}万元，支出决算{b}万元，完成年初预算的{r}%。",
)
RATES_HELD_OUT = (
    "{name}到位资金{a}万元，已支付{b}万元，资金使用率达{r}%。",
    "{name}实际完成{b}万元，为全年预算{a}万元的{r}%。",
)
BALANCES = (
    "{name}，上年结转{c}万元，年初预算{a}万元，年中调增{m}万元，实际支出{b}万元，结余结转{d}万元。",
    "{name}上年结转{c}万元，年初预算安排{a}万元，追加预算{m}万元，支出{b}万元，年末结余{d}万元。",
)
BALANCES_HELD_OUT = (
    "{name}：年初结转{c}万元；本年预算{a}万元；本年追加{m}万元；本年支出{b}万元；年末结转{d}万元。",
)
HEADCOUNTS = (
    "年末实有人员{t}人，其中在职人员{a}人，退休人员{b}人，遗属{c}人。",
    "单位共有人员{t}人（其中：在职{a}人；离退休{b}人；聘用{c}人）。",
)
HEADCOUNTS_HELD_OUT = ("截至年底总人数为{t}人，包括在编{a}人、编外{b}人、退休{c}人。",)


def variations(*, held_out: bool = False) -> Iterator[Passage]:
    """The generated passages; those `held_out` use turns of phrase the others do not."""
    chance = random.Random(2311 if held_out else 1907)
    for _ in range(ROUNDS // 2 if held_out else ROUNDS):
        for maker in (_sum, _budget, _year, _rate, _balance, _headcount, _table):
            for wrong in (False, True):
                yield read_block(maker(chance, wrong, held_out), f"generated {maker.__name__}")


def _amount(chance: random.Random, digits: int, low: float = 3, high: float = 900) -> Decimal:
    return Decimal(chance.randint(int(low * 10**digits), int(high * 10**digits))).scaleb(-digits)


def _slip(chance: random.Random, value: Decimal, far: Decimal = Decimal("0.2")) -> Decimal:
    """The figure with a slip of typing in it, `far` at least from the right one."""
    text = f"{value:f}"
    while True:
        at = chance.randrange(len(text) - 1)
        kind = chance.choice(("swap", "swap", "digit", "point"))
        if kind == "swap" and text[at : at + 2].isdigit():
            typed = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        elif kind == "digit" and text[at].isdigit():
            typed = text[:at] + str((int(text[at]) + chance.randint(1, 9)) % 10) + text[at + 1 :]
        elif kind == "point" and "." in text:
            typed = text.replace(".", "")
        else:
            continue
        if abs(Decimal(typed) - value) > far and (typed[0] != "0" or typed[1:2] == "."):
            return Decimal(typed)


def _written(chance: random.Random, value: Decimal) -> str:
    return f"{value:,f}" if chance.random() < 0.3 else f"{value:f}"


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _sum(chance: random.Random, wrong: bool, held_out: bool) -> Lines:
    start, between, end = chance.choice(SUMS_HELD_OUT if held_out else SUMS)
    unit, digits = chance.choice(UNITS)
    scale = 10000 if unit == "元" else 1
    parts = [_amount(chance, digits, 3 * scale, 900 * scale) for _ in range(chance.randint(2, 7))]
    total = sum(parts, Decimal())
    if wrong:
        total = _slip(chance, total, Decimal("0.5"))
    names = chance.sample(NAMES, len(parts))
    listed = between.join(f"{n}{_written(chance, p)}{unit}" for n, p in zip(names, parts, strict=True))
    text = (
        start.format(head=chance.choice(HEADS), total=_written(chance, total), unit=unit)
        + listed
        + end
        + "。"
    )
    return [text, _label("分项之和", total, " + ".join(map(str, parts)), wrong)]


def _label(kind: str, stated: Decimal | str, formula: str, wrong: bool = False) -> str:
    return f"    {'错' if wrong else '对'} {kind}: {stated} {'≠' if wrong else '='} {formula}"


def _change(chance: random.Random, wrong: bool, phrase: str, kinds: tuple[str, str]) -> Lines:
    before = _amount(chance, 2, 20)
    after = _rounded(before * Decimal(chance.randint(70, 130)) / 100 + _amount(chance, 2, 1, 5))
    difference, rate = abs(after - before), _rounded(abs(after - before) / before * 100)
    slipped = chance.choice(("difference", "rate")) if wrong else ""
    if slipped == "difference":
        difference = _slip(chance, difference)
    if slipped == "rate":
        rate = _slip(chance, rate)
    up = after > before
    text = phrase.format(
        name=chance.choice(("公务用车运行维护费", "公用经费", "项目支出", "人员经费", "物业管理费")),
        a=_written(chance, before),
        b=_written(chance, after),
        d=_written(chance, difference),
        r=rate,
        over="超" if up else "节约",
        more="增加" if up else "减少",
        grew="增长" if up else "下降",
        wide="增幅" if up else "降幅",
        went="增加到" if up else "减少到",
    )
    large, small = (after, before) if up else (before, after)
    return [
        text,
        _label(kinds[0], difference, f"{large} - {small}", slipped == "difference"),
        _label(kinds[1], f"{rate}%", f"({large} - {small}) / {before}", slipped == "rate"),
    ]


def _budget(chance: random.Random, wrong: bool, held_out: bool) -> Lines:
    phrase = chance.choice(BUDGETS_HELD_OUT if held_out else BUDGETS)
    return _change(chance, wrong, phrase, ("预决算差", "预决算差"))


def _year(chance: random.Random, wrong: bool, held_out: bool) -> Lines:
    phrase = chance.choice(YEARS_HELD_OUT if held_out else YEARS)
    return _change(chance, wrong, phrase, ("增减额", "增减率"))


def _rate(chance: random.Random, wrong: bool, held_out: bool) -> Lines:
    budget = _amount(chance, 2, 50)
    spent = _rounded(budget * Decimal(chance.randint(700, 999)) / 1000)
    rate = _rounded(spent / budget * 100)
    rate = _slip(chance, rate) if wrong else rate
    phrase = chance.choice(RATES_HELD_OUT if held_out else RATES)
    text = phrase.format(
        name=chance.choice(NAMES), a=_written(chance, budget), b=_written(chance, spent), r=rate
    )
    return [text, _label("完成率", f"{rate}%", f"{spent} / {budget}", wrong)]


def _balance(chance: random.Random, wrong: bool, held_out: bool) -> Lines:
    carried, budget, more = _amount(chance, 2, 3, 60), _amount(chance, 2, 60), _amount(chance, 2, 3, 50)
    spent = _rounded((carried + budget + more) * Decimal(chance.randint(80, 98)) / 100)
    left = carried + budget + more - spent
    left = _slip(chance, left) if wrong else left
    phrase = chance.choice(BALANCES_HELD_OUT if held_out else BALANCES)
    text = phrase.format(
        name=chance.choice(NAMES), c=carried, a=_written(chance, budget), m=more, b=spent, d=left
    )
    return [text, _label("结余", left, f"{carried} + {budget} + {more} - {spent}", wrong)]


def _headcount(chance: random.Random, wrong: bool, held_out: bool) -> Lines:
    parts = [chance.randint(11, 90), chance.randint(11, 60), chance.randint(2, 9)]
    total = sum(parts) + (chance.choice((-3, -1, 1, 2, 10)) if wrong else 0)
    phrase = chance.choice(HEADCOUNTS_HELD_OUT if held_out else HEADCOUNTS)
    text = phrase.format(t=total, a=parts[0], b=parts[1], c=parts[2])
    return [text, _label("人数", str(total), " + ".join(map(str, parts)), wrong)]


def _table(chance: random.Random, wrong: bool, held_out: bool) -> Lines:
    names = chance.sample(NAMES, chance.randint(2, 9))
    budgets = [_amount(chance, 2) for _ in names]
    spent = [_rounded(budget * Decimal(chance.randint(850, 1000)) / 1000) for budget in budgets]
    rows = list(zip(names, budgets, spent, strict=True))
    first, second = sum((row[1] for row in rows), Decimal()), sum((row[2] for row in rows), Decimal())
    stated = _slip(chance, second, Decimal(1)) if wrong else second
    head, total = (
        ("| 支出内容 | 全年预算 | 支出决算 |", "总计") if held_out else ("| 项目 | 预算数 | 执行数 |", "合计")
    )
    return [
        head,
        *(f"| {name} | {_written(chance, a)} | {_written(chance, b)} |" for name, a, b in rows),
        f"| {total} | {_written(chance, first)} | {_written(chance, stated)} |",
        _label("表列合计", first, " + ".join(str(row[1]) for row in rows)),
        _label("表列合计", stated, " + ".join(str(row[2]) for row in rows), wrong),
    ]
