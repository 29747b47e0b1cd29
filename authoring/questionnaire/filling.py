"""A report being filled in: every answer checked, put in its place and saved before the next is asked.

It knows nothing of terminals. Answers are kept as they were typed, in a draft; the report is built from them.
"""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from authoring.checks.continuity import carry_over, mismatch
from authoring.checks.finding import Finding, Outcome
from authoring.checks.run import Checked, Filled, check, check_figure, fill, places_at_error, refill
from authoring.checks.touching import anywhere, identities, shaken, touching
from authoring.draft.draft import Draft
from authoring.draft.keeper import Keeper
from authoring.draft.report_file import build_report
from authoring.errors import InputError
from authoring.forms.form import Form
from authoring.model.paths import by_name, exists, figures, find_one, parse
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node
from authoring.quantities import Amount, Quantity
from authoring.questionnaire.nesting import all_places, followed, moved_path, put_in
from authoring.questionnaire.questions import Chapter, Question, chapters_of, questions_of
from authoring.questionnaire.typed import clean_text, work_out_sum

FROM_LAST_YEAR = "沿用上年"
"""The source of an answer taken from last year's report and not confirmed yet."""
CLOSING_OF_LAST_YEAR = "上年报告"
_GAP = 12
_HEAD = ("版本", "表单", "年度")
_SOURCES, _REASONS = "来源", "出错说明"


class AnswerError(ValueError):
    """An answer that cannot be taken; `str(error)` says why and what to type."""


class Progress(NamedTuple):
    """How far a chapter is: of `asked` questions `answered`.

    `missing` are those that must be answered and are not, `wrong` the figures at 错误.
    """

    asked: int
    answered: int
    missing: int
    wrong: int

    @property
    def state(self) -> str:
        """已完成, 进行中, 未填 or 有差错."""
        if self.wrong and self.answered:
            return "有差错"
        if not self.answered:
            return "未填"
        return "已完成" if not self.missing else "进行中"


