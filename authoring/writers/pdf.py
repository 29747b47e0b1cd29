"""DOCX → PDF through LibreOffice, where there is one.

Each run has a profile and a folder of its own, since two runs cannot share them; LibreOffice says
done even when it is not, so the result is looked at.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from authoring.errors import OutputError

_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_OTHER_WAY = "请用 Word 或 WPS 打开 DOCX 文件，另存为 PDF"


def find_office() -> str | None:
    """Where LibreOffice is, on the path or in a usual place."""
    found = (shutil.which(name) for name in _NAMES)
    return next(filter(None, found), None) or next(
        (place for place in _USUAL_PLACES if Path(place).is_file()), None
    )


def write_pdf(docx: bytes, *, seconds: float = 60) -> bytes:
    """The report as PDF. Raises OutputError if there is no LibreOffice, or it fails or hangs."""
    office = find_office()
    if office is None:
        raise OutputError(f"没有找到 LibreOffice，不能生成 PDF；请安装 LibreOffice，或者{_OTHER_WAY}。")
    with TemporaryDirectory(prefix="gouji-pdf-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "report.docx")
        source.write_bytes(docx)
        _convert(office, source, seconds)
        return _read_result(source.with_suffix(".pdf"))


def _convert(office: str, source: Path, seconds: float) -> None:
    folder = source.parent
    command = [
        office,
        f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(source)),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603 — a program found above, on a file of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise OutputError(f"LibreOffice 不能启动（{office}）；请重新安装，或者{_OTHER_WAY}。") from error
    _wait(process, seconds)


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait as long as allowed; after that, or on Ctrl-C, nothing of it goes on running."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise OutputError(
            f"LibreOffice 在 {seconds:g} 秒内没有生成 PDF；请重试，或者{_OTHER_WAY}。"
        ) from error
    finally:
        if process.poll() is None:
            _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with all it started: `soffice` is only a starter of the program proper."""
    if sys.platform == "win32":
        ender = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
        subprocess.run([ender, "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)  # noqa: S603
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read_result(result: Path) -> bytes:
    data = result.read_bytes() if result.is_file() else b""
    if not data.startswith(b"%PDF-"):
        raise OutputError(f"LibreOffice 没有生成 PDF；请重试，或者{_OTHER_WAY}。")
    return data
