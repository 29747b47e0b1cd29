"""`gouji audit`: finished reports by anyone, read and recomputed."""

import json
from pathlib import Path

import click

from authoring.audit.many import Options, Summary, audit_many
from authoring.audit.row import Row
from authoring.cli.audit_display import show_row, show_row_briefly, show_summary
from authoring.cli.codes import DONE, FAULTY, INTERRUPTED, REFUSED
from authoring.cli.extracting import EXTRACT, extract_one
from authoring.cli.help import Command
from authoring.cli.progress import Progress
from authoring.errors import GoujiError
from authoring.forms.finder import load_form

_BRIEFLY = 20
"""With files written for each, more reports than this are told in a line each."""


@click.command(
    cls=Command,
    help="审核写好的自评报告（Word、WPS、PDF、文本，谁写的都行）：核算文中和表中的数字，查结构、前后一致、文字和公开保密，"
    "写出审核意见。\n\n例：gouji audit 各单位报告 --out 审核结果",
)
@click.argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="文件或文件夹...",
    type=click.Path(path_type=Path, readable=False),
)
@click.option(
    "--out",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="把带批注的副本、审核意见和审核意见.xlsx 写到这个文件夹",
)
@click.option("--form", metavar="表单", default="", help="按这种表单的章节审核；不写则自动识别")
@click.option("--year", metavar="年度", type=click.IntRange(1995, 2100), help="报告的年度；不写则自动识别")
@click.option(
    "--jobs", metavar="个数", type=click.IntRange(1, 64), default=1, help="同时用几个进程做，默认 1"
)
@EXTRACT
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
def command(
    sources: tuple[Path, ...],
    out: Path | None,
    form: str,
    year: int | None,
    jobs: int,
    extract_to: Path | None,
    as_json: bool,
) -> int:
    """Audit each; a file that cannot be read does not stop the others."""
    if form:
        load_form(form)
    if extract_to is not None:
        if out is not None or as_json:
            raise GoujiError("--extract 只存报告文件，不与 --out、--json 合用。")
        return extract_one(sources, extract_to, form, year)
    printer = _Json() if as_json else _Words(briefly=out is not None)
    progress = Progress("已审核", "有错误或读不了的")

    def report(row: Row, total: int) -> None:
        progress.clear()
        printer.add(row, total)
        progress.show(row.number, total, wrong=row.wrong)

    try:
        summary = audit_many(sources, Options(out, form, year, jobs), report)
    finally:
        progress.clear()
        printer.close()
    click.echo(show_summary(summary, out), err=as_json)
    return _code(summary)


def _code(summary: Summary) -> int:
    if summary.interrupted:
        return INTERRUPTED
    if summary.unread == summary.total:
        return REFUSED
    return FAULTY if summary.wrong else DONE


class _Words:
    """Prints reports for people, as they come."""

    def __init__(self, *, briefly: bool) -> None:
        self._briefly = briefly
        self._any = False

    def add(self, row: Row, total: int) -> None:
        """The next report."""
        if self._briefly and total > _BRIEFLY:
            click.echo(show_row_briefly(row))
            return
        click.echo(("\n" if self._any else "") + show_row(row))
        self._any = True

    def close(self) -> None:
        """Nothing is left open."""


class _Json:
    """Prints one JSON value with all reports, each as it comes: none is kept."""

    def __init__(self) -> None:
        self._before = '{\n  "reports": ['

    def add(self, row: Row, _total: int) -> None:
        """The next report."""
        text = json.dumps(row.as_json(), ensure_ascii=False, indent=2)
        click.echo(self._before + "\n    " + text.replace("\n", "\n    "), nl=False)
        self._before = ","

    def close(self) -> None:
        """The end of the value."""
        click.echo("\n  ]\n}" if self._before == "," else self._before + "]\n}")
