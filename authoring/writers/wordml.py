"""Words as WordprocessingML: the one place where text becomes XML, and the paragraph around it."""

import re

from authoring.writers.characters import clean

_EITHER = re.compile("[“”‘’—…·]")
"""Marks that Chinese and Latin type share: Word takes the Latin face for them unless told."""

_RUN = '<w:r><w:t xml:space="preserve">'
_HINTED_RUN = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">'
_RUN_END = "</w:t></w:r>"
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


def escape(text: str) -> str:
    """Text inside `w:t`."""
    text = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\t", _TAB).replace("\n", _BREAK)


def run_of(text: str) -> str:
    """One run, no character lost; nothing for no text."""
    if not text:
        return ""
    if text.isalnum():
        return f"{_RUN}{text}{_RUN_END}"
    hinted = not text.isascii() and _EITHER.search(text) and any("⺀" <= each <= "｠" for each in text)
    return f"{_HINTED_RUN if hinted else _RUN}{escape(text)}{_RUN_END}"


def paragraph_start(style_id: str, place: str = "") -> str:
    """A paragraph as far as its runs; `place` is what `w:pPr` has beyond the style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{place}</w:pPr>'


def paragraph(style_id: str, text: str, place: str = "") -> str:
    """A paragraph of one run."""
    return f"{paragraph_start(style_id, place)}{run_of(text)}</w:p>"
