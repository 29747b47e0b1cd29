"""The page, the faces and the styles of GB/T 9704-2012 党政机关公文格式, declared once.

Lengths are twips (1/20 pt, 1/1440 inch) unless a name says otherwise; indents count characters of
the style's own size. `base.py` turns this into Word parts, `html.py` into CSS, `docx.py` takes the
text width and the names from here. A value left out is the parent style's.
"""

from functools import cache
from typing import Literal, NamedTuple

Jc = Literal["left", "center", "right", "both"]

FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
SONGTI = "宋体"
XIAOBIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"

LINES_PER_PAGE = 22
CHARACTERS_PER_LINE = 28
CHARACTER = 320
"""三号, 16 pt: the size of body text and headings."""
LINE_PITCH = 579
"""28.95 pt: 22 lines fill 225 mm; 29 pt would leave room for 21 only."""

# 156 mm hold 27.6 characters of 16 pt, so each gives up a quarter point; -4 would make 27 a line.
# As spacing of the styles, which every program knows, and not as `charSpace` of a `linesAndChars`
# grid, out of which LibreOffice 7.4 makes 24 characters a line.
CHARACTER_FIT = -5

LATIN_DIGIT = 0.5
LATIN_STOP = 0.25
"""Widths of 1 and . in Times New Roman, in characters."""


