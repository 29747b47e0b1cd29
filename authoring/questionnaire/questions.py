"""What a form asks, in which order, from the form and the fields: data, whoever asks it.

A form's sections are its chapters; what its templates print beside what a section lists goes to the
section that asks for its neighbours. Annexes and 落款 have chapters of their own.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from authoring.checks.touching import edges_of, identities
from authoring.forms.finder import printed_fields
from authoring.forms.form import Form
from authoring.model.paths import Place, by_name, find_one, places
from authoring.model.report import SelfEvaluation
from authoring.model.term import Node
from authoring.quantities import Quantity, Rate

_NOT_ASKED = {"版本", "表单", "年度", "表单选项", "出错说明", "来源"}
_FOR_THE_CHECKS = {
    "完成档次": "指标值",
    "类别": "名称",
    "资金来源": "名称",
    "仅列主要明细": "明细",
    "仅列主要项目": "按项目",
    "其中未列全": "其中",
    "盖章": "日期",
}
"""Asked for though nothing prints them, where the field beside them is printed."""
_CLOSING = "落款"
_SUBJECTS = {"EconomicItem": "经济分类", "FunctionItem": "功能分类"}


class Field(NamedTuple):
    """A field that is asked for. `path` has no positions; `list_of` is the part a list is made of."""

    path: str
    place: Place
    owner: type[Node]
    required: bool = False

    @property
    def gate(self) -> bool:
        """Whether it is asked with 有 or 无: a part that may be absent as a whole."""
        return self.place.part is not None and not self.place.listing


class Chapter(NamedTuple):
    """A section of the form, an annex, or the closing, with its fields in the order they are asked."""

    title: str
    fields: tuple[Field, ...]


class Question(NamedTuple):
    """One question at one place of a report: `path` has its positions, `专项资金.项目[2].名称`."""

    path: str
    place: Place
    owner: type[Node]
    required: bool = False

    @property
    def kind(self) -> type[Quantity] | None:
        """What figure is wanted, if it is one."""
        return None if self.place.listing else self.place.kind

    @property
    def is_list(self) -> bool:
        """A list of texts or of entries."""
        return self.place.listing

    @property
    def has_entries(self) -> bool:
        """A list whose entries have fields of their own."""
        return self.place.listing and self.place.part is not None

    @property
    def is_gate(self) -> bool:
        """有 or 无, before the fields of a part that may be absent."""
        return not self.place.listing and self.place.part is not None

    @property
    def subjects(self) -> str:
        """Which 科目 may be chosen: 经济分类 or 功能分类; empty for any text."""
        return _SUBJECTS.get(self.owner.__name__, "") if self.place.name == "科目" else ""

    @property
    def label(self) -> str:
        """Full name, with the entry it belongs to."""
        return self.place.label

    @property
    def unit(self) -> str:
        """Unit of a figure."""
        return self.place.kind.unit if self.place.kind and not self.place.listing else ""


@lru_cache(maxsize=16)
def chapters_of(form: Form) -> tuple[Chapter, ...]:
    """Every chapter of a form with its fields."""
    wanted = _Wanted(form)
    owners = [*_sections(form), *_annexes(form)]
    found: list[list[tuple[int, Field]]] = [[] for _ in owners]
    closing: list[Field] = []
    for field in _fields(SelfEvaluation, "", wanted):
        if field.path.split(".")[0] == _CLOSING:
            closing.append(field)
            continue
        chapter, rank = _owner(field.path, owners)
        found[chapter].append((rank, field))
    chapters = [
        Chapter(title, _parts_first([field for _, field in sorted(fields, key=lambda pair: pair[0])]))
        for (title, _), fields in zip(owners, found, strict=True)
    ]
    chapters.append(Chapter(_CLOSING, tuple(closing)))
    return tuple(chapter for chapter in chapters if chapter.fields)


def _parts_first(fields: list[Field]) -> tuple[Field, ...]:
    """The fields of a chapter, each behind what it is made of or depends on; else in the order they were.

    A total is then offered when its turn comes. One that is made of figures of other parts stays where it
    is: a budget is asked before spending.
    """
    needed = {field.path: _needed(field) - {field.path} for field in fields}
    left = list(fields)
    order: list[Field] = []
    waiting = {field.path for field in left}
    while left:
        ready = next((f for f in left if needed[f.path].isdisjoint(waiting)), left[0])
        left.remove(ready)
        waiting.remove(ready.path)
        order.append(ready)
    return tuple(order)


def _needed(field: Field) -> set[str]:
    """Paths of the fields that must be known before a field can be worked out, or is asked at all."""
    holder = field.path.rpartition(".")[0]
    needed: set[str] = set()
    for given, derived in _made_of().get(field.path, ()):
        within = derived and all(path.startswith(f"{holder}.") for path in given)
        if within or field.place.kind is Rate:
            needed |= {path.partition("[")[0] for path in given}
    if field.place.when:
        left, _, right = field.place.when.split()
        needed |= {_beside(field, name) for name in (left, right) if name != "0"}
    return needed


@lru_cache(maxsize=1)
def _made_of() -> dict[str, list[tuple[frozenset[str], bool]]]:
    """By the figure a rule states, what the rule is given, and whether it works the figure out."""
    made: dict[str, list[tuple[frozenset[str], bool]]] = {}
    for rule in identities():
        for given, stated in edges_of(rule):
            made.setdefault(stated, []).append((given, rule.derives))
    return made


def _beside(field: Field, dotted: str) -> str:
    """The Chinese path of a field of the same part, given as attributes: `final.total`."""
    path, part = field.path.rpartition(".")[0], field.owner
    for attribute in dotted.split("."):
        place = places(part)[attribute]
        path, part = f"{path}.{place.name}" if path else place.name, place.part or part
    return path


def _sections(form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    for section in form.sections:
        yield section.title, (*section.asks, *section.required, *section.required_within)


def _annexes(form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    for annex in form.annexes:
        if annex.if_answered:
            yield f"附件：{annex.title}", annex.if_answered


def _owner(path: str, owners: list[tuple[str, tuple[str, ...]]]) -> tuple[int, int]:
    """The chapter a field is asked in, and where in it: at what covers it, or at its neighbours."""
    best: tuple[int, int, int] | None = None
    for chapter, (_, asked) in enumerate(owners):
        for ask in asked:
            covered = path == ask or path.startswith(f"{ask}.")
            common = _common(path, ask)
            weight = len(ask.split(".")) * 10 if covered else common
            if common and (best is None or weight > best[0]):
                best = weight, chapter, 0
    if best is None:
        return next((i for i, (_, asked) in enumerate(owners) if "支出.合计" in asked), len(owners) - 1), 99
    chapter = best[1]
    tops = list(dict.fromkeys(ask.split(".")[0] for ask in owners[chapter][1]))
    top = path.split(".", maxsplit=1)[0]
    return chapter, tops.index(top) if top in tops else len(tops)


def _common(one: str, other: str) -> int:
    steps = 0
    for a, b in zip(one.split("."), other.split("."), strict=False):
        if a != b:
            break
        steps += 1
    return steps


class _Wanted:
    """Which fields a form asks for: those its templates print, and those `form.yaml` names."""

    def __init__(self, form: Form) -> None:
        self.printed = printed_fields(form)
        sections = form.sections
        self.required = {p for section in sections for p in (*section.required, *section.required_within)}
        self.named = {path for section in sections for path in section.asks} | self.required
        self.named |= {path for annex in form.annexes for path in (*annex.if_answered, annex.each or "")}

    def has(self, part: type[Node], place: Place, path: str) -> bool:
        """Whether a field is asked for."""
        if path in _NOT_ASKED or place.name == "无":
            return False
        if place.name == "编码" and part.__name__ in _SUBJECTS:
            return False  # it goes with the 科目 chosen
        beside = _FOR_THE_CHECKS.get(place.name)
        return (
            path in self.named
            or (part.__name__, place.name) in self.printed
            or (beside is not None and (part.__name__, beside) in self.printed)
        )


def _fields(part: type[Node], prefix: str, wanted: _Wanted, within: str = "") -> Iterator[Field]:
    """The fields below a part that are asked for, parts that may be absent before what is in them.

    `within` is the path of the list whose entry the part is.
    """
    for place in places(part).values():
        path = f"{prefix}.{place.name}" if prefix else place.name
        whole = f"{within}.{path}" if within else path
        if not wanted.has(part, place, whole):
            continue
        if place.listing or place.part is None:
            yield Field(path, place, part, whole in wanted.required)
        else:
            if "absent" in place.part.model_fields:
                yield Field(path, place, part, whole in wanted.required)
            yield from _fields(place.part, path, wanted, within)


@lru_cache(maxsize=256)
def entry_fields(field: Field, form: Form) -> tuple[Field, ...]:
    """The fields of an entry of a list, paths from the entry on."""
    assert field.place.part is not None
    return tuple(_fields(field.place.part, "", _Wanted(form), field.path))


def questions_of(chapter: Chapter, report: SelfEvaluation, form: Form) -> Iterator[Question]:
    """The questions of a chapter as the report stands: those of each entry, none of what is 无."""
    for field in chapter.fields:
        yield from _questions(field, "", report, form)


def _questions(field: Field, prefix: str, node: Node, form: Form) -> Iterator[Question]:
    steps = field.path.split(".")
    part: Node | None = node
    for step in steps[:-1]:
        part = getattr(part, by_name(type(part))[step].attribute) if part is not None else None
        if part is not None and getattr(part, "absent", None):
            return
    path = f"{prefix}{field.path}"
    if not _applies(field, part):
        return
    yield Question(path, field.place, field.owner, field.required)
    if field.place.listing and field.place.part is not None:
        entries = getattr(part, field.place.attribute) if part is not None else None
        for position, entry in enumerate(entries or (), 1):
            for inner in entry_fields(field, form):
                yield from _questions(inner, f"{path}[{position}].", entry, form)


def _applies(field: Field, part: Any) -> bool:
    """Whether the condition of a field holds; it does not while a figure it depends on is 未填."""
    if not field.place.when or part is None:
        return not field.place.when
    left, sign, right = field.place.when.split()
    one = find_one(part, left).value
    other = 0 if right == "0" else find_one(part, right).value
    if one is None or other is None:
        return getattr(part, field.place.attribute) is not None
    a, b = one.value, other if isinstance(other, int) else other.value
    return bool(a > b if sign == ">" else a != b) or getattr(part, field.place.attribute) is not None
