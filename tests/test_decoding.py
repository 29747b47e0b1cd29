"""Bytes → text, in the encodings of Chinese office programs."""

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from authoring.decoding import decode, illegal_characters
from authoring.errors import InputError

MARKS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "gb18030": b"\x84\x31\x95\x33",
}
REPORT = "单位: 甲县财政局\n合计: 1531.55\n"

# GB18030 code, where GB18030-2000 puts it, where it belongs (GB18030-2005 and -2022; Unicode L2/23-003)
_TABLE = """
A6D9 E78D FE10  A6DA E78E FE12  A6DB E78F FE11  A6DC E790 FE13  A6DD E791 FE14
A6DE E792 FE15  A6DF E793 FE16  A6EC E794 FE17  A6ED E795 FE18  A6F3 E796 FE19
FE59 E81E 9FB4  FE61 E826 9FB5  FE66 E82B 9FB6  FE67 E82C 9FB7
FE6D E832 9FB8  FE7E E843 9FB9  FE90 E854 9FBA  FEA0 E864 9FBB
FE51 E816 20087 FE52 E817 20089 FE53 E818 200CC
FE6C E831 215D7 FE76 E83B 2298F FE91 E855 241FE
A8BC E7C7 1E3F
"""
_CODES = _TABLE.split()
MOVED = [
    (bytes.fromhex(code), chr(int(old, 16)), chr(int(new, 16)))
    for code, old, new in zip(_CODES[::3], _CODES[1::3], _CODES[2::3], strict=True)
]
PRIVATE = {old for _, old, _ in MOVED}

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"))


def problem(content):
    with pytest.raises(InputError) as caught:
        decode(content, "报告.yaml")
    (found,) = caught.value.problems
    assert found.file == "报告.yaml"
    assert "请" in found.message
    return found


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_it_finds_the_encoding(encoding):
    assert decode(REPORT.encode(encoding)) == (REPORT, encoding, "")


@pytest.mark.parametrize("encoding", MARKS)
def test_a_mark_decides_and_is_no_part_of_the_text(encoding):
    assert decode(MARKS[encoding] + REPORT.encode(encoding)) == (REPORT, encoding, "")
    assert decode(MARKS[encoding] + "甲".encode(encoding)) == ("甲", encoding, "")


def test_ascii_and_nothing_are_utf_8():
    assert decode(b"") == ("", "utf-8", "")
    assert decode(b"a: 1") == ("a: 1", "utf-8", "")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(("text", "count"), [("a: 甲", 1), ("甲乙丙", 3), ("甲乙丙丁", 0)])
