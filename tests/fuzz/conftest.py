"""One office for all updates of a run, and how many there are: `FUZZ_EXAMPLES=20000` makes it a long run."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.fuzz.office import FuzzedOffice

settings.register_profile(
    "fuzz",
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "60")),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PROFILE = settings.get_profile("fuzz")


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FuzzedOffice]:
    """An office that begins anew as often as one likes."""
    office = FuzzedOffice(tmp_path_factory.mktemp("fuzzed"))
    yield office
    office.close()
