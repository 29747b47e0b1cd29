"""DOCX → PDF through LibreOffice, where there is one."""

from authoring.errors import OutputError
from authoring.office import OfficeError, convert, find_office

_OTHER_WAY = "请用 Word 或 WPS 打开 DOCX 文件，另存为 PDF"


def write_pdf(docx: bytes, *, seconds: float = 60) -> bytes:
    """The report as PDF. Raises OutputError if there is no LibreOffice, or it fails or hangs."""
    office = find_office()
    if office is None:
        raise OutputError(f"没有找到 LibreOffice，不能生成 PDF；请安装 LibreOffice，或者{_OTHER_WAY}。")
    try:
        data = convert(office, docx, (".docx", ".pdf"), "PDF", seconds=seconds)
    except OfficeError as error:
        raise OutputError(f"{error}，或者{_OTHER_WAY}。") from error
    if not data.startswith(b"%PDF-"):
        raise OutputError(f"LibreOffice 没有生成 PDF；请重试，或者{_OTHER_WAY}。")
    return data
