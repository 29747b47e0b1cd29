"""The quick ways give the same rows and refuse the same files as the parser, on sheets whole and mangled."""

import random
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from authoring.errors import InputError
from authoring.sheets import alike, beside, quick, spilling, xml_reader
from authoring.sheets import strings as strings_module
from authoring.sheets.cells import Cell, Range, Row
from authoring.sheets.formats import GENERAL, format_of
from authoring.sheets.making import text_cells
from authoring.sheets.members import Package
from authoring.sheets.quick import rows_of
from authoring.sheets.strings import read_strings, strings_of
from authoring.sheets.worksheet import Book
from authoring.sheets.xlsx import read_xlsx
from tests.sheets.packages import MAIN, package, strings, worksheet

STYLES = [GENERAL, format_of("0.00"), format_of("0.00%"), format_of("yyyy-mm-dd"), format_of("0.0,")]


def book() -> Book:
    return Book(text_cells([f"文{n}" for n in range(20)]), STYLES)


def read(content: bytes, *, fast: bool, chunk: int = 0) -> list[Row] | str:
    """The rows with their columns in order, or that it was refused."""
    chunks = [content[at : at + chunk] for at in range(0, len(content), chunk)] if chunk else [content]
    try:
        found = list(rows_of(chunks, book(), "表", "甲", fast=fast))
    except InputError:
        return "refused"
    return [(row, dict(cells.items())) for row, cells in found]


FIGURES = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9).map(
        str
    ),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.floats(0, 10**6).map(lambda x: f"{x:.17g}"),
    st.sampled_from(
        ["0", "-0", "007", "1e5", "-0.00", "12345678901234567", "1,5", " 5", "", "NaN", "5_0", "+7"]
    ),
)
TEXTS = st.text(st.sampled_from("甲a&<>]\n\r\t _x0D9'\"\ufffe\U00020000"), max_size=6)
ESCAPED = TEXTS.map(lambda t: t.replace("&", "&amp;").replace("<", "&lt;"))
PLAIN = st.one_of(
    st.tuples(st.sampled_from(["", ' t="n"']), FIGURES.map(lambda v: f"<v>{v}</v>")),
    st.tuples(
        st.just(' t="s"'),
        st.sampled_from(["0", "7", "19", "20", "007", "-1", "", "x"]).map("<v>{}</v>".format),
    ),
    st.tuples(st.just(' t="b"'), st.sampled_from(["<v>0</v>", "<v>1</v>", "<v>true</v>"])),
    st.tuples(st.just(' t="e"'), st.sampled_from(["<v>#N/A</v>", "<v>#甲</v>", ""])),
    st.just(("", "")),
)
OTHER = st.one_of(
    st.tuples(st.just(' t="str"'), ESCAPED.map("<f>A1&amp;B1</f><v>{}</v>".format)),
    st.tuples(st.just(' t="inlineStr"'), ESCAPED.map("<is><t>{}</t></is>".format)),
    st.tuples(st.just(""), FIGURES.map('<f t="shared" ref="A1:B2" si="0">SUM(1)</f><v>{}</v>'.format)),
    st.just(("", "<f/>")),
    st.just(("", "<v><![CDATA[5]]></v>")),
    st.just((' t="x"', "<v>5</v>")),
)


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    """A sheet of rows, most alike, long enough for the quick way."""
    kinds = PLAIN if draw(st.booleans()) else st.one_of(PLAIN, OTHER)
    width = draw(st.integers(5, 9))
    styled = [draw(st.sampled_from(["", *(f' s="{n}"' for n in range(6))])) for _ in range(width)]
    body = []
    for row in range(1, draw(st.integers(2, 6))):
        cells = [draw(kinds) for _ in range(width)]
        body.append(f'<row r="{row}" spans="1:9">')
        body += [
            f'<c r="{"ABCDEFGHI"[n]}{row}"{s}{t}>{v}</c>'
            for n, (s, (t, v)) in enumerate(zip(styled, cells, strict=True))
        ]
        body.append("</row>")
    return worksheet("".join(body)).encode("utf-8", "surrogatepass")


@given(sheets())
def test_same_rows(content: bytes) -> None:
    assert read(content, fast=True) == read(content, fast=False)


@given(sheets(), st.randoms(use_true_random=False))
def test_same_of_mangled(content: bytes, chance: random.Random) -> None:
    mangled = mangle(content, chance)
    assert read(mangled, fast=True) == read(mangled, fast=False)


