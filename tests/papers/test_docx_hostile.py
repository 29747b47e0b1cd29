"""Word files that nobody should send: read or refused in plain words, never another exception."""

import contextlib
import copy
import gc
import random
import re
import weakref
from xml.etree import ElementTree

import pytest

from authoring.errors import InputError
from authoring.intake.guard import Kind, guard
from authoring.papers.docx import read_docx
from authoring.papers.docx_package import Package
from authoring.papers.docx_places import Places
from authoring.papers.paper import Grid
from tests.papers.word import (
    document,
    grids,
    guarded,
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

DEEP = 10_000


def refusal(members: dict[str, str | bytes]) -> str:
    with pytest.raises(InputError) as caught:
        read_docx(guarded(members))
    assert caught.value.problems[0].file == "自评报告.docx"
    return caught.value.problems[0].message


def nested(begin: str, inside: str, end: str) -> str:
    return begin * DEEP + inside + end * DEEP


@pytest.mark.parametrize(
    "body",
    [
        p(nested("<w:ins>", r("深"), "</w:ins>")),
        nested("<w:sdt><w:sdtContent>", p("深"), "</w:sdtContent></w:sdt>"),
        p("<w:r><w:drawing>" + nested("<wps:wsp>", "", "</wps:wsp>") + "</w:drawing></w:r>"),
        p(nested("<mc:AlternateContent><mc:Choice>", r("深"), "</mc:Choice></mc:AlternateContent>")),
        p(nested("<m:f><m:den>", "<m:t>1</m:t>", "</m:den></m:f>")),
    ],
)
def test_what_is_nested_too_deep_is_refused(body: str) -> None:
    assert (
        refusal(package(body)) == "内容嵌套超过 200 层，没有读取，请用 Word 或 WPS 打开，另存为新文件后再用"
    )


def test_depth_that_need_not_be_followed_is_no_matter() -> None:
    assert texts(read(p(nested("<w:del>", "", "</w:del>"), "文"))) == ["文"]
    paper = read(nested("<w:tbl><w:tr><w:tc>", p("内"), "</w:tc></w:tr></w:tbl>"))
    assert len(grids(paper)) == DEEP
    boxed = "<w:p><w:r><w:pict><v:textbox><w:txbxContent>"
    paper = read(nested(boxed, p("框"), "</w:txbxContent></v:textbox></w:pict></w:r></w:p>"))
    assert texts(paper, "文本框") == ["框"]
    rows = nested("<w:sdt>", tr("甲"), "</w:sdt>")
    assert grids(read(f"<w:tbl>{rows}</w:tbl>"))[0].cells == ()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"word/document.xml": "<w:document"}, "“word/document.xml”的内容已损坏"),
        ({"word/document.xml": document(p("x")).replace("</w:p>", "")}, "“word/document.xml”的内容已损坏"),
        ({"word/document.xml": b"<?xml version='1.0' encoding='gbk'?><a>\xff</a>"}, "的内容已损坏，读不出来"),
        ({"word/document.xml": part("w:styles", "")}, "里面没有 Word 正文"),
        ({"word/document.xml": part("w:document", "")}, "里面没有 Word 正文"),
        ({"word/document.xml": ""}, "“word/document.xml”的内容已损坏"),
        ({"word/styles.xml": "<w:styles>"}, "“word/styles.xml”的内容已损坏"),
        ({"_rels/.rels": "<x"}, "“_rels/.rels”的内容已损坏"),
        ({"word/document.xml": "<!DOCTYPE x [<!ENTITY e 'x'>]>" + document(p("&e;"))}, "DOCTYPE"),
    ],
)  # fmt: skip
def test_broken_parts_are_named(changed: dict[str, str | bytes], message: str) -> None:
    assert message in refusal(package(p("x"), styles=part("w:styles", "")) | changed)


def test_a_package_without_a_main_part() -> None:
    members = package()
    del members["word/document.xml"]
    assert refusal(members).startswith("里面没有 Word 正文")


def test_nothing_outside_the_package_is_opened() -> None:
    members = package(p("文") + "<w:sectPr><w:headerReference r:id='h'/></w:sectPr>")
    outside = (
        ("s", "styles", "file:///etc/passwd"),
        ("h", "header", "http://127.0.0.1/h.xml"),
        ("n", "numbering", "n.xml"),
    )
    members["word/_rels/document.xml.rels"] = rels(("f", "footnotes", "../../../etc/passwd"), outside=outside)
    paper = read_docx(guarded(members))
    assert texts(paper) == ["文"]
    assert paper.remarks == (
        "引用了 3 个外部文件（模板、图片等），没有打开",
        "缺少“etc/passwd”，这一部分没有读",
    )


