"""预算: what was granted and received, for the general public budget and the three others. 万元."""

from authoring.model.term import Node, Part, term
from authoring.quantities import Amount, Rate


class GeneralBudget(Node):
    """一般公共预算: from 年初预算 to 年末结转结余."""

    initial: Amount | None = term("年初预算数")
    adjustment: Amount | None = term("年中调整数", definition="追加为正，调减为负")
    adjusted: Amount | None = term("全年预算数", definition="年初预算数＋年中调整数")
    adjustment_reason: str | None = term("调整原因", "预算调整原因", when="adjustment != 0")
    carryover_in: Amount | None = term("上年结转", "上年结转结余")
    revenue: Amount | None = term("收入", "本年收入", definition="一般公共预算财政拨款收入")
    reclaimed: Amount | None = term("收回上缴", definition="被财政收回或上缴的结转结余")
    carryover_out: Amount | None = term("年末结转结余")
    execution_rate: Rate | None = term("预算执行率", definition="全年执行数÷全年预算数×100%")
    completion_rate: Rate | None = term(
        "完成年初预算", "完成年初预算的比例", definition="支出合计÷年初预算数×100%"
    )
    difference_reason: str | None = term(
        "差异原因", "预决算差异原因", definition="支出与年初预算不一致的原因"
    )


class FundBudget(Part):
    """政府性基金、国有资本经营、社会保险基金预算支出: an amount and its use, or 无."""

    expenditure: Amount | None = term("支出", "支出金额")
    purpose: str | None = term("用途", "支出用途")
