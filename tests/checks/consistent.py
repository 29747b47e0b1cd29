"""Whole reports whose figures are true: built from random parts in 元, printed in 万元 with two places."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from hypothesis import strategies as st

YUAN = 1
CENT = 100
"""0.01 万元, in 元."""


def printed(yuan: int) -> str:
    """An amount of 元 as 万元 with two places, rounded half up."""
    cents = (abs(yuan) * 2 + CENT) // (CENT * 2)
    sign = "-" if yuan < 0 and cents else ""
    return f"{sign}{cents // 100}.{cents % 100:02}"


def percentage(part: int, whole: int) -> str:
    """A ratio in % with two places, rounded half up."""
    hundredths = (abs(part) * 20000 + abs(whole)) // (abs(whole) * 2)
    sign = "-" if part * whole < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02}%"


def points(exact: Fraction) -> str:
    """A score to two places, rounded half up, without noughts at the end: as the program fills it in."""
    hundredths = int(exact * 100 + Fraction(1, 2))
    return f"{(Decimal(hundredths) / 100).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"


@dataclass
class Report:
    """Answers by path, and the relations between them: rule, figure stated, figures it is made of."""

    answers: dict[str, object] = field(default_factory=dict)
    relations: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)
    derivable: list[str] = field(default_factory=list)

    def amount(self, path: str, yuan: int) -> str:
        """State an amount; returns its path."""
        self.answers[path] = printed(yuan)
        return path

    def relate(self, rule: str, stated: str, *parts: str, derives: bool = False) -> None:
        """Note that a rule binds these figures."""
        self.relations.append((rule, stated, frozenset(parts)))
        if derives:
            self.derivable.append(stated)

    def naming(self, path: str) -> set[tuple[str, str]]:
        """The relations a figure stands in, as rule and place."""
        return {(rule, stated) for rule, stated, parts in self.relations if path == stated or path in parts}

    @property
    def figures(self) -> list[str]:
        """Paths of all figures that stand in a relation."""
        named = {path for _, stated, parts in self.relations for path in (stated, *parts)}
        return [path for path in self.answers if path in named]


def _split(draw: st.DrawFn, whole: int, least: int, step: int) -> list[int]:
    """At most four parts of a whole, multiples of `step`, each at least `least`."""
    count = draw(st.integers(1, min(4, whole // least)))
    room = (whole - count * least) // step
    cuts = sorted(draw(st.lists(st.integers(0, room), min_size=count - 1, max_size=count - 1)))
    ends = [0, *cuts, room]
    return [(after - before) * step + least for before, after in pairwise(ends)]


@st.composite
def consistent_reports(draw: st.DrawFn, *, step: int = CENT, smallest: int = 100) -> Report:
    """A consistent report; amounts are multiples of `step` 元, no smaller than `smallest` 万元."""
    least = smallest * 10000 // step
    amounts = st.integers(least, least + 50_000_000 // step).map(lambda n: n * step)
    small = st.integers(1, 5_000_000 // step).map(lambda n: n * step)
    report = Report()
    basic = _basic(draw, report, amounts)
    projects = _projects(draw, report, amounts, (max(least, 1) * step, step))
    total = basic.spent + projects.spent
    report.amount("支出.合计", total)
    report.relate("ZC-01", "支出.合计", "支出.基本.合计", "支出.项目.合计", derives=True)
    initial = basic.budget + projects.budget
    report.amount("预算.年初预算数", initial)
    report.relate("ZC-14", "预算.年初预算数", "支出.基本.预算数", "支出.项目.预算数", derives=True)
    adjusted = _budget(draw, report, amounts, small, (initial, total))
    _last_year(draw, report, amounts, total)
    for column in ("预算数", "决算数"):
        _three_public(draw, report, amounts, f"三公经费.{column}")
    _staff(draw, report)
    if draw(st.booleans()):
        _whole_table(draw, report, small, (basic.spent, projects.spent), (initial, adjusted))
    _base_data(draw, report, amounts)
    return report


class Sums(NamedTuple):
    """What was spent, and what was granted for it."""

    spent: int
    budget: int


def _over(report: Report, at: str, sums: Sums) -> Sums:
    """超预算额 and 增幅 of 基本 or 项目支出."""
    parts = (f"{at}.合计", report.amount(f"{at}.预算数", sums.budget))
    report.relate("ZX-11", report.amount(f"{at}.超预算额", sums.spent - sums.budget), *parts, derives=True)
    if sums.budget:
        report.answers[f"{at}.增幅"] = percentage(sums.spent - sums.budget, sums.budget)
        report.relate("ZX-12", f"{at}.增幅", *parts)
    return sums


def _basic(draw: st.DrawFn, report: Report, amounts: st.SearchStrategy[int]) -> Sums:
    coded = draw(st.booleans())
    classes = st.sampled_from(["30101", "30113", "30305", "30399", "30217", "30299", "31002"])
    items = draw(st.lists(st.tuples(classes, amounts), min_size=1, max_size=6))
    total = sum(amount for _, amount in items)
    report.amount("支出.基本.合计", total)
    paths = [report.amount(f"支出.基本.明细[{n}].金额", amount) for n, (_, amount) in enumerate(items, 1)]
    report.relate("ZC-03", "支出.基本.合计", *paths, derives=True)
    personnel = [n for n, (code, _) in enumerate(items) if code.startswith(("301", "303"))]
    spent = sum(items[n][1] for n in personnel)
    report.amount("支出.基本.人员经费", spent)
    report.amount("支出.基本.公用经费", total - spent)
    report.relate("ZC-02", "支出.基本.合计", "支出.基本.人员经费", "支出.基本.公用经费")
    if coded:
        for n, (code, _) in enumerate(items, 1):
            report.answers[f"支出.基本.明细[{n}].编码"] = code
        operating = [n for n in range(len(items)) if n not in personnel]
        if personnel:
            report.relate("ZC-04", "支出.基本.人员经费", *(paths[n] for n in personnel), derives=True)
        if operating:
            report.relate("ZC-05", "支出.基本.公用经费", *(paths[n] for n in operating), derives=True)
    budgets = [draw(amounts.filter(bool)) for _ in items]
    paths = [report.amount(f"支出.基本.明细[{n}].预算数", budget) for n, budget in enumerate(budgets, 1)]
    report.relate("ZC-15", "支出.基本.预算数", *paths, derives=True)
    return _over(report, "支出.基本", Sums(total, sum(budgets)))


def _projects(
    draw: st.DrawFn, report: Report, amounts: st.SearchStrategy[int], grain: tuple[int, int]
) -> Sums:
    total = draw(amounts) + grain[0]
    whole = report.amount("支出.项目.合计", total)
    by_function = []
    for n, part in enumerate(_split(draw, total, *grain), 1):
        path = report.amount(f"支出.项目.按功能分类[{n}].金额", part)
        by_function.append(path)
        share = f"支出.项目.按功能分类[{n}].占比"
        report.answers[share] = percentage(part, total)
        report.relate("ZC-11", share, path, whole)
    report.relate("ZC-06", whole, *by_function, derives=True)
    budget = _by_project(draw, report, amounts, total, grain)
    funds = _split(draw, total, *grain)
    report.relate("ZC-08", whole, *(_fund(draw, report, n, part, amounts) for n, part in enumerate(funds, 1)))
    granted = sum(f"专项资金.项目[{n}].年初预算数" in report.answers for n in range(1, len(funds) + 1))
    report.answers["专项资金.年初安排个数"] = str(granted)
    report.answers["专项资金.另行安排个数"] = str(len(funds) - granted)
    report.relate("YZ-08", "专项资金.年初安排个数")
    report.relate("YZ-09", "专项资金.另行安排个数")
    return _over(report, "支出.项目", Sums(total, budget))


class Item(NamedTuple):
    """One project: its place in the report, what was spent in all, how much of it is no 决算数, the grant."""

    at: str
    kind: str
    spent: int
    elsewhere: int | None
    budget: int | None

    @property
    def paths(self) -> list[str]:
        """What 完成率 is made of."""
        return [f"{self.at}.金额", f"{self.at}.预算数", *([f"{self.at}.另行支付"] if self.elsewhere else [])]


def _by_project(
    draw: st.DrawFn, report: Report, amounts: st.SearchStrategy[int], total: int, grain: tuple[int, int]
) -> int:
    """The projects and their kinds; gives what was granted for all of them."""
    items = []
    for n, spent in enumerate(_split(draw, total, *grain), 1):
        at = f"支出.项目.按项目[{n}]"
        granted, elsewhere = (draw(st.one_of(st.none(), amounts.filter(bool))) for _ in range(2))
        kind = draw(st.sampled_from(["公共专项", "一般专项", "临时追加"]))
        items.append(item := Item(at, kind, spent, elsewhere, granted))
        report.answers |= {f"{at}.名称": f"第{n}号项目", f"{at}.类别": kind}
        report.amount(f"{at}.金额", spent)
        if elsewhere:
            report.amount(f"{at}.另行支付", elsewhere)
        if granted:
            report.amount(f"{at}.预算数", granted)
            report.answers[f"{at}.完成率"] = percentage(spent + (elsewhere or 0), granted)
            report.relate("ZX-13", f"{at}.完成率", *item.paths)
    report.answers["支出.项目.个数"] = str(len(items))
    report.relate("YZ-18", "支出.项目.个数")
    report.relate("ZC-07", "支出.项目.合计", *(f"{item.at}.金额" for item in items), derives=True)
    granted_items = [item for item in items if item.budget]
    if granted_items:
        paths = (f"{item.at}.预算数" for item in granted_items)
        report.relate("ZC-16", "支出.项目.预算数", *paths, derives=True)
    _groups(report, items)
    for n, item in enumerate(items[: draw(st.integers(0, 2))], 1):
        _project_table(draw, report, f"项目自评[{n}]", item, amounts)
    return sum(item.budget or 0 for item in granted_items) or draw(amounts)


def _groups(report: Report, items: list[Item]) -> None:
    """The projects of each kind, counted and summed; a kind without projects has its 0 only."""
    sums = []
    for n, kind in enumerate(("公共专项", "一般专项", "临时追加"), 1):
        at, own = f"支出.项目.分类[{n}]", [item for item in items if item.kind == kind]
        report.answers |= {f"{at}.类别": kind, f"{at}.个数": str(len(own))}
        report.relate("YZ-19", f"{at}.个数")
        if not own:
            continue
        sums.append(report.amount(f"{at}.金额", sum(item.spent for item in own)))
        report.relate("ZC-17", sums[-1], *(f"{item.at}.金额" for item in own), derives=True)
        granted = [item for item in own if item.budget]
        if granted:
            due = sum(item.budget or 0 for item in granted)
            paths = (f"{item.at}.预算数" for item in granted)
            report.relate("ZC-18", report.amount(f"{at}.预算数", due), *paths, derives=True)
            done = sum(item.spent + (item.elsewhere or 0) for item in granted)
            report.answers[f"{at}.完成率"] = percentage(done, due)
            report.relate("ZX-14", f"{at}.完成率", *(path for item in granted for path in item.paths))
    report.relate("ZC-19", "支出.项目.合计", *sums, derives=True)


def _column(report: Report, at: str, sources: dict[str, int]) -> int:
    """A column of funding rows by source; gives its 总额."""
    total = sum(sources.values())
    parts = [report.amount(f"{at}.{source}", amount) for source, amount in sources.items()]
    report.relate("ZJ-01", report.amount(f"{at}.总额", total), *parts, derives=True)
    return total


def _project_table(
    draw: st.DrawFn, report: Report, at: str, item: Item, amounts: st.SearchStrategy[int]
) -> None:
    report.answers[f"{at}.名称"] = report.answers[f"{item.at}.名称"]
    if item.budget:
        _column(report, f"{at}.资金.年初预算数", {"财政拨款": item.budget})
        report.relate("ZJ-11", f"{at}.资金.年初预算数.总额", f"{item.at}.预算数", derives=True)
    spent = _column(report, f"{at}.资金.全年执行数", {"财政拨款": item.spent})
    report.relate("ZJ-10", f"{at}.资金.全年执行数.总额", f"{item.at}.金额", derives=True)
    due = {"财政拨款": item.spent + item.spent // 400 * 100, "上年结转": draw(amounts.filter(bool))}
    _scores(draw, report, at, spent, _column(report, f"{at}.资金.全年预算数", due))


def _whole_table(
    draw: st.DrawFn,
    report: Report,
    small: st.SearchStrategy[int],
    spent: tuple[int, int],
    granted: tuple[int, int],
) -> None:
    """整体自评表: by source and by nature, the same figures as in the text."""
    at, (basic, projects), (initial, adjusted) = "自评.资金", spent, granted
    fund, capital = (draw(st.one_of(st.none(), small)) for _ in range(2))
    executed = {"一般公共预算": basic + projects}
    natures = ["支出.项目.合计"]
    for name, source, amount in (
        ("政府性基金预算", "政府性基金", fund),
        ("国有资本经营预算", "其他资金", capital),
    ):
        if amount is not None:
            natures.append(report.amount(f"{name}.支出", amount))
            executed[source] = amount
    if fund is not None:
        report.relate("ZJ-07", f"{at}.全年执行数.政府性基金", "政府性基金预算.支出", derives=True)
    done = _column(report, f"{at}.全年执行数", executed)
    by_nature = (
        report.amount(f"{at}.全年执行数.基本支出", basic),
        report.amount(f"{at}.全年执行数.项目支出", done - basic),
    )
    report.relate("ZJ-02", f"{at}.全年执行数.总额", *by_nature, derives=True)
    report.relate("ZJ-08", by_nature[0], "支出.基本.合计", derives=True)
    report.relate("ZJ-09", by_nature[1], *natures, derives=True)
    _column(report, f"{at}.年初预算数", {"一般公共预算": initial, "单位资金": draw(small)})
    room = max(0, done - adjusted) + done // 400 * 100
    due = _column(report, f"{at}.全年预算数", {"一般公共预算": adjusted, "上年结转": room + draw(small)})
    report.amount(f"{at}.全年预算数.基本支出", basic)
    report.amount(f"{at}.全年预算数.项目支出", due - basic)
    parts = (f"{at}.全年预算数.基本支出", f"{at}.全年预算数.项目支出")
    report.relate("ZJ-02", f"{at}.全年预算数.总额", *parts, derives=True)
    report.relate("ZJ-04", f"{at}.全年执行数.一般公共预算", "支出.合计", derives=True)
    report.relate("ZJ-05", f"{at}.年初预算数.一般公共预算", "预算.年初预算数", derives=True)
    report.relate("ZJ-06", f"{at}.全年预算数.一般公共预算", "预算.全年预算数", derives=True)
    _scores(draw, report, "自评", done, due)


def _scores(draw: st.DrawFn, report: Report, at: str, done: int, due: int) -> None:
    """执行率 and its score, the indicators and theirs, the score of the table."""
    funding = f"{at}.资金"
    parts = (f"{funding}.全年执行数.总额", f"{funding}.全年预算数.总额")
    report.answers[f"{funding}.执行率"] = percentage(done, due)
    report.relate("ZJ-03", f"{funding}.执行率", *parts, derives=True)
    weight = draw(st.sampled_from([10, 20]))
    earned = [points(weight * Fraction(done, due))]
    report.answers |= {f"{funding}.分值": str(weight), f"{funding}.得分": earned[0]}
    report.relate("PF-03", f"{funding}.得分", f"{funding}.分值", *parts, derives=True)
    scores = [f"{funding}.得分"]
    for n in range(1, draw(st.integers(1, 3)) + 1):
        here = f"{at}.指标[{n}]"
        sign, target, weight = (
            draw(st.sampled_from("≥≤＝")),
            draw(st.integers(1, 90)),
            draw(st.integers(1, 30)),
        )
        least, most = (target, target + target * 4 // 5) if sign == "≤" else (-(-target // 5), 2 * target)
        actual = draw(st.integers(least, most))
        share = (
            1 - Fraction(actual - target, target)
            if sign == "≤"
            else min(Fraction(1), Fraction(actual, target))
        )
        earned.append(points(weight * share))
        report.answers |= {
            f"{here}.指标性质": sign,
            f"{here}.指标值": str(target),
            f"{here}.完成值": str(actual),
        }
        report.answers |= {f"{here}.分值": str(weight), f"{here}.得分": earned[-1]}
        report.relate("ZB-01", f"{here}.得分", f"{here}.分值", derives=True)
        scores.append(f"{here}.得分")
    report.answers[f"{at}.得分"] = points(sum(map(Fraction, earned), Fraction(0)))
    report.relate("PF-04", f"{at}.得分", *scores, derives=True)


def _base_data(draw: st.DrawFn, report: Report, amounts: st.SearchStrategy[int]) -> None:
    now, before = draw(amounts), draw(amounts.filter(bool))
    parts = report.amount("资产.资产总额", now), report.amount("资产.上年资产总额", before)
    report.answers["资产.增减率"] = percentage(now - before, before)
    report.relate("ZC-20", "资产.增减率", *parts)
    report.answers["基础数据.公用经费.决算数.合计"] = report.answers["支出.基本.公用经费"]
    report.relate("ZJ-15", "基础数据.公用经费.决算数.合计", "支出.基本.公用经费")
    for n in range(1, draw(st.integers(0, 2)) + 1):
        at = f"基础数据.楼堂馆所[{n}]"
        areas = (draw(st.integers(1000, 9999)) * CENT * 100, draw(st.integers(1000, 9999)) * CENT * 100)
        money = (draw(amounts), draw(amounts.filter(bool)))
        for rule, rate, of, (actual, planned) in (
            ("ZJ-17", "规模控制率", ("实际规模", "批复规模"), areas),
            ("ZJ-18", "投资概算控制率", ("实际投资", "预算投资"), money),
        ):
            paths = report.amount(f"{at}.{of[0]}", actual), report.amount(f"{at}.{of[1]}", planned)
            report.answers[f"{at}.{rate}"] = percentage(actual, planned)
            report.relate(rule, f"{at}.{rate}", *paths, derives=True)


def _fund(draw: st.DrawFn, report: Report, n: int, executed: int, amounts: st.SearchStrategy[int]) -> str:
    at = f"专项资金.项目[{n}]"
    left = -executed
    parts = [report.amount(f"{at}.实际支出", executed)]
    for name, sign in (("上年结转", 1), ("年初预算数", 1), ("年中调整数", 1), ("收回上缴", -1)):
        amount = draw(st.one_of(st.none(), amounts.filter(bool)))
        if amount is not None:
            left += sign * amount
            parts.append(report.amount(f"{at}.{name}", amount))
    if {f"{at}.上年结转", f"{at}.年初预算数"} & set(parts):
        report.relate("ZX-04", report.amount(f"{at}.结转结余", left), *parts)
    return parts[0]


def _budget(
    draw: st.DrawFn,
    report: Report,
    amounts: st.SearchStrategy[int],
    small: st.SearchStrategy[int],
    sums: tuple[int, int],
) -> int:
    (initial, total), change = sums, draw(small)
    report.amount("预算.年中调整数", change)
    report.amount("预算.全年预算数", initial + change)
    report.relate("ZX-01", "预算.全年预算数", "预算.年初预算数", "预算.年中调整数", derives=True)
    report.answers["预算.预算执行率"] = percentage(total, initial + change)
    report.relate("ZX-02", "预算.预算执行率", "支出.合计", "预算.全年预算数")
    report.answers["预算.完成年初预算"] = percentage(total, initial)
    report.relate("ZX-03", "预算.完成年初预算", "支出.合计", "预算.年初预算数")
    before, revenue, reclaimed = draw(small), draw(amounts), draw(st.one_of(st.none(), small))
    parts = [report.amount("预算.上年结转", before), report.amount("预算.收入", revenue), "支出.合计"]
    if reclaimed is not None:
        parts.append(report.amount("预算.收回上缴", reclaimed))
    report.amount("预算.年末结转结余", before + revenue - total - (reclaimed or 0))
    report.relate("ZX-05", "预算.年末结转结余", *parts)
    return initial + change


def _last_year(draw: st.DrawFn, report: Report, amounts: st.SearchStrategy[int], total: int) -> None:
    before = draw(amounts.filter(bool))
    report.amount("上年.支出合计", before)
    report.amount("上年.支出增减额", total - before)
    report.relate("ZX-06", "上年.支出增减额", "支出.合计", "上年.支出合计", derives=True)
    report.answers["上年.支出增减率"] = percentage(total - before, before)
    report.relate("ZX-07", "上年.支出增减率", "支出.合计", "上年.支出合计")


def _three_public(draw: st.DrawFn, report: Report, amounts: st.SearchStrategy[int], at: str) -> None:
    abroad, purchase, operation, reception = (draw(amounts) for _ in range(4))
    cars = report.amount(f"{at}.公务用车.合计", purchase + operation)
    report.amount(f"{at}.公务用车.购置费", purchase)
    report.amount(f"{at}.公务用车.运行维护费", operation)
    report.relate("ZC-10", cars, f"{at}.公务用车.购置费", f"{at}.公务用车.运行维护费", derives=True)
    parts = (
        report.amount(f"{at}.因公出国（境）费", abroad),
        cars,
        report.amount(f"{at}.公务接待费", reception),
    )
    report.amount(f"{at}.合计", abroad + purchase + operation + reception)
    report.relate("ZC-09", f"{at}.合计", *parts, derives=True)


def _staff(draw: st.DrawFn, report: Report) -> None:
    heads = st.integers(1, 300)
    on_post = _kinds_of_people(draw, report, "RY-05", "单位.人员.在职", "单位.人员.在职构成")
    establishment = _kinds_of_people(draw, report, "RY-06", "单位.人员.编制", "单位.人员.编制构成")
    report.answers["单位.人员.在职人员控制率"] = percentage(on_post, establishment)
    report.relate("RY-02", "单位.人员.在职人员控制率", "单位.人员.在职", "单位.人员.编制")
    parts, together = ["单位.人员.在职"], on_post
    for kind in draw(st.lists(st.sampled_from(["退休", "离休", "遗属", "临聘", "其他"]), unique=True)):
        number = draw(heads)
        report.answers[f"单位.人员.{kind}"] = str(number)
        parts.append(f"单位.人员.{kind}")
        together += number
    for n in range(1, draw(st.integers(0, 2)) + 1):
        at = f"单位.人员.另列[{n}]"
        together += _kinds_of_people(draw, report, "RY-07", f"{at}.人数", f"{at}.其中")
        parts.append(f"{at}.人数")
    report.answers["单位.人员.总数"] = str(together)
    if len(parts) > 1:
        report.relate("RY-01", "单位.人员.总数", *parts, derives=True)
    for rule, what in (("YZ-06", "内设机构"), ("YZ-07", "下属单位")):
        count = draw(st.integers(0, 5))
        report.answers[f"单位.{what}.个数"] = str(count)
        report.answers[f"单位.{what}.名称"] = [f"第{n}处" for n in range(count)] or "无"
        report.relate(rule, f"单位.{what}.个数")


def _kinds_of_people(draw: st.DrawFn, report: Report, rule: str, whole: str, parts: str) -> int:
    """So many people, perhaps told by kind."""
    numbers = draw(st.lists(st.integers(1, 90), min_size=1, max_size=3))
    report.answers[whole] = str(sum(numbers))
    if draw(st.booleans()):
        paths = [f"{parts}[{n}].人数" for n in range(1, len(numbers) + 1)]
        report.answers |= dict(zip(paths, map(str, numbers), strict=True))
        report.relate(rule, whole, *paths)
    return sum(numbers)
