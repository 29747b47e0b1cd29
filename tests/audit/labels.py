"""The labelled corpus: passages and reports with what is right, wrong and only looks wrong in them.

A file of passages has blocks between blank lines; a block is one passage. `@6`, or `@6 2021 乙县水利局`, says
in which section of a report, of which year and unit, it and those below it stand. A file under `reports/` is
one report. In both, a line is a paragraph, lines in `| a | b |` are a table, and indented lines are labels of
the paragraph or table above them:

    2023年基本支出353.86万元，其中：人员经费321.95万元，公用经费31.91万元。
        对 分项之和: 353.86 = 321.95 + 31.91
        错 分项之和: 359.87 ≠ 321.95 + 31.91
        错 自称: 「我局」 → 我中心
        静 “等”字后面还有未列的

`对` is a relation that holds, `错` one that does not, whose right value the formula gives; `错` with words in
「」 is a fault that is no equation. `静` says why a passage must stay silent. In formulas `≈` is a 尾差 or a
figure said to be 约, `12「十二次」` a figure written in other characters, `数(甲、乙、丙)` a count of names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from authoring.papers.paper import Grid, GridCell, Item, Look, Paper, Place, Words

CORPUS = Path(__file__).parent / "corpus"
NUMBER = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?")
LABEL = re.compile(r"^\s+(对|错|静) (?:(\w+): )?(.+)$")
TERM = re.compile(r"数\([^)]*\)|[0-9.]+%?(?:「[^」]*」)?|[-+*/()]")
CONSTANTS = frozenset(map(Decimal, (1, 12, 100, 1000, 10000)))
SECTIONS = (
    "一、部门（单位）基本情况",
    "二、一般公共预算支出情况",
    "三、政府性基金预算支出情况",
    "四、国有资本经营预算支出情况",
    "五、社会保险基金预算支出情况",
    "六、部门整体支出绩效情况",
    "七、存在的问题及原因分析",
    "八、下一步改进措施",
    "九、绩效自评结果拟应用和公开情况",
    "十、其他需要说明的情况",
)
FILLING = (
    "本单位承担机关后勤管理和服务保障工作。",
    "本单位严格按照批复的预算安排支出。",
    "无。",
    "无。",
    "无。",
    "各项工作按照年初确定的绩效目标推进。",
    "绩效指标的量化程度不够，主要原因是编制时间紧。",
    "细化绩效指标，加强业务培训。",
    "自评结果将作为以后年度安排预算的依据，报告将于{next}年9月30日前在县政府门户网站公开。",
    "无。",
)


class Stretch(NamedTuple):
    """Words from `start` to `end` of the paragraph or table at position `line` of a passage."""

    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Label:
    """One label. `line` is the position of the paragraph or table it belongs to."""

    sort: Literal["对", "错", "静"]
    kind: str
    text: str
    line: int

    @property
    def sides(self) -> tuple[str, str]:
        """What is stated and the formula for it; both empty where the label is no equation."""
        parts = re.split(r" [=≠≈] ", self.text)
        return (parts[0], parts[1]) if len(parts) == 2 else ("", "")

    @property
    def stated(self) -> Decimal | None:
        """The figure as stated, of a rate in percent."""
        return _figure(self.sides[0]) if self.sides[0] else None

    @property
    def right(self) -> Decimal | None:
        """What the formula gives, rounded as the stated figure is; of a rate in percent."""
        left, _ = self.sides
        if not left:
            return None
        return self.exact.quantize(Decimal(1).scaleb(-places(left)), ROUND_HALF_UP)

    @property
    def exact(self) -> Decimal:
        """What the formula gives, not rounded."""
        left, formula = self.sides
        return worked_out(formula) * (100 if "%" in left and "%" not in formula else 1)

    @property
    def words(self) -> tuple[str, str]:
        """Of a fault that is no equation: the words, and what should stand there."""
        found = re.fullmatch(r"「(.+?)」(?: → (.+))?", self.text)
        return (found[1], found[2] or "") if found else ("", "")


class Frame(NamedTuple):
    """The report a passage stands in: in which section, of which year and unit."""

    section: int = 2
    year: int = 2023
    unit: str = "甲县机关事务服务中心"


USUAL = Frame()


@dataclass(frozen=True)
class Passage:
    """A passage or a whole report, with its labels. A line that is a tuple of rows is a table."""

    source: str
    lines: tuple[str | tuple[tuple[str, ...], ...], ...]
    labels: tuple[Label, ...]
    whole: bool = False
    frame: Frame = USUAL

    @property
    def text(self) -> str:
        """Its paragraphs and the rows of its tables, one a line."""
        return "\n".join(_plain(line) for line in self.lines)

    def stretches(self, label: Label) -> tuple[Stretch, ...]:
        """Where the words of a label stand; figures are looked for elsewhere if not in its own paragraph.

        A wrong unit or direction is a fault of its sentence: any figure of it may be the one that is named.
        """
        if label.kind in {"单位", "方向"} and label.words[0]:
            text = _plain(self.lines[label.line])
            at = text.index(label.words[0])
            end = text.find("。", at)
            return (Stretch(label.line, text.rfind("。", 0, at) + 1, len(text) if end < 0 else end),)
        sought = [label.words[0]] if label.words[0] else list(_terms(label.text))
        found: list[Stretch] = []
        for term in sought:
            own = list(self._places(term, label.line))
            others = (i for i in range(len(self.lines)) if i != label.line)
            found += own or [at for i in others for at in self._places(term, i)]
        return tuple(found)

    def _places(self, term: str, at: int) -> Iterator[Stretch]:
        text = _plain(self.lines[at])
        quoted = re.search(r"「(.*)」", term)
        if quoted or not re.fullmatch(r"[0-9.]+%?", term):
            words = quoted[1] if quoted else term
            starts = (m.start() for m in re.finditer(re.escape(words), text))
            yield from (Stretch(at, start, start + len(words)) for start in starts)
            return
        value = _figure(term)
        yield from (Stretch(at, m.start(), m.end()) for m in NUMBER.finditer(text) if number(m[0]) == value)


def number(written: str) -> Decimal:
    """A number as written, with separators or in full width."""
    return Decimal("".join(str(int(c)) if c.isdigit() else "." for c in re.sub("[,，]", "", written)))


def places(written: str) -> int:
    """Decimal places of a figure as written."""
    return len(re.sub(r"%|「.*」", "", written).partition(".")[2])


def worked_out(formula: str) -> Decimal:
    """The value of a formula of a label; every place of every division counts."""
    tokens = list(TERM.findall(formula))
    assert re.sub(r"\s", "", formula) == "".join(tokens), formula
    value, rest = _sum(tokens)
    assert not rest, formula
    return value


def _sum(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, tokens = _product(tokens)
    while tokens and tokens[0] in "+-":
        other, rest = _product(tokens[1:])
        value = value + other if tokens[0] == "+" else value - other
        tokens = rest
    return value, tokens


def _product(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, tokens = _term(tokens)
    while tokens and tokens[0] in "*/":
        other, rest = _term(tokens[1:])
        value = value * other if tokens[0] == "*" else value / other
        tokens = rest
    return value, tokens


def _term(tokens: list[str]) -> tuple[Decimal, list[str]]:
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        assert rest[0] == ")"
        return value, rest[1:]
    return _figure(tokens[0]), tokens[1:]


def _figure(term: str) -> Decimal:
    if term.startswith("数("):
        return Decimal(len(term[2:-1].split("、")))
    return Decimal(re.sub(r"%|「.*」", "", term))


def _terms(formula: str) -> Iterator[str]:
    for term in TERM.findall(re.sub(" [=≠≈] ", " ", formula)):
        if term.startswith("数("):
            yield from term[2:-1].split("、")
        elif term not in "+-*/()":
            yield term


def unplaced(passage: Passage, label: Label) -> list[str]:
    """Terms of a formula, or words of a label, that do not stand in the passage."""
    if label.sort == "静":
        return []
    if label.words[0]:
        return [] if label.words[0] in passage.text else [label.words[0]]
    if not label.sides[0]:
        return [label.text]
    lines = range(len(passage.lines))
    return [
        term
        for term in _terms(label.text)
        if not any(list(passage._places(term, i)) for i in lines)
        and not (re.fullmatch("[0-9]+", term) and Decimal(term) in CONSTANTS)
    ]


def _plain(line: str | tuple[tuple[str, ...], ...]) -> str:
    return line if isinstance(line, str) else "\n".join("\t".join(row) for row in line)


def passages(folder: Path = CORPUS) -> Iterator[Passage]:
    """The hand-made passages directly in a folder, in the order of files and lines."""
    for path in sorted(folder.glob("*.txt")):
        frame = USUAL
        for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
            lines = [line for line in block.splitlines() if not line.startswith("#")]
            if given := [line for line in lines if line.startswith("@")]:
                frame = _frame(given[-1])
            if lines := [line for line in lines if line.strip() and not line.startswith("@")]:
                yield read_block(lines, path.name, frame=frame)


def _frame(line: str) -> Frame:
    """`@6 2021 乙县水利局`: section, and year and unit where they are not those of most passages."""
    section, *rest = line.removeprefix("@").split()
    year, *unit = rest or [str(USUAL.year)]
    return Frame(int(section), int(year), *unit)


def reports(folder: Path = CORPUS / "reports") -> Iterator[Passage]:
    """The whole reports of a folder."""
    for path in sorted(folder.glob("*.txt")):
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        yield read_block([line for line in lines if not line.startswith("#")], path.name, whole=True)


def read_block(lines: list[str], source: str, *, whole: bool = False, frame: Frame = USUAL) -> Passage:
    """Lines of a file, with their labels, as a passage."""
    read: list[str | tuple[tuple[str, ...], ...]] = []
    labels: list[Label] = []
    rows: list[tuple[str, ...]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
            continue
        if rows:
            read.append(tuple(rows))
            rows = []
        if found := LABEL.match(line):
            labels.append(Label(found[1], found[2] or "", found[3], len(read) - 1))  # type: ignore[arg-type]
        elif line:
            assert not line[0].isspace(), f"{source}: {line}"
            read.append(line)
    return Passage(source, tuple(read), tuple(labels), whole, frame)


@cache
def paper_of(passage: Passage) -> tuple[Paper, tuple[int, ...]]:
    """The paper a passage stands in, and at which item each of its lines is.

    A passage that is no report stands in one whose other sentences hold no figures.
    """
    lines: list[str | tuple[tuple[str, ...], ...]] = []
    own: list[int] = []
    if passage.whole:
        lines, own = list(passage.lines), list(range(len(passage.lines)))
    else:
        lines.append(f"{passage.frame.year}年度{passage.frame.unit}部门整体支出绩效自评报告")
        for number_, (heading, filling) in enumerate(zip(SECTIONS, FILLING, strict=True), 1):
            lines.append(heading)
            if number_ == passage.frame.section:
                own = list(range(len(lines), len(lines) + len(passage.lines)))
                lines += passage.lines
            else:
                lines.append(filling.format(next=passage.frame.year + 1))
    return Paper(f"{passage.source}.docx", "docx", tuple(_items(lines)), ()), tuple(own)


def _items(lines: list[str | tuple[tuple[str, ...], ...]]) -> Iterator[Item]:
    at = paragraph = table = 0
    for line in lines:
        if isinstance(line, str):
            paragraph += 1
            yield Words(at, line, Place(paragraph=paragraph), Look())
            at += 1
            continue
        table += 1
        cells = []
        for row, texts in enumerate(line):
            for column, text in enumerate(texts):
                place = Place(table=table, row=row, column=column)
                cells.append(GridCell(row, column, (Words(at, text, place),)))
                at += 1
        yield Grid(table, tuple(cells))
