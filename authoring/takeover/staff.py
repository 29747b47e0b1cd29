"""人员: how many there are of each kind, and those within a kind."""

import re
from typing import NamedTuple

from authoring.audit.report import FinishedReport
from authoring.papers.paper import Words
from authoring.takeover.answers import Answers
from authoring.takeover.phrases import COUNT, clauses, count_of, sentences, unended
from authoring.takeover.sections import about_unit, everything

_HEADS = re.compile(
    rf"^(?P<name>[^\d（(]*?(?:（[^）]*）)?[^\d（(]*?)(?P<count>{COUNT})(?:人|名)(?P<more>[（(].*[）)])?$"
)
_KINDS = (
    ("编制", re.compile(r"编制(?:总)?(?:人|员额)?数?$")),
    ("年初人数", re.compile(r"年初(?:在职)?(?:人数|人员|实有人数|实有人员)$")),
    ("年末人数", re.compile(r"年末(?:人数|人员)$")),
    ("离退休", re.compile(r"离退休")),
    ("退休", re.compile(r"^退休(?:人员|人数|干部|职工|干部职工)?$")),
    ("离休", re.compile(r"^离休(?:人员|人数|干部)?$")),
    ("遗属", re.compile(r"^遗属(?:人员|人数)?$")),
    ("临聘", re.compile(r"^(?:临聘|临时聘用|编外(?:聘用)?|聘用)(?:人员|人数)?$")),
    ("其他", re.compile(r"^其他(?:人员|人数)?$")),
    ("在职", re.compile(r"^(?:年末)?(?:在职在编|在编在职|在职|在编|在岗)(?:人员|人数|职工|干部|干部职工)?$")),
    (
        "总数",
        re.compile(
            r"^(?:(?:年末)?(?:共有|现有|实有|共|总)?(?:各类)?(?:人员|人数|干部职工|职工)(?:总数|共|合计|共计)?|共有|年末实有(?:人数|人员)?)$"
        ),
    ),
    ("实有", re.compile(r"^实有$")),
)
_LEAD = re.compile(
    r"^(?:截[至止][^，]*?(?:日|底|末)?[，]?|(?:19|20)\d\d年(?:末|底|度)?|其中|含|现有|实有|另有|共有|年末共有|部门共有|单位共有|局机关|核定|[本我](?:单位|中心|局|部门|委)|[：:，、]|有(?=[^\d]))+"
)
_DATED = re.compile(r"^(?:截[至止])?\s?(?:19|20)\d\d年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?末|底)?")
_CHANGE = re.compile(r"增加|减少|净增|净减|较上年|比上年|新增|调[入出离]|超编")
_DAY = re.compile(r"截[至止]\s?((?:19|20)\d\d年\d{1,2}月\d{1,2}日)")
_RATE = re.compile(r"在职人员控制率(?:为|达到|达|是)?(\d+(?:\.\d+)?[%％])")
_REASONS = (
    ("变动原因", re.compile(r"年末.*?(?:主要)?原因(?:是|为)(?P<reason>[^。]+)")),
    ("超编原因", re.compile(r"超过编制.*?(?:主要)?原因(?:是|为)(?P<reason>[^。]+)")),
)


class _Heads(NamedTuple):
    """A clause that counts people: their kind if it has a field, its words, how many, what a bracket adds."""

    kind: str
    name: str
    number: str
    more: str


def take_staff(report: FinishedReport, answers: Answers) -> None:
    """The counts of people in the first section."""
    part = about_unit(report)
    for words in everything(part) if part else ():
        if not re.search(rf"{COUNT}(?:人|名)(?!次)", words.text):
            continue
        for sentence in sentences(words.text):
            _take_sentence(sentence, words, report.unit, answers)
    for words in report.paper.words:
        if found := _RATE.search(words.text):
            answers.take("单位.人员.在职人员控制率", found[1], words)
            break


