"""Renews what the documentation takes from the program: 术语表, 核对规则, and every output that a page shows.

Run `python docs/generate.py` after a field, a rule or a wording has changed. A test fails until then.

A page is also a script. From top to bottom, in a folder of its own: a block under “文件 `名`：” is written
to that file, “把 `文件` 里的 `甲` 改成 `乙`” (in English “in `file` change `a` to `b`”) changes it, and a
`console` block is run: its first line is the command, the rest is what the program said.
"""

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from authoring.audit.registry import AuditRule
from authoring.audit.rules import FAMILIES as AUDIT_FAMILIES
from authoring.audit.rules import audit_rules_by_id
from authoring.checks.finding import Severity
from authoring.checks.registry import SCORING, Identity, Requirement, Together
from authoring.checks.rules import FAMILIES, rules_by_id
from authoring.cli.program import run
from authoring.forms import finder
from authoring.model.paths import Place, chinese, places
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node
from authoring.quantities import Amount, Area, Count, Quantity, Rate, Score

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
WRITTEN = (
    ROOT / "README.md",
    ROOT / "README.zh-CN.md",
    DOCS / "guide.md",
    DOCS / "forms.md",
)
"""Pages written by hand, whose outputs are renewed."""

_MADE = "<!-- 由 python docs/generate.py 生成，请勿手改 -->"


# 术语表

_ABOUT_TERMS = (
    "报告文件里的每一项。“名称”是写在文件里的叫法，逐层用“.”连接，`[n]` 表示列表里的第 n 项；"
    "“全称”是核对结果里的叫法。金额都是万元，怎样填见[填报人指南](guide.md)。"
)


def make_glossary() -> str:
    """`glossary.md`: every field of the report file, by part."""
    lines = [
        "# 术语表",
        _MADE,
        "",
        _ABOUT_TERMS,
        "",
        "## 报告",
        "",
        *_rows(SelfEvaluation, "", "", deep=False),
    ]
    for place in places(SelfEvaluation).values():
        if place.part:
            lines += ["", f"## {_heading(place)}", "", *_rows(place.part, *_start(place))]
    return "\n".join(lines) + "\n"


def _heading(place: Place) -> str:
    label = f"　{place.label}" if place.label != place.name else ""
    assert place.part is not None
    return f"{place.name}{label}（`{place.part.__name__}`）"


def _start(place: Place) -> tuple[str, str]:
    """Chinese and English path in front of the fields of a part."""
    mark = "[n]" if place.listing else ""
    return f"{place.name}{mark}.", f"{place.attribute}{'.*' if place.listing else ''}."