PIECES = (
    b"<",
    b">",
    b"/",
    b'"',
    b"<v>",
    b"</v>",
    b"</c>",
    b"<c>",
    b"</row>",
    b'<row r="3">',
    b"<!-- ",
    b"-->",
    b"\0",
)
MORE = (
    b"\x01",
    b"\x02",
    b"&",
    b"&amp;",
    b"]]>",
    b"\xff",
    b"\xef\xbf\xbe",
    b" s='1'",
    b"1",
    b"<?a?>",
    b"<![CDATA[",
    b"xmlns=''",
)


def mangle(content: bytes, chance: random.Random) -> bytes:
    """A few bytes cut, doubled, moved, changed or put in."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        at, size = chance.randrange(len(made) + 1), chance.choice((1, 1, 2, 5, 20, 60))
        piece = bytes(made[at : at + size])
        match chance.randrange(5):
            case 0:
                del made[at : at + size]
            case 1:
                made[at:at] = piece
            case 2:
                made[at:at] = chance.choice(PIECES + MORE)
            case 3:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                del made[at : at + size]
                to = chance.randrange(len(made) + 1)
                made[to:to] = piece
    return bytes(made)


def table() -> bytes:
    """Rows all alike, as most files have them."""
    return worksheet(
        "".join(
            f'<row r="{r}" spans="1:8">'
            + "".join(
                f'<c r="{c}{r}" s="1"><v>{r}.{n}5</v></c><c r="{c}A{r}" t="s"><v>{n}</v></c>'
                for n, c in enumerate("ABCD")
            )
            + "</row>"
            for r in range(1, 5)
        )
    ).encode()


def test_tables_take_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "mixed_cells", lambda *_: pytest.fail("not alike"))
    monkeypatch.setattr(alike.WorksheetReader, "_start_cell", lambda *_: pytest.fail("parsed"))
    found = read(table(), fast=True)
    assert len(found) == 4


ROW_3, ROW_4 = b'<row r="3"', b'<row r="4"'


@pytest.mark.parametrize(
    "changes",
    [
        [(ROW_3, b"<b>" + ROW_3), (b"</sheetData>", b"</b></sheetData>")],
        [(ROW_3, b"<!-- " + ROW_3), (ROW_4, b" -->" + ROW_4)],
        [(ROW_3, b"<![CDATA[" + ROW_3), (ROW_4, b"]]>" + ROW_4)],
        [(ROW_3, b'<row r="3" spans="1:8"><b/></row>' + ROW_3)],
        [(ROW_3, b'<row r="9"/>' + ROW_3)],
        [(b'2.15</v></c><c r="BA2"', b'2.15<v>\x02<c r="BA2"')],
        [(b'2.15</v></c><c r="BA2"', b'2.15\x01\x02<c r="BA2"')],
        [(b"<sheetData>", b'<sheetData xmlns="">')],
        [
            (b"<worksheet", b'<?xml version="1.0" encoding="iso-8859-1"?><worksheet'),
            (b't="s"><v>1</v>', 't="str"><v>甲</v>'.encode()),
        ],
    ],
)
def test_same_of_what_looks_like_a_table(changes: list[tuple[bytes, bytes]]) -> None:
    content = table()
    for old, new in changes:
        assert old in content
        content = content.replace(old, new, 1)
    assert read(content, fast=True) == read(content, fast=False)


@pytest.mark.parametrize("numbers", [(1, 2, 5, 3), (1, 2, 2), (1, 2, 1_048_577), (1, 2, 1_048_576)])
def test_same_of_blank_rows_out_of_order(numbers: tuple[int, ...]) -> None:
    cells = '<c r="A{0}" s="1"/><c r="XFD{0}" s="2"/>'
    rows = (f'<row r="{n}" s="1" customFormat="1">{cells.format(n)}</row>' for n in numbers)
    content = worksheet("".join(rows)).encode()
    assert read(content, fast=True) == read(content, fast=False)


def blanks() -> bytes:
    """Styled rows without values, then one with."""
    cells = '<c r="A{0}" s="1"/><c r="XFD{0}" s="2"/>'
    body = "".join(f'<row r="{n}" s="1" customFormat="1">{cells.format(n)}</row>' for n in (1, 2, 3, 9, 10))
    return worksheet(f'{body}<row r="12"><c r="A12"><v>1</v></c></row>').encode()


def test_every_byte_of_blank_rows_changed() -> None:
    content = blanks()
    for at in range(content.index(b"<row"), content.index(b"</sheetData>")):
        for piece in (b"<", b'"', b"1", b"9", b"X", b">", b"/", b"<v>1</v>", b" "):
            for changed in (content[:at] + piece + content[at:], content[:at] + piece + content[at + 1 :]):
                assert read(changed, fast=True) == read(changed, fast=False), (at, piece)


def test_every_byte_of_a_table_changed() -> None:
    """At every place a mark is put in, or a byte taken away."""
    content = table()
    end = content.index(b"</row>", content.index(b'r="3"'))
    for at in chain(range(content.index(b"<row"), end, 1)):
        for piece in (b"<", b'"', b"1", b"\x02", b">", b"<v>", b" "):
            changed = content[:at] + piece + content[at:]
            assert read(changed, fast=True) == read(changed, fast=False), (at, piece)
        changed = content[:at] + content[at + 1 :]
        assert read(changed, fast=True) == read(changed, fast=False), at


ITEMS = st.one_of(
    ESCAPED.map("<t>{}</t>".format),
    st.sampled_from(
        [
            "<t>甲</t>",
            "<r><t>乙</t></r>",
            "",
            "<t/>",
            '<t xml:space="preserve"> </t>',
            "<t>丙</t><rPh><t>b</t></rPh>",
        ]
    ),
)


@given(st.lists(ITEMS, max_size=6), st.randoms(use_true_random=False), st.booleans())
def test_same_strings(items: list[str], chance: random.Random, whole: bool) -> None:
    content = strings(*items).encode("utf-8", "surrogatepass")
    content = content if whole else mangle(content, chance)

    def found(*, fast: bool) -> list[str] | str:
        try:
            return [text for part in strings_of([content], "表", fast=fast) for text in part]
        except InputError:
            return "refused"

    assert found(fast=True) == found(fast=False)


@pytest.mark.parametrize(
    "content",
    [
        strings("<t>a</t>", "<t>b]]></t>", "<t>c</t>"),
        strings("<t>a</t>", "<t>b></t>", "<t>c</t>"),
        strings("<t>a</t>", "<t>b</t>", "<t>c</t>", "<t>d</t>")
        .replace("<si><t>b", "<x><si><t>b")
        .replace("</sst>", "</x></sst>"),
        strings("<t>a</t>", "<t>b</t>", "<t>c</t>")
        .replace(MAIN, "x")
        .replace("<si>", f'<si xmlns="{MAIN}">', 1),
    ],
)
def test_same_of_odd_strings(content: str) -> None:
    found = []
    for fast in (True, False):
        try:
            found.append([t for part in strings_of([content.encode()], "表", fast=fast) for t in part])
        except InputError:
            found.append([])
    assert found[0] == found[1]


def test_cells_are_cells() -> None:
    found = read(table(), fast=True)
    assert isinstance(found, list)
    assert all(type(cell) is Cell for _, cells in found for cell in cells.values())


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes in chunks is looked at chunk by chunk, and little is kept in wait."""
    for module, name, size in (
        (xml_reader, "_PIECE", 80),
        (quick, "_HELD", 400),
        (strings_module, "_HELD", 60),
        (beside, "_LONGEST_HEAD", 400),
    ):
        monkeypatch.setattr(module, name, size)


