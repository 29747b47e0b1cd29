"""Numbers in the formats of a word processor."""

import pytest

from authoring.numerals import chinese_numeral, numeral


@pytest.mark.parametrize(
    ("way", "number", "written"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("unheard-of", 5, "5"), ("none", 5, ""),
        ("upperRoman", 1994, "MCMXCIV"), ("lowerRoman", 4, "iv"), ("lowerRoman", 0, "0"),
        ("upperLetter", 1, "A"), ("lowerLetter", 26, "z"), ("lowerLetter", 28, "bb"), ("lowerLetter", 0, "0"),
        ("ordinal", 1, "1st"), ("ordinal", 12, "12th"), ("ordinal", 23, "23rd"),
        ("decimalFullWidth", 10, "１０"), ("decimalFullWidth2", 2, "２"),
        ("decimalEnclosedCircle", 1, "①"), ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircleChinese", 21, "㉑"), ("decimalEnclosedCircleChinese", 50, "㊿"),
        ("decimalEnclosedCircleChinese", 51, "51"), ("decimalEnclosedFullstop", 2, "⒉"),
        ("decimalEnclosedParen", 3, "⑶"), ("ideographEnclosedCircle", 10, "㊉"),
        ("ideographTraditional", 10, "癸"), ("ideographTraditional", 11, "11"), ("ideographZodiac", 1, "子"),
        ("ideographDigital", 20, "二〇"),
        ("japaneseDigitalTenThousand", 11, "一一"), ("taiwaneseDigital", 5, "五"),
        ("chineseCounting", 10, "十"), ("chineseCountingThousand", 21, "二十一"),
        ("japaneseCounting", 3, "三"),
        ("taiwaneseCounting", 11, "十一"), ("taiwaneseCountingThousand", 110, "一百一十"),
        ("chineseLegalSimplified", 13, "壹拾叁"), ("ideographLegalTraditional", 22, "貳拾貳"),
    ],
)  # fmt: skip
def test_formats(way: str, number: int, written: str) -> None:
    assert numeral(number, way) == written


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "零"), (101, "一百零一"), (1010, "一千零一十"), (1001, "一千零一"), (2000, "二千"),
        (9999, "九千九百九十九"), (10000, "10000"), (-1, "-1"),
    ],
)  # fmt: skip
def test_chinese(number: int, written: str) -> None:
    assert chinese_numeral(number) == written
