"""Settings of the whole suite: property tests draw the same examples on every run of CI."""

import os
from collections.abc import Iterator

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


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled templates of the tests stay apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
            patch.setenv(variable, str(tmp_path_factory.mktemp("cache")))
        yield
