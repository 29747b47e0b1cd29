"""How quickly finished reports are audited on one core, whole way, and that memory stays the same.

    python tests/bench/audit.py [FILES]

Reports of about 5,000 characters in the ten sections, each with faults, as text and as Word file. Each stage
is timed in one process; the whole way is the command with all outputs. Memory is that of the command and its
process for a hundred files, then for FILES (default 1,000).
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import docx

from authoring.audit.one import audit_file
from authoring.audit.row import Wish
from tests.audit.papers import TEN

_CHARACTERS = 5_000
_ROUNDS = 20
_SUM = "基本支出{:.2f}万元，其中：人员经费{:.2f}万元，公用经费{:.2f}万元，比上年增加{:.2f}万元。"

_PROSE = (
    "一是坚持按月巡查河道，发现问题当场登记、当场交办，整改情况向社会公开。二是会同乡镇开展汛前检查，对险工险段逐处"
    "落实责任人和物资，汛期实行领导带班。三是加强宣传，组织进校园、进村组活动，群众爱水护水的意识明显增强。"
)


def report(number: int) -> str:
    """A report of a unit of its own, with sums that hold and some that do not."""
    text = TEN.replace("乙县水务服务中心", f"第{number}水务服务中心")
    added = []
    while len(text) + sum(map(len, added)) < _CHARACTERS:
        n = len(added)
        staff, rest = 100 + number % 89 + n, 20.5 + n
        total = staff + rest + (9 if n % 10 == 0 else 0)
        added.append(f"{n + 3}、第{n}项工作。" + _SUM.format(total, staff, rest, n + 1) + _PROSE)
    return text.replace("2、河道管护", "\n\n".join(added) + "\n\n2、河道管护")


def word(text: str, path: Path) -> None:
    """The same as a Word file, as python-docx writes it."""
    made = docx.Document()
    for line in filter(None, map(str.strip, text.splitlines())):
        made.add_paragraph(line)
    made.save(str(path))


def seconds_a_file(path: Path, *, outputs: bool) -> float:
    """Processor time of one file, the least of several."""
    wish, least = Wish(outputs=outputs), 9.0
    for _ in range(_ROUNDS):
        began = time.process_time()
        audit_file(path, path.name, wish)
        least = min(least, time.process_time() - began)
    return least


class Cost(NamedTuple):
    """Seconds on the wall and of processors, peak memory in MB of the command and of the process it has."""

    wall: float
    used: float
    memory: float
    child: float


def command(folder: Path, out: Path) -> Cost:
    """The whole command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    script = (
        "import sys\nfrom authoring.cli.program import run\n"
        f"run(['audit', {str(folder)!r}, '--out', {str(out)!r}])\n"
        "import resource\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0], file=sys.stderr)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory, child = (int(figure) / 1024 for figure in done.stderr.split()[-2:])
    return Cost(time.perf_counter() - began, used, memory, child)


def main() -> None:
    """Print it all."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for kind, goal in ((".txt", 50), (".docx", 20)):
            one = place / f"one{kind}"
            if kind == ".txt":
                one.write_text(report(1), encoding="utf-8")
            else:
                word(report(1), one)
            alone, outputs = seconds_a_file(one, outputs=False), seconds_a_file(one, outputs=True)
            print(
                f"{kind:6} 审核 {1000 * alone:5.1f} ms（每秒 {1 / alone:.0f} 份，目标 {goal}），"
                f"连同意见和批注 {1000 * outputs:5.1f} ms（每秒 {1 / outputs:.0f} 份）"
            )
        for count in sorted({100, files}):
            folder = place / f"{count}"
            folder.mkdir()
            for number in range(count):
                (folder / f"{number:05}.txt").write_text(report(number), encoding="utf-8")
            cost = command(folder, place / f"out{count}")
            print(
                f"{count:6} 份文本，全程 {cost.wall:.1f} 秒（每秒 {count / cost.wall:.0f} 份，"
                f"处理器 {count / cost.used:.0f} 份），内存 {cost.memory:.0f} MB，子进程 {cost.child:.0f} MB"
            )


if __name__ == "__main__":
    main()
