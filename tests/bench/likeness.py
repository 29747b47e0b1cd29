"""How long it takes to find 雷同 in a batch: sketches of 20 paragraphs a unit, and the pairs in them.

    python tests/bench/likeness.py            1,000 and 10,000 units
    python tests/bench/likeness.py 30000      as many as you say

One unit in ten is a copy of another with name and figures changed and a phrase added to every paragraph; two
paragraphs are the bureau's own, in all units. Printed: seconds, copies found of those made, pairs beside.
"""

import random
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from authoring.batch.copied import Names
from authoring.batch.likeness import ALIKE, COMMON, find_alike, sketch_of
from tests.reports import report_of

WORDS = (
    "部门整体支出绩效自评预算执行项目资金管理办法年初目标完成产出数量质量时效成本社会效益可持续影响满意度"
    "严格落实中央八项规定精神加强内部控制规范政府采购推进信息公开强化资产盘活保障基本运转提升服务水平"
)
PARAGRAPHS = 20


def phrases(chance: random.Random) -> list[str]:
    """The stock of phrases that clerks share without copying each other."""
    return ["".join(chance.choices(WORDS, k=chance.randint(4, 12))) for _ in range(3000)]


def batch(units: int) -> tuple[list[tuple[str, list[str]]], dict[int, int]]:
    """Name and paragraphs of each unit; and of the copies, whose they are."""
    chance = random.Random(2024)
    stock = phrases(chance)

    def paragraph() -> str:
        return "，".join(chance.choice(stock) for _ in range(chance.randint(8, 40))) + "。"

    shared = [paragraph(), paragraph()]
    made: list[tuple[str, list[str]]] = []
    copies: dict[int, int] = {}
    for number in range(units):
        name = f"株洲市芦淞区第{number}事务服务中心"
        if number % 10 == 9:
            source = copies[number] = chance.choice(range(max(0, number - 9), number))
            other, texts = made[source]
            own = [
                f"{text.replace(other, name)}另用{number}万元{chance.choice(stock)}。" for text in texts[2:]
            ]
        else:
            own = [f"{name}{paragraph()}支出{number}.5万元。" for _ in range(PARAGRAPHS - 2)]
        made.append((name, shared + own))
    return made, copies


def main() -> None:
    """Print a line for each size."""
    for units in [int(each) for each in sys.argv[1:]] or [1000, 10_000]:
        made, copies = batch(units)
        reports = [
            report_of({"单位.全称": name, **{f"绩效情况.事项[{n}].内容": t for n, t in enumerate(texts, 1)}})
            for name, texts in made
        ]
        start = time.perf_counter()
        sketches = [sketch_of(report) for report in reports]
        sketched = time.perf_counter() - start
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        found = list(find_alike(enumerate(sketches)))
        paired = time.perf_counter() - start
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        start = time.perf_counter()
        names = Names(name for name, _ in made)
        named = sum(1 for report in reports for _ in names.foreign_in(report))
        scanned = time.perf_counter() - start
        pairs = {(each.first, each.second) for each in found if each.kind == ALIKE}
        hits = sum((source, copy) in pairs for copy, source in copies.items())
        common = sum(each.kind == COMMON for each in found)
        print(
            f"{units:>6} units: sketches {sketched:.1f} s ({max(map(len, sketches))} bytes at most), "
            f"pairs {paired:.1f} s (+{grown >> 10} MB), names {scanned:.1f} s; {hits} of {len(copies)} "
            f"copies found, {len(pairs) - hits} pairs beside, {common} 通用语句, {named} names"
        )


if __name__ == "__main__":
    main()
