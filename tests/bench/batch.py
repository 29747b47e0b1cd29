"""How quickly a batch goes, from a workbook of many units to files on disk, beside the usual way.

    python tests/bench/batch.py [UNITS] [JOBS]

The usual way reads with openpyxl, validates with pydantic and renders Word with docxtpl; it is spared the
checks, the text, the results, and the making of sentences. Ten-section reports without and with annexes.
Times are of the processor, so that others on the machine weigh less; only the gain of more processes is by
the clock.
"""

import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import openpyxl

from authoring.checks.run import check
from authoring.document.compose import compose
from authoring.draft.draft import Draft
from authoring.draft.report_file import build_report
from authoring.forms.finder import load_form
from authoring.intake.guard import guard
from authoring.rendering import WRITERS
from authoring.workbook.reading import read_units
from tests.batch.poison import EXAMPLES, unit, write
from tests.bench.peers import docxtpl

SOURCES = {"十部分": "lusong-2024", "十部分连同附表": "jiaxian-2024"}
_PEER = 60
"""Units the usual way is given; it takes the same time for each."""


def usual_way(table: Path, out: Path, source: Path) -> float:
    """Milliseconds a unit."""
    report = build_report(Draft(unit(1, source)))
    render = docxtpl(compose(check(report, form := load_form(report.form)).report, form))
    began, count = time.process_time(), 0
    book = openpyxl.load_workbook(table, read_only=True)
    lists = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets[1:]}
    assert lists
    for _ in book.worksheets[0].iter_rows(min_row=2, values_only=True):
        build_report(Draft(unit(count + 1, source)))
        (out / f"{count}.docx").write_bytes(render())
        count += 1
    return 1000 * (time.process_time() - began) / count


class Cost(NamedTuple):
    """Of the whole command: milliseconds by the clock, of the processor, of the main process; peak MB."""

    clock: float
    processor: float
    main: float
    memory: float


def ours(table: Path, out: Path, jobs: int) -> Cost:
    """What a run costs; its memory is that of the main process (Linux)."""
    script = (
        "import time\n"
        "from pathlib import Path\n"
        "from authoring.batch.run import Options, run\n"
        "if __name__ == '__main__':\n"
        f"    summary = run([Path({str(table)!r})], Options(Path({str(out)!r}), jobs={jobs}))\n"
        "    assert summary.counts['已生成'] == sum(summary.counts.values()), summary.counts\n"
        "    memory = Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]\n"
        "    print(memory, time.process_time())\n"
    )
    file = out.with_suffix(".py")
    file.write_text(script, encoding="utf-8")
    began, before = time.perf_counter(), _spent()
    done = subprocess.run(
        [sys.executable, str(file)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    clock = 1000 * (time.perf_counter() - began)
    memory, main = done.stdout.split()
    return Cost(clock, 1000 * (_spent() - before), 1000 * float(main), int(memory) / 1024)


def _spent() -> float:
    """Seconds of the processor in all processes that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def stages(table: Path, source: Path, count: int) -> dict[str, float]:
    """Milliseconds a unit of each stage, one after the other in one process."""
    form = load_form(build_report(Draft(unit(1, source))).form)
    taken = dict.fromkeys(("读表", "核对", "成文", "Word", "文本"), 0.0)
    clock = time.process_time
    began = clock()
    for each in islice(read_units(guard(table)), count):
        marks = [began, clock()]
        checked = check(build_report(each.draft), form, each.draft, brief=True)
        marks.append(clock())
        document = compose(checked.report, form)
        marks.append(clock())
        for kind in ("docx", "txt"):
            WRITERS[kind](document, form)
            marks.append(clock())
        for name, (start, end) in zip(taken, pairwise(marks), strict=True):
            taken[name] += 1000 * (end - start) / count
        began = clock()
    return taken


def measured(count: int, jobs: int) -> Iterator[str]:
    """Each way's milliseconds a unit, and the ratios, a line for each kind of report."""
    gc.set_threshold(100_000, 20, 20)
    for what, name in SOURCES.items():
        source = EXAMPLES / name / "report.yaml"
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            table, few = folder / "各单位.xlsx", folder / "少.xlsx"
            write(table, count, 0, source=source)
            write(few, _PEER, 0, source=source)
            (folder / "usual").mkdir()
            usual = usual_way(few, folder / "usual", source)
            one = ours(table, folder / "one", 1)
            many = ours(table, folder / "many", jobs)
            each = one.processor / count
            shares = "、".join(f"{stage} {wait:.1f}" for stage, wait in stages(few, source, _PEER).items())
            yield (
                f"{what}，{count} 个单位：通常的做法一份 {usual:.1f} 毫秒；本程序 {each:.1f} 毫秒，"
                f"每核每秒 {1000 / each:.0f} 份，{usual / each:.1f} 倍，"
                f"峰值 {one.memory:.0f} MB；{jobs} 个进程 {one.clock / many.clock:.2f} 倍，"
                f"其中主进程一份 {many.main / count:.1f} 毫秒；各步毫秒：{shares}"
            )


if __name__ == "__main__":
    for line in measured(int((sys.argv[1:] or ["1000"])[0]), int((sys.argv[2:] or ["2"])[0])):
        print(line, flush=True)
