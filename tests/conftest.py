"""Settings of the whole suite: property tests draw the same examples on every run of CI."""

import os

import pytest
from hypothesis import HealthCheck, settings

from authoring.forms.form import Form
from tests.reports import form_for_tests

_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("ci", derandomize=True, database=None, print_blob=True, **_COMMON)
settings.register_profile("desk", **_COMMON)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def form() -> Form:
    """A form with the kinds of section there are."""
    return form_for_tests()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--renew`."""
    parser.addoption("--renew", action="store_true", help="write the golden files of examples/ anew")
