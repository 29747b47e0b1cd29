"""The HTML of a template → blocks."""

import pytest

from authoring.document.blocks import Cell, Heading, Paragraph, Run, Table
from authoring.document.markup import read_markup
from authoring.errors import FormError


def read(html):
    return read_markup(html, "form/body.html")


def test_headings_are_numbered_by_level():
    assert read("<h1>甲</h1><h2>乙</h2><h1>丙</h1>") == (
        Heading(1, "一、", (Run("甲"),)),
        Heading(2, "（一）", (Run("乙"),)),
        Heading(1, "二、", (Run("丙"),)),
    )


def test_a_figure_keeps_its_path():
    (paragraph,) = read('<p>支出<data value="支出.合计">2601.00</data>万元。</p>')
    assert paragraph == Paragraph((Run("支出"), Run("2601.00", "支出.合计"), Run("万元。")))


def test_line_breaks_of_the_template_are_no_part_of_the_words():
    (paragraph,) = read("<p>\n  基本支出\n    和项目支出，\n  其中 A B。\n</p>")
    assert paragraph == Paragraph((Run("基本支出和项目支出，其中 A B。"),))


def test_an_empty_paragraph_is_dropped():
    assert read("<p>  \n </p><p></p>") == ()


def test_escaped_text_comes_back_as_typed():
    (paragraph,) = read("<p>&lt;b&gt; {{ 7*7 }} &amp;amp; &#34;</p>")
    assert paragraph == Paragraph((Run('<b> {{ 7*7 }} &amp; "'),))


def test_items_carry_their_number_as_text():
    blocks = read("<h1>甲</h1><h2>乙</h2><h3>丙</h3><ol><li>一</li><li>二</li></ol>")
    assert blocks[3:] == (Paragraph((Run("（1）一"),), "item"), Paragraph((Run("（2）二"),), "item"))


def test_a_table_with_merged_cells():
    (table,) = read(
        '<table><caption>表</caption><colgroup><col width="3"/><col width="1"/></colgroup>'
        '<thead><tr><th colspan="2">头</th></tr></thead>'
        '<tbody><tr><td rowspan="2" class="left">甲</td><td><p>一</p><p>二</p></td></tr>'
        '<tr><td class="right"><data value="支出.合计">1.00</data></td></tr></tbody></table>'
    )
    assert table == Table(
        rows=(
            (Cell(((Run("头"),),), colspan=2, head=True),),
            (Cell(((Run("甲"),),), rowspan=2, align="left"), Cell(((Run("一"),), (Run("二"),)))),
            (Cell(((Run("1.00", "支出.合计"),),), align="right"),),
        ),
        widths=(3, 1),
        head_rows=1,
        caption="表",
    )


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>甲", "标签是否成对"),
        ("<p>&nbsp;</p>", "标签是否成对"),
        ("甲<p>乙</p>", "“甲”不在段落里"),
        ("<p>乙</p>甲", "“甲”不在段落里"),
        ("<div>甲</div>", "不能用 <div>"),
        ("<script>1</script>", "不能用 <script>"),
        ("<p>甲<b>乙</b></p>", "不能放 <b>"),
        ("<p><data value='x'>1<b/></data></p>", "不能放 <data>"),
        ("<ol><p>甲</p></ol>", "只能放 <li>"),
        ("<table></table>", "没有行"),
        ("<table><p>甲</p></table>", "<table> 里不能放 <p>"),
        ("<table><tbody><td>甲</td></tbody></table>", "应是 <tr>"),
        ("<table><tr><p>甲</p></tr></table>", "<td> 或 <th>"),
        ("<table><tr><td class='big'>甲</td></tr></table>", "“big”"),
        ("<p class='huge'>甲</p>", "“huge”"),
        ("<table><tr><td colspan='x'>甲</td></tr></table>", "colspan"),
        (
            "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
            "第2行的单元格占 1 列，全表是 2 列",
        ),
        (
            "<table><tr><td rowspan='2'>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>",
            "第2行的单元格占 2 列，上面合并下来的占 1 列，全表是 2 列",
        ),
        ("<table><colgroup><col/></colgroup><tr><td>甲</td><td>乙</td></tr></table>", "全表是 1 列"),
        ("<table><tr><td rowspan='2'>甲</td></tr></table>", "最后一行的 rowspan"),
        ("<table><tr><td colspan='0'>甲</td></tr></table>", "colspan"),
        ("<table><colgroup><col width='a'/></colgroup><tr><td>甲</td></tr></table>", "width"),
    ],
)
def test_what_a_form_may_not_write_is_named(html, words):
    with pytest.raises(FormError, match=r"form/body\.html") as caught:
        read(html)
    assert words in str(caught.value)
