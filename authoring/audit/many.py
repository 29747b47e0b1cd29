"""Many finished reports: sources → rows, files in the folder; then what is said of all together."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from authoring.atomic import flush_folder, lay_beside, make_folder, refusal
from authoring.audit.crew import Crew
from authoring.audit.owned import LEDGER, Owned
from authoring.audit.row import UNREAD, Output, Row, Wish, Worked
from authoring.audit.spool import Spool
from authoring.batch.beside import Beside
from authoring.batch.holding import hold, interrupts_noted
from authoring.batch.listing import Listing, Wanted
from authoring.errors import OutputError
from authoring.filenames import Names, file_name, inside

if TYPE_CHECKING:
    from authoring.audit.alike import Shared

EXTENSIONS = frozenset(
    (".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".wps", ".wpt", ".odt", ".ott", ".txt", ".pdf")
)
_WANTED = Wanted(EXTENSIONS, " Word、WPS、PDF、文本", LEDGER, "以前审核的结果文件夹")
_MOST_REFUSED = 5
"""Reports in a row that cannot be saved: then the disk is full, and it makes no sense to go on."""
_NO_COPY = "文本和 PDF 文件里不能加批注，没有做批注副本，问题请看审核意见。"


class Options(NamedTuple):
    """Where outputs go, if anywhere; form and year, if the user says them; with how many processes."""

    folder: Path | None = None
    form: str = ""
    year: int | None = None
    jobs: int = 1


class Summary(NamedTuple):
    """What became of all. `outcomes` counts reports by what became of them, `counts` findings by severity.

    `wrong` reports have something at 错误, could not be read, or could not be saved; `faulty` only those with
    something at 错误.
    """

    outcomes: Mapping[str, int]
    counts: Mapping[str, int]
    wrong: int
    faulty: int
    notes: tuple[str, ...] = ()
    shared: "tuple[Shared, ...]" = ()
    results: Path | None = None
    interrupted: bool = False

    @property
    def unread(self) -> int:
        """How many could not be read."""
        return self.outcomes.get(UNREAD, 0)

    @property
    def total(self) -> int:
        """How many files there were."""
        return sum(self.outcomes.values())


Progress = Callable[[Row, int], None]
"""Told of each report when it is done, and of how many there are."""


def audit_many(sources: Sequence[Path], options: Options, report: Progress) -> Summary:
    """Audit every file named and those in folders named; one that cannot be read does not stop the others.

    Raises GoujiError if there is nothing to do, or the folder cannot be used.
    """
    listing = Listing(sources, options.folder, _WANTED)
    if options.folder is None:
        return _audit(listing, options, None, report)
    make_folder(options.folder)
    with hold(options.folder):
        return _audit(listing, options, _Desk(options.folder), report)


def _audit(listing: Listing, options: Options, desk: "_Desk | None", report: Progress) -> Summary:
    wish = Wish(options.form, options.year, desk is not None)
    outcomes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    wrong = faulty = 0
    with interrupts_noted() as interrupted, Spool() as spool:
        try:
            with Crew(options.jobs, wish, interrupted) as crew:
                for worked in crew.work(listing.files):
                    row = desk.take(worked) if desk else worked.row
                    if fault := listing.unreadable.get(Path(row.file)):
                        row = row._replace(fault=fault)
                    row = spool.add(row)
                    outcomes[row.outcome] += 1
                    counts.update(row.counts)
                    wrong += row.wrong or row.unsaved
                    faulty += row.counts.get("错误", 0) > 0
                    report(row, len(listing.files))
            shared = _shared(spool)
        except KeyboardInterrupt:
            return Summary(outcomes, counts, wrong, faulty, interrupted=True)
        notes = [*listing.notes(), *(desk.notes if desk else ())]
        results = desk.finish(spool, shared) if desk and spool else None
    return Summary(outcomes, counts, wrong, faulty, tuple(notes), shared, results)


def _shared(spool: Spool) -> "tuple[Shared, ...]":
    if len(spool) < 2:
        return ()
    from authoring.audit.alike import find_shared  # noqa: PLC0415  0.1 s that only several reports need

    return tuple(find_shared(spool))


class _Desk:
    """Gives outputs their names in the order of the sources, and has them on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._beside = Beside(folder, Owned(folder))
        self._names = Names()
        self._refused = 0
        self._cannot_be_commented = False

    @property
    def notes(self) -> list[str]:
        """What is to be said of the outputs."""
        return [*self._beside.notes, *([_NO_COPY] if self._cannot_be_commented else [])]

    def take(self, worked: Worked) -> Row:
        """Save the outputs of a report; its row, with their names. Raises OutputError if the disk is full."""
        row = worked.row
        if row.said and not any(output.of_source for output in worked.outputs):
            self._cannot_be_commented |= bool(worked.outputs) and not worked.commentable
        try:
            files = tuple(self._save(name, content) for name, content in self._named(worked))
        except OutputError as error:
            self._refused += 1
            if self._refused >= _MOST_REFUSED:
                raise
            return row._replace(remarks=(*row.remarks, str(error)), unsaved=True)
        self._refused = 0
        return row._replace(files=files)

    def finish(self, spool: Spool, shared: "tuple[Shared, ...]") -> Path:
        """Write the results. Raises OutputError."""
        from authoring.audit.results import write_results  # noqa: PLC0415

        path = write_results(spool, shared, self._beside)
        flush_folder(self._folder)
        return path

    def _named(self, worked: Worked) -> Iterator[tuple[str, bytes]]:
        claimed: dict[str, str] = {}
        for output in worked.outputs:
            stem = _stem(worked, output)
            if stem not in claimed:
                claimed[stem] = self._names.claim(stem)
            yield file_name(claimed[stem], output.suffix), output.content

    def _save(self, name: str, content: bytes) -> str:
        """The name it got."""
        path = inside(self._folder, name)
        temp = lay_beside(path, content)
        try:
            return self._beside.put(temp, name).name
        except OSError as error:
            raise refusal(error, path) from error
        finally:
            with suppress(OSError):
                temp.unlink()


def _stem(worked: Worked, output: Output) -> str:
    name = Path(worked.row.file).stem if output.of_source else worked.stem
    return f"{name}{output.mark}"
