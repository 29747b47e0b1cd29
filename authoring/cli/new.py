"""`gouji new`: starts a report file and asks its questions."""

from datetime import date
from pathlib import Path

import click

from authoring.cli.codes import INTERRUPTED
from authoring.cli.help import Command
from authoring.cli.last_year import LAST_YEAR, read_last
from authoring.cli.sitting import PLAIN, asker_for, sit, take_over
from authoring.draft.draft import Draft
from authoring.draft.keeper import Keeper
from authoring.errors import GoujiError
from authoring.forms.finder import form_codes, load_form
from authoring.forms.form import Form
from authoring.model.report import VERSION
from authoring.questionnaire.asker import Ask, Asker, Left
from authoring.questionnaire.filling import Filling

_KEYS = "123456789abcdefghijklmnop"


@click.command(
    cls=Command,
    help="新建一份报告文件，一问一答地填写；每答一题就保存。\n\n"
    "例：gouji new 报告.yaml --form hunan-department --year 2024",
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, readable=False))
@click.option("--form", "code", metavar="表单", help="表单编码，gouji forms 列出；不写就来选")
@click.option("--year", type=int, metavar="年度", help="预算年度；不写就来问")
@LAST_YEAR
@PLAIN
def command(file: Path, code: str | None, year: int | None, last_file: Path | None, plain: bool) -> int:
    """Make the file with its form and year, then ask."""
    if file.suffix.lower() not in {".yaml", ".yml"}:
        raise GoujiError(f"报告文件的名称要以 .yaml 结尾，如“{file.stem or '报告'}.yaml”。")
    if file.exists():
        raise GoujiError(f"“{file}”已经有了；接着填请用 gouji fill {file.name}。")
    asker = asker_for(file, plain=plain)
    last = read_last(last_file, (file,))
    try:
        form = load_form(code or (last.form if last else "") or _pick_form(asker).code)
        year = year or (last.year + 1 if last else _ask_year(asker))
    except Left:
        return INTERRUPTED
    draft = Draft({"版本": str(VERSION), "表单": form.code, "年度": str(_checked(year))})
    with Keeper.create(file, draft) as keeper:
        filling = Filling(keeper, form)
        asker.say(f"{form.name}（{form.code}），{year} 年度。")
        asker.say("写 ? 看怎样操作；Ctrl-C 随时离开，答过的都已保存。")
        take_over(filling, last, asker)
        return sit(filling, asker, None)


def _pick_form(asker: Asker) -> Form:
    forms = [load_form(code) for code in form_codes()]
    choices = [(key, f"{f.name}（{f.region}，{f.code}）") for key, f in zip(_KEYS, forms, strict=False)]
    return forms[_KEYS.index(asker.pick("用哪种表单？", choices, _KEYS[0]))]


def _ask_year(asker: Asker) -> int:
    usual = date.today().year - 1  # noqa: DTZ011  the clerk's own calendar
    while True:
        typed = asker.line(Ask((f"回车就是 {usual} 年度",), "预算年度")).strip().rstrip("年度")
        if not typed:
            return usual
        if typed.isdecimal() and len(typed) == 4 and 1995 <= int(typed) <= 2100:
            return int(typed)
        asker.say("请写四位数的年份，如 2024。", "差错")


def _checked(year: int) -> int:
    if not 1995 <= year <= 2100:
        raise GoujiError(f"年度“{year}”不对，请写 1995 到 2100 之间的年份。")
    return year