def test_missing_and_unusable_relations() -> None:
    body = p("文", "<w:r><w:drawing><c:chart r:id='?'/></w:drawing></w:r>")
    paper = read(body + "<w:sectPr><w:headerReference/></w:sectPr>", ("h", "header", "没有.xml"))
    assert texts(paper) == ["文"]
    assert paper.remarks == ("1 个图表只读了文字，里面的数没有读",)


def test_of_many_things_unread_the_first_are_named() -> None:
    links = [(f"h{n}", "header", f"没有{n}.xml") for n in range(12)]
    sections = "".join(f"<w:headerReference r:id='h{n}'/>" for n in range(12))
    pictures = (p("表1") + p("<w:r><w:pict><v:imagedata/></w:pict></w:r>")) * 13
    remarks = read(f"{pictures}<w:sectPr>{sections}</w:sectPr>", *links).remarks
    assert remarks[0] == "13 张图片里的文字没有读"
    assert remarks[1:11] == ("“表1”之后是图片，不是表格，里面的数没有读",) * 10
    assert remarks[11:13] == (
        "还有 3 处像是表格的图片，里面的数没有读",
        "缺少“word/没有0.xml”，这一部分没有读",
    )
    assert remarks[-1] == "还缺少 2 个部分，没有读"


def test_styles_that_go_round() -> None:
    styles = "".join(
        f"<w:style w:styleId='{a}'><w:name w:val='{a}'/><w:basedOn w:val='{b}'/></w:style>"
        for a, b in ("ab", "ba")
    )
    assert (
        read(p("文", own="<w:pStyle w:val='a'/>"), styles=part("w:styles", styles)).words[0].look.style == "a"
    )


def test_spans_beyond_measure_stay_within_a_table() -> None:
    wide = "<w:gridSpan w:val='5000'/>"
    grid = grids(read(tbl(tr(tc("甲", own=wide)), tr(tc("乙", own="<w:gridSpan w:val='-5'/>"), "丙"))))[0]
    assert grid.size == (2, 63)
    assert [cell.column for cell in grid.cells] == [0, 0, 1]


def test_numbers_that_are_none() -> None:
    own = "<w:outlineLvl w:val='很深'/><w:jc/><w:numPr><w:ilvl/><w:numId w:val='x'/></w:numPr>"
    signs = "<w:r><w:sym w:char='zz'/><w:sym w:char='D800'/></w:r>"
    words = read(p(signs, r("文", "<w:sz w:val='大'/>"), own=own)).words
    assert (words[0].text, words[0].look.level, words[0].look.size) == ("文", None, 10.0)


def test_a_long_report_is_let_go_as_it_is_read() -> None:
    members = guarded(package("".join(p(f"第{n}段", r("文" * 20)) for n in range(20_000)))).members
    assert members
    blocks = Package(members, "").blocks()
    first = weakref.ref(next(blocks))
    assert sum(1 for _ in blocks) == 19_999
    gc.collect()
    assert first() is None


def test_a_file_as_the_guard_finds_it(tmp_path) -> None:
    path = tmp_path / "报告.docm"
    kind = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
    members = package(p("宏")) | {"[Content_Types].xml": types(kind=kind)}
    path.write_bytes(zipped(members))
    paper = read_docx(guard(path))
    assert (paper.file, paper.kind, texts(paper)) == ("报告.docm", "docx", ["宏"])


BOX = (
    "<w:r><w:drawing><wp:docPr descr='图'/><wps:txbx><w:txbxContent>"
    + p("框")
    + "</w:txbxContent></wps:txbx></w:drawing></w:r>"
)
WHOLE = package(
    p("一、概况", own="<w:pStyle w:val='1'/><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>")
    + p("支出 ", r("12.5", "<w:b/><w:sz w:val='32'/>"), "<w:ins>" + r("万元") + "</w:ins>")
    + tbl(tr(tc("甲", own="<w:gridSpan w:val='2'/>")), tr("1", tc("2", own="<w:vMerge w:val='restart'/>")))
    + p(BOX)
    + "<w:sectPr><w:headerReference r:id='rel2'/></w:sectPr>",
    styles=part("w:styles", "<w:style w:styleId='1'><w:name w:val='标题 1'/><w:basedOn/></w:style>"),
    numbering=part(
        "w:numbering",
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>"
        "<w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
    ),
    header=part("w:hdr", p("眉")),
    footnotes=part("w:footnotes", f"<w:footnote>{p('注')}</w:footnote>"),
)  # fmt: skip


