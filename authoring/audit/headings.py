"""What a line says of itself as a heading: its number, its title, what follows on the same line."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from authoring.papers.paper import Words

_CHINESE = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"(?:(?P<part>第\s*([{_CHINESE}]{{1,3}})\s*(?:部分|章|篇)[、：:．.\s]*)"
    rf"|(?P<one>([{_CHINESE}]{{1,3}})\s*[、.．，,：])"
    rf"|(?P<two>[（(]\s*([{_CHINESE}]{{1,3}})\s*[）)][、.．]?)"
    r"|(?P<three>(\d{1,2})\s*(?:[、．]|\.(?!\d)))"
    r"|(?P<four>[（(]?(\d{1,2})[）)][、.．]?)"
    r"|(?P<five>([①-⑳])[、.．]?))\s*"
)
RANKS = {"part": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
"""The level of a number by the usual order 一、（一）1.（1）①."""

_STOP = re.compile(r"[。：:；;！？!?]")
_SENTENCE = re.compile(r"[。；;！？]")
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"[12]\d{3}(?:[-—至～][12]\d{3})?年?")
_LONGEST = 45
_LONGEST_RUN_IN = 32
_DROPPED = re.compile(r"[\s（）()“”\"《》、，,。：:；;．.]|^(?:[12]\d{3}年?度?|本年度?|当年)+")


class Number(NamedTuple):
    """The number of a heading: what system it is of (`RANKS`), its value, and how many characters it takes.

    `end` is 0 for an automatic number, which is not in the text.
    """

    kind: str
    value: int
    written: str
    end: int


class Line(NamedTuple):
    """A paragraph, or a piece of one, that may be a heading.

    `words` is the whole piece; the title is `words.text[start:end]`. `rest` is what follows on the same line;
    `glued` says that other words stand before it in its paragraph.
    """

    words: Words
    number: Number | None
    title: str
    start: int
    end: int
    glued: bool = False

    @property
    def kind(self) -> str:
        """The system of its number, empty without one."""
        return self.number.kind if self.number else ""

    @property
    def value(self) -> int:
        """What its number counts, 0 without one."""
        return self.number.value if self.number else 0

    @property
    def heading(self) -> Words:
        """The words of the heading, number included."""
        return cut(self.words, 0, self.end)

    @property
    def rest(self) -> Words | None:
        """What follows on the line."""
        start = self.end
        while start < len(self.words.text) and self.words.text[start] in "。：: ":
            start += 1
        return cut(self.words, start, len(self.words.text)) if start < len(self.words.text) else None


def cut(words: Words, start: int, end: int) -> Words:
    """A piece of a paragraph."""
    if start == 0 and end == len(words.text):
        return words
    raw, origin = (words.raw, words.origin[start:end]) if words.origin else (words.raw[start:end], ())
    return words._replace(
        text=words.text[start:end],
        raw=raw,
        origin=origin,
        start=words.start + start,
        number=words.number if start == 0 else "",
    )


def number_of(words: Words) -> Number | None:
    """The number a paragraph begins with, written or automatic."""
    found = _NUMBER.match(words.number or words.text)
    if not found:
        return None
    kind = found.lastgroup or ""
    figure = next(group for group in found.groups()[::-1] if group)
    written = found[0].strip()
    return Number(kind, _value(figure), written, 0 if words.number else found.end())


def _value(figure: str) -> int:
    if figure.isdecimal() and figure.isascii():
        return int(figure)
    if "①" <= figure <= "⑳":
        return ord(figure) - ord("①") + 1
    tens, ten, ones = figure.rpartition("十")
    return (_CHINESE.index(tens) + 1 if tens in _CHINESE and tens else 1) * 10 * bool(ten) + (
        _CHINESE.index(ones) + 1 if ones in _CHINESE and ones else 0
    )


def bare(title: str) -> str:
    """A title as it is compared: without marks, brackets and the year."""
    previous, title = "", _DROPPED.sub("", title)
    while previous != title:
        previous, title = title, _DROPPED.sub("", title)
    return title


def read_line(words: Words) -> Line | None:
    """The line as a heading, if it is numbered and short, or its first words up to a stop are a title."""
    number = number_of(words)
    if number is None:
        return None
    start = number.end
    title = words.text[start:]
    end = _title_end(title)
    if end is None:
        return Line(words, number, "", start, start)
    return Line(words, number, title[:end].rstrip("。：: "), start, start + end)


def _title_end(text: str) -> int | None:
    """How far the title of a numbered line goes, the stop at its end not counted; `None` for a sentence."""
    stop = _STOP.search(text)
    if stop is None:
        return len(text) if 0 < len(text) <= _LONGEST and text[-1] not in "，、,." else None
    if stop[0] in "；;！？!?" or stop.start() == 0:
        return None
    if stop.end() == len(text):
        is_sentence = stop[0] == "。" and ("，" in text or "," in text or len(text) > 20)
        return None if is_sentence or len(text) > _LONGEST else stop.start()
    if stop.start() > _LONGEST_RUN_IN or _FIGURE.search(_YEAR.sub("", text[: stop.start()])):
        return None
    return stop.start()


_GLUED = re.compile(rf"(?<=[。；！？”）.;])\s*(?=(?:[{_CHINESE}]{{1,3}}、|[（(][{_CHINESE}]{{1,3}}[）)]))")


def glued_starts(text: str) -> Iterator[int]:
    """Where in a paragraph, after a stop, a number of the first or second level stands."""
    for found in _GLUED.finditer(text):
        if found.end() > 0:
            yield found.end()