class Filling:
    """One report file being filled in."""

    def __init__(self, keeper: Keeper, form: Form, last: SelfEvaluation | None = None) -> None:
        self.keeper = keeper
        self.form = form
        self.last = last
        self.answers: dict[str, Any] = dict(keeper.draft.answers)
        self.report = build_report(replace(keeper.draft, answers=self.answers))
        self.chapters = chapters_of(form)
        self._wrong: dict[str, frozenset[str]] | None = None
        self._stale: set[str] = set()

    # What there is

    def questions(self, chapter: Chapter) -> list[Question]:
        """The questions of a chapter as things stand."""
        return list(questions_of(chapter, self.filled, self.form))

    def all_questions(self) -> list[tuple[Chapter, Question]]:
        """Every question of the form as things stand, in order."""
        return [(chapter, q) for chapter in self.chapters for q in self.questions(chapter)]

    def value(self, path: str) -> Any:
        """The answer at a place as it is kept: a text, a list, a mapping, or `None`."""
        value: Any = self.answers
        for key in parse(path):
            if isinstance(key, str):
                value = value.get(key) if isinstance(value, dict) else None
            else:
                value = value[key] if isinstance(value, list) and key < len(value) else None
            if value is None:
                return None
        return value

    def entries(self, path: str) -> list[Any]:
        """The entries of a list as they are kept; one written without a list is a list of one."""
        value = self.value(path)
        if value is None or self.says_none(path):
            return []
        return value if isinstance(value, list) else [value]

    def says_none(self, path: str) -> bool:
        """Whether a part or a list is 无."""
        known = _read(self.report, path)
        return known == () or bool(getattr(known, "absent", None))

    def is_answered(self, question: Question) -> bool:
        """Whether there is an answer or a figure worked out; a part is answered by whatever is in it."""
        return question.path in self._answered or question.path in self._made

    def is_done(self, question: Question) -> bool:
        """Whether it is answered, by the clerk or confirmed."""
        return self.is_answered(question) and not self.is_unconfirmed(question.path)

    def is_unconfirmed(self, path: str) -> bool:
        """Whether the answer was taken from last year's report and not confirmed."""
        return (self.answers.get(_SOURCES) or {}).get(path) == FROM_LAST_YEAR

    @cached_property
    def checked(self) -> Checked:
        """What the checks say of the report as it stands."""
        return check(self.report, self.form, Draft(self.answers), self.last)

    @cached_property
    def _filled(self) -> Filled:
        return fill(self._begun[0], self.form)

    @cached_property
    def _begun(self) -> tuple[SelfEvaluation, frozenset[str]]:
        """The report with what it opens with from last year's, and the paths of that."""
        return carry_over(self.report, self.last)

    @cached_property
    def _made(self) -> AbstractSet[str]:
        """The paths of all that is worked out or carried over, not answered."""
        return self._filled.by.keys() | self._begun[1]

    @property
    def filled(self) -> SelfEvaluation:
        """The report with its open totals worked out."""
        return self._filled.report

    @cached_property
    def _answered(self) -> frozenset[str]:
        """The places of all answers, and of the parts and lists that hold them."""
        return frozenset(all_places(self.answers, ""))

    def offered(self, question: Question) -> str:
        """The figure the rules make of the others, where the clerk has not answered; empty if there is none.

        It is not written down: it follows the others as they change.
        """
        if question.path in self._answered or question.path not in self._made:
            return ""
        made = _read(self.filled, question.path)
        return made.typed if isinstance(made, Quantity) else str(made)

    def told(self, path: str) -> list[Finding]:
        """What the checks say of a figure or a list: every finding it has a part in, agreement last."""
        findings = [
            f
            for f in check_figure(self._filled, self.form, path)
            if f.outcome is not Outcome.UNCHECKED
            and (f.place == path or any(_within(figure.path, path) for figure in f.figures))
        ]
        return sorted(findings, key=lambda f: f.outcome is Outcome.AGREES)

    def progress(self, chapter: Chapter) -> Progress:
        """How far a chapter is."""
        questions = self.questions(chapter)
        answered = [q for q in questions if self.is_answered(q)]
        missing = [q for q in questions if q.required and not self.is_answered(q)]
        paths = {q.path for q in questions}
        wrong = len(paths & self._wrong_places())
        return Progress(len(questions), len(answered), len(missing), wrong)

    def _wrong_places(self) -> frozenset[str]:
        """Where figures disagree at 错误; only what changed since is looked at again."""
        again = identities() if self._wrong is None else [r for r in identities() if r.id in self._stale]
        self._wrong = (self._wrong or {}) | places_at_error(self._filled, self.form, again)
        self._stale.clear()
        return frozenset().union(*self._wrong.values())

    def resume_at(self) -> Question | None:
        """Where to go on: the first of a long run of questions without an answer.

        A few left out are passed over, and a few answered ahead do not count. `None` if all that must be
        answered is.
        """
        questions = [q for _, q in self.all_questions()]
        known = self.answers.get(_SOURCES) or {}
        own = [self.is_answered(q) and q.path in self._answered and q.path not in known for q in questions]
        if all(done or not q.required for q, done in zip(questions, own, strict=True)):
            return None
        gaps = (i for i, done in enumerate(own) if not done and not any(own[i : i + _GAP]))
        return next((questions[i] for i in gaps), None)

    def search(self, typed: str) -> list[tuple[Chapter, Question]]:
        """Questions by words of their name or path, the nearest first; else by letters or by their help."""
        words = typed.strip()
        everything = self.all_questions() if words else []
        found = [(c, q) for c, q in everything if words in q.label or words in q.path]
        found.sort(key=lambda pair: _nearness(pair[1], words))
        in_order = re.compile(".*".join(map(re.escape, words)))
        return (
            found
            or [(c, q) for c, q in everything if in_order.search(q.path) or in_order.search(q.label)]
            or [(c, q) for c, q in everything if words in q.place.definition]
        )

    def largest_total(self) -> Decimal | None:
        """The largest of the running totals in 万元, if there is any."""
        amounts = (find_one(self.filled, path).value for path in _TOTALS)
        return max((at.value for at in amounts if isinstance(at, Amount)), default=None)

    # Answering

    def answer(self, question: Question, typed: str) -> None:
        """Take an answer as typed and save it. Raises AnswerError, and what saving raises."""
        self.put(question.path, self.kept(question, typed))

    def kept(self, question: Question, typed: str) -> str:
        """An answer as it is kept: a text cleaned, a sum worked out. Raises AnswerError."""
        text = _cleaned(typed)
        try:
            return work_out_sum(text, question.kind) if question.kind else text
        except ValueError as error:
            raise AnswerError(str(error)) from error

    def checked_answer(self, question: Question, typed: str) -> str:
        """An answer as it is kept, once it is known to be one for this question. Raises AnswerError."""
        text = self.kept(question, typed)
        answers: dict[str, Any] = {}
        put_in(answers, SelfEvaluation, list(parse(question.path)), text)
        _build({**{key: self.answers[key] for key in _HEAD if key in self.answers}, **answers})
        return text

    def understood(self, question: Question, typed: str) -> Quantity | None:
        """The figure that was typed; `None` if it is none, which `answer` will say."""
        try:
            return question.kind(self.kept(question, typed)) if question.kind else None
        except ValueError:
            return None

    def write(self, path: str, typed: str) -> None:
        """Put a text in its place as typed: an entry of a list of texts. Raises as `answer` does."""
        self.put(path, _cleaned(typed))

    def put(self, path: str, value: Any) -> None:
        """Put an answer in its place and save it; `None` clears it. Raises as `answer` does."""
        self.put_all({path: value})

    def put_all(self, given: Mapping[str, Any]) -> None:
        """Put several answers in their places, and save them together. Raises as `answer` does."""
        answers = dict(self.answers)
        for path, value in given.items():
            put_in(
                answers,
                SelfEvaluation,
                list(parse(path)),
                _cleaned(value) if isinstance(value, str) else value,
            )
            _confirm(answers, path)
        self._take(answers, *given)

    def confirm(self, path: str) -> None:
        """Last year's answer holds this year too."""
        answers = dict(self.answers)
        _confirm(answers, path)
        self._take(answers)

    def move_entry(self, path: str, position: int, to: int) -> None:
        """Move an entry of a list, both from 0; reasons and sources move along."""
        order = list(range(len(self.entries(path))))
        order.insert(to, order.pop(position))
        self._reorder(path, order)

    def delete_entry(self, path: str, position: int) -> None:
        """Take an entry out of a list, and the reasons written for it."""
        self._reorder(path, [i for i in range(len(self.entries(path))) if i != position])

    def _reorder(self, path: str, order: list[int]) -> None:
        answers = dict(self.answers)
        entries = self.entries(path)
        put_in(answers, SelfEvaluation, list(parse(path)), [entries[i] for i in order] or None)
        moved = {old: new for new, old in enumerate(order)}
        sources = answers.get(_SOURCES) or {}
        if sources:
            kept = {moved_path(p, path, moved): source for p, source in sources.items()}
            answers[_SOURCES] = {p: source for p, source in kept.items() if p}
            _drop_empty(answers, _SOURCES)
        reasons = [followed(reason, path, moved) for reason in self.reasons()]
        answers[_REASONS] = [reason for reason in reasons if reason is not None]
        _drop_empty(answers, _REASONS)
        self._take(answers)

    def reasons(self) -> list[Any]:
        """The 出错说明 written so far, as they are kept."""
        return self.entries(_REASONS)

    def withdraw(self, position: int) -> None:
        """Take back a reason, counted from 0."""
        self.put(_REASONS, [r for n, r in enumerate(self.reasons()) if n != position] or None)

    def explain(self, finding: Finding, reason: str) -> None:
        """Write down why a rule does not hold here. Raises AnswerError."""
        entry = {"规则": finding.rule, "位置": finding.place, "说明": _cleaned(reason)}
        if finding.difference is not None:
            entry["差额"] = finding.difference.lstrip("-")
        self.put(_REASONS, [*self.reasons(), {k: v for k, v in entry.items() if v}])

    def choose(self, option: str, choice: str) -> None:
        """One of the ways the form allows."""
        answers = dict(self.answers)
        answers["表单选项"] = {**(answers.get("表单选项") or {}), option: choice}
        self._take(answers)

    def begin_from(self, last: SelfEvaluation) -> int:
        """Take over what last year's report says: lasting facts to be confirmed, and its closings.

        Returns how many answers were taken over. Nothing already answered is touched.
        Raises AnswerError if the report is not last year's, or not this unit's.
        """
        if why := mismatch(self.report, last):
            raise AnswerError(f"{why}，没有带入")
        self.last = last
        answers = dict(self.answers)
        sources: dict[str, str] = dict(answers.get(_SOURCES) or {})
        before = len(sources)
        said = last.model_dump(mode="json", by_alias=True, exclude_none=True)
        for _, question in self.all_questions():
            known = None if self.is_answered(question) else _at(said, question.path)
            if question.place.lasting and known is not None and "[" not in question.path:
                put_in(answers, SelfEvaluation, list(parse(question.path)), known)
                sources[question.path] = FROM_LAST_YEAR
        begun, carried = carry_over(self.report, last)
        for at in figures(begun):
            if at.path in carried:
                put_in(answers, SelfEvaluation, list(parse(at.path)), at.value.typed)
                sources[at.path] = CLOSING_OF_LAST_YEAR
        if sources:
            answers[_SOURCES] = sources
        self._take(answers)
        return len(sources) - before

    def reload(self) -> None:
        """Read again what others wrote into the file. Raises GoujiError if it cannot be read."""
        self.keeper.reload()
        answers = dict(self.keeper.draft.answers)
        self._accept(answers, build_report(replace(self.keeper.draft, answers=answers)))

    def _take(self, answers: dict[str, Any], *changed: str) -> None:
        report = _build(answers)
        self.keeper.save(Draft(answers))
        self._accept(answers, report, *changed)

    def _accept(self, answers: dict[str, Any], report: SelfEvaluation, *changed: str) -> None:
        """Go on from new answers; `changed` are the places that changed, if it is known which."""
        before: Filled | None = self.__dict__.get("_filled")
        old, self.answers, self.report = self.report, answers, report
        for known in ("checked", "_filled", "_answered", "_begun", "_made"):
            self.__dict__.pop(known, None)
        simple = changed and all(_is_single(p) and _same_holder(p, old, report) for p in changed)
        if before is None or not simple or self.last is not None:
            self._wrong = None
            return
        for path in changed:
            before = refill(before, self.form, path, _read(report, path))
            self._stale |= {rule.id for place in shaken(anywhere(path)) for rule in touching(place)}
        self.__dict__["_filled"] = before


