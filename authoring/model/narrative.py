"""文字部分: what was done, what went wrong, what will change, and where it is published."""

from authoring.model.term import Day, Listing, Node, Part, YesNo, term


class Topic(Node):
    """A point with a heading: one line of 绩效情况 or one 改进措施."""

    title: str | None = term("标题")
    text: str | None = term("内容", definition="可分多段，每段一行")


class Problem(Node):
    """One problem and its cause."""

    title: str | None = term("标题")
    text: str | None = term("内容", "问题表现")
    cause: str | None = term("原因", "问题原因")


class AnnualGoals(Node):
    """年度绩效目标."""

    tasks: str | None = term("总体目标", "履职总体目标", definition="当年履职总体目标、工作任务，可分多段")
    overall: Listing[str] = term("整体", "整体支出绩效目标")
    special_funds: Listing[str] = term("专项", "部门专项资金绩效目标")
    other_projects: Listing[str] = term("其他项目", "其他项目支出绩效目标")


class Performance(Node):
    """绩效情况: what was done, and to what effect."""

    overview: str | None = term("概述", "绩效情况概述")
    topics: Listing[Topic] = term("事项", "绩效情况分项")
    effects: str | None = term("履职效果", definition="社会、经济、生态效益，可分多段")
    satisfaction: str | None = term("满意度", "社会满意度", definition="调查对象、办法和结果，可分多段")
    management: str | None = term(
        "预算绩效管理", "预算绩效管理开展情况", definition="制度、目标、监控、自评，可分多段"
    )


class Disclosure(Part):
    """绩效自评结果拟应用和公开情况."""

    application: str | None = term(
        "结果应用", definition="自评结果拟怎样用于预算安排、考核、整改", lasting=True
    )
    channel: str | None = term("公开渠道", definition="如政府网站政务公开专栏", lasting=True)
    time: str | None = term("公开时间", definition="如“与2024年部门决算同步”")


class Signature(Node):
    """落款."""

    unit: str | None = term("单位", "落款单位", definition="不填时用单位全称", lasting=True)
    day: Day = term("日期", "成文日期")
    sealed: YesNo = term("盖章", definition="加盖公章填“是”，署名与日期的位置随之不同", lasting=True)