def _take_sentence(sentence: str, words: Words, unit: str, answers: Answers) -> None:
    for name, pattern in _REASONS:
        if found := pattern.search(sentence):
            answers.take(f"单位.人员.{name}", unended(found["reason"]), words)
    groups = [_heads_in(group, unit) for group in clauses(sentence, "；;")]
    known = [heads for group in groups for heads in group if heads.kind]
    if not known:
        return
    if found := _DAY.search(sentence):
        answers.take("单位.人员.截止日期", found[1], words)
    total = [heads for heads in known if heads.kind in {"总数", "实有"}]
    several = len([heads for heads in known if heads.kind not in {"编制", "总数", "实有"}]) > 0
    for group in groups:
        _take_group(
            _without_total(group, answers, words, several=several),
            words,
            answers,
            listing=bool(total) or several,
        )


def _heads_in(group: str, unit: str) -> list[_Heads]:
    found = []
    for clause in clauses(group, "，,；;。：:、"):
        match = _HEADS.match(_DATED.sub("", clause))
        if match and not _CHANGE.match(match["name"]) and (count := count_of(match["count"])):
            name = match["name"].removeprefix(unit).strip()
            kind, plain = _kind(name)
            found.append(_Heads(kind, plain, count, (match["more"] or "")[1:-1]))
    return found


def _kind(name: str) -> tuple[str, str]:
    """The field a kind of people has, if any, and its name without what only leads to it."""
    plain = re.sub(r"(?:共计|共|为|是|有)$", "", name) if name not in {"共有", "实有"} else name
    for words in (plain, _LEAD.sub("", plain)):
        for kind, pattern in _KINDS:
            if pattern.search(words):
                return kind, _LEAD.sub("", plain) or plain
    return "", _LEAD.sub("", plain)


def _without_total(group: list[_Heads], answers: Answers, words: Words, *, several: bool) -> list[_Heads]:
    rest = []
    for heads in group:
        if heads.kind == "总数" or (heads.kind == "实有" and several):
            answers.take("单位.人员.总数", heads.number, words)
        elif heads.kind == "实有":
            rest.append(heads._replace(kind="在职"))
        else:
            rest.append(heads)
    return rest


def _take_group(group: list[_Heads], words: Words, answers: Answers, *, listing: bool) -> None:
    """The kinds between two semicolons; those that add up to the first are its parts."""
    at = 0
    while at < len(group):
        heads = group[at]
        parts = _parts_of(heads, group[at + 1 :])
        if heads.kind or (listing and group[0].kind != "编制"):
            _take_one(heads, words, answers)
        if parts:
            _take_parts(heads.kind, parts, words, answers)
        at += 1 + len(parts)


def _parts_of(heads: _Heads, after: list[_Heads]) -> list[_Heads]:
    """Those that come next and add up to a number of 编制 or 在职: its parts."""
    parts: list[_Heads] = []
    for each in after if heads.kind in {"在职", "编制"} else ():
        if each.kind not in {"", heads.kind}:
            break
        parts.append(each)
        if sum(int(part.number) for part in parts) == int(heads.number):
            return parts if len(parts) > 1 or not parts[0].kind else []
    return []


def _take_parts(kind: str, parts: list[_Heads], words: Words, answers: Answers) -> None:
    if not answers.begun(f"单位.人员.{kind}构成"):
        for part in parts:
            answers.add(f"单位.人员.{kind}构成", {"类别": part.name, "人数": part.number}, words)


def _take_one(heads: _Heads, words: Words, answers: Answers) -> None:
    path = f"单位.人员.{heads.kind}"
    within = [part for part in _heads_in(re.sub(r"^(?:含|其中[：:]?)", "", heads.more), "") if part.name]
    if heads.kind in {"编制", "在职"}:
        answers.take(path, heads.number, words)
        if found := re.match(r"均为(.+)$", heads.more):
            within = [_Heads("", found[1], heads.number, "")]
        if within:
            _take_parts(heads.kind, within, words, answers)
        return
    if heads.kind and heads.kind != "离退休" and not heads.more:
        answers.take(path, heads.number, words)
        return
    if not heads.name or len(heads.name) > 20:
        return
    entry = {"类别": heads.name, "人数": heads.number}
    if not within and heads.more:
        entry["说明"] = heads.more
    at = answers.add("单位.人员.另列", entry, words)
    for part in within:
        answers.add(f"{at}.其中", {"类别": part.name, "人数": part.number}, words)
    if within and heads.more.startswith("含"):
        answers.take(f"{at}.其中未列全", "是", words)
