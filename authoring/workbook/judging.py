"""The formula of a verdict, in the words of `gouji check`."""

from authoring.quantities import Amount, Count, Quantity, Rate, Score
from authoring.workbook.scope import Operand

NOISE = 8
"""Decimal places beyond which a difference is the noise of binary fractions."""


def as_stated(figure: Operand) -> str:
    """A figure as typed, in its own unit: a cell holds a rate as a fraction of 1."""
    return f"{figure.raw}*100" if figure.kind is Rate else figure.raw


def verdict(figure: Operand, expected: str, reach: str, *, offered: bool, reasons: str = "") -> str:
    """相符, 尾差, 不符 or 未核, with the difference; nothing where there is nothing to compare.

    `expected` is the cell of what is worked out, `reach` how far both may be apart. Where nothing is stated,
    what is worked out is `offered`. `reasons` counts those written why the rule need not hold: then it is
    已说明. That they fit, place and difference, only `gouji check` sees.
    """
    kind = figure.kind or Amount
    layout, unit = shown(kind)
    typed = as_stated(figure)
    off = f"ROUND({typed}-{expected},{NOISE})"
    agrees = f"{off}=0"
    within = f"ABS({off})<={reach}+0.0000001"
    if kind is Rate:
        places = 2 if figure.typed is None else figure.typed
        agrees = f"OR({agrees},ROUND({expected},{places})=ROUND({typed},{NOISE}))"
    if kind is Score:
        agrees = f"OR({agrees},ROUND({expected},2)={typed})"
        within = f"AND(ROUND({expected}-({reach}),2)<={typed},{typed}<=ROUND({expected}+{reach},2))"
    amount = f'IF({off}>0,"多 ","少 ")&TEXT(ABS({off}),"{layout}")&"{_said(unit)}"'
    differs = f'IF({reasons}>0,"已说明：","不符：")' if reasons else '"不符："'
    compared = f'IF({agrees},"相符",IF({within},"尾差：",{differs})&{amount})'
    judged = f'IF(ISNUMBER({expected}),{compared},IF({expected}="","","未核："&{expected}))'
    worked = '""'
    if offered:
        worked = f'IF(ISNUMBER({expected}),"没有填，算得 "&TEXT({expected},"{layout}")&"{unit}","")'
    return f'IF(ISNUMBER({figure.raw}),{judged},IF({figure.raw}="",{worked},"未核：填的不是数字"))'


def shown(kind: type[Quantity]) -> tuple[str, str]:
    """Number format and unit that a verdict tells a figure in."""
    if kind is Amount:
        return "#,##0.00##", " 万元"
    if kind is Count:
        return "0", ""
    return ("0.00", "%") if kind is Rate else ("0.00", f" {kind.unit}")


def _said(unit: str) -> str:
    return " 个百分点" if unit == "%" else unit


def plus(one: str, other: str) -> str:
    """A sum of two terms, of which either may be nothing."""
    return other if one == "0" else one if other == "0" else f"{one}+{other}"
