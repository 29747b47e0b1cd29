"""Documents for the writers' tests, and what each output says when read back."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import docx
from docx.table import Table as WordTable
from hypothesis import strategies as st

from authoring.document.blocks import (
    Annex,
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Role,
    Run,
    Table,
    headed,
    words,
)

PAYLOADS = (
    "<b>粗</b>",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "R&D &amp; ]]>",
    "“三公”经费——‘压减’……·",
    "😀👨‍👩‍👧𠮷",
    "1\u00a0531.55\u3000万元",
    "甲\t乙\n丙\r\n丁\r戊",
    "a\x00b\x0bc\ufffe\ud800d",
    "  首尾空格  ",
    "字" * 10_000,
    "=1+1",
    "</w:t></w:r></w:p>",
)


def paragraph(text: str, role: Role = "body") -> Paragraph:
    return Paragraph((Run(text),), role)


def heading(level: int, number: str, text: str) -> Heading:
    return Heading(level, number, (Run(text),))


def cell(text: str, colspan: int = 1, rowspan: int = 1, *, head: bool = False) -> Cell:
    return Cell(((Run(text),),), colspan, rowspan, head)


MERGED = Table(
    (
        (cell("项目支出名称", 2, head=True), cell("公车平台运转经费", 3)),
        (cell("一级", head=True), cell("二级", head=True), cell("指标值"), cell("完成值"), cell("得分")),
        (cell("产出", 1, 3), cell("数量", 1, 2), cell("≥95%"), cell("98%"), cell("10")),
        (cell("100辆"), cell("98辆"), cell("9.8")),
        (cell("质量"), cell("合并两格", 2), cell("10")),
    ),
    (2, 2, 3, 3, 1),
    head_rows=2,
    caption="表1　绩效指标",
)
PLAIN = Table(
    (
        (cell("项目", head=True), cell("金额（万元）", head=True)),
        (cell("基本支出"), cell("189.89")),
    ),
    (3, 1),
    head_rows=1,
)
CLOSING = (paragraph("道县机关事务服务中心", "signature"), paragraph("2024年3月15日", "date"))
ATTACHMENTS = (
    paragraph("附件：1.部门整体支出绩效自评表", "attachment"),
    paragraph("2.部门整体支出绩效评价基础数据表", "attachment"),
)
BLOCKS: tuple[Block, ...] = (
    heading(1, "一、", "单位情况"),
    heading(2, "（一）", "基本情况"),
    heading(3, "1.", "主要职能"),
    heading(4, "（1）", "机构"),
    Paragraph((Run("2023年支出"), Run("1531.55", "支出.合计"), Run("万元，“三公”经费压减。"))),
    paragraph("（1）负责供水供电；", "item"),
    MERGED,
    PLAIN,
    paragraph("注：执行率＝执行数÷预算数。", "note"),
    paragraph("特此报告。"),
)
REPORT = Document(
    ("2023年度", "道县机关事务服务中心", "部门整体支出绩效自评报告"),
    (*BLOCKS, *ATTACHMENTS, *CLOSING),
    (
        Annex("附件1", "部门整体支出绩效自评表", (MERGED,)),
        Annex("附件2", "部门整体支出绩效评价基础数据表", (PLAIN, MERGED), landscape=True),
        Annex("附件3", "情况说明", (paragraph("无。"),)),
    ),
)

SHAPES = {
    "whole": REPORT,
    "draft": REPORT._replace(draft=True),
    "unsealed": REPORT._replace(sealed=False),
    "no annexes": REPORT._replace(annexes=()),
    "nothing at all": Document((), ()),
    "only a table": Document(("表",), (MERGED,)),
    "table before the closing": Document(("表",), (PLAIN, *CLOSING)),
    "landscape first": Document((), (), (Annex("附件", "空", (), landscape=True),)),
    "every payload": Document(
        PAYLOADS[:4], tuple(map(paragraph, PAYLOADS)), (Annex(PAYLOADS[0], PAYLOADS[2], (PLAIN,)),)
    ),
    "ragged table": Document((), (Table(((cell("甲", 5, 9),), (), (cell("乙"),) * 7), (1,), 9),)),
    "table without rows": Document((), (Table((), (), 0, "空表"), Table(((),), ()))),
}

_text = st.one_of(st.text(max_size=40), st.sampled_from(PAYLOADS))
_runs = st.lists(st.builds(Run, _text, st.none() | _text), max_size=3).map(tuple)
_cells = st.builds(
    Cell,
    st.lists(_runs, max_size=2).map(tuple),
    st.integers(1, 3),
    st.integers(1, 3),
    st.booleans(),
    st.sampled_from(["left", "center", "right"]),
)
_tables = st.builds(
    Table,
    st.lists(st.lists(_cells, max_size=4).map(tuple), max_size=4).map(tuple),
    st.lists(st.integers(0, 9), max_size=4).map(tuple),
    st.integers(0, 2),
    _text,
)
_roles = st.sampled_from(["body", "item", "note", "attachment", "signature", "date"])
_blocks = st.lists(
    st.one_of(
        st.builds(Heading, st.integers(1, 4), st.sampled_from(["一、", "（一）", "1."]), _runs),
        st.builds(Paragraph, _runs, _roles),
        _tables,
    ),
    max_size=6,
).map(tuple)
documents = st.builds(
    Document,
    st.lists(_text, max_size=3).map(tuple),
    _blocks,
    st.lists(st.builds(Annex, _text, _text, _blocks, st.booleans()), max_size=2).map(tuple),
    st.booleans(),
    st.booleans(),
)


def part(data: bytes, name: str = "word/document.xml") -> str:
    with ZipFile(BytesIO(data)) as package:
        return package.read(name).decode()


def squeezed(text: str) -> str:
    """Words only: neither white space nor what the text writer draws tables with."""
    return "".join(text.split()).translate({ord(mark): None for mark in "+-|"})


def said(document: Document) -> str:
    """What a document says, in order, illegal characters as the writers show them."""
    text = "".join(_said(document))
    return squeezed("".join(each if _is_legal(each) else "\ufffd" for each in text))


def _is_legal(character: str) -> bool:
    code = ord(character)
    return character in "\t\n\r" or (
        code >= 0x20 and not 0xD800 <= code <= 0xDFFF and code not in (0xFFFE, 0xFFFF)
    )


def _said(document: Document) -> Iterator[str]:
    yield from document.title
    yield from _said_blocks(document.blocks)
    for annex in document.annexes:
        yield annex.label + annex.title
        yield from _said_blocks(annex.blocks)


def _said_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield headed(block)
        elif isinstance(block, Paragraph):
            yield words(block.runs)
        else:
            yield block.caption
            yield from (words(runs) for row in block.rows for each in row for runs in each.paragraphs)


def read_docx(data: bytes) -> list[tuple[str, str]]:
    """Style name and text of every paragraph, table cells included, as python-docx reads them."""
    document = docx.Document(BytesIO(data))
    found = []
    for item in document.iter_inner_content():
        paragraphs = _cell_paragraphs(item) if isinstance(item, WordTable) else [item]
        found += [(each.style.name, each.text) for each in paragraphs]
    return found


def _cell_paragraphs(table: WordTable):
    for row in table.rows:
        for each in row._tr.tc_lst:
            yield from docx.table._Cell(each, table).paragraphs
