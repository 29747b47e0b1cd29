"""`gouji` and `python -m authoring`."""

import gc
import os
import sys
from types import ModuleType


def main() -> None:
    """Run the program and exit with its code."""
    _leave_plugins_out()
    # Start-up makes some 100,000 objects that all stay: looking through them for garbage is lost time.
    gc.set_threshold(100_000, 20, 20)
    from authoring.cli.program import run  # noqa: PLC0415  only now, for the settings to take effect

    sys.exit(run(sys.argv[1:]))


def _leave_plugins_out() -> None:
    """No plugin of pydantic's: it would be somebody else's code at work on the user's files.

    The environment variable says so. The module that looks for plugins is put aside too, since it loads
    the package metadata machinery (15 ms of each start) only to find that it may not; should pydantic
    name it otherwise one day, the variable alone does the work.
    """
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    nothing = ModuleType("pydantic.plugin._loader")
    nothing.get_plugins = tuple  # type: ignore[attr-defined]
    sys.modules.setdefault(nothing.__name__, nothing)


if __name__ == "__main__":
    main()
