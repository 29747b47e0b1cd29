"""What the user named, files and folders → the files to read, in order, and remarks on what is left out."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from authoring.errors import GoujiError
from authoring.intake.kinds import EXTENSIONS, Kind

LEDGER = ".gouji-batch.jsonl"
"""Its presence tells a folder of results."""
REPORTS = (".yaml", ".yml")
_TABLES = (".csv", ".tsv", *(e for k in (Kind.XLSX, Kind.XLS, Kind.ODS) for e in EXTENSIONS[k].split()))
SOURCES = frozenset((*REPORTS, *_TABLES))
"""Extensions of what a batch is made from."""
_NAMED = 5

_LOCK = "打开文件时生成的锁定文件"
_HIDDEN = "隐藏文件"
_TWICE = "写了两次的文件"
_LINK = "指向文件夹的链接"
_OTHER = "不是{}的文件"
_SPECIAL = "不是普通文件的"


class Wanted(NamedTuple):
    """Which files of a folder are read; `ledger` tells a folder of results, `results` what it is called."""

    extensions: frozenset[str]
    words: str
    ledger: str
    results: str


BATCH = Wanted(SOURCES, "工作簿、CSV 或 .yaml ", LEDGER, "以前批量生成的文件夹")


class Listing:
    """The files named by the user and those in folders named, each once, as `str(path)` the user would write.

    A folder stands for what is in it and below, by name. A name that leads nowhere is listed too: reading it
    will say so.
    """

    def __init__(
        self,
        sources: Sequence[Path],
        out: Path | None,
        wanted: Wanted = BATCH,
    ) -> None:
        """Raises GoujiError if the output folder is itself a source."""
        self._out = None if out is None else os.path.realpath(out)
        self._wanted = wanted
        self._skipped: dict[str, list[str]] = {}
        self._seen: set[str] = set()
        self.unreadable: dict[Path, str] = {}
        """Folders that could not be looked into."""
        if any(os.path.realpath(source) == self._out for source in sources):
            raise GoujiError(f"输出文件夹“{out}”就是来源文件夹，请用 --out 另指定一个文件夹。")
        self.files = list(self._all(sources))

    def notes(self) -> list[str]:
        """What was left out and why, a sentence a reason."""
        return [
            f"跳过 {len(names)} 个{why}：{'、'.join(names[:_NAMED])}{'等' if len(names) > _NAMED else ''}"
            for why, names in self._skipped.items()
        ]

    def _all(self, sources: Sequence[Path]) -> Iterator[Path]:
        for source in sources:
            if os.path.isdir(source):  # noqa: PTH112  Path.is_dir() raises for a name too long
                yield from self._walk(source)
            elif self._is_new(source):
                yield source

    def _walk(self, folder: Path) -> Iterator[Path]:
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: (normalize("NFC", entry.name), entry.name))
        except OSError:
            self.unreadable[folder] = "文件夹打不开，请核对有没有权限"
            yield folder
            return
        for entry in entries:
            path, why = folder / entry.name, self._fault(entry)
            if why:
                self._skip(why, path)
            elif entry.is_dir(follow_symlinks=False):
                if os.path.realpath(path) != self._out:
                    yield from self._walk(path)
            elif self._is_new(path):
                yield path

    def _fault(self, entry: os.DirEntry[str]) -> str:
        """Why an entry of a folder is left out; nothing if it is to be read."""
        if entry.name.startswith(("~$", ".~")):
            return _LOCK
        if entry.name.startswith("."):
            return _HIDDEN
        if entry.is_dir(follow_symlinks=False):
            inside = os.path.realpath(entry.path) != self._out
            made = os.path.lexists(os.path.join(entry.path, self._wanted.ledger))  # noqa: PTH118
            return self._wanted.results if inside and made else ""
        if Path(entry.name).suffix.lower() not in self._wanted.extensions:
            return _LINK if _is(entry.is_dir) else _OTHER.format(self._wanted.words)
        return _LINK if _is(entry.is_dir) else "" if _is(entry.is_file) else _SPECIAL

    def _is_new(self, path: Path) -> bool:
        real = os.path.realpath(path)
        if real in self._seen:
            self._skip(_TWICE, path)
            return False
        self._seen.add(real)
        return True

    def _skip(self, why: str, path: Path) -> None:
        self._skipped.setdefault(why, []).append(path.name)


def _is(what: Callable[[], bool]) -> bool:
    """What an entry is; nothing, if it is a link that leads round to itself."""
    try:
        return what()
    except OSError:
        return False


def is_report(path: Path) -> bool:
    """Whether a file is read as a report file; all others are read as workbooks, whatever they are."""
    return path.suffix.lower() in REPORTS
