"""The sections of a report by what they are about, and their paragraphs."""

import re
from collections.abc import Iterator

from authoring.audit.report import FinishedReport, Part
from authoring.papers.paper import Grid, Item, Words


def titles_of(part: Part) -> str:
    """What a section is called, and what it was taken for."""
    return part.title if part.meant is None else f"{part.title} {part.meant.title}"


def find_parts(parts: tuple[Part, ...], title: re.Pattern[str]) -> list[Part]:
    """The innermost sections with a title like that, in order."""
    found: list[Part] = []
    for part in parts:
        below = find_parts(part.parts, title)
        if below:
            found += below
        elif title.search(titles_of(part)):
            found.append(part)
    return found


def texts_of(items: tuple[Item, ...]) -> list[Words]:
    """The paragraphs among the items."""
    return [item for item in items if isinstance(item, Words) and item.text.strip()]


def grids_of(items: tuple[Item, ...]) -> list[Grid]:
    """The tables among the items."""
    return [item for item in items if isinstance(item, Grid)]


def everything(part: Part) -> list[Words]:
    """Every paragraph of a section, headings left out."""
    return texts_of(tuple(part.everything()))


def walk(parts: tuple[Part, ...], above: tuple[Part, ...] = ()) -> Iterator[tuple[Part, tuple[Part, ...]]]:
    """Every section with those it stands in."""
    for part in parts:
        yield part, above
        yield from walk(part.parts, (*above, part))


_ABOUT_UNIT = re.compile(r"概况|基本情况|单位情况|部门情况")


def about_unit(report: FinishedReport) -> Part | None:
    """The first-level section that tells what the unit is."""
    return next((part for part in report.parts if _ABOUT_UNIT.search(titles_of(part))), None)


_NOTHING = re.compile(
    r"^(?:(?:其他|需要说明|情况|问题|以上)*(?:无|没有|暂无)(?:其他)?(?:需要)?(?:说明)?(?:的)?(?:情况|问题|事项)?)[。.]?$"
)


def says_nothing(texts: list[Words]) -> bool:
    """Whether the only words are 无."""
    return len(texts) == 1 and _NOTHING.match(texts[0].text.replace(" ", "")) is not None
