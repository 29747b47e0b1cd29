"""The kinds of cell there are in workbooks from others: as stored, and what must be read.

Each has a name, the number format, the cell's XML without `r` and `s`, what is read, and what the clerk sees.
"""

from typing import NamedTuple

from authoring.sheets.cells import Cell, Doubt, Kind

TEXT, NUMBER, PERCENT, DATE, TIME = Kind.TEXT, Kind.NUMBER, Kind.PERCENT, Kind.DATE, Kind.TIME
ERROR, BOOLEAN, UNCACHED, EMPTY = Kind.ERROR, Kind.BOOLEAN, Kind.UNCACHED, Kind.EMPTY


class Case(NamedTuple):
    """`attributes` are those beyond `r` and `s`."""

    name: str
    code: str
    attributes: str
    inner: str
    cell: Cell
    shown: str


def _case(name: str, code: str, inner: str, cell: Cell, shown: str = "", attributes: str = "") -> Case:
    return Case(name, code, attributes, inner, cell, shown or cell.text)


def _number(
    name: str, stored: str, text: str, code: str = "General", shown: str = "", **more: object
) -> Case:
    return _case(name, code, f"<v>{stored}</v>", Cell(text, NUMBER)._replace(**more), shown)  # type: ignore[arg-type]


def _text(name: str, text: str, xml: str = "") -> Case:
    body = f'<is><t xml:space="preserve">{xml or text}</t></is>'
    return _case(name, "General", body, Cell(text, TEXT), attributes=' t="inlineStr"')


def _day(name: str, stored: str, code: str, text: str, kind: Kind = DATE, doubt: Doubt = Doubt.NONE) -> Case:
    return _case(name, code, f"<v>{stored}</v>", Cell(text, kind, doubt=doubt))


CASES = (
    _number("金额两位", "2601", "2601", "0.00", "2601.00", decimals=2),
    _number("写成两位", "2601.00", "2601.00"),
    _number("千分位", "1234567.8", "1234567.8", "#,##0.00", "1234567.80", decimals=2),
    _number("二进制误差下", "189.88999999999999", "189.89"),
    _number("二进制误差上", "0.30000000000000004", "0.3"),
    _number("会计格式括号负数", "-2601.5", "-2601.5", "#,##0.00_);(#,##0.00)", "-2601.50", decimals=2),
    _number("红字负数", "-12.345", "-12.345", "0.00;[Red]-0.00", "-12.35", decimals=2),
    _number("人民币", "100", "100", "[$¥-804]#,##0.00;[$¥-804]-#,##0.00", "100.00", decimals=2),
    _number("元在格式里", "100", "100", '0.00"元"', "100.00", decimals=2),
    _number("万元缩小", "26010000", "26010000", '0\\.0,"万"', doubt=Doubt.SCALED),
    _number("千元缩小", "26010000", "26010000", "#,##0.00,", doubt=Doubt.SCALED),
    _number("科学计数存", "1.5E-3", "0.0015"),
    _number("科学计数大", "2.601E+3", "2601"),
    _number("科学计数格式", "2601", "2601", "0.00E+00"),
    _number("分数格式", "0.5", "0.5", "# ?/?"),
    _number("位数不定", "12.5", "12.5", "0.0#"),
    _number("十八位数", "430102199001011234", "430102199001011234", doubt=Doubt.BEYOND),
    _number("十八位数科学", "4.3010219900101101E17", "430102199001011010", doubt=Doubt.BEYOND),
    _number("十六位小数", "0.33333333333333331", "0.333333333333333", doubt=Doubt.BEYOND),
    _number("负零", "-0", "0", "0.00", "0.00", decimals=2),
    _number("文本格式的数", "2601", "2601", "@"),
    _case("百分比", "0.00%", "<v>0.9234</v>", Cell("92.34%", PERCENT, 2)),
    _case("百分比取整", "0%", "<v>0.9234</v>", Cell("92.34%", PERCENT, 0), "92%"),
    _case("百分比误差", "0.00%", "<v>0.28999999999999998</v>", Cell("29%", PERCENT, 2), "29.00%"),
    _day("日期", "45736", "yyyy-mm-dd", "2025-03-20"),
    _day("中文日期", "45736", 'yyyy"年"m"月"d"日"', "2025-03-20"),
    _day("中文区域日期", "45736", "[$-804]yyyy/m/d;@", "2025-03-20"),
    _day("日期时间", "45736.354166666664", "yyyy/m/d h:mm", "2025-03-20 08:30:00"),
    _day("时刻", "0.35416666666666669", "h:mm", "08:30:00", TIME),
    _day("累计小时", "1.1041666666666667", "[h]:mm:ss", "26:30:00", TIME),
    _day("上午下午", "0.85416666666666663", '上午/下午h"时"mm"分"', "20:30:00", TIME),
    _day("早期日期", "1", "yyyy-mm-dd", "1900-01-01", DATE, Doubt.EARLY_DATE),
    _day("不存在的日期", "60", "yyyy-mm-dd", "60", NUMBER, Doubt.BAD_DATE),
    _day("负日期", "-5", "yyyy-mm-dd", "-5", NUMBER, Doubt.BAD_DATE),
    _case("写出的日期", "yyyy", "<v>2025-03-20T00:00:00</v>", Cell("2025-03-20", DATE), attributes=' t="d"'),
    _case("真", "General", "<v>1</v>", Cell("TRUE", BOOLEAN), attributes=' t="b"'),
    _case("假", "General", "<v>0</v>", Cell("FALSE", BOOLEAN), attributes=' t="b"'),
    _case("引用错误", "0.00", "<v>#REF!</v>", Cell("#REF!", ERROR), attributes=' t="e"'),
    _case(
        "除零公式",
        "0.00",
        "<f>1/0</f><v>#DIV/0!</v>",
        Cell("#DIV/0!", ERROR, None, True),
        attributes=' t="e"',
    ),
    _case("公式", "0.00", "<f>SUM(A1:A2)</f><v>3</v>", Cell("3", NUMBER, 2, True), "3.00"),
    _case("共享公式", "0.00", '<f t="shared" si="0"/><v>3</v>', Cell("3", NUMBER, 2, True), "3.00"),
    _case("公式无值", "0.00", "<f>SUM(A1:A2)</f>", Cell("", UNCACHED, None, True)),
    _case("公式空值", "0.00", "<f>SUM(A1:A2)</f><v></v>", Cell("", UNCACHED, None, True)),
    _case(
        "公式出文本",
        "0.00",
        "<f>A1&amp;B1</f><v>合格</v>",
        Cell("合格", TEXT, None, True),
        attributes=' t="str"',
    ),
    _case("公式出空文本", "0.00", "<f>A1</f><v></v>", Cell("", TEXT, None, True), attributes=' t="str"'),
    _case("坏数", "0.00", "<v>1,5</v>", Cell("1,5", ERROR, doubt=Doubt.BAD_NUMBER)),
    _case("失文本", "0.00", "<v>7</v>", Cell("", ERROR, doubt=Doubt.LOST_TEXT), attributes=' t="s"'),
    _text("文本数", "2601.00"),
    _text("撇号十八位", "430102199001011234"),
    _text("全角数", "２６０１．００"),
    _text("不间断空格", "2601\u00a0"),
    _text("减号", "\u22122601"),
    _text("括号负数", "（2601.00）"),
    _text("带单位", "2601.00元"),
    _text("换行转义", "甲\r乙", "甲_x000D_乙"),
    _text("转义的转义", "_x000D_", "_x005F_x000D_"),
    _case("空格式", "0.00", "", Cell("", EMPTY)),
)
