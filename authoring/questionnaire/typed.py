"""What a clerk types at a question → the text that is kept: sums worked out, widths and blanks put right."""

import re
from decimal import Context, Decimal
from typing import NamedTuple

from authoring.decoding import illegal_characters
from authoring.quantities import Amount, Quantity

_ASCII = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
_BARE = re.compile(r"[+-]?[0-9][0-9,]*\.?[0-9]*\s*(?:万?元|%)?")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ORDER = re.compile(r"(修?改|删除?|移动?|插入?)\s*第?([0-9]{1,5})项?(?:[\s到]+第?([0-9]{1,5})项?)?")
_INSERTION = re.compile(r"(插)入?\s*第?([0-9]{1,5})项?\s+(\S.*)", re.DOTALL)
_LIKE_AN_ORDER = re.compile(
    r"[改删移插增加]\S?[\s0-9\-到项第]*|[\u4e00-\u9fff]{1,2}\s+[0-9]+(?:[\s\-到][0-9]+)?"
)
_WIDE = Context(prec=60)
_TERM = re.compile(r"([+-]?)([^+-]+)")


def plain(text: str) -> str:
    """Full-width letters, digits and marks as plain ones: ＝１＋２."""
    return text.translate(_ASCII)


_UNLIKELY = Decimal(1_000_000)
_TIMES_THE_TOTAL = 100


def looks_like_yuan(figure: Quantity, total: Decimal | None) -> bool:
    """Whether an amount without a unit is so large that 元 may be meant, the unit asked for being 万元.

    That is 100 亿元 and more, or 100 times the largest total there is.
    """
    if not isinstance(figure, Amount) or plain(figure.typed).strip().endswith("元"):
        return False
    size = abs(figure.value)
    return size >= _UNLIKELY or bool(total and size > total * _TIMES_THE_TOTAL)


def only_digits(text: str) -> bool:
    """Whether a text is a bare number, as happens where a figure was typed one question too early."""
    return bool(_BARE.fullmatch(plain(text)))


class Order(NamedTuple):
    """What to do with the entries of a list: 改, 删, 移 or 插, positions from 1, and the text to insert."""

    verb: str
    positions: tuple[int, ...]
    text: str = ""


def list_order(typed: str) -> Order | None:
    """`改 2`, `删2`, `移 3 1`, `插 2`, `插 2 文字`; `None` for anything else."""
    words = plain(typed).strip()
    if found := _INSERTION.fullmatch(words):
        return Order("插", (int(found[2]),), found[3].strip())
    if found := _ORDER.fullmatch(words):
        return Order(found[1].strip("修")[0], tuple(int(n) for n in found.groups()[1:] if n))
    return None


def looks_like_order(typed: str) -> bool:
    """Whether a line was meant to change a list, rightly written or not: no entry reads like that."""
    words = plain(typed).strip()
    return list_order(words) is not None or bool(_LIKE_AN_ORDER.fullmatch(words))


def clean_text(typed: str) -> str:
    """A text as it is kept: line ends of every kind as one, no blanks at the ends.

    Raises ValueError for characters that no document can hold, as a terminal with another encoding sends.
    """
    text = _LINE_END.sub("\n", typed).strip()
    if illegal_characters(text):
        raise ValueError("里面有认不出的字符，可能是终端的编码不对（应为 UTF-8），请重新输入")
    return text


def is_sum(typed: str) -> bool:
    """Whether a sum was typed: `=189.26+0.63`."""
    return bool(re.match(r"=\s*[+-]?[0-9]", plain(typed).strip()))


def work_out_sum(typed: str, kind: type[Quantity]) -> str:
    """`=189.26+0.63` → `189.89`; anything else as it is typed.

    Figures of a sum may have units of their own. Raises ValueError saying which one is no figure.
    """
    text = plain(typed).strip()
    if not text.startswith("="):
        return typed
    body = "".join(text[1:].split())
    terms = _TERM.findall(body)
    if not terms or "".join(sign + figure for sign, figure in terms) != body:
        raise ValueError("“=”后面请写用 + 或 - 连起来的数，如 =189.26+0.63")
    figures = [(sign, kind(figure)) for sign, figure in terms]
    together = Decimal(0)
    for sign, figure in figures:
        together = _WIDE.add(together, -figure.value if sign == "-" else figure.value)
    return f"{together.quantize(min(f.step for _, f in figures), context=_WIDE):f}"
