"""The page for preview."""

import re
from html.parser import HTMLParser

from hypothesis import example, given, settings

from authoring.document.blocks import Cell, Document, Paragraph, Run, Table
from authoring.writers.html import write_html
from tests.writers.samples import PAYLOADS, REPORT, documents, paragraph, said, squeezed


class Reader(HTMLParser):
    """Words of the body, the tags in order, and figures by path."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "body" in self._open:
            self.words += data


@given(documents)
@example(Document(PAYLOADS, tuple(map(paragraph, PAYLOADS))))
@settings(max_examples=60)
def test_says_all_the_words_and_nothing_becomes_markup(document: Document) -> None:
    page = Reader(write_html(document._replace(draft=False)))
    assert squeezed(page.words) == said(document)
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "h3", "h4", "p"),
        *("table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "data"),
    }


def test_fetches_and_runs_nothing() -> None:
    page = write_html(REPORT)
    assert "default-src 'none'" in page
    assert '<meta charset="utf-8">' in page
    assert not re.search(r"<script|\bsrc=|href=|url\(|@import|https?:", page)


def test_figures_remember_their_path() -> None:
    runs = (Run("支出"), Run("1531.55", '支出."合计"'), Run("万元"))
    figures = [
        attributes
        for tag, attributes in Reader(write_html(Document((), (Paragraph(runs),)))).tags
        if tag == "data"
    ]
    assert figures == [{"value": '支出."合计"'}]


def test_heads_repeat_and_cells_span() -> None:
    table = Table(((Cell((), 2, head=True),), (Cell(()), Cell((), 1, 2))), (1, 1), 1)
    page = write_html(Document((), (table,)))
    assert '<thead>\n<tr><th class="center" colspan="2"></th></tr>\n</thead>' in page
    assert '<td class="center" rowspan="2"></td>' in page


def test_every_sheet_of_a_draft_says_so() -> None:
    page = write_html(REPORT._replace(draft=True))
    assert page.count("<section") == page.count(">草稿</p>") == 4


def test_closing_and_attachments_stand_where_they_do_in_print() -> None:
    page = write_html(REPORT)
    assert 'style="margin: 57.9pt 2.25em 0 0">道县机关事务服务中心' in page
    assert 'style="margin: 28.95pt 0 0 5.75em; text-indent: -3.75em">附件：1.' in page
