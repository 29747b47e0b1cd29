"""Draft → YAML text: answers in the same order, texts and digits as typed, comments in their places."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from authoring.draft.draft import Comment, Draft, Path
from authoring.draft.yaml_reader import read_yaml

_Dumper: Any = getattr(yaml, "CDumper", yaml.Dumper)
_WIDEST = 10**6


def write_yaml(draft: Draft) -> str:
    """The text of the report file; reading it gives the same answers."""
    text = yaml.emit(_events(draft.answers), Dumper=_Dumper, allow_unicode=True, width=_WIDEST, indent=2)
    return _with_comments(text, draft)


def _events(answers: dict[str, Any]) -> Iterator[Any]:
    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=False)
    yield from _value(answers)
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()


def _value(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=not value)
        for key, inner in value.items():
            yield _scalar(key)
            yield from _value(inner)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list | tuple):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=not value)
        for inner in value:
            yield from _value(inner)
        yield yaml.SequenceEndEvent()
    else:
        yield _scalar("" if value is None else str(value))


def _scalar(text: str) -> Any:
    style = "|" if "\n" in text and not re.search(r"^\s|\s\n|\s$", text) else None
    return yaml.ScalarEvent(None, None, (True, True), f"{text}\n" if style else text, style=style)


def find_comments(text: str) -> dict[Path, Comment]:
    """The comments of a report file by the answer they stand at; `()` holds those at the end."""
    lines = text.splitlines()
    first = {line: path for path, line in reversed(read_yaml(text).lines.items())}
    inside, ends = _scalar_extents(text)
    comments: dict[Path, Comment] = {}
    above: list[str] = []
    for number, line in enumerate(lines, 1):
        if number not in inside and (not line.strip() or line.lstrip().startswith("#")):
            above.append(line.strip())
            continue
        tail = re.fullmatch(r"\s+(#.*)", line[ends[number] :]) if number in ends else None
        if number in first and (above or tail):
            comments[first[number]] = Comment(tuple(above), tail[1] if tail else "")
            above = []
    if above:
        comments[()] = Comment(tuple(above))
    return comments


def _scalar_extents(text: str) -> tuple[set[int], dict[int, int]]:
    """Lines inside texts of several lines, and where the last text of a line ends."""
    inside: set[int] = set()
    ends: dict[int, int] = {}
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.ScalarEvent):
            start: Any = event.start_mark
            end: Any = event.end_mark
            last = end.line if end.column else end.line - 1
            inside.update(range(start.line + 2, last + 2))
            if start.line == end.line:
                ends[end.line + 1] = end.column
    return inside, ends


def _with_comments(text: str, draft: Draft) -> str:
    if not draft.comments:
        return text
    lines = text.splitlines()
    at = read_yaml(text).lines
    for path in sorted(draft.comments.keys() & at.keys(), key=lambda p: at[p], reverse=True):
        comment = draft.comments[path]
        index = at[path] - 1
        indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
        if comment.beside and not lines[index].endswith(("|", "|-", "|+")):
            lines[index] += f"  {comment.beside}"
        lines[index:index] = [indent + said if said else "" for said in comment.above]
    lines += draft.comments.get((), Comment()).above
    return "\n".join(lines) + "\n"
