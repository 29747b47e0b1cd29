"""The clerk's own comments in a report file: found with their answers, put back when it is saved."""

import re
from typing import Any

import yaml

from authoring.draft.draft import Comment, Draft, Path
from authoring.draft.yaml_reader import LOADER, read_yaml

_BESIDE = re.compile(r"[\s:\[\]{},|>+\-0-9]*?\s(#.*)")
"""What may stand between an answer and the comment beside it: the rest of its own line."""

_LINE_END = re.compile("[\n\x85\u2028\u2029]")
"""Where YAML begins a new line."""


def find_comments(text: str) -> dict[Path, Comment]:
    """The comments of a report file by the answer they stand at; `()` holds those at the end."""
    draft = read_yaml(text)
    first = {line: path for path, line in reversed(draft.lines.items())}
    inside, ends = _scalar_extents(text)
    comments: dict[Path, Comment] = {}
    above: list[str] = []
    for number, line in enumerate(_LINE_END.split(text.removesuffix("\n")), 1):
        if number not in inside and (not line.strip() or line.lstrip().startswith("#")):
            above.append(line.strip())
            continue
        tail = _BESIDE.fullmatch(line[ends[number] :]) if number in ends else None
        if number in first and (above or tail):
            path = first[number]
            comments[path] = Comment(tuple(above), tail[1] if tail else "", _entries(path, draft.answers))
            above = []
    if above:
        comments[()] = Comment(tuple(above))
    return comments


def _scalar_extents(text: str) -> tuple[set[int], dict[int, int]]:
    """Lines inside texts of several lines, and where the last text of a line ends, by line from 1."""
    inside: set[int] = set()
    ends: dict[int, int] = {}
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.ScalarEvent):
            start: Any = event.start_mark
            end: Any = event.end_mark
            last = end.line if end.column else end.line - 1
            inside.update(range(start.line + 2, last + 2))
            if start.line == end.line:
                ends[end.line + 1] = end.column
    return inside, ends


def _entries(path: Path, answers: Any) -> tuple[str, ...]:
    """What names each list entry on the way to an answer, so that it is found again when entries move."""
    named = []
    for key in path:
        answers = answers[key]
        if isinstance(key, int):
            named.append(_name(answers))
    return tuple(named)


def _name(entry: Any) -> str:
    """The first text of a list entry."""
    while isinstance(entry, dict | list) and entry:
        entry = next(iter(entry.values())) if isinstance(entry, dict) else entry[0]
    return str(entry)


def put_comments(text: str, draft: Draft) -> str:
    """The text of a report file with the draft's comments at their answers.

    A comment whose answer is gone goes to the part that held it: nothing of the clerk's is dropped.
    """
    if not draft.comments:
        return text
    lines = text.removesuffix("\n").split("\n")
    at = read_yaml(text).lines
    placed: dict[int, list[Comment]] = {}
    ending = list(draft.comments.get((), Comment()).above)
    for path, comment in draft.comments.items():
        home = _home(path, comment, draft.answers, at) if path else None
        if home is not None:
            placed.setdefault(at[home], []).append(comment)
        elif path:
            ending += [*comment.above, *([comment.beside] if comment.beside else [])]
    for number in sorted(placed, reverse=True):
        _put(lines, number - 1, placed[number])
    return "\n".join([*lines, *ending]) + "\n"


def _put(lines: list[str], index: int, comments: list[Comment]) -> None:
    indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
    beside = [comment.beside for comment in comments if comment.beside]
    above = [said for comment in comments for said in comment.above] + beside[1:]
    if beside:
        lines[index] += f"  {beside[0]}"
    lines[index:index] = [indent + said if said else "" for said in above]


def _home(path: Path, comment: Comment, answers: Any, at: dict[Path, int]) -> Path | None:
    """Where an answer is now: its entry wherever it has moved to, else its place, else what holds it."""
    moved: list[str | int] = []
    names = iter(comment.entries)
    for key in path:
        wanted = next(names, None) if isinstance(key, int) else None
        now = key
        if isinstance(key, int) and isinstance(answers, list):
            if not (key < len(answers) and _name(answers[key]) == wanted):
                now = next((i for i, entry in enumerate(answers) if _name(entry) == wanted), key)
        moved.append(now)
        try:
            answers = answers[now]
        except (KeyError, IndexError, TypeError):
            break
    return next((tuple(moved[:n]) for n in range(len(moved), 0, -1) if tuple(moved[:n]) in at), None)
