"""Title, unit and year of a finished report: from its title, cover, signature and first sentences."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from authoring.audit.ending import UNIT
from authoring.audit.headings import Line
from authoring.audit.lines import Token
from authoring.papers.paper import Item, Paper, Words

_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年|(二[〇零○ＯOo0][〇零○ＯOo0一二三四五六七八九]{2})\s*年")
_DAY = re.compile(r"[12]\d{3}\s*年\s*\d{1,2}\s*月|二[〇零○ＯOo0]..\s*年\s*[一二三四五六七八九十]{1,2}\s*月")
_YEAR_OF_TITLE = re.compile(
    r"[（(]?(?:20\d{2}|二[〇零○ＯOo0][〇零○ＯOo0一二三四五六七八九]{2})\s*年度?[）)]?"
)
_DIGITS = {**dict.fromkeys("〇零○ＯOo0", "0"), **dict(zip("一二三四五六七八九", "123456789", strict=True))}
_REPORT = re.compile(r"报告|自评|评价|总结")
_NUMBERED = re.compile(r"第?[（(]?[一二三四五六七八九十\d]{1,3}(?:[、.．)）]|部分|章)")
_NO_TITLE = re.compile(r"^附件|^附[:：]|[:：]|目录|[。；]")
_OF_KIND = (
    "部门|单位|整体|支出|项目|预算|决算|财政|绩效|自评|自我|自查|评价|情况|工作|重点|专项|资金|公开|的|关于"
)
_KIND = re.compile(rf"(?:{_OF_KIND})(?:{_OF_KIND}|[（）()、])*(?:报告|总结|说明|自评|评价)+.*$")
_COVER = re.compile(
    r"(?:部门|单位|预算部门|填报单位|填报部门|实施单位|项目单位|评价单位|报送单位)[（(]?(?:单位|部门)?[）)]?(?:名称|全称)?"
    r"(?:[（(](?:盖章|公章|章|全称)[）)])?\s*[:：]\s*(?P<unit>[\u4e00-\u9fff（）()]{4,40})"
)
_SUBJECT = re.compile(
    r"^(?:截至[^，]*，|[12]\d{3}年度?，?)?(?P<unit>[\u4e00-\u9fff（）]{3,38}?)(?=为|系|是|属|位于|成立|现有|内设|的主要|主要|编制|共有|设)"
)
_BODY_SENTENCES = 8
_FRONT_LINES = 20


class Cover(NamedTuple):
    """What a report says of itself."""

    title: str
    unit: str
    year: int | None


def read_cover(
    paper: Paper, front: Sequence[Item], body: Sequence[Token], signature: Sequence[Words]
) -> Cover:
    """Title, unit and year."""
    lines = [item.text for item in front if isinstance(item, Words)][:_FRONT_LINES]
    title = _title(lines)
    return Cover(title, _unit(title, lines, body, signature), _year(title, lines, paper))


def _title(lines: Sequence[str]) -> str:
    """The lines of the title, joined: what it is, above it unit and year, below it the year in brackets."""
    at = next((n for n, line in enumerate(lines) if _is_kind(line)), None)
    if at is None:
        return ""
    start = at
    while start > 0 and at - start < 2 and _goes_before(lines[start - 1], "".join(lines[start : at + 1])):
        start -= 1
    end = at + 1
    if end < len(lines) and _YEAR_OF_TITLE.fullmatch(lines[end]):
        end += 1
    return "".join(lines[start:end])


def _is_kind(line: str) -> bool:
    short = len(line) <= 60 and _REPORT.search(line) is not None
    return short and _NO_TITLE.search(line) is None and _NUMBERED.match(line) is None


def _goes_before(line: str, title: str) -> bool:
    """Whether a line above belongs to the title: it has what the title still lacks, unit or year."""
    if _NO_TITLE.search(line) or len(line) > 40 or line == "草稿":
        return False
    lacks_unit = _KIND.sub("", _YEAR_OF_TITLE.sub("", title)) == ""
    return lacks_unit or (_YEAR_OF_TITLE.fullmatch(line) is not None and not _YEAR.search(title))


def _unit(title: str, lines: Sequence[str], body: Sequence[Token], signature: Sequence[Words]) -> str:
    """The full name. A shorter one, as a title may have, gives way to a longer that ends with it."""
    named = [_of_title(title)]
    named += [found["unit"] for line in lines for found in _COVER.finditer(line)]
    named += [
        line for line in lines if len(line) < 60 and UNIT.fullmatch(_clean(line)) and not _REPORT.search(line)
    ]
    named += [_stripped(words.text) for words in signature]
    named += _of_body(body)
    named = [name for name in map(_clean, named) if len(name) > 3 and UNIT.fullmatch(name)]
    if not named:
        return _clean(_of_title(title))
    name = named[0]
    longer = [
        other for other in named[1:] if other.endswith(name) and len(name) < len(other) <= len(name) + 12
    ]
    return Counter(longer).most_common(1)[0][0] if longer else name


def _of_title(title: str) -> str:
    return _KIND.sub("", _YEAR_OF_TITLE.sub("", title))


def _stripped(text: str) -> str:
    return re.split(r"\d|二[〇零○]", text.replace(" ", ""), maxsplit=1)[0]


def _clean(name: str) -> str:
    name = re.sub(r"[（(](?:盖章|公章|章|以下.*)[）)]", "", name.replace(" ", "")).removeprefix("关于")
    return name.strip("：:，。")


def _of_body(body: Iterable[Token]) -> list[str]:
    """Subjects of the first sentences that name a unit."""
    found: list[str] = []
    seen = 0
    for token in body:
        words = (token.rest if token.title else token.words) if isinstance(token, Line) else token
        if not isinstance(words, Words):
            continue
        subject = _SUBJECT.match(words.text)
        if subject and UNIT.fullmatch(subject["unit"]):
            found.append(subject["unit"])
        seen += 1
        if seen >= _BODY_SENTENCES:
            break
    return found


def _year(title: str, lines: Sequence[str], paper: Paper) -> int | None:
    """The year of the title or cover, else the one the text speaks of most."""
    for text in (title, *lines):
        years = _years(_DAY.sub("", text))
        if years:
            return years[0]
    counted = Counter(year for words in paper.words if not words.place.part for year in _years(words.text))
    return counted.most_common(1)[0][0] if counted else None


def _years(text: str) -> list[int]:
    return [int(found[1] or "".join(_DIGITS[sign] for sign in found[2])) for found in _YEAR.finditer(text)]
