"""Every word of a paper is found again in the bytes of the file."""

from zipfile import ZipFile

import pytest

from authoring.papers.docx import read_docx
from authoring.papers.docx_places import Places
from authoring.papers.paper import Span
from tests.papers.word import document, guarded, p, package, part, r, rels, tbl, tc, tr
from tests.test_examples import EXAMPLES, ROOT

SHAPE = (
    "<w:r><w:t>形</w:t><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def marked(places: Places, span: Span) -> list[str]:
    return [places.content(cut.piece.part)[cut.start : cut.end].decode() for cut in places.of(span)]


def found(body: str, quote: str, **parts: str) -> list[str]:
    """The XML of the words quoted, as it stands in the file."""
    places = Places(guarded(package(body, **parts)))
    words = next(each for each in places.paper.words if quote in each.text)
    start = words.text.index(quote)
    return marked(places, words.span(start, start + len(quote)))


def test_words_over_several_runs() -> None:
    body = p("前") + p("年初", "预算 为", "12", "万元")
    assert found(body, "预算为12万") == ["预算 为", "12", "万"]
    assert found(body, "初") == ["初"]


def test_characters_that_xml_writes_longer() -> None:
    assert found(p("甲&amp;乙&#x4E00;丙\r\n丁𠀀戊"), "乙一丙") == ["乙&#x4E00;丙"]
    assert found(p("甲&amp;乙&#x4E00;丙\r\n丁𠀀戊"), "丁𠀀") == ["丁𠀀"]


def test_text_interrupted_is_taken_whole() -> None:
    assert found(p("<w:r><w:t>甲<!-- 注 -->乙</w:t></w:r>", "丙"), "乙丙") == ["甲<!-- 注 -->乙", "丙"]


def test_deleted_and_alternate_words_do_not_shift_the_places() -> None:
    both = "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    body = p("<w:del>" + r("删") + "</w:del>", both.format(r("新"), r("旧")), r("<w:tab/>"), "后面")
    assert found(body, "后面") == ["后面"]
    assert found(body, "新") == ["新"]


def test_words_beside_the_text() -> None:
    body = p("前", SHAPE.format(p("框内")), "后") + tbl(tr(tc(p("格里"), tbl(tr("内表")))))
    notes = part(
        "w:footnotes",
        f"<w:footnote w:type='separator'>{p('线')}</w:footnote><w:footnote>{p('脚注')}</w:footnote>",
    )
    for quote in ("前形后", "框内", "格里", "内表", "脚注"):
        assert "".join(found(body, quote, footnotes=notes)) == quote


def test_pieces_give_run_and_look() -> None:
    body = p(
        "无", r("有", "<w:b/>"), "<w:r><w:rPr/><w:t>空</w:t></w:r>", "<w:r><w:t>甲</w:t><w:t>乙</w:t></w:r>"
    )
    places = Places(guarded(package(body)))
    content = places.content("word/document.xml")
    pieces = places.pieces(0)
    assert [(each.start, each.end) for each in pieces] == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    shown = [content[slice(*each.look)].decode() if each.look else None for each in pieces]
    assert shown == [None, "<w:rPr><w:b/></w:rPr>", "<w:rPr/>", None, None]
    assert content[slice(*pieces[1].run)].decode() == r("有", "<w:b/>")
    assert pieces[3].run == pieces[4].run


def test_words_without_a_place() -> None:
    body = p(
        "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    )
    places = Places(guarded(package(body + p("<w:r><w:pict><v:shape alt='图'/></w:pict></w:r>"))))
    assert [places.pieces(at) for at in range(len(places.paper.words))] == [(), ()]
    assert places.of(Span(0, 0, 2)) == places.of(Span(0, 1, 1)) == ()


def test_paragraphs_parted_at_a_typed_break() -> None:
    body = p("<w:r><w:t>完成。</w:t><w:br/><w:t>本年支出</w:t></w:r>")
    assert found(body, "支出") == ["支出"]
    assert found(body, "成。") == ["成。"]


def test_a_part_in_another_encoding_has_no_places() -> None:
    members = package() | {
        "word/document.xml": document(p("支出")).replace("UTF-8", "UTF-16").encode("utf-16")
    }
    places = Places(guarded(members))
    assert places.paper.words[0].text == "支出"
    assert places.pieces(0) == ()


def test_a_part_with_a_fault_that_reading_passes_over_has_no_places() -> None:
    places = Places(guarded(package(p("<w:r><w:rPr><w:color w:val='\x01'/></w:rPr><w:t>支出</w:t></w:r>"))))
    assert places.paper.words[0].text == "支出"
    assert places.pieces(0) == ()


def test_strict_and_long_parts() -> None:
    text = document("".join(p(f"第{n}段") for n in range(4_000)))
    strict = text.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    for each in (text, strict):
        places = Places(guarded(package() | {"word/document.xml": each, "_rels/.rels": rels()}))
        assert marked(places, Span(3_999, 0, 6)) == ["第3999段"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_word_of_an_example(example: str) -> None:
    with ZipFile(ROOT / example / "report.docx") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    places = Places(guarded(members))
    assert places.paper.items == read_docx(guarded(members)).items
    for words in places.paper.words:
        got = "".join(marked(places, words.span(0, len(words.text))))
        assert got.replace("&amp;", "&") == words.raw.replace("\n", "").strip()
