"""Words stand in many kinds of place in a Word file; each is read once, or said to be unread."""

import pytest

from authoring.papers.docx import read_docx
from authoring.papers.paper import Look, Place, Words
from tests.papers.word import (
    document,
    grids,
    guarded,
    laid,
    p,
    package,
    part,
    r,
    read,
    rels,
    tbl,
    tc,
    texts,
    tr,
    types,
    zipped,
)

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"
BOX = "<w:txbxContent>{}</w:txbxContent>"
SHAPE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="框"/>'
    "<wps:wsp><wps:txbx>{}</wps:txbx></wps:wsp></wp:inline></w:drawing></w:r>"
)
VML = "<w:r><w:pict><v:shape><v:textbox>{}</v:textbox></v:shape></w:pict></w:r>"
BOTH = (
    f"<w:r><mc:AlternateContent><mc:Choice>{SHAPE[5:-6]}</mc:Choice>"
    f"<mc:Fallback>{VML[5:-6].format('旧')}</mc:Fallback></mc:AlternateContent></w:r>"
)
PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1"{}/>'
    "<a:graphic><pic:pic/></a:graphic></wp:inline></w:drawing></w:r>"
)


def field(code: str, result: str) -> str:
    begin, separate, end = (FIELD.format(kind) for kind in ("begin", "separate", "end"))
    return begin + code + separate + result + end


