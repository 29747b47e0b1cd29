"""`gouji render`: report files → documents on disk."""

import json
from glob import escape
from pathlib import Path
from typing import Any

import click

from authoring.atomic import make_folder
from authoring.cli.codes import DONE, FAULTY, REFUSED
from authoring.cli.display import refused_json, remark, report_json, show_report
from authoring.cli.help import Command
from authoring.cli.last_year import LAST_YEAR, read_last
from authoring.document.compose import compose
from authoring.errors import GoujiError
from authoring.filenames import distinct
from authoring.opening import open_checked
from authoring.rendering import WRITERS, Wanted, output_stem, render_files


def _read_kinds(ctx: click.Context, param: click.Parameter, value: str) -> list[str]:
    """The formats of `--to`."""
    kinds = [kind.strip().lower() for kind in value.replace("，", ",").split(",") if kind.strip()]
    unknown = [kind for kind in kinds if kind not in WRITERS]
    if unknown or not kinds:
        wrong = f"没有“{'、'.join(unknown)}”格式" if unknown else "没有写格式"
        raise click.BadParameter(f"{wrong}，可选：{'、'.join(WRITERS)}，用逗号分隔", param=param, ctx=ctx)
    return list(dict.fromkeys(kinds))


KINDS = click.option(
    "--to",
    "kinds",
    metavar="格式",
    default="docx,txt",
    callback=_read_kinds,
    help="docx、txt、html、pdf，逗号分隔；默认 docx,txt",
)


@click.command(
    cls=Command,
    help="核对报告并成文；有“错误”的不成文，可加 --draft 出草稿。\n\n例：gouji render 报告.yaml --out 成稿",
)
@click.argument(
    "files", nargs=-1, required=True, metavar="文件...", type=click.Path(path_type=Path, readable=False)
)
@click.option(
    "--out", metavar="文件夹", type=click.Path(path_type=Path), help="输出到这个文件夹；不写则与报告文件同处"
)
@KINDS
@click.option(
    "--annexes",
    type=click.Choice(["joined", "separate"]),
    default="joined",
    metavar="放法",
    help="附件：joined 接在正文后面（默认），separate 各成一个文件",
)
@LAST_YEAR
@click.option("--draft", is_flag=True, help="有错误、有空缺也成文，页眉标“草稿”")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
def command(
    files: tuple[Path, ...],
    out: Path | None,
    kinds: list[str],
    annexes: str,
    last_file: Path | None,
    draft: bool,
    as_json: bool,
) -> int:
    """Render each file; one that cannot be rendered does not stop the others."""
    code = DONE
    last = read_last(last_file, files)
    wanted = Wanted(kinds, draft, annexes == "separate")
    reports: list[dict[str, Any]] = []
    taken: list[str] = []
    for file in files:
        result: dict[str, Any] = {"written": []}
        try:
            opened = open_checked(file, last)
            remark(file, opened.note)
            result = report_json(file, opened.checked) | result
            if opened.checked.stopping and not draft:
                click.echo(show_report(str(file), opened.checked, opened.form), err=True)
                click.echo("有“错误”未改正，没有成文；可先用 --draft 出草稿。", err=True)
                code = max(code, FAULTY)
            else:
                folder = out or file.parent
                make_folder(folder)
                here = f"{folder.resolve()}/"  # two ways to write one folder are one folder
                taken = distinct([*taken, here + output_stem(opened, draft=draft)])
                stem = taken[-1].removeprefix(here)
                document = compose(opened.checked.report, opened.form, draft=draft)
                for path in render_files(document, opened.form, folder, stem, wanted):
                    result["written"].append(str(path))
                    if not as_json:
                        click.echo(str(path))
                if wanted.separate:
                    _leftovers(folder, stem, result["written"])
                left_out = [path for path in document.left_out if path not in opened.checked.computed]
                _remark(opened.checked.counts(), left_out)
                result["left_out"] = left_out
        except GoujiError as error:
            code = REFUSED
            click.echo(str(error), err=True)
            result = refused_json(file, error) | result
        reports.append(result)
    if as_json:
        click.echo(json.dumps({"reports": reports}, ensure_ascii=False, indent=2))
    return code


def _leftovers(folder: Path, stem: str, written: list[str]) -> None:
    """Say which annexes of an earlier run are still there: this report has them no more."""
    old = sorted(p.name for p in folder.glob(f"{escape(stem)}_附件*") if str(p) not in written)
    if old:
        click.echo(f"文件夹里还有以前的附件，这次没有生成，不再用的请删去：{'、'.join(old)}。", err=True)


_MOST_NAMED = 5


def _remark(counts: dict[str, int], left_out: list[str]) -> None:
    """Say on standard error what the report still has beside its errors, and what it does not print."""
    if left_out:
        named = "、".join(f"“{path}”" for path in left_out[:_MOST_NAMED])
        more = "等" if len(left_out) > _MOST_NAMED else ""
        click.echo(f"有 {len(left_out)} 项填了，但这种表单里没有位置，没有印出：{named}{more}。", err=True)
    open_points = "、".join(
        f"{kind} {counts[kind]}" for kind in ("错误", "警告", "提示", "未核") if counts[kind]
    )
    if open_points:
        click.echo(f"另有 {open_points}，gouji check 可查看。", err=True)
