"""How a finding on a finished report is put into sentences, for letter, comment and workbook alike."""

import re

from authoring.checks.finding import Finding, Severity

ASKED = {Severity.ERROR: "须更正", Severity.WARNING: "请核实", Severity.REMARK: "建议"}
"""What is asked of a unit, by severity: a letter does not say 错误 at every turn."""


def sentence(text: str) -> str:
    """The text with a full stop at its end."""
    text = text.strip()
    return text if not text or text[-1] in "。！？；：" else f"{text}。"


def suspicion(finding: Finding) -> str:
    """Which figure is likely wrong and what it likely is, without a stop; nothing where none is suspected."""
    suspect = finding.suspect
    if suspect is None:
        return ""
    named = f"“{suspect.label}”的" if suspect.label else ""
    gap = " " if suspect.value[-1] in "0123456789%" else ""
    return f"疑为{named} {suspect.value}{gap}应为 {suspect.likely}：{suspect.why}"


_RULES = re.compile(r"[A-Z]{2}-\d\d(?:、[A-Z]{2}-\d\d)* ?")


def advice(finding: Finding, without: str = "") -> str:
    """What to do about it, for whoever does not know our rules: the likely culprit, then the hint.

    A hint that is said elsewhere is left out.
    """
    hint = "" if finding.hint == without else finding.hint
    return "".join(map(sentence, (_RULES.sub("有关各数", suspicion(finding)), hint)))
