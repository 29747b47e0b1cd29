"""审核意见: the letter a bureau sends a unit about its report, as a document for our writers.

It bears no date and no signature: these are the bureau's to put.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from authoring.audit.phrasing import ASKED, advice, sentence
from authoring.audit.row import Row, Said
from authoring.checks.finding import Severity
from authoring.document.blocks import Block, Document, Heading, Paragraph, Role, Run
from authoring.document.numbering import number_text
from authoring.papers.joining import columns

_CHAPTERS = (
    (Severity.ERROR, f"{ASKED[Severity.ERROR]}的问题", f"{ASKED[Severity.ERROR]}的问题 {{}} 处"),
    (Severity.WARNING, f"{ASKED[Severity.WARNING]}的问题", f"{ASKED[Severity.WARNING]}的问题 {{}} 处"),
    (Severity.REMARK, ASKED[Severity.REMARK], f"{ASKED[Severity.REMARK]} {{}} 条"),
)
_SCOPE = "本意见依据报告文本提出，未核对账簿、决算报表等原始资料。"
_REPLY_TO_BOTH = "请对照以上意见核对、修改后重新报送；请核实的问题经核实无误的，请在报送时说明。"
_REPLIES = {
    Severity.ERROR: "请对照以上意见核对、修改后重新报送。",
    Severity.WARNING: "请对照以上意见核实，有误的请修改后重新报送，无误的请说明。",
    Severity.REMARK: "以上建议供修改完善时参考。",
}


def write_opinion(row: Row, unread: Sequence[str] = ()) -> Document:
    """The letter about an audited report. `unread` says what in it could not be audited."""
    by_severity = {severity: _of(row, severity) for severity, _, _ in _CHAPTERS}
    return Document(_title(row), tuple(_blocks(row, by_severity, unread)))


def _of(row: Row, severity: Severity) -> list[Said]:
    return [said for said in row.said if said.finding.severity is severity]


def _title(row: Row) -> tuple[str, ...]:
    """In lines: broken behind the unit's name, if the title has it, and where a line would be full."""
    before, unit, behind = _named(row).partition(row.unit or "\0")
    beginning = f"关于{before}{unit}"
    begun = (f"关于{before}", unit) if unit and columns(beginning) > _LINE else (beginning,)
    if columns(f"{behind}{_OF_WHAT}") <= _LINE:
        return (*begun, f"{behind}{_OF_WHAT}")
    return tuple(filter(None, (*begun, behind, _OF_WHAT)))


_OF_WHAT = "的审核意见"
_LINE = 40
"""Columns of a line of a title, of which a Chinese character takes two."""


def _named(row: Row) -> str:
    if row.title:
        return f"《{row.title}》"
    year = f"{row.year}年度" if row.year else ""
    return f"{year}{row.unit}绩效自评报告"


def _blocks(row: Row, by_severity: dict[Severity, list[Said]], unread: Sequence[str]) -> Iterator[Block]:
    yield _paragraph(f"{row.unit or '报送单位'}：", "addressee")
    yield _paragraph(_overview(row, by_severity))
    if unread:
        yield _paragraph(f"另外说明：{''.join(map(sentence, unread))}")
    number = 0
    for severity, title, _ in _CHAPTERS:
        if by_severity[severity]:
            number += 1
            yield Heading(1, number_text(1, number), (Run(title),))
            yield from _items(by_severity[severity])
    if row.said:
        yield _paragraph(_reply(by_severity))
    yield _paragraph(_SCOPE)


def _reply(by_severity: dict[Severity, list[Said]]) -> str:
    """What is asked of the unit."""
    gravest = next(severity for severity, _, _ in _CHAPTERS if by_severity[severity])
    if gravest is Severity.ERROR and by_severity[Severity.WARNING]:
        return _REPLY_TO_BOTH
    return _REPLIES[gravest]


def _overview(row: Row, by_severity: dict[Severity, list[Said]]) -> str:
    """总体情况, in a paragraph."""
    received = f"你单位报送的{_named(row)}收悉。经审核，"
    held = f"文中能够核算的数量关系有 {row.held} 处相符；" if row.held else ""
    counted = [
        words.format(len(by_severity[severity])) for severity, _, words in _CHAPTERS if by_severity[severity]
    ]
    if not any(by_severity[severity] for severity in (Severity.ERROR, Severity.WARNING)):
        also = f"，另有{counted[0]}" if counted else ""
        return f"{received}{held}没有发现需要更正或者核实的问题{also}。"
    return f"{received}{held}发现{'，'.join(counted)}，具体意见如下。"


_OFTEN = 3


def _items(items: Sequence[Said]) -> Iterator[Block]:
    """Each with place, the sentence, what is wrong, what to do. What is the same for several is said once."""
    hint, times = Counter(said.finding.hint for said in items).most_common(1)[0]
    common = hint if times >= _OFTEN else ""
    if common:
        yield _paragraph(f"以下没有另写建议的，{sentence(common)}")
    advised: dict[str, int] = {}
    before: Said | None = None
    for number, said in enumerate(items, 1):
        yield _paragraph(f"{number_text(3, number)}{_where(said)}", "item")
        if quote := said.finding.where.quote:
            again = before is not None and (before.place, before.finding.where.quote) == (said.place, quote)
            yield _paragraph("原文：同上。" if again else f"原文：“{quote}”", "item")
        yield _paragraph(f"问题：{sentence(said.finding.message)}", "item")
        what = advice(said.finding, without=common)
        if what in advised:
            what = f"同第 {advised[what]} 条。"
        elif what:
            advised[what] = number
        if what:
            yield _paragraph(f"建议：{what}", "item")
        before = said


def _where(said: Said) -> str:
    """`“二、支出情况”（全文第12段）`: counted through the whole report, not within the section."""
    section = f"“{said.section}”" if said.section else ""
    if not said.place:
        return section or "全文"
    if not said.place.startswith("第"):
        return f"{section}{said.place}"
    return f"{section}（全文{said.place}）" if section else f"全文{said.place}"


def _paragraph(text: str, role: Role = "body") -> Paragraph:
    return Paragraph((Run(text),), role)
