"""What the rules look at: a finished report, and what was found in it, each worked out once."""

from functools import cached_property

from authoring.audit.passages import Passages
from authoring.audit.report import FinishedReport
from authoring.papers.paper import Paper


class Reading:
    """A finished report under audit."""

    def __init__(self, report: FinishedReport) -> None:
        self.report = report

    @property
    def paper(self) -> Paper:
        """The paper the report stands on."""
        return self.report.paper

    @cached_property
    def passages(self) -> Passages:
        """Its paragraphs with their sections, and their text as one."""
        return Passages(self.report)