def mangled(content: bytes, chance: random.Random) -> bytes:
    """Some bytes, tags, names or values of a part changed, doubled, dropped or put elsewhere."""
    for _ in range(chance.randint(1, 4)):
        tags = [found.span() for found in re.finditer(rb"<[^<>]*>", content)] or [(0, len(content))]
        values = [found.span(1) for found in re.finditer(rb"['\"]([^'\"<>]*)['\"]", content)] or tags
        start, end = chance.choice(tags)
        match chance.randrange(7):
            case 0:
                content = content[:start] + content[end:]
            case 1:
                content = content[:end] + content[start:end] + content[end:]
            case 2:
                other = chance.choice(tags)
                content = content[:start] + content[slice(*other)] + content[end:]
            case 3:
                start, end = chance.choice(values)
                new = chance.choice(
                    [b"", b"-1", b"99999999999", b"x", "一".encode(), b"&#0;", b"restart", b"begin"]
                )
                content = content[:start] + new + content[end:]
            case 4:
                at = chance.randrange(len(content) + 1)
                content = content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
            case 5:
                content = content[: chance.randrange(len(content) + 1)]
            case _:
                names = [
                    b"w:p",
                    b"w:tbl",
                    b"w:tr",
                    b"w:tc",
                    b"w:r",
                    b"w:t",
                    b"w:ins",
                    b"w:sdtContent",
                    b"w:del",
                ]
                content = content.replace(chance.choice(names), chance.choice(names))
    return content


def shuffled(content: bytes, chance: random.Random) -> bytes:
    """A part whose elements are dropped, doubled, renamed, put elsewhere; still whole XML."""
    root = ElementTree.fromstring(content)
    for _ in range(chance.randint(1, 6)):
        parents = [each for each in root.iter() if len(each)]
        if not parents:
            break
        parent, other = chance.choice(parents), chance.choice(parents)
        child = chance.choice(list(parent))
        match chance.randrange(5):
            case 0:
                parent.remove(child)
            case 1:
                parent.append(copy.deepcopy(child))
            case 2:
                other.insert(0, copy.deepcopy(child))
            case 3:
                child.tag = chance.choice([each.tag for each in root.iter()])
            case _:
                for name in child.attrib:
                    child.set(name, chance.choice(["", "-1", "7", "一", "end", "continue", "1000000", "1.5"]))
    return ElementTree.tostring(root)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("change", [mangled, shuffled])
def test_files_changed_at_random(change, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(80):
        members = dict(WHOLE)
        name = chance.choice([*members, "word/document.xml", "word/document.xml"])
        members[name] = change(members[name].encode(), chance)
        if chance.random() < 0.1:
            del members[chance.choice(list(members))]
        try:
            file = guarded(members)
            paper = read_docx(file)
            places = Places(file)
        except InputError:
            continue
        assert [each.at for each in paper.words] == list(range(len(paper.words)))
        assert paper.items == places.paper.items
        for words in paper.words:
            for cut in places.of(words.span(0, len(words.text))):
                assert cut.piece.text[0] <= cut.start <= cut.end <= cut.piece.text[1]
        for item in paper.items:
            if isinstance(item, Grid):
                taken = {
                    (cell.row + down, cell.column + right)
                    for cell in item.cells
                    for down in range(cell.rowspan)
                    for right in range(cell.colspan)
                }
                assert len(taken) == sum(cell.rowspan * cell.colspan for cell in item.cells)


def test_bytes_of_the_file_changed_at_random(tmp_path) -> None:
    chance, content = random.Random(61), zipped(WHOLE)
    path, read = tmp_path / "报告.docx", 0
    for _ in range(150):
        at = chance.randrange(len(content))
        new = bytes(chance.randrange(256) for _ in range(chance.randint(1, 4)))
        path.write_bytes(content[:at] + new + content[at + chance.randint(0, 8) :])
        with contextlib.suppress(InputError):
            file = guard(path)
            if file.kind is Kind.DOCX:
                read_docx(file)
                read += 1
    assert 0 < read < 150
