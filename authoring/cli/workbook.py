"""`gouji workbook`: a form's workbook for Excel or WPS, to be filled in by one unit or by many."""

from pathlib import Path

import click

from authoring.cli.codes import DONE
from authoring.cli.help import Command
from authoring.draft.report_file import open_report
from authoring.errors import GoujiError
from authoring.forms.finder import load_form
from authoring.model.report import SelfEvaluation
from authoring.workbook.writing import save_workbook

_MOST_NAMED = 5


@click.command(
    cls=Command,
    help="生成表单的工作簿，用 Excel 或 WPS 填写，边填边核对；填好的可再读回来。\n\n"
    "例：gouji workbook 填报.xlsx --form hunan-department --year 2024",
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, readable=False))
@click.option("--form", "code", metavar="表单", help="表单编码，gouji forms 列出；有 --from 的可不写")
@click.option("--year", type=int, metavar="年度", help="预算年度；不写就在“说明”表里填")
@click.option("--many", is_flag=True, help="一个单位一行，供汇总部门收集多个单位")
@click.option(
    "--from",
    "sources",
    multiple=True,
    metavar="报告文件",
    type=click.Path(path_type=Path, readable=False),
    help="把这份报告的内容填进去；与 --many 合用可写多次",
)
@click.option("--force", is_flag=True, help="文件已经有了的，覆盖它")
def command(
    file: Path, code: str | None, year: int | None, many: bool, sources: tuple[Path, ...], force: bool
) -> int:
    """Write the workbook, and say what of the reports it has no place for."""
    if file.suffix.lower() != ".xlsx":
        raise GoujiError(f"工作簿的名称要以 .xlsx 结尾，如“{file.stem or '填报'}.xlsx”。")
    if file.exists() and not force:
        raise GoujiError(f"“{file}”已经有了，没有改动；要覆盖它请加 --force。")
    if year is not None and not 1995 <= year <= 2100:
        raise GoujiError(f"年度“{year}”不对，请写 1995 到 2100 之间的年份。")
    if len(sources) > 1 and not many:
        raise GoujiError("一个单位的工作簿只填一份报告；几份放在一起的请加 --many。")
    reports = [open_report(source)[1] for source in sources]
    form = load_form(code or _form_of(reports))
    left = save_workbook(file, form, reports, year=year, many=many)
    click.echo(str(file))
    for source, paths in zip(sources, left, strict=True):
        if paths:
            named = "、".join(f"“{path}”" for path in paths[:_MOST_NAMED])
            more = "等" if len(paths) > _MOST_NAMED else ""
            click.echo(f"{source}：有 {len(paths)} 项工作簿里没有位置，没有填进去：{named}{more}。", err=True)
    return DONE


def _form_of(reports: list[SelfEvaluation]) -> str:
    if not reports:
        raise GoujiError("请用 --form 写明表单，gouji forms 列出全部表单。")
    return reports[0].form
