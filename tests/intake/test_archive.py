"""The members of a zip: as they are, in pieces, within limits."""

import random
import zlib
from contextlib import suppress
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZipInfo

import pytest

from authoring.errors import InputError
from authoring.intake import archive, contents
from authoring.intake.archive import MEMBER_BYTES, Members, _directory_faults, shown
from authoring.intake.compound import Compound
from authoring.intake.contents import OnDisk
from authoring.intake.prolog import PROLOG_BYTES, prolog_fault
from tests.intake import hostile
from tests.intake.hostile import MEGABYTE, Entry, deflated, small_zip, workbook, zipped


def refusal(call, *args):
    with pytest.raises(InputError) as caught:
        call(*args)
    return [problem.message for problem in caught.value.problems]


def test_members_are_read_as_the_standard_library_packs_them():
    members = Members(small_zip(["a.xml", "目录/乙.bin", "目录/"]), "a.xlsx")
    assert members.names() == ("a.xml", "目录/乙.bin")
    assert members.read("目录/乙.bin") == "目录/乙.bin".encode() * 99
    members.check()


def test_case_and_backslash_do_not_matter():
    members = Members(workbook(Entry("XL\\Styles.xml", b"<a/>")))
    assert "xl/styles.xml" in members
    assert members.read("xl/styles.xml") == members.read("XL\\STYLES.XML") == b"<a/>"
    assert members.names()[-1] == "XL/Styles.xml"
    assert "xl/none.xml" not in members
    assert refusal(members.chunks, "xl/none.xml")[0].startswith("缺少“xl/none.xml”，")


def test_names_of_old_programs_are_read():
    assert Members(zipped([Entry("é", b"x", flags=0)])).read("é") == b"x"


@pytest.mark.parametrize("method", [0, 8])
@pytest.mark.parametrize("size", [0, 1, PROLOG_BYTES - 1, PROLOG_BYTES, 3 * MEGABYTE + 7])
def test_every_size_comes_out_whole(size, method):
    data = (b"<a>" + bytes(at * at % 251 for at in range(997)) * (size // 1000 + 1))[:size]
    members = Members(zipped([Entry("a", data, method=method)]))
    pieces = list(members.chunks("a"))
    assert b"".join(pieces) == data
    assert all(len(piece) <= MEGABYTE + PROLOG_BYTES for piece in pieces)


def test_what_was_held_back_comes_out_at_the_end():
    for size in range(MEGABYTE - 300, MEGABYTE + 300, 37):
        assert len(Members(zipped([Entry("a", bytes(size))])).read("a")) == size


def test_a_sheet_of_100_megabytes_is_read():
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    rows = b"".join(b'<c r="A%d"><v>%d</v></c>' % (at, at * 7919 % 99991) for at in range(50_000))
    block = packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)
    times = 100 * MEGABYTE // len(rows) + 1
    crc = 0
    for _ in range(times):
        crc = zlib.crc32(rows, crc)
    sheet = Entry("xl/a.xml", packed=block * times + deflated(b""), size=len(rows) * times, crc=crc)
    members = Members(workbook(sheet))
    members.check()
    assert sum(map(len, members.chunks("xl/a.xml"))) == len(rows) * times < MEMBER_BYTES


def test_a_white_picture_is_no_bomb():
    Members(workbook(Entry("xl/media/1.bmp", bytes(16 * MEGABYTE)))).check()


def test_a_lie_is_found_before_much_is_unpacked():
    members = Members(zipped([Entry("a", b"x" * 1000, packed=hostile.zeros(300))]))
    got = []
    with pytest.raises(InputError, match="大小与所记不符"):
        got.extend(members.chunks("a"))
    assert got == []


def test_every_fault_of_the_directory_is_told_up_to_ten():
    assert len(refusal(Members, zipped([Entry("/a"), Entry("/a"), Entry("b", flags=1)]))) == 4
    assert len(refusal(Members, zipped([Entry(f"/{at}") for at in range(99)]))) == 10


@pytest.mark.parametrize("before", [65_500, 65_531, 65_535, 65_536])
def test_a_dtd_is_found_across_pieces(before):
    """Deflated without gain, the first piece gives a few bytes less than the prolog may have."""
    packer = zlib.compressobj(0, zlib.DEFLATED, -15)
    data = b"<!--" + b"x" * (before - 7) + b"--><!DOCTYPE a><a/>"
    entry = Entry("a.xml", data, packed=packer.compress(data) + packer.flush())
    assert "，没有读取" in refusal(Members(zipped([entry])).check)[0]


def test_an_embedded_page_is_refused_when_it_is_read():
    members = Members(workbook(Entry("xl/media/a.SVG", b"<!DOCTYPE svg><svg/>")))
    members.check()
    assert "DOCTYPE" in refusal(members.read, "xl/media/a.svg")[0]


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\0",
        b"\x89PNG<!DOCTYPE",
        b"<a><!DOCTYPE b></a>",
        b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\r\n<a/>",
        '<?xml version="1.0" encoding="gb18030"?><!-- 甲乙 --><a/>'.encode("gb18030"),
        '\ufeff<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16-be"),
        "<a/>".encode("utf-16-le"),
        b"<!-- <!DOCTYPE a> --><a/>",
        b"<?xml version='1.0'?>",
        b"<!-- no end",
        b"<?no end",
        b" " * PROLOG_BYTES,
    ],
)
def test_what_is_no_dtd_passes(head):
    assert prolog_fault(head) == ""


