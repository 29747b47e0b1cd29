"""Asks line by line, without drawing: for screen readers, `TERM=dumb`, and whoever likes it so."""

import select
import sys
from collections.abc import Sequence

from authoring.questionnaire.asker import Ask, Left


class PlainAsker:
    """Standard input and output, nothing else."""

    def say(self, text: str, tone: str = "") -> None:
        """A line; a tone is told by a word in front."""
        mark = {"差错": "【注意】", "标题": "== "}.get(tone, "")
        try:
            sys.stdout.write(f"{mark}{text}\n")
            sys.stdout.flush()
        except OSError as error:
            raise Left from error

    def line(self, ask: Ask) -> str:
        """One line typed, or all that was pasted at once."""
        for said in ask.head:
            self.say(said)
        lines = [self._read(f"{ask.prompt}: ")]
        while more_is_waiting():
            lines.append(self._read(""))
        return "\n".join(lines)

    def pick(self, prompt: str, choices: Sequence[tuple[str, str]], default: str = "") -> str:
        """The key of a choice, typed; Enter takes the default."""
        while True:
            for key, label in choices:
                self.say(f"  {key}　{label}")
            typed = self._read(f"{prompt}{f'（回车：{default}）' if default else ''}: ").strip().lower()
            chosen = typed or default
            if chosen in {key for key, _ in choices}:
                return chosen
            self.say(f"没有“{typed}”，请写前面的数字或字母。")

    def edit(self, text: str) -> str:
        """Lines until one with a full stop alone."""
        if text:
            self.say(text)
        self.say("请一行一行写，写完另起一行只写一个句号。")
        lines: list[str] = []
        while (line := self._read("")).strip() not in {".", "。"}:
            lines.append(line)
        return "\n".join(lines)

    def _read(self, prompt: str) -> str:
        try:
            line = input(prompt)
            if len(line.encode(errors="replace")) < _LONGEST_LINE:
                return line
            self.say("这一行太长，终端没有收全，没有保存；请分成几行粘贴，或用 @ 打开编辑器。", "差错")
            return self._read(prompt)
        except (EOFError, KeyboardInterrupt, OSError) as error:  # OSError: the terminal is gone
            raise Left from error
        except UnicodeDecodeError:
            self.say("认不出这一行的字，终端的编码应为 UTF-8，请重新输入。")
            return self._read(prompt)


_LONGEST_LINE = 4094
"""Bytes of a line beyond which a terminal that edits lines itself drops the rest."""
_PASTE_GAP = 0.01
"""Seconds within which the lines of a paste follow each other."""


def more_is_waiting() -> bool:
    """Whether another line has come already: nobody types that fast."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        return bool(msvcrt.kbhit())
    return bool(select.select([sys.stdin], [], [], _PASTE_GAP)[0])
