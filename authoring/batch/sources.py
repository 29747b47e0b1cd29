"""Files named by the user → one item a unit, in order, as they are read; what cannot be read is one too."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from authoring.batch import paging
from authoring.batch.listing import Listing, is_report
from authoring.draft.report_file import read_file
from authoring.errors import GoujiError, InputError, Problem
from authoring.intake.worker import Worker, WorkerError
from authoring.workbook.unit import Unit


class Item(NamedTuple):
    """One row to be: a report file's bytes, a unit read from a workbook, or why there is neither.

    `source` is the file as the user named it; `remarks` are about the file, told with its first unit.
    """

    source: str
    content: bytes | None = None
    unit: Unit | None = None
    fault: str = ""
    detail: str = ""
    remarks: tuple[str, ...] = ()

    def digest(self, setting: bytes) -> str:
        """The same for the same input worked on in the same setting, and for nothing else."""
        digest = hashlib.sha256(setting)
        unit = self.unit
        if unit is not None:  # the text of the values says all, and takes a tenth of the time of JSON
            draft = unit.draft
            told = (
                draft.answers,
                draft.file,
                draft.lines,
                [(path, *spot) for path, spot in draft.cells.items()],
                draft.problems,
                draft.note,
                *unit[1:],
            )
            unit_text = repr(told)
        else:
            unit_text = ""
        rest = repr((self.source, self.content, self.fault, self.remarks))
        for part in (unit_text, rest):
            content = part.encode(errors="surrogatepass")
            digest.update(len(content).to_bytes(8) + content)
        return digest.hexdigest()


class Sources:
    """The items of all files. Iterate once; `count` is how many have come out so far."""

    def __init__(self, listing: Listing, form: str = "", year: int | None = None) -> None:
        self._listing = listing
        self._form = form
        self._year = year
        self.count = 0

    def __iter__(self) -> Iterator[Item]:
        with Worker() as worker:
            for path in self._listing.files:
                for item in self._items(worker, path):
                    self.count += 1
                    yield item

    def _items(self, worker: Worker, path: Path) -> Iterator[Item]:
        source = str(path)
        if path in self._listing.unreadable:
            yield Item(source, fault=self._listing.unreadable[path])
        elif is_report(path):
            yield _report_file(path)
        else:
            yield from self._workbook(worker, path)

    def _workbook(self, worker: Worker, path: Path) -> Iterator[Item]:
        """Its units, each handed on as soon as its page is read; then, if it broke off, why."""
        source, count = str(path), 0
        remarks: tuple[str, ...] = ()
        fault = detail = ""
        try:
            for page in paging.read_pages(worker, paging.read_workbook, path, self._form, self._year):
                if not isinstance(page, paging.Page):
                    remarks = page
                    continue
                for unit in page.units:
                    told = () if count else tuple(dict.fromkeys((*remarks, *unit.notes)))
                    yield Item(source, unit=unit, remarks=told)
                    count += 1
                if page.problems:
                    fault = _words(page.problems, path)
        except GoujiError as error:
            fault = _words(error.problems, path) if isinstance(error, InputError) else str(error)
            detail = error.detail if isinstance(error, WorkerError) else ""
        if fault:
            before = f"读出前 {count} 家以后停下：" if count else ""
            yield Item(source, fault=before + fault, detail=detail, remarks=() if count else remarks)
        elif not count:
            yield Item(source, fault="没有找到任何单位的内容，请核对是不是填写用的工作簿", remarks=remarks)


def _report_file(path: Path) -> Item:
    try:
        if path.exists() and not path.is_file():
            raise GoujiError("不是普通文件，请选对文件")
        return Item(str(path), content=read_file(path))
    except (GoujiError, OSError, ValueError) as error:
        return Item(
            str(path), fault=str(error) if isinstance(error, GoujiError) else "读不出来，请核对文件名"
        )


def _words(problems: tuple[Problem, ...], path: Path) -> str:
    """Problems in one line, without the file's name, which stands beside them."""
    return "；".join(
        str(problem._replace(file="") if problem.file == path.name else problem) for problem in problems
    )
