"""Whole reports whose figures are true: built from random parts in 元, printed in 万元 with two places."""

from dataclasses import dataclass, field
from itertools import pairwise

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
    total = basic + projects
    report.amount("支出.合计", total)
    report.relate("ZC-01", "支出.合计", "支出.基本.合计", "支出.项目.合计", derives=True)
    _budget(draw, report, amounts, small, total)
    _last_year(draw, report, amounts, total)
    for column in ("预算数", "决算数"):
        _three_public(draw, report, amounts, f"三公经费.{column}")
    _staff(draw, report)
    return report


def _basic(draw: st.DrawFn, report: Report, amounts: st.SearchStrategy[int]) -> int:
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
    return total


def _projects(
    draw: st.DrawFn, report: Report, amounts: st.SearchStrategy[int], grain: tuple[int, int]
) -> int:
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
    parts = enumerate(_split(draw, total, *grain), 1)
    report.relate("ZC-07", whole, *(report.amount(f"支出.项目.按项目[{n}].金额", part) for n, part in parts))
    funds = _split(draw, total, *grain)
    report.relate("ZC-08", whole, *(_fund(draw, report, n, part, amounts) for n, part in enumerate(funds, 1)))
    granted = sum(f"专项资金.项目[{n}].年初预算数" in report.answers for n in range(1, len(funds) + 1))
    report.answers["专项资金.年初安排个数"] = str(granted)
    report.answers["专项资金.另行安排个数"] = str(len(funds) - granted)
    report.relate("YZ-08", "专项资金.年初安排个数")
    report.relate("YZ-09", "专项资金.另行安排个数")
    return total


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
    total: int,
) -> None:
    initial, change = draw(amounts.filter(bool)), draw(small)
    report.amount("预算.年初预算数", initial)
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
    on_post, establishment = draw(heads), draw(heads)
    report.answers["单位.人员.在职"] = str(on_post)
    report.answers["单位.人员.编制"] = str(establishment)
    report.answers["单位.人员.在职人员控制率"] = percentage(on_post, establishment)
    report.relate("RY-02", "单位.人员.在职人员控制率", "单位.人员.在职", "单位.人员.编制")
    parts, together = ["单位.人员.在职"], on_post
    for kind in draw(st.lists(st.sampled_from(["退休", "离休", "遗属", "临聘", "其他"]), unique=True)):
        number = draw(heads)
        report.answers[f"单位.人员.{kind}"] = str(number)
        parts.append(f"单位.人员.{kind}")
        together += number
    report.answers["单位.人员.总数"] = str(together)
    if len(parts) > 1:
        report.relate("RY-01", "单位.人员.总数", *parts, derives=True)
    organs = draw(st.integers(0, 5))
    report.answers["单位.内设机构.个数"] = str(organs)
    report.answers["单位.内设机构.名称"] = [f"第{n}股" for n in range(organs)] or "无"
    report.relate("YZ-06", "单位.内设机构.个数")
