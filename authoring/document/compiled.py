"""Keeps templates in their compiled form between runs: compiling the body of a form takes 40 ms.

Compiled templates are code that runs outside the sandbox, so they are kept where only the user can write:
never beside the template, where whoever made the form could put one of his own.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache
from platformdirs import user_cache_path

from authoring import atomic
from authoring.errors import OutputError


class CompiledTemplates(BytecodeCache):
    """The user's own store, used if it is there and private; without it all works, only slower.

    jinja2 tells by a checksum of the source whether an entry is still the template's.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket from the store, if it has the template."""
        store = _store()
        if store is not None:
            with suppress(OSError), (store / bucket.key).open("rb") as file:
                bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a freshly compiled template into the store."""
        store = _store()
        if store is not None:
            with suppress(OutputError):
                atomic.save(store / bucket.key, bucket.bytecode_to_string())


def _store() -> Path | None:
    """The folder of the store, made if need be; `None` if it is not the user's alone."""
    folder = user_cache_path("gouji", appauthor=False) / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.lstat()
    except OSError:
        return None
    if os.name == "nt":
        return folder
    private = stat.S_ISDIR(about.st_mode) and not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return folder if private and about.st_uid == os.geteuid() else None
