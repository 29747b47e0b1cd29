"""`make demo`: checks and renders every example, and prints what was written and what the checks say.

The documents go to `out/`; the folders here are left as they are.
"""

import sys
from pathlib import Path

from authoring.cli.program import run

EXAMPLES = Path(__file__).resolve().parent
OUT = EXAMPLES.parent / "out"


def main() -> int:
    """Check each report as published, then render the one put right; 0 if all that should be written was."""
    codes = []
    for folder in sorted(path.parent for path in EXAMPLES.glob("*/report.yaml")):
        if (folder / "as-published.yaml").is_file():
            print(f"\n──── {folder.name}：公开稿的核对结果 ────\n", flush=True)
            run(["check", str(folder / "as-published.yaml")])
        print(f"\n──── {folder.name}：成文 ────\n", flush=True)
        last = folder / "last-year.yaml"
        beside = ["--from", str(last)] if last.is_file() else []
        report = str(folder / "report.yaml")
        codes.append(run(["render", report, *beside, "--out", str(OUT), "--to", "docx,txt,html"]))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
