"""What is told of a unit, in the words of the workbook it was filled in: labels and sheets for paths."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import accumulate

from authoring.batch.outcome import Told
from authoring.forms.form import Form
from authoring.workbook.layout import layout_of

_QUOTED = re.compile("“([^“”]+)”")
_POSITION = re.compile(r"\[\d+\]")


def as_in_workbook(told: Iterable[Told], form: Form) -> tuple[Told, ...]:
    """Each with the label of its place, and the paths that it quotes said as the workbook has them."""
    labels, sheets = _names(form)
    everything = {**sheets, **labels}
    return tuple(
        each._replace(
            label=each.label or labels.get(_POSITION.sub("", each.place), ""),
            message=_said(each.message, labels),
            hint=_said(each.hint, everything),
        )
        for each in told
    )


def _said(text: str, names: Mapping[str, str]) -> str:
    return _QUOTED.sub(lambda found: f"“{names.get(_POSITION.sub('', found[1]), found[1])}”", text)


@lru_cache(maxsize=16)
def _names(form: Form) -> tuple[dict[str, str], dict[str, str]]:
    """By path: labels of answers and titles of tables; titles of the sheets that hold whole parts."""
    layout = layout_of(form)
    labels = {item.path: item.label for item in layout.items}
    for table in layout.tables:
        labels[table.path] = table.title
        labels |= {f"{table.path}.{column.path}": column.label for column in table.columns}
    within: dict[str, set[str]] = {}
    for sheet in layout.sheets:
        for item in sheet.items:
            for part in accumulate(item.path.split(".")[:-1], "{}.{}".format):
                within.setdefault(part, set()).add(sheet.title)
    return labels, {part: titles.pop() for part, titles in within.items() if len(titles) == 1}
