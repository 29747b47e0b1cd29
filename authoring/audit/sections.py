"""Which section of a finished report some words stand in, by the heading a reader would look for."""

from authoring.audit.passages import Passages
from authoring.audit.report import FinishedReport, Part
from authoring.papers.paper import Span

FRONT, SIGNATURE, BESIDE, OTHER = "标题和封面", "落款", "页眉、脚注等", "其他"


class Sections:
    """The sections of a report, to look words up in."""

    def __init__(self, report: FinishedReport, passages: Passages) -> None:
        self._paper = report.paper
        signed = {words.at for words in report.signature}
        self._pieces: dict[int, list[tuple[int, str]]] = {}
        began = False
        for passage in passages:
            began = began or bool(passage.path)
            if passage.path:
                title = heading_of(passage.path[0])
            elif passage.words.at in signed:
                title = SIGNATURE
            elif passage.words.place.part:
                title = BESIDE
            else:
                title = OTHER if began else FRONT
            self._pieces.setdefault(passage.words.at, []).append((passage.words.start, title))

    def title(self, span: Span) -> str:
        """The heading of the section, with its number; of a paragraph cut in pieces, by where words begin."""
        pieces = self._pieces.get(span.at)
        if not pieces:
            return BESIDE if self._paper[span.at].place.part else FRONT
        before = [piece for piece in pieces if piece[0] <= span.start] or pieces
        return max(before, key=lambda piece: piece[0])[1]


def heading_of(part: Part) -> str:
    """A heading as it reads."""
    return f"{part.number}{part.title}"
