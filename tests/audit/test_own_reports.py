"""What we make ourselves has nothing to complain of."""

from pathlib import Path

import pytest

from authoring.audit.run import audit_paper
from authoring.intake.guard import guard
from authoring.papers.docx import read_docx
from authoring.papers.plain_text import read_text

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*-20[0-9][0-9]"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize("suffix", ["docx", "txt"])
def test_our_own_report_is_audited_without_a_finding(example: Path, suffix: str) -> None:
    file = example / f"report.{suffix}"
    paper = read_docx(guard(file)) if suffix == "docx" else read_text(file.read_bytes(), file.name)
    audited = audit_paper(paper)
    assert audited.report.form is not None
    assert audited.findings == ()
    assert audited.held > 3
