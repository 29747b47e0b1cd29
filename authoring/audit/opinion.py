"""审核意见: the letter a bureau sends a unit about its report, as a document for our writers.

It bears no date and no signature: these are the bureau's to put.
"""

from collections.abc import Iterator, Sequence

from authoring.audit.phrasing import advice, sentence
from authoring.audit.row import Row, Said
from authoring.checks.finding import Severity
from authoring.document.blocks import Block, Document, Heading, Paragraph, Role, Run
from authoring.document.numbering import number_text

_CHAPTERS = (
    (Severity.ERROR, "须更正的问题", "须更正的问题 {} 处"),
    (Severity.WARNING, "请核实的问题", "请核实的问题 {} 处"),
    (Severity.REMARK, "建议", "建议 {} 条"),
)
_SCOPE = "本意见依据报告文本提出，未核对账簿、决算报表等原始资料。"
_REPLIES = {
    Severity.ERROR: "请对照以上意见核对、修改后重新报送；请核实的问题经核实无误的，请在报送时说明。",
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
    """In lines broken behind the unit's name, as far as the report's title has it."""
    before, unit, behind = _named(row).partition(row.unit or "\0")
    return f"关于{before}{unit}", f"{behind}的审核意见"


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
    gravest = next((severity for severity, _, _ in _CHAPTERS if by_severity[severity]), None)
    if gravest:
        yield _paragraph(_REPLIES[gravest])
    yield _paragraph(_SCOPE)


def _overview(row: Row, by_severity: dict[Severity, list[Said]]) -> str:
    """总体情况, in a paragraph."""
    received = f"你单位报送的{_named(row)}收悉。经审核，"
    held = f"文中能够核算的数量关系有 {row.held} 处相符；" if row.held else ""
    found = "，".join(
        words.format(len(by_severity[severity])) for severity, _, words in _CHAPTERS if by_severity[severity]
    )
    return received + held + (f"发现{found}，具体意见如下。" if found else "没有发现需要更正或者核实的问题。")


def _items(items: Sequence[Said]) -> Iterator[Block]:
    """Each with place, the sentence, what is wrong, what to do."""
    for number, said in enumerate(items, 1):
        yield _paragraph(f"{number_text(3, number)}{_where(said)}", "item")
        if said.finding.where.quote:
            yield _paragraph(f"原文：“{said.finding.where.quote}”", "item")
        yield _paragraph(f"问题：{sentence(said.finding.message)}", "item")
        if what := advice(said.finding):
            yield _paragraph(f"建议：{what}", "item")


def _where(said: Said) -> str:
    section = f"“{said.section}”" if said.section else ""
    return f"{section}{said.place}" or "全文"


def _paragraph(text: str, role: Role = "body") -> Paragraph:
    return Paragraph((Run(text),), role)
