"""A whole batch: sources → rows in the ledger, files in the folder; then what is said of all together."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from authoring import __version__
from authoring.atomic import flush_folder, make_folder
from authoring.batch.closing import close
from authoring.batch.desk import Desk, StoppedError
from authoring.batch.holding import hold, interrupts_noted
from authoring.batch.ledger import Ledger
from authoring.batch.listing import Listing
from authoring.batch.outcome import Row, Status
from authoring.batch.outputs import Outputs
from authoring.batch.pool import Plan, Work, by_crew, in_order
from authoring.batch.sources import Sources
from authoring.batch.tally import Tally
from authoring.batch.work import Wish, Worked, work
from authoring.caching import program_mark
from authoring.errors import GoujiError
from authoring.rendering import WRITERS

_NAMED = 5

_AGAIN = "请再用同样的命令加 --resume 接着做。"
_UNEQUAL = (
    "程序自查没有通过：来源里数出 {} 份，记录里有 {} 份，结果不可靠；请把命令和这句话告诉程序的维护人。"
)
_OLD = "以前生成、这次没有生成的文件还在文件夹里，不再用的请删去：{}"


class Options(NamedTuple):
    """Where the outputs go, what to make, with how many processes or on which dask cluster.

    With no `jobs` it is made in this process, which does not outlive a unit that kills it.
    `force` replaces outputs edited since; `forecast` counts the units beside the work, so that the time left
    can be told.
    """

    folder: Path
    wish: Wish = Wish()
    jobs: int = 0
    force: bool = False
    forecast: bool = False
    scheduler: str = ""


class Summary(NamedTuple):
    """What became of a batch. `rows` reads them from the ledger, while the folder stays as it is.

    `faulty` rows have something at 错误 or were left; `reused` were as the run before left them; `stopped`
    says why not all was done, `interrupted` that it was Ctrl-C.
    """

    counts: Mapping[str, int]
    faulty: int
    reused: int
    notes: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    stopped: str = ""
    interrupted: bool = False
    results: Path | None = None


Progress = Callable[[Row, int | None], None]
"""Told of each row when it is done, and of how many there will be, if that is known."""


def run(
    sources: Sequence[Path], options: Options, report: Progress = lambda _row, _total: None, work: Work = work
) -> Summary:
    """Work on all units, each row ending in the ledger; what an earlier run did in the folder is kept.

    Raises GoujiError if the folder cannot be used, or if what was done and what was read do not add up.
    """
    listing = Listing(sources, options.folder)
    make_folder(options.folder)
    with hold(options.folder), Ledger(options.folder) as ledger, interrupts_noted() as interrupted:
        ledger.begin(_header(sources, options))
        stream = Sources(listing, options.wish.form, options.wish.year)
        outputs = Outputs(options.folder, ledger.marks, force=options.force)
        tally = Tally(listing, options.wish.form, options.wish.year)
        desk = Desk(ledger, outputs, options.wish, work, lambda row: report(row, tally.total))
        try:
            with tally if options.forecast else nullcontext():
                for plan, worked in _worked(map(desk.plan, stream), work, options):
                    desk.take(plan, worked)
                    if interrupted():
                        break
            desk.settle()
        except StoppedError as stop:
            return _summary(ledger, desk, (), str(stop))
        finally:
            desk.leave()
        if interrupted():
            return _summary(
                ledger, desk, (), f"已中断，完成的 {desk.number} 份都已记下；{_AGAIN}", interrupted=True
            )
        flush_folder(options.folder)
        summary = _summary(ledger, desk, _notes(listing, ledger, desk.kept))
        if not stream.count == desk.number == sum(summary.counts.values()):
            raise GoujiError(_UNEQUAL.format(stream.count, sum(summary.counts.values())))
        closed = close(ledger.rows, ledger, summary.notes, force=options.force)
        return summary._replace(rows=closed.rows, notes=closed.notes, results=closed.results)


def _worked(plans: Iterator[Plan], work: Work, options: Options) -> Iterator[tuple[Plan, Worked | None]]:
    """By processes here, or by the machines of a cluster."""
    if not options.scheduler:
        yield from in_order(plans, work, options.wish, options.jobs)
        return
    from authoring.batch.cluster import Cluster  # noqa: PLC0415  an extra

    with Cluster(options.scheduler, work, options.wish) as cluster:
        yield from by_crew(plans, cluster)


def last_run(folder: Path) -> dict[str, Any]:
    """The options and sources of the last batch in a folder.

    Raises GoujiError if there was none, or if what is written down of it is damaged.
    """
    header: dict[str, Any] = {}
    if folder.is_dir():
        with hold(folder), Ledger(folder) as ledger:
            header = ledger.header
    if not header:
        raise GoujiError(f"“{folder}”里没有可以接着做的批次，请去掉 --resume，写上来源文件。")
    if not _is_whole(header):
        raise GoujiError(f"“{folder}”里的批次记录已损坏，看不出上次的来源，请去掉 --resume，写上来源文件。")
    return header


def _is_whole(header: Any) -> bool:
    """Whether a header is as `_header` makes it; anybody may have edited the file."""
    if not isinstance(header, dict):
        return False
    sources, kinds = header.get("sources"), header.get("to")
    return (
        isinstance(sources, list)
        and all(isinstance(source, str) for source in sources)
        and isinstance(kinds, list)
        and all(isinstance(kind, str) and kind in WRITERS for kind in kinds)
        and isinstance(header.get("form"), str)
        and isinstance(header.get("year"), int | None)
    )


def _header(sources: Sequence[Path], options: Options) -> dict[str, Any]:
    return {
        "gouji": __version__,
        "program": program_mark(),
        "sources": [str(source) for source in sources],
        "to": options.wish.kinds,
        "form": options.wish.form,
        "year": options.wish.year,
    }


def _notes(listing: Listing, ledger: Ledger, kept: Collection[str]) -> tuple[str, ...]:
    old = [name for name in ledger.others(ledger.rows()) if name not in kept]
    more = "等" if len(old) > _NAMED else ""
    named = [_OLD.format(f"{'、'.join(old[:_NAMED])}{more}（{len(old)} 个）")] if old else []
    return (*listing.notes(), *named)


def _summary(
    ledger: Ledger, desk: Desk, notes: tuple[str, ...], stopped: str = "", *, interrupted: bool = False
) -> Summary:
    """Counted from what stands in the ledger, and from nothing else."""
    counts: Counter[str] = Counter({status.value: 0 for status in Status})
    faulty = 0
    for row in ledger.rows():
        counts[row.status.value] += 1
        faulty += row.status is not Status.MADE or bool(row.counts.get("错误"))
    return Summary(dict(counts), faulty, desk.reused, notes, ledger.rows, stopped, interrupted)
