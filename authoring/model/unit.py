"""填报单位: who reports, its organs, its people. 人数 are heads at year's end unless said otherwise."""

from authoring.model.narrative import Topic
from authoring.model.term import Day, Listing, Node, Part, YesNo, term
from authoring.quantities import Count, Rate


class CountedNames(Part):
    """A list that states its own length: “内设科室5个，分别是…”."""

    count: Count | None = term("个数", definition="正文中写明的个数，与名称逐一核对")
    names: Listing[str] = term("名称")


class StaffPart(Node):
    """So many of the people counted are of this kind."""

    name: str | None = term("类别", "人员类别")
    heads: Count | None = term("人数")


class StaffGroup(StaffPart):
    """A kind of people that has no field of its own: 政府雇员, 离退休…"""

    of_which: Listing[StaffPart] = term("其中", "其中各类")
    partial: YesNo = term("其中未列全", definition="“其中”只列了一部分（文中写“含”）时填“是”")
    remark: str | None = term("说明", "人员说明")


class Staffing(Node):
    """人员情况."""

    as_of: Day = term("截止日期", "人员截止日期")
    establishment: Count | None = term("编制", "编制数", definition="机构编制部门批复的编制人数")
    opening: Count | None = term("年初人数")
    closing: Count | None = term("年末人数")
    on_post: Count | None = term("在职", "在职人数", definition="年末实有在职人员")
    retired: Count | None = term("退休", "退休人数")
    honorary_retired: Count | None = term("离休", "离休人数")
    survivors: Count | None = term("遗属", "遗属人数")
    temporary: Count | None = term("临聘", "临聘人数")
    other: Count | None = term("其他", "其他人数", definition="政府雇员、托管人员等")
    groups: Listing[StaffGroup] = term(
        "另列", "另列人员", definition="政府雇员、托管人员等没有单独一项的，逐类填写"
    )
    total: Count | None = term("总数", "总人数", definition="以上各类人员之和")
    establishment_parts: Listing[StaffPart] = term(
        "编制构成", definition="如全额补助事业编制25人，各类之和为编制数"
    )
    on_post_parts: Listing[StaffPart] = term(
        "在职构成", definition="如参照公务员管理8人、全额补助事业12人，各类之和为在职人数"
    )
    control_rate: Rate | None = term(
        "在职人员控制率",
        definition="在职人数÷编制数×100%",
        source="部门整体支出绩效评价指标表（待核原文）",
    )
    change_reason: str | None = term("变动原因", "人员变动原因", when="opening != closing")
    over_reason: str | None = term(
        "超编原因", definition="在职人数超过编制数时填写", when="on_post > establishment"
    )


class ReportingUnit(Node):
    """填报单位."""

    name: str | None = term("全称", "单位全称", definition="与公章一致的规范全称", lasting=True)
    self_reference: str | None = term(
        "自称", "单位自称", definition="正文中的自称，如“本单位”“本中心”", lasting=True
    )
    nature: str | None = term("性质", "单位性质", definition="如“区政府直属正科级事业单位”", lasting=True)
    superior: str | None = term("主管部门", lasting=True)
    budget_level: str | None = term("预算级次", definition="如“一级预算单位”", lasting=True)
    funding: str | None = term("经费来源", definition="如“财政全额拨款”", lasting=True)
    functions: Listing[str] = term("主要职能", lasting=True)
    duties: Listing[Topic] = term("履职情况", "主要职责履行情况", definition="各项职责当年做了什么，逐项写")
    makeup: str | None = term("机构组成", definition="单位本级与所属平台、中心等的组成", lasting=True)
    organs: CountedNames | None = term("内设机构", lasting=True)
    subordinates: CountedNames | None = term(
        "下属单位", definition="纳入本部门预算的二级预算单位", lasting=True
    )
    staff: Staffing | None = term("人员", "人员情况")
