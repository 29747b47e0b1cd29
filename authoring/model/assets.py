"""资产: what the unit holds at year's end, and what came and went. Amounts are 万元, book values."""

from authoring.model.term import Day, Part, term
from authoring.quantities import Amount, Rate


class Assets(Part):
    """资产情况."""

    as_of: Day = term("截止日期", "资产截止日期")
    acquired: Amount | None = term("配置固定资产", definition="本年新增固定资产的账面原值")
    total: Amount | None = term("资产总额", definition="年末账面净值")
    prior_total: Amount | None = term("上年资产总额", definition="上年末账面净值")
    change_rate: Rate | None = term(
        "增减率", "资产增减率", definition="（资产总额－上年资产总额）÷上年资产总额×100%"
    )
    change_reason: str | None = term("增减原因", "资产增减原因", when="total != prior_total")
    fixed: Amount | None = term("固定资产")
    transferred_in: Amount | None = term("划拨调入", "无偿划拨调入")
    transferred_out: Amount | None = term("划拨调出", "无偿划拨调出")
    disposed: Amount | None = term("处置", "资产处置")
    management: str | None = term("管理", "资产管理情况", definition="配置、使用、清查、处置怎样管，可分多段")
