"""A table of 10,000 units, 500 of them poisoned in 50 ways, and 3 killer files: 9,500 reports.

python tests/bench/poisoned.py [UNITS] [JOBS]
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from authoring.batch.outcome import Status
from authoring.batch.run import Options, run
from tests.batch.poison import is_named, killers, write


def main(count: int, jobs: int) -> None:
    """Print what came of it, and how long it took."""
    with tempfile.TemporaryDirectory() as place:
        table, out = Path(place) / "各单位.xlsx", Path(place) / "成稿"
        planted = write(table, count)
        deadly = killers(Path(place) / "杀手")
        began = time.perf_counter()
        summary = run([table, *deadly], Options(out, jobs=jobs))
        took = time.perf_counter() - began
        rows = [row for row in summary.rows() if row.status is not Status.MADE]
        bad = {row.row: row for row in rows if row.source == str(table)}
        dead = [row for row in rows if row.source != str(table) and row.reason]
        named = sum(is_named(planted[n], row) for n, row in bad.items() if n in planted)
        peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
        print(
            f"{count} units, {len(planted)} poisoned: {dict(summary.counts)}, {named} named as planted, "
            f"{len(set(bad) - set(planted))} others; "
            f"{len(dead)} of {len(deadly)} killers named; {len(list(out.glob('*.docx')))} reports; "
            f"{took:.0f} s with {jobs} jobs, peak {int(peak) / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["10000"])[0]), int((sys.argv[2:] or ["2"])[0]))
