"""QH 前后一致, years: nothing of last year's report left over, and days that there are."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from authoring.audit.passages import Hit, Passage
from authoring.audit.reading import Reading
from authoring.audit.registry import AuditRule, Remark, audit_rule
from authoring.basis import TO_BE_CHECKED
from authoring.checks.finding import Severity

_REVIEW = f"自评审核常见问题（{TO_BE_CHECKED}）"
_LEFT_OVER = "请核对是年度写错了，还是沿用了往年的稿子。"

_AS_OF = re.compile(r"(?:截至|截止至?|截止到|截至到)\s?(?P<year>20\d{2})年(?:12月31日|12月底|年?底|年?末)")
_STATE = re.compile(r"人员|在职|编制|在编|实有|职工|退休|固定资产|资产总|公务用车|内设|下设")
_COMPARED = re.compile(r"较|比|同期|上年|去年|年初|期初|历年|以来|结转")


@audit_rule("QH-15", Severity.ERROR, basis=_REVIEW)
def state_of_this_year(reading: Reading) -> Iterator[Remark]:
    """人员、资产的截止日期在本年度

    例：2021年度的报告写“截至2020年12月31日，在职人员16人”
    不报：“较2020年底增加2人”；项目、工程的往年进度；文件名里的年份
    """
    year, passages = reading.report.year, reading.passages
    hits = list(passages.find(_AS_OF, passages.unquoted)) if year else []
    if year is None or not hits or _year_of_text(reading):
        return
    for hit in hits:
        sentence = hit.sentence
        if int(hit["year"]) != year and _STATE.search(sentence) and not _COMPARED.search(sentence):
            if f"{year}年" not in hit.passage.text:
                message = f"截止日期是 {hit['year']} 年，报告年度是 {year} 年"
                yield Remark(message, hit.span(), _LEFT_OVER, f"{hit['year']}年", f"{year}年")


_BEGINS = re.compile(r"(?:^|[。；])[ 　]?(?:[（(]?[\d一二三四五六七八九十]{1,2}[）)、.．])? ?$")
_OWN_YEAR = re.compile(
    r"(?P<year>20\d{2})年度?[，,]?(?P<own>"
    r"(?:我|本|全)(?:单位|部门|局|中心|委|办|院|校|所|站|馆|镇|乡|街道)"
    r"|(?:部门|单位)?(?:整体支出|部门预算|一般公共预算|公共财政|财政拨款|收入总|支出总|总收入|总支出|预算收入|预算支出|年初预算|基本支出|项目支出|预算安排))",
    re.MULTILINE,
)
_FIGURE = re.compile(r"\d[\d,.]*\s?(?:万元|亿元|元)|(?:共|项目)[^，。；]{0,6}?\d+\s?个")
_HISTORY = re.compile(
    r"较|比|同期|上年|去年|结转|以来|年起|成立|组建|合并|更名|批准|立项|启动|开工|始建|历年|往年|近[三两几]年|机构改革"
)
_OF_THE_YEAR = re.compile(r"绩效目标|预算|支出|执行|工作(?:任务|完成|开展)|履职")
_OTHER_HEADING = re.compile(r"上年|往年|应用|整改|回顾|对比|结转|以来")
_YEAR = re.compile(r"(?<!\d)(?P<year>20\d{2})年")


@audit_rule("QH-16", Severity.WARNING, basis=_REVIEW)
def sentences_of_this_year(reading: Reading) -> Iterator[Remark]:
    """本单位的预算、收支写的是本年度

    例：2021年度的报告写“2020年我单位项目共12个，实际支付2075万元”；标题写“2020年度绩效目标”
    不报：与上年比较的；上年结转；往年的沿革、立项、开工；逐年列出的；下一年的打算
    """
    year, passages = reading.report.year, reading.passages
    if year is None:
        return
    found = [
        Remark(
            f"写的是 {hit['year']} 年的数，报告年度是 {year} 年",
            hit.span("year"),
            _LEFT_OVER,
            f"{hit['year']}年",
            f"{year}年",
        )
        for hit in passages.find(_OWN_YEAR, passages.unquoted)
        if year - 6 <= int(hit["year"]) < year and _is_left_over(reading, hit, year)
    ]
    for passage in passages:
        if passage.heading:
            found += _heading_of_last_year(passage, year)
    if found and not _year_of_text(reading):
        yield from found


def _is_left_over(reading: Reading, hit: Hit, year: int) -> bool:
    text = hit.passage.text
    if hit.passage.table or hit.passage.heading or not _BEGINS.search(hit.before):
        return False
    if str(year) in text or _HISTORY.search(text) or not _FIGURE.search(hit.sentence):
        return False
    return f"{year}年{hit['own']}" not in _neighbours(reading, hit.passage)


def _neighbours(reading: Reading, passage: Passage) -> str:
    """The paragraphs before and after, with 年度 as 年: years told one by one go on alike."""
    passages = reading.passages.all
    at = passages.index(passage)
    return "\n".join(other.text for other in passages[max(0, at - 1) : at + 2]).replace("年度", "年")


def _heading_of_last_year(passage: Passage, year: int) -> Iterator[Remark]:
    title = passage.path[-1].title
    match = _YEAR.search(passage.text[:40])
    years = {int(found) for found in _YEAR.findall(passage.text)}
    if match and years == {year - 1} and _OF_THE_YEAR.search(title) and not _OTHER_HEADING.search(title):
        span = passage.words.span(match.start("year"), match.end("year"))
        yield Remark(
            f"标题写的是 {year - 1} 年，报告年度是 {year} 年",
            span,
            _LEFT_OVER,
            f"{match['year']}年",
            f"{year}年",
        )


_SIGNED = re.compile(r"(?P<year>20\d{2})\s?年\s?\d{1,2}\s?月")
_PART_OF_YEAR = re.compile(r"半年|中期|监控|季度|[1一]\s?[-—至]\s?[\d一二三四五六七八九十]{1,2}月")


@audit_rule("QH-17", Severity.WARNING, basis=_REVIEW)
def one_year(reading: Reading) -> Iterator[Remark]:
    """标题的年度与正文、成文日期相符

    例：标题是2022年度，正文写的都是2021年；2021年度的报告落款日期是2021年3月
    不报：次年成文；正文用“本年度”；半年自评
    """
    report = reading.report
    year = report.year
    if year is None or _PART_OF_YEAR.search(report.title):
        return
    for words in report.signature:
        match = _SIGNED.search(words.text)
        if match and not year < int(match["year"]) <= year + 2:
            span = words.span(match.start(), match.end())
            message = f"成文日期是 {match['year']} 年，{year} 年度的报告应在次年成文"
            yield Remark(message, span, "请核对年度和日期。", match["year"])
    others = _year_of_text(reading)
    if others:
        other = others[0]["year"]
        message = f"正文写的多是 {other} 年（{len(others)}处），报告年度是 {year} 年"
        yield Remark(message, others[0].span("year"), "请核对标题和正文的年度。", f"{other}年", f"{year}年")


def _year_of_text(reading: Reading) -> list[Hit]:
    """Where the text has the year before or after that of the report, if it speaks of that one instead."""
    year, passages = reading.report.year, reading.passages
    if year is None:
        return []
    hits = [hit for hit in passages.find(_YEAR, passages.unquoted) if hit.passage.path]
    counted = Counter(int(hit["year"]) for hit in hits)
    for other in (year - 1, year + 1):
        if counted[other] >= max(3, 4 * counted[year]) and f"{other}年度" in passages.text:
            return [hit for hit in hits if int(hit["year"]) == other]
    return []


_DAY = re.compile(r"\d[\d年 ]{0,9}月(?: ?\d{1,2} ?[日号])?")
_IN_DAY = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2}) ?年 ?)?(?P<month>\d{1,2}) ?月(?: ?(?P<day>\d{1,2}) ?[日号])?"
)


@audit_rule("QH-18", Severity.ERROR, basis=_REVIEW)
def days_exist(reading: Reading) -> Iterator[Remark]:
    """写到的日期是有的

    例：“2021年2月30日”“2022年13月”“4月31日”
    不报：“2月29日”（未写年份或闰年）；“第13个月工资”
    """
    for hit in reading.passages.find(_DAY):
        match = _IN_DAY.fullmatch(hit[0])
        if match and hit.before[-1:] not in {".", "第"} and (match["year"] or match["day"]):
            try:
                date(int(match["year"] or 2000), int(match["month"]), int(match["day"] or 1))
            except ValueError:
                yield Remark(f"没有“{hit[0]}”这个日期", hit.span(), "请核对日期。", hit[0])


RULES: tuple[AuditRule, ...] = (
    state_of_this_year,
    sentences_of_this_year,
    one_year,
    days_exist,
)
