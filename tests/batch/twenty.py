"""The workbook of twenty units that stands in `examples/batch-20`: five reports, varied, six faults planted.

python -m tests.batch.twenty          makes it anew
"""

import zipfile
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from authoring.draft.report_file import read_draft
from authoring.forms.finder import load_form
from authoring.workbook.layout import layout_of, united
from tests.workbook.books import many_units

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PLACE = EXAMPLES / "batch-20"
NAMES = ("lusong-2024", "daoxian-2023", "wangcheng-2020", "wanzai-2021", "xiangfen-2021")
COUNTIES = ("甲县", "乙县", "丙县", "丁县")


def twenty():
    """The answers of twenty units: each example in four counties."""
    listed = []
    for name in NAMES:
        source = read_draft(EXAMPLES / name / "report.yaml").answers
        for county in COUNTIES:
            answers = deepcopy(source)
            answers.pop("来源", None)
            answers.pop("版本", None)
            own = f"{county}{'机关事务服务中心' if name == NAMES[0] else f'第{len(listed) + 1}事务中心'}"
            answers["单位"]["全称"] = own
            if "落款" in answers:
                answers["落款"].pop("单位", None)
            listed.append(answers)
    return listed


def plant(listed):
    """Six faults of different kinds; returns what each is."""
    listed[1]["支出"]["合计"] = "2,610.00"
    listed[2]["支出"]["基本"]["合计"] = "三百五十三"
    listed[5]["单位"]["全称"] = ""
    listed[9]["年度"] = "20020"
    listed[14]["支出"]["基本"]["预算数"] = "14620800"
    listed[18]["自评"]["得分"] = "960"
    return {
        2: "支出合计与基本支出、项目支出之和不符",
        3: "金额格里写了汉字",
        6: "没有单位全称",
        10: "年度多写了一位",
        15: "元当万元填",
        19: "得分漏了小数点",
    }


def book():
    """The workbook, its times fixed."""
    listed = twenty()
    plant(listed)
    layout = united([layout_of(load_form(code)) for code in dict.fromkeys(a["表单"] for a in listed)])
    content = BytesIO()
    many_units(listed, layout).save(content)
    return _timeless(content.getvalue())


def _timeless(content):
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                continue
            if name in {"[Content_Types].xml", "_rels/.rels"}:
                data = _without_core(data)
            new.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _without_core(data):
    import re

    return re.sub(rb"<(?:Override|Relationship)[^>]*docProps/core\.xml[^>]*/>", b"", data)


if __name__ == "__main__":
    PLACE.mkdir(exist_ok=True)
    (PLACE / "各单位.xlsx").write_bytes(book())
