"""Whole numbers as word processors write them before headings and items: 一, 壹, 甲, ①, iv, b."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_UNITS = "", "十", "百", "千"
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def chinese_numeral(number: int) -> str:
    """0 to 9999 in 汉字: 零, 十, 十二, 二十, 一百零一, 一百一十, 一千零一十; digits beyond."""
    if not 0 <= number <= 9999:
        return str(number)
    if number < 20:
        return ("十" if number > 9 else "") + (_DIGITS[number % 10] if number % 10 or not number else "")
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if gap else "") + _DIGITS[digit] + _UNITS[place]
        gap = bool(words) and not digit
    return words


def _formal(number: int) -> str:
    """As on cheques, where ten is 壹拾."""
    return ("一" if 10 <= number < 20 else "") + chinese_numeral(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    words = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        words += letters * times
    return words


def _letter(number: int) -> str:
    """From a to z, then aa to zz, as Word counts."""
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1) if 0 < number <= 26 * 20 else str(number)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _circled(number: int) -> str:
    for first, last, mark in ((1, 20, "①"), (21, 35, "㉑"), (36, 50, "㊱")):
        if first <= number <= last:
            return chr(ord(mark) + number - first)
    return str(number)


def _row(signs: str) -> Callable[[int], str]:
    """Signs in their order; digits beyond."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _run(mark: str, count: int) -> Callable[[int], str]:
    return _row("".join(chr(ord(mark) + at) for at in range(count)))


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_POSITIONS = str.maketrans("0123456789", "〇一二三四五六七八九")

_WAYS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "ordinal": _ordinal,
    "decimalFullWidth": lambda number: str(number).translate(_WIDE),
    "decimalFullWidth2": lambda number: str(number).translate(_WIDE),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "ideographEnclosedCircle": _run("㊀", 10),
    "ideographTraditional": _row("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _row("子丑寅卯辰巳午未申酉戌亥"),
    "ideographDigital": lambda number: str(number).translate(_POSITIONS),
    "japaneseDigitalTenThousand": lambda number: str(number).translate(_POSITIONS),
    "taiwaneseDigital": lambda number: str(number).translate(_POSITIONS),
    "chineseCounting": chinese_numeral,
    "chineseCountingThousand": chinese_numeral,
    "taiwaneseCounting": chinese_numeral,
    "taiwaneseCountingThousand": chinese_numeral,
    "japaneseCounting": chinese_numeral,
    "chineseLegalSimplified": lambda number: _formal(number).translate(_FORMAL),
    "ideographLegalTraditional": lambda number: _formal(number).translate(_FORMAL_TRADITIONAL),
}


def numeral(number: int, way: str) -> str:
    """The number in a format of OOXML's ST_NumberFormat; in digits where the format is none we know."""
    return _WAYS.get(way, str)(number)
