"""A workbook worked out anew by LibreOffice, from formulas whose cached values are taken out first."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

SOFFICE = shutil.which("soffice")
_CACHED = re.compile(r'(<c [^>]*?)(?: t="str")?>(<f>.*?</f>)<v>.*?</v></c>', re.DOTALL)


def recalculate(content: bytes, folder: Path) -> Workbook:
    """The workbook with the values LibreOffice works out."""
    bare = folder / "bare.xlsx"
    bare.write_bytes(_without_cached(content))
    return openpyxl.load_workbook(converted(bare, "xlsx", folder / "out"), data_only=True)


def converted(book: Path, suffix: str, folder: Path) -> Path:
    """The workbook saved by LibreOffice in another format, or the same."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(folder),
        str(book),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{book.stem}.{suffix}"


def _without_cached(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = _CACHED.sub(r"\1>\2</c>", part.decode()).encode()
            new.writestr(name, part)
    return made.getvalue()
