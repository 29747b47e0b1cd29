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


def paragraph(style_id: str, text: str, place: str = "") -> str:
    """A paragraph of one run, no character lost; `place` is what `w:pPr` has beyond the style."""
    run = ""
    if text:
        hinted = not text.isascii() and _EITHER.search(text) and any("⺀" <= each <= "｠" for each in text)
        run = f"{_HINTED_RUN if hinted else _RUN}{escape(text)}{_RUN_END}"
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{place}</w:pPr>{run}</w:p>'
