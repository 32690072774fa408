"""The choice of the engine: the one place that names them.

A generation that lives in a cluster has a ``remote.json``; an index folder whose generations are to be built
there has an ``engine.json``. Without them the engine is the default one, in the folder itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from searchlib.engine import embedded
from searchlib.engine.opensearch.config import REMOTE, EngineConfig, read_config

if TYPE_CHECKING:  # a build with nothing to do chooses an engine and asks it nothing
    from searchlib.engine.base import EngineFunctions

EMBEDDED = "embedded"
OPENSEARCH = "opensearch"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine by its name and, for one in a cluster, its address, shards, and copies of each shard."""

    name: str = EMBEDDED
    url: str = ""
    shards: int = 3
    replicas: int = 1


def chosen_engine() -> EngineFunctions:
    """Return the default engine: a Whoosh index with array postings, in a local folder."""
    return embedded


def engine_named(name: str) -> EngineFunctions:
    """Return the engine of a name."""
    if name != OPENSEARCH:
        return embedded
    from searchlib.engine.opensearch.functions import OpenSearchFunctions

    return OpenSearchFunctions()


def engine_of(generation: Path) -> EngineFunctions:
    """Return the engine that a generation was built by."""
    return engine_named(OPENSEARCH if (generation / REMOTE).exists() else EMBEDDED)


def engine_for(index: Path) -> str:
    """Return the name of the engine that builds the generations of an index folder."""
    config = read_config(index)
    return OPENSEARCH if config is not None and config.active else EMBEDDED


def choose_engine(index: Path, choice: EngineChoice) -> bool:
    """Make ``choice`` the engine of the next builds in ``index``; return whether it is another than before.

    Raises EngineUnavailable for an address that cannot be used, and nothing of it is written.
    """
    config = read_config(index)
    owner = config.owner if config else ""
    if choice.name != OPENSEARCH:
        if config is None or not config.active:
            return False
        EngineConfig(config.url, config.shards, config.replicas, owner, active=False).write(index)
        return True
    from searchlib.engine.opensearch.connection import cluster_address

    cluster_address(choice.url)
    wanted = EngineConfig(choice.url, choice.shards, choice.replicas, owner)
    if wanted == config and owner:
        return False
    wanted.write(index)
    return True
