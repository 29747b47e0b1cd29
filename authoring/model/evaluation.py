"""自评表: funding, goals, indicators and scores, of the whole unit and of one project."""

from authoring.model.term import Listing, Node, term
from authoring.quantities import Amount, Rate, Score

_FORM = "项目支出绩效自评表（待核原文）"


class FundingColumn(Node):
    """One column of the funding rows: by source 来源, and of the whole unit also by nature 支出性质. 万元."""

    total: Amount | None = term("总额", "资金总额", source=_FORM)
    general: Amount | None = term("一般公共预算")
    government_fund: Amount | None = term("政府性基金", "政府性基金拨款")
    special_account: Amount | None = term("专户非税收入", "纳入专户管理的非税收入拨款")
    fiscal: Amount | None = term(
        "财政拨款", "本年财政拨款", definition="项目表用；整体表按一般公共预算、政府性基金分填"
    )
    carryover: Amount | None = term("上年结转", "上年结转资金")
    own: Amount | None = term("单位资金")
    other: Amount | None = term("其他资金")
    basic: Amount | None = term("基本支出")
    projects: Amount | None = term("项目支出")


class Funding(Node):
    """资金: three columns, and the score that execution earns."""

    initial: FundingColumn | None = term("年初预算数")
    adjusted: FundingColumn | None = term("全年预算数")
    executed: FundingColumn | None = term("全年执行数")
    weight: Score | None = term("分值", "执行率分值")
    execution_rate: Rate | None = term("执行率", definition="全年执行数÷全年预算数×100%")
    score: Score | None = term("得分", "执行率得分", definition="分值×执行率，不超过分值")
    adjustment_reason: str | None = term(
        "调整原因", definition="全年预算数与年初预算数不同的原因", when="adjusted.total != initial.total"
    )
    reason: str | None = term("偏差原因", "执行偏差原因", definition="执行率低于 90% 或超过 100% 的原因")


class Indicator(Node):
    """绩效指标. 指标值 and 完成值 are words as typed: a number for 定量, a statement for 定性."""

    level_one: str | None = term(
        "一级指标", definition="产出指标、效益指标、满意度指标；与上一行相同的可不填"
    )
    level_two: str | None = term("二级指标", definition="数量、质量、时效、成本指标等；与上一行相同的可不填")
    name: str | None = term("三级指标")
    nature: str | None = term("指标性质", definition="≥、≤、＝、＞、＜ 或 定性")
    target: str | None = term("指标值", definition="定量指标填数字")
    unit: str | None = term("计量单位")
    actual: str | None = term("完成值", "实际完成值")
    weight: Score | None = term("分值")
    score: Score | None = term("得分", definition="不填时由程序按计分规则算出（定性指标除外）")
    band: str | None = term("完成档次", definition="定性指标：达成、部分达成、未达成")
    completion: str | None = term("完成情况", definition="定性指标的完成情况说明")
    deviation: str | None = term("偏差原因", "偏差原因分析及改进措施")


class Evaluation(Node):
    """What both tables share."""

    score: Score | None = term("得分", "自评得分", definition="执行率得分＋各指标得分")
    grade: str | None = term("等级", "自评等级", definition="填了指标的，不填时由程序按得分评定")
    funding: Funding | None = term("资金")
    expected: str | None = term("预期目标", "年度总体目标（预期目标）")
    achieved: str | None = term("实际完成情况", "年度总体目标（实际完成情况）")
    indicators: Listing[Indicator] = term("指标", "绩效指标")


class ProjectEvaluation(Evaluation):
    """项目支出绩效自评表, of one project."""

    name: str | None = term("名称", "项目名称", definition="与“支出.项目.按项目”里的名称一致")
    superior: str | None = term("主管部门", definition="不填时用单位的主管部门")
    implementer: str | None = term("实施单位", definition="不填时用单位全称")
    course: str | None = term("实施情况", "项目实施内容及过程概述", definition="四川式自评表用；以下三项同")
    conclusion: str | None = term("评价结论")
    problems: str | None = term("存在问题")
    measures: str | None = term("改进措施")
