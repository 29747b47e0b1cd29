"""Renews `first-five-minutes.md`: the screens of a first sitting, as the plain terminal shows them.

Run `python docs/walk.py` after a wording or a question has changed. A test fails until then.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from authoring.draft.draft import Draft
from authoring.draft.keeper import Keeper
from authoring.forms.finder import load_form
from authoring.questionnaire.asker import Ask, Left
from authoring.questionnaire.filling import Filling
from authoring.questionnaire.walk import Walk

PAGE = Path(__file__).with_name("first-five-minutes.md")
_START = """# 前五分钟

`gouji new 报告.yaml --form hunan-department --year 2024 --plain` 的一段实录：填单位情况，看一眼目录，
填几个支出数，有一个数填颠倒了，当场看出来，改回去。`›` 后面是填报人输入的。
不加 `--plain` 时内容相同，目录可以用上下键选。

<!-- 由 python docs/walk.py 生成，请勿手改 -->

```text
"""

_TYPED = {
    "单位.全称": ["甲县机关事务服务中心"],
    "单位.自称": ["<", "本中心"],
    "单位.性质": ["县政府直属事业单位"],
    "单位.主管部门": [">"],
    "单位.预算级次": [">"],
    "单位.经费来源": [">"],
    "单位.主要职能": ["管理机关大院的物业、安全和绿化", "管理公务用车平台", "移 2 1", ""],
    "单位.机构组成": ["/"],
    "预算.年初预算数": ["=480+20"],
    "预算.年中调整数": ["/支出合计", "0"],
    "支出.合计": ["500.00"],
    "预算.上年结转": ["/基本支出"],
    "支出.基本.合计": ["353.68"],
    "支出.项目.合计": ["146.14"],
}


class _Recorder:
    """An asker that types what was laid down and writes down what the terminal would show."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.typed = {path: list(lines) for path, lines in _TYPED.items()}
        self.picks = ["2", "支出合计", "支出.基本.合计", "支出.项目.合计", "支出.基本.合计", "q"]
        self.after = [("预算.收入", "/项目支出"), ("预算.收入", "/基本支出"), ("预算.收入", "/")]

    def say(self, text: str, tone: str = "") -> None:
        self.lines.append({"差错": "【注意】", "标题": "== "}.get(tone, "") + text)

    def line(self, ask: Ask) -> str:
        self.lines += ask.head
        path = ask.head[0].split("　")[1 if "/" in ask.head[0].split("　")[0] else 0]
        waiting = self.typed.get(path) or []
        if waiting:
            typed = waiting.pop(0)
        elif path == "支出.基本.合计":
            typed = "353.86"
        elif path == "预算.收入" and self.after:
            typed = self.after.pop(0)[1]
        else:
            typed = ">"
        self.lines.append(f"{ask.prompt} › {typed}")
        return typed

    def pick(self, prompt: str, choices: Sequence[tuple[str, str]], default: str = "") -> str:
        wanted = self.picks.pop(0)
        key = next((k for k, label in choices if f"（{wanted}）" in label or k == wanted), default)
        self.lines += [f"  {k}　{label}" for k, label in choices]
        self.lines.append(f"{prompt} › {key}")
        return key

    def edit(self, text: str) -> str:
        raise Left(text)


def make_walk() -> str:
    """The page as it should read now."""
    with TemporaryDirectory() as folder:
        draft = Draft({"版本": "1", "表单": "hunan-department", "年度": "2024"})
        recorder = _Recorder()
        with Keeper.create(Path(folder) / "报告.yaml", draft) as keeper:
            filling = Filling(keeper, load_form("hunan-department"))
            Walk(filling, recorder, list).begin(filling.chapters[0])
            kept = keeper.path.read_text(encoding="utf-8")
    shown = "\n".join(line.rstrip() for line in recorder.lines)
    return f"{_START}{shown}\n```\n\n这时的 `报告.yaml`：\n\n```yaml\n{kept}```\n"


if __name__ == "__main__":
    PAGE.write_text(make_walk(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{PAGE.name}\n")
