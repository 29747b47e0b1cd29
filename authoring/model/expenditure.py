"""支出: 基本支出, 项目支出, “三公”经费. Amounts are 万元."""

from authoring.model.term import Listing, Node, Part, YesNo, term
from authoring.quantities import Amount, Count, Rate

_TABLE_5 = "一般公共预算财政拨款支出决算表"
_TABLE_6 = "一般公共预算财政拨款基本支出决算明细表"
_TABLE_7 = "财政拨款“三公”经费支出决算表"


class EconomicItem(Node):
    """One line of 基本支出 by 部门预算支出经济分类."""

    code: str | None = term("编码", "经济分类编码", definition="类 3 位、款 5 位，如 30201")
    name: str | None = term("科目", "经济分类科目")
    budget: Amount | None = term("预算数")
    amount: Amount | None = term("金额")
    purpose: str | None = term("用途", "主要用于")


class FunctionItem(Node):
    """One line of 项目支出 by 支出功能分类."""

    code: str | None = term("编码", "功能分类编码", definition="类 3 位、款 5 位、项 7 位")
    name: str | None = term("科目", "功能分类科目")
    amount: Amount | None = term("金额")
    share: Rate | None = term("占比", definition="占项目支出合计的比重")


class ProjectItem(Node):
    """One project of 项目支出. 完成率 compares with 年初预算, 执行率 would with 全年预算."""

    name: str | None = term("名称", "项目名称")
    kind: str | None = term("类别", "项目类别", definition="与“分类”里的类别一致，如“一般专项”“业务工作专项”")
    prior_final: Amount | None = term("上年决算数")
    budget: Amount | None = term("预算数", definition="年初预算数；年中追加的项目不填")
    amount: Amount | None = term("金额", definition="决算数，即实际支出")
    paid_elsewhere: Amount | None = term(
        "另行支付", definition="由财政直接支付、没有列入本单位决算，但算作完成的部分"
    )
    completion_rate: Rate | None = term("完成率", definition="（金额＋另行支付）÷预算数×100%")
    difference_reason: str | None = term(
        "差异原因", definition="完成数与预算数不一致的原因", when="amount != budget"
    )


class ProjectGroup(Node):
    """The projects of one kind, counted and summed: 公共专项, 一般专项, 临时追加…"""

    name: str | None = term("类别", "项目类别")
    count: Count | None = term("个数", "项目个数")
    prior_final: Amount | None = term("上年决算数")
    budget: Amount | None = term("预算数")
    amount: Amount | None = term("金额")
    completion_rate: Rate | None = term("完成率", definition="（各项目金额＋另行支付）÷预算数×100%")


class BasicExpenditure(Node):
    """基本支出: what keeps the unit running."""

    budget: Amount | None = term("预算数", "基本支出预算数")
    total: Amount | None = term("合计", "基本支出", source=_TABLE_5)
    over_budget: Amount | None = term("超预算额", "基本支出超预算额", definition="合计－预算数；节约为负")
    over_rate: Rate | None = term("增幅", "基本支出增幅", definition="超预算额÷预算数×100%")
    over_reason: str | None = term("超预算原因", "基本支出超预算原因", when="total > budget")
    personnel: Amount | None = term(
        "人员经费", definition="301 工资福利支出＋303 对个人和家庭的补助", source=_TABLE_6
    )
    operating: Amount | None = term(
        "公用经费", definition="302 商品和服务支出＋310 资本性支出（基本支出口径）", source=_TABLE_6
    )
    items: Listing[EconomicItem] = term("明细", "基本支出明细")
    partial: YesNo = term(
        "仅列主要明细",
        "基本支出仅列主要明细",
        definition="明细未列全（文中写“等”）时填“是”，不再要求合计相等",
    )


class ProjectExpenditure(Node):
    """项目支出: what is spent on tasks beyond 基本支出."""

    year: int | None = term("年度", "项目所属年度", definition="文中写明的年度，与预算年度核对")
    count: Count | None = term("个数", "项目总个数")
    budget: Amount | None = term("预算数", "项目支出预算数")
    total: Amount | None = term("合计", "项目支出", source=_TABLE_5)
    over_budget: Amount | None = term("超预算额", "项目支出超预算额", definition="合计－预算数；节约为负")
    over_rate: Rate | None = term("增幅", "项目支出增幅", definition="超预算额÷预算数×100%")
    groups: Listing[ProjectGroup] = term("分类", "项目支出分类")
    by_function: Listing[FunctionItem] = term("按功能分类", "项目支出按功能分类")
    by_project: Listing[ProjectItem] = term("按项目", "项目支出按项目")
    partial: YesNo = term("仅列主要项目", definition="项目未列全（文中写“等”）时填“是”，不再要求合计相等")
    purposes: Listing[str] = term("主要用途", "项目支出主要用途")


class Expenditure(Node):
    """一般公共预算支出, by nature. `scope` says whose money is meant."""

    scope: str | None = term(
        "口径", "支出口径", definition="如“一般公共预算财政拨款”；各数须同一口径", lasting=True
    )
    total: Amount | None = term("合计", "支出合计", definition="基本支出＋项目支出", source=_TABLE_5)
    basic: BasicExpenditure | None = term("基本", "基本支出情况")
    projects: ProjectExpenditure | None = term("项目", "项目支出情况")


class OfficialVehicles(Node):
    """公务用车购置及运行维护费."""

    total: Amount | None = term("合计", "公务用车购置及运行维护费", source=_TABLE_7)
    purchase: Amount | None = term("购置费", "公务用车购置费", source=_TABLE_7)
    operation: Amount | None = term("运行维护费", "公务用车运行维护费", source=_TABLE_7)


class ThreePublicExpenses(Node):
    """“三公”经费, one column: 预算数 or 决算数."""

    total: Amount | None = term("合计", "“三公”经费合计", source=_TABLE_7)
    overseas_travel: Amount | None = term("因公出国（境）费", source=_TABLE_7)
    official_vehicles: OfficialVehicles | None = term("公务用车", "公务用车购置及运行维护费")
    official_reception: Amount | None = term("公务接待费", source=_TABLE_7)


class ThreePublicAccount(Part):
    """“三公”经费预算与决算."""

    prior_final: ThreePublicExpenses | None = term("上年决算数", "上年“三公”经费决算")
    budget: ThreePublicExpenses | None = term("预算数", "“三公”经费预算")
    final: ThreePublicExpenses | None = term("决算数", "“三公”经费决算")
    reason: str | None = term(
        "增减原因",
        "“三公”经费增减原因",
        definition="决算数与预算数不一致时填写",
        when="final.total != budget.total",
    )
