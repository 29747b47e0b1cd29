"""What a heading may be told by comes from the paragraph, its runs and all styles below it."""

import pytest

from authoring.papers.paper import Look
from tests.papers.word import p, part, r, read


def style(name: str, title: str, inside: str = "", kind: str = "paragraph", extra: str = "") -> str:
    return f"<w:style w:type='{kind}' w:styleId='{name}'{extra}><w:name w:val='{title}'/>{inside}</w:style>"


STYLES = part(
    "w:styles",
    "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='21'/></w:rPr></w:rPrDefault></w:docDefaults>"
    + style("a", "Normal", extra=" w:default='1'")
    + style(
        "1",
        "heading 1",
        "<w:basedOn w:val='a'/><w:pPr><w:jc w:val='center'/></w:pPr><w:rPr><w:b/><w:sz w:val='44'/></w:rPr>",
    )
    + style("x", "我的标题", "<w:basedOn w:val='1'/><w:rPr><w:b w:val='0'/></w:rPr>")
    + style("o", "大纲", "<w:basedOn w:val='o'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr>")
    + style("t", "二级标题")
    + style("s", "Strong", "<w:rPr><w:b/><w:sz w:val='36'/></w:rPr>", "character")
    + style("h", "藏", "<w:rPr><w:vanish/></w:rPr>", "character"),
)
FIRST = Look(1, "heading 1", bold=True, centered=True, size=22.0)
BIG = "<w:b/><w:sz w:val='32'/>"


@pytest.mark.parametrize(
    ("own", "inside", "look"),
    [
        ("", r("文"), Look(None, "Normal", size=10.5)),
        ("<w:pStyle w:val='1'/>", r("文"), FIRST),
        ("<w:pStyle w:val='x'/><w:jc w:val='left'/>", r("文"), Look(1, "我的标题", size=22.0)),
        ("<w:pStyle w:val='o'/>", r("文"), Look(3, "大纲", size=10.5)),
        ("<w:pStyle w:val='t'/>", r("文"), Look(2, "二级标题", size=10.5)),
        ("<w:pStyle w:val='1'/><w:outlineLvl w:val='9'/>", r("文"), FIRST._replace(level=None)),
        ("<w:outlineLvl w:val='0'/>", r("文"), Look(1, "Normal", size=10.5)),
        ("<w:pStyle w:val='?'/>", r("文", BIG), Look(None, "Normal", bold=True, size=16.0)),
        ("", r("文", "<w:rStyle w:val='s'/>") + r(" "), Look(None, "Normal", bold=True, size=18.0)),
        ("", r("粗", "<w:b/>") + r("细"), Look(None, "Normal", bold=False, size=10.5)),
        ("", r("藏", "<w:rStyle w:val='h'/>") + r("文"), Look(None, "Normal", size=10.5)),
    ],
)  # fmt: skip
def test_looks(own: str, inside: str, look: Look) -> None:
    words = read(p(inside, own=own), styles=STYLES).words
    assert [each.look for each in words] == [look]
