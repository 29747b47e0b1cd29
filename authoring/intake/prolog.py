"""The beginning of an XML member: no DTD, and an encoding in which that can be told.

A DTD lets a few bytes become gigabytes (entities) or name other files; no office program writes one.
"""

import re

PROLOG_BYTES = 64 << 10
"""Where the first element must have begun."""

_MISC = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ENCODING = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)""")
_ENCODINGS = {
    "utf-8",
    "utf8",
    "utf-16",
    "utf-16le",
    "utf-16be",
    "gb18030",
    "gbk",
    "gb2312",
    "us-ascii",
    "ascii",
}
_ENCODINGS |= {"iso-8859-1", "latin-1", "latin1"}

_STRANGE = "用了少见的编码，不能检查"
_DOCTYPE = "带有 DOCTYPE 或 ENTITY 声明，可能夹带有害内容"
_ENDLESS = "的开头过长，看不到内容"


def prolog_fault(head: bytes) -> str:
    """What is wrong, to follow the member's name; empty if nothing is, or if the member is no XML.

    `head` is the member, or its first `PROLOG_BYTES` at least. A DTD can only stand before the first element.
    """
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return _STRANGE
    text = _text(head[:PROLOG_BYTES])
    if not text.lstrip().startswith("<"):
        return ""
    declared = _ENCODING.match(text.lstrip())
    if declared and declared[1].lower() not in _ENCODINGS:
        return _STRANGE
    at = 0
    while found := _MISC.match(text, at):
        at = found.end()
    if text.startswith(("<?", "<!--"), at) or len(text) - at < 2:  # cut off
        return _ENDLESS if len(head) >= PROLOG_BYTES else ""
    return _DOCTYPE if text.startswith("<!", at) else ""


def _text(head: bytes) -> str:
    """The characters that matter here, all ASCII: in GB18030 as in UTF-8 no other character contains `<`."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if b"\0" in head[:2]:  # expat takes the same two bytes for UTF-16
        return head.decode("utf-16-be" if head[0] == 0 else "utf-16-le", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
