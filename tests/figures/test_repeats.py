"""The same figure stated twice, and stated otherwise in a table."""

import pytest

from tests.figures.statements import Line, cases, repeats


@pytest.mark.parametrize(("lines", "expected"), cases("repeats"), ids=lambda value: str(value[:1])[:40])
def test_repeats(lines: list[Line], expected: list[str]) -> None:
    assert repeats(*lines) == expected