PIECES = [
    "<!DOCTYPE a>",
    "<a/>",
    "<!--x-->",
    "<!-- <a> -->",
    "<?p q?>",
    "<!--",
    "-->",
    "<?",
    "<",
    "甲",
    " ",
    "\n",
]
PIECES += ["\x85", "\xa0", "\0", "\ufeff", '<?xml version="1.0"?>', '<?p > encoding="utf-8"?>']
CODES = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "gb18030", "utf-32", "utf-7"]
CODES += ["cp037", "big5", "ascii"]
PIECES += [f'<?xml version="1.0" encoding="{code}"?>' for code in CODES]


def test_no_dtd_that_expat_sees_goes_by():
    draw, seen = random.Random(3), 0
    for _ in range(30_000):
        text = "".join(draw.choices(PIECES, k=draw.randrange(1, 7)))
        head = text.encode(draw.choice(CODES), "replace")
        found: list[str] = []
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = lambda *_, found=found: found.append("dtd")
        with suppress(expat.ExpatError, LookupError, ValueError):
            parser.Parse(head, True)
        assert prolog_fault(head) or not found, head
        seen += len(found)
    assert seen > 300


def test_names_are_shown_short():
    assert shown("a\nb\x9b\udcff") == "a\ufffdb\ufffd\ufffd"
    assert shown("甲" * 60) == "甲" * 60
    assert shown("甲" * 99 + ".xlsx") == "甲" * 30 + "…" + "甲" * 24 + ".xlsx"


def patched(content, *places):
    content = bytearray(content)
    for at, value in places:
        content[at : at + 4] = value.to_bytes(4, "little")
    return bytes(content)


def test_the_root_of_a_compound_file():
    content = hostile.compound({"A": b"1", "乙": b"2" * 5000}, {"C": {"D": b"3", "E": b""}})
    found = Compound(content)
    assert found.names == {"a", "乙", "c"}
    assert (found.head("乙"), found.head("a"), found.head("c")) == (b"2" * 512, b"", b"")


ROOT = 1024
"""Where the root's entry stands in these files: after header and table."""


@pytest.mark.parametrize(
    "places",
    [
        [(30, 0xFFFF0000)],  # sectors of one byte
        [(48, 0xFFFFFFFE)],  # no directory
        [(48, 99)],  # directory outside the table
        [(48, 127), (512 + 127 * 4, 126)],  # inside the table, outside the file
        [(512 + 4, 1)],  # a ring
        [(ROOT + 76, 50)],  # the root's child is nowhere
        [(68, 999)],  # more tables outside the file
    ],
)
def test_a_senseless_compound_file_is_an_error(places):
    with pytest.raises(ValueError, match=r"\w"):
        Compound(patched(hostile.xls(), *places))


def test_entries_in_a_ring_end():
    assert Compound(patched(hostile.xls(), (ROOT + 128 + 72, 1))).names == {"workbook"}


def test_an_entry_of_no_kind_is_passed_over():
    assert Compound(patched(hostile.xls(), (ROOT + 128 + 66, 0xFFFF0100))).names == set()


def test_a_stream_cut_off_is_an_error():
    with pytest.raises(ValueError, match="outside"):
        Compound(hostile.xls()[:-600]).head("workbook")


def test_tables_chained_in_a_ring_are_an_error():
    small = hostile.xls()
    count = (len(small) - 512) // 512
    ring = b"".join(value.to_bytes(4, "little") for value in [0] * 127 + [count])
    with pytest.raises(ValueError, match="more tables than sectors"):
        Compound(patched(small + ring, (68, count)))


