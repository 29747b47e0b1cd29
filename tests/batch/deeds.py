"""What the tests have a batch do in place of its own parts, by name, so that processes apart find it."""

import os
import sys
import time
from pathlib import Path

from authoring.batch.outcome import Row
from authoring.batch.work import Worked, work
from authoring.draft.draft import Draft
from authoring.errors import InputError, Problem, Spot
from authoring.workbook.unit import Unit

ANSWERS = {
    "表单": "hunan-department",
    "年度": "2024",
    "单位": {"全称": "甲县机关事务服务中心", "主要职能": ["保障运转"], "人员": {"在职": "16"}},
    "支出": {"合计": "2,601.00", "基本": {"合计": "353.86"}, "项目": {"合计": "2,247.13"}},
    "政府性基金预算": "无",
    "国有资本经营预算": "无",
    "社会保险基金预算": "无",
    "绩效情况": {"概述": "全年工作正常。"},
    "存在问题": "无",
    "改进措施": "无",
    "自评": {"得分": "95", "等级": "优"},
    "其他说明": "无",
}


def unit_named(name, row, file="各单位.csv", **changes):
    answers = ANSWERS | {"单位": ANSWERS["单位"] | {"全称": name}} | changes
    problems = tuple(changes.pop("problems", ()))
    answers.pop("problems", None)
    return Unit(
        Draft(answers, file, cells={("支出", "合计"): Spot("汇总", f"F{row}")}), problems, "汇总", row
    )


def read_lines(source, form="", year=None):
    """A unit a line: its name, or a name and what is to happen."""
    for row, line in enumerate(source.content.decode().splitlines(), 1):
        if not line:
            continue
        name, _, what = line.partition("|")
        if what == "die":
            os._exit(9)
        if what == "stop":
            raise InputError([Problem("第二张工作表坏了", source.path.name)])
        changes = {}
        if what == "wrong":
            changes["支出"] = ANSWERS["支出"] | {"合计": "2,610.00"}
        if what == "cell":
            changes["problems"] = [Problem("“约五百”不是金额", spot=Spot("汇总", f"C{row}"))]
        yield unit_named(name, row, source.path.name, **changes)


def killing(item, wish):
    """Ends its process at a unit called 杀手; the first innocent ones take long."""
    if item.unit and item.unit.name == "杀手":
        os._exit(7)
    return work(item, wish)


def slow(item, wish):
    time.sleep(0.004)
    return work(item, wish)


def uneven(item, wish):
    """Later ones are done sooner."""
    time.sleep(0.05 / (1 + (item.unit.row or 0)))
    return work(item, wish)


def run_here(folder, out, jobs):
    """A whole batch in this process, to be killed."""
    from authoring.batch import paging
    from authoring.batch.run import Options, run

    paging.read_workbook = read_lines
    run([Path(folder)], Options(Path(out), jobs=int(jobs)), work=slow)


def nothing(item, wish):
    return Worked(Row(0, item.source))


if __name__ == "__main__":
    # the child of the reader looks the function up by name
    from tests.batch import deeds

    deeds.run_here(*sys.argv[1:])
