"""Faults in the numbers of headings and lists, each with its mend."""

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from authoring.audit.headings import RANKS, Number, number_of
from authoring.audit.report import FinishedReport, Part
from authoring.numerals import chinese_numeral
from authoring.papers.paper import Words

_REMEMBERED = 50
"""How many lines, and lists within lists, are looked back upon."""
_WRITTEN = {
    "part": "第{}部分",
    "one": "{}、",
    "two": "（{}）",
    "three": "{}.",
    "four": "（{}）",
    "five": "{}.",
}


class FaultKind(StrEnum):
    """What is wrong with a number."""

    LOST = "缺编号"
    MIXED = "编号体系混用"
    JUMP = "跳号"
    REPEAT = "重号"


class Fault(NamedTuple):
    """A number that is wrong: at which heading, and how it should be written."""

    kind: FaultKind
    heading: Words
    mend: str


class _Entry(NamedTuple):
    """A line below a heading: its number, if it has one, or whether it is a heading that should have one."""

    words: Words
    number: Number | None
    lost: bool = False


def faults(report: FinishedReport) -> list[Fault]:
    """All faults, in the order of the page."""
    found = list(_headings(report.parts, "one", _absent(report)))
    below = [each for part in report.parts for each in part.parts if each.level == 2]
    second = _system(below, "one" if _system(report.parts, "one") == "part" else "two")
    for part in _with_parts(report.parts):
        if part.level == 1 and second:
            found += _headings([each for each in part.parts if each.level == 2], second, lines=_lines(part))
        found += _lists(part)
    return sorted(found, key=lambda fault: (fault.heading.at, fault.heading.start))


def _absent(report: FinishedReport) -> set[int]:
    """Places, from 1, of sections that the report has not got."""
    sections = report.form.sections if report.form else ()
    meant = {id(part.meant) for part in report.parts}
    return {at for at, section in enumerate(sections, 1) if id(section) not in meant}


