"""Automatic numbers come out as Word shows them."""

import pytest

from tests.papers.word import numbered, p, part, read


def lvl(at: int, way: str, text: str, extra: str = "", start: int = 1) -> str:
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='{start}'/><w:numFmt w:val='{way}'/>{extra}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def abstract(name: int, *levels: str, link: str = "") -> str:
    return f"<w:abstractNum w:abstractNumId='{name}'>{link}{''.join(levels)}</w:abstractNum>"


def num(name: int, of: int, overrides: str = "") -> str:
    return f"<w:num w:numId='{name}'><w:abstractNumId w:val='{of}'/>{overrides}</w:num>"


def item(name: int | None = None, level: int | None = None, style: str = "", text: str = "文") -> str:
    own = f"<w:pStyle w:val='{style}'/>" if style else ""
    inside = f"<w:ilvl w:val='{level}'/>" if level is not None else ""
    inside += f"<w:numId w:val='{name}'/>" if name is not None else ""
    return p(text, own=own + (f"<w:numPr>{inside}</w:numPr>" if inside else ""))


def numbers(body: str, *definitions: str, styles: str = "") -> list[str]:
    parts = {"numbering": part("w:numbering", "".join(definitions))}
    if styles:
        parts["styles"] = part("w:styles", styles)
    return numbered(read(body, **parts))


OFFICIAL = abstract(
    0,
    lvl(0, "chineseCountingThousand", "%1、"),
    lvl(1, "chineseCounting", "（%2）"),
    lvl(2, "decimal", "%3."),
    lvl(3, "decimalEnclosedCircleChinese", "%4"),
)


def test_levels_count_and_begin_anew() -> None:
    body = "".join(item(1, level) for level in (0, 1, 1, 2, 2, 3, 1, 2, 0, 1))
    assert numbers(body, OFFICIAL, num(1, 0)) == [
        "一、", "（一）", "（二）", "1.", "2.", "①", "（三）", "1.", "二、", "（一）",
    ]  # fmt: skip


def test_an_empty_paragraph_counts_too() -> None:
    assert numbers(item(1, 0) + item(1, 0, text="") + item(1, 0), OFFICIAL, num(1, 0)) == ["一、", "三、"]


