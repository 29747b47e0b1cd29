"""`--from`: last year's report beside this year's, for check and render."""

from pathlib import Path

import click

from authoring.cli.display import remark
from authoring.errors import GoujiError
from authoring.model.report import SelfEvaluation
from authoring.opening import LastYear, open_last

LAST_YEAR = click.option(
    "--from",
    "last_file",
    metavar="上年文件",
    type=click.Path(path_type=Path, readable=False),
    help="上年的报告文件，或上年写好的报告（Word、PDF、文本）：核对年初数与上年年末数，没填的上年数由此带出",
)


def read_last(file: Path | None, reports: tuple[Path, ...]) -> SelfEvaluation | None:
    """Last year's report, if one was named.

    Raises GoujiError where it cannot be read, or where several reports would share it.
    """
    if file is None:
        return None
    if len(reports) > 1:
        raise GoujiError("--from 只用于一个报告，请逐个来。")
    last = _open(file)
    if last.wrong:
        remark(file, f"这份上年的文件自身对不上（{'、'.join(last.wrong)}），请先用 gouji check 核对它。")
    return last.report


def _open(file: Path) -> LastYear:
    """A finished report has its answers taken out of it; anything else is a report file."""
    from authoring.takeover.opening import is_paper, open_last_finished  # its readers are seldom needed

    if not is_paper(file):
        return open_last(file)
    last, notes = open_last_finished(file)
    for note in notes:
        remark(file, note)
    return last
