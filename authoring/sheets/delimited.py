"""Text tables, .csv and .txt: every cell is text, exactly as it stands there.

The separator is comma, tab or semicolon, never the full-width ，, which belongs to sentences. The head line
decides: the one that cuts it into most cells, by the csv module's own parser, so that quotes are heeded.
"""

import csv
from io import StringIO

from authoring.decoding import decode
from authoring.sheets.cells import LAST_COLUMN, LAST_ROW, Cell, Kind, PlainSheet, Row
from authoring.sheets.members import refusal

_SEPARATORS = ",\t;"
_LONGEST = 131_072
"""Characters of a cell, as the csv module has it; a quote left open would swallow the rest of the file."""
_REMEDY = "请用记事本打开核对后重新保存"


def read_delimited(content: bytes, file: str = "") -> PlainSheet:
    """One sheet, named like the file. `unseen` has the remark of `decode`, if any.

    Raises InputError for what is no text, a quote never closed, and more than Excel's rows and columns.
    """
    decoded = decode(content, file)
    if not decoded.text.strip():
        raise refusal(file, "文件是空的，请选对文件")
    filled: list[Row] = []
    reader = csv.reader(StringIO(decoded.text, newline=""), delimiter=_separator(decoded.text), strict=True)
    try:
        for number, values in enumerate(reader, 1):
            if number > LAST_ROW or len(values) > LAST_COLUMN:
                raise refusal(file, f"表格超出{LAST_ROW}行或{LAST_COLUMN}列，请拆开后再用", f"第{number}行")
            cells = {column: Cell(text, Kind.TEXT) for column, text in enumerate(values, 1) if text}
            if cells:
                filled.append((number, cells))
    except csv.Error as error:
        place = f"第{reader.line_num}行"
        raise refusal(file, f"引号不成对，或一格超过{_LONGEST}字，{_REMEDY}", place) from error
    name = file.rpartition("/")[2].rpartition(".")[0] or file
    return PlainSheet(name, filled, unseen=(decoded.note,) if decoded.note else ())


def _separator(text: str) -> str:
    """The one that makes most cells of the first line that is not blank; comma if none does."""
    return max(_SEPARATORS, key=lambda separator: len(_head(text, separator)))


def _head(text: str, separator: str) -> list[str]:
    """The first line that is not blank, cut at a separator; nothing if it cannot be."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return next(filter(any, reader), [])
    except csv.Error:
        return []
