"""Types whole reports in at a terminal, one for every form, and compares the Word file with the example's.

    python tests/bench/typed_in.py

It takes a minute; the same conversation without a terminal is in `tests/questionnaire/test_walk.py`.
"""

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from authoring.draft.report_file import read_draft
from authoring.questionnaire.asker import Ask
from tests.questionnaire.robot import Robot
from tests.questionnaire.test_terminal import Terminal


class Clerk:
    """The robot at a terminal: reads what stands on it, types what it would answer."""

    def __init__(self, terminal, robot):
        self.terminal, self.robot = terminal, robot

    def work(self):
        """Until the robot leaves; the exit code."""
        while True:
            lines = [line for line in self.terminal.read(r": $", 30).split("\n") if line.strip()]
            prompt = lines.pop()[:-2]
            choices = [(m[1], m[2]) for line in lines if (m := re.match(r"  (\w)　(.*)$", line))]
            default = re.search(r"（回车：(\w)）$", prompt)
            if default:
                key = self.robot.pick(prompt, choices, default[1])
                self.terminal.type(key)
                if key == "q":
                    return self.terminal.end()
            else:
                self.terminal.type(self.robot.line(Ask(tuple(self._head(lines)), prompt)))

    def _head(self, lines):
        """From the line that says where the question stands."""
        starts = [n for n, line in enumerate(lines) if _PLACE.fullmatch(line)]
        return lines[starts[-1] :] if starts else lines


_PLACE = re.compile(r"(\d+/\d+　)?[^\s　]+(　（必填）)?")


def typed_in(name: str) -> bool:
    """Whether the report made from what was typed is the example's, byte for byte."""
    example = ROOT / "examples" / name
    source = read_draft(example / "report.yaml").answers
    with tempfile.TemporaryDirectory() as folder:
        options = ["--form", source["表单"], "--year", source["年度"], "--plain"]
        terminal = Terminal("new", Path(folder) / "报告.yaml", *options, columns=300, lines=60)
        code = Clerk(terminal, Robot(source)).work()
        made = next(Path(folder).glob("*.docx"))
        return code == 0 and made.read_bytes() == (example / "report.docx").read_bytes()


if __name__ == "__main__":
    for each in ("lusong-2024", "wangcheng-2020", "wanzai-2021", "xiangfen-2021"):
        print(each, "相同" if typed_in(each) else "不同")
