"""What a clerk types at a question → the text that is kept: sums worked out, widths and blanks put right."""

import re
from decimal import Decimal

from authoring.decoding import illegal_characters
from authoring.quantities import Quantity

_ASCII = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
_TERM = re.compile(r"([+-]?)([^+-]+)")


def plain(text: str) -> str:
    """Full-width letters, digits and marks as plain ones: ＝１＋２."""
    return text.translate(_ASCII)


def clean_text(typed: str) -> str:
    """A text as it is kept: line ends as one, no blanks at the ends.

    Raises ValueError for characters that no document can hold, as a terminal with another encoding sends.
    """
    text = re.sub(r"\r\n?", "\n", typed).strip()
    if illegal_characters(text):
        raise ValueError("里面有认不出的字符，可能是终端的编码不对（应为 UTF-8），请重新输入")
    return text


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
    together = sum(((-f.value if sign == "-" else f.value) for sign, f in figures), start=Decimal(0))
    return f"{together.quantize(min(f.step for _, f in figures)):f}"
