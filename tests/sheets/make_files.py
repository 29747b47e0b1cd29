"""Makes `files/office.*` anew with LibreOffice: one workbook of many kinds of cell, saved in four formats.

python tests/sheets/make_files.py
"""

import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import xlsxwriter

FILES = Path(__file__).parent / "files"


def make(path: Path) -> None:
    """Column A says what is in B."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("数据")

        def form(code: str) -> object:
            return book.add_format({"num_format": code})

        sheet.write_row(0, 0, ["金额", 2601], form("0.00"))
        sheet.write_row(1, 0, ["误差", 189.89])
        sheet.write_row(2, 0, ["和", 0.1 + 0.2])
        sheet.write_row(3, 0, ["比率", 0.9234], form("0.00%"))
        sheet.write(4, 0, "日期")
        sheet.write_datetime(4, 1, datetime(2025, 3, 20), form('yyyy"年"m"月"d"日"'))  # noqa: DTZ001
        sheet.write(5, 0, "日期时间")
        sheet.write_datetime(5, 1, datetime(2025, 3, 20, 8, 30), form("yyyy-mm-dd hh:mm"))  # noqa: DTZ001
        sheet.write(6, 0, "累计小时")
        sheet.write_number(6, 1, 1.1041666666666667, form("[h]:mm:ss"))
        sheet.write(7, 0, "真假")
        sheet.write_boolean(7, 1, True)
        sheet.write(8, 0, "除零")
        sheet.write_formula(8, 1, "=1/0", None, "#DIV/0!")
        sheet.write(9, 0, "公式")
        sheet.write_formula(9, 1, "=B1+B2", form("0.00"), 2790.89)
        sheet.write(10, 0, "十八位文本")
        sheet.write_string(10, 1, "430102199001011234")
        sheet.write(11, 0, "换行")
        sheet.write_string(11, 1, "甲  乙\n丙")
        sheet.merge_range(12, 0, 12, 3, "合并")
        sheet.write(13, 0, "千分位")
        sheet.write_number(13, 1, -1234567.5, form("#,##0.00_);(#,##0.00)"))
        sheet.write(14, 0, "重复")
        sheet.write_row(14, 1, [7, 7, 7])
        sheet.write(20, 5, "远处")
        book.add_worksheet("藏").hide()


def main() -> None:
    """Through LibreOffice, with a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "office.xlsx"
        make(source)
        for ending in ("ods", "xls", "xlsx"):
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(FILES)]
            subprocess.run([*command, str(source)], check=True, timeout=120)


if __name__ == "__main__":
    main()
