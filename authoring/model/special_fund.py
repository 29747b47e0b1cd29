"""专项资金: each fund from 上年结转 to 结转结余, with what it bought. 万元."""

from authoring.model.term import Listing, Node, Part, term
from authoring.quantities import Amount, Count


class SpecialFund(Node):
    """One 专项资金."""

    name: str | None = term("名称", "专项名称")
    carryover_in: Amount | None = term("上年结转")
    initial_budget: Amount | None = term("年初预算数", definition="不在年初预算中安排的不填")
    adjustment: Amount | None = term("年中调整数", definition="调增为正，调减为负")
    adjustment_reason: str | None = term("调整原因", when="adjustment != 0")
    executed: Amount | None = term("实际支出")
    reclaimed: Amount | None = term("收回上缴", definition="被财政收回或上缴的部分")
    carryover_out: Amount | None = term("结转结余")
    funding_source: str | None = term("资金来源", definition="如“一般公共预算”“非财政资金”")
    purpose: str | None = term("用途", definition="为了确保什么、花在哪里")
    result: str | None = term("成效", definition="实际达到的数量、质量、效果")


class SpecialFunds(Part):
    """部门专项资金: the funds, and the numbers of them stated in the text."""

    initial_count: Count | None = term(
        "年初安排个数", "年初预算专项个数", definition="有年初预算数的专项个数"
    )
    added_count: Count | None = term("另行安排个数", "不在年初预算中的专项个数")
    added_source: str | None = term("另行安排来源", definition="另行安排的专项资金从哪里来")
    funds: Listing[SpecialFund] = term("项目", "专项资金明细")
