"""How quickly a batch goes: `python tests/bench/batch.py [UNITS] [JOBS]`, ten-section reports, DOCX and text.

Prints milliseconds a unit with and without the reading of units, and the peak memory of the process.
"""

import gc
import os
import resource
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from authoring.batch import paging
from authoring.batch.listing import Listing
from authoring.batch.run import Options, run
from authoring.batch.sources import Sources
from authoring.draft.report_file import read_draft
from authoring.workbook.unit import Unit

EXAMPLE = ROOT / "examples" / "daoxian-2023" / "report.yaml"


def units(source, form, year):
    """As many as the file says."""
    draft = read_draft(EXAMPLE)
    for row in range(int(source.content)):
        name = f"道县第{row}中心"
        named = {"单位": {"全称": name}, "落款": {"单位": name}}
        answers = draft.answers | {part: draft.answers[part] | own for part, own in named.items()}
        yield Unit(replace(draft, answers=answers), (), "汇总", row)


def main(count: int, jobs: int) -> None:
    """Read only, then the whole, then the whole once more with nothing to do."""
    from tests.bench import batch

    paging.read_workbook = batch.units
    gc.set_threshold(100_000, 20, 20)
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "units.csv", Path(folder) / "out"
        source.write_text(str(count))
        began = time.perf_counter()
        for _ in Sources(Listing([source], out)):
            pass
        reading = time.perf_counter() - began
        for what in ("all", "nothing to do"):
            began, cpu = time.perf_counter(), _cpu()
            summary = run([source], Options(out, jobs=jobs))
            took = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            each = [1000 * seconds / count for seconds in (took, took - reading, _cpu() - cpu)]
            print(
                f"{what}: {count} units, {jobs} jobs, {took:.2f} s, {each[0]:.2f} ms a unit, "
                f"{each[1]:.2f} beyond reading, CPU {each[2]:.2f}, "
                f"peak {peak:.0f} MB, {dict(summary.counts)}"
            )


def _cpu() -> float:
    """Seconds of all processes so far, which tell more on a busy machine."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["1000"])[0]), int((sys.argv[2:] or ["1"])[0]))