LARGE = worksheet(
    "".join(
        f'<row r="{r}" spans="1:8">'
        + "".join(
            f'<c r="{c}{r}" s="1"><v>{r}.{n}5</v></c><c r="{c}A{r}" t="s"><v>{(n + r) % 20}</v></c>'
            for n, c in enumerate("ABCD")
        )
        + ("</row>" if r % 7 else f'<c r="Z{r}" t="str"><f>A1</f><v>文</v></c></row><row r="{r + 1}"/>')
        for r in range(1, 60)
        if r % 7 != 1
    ),
    '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
).encode()


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("chunk", [1, 3, 50, 81, 400, 1000, 5000])
@pytest.mark.parametrize("extra", [b"", b"<!-- -->", b"<?a?>", b"\xff", b"]]>", b"<v>", b"<row"])
def test_same_in_pieces(chunk: int, extra: bytes) -> None:
    content = LARGE.replace(b'<row r="30"', extra + b'<row r="30"')
    assert content != LARGE or not extra
    assert read(content, fast=True, chunk=chunk) == read(content, fast=False)


@pytest.mark.usefixtures("small_pieces")
def test_same_of_mangled_pieces() -> None:
    chance = random.Random(5)
    for _ in range(300):
        content = mangle(LARGE, chance)
        assert read(content, fast=True, chunk=chance.choice((1, 7, 90, 700))) == read(content, fast=False)