def math(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (r("基本") + r("支出"), "基本支出"),
        ("<w:ins w:id='1'>" + r("新增") + "</w:ins>" + r("支出"), "新增支出"),
        ("<w:del w:id='1'><w:r><w:delText>旧</w:delText></w:r></w:del>" + r("支出"), "支出"),
        ("<w:moveFrom>" + r("移走") + "</w:moveFrom><w:moveTo>" + r("移来") + "</w:moveTo>", "移来"),
        ("<w:del>" + r("连文字标记也错的删除") + "</w:del>" + r("留"), "留"),
        ("<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>" + r("控") + "</w:sdtContent></w:sdt>", "控"),
        ("<w:hyperlink r:id='x'>" + r("链接") + "</w:hyperlink>", "链接"),
        ("<w:smartTag><w:smartTagPr/>" + r("标记") + "</w:smartTag>", "标记"),
        ("<w:customXml><w:customXmlPr/>" + r("自定") + "</w:customXml>", "自定"),
        ("<w:fldSimple w:instr='PAGE'>" + r("12") + "</w:fldSimple>", "12"),
        (field(CODE.format("REF a"), r("结果")), "结果"),
        (field(CODE.format("IF") + field(CODE.format("REF a"), r("内")), r("外")), "外"),
        (f"<w:r><w:ruby><w:rt>{r('zi')}</w:rt><w:rubyBase>{r('自')}</w:rubyBase></w:ruby></w:r>", "自"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>" + r("是"), "☑是"),
        ("<w:r><w:sym w:font='宋体' w:char='4E00'/></w:r>", "一"),
        ("<w:r><w:t>5</w:t><w:noBreakHyphen/><w:t>6</w:t></w:r>", "5-6"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙"),
        ("<w:r><w:t>年度</w:t><w:br/><w:t>自评</w:t></w:r>", "年度自评"),
        (f"<m:oMathPara><m:oMath>{math('x=1')}</m:oMath></m:oMathPara>", "x=1"),
        (f"<m:oMath><m:f><m:num>{math('甲')}</m:num><m:den>{math('乙')}</m:den></m:f></m:oMath>", "甲/乙"),
        ("<w:dir w:val='ltr'><w:bdo>" + r("方向") + "</w:bdo></w:dir>", "方向"),
        (
            "<mc:AlternateContent><mc:Choice Requires='x'>" + r("新") + "</mc:Choice><mc:Fallback>" + r("旧")
            + "</mc:Fallback></mc:AlternateContent>",
            "新",
        ),
        ("<mc:AlternateContent><mc:Fallback>" + r("旧") + "</mc:Fallback></mc:AlternateContent>", "旧"),
        ("<w:r><w:t>a&amp;b<!-- 注 -->c<![CDATA[<d>]]></w:t></w:r>", "a&bc<d>"),
    ],
)  # fmt: skip
def test_words_of_a_paragraph(inside: str, text: str) -> None:
    assert texts(read(p(inside))) == [text]


def test_blocks_in_whatever_holds_them() -> None:
    body = (
        "<w:sdt><w:sdtPr/><w:sdtContent>" + p("目录") + "</w:sdtContent></w:sdt>"
        "<w:customXml>" + p("自定") + "</w:customXml><w:ins>" + p("插入") + "</w:ins>"
        "<mc:AlternateContent><mc:Choice>" + p("新") + "</mc:Choice><mc:Fallback>" + p("旧")
        + "</mc:Fallback></mc:AlternateContent>" + p() + p("　") + p("末")
    )  # fmt: skip
    paper = read(body)
    assert texts(paper) == ["目录", "自定", "插入", "新", "末"]
    assert [each.place.paragraph for each in paper.words] == [1, 2, 3, 4, 5]
    assert [each.at for each in paper.words] == [0, 1, 2, 3, 4]


def test_a_paragraph_whose_mark_was_deleted_runs_on() -> None:
    gone = "<w:rPr><w:del w:id='1'/></w:rPr>"
    paper = read(p("本年", own=gone) + p("支出") + p("完。", own=gone))
    assert texts(paper) == ["本年支出", "完。"]
    assert paper.remarks == ("文中有修订痕迹，按全部接受修订后的文字读取",)


def test_typed_line_breaks_part_sentences_and_not_titles() -> None:
    broken = "<w:r><w:t>{}</w:t><w:br/><w:t>{}</w:t></w:r>"
    paper = read(p(broken.format("某局2024年度", "自评报告")) + p(broken.format("完成。", "本年")))
    assert texts(paper) == ["某局2024年度自评报告", "完成。", "本年"]
    assert [each.place.paragraph for each in paper.words] == [1, 2, 2]
    assert texts(read(p(broken.format("一、概况", "（一）机构")))) == ["一、概况", "（一）机构"]
    assert texts(read(p(broken.format("支出合计", "3.5万元")))) == ["支出合计3.5万元"]
    page = "<w:r><w:t>2025年3月</w:t><w:br w:type='page'/><w:t>基本情况</w:t></w:r>"
    assert texts(read(p(page))) == ["2025年3月", "基本情况"]


def test_tidy_words_know_their_raw() -> None:
    words = read(p("共 ", "20", " 人")).words[0]
    assert words == Words(0, "共20人", Place(paragraph=1), Look(size=10.0), "", "共 20 人", (0, 2, 3, 5))


def test_merged_cells() -> None:
    table = tbl(
        tr(tc("甲", own="<w:gridSpan w:val='2'/>"), tc("乙", own="<w:vMerge w:val='restart'/>")),
        tr("1", "2", tc(own="<w:vMerge/>")),
        tr(tc("丙", own="<w:vMerge w:val='restart'/>"), "3", tc(own="<w:vMerge w:val='continue'/>")),
        tr(tc("藏", own="<w:vMerge/>"), "4", "5"),
        tr(tc("横", own="<w:hMerge w:val='restart'/>"), tc(own="<w:hMerge/>"), "6"),
        tr("靠右", own="<w:gridBefore w:val='2'/>"),
    )
    paper = read(table)
    assert laid(grids(paper)[0]) == [
        (0, 0, 1, 2, "甲"), (0, 2, 3, 1, "乙"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 0, 2, 1, "丙"),
        (2, 1, 1, 1, "3"), (3, 1, 1, 1, "4"), (3, 2, 1, 1, "5"), (4, 0, 1, 2, "横"), (4, 2, 1, 1, "6"),
        (5, 2, 1, 1, "靠右"),
    ]  # fmt: skip
    assert grids(paper)[0].size == (6, 3)
    assert paper.remarks == ("1 段里的隐藏文字没有读",)


def test_rows_and_cells_in_controls_and_revisions() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    table = tbl(
        control.format(tr("甲", control.format(tc("乙")))),
        tr("删", own="<w:del w:id='1'/>"),
        tr(tc("删", own="<w:cellDel w:id='2'/>"), "丙"),
        f"<mc:AlternateContent><mc:Choice>{tr('丁')}</mc:Choice></mc:AlternateContent>",
        "<w:ins><mc:AlternateContent/></w:ins>",
    )
    assert [(c.row, c.column, c.text) for c in grids(read(table))[0].cells] == [
        (0, 0, "甲"),
        (0, 1, "乙"),
        (1, 0, "丙"),
        (2, 0, "丁"),
    ]


def test_nested_tables_follow_the_outer_one() -> None:
    inner = tbl(tr("内"))
    paper = read(p("前") + tbl(tr(tc(p("外"), inner, p("后")), "旁")) + p("末"))
    outer, nested = grids(paper)
    assert laid(outer) == [(0, 0, 1, 1, "外后"), (0, 1, 1, 1, "旁")]
    assert laid(nested) == [(0, 0, 1, 1, "内")]
    assert [each.text for each in paper.words] == ["前", "外", "后", "旁", "内", "末"]
    assert [each.at for each in paper.words] == list(range(6))
    assert paper.words[3].place == Place(table=1, row=0, column=1)
    assert paper.words[4].place.table == nested.number == 2
    assert [each.place.paragraph for each in paper.words if not each.place.table] == [1, 2]


INSIDE = (
    "<w:r><w:drawing><mc:AlternateContent/><mc:AlternateContent><mc:Choice><wps:txbx>{}</wps:txbx>"
    "</mc:Choice></mc:AlternateContent></w:drawing></w:r>"
)


@pytest.mark.parametrize("frame", [SHAPE, VML, BOTH, INSIDE])
def test_text_boxes_stand_after_the_text_once(frame: str) -> None:
    inside = p("框内", SHAPE.format(BOX.format(p("框中框")))) + tbl(tr("框中表"))
    paper = read(p("前", frame.format(BOX.format(inside)), "后") + p("末"))
    assert texts(paper) == ["前后", "末"]
    assert texts(paper, "文本框") == ["框内", "框中框"]
    assert grids(paper)[0].cells[0].words[0].place == Place("文本框", table=1, row=0, column=0)


def test_notes_headers_comments() -> None:
    names = "header1", "header2", "footer1", "header9"
    links = [(f"{name}-id", name[:6], f"{name}.xml") for name in names]
    footer = "<w:footerReference r:id='footer1-id'/>"
    sections = "<w:sectPr><w:headerReference w:type='{}' r:id='{}'/>" + footer + "</w:sectPr>"
    members = package(
        p("正文", own=sections.format("first", "header1-id")) + sections.format("even", "header2-id"),
        *links,
        footnotes=part(
            "w:footnotes",
            f"<w:footnote w:type='separator'>{p('线')}</w:footnote><w:footnote>{p('脚')}</w:footnote>",
        ),
        endnotes=part("w:endnotes", f"<w:endnote>{p('尾')}</w:endnote>"),
        comments=part("w:comments", f"<w:comment w:author='甲'>{p('批')}</w:comment>"),
    )  # fmt: skip
    for name, text in (("header1", "首页"), ("header2", "双页"), ("footer1", "页码"), ("header9", "没用")):
        members[f"word/{name}.xml"] = part("w:hdr", p(text))
    paper = read_docx(guarded(members))
    told = {words.text: words.place.part for words in paper.words}
    assert told == {
        "正文": "",
        "首页": "页眉",
        "双页": "页眉",
        "页码": "页脚",
        "脚": "脚注",
        "尾": "尾注",
        "批": "批注",
    }
    assert paper.remarks == ()


def test_pictures_are_said_and_their_descriptions_read() -> None:
    body = p("见图", PICTURE.format(" descr='收支对比'")) + p("表1 收支明细表") + p(PICTURE.format(""))
    paper = read(body + p("<w:r><w:pict><v:shape alt='旧图'><v:imagedata/></v:shape></w:pict></w:r>"))
    assert texts(paper, "图片说明") == ["收支对比", "旧图"]
    assert paper.remarks == ("3 张图片里的文字没有读", "“表1 收支明细表”之后是图片，不是表格，里面的数没有读")


def test_charts_and_diagrams() -> None:
    drawing = "<w:r><w:drawing>{}</w:drawing></w:r>"
    body = p(drawing.format("<c:chart r:id='c'/>"), drawing.format("<dgm:relIds r:dm='d'/>"))
    members = package(body, ("c", "chart", "charts/chart1.xml"), ("d", "diagramData", "diagrams/data1.xml"))
    members["word/charts/chart1.xml"] = part(
        "c:chartSpace",
        "<a:p><a:r><a:t>各年</a:t></a:r><a:r><a:t>支出</a:t></a:r></a:p>"
        "<c:cat><c:strCache><c:pt><c:v>2023年</c:v></c:pt></c:strCache></c:cat><c:numCache><c:v>5</c:v></c:numCache>",
    )
    members["word/diagrams/data1.xml"] = part(
        "dgm:dataModel", "<dgm:pt><a:p><a:t>内设机构</a:t></a:p></dgm:pt>"
    )
    paper = read_docx(guarded(members))
    assert (texts(paper, "图表"), texts(paper, "图示")) == (["各年支出", "2023年"], ["内设机构"])
    assert paper.remarks == ("1 个图表只读了文字，里面的数没有读",)


def test_what_is_not_read_is_said() -> None:
    body = (
        "<w:altChunk r:id='x'/>"
        + p(
            "<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject/></w:object></w:r>",
            "<w:subDoc r:id='y'/>",
        )
        + p(r("看不见", "<w:vanish/>"), r("看得见", "<w:vanish w:val='0'/>"))
    )
    members = package(body)
    members["word/_rels/document.xml.rels"] = rels(
        ("s", "styles", "没有.xml"),
        outside=(("t", "attachedTemplate", "http://例.cn/t.dotx"), ("h", "hyperlink", "http://例.cn")),
    )
    members["word/vbaProject.bin"] = b"\xd0\xcf"
    members["[Content_Types].xml"] = types(kind="application/vnd.ms-word.document.macroEnabled.main+xml")
    paper = read_docx(guarded(members))
    assert texts(paper) == ["看得见"]
    assert paper.remarks == (
        "1 段里的隐藏文字没有读",
        "1 个嵌入的对象（表格、附件等）没有读",
        "2 处插入的其他文档没有读",
        "引用了 1 个外部文件（模板、图片等），没有打开",
        "文件带有宏，没有运行",
        "缺少“word/没有.xml”，这一部分没有读",
    )


def test_words_drawn_by_shapes() -> None:
    body = p("<w:r><w:pict><v:shape><v:textpath string='草稿'/></v:shape></w:pict></w:r>")
    drawn = "<a:p><a:r><a:t>画</a:t></a:r><a:br/><a:r><a:t>中</a:t></a:r></a:p>"
    body += p(f"<w:r><w:drawing><a:txBody>{drawn}</a:txBody></w:drawing></w:r>")
    assert texts(read(body), "文本框") == ["草稿", "画中"]


def test_a_field_that_lost_its_end_hides_nothing_after() -> None:
    assert texts(read(p(FIELD.format("begin"), CODE.format("TOC")) + p("正文"))) == ["正文"]


def test_strict_namespaces_and_other_encodings() -> None:
    plain = document(p("支出", own="<w:jc w:val='center'/>") + tbl(tr("1")))
    usual = "http://schemas.openxmlformats.org/"
    strict = plain.replace(
        f"{usual}wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    strict = strict.replace(f"{usual}officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")
    parts: list[str | bytes] = [
        plain,
        strict,
        plain.replace("UTF-8", "UTF-16").encode("utf-16"),
        plain.replace("UTF-8", "GB18030").encode("gb18030"),
        b"\xef\xbb\xbf" + plain.encode(),
        plain.replace("UTF-8", "UTF-16").encode("utf-16-be"),
        plain.replace("UTF-8", "UTF-16").encode("utf-16-le"),
    ]
    papers = [read_docx(guarded(package() | {"word/document.xml": each})) for each in parts]
    assert all(paper.items == papers[0].items for paper in papers)
    assert papers[0].words[0].look.centered


def test_the_main_part_is_found_by_its_relationship() -> None:
    members = package(p("别处"))
    members["a/b.xml"] = members.pop("word/document.xml")
    members["[Content_Types].xml"] = types("/a/b.xml")
    assert texts(
        read_docx(guarded(members | {"_rels/.rels": rels(("x", "officeDocument", "/a/b.xml"))}))
    ) == ["别处"]
    assert texts(read_docx(guarded(members | {"_rels/.rels": rels()}))) == ["别处"]


def test_main_parts_longer_than_a_chunk() -> None:
    body = "".join(p(f"第{n}段" + "文" * 500) for n in range(2000))
    paper = read(body)
    assert [each.text[:6].rstrip("文") for each in paper.words] == [f"第{n}段" for n in range(2000)]
    assert len(zipped(package(body))) < len(body)
