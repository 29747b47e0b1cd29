"""The program `gouji`: its commands, and what becomes of an error."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from authoring import __version__
from authoring.cli.codes import DONE, INTERRUPTED, REFUSED
from authoring.cli.help import ChineseHelp, reword_usage
from authoring.errors import GoujiError

COMMANDS = {
    "new": "新建一份报告文件，一问一答地填写",
    "fill": "接着填写报告文件",
    "forms": "列出全部表单",
    "check": "核对报告，列出全部问题",
    "render": "生成报告（Word、文本、网页、PDF）",
    "batch": "一次生成许多份报告",
    "audit": "审核写好的报告，写出审核意见",
    "workbook": "生成填报用的工作簿（Excel、WPS）",
    "rules": "列出全部核对、审核规则，或说明一条规则",
    "schema": "输出报告文件的 JSON Schema",
}
"""Every command and what it does; the module of a command is imported when it is called."""


class Program(ChineseHelp, click.Group):
    """The group of all commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"authoring.cli.{cmd_name}").command
        return command

    def command_lines(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Names and one-line descriptions for the help."""
        return list(COMMANDS.items())


def _print_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"gouji 勾稽 {__version__}")
        ctx.exit()


program = Program(
    "gouji",
    help="勾稽：部门整体支出绩效自评报告的填报、核对与成文。\n\n例：gouji check 报告.yaml",
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help="版本",
        )
    ],
)


def run(arguments: list[str]) -> int:
    """Run one command line; returns the exit code. No fault of a user's comes out as a traceback."""
    _prepare_streams()
    try:
        result: Any = program.main(arguments, prog_name="gouji", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        click.echo(reword_usage(error), err=True)
        return REFUSED
    except GoujiError as error:
        click.echo(str(error), err=True)
        return REFUSED
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断。", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return DONE
    except OSError:
        _let_go_of_output()
        click.echo("写不出结果，请检查磁盘空间和输出位置。", err=True)
        return REFUSED
    return result if isinstance(result, int) else DONE


def _let_go_of_output() -> None:
    """Nothing more can be written there; do not let the interpreter try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _prepare_streams() -> None:
    """A character that the console cannot show is replaced, never a reason to stop; nor is a closed one."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
