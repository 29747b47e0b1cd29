"""`gouji check`: all findings on report files."""

import json
from pathlib import Path
from typing import Any

import click

from authoring.cli.codes import DONE, FAULTY, REFUSED
from authoring.cli.display import refused_json, remark, report_json, show_report
from authoring.cli.help import Command
from authoring.cli.last_year import LAST_YEAR, read_last
from authoring.errors import GoujiError
from authoring.opening import open_checked


@click.command(
    cls=Command,
    help="核对报告文件，列出全部问题：合计、比率、人数、章节、等级、日期等。\n\n例：gouji check 报告.yaml",
)
@click.argument(
    "files", nargs=-1, required=True, metavar="文件...", type=click.Path(path_type=Path, readable=False)
)
@LAST_YEAR
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
def command(files: tuple[Path, ...], last_file: Path | None, as_json: bool) -> int:
    """Check each file; a file that cannot be read does not stop the others."""
    code = DONE
    last = read_last(last_file, files)
    reports: list[dict[str, Any]] = []
    for position, file in enumerate(files):
        try:
            _, form, checked, note = open_checked(file, last)
            remark(file, note)
        except GoujiError as error:
            code = REFUSED
            click.echo(str(error), err=True)
            reports.append(refused_json(file, error))
            continue
        code = max(code, FAULTY if checked.stopping else DONE)
        reports.append(report_json(file, checked))
        if not as_json:
            click.echo(("\n" if position else "") + show_report(str(file), checked, form))
    if as_json:
        click.echo(json.dumps({"reports": reports}, ensure_ascii=False, indent=2))
    return code
