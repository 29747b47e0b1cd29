"""What a workbook's formulas come to for a report, for programs that show them without working out."""

from decimal import Decimal
from typing import NamedTuple

from authoring.checks import evaluation as ev
from authoring.checks.finding import Outcome
from authoring.checks.run import fill
from authoring.checks.touching import identities
from authoring.forms.form import Form
from authoring.model.report import SelfEvaluation
from authoring.quantities import Amount, Quantity, round_half_up
from authoring.workbook.judging import shown


class Verdict(NamedTuple):
    """An identity at one place of a report: what is stated and worked out, if known, and the verdict."""

    stated: Decimal | None
    expected: Decimal | None
    words: str


def verdicts_on(report: SelfEvaluation, form: Form) -> dict[tuple[str, str], Verdict]:
    """Every identity that has something to say, by rule and Chinese path of the figure."""
    filled = fill(report, form)
    common = ev.Common(filled.report, form.scoring(report.year))
    found: dict[tuple[str, str], Verdict] = {}
    reasoned = {reason.rule for reason in report.explanations or ()}
    for rule in identities():
        for path, value in ev.work_out(rule, common):
            found[rule.id, path] = _open(value)
        excused = rule.explainable and rule.id in reasoned
        for each in ev.evaluate(rule, common):
            stated = each.stated.value
            key = rule.id, each.stated.path
            if each.outcome is Outcome.UNCHECKED:
                lacking = "　".join(at.label for at in each.missing)
                words = f"未核：缺{lacking}" if lacking else "未核：分母为0"
                found[key] = Verdict(stated.value, None, "" if each.stated.path in filled.by else words)
            elif each.stated.path in filled.by:
                found[key] = _open(type(stated).of(each.expected, 4 if isinstance(stated, Amount) else 2))
            else:
                found[key] = Verdict(stated.value, each.expected, _words(each, excused=excused))
    return found


def _open(value: Quantity) -> Verdict:
    """A figure that was left open, and is worked out."""
    return Verdict(value.value, value.value, f"没有填，算得 {_as_shown(value.value, type(value))}")


def _words(each: ev.Evaluation, *, excused: bool) -> str:
    if each.outcome is Outcome.AGREES:
        return each.outcome.value
    kind = type(each.stated.value)
    sign = "多" if each.difference > 0 else "少"
    told = _as_shown(abs(each.difference), kind)
    told = told.replace("%", " 个百分点")
    word = "已说明" if excused and each.outcome is Outcome.DIFFERS else each.outcome.value
    return f"{word}：{sign} {told}"


def _as_shown(value: Decimal, kind: type[Quantity]) -> str:
    """A number as `TEXT` writes it."""
    layout, unit = shown(kind)
    if layout == "0":
        return f"{round_half_up(value, 0)}{unit}"
    most = 4 if layout.endswith("##") else 2
    text = f"{round_half_up(value, most):,.{most}f}"
    while most > 2 and text.endswith("0"):
        text, most = text[:-1], most - 1
    return f"{text}{unit}"
