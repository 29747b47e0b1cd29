"""Title, 附件说明, signature and date by GB/T 9704-2012: widths in characters of the body."""

import pytest

from authoring.document.blocks import Block
from authoring.writers.placing import (
    Closing,
    Hanging,
    kept_with_next,
    place_attachment,
    place_closing,
    place_closings,
    title_lines,
)
from tests.writers.samples import ATTACHMENTS, CLOSING, PLAIN, paragraph


@pytest.mark.parametrize(
    ("signature", "date", "signature_right", "date_right"),
    [
        (6.5, 6.5, 4, 4),
        (10, 6.5, 2.25, 4),
        (3, 7.5, 6.25, 4),
        (14.5, 6.5, 0, 4),
        (20, 6.5, 0, 6.75),
        (28, 6.5, 0, 10.75),
        (40, 6.5, 0, 10.75),
        (10, 0, 4, 4),
        (0, 6.5, 7.25, 4),
    ],
)
def test_sealed(signature: float, date: float, signature_right: float, date_right: float) -> None:
    assert place_closing(signature, date, sealed=True) == Closing(signature_right, date_right)


@pytest.mark.parametrize(
    ("signature", "date", "signature_right", "date_right"),
    [
        (10, 6.5, 2, 3.5),
        (8, 7.5, 2, 0.5),
        (7.5, 7.5, 2, 0),
        (3, 7.5, 8.5, 2),
        (6, 6.5, 4.5, 2),
        (10, 0, 2, 2),
        (0, 6.5, 2, 2),
    ],
)
def test_unsealed(signature: float, date: float, signature_right: float, date_right: float) -> None:
    closing = place_closing(signature, date, sealed=False)
    assert closing == Closing(signature_right, date_right)
    if signature and date:
        starts = closing.signature + signature, closing.date + date
        assert starts[0] - starts[1] == 2


def test_digits_of_a_date_count_half() -> None:
    places = place_closings((paragraph("正文"), *CLOSING), sealed=True)
    assert places[1].right == 4 + (6.5 - 10) / 2
    assert (places[2].right, places[1].lines_above, places[2].lines_above) == (4, 2, 0)


def test_each_of_several_signatures_is_set_for_itself() -> None:
    lines = (
        paragraph("甲乙", "signature"),
        paragraph("甲乙丙丁", "signature"),
        paragraph("2024年1月1日", "date"),
    )
    places = place_closings(lines, sealed=True)
    assert [place.right for place in places.values()] == [6, 5, 4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("附件：部门整体支出绩效自评表", Hanging(5, 3)),
        ("附件：1.自评表", Hanging(5.75, 3.75)),
        ("2.基础数据表", Hanging(5.75, 0.75)),
        ("10.基础数据表", Hanging(6.25, 1.25)),
        ("没有编号", Hanging(2, 0)),
    ],
)
def test_attachment(text: str, expected: Hanging) -> None:
    assert place_attachment(text) == expected


@pytest.mark.parametrize(
    ("segments", "lines"),
    [
        (("道县财政局", "2023年度绩效自评报告"), ["道县财政局2023年度绩效自评报告"]),
        (
            ("2023年度", "道县财政局", "部门整体支出绩效自评报告"),
            ["2023年度道县财政局", "部门整体支出绩效自评报告"],
        ),
        (("一" * 25, "报告"), ["一" * 25, "报告"]),
        (("", "报告"), ["报告"]),
        ((), []),
    ],
)
def test_title_lines(segments: tuple[str, ...], lines: list[str]) -> None:
    assert title_lines(segments) == lines


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ((paragraph("一"), paragraph("二"), *CLOSING), {1, 2}),
        ((paragraph("一"), *ATTACHMENTS, *CLOSING), {0, 1, 2, 3}),
        ((PLAIN, *CLOSING), {0, 1}),
        ((paragraph("一"), *ATTACHMENTS), set()),
        (CLOSING, {0}),
        ((), set()),
    ],
)
def test_kept_with_next(blocks: tuple[Block, ...], kept: set[int]) -> None:
    assert kept_with_next(blocks) == kept
