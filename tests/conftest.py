"""Fixtures every test may use."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import searchlib

# A test fails on a wrong answer, never on a time: a busy machine is no fault of the code.
settings.register_profile("searchlib", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("searchlib")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real texts beside the project; tests that need them say so when they are not there."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the real texts (../shared) are not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def demo_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the demo corpus."""
    folder = tmp_path_factory.mktemp("demo")
    searchlib.build(ROOT / "corpus", folder)
    return folder