class Page(NamedTuple):
    """Paper and margins; `header` and `footer` are their distances from the paper's edge."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    header: int
    footer: int
    gutter: int = 0

    @property
    def text_width(self) -> int:
        """版心宽: what is left between the margins."""
        return self.width - self.left - self.right - self.gutter

    @property
    def text_height(self) -> int:
        """版心高."""
        return self.height - self.top - self.bottom

    def turned(self) -> "Page":
        """The sheet on its side, its head at the binding edge 订口: margins turn along with it.

        The page number stays as far below the text as it was. A sheet already wide is left alone.
        """
        if self.width > self.height:
            return self
        below = max(self.right - (self.bottom - self.footer), 0)
        return Page(
            width=self.height,
            height=self.width,
            top=self.left,
            right=self.top,
            bottom=self.right,
            left=self.bottom,
            header=min(self.header, self.left // 2),
            footer=below,
            gutter=self.gutter,
        )


# A4; 37, 26, 35, 28 mm. The footer puts the dashes 7 mm below the text: 35 - 7 - half of 14 pt.
A4 = Page(11906, 16838, 2098, 1474, 1984, 1587, header=850, footer=1446)


class Style(NamedTuple):
    """A paragraph style. `first_line`, `left` and `right` count characters, `size` is in points.

    `pitch` is the exact distance of lines, 0 for a pitch that follows the face. `fit` is added to
    every character; `grid` false lets go of the page's line grid. `outline` 0 is the first level of
    the navigation pane.
    """

    id: str
    name: str
    parent: str | None = "Normal"
    face: str | None = None
    latin: str | None = None
    size: float | None = None
    bold: bool | None = None
    color: str | None = None
    fit: int | None = None
    align: Jc | None = None
    first_line: float | None = None
    left: float | None = None
    right: float | None = None
    pitch: int | None = None
    before: int | None = None
    after: int | None = None
    grid: bool | None = None
    keep_next: bool | None = None
    outline: int | None = None
    builtin: bool = False


NORMAL = Style(
    "Normal", "Normal", None, FANGSONG, LATIN, 16, bold=False, color="000000", fit=CHARACTER_FIT,
    align="both", first_line=0, pitch=LINE_PITCH, before=0, after=0, builtin=True,
)  # fmt: skip
TITLE = Style(
    "Title", "Title", face=XIAOBIAOSONG, size=22, align="center", after=LINE_PITCH,
    grid=False, keep_next=True, builtin=True,
)  # fmt: skip
BODY = Style("BodyText", "Body Text", first_line=2, builtin=True)
HEADINGS = tuple(
    Style(
        f"Heading{level}",
        f"heading {level}",
        "Body Text",
        face,
        keep_next=True,
        outline=level - 1,
        builtin=True,
    )
    for level, face in enumerate((HEITI, KAITI, FANGSONG, FANGSONG), start=1)
)
ITEM = Style("Item", "列举项", "Body Text")
ATTACHMENT = Style("Attachment", "附件说明")
SIGNATURE = Style("ClosingSignature", "署名", align="right", keep_next=True)
DATE = Style("ClosingDate", "成文日期", align="right")
ANNEX_LABEL = Style("AnnexLabel", "附件标识", face=HEITI, align="left", keep_next=True)
ANNEX_TITLE = Style("AnnexTitle", "附件标题", "Title", before=LINE_PITCH, after=LINE_PITCH // 2, outline=0)
CAPTION = Style(
    "TableCaption", "表题", face=HEITI, size=14, fit=0, align="center", keep_next=True
)  # fmt: skip
TABLE_TEXT = Style(
    "TableText", "表格文字", size=12, fit=0, align="center", pitch=0, before=40, after=40, grid=False
)  # fmt: skip
TABLE_HEAD = Style("TableHead", "表头文字", "表格文字", HEITI)
NOTE = Style("TableNote", "表下注", size=12, fit=0, first_line=2, pitch=LINE_PITCH * 2 // 3, grid=False)
AFTER_TABLE = Style("AfterTable", "表后分隔", size=1, fit=0, pitch=20, grid=False)
HEADER = Style("Header", "header", size=14, fit=0, align="center", pitch=0, grid=False, builtin=True)
DRAFT_MARK = Style("DraftMark", "草稿标记", "header", HEITI, size=22, color="C00000")
FOOTER = Style("Footer", "footer", face=SONGTI, latin=SONGTI, size=14, fit=0, pitch=CHARACTER, builtin=True)
ODD_NUMBER = Style("PageNumberOdd", "单页码", "footer", align="right", right=1)
EVEN_NUMBER = Style("PageNumberEven", "双页码", "footer", align="left", left=1)

STYLES = (
    NORMAL, TITLE, *HEADINGS, BODY, ITEM, ATTACHMENT, SIGNATURE, DATE, ANNEX_LABEL, ANNEX_TITLE,
    CAPTION, TABLE_TEXT, TABLE_HEAD, NOTE, AFTER_TABLE, HEADER, DRAFT_MARK, FOOTER,
    ODD_NUMBER, EVEN_NUMBER,
)  # fmt: skip

ROLES = {
    "addressee": NORMAL,
    "body": BODY,
    "item": ITEM,
    "note": NOTE,
    "attachment": ATTACHMENT,
    "signature": SIGNATURE,
    "date": DATE,
}
"""The style of a paragraph by its role."""

TABLE_STYLE_ID = "ReportTable"
TABLE_STYLE_NAME = "公文表格"
CELL_MARGIN = 80
BORDER_EIGHTHS = 4
"""Table rules are half a point thick, in eighths of a point as Word counts."""


class Face(NamedTuple):
    """A face for the font table; `substitute` is what Word takes where the face is missing."""

    name: str
    substitute: str | None
    family: Literal["roman", "modern", "script", "auto"]
    panose: str
    charset: str = "86"


FACES = (
    Face(LATIN, None, "roman", "02020603050405020304", "00"),
    Face(FANGSONG, "仿宋", "modern", "02010609060101010101"),
    Face(KAITI, "楷体", "modern", "02010609060101010101"),
    Face(HEITI, "SimHei", "modern", "02010609060101010101"),
    Face(SONGTI, "SimSun", "auto", "02010600030101010101"),
    Face(XIAOBIAOSONG, "方正小标宋_GBK", "script", "03000509000000000000"),
)


def style(name: str) -> Style:
    """The style of that name; names are compared as Word does, without case."""
    return BY_NAME[name.casefold()]


@cache
def resolved(each: Style) -> Style:
    """The style with its parents' values where it has none of its own."""
    if each.parent is None:
        return each
    own = {name: value for name, value in each._asdict().items() if value is not None}
    return resolved(style(each.parent))._replace(**own)


def size(each: Style) -> float:
    """The size of a style in points, its own or its nearest parent's."""
    return resolved(each).size or CHARACTER / 20


BY_NAME = {each.name.casefold(): each for each in STYLES}
