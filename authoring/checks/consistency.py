"""YZ 文字与表格一致: sections written, lists counted, names and years that fit, nothing left to fill in."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from authoring.checks.finding import Severity
from authoring.checks.phrases import (
    GENERAL_UNIT,
    PLACEHOLDER,
    PLACEHOLDER_MARK,
    SELF,
    fits_itself,
    foreign_trades,
    words_of_trades,
)
from authoring.checks.registry import Breach, Context, Identity, Requirement, identity, requirement
from authoring.model.narrative import Disclosure
from authoring.model.paths import answer, exists, find_gaps, is_answered
from authoring.model.report import Explanation

_OUTLINE = "本表单的报告提纲"


@requirement("YZ-01", basis=_OUTLINE)
def sections_written(context: Context) -> Iterator[Breach]:
    """各部分都要写；没有内容的填“无”

    例：第三部分“政府性基金预算支出情况”未写，也未填“无”
    """
    report, form = context.report, context.form
    for section in form.sections:
        if not any(is_answered(answer(report, path)) for path in section.asks):
            yield Breach(
                f"“{section.title}”这一部分未写，也未填“无”",
                section.asks[0],
                "请补写；确无内容的，按指南填“无”。",
            )


@requirement("YZ-02", basis=_OUTLINE)
def required_answered(context: Context) -> Iterator[Breach]:
    """报告必须写明的各项不得空缺

    例：未填“支出.合计”
    """
    report, form = context.report, context.form
    for section in form.sections:
        if not any(is_answered(answer(report, path)) for path in section.asks):
            continue  # YZ-01 has said it
        gaps = [path for path in section.required if not is_answered(answer(report, path))]
        within = [gap for path in section.required_within for gap in find_gaps(report, path)]
        for path in (*gaps, *within):
            yield Breach(f"“{section.title}”要用到“{path}”，还没有填", path, "请补填。")


@requirement("YZ-03", basis=_OUTLINE, explainable=True)
def no_placeholder(context: Context) -> Iterator[Breach]:
    """没有未替换的占位符

    例：“XX单位”“××年”“待填”“{单位名称}”
    """
    for path, text in context.prose:
        if PLACEHOLDER_MARK.search(text) and (match := PLACEHOLDER.search(text)):
            yield Breach(f"“{_around(text, match)}”里有未替换的“{match[0]}”", path, "请改成实际内容。")


def _around(text: str, match: re.Match[str]) -> str:
    """The words about a match, some ten each side."""
    start, end = max(0, match.start() - 10), match.end() + 10
    quote = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{quote}{'…' if end < len(text) else ''}"


@requirement("YZ-04", basis="党政机关公文格式 GB/T 9704-2012")
def signature_is_unit(context: Context) -> Iterator[Breach]:
    """落款单位与填报单位全称一致

    例：单位为“甲县机关事务服务中心”，落款为“甲县机关事务中心”
    """
    report = context.report
    signed = report.signature.unit if report.signature else None
    name = report.unit.name if report.unit else None
    if signed and name and _squeezed(signed) != _squeezed(name):
        yield Breach(f"落款为“{signed}”，填报单位为“{name}”", "落款.单位", "请改为一致的规范全称。")


def _squeezed(name: str) -> str:
    return re.sub(r"\s+", "", name)


@requirement("YZ-05", severity=Severity.WARNING)
def self_reference_fits(context: Context) -> Iterator[Breach]:
    """自称与单位名称相符

    例：单位为“服务中心”，文中写“我局”
    """
    report = context.report
    name = report.unit.name if report.unit else None
    if not name:
        return
    for path, text in context.prose:
        for match in SELF.finditer(text):
            if not fits_itself(match[1], name):
                message = f"“{_around(text, match)}”自称“{match[0]}”，单位名称是“{name}”"
                yield Breach(message, path, "请改为与单位名称相符的自称，如“本单位”。")
                break


@identity("YZ-06", figure="unit.organs.count", given=("unit.organs.names",), basis=_OUTLINE)
def organs_counted(names: tuple[str, ...]) -> Decimal:
    """内设机构个数与所列名称一致

    例：写“内设科室5个”，列出 5 个
    """
    return Decimal(len(names))


@identity("YZ-07", figure="unit.subordinates.count", given=("unit.subordinates.names",), basis=_OUTLINE)
def subordinates_counted(names: tuple[str, ...]) -> Decimal:
    """下属单位个数与所列名称一致

    例：写“下属单位3个”，列出 2 个
    """
    return Decimal(len(names))


_BUDGETS = "special_funds.funds.*.initial_budget"


@identity(
    "YZ-08", figure="special_funds.initial_count", given=(_BUDGETS,), optional=(_BUDGETS,), basis=_OUTLINE
)
def initial_funds_counted(budgets: tuple[Decimal | None, ...]) -> Decimal | None:
    """年初预算专项个数与所列项目一致

    例：写“年初预算专项资金共3个”，列出 3 个
    """
    return Decimal(sum(1 for budget in budgets if _granted(budget))) if budgets else None


@identity(
    "YZ-09", figure="special_funds.added_count", given=(_BUDGETS,), optional=(_BUDGETS,), basis=_OUTLINE
)
def added_funds_counted(budgets: tuple[Decimal | None, ...]) -> Decimal | None:
    """不在年初预算中的专项个数与所列项目一致

    例：写“另有2个专项资金”，列出 4 个
    """
    return Decimal(sum(1 for budget in budgets if not _granted(budget))) if budgets else None


_NAMES = "expenditure.projects.by_project.*.name"


@identity(
    "YZ-18",
    figure="expenditure.projects.count",
    given=(_NAMES, "expenditure.projects.partial"),
    optional=(_NAMES, "expenditure.projects.partial"),
    basis=_OUTLINE,
)
def projects_counted(names: tuple[str | None, ...], partial: bool | None) -> Decimal | None:  # noqa: FBT001
    """项目总个数与所列项目一致

    例：写“项目共12个”，列出 11 个
    """
    return Decimal(len(names)) if names and not partial else None


_KIND = "/expenditure.projects.by_project.*.kind"


@identity(
    "YZ-19",
    each=("expenditure.projects.groups.*",),
    figure="count",
    given=("name", _KIND, "/expenditure.projects.partial"),
    optional=(_KIND, "/expenditure.projects.partial"),
    basis=_OUTLINE,
)
def group_counted(name: str, kinds: tuple[str | None, ...], partial: bool | None) -> Decimal | None:  # noqa: FBT001
    """一类项目的个数与所列项目一致

    例：写“一般专项3个”，列出 2 个
    """
    return Decimal(kinds.count(name)) if any(kinds) and not partial else None


@requirement("YZ-20", basis=_OUTLINE)
def figures_of_this_year(context: Context) -> Iterator[Breach]:
    """数字所属的年度就是预算年度

    例：2021年度的报告里写“2020年我单位项目共12个”
    """
    projects = context.report.expenditure.projects if context.report.expenditure else None
    year = projects.year if projects else None
    if year is not None and year != context.report.year:
        message = f"项目的数写明是 {year} 年的，报告年度是 {context.report.year} 年"
        yield Breach(message, "支出.项目.年度", "请核对是年度写错了，还是沿用了旧数。")


@requirement("YZ-21", basis=_OUTLINE, severity=Severity.REMARK)
def annexes_filled(context: Context) -> Iterator[Breach]:
    """表单所附的各表都填了

    例：湖南十部分要附项目支出绩效自评表，“项目自评”没有填
    """
    report = context.report
    bare = [
        annex
        for annex in context.form.annexes
        if annex.if_answered and not any(is_answered(answer(report, path)) for path in annex.if_answered)
    ]
    if bare:
        titles = "".join(f"“{annex.title}”" for annex in bare)
        fields = [annex.if_answered[0] for annex in bare]
        hint = f"要随报告附上的，请填{'、'.join(f'“{field}”' for field in fields)}。"
        yield Breach(f"附件{titles}没有填，不附", fields[0], hint)


def _granted(budget: Decimal | None) -> bool:
    """Whether a fund stands in 年初预算."""
    return budget is not None and budget != 0


@requirement("YZ-15", severity=Severity.WARNING)
def words_of_own_trade(context: Context) -> Iterator[Breach]:
    """文字不带其他行业单位的用语

    例：机关事务服务中心的报告写“加大对卫生健康事业的投入”
    """
    report = context.report
    unit = report.unit
    own = "\n".join([unit.name or "", unit.superior or "", *(unit.functions or ())]) if unit else ""
    if not unit or not own or GENERAL_UNIT.search(unit.name or ""):
        return
    written = "\n".join([text for _, text in context.prose])
    foreign = [trade for trade in foreign_trades(own) if any(word in written for word in trade.words)]
    for path, text in context.prose:
        told = next(words_of_trades(text, foreign), None)
        if told:
            message = f"写到“{told[1]}”，像是{told[0].name}单位的用语"
            yield Breach(message, path, "请核对是否沿用了其他单位的稿子；确属本单位工作的可不改。")


@requirement("YZ-17", basis=_OUTLINE)
def options_offered(context: Context) -> Iterator[Breach]:
    """表单选项是表单所列的选择

    例：基本情况顺序填“机构放前”；可选职能在前、机构在前
    """
    offered = {option.name: option.choices for option in context.form.options}
    for name, choice in (context.report.options or {}).items():
        if choice not in offered.get(name, ()):
            known = "、".join(offered.get(name, ())) or f"没有这个选项；选项有：{'、'.join(offered) or '无'}"
            yield Breach(f"“{name}”填“{choice}”，可选：{known}", "表单选项", "请按可选的填写。")


_YEAR = re.compile(r"(?<![\d〔\[（(《“])((?:19|20)\d{2})年(?!代|远景|前)")


@requirement("YZ-10", severity=Severity.REMARK)
def years_fit(context: Context) -> Iterator[Breach]:
    """文中年份在上年与后两年之间

    例：2021年度的报告里写“2018年”，请核对是否沿用了旧稿
    """
    report = context.report
    fitting = range(report.year - 1, report.year + 3)
    for path, text in context.prose:
        if not _YEAR.search(text):
            continue
        prose = re.sub(r"《[^》]*》|〔[^〕]*〕", lambda title: " " * len(title[0]), text)
        for match in _YEAR.finditer(prose):
            if int(match[1]) not in fitting:
                yield Breach(
                    f"“{_around(text, match)}”写的是{match[1]}年",
                    path,
                    "请核对年份；引用往年情况的可不改。",
                )
                break


@requirement("YZ-11", basis="《预算法》第十四条", severity=Severity.WARNING)
def disclosure_told(context: Context) -> Iterator[Breach]:
    """写明自评结果的公开渠道和公开时间

    例：只写“按规定公开”，没有渠道、时间
    """
    report = context.report
    if report.disclosure is None and report.self_score is None:
        return  # then the whole section is unwritten, which YZ-01 says
    disclosure = report.disclosure or Disclosure()
    if disclosure.absent:
        yield Breach("结果应用和公开情况填“无”", "应用和公开", "请写明怎样应用、在哪里公开、何时公开。")
        return
    for told, name in ((disclosure.channel, "公开渠道"), (disclosure.time, "公开时间")):
        if not told:
            yield Breach(f"未写明{name}", f"应用和公开.{name}", f"请填写“{name}”。")


@requirement("YZ-12", basis=_OUTLINE)
def dates_fit_year(context: Context) -> Iterator[Breach]:
    """日期与预算年度相符：截止日期在本年度内，成文日期在年度终了之后

    例：2024年度的报告，人员截止日期写成 2023年12月31日
    """
    report = context.report
    staff = report.unit.staff if report.unit else None
    if staff and staff.as_of and staff.as_of.year != report.year:
        yield Breach(
            f"人员截止日期是 {staff.as_of.year} 年，报告年度是 {report.year} 年",
            "单位.人员.截止日期",
        )
    signed = report.signature.day if report.signature else None
    if signed and not report.year < signed.year <= report.year + 2:
        message = f"成文日期是 {signed.year} 年，{report.year} 年度的报告应在次年成文"
        yield Breach(message, "落款.日期", "请核对年度和日期。")


@requirement("YZ-16", basis="党政机关公文格式 GB/T 9704-2012", severity=Severity.WARNING)
def signed_and_dated(context: Context) -> Iterator[Breach]:
    """报告有落款，写明成文日期

    例：文末没有单位名称和日期
    """
    if context.report.signature is None and context.form.signed is not False:
        yield Breach("没有落款", "落款", "请填写落款的日期，加盖公章的填“盖章: 是”。")


@requirement("YZ-13", severity=Severity.WARNING)
def form_serves_year(context: Context) -> Iterator[Breach]:
    """表单适用于本年度

    例：2015 年度的报告用了 2020 年度起用的表单
    """
    report, form = context.report, context.form
    if report.year < form.first_year or (form.last_year and report.year > form.last_year):
        yield Breach(f"“{form.name}”适用{form.years}，报告年度是 {report.year}", "年度", "请核对年度和表单。")


@requirement("YZ-14", basis=_OUTLINE)
def explanations_serve(context: Context) -> Iterator[Breach]:
    """出错说明只用于可以说明的规则

    例：给 ZC-01 写说明；支出合计对不上只能改正
    """
    for position, explanation in enumerate(context.report.explanations or (), 1):
        why = _useless(explanation, context.explainable)
        if why:
            message = f"第{position}条出错说明（{explanation.rule or '未写规则'}）：{why}"
            yield Breach(message, f"出错说明[{position}]", "请改正或删去这条说明；gouji rules 可查全部规则。")


def _useless(explanation: Explanation, explainable: Mapping[str, bool]) -> str:
    """Why an explanation explains nothing; empty if it does."""
    rule = explanation.rule or ""
    if rule not in explainable:
        return "没有这个编号的规则"
    if not explainable[rule]:
        return "这条规则须改正数字，不能用说明代替"
    if explanation.place and not exists(explanation.place):
        return f"没有“{explanation.place}”这个位置"
    return "" if explanation.reason else "没有写说明"


RULES: tuple[Identity | Requirement, ...] = (
    sections_written,
    required_answered,
    no_placeholder,
    signature_is_unit,
    self_reference_fits,
    organs_counted,
    subordinates_counted,
    initial_funds_counted,
    added_funds_counted,
    projects_counted,
    group_counted,
    figures_of_this_year,
    annexes_filled,
    words_of_own_trade,
    years_fit,
    disclosure_told,
    dates_fit_year,
    signed_and_dated,
    form_serves_year,
    options_offered,
    explanations_serve,
)
