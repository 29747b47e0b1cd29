"""自评报告: everything one unit states for one year; right or wrong, the checks will say."""

from pydantic import Field

from authoring.model.assets import Assets
from authoring.model.base_data import BaseData
from authoring.model.budget import FundBudget, GeneralBudget
from authoring.model.evaluation import Evaluation, ProjectEvaluation
from authoring.model.expenditure import Expenditure, ThreePublicAccount
from authoring.model.narrative import (
    AnnualGoals,
    Disclosure,
    Performance,
    Problem,
    Signature,
    Topic,
)
from authoring.model.special_fund import SpecialFunds
from authoring.model.term import Listing, Node, term
from authoring.model.unit import ReportingUnit
from authoring.quantities import Amount, Rate

VERSION = 1
"""Version of the report file written by this program."""


class LastYear(Node):
    """上年决算数, and the changes the report states against them."""

    expenditure: Amount | None = term("支出合计", "上年支出合计")
    basic: Amount | None = term("基本支出", "上年基本支出")
    projects: Amount | None = term("项目支出", "上年项目支出")
    three_public: Amount | None = term("“三公”经费", "上年“三公”经费决算数")
    change: Amount | None = term("支出增减额", definition="支出合计－上年支出合计")
    change_rate: Rate | None = term("支出增减率", definition="支出增减额÷上年支出合计×100%")
    change_reason: str | None = term("增减原因", "支出增减原因")
    basic_reason: str | None = term("基本支出原因", "基本支出增减原因")
    projects_reason: str | None = term("项目支出原因", "项目支出增减原因")
    three_public_reason: str | None = term("“三公”经费原因", "“三公”经费决算增减原因")


class Explanation(Node):
    """出错说明: why a rule that may be explained does not hold here."""

    rule: str | None = term("规则")
    place: str | None = term("位置", definition="如“专项资金.项目[1]”；不填则说明该规则的全部问题")
    difference: Amount | None = term("差额", definition="所说明的差额；数字改动后差额不同，就须重新说明")
    reason: str | None = term("说明")


class SelfEvaluation(Node):
    """自评报告."""

    version: int = Field(default=VERSION, alias="版本", title="文件版本")
    form: str = Field(alias="表单", title="表单编码", description="gouji forms 列出全部表单")
    year: int = Field(alias="年度", title="预算年度", ge=1995, le=2100)
    options: dict[str, str] | None = term("表单选项", definition="表单允许的写法选择，如章节顺序")
    unit: ReportingUnit | None = term("单位", "填报单位")
    goals: AnnualGoals | None = term("绩效目标")
    budget: GeneralBudget | None = term("预算", "一般公共预算")
    expenditure: Expenditure | None = term("支出", "一般公共预算支出")
    government_fund: FundBudget | None = term("政府性基金预算", "政府性基金预算支出")
    state_capital: FundBudget | None = term("国有资本经营预算", "国有资本经营预算支出")
    social_insurance: FundBudget | None = term("社会保险基金预算", "社会保险基金预算支出")
    three_public: ThreePublicAccount | None = term("三公经费", "“三公”经费")
    special_funds: SpecialFunds | None = term("专项资金")
    assets: Assets | None = term("资产", "资产情况")
    last_year: LastYear | None = term("上年", "上年数")
    performance: Performance | None = term("绩效情况")
    problems: Listing[Problem] = term("存在问题")
    measures: Listing[Topic] = term("改进措施")
    experience: Listing[Topic] = term("主要经验", "主要经验及做法")
    self_score: Evaluation | None = term("自评", "整体支出自评")
    project_evaluations: Listing[ProjectEvaluation] = term("项目自评", "项目支出自评")
    base_data: BaseData | None = term("基础数据")
    disclosure: Disclosure | None = term("应用和公开")
    other_matters: str | None = term("其他说明", "其他需要说明的情况")
    signature: Signature | None = term("落款")
    explanations: Listing[Explanation] = term("出错说明")
    sources: dict[str, str] | None = term(
        "来源",
        "各项来源",
        definition="不是本次填写的，记下从哪里来：上年、默认、工作簿的表和单元格",
    )
