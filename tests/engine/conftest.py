"""Every engine for the contract suite: its functions, and a folder to build in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchlib.engine import embedded
from searchlib.engine.base import EngineFunctions
from tests.support.clusters import in_cluster, needs_cluster
from tests.support.simulated_cluster import SimulatedCluster

_CLUSTER = (pytest.mark.cluster, needs_cluster)


@pytest.fixture(
    scope="module",
    params=[
        "embedded",
        pytest.param(0, id="opensearch, simulated"),
        pytest.param(1, marks=_CLUSTER, id="opensearch, 1 shard"),
        pytest.param(3, marks=_CLUSTER, id="opensearch, 3 shards"),
    ],
)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[EngineFunctions, Path]]:
    """The functions of an engine, and an index folder whose generations it keeps."""
    index = tmp_path_factory.mktemp("index")
    if request.param == "embedded":
        yield embedded, index
        return
    from searchlib.engine.opensearch.functions import OpenSearchFunctions

    functions = OpenSearchFunctions() if request.param else OpenSearchFunctions(SimulatedCluster().connect)
    in_cluster(index, request.param or 7)
    yield functions, index
    for folder in index.iterdir():
        if folder.is_dir():
            functions.discard_index(folder)