def test_tables_of_a_large_compound_file_are_chained():
    """Over 7 MB: a sector of table numbers follows the header's."""
    small = hostile.xls()
    count = (len(small) - 512) // 512
    extra = b"".join(value.to_bytes(4, "little") for value in [0xFFFFFFFF] * 127 + [0xFFFFFFFE])
    assert Compound(patched(small + extra, (68, count), (72, 1))).names == {"workbook"}
    moved = b"".join(value.to_bytes(4, "little") for value in [0, *[0xFFFFFFFF] * 126, 0xFFFFFFFE])
    assert Compound(patched(small + moved, (68, count), (76, 0xFFFFFFFF))).names == {"workbook"}


def table(size, *, ratio=4, name="xl/worksheets/sheet2.xml", **changes):
    """A worksheet that says it is of this size, and packs so many times."""
    return Entry(name, SPACES, packed=deflated(SPACES), size=size, packed_size=size // ratio, **changes)


SPACES = b"<worksheet>" + b" " * PROLOG_BYTES


def faults_of(*entries):
    """Those of the directory, had the file as many bytes as it says."""
    infos = Members(workbook())._members
    infos = [member.info for member in infos.values()]
    for entry in entries:
        info = ZipInfo(entry.name)
        info.orig_filename, info.file_size, info.compress_size = entry.name, entry.size, entry.packed_size
        info.compress_type = ZIP_DEFLATED
        infos.append(info)
    return list(_directory_faults(infos, 1 << 40))


@pytest.mark.parametrize(
    "name", ["xl/worksheets/sheet2.xml", "XL\\Worksheets\\数据.xml", "xl/sharedStrings.xml"]
)
def test_a_large_table_is_within_limits(name):
    assert faults_of(table(3 << 30, name=name)) == []
    assert faults_of(*(table(300 << 20, name=f"xl/worksheets/{at}.xml") for at in range(9))) == []


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([table(300 << 20, name="xl/media/1.bmp")], "超过 256 MB"),
        ([table(300 << 20, name="xl/worksheets/_rels/sheet1.xml.rels")], "超过 256 MB"),
        ([table(300 << 20, name="xl/styles.xml")], "超过 256 MB"),
        ([table(300 << 20, ratio=51)], "压缩前的 50 倍"),
        ([table(10 << 30, ratio=1000)], "压缩前的 50 倍"),
        ([table(200 << 20, ratio=201)], "压缩前的 200 倍"),
        ([table(2049 << 20), table(2049 << 20, name="xl/sharedStrings.xml")], "合计超过 4096 MB"),
        ([table(200 << 20, name="a"), table(200 << 20, name="b")], "合计超过 384 MB"),
    ],
)
def test_what_is_too_large_is_told_by_the_directory(entries, words):
    assert words in " ".join(faults_of(*entries))


def test_a_large_table_is_read_in_pieces_and_judged_as_it_is_read(monkeypatch):
    for limit in ("TABLE_FROM", "MEMBER_BYTES"):
        monkeypatch.setattr(archive, limit, 1 << 20)
    name = "xl/worksheets/sheet2.xml"
    content = b"<worksheet>" + bytes(at * at % 251 for at in range(997)) * 3000
    members = Members(workbook(Entry(name, content)))
    members.check()
    assert b"".join(members.chunks(name)) == content
    assert "只能逐行读取" in refusal(members.read, name)[0]
    broken = Members(workbook(Entry(name, content, crc=1)))
    broken.check()
    assert "CRC" in refusal(list, broken.chunks(name))[0]
    prolog = Members(workbook(Entry(name, b"<!DOCTYPE a>" + content)))
    assert "DOCTYPE" in refusal(prolog.check)[0]


class TestOnDisk:
    """Contents that are too large to be held."""

    def test_it_is_as_in_memory(self, tmp_path, monkeypatch):
        monkeypatch.setattr(contents, "_PIECE", 7)
        content = small_zip(["a.xml", "目录/乙.bin"])
        (tmp_path / "a").write_bytes(content)
        with (tmp_path / "a").open("rb") as file:
            found = OnDisk(file.fileno())
        assert (found.size, bytes(found.read(3, 9)), found.count(b"PK\1\2")) == (
            len(content),
            content[3:12],
            2,
        )
        members = Members(found)
        members.check()
        assert members.read("目录/乙.bin") == "目录/乙.bin".encode() * 99

    def test_it_is_refused_once_it_has_changed(self, tmp_path):
        (tmp_path / "a").write_bytes(small_zip(["a.xml"]))
        with (tmp_path / "a").open("rb") as file:
            members = Members(OnDisk(file.fileno()))
        (tmp_path / "a").write_bytes(small_zip(["a.xml", "b.xml"]))
        assert "解压出错" in refusal(members.read, "a.xml")[0]
