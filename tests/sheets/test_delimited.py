"""Text tables."""

import pytest

from authoring.errors import InputError
from authoring.sheets.cells import Kind
from authoring.sheets.delimited import read_delimited


def grid(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in cells.values()] for _, cells in read_delimited(content, "表.csv").rows()]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_separators_and_encodings(separator: str, encoding: str) -> None:
    text = '项目名称|金额|"说明，一|二"\r\n甲|2601.00|"引""号\r\n换行"\r\n'.replace("|", separator)
    found = grid(text.encode(encoding))
    assert found == [["项目名称", "金额", f"说明，一{separator}二"], ["甲", "2601.00", '引"号\n换行']]


def test_full_width_commas_are_text() -> None:
    assert grid("名称，金额\n甲，1\n".encode()) == [["名称，金额"], ["甲，1"]]


def test_the_head_line_decides() -> None:
    assert grid("\n名称;金额\n甲,乙;1,5\n".encode()) == [["名称", "金额"], ["甲,乙", "1,5"]]


def test_places_and_kind() -> None:
    sheet = read_delimited("名称,,0018\n\n,2\n".encode(), "文件夹/经费 表.csv")
    rows = dict(sheet.rows())
    assert sheet.name == "经费 表"
    assert {row: list(cells) for row, cells in rows.items()} == {1: [1, 3], 3: [2]}
    assert rows[1][3].kind is Kind.TEXT
    assert rows[1][3].text == "0018"


def test_a_doubtful_encoding_is_told() -> None:
    (remark,) = read_delimited("a,中\n".encode(), "表.csv").unseen
    assert "UTF-8" in remark


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的"),
        (b" \n", "文件是空的"),
        (b'a,b\n1,"open\n', "引号不成对"),
        (b'a,b\n1,"x"y\n', "引号不成对"),
        (b"a," + b"x" * 200_000, "引号不成对，或一格超过"),
        (b"PK\x03\x04", "不是纯文本文件"),
        (b"a" + b"," * 16_384, "超出"),
        (b"a\n" * 1_048_577, "超出1048576行"),
    ],
)
def test_refused(content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_delimited(content, "表.csv")
