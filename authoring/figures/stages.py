"""预算、决算、结转、结余: of which stage of the money a figure is, by the words before it."""

import re
from functools import lru_cache

from authoring.figures.mention import Measure
from authoring.figures.vocabulary import one_of

_CARRIED = "(?:财政拨款)?结(?:转|余)(?:和?结余)?(?:资金)?"
_MIDYEAR = "(?:年中|执行中)?(?:执行)?(?:预算)?"
_STAGES = (
    (
        Measure.CARRIED_IN,
        (
            r"上年(?:度)?(?:末)?(?:累计)?(?:财政拨款)?结转(?:和?结余)?(?:资金)?"
            rf"|(?:年初|期初){_CARRIED}|以前年度结转|上年结余|上年余额"
        ),
    ),
    (
        Measure.SURPLUS,
        (
            f"年末{_CARRIED}|剩余(?:资金)?|"
            + one_of(
                "结余结转 结转结余 结转和结余 结转下年 结余资金 期末结余 结余 结转资金 年末余额 "
                "尚余 结存 未支付 未拨付 未使用"
            )
        ),
    ),
    (
        Measure.INITIAL,
        (
            r"年初(?:部门|财政|批复|安排|下达|批准)*预算(?:数|资金|安排|批复|下达|支出)*"
            r"|年初(?:安排|批复|下达)|批复(?:年初)?预算"
        ),
    ),
    (
        Measure.FULL,
        (
            r"全年预算(?:数|资金|安排)*|调整后(?:的)?(?:全年)?预算(?:数)?|(?:全年)?可用指标"
            r"|预算调整数|调整预算数|总预算"
        ),
    ),
    (
        Measure.ADDED,
        (rf"{_MIDYEAR}{one_of('调增 追加 调整增加 新增预算 增加预算')}(?:预算|资金|指标|数|额)*"),
    ),
    (
        Measure.CUT,
        (rf"{_MIDYEAR}{one_of('调减 追减 核减 调整减少 压减预算')}(?:预算|资金|指标|数|额)*"),
    ),
    (Measure.RETURNED, r"收回(?:财政)?(?:资金|指标)?|上缴(?:财政)?|缴回|注销指标|财政收回"),
    (
        Measure.LAST,
        (
            r"上年(?:同期|度|数|决算数?|实际|支出)*|去年(?:同期)?|上一年度?"
            r"|(?:(?<!经)比|(?<!比)较|与|同)(?:19|20)?\d\d ?年(?:度)?"
        ),
    ),
    (
        Measure.ACTUAL,
        (
            r"实际(?:支出|完成|使用|支付|执行|发生|列支)?(?:资金|数|额)?|决算(?:数|支出|为)?|完成(?:支出)?"
            r"|执行数|全年执行|累计支出|支出数|已支出|支付|列支|拨付(?!率|进度)|^(?:已|共|累计|总共|资金|本年)*支出$"
        ),
    ),
    (Measure.INCOME, r"收入(?:数|决算)?|到位(?:资金|数)?|拨入|下达|拨款收入"),
    (
        Measure.BUDGET,
        (r"预算(?:数|资金|安排|批复|总额|指标|为|金额|支出|经费)*|资金计划|计划(?:数|安排|投入)"),
    ),
)
_STAGE = re.compile("|".join(f"(?P<m{i}>{pattern})" for i, (_, pattern) in enumerate(_STAGES)))
_NO_STAGE = re.compile(
    r"一般公共(?:服务)?预算|(?<!年初)部门预算|预算(?:拨款|单位|绩效|管理|内|外)|"
    + one_of("政府性基金预算 国有资本经营预算 社会保险基金预算 公共财政预算 预算一体化")
)
"""Where 预算 names a fund or a unit."""


@lru_cache(maxsize=8192)
def measure_in(words: str) -> Measure | None:
    """The stage of the money that some words name last."""
    last = None
    for found in _STAGE.finditer(_NO_STAGE.sub(lambda name: "\x00" * len(name[0]), words)):
        last = found.lastgroup
    return _STAGES[int(last[1:])][0] if last else None
