"""A commented copy: the comment is at the very words, and nothing else is changed."""

import html
import random
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from openxml_audit import OpenXmlValidator

from authoring.audit.comments import comment_on
from authoring.audit.run import Spot
from authoring.checks.finding import Finding, Outcome, Severity, Suspect
from authoring.errors import InputError
from authoring.intake.guard import Guarded, guard
from authoring.papers.docx import read_docx
from tests.papers.word import W, document, guarded, p, package, part, r, tbl, tc, tr

MARK = re.compile(
    r'<w:comment(RangeStart|RangeEnd) w:id="(\d+)"/>|<w:r><w:commentReference w:id="\d+"/></w:r>'
)
BOX = (
    "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
EXAMPLE = Path(__file__).parents[2] / "examples" / "lusong-2024" / "report.docx"


def finding(message: str = "合计不符") -> Finding:
    return Finding("WS-01", Outcome.DIFFERS, Severity.ERROR, "合计", message, hint="请核对。")


def commented(source: Guarded, *quotes: str) -> ZipFile:
    """The copy with a comment on each of these words."""
    paper = read_docx(source)
    spots = []
    for quote in quotes:
        words = next(each for each in paper.words if quote in each.text)
        start = words.text.index(quote)
        spots.append((Spot(words.span(start, start + len(quote)), ""), finding(f"关于{quote}")))
    return ZipFile(BytesIO(comment_on(source, spots)))


def body_of(copy: ZipFile) -> str:
    return copy.read("word/document.xml").decode()


def marked(copy: ZipFile) -> list[str]:
    """The words between the marks of each comment."""
    text = body_of(copy)
    found = []
    for number in re.findall(r'<w:commentRangeStart w:id="(\d+)"', text):
        inside = text.partition(f'RangeStart w:id="{number}"/>')[2].partition(f'RangeEnd w:id="{number}"/>')[
            0
        ]
        found.append("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", inside)))
    return found


def squeezed(text: str) -> str:
    return "".join(html.unescape(text).split())


def only_grew(before: bytes, after: bytes) -> bool:
    rest = iter(after)
    return all(byte in rest for byte in before)


def words_of(content: bytes | Guarded, tmp_path: Path) -> list[tuple[object, ...]]:
    if isinstance(content, bytes):
        (tmp_path / "a.docx").write_bytes(content)
        content = guard(tmp_path / "a.docx")
    words = read_docx(content).words
    return [(each.text, each.raw, each.place, each.number) for each in words if each.place.part != "批注"]


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        (p("支出812.40万元，其中"), "812.40万元"),
        (p("支出", "812", ".40万", "元，其中"), "12.40万元"),
        (p("支出812.40万元"), "支出812.40万元"),
        (p("<w:r><w:t>支</w:t><w:br/><w:t>出</w:t><w:tab/><w:t>额</w:t></w:r>"), "出"),
        (p("甲&amp;乙&#x4E00;丙"), "乙一"),
        (tbl(tr(tc("合计"), tc("812.40"))), "812.40"),
        (p("<w:hyperlink>" + r("链接里的数") + "</w:hyperlink>"), "里的"),
        (p("<w:ins w:id='7'>" + r("改后的数") + "</w:ins>"), "改后"),
        (p("<w:r><w:t>甲<!-- 注 -->乙</w:t></w:r>", "丙"), "甲乙丙"),
    ],
)
def test_a_comment_is_at_the_very_words(body, quote, tmp_path):
    source = guarded(package(p("前面") + body + p("后面")))
    copy = commented(source, quote)
    assert [text.replace("&amp;", "&").replace("&#x4E00;", "一") for text in marked(copy)] in (
        [quote],
        ["丙"],
    )
    assert only_grew(source.members.read("word/document.xml"), copy.read("word/document.xml"))
    assert words_of(copy.fp.getvalue(), tmp_path) == words_of(source, tmp_path)


def test_a_split_run_keeps_its_look_and_its_spaces():
    look = '<w:b/><w:sz w:val="32"/>'
    copy = commented(guarded(package(p("<w:r><w:rPr>" + look + "</w:rPr><w:t>共 3 个</w:t></w:r>"))), "3")
    text = MARK.sub("|", body_of(copy))
    halves = [
        f"<w:r><w:rPr>{look}</w:rPr><w:t{preserved}>{words}</w:t></w:r>"
        for words, preserved in (
            ("共 ", ' xml:space="preserve"'),
            ("3", ""),
            (" 个", ' xml:space="preserve"'),
        )
    ]
    assert f"{halves[0]}|{halves[1]}||{halves[2]}" in text


def test_runs_are_split_only_where_a_range_begins_inside():
    copy = commented(guarded(package(p("支出", "812.40万元", "。"))), "812.40万元")
    assert MARK.sub("", body_of(copy)) == document(p("支出", "812.40万元", "。"))


def test_several_comments_in_one_run():
    copy = commented(guarded(package(p("甲10乙20丙30"))), "10", "20", "乙20丙", "30", "10")
    assert sorted(marked(copy)) == ["10", "10", "20", "30", "乙20丙"]


@pytest.mark.parametrize(
    ("body", "parts", "quote", "where", "place"),
    [
        (p("第一段") + p("第二段", BOX.format(p("框内的数"))), {}, "框内", "第二段", "文本框"),
        (
            p("第一段") + p("第二段", '<w:r><w:footnoteReference w:id="2"/></w:r>') + p("第三段"),
            {"footnotes": part("w:footnotes", '<w:footnote w:id="2">' + p("注里的数") + "</w:footnote>")},
            "注里",
            "第二段",
            "脚注",
        ),
    ],
)
def test_words_that_cannot_be_commented_are_at_the_nearest_paragraph(body, parts, quote, where, place):
    copy = commented(guarded(package(body, **parts)), quote)
    assert marked(copy) == [where]
    assert f"【须更正】（这里说的是{place}里的文字）" in copy.read("word/comments.xml").decode()


