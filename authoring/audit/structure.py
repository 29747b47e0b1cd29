"""JG 报告结构: sections that are missing, empty, doubled or misplaced, numbers, title and signature."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from authoring.audit.ending import DATE
from authoring.audit.headings import bare
from authoring.audit.numbering import Fault, faults
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.audit.report import FinishedReport, Part
from authoring.audit.titles import is_said_in, names_of
from authoring.checks.finding import Severity
from authoring.forms.form import Section, Subsection
from authoring.papers.paper import Grid, Item, Span, Words

_OUTLINE = "本表单的报告提纲"
_LAYOUT = "党政机关公文格式 GB/T 9704-2012"
_TELLING = 4
"""How much of a title a text must say to be taken as telling of it."""
_NAMED_AT_MOST = 5


@audit_rule("JG-01", Severity.ERROR, basis=_OUTLINE)
def section_missing(reading: Reading) -> Iterator[Remark]:
    """报告提纲要求的一级标题应当齐全

    例：十段式报告没有“八、下一步改进措施”。不报：“四、国有资本经营预算支出情况”下面只写“无”；两节合写成一个标题。
    """
    report = reading.report
    if report.form is None:
        return
    meant = [part.meant for part in report.parts]
    heads = [bare(part.title) for part in report.parts if not _is_only_itself(part)]
    titles = {bare(part.title) for part in _all(report.parts)}
    missing = [
        section
        for section in report.form.sections
        if section not in meant
        and not is_said_in(section, heads)
        and titles.isdisjoint(map(bare, names_of(section)))
    ]
    if missing:
        yield Remark(
            f"缺少{_listed(section.title for section in missing)}{_counted(missing)}",
            _span(_next_to(report, missing[0])),
            hint="请按提纲补上这些标题；确实没有内容的，在标题下写“无”。",
            absent=True,
        )


@audit_rule("JG-02", Severity.WARNING, basis=_OUTLINE)
def section_empty(reading: Reading) -> Iterator[Remark]:
    """标题下面应当有内容

    例：“七、存在的问题及原因分析”后面直接是“八、下一步改进措施”。不报：标题下写“无”，或只有一张表。
    """
    parts = _all(reading.report.parts)
    empty = [part for part in parts if part.meant is not None and not part.parts and not _filled(part)]
    if empty:
        yield Remark(
            f"{_listed(_headed(part) for part in empty)}下面没有内容",
            _span(empty[0].heading),
            hint="请补写内容；确实没有的，写“无”。",
            beside=tuple(_span(part.heading) for part in empty[1:]),
            absent=True,
        )


@audit_rule("JG-03", Severity.WARNING, basis=_OUTLINE)
def subsection_missing(reading: Reading) -> Iterator[Remark]:
    """提纲要求的二级标题应当齐全

    例：“二、部门绩效实现情况”只有履职完成、履职效果两目，没有满意度一目。不报：这一节没有分目，但内容都写到了。
    """
    for part in reading.report.parts:
        missing = _missing_below(part)
        if missing:
            yield Remark(
                f"{_headed(part)}一节缺少{_listed(each.title for each in missing)}",
                _span(part.heading),
                hint="请按提纲补上；确实没有的，写“无”。",
                absent=True,
            )


@audit_rule("JG-04", Severity.WARNING, basis=_OUTLINE)
def section_doubled(reading: Reading) -> Iterator[Remark]:
    """同一章节在报告里应当只出现一次

    例：“七、存在的问题及原因分析”和“九、存在的问题”写了两遍。不报：一级标题与其下的二级标题同名。
    """
    first: dict[str, Part] = {}
    for part in reading.report.parts:
        if part.meant is None:
            continue
        before = first.setdefault(part.meant.title, part)
        if before is not part:
            yield Remark(
                f"{_headed(part)}与前面的{_headed(before)}是同一章节",
                _span(part.heading),
                hint="请合并为一节，并重新编号。",
                beside=(_span(before.heading),),
            )


@audit_rule("JG-05", Severity.WARNING, basis=_OUTLINE)
def section_misplaced(reading: Reading) -> Iterator[Remark]:
    """一级标题的先后应当与提纲一致

    例：“下一步改进措施”写在“存在的问题及原因分析”前面。不报：基本情况一节里职能、机构的先后。
    """
    report = reading.report
    if report.form is None:
        return
    sections = list(report.form.sections)
    places = [(sections.index(part.meant), part) for part in report.parts if isinstance(part.meant, Section)]
    kept = _longest_rise([place for place, _ in places])
    for at, (place, part) in enumerate(places):
        if at in kept or any(other == place for other, _ in places[:at]):
            continue
        before = max((known for known in (places[n][0] for n in kept) if known < place), default=None)
        where = "放在最前面" if before is None else f"放在“{sections[before].title}”之后"
        yield Remark(
            f"{_headed(part)}的位置与提纲不一致", _span(part.heading), hint=f"请按提纲{where}，并重新编号。"
        )


@audit_rule("JG-06", Severity.WARNING, basis=_LAYOUT)
def numbering(reading: Reading) -> Iterator[Remark]:
    """结构层次序数应当连续，同一层用同一种写法：一、（一）1.（1）

    例：“二、”后面是“3、”“4、”；标题“存在的问题及原因分析”丢了“七、”。不报：全文一律用“1.”编一级标题；自动编号。
    """
    found = sorted(faults(reading.report), key=lambda fault: fault.kind)
    for kind, group in groupby(found, key=lambda fault: fault.kind):
        same = list(group)
        yield Remark(
            f"{kind.value}{f' {len(same)} 处' if len(same) > 1 else ''}：{_mends(same)}",
            _span(same[0].heading),
            hint="请改正编号，后面的依次顺延，同一层的写法前后一致。",
            beside=tuple(_span(fault.heading) for fault in same[1:]),
        )


@audit_rule("JG-07", Severity.WARNING, basis=_LAYOUT)
def heading_glued(reading: Reading) -> Iterator[Remark]:
    """标题应当另起一行

    例：“……提出工作建议。九、绩效自评结果拟应用和公开情况”。不报：“（三）社会满意度：……”这样用冒号、句号接正文的二级以下标题。
    """
    for part in _all(reading.report.parts):
        if part.heading.start > 0:
            yield Remark(f"{_headed(part)}粘在上一段末尾", _span(part.heading), hint="请把标题另起一行。")
        elif part.level == 1 and _runs_on(part):
            yield Remark(
                f"{_headed(part)}后面紧接正文", _span(part.heading), hint="请把标题单独成行，正文另起一段。"
            )


@audit_rule("JG-08", Severity.WARNING, basis=_OUTLINE)
def title_of_another_kind(reading: Reading) -> Iterator[Remark]:
    """报告标题应当与内容相符

    例：题为“项目绩效自评报告”，写的是单位整体支出。不报：标题里写明“整体支出”的。
    """
    report = reading.report
    form = report.form
    if form is None or "项目" in form.name or "整体" in report.title or "部门评价" in report.title:
        return
    at = report.title.rfind("项目")
    if at >= 0 and re.match(r"项目(?:支出)?(?:预算)?绩效", report.title[at:]):
        words = next((each for each in _words(report.front) if "项目" in each.text), None)
        if words is not None:
            start = words.text.rfind("项目")
            yield Remark(
                "标题写的是项目绩效自评，内容是单位整体支出绩效自评",
                words.span(start, len(words.text)),
                hint=f"请把标题改为“{form.name}”。",
            )


@audit_rule("JG-09", Severity.WARNING, basis=_LAYOUT)
def title_missing(reading: Reading) -> Iterator[Remark]:
    """报告应当有标题

    例：封面只有“单位名称（盖章）”，下面就是“一、基本情况”。不报：标题分两行写，或放在文本框里。
    """
    report = reading.report
    if report.title or report.form is None or not report.parts:
        return
    beside = (each.text for each in report.paper.words if each.place.part)
    lines = [*(each.text for each in _words(report.front)), *beside]
    if not any("绩效" in line or "报告" in line for line in lines):
        title = "".join(report.form.title[-1:]) if "{{" not in report.form.title[-1] else report.form.name
        yield Remark(
            "没有报告标题",
            _span(report.parts[0].heading),
            hint=f"请补上标题，写明年度、单位全称和“{title}”。",
            absent=True,
        )


@audit_rule("JG-10", Severity.REMARK, basis=_LAYOUT)
def signature_incomplete(reading: Reading) -> Iterator[Remark]:
    """报告末尾应当署单位全称和成文日期

    例：报告以“十、其他需要说明的情况”的“无”结束，没有单位和日期。不报：封面已有单位和日期；提纲没有落款的报告。
    """
    report = reading.report
    if report.form is None or not report.parts:
        return
    front = [each.text for each in _words(report.front)]
    signed = [each.text.replace(" ", "") for each in report.signature]
    dated = any(DATE.search(line) for line in (*signed, *front))
    named = any(DATE.sub("", line) for line in signed) or any(
        re.search(r"名称|盖章|公章", line) for line in front
    )
    if (dated and named) or (not signed and report.form.signed is False):
        return
    lacks = "署名和日期" if not dated and not named else "成文日期" if not dated else "署名"
    yield Remark(
        f"文末没有写{lacks}",
        _span(_last(report)),
        hint="请在正文末尾右下方写单位全称，下一行写成文日期。",
        absent=True,
    )


@audit_rule("JG-11", Severity.REMARK)
def not_recognised(reading: Reading) -> Iterator[Remark]:
    """凭一级标题应当认得出是哪种提纲的报告

    例：“一、项目概况”“二、资金申报情况”的旧式自评报告。不报：标题用语、编号与提纲略有出入的报告。
    """
    report = reading.report
    words = next(iter(report.paper.words), None)
    if report.form is None and words is not None:
        yield Remark(
            "没有认出这份报告用的是哪种提纲，没有核对章节，其余照常审核",
            _span(words),
            hint="如果知道是哪种表单，请指明后再审核一次。",
            absent=True,
        )


RULES: tuple[AuditRule, ...] = (
    section_missing,
    section_empty,
    subsection_missing,
    section_doubled,
    section_misplaced,
    numbering,
    heading_glued,
    title_of_another_kind,
    title_missing,
    signature_incomplete,
    not_recognised,
)
"""All rules of the family JG."""


# What is asked of a report


def _all(parts: Sequence[Part]) -> list[Part]:
    """Parts and those below, in the order of the page."""
    return [each for part in parts for each in (part, *_all(part.parts))]


def _words(items: Sequence[Item]) -> Iterator[Words]:
    return (item for item in items if isinstance(item, Words))


def _filled(part: Part) -> bool:
    return any(isinstance(item, Grid) or item.text for item in part.items)


def _is_only_itself(part: Part) -> bool:
    """Whether the heading is that of one section as the form knows it, and tells of no other."""
    return part.meant is not None and bare(part.title) in map(bare, names_of(part.meant))


def _missing_below(part: Part) -> list[Subsection]:
    """Headings the form wants below a section. One without any is taken by what its text says."""
    section = part.meant
    if not isinstance(section, Section):
        return []
    below = _all(part.parts)
    meant = [each.meant for each in below]
    heads = [bare(each.title) for each in below]
    wanted = [each for each in section.subsections if not each.optional and each not in meant]
    missing = [each for each in wanted if not is_said_in(each, heads)]
    if not any(each in meant for each in section.subsections):
        text = "".join(each.text for each in _texts(part))
        missing = [each for each in missing if not is_said_in(each, (text,), _TELLING)]
        missing = missing if text.strip("无。 ") else []
    return missing


def _texts(part: Part) -> Iterator[Words]:
    for item in part.everything():
        if isinstance(item, Words):
            yield item
        else:
            yield from (words for cell in item.cells for words in cell.words)


def _runs_on(part: Part) -> bool:
    """Whether words follow the heading without a stop between."""
    first = part.items[0] if part.items else None
    return (
        isinstance(first, Words)
        and first.at == part.heading.at
        and first.start == part.heading.start + len(part.heading.text)
    )


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The positions of a longest run of places that rises."""
    best: list[list[int]] = []
    longest: list[int] = []
    for at, place in enumerate(places):
        run = [at]
        for other in best:
            if places[other[-1]] < place and len(other) >= len(run):
                run = [*other, at]
        best.append(run)
        longest = max(longest, run, key=len)
    return set(longest)


