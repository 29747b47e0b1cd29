"""gouji 勾稽: self-evaluation reports of Chinese public units, read, checked, composed and written.

What a Python caller may rely on, in the order it is used::

    draft, report = authoring.read(Path("report.yaml"))
    form = authoring.load_form(report.form)
    checked = authoring.check(report, form, draft)
    document = authoring.compose(checked.report, form)
    Path("report.docx").write_bytes(authoring.write_docx(document))

Amounts are 万元. A wrong figure is a finding, never an exception; what stops the work is a `GoujiError`.
Each name is imported when first used, so that a command loads no more than it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from authoring.checks.run import check as check
    from authoring.document.compose import compose as compose
    from authoring.draft.report_file import open_report as read
    from authoring.errors import GoujiError as GoujiError
    from authoring.forms.finder import load_form as load_form
    from authoring.writers.docx import write_docx as write_docx
    from authoring.writers.html import write_html as write_html
    from authoring.writers.text import write_text as write_text

__version__ = "0.1.0"

_HOMES = {
    "GoujiError": ("authoring.errors", "GoujiError"),
    "check": ("authoring.checks.run", "check"),
    "compose": ("authoring.document.compose", "compose"),
    "load_form": ("authoring.forms.finder", "load_form"),
    "read": ("authoring.draft.report_file", "open_report"),
    "write_docx": ("authoring.writers.docx", "write_docx"),
    "write_html": ("authoring.writers.html", "write_html"),
    "write_text": ("authoring.writers.text", "write_text"),
}

__all__ = ["GoujiError", "check", "compose", "load_form", "read", "write_docx", "write_html", "write_text"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'authoring' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
