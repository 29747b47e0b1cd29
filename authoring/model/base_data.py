"""基础数据: what 部门整体支出绩效评价基础数据表 asks beside the figures of the text. 万元."""

from authoring.model.term import Listing, Node, term
from authoring.quantities import Amount, Area, Rate

_FORM = "部门整体支出绩效评价基础数据表（待核原文）"


class YearColumns(Node):
    """One row over 上年决算, 本年预算 and 本年决算."""

    prior_final: Amount | None = term("上年决算数")
    budget: Amount | None = term("预算数")
    final: Amount | None = term("决算数")


class OperatingDetail(Node):
    """公用经费, one column, with the lines the table asks for; they are not all there are."""

    total: Amount | None = term("合计", "公用经费合计")
    office: Amount | None = term("办公经费")
    water: Amount | None = term("水费")
    electricity: Amount | None = term("电费")
    travel: Amount | None = term("差旅费")
    meetings: Amount | None = term("会议费")
    training: Amount | None = term("培训费")


class OperatingAccount(Node):
    """公用经费, 上年决算 beside this year's 预算 and 决算."""

    prior_final: OperatingDetail | None = term("上年决算数", "上年公用经费决算")
    budget: OperatingDetail | None = term("预算数", "公用经费预算")
    final: OperatingDetail | None = term("决算数", "公用经费决算")


class Building(Node):
    """楼堂馆所: a building finished this year."""

    name: str | None = term("名称", "建设项目名称")
    approved_area: Area | None = term("批复规模")
    actual_area: Area | None = term("实际规模")
    area_control_rate: Rate | None = term("规模控制率", definition="实际规模÷批复规模×100%")
    budget_investment: Amount | None = term("预算投资")
    actual_investment: Amount | None = term("实际投资")
    investment_control_rate: Rate | None = term("投资概算控制率", definition="实际投资÷预算投资×100%")


class BaseData(Node):
    """基础数据."""

    operating: OperatingAccount | None = term("公用经费", source=_FORM)
    procurement: YearColumns | None = term("政府采购", "政府采购金额", source=_FORM)
    adjustment: YearColumns | None = term("预算调整", "部门整体支出预算调整", source=_FORM)
    buildings: Listing[Building] = term("楼堂馆所", "楼堂馆所控制情况", source=_FORM)
    savings: str | None = term("厉行节约", "厉行节约保障措施", source=_FORM)