def test_runs_of_rows_are_cut_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike.Plain, "_feed_next", lambda *_: pytest.fail("one by one"))
    body = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}.5</v></c><c r="B{r}" t="s"><v>7</v></c>'
        f'<c r="C{r}"><v>1</v></c></row>'
        for r in range(1, 500)
    )
    content = worksheet(body).encode()
    assert read(content, fast=True) == read(content, fast=False)


@pytest.mark.parametrize(
    "value", ["1e5", "33700.830000000002", "0.92345678901234567", "x", "-0", "", "5</row>"]
)
def test_same_of_a_run_with_an_odd_value(value: str) -> None:
    rows = (
        f'<row r="{r}"><c r="A{r}" s="1"><v>{value if r == 40 else r}</v></c>'
        f'<c r="B{r}" t="s"><v>3</v></c></row>'
        for r in range(1, 90)
    )
    content = worksheet("".join(rows)).encode()
    assert read(content, fast=True) == read(content, fast=False)


def test_a_row_of_unlimited_length_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "ROW_BYTES", 1 << 20)
    cells = "".join(f'<c t="inlineStr"><is><t>{"文" * 9999}</t></is></c>' for _ in range(50))
    content = worksheet(f'<row r="1"><c><v>1</v></c></row><row r="2">{cells}</row>').encode()
    for fast in (True, False):
        chunks = (content[at : at + 70_000] for at in range(0, len(content), 70_000))
        rows = rows_of(chunks, book(), "表", "甲", fast=fast)
        assert next(rows)[0] == 1
        with pytest.raises(InputError, match="第2行的内容超过 1 MB"):
            list(rows)


@pytest.mark.usefixtures("small_pieces")
@given(st.lists(ITEMS, max_size=30), st.randoms(use_true_random=False), st.sampled_from([1, 9, 60, 999]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_same_strings_in_pieces(items: list[str], chance: random.Random, chunk: int) -> None:
    content = strings(*items).encode("utf-8", "surrogatepass")
    content = mangle(content, chance) if chance.random() < 0.5 else content
    chunks = [content[at : at + chunk] for at in range(0, len(content), chunk)]

    def found(chunks: list[bytes], *, fast: bool) -> list[str] | str:
        try:
            return [text for part in strings_of(chunks, "表", fast=fast) for text in part]
        except InputError:
            return "refused"

    assert found(chunks, fast=True) == found([content], fast=False)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("chunk", [1, 20, 300, 9999])
@pytest.mark.parametrize(
    "change",
    [("", ""), ("<sheetData>", "<sheetData >"), ("</sheetData>", "</sheetData \n>"), (">文<", ">sheetData<")],
)
def test_merges_in_pieces(chunk: int, change: tuple[str, str]) -> None:
    content = LARGE.decode().replace(*change).encode() if change[0] else LARGE
    held = package(content)
    held.chunk = chunk
    assert read_xlsx(held)[0].merges() == (Range(1, 1, 2, 2),)


def test_many_strings_are_put_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{'长' * (n % 40)}{n}" for n in range(500)] + ["文", "", "\U00020000"]
    held = package(worksheet(""), shared=strings(*(f"<t>{text}</t>" for text in texts)))
    held.chunk = 700
    whole = read_strings(Package(held, "表"), "xl/sharedStrings.xml")
    monkeypatch.setattr(strings_module, "IN_MEMORY", 2000)
    monkeypatch.setattr(spilling, "_MOST_SHORT", 50)
    spilled = read_strings(Package(held, "表"), "xl/sharedStrings.xml")
    assert isinstance(spilled, spilling.SpilledTexts)
    assert [spilled[n] for n in range(len(spilled))] == [whole[n] for n in range(len(whole))]
    assert [cell.text for cell in whole] == texts
    with pytest.raises(IndexError):
        spilled[len(texts)]
