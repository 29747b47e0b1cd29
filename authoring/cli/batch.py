"""`gouji batch`: many reports at once."""

import gc
import json
from pathlib import Path
from typing import Any

import click

from authoring.batch.outcome import Row, Status
from authoring.batch.run import Options, Summary, last_run, run
from authoring.batch.work import Wish
from authoring.cli.codes import DONE, FAULTY, INTERRUPTED, REFUSED
from authoring.cli.help import Command
from authoring.cli.progress import Progress
from authoring.cli.render import KINDS
from authoring.errors import GoujiError

_MOST_SHOWN = 20


@click.command(
    cls=Command,
    help="一次生成许多份报告；来源是汇总工作簿、CSV、各单位的工作簿、.yaml 报告文件，或放着它们的文件夹。"
    "中断后用同样的命令接着做，做过的不重做。\n\n例：gouji batch 各单位.xlsx --out 成稿",
)
@click.argument("sources", nargs=-1, metavar="来源...", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--out", metavar="文件夹", required=True, type=click.Path(path_type=Path), help="输出到这个文件夹"
)
@click.option("--form", metavar="表单", default="", help="来源里没有写表单的，用这个编码")
@click.option("--year", metavar="年度", type=click.IntRange(1995, 2100), help="来源里没有写年度的，用这一年")
@KINDS
@click.option(
    "--jobs", metavar="个数", type=click.IntRange(1, 64), default=1, help="同时用几个进程做，默认 1"
)
@click.option(
    "--scheduler", metavar="地址", default="", help="在已有的 dask 集群上做，如 tcp://10.0.0.5:8786"
)
@click.option("--resume", is_flag=True, help="接着做；不写来源，就照上次的来源和选项")
@click.option("--force", is_flag=True, help="生成后被人改动过的文件也替换")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
def command(
    sources: tuple[Path, ...],
    out: Path,
    form: str,
    year: int | None,
    kinds: list[str],
    jobs: int,
    scheduler: str,
    resume: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Make all reports; one that cannot be made does not stop the others."""
    wish = Wish(tuple(kinds), form, year)
    before = last_run(out) if resume else {}
    if resume and not sources:
        sources = tuple(map(Path, before["sources"]))
        wish = Wish(tuple(before["to"]), before["form"], before["year"])
    if not sources:
        raise GoujiError("没有写来源：请写上工作簿、CSV、.yaml 文件，或放着它们的文件夹。")
    gc.set_threshold(100_000, 20, 20)  # reports are many and short-lived, cycles few: a tenth sooner done
    progress = Progress("已做", "没有生成的")

    def report(row: Row, total: int | None) -> None:
        progress.show(row.number, total, wrong=row.status is not Status.MADE)

    try:
        options = Options(out, wish, jobs, force, progress.shown, scheduler)
        summary = run(sources, options, report)
    finally:
        progress.clear()
    click.echo(_json(summary) if as_json else _words(summary, out))
    if summary.stopped:
        click.echo(summary.stopped, err=True)
    if summary.interrupted:
        return INTERRUPTED
    return REFUSED if summary.stopped else FAULTY if summary.faulty else DONE


def _words(summary: Summary, out: Path) -> str:
    """The rows that were not made, then the sums."""
    lines: list[str] = []
    unmade = 0
    for row in summary.rows():
        if row.status is Status.MADE:
            continue
        unmade += 1
        if unmade <= _MOST_SHOWN:
            lines.append(f"{row.status}　{_place(row)}：{_why(row)}")
    if unmade > _MOST_SHOWN:
        lines.append(f"另有 {unmade - _MOST_SHOWN} 份没有生成，没有在这里列出。")
    lines += summary.notes
    counts = "、".join(f"{status} {number}" for status, number in summary.counts.items())
    kept = f"（其中 {summary.reused} 份与上次相同，没有重做）" if summary.reused else ""
    results = f"，结果见“{summary.results.name}”" if summary.results else ""
    doubts = sum(row.counts.get("警告", 0) for row in summary.rows()) if results else 0
    results += f"，其中有警告 {doubts} 条" if doubts else ""
    return "\n".join(
        [*lines, f"共 {sum(summary.counts.values())} 份：{counts}{kept}；输出在“{out}”{results}。"]
    )


def _place(row: Row) -> str:
    at = " ".join([row.source, *([row.sheet] if row.sheet else []), *([f"第{row.row}行"] if row.row else [])])
    return f"{at}（{row.unit}）" if row.unit else at


def _why(row: Row) -> str:
    if row.reason:
        return row.reason
    wrong = [told for told in row.told if told.severity == "错误"]
    if not wrong:
        return "有差错"
    first = wrong[0]
    cell = f"{first.sheet}!{first.cell}" if first.sheet and first.cell else first.cell
    where = cell or (f"第{first.line}行" if first.line else "")
    if place := first.label or first.place:
        where += f"（{place}）"
    more = f"（共 {len(wrong)} 处错误）" if len(wrong) > 1 else ""
    return f"{where}{' ' if where else ''}{first.message}{more}"


def _json(summary: Summary) -> str:
    return json.dumps(
        {
            "rows": [_row_json(row) for row in summary.rows()],
            "counts": summary.counts,
            "reused": summary.reused,
            "notes": summary.notes,
            "stopped": summary.stopped or None,
            "results": summary.results and str(summary.results),
        },
        ensure_ascii=False,
        indent=2,
    )


def _row_json(row: Row) -> dict[str, Any]:
    said = row._asdict()
    del said["sketch"]
    return said | {"told": [{k: v for k, v in told._asdict().items() if v} for told in row.told]}
