"""Old Excel and WPS workbooks, .xls and .et, through python-calamine.

calamine ends the whole process on some damaged files (a ring of sectors fills the memory), and its panics
write to standard error. So run `read_xls` in a limited worker with its standard error shut; for that it is a
plain function of plain values.
"""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from authoring.sheets.cells import Cell, Doubt, Kind, PlainSheet, Range, Row, Visibility
from authoring.sheets.figures import exact
from authoring.sheets.making import boolean_cell
from authoring.sheets.members import refusal

UNSEEN = (
    "旧版工作簿（.xls、.et）读不出错误值和没有结果的公式，它们与空单元格无法区分",
    "旧版工作簿（.xls、.et）读不出小数位数和百分比格式，92.34% 读作 0.9234",
    "旧版工作簿（.xls、.et）分不清公式的结果和填写的数",
)
"""What the user is told of such a file, and to save it as .xlsx if one of these matters."""

_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx 再用"


def read_xls(content: bytes, file: str = "") -> list[PlainSheet]:
    """The worksheets in their order. Raises InputError when the file cannot be read."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            sheets = [
                _sheet(book.get_sheet_by_index(number), _visibility(listed))
                for number, listed in enumerate(book.sheets_metadata)
                if listed.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError as error:
        raise refusal(file, f"文件有密码，{_REMEDY}") from error
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise  # Rust's panics are no Exception, nor are those of the keyboard
        raise refusal(file, f"文件已损坏或不是旧版工作簿，{_REMEDY}") from error
    if not sheets:
        raise refusal(file, f"文件里没有工作表，{_REMEDY}")
    return sheets


def _visibility(listed: SheetMetadata) -> Visibility:
    if listed.visible == SheetVisibleEnum.Visible:
        return Visibility.VISIBLE
    return Visibility.VERY_HIDDEN if listed.visible == SheetVisibleEnum.VeryHidden else Visibility.HIDDEN


def _sheet(sheet: CalamineSheet, hidden: Visibility) -> PlainSheet:
    top, left = sheet.start or (0, 0)
    rows: list[Row] = []
    for number, values in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        made = enumerate(map(_cell, values), left + 1)
        found = {column: cell for column, cell in made if cell is not None}
        if found:
            rows.append((number, found))
    ranges = tuple(
        Range(first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1)
        for first, last in sheet.merged_cell_ranges or ()
    )
    return PlainSheet(sheet.name, rows, ranges, hidden, UNSEEN)


def _cell(value: str | float | date | time | timedelta) -> Cell | None:
    if isinstance(value, str):
        return Cell(value, Kind.TEXT) if value else None
    if isinstance(value, bool):
        return boolean_cell(str(value))
    if isinstance(value, int | float):
        text, doubt = exact(repr(value).removesuffix(".0"))
        return Cell(text, Kind.ERROR if doubt is Doubt.BAD_NUMBER else Kind.NUMBER, doubt=doubt)
    return Cell(_moment(value), Kind.DATE if isinstance(value, date) else Kind.TIME)


def _moment(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return _rounded(value).isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return value.replace(microsecond=0).isoformat() if isinstance(value, time) else value.isoformat()


def _rounded(moment: datetime) -> datetime:
    """To whole seconds, as a day's fraction is binary."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
