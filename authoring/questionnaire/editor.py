"""A longer text written in the editor that the clerk's system names."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from authoring.decoding import decode
from authoring.errors import GoujiError


def edited(text: str) -> str:
    """The text as it is after editing, whatever the editor's exit code. Raises GoujiError."""
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        file = Path(folder, "答案.txt")
        file.write_text(f"{text}\n", encoding="utf-8")
        try:
            subprocess.run([*_editor(), str(file)], check=False)  # noqa: S603  the clerk's own
            content = file.read_bytes()
        except (OSError, ValueError) as error:
            raise GoujiError("打不开编辑器。") from error
        return decode(content, file.name).text.rstrip("\n")


def _editor() -> list[str]:
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "notepad"
    return shlex.split(named, posix=os.name != "nt")
