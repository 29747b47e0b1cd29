"""How long a clerk waits: from Enter to the next question of a big report, from the command to the first."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pexpect

from authoring.draft.draft import Draft
from authoring.draft.keeper import Keeper
from authoring.draft.report_file import read_draft
from authoring.forms.finder import load_form
from authoring.questionnaire.asker import Ask
from authoring.questionnaire.filling import Filling
from authoring.questionnaire.walk import Walk

ROOT = Path(__file__).resolve().parents[2]
PROJECTS, INDICATORS = 60, 240


def big_answers() -> dict[str, Any]:
    """A report with 60 projects, each with its table, and 240 indicators among them."""
    answers = read_draft(ROOT / "examples" / "jiaxian-2024" / "report.yaml").answers
    table, item = answers["项目自评"][0], answers["支出"]["项目"]["按项目"][0]
    each = INDICATORS // PROJECTS
    indicators = [deepcopy(table["指标"][n]) for n in range(each)]
    answers["项目自评"] = [
        {**deepcopy(table), "名称": f"项目{n}", "指标": indicators} for n in range(PROJECTS)
    ]
    answers["支出"]["项目"]["按项目"] = [{**item, "名称": f"项目{n}"} for n in range(PROJECTS)]
    return answers


class _Typist:
    """Answers what it was given, and leaves the menu."""

    def __init__(self) -> None:
        self.typed = ""

    def say(self, text: str, tone: str = "") -> None:
        """Nothing is shown."""

    def line(self, ask: Ask) -> str:
        """The answer."""
        return self.typed

    def pick(self, prompt: str, choices: Any, default: str = "") -> str:
        """Away."""
        return "q"

    def edit(self, text: str) -> str:
        """As it is."""
        return text


def waits(times: int = 25) -> dict[str, float]:
    """Milliseconds: an answer taken, checked, saved and the next question found; the menu after an answer."""
    with tempfile.TemporaryDirectory() as folder:
        form = load_form("hunan-department")
        with Keeper.create(Path(folder) / "报告.yaml", Draft(big_answers())) as keeper:
            filling, typist = Filling(keeper, form), _Typist()
            walk = Walk(filling, typist, list)
            chapter = filling.chapters[1]
            question = next(q for q in filling.questions(chapter) if q.path == "支出.基本.人员经费")

            def answer() -> None:
                typist.typed = f"{300 + answer.count}.40"
                answer.count += 1
                walk._step(chapter, question)

            answer.count = 0
            found = {"回车到下一题": _median(answer, times)}
            found["目录"] = _median(walk._menu, times, before=answer)
    return found


def _median(run: Callable[[], object], times: int, before: Callable[[], object] = lambda: None) -> float:
    taken = []
    for _ in range(times + 2):
        before()
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[2:])


def first_question(compiled: str) -> Callable[[], float]:
    """From the command to the first question on the screen."""
    surroundings = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "LANG": "C.UTF-8", "TERM": "xterm"}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)

    def run() -> float:
        with tempfile.TemporaryDirectory() as folder:
            command = ["-m", "authoring", "new", f"{folder}/报告.yaml", "--form", "hunan-department"]
            start = time.perf_counter()
            child = pexpect.spawn(
                sys.executable, [*command, "--year", "2024"], cwd=ROOT, env=surroundings, encoding="utf-8"
            )
            child.expect("单位全称")
            taken = time.perf_counter() - start
            child.close(force=True)
        return taken

    return run