def _next_to(report: FinishedReport, section: Section) -> Words:
    """The heading after which a missing section belongs, else the first words."""
    sections = list(report.form.sections) if report.form else []
    place = sections.index(section)
    before = [part for part in report.parts if part.meant in sections[:place]]
    return before[-1].heading if before else report.parts[0].heading


def _last(report: FinishedReport) -> Words:
    """The last words of the report proper."""
    if report.signature:
        return report.signature[-1]
    texts = [words for part in report.parts for words in (part.heading, *_texts(part))]
    return max(texts, key=lambda words: (words.at, words.start))


def _span(words: Words) -> Span:
    return words.span(0, len(words.text))


# In words


def _headed(part: Part) -> str:
    return f"“{part.number}{part.title}”"


def _listed(titles: Iterator[str]) -> str:
    return "、".join(title if title.startswith("“") else f"“{title}”" for title in titles)


def _counted(missing: Sequence[Section]) -> str:
    return (
        f"等 {len(missing)} 个章节"
        if len(missing) > _NAMED_AT_MOST
        else "一节"
        if len(missing) == 1
        else "各节"
    )


def _mends(found: Sequence[Fault]) -> str:
    named = [f"“{_short(fault.heading)}”应为“{fault.mend}”" for fault in found[:_NAMED_AT_MOST]]
    return "，".join(named) + ("等" if len(found) > _NAMED_AT_MOST else "")


def _short(words: Words) -> str:
    text = f"{words.number}{words.text}"
    return text if len(text) <= 20 else f"{text[:18]}……"
