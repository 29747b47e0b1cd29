"""How figures, lists and days are printed in Chinese text (GB/T 15835); lists and days through babel."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.lists import format_list

from authoring.quantities import Amount, Quantity, Rate, round_half_up

_ZH = Locale("zh", script="Hans")


def print_number(value: Decimal, places: int, *, grouped: bool = True) -> str:
    """A number with that many places, rounded half up: `1,234.50`, or `1234.50` ungrouped."""
    return format(round_half_up(value, places), ",f" if grouped else "f")


def print_quantity(figure: Quantity, *, grouped: bool) -> str:
    """A figure without its unit: amounts with two places at least, others as exact as typed.

    A rate carries its `%`, which belongs to the number in Chinese text.
    """
    places = max(_telling_places(figure), 2) if isinstance(figure, Amount) else figure.places
    text = print_number(figure.value, places, grouped=grouped)
    return f"{text}%" if isinstance(figure, Rate) else text


def _telling_places(figure: Amount) -> int:
    """Places of an amount in 万元; one typed in 元 needs no more than its last digit that is not 0."""
    if not figure.typed.endswith("元") or figure.typed.endswith(("万元", "亿元")):
        return figure.places
    exponent = figure.value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


_CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_WITHIN_FOUR = ("", "拾", "佰", "仟")
_BY_FOUR = ("", "万", "亿", "万亿", "亿亿")


def print_capital(amount: Amount) -> str:
    """An amount in 大写, to the 分: `2,601.00 万元` is `贰仟陆佰零壹万元整`.

    Source: 正确填写票据和结算凭证的基本规定（待核原文）.
    """
    cents = int(round_half_up(abs(amount.value) * 10000, 2) * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = f"{_capital_integer(yuan)}元" if yuan or not cents else ""
    if jiao:
        words += f"{_CAPITALS[jiao]}角"
    elif fen and yuan:
        words += "零"
    words += f"{_CAPITALS[fen]}分" if fen else "" if jiao else "整"
    return f"负{words}" if amount.value < 0 and cents else words


def _capital_integer(number: int) -> str:
    """A whole number in 大写; one 零 for any row of noughts inside."""
    words, gap, four = "", False, 0
    while number or not words:
        number, low = divmod(number, 10000)
        if low:
            said = _capital_four(low) + _BY_FOUR[four]
            words = said + ("零" if words and gap else "") + words
            gap = low < 1000
        elif words:
            gap = True
        elif not number:
            return "零"
        four += 1
    return words


def _capital_four(number: int) -> str:
    """1 to 9999 in 大写."""
    words, gap = "", False
    for place in range(4):
        number, digit = divmod(number, 10)
        if digit:
            words = _CAPITALS[digit] + _WITHIN_FOUR[place] + ("零" if gap and words else "") + words
            gap = False
        else:
            gap = True
    return words


def print_list(names: Sequence[str]) -> str:
    """Names in a row: `甲、乙和丙`; no `和` where a name has one of its own."""
    if any(word in name for name in names for word in "和与及"):
        return "、".join(names)
    return format_list(names, locale=_ZH)


def print_day(day: date) -> str:
    """A day as the page shows it, `2025年3月20日`; the report file has the same from `term.write_date`."""
    from babel.dates import format_date  # noqa: PLC0415  costs 15 ms, and most pages need none

    return format_date(day, "y年M月d日", locale=_ZH)
