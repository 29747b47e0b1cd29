"""`gouji audit --extract`: a finished report as a report file, to go on from."""

from pathlib import Path

import click

from authoring.cli.codes import DONE
from authoring.cli.display import remark
from authoring.draft.keeper import Keeper
from authoring.errors import GoujiError

EXTRACT = click.option(
    "--extract",
    "extract_to",
    metavar="报告.yaml",
    type=click.Path(path_type=Path, readable=False),
    help="不审核，把一份写好的报告里的数字和文字取出来，存成这个报告文件，注明各项来源",
)


def extract_one(sources: tuple[Path, ...], target: Path, form: str, year: int | None) -> int:
    """Take the answers out of one finished report. Raises GoujiError."""
    if len(sources) > 1 or sources[0].is_dir():
        raise GoujiError("--extract 一次只取一份报告，请写一个文件。")
    if target.suffix.lower() not in {".yaml", ".yml"}:
        raise GoujiError(f"报告文件的名称要以 .yaml 结尾，如“{target.stem or '报告'}.yaml”。")
    from authoring.takeover.opening import open_finished  # its readers are seldom needed

    extracted = open_finished(sources[0], form, year)
    with Keeper.create(target, extracted.draft):
        pass
    for note in extracted.remarks:
        remark(sources[0], note)
    taken = len(extracted.draft.answers.get("来源", {}))
    click.echo(f"取出 {taken} 项，存为“{target}”，各项在原文的哪一段写在“来源”里；数字照原文，没有改动。")
    click.echo(f"请用 gouji check {target} 核对，gouji fill {target} 补填；没有把握的没有取。")
    return DONE