def test_few_characters_leave_a_doubt(encoding, text, count):
    decoded = decode(text.encode(encoding))
    assert decoded[:2] == (text, encoding)
    doubt = f"只有 {count} 个汉字或符号可用来判断编码，按 {encoding.upper()} 读取，"
    assert decoded.note == (doubt + "如有乱码请另存为 UTF-8 编码" if count else "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
def test_lines_end_in_line_feeds(encoding):
    content = MARKS[encoding] + "甲\r\n乙\r丙\n\r丁\r\r\n".encode(encoding)
    assert decode(content).text == "甲\n乙\n丙\n\n丁\n\n"


@pytest.mark.parametrize("encoding", MARKS)
@given(text=TEXTS)
def test_what_was_written_with_a_mark_is_read_back(encoding, text):
    assume(encoding != "gb18030" or PRIVATE.isdisjoint(text))
    assert decode(MARKS[encoding] + text.encode(encoding)).text == text


@given(TEXTS)
def test_utf_8_is_read_back(text):
    assume(not text.startswith(("\ufeff", "PK\x03\x04", "PK\x05\x06", "%PDF-", "{\\rtf")))
    assert decode(text.encode())[:2] == (text, "utf-8")


@given(st.text("甲县财政局绩效自评报告，。“”1234\n", min_size=1))
def test_gb18030_is_read_back_unless_it_is_utf_8_too(text):
    content = text.encode("gb18030")
    try:
        content.decode()
    except UnicodeDecodeError:
        assert decode(content)[:2] == (text, "gb18030")
    else:
        assert decode(content).encoding == "utf-8"


@given(st.binary())
def test_any_bytes_give_text_or_a_named_line(content):
    with suppress(InputError):
        assert "\r" not in decode(content).text


@pytest.mark.parametrize(("code", "old", "new"), MOVED)
def test_gb18030_characters_leave_the_private_use_area(code, old, new):
    assert code.decode("gb18030") in (old, new)  # a later Python may know better
    assert decode(MARKS["gb18030"] + code).text == new
    assert decode(MARKS["gb18030"] + new.encode("gb18030")).text == new  # its code of four bytes
    assert decode(f"绩效自评{old}".encode()).text == f"绩效自评{old}"  # UTF-8 means what it says


def test_no_other_character_moves():
    assert len(PRIVATE) == 25
    others = "".join(chr(code) for code in range(0xE000, 0xF900) if chr(code) not in PRIVATE)
    assert decode(MARKS["gb18030"] + others.encode("gb18030")).text == others


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [
        (b"a\nb\n\xff", 3, "FF"),
        ("甲\r\n乙\r\n".encode() + b"\xff", 3, "FF"),
        ("甲\r乙\r".encode("gb18030") + b"\x80", 3, "80"),
        (REPORT.encode() * 9 + b"\xc0\n" + REPORT.encode(), 19, "C0"),
        (REPORT.encode("gb18030") * 9 + b"\xff\n" + REPORT.encode("gb18030"), 19, "FF"),
        (MARKS["utf-8"] + "甲\n".encode() + "乙丙丁戊".encode("gb18030"), 2, "D2"),
        (MARKS["utf-16-le"] + "甲\n\n".encode("utf-16-le") + b"\x00", 3, "00"),
        (MARKS["utf-16-be"] + "甲\n".encode("utf-16-be") + b"\xd8\x00\x00a", 2, "D8"),
        (MARKS["gb18030"] + b"\n\xff", 2, "FF"),
    ],
)
def test_the_line_of_the_first_bad_byte_is_named(content, line, byte):
    found = problem(content)
    assert found.line == line
    assert f"0x{byte}，" in found.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00", "Word、Excel 文档（.docx、.xlsx）或压缩包"),
        (b"PK\x05\x06" + bytes(18), "压缩包"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "旧版 Word、Excel 或 WPS 文档"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF 文件"),
        (b"{\\rtf1\\ansi", "RTF 文档"),
    ],
)
def test_other_files_are_named_for_what_they_are(content, words):
    found = problem(content)
    assert found.line is None
    assert found.message.startswith("这是")
    assert words in found.message
    assert "不是纯文本文件" in found.message


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"\x00", 1), (b"a\r\nb\x00", 2), (b"\x89PNG\r\n\x1a\n\x00\x00", 3), ("甲: a\n".encode("utf-16-le"), 1)],
)
def test_zero_bytes_are_no_text(content, line):
    found = problem(content)
    assert found.line == line
    assert "空字节" in found.message


def test_the_message_reads_as_one_sentence():
    with pytest.raises(InputError, match=r"^a\.yaml 第2行：有无法识别的字节 0xFF，.*请用记事本打开核对"):
        decode(b"a\n\xff", "a.yaml")


def test_good_text_has_no_illegal_characters():
    assert illegal_characters("") == []
    assert illegal_characters("甲\t乙\n\x85\u2028\ue000\ufffd𠀀\U0010fffd") == []


def test_each_illegal_character_has_its_place():
    text = "甲\x00乙\n\n\ud800\x0b\U0001ffff\n\ufffe尾\ufdd0"
    assert illegal_characters(text) == [
        (1, 2, 0),
        (3, 1, 0xD800),
        (3, 2, 0x0B),
        (3, 3, 0x1FFFF),
        (4, 1, 0xFFFE),
        (4, 3, 0xFDD0),
    ]


def test_illegal_characters_are_those_of_xml_noncharacters_and_what_misleads_a_terminal():
    def allowed(code):
        if 0x7F <= code <= 0x9F and code != 0x85:
            return False  # C1: U+009B begins an escape sequence
        if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or 0xFFF9 <= code <= 0xFFFB:
            return False  # the text would read in another order than it is stored
        xml = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
        return xml and code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code <= 0xFDEF

    found = {code for _, _, code in illegal_characters("".join(map(chr, range(0x110000))))}
    assert found == {code for code in range(0x110000) if not allowed(code)}