def _build(answers: dict[str, Any]) -> SelfEvaluation:
    try:
        return build_report(Draft(answers))
    except InputError as error:
        raise AnswerError("；".join(problem.message for problem in error.problems)) from error


def _same_holder(path: str, before: SelfEvaluation, after: SelfEvaluation) -> bool:
    """Whether the part a place lies in was there and is: rules apply to parts that are there."""
    holder = path.rpartition(".")[0]
    return not holder or (_read(before, holder) is not None and _read(after, holder) is not None)


def _nearness(question: Question, words: str) -> tuple[bool, bool, bool, int]:
    label = question.label
    return label != words, not label.startswith(words), "]" in question.path, len(question.path)


def _cleaned(typed: str) -> str:
    try:
        return clean_text(typed)
    except ValueError as error:
        raise AnswerError(str(error)) from error


def _is_single(path: str) -> bool:
    """Whether a place holds one figure, text or day."""
    if not path or not exists(path) or path.endswith("]"):
        return False
    part: type[Node] | None = SelfEvaluation
    place = None
    for key in parse(path):
        if isinstance(key, str):
            place = by_name(part)[key] if part else None
            part = place.part if place else None
    return place is not None and place.part is None and not place.listing


def _read(report: SelfEvaluation, path: str) -> Any:
    node: Any = report
    for key in parse(path):
        if node is None:
            return None
        if isinstance(key, int):
            node = node[key] if key < len(node) else None
        else:
            part: type[Node] = type(node)
            node = getattr(node, by_name(part)[key].attribute)
    return node


def _within(path: str, holder: str) -> bool:
    return path == holder or path.startswith(f"{holder}[")


def _at(said: Any, path: str) -> Any:
    for key in parse(path):
        said = said.get(key) if isinstance(said, dict) else None
    return said


def _confirm(answers: dict[str, Any], path: str) -> None:
    if answers.get(_SOURCES):
        sources = answers[_SOURCES] = dict(answers[_SOURCES])
        for known in [p for p in sources if p == path or p.startswith((f"{path}.", f"{path}["))]:
            del sources[known]
        for holder in [p for p in sources if path.startswith((f"{p}.", f"{p}["))]:
            del sources[holder]
        _drop_empty(answers, _SOURCES)


def _drop_empty(answers: dict[str, Any], key: str) -> None:
    if not answers.get(key):
        answers.pop(key, None)


def totals(report: SelfEvaluation) -> Iterator[tuple[str, str]]:
    """The running totals: name and figure of the few that everything hangs on."""
    for path in _TOTALS:
        at = find_one(report, path)
        if at.value is not None:
            yield at.label, at.value.typed


_TOTALS = (
    "budget.adjusted",
    "expenditure.total",
    "expenditure.basic.total",
    "expenditure.projects.total",
    "self_score.score",
)
