"""`gouji fill`: goes on with a report file where the clerk stopped."""

from pathlib import Path

import click

from authoring.cli.help import Command
from authoring.cli.last_year import LAST_YEAR, read_last
from authoring.cli.sitting import PLAIN, asker_for, chapter_named, sit, take_over
from authoring.draft.keeper import Keeper
from authoring.forms.finder import load_form
from authoring.questionnaire.filling import Filling


@click.command(
    cls=Command,
    help="接着填写报告文件，一问一答；每答一题就保存。\n\n例：gouji fill 报告.yaml",
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, readable=False))
@click.option("--section", metavar="部分", help="从这一部分开始：标题里的字，或第几部分")
@LAST_YEAR
@PLAIN
def command(file: Path, section: str | None, last_file: Path | None, plain: bool) -> int:
    """Ask the questions of a report file."""
    asker = asker_for(file, plain=plain)
    with Keeper.open(file) as keeper:
        form = load_form(str(keeper.draft.answers.get("表单") or ""))
        filling = Filling(keeper, form)
        take_over(filling, read_last(last_file, (file,)), asker)
        questions = [question for _, question in filling.all_questions()]
        answered = sum(map(filling.is_answered, questions))
        asker.say(f"共 {len(questions)} 题，已答 {answered} 题。写 ? 看怎样操作。")
        start = filling.resume_at()
        if answered and start is not None and section is None:
            asker.say(f"从“{start.label}”接着填。")
        return sit(filling, asker, chapter_named(filling, section))
