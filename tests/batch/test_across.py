"""All units together: texts shared are compared word by word, names looked for in what was printed."""

import pytest

from authoring.batch.across import _is_sure, _Made, look_across, with_more
from authoring.batch.likeness import ALIKE, Alike
from authoring.batch.outcome import Row, Status

LONG = (
    "全年保障机关大院供水、供电、供暖不间断，处置突发停水停电各两次，服务满意度稳步提高，没有发生责任事故。"
)
OTHER = (
    "文印中心承印文件资料，严格保密审查，做到随到随印，没有发生失泄密事件，"
    "节约印刷经费，服务质量受到各单位好评。"
)


def written(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return {n: _Made(f"{name}事务中心", (f"{name}.txt",)) for n, name in enumerate(texts, 1)}


@pytest.mark.parametrize(
    ("second", "sure"),
    [(LONG, True), (LONG.replace("两次", "三次"), True), (OTHER, False)],
)
def test_a_shared_text_must_stand_in_both(tmp_path, second, sure):
    units = written(tmp_path, 甲县=f"一、概述\n{LONG}", 乙县=f"一、概述\n{second}")
    alike = Alike(1, 2, 1.0, ALIKE, "绩效情况.概述", LONG[:20], 1)
    assert _is_sure(alike, units, tmp_path) is sure


def test_another_units_name_is_told_to_whom_it_concerns(tmp_path):
    written(tmp_path, 甲=f"乙县机关事务中心。{LONG}", 乙=OTHER)
    listed = [
        Row(1, "a", unit="甲县机关事务中心", status=Status.MADE, files=("甲.txt",)),
        Row(2, "a", unit="乙县机关事务中心", status=Status.MADE, files=("乙.txt",)),
    ]
    rows = with_more(lambda: iter(listed), look_across(lambda: iter(listed), tmp_path))
    first, second = rows()
    assert "乙县机关事务中心" in first.told[0].message
    assert first.counts["警告"] == 1
    assert not second.told
