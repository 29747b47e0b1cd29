"""LibreOffice, where there is one: turns a file into another kind.

Each run has a profile and a folder of its own, since two runs cannot share them; LibreOffice says
done even when it is not, so the result is looked at. Macros do not run, links are not followed.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from authoring.errors import GoujiError

_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SETTING = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>\n'
)


class OfficeError(GoujiError):
    """LibreOffice could not do it; the sentence has no end, so that another way can be told."""


def find_office() -> str | None:
    """Where LibreOffice is, on the path or in a usual place."""
    found = (shutil.which(name) for name in _NAMES)
    return next(filter(None, found), None) or next(
        (place for place in _USUAL_PLACES if Path(place).is_file()), None
    )


def convert(office: str, content: bytes, suffixes: tuple[str, str], product: str, *, seconds: float) -> bytes:
    """The content of a file with the first suffix as one with the second; `product` is its name for the user.

    Empty if LibreOffice made nothing. Raises OfficeError if it does not start, or hangs.
    """
    before, after = suffixes
    with TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"report{before}")
        source.write_bytes(content)
        profile = Path(folder, "profile", "user")
        profile.mkdir(parents=True)
        settings = "".join(_SETTING.format(*setting) for setting in _SETTINGS)
        Path(profile, "registrymodifications.xcu").write_text(_PROFILE.format(settings), encoding="utf-8")
        made = Path(folder, "made")
        made.mkdir()
        _wait(_start(office, source, after.removeprefix("."), made), product, seconds)
        result = made / f"report{after}"
        return result.read_bytes() if result.is_file() else b""


def _start(office: str, source: Path, kind: str, made: Path) -> "subprocess.Popen[bytes]":
    command = [
        office,
        f"-env:UserInstallation={Path(source.parent, 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *("--convert-to", kind, "--outdir", str(made), str(source)),
    ]
    try:
        return subprocess.Popen(  # noqa: S603 — a program found above, on a file of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise OfficeError(f"LibreOffice 不能启动（{office}）；请重新安装") from error


def _wait(process: "subprocess.Popen[bytes]", product: str, seconds: float) -> None:
    """Wait as long as allowed; after that, or on Ctrl-C, nothing of it goes on running."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise OfficeError(f"LibreOffice 在 {seconds:g} 秒内没有生成 {product}；请重试") from error
    finally:
        if process.poll() is None:
            _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End LibreOffice with all it started: `soffice` is only a starter of the program proper."""
    if sys.platform == "win32":
        ender = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
        subprocess.run([ender, "/F", "/T", "/PID", str(process.pid)], check=False, capture_output=True)  # noqa: S603
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