def test_numbers_of_higher_levels_are_repeated() -> None:
    levels = (
        lvl(0, "upperRoman", "%1"),
        lvl(1, "decimal", "%1.%2"),
        lvl(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    body = "".join(item(1, level) for level in (0, 0, 1, 1, 2))
    assert numbers(body, abstract(0, *levels), num(1, 0)) == ["I", "II", "II.1", "II.2", "2.2.1"]


def test_levels_above_that_never_came_are_taken_for_come() -> None:
    levels = lvl(0, "decimal", "%1", start=3), lvl(1, "decimal", "%1.%2")
    body = item(1, 1) + item(1, 1) + item(1, 0)
    assert numbers(body, abstract(0, *levels), num(1, 0)) == ["3.1", "3.2", "4"]


def test_a_bullet_above_has_no_number_to_repeat() -> None:
    levels = lvl(0, "decimal", "%1."), lvl(1, "bullet", "—"), lvl(2, "decimal", "%1.%2%3.")
    body = "".join(item(1, level) for level in (0, 2, 2, 0, 2))
    assert numbers(body, abstract(0, *levels), num(1, 0)) == ["1.", "1.1.", "1.2.", "2.", "2.1."]


def test_restarts() -> None:
    levels = (
        lvl(0, "decimal", "%1"),
        lvl(1, "decimal", "a%2", "<w:lvlRestart w:val='0'/>"),
        lvl(2, "decimal", "b%3", "<w:lvlRestart w:val='1'/>"),
    )
    body = "".join(item(1, level) for level in (0, 1, 2, 1, 2, 0, 1, 2))
    assert numbers(body, abstract(0, *levels), num(1, 0)) == ["1", "a1", "b1", "a2", "b2", "2", "a3", "b1"]


def test_lists_of_one_family_count_on_unless_told_to_begin() -> None:
    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    body = item(1, 0) + item(2, 0) + item(3, 0) + item(3, 0) + item(1, 0)
    got = numbers(body, OFFICIAL, num(1, 0), num(2, 0), num(3, 0, anew))
    assert got == ["一、", "二、", "五、", "六、", "七、"]


def test_a_list_may_have_a_level_of_its_own() -> None:
    own = f"<w:lvlOverride w:ilvl='0'>{lvl(0, 'upperLetter', '%1)')}</w:lvlOverride>"
    assert numbers(item(1, 0) + item(2, 0), OFFICIAL, num(1, 0), num(2, 0, own)) == ["一、", "B)"]


def test_bullets_and_unknown_lists_have_no_number() -> None:
    body = item(1, 0) + item(9, 0) + item(0, 0) + item(1, 8)
    assert numbers(body, abstract(0, lvl(0, "bullet", "●")), num(1, 0)) == ["", "", "", ""]


def test_a_format_of_ones_own_stands_beside_a_usual_one() -> None:
    both = (
        "<mc:AlternateContent><mc:Choice><w:numFmt w:val='custom' w:format='001, 002, ...'/></mc:Choice>"
        "<mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent>"
    )
    level = f"<w:lvl w:ilvl='0'><w:start w:val='1'/>{both}<w:lvlText w:val='第%1条'/></w:lvl>"
    assert numbers(item(1, 0), abstract(0, level), num(1, 0)) == ["第1条"]


def style(name: str, title: str, extra: str = "") -> str:
    listed = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    return f"<w:style w:styleId='{name}'><w:name w:val='{title}'/>{extra or listed}</w:style>"


STYLES = (
    style("h1", "heading 1")
    + style("h2", "heading 2")
    + style("own", "我的", "<w:basedOn w:val='h2'/>")
    + style("list", "列表")
)


def styled(name: str) -> str:
    return item(style=name)


LINKED = abstract(
    0,
    lvl(0, "chineseCounting", "%1、", "<w:pStyle w:val='h1'/>"),
    lvl(1, "chineseCounting", "（%2）", "<w:pStyle w:val='h2'/>"),
    lvl(2, "decimal", "%3."),
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("".join(map(styled, ("h1", "h2", "own", "h1"))), ["一、", "（一）", "（二）", "二、"]),
        (item(style="h1") + item(0, style="h1") + item(style="h1"), ["一、", "", "二、"]),
        (item(style="h1") + item(1, 2, style="h2"), ["一、", "1."]),
        (item(style="h1") + item(7, 0), ["一、", "二、"]),
        (item(style="h1") + item(1, style="h2") + item(level=2, style="h2"), ["一、", "（一）", "1."]),
    ],
)  # fmt: skip
def test_styles_bring_numbers(body: str, expected: list[str]) -> None:
    link = abstract(5, link="<w:numStyleLink w:val='list'/>")
    assert numbers(body, LINKED, link, num(1, 0), num(7, 5), styles=STYLES) == expected


def test_a_style_may_name_the_level_and_another_the_list() -> None:
    level = "<w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr>"
    listed = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>"
    styles = style("base", "甲", listed) + style("a", "乙", "<w:basedOn w:val='base'/>" + level)
    styles += style("b", "丙", level) + style("c", "丁", "<w:basedOn w:val='b'/>" + listed)
    assert numbers(
        item(style="a") + item(style="c") + item(style="b"), OFFICIAL, num(1, 0), styles=styles
    ) == [
        "（一）",
        "（二）",
        "",
    ]


def test_links_that_go_round_lead_nowhere() -> None:
    styles = STYLES.replace("<w:numId w:val='1'/>", "<w:numId w:val='7'/>")
    link = abstract(5, link="<w:numStyleLink w:val='list'/>")
    assert numbers(item(7, 0), link, num(7, 5), styles=styles) == [""]


def test_values_that_make_no_sense() -> None:
    body = item(1, 10**6) + p("文", own="<w:numPr><w:ilvl w:val='x'/><w:numId w:val='1'/></w:numPr>")
    assert numbers(body, OFFICIAL, num(1, 0)) == ["", "一、"]
    assert numbers(item(1, 10**6), abstract(0, lvl(10**6, "decimal", "%1")), num(1, 0)) == [""]
    assert numbers(item(1, 0), abstract(0, lvl(0, "decimal", "%1%9.", start=10**12)), num(1, 0)) == ["01."]