def _rows(part: type[Node], names: str, attributes: str, *, deep: bool = True) -> list[str]:
    head = [
        "| 名称 | 全称 | English | 单位或填法 | 定义 | 出处 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return [*head, *_fields(part, names, attributes, deep=deep)]


def _fields(part: type[Node], names: str, attributes: str, *, deep: bool) -> Iterator[str]:
    for place in places(part).values():
        if place.part and not deep:
            continue
        info = part.model_fields[place.attribute]
        extra = info.json_schema_extra
        source = str(extra.get("source", "")) if isinstance(extra, dict) else ""
        cells = [
            f"`{names}{place.name}`",
            place.label,
            f"`{attributes}{place.attribute}`",
            _filling(place, info.annotation),
            info.description or "",
            source,
        ]
        yield _row(cells)
        if place.part:
            inner_names, inner_attributes = _start(place)
            yield from _fields(place.part, names + inner_names, attributes + inner_attributes, deep=True)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


_QUANTITIES: dict[type[Quantity], str] = {Amount: "万元", Rate: "%", Count: "整数", Score: "分", Area: "㎡"}
_OTHERS: dict[type, str] = {bool: "是／否", date: "日期", str: "文字", int: "整数"}


def _filling(place: Place, annotation: Any) -> str:
    """The unit of a figure, or how anything else is filled in."""
    if place.kind:
        return _QUANTITIES[place.kind]
    if place.part:
        return "逐项，每项分项填" if place.listing else "分项填"
    types = list(_plain_types(annotation))
    if dict in types:
        return "每行一个“名称: 内容”"
    words = next(words for kind, words in _OTHERS.items() if kind in types)
    return f"逐项{words}" if place.listing else words


def _plain_types(annotation: Any) -> Iterator[Any]:
    yield getattr(annotation, "__origin__", annotation)
    for argument in get_args(annotation):
        yield from _plain_types(argument)


# 核对规则

_ABOUT_RULES = (
    "“错误”须改正才能成文；“警告”“提示”不妨碍成文。标“可以说明”的，情况确实如此时，在报告文件的"
    "“出错说明”里写明原因即可。依据标“待核原文”的，尚未与原文核对，请以当地通知为准。"
    "结果怎样看，见[填报人指南](guide.md)。"
)


_ABOUT_AUDIT = (
    "审核写好的报告（`gouji audit`）另有 {} 条，分 {} 类，列在后面；“不报”是看着像、其实不算问题的情形。"
)


def make_rules() -> str:
    """`rules.md`: every rule by family."""
    rules, audited = rules_by_id(), audit_rules_by_id()
    lines = [
        "# 核对规则",
        _MADE,
        "",
        f"填写报告时核对的共 {len(rules)} 条，分 {len(FAMILIES)} 类。{_ABOUT_RULES}",
        "",
        _ABOUT_AUDIT.format(len(audited), len(AUDIT_FAMILIES)),
    ]
    for family, name in FAMILIES.items():
        lines += ["", f"## {family} {name}"]
        for id_, rule in rules.items():
            if id_.startswith(family):
                lines += ["", *_rule(rule)]
    for family, name in AUDIT_FAMILIES.items():
        lines += ["", f"## {family} {name}（审核）"]
        for id_, audit_rule in audited.items():
            if id_.startswith(family):
                lines += ["", *_audit_rule(audit_rule)]
    return "\n".join(lines) + "\n"


def _audit_rule(rule: AuditRule) -> Iterator[str]:
    yield f"### {rule.id}　{rule.statement}"
    yield ""
    yield f"- 轻重：{rule.severity.value}"
    yield f"- 依据：{rule.basis}"
    yield f"- 例：{rule.example}"
    yield f"- 不报：{rule.counter_example}"


def _rule(rule: Identity | Requirement | Together) -> Iterator[str]:
    yield f"### {rule.id}　{rule.statement}"
    yield ""
    yield f"- 轻重：{_weight(rule)}"
    if isinstance(rule, Identity):
        yield f"- 核对：{_figures(rule)}"
    yield f"- 依据：{rule.basis}"
    yield f"- 例：{rule.example}"


def _weight(rule: Identity | Requirement) -> str:
    if rule.explainable:
        return f"{rule.severity.value}，可以说明"
    return f"{rule.severity.value}，须改正" if rule.severity is Severity.ERROR else rule.severity.value


def _figures(rule: Identity) -> str:
    """Which figure is compared with which, by the names of the report file."""
    bases = [_chinese(each) for each in rule.each]
    start = f"{rule.each[0]}." if rule.each else ""
    stated, *given = [
        _chinese(path.removeprefix("/"))
        if path.startswith("/")
        else _chinese(start + path).removeprefix(f"{bases[0]}." if bases else "")
        for path in (rule.figure, *rule.given)
        if path != SCORING
    ]
    part = f"{_quoted(bases)}{'各自' if len(bases) > 1 else ''}的" if bases else ""
    filled = "；前者空着时由程序算出" if rule.derives else ""
    return f"{part}{_quoted([stated])} 与 {_quoted(given)}{filled}"


def _chinese(path: str) -> str:
    return chinese(path).replace("[*]", "[n]")


def _quoted(names: list[str]) -> str:
    return "、".join(f"`{name}`" for name in names)


# Outputs that a page shows

_STEP = re.compile(
    r"^文件 `(?P<file>[^`]+)`：\n\n```\w*\n(?P<text>.*?)^```$"
    r"|把 `(?P<changed>[^`]+)` 里的 `(?P<old>[^`]+)` 改成 `(?P<new>[^`]+)`"
    r"|[Ii]n `(?P<changed_en>[^`]+)` change `(?P<old_en>[^`]+)` to `(?P<new_en>[^`]+)`"
    r"|^```console\n(?P<command>[^\n]+)\n(?P<output>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def renew_outputs(page: str) -> str:
    """The page with every output as the program gives it now."""
    before: Any = finder.PLACES
    with TemporaryDirectory() as name, chdir(name):
        folder = Path(name)
        finder.PLACES = (folder / "templates", before[-1])
        try:
            return _STEP.sub(lambda step: _take(step, folder), page)
        finally:
            finder.PLACES = before


def _take(step: re.Match[str], folder: Path) -> str:
    """Do one step of a page; returns the words that stand for it from now on."""
    if step["file"]:
        path = folder / step["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step["text"], encoding="utf-8")
    elif step["command"]:
        return f"```console\n{step['command']}\n{_run(step['command'], folder)}```"
    else:
        language = "" if step["changed"] else "_en"
        path = folder / step[f"changed{language}"]
        text = path.read_text(encoding="utf-8")
        old, new = step[f"old{language}"], step[f"new{language}"]
        assert text.count(old) == 1, f"{path.name}: “{old}” stands there {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")
    return step[0]


def _run(command: str, folder: Path) -> str:
    """What the program prints; `cp` takes a file of the repository, `type` shows one that was made."""
    program, *arguments = shlex.split(command)
    if program == "cp":
        shutil.copyfile(ROOT / arguments[0], folder / arguments[1])
        return ""
    if program == "type":
        return (folder / arguments[0]).read_text(encoding="utf-8")
    assert program == "gouji", f"“{command}” cannot be shown: only gouji, cp and type"
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        run(arguments)
    return said.getvalue().replace(os.sep, "/")


def make_pages() -> dict[Path, str]:
    """Every page that depends on the program, as it should read now."""
    pages = {path: renew_outputs(path.read_text(encoding="utf-8")) for path in WRITTEN}
    return pages | {DOCS / "glossary.md": make_glossary(), DOCS / "rules.md": make_rules()}


def main() -> int:
    """Write the pages that are not current, and name them."""
    for path, text in make_pages().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
