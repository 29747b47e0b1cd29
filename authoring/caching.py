"""A folder of the user's own for what can be made anew, as compiled templates.

What is kept there is believed when it is read back, so it is used only while nobody else can write to it.
"""

import os
import stat
from pathlib import Path

from platformdirs import user_cache_path


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
