"""Keeps templates in their compiled form between runs: compiling the body of a form takes 40 ms.

Compiled templates are code that runs outside the sandbox, so they are kept where only the user can write:
never beside the template, where whoever made the form could put one of his own.
"""

from contextlib import suppress

from jinja2.bccache import Bucket, BytecodeCache

from authoring import atomic
from authoring.caching import cache_folder, program_mark
from authoring.errors import OutputError


class CompiledTemplates(BytecodeCache):
    """The user's own store, used if it is there and private; without it all works, only slower.

    jinja2 tells by a checksum of the source whether an entry is still the template's.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket from the store, if it has the template."""
        store = cache_folder("templates")
        if store is not None:
            try:
                with (store / bucket.key).open("rb") as file:
                    bucket.load_bytecode(file)
            except Exception:  # noqa: BLE001  whatever a damaged entry makes pickle and marshal raise
                bucket.reset()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A name for the entry: of this template, compiled by this program."""
        return f"{super().get_cache_key(name, filename)}-{program_mark()}"

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Put a freshly compiled template into the store."""
        store = cache_folder("templates")
        if store is not None:
            with suppress(OutputError):
                atomic.save(store / bucket.key, bucket.bytecode_to_string())