def _with_parts(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _with_parts(part.parts)


def _system(parts: Sequence[Part], usual: str) -> str:
    """The system the headings are numbered by, the usual one if some are; empty if none is numbered."""
    kinds = Counter(number.kind for part in parts if (number := number_of(part.heading)))
    return usual if usual in kinds or not kinds else kinds.most_common(1)[0][0]


def _lines(part: Part) -> list[Words]:
    """The paragraphs below a heading that are no headings, in their order."""
    own = [item for item in part.items if isinstance(item, Words)]
    return [*own, *(words for below in part.parts for words in _lines(below))]


def _goes_on(part: Part, number: Number, lines: Sequence[Words]) -> bool:
    """Whether a heading goes on with a list: the line with such a number nearest above has the one before."""
    above = bisect_left(lines, part.heading.at, key=lambda words: words.at)
    found = (number_of(words) for words in reversed(lines[max(0, above - _REMEMBERED) : above]))
    last = next((each for each in found if each and each.kind == number.kind), None)
    return last is not None and last.value == number.value - 1


def _headings(
    parts: Sequence[Part], usual: str, absent: Collection[int] = (), lines: Sequence[Words] = ()
) -> Iterator[Fault]:
    """Faults of headings side by side; `absent` are values that may be left out, `lines` stand among them."""
    numbers = [number_of(part.heading) for part in parts]
    if not any(numbers) and (usual == "one" or len(parts) < 2):
        return
    system = _system(parts, usual)
    style = next((number.written for number in numbers if number and number.kind == system), "")
    expected = place = 1
    seen: set[int] = set()
    for part, number in zip(parts, numbers, strict=True):
        value = number.value if number else expected
        while expected < value and expected in absent:
            expected, place = expected + 1, place + 1
        mend = written(system, place, style)
        if number is None:
            if usual == "one" or part.meant is not None:
                yield Fault(FaultKind.LOST, part.heading, mend)
                expected, place = expected + 1, place + 1
            continue
        if number.kind != system:
            yield Fault(FaultKind.MIXED, part.heading, written(system, max(value, place), style))
        elif value not in {expected, place} and not _goes_on(part, number, lines):
            yield Fault(FaultKind.REPEAT if value in seen else FaultKind.JUMP, part.heading, mend)
        seen.add(value)
        expected = (value if number.kind == system else max(value, expected)) + 1
        place += 1


class _Run:
    """A list that is being counted: the last number, and how it is written."""

    def __init__(self, number: Number) -> None:
        self.number = number
        self.value = number.value

    def next(self) -> str:
        """The number that comes next."""
        return written(self.number.kind, self.value + 1, self.number.written)


class _Lists:
    """Counts the lists below a heading, by system; a list may begin anew, and hold another."""

    def __init__(self) -> None:
        self.runs: dict[str, list[_Run]] = {}
        self.latest: _Run | None = None
        self.texts: deque[str] = deque(maxlen=_REMEMBERED)

    def fault(self, entry: _Entry) -> Fault | None:
        """The fault of the next line, if it has one."""
        number = entry.number
        text = entry.words.text
        self.texts.append(text[number.end :] if number else text)
        if number is None:
            return self.lost(entry.words) if entry.lost and self.latest else None
        runs = self.runs.setdefault(number.kind, [])
        inmost = reversed(range(len(runs)))
        going_on = next((at for at in inmost if runs[at].value == number.value - 1), None)
        if going_on is not None:
            del runs[going_on + 1 :]
            self.latest = runs[going_on]
            self.latest.value = number.value
            return None
        if number.value == 1 or not runs:
            self.latest = _Run(number)
            runs.append(self.latest)
            del runs[:-_REMEMBERED]
            return None
        self.latest = runs[-1]
        mend, repeated = self.latest.next(), any(run.value == number.value for run in runs)
        self.latest.value = max(number.value, self.latest.value + repeated)
        if not repeated and _said(number.kind, number.value - 1, self.texts):
            return None
        return Fault(FaultKind.REPEAT if repeated else FaultKind.JUMP, entry.words, mend)

    def lost(self, words: Words) -> Fault | None:
        """A heading without number among numbered ones."""
        if self.latest is None:
            return None
        mend = self.latest.next()
        self.latest.value += 1
        return Fault(FaultKind.LOST, words, mend)


def _lists(part: Part) -> Iterator[Fault]:
    """Faults of the numbered lines below a heading."""
    lists = _Lists()
    for entry in sorted(_entries(part), key=lambda entry: (entry.words.at, entry.words.start)):
        fault = lists.fault(entry)
        if fault is not None:
            yield fault


def _entries(part: Part) -> Iterator[_Entry]:
    for item in part.items:
        if isinstance(item, Words):
            number = number_of(item)
            yield _Entry(item, number if number and RANKS[number.kind] > 2 else None)
    for below in part.parts:
        number = number_of(below.heading)
        if below.level > 2:
            yield _Entry(
                below.heading, number if number and RANKS[number.kind] > 2 else None, below.meant is not None
            )
        for item in below.items:
            if isinstance(item, Words):
                yield _Entry(item, None)


def _said(kind: str, value: int, texts: Collection[str]) -> bool:
    """Whether a number stands within the paragraphs before, as in `1.…；2.…`."""
    signs = {
        "three": (f"{value}、", f"{value}.", f"{value}．"),
        "four": (f"（{value}）", f"({value})", f"{value}）"),
    }
    circled = (chr(ord("①") + value - 1),) if 0 < value <= 20 else ()
    return any(sign in text for sign in signs.get(kind, circled) for text in texts)


def written(kind: str, value: int, style: str = "") -> str:
    """A number as its system writes it, `三、`, `（三）`, `3.`, in the style of another, as `1、`."""
    if kind == "five" and value <= 20:
        return chr(ord("①") + value - 1)
    figure = chinese_numeral(value) if kind in {"one", "two", "part"} else str(value)
    found = re.search(r"\d+|[一二三四五六七八九十]+", style)
    return style.replace(found[0], figure, 1) if found else _WRITTEN[kind].format(figure)
