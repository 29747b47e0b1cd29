"""A folder of the user's own for what can be made anew, as compiled templates.

What is kept there is believed when it is read back, so it is used only while nobody else can write to it.
"""

import os
import stat
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zlib import crc32

from platformdirs import user_cache_path

_PACKAGE = Path(__file__).parent
_TEMPLATE_ENGINE = ("jinja2", "markupsafe")


@cache
def program_mark() -> str:
    """A mark of the program as it is now: what was made by another is made anew.

    It tells files apart by size and time, which costs a millisecond; it is no proof against forgery.
    """
    specs = (find_spec(name) for name in _TEMPLATE_ENGINE)
    folders = [Path(spec.origin).parent for spec in specs if spec and spec.origin]
    folders += [Path(folder) for folder, _, _ in os.walk(_PACKAGE) if not folder.endswith("__pycache__")]
    files = (entry for folder in folders for entry in os.scandir(folder) if entry.name.endswith(_SOURCES))
    marks = sorted(f"{file.path} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in files)
    return f"{crc32(os.fsencode(f'{sys.hexversion} {marks}')):08x}"


_SOURCES = (".py", ".yaml")


def cache_folder(name: str) -> Path | None:
    """The folder of that name in the user's cache, made if need be; `None` if it is not the user's alone."""
    try:
        folder = _place() / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.lstat()
    except (OSError, RuntimeError):  # RuntimeError: nobody knows where the user's home is
        return None
    if os.name == "nt":
        return folder
    private = stat.S_ISDIR(about.st_mode) and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if private and about.st_uid == os.geteuid() else None


def _place() -> Path:
    """Where the system has programs keep such things."""
    return user_cache_path("gouji", appauthor=False)