def test_words_of_a_header_are_told_of_at_the_start():
    section = "<w:sectPr><w:headerReference w:type='default' r:id='h'/></w:sectPr>"
    members = package(p("标题") + p("正文") + section, ("h", "header", "header1.xml"))
    members["word/header1.xml"] = part("w:hdr", p("页眉的字"))
    copy = commented(guarded(members), "页眉的")
    assert marked(copy) == ["标题"]


def test_comments_there_already_are_kept():
    old = part("w:comments", f'<w:comment w:id="4" w:author="审核人">{p("原有的批注")}</w:comment>')
    body = p('<w:commentRangeStart w:id="4"/>', "甲", '<w:commentRangeEnd w:id="4"/>') + p("乙的数")
    copy = commented(guarded(package(body, comments=old)), "乙的")
    comments = copy.read("word/comments.xml").decode()
    assert comments.startswith(old.removesuffix("</w:comments>"))
    assert re.findall(r'w:id="(\d+)" w:author="([^"]*)"', comments) == [("4", "审核人"), ("5", "勾稽审核")]
    assert [name for name in copy.namelist() if "comments" in name] == ["word/comments.xml"]


def test_the_other_parts_are_the_same_bytes_and_so_is_the_copy():
    source = guard(EXAMPLE)
    copy, again = commented(source, "353.86"), commented(source, "353.86")
    assert copy.fp.getvalue() == again.fp.getvalue()
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert [name for name in source.members.names() if name not in changed] == [
        name for name in copy.namelist() if name not in changed and name != "word/comments.xml"
    ]
    assert all(
        copy.read(name) == source.members.read(name) for name in source.members.names() if name not in changed
    )


def test_the_copy_is_valid_and_other_readers_see_the_comments(tmp_path):
    source = guard(EXAMPLE)
    copy = commented(source, "353.86", "2247.13")
    path = tmp_path / "批注.docx"
    path.write_bytes(copy.fp.getvalue())
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    comments = list(docx.Document(str(path)).comments)
    assert [(each.author, each.initials, each.timestamp) for each in comments] == [
        ("勾稽审核", "勾稽", None)
    ] * 2
    assert comments[0].text == "【须更正】关于353.86。\n请核对。"
    assert words_of(path.read_bytes(), tmp_path) == words_of(source, tmp_path)


@pytest.mark.parametrize("seed", range(4))
def test_any_words_of_an_example_can_be_commented(seed, tmp_path):
    chance = random.Random(seed)
    source = guard(EXAMPLE.parents[1] / "jiaxian-2024" / "report.docx")
    paper = read_docx(source)
    spots = []
    for words in chance.sample([each for each in paper.words if not each.place.part], 60):
        start, end = sorted(chance.sample(range(len(words.text) + 1), 2))
        spots.append((Spot(words.span(start, end), ""), finding()))
    copy = ZipFile(BytesIO(comment_on(source, spots)))
    quoted = (paper[at].text[start:end] for at, start, end in (spot.span for spot, _ in spots))
    assert sorted(map(squeezed, marked(copy))) == sorted(map(squeezed, quoted))
    assert len(marked(copy)) == len(spots)
    assert only_grew(source.members.read("word/document.xml"), copy.read("word/document.xml"))
    assert words_of(copy.fp.getvalue(), tmp_path) == words_of(source, tmp_path)


def test_a_strict_file_gets_strict_comments():
    members = package(p("支出10万元"))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    members["word/document.xml"] = str(members["word/document.xml"]).replace(W, strict)
    copy = commented(guarded(members), "10")
    assert marked(copy) == ["10"]
    assert f'xmlns:w="{strict}"' in copy.read("word/comments.xml").decode()
    assert (
        "purl.oclc.org/ooxml/officeDocument/relationships/comments"
        in copy.read("word/_rels/document.xml.rels").decode()
    )


def test_words_of_a_comment_are_words_only():
    source = guarded(package(p("支出10万元")))
    words = read_docx(source).words[0]
    suspect = Suspect("1:2", "基本支出", "10", "11", "改为 11 后，WS-01、WS-13 都能对上")
    nasty = Finding("X", Outcome.DIFFERS, Severity.REMARK, "", "甲</w:t><w:p>&\x01乙", suspect=suspect)
    copy = ZipFile(BytesIO(comment_on(source, [(Spot(words.span(0, 2), ""), nasty)])))
    said = copy.read("word/comments.xml").decode()
    assert "甲&lt;/w:t&gt;&lt;w:p&gt;&amp;\ufffd乙。" in said
    assert "改为 11 后，有关各数都能对上。" in said


def test_a_file_that_gives_no_place_is_named():
    source = guarded(package(p("", BOX.format(p("只有框里有字")))))
    with pytest.raises(InputError, match="正文里没有可以加批注的文字"):
        commented(source, "框里")
    members = package()
    plain = document(p("支出10万元")).replace("xmlns:w=", "xmlns=")
    members["word/document.xml"] = plain.replace("<w:", "<").replace("</w:", "</")
    with pytest.raises(InputError, match="正文的写法特殊"):
        commented(guarded(members), "10")
