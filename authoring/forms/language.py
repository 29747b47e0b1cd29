"""The names of the template language: filters, tests, functions, HTML. What they do is said in `document`.

`proofreading.py` holds templates to them when a form is loaded; `document/templates.py` registers exactly
these, which a test compares.
"""

from typing import Literal

FORM_FILE, BODY = "form.yaml", "body.html"
"""The files every form folder has."""

Gives = Literal["words", "figure", "change", "paragraphs", "same", "rows", "anything"]
"""What a name of the language gives: `same` is what it was given, `rows` its entries in front of more words,
`anything` is left unchecked."""

FILTERS: dict[str, Gives] = {
    "段落": "paragraphs",
    "列举": "words",
    "句号": "words",
    "去句号": "words",
    "原因": "words",
    "用途": "words",
    "渠道": "words",
    "去公开": "words",
    "已填项": "same",
    "或空": "same",
    "大写": "words",
    "合并行": "rows",
    "指标值": "words",
    "完成值": "words",
}
TESTS = frozenset({"已填"})
GLOBALS: dict[str, Gives] = {"比较": "change"}

OF_FIGURE: dict[str, Gives] = {"绝对值": "figure"}
"""What may be asked of a figure."""
OF_CHANGE: dict[str, Gives] = {
    "方向": "words",
    "升降": "words",
    "差额": "figure",
    "幅度": "figure",
    "说法": "words",
}
"""What may be asked of what `比较()` gives."""

OPTIONS = "选项"
ENTRY = "本项"
"""The entry an annex made once per entry (逐项) is about."""
FACTS: dict[str, Gives] = {"落款单位": "words", "本年": "words", "上年度": "words", "满分": "words"}
"""What a template may name beside the fields of the report and 选项."""

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
ROOT = "body"
"""Stands for the document itself, around all elements."""
CHILDREN: dict[str, tuple[str, ...]] = {
    ROOT: (*HEADINGS, "p", "ol", "table"),
    "ol": ("li",),
    "table": ("caption", "colgroup", "thead", "tbody", "tr"),
    "colgroup": ("col",),
    "col": (),
    "thead": ("tr",),
    "tbody": ("tr",),
    "tr": ("td", "th"),
    "td": ("p",),
    "th": ("p",),
    "caption": (),
    "li": (),
    "p": (),
    **dict.fromkeys(HEADINGS, ()),
}
"""Each element with those that may stand in it."""
WORDED = frozenset({*HEADINGS, "p", "li", "caption", "td", "th"})
"""The elements that hold words."""
ALIGNS = ("left", "center", "right")
JOINED = "joined"
"""Class of a table that goes on right below the one before."""
ROLES = ("addressee", "body", "item", "note", "attachment", "signature", "date")
NUMBERS = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "col": ("width",)}
LARGEST = 1000
"""The largest number in an attribute."""
