"""Fixtures every test may use."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import searchlib
from searchlib.model import BuildReport
from tests.support import hostile
from tests.support.corpora import ROOT, SHARED, build_laws
from tests.support.folders import make_corpus

# A test fails on a wrong answer, never on a time: a busy machine is no fault of the code.
settings.register_profile("searchlib", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("searchlib")

# A shell has what it runs in the background ignore interrupts; programs that tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real texts beside the project; tests that need them say so when they are not there."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the real texts (../shared) are not beside the project")
    return SHARED


@pytest.fixture(scope="session")
def laws_index(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of some 300 of the real laws."""
    return build_laws(shared, tmp_path_factory.mktemp("laws"))


@pytest.fixture(scope="session")
def demo_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the demo corpus."""
    folder = tmp_path_factory.mktemp("demo")
    searchlib.build(ROOT / "corpus", folder)
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of two files; its index lies beside it."""
    folder = make_corpus(tmp_path / "corpus")
    searchlib.build(folder, tmp_path / "index")
    return folder


@pytest.fixture
def index(corpus: Path) -> Path:
    """The index of ``corpus``."""
    return corpus.parent / "index"


@pytest.fixture(scope="session")
def hostile_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that may lie in one; no test changes it."""
    return hostile.make_corpus(tmp_path_factory.mktemp("hostile") / "corpus")


@pytest.fixture(scope="session")
def hostile_build(hostile_corpus: Path) -> tuple[Path, BuildReport]:
    """The index of ``hostile_corpus``, and the report of its build."""
    folder = hostile_corpus.parent / "index"
    return folder, searchlib.build(hostile_corpus, folder)


@pytest.fixture(scope="session")
def hostile_index(hostile_build: tuple[Path, BuildReport]) -> Path:
    """The index of ``hostile_corpus``."""
    return hostile_build[0]


@pytest.fixture(scope="session")
def hostile_library(hostile_index: Path) -> Iterator[searchlib.Library]:
    """The index of ``hostile_corpus``, open."""
    with searchlib.open(hostile_index) as opened:
        yield opened
