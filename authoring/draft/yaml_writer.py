"""Draft → YAML text: answers in the same order, texts and digits as typed, comments in their places."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from authoring.draft.comments import put_comments
from authoring.draft.draft import Draft

_FAST: Any = getattr(yaml, "CDumper", yaml.Dumper)
_BEYOND_PLANE_0 = re.compile("[\U00010000-\U0010ffff]")
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""Line ends for YAML, which in its plain and single-quoted texts would be folded to blanks."""
_WIDEST = 10**9


def write_yaml(draft: Draft) -> str:
    """The text of the report file; reading it gives the same answers."""
    events = list(_events(draft.answers))
    # libyaml writes 𠮷 as an escape and quotes all the text around it; the Python emitter does not.
    rare = any(isinstance(e, yaml.ScalarEvent) and _BEYOND_PLANE_0.search(e.value) for e in events)
    dumper = yaml.Dumper if rare else _FAST
    text: str = yaml.emit(iter(events), Dumper=dumper, allow_unicode=True, width=_WIDEST, indent=2)
    return put_comments(text, draft)


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
            yield _scalar(key, key=True)
            yield from _value(inner)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list | tuple):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=not value)
        for inner in value:
            yield from _value(inner)
        yield yaml.SequenceEndEvent()
    else:
        yield _scalar("" if value is None else str(value))


@lru_cache(maxsize=20_000)
def _scalar(text: str, *, key: bool = False) -> Any:
    """A text on one line, or as a block of lines where none of its blanks would be lost by that."""
    style = '"' if _OTHER_LINE_ENDS.search(text) else None
    if "\n" in text and style is None:
        block = not key and not re.search(r"^\s|[^\S\n]\n|\s$", text)
        style = "|" if block else '"'
    return yaml.ScalarEvent(None, None, (True, True), f"{text}\n" if style == "|" else text, style=style)
