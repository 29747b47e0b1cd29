"""Which section a finding is told under."""

from authoring.audit.passages import Passages
from authoring.audit.sections import Sections
from tests.audit.papers import SIX, TEN, report


def sections_of(text: str, *quotes: str) -> list[str]:
    found = report(text)
    sections = Sections(found, Passages(found))
    titles = []
    for quote in quotes:
        words = next(each for each in found.paper.words if quote in each.text)
        titles.append(sections.title(words.span(words.text.index(quote), words.text.index(quote) + 1)))
    return titles


def test_sections_by_their_headings_and_what_is_before_and_behind():
    assert sections_of(SIX, "自评报告", "全额拨款", "项目支出120", "2023年2月6日") == [
        "标题和封面", "一、单位基本情况", "二、整体预算支出情况", "落款"
    ]  # fmt: skip


def test_a_heading_glued_to_a_paragraph_parts_it():
    assert sections_of(TEN, "提出工作建议", "公开情况") == [
        "八、下一步改进措施", "九、绩效自评结果拟应用和公开情况"
    ]  # fmt: skip
