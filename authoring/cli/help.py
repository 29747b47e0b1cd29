"""Help and usage errors of the command line in Chinese; click's own English words come from here instead."""

import re
from typing import TYPE_CHECKING

import click

from authoring.draft.wording import nearest_of

if TYPE_CHECKING:
    _Base = click.Command
else:
    _Base = object


class ChineseHelp(_Base):
    """Mixed into a command: 用法, what it does, 选项, with an example."""

    def get_help(self, ctx: click.Context) -> str:
        """The whole help page."""
        formatter = ctx.make_formatter()
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help page."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write(f"用法：{ctx.command_path} {pieces}\n")
        formatter.write(f"\n{(self.help or '').strip()}\n")
        commands = self.command_lines(ctx)
        if commands:
            with formatter.section("命令"):
                formatter.write_dl(commands)
        options = [p.get_help_record(ctx) for p in self.get_params(ctx) if isinstance(p, click.Option)]
        if options:
            with formatter.section("选项"):
                formatter.write_dl([record for record in options if record])

    def command_lines(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Sub-commands with a line each; a plain command has none."""
        return []

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, described in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示本说明"
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What follows the name of the command."""
        pieces = super().collect_usage_pieces(ctx)
        return [
            piece.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]", "命令 [参数]") for piece in pieces
        ]


class Command(ChineseHelp, click.Command):
    """A command of the program."""


def reword_usage(error: click.UsageError) -> str:
    """A wrong command line in one sentence, with where to read on."""
    path = error.ctx.command_path if error.ctx else "gouji"
    return f"{_said(error)}\n用法说明：{path} --help"


def _said(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            likely = f"，是不是 {error.possibilities[0]}？" if error.possibilities else "。"
            return f"没有选项 {error.option_name}{likely}"
        case click.MissingParameter():
            name = error.param.make_metavar(error.ctx) if error.param and error.ctx else "参数"
            return f"缺少 {name}，请补上。"
        case click.BadParameter(param=click.Option(type=click.Choice() as choice) as option):
            return f"{option.opts[0]} 可选：{'、'.join(choice.choices)}"
        case click.BadParameter():
            return f"{error.param.opts[0] if error.param else '参数'}：{error.message}"
        case click.BadOptionUsage():
            return f"选项 {error.option_name} 后面缺少内容。"
    return _other(error)


def _other(error: click.UsageError) -> str:
    """The errors click tells apart by their words only."""
    context = error.ctx
    if context is None or not isinstance(context.command, click.Group):
        return "命令后面的内容多了或写法有误，请核对。"
    given = getattr(error, "command_name", None) or (re.findall(r"'(.*)'", error.message) or [""])[0]
    if not given:
        return "没有写命令。"
    nearest = nearest_of(given, context.command.list_commands(context))
    return f"没有命令“{given}”" + (f"，是不是 {nearest}？" if nearest else "。")
