"""`gouji` and `python -m authoring`."""

import sys


def main() -> None:
    """Run the program and exit with its code."""
    from authoring.cli.program import run  # noqa: PLC0415  start-up: nothing before it is needed

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
